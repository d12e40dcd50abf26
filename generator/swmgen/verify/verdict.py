"""What was found out about a machine: closes it, searches it, explains what is broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import msgspec

from swmgen.diagnostics import Note, Report
from swmgen.model import Enabler, Machine, Property, Size, Span
from swmgen.verify.bounds import bounds_of
from swmgen.verify.chart import as_text
from swmgen.verify.counterexample import Counterexample, explain
from swmgen.verify.device import Device, TooLarge
from swmgen.verify.graph import Graph, graph_of, minimised
from swmgen.verify.network import Network, tables
from swmgen.verify.search import Product, Result, TooMany, search, way_to
from swmgen.verify.seen import Compact, Exact

CODES: Final[Mapping[str, str]] = {
    "NeverStep": "SWM0440",
    "NeverState": "SWM0441",
    "OrdersEnd": "SWM0442",
    "OnlyOrdered": "SWM0443",
    "Checked": "SWM0444",
    "Reaches": "SWM0445",
    "Ends": "SWM0446",
}
TOO_LARGE: Final = "SWM0447"


class Limits(msgspec.Struct, frozen=True):
    """How a search is carried out: threads, the most states, and bits of a table of hashes (0: exact)."""

    jobs: int = 1
    most: int = 2_000_000_000
    compact: int = 0


USUAL: Final = Limits()


class Broken(msgspec.Struct, frozen=True):
    """A property that does not hold, and the shortest way there."""

    property: Property
    steps: int
    example: Counterexample


class Verdict(msgspec.Struct, frozen=True):
    """What was searched and found. `device` and `classes` are the states of the device alone, before and after what
    cannot be told apart was made one; `states` those of the closed model. `missed` is 0 for an exact search.
    `too_large` says why nothing was found out."""

    enabler: str
    machine: str
    size: Size
    properties: int
    device: int = 0
    classes: int = 0
    states: int = 0
    levels: int = 0
    broken: tuple[Broken, ...] = ()
    missed: float = 0.0
    too_large: str = ""

    @property
    def holds(self) -> bool:
        """Whether everything was searched, and no property is broken."""
        return not self.broken and not self.too_large


Progress = Callable[[int, int], None]


class Closed(msgspec.Struct, frozen=True):
    """A closed model, ready to be searched."""

    device: Device
    graph: Graph
    product: Product


def close(enabler: Enabler, machine: Machine, size: Size, *, reduce: bool = True) -> Closed:
    """The closed model. Without `reduce` every state of the device stands for itself."""
    device = Device(enabler, machine, size)
    whole = graph_of(device)
    graph = minimised(whole) if reduce else whole
    network = Network(size, device.messages)
    return Closed(device, graph, Product(graph, network, tables(network)))


def verify_machine(
    enabler: Enabler,
    machine: Machine,
    size: Size,
    limits: Limits = USUAL,
    progress: Progress = lambda states, level: None,
) -> Verdict:
    """Search one machine with everything around it."""
    verdict = Verdict(enabler.key, machine.name, size, len(machine.properties))
    try:
        closed = close(enabler, machine, size)
        result = _searched(closed, limits, progress)
    except (TooLarge, TooMany) as error:
        return msgspec.structs.replace(verdict, too_large=str(error))
    return msgspec.structs.replace(
        verdict,
        device=len(closed.device.states),
        classes=closed.graph.sound,
        states=result.states,
        levels=result.levels,
        broken=tuple(_explained(closed, result, limits)),
        missed=result.missed,
    )


def _searched(closed: Closed, limits: Limits, progress: Progress) -> Result:
    seen = Compact(limits.compact) if limits.compact else Exact(closed.product.total)
    return search(closed.product, seen, jobs=limits.jobs, most=limits.most, progress=progress)


def _explained(closed: Closed, result: Result, limits: Limits) -> Iterator[Broken]:
    product = closed.product
    for number, goal in sorted(result.broken.items()):
        seen = Compact(limits.compact) if limits.compact else Exact(product.total)
        way = way_to(product, goal, seen)
        entry = closed.device.machine.properties[number]
        yield Broken(entry, len(way) - 1, explain(closed.device, closed.graph, product, way, number))


def report(verdict: Verdict, machine: Machine, findings: Report) -> None:
    """Each broken property as a diagnostic: where it is stated, the chart, and the rows that lead there."""
    if verdict.too_large:
        findings.add(TOO_LARGE, bounds_of(machine).span, f"`{machine.name}` was not verified: {verdict.too_large}.")
    for broken in verdict.broken:
        entry, example = broken.property, broken.example
        steps = f"after {broken.steps} step{'s' if broken.steps != 1 else ''}"
        chart = "\n".join(f"     {row}" for row in as_text(example.chart).splitlines())
        notes = [Note(f"{example.how} ({steps}):\n{chart}")]
        # A way may be long; its last rows are where it goes wrong, the chart has them all.
        notes += [Note(_short(what), span) for what, span in _last(example.rows)]
        findings.add(
            CODES[type(entry).__name__],
            entry.span,
            f"`{machine.name}` breaks `{entry.name}`: {(entry.doc or example.how).strip().rstrip('.')}.",
            notes=notes,
        )


def _last(rows: tuple[tuple[str, Span], ...]) -> tuple[tuple[str, Span], ...]:
    return rows[-3:]


def _short(text: str) -> str:
    return text if len(text) <= 200 else f"{text[:199]}…"

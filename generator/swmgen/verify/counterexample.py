"""From a way through numbered states to what happens: the chart of a counterexample, and the lines it follows from."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import msgspec

from swmgen.model import Ends, OrdersEnd, Property, Reaches, Refusal, Span, Transition
from swmgen.semantics import Atom
from swmgen.verify.chart import DEVICE, NETWORK, Chart, Line
from swmgen.verify.device import CUT, INTERNAL, Device, Step
from swmgen.verify.graph import Graph
from swmgen.verify.messages import Message
from swmgen.verify.network import NEEDS_DEVICE, Around, Network
from swmgen.verify.search import Product

ATTACKER, IMAGE_SERVER = "attacker", "image server"


class Counterexample(msgspec.Struct, frozen=True):
    """How a property is broken: in words, as a chart, and the spans of the rows involved, each with what it did."""

    how: str
    chart: Chart
    rows: tuple[tuple[str, Span], ...]


def explain(device: Device, graph: Graph, product: Product, way: Sequence[int], number: int) -> Counterexample:
    """The counterexample of property `number` at the end of `way`."""
    return _Story(device, graph, product).told(way, number)


class _Story:
    def __init__(self, device: Device, graph: Graph, product: Product) -> None:
        self._device = device
        self._graph = graph
        self._network: Network = product.network
        self._size = product.size
        self._steps: dict[int, list[Step]] = {}
        for step in device.steps:
            self._steps.setdefault(step.source, []).append(step)

    def told(self, way: Sequence[int], number: int) -> Counterexample:
        entry = self._device.machine.properties[number]
        first = way[0] // self._size
        at = next(n for n in range(self._device.initial) if self._graph.class_of[n] == first)
        lines: list[Line] = []
        if self._device.fixed:
            lines.append(Line(DEVICE, DEVICE, "given", _valuation(self._device.values(at), ("fact",))))
        how = ""
        for before, after in itertools.pairwise(way):
            step, added = self._line(at, before, after)
            lines += added
            if step is not None:
                how = step.how or how
                at = step.target
        how = how or self._state_wrong(at, entry)
        lines += self._goes_on(at, entry)
        rows = tuple(dict.fromkeys((f"{line.text}: {line.note}", line.span) for line in lines if line.span is not None))
        return Counterexample(how or entry.doc, self._chart(entry, lines), rows)

    def _chart(self, entry: Property, lines: list[Line]) -> Chart:
        used = {party for line in lines for party in (line.sender, line.receiver)} | {DEVICE}
        order = [ATTACKER, IMAGE_SERVER, *(f"server {n}" for n in range(1, self._network.servers + 1)), NETWORK, DEVICE]
        return Chart(f"{entry.name} is broken", tuple(party for party in order if party in used), tuple(lines))

    def _state_wrong(self, at: int, entry: Property) -> str:
        found = self._device.states[at]
        if isinstance(entry, OrdersEnd):
            return f"in `{found.state}` an order is owed its alert, and nothing that the device does sends it"
        if isinstance(entry, Reaches):
            alone = f" without {', '.join(entry.without)}" if entry.without else ""
            return f"from `{found.state}` the device does not come to {', '.join(entry.states)} by itself{alone}"
        if isinstance(entry, Ends):
            return f"in `{found.state}` it goes round for ever"
        known = _valuation(self._device.values(at), ("variable", "fact"))
        return f"it is in `{found.state}`" + (f" with {known}" if known else "")

    def _goes_on(self, at: int, entry: Property) -> list[Line]:
        """One round, for a property that says there is none."""
        if not isinstance(entry, Ends):
            return []
        trail: dict[int, int] = {at: at}
        steps: dict[int, Step] = {}
        pending = [at]
        while pending:
            here = pending.pop(0)
            for step in self._steps.get(here, ()):
                if step.breaks >= 0 or not (
                    step.what in entry.events or (step.takes == INTERNAL and step.what.startswith("does "))
                ):
                    continue
                if step.target == at:
                    back = [step]
                    while here != at:
                        back.append(steps[here])
                        here = trail[here]
                    return [self._own(each) for each in reversed(back)] + [Line(DEVICE, DEVICE, "and so on for ever")]
                if step.target not in trail:
                    trail[step.target], steps[step.target] = here, step
                    pending.append(step.target)
        return []

    # one step -----------------------------------------------------------------------------------------------------

    def _line(self, at: int, before: int, after: int) -> tuple[Step | None, list[Line]]:
        old, new = self._network.state(before % self._size), self._network.state(after % self._size)
        device_after = after // self._size
        for step in self._steps.get(at, ()):
            leads = self._graph.sound + step.breaks if step.breaks >= 0 else int(self._graph.class_of[step.target])
            if leads == device_after:
                found = self._device_line(step, old, new)
                if found is not None:
                    return step, found
        if device_after == before // self._size:
            for move in self._network.moves(old):
                if move.target == new and (move.who != NEEDS_DEVICE or self._graph.on[device_after]):
                    return None, [self._network_line(move.what)]
            for taken in dict.fromkeys(old.down):
                if _without(old, taken) == new:
                    return None, [self._arrives(taken, "refused with 420: there is no room for its alert", None)]
        raise LookupError("no step leads there")

    def _device_line(self, step: Step, old: Around, new: Around) -> list[Line] | None:
        if step.takes == INTERNAL:
            fits = self._stored(old, step.alerts) == new
            return [self._own(step)] if fits else None
        if step.takes == CUT:
            if msgspec.structs.replace(old, cuts=old.cuts - 1) == new:
                return [Line(DEVICE, DEVICE, "power cut")]
            for taken in dict.fromkeys(old.down):
                if msgspec.structs.replace(_without(old, taken), cuts=old.cuts - 1) == new:
                    return [self._arrives(taken, "power cut before anything is journalled", None)]
            return None
        if step.takes not in old.down or self._stored(_without(old, step.takes), step.alerts) != new:
            return None
        if step.owes and self._network.is_full(_without(old, step.takes)):
            return None
        return [self._arrives(step.takes, self._effect(step), step.row.span if step.row is not None else None)]

    def _stored(self, around: Around, server: int) -> Around:
        return self._network.with_alert(around, server) if server else around

    def _own(self, step: Step) -> Line:
        note = self._effect(step) if step.row is not None else ""
        return Line(DEVICE, DEVICE, step.what, note, step.row.span if step.row is not None else None)

    def _effect(self, step: Step) -> str:
        row, before, after = step.row, self._device.states[step.source], self._device.states[step.target]
        if row is None:
            return "no effect"
        parts = []
        known = _valuation(dict(step.facts), ("fact", "node", "set", "passes"))
        if known:
            parts.append(f"when {known}")
        if isinstance(row, Refusal):
            parts.append("refused")
        elif before.state != after.state:
            parts.append(f"{before.state} -> {after.state}")
        if row.status is not None:
            parts.append(f"Status {row.status}")
        if isinstance(row, Transition):
            names = self._device.variables
            parts += [
                f"{name}: {_shown(new)}"
                for name, old, new in zip(names, before.variables, after.variables, strict=True)
                if old != new
            ]
            parts += [f"then {action}" for action in row.does]
            if row.owes is not None:
                parts.append(f"owes {row.owes}")
            if step.alerts:
                parts.append(f"final alert for server {step.alerts}")
        return ", ".join(parts) or "nothing changes"

    def _arrives(self, number: int, note: str, span: Span | None) -> Line:
        return Line(NETWORK, DEVICE, self._named(number), note, span)

    def _named(self, number: int) -> str:
        message = self._network.messages[number]
        if message.lacks is None:
            return message.event
        return (
            f"{message.event or 'forged message'} ({message.lacks} would stop it)"
            if message.event
            else "forged message"
        )

    def _network_line(self, what: str) -> Line:
        word, _, rest = what.partition(" ")
        if word in ("sends", "puts") and rest.split()[-1].isdigit() and not rest.startswith("the alert"):
            number = int(rest.split()[-1])
            return Line(self._sender(self._network.messages[number]), NETWORK, self._named(number))
        if what.startswith("sends the alert"):
            return Line(DEVICE, NETWORK, f"final alert to server {rest.split()[-1]}")
        if what.startswith("answers"):
            return Line(f"server {rest.split()[-1]}", DEVICE, "answer to the alert", "the alert is deleted")
        words = [self._named(int(part)) if part.isdigit() and "alert" not in rest else part for part in rest.split()]
        return Line(ATTACKER if word == "alters" else NETWORK, NETWORK, f"{word} {' '.join(words)}")

    def _sender(self, message: Message) -> str:
        if not message.is_genuine:
            return ATTACKER
        event = self._device.machine.event(message.event)
        if event is not None and event.accepted_by is not None:
            return IMAGE_SERVER
        return f"server {message.server or 1}"


def _without(around: Around, message: int) -> Around:
    at = around.down.index(message)
    return msgspec.structs.replace(around, down=around.down[:at] + around.down[at + 1 :])


def _valuation(known: Mapping[Atom, object], kinds: tuple[str, ...]) -> str:
    return ", ".join(_atom(kind, name, value) for (kind, name), value in known.items() if kind in kinds)


def _atom(kind: str, name: str, value: object) -> str:
    if kind in ("set", "passes"):
        return f"{'' if value else 'not '}{kind}({name})"
    return f"{name} = {_shown(value)}"


def _shown(value: object) -> str:
    if value is None:
        return "(no value)"
    return str(value).lower() if isinstance(value, bool) else str(value)

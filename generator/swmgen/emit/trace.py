"""`trace.json`: every generated place to its line of the specification, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from swmgen.emit.backend import Output
from swmgen.model import Element, Enabler

FORMAT = 1


def elements(enabler: Enabler) -> Iterator[Element]:
    """Every element that an output can come from."""
    yield from enabler.tree.walk()
    for machine in enabler.machines:
        yield machine
        for part in (machine.states, machine.variables, machine.facts, machine.events, machine.actions):
            yield from part
        yield from machine.transitions
        yield from machine.refusals
    yield from (*enabler.messages.results, *enabler.messages.ranges, *enabler.messages.alerts)
    yield from (*enabler.security.types, *enabler.security.primitives, *enabler.security.threats)
    for procedure in enabler.security.procedures:
        yield procedure
        yield from procedure.steps


def unit_trace(enabler: Enabler, outputs: Sequence[Output]) -> dict[str, list[Any]]:
    """Element id to ``[place in the specification, [output, line], ...]``."""
    places = {element.id: f"{element.span.file}:{element.span.line}" for element in elements(enabler)}
    found: dict[str, list[Any]] = {}
    for output in outputs:
        for anchor in output.anchors:
            place = places.get(anchor.element)
            if place is not None:
                found.setdefault(anchor.element, [place]).append([output.path, anchor.line])
    return found


def render(units: Mapping[str, Mapping[str, list[Any]]]) -> str:
    """The file: by element, by line of the specification, and by output; one line an entry, sorted."""
    by_element: dict[str, Any] = {}
    by_spec: dict[str, list[str]] = {}
    by_output: dict[str, list[list[Any]]] = {}
    for _, unit in sorted(units.items()):
        for element, (place, *outputs) in sorted(unit.items()):
            by_element[element] = {"spec": place, "outputs": outputs}
            by_spec.setdefault(place, []).append(element)
            for path, line in outputs:
                by_output.setdefault(path, []).append([line, element])
    body = ",\n".join(
        f'"{name}": {{\n{_lines(table)}\n}}'
        for name, table in (
            ("elements", by_element),
            ("spec", dict(sorted(by_spec.items()))),
            ("outputs", {path: sorted(lines) for path, lines in sorted(by_output.items())}),
        )
    )
    return f'{{\n"format": {FORMAT},\n{body}\n}}\n'


def _lines(table: Mapping[str, Any]) -> str:
    return ",\n".join(f"{_json(key)}: {_json(value)}" for key, value in table.items())


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode("utf-8")

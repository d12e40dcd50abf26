"""Writes one SCXML document a machine (State Chart XML, W3C Recommendation of 2015)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from lxml import etree

from swmgen.emit.backend import EmitContext, Output
from swmgen.emit.scxml.expressions import expression, literal
from swmgen.model import Enabler, Machine, Refusal, Transition, Value, Variable
from swmgen.semantics import Outcome, outcomes

NAMESPACE: Final = "http://www.w3.org/2005/07/scxml"
ACTION: Final = "urn:x-swmgen:action"
ALERT: Final = "urn:x-swmgen:alert"


class ScxmlBackend:
    """SCXML."""

    name = "scxml"
    after: tuple[str, ...] = ()

    def emit(self, enabler: Enabler, context: EmitContext) -> Iterator[Output]:
        """A document for each machine."""
        for machine in enabler.machines:
            text = etree.tostring(document(enabler, machine), encoding="unicode", pretty_print=True)
            yield Output(
                f"models/{enabler.key}.{machine.name}.scxml", f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'
            )

    def summarise(self, enabler: Enabler) -> Any:
        """No document speaks of several enablers."""
        return None

    def emit_index(self, summaries: Mapping[str, Any], context: EmitContext) -> Iterable[Output]:
        """Nothing."""
        return ()


def document(enabler: Enabler, machine: Machine) -> etree._Element:
    """The machine: its variables as data, a transition for each row of each state, refusals without a target."""
    root = etree.Element(
        f"{{{NAMESPACE}}}scxml",
        {
            "version": "1.0",
            "datamodel": "ecmascript",
            "name": f"{enabler.key}.{machine.name}",
            "initial": machine.initial,
        },
        nsmap={None: NAMESPACE},  # type: ignore[dict-item]  # None is the default namespace
    )
    data = etree.SubElement(root, f"{{{NAMESPACE}}}datamodel")
    for variable in machine.variables:
        etree.SubElement(data, f"{{{NAMESPACE}}}data", {"id": variable.name, "expr": literal(_initial(variable))})
    cells = outcomes(machine)
    for state in machine.states:
        if state.gone:
            etree.SubElement(root, f"{{{NAMESPACE}}}final", {"id": state.name})
            continue
        element = etree.SubElement(root, f"{{{NAMESPACE}}}state", {"id": state.name})
        for event in machine.events:
            _cell(element, event.name, cells.get((state.name, event.name), ()))
    return root


def event_name(event: str) -> str:
    """The name of an event: ``exec x/<x>/Go`` is ``exec.x:_x_:Go``.

    SCXML (section 3.12.1, and the datatype of its schema) has letters, digits, ``_``, ``-`` and ``:``; a blank
    separates names, and a dot makes a name match all that go on after it, so that it cannot stand between nodes.
    """
    kind, _, path = event.partition(" ")
    return f"{kind}.{''.join(map(_sign, path))}" if path else kind


def _sign(sign: str) -> str:
    if sign in "/<>":
        return ":" if sign == "/" else "_"
    return sign if sign.isalnum() or sign in "_-" else f"_{ord(sign):x}_"


def _initial(variable: Variable) -> Any:
    if variable.type is Value.ORDER:
        return None
    if variable.initial is not None:
        return variable.initial
    if variable.type is Value.ENUM:
        return variable.members[0]
    return {Value.BOOL: False, Value.INT: 0}.get(variable.type, "")


def _cell(state: etree._Element, event: str, cell: Sequence[Outcome]) -> None:
    """Rows with guards first, what stands for the rest last: a processor takes the first that is enabled."""
    for outcome in sorted(cell, key=lambda entry: 2 if entry.is_rest else 0 if entry.row.guard is not None else 1):
        row = outcome.row
        attributes = {"event": event_name(event)}
        if row.guard is not None:
            attributes["cond"] = expression(row.guard)
        if isinstance(row, Transition):
            attributes["target"] = row.target
        element = etree.SubElement(state, f"{{{NAMESPACE}}}transition", attributes)
        _content(element, row)


def _content(element: etree._Element, row: Transition | Refusal) -> None:
    if row.status is not None:
        etree.SubElement(element, f"{{{NAMESPACE}}}log", {"label": "Status", "expr": str(row.status)})
    if row.result is not None:
        etree.SubElement(element, f"{{{NAMESPACE}}}log", {"label": "result", "expr": literal(row.result)})
    if isinstance(row, Refusal):
        return
    for assignment in row.sets:
        etree.SubElement(
            element,
            f"{{{NAMESPACE}}}assign",
            {"location": assignment.variable, "expr": expression(assignment.value)},
        )
    if row.owes is not None:
        etree.SubElement(element, f"{{{NAMESPACE}}}assign", {"location": "order", "expr": literal(row.owes)})
    for action in row.does:
        etree.SubElement(element, f"{{{NAMESPACE}}}send", {"type": ACTION, "event": action})
    for alert in row.sends:
        etree.SubElement(element, f"{{{NAMESPACE}}}send", {"type": ALERT, "event": alert})

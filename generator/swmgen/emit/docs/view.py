"""What a page shows, worked out once for HTML and Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from swmgen.emit.docs.anchors import anchor
from swmgen.emit.docs.prose import effects, when
from swmgen.emit.python.limits import told
from swmgen.model import Alert, Element, Enabler, Event, Machine, Node, Procedure, Refusal, State, Status, Transition
from swmgen.semantics import Outcome, outcomes

STATUS_WORDS = {
    Status.REQUIRED: "Required",
    Status.OPTIONAL: "Optional",
    Status.REQUIRED_IF_PARENT: "Required if parent",
}


class NodeRow(NamedTuple):
    """One line of the table of nodes."""

    anchor: str
    mark: str
    path: str
    status: str
    occurs: str
    format: str
    access: str
    type: str
    limits: str
    doc: str


class Entry(Struct, frozen=True):
    """One way a cell of the state table can go. `anchor` is given to the first cell of each row alone: ids are unique."""

    anchor: str
    when: str
    target: str
    effects: str
    refusal: bool
    spec: str


class Cell(Struct, frozen=True):
    """What one event leads to in one state."""

    entries: tuple[Entry, ...]


class TableRow(Struct, frozen=True):
    """One event, and its cells in the order of the states."""

    event: Event
    doc: str
    cells: tuple[Cell, ...]


class MachinePage(Struct, frozen=True):
    """A machine as the page shows it."""

    machine: Machine
    anchor: str
    states: tuple[tuple[State, str, str], ...]
    events: tuple[tuple[Event, str], ...]
    rows: tuple[TableRow, ...]


class Change(Struct, frozen=True):
    """One difference from the version extended; `rows` of a machine may be told by the same words."""

    kind: str
    what: str
    name: str
    anchor: str
    rows: int = 1


def mark_of(element: Element, key: str, extends: str | None) -> str:
    """``new`` or ``changed`` for what this version states itself, empty for what it inherits."""
    if extends is None:
        return ""
    if element.origin == key:
        return "new"
    return "changed" if element.changed_by == key else ""


def node_rows(root: Node, enabler: Enabler) -> list[NodeRow]:
    """The table of one tree."""
    return [
        NodeRow(
            anchor=anchor(node.id),
            path=node.path,
            status=STATUS_WORDS[node.status],
            occurs=str(node.occurs),
            format=node.format.value,
            access=", ".join(access.value for access in node.access) or "none",
            type=node.mo_id or ", ".join(node.mime) or "\u2013",
            limits=_limits(node),
            doc=node.doc or "\u2013",
            mark=mark_of(node, enabler.key, enabler.extends),
        )
        for node in root.walk()
    ]


def _limits(node: Node) -> str:
    parts = []
    if node.default is not None:
        parts.append(f"default {node.default or 'empty'}")
    if node.range is not None:
        parts.append(str(node.range))
    if node.values:
        parts.append(", ".join(f"{value.value} {value.name}" for value in node.values))
    if node.max_size is not None:
        parts.append(f"at most {node.max_size} octets")
    if node.unit is not None:
        parts.append(f"in {node.unit}")
    if node.confidence is not None:
        parts.append(f"confidence {node.confidence}")
    if node.deprecated is not None:
        parts.append(f"deprecated: {node.deprecated}")
    parts += told(node)
    return "; ".join(parts) or "\u2013"


def machine_page(machine: Machine, enabler: Enabler, codes: Mapping[str, int]) -> MachinePage:
    """A machine with its whole table: every event in every state."""
    cells = outcomes(machine)
    seen: set[str] = set()
    rows = tuple(
        TableRow(
            event,
            event.doc,
            tuple(
                Cell(tuple(_entry(o, codes, seen) for o in cells.get((state.name, event.name), ())))
                for state in machine.states
            ),
        )
        for event in machine.events
    )
    return MachinePage(
        machine=machine,
        anchor=anchor(machine.id),
        states=tuple(
            (state, anchor(state.id), mark_of(state, enabler.key, enabler.extends)) for state in machine.states
        ),
        events=tuple((event, mark_of(event, enabler.key, enabler.extends)) for event in machine.events),
        rows=rows,
    )


def _entry(outcome: Outcome, codes: Mapping[str, int], seen: set[str]) -> Entry:
    row = outcome.row
    is_first = row.id not in seen
    seen.add(row.id)
    condition = when(row)
    if outcome.is_rest and not condition:
        condition = "otherwise"
    return Entry(
        anchor=anchor(row.id) if is_first else "",
        when=condition,
        target=outcome.target or "",
        effects=", ".join((*_status(row), *effects(row, codes)))
        or ("nothing happens" if outcome.target is None else "\u2013"),
        refusal=outcome.target is None,
        spec=f"{row.span.file}:{row.span.line}",
    )


def _status(row: Transition | Refusal) -> tuple[str, ...]:
    return (f"Status {row.status}",) if row.status is not None else ()


def alert_mark(alert: Alert) -> str:
    """The Marks of an alert in words."""
    failure = f"; {alert.mark_on_failure.value} on failure" if alert.mark_on_failure else ""
    return f"{alert.mark.value}{failure}"


def changes(enabler: Enabler) -> list[Change]:
    """What differs from the version extended, in the order of the page."""
    if enabler.extends is None:
        return []
    listed: list[tuple[str, str, Element]] = [("node", node.path, node) for node in enabler.tree.walk()]
    for machine in enabler.machines:
        listed += [("state", state.name, state) for state in machine.states]
        listed += [("event", event.name, event) for event in machine.events]
        listed += [("transition", f"{row.event} in {', '.join(row.sources)}", row) for row in machine.transitions]
        listed += [
            ("refusal", f"{row.event} in {', '.join(row.states) or 'all other cases'}", row) for row in machine.refusals
        ]
    listed += [("result", f"{result.code} {result.name}", result) for result in enabler.messages.results]
    listed += [("alert", alert.name, alert) for alert in enabler.messages.alerts]
    own = f"{enabler.key}:"
    listed += [
        ("procedure", procedure.name, procedure)
        for procedure in enabler.security.procedures
        if procedure.id.startswith(own)
    ]
    found: dict[tuple[str, str, str], Change] = {}
    for what, name, element in listed:
        mark = mark_of(element, enabler.key, enabler.extends)
        if mark:
            same = found.get((mark, what, name))
            change = Change(mark, what, name, anchor(element.id)) if same is None else replace(same, rows=same.rows + 1)
            found[mark, what, name] = change
    return list(found.values())


def own_procedures(enabler: Enabler) -> list[Procedure]:
    """The enabler's own procedures, inherited ones included, those of used enablers not."""
    return [entry for entry in enabler.security.procedures if entry.id.startswith(f"{enabler.key}:")]


def served_by(enabler: Enabler) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(requirement, its text, [(what serves it, anchor)])."""
    listed: list[tuple[str, Element]] = [(f"node {node.path}", node) for node in enabler.tree.walk()]
    for machine in enabler.machines:
        listed += [(f"state {state.name}", state) for state in machine.states]
        listed += [(f"transition on {row.event}", row) for row in machine.transitions]
        listed += [(f"refusal of {row.event}", row) for row in machine.refusals]
    for interface in enabler.interfaces:
        listed.append((f"interface {interface.name}", interface))
        listed += [(f"call {call.name}", call) for call in interface.calls]
    listed += [(f"alert {alert.name}", alert) for alert in enabler.messages.alerts]
    for procedure in own_procedures(enabler):
        listed.append((f"procedure {procedure.name}", procedure))
        listed += [(f"step {step.primitive}", step) for step in procedure.steps]
    found = []
    for requirement in enabler.requirements:
        serving = list(
            dict.fromkeys((name, anchor(element.id)) for name, element in listed if requirement.name in element.serves)
        )
        found.append((requirement.name, requirement.doc, serving))
    return found

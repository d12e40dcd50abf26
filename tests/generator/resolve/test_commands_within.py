"""`replace within x/A` is a Replace of the node x/A or of any below it; a nearer event comes first."""

from __future__ import annotations

from pathlib import Path

import pytest
from specs import checked, codes, write

from swmgen.diagnostics.catalogue.examples import GO, IDLE_BUSY, TICK, machine, tree
from swmgen.emit.conformance.vectors import Vectors
from swmgen.emit.python.states import event_member
from swmgen.model import Event, EventKind, Size
from swmgen.verify.messages import messages_of

NODES = tree(
    'Go: {format: "null", access: Exec, type: text/plain, doc: Start.}',
    "A: {access: Add Delete Get, doc: Settings., nodes: {B: {format: chr, access: Get Replace, type: text/plain, doc: B.}}}",
    "C: {access: Get, doc: Shown., nodes: {D: {format: chr, access: Get, type: text/plain, doc: D.}}}",
)


def spec(*refusals: str, more: str = "") -> str:
    rows = (GO.replace("to: a", "to: b"), "{on: tick, from: b, to: a}")
    others = ("{on: exec x/Go, in: otherwise, status: 405}", "{on: tick, in: otherwise}", *refusals)
    return NODES + machine(*rows, states=IDLE_BUSY, more=(TICK, *((more,) if more else ())), refusals=others)


def row(event: str, *, where: str = "b", status: int = 403) -> str:
    return f"{{on: {event}, in: {where}, status: {status}, keeps: everything}}"


LOCKED = (row("replace within x/A"), row("replace within x/A", where="otherwise", status=200))


def events(folder: Path, *refusals: str, more: str = "") -> dict[str, Event]:
    loaded = checked(write(folder, spec(*refusals, more=more)))
    assert codes(loaded) == []
    return {event.name: event for event in loaded.enablers["a-1.0"].machines[0].events}


def test_it_is_an_event_like_any_command(tmp_path: Path) -> None:
    event = events(tmp_path, *LOCKED)["replace within x/A"]
    assert (event.kind, event.path, event.within) == (EventKind.REPLACE, "x/A", True)
    assert event_member(event.name, "x") == "REPLACE_WITHIN_A"


def test_a_command_on_the_node_alone_is_another_event(tmp_path: Path) -> None:
    own = (row("delete x/A"), row("delete x/A", where="otherwise", status=200))
    both = (row("delete within x/A"), row("delete within x/A", where="otherwise", status=200))
    found = events(tmp_path, *own, *both)
    assert [found[name].within for name in ("delete x/A", "delete within x/A")] == [False, True]


def test_every_state_must_have_an_outcome(tmp_path: Path) -> None:
    assert codes(checked(write(tmp_path, spec(LOCKED[0])))) == ["SWM0404"]


def test_a_node_that_is_not_there_is_told_at_its_place(tmp_path: Path) -> None:
    loaded = checked(write(tmp_path, spec(row("replace within x/AA"))))
    [found] = [entry for entry in loaded.report if entry.code == "SWM0204"]
    line = (tmp_path / "a-1.0" / "states.yaml").read_text().splitlines()[found.span.line - 1]
    assert line[found.span.column - 1 :].startswith("x/AA")


@pytest.mark.parametrize(
    "event",
    ["replace within x/C", "add within x/A/B", "delete within x/C"],
)
def test_a_command_that_no_node_there_allows_never_happens(tmp_path: Path, event: str) -> None:
    loaded = checked(write(tmp_path, spec(row(event, status=405), row(event, where="otherwise", status=200))))
    assert codes(loaded) == ["SWM0406"]


def test_an_exec_is_of_one_node(tmp_path: Path) -> None:
    assert codes(checked(write(tmp_path, spec(row("exec within x/A", status=405))))) == ["SWM0204"]


def test_a_command_that_changes_nothing_is_not_sent_in_the_search(tmp_path: Path) -> None:
    loaded = checked(write(tmp_path, spec(*LOCKED)))
    enabler = loaded.enablers["a-1.0"]
    sent = {message.event for message in messages_of(enabler, enabler.machines[0], Size(messages=1))}
    assert sent == {"exec x/Go"}


def test_but_it_is_where_a_property_speaks_of_it(tmp_path: Path) -> None:
    said = "properties: {locked: {never: {on: replace within x/A, changes: anything}, doc: Nothing comes of it.}}"
    loaded = checked(write(tmp_path, spec(*LOCKED, more=said)))
    assert codes(loaded) == []
    enabler = loaded.enablers["a-1.0"]
    sent = {message.event for message in messages_of(enabler, enabler.machines[0], Size(messages=1))}
    assert sent == {"exec x/Go", "replace within x/A"}


@pytest.mark.parametrize(
    ("event", "node", "nodes", "value"),
    [
        ("replace within x/A", "A/B", {"A/B": "https://server.example/package"}, "https://server.example/package"),
        ("delete within x/A", "A", {"A": ""}, None),
        ("add within x/A", "A", {"A": None}, ""),
    ],
)
def test_a_vector_sends_it_to_a_leaf_or_to_what_else_allows_it(
    tmp_path: Path, event: str, node: str, nodes: dict[str, str | None], value: str | None
) -> None:
    loaded = checked(write(tmp_path, spec(row(event, status=405), row(event, where="otherwise", status=200))))
    assert codes(loaded) == []
    enabler = loaded.enablers["a-1.0"]
    found = [vector for vector in Vectors(enabler, enabler.machines[0], {}).vectors if vector.event == event]
    assert {vector.expect.status for vector in found} == {200, 405}
    assert {vector.node for vector in found} == {node}
    for vector in found:
        asked = {path: said for path, said in vector.world.nodes.items() if path in nodes}
        assert (asked, vector.world.value) == (nodes, value)

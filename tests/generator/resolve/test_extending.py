"""An extending enabler states only additions and changes."""

from __future__ import annotations

from pathlib import Path

from specs import checked, codes, write

from swmgen.diagnostics.catalogue.examples import GO, IDLE_BUSY, machine, tree
from swmgen.model import Machine

TWO = (GO.replace("to: a", "to: b"), "{on: exec x/Go, from: b, to: a, status: 200}")
BASE = machine(*TWO, states=IDLE_BUSY, more=("groups: {all: [a, b]}",))


def extended(folder: Path, states: str) -> tuple[list[str], Machine]:
    write(folder, BASE)
    own = folder / "a-1.1"
    own.mkdir()
    (own / "enabler.yaml").write_text('enabler: a\nversion: "1.1"\ntitle: A\nextends: a-1.0\n')
    (own / "states.yaml").write_text(states)
    loaded = checked(folder)
    return codes(loaded), loaded.enablers["a-1.1"].machines[0]


def test_what_is_not_said_is_inherited(tmp_path: Path) -> None:
    found, new = extended(tmp_path, "machines: {m: {}}\n")
    assert found == []
    assert [(row.event, row.sources, row.target) for row in new.transitions] == [
        ("exec x/Go", ("a",), "b"),
        ("exec x/Go", ("b",), "a"),
    ]
    assert {state.origin for state in new.states} == {"a-1.0"}


def test_a_new_state_needs_an_outcome_for_every_event(tmp_path: Path) -> None:
    found, _ = extended(tmp_path, "machines: {m: {states: {c: {value: 3, final: true, reads_as: a, doc: New.}}}}\n")
    assert set(found) == {"SWM0402", "SWM0404"}


def test_what_is_dropped_can_be_said_anew(tmp_path: Path) -> None:
    text = (
        "machines:\n  m:\n    states: {c: {value: 3, reads_as: b, doc: New.}}\n"
        "    drop: [{on: exec x/Go, from: a, why: it goes to c now}]\n"
        "    transitions:\n"
        "      - {on: exec x/Go, from: a, to: c, status: 200}\n"
        "      - {on: exec x/Go, from: c, to: b, status: 200}\n"
    )
    found, new = extended(tmp_path, text)
    assert found == []
    assert [(row.sources, row.target) for row in new.transitions] == [(("b",), "a"), (("a",), "c"), (("c",), "b")]


def test_saying_it_anew_without_dropping_is_two_outcomes(tmp_path: Path) -> None:
    found, _ = extended(tmp_path, "machines: {m: {transitions: [{on: exec x/Go, from: a, to: a, status: 200}]}}\n")
    assert found == ["SWM0405"]


def test_dropping_what_is_not_there_is_told(tmp_path: Path) -> None:
    found, _ = extended(tmp_path, "machines: {m: {drop: [{on: exec x/Went, why: no reason}]}}\n")
    assert "SWM0216" in found


def test_a_change_keeps_what_it_does_not_state(tmp_path: Path) -> None:
    _, new = extended(tmp_path, "machines: {m: {states: {b: {doc: Very busy.}}}}\n")
    busy = new.state("b")
    assert busy is not None
    assert (busy.value, busy.doc, busy.changed_by, busy.origin) == (2, "Very busy.", "a-1.1", "a-1.0")


PART = (
    "parts:\n  ticks:\n    doc: A tick.\n    parameters: {of: The node., to: The state after it.}\n"
    "    events: {exec $of/Go: {doc: Begin.}}\n"
    "    transitions: [{on: exec $of/Go, from: a, to: $to, status: 200}]\n"
)
GROUPS = (
    "groups:\n  settings:\n    doc: Settings.\n    nodes:\n"
    "      Rate: {format: int, access: Get, type: text/plain, doc: How fast., range: 0..9}\n"
)


def test_a_part_speaks_of_what_the_including_machine_gives(tmp_path: Path) -> None:
    text = machine(more=("include: {ticks: {of: x, to: a}}",)) + PART
    loaded = checked(write(tmp_path, text))
    assert codes(loaded) == []
    [found] = loaded.enablers["a-1.0"].machines
    [row] = found.transitions
    assert (row.event, row.target) == ("exec x/Go", "a")
    assert found.events[0].doc == "Begin."
    lines = (tmp_path / "a-1.0" / "states.yaml").read_text().splitlines()
    assert "transitions:" in lines[row.span.line - 1], "a row of a part stands where the part is written"
    assert row.origin == "a-1.0"


def test_what_a_machine_says_itself_comes_after_its_parts(tmp_path: Path) -> None:
    text = machine(more=("include: {ticks: {of: x, to: a}}", "events: {exec x/Go: {doc: Start.}}")) + PART
    [found] = checked(write(tmp_path, text)).enablers["a-1.0"].machines
    assert [event.doc for event in found.events] == ["Start."]


def test_nodes_of_a_group_stand_where_it_is_included_and_can_be_changed_there(tmp_path: Path) -> None:
    own = "Rate: {range: 0..5}"
    root = "type: urn:oma:mo:x-a:1.0\n    include: settings"
    loaded = checked(
        write(tmp_path, tree("N: {format: int, access: Get, type: text/plain, doc: N.}", own, root=root) + GROUPS)
    )
    assert codes(loaded) == []
    nodes = loaded.enablers["a-1.0"].tree.by_path()
    assert set(nodes) == {"x", "x/N", "x/Rate"}
    assert str(nodes["x/Rate"].range) == "0..5"
    assert nodes["x/Rate"].doc == "How fast."


def test_an_enabler_includes_what_the_enablers_it_uses_declare(tmp_path: Path) -> None:
    write(tmp_path, tree("N: {format: int, access: Get, type: text/plain, doc: N.}") + GROUPS, key="a-1.0")
    other = tmp_path / "b-1.0"
    other.mkdir()
    (other / "enabler.yaml").write_text('enabler: b\nversion: "1.0"\ntitle: B\nuses: a-1.0\n')
    (other / "objects.yaml").write_text(
        "objects:\n  <x>: {type: 'urn:oma:mo:x-b:1.0', access: Get, doc: An object., include: settings}\n"
    )
    loaded = checked(tmp_path)
    assert codes(loaded) == []
    node = loaded.enablers["b-1.0"].tree.by_path()["x/Rate"]
    assert (node.id, node.origin, node.span.file) == ("b-1.0:node:x/Rate", "b-1.0", "a-1.0/objects.yaml")

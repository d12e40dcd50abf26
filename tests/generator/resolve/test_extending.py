"""An extending enabler states only additions and changes."""

from __future__ import annotations

from pathlib import Path

from specs import checked, codes, write

from swmgen.diagnostics.catalogue.examples import GO, IDLE_BUSY, machine
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

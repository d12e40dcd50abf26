"""Floors only rise, survive everything, and remember what the machine has not yet taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swm.errors import LocalError
from swm.machine import FileJournal, MemoryJournal
from swm.trust import Floors


@given(st.lists(st.tuples(st.sampled_from(["install", "confirm", "roll back"]), st.integers(0, 9)), max_size=30))
def test_a_counter_never_falls_and_rises_only_when_confirmed(steps: list[tuple[str, int]]) -> None:
    journal = MemoryJournal()
    highest, waiting = 0, None
    for what, counter in steps:
        floors = Floors(journal)
        if what == "install":
            floors.installing("fw", counter)
            waiting = counter
        elif what == "confirm":
            floors.confirmed("fw")
            highest = max(highest, waiting or 0)
            waiting = None
        else:
            floors.not_confirmed("fw")
            waiting = None
        assert Floors(journal).counter("fw") == highest


def test_a_sequence_rises_and_what_was_accepted_waits_for_the_machine(tmp_path: Path) -> None:
    journal = FileJournal(tmp_path / "floors")
    floors = Floors(journal)
    assert floors.sequence("k") == -1
    floors.accept("k", 7, "aa", b"payload", 1000, True)
    floors.accept("other", 3, "bb", b"", 1000, False)
    again = Floors(journal)
    assert (again.sequence("k"), again.last_payload("k")) == (7, "aa")
    assert again.accepted_since("k", 999) == 1 and again.accepted_since("k", 1000) == 0
    assert again.accepted_since("other", 0) == 0
    assert again.pending() == {"k": b"payload", "other": b""}
    again.taken("k")
    assert Floors(journal).pending() == {"other": b""}
    for sequence in (7, 6):
        with pytest.raises(LocalError):
            again.accept("k", sequence, "cc", b"", 1001, True)
    assert Floors(journal).sequence("k") == 7


def test_the_trusted_time_is_the_latest_ever_said() -> None:
    journal = MemoryJournal()
    floors = Floors(journal)
    assert [floors.trust_time(time) for time in (100, 50, 200)] == [100, 100, 200]
    assert Floors(journal).time == 200


@pytest.mark.parametrize("record", [b"", b"{}", b"[]", b"\xff", b'{"senders": {"k": 1}}'])
def test_a_device_whose_floors_are_unreadable_does_not_go_on_without(record: bytes) -> None:
    journal = MemoryJournal()
    journal.save(record)
    with pytest.raises(LocalError):
        Floors(journal)

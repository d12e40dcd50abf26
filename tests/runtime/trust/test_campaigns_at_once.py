"""An image server with several campaigns for one device: each session repeats the announcement of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_attack_matrix import announce
from trusted import NOW, World

from swm.machine import MemoryJournal
from swm.security import ProcedureDropped, ProcedureStopped
from swm.trust import Action, Floors


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_what_each_of_two_campaigns_repeats_is_no_replay(world: World) -> None:
    first = world.envelope(world.announcement(campaign="c1", sequence=10))
    second = world.envelope(
        world.announcement(campaign="c2", sequence=11, action=Action.CANCEL, offer=None, sources=())
    )
    for envelope in (first, second):
        announce(world, envelope)
    world.floors = Floors(world.journal)
    before = world.survivors()
    for envelope in (first, second):
        with pytest.raises(ProcedureDropped) as dropped:
            announce(world, envelope)
        assert dropped.value.step == "check_repeated"
    assert world.survivors() == before


def test_what_a_campaign_said_before_is_a_replay_all_the_same(world: World) -> None:
    first = world.envelope(world.announcement(sequence=10))
    announce(world, first)
    announce(world, world.envelope(world.announcement(sequence=11, action=Action.SUSPEND, offer=None, sources=())))
    with pytest.raises(ProcedureStopped) as stopped:
        announce(world, first)
    assert (stopped.value.step, int(stopped.value.result)) == ("check_sequence", 420)


def test_a_device_that_kept_its_floors_before_campaigns_were_told_apart_goes_on(tmp_path: Path) -> None:
    journal = MemoryJournal()
    journal.save(b'{"senders": {"k": [7, "aa", [1000]]}, "counters": {}, "installing": {}, "pending": {}, "time": 0}')
    floors = Floors(journal)
    assert floors.sequence("k") == 7 and floors.is_repeat("k", "aa")
    for number in range(8, 60):
        floors.accept("k", number, f"{number}", b"", NOW, False, f"c{number}")
    again = Floors(journal)
    assert again.is_repeat("k", "59") and again.is_repeat("k", "44") and not again.is_repeat("k", "43")

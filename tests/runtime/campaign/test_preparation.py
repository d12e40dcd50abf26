"""One device, one session: what is written, in how many messages, and what a refusal or a lost session leads to."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from campaigns import PATIENT, QUICK, World
from simulated_fleet import EXEC, EXECUTION, PLAN, Fleet, fleet

from swm.campaign.records import State
from swm.tree import ManagementTree
from swm.tree.reply import Reply

PKG = "./FwUpdate/Pkg1"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path, pace=PATIENT)


@pytest.fixture
def one(world: World) -> Iterator[Fleet]:
    with fleet(1, world.url) as found:
        world.write(found.devices, found.notify)
        yield found


def path_of(world: World) -> str:
    [found] = world.report().devices
    return " ".join(found.row.path)


def test_a_device_has_all_values_and_the_exec_after_three_messages(world: World, one: Fleet) -> None:
    [device] = one.devices
    progress = world.run()
    assert progress.states == {State.READY: 1}
    assert device.messages == 3, "package 1, the answers to the writes, the answer to the Exec"
    assert device.execs == [world.settings().plan.correlator]
    assert device.value("./ImageServer/demo/ISID") == "images.example"
    assert device.value("./ImageServer/demo/Enabled") == "true"
    assert device.value("./Broadcast/spring/Repair/Servers/1") == "https://images.example/firmware"
    assert device.value("./AlertFlow/dm/RandomTimePeriod") == "60"
    assert device.value(f"{PKG}/Policy/MinBattery") == "20"
    assert device.value(f"{PKG}/Security/Digest") == b"ABC" * 8
    assert path_of(world) == "waiting called meeting executing ready"


def test_a_device_that_is_ready_is_not_visited_again_and_gets_nothing_when_it_comes_itself(
    world: World, one: Fleet
) -> None:
    [device] = one.devices
    world.run()
    commands = device.commands.copy()
    assert world.run().states == {State.READY: 1}
    assert (one.calls, device.sessions) == (1, 1)
    with world.serving():
        one.all_sessions([device])
    assert device.sessions == 2
    assert device.commands == commands


def test_a_device_that_has_the_nodes_already_gets_the_new_values(world: World, one: Fleet) -> None:
    [device] = one.devices
    world.run()
    world.write([device], one.notify, name="summer", plan=PLAN.replace('"20"', '"30"').replace("= 20", "= 40"))
    assert world.run().states == {State.READY: 1}
    assert device.value(f"{PKG}/Policy/MinBattery") == "40"
    assert device.commands["Replace"] > 20
    assert len(device.execs) == 1, "the second campaign has no Exec"


def test_a_value_that_no_server_may_replace_must_be_the_right_one_already(world: World, one: Fleet) -> None:
    """TrustRoot can be added and not replaced: who vouches for images is not changed by a campaign."""
    [device] = one.devices
    world.run()
    world.write([device], one.notify, name="summer", plan=PLAN.replace("QUJD" * 300, "QUJE" * 300))
    assert world.run().states == {State.FAILED: 1}
    assert world.report().refusals == [("Add", "./ImageServer/demo/TrustRoot", 418, 1)]


@pytest.mark.parametrize("lists", [True, False])
def test_objects_are_found_by_their_mo_id_with_and_without_lists(
    lists: bool, world: World, one: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not lists:
        get = ManagementTree.get

        def without_lists(tree: ManagementTree, uri: str, *rest: str) -> Reply:
            return Reply(406) if "?list=" in uri else get(tree, uri, *rest)

        monkeypatch.setattr(ManagementTree, "get", without_lists)
    plan = "\n".join(line for line in (PLAN + EXECUTION).splitlines() if not line.startswith("uri = "))
    world.write(one.devices, one.notify, plan=plan)
    assert world.run().states == {State.READY: 1}
    assert one.devices[0].value(f"{PKG}/Policy/MinBattery") == "20"
    if lists:
        assert one.devices[0].messages == 4, "one more, for the list"
        assert one.devices[0].commands["Replace"] == 0, "the list tells what is not there yet"


def test_an_object_that_the_device_does_not_have_is_told(world: World, one: Fleet) -> None:
    extra = '[[write]]\nenabler = "scomo-1.2"\nat = "Download/x"\nset = {PkgID = "x"}\n'
    world.write(one.devices, one.notify, plan="\n".join(PLAN.splitlines()) + "\n" + extra)
    assert world.run().states == {State.FAILED: 1}
    [found] = world.report().devices
    assert "the object of scomo-1.2" in found.row.error
    assert one.devices[0].commands == {}, "nothing was written"


def test_a_refusal_for_good_is_kept_with_command_uri_and_status_and_no_exec_follows(world: World, one: Fleet) -> None:
    [device] = one.devices
    device.refuses = {f"{PKG}/Policy/MinBattery": [405, 405], f"{PKG}/Security/Digest": [420]}
    assert world.run().states == {State.FAILED: 1}
    [found] = world.report().devices
    assert [dict(refusal) for refusal in found.row.refusals] == [
        {"command": "Add", "uri": f"{PKG}/Policy/MinBattery", "status": 405},
        {"command": "Add", "uri": f"{PKG}/Security/Digest", "status": 420},
    ]
    assert found.row.error == f"Add {PKG}/Policy/MinBattery: Status 405, and 1 more"
    assert (device.execs, device.sessions) == ([], 1)
    # The operator has mended it, and asks for those that failed again.
    device.refuses = {}
    assert world.run().states == {State.FAILED: 1}
    assert world.run(again=True).states == {State.READY: 1}
    assert len(device.execs) == 1


def test_a_parent_that_is_refused_is_told_in_place_of_the_leaves_below_it(world: World, one: Fleet) -> None:
    one.devices[0].refuses = {"./ImageServer/demo": [425]}
    assert world.run().states == {State.FAILED: 1}
    assert world.report().refusals == [("Add", "./ImageServer/demo", 425, 1)]


def test_a_refusal_that_passes_is_tried_again_after_a_pause(world: World, one: Fleet) -> None:
    [device] = one.devices
    device.refuses = {f"{PKG}/Security/Digest": [420, 420]}
    assert world.run().states == {State.READY: 1}
    assert (device.sessions, len(device.execs)) == (3, 1)
    assert path_of(world).count("meeting refused") == 2


def test_a_refusal_that_never_passes_ends_with_the_attempts(world: World, one: Fleet) -> None:
    [device] = one.devices
    device.refuses = {f"{PKG}/Security/Digest": [420] * 99}
    world.write(one.devices, one.notify, pace=PATIENT.replace("attempts = 50", "attempts = 3"))
    assert world.run().states == {State.FAILED: 1}
    assert device.sessions == 3
    assert world.report().refusals == [("Add", f"{PKG}/Security/Digest", 420, 1)]


def test_an_exec_that_is_refused_is_an_end_and_not_sent_again(world: World, one: Fleet) -> None:
    [device] = one.devices
    device.refuses = {EXEC: [405]}
    assert world.run().states == {State.FAILED: 1}
    assert device.commands["Exec"] == 1
    report = world.report()
    assert report.refusals == [("Exec", EXEC, 405, 1)]
    assert report.statuses == {"405": 1}


def test_a_device_that_never_comes_is_called_as_often_as_agreed(world: World, one: Fleet) -> None:
    one.devices[0].comes = False
    world.write(one.devices, one.notify, pace="attempts = 3\nanswer = 0.1\nback_off = 0.1\nlongest_back_off = 0.1")
    assert world.run().states == {State.FAILED: 1}
    assert one.calls == 3
    assert "in 3 attempts" in world.report().devices[0].row.error


@pytest.mark.parametrize(
    ("state", "reports", "end", "words"),
    [
        ("30", False, State.READY, "State was 10 before the Exec and is 30"),
        ("10", True, State.READY, "an alert with the correlator"),
        ("10", False, State.UNANSWERED, "never came"),
    ],
)
def test_a_device_that_is_gone_after_the_exec_is_looked_at_and_never_gets_it_again(
    state: str, reports: bool, end: State, words: str, world: World, one: Fleet
) -> None:
    [device] = one.devices
    world.write(one.devices, one.notify, pace=QUICK)
    device.dies_on_exec = True
    device.state_after_exec = state
    if reports:
        device.reports_when_dying = True
    assert world.run().states == {end: 1}
    [found] = world.report().devices
    assert device.commands["Exec"] == 1
    assert words in f"{found.row.error} {found.row.facts.get('known by')}"
    assert found.row.path[-2:] == ("looking", end.value)
    assert world.run(again=True).states == {end: 1}, "who may have the Exec is not asked again"
    assert device.commands["Exec"] == 1


def test_only_devices_with_yes_in_the_column_get_the_exec(world: World) -> None:
    with fleet(4, world.url) as found:
        world.write(found.devices, found.notify, plan=PLAN + EXECUTION + 'only = "ring"\n')
        assert world.run().states == {State.READY: 4}
        assert [len(device.execs) for device in found.devices] == [1, 0, 1, 0]
        assert [device.messages for device in found.devices] == [3, 2, 3, 2]


def test_each_device_gets_the_value_of_its_own_column(world: World) -> None:
    with fleet(3, world.url) as found:
        plan = PLAN.replace('DeliveryID = "spring"', 'DeliveryID = {column = "id"}')
        world.write(found.devices, found.notify, plan=plan)
        assert world.run().states == {State.READY: 3}
        assert [device.value("./Broadcast/spring/DeliveryID") for device in found.devices] == [
            device.device_id for device in found.devices
        ]


def test_without_an_address_devices_are_prepared_when_they_come(world: World) -> None:

    with fleet(5, world.url) as found:
        world.write(found.devices)
        progress = []
        run = threading.Thread(target=lambda: progress.append(world.run()))
        run.start()
        end = time.monotonic() + 60
        while not world.folder.joinpath("server.db").exists() and time.monotonic() < end:
            time.sleep(0.05)
        found.all_sessions()
        run.join(120)
        assert progress[0].states == {State.READY: 5}
        assert found.calls == 0
        assert [row.row.path for row in world.report().devices] == [("waiting", "meeting", "executing", "ready")] * 5


def test_a_device_that_gives_the_id_of_another_gets_nothing_of_it_and_changes_nothing(world: World) -> None:
    with fleet(2, world.url) as found:
        honest, thief = found.devices
        honest.comes = False
        world.write(found.devices, [found.notify[0]], pace=QUICK)
        thief.pretends_to_be = honest.device_id
        run = threading.Thread(target=world.run)
        run.start()
        found.all_sessions([thief])
        assert (thief.commands, thief.failures) == ({}, [])
        assert all("meeting" not in device.row.path for device in world.report().devices)
        honest.comes = True
        thief.pretends_to_be = ""
        found.all_sessions([thief])
        run.join()
        assert [len(device.execs) for device in found.devices] == [1, 1]

"""Whole runs: many devices, power cuts at any instant, two processes, Ctrl-C; no Exec goes out twice."""

from __future__ import annotations

import contextlib
import json
import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from contextvars import ContextVar
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import aiohttp
import pytest
from campaigns import PATIENT, QUICK, Prepare, World
from reference_programs import free_port
from simulated_fleet import PLAN, Fleet, Meanwhile, SimulatedDevice, fleet

from swm.campaign.calling import MIME
from swm.campaign.program import Progress, open_campaign
from swm.campaign.records import State
from swm.cli import main
from swm.cli.campaign import LiveLine, PlainLines, told_of
from swm.device import aio
from swm.device.exchange import Answer, Failure, Request


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.fixture
def few(world: World) -> Iterator[Fleet]:
    with fleet(6, world.url) as found:
        world.write(found.devices, found.notify)
        yield found


def wait_until(true: Callable[[], bool], seconds: float = 120.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it does not come"
        time.sleep(0.02)


def counts(world: World) -> dict[State, int]:
    store, records = open_campaign(world.settings())
    with closing(store):
        return dict(records.counts())


def test_two_hundred_devices_are_prepared_and_what_they_report_is_collected(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    with fleet(200, world.url, keeps_tree=False) as found:
        world.write(found.devices, found.notify, pace=PATIENT)
        found.devices[7].refuses = {"./FwUpdate/Pkg1/Policy/MinBattery": [405, 405]}
        progress = world.run()
        assert progress.states == {State.READY: 199, State.FAILED: 1}, "one device's failure stops no other"
        assert [len(device.execs) for device in found.devices] == [int(device.number != 7) for device in found.devices]
        assert sum(device.messages for device in found.devices) <= 3 * 200 + 20
        # Later the devices report; the campaign serves to collect. Some have nothing to do with it.
        for device in found.devices:
            if device.execs:
                device.reports("200" if device.number % 10 else "410", device.execs[0])
        found.devices[7].reports("999", "another")
        with world.serving():
            found.all_sessions()
    assert main(["campaign", "report", str(world.file), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["states"] == {"ready": 199, "failed": 1}
    assert report["result codes"] == {"200": 180 - 1, "410": 20}
    assert report["alerts"]["count"] == 199
    assert 1 <= report["alerts"]["peak a second"] <= 199
    assert report["refusals"] == [
        {"command": "Add", "uri": "./FwUpdate/Pkg1/Policy/MinBattery", "status": 405, "devices": 1}
    ]
    assert [device["device"] for device in report["devices"]] == [device.device_id for device in found.devices]
    assert report["devices"][0]["path"] == ["waiting", "called", "meeting", "executing", "ready"]
    assert main(["campaign", "report", str(world.file), "-o", str(world.folder / "report.md")]) == 1
    text = (world.folder / "report.md").read_text()
    assert "| reported 410 | 20 |" in text and text.count("| IMEI:") == 200
    assert main(["campaign", "status", str(world.file)]) == 1
    assert capsys.readouterr().out.splitlines() == ["ready       199", "failed      1"]


@pytest.mark.parametrize(
    ("when", "step"),
    [
        ("after", "meeting"),
        ("before", "executing"),
        ("after", "executing"),
        pytest.param("before", "meeting", marks=pytest.mark.long),
        pytest.param("before", "ready", marks=pytest.mark.long),
        pytest.param("after", "ready", marks=pytest.mark.long),
    ],
)
def test_a_power_cut_at_any_step_is_survived_and_the_exec_goes_out_once(
    when: str, step: str, world: World, few: Fleet
) -> None:
    dying = Prepare(world.file, dies=(when, step))
    status, text = dying.end()
    assert status == -9, text
    status, text = Prepare(world.file).end()
    assert status == 0, text
    assert counts(world) == {State.READY: 6}
    assert [len(device.execs) for device in few.devices] == [1] * 6


def test_an_answer_with_the_exec_that_was_lost_with_the_server_is_not_made_up_for(world: World) -> None:
    """The Exec's turn is stored, the process dies before it sends, and the device gives up: nobody knows, so none again."""
    with fleet(1, world.url) as found:
        [device] = found.devices
        device.gives_up = True
        world.write(found.devices, found.notify)
        assert Prepare(world.file, dies=("after", "executing")).end()[0] == -9
        status, text = Prepare(world.file).end()
        assert status == 1, text
        assert counts(world) == {State.UNANSWERED: 1}
        assert device.commands["Exec"] == 0


def kill_again_and_again(world: World, devices: int, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    with fleet(devices, world.url) as found:
        world.write(found.devices, found.notify)
        for _ in range(kills):
            process = Prepare(world.file, "--json")
            assert process.process.stdout is not None
            while '"serving"' not in process.process.stdout.readline():
                assert process.process.poll() is None
            time.sleep(chance.uniform(0.0, 1.0))
            process.kill()
        status, text = Prepare(world.file).end()
        report = world.report()
        assert [device for device in found.devices if len(device.execs) > 1 or device.commands["Exec"] > 1] == []
        ready = [device.row for device in report.devices if device.row.state is State.READY]
        unanswered = [device.row for device in report.devices if device.row.state is State.UNANSWERED]
        assert len(ready) + len(unanswered) == devices, text
        assert (status == 0) == (not unanswered)
        by_id = {device.device_id: device for device in found.devices}
        assert all(len(by_id[row.device].execs) == 1 for row in ready), "who is ready has the Exec"
        assert all(by_id[row.device].value("./ImageServer/demo/ISID") == "images.example" for row in ready)


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def test_killed_again_and_again_it_goes_on_and_no_device_gets_the_exec_twice(
    kind: str, world: World, request: pytest.FixtureRequest
) -> None:
    if kind == "postgresql":
        world.store = request.getfixturevalue("database")
    kill_again_and_again(world, 40, 4, 1)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_killed_twelve_times_among_two_hundred_devices(seed: int, world: World) -> None:
    kill_again_and_again(world, 200, 12, seed)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_two_processes_of_one_campaign_share_the_devices(
    kind: str, world: World, request: pytest.FixtureRequest
) -> None:
    """Each device is called by one of them; sessions come to the first, as behind an address that both are known by."""
    if kind == "postgresql":
        world.store = request.getfixturevalue("database")
    with fleet(40, world.url) as found:
        pace = PATIENT.replace("parallel = 32", "parallel = 4")
        first = world.write(found.devices, found.notify, pace=pace)
        second = world.write(
            found.devices, found.notify, pace=pace, port=free_port(), file=world.folder / "second.toml"
        )
        # The devices that the second one calls come as soon as the first one is there.
        other = Prepare(second, "--json")
        assert other.process.stdout is not None
        while '"package 0"' not in (line := other.process.stdout.readline()):
            assert line, "it ended and called nobody"
        one = Prepare(first, "--json", "--collect", "30")
        status, text = other.end()
        assert status == 0, text
        mine, _ = one.interrupt()
        assert mine == 0
        assert found.calls == 40, "nobody was called by both"
        assert [len(device.execs) for device in found.devices] == [1] * 40
        assert counts(world) == {State.READY: 40}


def test_devices_that_open_two_sessions_at_a_time_get_one_exec(world: World) -> None:
    with fleet(20, world.url) as found:
        world.write(found.devices, found.notify)
        for device in found.devices:
            device.one_at_a_time = False
        with world.serving():
            found.all_sessions(found.devices * 2)
            wait_until(lambda: set(counts(world)) <= {State.READY, State.UNANSWERED})
        assert [(len(device.execs), device.commands["Exec"]) for device in found.devices] == [(1, 1)] * 20


def test_a_session_that_another_of_the_device_came_into_is_told_that_it_is_over(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server's first answer writes, its second executes: between them the device opens another one."""
    meanwhile: ContextVar[Meanwhile | None] = ContextVar("meanwhile", default=None)

    async def post(client: aiohttp.ClientSession, request: Request) -> Answer | Failure:
        answer = await unhindered(client, request)
        another = meanwhile.get()
        if another is not None and isinstance(answer, Answer):
            meanwhile.set(None)
            assert await another(), "it is seen through"
        return answer

    unhindered = aio._post
    monkeypatch.setattr(aio, "_post", post)
    with fleet(20, world.url) as found:
        world.write(found.devices, pace=PATIENT)
        for device in found.devices:
            device.one_at_a_time = False
        with world.serving():
            found.sessions_within_sessions(meanwhile)
        assert counts(world) == {State.READY: 20}
        assert [(len(device.execs), device.commands["Exec"]) for device in found.devices] == [(1, 1)] * 20
        told = "the server answered 410: another session of the device has come since"
        assert [device.failures for device in found.devices] == [[told]] * 20


def test_ctrl_c_stops_cleanly_and_the_same_call_goes_on(world: World, few: Fleet) -> None:
    few.devices[5].comes = False
    world.write(few.devices, few.notify, pace=PATIENT.replace("answer = 120.0", "answer = 600.0"))
    process = Prepare(world.file)
    wait_until(lambda: few.calls == 6 and counts(world).get(State.READY) == 5)
    status, text = process.interrupt()
    assert status == 130, text
    assert "1 of 6 devices are not at their end; the same call goes on" in text
    assert "Traceback" not in text
    assert counts(world) == {State.READY: 5, State.WAITING: 1}, "it was let go of, although it had 600 s to come"
    few.devices[5].comes = True
    status, text = Prepare(world.file).end()
    assert status == 0, text
    assert few.calls == 7
    assert [len(device.execs) for device in few.devices] == [1] * 6


def test_a_run_gives_up_when_its_time_is_over_and_what_is_left_waits(world: World, few: Fleet) -> None:
    few.devices[0].comes = False
    world.write(few.devices, few.notify, pace=QUICK.replace("answer = 2.0", "answer = 600.0") + "\nwithin = 3.0")
    assert world.run().left >= 1
    store, records = open_campaign(world.settings())
    with closing(store):
        left = next(records.rows())
    assert (left.state, left.attempts) == (State.WAITING, 0), "it was let go of, and that was no attempt"
    assert main(["campaign", "status", str(world.file), "--json"]) == 1


def test_a_gateway_gets_package_0_by_http_and_pushes_it(world: World) -> None:
    got: list[tuple[str, str | None, int]] = []

    class Gateway(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((self.path, self.headers["Content-Type"], len(body)))
            self.send_response(202)
            self.send_header("Content-Length", "0")
            self.end_headers()
            found.push(int(self.path.rpartition("=")[2]), body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing is written beside the tests' own output."""

    gateway = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    thread = threading.Thread(target=gateway.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        with fleet(3, world.url) as found:
            world.write(
                found.devices, [f"http://127.0.0.1:{gateway.server_port}/push?to={number}" for number in range(3)]
            )
            assert world.run().states == {State.READY: 3}
    finally:
        gateway.shutdown()
        gateway.server_close()
        thread.join()
    assert {(path, kind) for path, kind, _ in got} == {(f"/push?to={number}", MIME) for number in range(3)}


def test_a_gateway_that_is_not_there_costs_attempts_and_stops_nothing(world: World) -> None:
    with fleet(2, world.url) as found:
        nobody = f"http://127.0.0.1:{free_port()}/push"
        pace = "attempts = 2\nanswer = 0.5\nback_off = 0.1\nlongest_back_off = 0.1"
        world.write(found.devices, [nobody, found.notify[1]], pace=pace)
        assert world.run().states == {State.READY: 1, State.FAILED: 1}


def test_a_changed_plan_under_the_same_name_is_refused_before_anybody_is_called(
    world: World, few: Fleet, capsys: pytest.CaptureFixture[str]
) -> None:
    world.run()
    calls = few.calls
    world.write(few.devices, few.notify, plan=PLAN)
    assert main(["campaign", "prepare", str(world.file)]) == 2
    assert "other values or another Exec" in capsys.readouterr().err
    assert few.calls == calls


def test_a_port_that_is_taken_is_told_and_nobody_is_called(
    world: World, few: Fleet, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = ThreadingHTTPServer(("127.0.0.1", world.port), BaseHTTPRequestHandler)
    with closing(taken.socket):
        assert main(["campaign", "prepare", str(world.file)]) == 2
    assert "nobody can listen" in capsys.readouterr().err
    assert few.calls == 0


def test_the_store_of_the_call_is_used_in_place_of_the_files(world: World, few: Fleet) -> None:
    other = f"sqlite:///{world.folder / 'other.db'}"
    assert Prepare(world.file, "--store", other).end()[0] == 0
    assert not (world.folder / "server.db").exists()
    assert main(["campaign", "status", str(world.file), "--store", other]) == 0


# progress ------------------------------------------------------------------------------------------------------------


def progress(ready: int, seconds: float, total: int = 100) -> Progress:
    return Progress(Counter({State.READY: ready, State.CALLED: total - ready}), seconds, ready)


def test_the_progress_tells_states_rate_and_what_is_left() -> None:
    assert told_of(progress(50, 10.0)) == "50 of 100 done, 50 ready, 50 under way, 5 a second, 10 s left"
    assert told_of(progress(100, 10.0)) == "100 of 100 done, 100 ready"


def test_plain_lines_come_every_few_seconds_at_most_and_at_the_end() -> None:
    said: list[float] = []
    lines = PlainLines(lambda kind, facts: said.append(facts["seconds"]))
    for second in range(13):
        lines.look(progress(second * 5, float(second)))
    lines.look(progress(100, 12.5))
    lines.look(progress(100, 30.0))
    assert said == [0.0, 5.0, 10.0, 12.5]


def test_the_live_line_is_one_line_and_events_stand_above_it(capsys: pytest.CaptureFixture[str]) -> None:
    line = LiveLine()
    line.look(progress(25, 10.0))
    line.say("call failed", {"device": "IMEI:1"})
    line.look(progress(100, 20.0))
    line.close()
    written = capsys.readouterr().out
    assert written.count("\n") == 2
    assert "[######..................] 25 of 100 done" in written
    assert "\r\x1b[Kcall failed: device IMEI:1\n" in written
    assert written.endswith("[########################] 100 of 100 done, 100 ready\n")


def test_on_a_terminal_there_is_a_live_line_and_elsewhere_there_are_none(world: World, few: Fleet) -> None:
    ours, theirs = os.openpty()
    process = Prepare(world.file, stdout=theirs)
    os.close(theirs)
    written = b""
    # Reading a terminal that nobody has open any more fails.
    with contextlib.suppress(OSError):
        while block := os.read(ours, 65_536):
            written += block
    os.close(ours)
    assert process.end()[0] == 0
    assert b"\r\x1b[K[########################] 6 of 6 done, 6 ready" in written
    status, text = Prepare(world.file).end()
    assert status == 0
    assert "\x1b" not in text and "progress: seconds" in text


def test_json_tells_every_event_as_an_object(world: World, few: Fleet) -> None:
    status, text = Prepare(world.file, "--json").end()
    assert status == 0
    events = [json.loads(line) for line in text.splitlines()]
    kinds = [event["event"] for event in events]
    assert kinds[:2] == ["campaign", "serving"]
    assert kinds[-1] == "stopped" and events[-1]["ready"] == 6
    assert kinds.count("session over") == 6
    assert events[0] == {"event": "campaign", "name": "spring", "devices": 6, "new": 6}


def test_a_device_of_another_campaign_is_left_alone(world: World, few: Fleet) -> None:
    stranger = SimulatedDevice(5, world.url)
    world.write(few.devices[:5], few.notify)
    few.devices[5] = stranger
    with world.serving():
        wait_until(lambda: all(device.execs for device in few.devices[:5]))
        few.all_sessions([stranger])
    assert stranger.commands == {} and stranger.failures, "it has no account here"

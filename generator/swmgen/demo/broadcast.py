"""A DM server, an image server and a fleet of devices, each a process: one broadcast from preparation to the last alert."""

from __future__ import annotations

import datetime
import json
import socket
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from swm.campaign import Report, read_campaign
from swm.campaign.program import open_campaign
from swm.delivery.multicast import open_receiver, open_sender
from swm.delivery.session_description import FluteSession
from swm.security.target import SMALL_CHUNK
from swmgen.demo import broadcast_files as files
from swmgen.demo.attacker import Attacker
from swmgen.demo.broadcast_files import GROUP, LOOPBACK, Plan
from swmgen.demo.broadcast_report import Outcome, Say, successes, watching
from swmgen.demo.fleet import Event, Member, Program

BATCH: Final = 6
"""Devices that start at once."""
LOOK: Final = 0.1
KILL_AFTER: Final = 0.5
"""Seconds into the transfer at which the first victim is killed; the others at two to four times as many."""
TSI: Final = 7
SERVER_WITHIN: Final = 60.0


class Failed(Exception):
    """The demonstration cannot go on; the text says why."""


def multicast_works() -> bool:
    """Whether a datagram to a multicast group on loopback comes back."""
    port = _free_port(socket.SOCK_DGRAM)
    try:
        with open_receiver(GROUP, port, LOOPBACK) as receiver, open_sender(GROUP, LOOPBACK) as sender:
            receiver.settimeout(1.0)
            sender.sendto(b"?", (GROUP, port))
            return receiver.recv(8) == b"?"
    except OSError:
        return False


def demonstrate(plan: Plan, say: Say, *, live: bool, seconds: float) -> bool:
    """Whether every device ended as it should, within `seconds` from the start of the broadcast."""
    with tempfile.TemporaryDirectory(prefix="swm-demo-") as name:
        show = Demonstration(plan, Path(name), say, live, seconds)
        try:
            outcome = show.run()
        except Failed as error:
            say(f"failed: {error}")
            return False
        finally:
            show.close()
        for line in outcome.lines():
            say(line)
        return not outcome.wrongs()


class Demonstration:
    """One run, in a folder of its own."""

    def __init__(self, plan: Plan, folder: Path, say: Say, live: bool, seconds: float) -> None:
        self._plan = plan
        self._folder = folder
        self._say = say
        self._live = live
        self._seconds = seconds
        self._alerts: list[tuple[float, str, str, str]] = []
        self._served: set[str] = set()
        self._refused: list[str] = []
        self._campaign = folder
        self._status: Event = {}
        self._programs: list[Program] = []
        self._attacker: Attacker | None = None
        self.members: list[Member] = []

    def run(self) -> Outcome:
        """Everything, from keys to the report."""
        plan, folder, now = self._plan, self._folder, int(time.time())
        files.make_keys(folder)
        image = files.publish(folder, plan.octets, now)
        self._say(f"published: {plan.octets / 1e6:.1f} MB of firmware, signed; {plan.devices} devices want it")
        used: set[int] = set()
        dm_port, web_port = _fresh(used, socket.SOCK_STREAM), _fresh(used, socket.SOCK_STREAM)
        sessions = (
            [FluteSession(GROUP, _fresh(used, socket.SOCK_DGRAM), TSI)]
            if plan.by_multicast
            else [FluteSession(LOOPBACK, _fresh(used, socket.SOCK_DGRAM), TSI) for _ in range(plan.devices)]
        )
        pushes = [_fresh(used, socket.SOCK_DGRAM) for _ in range(plan.devices)]
        told = files.described(files.image_server_toml(folder, plan, sessions, web_port, "now", pushes))
        by_order = set(range(0, plan.devices, 5))
        for number, push in enumerate(pushes):
            place = folder / f"device{number:03}"
            config = files.device_toml(place, number, dm_port, push)
            member = Member(f"device {number:03}", place, number in by_order, push)
            member.program = Program("device", config, member.hear)
            self.members.append(member)
        self._prepare(files.campaign_toml(folder, plan, dm_port, told, by_order, now))
        start = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=4)
        config = files.image_server_toml(folder, plan, sessions, web_port, start.isoformat(), pushes)
        outcome = Outcome(self.members, image, int(told[0]["size"]), plan.cap, time.monotonic() + 4)
        self._attacker = Attacker(
            sessions,
            LOOPBACK if plan.by_multicast else "",
            -(-plan.octets // SMALL_CHUNK),
            pushes,
            files.old_announcement(folder, told[0], sessions[0], now),
            files.ISID,
        )
        self._broadcast(config, outcome)
        return outcome

    # the phases ---------------------------------------------------------------------------------------------------

    def _prepare(self, config: Path) -> None:
        """The campaign's DM server comes up; each device is prepared in the session that it opens when it starts."""
        self._campaign = config
        server = Program("campaign prepare", config, self._hear_server)
        self._programs.append(server)
        server.start()
        self._until(lambda: "serving" in self._served, "the DM server", server, SERVER_WITHIN)
        with watching(self.members, self._say, self._live) as look:
            waiting = list(self.members)
            starting: list[Member] = []
            last = time.monotonic()
            while waiting or starting:
                while waiting and len(starting) < BATCH:
                    member = waiting.pop(0)
                    assert member.program is not None
                    member.program.start()
                    starting.append(member)
                if self._refused:
                    raise Failed(f"{self._refused[0]}")
                left = [member for member in starting if not member.ready]
                if len(left) < len(starting):
                    last = time.monotonic()
                starting = left
                for member in starting:
                    assert member.program is not None
                    if not member.program.runs:
                        raise Failed(f"{member.name} ended: {member.program.complaint()}")
                if time.monotonic() - last > self._seconds:
                    raise Failed(f"{starting[0].name} is not prepared: {starting[0].program.complaint()}")  # type: ignore[union-attr]
                look("prepared over DM")
                time.sleep(LOOK)
        self._say(f"prepared: {len(self.members)} devices, each in a DM session")

    def _broadcast(self, config: Path, outcome: Outcome) -> None:
        """The image server sends, the attacker attacks, some devices are killed; until everybody has updated and reported."""
        plan = self._plan
        server = Program("image-server", config, self._hear_image_server)
        self._programs.append(server)
        server.start()
        self._until(lambda: "image server" in self._served, "the image server", server, SERVER_WITHIN)
        assert self._attacker is not None
        self._attacker.start()
        victims = self.members[1 :: max(1, plan.devices // max(1, plan.devices // 10))][: max(1, plan.devices // 10)]
        dead: dict[str, float] = {}
        end = time.monotonic() + self._seconds
        with watching(self.members, self._say, self._live) as look:
            while time.monotonic() < end:
                self._kill_some(victims, dead)
                look("broadcast")
                heard = successes(self._alerts)
                if all(member.has_updated or member.has_failed for member in self.members) and (
                    len(heard) == plan.devices or any(member.has_failed for member in self.members)
                ):
                    break
                time.sleep(LOOK)
        outcome.ended = time.monotonic()
        self._attacker.close()
        self._end()
        outcome.status = self._status
        outcome.campaign = _report_of(self._campaign)
        outcome.alerts = self._alerts
        outcome.attacks = (self._attacker.datagrams, self._attacker.announcements)
        for member in self.members:
            if not member.told:
                assert member.program is not None
                outcome.faults.append(f"{member.name} did not end by itself: {member.program.complaint()}")

    def _kill_some(self, victims: list[Member], dead: dict[str, float]) -> None:
        """SIGKILL to a victim in the middle of its transfer, once; a second later it is started again."""
        for number, member in enumerate(victims):
            assert member.program is not None
            since = time.monotonic() - member.path[-1][0] if member.path else 0.0
            if member.kills == 0 and member.state == "DOWNLOAD_PROGRESSING" and since > KILL_AFTER * (1 + number % 4):
                member.program.kill()
                member.kills += 1
                dead[member.name] = time.monotonic()
            elif member.name in dead and time.monotonic() - dead[member.name] > 1.0:
                del dead[member.name]
                member.path.append((time.monotonic(), "KILLED"))
                member.program.start()

    def _end(self) -> None:
        """Everybody is asked to end, and has what it tells then recorded."""
        everybody = [member.program for member in self.members if member.program is not None] + self._programs[::-1]
        for program in everybody:
            program.ask_to_end()
        for program in everybody:
            program.wait()

    def close(self) -> None:
        """Whatever still runs is killed."""
        if self._attacker is not None and self._attacker.runs:
            self._attacker.close()
        for program in [*self._programs, *(member.program for member in self.members)]:
            if program is not None and program.runs:
                program.kill()

    # what is heard ------------------------------------------------------------------------------------------------

    def _hear_server(self, event: Event) -> None:
        if event["event"] == "serving":
            self._served.add("serving")
        elif event["event"] == "note" and event["topic"] == "campaign":
            value = json.loads(event["value"])
            member = self.members[int(event["device"].rpartition(":")[2])]
            member.ready = member.ready or value["state"] == "ready"
            if value["state"] == "failed":
                self._refused.append(f"{member.name} is not prepared: {value['error']}")
        elif event["event"] == "alert":
            self._alerts.append((time.monotonic(), event["device"], str(event["type"]), str(event["data"])))

    def _hear_image_server(self, event: Event) -> None:
        if event["event"] == "serving":
            self._served.add("image server")
        elif event["event"] == "stopped":
            self._status = event
        elif event["event"] in ("campaign failed", "campaign stands still"):
            self._say(f"the image server: {event['reason']}")

    def _until(self, there: Callable[[], bool], who: str, program: Program, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not there():
            if not program.runs or time.monotonic() > end:
                raise Failed(f"{who} does not come up: {program.complaint()}")
            time.sleep(0.05)


def _report_of(file: Path) -> Report:
    """What `swm campaign report` would tell."""
    settings = read_campaign(file)
    store, records = open_campaign(settings)
    try:
        return Report.of(settings.plan.name, settings.plan.correlator, records)
    finally:
        store.close()


def plan_for(devices: int, *, unicast: bool = False, octets: int = 2_000_000, kilobits: int = 4000) -> Plan:
    """A plan that suits so many devices. Where multicast is not allowed each device has a session of its own."""
    by_multicast = not unicast and multicast_works()
    plan = Plan(devices, octets, kilobits, loops=3, cap=20, by_multicast=by_multicast)
    return plan if by_multicast else replace(plan, kilobits=max(300, kilobits // devices))


def _free_port(kind: socket.SocketKind) -> int:
    with socket.socket(socket.AF_INET, kind) as found:
        found.bind((LOOPBACK, 0))
        return int(found.getsockname()[1])


def _fresh(used: set[int], kind: socket.SocketKind) -> int:
    """A free port that was not given before."""
    while (port := _free_port(kind)) in used:
        pass
    used.add(port)
    return port

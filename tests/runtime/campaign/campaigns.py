"""Campaign files and programs that the tests of this folder share."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reference_programs import free_port
from simulated_fleet import EXECUTION, PLAN, SERVER_ID, SimulatedDevice, devices_csv

from swm.campaign.configuration import CampaignSettings, read_campaign
from swm.campaign.program import CampaignRun, Progress, open_campaign
from swm.campaign.report import Report

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = Path(__file__).parent / "campaign_program.py"
QUICK = "answer = 2.0\nsession = 2.0\nback_off = 0.1\nlongest_back_off = 0.3\nattempts = 50\nparallel = 32"
"""For devices that stay away or die: they are soon given up for this time. On a busy machine others may be, too."""
PATIENT = QUICK.replace("answer = 2.0\nsession = 2.0", "answer = 120.0\nsession = 120.0")
"""For devices that all come, where it is counted how often."""


class World:
    """A folder with a campaign for the devices of a fleet; its port is there before the server is."""

    def __init__(self, folder: Path, *, store: str = "server.db", pace: str = QUICK) -> None:
        self.folder = folder
        self.pace = pace
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/dm"
        self.store = store
        self.file = folder / "campaign.toml"

    def write(
        self,
        devices: Sequence[SimulatedDevice],
        notify: Sequence[str] = (),
        *,
        pace: str | None = None,
        plan: str = PLAN + EXECUTION,
        name: str = "spring",
        port: int | None = None,
        file: Path | None = None,
    ) -> Path:
        (self.folder / "devices.csv").write_text(devices_csv(devices, notify))
        found = file or self.file
        found.write_text(
            f"""
[campaign]
name = "{name}"
devices = "devices.csv"
{pace or self.pace}
[server]
id = "{SERVER_ID}"
port = {port or self.port}
url = "{self.url}"
store = "{self.store}"
{plan}
"""
        )
        return found

    def settings(self, file: Path | None = None) -> CampaignSettings:
        return read_campaign(file or self.file)

    def run(self, *, file: Path | None = None, **named: Any) -> Progress:
        """Run it here, to its end; what the application raised is raised."""
        failures: list[str] = []

        def say(kind: str, facts: dict[str, Any]) -> None:
            if kind == "failure":
                failures.append(str(facts))

        progress = CampaignRun(self.settings(file), say, lambda seen: None).run(**named)
        assert failures == []
        return progress

    @contextmanager
    def serving(self) -> Iterator[None]:
        """A run in a thread that serves on after everybody is at an end, until the block is left."""
        run = CampaignRun(self.settings(), lambda kind, facts: None, lambda seen: None)
        thread = threading.Thread(target=run.run, kwargs={"collect": 3600.0})
        thread.start()
        try:
            self._wait_for_the_port()
            yield
        finally:
            run.stop()
            thread.join()

    def _wait_for_the_port(self, seconds: float = 60.0) -> None:
        end = time.monotonic() + seconds
        while True:
            with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", self.port)):
                return
            assert time.monotonic() < end, "the server does not come"
            time.sleep(0.01)

    def report(self, file: Path | None = None) -> Report:
        settings = self.settings(file)
        store, records = open_campaign(settings)
        try:
            return Report.of(settings.plan.name, settings.plan.correlator, records)
        finally:
            store.close()


class Prepare:
    """`swm campaign prepare` as a process; with `dies` it kills itself right before or after a commit of that step."""

    def __init__(
        self, file: Path, *words: str, dies: tuple[str, str] | None = None, stdout: int = subprocess.PIPE
    ) -> None:
        paths = [ROOT / "runtime", ROOT / "generated" / "python", ROOT / "tests"]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths)), "DIES": json.dumps(dies)}
        command = [sys.executable, str(PROGRAM), "campaign", "prepare", str(file), *words]
        self.process = subprocess.Popen(command, stdout=stdout, stderr=subprocess.STDOUT, text=True, env=environment)

    def end(self, seconds: float = 300.0) -> tuple[int, str]:
        """Its exit status and what it wrote."""
        text, _ = self.process.communicate(timeout=seconds)
        return self.process.returncode, text

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()

    def interrupt(self) -> tuple[int, str]:
        """Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        return self.end()

"""A campaign to thousands of devices: the whole of it beside the same uvicorn that answers as many messages with a fixed body.

    python tests/bench/campaign.py [--devices 10000] [--parallel 256] [--store sqlite|postgresql]

`swm campaign prepare` runs as a process of its own with SQLite (or PostgreSQL)
and synced transactions. The devices are real client sessions (`swm.session`,
`swm.device.aio`) with generated objects, in a second process over loopback
HTTP: each is called by a datagram at a port of its own, opens a connection and
a session with mutual MD5, gets 26 values in four objects and one Exec, and
answers it. Afterwards every device reports in a session of its own, and the
report is made. The peer is a bare uvicorn with a body of fixed size: the device
process sends it the same number of messages of the size that the devices sent,
each session's over a connection of its own. Times are of the clock; CPU seconds
of each server's process stand beside them, since the devices' side takes more
of the machine than either.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "runtime"), str(ROOT / "tests"), str(ROOT / "tests" / "bench")]

import aiohttp  # noqa: E402
from server_turn import FIXED, cpu, free_port, process, store_url, wait_for  # noqa: E402
from simulated_fleet import EXECUTION, PLAN, Fleet, SimulatedDevice, devices_csv  # noqa: E402

SECONDS = 1800
MEGABYTES = 600


class Campaign:
    """`swm campaign prepare` as a process; its lines are read as they come."""

    def __init__(self, file: Path, *words: str) -> None:
        paths = (ROOT / "runtime", ROOT / "generated" / "python")
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths))}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "swm", "campaign", "prepare", str(file), "--plain", *words],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        self.lines: list[str] = []
        self.peak = 0.0
        self.cpu = 0.0
        self._thread = threading.Thread(target=self._read)
        self._thread.start()
        threading.Thread(target=self._watch, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            print(f"  {line.rstrip()}", flush=True)

    def _watch(self) -> None:
        while self.process.poll() is None:
            try:
                found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{self.process.pid}/status").read_text("ascii"))
                self.peak = max(self.peak, int(found[1]) / 1024 if found else 0.0)
                self.cpu = max(self.cpu, cpu(self.process.pid))
            except (OSError, ValueError, IndexError):
                return
            time.sleep(0.2)

    def wait_for(self, words: str) -> None:
        end = time.monotonic() + SECONDS
        while not any(line.startswith(words) for line in self.lines):
            if self.process.poll() is not None or time.monotonic() > end:
                raise SystemExit(f"the campaign does not say {words!r}")
            time.sleep(0.05)

    def end(self) -> int:
        status = self.process.wait(SECONDS)
        self._thread.join()
        return status


def write(folder: Path, fleet: Fleet, port: int, store: str, parallel: int) -> Path:
    (folder / "devices.csv").write_text(devices_csv(fleet.devices, fleet.notify))
    file = folder / "campaign.toml"
    file.write_text(
        f'[campaign]\nname = "bench"\ndevices = "devices.csv"\nparallel = {parallel}\nanswer = 60.0\n'
        f'within = {SECONDS}.0\n[server]\nid = "dm"\nport = {port}\nstore = "{store}"\n' + PLAN + EXECUTION
    )
    return file


def report_of(file: Path) -> dict[str, Any]:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(map(str, (ROOT / "runtime", ROOT / "generated" / "python"))),
    }
    done = subprocess.run(
        [sys.executable, "-m", "swm", "campaign", "report", str(file), "--json"],
        capture_output=True,
        text=True,
        env=environment,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


async def fixed(port: int, sessions: int, messages: int, size: int, parallel: int) -> None:
    """So many sessions of so many messages, as aiohttp sends them for the devices, too."""
    room = asyncio.Semaphore(parallel)
    body = b"x" * size

    async def one() -> None:
        async with room, aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False) as client:
            for _ in range(messages):
                async with client.post(f"http://127.0.0.1:{port}/dm", data=body) as answer:
                    await answer.read()

    await asyncio.gather(*(one() for _ in range(sessions)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--devices", type=int, default=10_000)
    parser.add_argument("--parallel", type=int, default=256)
    parser.add_argument("--store", choices=("sqlite", "postgresql"), default="sqlite")
    chosen = parser.parse_args()
    count: int = chosen.devices
    port = free_port()
    devices = [SimulatedDevice(number, f"http://127.0.0.1:{port}/dm", keeps_tree=False) for number in range(count)]
    fleet = Fleet(devices, at_once=chosen.parallel)
    fleet.start()
    try:
        with tempfile.TemporaryDirectory(prefix="swm-bench-") as name, store_url(chosen.store, Path(name)) as url:
            file = write(Path(name), fleet, port, url, chosen.parallel)
            began = time.monotonic()
            campaign = Campaign(file)
            status = campaign.end()
            seconds = time.monotonic() - began
            messages = sum(device.messages for device in devices)
            wrong = [device for device in devices if len(device.execs) != 1]
            if status or wrong:
                raise SystemExit(f"status {status}; {len(wrong)} devices have not one Exec; {wrong[:1]}")
            print(
                f"{count:,} devices prepared in {seconds:.1f} s: {count / seconds:.0f} devices/s, "
                f"{messages / count:.2f} messages of a device, {messages / seconds:.0f} messages/s; each has one Exec"
            )
            print(
                f"server: {campaign.cpu:.1f} s of CPU, {campaign.cpu / messages * 1e6:.0f} us a message, "
                f"{campaign.peak:.0f} MB at its peak"
            )
            compare(count, messages, chosen.parallel, campaign.cpu, seconds)
            collect(file, devices, fleet)
            return 0 if campaign.peak < MEGABYTES else 1
    finally:
        fleet.close()


def compare(count: int, messages: int, parallel: int, used: float, seconds: float) -> None:
    """The same number of messages to a bare uvicorn; 2,000 octets each way, as package 1 and the answers to it have."""
    with tempfile.TemporaryDirectory() as name:
        body = Path(name) / "body"
        body.write_bytes(b"y" * 2000)
        port = free_port()
        with process(FIXED, str(body), str(port)) as plain:
            wait_for(port)
            before, began = cpu(plain.pid), time.monotonic()
            asyncio.run(fixed(port, count, round(messages / count), 1000, parallel))
            lasted, cost = time.monotonic() - began, cpu(plain.pid) - before
    print(
        f"bare uvicorn, fixed body, as many messages: {lasted:.1f} s, {cost:.1f} s of CPU; "
        f"the campaign took {seconds / lasted:.1f} times as long, {used / cost:.1f} times the CPU"
    )


def collect(file: Path, devices: list[SimulatedDevice], fleet: Fleet) -> None:
    """Every device reports in a session of its own; then the report is made."""
    for device in devices:
        device.reports("200", device.execs[0])
    campaign = Campaign(file, "--collect", str(SECONDS))
    campaign.wait_for("collecting")
    began = time.monotonic()
    fleet.all_sessions(seconds=SECONDS)
    lasted = time.monotonic() - began
    campaign.process.terminate()
    campaign.end()
    began = time.monotonic()
    report = report_of(file)
    took = time.monotonic() - began
    if report["result codes"] != {"200": len(devices)}:
        raise SystemExit(f"the report has {report['result codes']}")
    print(
        f"{len(devices):,} devices reported in {lasted:.1f} s ({len(devices) / lasted:.0f}/s, at most "
        f"{report['alerts']['peak a second']} in one second); report made in {took:.1f} s"
    )


if __name__ == "__main__":
    raise SystemExit(main())

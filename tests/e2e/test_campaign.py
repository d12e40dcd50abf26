"""`swm campaign prepare` and `swm device`, real processes: called by package 0, killed on both sides, updated, reported."""

from __future__ import annotations

import hashlib
import json
import socket
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from reference_programs import ROOT, Packages, Program, device_toml, free_port, packages

from swm.device.package import make_package

FIRMWARE = b"firmware 2 " * 20_000
DEVICES = 3


class World:
    """A campaign that updates some devices by one Exec each, and the files that they fetch."""

    def __init__(self, folder: Path, files: Packages, *, notify: bool = True, only: range = range(DEVICES)) -> None:
        self.folder = folder
        self.files = files
        self.port = free_port()
        package = make_package(FIRMWARE, b"maker", maker="Example", model="example-1")
        files.files = {"new.pkg": package}
        self.devices: list[Program] = []
        rows = ["id,notify,user,password,server_user,server_password,package"]
        for number in range(DEVICES):
            place = folder / f"device{number}"
            place.mkdir()
            push = free_port(socket.SOCK_DGRAM)
            file = device_toml(place, f"http://127.0.0.1:{self.port}/dm", extra=f"[notification]\nport = {push}\n")
            text = file.read_text().replace("IMEI:1", f"IMEI:{number}").replace('"device"', f'"device{number}"')
            file.write_text(text)
            self.devices.append(Program("device", file))
            address = f"127.0.0.1:{push}" if notify else ""
            if number in only:
                rows.append(f"IMEI:{number},{address},device{number},secret,server,other,{files.url}/new.pkg")
        (folder / "devices.csv").write_text("\n".join(rows) + "\n")
        self.file = folder / "campaign.toml"
        self.file.write_text(
            f"""
[campaign]
name = "spring"
devices = "devices.csv"
answer = 2.0
session = 5.0
back_off = 0.5
longest_back_off = 1.0
attempts = 100
[server]
id = "dm"
port = {self.port}
[[write]]
enabler = "fumo-1.1"
[write.set]
"DownloadAndUpdate/PkgURL" = {{column = "package"}}
"Security/PkgSize" = "{len(package)}"
"Security/DigestAlg" = "sha-256"
"Security/Digest" = "{b64encode(hashlib.sha256(package).digest()).decode("ascii")}"
"Policy/MinBattery" = 20
"Policy/InitialBackoff" = 0
[exec]
enabler = "fumo-1.1"
path = "DownloadAndUpdate"
"""
        )

    def firmware(self, number: int) -> bytes:
        place = self.folder / f"device{number}" / "device-data" / "FwUpdate-Pkg1" / "software" / "firmware"
        return place.read_bytes() if place.exists() else b""

    def campaign(self, *words: str) -> subprocess.Popen[str]:
        command = [sys.executable, str(ROOT / "generator"), "swm", "campaign", "prepare", str(self.file), *words]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def told(self, what: str) -> tuple[int, Any]:
        done = subprocess.run(
            [sys.executable, str(ROOT / "generator"), "swm", "campaign", what, str(self.file), "--json"],
            capture_output=True,
            text=True,
        )
        if done.returncode == 2 and "has no campaign" in done.stderr:
            # It has not begun yet.
            return 2, {}
        assert done.returncode in (0, 1), done.stderr
        return done.returncode, json.loads(done.stdout)

    def close(self) -> None:
        for device in self.devices:
            device.kill()


@pytest.fixture
def files() -> Iterator[Packages]:
    with packages() as found:
        yield found


def wait_until_updated(world: World, seconds: float = 120.0) -> None:
    end = time.monotonic() + seconds
    while any(world.firmware(number) != FIRMWARE for number in range(DEVICES)):
        assert time.monotonic() < end, [device.errors.read_text()[-500:] for device in world.devices]
        time.sleep(0.05)


def wait_for_reports(world: World, seconds: float = 120.0) -> dict[str, Any]:
    end = time.monotonic() + seconds
    while True:
        _, report = world.told("report")
        if report.get("result codes", {}).get("200") == DEVICES:
            found: dict[str, Any] = report
            return found
        assert time.monotonic() < end, report
        time.sleep(0.2)


def test_devices_are_called_prepared_updated_and_their_alerts_are_in_the_report(
    tmp_path: Path, files: Packages
) -> None:
    world = World(tmp_path, files)
    campaign = world.campaign("--collect", "600", "--json")
    try:
        for device in world.devices:
            device.start()
        wait_until_updated(world)
        report = wait_for_reports(world)
        assert report["states"] == {"ready": DEVICES}
        assert report["exec statuses"] == {"202": DEVICES}
        assert {device["attempts"] for device in report["devices"]} <= set(range(1, 10))
        assert all(alert["source"] == "./FwUpdate/Pkg1" for device in report["devices"] for alert in device["alerts"])
        assert world.told("status") == (0, {"ready": DEVICES})
        campaign.terminate()
        text, _ = campaign.communicate(timeout=60)
        assert campaign.returncode == 0, text
    finally:
        campaign.kill()
        campaign.communicate()
        world.close()


@pytest.mark.long
def test_both_sides_are_killed_and_each_device_updates_once(tmp_path: Path, files: Packages) -> None:
    world = World(tmp_path, files)
    campaign = world.campaign()
    try:
        for device in world.devices:
            device.start()
        for kill in range(3):
            # At another moment each time: as soon as it has begun, when devices are called, when some are ready.
            end = time.monotonic() + 120
            while len(world.told("status")[1]) < min(kill, 1):
                assert time.monotonic() < end
                time.sleep(0.1)
            campaign.kill()
            campaign.communicate()
            world.devices[0].kill()
            campaign = world.campaign("--collect", "600")
            world.devices[0].start()
        end = time.monotonic() + 120
        while True:
            _, states = world.told("status")
            if states.get("ready", 0) + states.get("unanswered", 0) == DEVICES:
                break
            assert time.monotonic() < end, states
            time.sleep(0.2)
        _, report = world.told("report")
        for number, device in enumerate(report["devices"]):
            assert device["path"].count("executing") <= 1, "the Exec has gone out once, if at all"
            if device["state"] == "ready":
                end = time.monotonic() + 120
                while world.firmware(number) != FIRMWARE:
                    assert time.monotonic() < end, world.devices[number].errors.read_text()[-500:]
                    time.sleep(0.05)
    finally:
        campaign.kill()
        campaign.communicate()
        world.close()


def test_devices_that_nobody_calls_are_prepared_in_their_next_session(tmp_path: Path, files: Packages) -> None:
    world = World(tmp_path, files, notify=False)
    campaign = world.campaign("--plain")
    try:
        for device in world.devices:
            device.start()
        text, _ = campaign.communicate(timeout=120)
        assert campaign.returncode == 0, text
        assert f"ready {DEVICES}" in text
        assert world.told("status") == (0, {"ready": DEVICES})
    finally:
        campaign.kill()
        campaign.communicate()
        world.close()

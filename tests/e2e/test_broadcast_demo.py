"""The demonstration of a broadcast as a program: everybody updates, some after a kill, and its verdict can fail."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest

from swmgen.demo.broadcast_report import Outcome, table
from swmgen.demo.fleet import Member

ROOT = Path(__file__).resolve().parents[2]


def demo(*words: str, seconds: float) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "swmgen", "demo", "broadcast", "--seconds", str(seconds), *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=3 * seconds + 60,
    )


def test_a_few_devices_update_from_one_broadcast_whatever_is_forged_and_killed() -> None:
    run = demo("--devices", "3", "--size", "0.5", seconds=120)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "3 of 3 run the new firmware" in run.stdout
    assert "1 devices were killed and went on" in run.stdout
    assert "accept_announcement: check_announcement_signature" in run.stdout
    assert "WRONG" not in run.stdout


@pytest.mark.long
def test_each_device_has_a_session_of_its_own_where_multicast_is_not_allowed() -> None:
    run = demo("--devices", "3", "--size", "0.2", "--unicast", seconds=120)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "3 of 3 run the new firmware" in run.stdout


@pytest.mark.long
def test_fifty_devices_update_from_one_broadcast() -> None:
    run = demo("--devices", "50", seconds=400)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "50 of 50 run the new firmware" in run.stdout
    assert "5 devices were killed and went on" in run.stdout


def test_it_gives_up_and_says_so_when_devices_do_not_get_ready() -> None:
    run = demo("--devices", "2", "--size", "0.2", seconds=0.2)
    assert run.returncode == 1
    assert "failed: device" in run.stdout


@pytest.mark.parametrize("words", [("--devices", "0"), ("--size", "0"), ("--kilobits", "0")])
def test_a_call_that_makes_no_sense_is_refused(words: tuple[str, str]) -> None:
    run = demo(*words, seconds=1)
    assert run.returncode == 2
    assert words[0] in run.stderr


def finished(folder: Path, image: bytes) -> Outcome:
    """One device that did everything right."""
    member = Member("device 000", folder, False, 1, state="UPDATE_SUCCESSFUL_HAVE_DATA", path=[(0.0, "IDLE")])
    member.refused = [("check_announcement_signature", 419), ("check_window", 420)]
    member.told = {"forged": 3, "repaired": 0}
    place = folder / "device-data" / "FwUpdate-Pkg1" / "software"
    place.mkdir(parents=True)
    (place / "firmware").write_bytes(image)
    alerts = [(1.0, "IMEI:000000", "urn:x", "200")]
    return Outcome([member], image, len(image), cap=1, began=0.0, ended=2.0, alerts=alerts, attacks=(9, 2))


def test_the_verdict_is_good_only_when_everything_is(tmp_path: Path) -> None:
    outcome = finished(tmp_path, b"new")
    assert outcome.wrongs() == []
    assert any("1 of 1 run the new firmware" in line for line in outcome.lines())


def test_the_verdict_tells_each_thing_that_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    outcome = finished(tmp_path / "a", b"new")
    outcome.members[0].state = "DOWNLOAD_FAILED"
    assert "ended in DOWNLOAD_FAILED" in outcome.wrongs()[0]

    outcome = finished(tmp_path / "b", b"new")
    outcome.image = b"other"
    assert outcome.wrongs() == ["device 000 has other firmware than was published"]

    outcome = finished(tmp_path / "c", b"new")
    outcome.alerts = [(1.0, "IMEI:000000", "urn:x", "410")]
    assert outcome.wrongs() == ["device 000 has not reported its success to the DM server"]

    outcome = finished(tmp_path / "d", b"new")
    outcome.members[0].accepted = [("free-beer", 7)]
    assert outcome.wrongs() == ["device 000 accepted a forged announcement"]

    outcome = finished(tmp_path / "e", b"new")
    outcome.members[0].refused = []
    assert outcome.wrongs() == [
        "no device refused the forged announcement",
        "no device refused the replayed announcement",
    ]

    outcome = finished(tmp_path / "f", b"new")
    outcome.alerts += [(1.2, "IMEI:000001", "urn:x", "200")]
    assert outcome.wrongs() == ["2 devices reported within one second; the cap is 1"]

    outcome = finished(tmp_path / "g", b"new")
    outcome.members[0].told = {"forged": 0}
    assert outcome.wrongs() == ["no device noticed a forged datagram"]


def drawn(devices: int, width: int, height: int) -> list[str]:
    from rich.console import Console

    members = [
        Member(f"device {number:03}", Path(), False, 1, state="DOWNLOAD_PROGRESSING") for number in range(devices)
    ]
    members[-1].state, members[-1].kills = "UPDATE_SUCCESSFUL_HAVE_DATA", 1
    console = Console(width=width, height=height, file=io.StringIO(), color_system=None)
    console.print(table(members, "broadcast", width, height))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().splitlines()


@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 40), (200, 50)])
@pytest.mark.parametrize("devices", [1, 4, 18, 19, 50, 1000])
def test_the_table_fits_on_the_terminal_and_cuts_no_word(devices: int, width: int, height: int) -> None:
    lines = drawn(devices, width, height)
    assert len(lines) <= height
    assert max(map(len, lines)) <= width
    text = "\n".join(lines)
    assert f"broadcast to {devices} devices: broadcast" in text
    assert "update successful have data" in text
    assert "\u2026" not in text, "nothing is cut"
    if devices == 4:
        assert "device 003" in text
    if (devices, width) == (50, 80):
        assert re.search(r"download progressing\W+49", text), text
    if (devices, width) == (50, 200):
        assert "device 049" in text


@pytest.mark.long
def test_the_demonstration_of_four_devices_that_multicast_does_not_reach() -> None:
    run = demo("--devices", "4", "--unicast", seconds=300)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "4 of 4 run the new firmware" in run.stdout
    assert "WRONG" not in run.stdout

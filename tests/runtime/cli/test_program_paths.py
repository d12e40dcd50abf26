"""Paths that lead nowhere, or to something else than is meant: told in a line, never a traceback, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import odd_paths
import pytest
from odd_paths import NO_FILE, NO_PLACE_TO_WRITE, Odd, named

from swm.cli import main

FINE = {
    ("device --script", odd_paths.nothing_in_it),
    *(
        (command, odd)
        for command in ("device --pack", "publish a file")
        for odd in (odd_paths.nothing_in_it, odd_paths.octets)
    ),
}
"""A script without a line, and images of any octets."""

REPLACED = {("device --pack", odd_paths.in_a_circle)}
"""A package takes the place of what has its name; a link that leads nowhere is no loss."""

READS = {
    "server": ["server", "@"],
    "device": ["device", "@", "--once"],
    "device --script": ["device", "device.toml", "--once", "--script", "@"],
    "device --pack": ["device", "device.toml", "--pack", "@", "out.pkg"],
    "image-server": ["image-server", "@"],
    "image-server --describe": ["image-server", "@", "--describe", "one"],
    "campaign prepare": ["campaign", "prepare", "@"],
    "campaign status": ["campaign", "status", "@"],
    "campaign report": ["campaign", "report", "@"],
    "publish --list": ["publish", "--repo", "@", "--list"],
    "publish a file": ["publish", "--repo", "repo", "--keys", "keys", "@"],
    "tuf-client init": ["tuf-client", "--metadata-dir", "metadata", "init", "@"],
    "tuf-client refresh": ["tuf-client", "--metadata-dir", "@", "--metadata-url", "http://127.0.0.1:9/", "refresh"],
    "trace": ["trace", "@"],
}
WRITES = {
    "server --init": ["server", "--init", "@"],
    "device --init": ["device", "--init", "@"],
    "image-server --init": ["image-server", "--init", "@"],
    "campaign init": ["campaign", "init", "@"],
    "publish --init": ["publish", "--repo", "@", "--keys", "other", "--init"],
    "publish --make-key": ["publish", "--repo", "repo", "--make-key", "@"],
    "device --pack": ["device", "device.toml", "--pack", "image", "@"],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """A folder with a device's settings, an image, and a repository with its keys."""
    found = tmp_path / "work"
    found.mkdir()
    monkeypatch.chdir(found)
    (found / "image").write_bytes(b"firmware")
    assert main(["device", "--init", "device.toml"]) == 0
    assert main(["publish", "--repo", "repo", "--keys", "keys", "--init"]) == 0
    capsys.readouterr()
    return found


@pytest.mark.parametrize(
    ("command", "odd"),
    [(command, odd) for command in READS for odd in NO_FILE if (command, odd) not in FINE],
    ids=named,
)
def test_what_cannot_be_read_is_told(
    command: str, odd: Odd, tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = odd_paths.call(main, READS[command], odd(tmp_path), folder, capsys)
    assert status in (1, 2), said
    assert said.strip() and "Traceback" not in said


@pytest.mark.parametrize(
    ("command", "odd"),
    [(command, odd) for command in WRITES for odd in NO_PLACE_TO_WRITE if (command, odd) not in REPLACED],
    ids=named,
)
def test_where_nothing_can_be_written_is_told(
    command: str, odd: Odd, tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = odd_paths.call(main, WRITES[command], odd(tmp_path), folder, capsys)
    assert status in (1, 2), said
    assert said.strip() and "Traceback" not in said

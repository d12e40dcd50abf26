"""Telling what happens never ends what happens."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

import pytest

from swm.cli import main
from swm.cli.telling import as_json, as_text
from swm.device.configuration import EXAMPLE


@pytest.mark.parametrize("tell", [as_json, as_text], ids=["json", "text"])
def test_a_log_on_a_full_disk_does_not_stop_the_program(tell: object, monkeypatch: pytest.MonkeyPatch) -> None:
    full = open("/dev/full", "w", encoding="utf-8")  # noqa: SIM115 closing it fails, which is the point
    monkeypatch.setattr(sys, "stdout", full)
    try:
        tell("session", {"id": "1"})  # type: ignore[operator]
        tell("session over", {"id": "1"})  # type: ignore[operator]
        with pytest.raises(OSError, match="No space left"):
            full.flush()
    finally:
        with contextlib.suppress(OSError):
            full.close()


def test_a_reader_that_goes_away_does_not_stop_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with pytest.raises(BrokenPipeError):
        os.write(writing, b"nobody reads this")
    with open(writing, "w", encoding="utf-8") as gone:
        monkeypatch.setattr(sys, "stdout", gone)
        as_text("session", {"id": "1"})
        as_text("session over", {"id": "1"})


def test_an_example_is_never_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "device.toml"
    assert main(["device", "--init", str(place)]) == 0
    assert place.read_text(encoding="utf-8") == EXAMPLE
    place.write_text("mine", encoding="utf-8")
    assert main(["device", "--init", str(place)]) == 2
    assert place.read_text(encoding="utf-8") == "mine"
    assert "is there already; nothing was written" in capsys.readouterr().err


def test_an_image_servers_example_is_written_with_its_key_or_not_at_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["image-server", "--init", str(tmp_path / "first.toml")]) == 0
    key = (tmp_path / "announce.pem").read_bytes()
    assert main(["image-server", "--init", str(tmp_path / "second.toml")]) == 2
    assert "nothing was written" in capsys.readouterr().err
    assert (tmp_path / "announce.pem").read_bytes() == key
    assert not (tmp_path / "second.toml").exists()

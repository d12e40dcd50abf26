"""A file is replaced whole or not at all, and what cannot be kept leaves nothing beside it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from swm.durable import replace_file


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_is_replaced_and_nothing_stays_beside_it(tmp_path: Path) -> None:
    place = tmp_path / "record"
    replace_file(place, b"old")
    replace_file(place, b"new")
    assert place.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [place]


def test_a_record_is_its_owners_alone_whatever_was_there(tmp_path: Path) -> None:
    place = tmp_path / "record"
    place.write_bytes(b"old")
    place.chmod(0o644)
    replace_file(place, b"new")
    assert mode_of(place) == 0o600


def test_a_file_of_the_user_keeps_its_mode(tmp_path: Path) -> None:
    place = tmp_path / "states.yaml"
    place.write_bytes(b"old")
    place.chmod(0o640)
    replace_file(place, b"new", mode=None)
    assert (place.read_bytes(), mode_of(place)) == (b"new", 0o640)


def test_what_cannot_be_replaced_is_named_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    place = tmp_path / "folder"
    place.mkdir()
    with pytest.raises(OSError, match="folder") as raised:
        replace_file(place, b"new")
    assert raised.value.filename == str(place)
    assert list(tmp_path.iterdir()) == [place]


def test_what_stands_beside_it_is_never_written_through_a_link(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"of somebody else")
    (tmp_path / "record.new").symlink_to(other)
    with pytest.raises(OSError, match="record"):
        replace_file(tmp_path / "record", b"new")
    assert other.read_bytes() == b"of somebody else"

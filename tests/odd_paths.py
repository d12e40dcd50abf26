"""Paths that lead nowhere, or to something else than a command expects; each is made in a folder and named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Odd = Callable[[Path], str]


def missing(folder: Path) -> str:
    return str(folder / "none" / "at all")


def below_a_file(folder: Path) -> str:
    (folder / "file").write_bytes(b"x")
    return str(folder / "file" / "below")


def too_long(folder: Path) -> str:
    return str(folder / ("n" * 300))


def with_nul(folder: Path) -> str:
    return f"{folder}/a\0b"


def in_a_circle(folder: Path) -> str:
    (folder / "circle").symlink_to("circle")
    return str(folder / "circle")


def not_utf_8(folder: Path) -> str:
    return f"{folder}/\udcff\udc80"


def a_folder(folder: Path) -> str:
    (folder / "folder").mkdir()
    return str(folder / "folder")


def nothing_in_it(folder: Path) -> str:
    (folder / "empty").touch()
    return str(folder / "empty")


def octets(folder: Path) -> str:
    (folder / "octets").write_bytes(bytes(range(256)) * 8)
    return str(folder / "octets")


def without_end(folder: Path) -> str:
    return "/dev/zero"


NOWHERE = (missing, below_a_file, too_long, in_a_circle, not_utf_8)
NO_FILE = (*NOWHERE, a_folder, nothing_in_it, octets, without_end)
NO_PLACE_TO_WRITE = (below_a_file, too_long, in_a_circle)


def named(given: object) -> str:
    """The name of a case in the name of its test."""
    return given if isinstance(given, str) else str(getattr(given, "__name__", given))


def call(
    main: Callable[[list[str]], int], words: list[str], path: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str]:
    """Exit status and all that a command said, with `path` for ``@``; nothing may have come into the folder or gone."""
    before = _files(folder)
    status = main([path if word == "@" else word for word in words])
    said = capsys.readouterr()
    assert _files(folder) == before
    return status, said.out + said.err


def _files(folder: Path) -> list[Path]:
    return sorted(found.relative_to(folder) for found in folder.rglob("*"))

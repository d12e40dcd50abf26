"""What `.venv` was made for: the records that say so, and whether they still hold.

`.venv/pinned/` has a copy of each installed list of requirements, and `python`
with the interpreter and the place it was made for. `python` is there only
while nothing is being changed.

Imported by every call, so it imports next to nothing.
"""

from __future__ import annotations

import os
import sys

GENERATOR = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
ROOT = os.path.dirname(GENERATOR)
VENV = os.path.join(ROOT, ".venv")
RECORDS = os.path.join(VENV, "pinned")
SCRIPTS = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin")
PYTHON = os.path.join(SCRIPTS, "python.exe" if os.name == "nt" else "python")

RUN = "requirements-run.txt"
SERVE = "requirements-serve.txt"
DEV = "requirements-dev.txt"


def interpreter() -> str:
    """The Python that runs this, seen through any virtual environment."""
    base: str | None = getattr(sys, "_base_executable", None)
    return os.path.realpath(base or sys.executable)


def is_ready(lists: list[str]) -> bool:
    """`.venv` is whole, made by this Python for this folder, and has `lists` installed."""
    return is_whole() and all(is_installed(name) for name in lists)


def is_whole() -> bool:
    """`.venv` is a finished environment of this Python in this folder."""
    return _read(os.path.join(RECORDS, "python")) == _identity() and os.path.exists(PYTHON)


def is_installed(name: str) -> bool:
    """What the list `name` pins today is what was installed."""
    installed = _read(os.path.join(RECORDS, name))
    return installed is not None and installed == _read(os.path.join(GENERATOR, name))


def was_installed(name: str) -> bool:
    """Some state of the list `name` was installed."""
    return os.path.exists(os.path.join(RECORDS, name))


def open_for_changes() -> None:
    """From here on the environment counts as unfinished."""
    os.makedirs(RECORDS, exist_ok=True)
    finished = os.path.join(RECORDS, "python")
    if os.path.lexists(finished):
        os.unlink(finished)


def record_list(name: str) -> None:
    """The list `name` is installed as it stands."""
    _write(name, _read(os.path.join(GENERATOR, name)) or b"")


def record_finished() -> None:
    """The environment is whole."""
    _write("python", _identity())


def _identity() -> bytes:
    # The folder belongs to it: the scripts in an environment name its place.
    return "\n".join((sys.version, interpreter(), ROOT, "")).encode("utf-8", "surrogateescape")


def _read(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def _write(name: str, content: bytes) -> None:
    path = os.path.join(RECORDS, name)
    with open(f"{path}.new", "wb") as file:
        file.write(content)
    os.replace(f"{path}.new", path)

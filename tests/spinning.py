"""Runs `spin` on a Promela model: all states, no reduction; assertions checked, or acceptance cycles."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

NEEDS_SPIN = pytest.mark.skipif(
    shutil.which("spin") is None or shutil.which("gcc") is None, reason="spin and gcc are not installed"
)


class Spun(NamedTuple):
    """How many states were stored, and how many assertions failed."""

    states: int
    errors: int


def spin(model: str, folder: Path, optimise: str = "-O0") -> Spun:
    """Verify a model in `folder`."""
    (folder / "model.pml").write_text(model, encoding="utf-8")
    _run(["spin", "-a", "model.pml"], folder)
    _run(["gcc", optimise, "-w", "-DSAFETY", "-DNOREDUCE", "-DVECTORSZ=4096", "-o", "pan", "pan.c"], folder)
    told = _run(["./pan", "-m1000000", "-w22"], folder)
    states, errors = re.search(r"(\d+) states, stored", told), re.search(r"errors: (\d+)", told)
    assert states is not None
    assert errors is not None
    return Spun(int(states[1]), int(errors[1]))


class Alone(NamedTuple):
    """How many states were stored, and what was wrong: assertions, acceptance cycles, invalid end states."""

    states: int
    wrong: tuple[str, ...]


def spin_alone(model: str, folder: Path) -> Alone:
    """Verify a model of progress in `folder`."""
    (folder / "model.pml").write_text(model, encoding="utf-8")
    _run(["spin", "-a", "model.pml"], folder)
    _run(["gcc", "-O0", "-w", "-DNOREDUCE", "-DVECTORSZ=4096", "-o", "pan", "pan.c"], folder)
    told = _run(["./pan", "-a", "-m1000000", "-w22"], folder)
    states, errors = re.search(r"(\d+) states, stored", told), re.search(r"errors: (\d+)", told)
    wrong = tuple(re.findall(r"^pan:\d+: (.*)", told, re.MULTILINE))
    assert states is not None and errors is not None
    assert bool(int(errors[1])) == bool(wrong), told
    return Alone(int(states[1]), wrong)


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout

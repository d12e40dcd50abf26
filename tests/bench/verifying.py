"""How fast states are searched, beside spin on the same model in the same run; how far bounds go; the curve.

    python tests/bench/verifying.py             spin beside the search, FUMO 1.1 at its full bounds, the curve
    python tests/bench/verifying.py --minutes 10    and how far the bounds of FUMO 1.1 go in that time

Both are given the model without reduction to classes; gcc's time counts for spin, making the tables for the search.
Times beside spin are of the processor, so that what else the machine does counts for neither.
"""

from __future__ import annotations

import argparse
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "generator"))

from swmgen.emit.promela.machine import Model  # noqa: E402
from swmgen.load import load  # noqa: E402
from swmgen.model import Enabler, Machine, Size  # noqa: E402
from swmgen.verify.bounds import bounds_of  # noqa: E402
from swmgen.verify.search import search  # noqa: E402
from swmgen.verify.seen import Exact  # noqa: E402
from swmgen.verify.verdict import Limits, close, verify_machine  # noqa: E402


def machine_of(key: str, name: str) -> tuple[Enabler, Machine]:
    """A machine of the specification."""
    enabler = load(ROOT / "spec", [key]).enablers[key]
    return enabler, next(machine for machine in enabler.machines if machine.name == name)


def beside_spin(key: str, name: str, size: Size, jobs: int) -> None:
    """Both on one model, one after the other, twice; the better run of each counts."""
    enabler, machine = machine_of(key, name)
    rows = []
    for _ in range(2):
        rows.append((_ours(enabler, machine, size, jobs), _spin(Model(enabler, machine, size).text())))
    ours = min((row[0] for row in rows), key=lambda run: sum(run[1:]))
    theirs = min((row[1] for row in rows), key=lambda run: sum(run[1:]))
    assert ours[0] == theirs[0], f"{ours[0]} states here, {theirs[0]} in spin"
    for who, (states, making, searching) in (("swmgen", ours), ("spin -O2", theirs)):
        print(
            f"{key} {name}: {who:9} {states:>11,} states, made in {making:6.1f} s, searched in {searching:6.1f} s: "
            f"{states / searching:>11,.0f}/s, {states / (making + searching):>11,.0f}/s in all"
        )
    print(f"    ratio {sum(theirs[1:]) / sum(ours[1:]):.2f} in all, {theirs[2] / ours[2]:.2f} searching", flush=True)


def _ours(enabler: Enabler, machine: Machine, size: Size, jobs: int) -> tuple[int, float, float]:
    began = time.process_time()
    closed = close(enabler, machine, size, reduce=False)
    made = time.process_time()
    found = search(closed.product, Exact(closed.product.total), jobs=jobs)
    return found.states, made - began, time.process_time() - made


def _spin(model: str) -> tuple[int, float, float]:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "model.pml").write_text(model, encoding="utf-8")
        began = _children()
        subprocess.run(["spin", "-a", "model.pml"], cwd=folder, check=True, capture_output=True)
        command = ["gcc", "-O2", "-w", "-DSAFETY", "-DNOREDUCE", "-DMEMLIM=12000", "-o", "pan", "pan.c"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        made = _children()
        told = subprocess.run(
            ["./pan", "-m10000000", "-w26"], cwd=folder, check=True, capture_output=True, text=True
        ).stdout
        searched = _children()
    found = re.search(r"([\d.e+]+) states, stored", told)
    assert found is not None
    return int(float(found[1])), made - began, searched - made


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class TimeUp(Exception):
    """A search did not end in the time there was."""


def at_bounds(key: str, name: str, size: Size, jobs: int, seconds: float = float("inf")) -> tuple[int, float]:
    """A machine as `swmgen verify` searches it, for so many seconds at most."""
    enabler, machine = machine_of(key, name)
    began = time.perf_counter()

    def progress(states: int, level: int) -> None:
        if time.perf_counter() - began > seconds:
            raise TimeUp(f"{key} {name} {_words(size)}: given up after {states:,} states on {level} levels")

    verdict = verify_machine(enabler, machine, size, Limits(jobs=jobs), progress)
    took = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = "holds" if verdict.holds else verdict.too_large or "broken"
    print(
        f"{key} {name} {_words(size)}: {verdict.states:,} states, {verdict.levels} levels, {told}, {took:.1f} s, "
        f"{verdict.states / took:,.0f}/s, at most {memory:,.0f} MiB so far",
        flush=True,
    )
    return verdict.states, took


def _words(size: Size) -> str:
    return " ".join(f"{name}={getattr(size, name)}" for name in size.__struct_fields__)


def curve(jobs: int) -> None:
    """States and seconds from thousands to tens of millions."""
    for size in (
        Size(messages=1),
        Size(messages=1, losses=1, power_cuts=1),
        Size(messages=2, losses=1, power_cuts=1),
        Size(messages=2, losses=1, duplicates=1, power_cuts=1, servers=2, alerts=1),
        Size(messages=2, losses=1, duplicates=1, power_cuts=1, attacks=1, servers=2, alerts=2),
    ):
        at_bounds("fumo-1.1", "package", size, jobs)


def further(jobs: int, minutes: float) -> None:
    """Wider bounds until one takes longer than the time there is."""
    began = time.perf_counter()
    for size in (
        Size(2, 2, 1, 1, 1, 2, 0, 2),
        Size(2, 2, 2, 1, 2, 2, 0, 2),
        Size(2, 2, 2, 2, 2, 2, 0, 2),
        Size(2, 2, 2, 2, 2, 2, 1, 2),
        Size(3, 1, 1, 1, 1, 1, 0, 1),
        Size(3, 1, 1, 1, 1, 2, 0, 2),
    ):
        left = minutes * 60 - (time.perf_counter() - began)
        try:
            at_bounds("fumo-1.1", "package", size, jobs, left)
        except TimeUp as told:
            print(told, flush=True)
            return


def main() -> None:
    """Print the measurements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=0)
    arguments = parser.parse_args()
    beside_spin("fumo-1.0", "package", Size(2, 1, 1, 1, 1, 2, 0, 2), arguments.jobs)
    beside_spin("fumo-1.1", "package", Size(1, 1, 1, 1, 0, 1, 0, 1), arguments.jobs)
    package = machine_of("fumo-1.1", "package")[1]
    print("full bounds:", end=" ")
    at_bounds("fumo-1.1", "package", bounds_of(package).full, arguments.jobs)
    curve(arguments.jobs)
    if arguments.minutes:
        further(arguments.jobs, arguments.minutes)


if __name__ == "__main__":
    main()

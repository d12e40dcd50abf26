"""How many mutants of the specification's machines are killed, by the model search or by the conformance suite.

    python tests/mutation/mutate.py                           every machine
    python tests/mutation/mutate.py fumo-1.0 lawmo-1.0        these enablers
    python tests/mutation/mutate.py --sample 40 --seed 7      of each machine 40 mutants, drawn
    python tests/mutation/mutate.py fumo-1.0 --both           each judge is asked about each mutant
    python tests/mutation/mutate.py --json result.json        the result as data, too

A mutant that `check` refuses is not counted. The others are first run against the vectors of the unchanged
specification, as the reference client that stands on the mutant's own stubs (judges.py); one that passes is searched
for a broken property. One that nobody kills and that was found to do, in everything that can be seen, what the machine
does is not counted either (equivalence.py). Each other survivor must stand in survivors.yaml with the reason why.

Exit status: 0 when the score of all that was run is at least 95 per cent, every survivor is listed and every entry of
the list is used; 1 when not; 2 when the call was wrong. Overlays have the rows of the enablers that they place, and
are run when they are named.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from fnmatch import fnmatchcase
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "generator"), str(ROOT / "runtime"), str(ROOT / "tests" / "mutation")]

import msgspec  # noqa: E402
import yaml  # noqa: E402
from equivalence import Original, is_same, touched  # noqa: E402
from judges import broken_property, failed_vector  # noqa: E402
from mutants import Mutant, mutants  # noqa: E402

from swmgen.check import check  # noqa: E402
from swmgen.diagnostics import Report  # noqa: E402
from swmgen.load import load  # noqa: E402
from swmgen.model import Enabler, Machine  # noqa: E402

ENABLERS = load(ROOT / "spec").enablers
LIST = Path(__file__).with_name("survivors.yaml")
WANTED = 0.95
REFUSED, SAME, SURVIVED = "refused", "same", "survived"
AT_ONCE = 8
"""Mutants that are handed to a process together."""
MOST_TASKS = 50
"""Times that a process is handed some, before another one takes its place."""

Job = tuple[str, str, int, bool]


class Fate(NamedTuple):
    """What became of a mutant. `conformance` is the vector that failed and how, `verify` the property that broke.

    `end` is refused, same, killed or survived.
    """

    enabler: str
    machine: str
    id: str
    kind: str
    where: str
    end: str
    conformance: str | None = None
    verify: str | None = None


# one mutant -----------------------------------------------------------------------------------------------------------


@cache
def original(key: str, name: str) -> tuple[Original, tuple[Mutant, ...]]:
    """A machine and its mutants."""
    enabler = ENABLERS[key]
    machine = next(entry for entry in enabler.machines if entry.name == name)
    return Original(enabler, machine), tuple(mutants(enabler, machine))


def with_machine(enabler: Enabler, machine: Machine) -> Enabler:
    """The enabler with a changed machine in place of its own."""
    machines = tuple(machine if entry.name == machine.name else entry for entry in enabler.machines)
    return msgspec.structs.replace(enabler, machines=machines)


def is_refused(enabler: Enabler) -> bool:
    """Whether `check` finds something."""
    report = Report()
    check({enabler.key: enabler}, report, frozenset(), {})
    return len(report) > 0


def fate(job: Job) -> Fate:
    """What becomes of one mutant, by its number."""
    key, name, number, both = job
    own, all_mutants = original(key, name)
    mutant = all_mutants[number]
    changed = with_machine(own.enabler, mutant.machine)

    def became(end: str, vector: str | None = None, entry: str | None = None) -> Fate:
        return Fate(key, name, mutant.id, mutant.kind, mutant.where, end, vector, entry)

    if is_refused(changed):
        return became(REFUSED)
    cells = touched(own, mutant.machine)
    vector = failed_vector(ENABLERS, changed, mutant.machine, cells | {mutant.element} if cells else frozenset())
    if vector is not None and not both:
        return became("killed", vector)
    broken = broken_property(changed, mutant.machine) if mutant.machine.properties else None
    if vector is not None or broken is not None:
        return became("killed", vector, broken)
    return became(SAME if is_same(own, mutant.machine) else SURVIVED)


def check_judges(keys: Iterable[tuple[str, str]]) -> None:
    """Both judges acquit the machines themselves; AssertionError where one does not."""
    for key, name in keys:
        own, _ = original(key, name)
        vector = failed_vector(ENABLERS, own.enabler, own.machine, frozenset())
        assert vector is None, f"the unchanged machine of {key} fails {vector}"
        broken = broken_property(own.enabler, own.machine)
        assert broken is None, f"the unchanged machine of {key} breaks {broken}"


# all of them ----------------------------------------------------------------------------------------------------------


def machines(keys: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The machines of these enablers; of all but the overlays when none is named."""
    for key, enabler in ENABLERS.items():
        if key in keys or (not keys and enabler.overlays is None):
            yield from ((key, machine.name) for machine in enabler.machines)


def jobs(keys: Sequence[str], sample: int, seed: int, *, both: bool = False) -> list[Job]:
    """Each mutant of the machines, or `sample` of each, drawn; the same ones for the same seed."""
    found: list[Job] = []
    for key, name in machines(keys):
        numbers: Sequence[int] = range(len(original(key, name)[1]))
        if sample and len(numbers) > sample:
            numbers = sorted(random.Random(f"{seed} {key} {name}").sample(numbers, sample))
        found += ((key, name, number, both) for number in numbers)
    return found


def run_all(work: Sequence[Job], processes: int, progress: Any = lambda done: None) -> list[Fate]:
    """What becomes of all, in the order of the work."""
    found: list[Fate] = []
    # A process that made thousands of stubs keeps some of them: new ones take the place of all in time.
    for start in range(0, len(work), MOST_TASKS * AT_ONCE * processes):
        some = work[start : start + MOST_TASKS * AT_ONCE * processes]
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            for one in pool.map(fate, some, chunksize=AT_ONCE):
                found.append(one)
                progress(len(found))
    return found


def reasons() -> dict[str, str]:
    """The list of survivors: patterns of ids, each with its reason."""
    data = yaml.safe_load(LIST.read_text(encoding="utf-8")) or {}
    found: dict[str, str] = {}
    for group in data.get("survivors", ()):
        reason = " ".join(str(group["reason"]).split())
        assert len(reason) > 20, f"{group['mutants']} have no reason"
        found.update(dict.fromkeys(group["mutants"], reason))
    return found


def reason_of(name: str, known: dict[str, str]) -> str | None:
    """Why a survivor survives; None when nobody says."""
    return next((reason for pattern, reason in known.items() if fnmatchcase(name, escaped(pattern))), None)


def escaped(pattern: str) -> str:
    """Only the star means something: ids have brackets."""
    return "".join(f"[{sign}]" if sign in "[?" else sign for sign in pattern)


def unused(fates: Sequence[Fate], known: dict[str, str], whole: Iterable[str]) -> list[str]:
    """Entries of the list that no survivor of the enablers that were run as a `whole` has."""
    survivors = [entry.id for entry in fates if entry.end == SURVIVED]
    named = tuple(f"{key}:" for key in whole)
    return [
        pattern
        for pattern in known
        if pattern.startswith(named) and not any(fnmatchcase(name, escaped(pattern)) for name in survivors)
    ]


# what was found -------------------------------------------------------------------------------------------------------


class Count(NamedTuple):
    """Of a group of mutants: how many there are, were not counted, were killed and by whom."""

    mutants: int
    refused: int
    same: int
    conformance: int
    verify: int
    survived: int

    @property
    def score(self) -> float:
        """The share of those killed among those counted; 1 where none is counted."""
        counted = self.mutants - self.refused - self.same
        return 1.0 if not counted else (counted - self.survived) / counted


def count(fates: Sequence[Fate]) -> Count:
    """The numbers of a group. A mutant that both judges were asked about may count for each of them."""
    ends = [entry.end for entry in fates]
    return Count(
        len(fates),
        ends.count(REFUSED),
        ends.count(SAME),
        sum(entry.conformance is not None for entry in fates),
        sum(entry.verify is not None for entry in fates),
        ends.count(SURVIVED),
    )


def table(title: str, groups: dict[str, list[Fate]]) -> Iterator[str]:
    """One line a group."""
    yield f"| {title} | mutants | refused by check | the same | killed by conformance | by verify | survived | score |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for name, fates in groups.items():
        numbers = count(fates)
        yield f"| {name} | {' | '.join(str(number) for number in numbers)} | {100 * numbers.score:.1f} % |"


def grouped(fates: Sequence[Fate], by: Any) -> dict[str, list[Fate]]:
    """By name, in the order they come, and all at the end."""
    found: dict[str, list[Fate]] = {}
    for entry in fates:
        found.setdefault(by(entry), []).append(entry)
    return {**found, "all": list(fates)}


def as_data(fates: Sequence[Fate], known: dict[str, str], seconds: float) -> dict[str, Any]:
    """The result for programs."""

    def numbers(groups: dict[str, list[Fate]]) -> dict[str, Any]:
        counts = {name: count(entries) for name, entries in groups.items()}
        return {name: {**one._asdict(), "score": round(one.score, 4)} for name, one in counts.items()}

    return {
        "format": 1,
        "seconds": round(seconds),
        "machines": numbers(grouped(fates, lambda entry: f"{entry.enabler} {entry.machine}")),
        "operators": numbers(grouped(fates, lambda entry: entry.kind)),
        "survivors": [
            {"id": entry.id, "where": entry.where, "reason": reason_of(entry.id, known)}
            for entry in fates
            if entry.end == SURVIVED
        ],
        "mutants": [entry._asdict() for entry in fates],
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is asked for and print the tables, then the survivors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("enabler", nargs="*", help="those to mutate, such as fumo-1.0; all but overlays by default")
    parser.add_argument("--jobs", type=int, default=1, help="processes (default 1)")
    parser.add_argument("--sample", type=int, default=0, help="so many mutants of each machine, drawn; 0 is all")
    parser.add_argument("--seed", type=int, default=1, help="what the sample is drawn by")
    parser.add_argument(
        "--both", action="store_true", help="ask both judges about each mutant, not the second if need be"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="where the result goes as data")
    given = parser.parse_args(arguments)
    foreign = [key for key in given.enabler if key not in ENABLERS or not ENABLERS[key].machines]
    if foreign or given.jobs < 1 or given.sample < 0:
        parser.error(f"{foreign[0]} is no enabler with a machine" if foreign else "--jobs and --sample count something")
    began = time.monotonic()
    check_judges(machines(given.enabler))
    work = jobs(given.enabler, given.sample, given.seed, both=given.both)
    fates = run_all(work, given.jobs, _progress(len(work), began))
    known = reasons()
    seconds = time.monotonic() - began
    if given.json is not None:
        given.json.write_text(json.dumps(as_data(fates, known, seconds), indent=1) + "\n", encoding="utf-8")
    for line in table("machine", grouped(fates, lambda entry: f"{entry.enabler} {entry.machine}")):
        print(line)
    print()
    for line in table("operator", grouped(sorted(fates, key=lambda entry: entry.kind), lambda entry: entry.kind)):
        print(line)
    print(f"\n{len(fates)} mutants in {seconds:.0f} s")
    return _judged(fates, known, [] if given.sample else list(dict.fromkeys(key for key, *_ in work)))


def _judged(fates: Sequence[Fate], known: dict[str, str], whole: Sequence[str]) -> int:
    wrong = False
    for entry in fates:
        if entry.end == SURVIVED:
            reason = reason_of(entry.id, known)
            wrong = wrong or reason is None
            print(f"survived: {entry.id} ({entry.where}): {reason or 'NO REASON IS LISTED'}")
    for pattern in unused(fates, known, whole):
        wrong = True
        print(f"survivors.yaml: no survivor is {pattern}")
    return int(wrong or count(fates).score < WANTED)


def _progress(total: int, began: float) -> Any:
    shown = [began]

    def progress(done: int) -> None:
        now = time.monotonic()
        if now - shown[0] > 10 or done == total:
            shown[0] = now
            left = (now - began) / done * (total - done)
            print(f"{done} of {total} mutants, {left:.0f} s to go", file=sys.stderr, flush=True)

    return progress


if __name__ == "__main__":
    sys.exit(main())

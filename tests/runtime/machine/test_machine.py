"""Tables, decisions, the journal."""

from __future__ import annotations

import enum
import os
import subprocess
import sys
from pathlib import Path

import pytest

from swm.errors import LocalError
from swm.machine import GIVEN, OTHERWISE, Context, FileJournal, IllegalEvent, Machine, MemoryJournal, On, Refuse, table

ROOT = Path(__file__).resolve().parents[3]


class S(enum.IntEnum):
    A = 1
    B = 2


class E(enum.Enum):
    GO = "go"
    FAIL = "fail"
    NEVER = "never"


TABLE = table(
    S,
    On(E.GO, (S.A,), S.B, spec="s:1", when=lambda c: c.variables > 0, status=202),
    Refuse(E.GO, OTHERWISE, spec="s:2", status=405),
    On(E.FAIL, (S.B,), S.A, spec="s:3", result=GIVEN),
)
MACHINE = Machine("m", TABLE)


def context(count: int) -> Context[int, None]:
    return Context(count, None, lambda path: None, lambda name: True)


def test_a_transition_is_decided_and_nothing_is_performed() -> None:
    outcome = MACHINE.decide(S.A, E.GO, context(1))
    assert (outcome.after, outcome.status, outcome.is_refusal, outcome.row.spec) == (S.B, 202, False, "s:1")


def test_otherwise_takes_what_no_guard_takes() -> None:
    for state, count in ((S.A, 0), (S.B, 1)):
        outcome = MACHINE.decide(state, E.GO, context(count))
        assert (outcome.after, outcome.status, outcome.is_refusal) == (state, 405, True)


def test_an_event_nothing_is_said_about_names_what_is_legal() -> None:
    with pytest.raises(IllegalEvent, match="nothing is said about never in A; legal here: go") as error:
        MACHINE.decide(S.A, E.NEVER, context(1))
    assert (error.value.state, error.value.event, error.value.legal) == (S.A, E.NEVER, ("go",))


def test_a_result_that_must_be_given_must_be_given() -> None:
    assert MACHINE.decide(S.B, E.FAIL, context(1), lambda: 503).result == 503
    with pytest.raises(LocalError, match="must carry a result"):
        MACHINE.decide(S.B, E.FAIL, context(1))


def test_journals_keep_the_last_record(tmp_path: Path) -> None:
    for journal in (MemoryJournal(), FileJournal(tmp_path / "j")):
        assert journal.load() is None
        journal.save(b"one")
        journal.save(b"two")
        assert journal.load() == b"two"


KILL = """
import os, sys
from pathlib import Path
left = int(sys.argv[2])
def counted(name):
    real = getattr(os, name)
    def call(*arguments, **named):
        global left
        if left == 0:
            os._exit(77)
        left -= 1
        return real(*arguments, **named)
    setattr(os, name, call)
for name in ('open', 'write', 'fsync', 'close', 'replace'):
    counted(name)
from swm.machine.journal import FileJournal
FileJournal(Path(sys.argv[1])).save(b'new' * 1000)
"""


def test_a_kill_at_any_instant_leaves_the_old_record_or_the_new_one(tmp_path: Path) -> None:
    seen = set()
    for instant in range(30):
        path = tmp_path / f"j{instant}"
        FileJournal(path).save(b"old")
        done = subprocess.run(
            [sys.executable, "-c", KILL, str(path), str(instant)],
            env={"PYTHONPATH": str(ROOT / "runtime")},
            check=False,
        )
        found = FileJournal(path).load()
        assert found in (b"old", b"new" * 1000)
        seen.add(found)
        FileJournal(path).save(b"later")
        assert FileJournal(path).load() == b"later"
        if done.returncode == 0:
            break
    assert len(seen) == 2
    assert instant > 4


def test_a_journal_that_cannot_be_written_keeps_the_old_record(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        target = tmp_path / "j"
        FileJournal(target).save(b"old")
        (tmp_path / "j.new").mkdir()
        with pytest.raises(OSError):
            FileJournal(target).save(b"new")
        assert FileJournal(target).load() == b"old"
        return
    pytest.skip("needs to be run as root here")

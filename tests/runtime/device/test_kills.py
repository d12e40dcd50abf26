"""A device killed at any instant: the store holds what the last change that counted left, nodes and journals alike."""

from __future__ import annotations

import importlib.util
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from swm.device.store import DeviceStore

WORKER = Path(__file__).with_name("worker.py")
RUNTIME = Path(__file__).resolve().parents[3] / "runtime"


def worker_module() -> ModuleType:
    found = importlib.util.spec_from_file_location("killed_worker", WORKER)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules["killed_worker"] = module
    found.loader.exec_module(module)
    return module


def run_and_kill(file: Path, log: Path, seconds: float) -> None:
    """Let the device work until its first round is logged, and for so long after it, then kill it."""
    before = log.stat().st_size if log.exists() else 0
    process = subprocess.Popen(
        [sys.executable, str(WORKER), str(file), str(log)],
        env={**os.environ, "PYTHONPATH": str(RUNTIME)},
        stderr=subprocess.PIPE,
    )
    try:
        deadline = time.monotonic() + 60
        while not log.exists() or log.stat().st_size == before:
            assert process.poll() is None, process.stderr.read().decode() if process.stderr else ""
            assert time.monotonic() < deadline, "the device does not work"
            time.sleep(0.001)
        time.sleep(seconds)
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert process.returncode == -signal.SIGKILL


def kill_now(file: Path, log: Path, seconds: float) -> None:
    """Kill it so long after it was started, wherever it is by then: in its imports, its recovery, its first round."""
    process = subprocess.Popen(
        [sys.executable, str(WORKER), str(file), str(log)], env={**os.environ, "PYTHONPATH": str(RUNTIME)}
    )
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()


def check(worker: ModuleType, file: Path, log: Path) -> int:
    """What is in the store is one state that was committed, and none older than the log says."""
    with DeviceStore.open(file) as store:
        tree, owner = worker.device(store)
        number = int(tree.value("./Thing/First"))
        assert tree.value("./Thing/Second") == str(number)
        # The journal begins with the first mount, at nothing.
        assert owner.journal.load() in ((None, b"0") if number == 0 else (str(number).encode(),))
        first = number - number % worker.EVERY + 1
        expected = [str(entry) for entry in range(first, number + 1)]
        assert tree.children("./Thing/Entries") == sorted(expected)
        for entry in expected:
            assert tree.value(f"./Thing/Entries/{entry}/Value") == entry * 500
        logged = [int(line) for line in log.read_text().split()] if log.exists() else []
        assert number - (logged[-1] if logged else 0) in (0, 1), "a round that counted is gone"
        assert logged == list(range(1, len(logged) + 1))
        return number


def kill_often(tmp_path: Path, times: int, seed: int) -> None:
    worker, chance = worker_module(), random.Random(seed)
    file, log = tmp_path / "device.db", tmp_path / "log"
    reached = 0
    for turn in range(times):
        if turn % 2:
            kill_now(file, log, chance.uniform(0, 0.4))
        else:
            run_and_kill(file, log, chance.uniform(0, 0.05))
        if file.exists():
            number = check(worker, file, log)
            assert number >= reached
            reached = number
            # A round that counted and was not logged: the log goes on from where the device is.
            logged = log.read_text().split() if log.exists() else []
            if reached and (not logged or int(logged[-1]) != reached):
                with log.open("a") as stream:
                    stream.write(f"{reached}\n")
    # Every other time the device was left to work until a round was logged.
    assert reached >= times // 2


def test_a_killed_device_is_where_its_last_change_left_it(tmp_path: Path) -> None:
    kill_often(tmp_path, 6, seed=1)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2))
def test_a_device_is_killed_sixty_times(tmp_path: Path, seed: int) -> None:
    kill_often(tmp_path, 60, seed=seed + 2)

"""What a management tree of 200,000 nodes costs: built, kept in a device's file, brought back, and commands on it.

    python tests/bench/tree.py [--nodes 200000] [--rounds 3]

Beside it, in the same run, bare `sqlite3`: as many rows inserted in one
transaction of a file of the same kind, and read back into a dict. Times are
CPU seconds of this process, medians.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "runtime")]

from swm.device.store import DeviceStore  # noqa: E402
from swm.tree import ONE, TEXT, ZERO_OR_MORE, Children, Interior, Leaf, ManagementTree, NoMachine, access  # noqa: E402

ENTRIES = 999
HIGHEST = {"build": 8.0, "restore": 8.0}
"""In times of what bare sqlite3 takes."""
MICROSECONDS = 30.0


class Entry(Interior):
    ACCESS = access.AddDeleteGet
    value = Leaf("Value", TEXT, access.AddDeleteGetReplace, ONE)


class Shelf(Interior):
    ACCESS = access.AddDeleteGet
    instances = Children(Entry, ZERO_OR_MORE)


class Store(Interior):
    ACCESS = access.Get
    instances = Children(Shelf, ZERO_OR_MORE)


def took(action: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds, and what came of it."""
    before = time.process_time()
    result = action()
    return time.process_time() - before, result


def mounted(store: DeviceStore | None) -> ManagementTree:
    tree = ManagementTree(store)
    tree.mount("./Store", Store.describe("", ONE), NoMachine())
    return tree


def built(store: DeviceStore | None, nodes: int) -> ManagementTree:
    tree = mounted(store)
    with tree.together():
        for shelf in range(nodes // (2 * ENTRIES)):
            tree.create(f"./Store/{shelf}")
            for entry in range(ENTRIES):
                tree.create(f"./Store/{shelf}/{entry}")
    return tree


def bare_rows(path: Path, rows: list[tuple[Any, ...]]) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(
        "CREATE TABLE node (uri TEXT PRIMARY KEY, value, acl TEXT, title TEXT, stamp TEXT, version INTEGER) WITHOUT ROWID"
    )
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("REPLACE INTO node VALUES (?, ?, ?, ?, ?, ?)", rows)
    connection.execute("COMMIT")
    connection.close()


def bare_read(path: Path) -> dict[str, tuple[Any, ...]]:
    connection = sqlite3.connect(path)
    found = {row[0]: row[1:] for row in connection.execute("SELECT uri, value, acl, title, stamp, version FROM node")}
    connection.close()
    return found


def command(tree: ManagementTree, times: int) -> float:
    """Microseconds of a Replace by a server."""
    values = [str(number) for number in range(times)]
    before = time.process_time()
    for value in values:
        tree.replace("./Store/7/7/Value", value, "s")
    return (time.process_time() - before) / times * 1e6


def one_round(folder: Path, nodes: int) -> dict[str, float]:
    found: dict[str, float] = {}
    found["build in memory"], tree = took(lambda: built(None, nodes))
    found["replace in memory"] = command(tree, 5_000)
    del tree
    with DeviceStore.open(folder / "device.db") as store:
        found["build"], tree = took(lambda: built(store, nodes))
        found["replace on disk"] = command(tree, 500)
        rows = [(uri, r.value, r.acl, r.title, r.stamp, r.version) for uri, r in store.load()]
        del tree
    found["bare insert"], _ = took(lambda: bare_rows(folder / "bare.db", rows))

    def restored() -> tuple[DeviceStore, ManagementTree]:
        store = DeviceStore.open(folder / "device.db")
        return store, mounted(store)

    found["restore"], (store, tree) = took(restored)
    assert len(tree.get("./Store?list=Struct", "s").rows) > nodes * 0.98 and tree.value("./Store/7/7/Value") == "499"
    store.close()
    del tree
    found["bare read"], kept = took(lambda: bare_read(folder / "bare.db"))
    assert len(kept) == len(rows)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--nodes", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    rounds = []
    for _ in range(chosen.rounds):
        with tempfile.TemporaryDirectory(prefix="swm-bench-") as name:
            rounds.append(one_round(Path(name), chosen.nodes))
    found = {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}
    for name in ("build in memory", "build", "bare insert", "restore", "bare read"):
        print(f"{name:18s} {found[name]:7.2f} s")
    for name in ("replace in memory", "replace on disk"):
        print(f"{name:18s} {found[name]:7.1f} us")
    ratios = {"build": found["build"] / found["bare insert"], "restore": found["restore"] / found["bare read"]}
    for name, ratio in ratios.items():
        print(f"{name}: {ratio:.1f} times bare sqlite3, wanted at most {HIGHEST[name]}")
    print(f"replace in memory: wanted at most {MICROSECONDS} us on an idle machine")
    enough = all(ratios[name] <= HIGHEST[name] for name in ratios) and found["replace in memory"] <= MICROSECONDS
    return 0 if enough else 1


if __name__ == "__main__":
    raise SystemExit(main())

"""A device that changes its tree without end, for tests that kill it: `python worker.py FILE LOG`.

Every round it Adds a node, writes the round's number into two leaves and into a
journal as one Atomic, and now and then deletes what it Added. When a round has
counted, its number is a line of LOG, written and synced after it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from swm.device.store import DeviceStore
from swm.machine import Journal
from swm.tree import INTEGER, ONE, TEXT, ZERO_OR_MORE, Child, Children, Interior, Leaf, ManagementTree, access

EVERY = 7


class Entry(Interior):
    ACCESS = access.AddDeleteGet
    value = Leaf("Value", TEXT, access.AddDeleteGetReplace, ONE)


class Entries(Interior):
    ACCESS = access.Get
    instances = Children(Entry, ZERO_OR_MORE)


class Thing(Interior):
    ACCESS = access.Get
    first = Leaf("First", INTEGER, access.GetReplace, ONE, default="0")
    second = Leaf("Second", INTEGER, access.GetReplace, ONE, default="0")
    entries = Child("Entries", Entries, ONE)


class Owner:
    """Journals the number that First was given."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.number = "0"

    def read(self, path: str) -> None:
        return None

    def execute(self, path: str, order: Any) -> int:
        return 200

    def changed(self, command: str, path: str, value: Any) -> int:
        if path == "First":
            self.number = str(value)
        return 200

    def begin(self) -> None:
        """Nothing to hold: the number is written at commit alone."""

    def commit(self) -> None:
        self.journal.save(self.number.encode())

    def rollback(self) -> None:
        """No round fails."""


def device(store: DeviceStore) -> tuple[ManagementTree, Owner]:
    tree, owner = ManagementTree(store), Owner(store.journal("thing"))
    tree.mount("./Thing", Thing.describe("", ONE), owner)
    return tree, owner


def one_round(tree: ManagementTree, number: int) -> None:
    tree.begin()
    statuses = [
        tree.replace("./Thing/First", str(number), "s").status,
        tree.add(f"./Thing/Entries/{number}", None, "s").status,
        tree.add(f"./Thing/Entries/{number}/Value", str(number) * 500, "s").status,
        tree.replace("./Thing/Second", str(number), "s").status,
    ]
    if number % EVERY == 0:
        statuses += [tree.delete(f"./Thing/Entries/{name}", "s").status for name in tree.children("./Thing/Entries")]
    assert set(statuses) == {200}, statuses
    tree.commit()


def main(file: Path, log: Path) -> None:
    with DeviceStore.open(file) as store:
        tree, _ = device(store)
        handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        number = int(str(tree.value("./Thing/First")))
        while True:
            number += 1
            one_round(tree, number)
            os.write(handle, f"{number}\n".encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

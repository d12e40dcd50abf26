"""A tree of two hundred thousand nodes: what a command does to it costs what the command touches."""

from __future__ import annotations

from typing import Any

import pytest

from swm.tree import ONE, TEXT, ZERO_OR_MORE, Children, Interior, Leaf, ManagementTree, NoMachine, Record, access
from swm.tree.management import MAX_NODES


class Entry(Interior):
    ACCESS = access.AddDeleteGet
    value = Leaf("Value", TEXT, access.AddDeleteGetReplace, ONE)


class Shelf(Interior):
    ACCESS = access.AddDeleteGet
    instances = Children(Entry, ZERO_OR_MORE)


class Store(Interior):
    ACCESS = access.Get
    instances = Children(Shelf, ZERO_OR_MORE)


class Counting:
    """A store that counts what it is given."""

    def __init__(self) -> None:
        self.written = 0

    def load(self) -> list[tuple[str, Record]]:
        return []

    def write(self, changes: Any) -> None:
        self.written += len(changes)

    def transaction(self) -> Any:
        return self

    def __enter__(self) -> None:
        """Nothing to hold."""

    def __exit__(self, *error: object) -> None:
        """Nothing was held."""


def full(shelves: int, entries: int) -> tuple[ManagementTree, Counting]:
    store = Counting()
    tree = ManagementTree(store)
    tree.mount("./Store", Store.describe("", ONE), NoMachine())
    with tree.together():
        for shelf in range(shelves):
            tree.create(f"./Store/{shelf}")
            for entry in range(entries):
                tree.create(f"./Store/{shelf}/{entry}")
    return tree, store


def test_a_command_looks_at_what_it_touches_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from swm.tree.inventory import Inventory

    looked: list[int] = []
    below = Inventory.below

    def counting(self: Inventory, names: Any) -> Any:
        for found in below(self, names):
            looked.append(1)
            yield found

    monkeypatch.setattr(Inventory, "below", counting)
    tree, store = full(50, 50)
    store.written = 0
    tree.begin()
    assert tree.replace("./Store/7/7/Value", "x", "s").status == 200
    assert tree.add("./Store/7/new", None, "s").status == 200
    assert tree.delete("./Store/7/8", "s").status == 200
    assert tree.get("./Store/7", "s").status == 200
    tree.commit()
    # The deleted node and its leaf; written: those, the value, the new node, and the shelf they came to and went from.
    assert len(looked) == 2
    assert store.written == 5
    tree.begin()
    tree.delete("./Store/9", "s")
    looked.clear()
    tree.rollback()
    assert looked == []
    assert len(tree.children("./Store/9")) == 50


@pytest.mark.long
def test_a_tree_holds_as_many_nodes_as_it_may_and_no_more() -> None:
    tree, _ = full(100, 999)
    count = 1 + 1 + 100 + 100 * 999 * 2
    assert count == 199_902
    for number in range(MAX_NODES - count):
        assert tree.add(f"./Store/extra{number}", None, "s").status == 200
    assert tree.add("./Store/one too many", None, "s").status == 420
    assert tree.delete("./Store/0", "s").status == 200
    assert tree.add("./Store/0", None, "s").status == 200
    assert len(tree.get("./Store?list=Struct", "s").rows) > 197_000

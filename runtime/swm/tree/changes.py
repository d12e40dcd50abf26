"""One change of a tree, from its beginning to the disk: nodes, owners and store together, or not at all.

Changes stand in each other: a command is one, and within an Atomic it is part
of the Atomic's. Only the outermost is written. Its owners write into the same
transaction of the store, and what follows from it (a download that begins) is
done after that transaction counts.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from types import TracebackType

from swm.tree import uri as uris
from swm.tree.binding import Participant
from swm.tree.inventory import Inventory, Node
from swm.tree.store import Record, TreeStore


class Changes:
    """The changes of one tree: ``with changes:`` is one."""

    def __init__(self, inventory: Inventory, store: TreeStore | None) -> None:
        self._inventory = inventory
        self._store = store
        self._depth = 0
        self._begun: list[Participant] = []
        self._following: deque[Callable[[], None]] = deque()

    @property
    def open(self) -> bool:
        """Whether a change has begun and is neither kept nor undone."""
        return self._depth > 0

    def __enter__(self) -> None:
        """What is done inside is one change; an error undoes it."""
        self.begin()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is not None:
            self.undo()
            return
        try:
            self.keep()
        except BaseException:
            self.undo()
            raise
        self.follow()

    def begin(self) -> None:
        """Begin a change."""
        self._inventory.begin()
        self._depth += 1

    def involve(self, binding: Participant) -> None:
        """An owner has a part in what is changed: it holds what it would do until all is kept."""
        if not self._depth:
            return
        for other in self._begun:
            if other is binding:
                return
        self._begun.append(binding)
        binding.begin()

    def keep(self) -> None:
        """Keep the innermost change; the outermost is written. OSError leaves it open: `undo` it."""
        if self._depth == 1:
            self._write()
            self._begun.clear()
        self._inventory.commit()
        self._depth -= 1

    def undo(self) -> None:
        """Undo the innermost change; with the outermost, the owners are as they were before it."""
        self._inventory.rollback()
        self._depth -= 1
        if not self._depth:
            begun, self._begun = self._begun, []
            self._following.clear()
            for binding in begun:
                binding.rollback()

    def afterwards(self, action: Callable[[], None]) -> None:
        """Do something once what is being changed is kept; at once when nothing is."""
        if self._depth:
            self._following.append(action)
        else:
            action()

    def follow(self) -> None:
        """Do what was left for afterwards, unless a change is still open around."""
        while not self._depth and self._following:
            self._following.popleft()()

    def _write(self) -> None:
        if self._store is None:
            self._commit_owners()
            return
        with self._store.transaction():
            self._commit_owners()
            changes = self._inventory.changes()
            if changes:
                self._store.write({uris.join(names): record_of(node) for names, node in changes.items()})

    def _commit_owners(self) -> None:
        # An owner may bring another in while it commits.
        at = 0
        while at < len(self._begun):
            self._begun[at].commit()
            at += 1


def record_of(node: Node | None) -> Record | None:
    """What is kept of a node."""
    return None if node is None else Record(node.value, str(node.acl), node.title, node.stamp, node.version)

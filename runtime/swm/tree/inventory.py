"""The nodes of a tree by their names, and the owners of objects: changes are undone or kept as a whole.

Every change notes what was there before, so that undoing costs what was
changed and not what there is. Nodes know their children: finding those of one
node does not look at the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from swm.errors import LocalError
from swm.tree import uri as uris
from swm.tree.acl import NONE, Acl
from swm.tree.binding import Binding, Names, Value
from swm.tree.spec import NodeSpec


@dataclass(frozen=True, slots=True)
class Node:
    """One node. `spec` is None for interior nodes above objects. The rest are its value and its properties."""

    spec: NodeSpec | None
    value: Value | None = None
    acl: Acl = NONE
    title: str = ""
    stamp: str = ""
    version: int = 0

    @property
    def is_leaf(self) -> bool:
        """Whether the node can hold a value."""
        return self.spec is not None and self.spec.codec is not None


@dataclass(frozen=True, slots=True)
class Mount:
    """An object, or a node with an owner of its own. `absent` are the general paths of nodes this device lacks."""

    names: Names
    spec: NodeSpec
    binding: Binding
    absent: frozenset[str]

    def path(self, names: Names) -> str:
        """A node as the owner calls it."""
        return "/".join(names[len(self.names) :])


@dataclass(slots=True)
class _Before:
    """What was there before a change: None for what was not."""

    nodes: dict[Names, Node | None] = field(default_factory=dict)
    mounts: dict[Names, Mount | None] = field(default_factory=dict)


class Inventory:
    """All nodes of a tree; the root is always there."""

    def __init__(self) -> None:
        self._nodes: dict[Names, Node] = {(): Node(None)}
        self._children: dict[Names, dict[str, None]] = {}
        self._mounts: dict[Names, Mount] = {}
        self._before: list[_Before] = []

    # nodes --------------------------------------------------------------------------------------------------------

    def __contains__(self, names: Names) -> bool:
        return names in self._nodes

    def __len__(self) -> int:
        return len(self._nodes)

    def get(self, names: Names) -> Node | None:
        """The node, None when there is none."""
        return self._nodes.get(names)

    def children(self, names: Names) -> list[str]:
        """The names of a node's children, in order."""
        return sorted(self._children.get(names, ()))

    def below(self, names: Names) -> Iterator[Names]:
        """The node and all below it, parents first, siblings in order. Nothing may change meanwhile."""
        if names not in self._nodes:
            return
        pending = [names]
        while pending:
            at = pending.pop()
            yield at
            pending.extend((*at, name) for name in sorted(self._children.get(at, ()), reverse=True))

    def put(self, names: Names, node: Node) -> None:
        """Make a node whose parent there is, or change it."""
        if self._before:
            self._before[-1].nodes.setdefault(names, self._nodes.get(names))
        self._set(names, node)

    def restore(self, names: Names, node: Node) -> None:
        """Put a node there as it was kept; this is no change."""
        self._set(names, node)

    def drop(self, names: Names) -> None:
        """Take a node and all below it away."""
        for gone in reversed(list(self.below(names))):
            if self._before:
                self._before[-1].nodes.setdefault(gone, self._nodes[gone])
            self._unset(gone)

    # owners -------------------------------------------------------------------------------------------------------

    def mounts(self) -> list[Mount]:
        """All objects and nodes with owners of their own, in the order they came."""
        return list(self._mounts.values())

    def mount(self, mount: Mount) -> None:
        """Note the owner of a node."""
        if self._before:
            self._before[-1].mounts.setdefault(mount.names, self._mounts.get(mount.names))
        self._mounts[mount.names] = mount

    def dismount(self, names: Names) -> None:
        """Forget the owners of a node and of all below it."""
        for other in [other for other in self._mounts if other[: len(names)] == names]:
            if self._before:
                self._before[-1].mounts.setdefault(other, self._mounts[other])
            del self._mounts[other]

    def mount_at(self, names: Names) -> Mount | None:
        """The innermost owner of a node."""
        for length in range(len(names), 0, -1):
            found = self._mounts.get(names[:length])
            if found is not None:
                return found
        return None

    def mount_of(self, names: Names) -> Mount:
        """The innermost owner of a node. LocalError when it has none."""
        found = self.mount_at(names)
        if found is None:
            raise LocalError(f"{uris.join(names)} belongs to no object")
        return found

    def mounts_below(self, names: Names) -> list[Mount]:
        """The owners of nodes below a node, and not of the node itself."""
        return [
            mount for other, mount in self._mounts.items() if len(other) > len(names) and other[: len(names)] == names
        ]

    # changes ------------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Begin a change. Changes may stand in each other."""
        self._before.append(_Before())

    def commit(self) -> None:
        """The innermost change is part of the one around it, or final."""
        done = self._before.pop()
        if self._before:
            outer = self._before[-1]
            for names, node in done.nodes.items():
                outer.nodes.setdefault(names, node)
            for names, mount in done.mounts.items():
                outer.mounts.setdefault(names, mount)

    def rollback(self) -> None:
        """Undo the innermost change."""
        before = self._before.pop()
        for names, mount in before.mounts.items():
            if mount is None:
                self._mounts.pop(names, None)
            else:
                self._mounts[names] = mount
        for names, node in before.nodes.items():
            if node is None:
                self._unset(names)
            else:
                self._set(names, node)

    def changes(self) -> dict[Names, Node | None]:
        """The nodes that the innermost change made otherwise, as they are now; None for those that are gone."""
        before = self._before[-1].nodes
        return {names: self._nodes.get(names) for names, node in before.items() if self._nodes.get(names) != node}

    # inside -------------------------------------------------------------------------------------------------------

    def _set(self, names: Names, node: Node) -> None:
        if names and names not in self._nodes:
            self._children.setdefault(names[:-1], {})[names[-1]] = None
        self._nodes[names] = node

    def _unset(self, names: Names) -> None:
        if self._nodes.pop(names, None) is None:
            return
        siblings = self._children[names[:-1]]
        del siblings[names[-1]]
        if not siblings:
            del self._children[names[:-1]]


GENERAL: Final = "<x>"
"""How a path of the specification writes a name given at creation."""


def general_path(spec: NodeSpec, names: Names) -> str:
    """A path below a node as the specification writes it: with ``<x>`` for names given at creation."""
    parts = []
    for name in names:
        child = spec.child(name)
        if child is None:
            break
        parts.append(child.name or GENERAL)
        spec = child
    return "/".join(parts)

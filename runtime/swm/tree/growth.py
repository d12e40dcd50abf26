"""Which nodes come into being with another, and which come back from the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from swm.tree import uri as uris
from swm.tree.access import AccessRight
from swm.tree.acl import NONE, Acl
from swm.tree.binding import Names, Value
from swm.tree.inventory import Inventory, Node, general_path
from swm.tree.spec import NodeSpec
from swm.tree.store import Record


def grow(inventory: Inventory, names: Names, spec: NodeSpec, *, stamp: str, by_server: bool) -> None:
    """Below a new node: the nodes that no server adds, and those there must be.

    Where a server made the node, it adds what it may add by itself.
    """
    for below, node in _expected(inventory, names, spec):
        if AccessRight.ADD not in node.access or (not by_server and node.occurs.at_least == 1):
            inventory.put(below, Node(node, node.default, stamp=stamp))


def complete(inventory: Inventory, names: Names, spec: NodeSpec, *, stamp: str) -> None:
    """Below a node that came back: the nodes there must be, which a newer description may have brought."""
    for below, node in _expected(inventory, names, spec):
        if node.occurs.at_least == 1 and below not in inventory:
            inventory.put(below, Node(node, node.default, stamp=stamp))


def _expected(inventory: Inventory, names: Names, spec: NodeSpec) -> Iterator[tuple[Names, NodeSpec]]:
    """The nodes with names of their own that the description has below a node, parents first, each where its parent is."""
    if not spec.children:
        return
    mount = inventory.mount_of(names)
    prefix = general_path(mount.spec, names[len(mount.names) :]) if mount.absent else ""
    pending: list[tuple[Names, str, NodeSpec]] = [(names, prefix, spec)]
    while pending:
        at, path, description = pending.pop()
        if at is not names:
            if path in mount.absent:
                continue
            yield at, description
            if at not in inventory:
                continue
        for child in reversed(description.children):
            if child.name:
                below = f"{path}/{child.name}" if path else child.name
                pending.append(((*at, child.name), below if mount.absent else "", child))


class Kept:
    """What the store gave at the start, until objects are mounted to which it belongs.

    Nodes that no object describes stay in the store as they are: an object that is mounted again finds them.
    """

    def __init__(self, records: Iterable[tuple[str, Record]]) -> None:
        self._records = dict(records)
        self._children: dict[str, list[str]] = {}
        for uri in self._records:
            above, slash, name = uri.rpartition("/")
            if slash:
                self._children.setdefault(above, []).append(name)

    def __contains__(self, uri: str) -> bool:
        return uri in self._records

    def take(self, uri: str, spec: NodeSpec | None) -> Node | None:
        """The node as it was kept, None when it was not."""
        record = self._records.pop(uri, None)
        return None if record is None else node_of(record, spec)

    def children(self, uri: str) -> Sequence[str]:
        """The names of the nodes that were below one, in any order."""
        return self._children.get(uri, ())


def node_of(record: Record, spec: NodeSpec | None) -> Node:
    """A node as it was kept. A value that a newer description does not allow any more gives way to the default."""
    value: Value | None = record.value
    if spec is not None and spec.codec is not None and value and spec.refuse(value) is not None:
        value = spec.default
    acl = Acl.parse(record.acl) if record.acl else NONE
    return Node(spec, value, acl, record.title, record.stamp, record.version)


def restore(inventory: Inventory, kept: Kept, names: Names, spec: NodeSpec) -> bool:
    """Bring back a node and all below it that its description knows; whether it was kept at all."""
    whole = uris.join(names)
    pending: list[tuple[str, Names, NodeSpec]] = [(whole, names, spec)]
    mount = inventory.mount_of(names)
    known = whole in kept
    while pending:
        uri, at, description = pending.pop()
        node = kept.take(uri, description)
        if node is None:
            continue
        inventory.restore(at, node)
        for name in kept.children(uri):
            child = description.child(name)
            if child is None:
                continue
            below = (*at, name)
            if not mount.absent or general_path(mount.spec, below[len(mount.names) :]) not in mount.absent:
                pending.append((f"{uri}/{name}", below, child))
    return known

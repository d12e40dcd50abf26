"""Whole subtrees in one answer: ``?list=Struct``, ``StructData`` and ``TNDS`` (OMA-TS-DM_TND 1.2, 7.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from swm.tree import tnds
from swm.tree import uri as uris
from swm.tree.access import AccessRight
from swm.tree.binding import Names, Value
from swm.tree.inventory import Inventory, Node
from swm.tree.permissions import Permissions
from swm.tree.properties import format_of, type_of
from swm.tree.reply import Reply, Row


class Listing:
    """Lists what a server may read. `value_of` gives a leaf's value, its owner's or the stored one."""

    def __init__(
        self, inventory: Inventory, permissions: Permissions, value_of: Callable[[Names, Node], Value]
    ) -> None:
        self._inventory = inventory
        self._permissions = permissions
        self._value_of = value_of

    def list(self, names: Names, argument: str, server: str | None, type: str | None) -> Reply:
        """What ``?list=`` with this argument asks for; 406 for what is not known. `type` is the document type wanted."""
        if argument in ("Struct", "StructData"):
            with_data = argument == "StructData"
            return Reply(200, rows=tuple(self._row(at, node, with_data) for at, node in self._readable(names, server)))
        if not argument.startswith("TNDS"):
            return Reply(406)
        wanted = tnds.asked_for(argument)
        if wanted is None:
            return Reply(406)
        nodes = (self._document_node(names, at, node) for at, node in self._readable(names, server))
        return Reply(
            200, tnds.write(nodes, wanted), "xml", tnds.WBXML_TYPE if type == tnds.WBXML_TYPE else tnds.XML_TYPE
        )

    def _readable(self, names: Names, server: str | None) -> Iterator[tuple[Names, Node]]:
        """The nodes a server has Get on; what is below one that it has not is left out with it."""
        hidden: set[Names] = set()
        for at in self._inventory.below(names):
            node = self._inventory.get(at)
            if node is None:
                continue
            own = at != names and bool(node.acl)
            if (at[:-1] in hidden and at != names) or (
                own and not self._permissions.allows(at, AccessRight.GET, server)
            ):
                hidden.add(at)
            else:
                yield at, node

    def _value(self, at: Names, node: Node) -> Value | None:
        """A leaf's value, None where no server may read it."""
        if not node.is_leaf or node.spec is None or AccessRight.GET not in node.spec.access:
            return None
        return self._value_of(at, node)

    def _row(self, at: Names, node: Node, with_data: bool) -> Row:
        value = self._value(at, node) if with_data else None
        return Row(uris.join(at), value, format_of(node), type_of(node) or None)

    def _document_node(self, names: Names, at: Names, node: Node) -> tnds.DocumentNode:
        value = self._value(at, node)
        own = names[-1] if names else "."
        return tnds.DocumentNode(
            (own, *at[len(names) :]),
            format_of(node),
            type_of(node) or None,
            str(node.acl) or None,
            node.title or (None if node.spec is None else node.spec.title),
            node.stamp or None,
            node.version,
            value,
        )

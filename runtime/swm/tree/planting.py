"""Adds a whole document to a tree, below a node or through the Inbox (OMA-TS-DM_TND 1.2, 7.4; OMA-TS-DM_StdObj 1.2).

Interior nodes that are there already are passed over, so that a document may
bring what is missing below them; a leaf that is there already is not
overwritten. All nodes have one Status: that of the first that is refused.
"""

from __future__ import annotations

from typing import Final, Protocol

from swm.tree import tnds
from swm.tree.access import AccessRight
from swm.tree.binding import Names, Value
from swm.tree.inventory import GENERAL, Inventory
from swm.tree.permissions import Permissions
from swm.tree.properties import PropertyChanges
from swm.tree.spec import NodeSpec
from swm.tree.tnds import DocumentNode

INBOX: Final = "urn:oma:mo:oma-dm-inbox:1.0"


class OneNode(Protocol):
    """The tree's own Add and Replace, of one node."""

    def __call__(
        self, names: Names, value: Value | None, server: str | None, format: str | None, type: str | None
    ) -> int:
        """The Status."""


class Planting:
    """Puts documents into one tree; whoever calls it undoes all when the Status says so."""

    def __init__(
        self,
        inventory: Inventory,
        permissions: Permissions,
        properties: PropertyChanges,
        *,
        add: OneNode,
        replace: OneNode,
    ) -> None:
        self._inventory = inventory
        self._permissions = permissions
        self._properties = properties
        self._add = add
        self._replace = replace

    def plant(self, target: Names, document: Value | None, server: str | None) -> int:
        """Add the nodes of a document sent to `target`; the Status of all."""
        try:
            nodes = tnds.read(document or "")
        except tnds.DocumentTooLarge:
            return 413
        except ValueError:
            return 415
        placed = self._through_inbox(target, nodes, server) if self._is_inbox(target) else self._at(target, nodes)
        if isinstance(placed, int):
            return placed
        before = {names for names, _ in placed if names in self._inventory}
        if len(before) == len(placed):
            return 418
        for names, node in placed:
            status = self._one(names, node, server, existed=names in before)
            if status >= 300:
                return status
        return 200

    # where --------------------------------------------------------------------------------------------------------

    def _is_inbox(self, target: Names) -> bool:
        return any(
            mount.spec.mo_id == INBOX
            and target[: len(mount.names)] == mount.names
            and len(target) - len(mount.names) < 2
            for mount in self._inventory.mounts()
        )

    def _at(self, target: Names, nodes: list[DocumentNode]) -> list[tuple[Names, DocumentNode]] | int:
        """Below the target; or as the target where that is not there yet and the document is about it."""
        found = self._inventory.get(target)
        if found is not None:
            if found.is_leaf:
                return 418
            above, roots = target, None
        else:
            roots = [node for node in nodes if len(node.path) == 1]
            if target[:-1] not in self._inventory or len(roots) != 1 or roots[0].path[0] not in ("", target[-1]):
                return 404
            above = target[:-1]
        placed = []
        for node in nodes:
            path = node.path if roots is None else (target[-1], *node.path[1:])
            names = above + path
            if "" in path:
                return 415
            placed.append((names, node))
        return placed

    def _through_inbox(
        self, target: Names, nodes: list[DocumentNode], server: str | None
    ) -> list[tuple[Names, DocumentNode]] | int:
        """Each object where the device keeps those of its MO id. The server needs Add on the Inbox too."""
        if not self._permissions.allows(target, AccessRight.ADD, server):
            return 425
        places: dict[str, Names] = {}
        placed: list[tuple[Names, DocumentNode]] = []
        for node in nodes:
            root = node.path[0]
            if len(node.path) == 1:
                if root in places:
                    return 418
                if node.type is None:
                    return 415
                place = self._place_of(node.type, root, set(places.values()))
                if place is None:
                    return 404
                places[root] = place
            if root not in places or "" in node.path[1:]:
                return 415
            placed.append((places[root] + node.path[1:], node))
        return placed

    def _place_of(self, mo_id: str, name: str, taken: set[Names]) -> Names | None:
        for mount in self._inventory.mounts():
            for path, spec in mount.spec.walk():
                above = tuple(path.split("/"))[:-1]
                if spec.mo_id == mo_id and GENERAL not in above and (*mount.names, *above) in self._inventory:
                    return self._named((*mount.names, *above), spec, name, taken)
        there = [mount.names for mount in self._inventory.mounts() if mount.spec.mo_id == mo_id]
        return there[0] if there else None

    def _named(self, above: Names, spec: NodeSpec, name: str, taken: set[Names]) -> Names:
        if spec.name or name:
            return (*above, spec.name or name)
        number = 1
        while (*above, str(number)) in self._inventory or (*above, str(number)) in taken:
            number += 1
        return (*above, str(number))

    # one node -----------------------------------------------------------------------------------------------------

    def _one(self, names: Names, node: DocumentNode, server: str | None, *, existed: bool) -> int:
        there = self._inventory.get(names)
        status = 200
        if there is None:
            status = self._add(names, node.value, server, self._format(names, node), node.type)
        elif there.is_leaf:
            if existed:
                return 418
            # It came into being with its parent; the document says what it holds.
            if node.value is not None:
                status = self._replace(names, node.value, server, self._format(names, node), node.type)
        elif existed:
            return 200 if node.value in (None, "") else 415
        if status < 300 and node.title is not None:
            status = self._properties.title(names, node.title, server)
        if status < 300 and node.acl:
            status = self._properties.acl(names, node.acl, server)
        return status

    def _format(self, names: Names, node: DocumentNode) -> str | None:
        """Text that XML cannot carry comes as base64, whatever the node's own format."""
        parent = self._inventory.get(names[:-1])
        spec = None if parent is None or parent.spec is None else parent.spec.child(names[-1])
        textual = spec is not None and spec.format not in ("bin", "b64", "node")
        return None if textual and isinstance(node.value, bytes) else node.format


def is_document(type: str | None) -> bool:
    """Whether a Type is that of a tree document."""
    return type is not None and type.partition(";")[0].strip().lower() in tnds.TYPES

"""Which server may do what in a tree: ACLs over its nodes (OMA-TS-DM_TND 1.2, 7.7.1).

The device itself, whose server is None, may do everything.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from swm.tree.access import AccessRight
from swm.tree.acl import ALL, NONE, Acl
from swm.tree.binding import Names
from swm.tree.inventory import Inventory

_CREATORS: Final = (AccessRight.ADD, AccessRight.DELETE, AccessRight.REPLACE)


class Permissions:
    """The ACLs of one tree. `factory` is the root's as the device was made."""

    def __init__(self, inventory: Inventory, factory: Acl) -> None:
        self._inventory = inventory
        self._factory = factory

    def effective(self, names: Names) -> Acl:
        """The ACL that holds for a node: its own, or that of the nearest ancestor that has one."""
        for length in range(len(names), -1, -1):
            node = self._inventory.get(names[:length])
            if node is not None and node.acl:
                return node.acl
        return NONE

    def allows(self, names: Names, right: AccessRight, server: str | None) -> bool:
        """Whether a server may use a command on a node."""
        return server is None or self.effective(names).allows(right, server)

    def may_change_acl(self, names: Names, server: str | None) -> bool:
        """Whether a server may change a node's ACL: with Replace on the parent, or on the node where it is interior."""
        node = self._inventory.get(names)
        if node is None or (names and self.allows(names[:-1], AccessRight.REPLACE, server)):
            return True
        return not node.is_leaf and self.allows(names, AccessRight.REPLACE, server)

    def of_new(self, names: Names, server: str | None) -> Acl:
        """The ACL of a new interior node.

        It inherits, unless its creator could then not change it: what would be
        inherited becomes its own, with Add, Delete and Replace for the creator.
        It inherits too where no ACL can say that: its creator has a name that
        none can hold, or there are too many servers in it already.
        """
        parent = names[:-1]
        if server is None or self.allows(parent, AccessRight.REPLACE, server):
            return NONE
        try:
            granted = self.effective(parent).granting(server, *_CREATORS)
            says_it = server != ALL and Acl.parse(str(granted)) == granted
        except ValueError:
            return NONE
        return granted if says_it else NONE

    def strike_out(self, server: str) -> None:
        """A server is gone: no ACL names it any more.

        Where the root leaves a command to nobody, it has again what the factory gave, or all servers.
        """
        for names in list(self._inventory.below(())):
            node = self._inventory.get(names)
            if node is None:
                continue
            left = node.acl.without(server)
            if not names:
                left = self._refilled(node.acl, left, server)
            if left != node.acl:
                self._inventory.put(names, replace(node, acl=left))

    def _refilled(self, before: Acl, left: Acl, server: str) -> Acl:
        found = dict(left.servers)
        factory = dict(self._factory.without(server).servers)
        for right, _ in before.servers:
            if right not in found:
                found[right] = factory.get(right, frozenset((ALL,)))
        return Acl.of(found)

"""Node properties, ``?prop=Name`` (OMA-TS-DM_TND 1.2, 7.7): what a server reads of a node, and may change."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from swm.tree.access import AccessRight
from swm.tree.acl import NONE, Acl
from swm.tree.binding import Names, Value
from swm.tree.formats import octets
from swm.tree.inventory import Inventory, Node
from swm.tree.permissions import Permissions
from swm.tree.reply import Reply
from swm.tree.uri import MAX_NAME

KNOWN: Final = ("ACL", "Format", "Name", "Size", "Title", "TStamp", "Type", "VerNo")
CHANGEABLE: Final = ("ACL", "Name", "Title")
MAX_TITLE: Final = 1024
_TEXT: Final = re.compile(r"[^\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]*")


def type_of(node: Node) -> str:
    """The Type property: the MO id of an object's root, else the MIME type."""
    spec = node.spec
    return "" if spec is None else spec.mo_id or (spec.mime[0] if spec.mime else "")


def format_of(node: Node) -> str:
    """The Format property."""
    return "node" if node.spec is None else node.spec.format


def read(node: Node, names: Names, name: str, value: Value) -> Reply:
    """A property of a node whose value is `value`; 406 for one that this tree or this node has not."""
    if name == "ACL":
        return Reply(200, str(node.acl), "chr")
    if name == "Name":
        return Reply(200, names[-1] if names else ".", "chr")
    if name == "Format":
        return Reply(200, format_of(node), "chr")
    if name == "Type":
        return Reply(200, type_of(node), "chr")
    if name == "Title":
        return Reply(200, node.title or ("" if node.spec is None else node.spec.title or ""), "chr")
    if name == "VerNo":
        return Reply(200, str(node.version), "int")
    if name == "TStamp" and node.stamp:
        return Reply(200, node.stamp, "chr")
    if name == "Size" and node.is_leaf:
        return Reply(200, str(octets(value)), "int")
    return Reply(406)


class PropertyChanges:
    """Changes ACLs and titles; a new name is the tree's affair, since all below moves with it."""

    def __init__(self, inventory: Inventory, permissions: Permissions) -> None:
        self._inventory = inventory
        self._permissions = permissions

    def acl(self, names: Names, text: str, server: str | None) -> int:
        """Give a node an ACL of its own, or with an empty text take it away. The root must keep one."""
        node = self._inventory.get(names)
        if node is None:
            return 404
        if not self._permissions.may_change_acl(names, server):
            return 425
        try:
            acl = Acl.parse(text)
        except ValueError:
            return 415
        if acl == NONE and not names:
            return 405
        self._inventory.put(names, replace(node, acl=acl))
        return 200

    def title(self, names: Names, text: str, server: str | None) -> int:
        """Give a node another title."""
        node = self._inventory.get(names)
        if node is None:
            return 404
        if not self._permissions.allows(names, AccessRight.REPLACE, server):
            return 425
        if len(text) > MAX_TITLE:
            return 413
        if not _TEXT.fullmatch(text):
            return 415
        self._inventory.put(names, replace(node, title=text))
        return 200


def is_name(text: str) -> bool:
    """Whether a node can be called so."""
    return (
        0 < len(text) <= MAX_NAME
        and text not in (".", "..")
        and not set("/?") & set(text)
        and bool(_TEXT.fullmatch(text))
    )

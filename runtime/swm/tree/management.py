"""A device's management tree: which nodes exist, their values, and what each command does to them.

Commands are checked against the description of the node (AccessType, format,
allowed values, size) and its ACL before anything happens, and a command that is
refused leaves the tree as it was. The owner of an object, its `Binding`, decides
about Exec, hears of changes before they count, and may give values itself.

With a store the tree is there again after a restart: `mount` brings back what
was below the object. Each command, and each Atomic, is one transaction of the
store; the journals of the objects' machines take part in it when they are the
same store's.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from swm.errors import LocalError
from swm.tree import properties
from swm.tree import uri as uris
from swm.tree.access import AccessRight
from swm.tree.acl import NONE, OPEN, STANDARD, Acl
from swm.tree.binding import Binding, Names, Order, Value
from swm.tree.changes import Changes
from swm.tree.formats import refusal, stored
from swm.tree.growth import Kept, complete, grow, restore
from swm.tree.inventory import Inventory, Mount, Node, general_path
from swm.tree.kept import KeptValues
from swm.tree.listing import Listing
from swm.tree.permissions import Permissions
from swm.tree.planting import Planting, is_document
from swm.tree.reply import Reply, Row
from swm.tree.spec import NodeSpec
from swm.tree.store import TreeStore

__all__ = ["MAX_NODES", "Binding", "ManagementTree", "MissingParents", "Names", "Order", "Reply", "Row", "Value"]

MAX_NODES: Final = 200_000
_BLANKS: Final = " \t\r\n"


class MissingParents(enum.Enum):
    """What an Add below a node that is not there does."""

    REFUSED = "refused"
    """Status 404, as OMA-TS-DM_RepPro 1.2 has it."""
    CREATED = "created"
    """The missing interior nodes are added too, where the server may add each; Windows devices do so."""


class ManagementTree:
    """The nodes of one device.

    `store` keeps them. `now` tells the time for the property TStamp; without it
    there is none. `root_acl` is the ACL of the root as the device is made.
    """

    def __init__(
        self,
        store: TreeStore | None = None,
        *,
        now: Callable[[], datetime] | None = None,
        root_acl: Acl = STANDARD,
        missing_parents: MissingParents = MissingParents.REFUSED,
    ) -> None:
        self._inventory = Inventory()
        self._permissions = Permissions(self._inventory, root_acl)
        self._properties = properties.PropertyChanges(self._inventory, self._permissions)
        self._changes = Changes(self._inventory, store)
        self._listing = Listing(self._inventory, self._permissions, self._value)
        self._planting = Planting(
            self._inventory, self._permissions, self._properties, add=self._add, replace=self._overwrite
        )
        self._missing_parents = missing_parents
        self._now = now
        self._kept = Kept(() if store is None else store.load())
        self._atomic = False
        self._restored: set[Names] = set()
        self._makers: dict[Names, KeptValues] = {}
        root = self._kept.take(uris.join(()), None)
        if root is None:
            with self._changes:
                self._inventory.put((), Node(None, acl=root_acl))
        else:
            self._inventory.restore((), root)

    # building -----------------------------------------------------------------------------------------------------

    def mount(
        self, uri: str, spec: NodeSpec, binding: Binding, *, absent: Collection[str] = (), acl: Acl | None = None
    ) -> None:
        """Put an object's root at `uri`, as the store kept it, or new.

        Every node that must or may occur once and that no server has to Add is
        there from the start, but for those whose paths are in `absent`: the
        optional nodes this device does not have. A new object has the ACL
        `acl`; left out, every server that has an account may use all commands,
        since the root's own ACL gives Add and Get alone.
        """
        names, _ = uris.split(uri)
        if names in self._inventory:
            raise LocalError(f"{uri} exists already")
        with self._changes:
            for length in range(1, len(names)):
                above = names[:length]
                if above not in self._inventory:
                    kept = self._kept.take(uris.join(above), None)
                    if kept is None:
                        self._inventory.put(above, self._made(None))
                    else:
                        self._inventory.restore(above, kept)
            self._inventory.mount(Mount(names, spec, binding, frozenset(absent)))
            if restore(self._inventory, self._kept, names, spec):
                self._restored.add(names)
                complete(self._inventory, names, spec, stamp=self._stamp())
            else:
                self._inventory.put(names, self._made(spec, acl=OPEN if acl is None else acl))
                grow(self._inventory, names, spec, stamp=self._stamp(), by_server=False)

    def create(self, uri: str) -> None:
        """Make a node on the device's own account, with what must be below it. LocalError where none may be."""
        names, _ = uris.split(uri)
        parent = self._inventory.get(names[:-1])
        spec = None if parent is None or parent.spec is None else parent.spec.child(names[-1])
        if spec is None or names in self._inventory:
            raise LocalError(f"there can be no new node {uri}")
        with self._changes:
            self._insert(names, self._made(spec, spec.default))
            grow(self._inventory, names, spec, stamp=self._stamp(), by_server=False)

    def remove(self, uri: str) -> None:
        """Take a node and all below it away, on the device's own account; who was attached there no longer is."""
        names, _ = uris.split(uri)
        with self._changes:
            self._take_away(names)
            self._inventory.dismount(names)

    def attach(self, uri: str, binding: Binding) -> None:
        """Give a node, and all below it, an owner of its own; its paths are relative to the node."""
        names, _ = uris.split(uri)
        node = self._inventory.get(names)
        if node is None or node.spec is None:
            raise LocalError(f"there is no node {uri}")
        outer = self._inventory.mount_of(names)
        prefix = f"{general_path(outer.spec, names[len(outer.names) :])}/"
        absent = frozenset(path.removeprefix(prefix) for path in outer.absent if path.startswith(prefix))
        self._inventory.mount(Mount(names, node.spec, binding, absent))
        self._changes.involve(binding)

    def keep_values(self, uri: str, values: KeptValues) -> None:
        """Have the maker asked for leaves of the object at `uri`, before the values stored here."""
        names, _ = uris.split(uri)
        if names not in self._inventory:
            raise LocalError(f"there is no object {uri}")
        self._makers[names] = values

    def permit(self, uri: str, acl: Acl) -> None:
        """Give a node an ACL of its own, on the device's own account. LocalError where there is no node."""
        with self._changes:
            if self._properties.acl(uris.split(uri)[0], str(acl), None) != 200:
                raise LocalError(f"{uri} cannot have the ACL {str(acl)!r}")

    def forget_server(self, server: str) -> None:
        """A server's account is gone: no ACL names it any more."""
        with self._changes:
            self._permissions.strike_out(server)

    def together(self) -> AbstractContextManager[None]:
        """What the device does to the tree inside is one change: kept as a whole, or undone by an error."""
        return self._changes

    def afterwards(self, action: Callable[[], None]) -> None:
        """Do something once what is being changed is kept, not at all when it is undone; at once when nothing is."""
        self._changes.afterwards(action)

    # for the device's own use: no access check --------------------------------------------------------------------

    def exists(self, uri: str) -> bool:
        """Whether there is such a node."""
        return uris.split(uri)[0] in self._inventory

    def is_restored(self, uri: str) -> bool:
        """Whether the object mounted at `uri` came back from the store."""
        return uris.split(uri)[0] in self._restored

    def live(self, uri: str) -> Value | None:
        """What a server would read: the owner's value, else the stored one."""
        names, _ = uris.split(uri)
        node = self._inventory.get(names)
        return None if node is None else self._value(names, node)

    def objects(self, mo_id: str) -> list[str]:
        """Where objects of this MO id are."""
        return [uris.join(mount.names) for mount in self._inventory.mounts() if mount.spec.mo_id == mo_id]

    def allows(self, uri: str, right: AccessRight, server: str) -> bool:
        """Whether the ACL in force lets a server use a command on a node."""
        return self._permissions.allows(uris.split(uri)[0], right, server)

    def value(self, uri: str) -> Value | None:
        """The value of a leaf that its maker keeps or the tree; None when it has none."""
        names, _ = uris.split(uri)
        node = self._inventory.get(names)
        return None if node is None else self._own_value(names, node)

    def children(self, uri: str) -> list[str]:
        """The names of a node's children, in order."""
        return self._inventory.children(uris.split(uri)[0])

    def store(self, uri: str, value: Value) -> None:
        """Set a leaf's value from the device's side. LocalError for a value the description does not allow."""
        names, _ = uris.split(uri)
        node = self._inventory.get(names)
        if node is None or node.spec is None:
            raise LocalError(f"there is no leaf {uri}")
        reason = node.spec.refuse(value)
        if reason is not None:
            raise LocalError(f"{uri}: {reason}")
        with self._changes:
            self._inventory.put(names, self._touched(node, value))

    # commands -----------------------------------------------------------------------------------------------------

    def get(self, uri: str, server: str | None = None, type: str | None = None) -> Reply:
        """A leaf's value, an interior node's child names, a property (``?prop=Type``) or a subtree (``?list=TNDS``).

        `type` is the media type that the server wants a document in.
        """
        found = self._find(uri)
        if isinstance(found, Reply):
            return found
        names, node, query = found
        kind, _, argument = query.partition("=")
        if query and kind not in ("prop", "list"):
            return Reply(406)
        readable = node.spec is None or AccessRight.GET in node.spec.access
        if not readable and kind != "prop":
            return Reply(405)
        if not self._permissions.allows(names, AccessRight.GET, server):
            return Reply(425)
        if kind == "prop":
            return properties.read(node, names, argument, self._value(names, node))
        if kind == "list":
            return self._listing.list(names, argument, server, type)
        if not node.is_leaf or node.spec is None:
            return Reply(200, "/".join(self._inventory.children(names)), "node")
        mime = node.spec.mime[0] if node.spec.mime else None
        return Reply(200, self._value(names, node), node.spec.format, mime)

    def execute(self, uri: str, order: Order) -> Reply:
        """Start an operation."""
        found = self._reach(uri, AccessRight.EXEC, order.server)
        if isinstance(found, Reply):
            return found
        names, _ = found
        mount = self._inventory.mount_of(names)
        path = mount.path(names)
        return Reply(mount.binding.execute(path, replace(order, path=path)))

    def replace(self, uri: str, value: Value, server: str | None = None, format: str | None = None) -> Reply:
        """Overwrite a leaf's value, or a property (``?prop=ACL``)."""
        if "?" in uri:
            return self._replace_property(uri, value, server)
        try:
            names, _ = uris.split(uri)
        except ValueError:
            return Reply(414)
        return Reply(self._overwrite(names, value, server, format))

    def add(
        self,
        uri: str,
        value: Value | None,
        server: str | None = None,
        format: str | None = None,
        type: str | None = None,
    ) -> Reply:
        """Create a node; with the `type` of a tree document, the nodes of that, all or none."""
        try:
            names, query = uris.split(uri)
        except ValueError:
            return Reply(414)
        if query:
            return Reply(405)
        if is_document(type):
            return Reply(self._as_one(lambda: self._planting.plant(names, value, server)))
        if names in self._inventory:
            return Reply(418)
        if self._missing_parents is MissingParents.CREATED:
            return self._add_with_parents(names, value, server, format, type)
        return Reply(self._add(names, value, server, format, type))

    def delete(self, uri: str, server: str | None = None) -> Reply:
        """Delete a node and all below it, whatever the AccessType of what is below."""
        found = self._reach(uri, AccessRight.DELETE, server)
        if isinstance(found, Reply):
            return found
        names, node = found
        if node.spec is not None and node.spec.permanent:
            return Reply(405)
        return Reply(self._try("Delete", names, None, lambda: self._take_away(names)))

    def copy(self, source: str, target: str, server: str | None = None) -> Reply:
        """Copy a leaf's value to another leaf, which is made where there is none.

        No ACL speaks of Copy: it takes Get on the source, Add above the target,
        and Delete and Replace on a target that there is.
        """
        origin = self._reach(source, AccessRight.COPY, server)
        if isinstance(origin, Reply):
            return origin
        found = self.get(source, server)
        if found.status != 200:
            return found
        if found.format == "node":
            return Reply(406)
        value = found.data if found.data is not None else ""
        place = self._find(target)
        if isinstance(place, Reply):
            # Whatever its own Format is, a leaf takes chr; no interior node does.
            return self.add(target, value, server, "chr") if place.status == 404 else place
        names, node, query = place
        if query:
            return Reply(405)
        if not node.is_leaf:
            return Reply(418)
        if not (
            self._permissions.allows(names[:-1], AccessRight.ADD, server)
            and self._permissions.allows(names, AccessRight.DELETE, server)
        ):
            return Reply(425)
        return self.replace(target, value, server)

    # atomic -------------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """What follows is one change, until `commit` or `rollback`."""
        if self._changes.open:
            raise LocalError("an Atomic is open already")
        self._changes.begin()
        self._atomic = True

    def commit(self) -> None:
        """Keep what was done since `begin`. OSError when the store cannot: `rollback` then."""
        if not self._atomic:
            raise LocalError("no Atomic is open")
        self._changes.keep()
        self._atomic = False
        self._changes.follow()

    def rollback(self) -> None:
        """Undo what was done since `begin`."""
        if not self._atomic:
            raise LocalError("no Atomic is open")
        self._atomic = False
        self._changes.undo()

    # inside -------------------------------------------------------------------------------------------------------

    def _find(self, uri: str) -> tuple[Names, Node, str] | Reply:
        try:
            names, query = uris.split(uri)
        except ValueError:
            return Reply(414)
        node = self._inventory.get(names)
        return Reply(404) if node is None else (names, node, query)

    def _reach(self, uri: str, right: AccessRight, server: str | None) -> tuple[Names, Node] | Reply:
        """The node a command is for, if its AccessType and ACL allow it."""
        found = self._find(uri)
        if isinstance(found, Reply):
            return found
        names, node, query = found
        refused = 405 if query else self._refuse(names, node.spec, right, server)
        return Reply(refused) if refused else (names, node)

    def _refuse(self, names: Names, spec: NodeSpec | None, right: AccessRight, server: str | None) -> int:
        """The Status that AccessType or ACL refuse a command with; 0 where they do not."""
        if spec is None or right not in spec.access:
            return 405
        # A Copy's rights are those of what it does: its own are checked by what it leads to.
        if right is not AccessRight.COPY and not self._permissions.allows(names, right, server):
            return 425
        return 0

    def _value(self, names: Names, node: Node) -> Value:
        mount = self._inventory.mount_at(names) if node.is_leaf else None
        live = None if mount is None else mount.binding.read(mount.path(names))
        return (self._own_value(names, node) or "") if live is None else live

    def _own_value(self, names: Names, node: Node) -> Value | None:
        values, path = self._makers_of(names) if node.is_leaf else (None, "")
        kept = None if values is None else values.read(path)
        return node.value if kept is None else kept

    def _makers_of(self, names: Names) -> tuple[KeptValues | None, str]:
        for length in range(len(names), 0, -1) if self._makers else ():
            found = self._makers.get(names[:length])
            if found is not None:
                return found, "/".join(names[length:])
        return None, ""

    def _overwrite(
        self, names: Names, value: Value | None, server: str | None, format: str | None, type: str | None = None
    ) -> int:
        node = self._inventory.get(names)
        if node is None:
            return 404
        spec = node.spec
        refused = self._refuse(names, spec, AccessRight.REPLACE, server)
        if refused or spec is None or spec.codec is None:
            return refused or 405
        status = refusal(spec, value, format, type)
        if status:
            return status
        kept = stored(spec, value if value is not None else "")
        return self._try("Replace", names, kept, lambda: self._inventory.put(names, self._touched(node, kept)))

    def _add(self, names: Names, value: Value | None, server: str | None, format: str | None, type: str | None) -> int:
        parent = self._inventory.get(names[:-1])
        if parent is None or parent.spec is None or parent.is_leaf:
            return 404
        spec = parent.spec.child(names[-1])
        if spec is None or not properties.is_name(names[-1]):
            return 404
        if AccessRight.ADD not in spec.access:
            return 405
        if not self._permissions.allows(names[:-1], AccessRight.ADD, server):
            return 425
        if spec.occurs.at_most is not None and not spec.name:
            siblings = [name for name in self._inventory.children(names[:-1]) if parent.spec.child(name) is spec]
            if len(siblings) >= spec.occurs.at_most:
                return 405
        if len(self._inventory) >= MAX_NODES:
            return 420
        status = refusal(spec, value, format, type)
        if status:
            return status

        kept = stored(spec, value) if value is not None else None

        def insert() -> None:
            if spec.codec is not None:
                self._insert(names, self._made(spec, kept if kept is not None else spec.default or ""))
                return
            self._insert(names, self._made(spec, acl=self._permissions.of_new(names, server)))
            grow(self._inventory, names, spec, stamp=self._stamp(), by_server=True)

        return self._try("Add", names, kept, insert)

    def _add_with_parents(
        self, names: Names, value: Value | None, server: str | None, format: str | None, type: str | None
    ) -> Reply:
        missing = [names[:length] for length in range(1, len(names)) if names[:length] not in self._inventory]

        def add_all() -> int:
            for above in missing:
                status = self._add(above, None, server, "node", None)
                if status >= 300:
                    return status
            return self._add(names, value, server, format, type)

        return Reply(self._as_one(add_all))

    def _replace_property(self, uri: str, value: Value, server: str | None) -> Reply:
        found = self._find(uri)
        if isinstance(found, Reply):
            return found
        names, node, query = found
        kind, _, name = query.partition("=")
        if kind != "prop" or name not in properties.KNOWN:
            return Reply(406)
        if name not in properties.CHANGEABLE:
            return Reply(405)
        try:
            text = value.decode("utf-8") if isinstance(value, bytes) else value
        except UnicodeDecodeError:
            return Reply(415)
        if name == "Name":
            # No URI of a command ends with blanks: a node called so could not be reached any more.
            return self._rename(names, node, text.strip(_BLANKS), server)
        change = self._properties.acl if name == "ACL" else self._properties.title
        return Reply(self._as_one(lambda: change(names, text, server)))

    def _rename(self, names: Names, node: Node, name: str, server: str | None) -> Reply:
        """Only nodes that were named at creation can have another name, and none whose owner is attached to it."""
        if node.spec is None or node.spec.name or node.spec.permanent or AccessRight.REPLACE not in node.spec.access:
            return Reply(405)
        if not self._permissions.allows(names, AccessRight.REPLACE, server):
            return Reply(425)
        parent = self._inventory.get(names[:-1])
        if not properties.is_name(name) or parent is None or parent.spec is None:
            return Reply(415)
        if parent.spec.child(name) is not node.spec:
            return Reply(405)
        renamed = (*names[:-1], name)
        if renamed in self._inventory:
            return Reply(200 if renamed == names else 418)
        if self._inventory.mount_of(names).names == names or self._inventory.mounts_below(names):
            return Reply(405)

        def move() -> None:
            for other in list(self._inventory.below(names)):
                moved = self._inventory.get(other)
                if moved is not None:
                    moved = self._touched(moved, moved.value) if other == names else moved
                    self._inventory.put(renamed + other[len(names) :], moved)
            self._inventory.drop(names)
            self._touch(names[:-1])

        return Reply(self._try("Rename", names, name, move))

    def _try(self, command: str, names: Names, value: Value | None, change: Callable[[], None]) -> int:
        """Make a change if its owners agree; what they note about a refusal is kept, the change is not."""
        mount = self._inventory.mount_of(names)
        inner = self._inventory.mounts_below(names) if command == "Delete" else []

        values, path = self._makers_of(names)

        def ask() -> int:
            change()
            status = mount.binding.changed(command, mount.path(names), value)
            for owner in inner:
                if status < 300:
                    status = owner.binding.changed(command, "", None)
            if values is not None and value is not None and status < 300 and command in ("Add", "Replace"):
                values.write(path, value)
            return status

        with self._changes:
            for owner in (mount, *inner):
                self._changes.involve(owner.binding)
            if values is not None:
                self._changes.involve(values)
            status = self._as_one(ask)
        return status

    def _as_one(self, action: Callable[[], int]) -> int:
        """Do something that is one change: kept when its Status is a success, undone otherwise."""
        self._changes.begin()
        try:
            status = action()
            if status < 300:
                self._changes.keep()
        except BaseException:
            self._changes.undo()
            raise
        if status >= 300:
            self._changes.undo()
        self._changes.follow()
        return status

    def _insert(self, names: Names, node: Node) -> None:
        self._inventory.put(names, node)
        self._touch(names[:-1])

    def _take_away(self, names: Names) -> None:
        if names in self._inventory:
            self._inventory.drop(names)
            self._touch(names[:-1])

    def _touch(self, names: Names) -> None:
        """A child came or went: that is the value of an interior node."""
        node = self._inventory.get(names)
        if node is not None:
            self._inventory.put(names, self._touched(node, node.value))

    def _made(self, spec: NodeSpec | None, value: Value | None = None, acl: Acl | None = None) -> Node:
        return Node(spec, value, NONE if acl is None else acl, stamp=self._stamp())

    def _touched(self, node: Node, value: Value | None) -> Node:
        return Node(node.spec, value, node.acl, node.title, self._stamp(), (node.version + 1) & 0xFFFF)

    def _stamp(self) -> str:
        return "" if self._now is None else self._now().astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")

"""A device's management tree: which nodes exist, their values, and what each command does to them.

Commands are checked against the description of the node (AccessType, format,
allowed values, size) before anything happens, and a command that is refused
leaves the tree as it was. The owner of an object, its `Binding`, decides about
Exec, hears of changes before they count, and may give values itself.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final, Protocol

from swm.errors import LocalError
from swm.tree import uri as uris
from swm.tree.access import AccessRight
from swm.tree.spec import NodeSpec

Value = str | bytes
Names = tuple[str, ...]

MAX_NODES: Final = 200_000


@dataclass(frozen=True, slots=True)
class Reply:
    """The Status of a command, and for a Get what was found."""

    status: int
    data: Value | None = None
    format: str | None = None
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """An Exec: who gave it, the Correlator its final alert must echo (None when there was none), the node executed.

    `path` is relative to the owner of the node, as in `Binding.execute`; the tree sets it.
    """

    server: str
    correlator: str | None = None
    data: str | None = None
    path: str = ""


class Binding(Protocol):
    """The owner of an object. Paths are relative to the object's root (``Download/PkgURL``)."""

    def read(self, path: str) -> Value | None:
        """The value of a leaf the owner keeps itself (State); None for all others."""

    def execute(self, path: str, order: Order) -> int:
        """Decide about an Exec; the Status."""

    def changed(self, command: str, path: str, value: Value | None) -> int:
        """Decide about a Replace, Add or Delete that the description allows; the tree shows the new value already.

        A Status of 300 or more takes the change back.
        """

    def begin(self) -> None:
        """An Atomic begins: nothing may leave the device until `commit`."""

    def commit(self) -> None:
        """The Atomic succeeded."""

    def rollback(self) -> None:
        """The Atomic failed: be as before `begin`."""


@dataclass(frozen=True, slots=True)
class _Mount:
    names: Names
    spec: NodeSpec
    binding: Binding
    absent: frozenset[str]


class ManagementTree:
    """The nodes of one device."""

    def __init__(self) -> None:
        self._mounts: dict[Names, _Mount] = {}
        self._nodes: dict[Names, NodeSpec | None] = {(): None}
        self._values: dict[Names, Value] = {}
        self._saved: tuple[dict[Names, NodeSpec | None], dict[Names, Value], dict[Names, _Mount]] | None = None

    # building -----------------------------------------------------------------------------------------------------

    def mount(self, uri: str, spec: NodeSpec, binding: Binding, *, absent: Collection[str] = ()) -> None:
        """Put an object's root at `uri`.

        Every node that must or may occur once and that no server has to Add is
        there from the start, but for those whose paths are in `absent`: the
        optional nodes this device does not have.
        """
        names, _ = uris.split(uri)
        if names in self._nodes:
            raise LocalError(f"{uri} exists already")
        for length in range(1, len(names)):
            self._nodes.setdefault(names[:length], None)
        self._mounts[names] = _Mount(names, spec, binding, frozenset(absent))
        self._nodes[names] = spec
        self._grow(names, spec)

    def create(self, uri: str) -> None:
        """Make a node on the device's own account, with what must be below it. LocalError where none may be."""
        names, _ = uris.split(uri)
        parent = self._nodes.get(names[:-1])
        spec = None if parent is None else parent.child(names[-1])
        if spec is None or names in self._nodes:
            raise LocalError(f"there can be no new node {uri}")
        self._nodes[names] = spec
        if spec.default is not None:
            self._values[names] = spec.default
        self._grow(names, spec)

    def remove(self, uri: str) -> None:
        """Take a node and all below it away, on the device's own account; who was attached there no longer is."""
        names, _ = uris.split(uri)
        for other in [other for other in self._nodes if other[: len(names)] == names]:
            del self._nodes[other]
            self._values.pop(other, None)
        for other in [other for other in self._mounts if other[: len(names)] == names]:
            del self._mounts[other]

    def attach(self, uri: str, binding: Binding) -> None:
        """Give a node, and all below it, an owner of its own; its paths are relative to the node."""
        names, _ = uris.split(uri)
        spec = self._nodes.get(names)
        if spec is None:
            raise LocalError(f"there is no node {uri}")
        outer = self._mount_of(names)
        prefix = f"{_general(outer.spec, names[len(outer.names) :])}/"
        absent = frozenset(path.removeprefix(prefix) for path in outer.absent if path.startswith(prefix))
        self._mounts[names] = _Mount(names, spec, binding, absent)
        if self._saved is not None:
            binding.begin()

    def exists(self, uri: str) -> bool:
        """Whether there is such a node."""
        return uris.split(uri)[0] in self._nodes

    def live(self, uri: str) -> Value | None:
        """What a server would read: the owner's value, else the stored one."""
        names, _ = uris.split(uri)
        if names not in self._nodes:
            return None
        mount = self._mount_of(names)
        found = mount.binding.read("/".join(names[len(mount.names) :]))
        return self._values.get(names) if found is None else found

    def objects(self, mo_id: str) -> list[str]:
        """Where objects of this MO id are."""
        return [uris.join(mount.names) for mount in self._mounts.values() if mount.spec.mo_id == mo_id]

    def value(self, uri: str) -> Value | None:
        """The stored value of a leaf; None when it has none. For the device's own use: no access check."""
        return self._values.get(uris.split(uri)[0])

    def store(self, uri: str, value: Value) -> None:
        """Set a leaf's value from the device's side. LocalError for a value the description does not allow."""
        names, _ = uris.split(uri)
        spec = self._nodes.get(names)
        if spec is None:
            raise LocalError(f"there is no leaf {uri}")
        reason = spec.refuse(value)
        if reason is not None:
            raise LocalError(f"{uri}: {reason}")
        self._values[names] = value

    # commands -----------------------------------------------------------------------------------------------------

    def get(self, uri: str) -> Reply:
        """A leaf's value, an interior node's child names, or a property (``?prop=Type``)."""
        try:
            names, query = uris.split(uri)
        except ValueError:
            return Reply(414)
        if names not in self._nodes:
            return Reply(404)
        spec = self._nodes[names]
        if query:
            return self._property(names, spec, query)
        if spec is None or spec.codec is None:
            if spec is not None and AccessRight.GET not in spec.access:
                return Reply(405)
            return Reply(200, "/".join(self._children(names)), "node")
        if AccessRight.GET not in spec.access:
            return Reply(405)
        mount = self._mount_of(names)
        live = mount.binding.read("/".join(names[len(mount.names) :]))
        found = self._values.get(names, "") if live is None else live
        return Reply(200, found, spec.format, spec.mime[0] if spec.mime else None)

    def execute(self, uri: str, order: Order) -> Reply:
        """Start an operation."""
        found = self._reach(uri, AccessRight.EXEC)
        if isinstance(found, Reply):
            return found
        names, mount, _ = found
        path = "/".join(names[len(mount.names) :])
        return Reply(mount.binding.execute(path, replace(order, path=path)))

    def replace(self, uri: str, value: Value) -> Reply:
        """Overwrite a leaf's value."""
        found = self._reach(uri, AccessRight.REPLACE)
        if isinstance(found, Reply):
            return found
        names, mount, spec = found
        if spec.codec is None:
            return Reply(405)
        # An empty value empties the leaf, whatever its format: that is how PkgData is cleared.
        if value and spec.refuse(value) is not None:
            return Reply(413 if spec.max_size is not None and len(value) > spec.max_size else 415)
        return self._try("Replace", mount, names, spec, value)

    def add(self, uri: str, value: Value | None) -> Reply:
        """Create a node."""
        try:
            names, _ = uris.split(uri)
        except ValueError:
            return Reply(414)
        if names in self._nodes:
            return Reply(418)
        mount = self._mount_of(names) if self._is_mounted(names) else None
        parent = self._nodes.get(names[:-1])
        if mount is None or parent is None:
            return Reply(404)
        spec = parent.child(names[-1])
        if spec is None or parent.codec is not None:
            return Reply(404)
        if AccessRight.ADD not in spec.access:
            return Reply(405)
        siblings = [name for name in self._children(names[:-1]) if parent.child(name) is spec]
        if spec.occurs.at_most is not None and len(siblings) >= spec.occurs.at_most:
            return Reply(405)
        if len(self._nodes) >= MAX_NODES:
            return Reply(420)
        if spec.codec is None and value:
            return Reply(415)
        if spec.codec is not None and value and spec.refuse(value) is not None:
            return Reply(415)
        return self._try("Add", mount, names, spec, value)

    def delete(self, uri: str) -> Reply:
        """Delete a node and all below it."""
        found = self._reach(uri, AccessRight.DELETE)
        if isinstance(found, Reply):
            return found
        names, mount, spec = found
        if spec.permanent:
            return Reply(405)
        nodes, values = dict(self._nodes), dict(self._values)
        for other in [other for other in self._nodes if other[: len(names)] == names]:
            del self._nodes[other]
            self._values.pop(other, None)
        status = mount.binding.changed("Delete", "/".join(names[len(mount.names) :]), None)
        if status >= 300:
            self._nodes, self._values = nodes, values
        return Reply(status)

    # atomic -------------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Remember everything, so that `rollback` can bring it back."""
        if self._saved is not None:
            raise LocalError("an Atomic is open already")
        self._saved = (dict(self._nodes), dict(self._values), dict(self._mounts))
        for mount in self._mounts.values():
            mount.binding.begin()

    def commit(self) -> None:
        """Keep what was done since `begin`."""
        self._saved = None
        for mount in list(self._mounts.values()):
            mount.binding.commit()

    def rollback(self) -> None:
        """Undo what was done since `begin`."""
        if self._saved is None:
            raise LocalError("no Atomic is open")
        self._nodes, self._values, self._mounts = self._saved
        self._saved = None
        for mount in self._mounts.values():
            mount.binding.rollback()

    # inside -------------------------------------------------------------------------------------------------------

    def _grow(self, names: Names, spec: NodeSpec, *, by_server: bool = False) -> None:
        """The nodes that come into being with a node: those no server adds, and those there must be.

        Where a server made the node, it adds what it may add by itself.
        """
        mount = self._mount_of(names)
        prefix = _general(mount.spec, names[len(mount.names) :])
        for path, node in spec.walk():
            below = tuple(path.split("/"))
            addable = AccessRight.ADD in node.access
            required = not addable if by_server else node.occurs.at_least == 1 or not addable
            general = f"{prefix}/{path}" if prefix else path
            if "<x>" in below or general in mount.absent or not required or names + below[:-1] not in self._nodes:
                continue
            self._nodes[names + below] = node
            if node.default is not None:
                self._values[names + below] = node.default

    def _try(self, command: str, mount: _Mount, names: Names, spec: NodeSpec, value: Value | None) -> Reply:
        existed, before = names in self._nodes, self._values.get(names)
        self._nodes[names] = spec
        if spec.codec is not None:
            self._values[names] = value if value is not None else spec.default or ""
        else:
            self._grow(names, spec, by_server=True)
        status = mount.binding.changed(command, "/".join(names[len(mount.names) :]), value)
        if status >= 300:
            if not existed:
                for other in [other for other in self._nodes if other[: len(names)] == names]:
                    del self._nodes[other]
                    self._values.pop(other, None)
            if before is None:
                self._values.pop(names, None)
            else:
                self._values[names] = before
        return Reply(status)

    def _reach(self, uri: str, right: AccessRight) -> tuple[Names, _Mount, NodeSpec] | Reply:
        try:
            names, query = uris.split(uri)
        except ValueError:
            return Reply(414)
        if names not in self._nodes:
            return Reply(404)
        spec = self._nodes[names]
        if spec is None or right not in spec.access or query:
            return Reply(405)
        return names, self._mount_of(names), spec

    def _is_mounted(self, names: Names) -> bool:
        return any(names[:length] in self._mounts for length in range(len(names), 0, -1))

    def _mount_of(self, names: Names) -> _Mount:
        for length in range(len(names), 0, -1):
            mount = self._mounts.get(names[:length])
            if mount is not None:
                return mount
        raise LocalError(f"{uris.join(names)} belongs to no object")

    def _children(self, names: Names) -> list[str]:
        depth = len(names) + 1
        return sorted({node[depth - 1] for node in self._nodes if len(node) == depth and node[: depth - 1] == names})

    def _property(self, names: Names, spec: NodeSpec | None, query: str) -> Reply:
        name = query.removeprefix("prop=")
        if name == query:
            return Reply(406)
        if name == "Name":
            return Reply(200, names[-1] if names else ".", "chr")
        if name == "Format":
            return Reply(200, "node" if spec is None else spec.format, "chr")
        if name == "Type":
            shown = "" if spec is None else spec.mo_id or (spec.mime[0] if spec.mime else "")
            return Reply(200, shown, "chr")
        if name == "Size" and spec is not None and spec.codec is not None:
            found = self._values.get(names, "")
            return Reply(200, str(len(found if isinstance(found, bytes) else found.encode("utf-8"))), "int")
        return Reply(406)


def _general(spec: NodeSpec, names: Names) -> str:
    """A path below a node as the specification writes it: with ``<x>`` for names given at creation."""
    parts = []
    for name in names:
        child = spec.child(name)
        if child is None:
            break
        parts.append(child.name or "<x>")
        spec = child
    return "/".join(parts)

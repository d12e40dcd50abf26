"""The building blocks of generated `nodes.py`: a management object as classes.

A class describes an interior node, its attributes the nodes below it. Seen on
the class, an attribute is the description (`Fumo.state.spec`); seen on an
object bound to a connection, it is that node of that device
(`await fumo.state.get()`).
"""

from __future__ import annotations

from typing import Any, ClassVar, Final, Generic, TypeVar, overload

from swm.tree.access import Add, Delete, Exec, Get, NoAccess, Replace
from swm.tree.codec import Codec
from swm.tree.connection import Connection
from swm.tree.spec import NodeSpec, Occurs

T = TypeVar("T")
A_co = TypeVar("A_co", bound=NoAccess, covariant=True)
N = TypeVar("N", bound="Interior")


class LeafAt(Generic[T, A_co]):
    """A leaf of one device. Which methods may be called is part of its type."""

    __slots__ = ("_codec", "_connection", "_spec", "uri")

    def __init__(self, connection: Connection, uri: str, codec: Codec[T], spec: NodeSpec | None = None) -> None:
        self._connection = connection
        self._codec = codec
        self._spec = spec
        self.uri: Final = uri

    def _encoded(self, value: T) -> str | bytes:
        """What goes over the wire; ValueError for a value that the node does not allow, before anything is sent."""
        encoded = self._codec.encode(value)
        reason = None if self._spec is None else self._spec.refuse(encoded)
        if reason is not None:
            raise ValueError(f"{self.uri}: {reason}")
        return encoded

    async def get(self: LeafAt[T, Get]) -> T:
        """The value. ValueError when the device sends what the format cannot say."""
        return self._codec.decode(await self._connection.get(self.uri))

    async def replace(self: LeafAt[T, Replace], value: T) -> int:
        """Overwrite the value; the Status. ValueError for a value that the node does not allow."""
        return await self._connection.replace(self.uri, self._encoded(value), self._codec.format)

    async def add(self: LeafAt[T, Add], value: T) -> int:
        """Create the node with a value; the Status. ValueError for a value that the node does not allow."""
        return await self._connection.add(self.uri, self._encoded(value), self._codec.format)

    async def delete(self: LeafAt[T, Delete]) -> int:
        """Delete the node; the Status."""
        return await self._connection.delete(self.uri)

    async def execute(self: LeafAt[T, Exec], *, correlator: str | None = None, data: str | None = None) -> int:
        """Start the operation; the Status: 200 when done, 202 when a final alert follows."""
        return await self._connection.execute(self.uri, correlator, data)


class Leaf(Generic[T, A_co]):
    """The description of a leaf."""

    __slots__ = ("codec", "spec")

    def __init__(self, name: str, codec: Codec[T], access: type[A_co], occurs: Occurs, **limits: Any) -> None:
        self.codec: Final = codec
        self.spec: Final = NodeSpec(name, access.rights, occurs, codec, **limits)

    @overload
    def __get__(self, instance: None, owner: type[Interior]) -> Leaf[T, A_co]: ...
    @overload
    def __get__(self, instance: Interior, owner: type[Interior]) -> LeafAt[T, A_co]: ...
    def __get__(self, instance: Interior | None, owner: type[Interior]) -> Leaf[T, A_co] | LeafAt[T, A_co]:
        if instance is None:
            return self
        return LeafAt(instance.connection, f"{instance.uri}/{self.spec.name}", self.codec, self.spec)


class Leaves(Generic[T, A_co]):
    """Leaves that are named at creation."""

    __slots__ = ("codec", "spec")

    def __init__(self, codec: Codec[T], access: type[A_co], occurs: Occurs, **limits: Any) -> None:
        self.codec: Final = codec
        self.spec: Final = NodeSpec("", access.rights, occurs, codec, **limits)

    @overload
    def __get__(self, instance: None, owner: type[Interior]) -> Leaves[T, A_co]: ...
    @overload
    def __get__(self, instance: Interior, owner: type[Interior]) -> LeafInstances[T, A_co]: ...
    def __get__(self, instance: Interior | None, owner: type[Interior]) -> Leaves[T, A_co] | LeafInstances[T, A_co]:
        return self if instance is None else LeafInstances(self.codec, instance, self.spec)


class LeafInstances(Generic[T, A_co]):
    """The leaves below one node that are named at creation."""

    __slots__ = ("_codec", "_parent", "_spec")

    def __init__(self, codec: Codec[T], parent: Interior, spec: NodeSpec | None = None) -> None:
        self._codec = codec
        self._parent = parent
        self._spec = spec

    def __getitem__(self, name: str) -> LeafAt[T, A_co]:
        return LeafAt(self._parent.connection, f"{self._parent.uri}/{name}", self._codec, self._spec)

    async def names(self) -> list[str]:
        """The names the device has."""
        return await self._parent.names()


class Interior:
    """An interior node of one device, or, as a class, its description."""

    ACCESS: ClassVar[type[NoAccess]] = NoAccess
    MO_ID: ClassVar[str | None] = None
    _children: ClassVar[tuple[NodeSpec, ...]] = ()

    def __init_subclass__(cls) -> None:
        """Describe the children once; they are defined before their parent, so no depth of a tree matters."""
        own = tuple(
            member.spec if isinstance(member, (Leaf, Leaves)) else member.describe()
            for member in vars(cls).values()
            if isinstance(member, (Leaf, Leaves, Child, Children))
        )
        cls._children = own or cls._children

    def __init__(self, connection: Connection, uri: str) -> None:
        self.connection: Final = connection
        self.uri: Final = uri

    async def names(self) -> list[str]:
        """The names of the children the device has."""
        found = await self.connection.get(self.uri)
        text = found.decode("utf-8") if isinstance(found, bytes) else found
        return [name for name in text.split("/") if name]

    @classmethod
    def describe(cls, name: str, occurs: Occurs, permanent: bool = False) -> NodeSpec:
        """The node and all below it."""
        return NodeSpec(name, cls.ACCESS.rights, occurs, mo_id=cls.MO_ID, permanent=permanent, children=cls._children)


class Child(Generic[N]):
    """An interior node below another."""

    __slots__ = ("_kind", "_name", "_occurs", "_permanent")

    def __init__(self, name: str, kind: type[N], occurs: Occurs, *, permanent: bool = False) -> None:
        self._name = name
        self._kind = kind
        self._occurs = occurs
        self._permanent = permanent

    def describe(self) -> NodeSpec:
        """The node and all below it."""
        return self._kind.describe(self._name, self._occurs, self._permanent)

    @overload
    def __get__(self, instance: None, owner: type[Interior]) -> type[N]: ...
    @overload
    def __get__(self, instance: Interior, owner: type[Interior]) -> N: ...
    def __get__(self, instance: Interior | None, owner: type[Interior]) -> type[N] | N:
        if instance is None:
            return self._kind
        return self._kind(instance.connection, f"{instance.uri}/{self._name}")


class Instances(Generic[N]):
    """The nodes below one node that are named at creation."""

    __slots__ = ("_kind", "_parent")

    def __init__(self, kind: type[N], parent: Interior) -> None:
        self._kind = kind
        self._parent = parent

    def __getitem__(self, name: str) -> N:
        return self._kind(self._parent.connection, f"{self._parent.uri}/{name}")

    async def names(self) -> list[str]:
        """The names the device has."""
        return await self._parent.names()


class Children(Generic[N]):
    """Interior nodes that are named at creation."""

    __slots__ = ("_kind", "_occurs")

    def __init__(self, kind: type[N], occurs: Occurs) -> None:
        self._kind = kind
        self._occurs = occurs

    def describe(self) -> NodeSpec:
        """The nodes and all below them."""
        return self._kind.describe("", self._occurs)

    @overload
    def __get__(self, instance: None, owner: type[Interior]) -> type[N]: ...
    @overload
    def __get__(self, instance: Interior, owner: type[Interior]) -> Instances[N]: ...
    def __get__(self, instance: Interior | None, owner: type[Interior]) -> type[N] | Instances[N]:
        return self._kind if instance is None else Instances(self._kind, instance)


class Executes(Interior):
    """An interior node that takes Exec."""

    async def execute(self, *, correlator: str | None = None, data: str | None = None) -> int:
        """Start the operation; the Status: 200 when done, 202 when a final alert follows."""
        return await self.connection.execute(self.uri, correlator, data)


class Adds(Interior):
    """An interior node that a server may create."""

    async def add(self) -> int:
        """Create the node; the Status."""
        return await self.connection.add(self.uri, None, "node")


class Deletes(Interior):
    """An interior node that a server may delete."""

    async def delete(self) -> int:
        """Delete the node and all below it; the Status."""
        return await self.connection.delete(self.uri)

"""The digest tree of a package: from the root in its signed target to every chunk and every datagram.

A package is cut into chunks, a chunk into symbols (what one datagram
carries). The tree has three kinds of nodes, each as long as a symbol, so that
one datagram carries it, and filled up with zeros:

* symbol nodes hold the digests of the symbols of one chunk;
* index leaves hold, for some chunks each, the digest of the chunk and those
  of its symbol nodes;
* inner nodes hold the digests of the nodes below.

Index leaves and inner nodes together are the index; node 0 is the root, then
level by level. Who downloads chunks needs the index alone; who listens to
datagrams gets symbol nodes beside each chunk. A digest is the first 16 octets
of SHA-256. Which digest means what follows from the signed sizes alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from swm.security.target import DIGEST, BadTarget

if TYPE_CHECKING:
    from swm.security.target import Target


def digest(data: bytes | bytearray | memoryview) -> bytes:
    """The digest of a chunk, a symbol or a node."""
    return sha256(data).digest()[:DIGEST]


@dataclass(frozen=True, slots=True)
class Geometry:
    """Where everything is, computed from the four signed sizes."""

    length: int
    chunk_size: int
    symbol_size: int
    repair: int = 0

    @classmethod
    def of(cls, target: Target) -> Geometry:
        """The geometry of a signed target. BadTarget when an entry of the index does not fit into one node."""
        geometry = cls(target.length, target.chunk_size, target.symbol_size, target.repair)
        if geometry.chunks_a_leaf < 1:
            raise BadTarget(
                f"the digests of a chunk of {target.chunk_size} do not fit a symbol of {target.symbol_size}"
            )
        return geometry

    @property
    def arity(self) -> int:
        """Digests in a node."""
        return self.symbol_size // DIGEST

    @property
    def chunks(self) -> int:
        """Chunks of the package."""
        return -(-self.length // self.chunk_size)

    @property
    def entry(self) -> int:
        """Digests in the entry of a chunk: its own, then those of its symbol nodes."""
        return 1 + -(-(-(-self.chunk_size // self.symbol_size) + self.repair) // self.arity)

    @property
    def chunks_a_leaf(self) -> int:
        """Entries in an index leaf."""
        return self.arity // self.entry

    def chunk_length(self, chunk: int) -> int:
        """Octets of a chunk; only the last is shorter."""
        return min(self.chunk_size, self.length - chunk * self.chunk_size)

    def source_symbols(self, chunk: int) -> int:
        """Symbols that the octets of a chunk make."""
        return -(-self.chunk_length(chunk) // self.symbol_size)

    def symbols(self, chunk: int) -> int:
        """Symbols of a chunk, those for repair too."""
        return self.source_symbols(chunk) + self.repair

    def symbol_nodes(self, chunk: int) -> int:
        """Symbol nodes of a chunk."""
        return -(-self.symbols(chunk) // self.arity)

    def levels(self) -> list[int]:
        """How many nodes each level of the index has, from the root down."""
        counts = [-(-self.chunks // self.chunks_a_leaf)]
        while counts[0] > 1:
            counts.insert(0, -(-counts[0] // self.arity))
        return counts

    @property
    def index_nodes(self) -> int:
        """Nodes of the index."""
        return sum(self.levels())

    def leaf(self, chunk: int) -> int:
        """The number of the index leaf that has the entry of a chunk."""
        return self.index_nodes - self.levels()[-1] + chunk // self.chunks_a_leaf

    def path(self, chunk: int) -> list[int]:
        """The numbers of the index nodes from the root to the leaf of a chunk."""
        levels = self.levels()
        place = chunk // self.chunks_a_leaf
        path = []
        first = self.index_nodes
        for count in reversed(levels):
            first -= count
            path.append(first + place)
            place //= self.arity
        return path[::-1]


class DigestTree:
    """The index of one package as far as it is known. Every node in it hashes up to the root."""

    def __init__(self, geometry: Geometry, root: bytes) -> None:
        self.geometry = geometry
        self._root = root
        self._nodes: list[bytes | None] = [None] * geometry.index_nodes
        self._parents = _parents(geometry)
        self.known = 0
        """How many nodes are known."""

    @property
    def complete(self) -> bool:
        """Whether every node of the index is known."""
        return self.known == len(self._nodes)

    def node(self, number: int) -> bytes | None:
        """A node; None while it is not known."""
        return self._nodes[number]

    def add(self, number: int, node: bytes) -> bool:
        """Take a node in. False for one that does not hash to its place, or whose place is not yet known."""
        if not 0 <= number < len(self._nodes):
            return False
        if self._nodes[number] is not None:
            return self._nodes[number] == node
        expected = self._expected(number)
        if expected is None or len(node) != self.geometry.symbol_size or digest(node) != expected:
            return False
        self._nodes[number] = bytes(node)
        self.known += 1
        return True

    def _expected(self, number: int) -> bytes | None:
        if number == 0:
            return self._root
        parent, place = self._parents[number]
        above = self._nodes[parent]
        return None if above is None else above[place * DIGEST : (place + 1) * DIGEST]

    def chunk_digest(self, chunk: int) -> bytes | None:
        """The digest of a chunk; None while its leaf is not known."""
        return self._entry(chunk, 0)

    def symbol_node_digest(self, chunk: int, number: int) -> bytes | None:
        """The digest of a symbol node; None while the leaf of its chunk is not known."""
        return self._entry(chunk, 1 + number)

    def _entry(self, chunk: int, number: int) -> bytes | None:
        geometry = self.geometry
        leaf = self._nodes[len(self._nodes) - self._leaves + chunk // geometry.chunks_a_leaf]
        if leaf is None:
            return None
        start = (chunk % geometry.chunks_a_leaf * geometry.entry + number) * DIGEST
        return leaf[start : start + DIGEST]

    @property
    def _leaves(self) -> int:
        return -(-self.geometry.chunks // self.geometry.chunks_a_leaf)

    def to_bytes(self) -> bytes:
        """The whole index, node after node, as it is published beside the package."""
        return b"".join(node for node in self._nodes if node is not None)

    def add_all(self, index: bytes) -> bool:
        """Take in a published index. False when a node is wrong or the length is; what is right stays."""
        size = self.geometry.symbol_size
        if len(index) != size * len(self._nodes):
            return False
        return all(self.add(number, index[number * size : (number + 1) * size]) for number in range(len(self._nodes)))


def _parents(geometry: Geometry) -> list[tuple[int, int]]:
    """For each node of the index its parent and its place there."""
    parents = [(0, 0)]
    above = 0
    first = 1
    for count in geometry.levels()[1:]:
        parents += [(above + place // geometry.arity, place % geometry.arity) for place in range(count)]
        above, first = first, first + count
    return parents


def symbols_of(geometry: Geometry, data: bytes) -> list[bytes]:
    """The source symbols of a chunk; the last is as short as it is."""
    size = geometry.symbol_size
    return [data[start : start + size] for start in range(0, len(data), size)]


def node_of(geometry: Geometry, digests: list[bytes]) -> bytes:
    """A node with these digests, filled up with zeros."""
    return b"".join(digests).ljust(geometry.symbol_size, b"\0")


def symbol_nodes_of(geometry: Geometry, symbols: list[bytes]) -> list[bytes]:
    """The symbol nodes of a chunk, from its symbols (those for repair last)."""
    digests = [digest(symbol) for symbol in symbols]
    return [
        node_of(geometry, digests[start : start + geometry.arity]) for start in range(0, len(digests), geometry.arity)
    ]


def build_index(
    geometry: Geometry,
    chunk: Callable[[int], bytes],
    repair: Callable[[bytes], list[bytes]] = lambda data: [],
) -> tuple[bytes, bytes]:
    """Root and index of a package. `chunk` reads one, `repair` makes the repair symbols of one."""
    entries = []
    for number in range(geometry.chunks):
        data = chunk(number)
        nodes = symbol_nodes_of(geometry, symbols_of(geometry, data) + repair(data))
        entry = [digest(data), *(digest(node) for node in nodes)]
        entries.append(b"".join(entry).ljust(geometry.entry * DIGEST, b"\0"))
    step = geometry.chunks_a_leaf
    level = [node_of(geometry, entries[start : start + step]) for start in range(0, len(entries), step)]
    nodes = list(level)
    while len(level) > 1:
        digests = [digest(node) for node in level]
        level = [
            node_of(geometry, digests[start : start + geometry.arity])
            for start in range(0, len(digests), geometry.arity)
        ]
        nodes = level + nodes
    return digest(nodes[0]), b"".join(nodes)

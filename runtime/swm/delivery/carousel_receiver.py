"""The receiving side of a carousel, as pure state: every datagram is checked on arrival, forged ones leave no trace.

A datagram is right when what it carries hashes to its place in the digest
tree. Its place follows from the TOI in a session of ours, or from what an FDT
of another sender says; that is only a guess, and the tree decides.

A chunk of which some symbols are missing when a later one comes waits in its
place in the store's file, and which symbols it has in memory (a kill loses
these, never a whole chunk). So memory does not grow with loss.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from swm.delivery import alc
from swm.delivery.carousel import Part, place_named, place_of
from swm.delivery.repair_symbols import can_recover, recover
from swm.delivery.small_files import Listener, SmallFiles
from swm.errors import MessageError
from swm.security.target import DIGEST

if TYPE_CHECKING:
    from swm.delivery.alc import Packet
    from swm.delivery.chunk_store import ChunkStore
    from swm.delivery.fdt import File

MAX_OPEN: Final = 16
"""Chunks in memory at once."""
GUESSES: Final = 4
"""How many places an FDT may claim for one TOI."""
MAX_GUESSED: Final = 4096
_HEAD = struct.Struct(">IIIII").unpack_from
_OURS: Final = 0x10A00400
"""The head of a packet of a session of ours, but for its last octet, the FEC encoding."""


class _Chunk:
    """A chunk on its way: its symbols, and the digests that are known of those that are not there yet.

    `awaited` holds for each symbol its digest, None while that is not known, and
    nothing (b"") once the symbol is there.
    """

    __slots__ = ("awaited", "left", "parts", "short", "source")

    def __init__(self, source: int, total: int, short: int) -> None:
        self.source = source
        self.short = short
        self.left = source
        self.parts: list[bytes | None] = [None] * total
        self.awaited: list[bytes | None] = [None] * total


class Assembly:
    """What comes in of one package. `take` is for `ReceptionChecks.take_datagram`, `ready` gives whole chunks."""

    def __init__(self, store: ChunkStore, tsi: int, small: SmallFiles | None = None) -> None:
        self._store = store
        self._geometry = store.geometry
        self._tsi = tsi
        self._end = 2 + 2 * store.geometry.chunks
        self._size = store.geometry.symbol_size
        self._listener = Listener(tsi, small if small is not None else SmallFiles())
        self._open: dict[int, _Chunk] = {}
        self._parked: dict[int, bytes] = {}
        self.whole: list[tuple[int, bytes, str]] = []
        """Chunks that are whole and wait for the procedure `receive`: place, octets, the name an FDT gave."""
        self._guesses: dict[int, list[tuple[Part, int, str]]] = {}
        self.verified = 0
        """Datagrams whose octets were hashed and had their place. A symbol that is there already is passed over unread,
        so that a flood of them costs nothing; it does not count here, and tells nothing about the sender."""
        self.closed = False
        """Whether the sender closed the session. Nobody signs that; it is a hint."""

    @property
    def small(self) -> SmallFiles:
        """Small files that came along, none of them believed."""
        return self._listener.small

    def ready(self) -> Iterator[tuple[int, bytes, str]]:
        """The chunks of `whole`, each once."""
        while self.whole:
            yield self.whole.pop()

    def take(self, datagram: bytes) -> bool:
        """Take a datagram in. False when nothing of it was authenticated."""
        if len(datagram) > 20:
            flags, _, tsi, toi, symbol = _HEAD(datagram)
            if toi & 1 and flags & 0xFFFFFF00 == _OURS and tsi == self._tsi and 1 < toi < self._end:
                # The common case, without a Packet: a symbol of a chunk in a session of ours. Both payload ids have
                # block 0, so the symbol is the number of 32 bits.
                if self._symbol((toi - 3) >> 1, symbol, datagram[20:], ""):
                    return True
                if toi not in self._guesses:
                    return False
        try:
            packet = alc.decode(datagram)
        except MessageError:
            return False
        return self._take(packet)

    def _take(self, packet: Packet) -> bool:
        if packet.tsi != self._tsi:
            return False
        if packet.closes_session:
            self.closed = True
            return False
        if packet.toi == 0:
            for file in self._listener.hear(packet):
                self._described(file)
            return False
        if packet.block != 0:
            return False
        place = place_of(packet.toi, self._geometry.chunks)
        if place is not None and self._part(place[0], place[1], packet, ""):
            return True
        for part, chunk, name in self._guesses.get(packet.toi, ()):
            if self._part(part, chunk, packet, name):
                return True
        self._listener.hear(packet)
        return False

    def _part(self, part: Part, chunk: int, packet: Packet, name: str) -> bool:
        if part is Part.INDEX:
            known = self._store.add_node(packet.symbol, packet.payload)
            self.verified += known
            return known
        if part is Part.NODES:
            return self._symbol_node(chunk, packet.symbol, packet.payload)
        return self._symbol(chunk, packet.symbol, packet.payload, name)

    # Descriptions

    def _described(self, file: File) -> None:
        """What an FDT says of a part of the package: a guess, unless it is what the TOI says already."""
        place = place_named(self._store.target, self._geometry.chunks, file.location)
        if place is None or place == place_of(file.toi, self._geometry.chunks):
            return
        guesses = self._guesses.setdefault(file.toi, [])
        guess = (*place, file.location)
        if guess not in guesses:
            guesses.append(guess)
            del guesses[:-GUESSES]
        if len(self._guesses) > MAX_GUESSED:
            del self._guesses[next(iter(self._guesses))]

    # Symbols

    def _chunk(self, number: int) -> _Chunk | None:
        """The chunk, opened if need be. None when it is stored already."""
        found = self._open.get(number)
        if found is not None:
            return found
        if self._store.holds(number):
            return None
        geometry = self._geometry
        source, size = geometry.source_symbols(number), self._size
        found = _Chunk(source, geometry.symbols(number), geometry.chunk_length(number) - (source - 1) * size)
        parked = self._parked.pop(number, None)
        if parked is not None:
            data = self._store.read(number)
            for symbol in range(source):
                if parked[symbol]:
                    found.parts[symbol] = data[symbol * size : (symbol + 1) * size]
                    found.awaited[symbol] = b""
                    found.left -= 1
        if len(self._open) >= MAX_OPEN:
            self._park(next(iter(self._open)))
        self._open[number] = found
        return found

    def _park(self, number: int) -> None:
        chunk = self._open.pop(number)
        parts = chunk.parts[: chunk.source]
        if any(part is not None for part in parts):
            last = chunk.source - 1
            gaps = [bytes(chunk.short if place == last else self._size) for place in (0, last)]
            self._store.park(number, b"".join(part or gaps[place == last] for place, part in enumerate(parts)))
            self._parked[number] = bytes(part is not None for part in parts)

    def _symbol_node(self, number: int, place: int, node: bytes) -> bool:
        geometry = self._geometry
        if not 0 <= place < geometry.symbol_nodes(number) or len(node) != geometry.symbol_size:
            return False
        expected = self._store.tree.symbol_node_digest(number, place)
        if expected is None or sha256(node).digest()[:DIGEST] != expected:
            return False
        self.verified += 1
        chunk = self._chunk(number)
        if chunk is not None:
            first = place * geometry.arity
            for symbol in range(first, min(first + geometry.arity, len(chunk.awaited))):
                if chunk.awaited[symbol] is None:
                    start = (symbol - first) * DIGEST
                    chunk.awaited[symbol] = node[start : start + DIGEST]
        return True

    def _symbol(self, number: int, symbol: int, payload: bytes, name: str) -> bool:
        chunk = self._open.get(number)
        if chunk is None:
            return 0 <= number < self._geometry.chunks and self._store.holds(number)
        if symbol >= len(chunk.awaited):
            return False
        awaited = chunk.awaited[symbol]
        if not awaited:  # not known yet, or there already
            return awaited is not None
        if symbol == chunk.source - 1:
            payload = payload[: chunk.short]
        if not sha256(payload).digest().startswith(awaited):
            return False
        self.verified += 1
        if symbol >= chunk.source and not can_recover():
            return True
        chunk.awaited[symbol] = b""
        chunk.parts[symbol] = payload
        chunk.left -= 1
        if chunk.left <= 0:
            self._finish(number, chunk, name)
        return True

    def _finish(self, number: int, chunk: _Chunk, name: str) -> None:
        source = chunk.parts[: chunk.source]
        data: bytes | None
        if None not in source:
            data = b"".join(part for part in source if part is not None)
        else:
            symbols = {place: part for place, part in enumerate(chunk.parts) if part is not None}
            data = recover(self._geometry.chunk_length(number), self._size, symbols)
            if data is None:
                # One more symbol than there are source symbols nearly always suffices.
                chunk.left = 1
                return
        del self._open[number]
        self.whole.append((number, data, name))

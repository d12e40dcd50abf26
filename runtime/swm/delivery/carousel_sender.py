"""The sending side of a carousel, as pure state: datagrams out, in the order they are to be sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from swm.delivery import alc
from swm.delivery.alc import NO_CODE, RAPTORQ, Oti
from swm.delivery.carousel import SMALL_TOI, Part, name_of, toi_of
from swm.delivery.digest_tree import Geometry, symbol_nodes_of, symbols_of
from swm.delivery.fdt import File, write_fdt

if TYPE_CHECKING:
    from swm.security.target import Target

SMALL_EVERY: Final = 4
"""Small files are repeated with every so many groups of chunks."""


def _none(chunk: bytes) -> list[bytes]:
    return []


class CarouselSender:
    """One package in one session. `chunk` reads one, `repair` makes the repair symbols of one.

    A loop sends, for each group of chunks that share an index leaf: an FDT
    instance, the path of index nodes that leads there, then for each chunk its
    symbol nodes and its symbols. So who joins late, or was killed, goes on with
    the next group. `small` are files that go along: metadata, announcements.
    """

    def __init__(
        self,
        target: Target,
        index: bytes,
        chunk: Callable[[int], bytes],
        tsi: int,
        repair: Callable[[bytes], list[bytes]] = _none,
        small: Mapping[str, bytes] | None = None,
    ) -> None:
        self.target = target
        self.small = dict(small or {})
        self._geometry = Geometry.of(target)
        self._index = index
        self._chunk = chunk
        self._repair = repair
        self._tsi = tsi
        self._instance = 0
        self._encoding = RAPTORQ if target.repair else NO_CODE

    def loop(self, expires: int) -> Iterator[bytes]:
        """The datagrams of one transmission of the whole. `expires`: when the FDT ends, seconds since 1970."""
        geometry = self._geometry
        step = geometry.chunks_a_leaf
        for number, first in enumerate(range(0, geometry.chunks, step)):
            chunks = range(first, min(first + step, geometry.chunks))
            with_small = number % SMALL_EVERY == 0
            yield from self._fdt(chunks, with_small, expires)
            if with_small:
                yield from self._small_files()
            for node in geometry.path(first):
                yield self._packet(1, NO_CODE, node, self._node(node))
            for chunk in chunks:
                yield from self._send(chunk)

    def small_loop(self, expires: int) -> Iterator[bytes]:
        """The small files once, and nothing of the package."""
        yield from self._fdt(range(0), True, expires)
        yield from self._small_files()

    def _node(self, number: int) -> bytes:
        size = self._geometry.symbol_size
        return self._index[number * size : (number + 1) * size]

    def _packet(self, toi: int, encoding: int, symbol: int, payload: bytes) -> bytes:
        return alc.encode(self._tsi, toi, encoding, symbol, payload)

    def _send(self, chunk: int) -> Iterator[bytes]:
        geometry = self._geometry
        data = self._chunk(chunk)
        symbols = symbols_of(geometry, data)
        symbols += self._repair(data)
        toi = toi_of(Part.NODES, chunk)
        for number, node in enumerate(symbol_nodes_of(geometry, symbols)):
            yield self._packet(toi, NO_CODE, number, node)
        toi = toi_of(Part.CHUNK, chunk)
        size = geometry.symbol_size if self._encoding == RAPTORQ else 0
        for number, symbol in enumerate(symbols):
            yield self._packet(toi, self._encoding, number, symbol.ljust(size, b"\0"))

    def _oti(self, length: int, encoding: int) -> Oti:
        size = self._geometry.symbol_size
        return Oti(encoding, length, size, -(-length // size))

    def _fdt(self, chunks: range, with_small: bool, expires: int) -> Iterator[bytes]:
        geometry = self._geometry
        files = []
        if chunks:
            files.append(File(1, name_of(self.target, Part.INDEX, 0), self._oti(len(self._index), NO_CODE)))
        for chunk in chunks:
            nodes = geometry.symbol_nodes(chunk) * geometry.symbol_size
            for part, length, encoding in (
                (Part.NODES, nodes, NO_CODE),
                (Part.CHUNK, geometry.chunk_length(chunk), self._encoding),
            ):
                files.append(File(toi_of(part, chunk), name_of(self.target, part, chunk), self._oti(length, encoding)))
        if with_small:
            for place, (name, octets) in enumerate(sorted(self.small.items())):
                files.append(File(SMALL_TOI + place, name, self._oti(len(octets), NO_CODE)))
        octets = write_fdt(files, expires)
        self._instance = (self._instance + 1) & 0xFFFFF
        oti = self._oti(len(octets), NO_CODE)
        for number, symbol in enumerate(symbols_of(geometry, octets)):
            yield alc.encode_fdt(self._tsi, self._instance, oti, number, symbol)

    def _small_files(self) -> Iterator[bytes]:
        for place, (_, octets) in enumerate(sorted(self.small.items())):
            for number, symbol in enumerate(symbols_of(self._geometry, octets)):
                yield self._packet(SMALL_TOI + place, NO_CODE, number, symbol)


class Pacer:
    """Keeps to a bit rate: how long to wait before the next datagram. Time in seconds, from any origin."""

    def __init__(self, bits_a_second: int, burst: int = 65536) -> None:
        self._rate = bits_a_second / 8
        self._burst = burst / self._rate if bits_a_second else 0.0
        self._due: float | None = None

    def wait(self, now: float, octets: int) -> float:
        """Seconds to wait before `octets` are sent; a rate of 0 never waits."""
        if not self._rate:
            return 0.0
        if self._due is None or self._due < now - self._burst:
            self._due = now - self._burst
        self._due += octets / self._rate
        return max(0.0, self._due - now)

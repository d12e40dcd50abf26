"""Small files in a session, put together without belief: metadata and announcements, which carry their own signatures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from swm.delivery import alc
from swm.delivery.carousel import PACKAGE_NAMES
from swm.delivery.fdt import MAX_SIZE as MAX_FDT
from swm.delivery.fdt import read_fdt
from swm.delivery.names import is_harmless
from swm.errors import MessageError
from swm.security import NotThere

if TYPE_CHECKING:
    from swm.delivery.alc import Oti, Packet
    from swm.delivery.fdt import File

MAX_FILE: Final = 512 * 1024
MAX_OPEN: Final = 64
"""Files on their way at once."""
MAX_NAMES: Final = 512
"""Files that are known at once: a repository has one more with each rotation of a key, and devices need them all."""
MAX_OCTETS: Final = 32 << 20
"""Octets of the whole ones."""
MAX_SYMBOLS: Final = 8192
"""Symbols that an object is cut into: memory grows with their number as well as with their octets."""


class Assembled:
    """Objects of a few symbols, put together. At most `most` at once, each at most `limit` octets; the oldest go."""

    def __init__(self, limit: int, most: int) -> None:
        self._limit = limit
        self._most = most
        self._parts: dict[int, tuple[Oti, dict[int, bytes]]] = {}

    def take(self, key: int, oti: Oti, symbol: int, payload: bytes) -> bytes | None:
        """One symbol; the whole object with the last one."""
        if not 0 < oti.transfer_length <= self._limit or oti.symbol_size < 1:
            return None
        count = -(-oti.transfer_length // oti.symbol_size)
        if count > MAX_SYMBOLS or symbol >= count or len(payload) > oti.symbol_size:
            return None
        known, parts = self._parts.setdefault(key, (oti, {}))
        if known != oti:
            # One of the two is forged, or the file changed; what is announced now will be announced again.
            parts = {}
            self._parts[key] = (oti, parts)
        parts.setdefault(symbol, payload)
        if len(self._parts) > self._most:
            del self._parts[next(iter(self._parts))]
        if len(parts) < count:
            return None
        self._parts.pop(key, None)
        return b"".join(parts[number] for number in range(count))[: oti.transfer_length]

    def forget(self, key: int) -> None:
        """Begin an object anew."""
        self._parts.pop(key, None)


class SmallFiles:
    """Small files by their names: the whole ones, and what an FDT announced of others.

    Anybody may send datagrams for them. Who finds that a file does not verify
    calls `forget`, and the next loop brings it again.
    """

    def __init__(self) -> None:
        self._expected: dict[int, tuple[str, Oti]] = {}
        self._assembled = Assembled(MAX_FILE, MAX_OPEN)
        self._files: dict[str, bytes] = {}

    def expect(self, toi: int, name: str, oti: Oti) -> None:
        """An FDT says that an object is a file of this name. Of too many the oldest go: some may have been forged."""
        if oti.transfer_length > MAX_FILE:
            return
        self._expected.pop(toi, None)
        self._expected[toi] = (name, oti)
        if len(self._expected) > MAX_NAMES:
            del self._expected[next(iter(self._expected))]

    def take(self, packet: Packet) -> None:
        """One datagram of a small file; of others nothing is kept."""
        expected = self._expected.get(packet.toi)
        if expected is None:
            return
        name, oti = expected
        whole = self._assembled.take(packet.toi, oti, packet.symbol, packet.payload)
        if whole is not None:
            self._files.pop(name, None)
            self._files[name] = whole
            while len(self._files) > MAX_NAMES or sum(map(len, self._files.values())) > MAX_OCTETS:
                del self._files[next(iter(self._files))]

    def names(self) -> list[str]:
        """The files that are whole, in order of their names."""
        return sorted(self._files)

    def file(self, name: str) -> bytes | None:
        """A whole file; None when it has not yet come."""
        return self._files.get(name)

    def forget(self, name: str) -> None:
        """Drop a file that did not verify."""
        self._files.pop(name, None)


class Listener:
    """Listens to a session for small files and descriptions alone: all that there is to do before a target is known."""

    def __init__(self, tsi: int, small: SmallFiles) -> None:
        self._tsi = tsi
        self.small = small
        self._fdts = Assembled(limit=MAX_FDT, most=8)

    def take(self, datagram: bytes) -> None:
        """One datagram, of whatever it is."""
        try:
            packet = alc.decode(datagram)
        except MessageError:
            return
        if packet.tsi == self._tsi and packet.block == 0:
            self.hear(packet)

    def hear(self, packet: Packet) -> list[File]:
        """One packet: the files that an FDT describes with it, those with a name that leads elsewhere left out."""
        if packet.toi:
            self.small.take(packet)
            return []
        if packet.oti is None or packet.fdt_instance is None:
            return []
        whole = self._fdts.take(packet.fdt_instance, packet.oti, packet.symbol, packet.payload)
        if whole is None:
            return []
        try:
            files = [file for file in read_fdt(whole) if is_harmless(file.location)]
        except MessageError:
            return []
        for file in files:
            if not file.location.startswith(PACKAGE_NAMES):
                self.small.expect(file.toi, file.location, file.oti)
        return files


class CarouselRepository:
    """TUF metadata that came along with a package, below ``metadata/``. NotThere for what did not come."""

    def __init__(self, small: SmallFiles) -> None:
        self._small = small

    def metadata(self, name: str) -> Iterator[bytes]:
        """One file."""
        octets = self._small.file(f"metadata/{name}")
        if octets is None:
            raise NotThere(name)
        yield octets

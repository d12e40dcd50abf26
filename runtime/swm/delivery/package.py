"""A package that was received whole: an open handle whose every read is checked."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO, cast

from swm.delivery.digest_tree import digest
from swm.errors import LocalError
from swm.security import CheckFailed

if TYPE_CHECKING:
    from swm.delivery.chunk_store import ChunkStore
    from swm.security.target import Target


class CheckedReader(io.RawIOBase):
    """Reads a stored package chunk by chunk; octets leave only after their chunk hashed to its place in the tree.

    CheckFailed when the octets on the disk are no longer those that were
    checked, whoever changed them.
    """

    def __init__(self, store: ChunkStore) -> None:
        super().__init__()
        self._store = store
        self._place = 0
        self._chunk: int | None = None
        self._data = b""

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place; what is read there is checked like everything else."""
        start = {0: 0, 1: self._place, 2: self._store.geometry.length}[whence]
        if start + offset < 0:
            raise ValueError("before the first octet")
        self._place = start + offset
        return self._place

    def tell(self) -> int:
        """Where the next octet comes from."""
        return self._place

    def read(self, size: int | None = -1, /) -> bytes:
        """Exactly `size` octets, fewer only at the end of the package."""
        left = self._store.geometry.length - self._place if size is None or size < 0 else size
        buffer = bytearray(max(0, min(left, self._store.geometry.length - self._place)))
        view = memoryview(buffer)
        while view:
            view = view[self.readinto(view) :]
        return bytes(buffer)

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer from one chunk; 0 at the end."""
        geometry = self._store.geometry
        if self._place >= geometry.length:
            return 0
        number, start = divmod(self._place, geometry.chunk_size)
        if number != self._chunk:
            data = self._store.read(number)
            if digest(data) != self._store.tree.chunk_digest(number):
                raise CheckFailed(f"chunk {number} changed after it was checked")
            self._chunk, self._data = number, data
        count = min(len(buffer), len(self._data) - start)
        buffer[:count] = self._data[start : start + count]
        self._place += count
        return count


class DeliveredPackage:
    """What a complete store holds, for the procedures that verify and hand over.

    It keeps the store's own open handle: there is no path that somebody could
    put another file at. LocalError when the store is not complete.
    """

    def __init__(self, store: ChunkStore) -> None:
        if not store.complete:
            raise LocalError(f"{len(store.missing())} chunks are still missing")
        self._store = store

    @property
    def target(self) -> Target:
        """What signed metadata say about the package."""
        return self._store.target

    @property
    def length(self) -> int:
        """Octets stored."""
        return self._store.geometry.length

    def open(self) -> BinaryIO:
        """A new reader at the first octet; every read is checked against the digest tree."""
        return cast(BinaryIO, CheckedReader(self._store))

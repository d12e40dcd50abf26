"""The store of one transfer: what was verified stays, whatever happens.

Data are written and synced before the journal claims them, and the journal is
synced before a chunk counts as stored. On open every claimed chunk is hashed
again, so nothing rests on the disk having kept the order. The journal is bound
to the manifest of the package: chunks of another package are never taken over.

The disk may be waited for by another thread (`behind`), one batch at a time and
in the same order, while the next chunks come in: a broadcast does not wait.
Only that thread syncs meanwhile, and what it does is known to the store when
the next batch begins, or at `commit`, at the latest.

What survives a kill or a power cut: every chunk for which `commit` returned.
A disk error while syncing ends the use of these files in this process (the
kernel may have dropped what could not be written, and a second sync would
succeed without it); opening them anew hashes what is really there.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from swm.delivery.digest_tree import DigestTree, Geometry, digest
from swm.errors import LocalError
from swm.security import Permit, require

if TYPE_CHECKING:
    from swm.delivery.storage import BlockFile, Storage
    from swm.security.target import Target

MAGIC: Final = b"SWMJRNL1"
RECORD: Final = 16
"""Octets of a record: a chunk number in 4, then 12 of SHA-256 over manifest, place and number."""
MAX_JOURNAL: Final = 64 << 20
SYNC_EVERY: Final = 4 << 20
"""Octets written between two syncs: a kill costs at most these, the syncs cost about 2 %."""


class StorageFull(LocalError):
    """There is no room. What was stored before is kept."""


class StorageFailed(LocalError):
    """The disk failed; this store takes nothing more. What was committed is hashed anew when it is opened again."""


class ChunkStore:
    """Verified chunks of one package on the disk.

    `sync_every`: octets written between two syncs that nobody asks for; `behind`
    runs these, None in the thread that writes. It is its owner's to shut down,
    after the store is closed.

    StorageFull when there is no room for the whole package, StorageFailed for
    other disk errors.
    """

    def __init__(
        self, storage: Storage, target: Target, sync_every: int = SYNC_EVERY, behind: Executor | None = None
    ) -> None:
        self.target = target
        self.geometry = Geometry.of(target)
        self.tree = DigestTree(self.geometry, target.root)
        self._storage = storage
        self._sync_every = sync_every
        self._behind = behind
        self._settling: tuple[Future[None], list[int]] | None = None
        self._held = bytearray(self.geometry.chunks)
        self._records = 0
        self._pending: list[int] = []
        self._pending_octets = 0
        self._index_is_dirty = False
        self._failed = False
        try:
            self._open()
        except OSError as error:
            raise self._fault(error) from error

    def claims(self) -> list[int]:
        """The chunks that the journal on the disk claims, in the order they were claimed, none of them hashed."""
        return list(self._claims(self._storage.journal.read(len(MAGIC) + 32, MAX_JOURNAL)))

    def _open(self) -> None:
        header = MAGIC + self.target.manifest
        journal = self._storage.journal
        length = self.geometry.length
        index_length = self.geometry.index_nodes * self.geometry.symbol_size
        if journal.read(0, len(header)) != header or self._storage.data.size() != length:
            journal.allocate(0)
            journal.sync()
            self._storage.index.allocate(0)
            self._storage.index.allocate(index_length)
            self._storage.data.allocate(length)
            self._storage.data.sync()
            self._storage.index.sync()
            _write_all(journal, 0, header)
            journal.sync()
            return
        if self._storage.index.size() != index_length:
            self._storage.index.allocate(index_length)
        size = self.geometry.symbol_size
        for number in range(self.geometry.index_nodes):
            self.tree.add(number, self._storage.index.read(number * size, size))
        if journal.size() > MAX_JOURNAL:
            raise StorageFailed(f"a journal of {journal.size()} octets")
        claimed = self.claims()
        self._records = len(claimed)
        for chunk in claimed:
            expected = self.tree.chunk_digest(chunk)
            if expected is not None and digest(self.read(chunk)) == expected:
                self._held[chunk] = 1

    def _claims(self, records: bytes) -> Iterator[int]:
        for place in range(len(records) // RECORD):
            record = records[place * RECORD : (place + 1) * RECORD]
            chunk = int.from_bytes(record[:4], "big")
            if record != self._record(place, chunk) or chunk >= self.geometry.chunks:
                return
            yield chunk

    def _record(self, place: int, chunk: int) -> bytes:
        number = chunk.to_bytes(4, "big")
        return number + sha256(self.target.manifest + place.to_bytes(4, "big") + number).digest()[: RECORD - 4]

    def _fault(self, error: OSError) -> LocalError:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            return StorageFull(f"there is no room for {self.geometry.length} octets")
        self._failed = True
        return StorageFailed(f"the disk failed: {error}")

    # What is there

    def holds(self, chunk: int) -> bool:
        """Whether a chunk is stored; it may still wait for the next `commit`. False for one there is not."""
        return 0 <= chunk < len(self._held) and bool(self._held[chunk])

    def missing(self) -> list[int]:
        """The chunks still to come, in order."""
        return [chunk for chunk, held in enumerate(self._held) if not held]

    @property
    def complete(self) -> bool:
        """Whether every chunk is stored."""
        return 0 not in self._held

    @property
    def octets(self) -> int:
        """Octets of the package that are stored."""
        count = sum(self._held) * self.geometry.chunk_size
        last = self.geometry.chunks - 1
        return count - (self.geometry.chunk_size - self.geometry.chunk_length(last) if self._held[last] else 0)

    def read(self, chunk: int) -> bytes:
        """The octets of a chunk as they are on the disk now, nothing about them believed."""
        start = chunk * self.geometry.chunk_size
        length = self.geometry.chunk_length(chunk)
        data = self._storage.data.read(start, length)
        while 0 < len(data) < length:
            more = self._storage.data.read(start + len(data), length - len(data))
            if not more:
                break
            data += more
        return data

    @property
    def journal(self) -> bytes:
        """The head of the journal, for the procedure that checks what it is bound to."""
        return self._storage.journal.read(0, len(MAGIC) + 32)

    # What comes in

    def add_node(self, number: int, node: bytes) -> bool:
        """Take a node of the index in and keep it. False when it does not belong there."""
        known = self.tree.known
        if not self.tree.add(number, node):
            return False
        if self.tree.known == known:
            return True
        self._guarded(self._storage.index, number * self.geometry.symbol_size, node)
        self._index_is_dirty = True
        return True

    def add_index(self, index: bytes) -> bool:
        """Take a published index in. False when it is not that of the package."""
        size = self.geometry.symbol_size
        if len(index) != size * self.geometry.index_nodes:
            return False
        return all(
            self.add_node(number, index[number * size : (number + 1) * size])
            for number in range(self.geometry.index_nodes)
        )

    def write(self, chunk: int, data: bytes, permit: Permit) -> None:
        """Store a chunk that the step `check_tree` let pass. LocalError for a permit that is not for these octets."""
        allowed = require(permit, Permit).content
        if allowed.get("place") != chunk or allowed.get("data") is not data or allowed.get("target") is not self.target:
            raise LocalError("the permit is for other octets")
        if self._held[chunk]:
            return
        self._guarded(self._storage.data, chunk * self.geometry.chunk_size, data)
        self._held[chunk] = 1
        self._pending.append(chunk)
        self._pending_octets += len(data)
        if self._pending_octets >= self._sync_every:
            if self._behind is None:
                self.commit()
            else:
                self._commit_behind(self._behind)

    def park(self, chunk: int, data: bytes) -> None:
        """Keep an unfinished chunk in its place meanwhile. It does not count as stored, and a kill may lose it."""
        if self._held[chunk] or len(data) != self.geometry.chunk_length(chunk):
            raise LocalError(f"chunk {chunk} is stored, or is no {len(data)} octets long")
        self._guarded(self._storage.data, chunk * self.geometry.chunk_size, data)

    def _guarded(self, file: BlockFile, offset: int, data: bytes) -> None:
        if self._failed:
            raise StorageFailed("the disk failed before")
        try:
            _write_all(file, offset, data)
        except OSError as error:
            raise self._fault(error) from error

    def commit(self) -> None:
        """Make sure of everything written so far: data, sync, journal, sync. StorageFailed ends the use of the store."""
        self._settle()
        pending, index_is_dirty = self._take_pending()
        try:
            self._sync(pending, self._records, index_is_dirty)
        except OSError as error:
            raise self._lost(pending, error) from error
        self._records += len(pending)

    def _commit_behind(self, behind: Executor) -> None:
        self._settle()
        pending, index_is_dirty = self._take_pending()
        self._settling = behind.submit(self._sync, pending, self._records, index_is_dirty), pending

    def _settle(self) -> None:
        """Wait for what was begun behind, and learn how it ended."""
        if self._settling is not None:
            future, chunks = self._settling
            error = future.exception()
            self._settling = None
            if isinstance(error, OSError):
                raise self._lost(chunks + self._take_pending()[0], error) from error
            if error is not None:
                raise error
            self._records += len(chunks)
        if self._failed:
            raise StorageFailed("the disk failed before")

    def _take_pending(self) -> tuple[list[int], bool]:
        taken = self._pending, self._index_is_dirty
        self._pending, self._pending_octets, self._index_is_dirty = [], 0, False
        return taken

    def _sync(self, chunks: list[int], first: int, index_is_dirty: bool) -> None:
        """Sync what these chunks need, then claim them from record `first` on. It changes no field: threads run it."""
        if index_is_dirty:
            self._storage.index.sync()
        if not chunks:
            return
        self._storage.data.sync()
        records = b"".join(self._record(first + place, chunk) for place, chunk in enumerate(chunks))
        _write_all(self._storage.journal, len(MAGIC) + 32 + first * RECORD, records)
        self._storage.journal.sync()

    def _lost(self, chunks: list[int], error: OSError) -> LocalError:
        """The disk failed while these chunks were to be made sure of."""
        for chunk in chunks:
            self._held[chunk] = 0
        self._failed = True
        return self._fault(error)

    def close(self) -> None:
        """Commit, unless the disk failed, and give the files up."""
        try:
            if self._failed:
                self._stop()
            else:
                self.commit()
        finally:
            self._storage.close()

    def remove(self) -> None:
        """Delete everything that was received."""
        self._stop()
        self._storage.remove()

    def _stop(self) -> None:
        """Wait until no other thread uses the files, whatever comes of it."""
        with suppress(StorageFailed, StorageFull):
            self._settle()


def _write_all(file: BlockFile, offset: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        count = file.write(offset, view)
        if count <= 0:
            raise OSError(errno.EIO, "nothing was written")
        view = view[count:]
        offset += count

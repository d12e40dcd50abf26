"""A disk that loses power: what was written since the last sync may be there, not there, half there, or rubbish."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from dataclasses import dataclass, field

Operation = tuple[int, bytes | None]
"""An offset and octets, or a length and None for an allocation."""


def applied(content: bytes, operations: list[Operation]) -> bytes:
    disk = bytearray(content)
    for offset, data in operations:
        if data is None:
            disk = disk[:offset].ljust(offset, b"\0")
        else:
            disk = disk.ljust(offset, b"\0")
            disk[offset : offset + len(data)] = data
    return bytes(disk)


def after_power_cut(pending: list[Operation]) -> Iterator[list[Operation]]:
    """What may have reached the disk of writes that were not synced."""
    yield []
    if not pending:
        return
    yield pending
    if len(pending) > 1:
        yield pending[1:]
        yield pending[-1:]
        yield pending[:-1]
    offset, data = pending[-1]
    if data:
        half = len(data) // 2
        yield [*pending[:-1], (offset, data[:half])]
        yield [*pending[:-1], (offset, bytes(byte ^ 0x5A for byte in data))]
        yield [*pending[:-1], (offset, data[:half] + b"\xff" * (len(data) - half))]


@dataclass
class ModelFile:
    """A file whose every change is noted. `durable` is what was synced, `pending` what was not."""

    durable: bytes = b""
    pending: list[Operation] = field(default_factory=list)
    faults: Faults | None = None
    steps: list[None] | None = None
    on_change: object = None

    def _changed(self) -> None:
        if callable(self.on_change):
            self.on_change()

    def size(self) -> int:
        return len(applied(self.durable, self.pending))

    def allocate(self, length: int) -> None:
        if self.faults is not None:
            self.faults.before("allocate")
        self.pending.append((length, None))
        self._changed()

    def read(self, offset: int, length: int) -> bytes:
        return applied(self.durable, self.pending)[offset : offset + length]

    def write(self, offset: int, data: bytes | memoryview) -> int:
        count = len(data)
        if self.faults is not None:
            count = self.faults.before("write", count)
        self.pending.append((offset, bytes(data[:count])))
        self._changed()
        return count

    def sync(self) -> None:
        if self.faults is not None:
            try:
                self.faults.before("sync")
            except OSError:
                # What Linux does: the pages are clean now, what they held is lost, the next sync succeeds.
                self.pending.clear()
                raise
        self.durable = applied(self.durable, self.pending)
        self.pending.clear()
        self._changed()


@dataclass
class Faults:
    """Which call fails, and how: `fail` maps the number of a call of a kind to an errno; `short` cuts writes."""

    fail: dict[tuple[str, int], int] = field(default_factory=dict)
    short: int | None = None
    counts: dict[str, int] = field(default_factory=dict)

    def before(self, kind: str, length: int = 0) -> int:
        number = self.counts[kind] = self.counts.get(kind, 0) + 1
        code = self.fail.get((kind, number))
        if code is not None:
            raise OSError(code, errno.errorcode[code])
        return length if self.short is None else min(length, self.short)


class ModelStorage:
    """The three files of a transfer on such a disk. `states` collects every disk a power cut could have left."""

    def __init__(self, contents: tuple[bytes, bytes, bytes] = (b"", b"", b""), faults: Faults | None = None) -> None:
        self.states: set[tuple[bytes, bytes, bytes]] = set()
        self.cuts = 0
        self.recording = False
        self.data, self.index, self.journal = (
            ModelFile(content, faults=faults, on_change=self._record) for content in contents
        )

    def _record(self) -> None:
        if not self.recording:
            return
        files = (self.data, self.index, self.journal)
        choices = [[applied(file.durable, kept) for kept in after_power_cut(file.pending)] for file in files]
        for data in choices[0]:
            for index in choices[1]:
                for journal in choices[2]:
                    self.states.add((data, index, journal))

    def close(self) -> None:
        pass

    def remove(self) -> None:
        for file in (self.journal, self.index, self.data):
            file.durable, file.pending = b"", []

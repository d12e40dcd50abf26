"""Where the state of an object survives the process."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Final, Protocol

from swm.durable import replace_file

if TYPE_CHECKING:
    from pathlib import Path

MAX_SIZE: Final = 1024 * 1024


class Journal(Protocol):
    """Keeps one record. After `save` returned, `load` gives that record, whatever happens to the process."""

    def load(self) -> bytes | None:
        """The record saved last; None when there is none."""

    def save(self, record: bytes) -> None:
        """Replace the record. OSError when it cannot be kept; the old record is then still there."""


class MemoryJournal:
    """A journal for tests and simulations: it survives as long as its owner keeps it."""

    def __init__(self) -> None:
        self._record: bytes | None = None

    def load(self) -> bytes | None:
        """The record saved last."""
        return self._record

    def save(self, record: bytes) -> None:
        """Replace the record."""
        self._record = record


class FileJournal:
    """A journal in one file.

    A kill or power loss at any instant leaves the old record or the new one:
    the new one is written beside it, synced, renamed over it, and the folder
    synced. What a kill may leave beside it is overwritten by the next save.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> bytes | None:
        """The record saved last; None when there is none."""
        try:
            with self._path.open("rb") as stream:
                return stream.read(MAX_SIZE)
        except FileNotFoundError:
            return None

    def save(self, record: bytes) -> None:
        """Replace the record and make sure it is on the disk. One that `load` could not give back is not taken."""
        if len(record) > MAX_SIZE:
            raise OSError(errno.EFBIG, f"the record has {len(record)} octets; the limit is {MAX_SIZE}", str(self._path))
        replace_file(self._path, record)

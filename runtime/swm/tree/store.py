"""Where nodes survive the process: what a device keeps of each, and what must be able to keep it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol

from swm.tree.binding import Value


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of one node. What kind of node it is comes from the description it is mounted with.

    `acl` is the node's own ACL as text, empty when it inherits. `stamp` is the TStamp property
    (``20261125T164400Z``), empty when there is none. `version` is VerNo.
    """

    value: Value | None = None
    acl: str = ""
    title: str = ""
    stamp: str = ""
    version: int = 0


class TreeStore(Protocol):
    """Keeps the nodes of one tree by their URIs. `swm.device.store.DeviceStore` is one on disk."""

    def load(self) -> Iterable[tuple[str, Record]]:
        """Every node that was written, in any order."""

    def write(self, changes: Mapping[str, Record | None]) -> None:
        """Keep these records, and forget the nodes whose record is None. All or none; OSError when it cannot."""

    def transaction(self) -> AbstractContextManager[None]:
        """What is written inside counts when the block ends without an error, all of it; else none of it."""


class MemoryStore:
    """A store for tests and simulations: it survives as long as its owner keeps it."""

    def __init__(self) -> None:
        self._records: dict[str, Record] = {}

    def load(self) -> Iterable[tuple[str, Record]]:
        """Every node that was written."""
        return list(self._records.items())

    def write(self, changes: Mapping[str, Record | None]) -> None:
        """Keep these records, and forget the nodes whose record is None."""
        for uri, record in changes.items():
            if record is None:
                self._records.pop(uri, None)
            else:
                self._records[uri] = record

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What is written inside is taken back when the block ends with an error."""
        before = dict(self._records)
        try:
            yield
        except BaseException:
            self._records = before
            raise

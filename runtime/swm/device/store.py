"""What a device keeps, in one SQLite file: the nodes of its tree and the journals of its machines.

Nodes and journals share one file so that an Atomic is one transaction over
both. SQLite runs with a write-ahead log and ``synchronous=FULL``: when `write`
or a transaction has returned, the change is on the disk; after a kill or power
loss at any instant the file holds the state of the last transaction that
counted, whole. A new file appears whole under its name, or not at all. The file
is locked while it is open: a second process is refused.

    with DeviceStore.open(Path("device.db")) as store:
        tree = ManagementTree(store)
        fumo = PackageObject(tree, "./FwUpdate", handler, primitives, store.journal("fumo"))
        scomo = ScomoRoot(tree, "./SCM", handlers, primitives, store.journals("scomo"))
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Protocol

from swm.errors import LocalError
from swm.tree.acl import Acl
from swm.tree.store import Record

APPLICATION: Final = 0x53574D44
"""``SWMD``, in the header of the file (application id)."""
FORMAT: Final = 1
MAX_RECORD: Final = 1024 * 1024
"""Octets of one journal record."""

_RESTORE: Final = "restore it from a copy, or move it away"
_MAGIC: Final = b"SQLite format 3\x00"
_TABLES: Final = (
    """CREATE TABLE node (
        uri TEXT PRIMARY KEY, value, acl TEXT NOT NULL, title TEXT NOT NULL, stamp TEXT NOT NULL, version INTEGER NOT NULL
    ) WITHOUT ROWID""",
    "CREATE TABLE journal (owner TEXT, name TEXT, record BLOB NOT NULL, PRIMARY KEY (owner, name)) WITHOUT ROWID",
)


class StoreRefused(LocalError):
    """The file is none of a device's, is damaged, or another process has it open. It was left as it is."""


class Watcher(Protocol):
    """Who has something to write whenever certain journals are written, so that both count together."""

    def before_commit(self) -> None:
        """A transaction that wrote watched journals is about to count; what is saved now counts with it."""

    def rolled_back(self) -> None:
        """A transaction did not count: the journals hold what they held before it."""


class DeviceStore:
    """One device's file. It is used by one thread at a time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """`open` makes one."""
        self._connection = connection
        self._inside = False
        self._watched: frozenset[str] = frozenset()
        self._watcher: Watcher | None = None
        self._touched = False

    def watch(self, owners: Iterable[str], watcher: Watcher) -> None:
        """Tell `watcher` of each transaction that writes a journal of one of `owners`. There is one watcher."""
        self._watched, self._watcher = frozenset(owners), watcher

    @classmethod
    def open(cls, path: Path) -> DeviceStore:
        """The store in the file at `path`, which is made where there is none. StoreRefused says what is wrong."""
        if not path.exists():
            _create(path)
        _check_header(path)
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=0)
        try:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("BEGIN IMMEDIATE")
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            connection.execute("SELECT uri, value, acl, title, stamp, version FROM node LIMIT 1")
            connection.execute("SELECT owner, name, record FROM journal LIMIT 1")
            connection.execute("COMMIT")
        except (sqlite3.Error, UnicodeDecodeError) as error:
            connection.close()
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
                raise StoreRefused(f"{path}: another process has it open; stop that one first") from None
            raise StoreRefused(f"{path} is damaged ({error}); {_RESTORE}") from None
        if found != "ok":
            connection.close()
            raise StoreRefused(f"{path} is damaged ({found}); {_RESTORE}")
        return cls(connection)

    def close(self) -> None:
        """Let go of the file. Everything that was written is in it already."""
        self._connection.close()

    def __enter__(self) -> DeviceStore:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    # swm.tree.TreeStore -------------------------------------------------------------------------------------------

    def load(self) -> Iterator[tuple[str, Record]]:
        """Every node that was written. StoreRefused for one that no tree has written."""
        with _told():
            for uri, *fields in self._connection.execute("SELECT uri, value, acl, title, stamp, version FROM node"):
                _check_node(uri, *fields)
                yield uri, Record(*fields)

    def write(self, changes: Mapping[str, Record | None]) -> None:
        """Keep these records, and forget the nodes whose record is None. OSError when it cannot."""
        gone = [(uri,) for uri, record in changes.items() if record is None]
        kept = [
            (uri, record.value, record.acl, record.title, record.stamp, record.version)
            for uri, record in changes.items()
            if record is not None
        ]
        with self.transaction(), _told():
            self._connection.executemany("DELETE FROM node WHERE uri = ?", gone)
            self._connection.executemany("REPLACE INTO node VALUES (?, ?, ?, ?, ?, ?)", kept)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What is written inside, nodes and journals, counts when the block ends without an error, else not at all."""
        if self._inside:
            yield
            return
        with _told():
            self._connection.execute("BEGIN IMMEDIATE")
        self._inside = True
        try:
            yield
            if self._touched and self._watcher is not None:
                self._watcher.before_commit()
            with _told():
                self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            if self._watcher is not None:
                self._watcher.rolled_back()
            raise
        finally:
            self._inside = self._touched = False

    @property
    def changes(self) -> int:
        """A number that rises whenever a node or a journal is written."""
        return self._connection.total_changes

    # swm.machine.Journal and Journals -----------------------------------------------------------------------------

    def journal(self, owner: str) -> StoredJournal:
        """The journal of an object with one machine. `owner` names the object, and no other of this device."""
        return StoredJournal(self, owner, "")

    def journals(self, owner: str) -> StoredJournals:
        """The journals of an object whose nodes have machines. `owner` names the object, and no other of this device."""
        return StoredJournals(self, owner)

    def names(self, owner: str) -> list[str]:
        """The names of an owner's journals, in order."""
        with _told():
            rows = self._connection.execute("SELECT name FROM journal WHERE owner = ? ORDER BY name", (owner,))
            return [name for (name,) in rows]

    def read(self, owner: str, name: str) -> bytes | None:
        """A journal's record."""
        with _told():
            row = self._connection.execute(
                "SELECT record FROM journal WHERE owner = ? AND name = ?", (owner, name)
            ).fetchone()
        return None if row is None else bytes(row[0])

    def save(self, owner: str, name: str, record: bytes | None) -> None:
        """Replace a journal's record, None: remove it. OSError when it cannot be kept."""
        if record is not None and len(record) > MAX_RECORD:
            raise LocalError(f"the journal's record has {len(record)} octets; the limit is {MAX_RECORD}")
        with self.transaction(), _told():
            self._touched |= owner in self._watched
            if record is None:
                self._connection.execute("DELETE FROM journal WHERE owner = ? AND name = ?", (owner, name))
            else:
                self._connection.execute("REPLACE INTO journal VALUES (?, ?, ?)", (owner, name, record))


class StoredJournal:
    """A journal in a device's store; see `swm.machine.Journal`."""

    def __init__(self, store: DeviceStore, owner: str, name: str) -> None:
        self._store = store
        self._owner = owner
        self._name = name

    def load(self) -> bytes | None:
        """The record saved last; None when there is none."""
        return self._store.read(self._owner, self._name)

    def save(self, record: bytes | None) -> None:
        """Replace the record, None: remove it. OSError when it cannot be kept; the old record is then still there."""
        self._store.save(self._owner, self._name, record)


class StoredJournals:
    """Named journals in a device's store; see `swm.machine.Journals`."""

    def __init__(self, store: DeviceStore, owner: str) -> None:
        self._store = store
        self._owner = owner

    def names(self) -> list[str]:
        """The names under which something is kept, in order."""
        return self._store.names(self._owner)

    def open(self, name: str) -> StoredJournal:
        """The journal of that name, empty when nothing was saved in it."""
        return StoredJournal(self._store, self._owner, name)

    def remove(self, name: str) -> None:
        """Forget what was saved under a name; nothing happens when nothing was."""
        self._store.save(self._owner, name, None)


@contextmanager
def _told() -> Iterator[None]:
    """SQLite's errors as the OSErrors that journals and trees are told of, and text that is none as damage."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise StoreRefused(f"the device's store is damaged ({error}); {_RESTORE}") from None
    except sqlite3.Error as error:
        full = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        raise OSError(errno.ENOSPC if full else errno.EIO, f"the device's store: {error}") from error


def _check_node(uri: Any, value: Any, acl: Any, title: Any, stamp: Any, version: Any) -> None:
    """StoreRefused for a row that cannot be what was written: SQLite has no checksums, and any value in any column."""
    right = all(isinstance(text, str) for text in (uri, acl, title, stamp)) and isinstance(version, int)
    if right and acl:
        try:
            Acl.parse(acl)
        except ValueError:
            right = False
    if not right or not (value is None or isinstance(value, (str, bytes))):
        raise StoreRefused(f"the device's store is damaged at the node {str(uri)[:200]!r}; {_RESTORE}")


def _create(path: Path) -> None:
    """An empty store, whole under its name or not there at all."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    beside.unlink(missing_ok=True)
    os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    connection = sqlite3.connect(beside, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"PRAGMA application_id={APPLICATION}")
        connection.execute(f"PRAGMA user_version={FORMAT}")
        for table in _TABLES:
            connection.execute(table)
    finally:
        connection.close()
    # Not renamed: a file that came under the name meanwhile is another process's, and stays.
    with suppress(FileExistsError):
        os.link(beside, path)
    beside.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _check_header(path: Path) -> None:
    """Look before SQLite does: it would write beside a file that is none of ours."""
    try:
        with path.open("rb") as stream:
            header = stream.read(100)
    except OSError as error:
        raise StoreRefused(f"{path} cannot be read: {error.strerror}") from None
    if len(header) < 100 or not header.startswith(_MAGIC):
        raise StoreRefused(f"{path} is no SQLite file; name another, or move it away")
    if int.from_bytes(header[68:72], "big") != APPLICATION:
        raise StoreRefused(f"{path} is a SQLite file, but none of a device's; name another")
    found = int.from_bytes(header[60:64], "big")
    if found != FORMAT:
        raise StoreRefused(f"{path} has format {found}, this library reads {FORMAT}; update it, or name another file")

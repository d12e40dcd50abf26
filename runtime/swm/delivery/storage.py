"""Files of a transfer: three of them, private, owned by one process at a time."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from swm.errors import LocalError


class StorageBusy(LocalError):
    """Another process owns the files of this transfer."""


class BlockFile(Protocol):
    """A file read and written at offsets. `write` may write less than it was given; OSError for what the disk says."""

    def size(self) -> int:
        """Octets."""

    def allocate(self, length: int) -> None:
        """Make it exactly `length` octets long, with room on the disk for each."""

    def read(self, offset: int, length: int) -> bytes:
        """At most `length` octets."""

    def write(self, offset: int, data: bytes | memoryview) -> int:
        """How many octets were written."""

    def sync(self) -> None:
        """Everything written is on the disk when this returns."""


class Storage(Protocol):
    """The files of one transfer."""

    data: BlockFile
    index: BlockFile
    journal: BlockFile

    def close(self) -> None:
        """Give the files up."""

    def remove(self) -> None:
        """Delete the files."""


class DiskFile:
    """A file on the disk: mode 0600, never through a symbolic link, not inherited by other programs."""

    def __init__(self, path: Path) -> None:
        self.handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)

    def size(self) -> int:
        """Octets."""
        return os.fstat(self.handle).st_size

    def allocate(self, length: int) -> None:
        """Room for `length` octets, or OSError ENOSPC before anything was received."""
        os.ftruncate(self.handle, length)
        if length:
            try:
                os.posix_fallocate(self.handle, 0, length)
            except OSError as error:
                if error.errno not in (errno.EOPNOTSUPP, errno.EINVAL):
                    os.ftruncate(self.handle, 0)
                    raise

    def read(self, offset: int, length: int) -> bytes:
        """At most `length` octets."""
        return os.pread(self.handle, length, offset)

    def write(self, offset: int, data: bytes | memoryview) -> int:
        """How many octets were written."""
        return os.pwrite(self.handle, data, offset)

    def sync(self) -> None:
        """fdatasync."""
        os.fdatasync(self.handle)


class DiskStorage:
    """The files of one transfer in a folder, named after the digest of what is received, never after a name received.

    StorageBusy while another process, or another part of this one, has them
    open. The lock goes with the handle, so a killed process leaves none behind. With
    `shared` others may have them open too, if all of them say so: for whole packages, which are only read.
    """

    def __init__(self, folder: Path, manifest: bytes, *, shared: bool = False) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._paths = [folder / f"{manifest.hex()}.{suffix}" for suffix in ("data", "index", "journal")]
        self._files: list[DiskFile] = []
        try:
            for path in self._paths:
                self._files.append(DiskFile(path))
            try:
                wanted = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
                fcntl.flock(self._files[0].handle, wanted | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StorageBusy("another process receives the same package into the same folder") from None
            self._sync_folder()
        except BaseException:
            self.close()
            raise
        self.data: BlockFile = self._files[0]
        self.index: BlockFile = self._files[1]
        self.journal: BlockFile = self._files[2]

    def share_with(self, folder: Path) -> None:
        """From now on `shared`, and the same files in another folder, in the place of whatever is there.

        No octet is copied. A kill leaves the folder without some of the files, never with a journal before its data.
        """
        fcntl.flock(self._files[0].handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700, parents=True)
        for path in self._paths:
            os.link(path, folder / path.name, follow_symlinks=False)
        _sync(folder)

    def _sync_folder(self) -> None:
        _sync(self._folder)

    def close(self) -> None:
        """Close the files; the lock goes with them."""
        for file in self._files:
            with suppress(OSError):
                os.close(file.handle)
        self._files = []

    def remove(self) -> None:
        """Delete the files, the journal first, so that no kill leaves a journal without its data."""
        for path in reversed(self._paths):
            path.unlink(missing_ok=True)
        self._sync_folder()
        self.close()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

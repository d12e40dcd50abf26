"""One set-up at a time in a folder."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bootstrap.trouble import not_writable

_NO_LOCKS_HERE = (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS)


@contextmanager
def alone(path: str, waiting: Callable[[], None]) -> Iterator[int]:
    """Hold the lock file `path`; `waiting` is called once if another process has it.

    Yields the descriptor: a child that inherits it keeps the lock, so that an
    installer which outlives a killed parent is waited for, too. On file systems
    without locks the caller goes on unprotected.

    Raises:
        SetUpFailed: the lock file cannot be made.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise not_writable(os.path.dirname(path), error) from None
    try:
        _take(descriptor, waiting)
        yield descriptor
    finally:
        os.close(descriptor)


if sys.platform == "win32":

    def _take(descriptor: int, waiting: Callable[[], None]) -> None:
        import msvcrt

        told = False
        while True:
            try:
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            except OSError:
                import time

                if not told:
                    waiting()
                told = True
                time.sleep(0.2)
            else:
                return

else:

    def _take(descriptor: int, waiting: Callable[[], None]) -> None:
        import fcntl

        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                waiting()
                fcntl.flock(descriptor, fcntl.LOCK_EX)
        except OSError as error:
            if error.errno not in _NO_LOCKS_HERE:
                raise

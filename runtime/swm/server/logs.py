"""What a server says about itself: one JSON object a line, never a secret, never a body."""

from __future__ import annotations

import asyncio
import json
import traceback
from collections.abc import Callable
from typing import IO, Final

FLUSH_SECONDS: Final = 0.02


class JsonLog:
    """Writes records to a text stream. `clock` gives seconds since 1970.

    Records of some milliseconds are flushed together, so that a busy server
    does not spend its time on system calls; a kill loses no more than these.
    """

    def __init__(self, stream: IO[str], clock: Callable[[], float]) -> None:
        self._stream: Final = stream
        self._clock: Final = clock
        self._dirty = False
        self._encode: Final = json.JSONEncoder(separators=(",", ":"), default=str, check_circular=False).encode

    def write(self, event: str, **facts: object) -> None:
        """One record; facts that are None are left out."""
        record = {"at": round(self._clock(), 6), "event": event}
        for name, fact in facts.items():
            if fact is not None:
                record[name] = fact
        self._stream.write(self._encode(record) + "\n")
        if not self._dirty:
            try:
                asyncio.get_running_loop().call_later(FLUSH_SECONDS, self.flush)
            except RuntimeError:
                self._stream.flush()
            else:
                self._dirty = True

    def failure(self, event: str, error: BaseException, **facts: object) -> None:
        """An error of our own: its kind and the lines of code it passed.

        The text of an exception may hold what a device sent, so it is cut; that
        of the exceptions of this library is written for logs.
        """
        places = [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
        ]
        self.write(event, error=type(error).__name__, reason=str(error)[:500], places=places[-20:], **facts)

    def flush(self) -> None:
        """Hand what has been written to the system."""
        self._dirty = False
        self._stream.flush()

"""What an image server must not forget: its sequence, what it announced, how far each campaign is.

A kill at any instant leaves the old record or the new one. A sequence is
recorded before anything signed with it leaves, so none is ever used twice; the
envelope is recorded with it, so that after a restart a carousel repeats the
same octets, which devices drop as repeats.
"""

from __future__ import annotations

import base64
import json
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from swm.durable import replace_file
from swm.errors import LocalError
from swm.json_documents import made_of, read_json

_OCTETS: Final = ("envelope", "steering")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a campaign is: loops that were sent whole, octets and datagrams sent.

    `started` is when it began, in seconds since 1970, 0.0 before; `envelope` its announcement.
    `standing` is one of `swm.imageserver.orders`, `steering` the announcement of the order that made it so,
    `steered_until` when that one's time is over, `taken` the name of that order.
    """

    envelope: bytes = b""
    started: float = 0.0
    loops: int = 0
    octets: int = 0
    datagrams: int = 0
    standing: str = "runs"
    steering: bytes = b""
    steered_until: float = 0.0
    taken: str = ""

    @property
    def latest(self) -> bytes:
        """The announcement that holds now: an older one of the same key would be a replay."""
        return self.steering or self.envelope


class ServerRecord:
    """The record in a file. Used by several threads. LocalError for a file that is no record: sequences would begin anew."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._sequence = 0
        self._progress: dict[str, Progress] = {}
        if not path.parent.is_dir():
            raise LocalError(f"{path.parent} is no folder: the record of an image server cannot be kept there")
        if path.exists():
            try:
                self._read(read_json(path.read_bytes()))
            except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
                raise LocalError(
                    f"{path} is no record of an image server ({error!r}); restore it, for sequences must go on rising"
                ) from None

    def _read(self, saved: dict[str, Any]) -> None:
        self._sequence = int(saved["sequence"])
        self._progress = {
            name: made_of(Progress, entry | {field: base64.b64decode(entry.get(field, "")) for field in _OCTETS})
            for name, entry in saved["campaigns"].items()
        }

    def _write(self) -> None:
        campaigns = {
            name: {
                field: base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value
                for field in Progress.__slots__
                for value in [getattr(entry, field)]
            }
            for name, entry in self._progress.items()
        }
        document = {"sequence": self._sequence, "campaigns": campaigns}
        replace_file(self._path, json.dumps(document, sort_keys=True).encode("utf-8"))

    def next_sequence(self, now: int) -> int:
        """A sequence that was never used. At least `now`, so that one that lost its record goes on above its past."""
        with self._lock:
            self._sequence = max(self._sequence + 1, now)
            self._write()
            return self._sequence

    def progress(self, campaign: str) -> Progress:
        """How far a campaign is."""
        with self._lock:
            return self._progress.get(campaign, Progress())

    def update(self, campaign: str, **changed: Any) -> Progress:
        """Change it, durably."""
        with self._lock:
            made = replace(self._progress.get(campaign, Progress()), **changed)
            self._progress[campaign] = made
            self._write()
            return made

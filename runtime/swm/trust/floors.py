"""What must never go back: sequences of announcements, security counters, trusted time.

Kept outside of the management tree, so that neither Delete of an entry nor a
factory reset lowers anything. Every change is durable before it counts: the
journal holds the old record or the new one, whatever happens in between.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from swm.errors import LocalError
from swm.json_documents import made_of, read_json

DAY: Final = 86400
MAX_CAMPAIGNS: Final = 16
"""Campaigns of one signing key of which the last payload is known."""


class Record(Protocol):
    """Keeps one record durably; `swm.machine.FileJournal` is one. After `save`, `load` gives that record."""

    def load(self) -> bytes | None:
        """The record saved last."""

    def save(self, record: bytes) -> None:
        """Replace it."""


@dataclass(slots=True)
class _Sender:
    sequence: int = -1
    payload: str = ""
    accepted: list[int] = field(default_factory=list)
    campaigns: dict[str, str] = field(default_factory=dict)


class Floors:
    """Floors and counters of a device.

    A signing key is known by the SHA-256 of its SubjectPublicKeyInfo. LocalError
    when the record cannot be read: a device that lost its floors must not go on
    as if it never had any.
    """

    def __init__(self, record: Record) -> None:
        self._record = record
        self._senders: dict[str, _Sender] = {}
        self._counters: dict[str, int] = {}
        self._installing: dict[str, int] = {}
        self._pending: dict[str, bytes] = {}
        self._time = 0
        saved = record.load()
        if saved is not None:
            try:
                self._read(read_json(saved))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise LocalError(f"the record of floors cannot be read: {error!r}") from error

    def _read(self, saved: Mapping[str, Any]) -> None:
        self._senders = {
            # A record of before several campaigns has three members.
            key: made_of(_Sender, dict(zip(_Sender.__slots__, entry if len(entry) != 3 else [*entry, {}], strict=True)))
            for key, entry in saved["senders"].items()
        }
        self._counters = {key: int(value) for key, value in saved["counters"].items()}
        self._installing = {key: int(value) for key, value in saved["installing"].items()}
        self._pending = {key: base64.b64decode(value) for key, value in saved["pending"].items()}
        self._time = int(saved["time"])

    def _save(self) -> None:
        document = {
            "senders": {key: [s.sequence, s.payload, s.accepted, s.campaigns] for key, s in self._senders.items()},
            "counters": self._counters,
            "installing": self._installing,
            "pending": {key: base64.b64encode(value).decode("ascii") for key, value in self._pending.items()},
            "time": self._time,
        }
        self._record.save(json.dumps(document).encode("utf-8"))

    # Announcements

    def sequence(self, key: str) -> int:
        """The highest sequence accepted from a signing key; -1 before the first."""
        return self._senders[key].sequence if key in self._senders else -1

    def last_payload(self, key: str) -> str:
        """SHA-256, in hexadecimal, of the payload accepted last from a signing key."""
        return self._senders[key].payload if key in self._senders else ""

    def is_repeat(self, key: str, payload_sha256: str) -> bool:
        """Whether a payload is the one accepted last from a signing key, or the one accepted last of one of its campaigns:
        an image server with several repeats that of each in a session of its own, and only one is above the others."""
        sender = self._senders.get(key, _Sender())
        return payload_sha256 == sender.payload or payload_sha256 in sender.campaigns.values()

    def accepted_since(self, key: str, time: int) -> int:
        """How many counted announcements of a signing key were accepted after `time`."""
        return sum(1 for moment in self._senders[key].accepted if moment > time) if key in self._senders else 0

    def accept(
        self, key: str, sequence: int, payload_sha256: str, payload: bytes, now: int, counts: bool, campaign: str = ""
    ) -> None:
        """Raise the floor of a signing key, durably, and keep the payload until `taken` says the machine has it.

        `campaign` is what the payload is the last of. OSError when it cannot be kept; nothing is changed then.
        """
        sender = self._senders.get(key, _Sender())
        if sequence <= sender.sequence:
            raise LocalError(f"sequence {sequence} is not above the floor {sender.sequence}")
        recent = [moment for moment in sender.accepted if moment > now - DAY]
        before = dict(self._senders), dict(self._pending)
        others = {name: last for name, last in sender.campaigns.items() if name != campaign}
        campaigns = dict([*others.items(), (campaign, payload_sha256)][-MAX_CAMPAIGNS:])
        self._senders[key] = _Sender(sequence, payload_sha256, [*recent, now] if counts else recent, campaigns)
        self._pending[key] = payload
        try:
            self._save()
        except BaseException:
            self._senders, self._pending = before
            raise

    def pending(self) -> dict[str, bytes]:
        """Payloads accepted whose new state a kill may have prevented: by signing key. To be done again at start."""
        return dict(self._pending)

    def taken(self, key: str) -> None:
        """The machine has saved what the last announcement of this key made of it."""
        if self._pending.pop(key, None) is not None:
            self._save()

    # Security counters

    def counter(self, component: str) -> int:
        """The floor of a component's security counter; 0 at first."""
        return self._counters.get(component, 0)

    def installing(self, component: str, counter: int) -> None:
        """Software with this counter, from signed metadata, is handed to the installer; the floor stays."""
        self._installing[component] = counter
        self._save()

    def confirmed(self, component: str) -> None:
        """What was installed last has confirmed itself after boot: its counter becomes the floor, never a lower one."""
        counter = self._installing.pop(component, None)
        if counter is not None:
            self._counters[component] = max(counter, self.counter(component))
            self._save()

    def not_confirmed(self, component: str) -> None:
        """What was installed last was rolled back; the floor stays."""
        if self._installing.pop(component, None) is not None:
            self._save()

    # Time

    @property
    def time(self) -> int:
        """Trusted time, seconds since 1970: the latest that a trusted source ever said."""
        return self._time

    def trust_time(self, seconds: int) -> int:
        """A trusted source (the Date of a DM session over TLS) says it is `seconds`; the trusted time that follows."""
        if seconds > self._time:
            self._time = seconds
            self._save()
        return self._time

"""What a device tells its server of its own accord: alerts, client events, what it is (DevInfo).

All that a device had to say goes into its first package. Where it refuses the
credentials of the server's answer, many a device sends that package again in
the same message; what it said has been taken by then, and is not taken twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from swm.session.large_object import Assembly, size_of
from swm.syncml import Alert, Item, Meta, Replace

MAX_OBJECT: Final = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReceivedAlert:
    """One Item of a generic alert (1226) or a client event (1224) a device sent, with the alert's correlator."""

    correlator: str | None
    item: Item


class Incoming:
    """What has come so far. `knows` tells whether somebody here knows what an alert is about, `refuses` whether what
    it asks for is refused."""

    __slots__ = ("_again", "_knows", "_objects", "_refuses", "_taken", "alerts", "dev_info", "events")

    def __init__(self, knows: Callable[[ReceivedAlert], bool], refuses: Callable[[ReceivedAlert], bool]) -> None:
        self._knows = knows
        self._refuses = refuses
        self._objects = Assembly(MAX_OBJECT)
        self._taken: list[tuple[str, ReceivedAlert]] = []
        self._again: list[tuple[str, ReceivedAlert]] = []
        self.dev_info: dict[str, str] = {}
        self.alerts: list[ReceivedAlert] = []
        self.events: list[ReceivedAlert] = []

    @property
    def is_open(self) -> bool:
        """Whether the rest of a large object must come."""
        return self._objects.is_open

    @property
    def place(self) -> Item:
        """Where the large object under way, or the last one, belongs."""
        return self._objects.place

    def begin(self, *, refusing: bool) -> None:
        """A message begins. `refusing` says that it refuses the answer to the one before, whose package may come again."""
        self._again = self._taken if refusing else []
        self._taken = []

    def collect(self, kind: str, item: Item, meta: Meta | None) -> tuple[int | None, Item | None, bool]:
        """Put chunks together: a Status to answer at once, or the whole Item; and whether another object has broken off."""
        broken = self._objects.is_broken_by(kind, item, size_of(item, meta))
        if broken:
            self._objects.drop()
        return *self._objects.take(kind, item, meta), broken

    def take_alert(self, alert: Alert, items: Iterable[Item]) -> int:
        """The Items of a generic alert, whole; one Status for all: 415 when nobody knows one of them, and then none counts;
        406 when one of them is heard, and refused."""
        found = [ReceivedAlert(alert.correlator, item) for item in items]
        if not all(self._knows(one) for one in found):
            return 415
        self._keep("alert", found, self.alerts)
        return 406 if any(self._refuses(one) for one in found) else 200

    def take_event(self, alert: Alert) -> None:
        """A client event."""
        self._keep("event", [ReceivedAlert(alert.correlator, item) for item in alert.items], self.events)

    def take_info(self, command: Replace) -> None:
        """DevInfo."""
        for item in command.items:
            place = item.source or item.target
            if place is not None and isinstance(item.data, str):
                self.dev_info[place.uri] = item.data

    def _keep(self, kind: str, found: list[ReceivedAlert], kept: list[ReceivedAlert]) -> None:
        for one in found:
            self._taken.append((kind, one))
            if (kind, one) in self._again:
                self._again.remove((kind, one))
            else:
                kept.append(one)

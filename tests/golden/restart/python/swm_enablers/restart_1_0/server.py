"""The server's side of restart 1.0: typed commands and alerts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from swm.session import ReceivedAlert
from swm.tree import Connection, find_objects
from swm.whole_numbers import whole_number

from .messages import ALERTS, Result
from .nodes import RestartObject

MO_IDS: Final[tuple[str, ...]] = ("urn:oma:mo:x-swm-restart:1.0",)
"""MO ids a device may show for this object."""


@dataclass(frozen=True, slots=True)
class RestartAlert:
    """An alert of this object.

    `name` is the alert's name in the specification, `result` its result code
    (a `Result` where the specification names it), None for alerts that carry
    none. `source` is the URI of the object or of the executed node.
    """

    name: str
    result: Result | int | None
    data: str
    source: str | None
    correlator: str | None
    mark: str | None


class Restart(RestartObject):
    """Restart Management Object 1.0 of one device."""

    @classmethod
    async def find(cls, connection: Connection) -> list[Restart]:
        """Every object of this kind that the device has, found by its MO id."""
        return [cls(connection, uri) for uri in await find_objects(connection, *MO_IDS)]

    def parse_alert(self, alert: ReceivedAlert) -> RestartAlert | None:
        """The alert, if it is one of this object; None for any other."""
        parsed = parse_alert(alert)
        if parsed is None or parsed.source is None:
            return parsed
        return parsed if parsed.source == self.uri or parsed.source.startswith(f"{self.uri}/") else None


def parse_alert(alert: ReceivedAlert) -> RestartAlert | None:
    """The alert, if its type is one of this enabler; None for any other."""
    meta = alert.item.meta
    kind = next((kind for kind in ALERTS.values() if meta is not None and kind.type == meta.type), None)
    if kind is None or meta is None:
        return None
    data = alert.item.data
    text = (data.decode("utf-8", "replace") if isinstance(data, bytes) else data or "").strip()
    source = alert.item.source.uri if alert.item.source is not None else None
    return RestartAlert(kind.name, _result(text), text, source, alert.correlator, meta.mark)


def _result(text: str) -> Result | int | None:
    code = whole_number(text)
    if code is None:
        return None
    try:
        return Result(code)
    except ValueError:
        return code

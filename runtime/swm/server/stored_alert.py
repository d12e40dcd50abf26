"""An alert as text in a row, and back. JSON keeps every character of it, which a text column alone would not (NUL)."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from typing import Any, Final

from swm.session import ReceivedAlert
from swm.syncml import Item, Location, Meta

_ENCODER: Final = json.JSONEncoder(separators=(",", ":"))


def to_json(alert: ReceivedAlert) -> str:
    """What servers read of an alert: correlator, source, target, type, format, mark, data."""
    item, meta = alert.item, alert.item.meta
    kept: dict[str, Any] = {
        "correlator": alert.correlator,
        "source": _uri(item.source),
        "target": _uri(item.target),
        "type": None if meta is None else meta.type,
        "format": None if meta is None else meta.format,
        "mark": None if meta is None else meta.mark,
    }
    if isinstance(item.data, bytes):
        kept["octets"] = b64encode(item.data).decode("ascii")
    else:
        kept["data"] = item.data
    return _ENCODER.encode({name: value for name, value in kept.items() if value is not None})


def from_json(text: str) -> ReceivedAlert:
    """The alert of a row."""
    kept = json.loads(text)
    data = b64decode(kept["octets"]) if "octets" in kept else kept.get("data")
    meta = Meta(format=kept.get("format"), type=kept.get("type"), mark=kept.get("mark"))
    item = Item(
        source=_location(kept.get("source")),
        target=_location(kept.get("target")),
        meta=None if meta == Meta() else meta,
        data=data,
    )
    return ReceivedAlert(kept.get("correlator"), item)


def _uri(location: Location | None) -> str | None:
    return None if location is None else location.uri


def _location(uri: str | None) -> Location | None:
    return None if uri is None else Location(uri)

"""Times as leaves of objects hold them."""

from __future__ import annotations

from datetime import datetime


def seconds_of(text: str | None) -> int | None:
    """An ISO 8601 time with its zone, basic or extended, in seconds since 1970. None for no time."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if moment.tzinfo is None else int(moment.timestamp())

"""Addresses with ports, as settings and command lines write them."""

from __future__ import annotations

from typing import Final

from swm.whole_numbers import whole_number

LAST_PORT: Final = 65_535


def endpoint(text: str, first_port: int = 1) -> tuple[str, int] | None:
    """Host and port of ``HOST:PORT``, an IPv6 host without its brackets; None for what is none.

    With a `first_port` of 0 the system may be asked for a free one.
    """
    host, _, port = text.rpartition(":")
    number = whole_number(port, 5)
    if not host or number is None or not first_port <= number <= LAST_PORT:
        return None
    return host.strip("[]"), number

"""Where others are, as settings, command lines and peers write it: hosts with ports, and URLs."""

from __future__ import annotations

from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

from swm.whole_numbers import whole_number

LAST_PORT: Final = 65_535
MAX_HOST: Final = 253
"""Characters of a name in the DNS."""


def is_host(text: str) -> bool:
    """Whether a name or an address can be looked up at all.

    Python's own look-up raises errors of its own, no OSError, for a name with
    an empty or too long part.
    """
    if not 0 < len(text) <= MAX_HOST or not text.isprintable() or " " in text:
        return False
    try:
        text.encode("idna")
    except UnicodeError:
        return False
    return True


def endpoint(text: str, first_port: int = 1) -> tuple[str, int] | None:
    """Host and port of ``HOST:PORT``, an IPv6 host without its brackets; None for what is none.

    With a `first_port` of 0 the system may be asked for a free one.
    """
    host, _, port = text.rpartition(":")
    number = whole_number(port, 5)
    host = host.strip("[]")
    if not is_host(host) or number is None or not first_port <= number <= LAST_PORT:
        return None
    return host, number


def http_url(text: str) -> SplitResult | None:
    """The parts of an http or https URL with a host and a port that can be used; None for what is none.

    A URL is printable ASCII (RFC 3986, section 2).
    """
    if any(not 32 < ord(letter) < 127 for letter in text):
        return None
    try:
        parts = urlsplit(text)
        _ = parts.port
        is_usable = parts.scheme in ("http", "https") and parts.hostname is not None and is_host(parts.hostname)
    except ValueError:
        return None
    return parts if is_usable else None


def resolved(base: str, reference: str) -> str | None:
    """Where a reference that a peer wrote leads from `base` (RFC 3986, section 5); None when it leads to no URL."""
    try:
        found = urljoin(base, reference)
        urlsplit(found)
    except ValueError:
        return None
    return found

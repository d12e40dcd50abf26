"""Session descriptions of carousels: the SDP (RFC 8866) of one FLUTE session (RFC 6726, section 9).

Lines end with LF alone, which RFC 8866 lets parsers take: XML turns CR LF into
LF, and a device compares the description in an announcement with the one in
its management tree octet by octet.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Final

from swm.errors import MessageError

MAX_SIZE: Final = 8192
_MEDIA = re.compile(r"application (\d{1,5}) FLUTE/UDP .*", re.ASCII)
_CONNECTION = re.compile(r"IN IP[46] ([0-9A-Fa-f.:]{2,45})(?:/\d{1,3})*", re.ASCII)
_TSI = re.compile(r"flute-tsi:(\d{1,10})", re.ASCII)


@dataclass(frozen=True, slots=True)
class FluteSession:
    """One FLUTE session: the address and the UDP port that it is sent to, and its transport session identifier."""

    group: str
    port: int
    tsi: int


def write_session(session: FluteSession, name: str) -> str:
    """The SDP of a session; the same session gives the same text. `name` is shown to people (``s=``)."""
    family = f"IP{ipaddress.ip_address(session.group).version}"
    shown = "".join(letter for letter in name if letter.isprintable()) or "-"
    lines = [
        "v=0",
        f"o=- 0 0 IN {family} {session.group}",
        f"s={shown}",
        "t=0 0",
        "a=flute-ch:1",
        f"a=flute-tsi:{session.tsi}",
        f"m=application {session.port} FLUTE/UDP 0",
        f"c=IN {family} {session.group}",
    ]
    return "\n".join(lines) + "\n"


def read_session(text: str) -> FluteSession:
    """The session that an SDP describes. MessageError when it describes none, or more than one channel."""
    if len(text) > MAX_SIZE:
        raise MessageError(f"a session description of {len(text)} characters; the limit is {MAX_SIZE}")
    found: dict[str, str] = {}
    for line in text.splitlines():
        kind, _, value = line.partition("=")
        for name, pattern, key in (("m", _MEDIA, "port"), ("c", _CONNECTION, "group"), ("a", _TSI, "tsi")):
            match = pattern.fullmatch(value) if kind == name else None
            if match is None:
                continue
            if key in found:
                raise MessageError(f"a session description with more than one {key}")
            found[key] = match[1]
    for key in ("group", "port", "tsi"):
        if key not in found:
            raise MessageError(f"a session description without {key}")
    try:
        ipaddress.ip_address(found["group"])
    except ValueError:
        raise MessageError(f"{found['group']} is no address") from None
    port, tsi = int(found["port"]), int(found["tsi"])
    if not 0 < port < 65_536 or tsi >= 1 << 32:
        raise MessageError("a port or a TSI out of range")
    return FluteSession(found["group"], port, tsi)

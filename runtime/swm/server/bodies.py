"""The body of a request: read whole or in chunks, unpacked, never larger than allowed."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from swm.server.refusal import Refused
from swm.syncml import NO_CODING

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

_GZIP: Final = 16 + zlib.MAX_WBITS


class Disconnected(Exception):
    """The device went away before it had sent all."""


async def read_body(receive: Receive, *, limit: int, seconds: float) -> bytes:
    """All of a request's body. Refused with 413 beyond `limit` octets, with 408 when it takes too long."""
    event = await receive()
    if event["type"] == "http.request" and not event.get("more_body", False):
        body: bytes = event.get("body", b"")
        if len(body) > limit:
            raise _too_large(limit)
        return body
    try:
        async with asyncio.timeout(seconds):
            return await _read_rest(receive, event, limit)
    except TimeoutError:
        raise Refused(408, f"the request took longer than {seconds:g} seconds to arrive") from None


async def _read_rest(receive: Receive, event: MutableMapping[str, Any], limit: int) -> bytes:
    whole = bytearray()
    while True:
        if event["type"] == "http.disconnect":
            raise Disconnected
        whole += event.get("body", b"")
        if len(whole) > limit:
            raise _too_large(limit)
        if not event.get("more_body", False):
            return bytes(whole)
        event = await receive()


def unpack(body: bytes, coding: str, *, limit: int, expansion: int) -> bytes:
    """The body without its Content-Encoding.

    Refused with 415 for a coding other than gzip, with 413 when it grows
    beyond `limit` octets or `expansion` times its own size (never more than
    that is held in memory), with 400 when it is damaged or cut off.
    """
    name = coding.strip().lower()
    if name in NO_CODING:
        return body
    if name not in ("gzip", "x-gzip"):
        raise Refused(415, "the content coding is not known; gzip is")
    room = min(limit, expansion * len(body))
    reader = zlib.decompressobj(_GZIP)
    try:
        unpacked = reader.decompress(body, room + 1)
    except zlib.error:
        raise Refused(400, "the gzip data are damaged") from None
    if len(unpacked) > room:
        raise Refused(413, f"the unpacked body has more than {room} octets")
    if not reader.eof or reader.unused_data:
        raise Refused(400, "the gzip data are cut off, or something follows them")
    return unpacked


def _too_large(limit: int) -> Refused:
    return Refused(413, f"the body has more than {limit} octets")

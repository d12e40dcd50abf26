"""A transport that can hold what is written for a moment, so that the parts of an answer go out together.

uvicorn writes the head of an answer and its body one after the other, and uvloop
hands each to the system at once: two packets, and the peer is woken twice.
"""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any


class HeldTransport:
    """The transport it was made of; ``with`` it, writes are held, and go out as one at the end or before a close."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._held: list[bytes] | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def __enter__(self) -> None:
        self._held = []

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._let_go()

    def write(self, data: bytes) -> None:
        """Write, or hold."""
        if self._held is None:
            self._transport.write(data)
        else:
            self._held.append(data)

    def close(self) -> None:
        """Close, after what is held has been written."""
        self._let_go()
        self._transport.close()

    def _let_go(self) -> None:
        held, self._held = self._held, None
        if held and not self._transport.is_closing():
            self._transport.write(b"".join(held))

"""uvicorn's HTTP protocol, with the bounds it lacks: on a header's size, and on the time a request may take to begin."""

from __future__ import annotations

import asyncio
import re
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from swm.server.application import CERTIFICATE, TOGETHER
from swm.server.held_transport import HeldTransport
from swm.server.limits import ServerLimits
from swm.server.tls import subject

_UPGRADE: Final = re.compile(rb"(?<=\n)upgrade(?=[ \t]*:)", re.IGNORECASE)
_READ_OVER: Final = b"x-asked"
"""What the field Upgrade is called here, as long as its own name: the parser would take no body after it."""


def bounded(limits: ServerLimits) -> type[HttpToolsProtocol]:
    """A protocol class for uvicorn that keeps to `limits`."""

    class BoundedProtocol(HttpToolsProtocol):
        """Closes connections whose request header is larger or slower than allowed."""

        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **named)
            self._size = 0
            self._too_large = False
            self._in_header = True
            self._deadline: asyncio.TimerHandle | None = None
            self._extensions: dict[str, Any] = {}

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            """Count the connection, begin to wait for a header, and note who the device is by its certificate."""
            super().connection_made(transport)
            if len(self.connections) > limits.connections:
                transport.close()
                return
            self._await_header()
            held = HeldTransport(transport)
            self.transport = held  # type: ignore[assignment]
            self._extensions = {TOGETHER: held}
            tls = transport.get_extra_info("ssl_object")
            name = None if tls is None else subject(tls.getpeercert())
            if name is not None:
                self._extensions[CERTIFICATE] = name

        def connection_lost(self, exc: Exception | None) -> None:
            """Nothing is waited for any more."""
            self._stop_waiting()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            """Wait for a header that has begun, which most are there with the whole of.

            Who asks for another protocol, as clients do that would rather speak HTTP/2, is served in this one
            (RFC 9110, 7.8).
            """
            if self._in_header:
                end = data.find(b"\r\n\r\n")
                asked = _UPGRADE.search(data, 0, len(data) if end < 0 else end)
                if asked is not None:
                    data = data[: asked.start()] + _READ_OVER + data[asked.end() :]
            super().data_received(data)
            if self._deadline is None and (self.cycle is None or self.cycle.response_complete):
                self._await_header()

        def on_message_begin(self) -> None:
            """A request begins; what TLS tells goes into its scope."""
            super().on_message_begin()
            self._size = 0
            self.scope["extensions"] = dict(self._extensions)

        def on_url(self, url: bytes) -> None:
            """Count the octets of the target."""
            super().on_url(url)
            self._grow(len(url))

        def on_header(self, name: bytes, value: bytes) -> None:
            """Count the octets of a header field."""
            super().on_header(name, value)
            self._grow(len(name) + len(value))

        def on_headers_complete(self) -> None:
            """The header is there in time."""
            self._stop_waiting()
            self._size = 0
            self._in_header = False
            super().on_headers_complete()

        def on_message_complete(self) -> None:
            """What comes next is a header."""
            self._in_header = True
            super().on_message_complete()

        def _grow(self, octets: int) -> None:
            self._size += octets
            if self._size > limits.header:
                self._too_large = True
                raise ValueError("the header is too large")

        def send_400_response(self, msg: str) -> None:
            """What uvicorn answers when the parser gives up; a header beyond the limit is named (RFC 6585, 5)."""
            if not self._too_large:
                super().send_400_response(msg)
                return
            text = b"the header is too large"
            self.transport.write(
                b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: text/plain\r\nconnection: close\r\n"
                b"content-length: %d\r\n\r\n%s" % (len(text), text)
            )
            self.transport.close()

        def _await_header(self) -> None:
            self._deadline = self.loop.call_later(limits.request, self._too_slow)

        def _stop_waiting(self) -> None:
            if self._deadline is not None:
                self._deadline.cancel()
                self._deadline = None

        def _too_slow(self) -> None:
            self._deadline = None
            if not self.transport.is_closing():
                self.transport.close()

    return BoundedProtocol

"""TLS servers that say why they refuse a client (RFC 8446, section 6.2), which event loops leave out.

asyncio and uvloop close a connection when its handshake fails, and what OpenSSL
has written for the client by then, the alert, goes with it: a device whose
certificate is not taken sees a server that does not answer, and asks again and
again. So the failure is kept back until the alert is on its way and the client
has closed; the loop's own limit for handshakes ends who does not.
"""

from __future__ import annotations

import ssl
from typing import Final

MAX_HEARD: Final = 16
"""How often a client that was refused may send something before the connection is cut: with TLS 1.3 its first request
is on its way by then, and cutting the connection under it would take the alert along."""


class ExplainedConnection(ssl.SSLObject):
    """A connection whose failed handshake waits for the client to read why."""

    _refusal: ssl.SSLError | None = None
    _heard = 0

    def do_handshake(self) -> None:
        """One step. SSLWantReadError, by which a loop sends what there is and waits, for a failure too, at first."""
        if self._refusal is None:
            try:
                super().do_handshake()
            except (ssl.SSLWantReadError, ssl.SSLWantWriteError, ssl.SSLSyscallError, ssl.SSLEOFError):
                raise
            except ssl.SSLError as error:
                self._refusal = error
            else:
                return
        self._heard += 1
        if self._heard > MAX_HEARD:
            raise self._refusal
        raise ssl.SSLWantReadError(ssl.SSL_ERROR_WANT_READ, "the client has still to read why it is refused")


def server_context() -> ssl.SSLContext:
    """The context of a listening socket: TLS 1.2 or newer, no certificate yet."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.sslobject_class = ExplainedConnection
    return context

"""Package 0 on its way to devices: a datagram, or a POST to a gateway that pushes it."""

from __future__ import annotations

import http.client
import secrets
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import Final
from urllib.parse import urlsplit

from swm.campaign.records import Called
from swm.endpoints import endpoint, http_url
from swm.errors import LocalError
from swm.server.program import package_0

MIME: Final = "application/vnd.syncml.notification"
GATEWAY_SECONDS: Final = 10.0
GATEWAY_CONNECTIONS: Final = 16
MAX_ANSWER: Final = 64 * 1024
"""Octets of an answer that are read before the connection is closed."""


def read_address(text: str) -> tuple[str, int] | str:
    """Where package 0 goes: host and port of ``127.0.0.1:2948``, or an http or https URL as it is.

    LocalError for what is neither.
    """
    if "://" in text:
        parts = http_url(text)
        if parts is None or parts.username is not None:
            raise LocalError(f"{text!r} is no http or https URL of a gateway")
        return text
    found = endpoint(text)
    if found is None:
        raise LocalError(f"{text!r} is no address; write it like 127.0.0.1:2948, or the URL of a gateway")
    return found


class Caller:
    """Sends packages 0. One that is lost costs an attempt: nobody hears whether a device has got it."""

    def __init__(self, server_id: str) -> None:
        self._server_id = server_id
        self._sockets: dict[socket.AddressFamily, socket.socket] = {}
        self._gateways = ThreadPoolExecutor(GATEWAY_CONNECTIONS, thread_name_prefix="swm-gateway")

    def call(self, device: Called) -> None:
        """Send a package 0, by datagram at once, to a gateway from a thread. LocalError when it cannot be sent."""
        if device.account is None or device.account.server is None:
            raise LocalError("package 0 carries a digest made with the server's password, and there is none")
        session_id = secrets.randbelow(0xFFFF) + 1
        made = package_0(self._server_id, device.account.server, session_id, device.attempts)
        address = read_address(device.notify)
        if isinstance(address, str):
            self._gateways.submit(_post, address, made)
            return
        family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        if family not in self._sockets:
            self._sockets[family] = socket.socket(family, socket.SOCK_DGRAM)
        try:
            self._sockets[family].sendto(made, address)
        except OSError as error:
            raise LocalError(f"package 0 cannot be sent to {device.notify}: {error.strerror}") from None

    def close(self) -> None:
        """Nothing more is sent."""
        self._gateways.shutdown(cancel_futures=True)
        for rim in self._sockets.values():
            rim.close()


def _post(url: str, body: bytes) -> None:
    """Hand a package 0 to a gateway. What it answers changes nothing: the device comes, or is called again."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=GATEWAY_SECONDS)
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body, {"Content-Type": MIME})
        connection.getresponse().read(MAX_ANSWER)
    except (OSError, http.client.HTTPException, ValueError):
        return
    finally:
        connection.close()

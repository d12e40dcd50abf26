"""Where packages come from. `Fetch` is what the device needs; `HttpFetch` gets them by http and https.

A transfer is read in pieces, so that a device can pause between any two, and
goes on from an offset when the server still has the same object (RFC 9110,
section 14: Range and If-Range).
"""

from __future__ import annotations

import enum
import http.client
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol
from urllib.parse import urlsplit

from swm.delivery.https import BROKEN, complaint, refuses_client, says_why
from swm.device.exchange import checked_url
from swm.device.tls import client_context, reason_of
from swm.endpoints import resolved
from swm.errors import PeerError
from swm.whole_numbers import whole_number

PIECE: Final = 64 * 1024
MAX_REDIRECTS: Final = 5


class Trouble(enum.Enum):
    """Why a transfer did not go on; the names are those of the result codes, but for the last two groups."""

    MALFORMED_URL = "the URL cannot be used"
    SERVER_UNAVAILABLE = "the server does not have it"
    SERVER_ERROR = "the server failed"
    AUTHENTICATION_FAILED = "the server refuses the device"
    TLS_FAILED = "the server did not prove who it is"
    DOWNLOAD_OUT_OF_MEMORY = "the package is larger than the device takes"
    NETWORK_LOST = "the connection is gone; another try may help"
    SERVER_OVERLOAD = "the server asks for patience"
    OBJECT_CHANGED = "the server has another object than the one begun with"
    RANGES_REFUSED = "the server serves no byte ranges"


class FetchFailed(PeerError):
    """A transfer that stopped; `wait` is how long the server asks for, in seconds."""

    def __init__(self, trouble: Trouble, detail: str = "", wait: float = 0.0) -> None:
        super().__init__(f"{trouble.value}{f': {detail}' if detail else ''}")
        self.trouble = trouble
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Begun:
    """A transfer that runs: octets of the whole object and its validator, where the server tells, and the pieces.

    `close` ends it, at any time and more than once.
    """

    total: int | None
    validator: str | None
    pieces: Iterator[bytes]
    close: Callable[[], None]


class Fetch(Protocol):
    """Gets packages."""

    def fetch(self, url: str, offset: int, validator: str | None) -> Begun:
        """Begin at `offset` of the object that has `validator`. FetchFailed, also while pieces are read."""


class HttpFetch:
    """Packages by URL, on `http.client`. An https URL never leads to an http one."""

    def __init__(self, *, timeout: float = 10.0, largest: int = 1 << 30, tls: ssl.SSLContext | None = None) -> None:
        self._timeout = timeout
        self._largest = largest
        self._tls = tls

    def fetch(self, url: str, offset: int, validator: str | None) -> Begun:
        """As `Fetch` says."""
        connection, answer = self._request(url, offset, validator)
        try:
            self._judge(answer, offset, validator)
            length = answer.length
            total = None if length is None else length + offset
            if total is not None and total > self._largest:
                raise FetchFailed(Trouble.DOWNLOAD_OUT_OF_MEMORY, f"{total} octets")
        except FetchFailed:
            answer.close()
            connection.close()
            raise
        found = answer.getheader("ETag") or answer.getheader("Last-Modified")

        def close() -> None:
            answer.close()
            connection.close()

        return Begun(total, found, self._pieces(answer, offset, close), close)

    def _request(
        self, url: str, offset: int, validator: str | None
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        headers = {"Accept-Encoding": "identity"}
        if offset:
            headers["Range"] = f"bytes={offset}-"
            if validator is not None and not validator.startswith("W/"):
                headers["If-Range"] = validator
        before: str | None = None
        for _ in range(MAX_REDIRECTS + 1):
            try:
                before = checked_url(url, before)
            except PeerError as error:
                raise FetchFailed(Trouble.MALFORMED_URL, str(error)) from None
            parts = urlsplit(url)
            connection = self._connect(parts.scheme, parts.netloc)
            try:
                connection.request(
                    "GET", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), None, headers
                )
                answer = connection.getresponse()
            except BROKEN as error:
                connection.close()
                told: Exception = error
                if parts.scheme == "https" and self._tls is not None and not says_why(error):
                    told = complaint(parts.netloc, self._tls) or error
                raise FetchFailed(_trouble_of(told), reason_of(told)) from None
            if answer.status not in (301, 302, 303, 307, 308):
                return connection, answer
            location = answer.getheader("Location") or ""
            answer.close()
            connection.close()
            goal = resolved(url, location)
            if goal is None:
                raise FetchFailed(Trouble.MALFORMED_URL, f"it redirects to {location[:200]!r}")
            url = goal
        raise FetchFailed(Trouble.SERVER_UNAVAILABLE, f"it redirects more than {MAX_REDIRECTS} times")

    def _connect(self, scheme: str, netloc: str) -> http.client.HTTPConnection:
        if scheme == "http":
            return http.client.HTTPConnection(netloc, timeout=self._timeout)
        if self._tls is None:
            self._tls = client_context()
        return http.client.HTTPSConnection(netloc, timeout=self._timeout, context=self._tls)

    @staticmethod
    def _judge(answer: http.client.HTTPResponse, offset: int, validator: str | None) -> None:
        status = answer.status
        if status == (206 if offset else 200):
            start = (answer.getheader("Content-Range") or f"bytes {offset}-").removeprefix("bytes ").partition("-")[0]
            if start != str(offset):
                raise FetchFailed(Trouble.RANGES_REFUSED, f"asked for {offset}, got {start[:20]}")
            return
        if status == 200:
            # A range was asked for and the whole comes: another object, or no ranges here at all.
            now = answer.getheader("ETag") or answer.getheader("Last-Modified")
            raise FetchFailed(Trouble.RANGES_REFUSED if now == validator else Trouble.OBJECT_CHANGED)
        if status in (412, 416):
            raise FetchFailed(Trouble.OBJECT_CHANGED, str(status))
        if status in (401, 403, 407):
            raise FetchFailed(Trouble.AUTHENTICATION_FAILED, str(status))
        if status in (429, 503):
            wait = float(whole_number(answer.getheader("Retry-After"), 6) or 0)
            raise FetchFailed(Trouble.SERVER_OVERLOAD, str(status), wait)
        if status >= 500:
            raise FetchFailed(Trouble.SERVER_ERROR, str(status))
        raise FetchFailed(Trouble.SERVER_UNAVAILABLE, str(status))

    def _pieces(self, answer: http.client.HTTPResponse, offset: int, close: Callable[[], None]) -> Iterator[bytes]:
        received = offset
        try:
            while piece := answer.read1(PIECE):
                received += len(piece)
                if received > self._largest:
                    raise FetchFailed(Trouble.DOWNLOAD_OUT_OF_MEMORY, f"more than {self._largest} octets")
                yield piece
            if answer.length:
                raise FetchFailed(Trouble.NETWORK_LOST, f"{answer.length} octets are missing")
        except BROKEN as error:
            raise FetchFailed(Trouble.NETWORK_LOST, reason_of(error)) from None
        finally:
            close()


def _trouble_of(error: Exception) -> Trouble:
    if not says_why(error):
        return Trouble.NETWORK_LOST
    return Trouble.AUTHENTICATION_FAILED if refuses_client(error) else Trouble.TLS_FAILED

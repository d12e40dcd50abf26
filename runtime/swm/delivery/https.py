"""The rim of downloads: sockets, TLS, `http.client`."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Final
from urllib.parse import urlsplit

from swm.delivery.http_ranges import Ask, judge, runs
from swm.delivery.sources import (
    Intake,
    ObjectChanged,
    RangesRefused,
    SourceLost,
    SourceNotTrusted,
    SourceRefused,
    SourceRefusesClient,
)
from swm.endpoints import http_url, resolved
from swm.errors import MessageError
from swm.security import NotThere

PIECE: Final = 64 * 1024
MAX_REDIRECTS: Final = 5
PATIENCE: Final = 60.0
"""Seconds that a server may take for a piece. What comes octet by octet keeps every timeout of the socket, and would
keep the device from all else for days."""
LISTEN: Final = 1.0
"""Seconds to wait for what a server has to say about the handshake."""
BROKEN: Final = (OSError, HTTPException, ValueError)
"""What `http.client` raises for an exchange that does not come to its end; the last for a name that cannot be looked up, a
target that is not ASCII, a chunk that says it has -5 octets."""
REDIRECTS: Final = (301, 302, 303, 307, 308)


def tls_context(anchor: bytes | None = None, certificate: tuple[str, str] | None = None) -> ssl.SSLContext:
    """TLS 1.2 or newer; the name is checked. `anchor`: the only certificate (DER) trusted, instead of the system's.
    `certificate`: files of the client's certificate and key."""
    context = ssl.create_default_context(cadata=anchor)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if certificate is not None:
        context.load_cert_chain(*certificate)
    return context


ABOUT_THE_CLIENT: Final = (
    "CERTIFICATE_REQUIRED",
    "ALERT_UNKNOWN_CA",
    "ALERT_BAD_CERTIFICATE",
    "ALERT_CERTIFICATE",
    "ALERT_UNSUPPORTED_CERTIFICATE",
    "ALERT_ACCESS_DENIED",
    "ALERT_HANDSHAKE_FAILURE",
)
"""Alerts (RFC 8446, section 6.2) by which a server says that the client's certificate is missing or not taken."""


def refuses_client(error: BaseException) -> bool:
    """Whether a TLS error is the server's complaint about the client, and not the client's about the server."""
    reason = getattr(error, "reason", None) or ""
    return isinstance(error, ssl.SSLError) and any(word in reason for word in ABOUT_THE_CLIENT)


def says_why(error: BaseException) -> bool:
    """Whether an error is one of TLS that gives a reason; a connection that just ended in the middle of TLS does not."""
    return isinstance(error, ssl.SSLError) and not isinstance(error, (ssl.SSLEOFError, ssl.SSLZeroReturnError))


def complaint(netloc: str, context: ssl.SSLContext) -> ssl.SSLError | None:
    """Why a server closes connections before it answers, where it tells in the handshake.

    With TLS 1.3 it judges the client's certificate when the client has already
    sent its request, and what it says then may be lost with the connection. So
    this makes another one and only listens.
    """
    connection = HTTPSConnection(netloc, timeout=LISTEN, context=context)
    try:
        connection.connect()
        connection.sock.recv(1)
    except BROKEN as error:
        return error if isinstance(error, ssl.SSLError) and says_why(error) else None
    finally:
        connection.close()
    return None


class Web:
    """GET requests over one kept connection. `allowed` says which URLs a redirect may lead to.

    SourceNotTrusted when TLS fails or a redirect leads elsewhere, SourceRefusesClient
    when the server does not take the client's certificate, SourceLost when the connection breaks.
    """

    def __init__(
        self,
        context: ssl.SSLContext | None = None,
        allowed: Callable[[str], bool] = lambda url: True,
        timeout: float = 30.0,
    ) -> None:
        self._context = context
        self._allowed = allowed
        self._timeout = timeout
        self._connection: HTTPConnection | None = None
        self._origin: tuple[str, str] | None = None

    def get(self, url: str, headers: dict[str, str]) -> HTTPResponse:
        """The answer, its body still to be read. Redirects are followed where allowed."""
        for _ in range(MAX_REDIRECTS + 1):
            try:
                response = self._request(url, headers)
            except BROKEN as error:
                self.close()
                if refuses_client(error):
                    raise SourceRefusesClient(f"{url}: {error}") from None
                if says_why(error):
                    raise SourceNotTrusted(f"{url}: {error}") from None
                raise SourceLost(f"{url}: {error!r}") from None
            if response.status not in REDIRECTS:
                return response
            location = response.headers.get("Location", "")
            self.close()
            goal = resolved(url, location)
            if goal is None:
                raise SourceNotTrusted(f"{url} leads to {location[:200]!r}, which is no URL")
            if not self._allowed(goal) or urlsplit(goal).scheme != urlsplit(url).scheme:
                raise SourceNotTrusted(f"{url} leads to {goal}, which is not allowed")
            url = goal
        raise SourceNotTrusted(f"more than {MAX_REDIRECTS} redirects")

    def _request(self, url: str, headers: dict[str, str]) -> HTTPResponse:
        parts = http_url(url)
        if parts is None:
            raise SourceNotTrusted(f"{url[:200]!r} is neither a https nor a http URL")
        origin = (parts.scheme, parts.netloc)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        reused = self._connection is not None and origin == self._origin
        if not reused:
            self.close()
            self._connection = self._connect(parts.scheme, parts.netloc)
            self._origin = origin
        assert self._connection is not None
        try:
            self._connection.request("GET", path, headers=headers)
            return self._connection.getresponse()
        except BROKEN as error:
            if not reused:
                if parts.scheme == "https" and not says_why(error):
                    told = complaint(parts.netloc, self._context or tls_context())
                    if told is not None:
                        raise told from None
                raise
            # The server closed a connection that was kept; that is no fault, once.
            self.close()
            return self._request(url, headers)

    def _connect(self, scheme: str, netloc: str) -> HTTPConnection:
        if scheme == "https":
            return HTTPSConnection(netloc, timeout=self._timeout, context=self._context or tls_context())
        return HTTPConnection(netloc, timeout=self._timeout)

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        self._origin = None


def _pieces(response: HTTPResponse, length: int | None = None) -> Iterator[bytes]:
    """A body in pieces, up to `length` octets. SourceLost when it breaks, or a piece takes longer than PATIENCE."""
    left = length
    try:
        while left != 0:
            wanted, end = PIECE if left is None else min(PIECE, left), time.monotonic() + PATIENCE
            piece = b""
            while len(piece) < wanted and (part := response.read1(wanted - len(piece))):
                piece += part
                if len(piece) > wanted:
                    raise SourceLost("the server sends a chunk of less than no octets")
                if time.monotonic() > end:
                    raise SourceLost(f"the server took more than {PATIENCE:.0f} s for {len(piece)} octets")
            if piece:
                yield piece
            if len(piece) < wanted:
                return
            left = None if left is None else left - len(piece)
    except BROKEN as error:
        raise SourceLost(f"the connection broke: {error!r}") from None


def _read(response: HTTPResponse, length: int) -> bytes:
    """Exactly `length` octets of a body, or SourceLost."""
    data = b"".join(_pieces(response, length))
    if len(data) != length:
        raise SourceLost(f"the connection ended {length - len(data)} octets early")
    return data


def fetch(url: str, context: ssl.SSLContext | None = None) -> Iterator[bytes]:
    """A small file in pieces. NotThere for 403 and 404; SourceFailed for all else."""
    web = Web(context)
    try:
        response = web.get(url, {"Accept-Encoding": "identity"})
        if response.status in (403, 404):
            raise NotThere(f"{url}: {response.status}")
        if response.status != 200:
            raise ConnectionError(f"{url}: {response.status}")
        try:
            yield from _pieces(response)
        except SourceLost as error:
            raise ConnectionError(f"{url}: {error}") from None
        if response.length:
            raise ConnectionError(f"{url}: the connection ended {response.length} octets early")
    finally:
        web.close()


def fetch_whole(web: Web, url: str, limit: int, is_late: Callable[[], bool]) -> bytes:
    """A small file, once `is_late` does not say that it takes too long. SourceFailed: why not; MessageError when it has
    more than `limit` octets, or another coding than identity."""
    try:
        response = web.get(url, {"Accept-Encoding": "identity"})
        # Of a file whose length nobody knows there is only the whole.
        ask = Ask(0, limit - 1, response.length if response.length is not None else limit, None)
        try:
            judge(ask, response.status, _fields(response))
        except ObjectChanged as changed:
            raise MessageError(str(changed)) from None
        data = b""
        while piece := response.read1(limit + 1 - len(data)):
            data += piece
            if len(data) > limit:
                raise MessageError(f"{url} has more than {limit} octets")
            if is_late():
                raise SourceLost(f"{url} takes too long")
        if response.length:
            raise SourceLost(f"the connection ended {response.length} octets early")
        return data
    except BROKEN as error:
        raise SourceLost(f"{url}: {error!r}") from None
    finally:
        web.close()


class HttpsRepository:
    """TUF metadata below a URL. OSError when the server cannot be reached; SourceFailed where no second try would help:
    it is not trusted, or does not take the client's certificate."""

    def __init__(self, url: str, context: ssl.SSLContext | None = None) -> None:
        self._url = url if url.endswith("/") else f"{url}/"
        self._context = context

    def metadata(self, name: str) -> Iterator[bytes]:
        """One file. NotThere when the server has none."""
        try:
            yield from fetch(self._url + name, self._context)
        except SourceLost as error:
            raise ConnectionError(str(error)) from None


class HttpsSource:
    """A package at a URL, its index at the same with ``.index`` behind.

    `validator` is the strong ETag to go on with; keep it (Transfer/Validator)
    and give it back after a restart. Only chunks that are missing are asked
    for. `restarts_left`: how often the whole may be sent again where a part was
    asked for, before RangesRefused.
    """

    def __init__(
        self,
        url: str,
        web: Web,
        validator: str | None = None,
        restarts_left: int = 1,
        stop: Callable[[], bool] = lambda: False,
        resumed: Callable[[str, str], object] = lambda sent, received: None,
    ) -> None:
        self._url = url
        self._web = web
        self.validator = validator
        self.restarts_left = restarts_left
        self._stop = stop
        self._resumed = resumed
        self._open: tuple[HTTPResponse, int, int] | None = None
        """An answer that goes on in the next call, and the first and the last octet still to be read."""

    @property
    def is_open(self) -> bool:
        """Whether the next call goes on with the answer that `stop` interrupted: `close` when there is to be none."""
        return self._open is not None

    def close(self) -> None:
        """Let go of the connection."""
        self._open = None
        self._web.close()

    def fetch(self, intake: Intake) -> None:
        """Put what is missing into the intake. Returns when nothing is missing, or when `stop` says so.

        `resumed` is called before the first octet of a part, with the ETag sent
        and the one received, for the procedure `resume`. The whole that comes where a part was
        asked for is read on in the next call: to ask again would begin it again, each time.
        """
        store = intake.store
        try:
            if self._open is not None:
                (response, first, last), self._open = self._open, None
                self._take(intake, response, first, last, goes_on=True)
            if not store.tree.complete:
                self._fetch_index(intake)
            while self._open is None and (missing := intake.missing()) and not self._stop():
                first, last = runs(missing)[0]
                self._fetch_run(intake, first, last)
        finally:
            if self._open is None:
                self._web.close()
            store.commit()

    def _fetch_index(self, intake: Intake) -> None:
        geometry = intake.store.geometry
        length = geometry.index_nodes * geometry.symbol_size
        response = self._web.get(f"{self._url}.index", {"Accept-Encoding": "identity"})
        judge(Ask(0, length - 1, length, None), response.status, _fields(response))
        if not intake.store.add_index(_read(response, length)):
            self._web.close()
            raise ObjectChanged("the index at the server is not that of the package")
        self._finish(response)

    def _fetch_run(self, intake: Intake, first: int, last: int) -> None:
        geometry = intake.store.geometry
        size, length = geometry.chunk_size, geometry.length
        ask = Ask(first * size, min((last + 1) * size, length) - 1, length, self.validator)
        response = self._web.get(self._url, ask.headers())
        try:
            body = judge(ask, response.status, _fields(response))
            if body.is_part:
                self._resumed(ask.etag or "", body.etag or "")
                if body.first % size:
                    raise ObjectChanged("a part that begins within a chunk")
            elif ask.is_part:
                self._restarted(body.etag)
            self.validator = body.etag
            self._take(intake, response, body.first, body.last, goes_on=ask.is_part and not body.is_part)
        except SourceRefused as error:
            if error.status == 416:
                # The length is right, so the ETag is what the server no longer knows: begin without it.
                self._restarted(None)
                return
            raise
        except BaseException:
            self._web.close()
            raise

    def _restarted(self, etag: str | None) -> None:
        changed = etag is not None and etag != self.validator
        self.validator = None
        if self.restarts_left <= 0:
            raise ObjectChanged("the ETag is another") if changed else RangesRefused("the whole was sent again")
        self.restarts_left -= 1

    def _take(self, intake: Intake, response: HTTPResponse, first: int, last: int, *, goes_on: bool) -> None:
        geometry = intake.store.geometry
        place = first // geometry.chunk_size
        while first <= last and not self._stop():
            length = min(geometry.chunk_length(place), last + 1 - first)
            data = _read(response, length)
            if length == geometry.chunk_length(place) and not intake.put(place, data, ""):
                raise ObjectChanged(f"chunk {place} at the server is not that of the package")
            first += length
            place += 1
        if first <= last and goes_on:
            self._open = response, first, last
        else:
            self._finish(response)

    def _finish(self, response: HTTPResponse) -> None:
        # Octets beyond the end are never read: a body that is longer costs the connection.
        if response.length == 0:
            response.close()
        elif not response.isclosed():
            self._web.close()


def _fields(response: HTTPResponse) -> dict[str, str]:
    """Header fields by lower-case names. A field that stands there twice is refused."""
    fields: dict[str, str] = {}
    for name, value in response.headers.items():
        key = name.lower()
        if key in fields and key in ("content-range", "content-length", "etag", "content-encoding"):
            raise ObjectChanged(f"two fields {name}")
        fields[key] = value
    return fields


def probe(url: str, context: ssl.SSLContext) -> None:
    """Make a TLS connection and close it. OSError (ssl.SSLError among them) when it cannot be trusted."""
    connection = HTTPSConnection(urlsplit(url).netloc, timeout=30.0, context=context)
    try:
        connection.connect()
    finally:
        connection.close()

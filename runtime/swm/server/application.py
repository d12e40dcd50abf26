"""The DM server as an ASGI application: messages at one path, health and metrics beside it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from functools import lru_cache
from typing import IO, Any, Final
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from swm.server.admission import Admission
from swm.server.bodies import Disconnected, Receive, read_body, unpack
from swm.server.conversation import Settings
from swm.server.dialogue import Manage
from swm.server.limits import ServerLimits
from swm.server.logs import JsonLog
from swm.server.metrics import CONTENT_TYPE, Metrics
from swm.server.refusal import Refused
from swm.server.store import Overtaken, Store, StoreFailed
from swm.server.turns import DmReply, DmRequest, Orders, Turns
from swm.session import Account, ReceivedAlert
from swm.syncml import CONTENT_TYPES, Encoding, encoding_named
from swm.whole_numbers import whole_number

PATH: Final = "/dm"
CERTIFICATE: Final = "swm.client_certificate"
"""Where the HTTP protocol puts the subject of a client certificate, among the extensions of the ASGI scope."""
TOGETHER: Final = "swm.together"
"""Where the HTTP protocol puts what holds back the head of an answer until its body is there, among these extensions."""
PRUNING_SECONDS: Final = 60.0
_RETRY: Final = 2
_KEY: Final = b"s="
_APART: Final = contextlib.nullcontext()

Scope = dict[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class DmServer:
    """Serves DM sessions over HTTP, as an ASGI application.

    `manage` is the application: a coroutine that is run once a session and
    awaits commands of generated stubs (read `swm.server.dialogue`). `store`
    keeps everything that outlives the process; who opened it closes it.

    With `accounts` devices must prove who they are: these are added to the
    store's, and an empty mapping asks for those that are there. With None
    nobody is asked. `owners` says which account a device has, by its identifier:
    under that identifier no other account is taken. `orders` tells what to do with a device when its session
    begins. `public_url` is the server's URL as devices see it, such as
    ``https://dm.example.com/dm``; without it the Host of each session's first
    request is taken, or the address that it came to. `log` receives one JSON line a request. `trace` is called
    with "device" or "server" and the octets of each message: for
    demonstrations, since messages hold credentials. `failures` are the last
    exceptions of `manage`. `admission` says how many sessions may begin in a
    second; others are answered with 503 and a slot in Retry-After. Alerts that
    `refuses` is true of are stored, and answered 406: no to what they ask for.
    """

    def __init__(
        self,
        manage: Manage,
        *,
        server_id: str,
        store: Store,
        accounts: Mapping[str, Account] | None = None,
        owners: Mapping[str, str] | None = None,
        orders: Orders | None = None,
        public_url: str | None = None,
        limits: ServerLimits = ServerLimits(),  # noqa: B008 - it is frozen
        log: IO[str] | None = None,
        trace: Callable[[str, bytes], None] | None = None,
        admission: Admission | None = None,
        refuses: Callable[[ReceivedAlert], bool] = lambda alert: False,
        clock: Callable[[], float] = time.time,
        randomness: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self.limits: Final = limits
        self.store: Final = store
        self.failures: Final[deque[Exception]] = deque(maxlen=100)
        self._public_url = public_url
        self._log = None if log is None else JsonLog(log, clock)
        self._trace = trace
        self._admission = admission
        self._clock = clock
        self._draining = False
        self._under_way = 0
        settings = Settings(manage, server_id, accounts is not None, limits.message, refuses)
        self._turns = Turns(
            settings,
            store,
            limits,
            orders=orders,
            clock=clock,
            randomness=randomness,
            replayed=lambda turns: self.metrics.replayed.inc(turns),
            owners=owners,
        )
        self.metrics: Final = Metrics(live=lambda: self._turns.live, under_way=lambda: self._under_way)
        store.observe(self.metrics.commits.observe)
        if accounts:
            store.put_accounts(accounts)
        self._others = Starlette(
            routes=[Route("/healthz", self._health), Route("/metrics", self._figures)], lifespan=self._lifespan
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI 3. The path of DM messages is served here, whatever else by starlette: routing costs as much as a turn's build."""
        if scope["type"] == "http" and scope["path"] == PATH:
            await self._serve(scope, receive, send)
        else:
            await self._others(scope, receive, send)  # type: ignore[arg-type]

    def drain(self) -> None:
        """From now on new requests are refused with 503, so that a balancer sends them elsewhere; turns under way go on."""
        self._draining = True

    # beside the messages ---------------------------------------------------------------------------------------------

    async def _health(self, _: Request) -> Response:
        if self._draining:
            return Response("ending\n", 503, headers={"Retry-After": str(_RETRY)}, media_type="text/plain")
        return Response("ok\n", media_type="text/plain")

    async def _figures(self, _: Request) -> Response:
        return Response(self.metrics.text(), headers={"Content-Type": CONTENT_TYPE})

    @contextlib.asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        pruning = asyncio.ensure_future(self._prune())
        try:
            yield
        finally:
            pruning.cancel()
            if self._log is not None:
                self._log.flush()

    async def _prune(self) -> None:
        while True:
            now = self._clock()
            try:
                gone = await self.store.prune(
                    over_before=now - self.limits.kept, idle_before=now - self.limits.abandoned
                )
                self.metrics.pruned.inc(gone)
            except StoreFailed as error:
                if self._log is not None:
                    self._log.failure("prune", error)
            await asyncio.sleep(PRUNING_SECONDS)

    # messages ----------------------------------------------------------------------------------------------------

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        self._under_way += 1
        status, reason, reply, received = 200, None, None, 0
        headers: list[tuple[bytes, bytes]]
        try:
            request = await self._request(scope, receive)
            received = len(request.body)
            reply = await self._answer(request)
            body = reply.body
            headers = [(b"content-type", request.encoding.content_type.encode("ascii"))]
            if reply.mac is not None:
                headers.append((b"x-syncml-hmac", reply.mac.encode("latin-1")))
        except Disconnected:
            status, reason, body, headers = 499, "the device went away", b"", []
        except Refused as refused:
            status, reason = refused.status, refused.reason
            body, headers = _explain(refused)
        except StoreFailed as error:
            self._report("store", error)
            status, reason = 503, "the store is not available"
            body, headers = _explain(Refused(status, reason, retry_after=_RETRY))
        except Exception as error:
            self._report("failure", error)
            status, reason = 500, "the server has failed; its log says why"
            body, headers = _explain(Refused(status, reason))
        finally:
            self._under_way -= 1
        headers.append((b"content-length", str(len(body)).encode("ascii")))
        seconds = time.perf_counter() - began
        self.metrics.request(status, seconds)
        if self._log is not None:
            self._record(scope, status, reason, reply, received, len(body), seconds)
        if status != 499:
            with scope.get("extensions", {}).get(TOGETHER, _APART):
                await send({"type": "http.response.start", "status": status, "headers": headers})
                await send({"type": "http.response.body", "body": body})

    async def _request(self, scope: Scope, receive: Receive) -> DmRequest:
        limits = self.limits
        if self._draining:
            raise Refused(503, "the server is ending", retry_after=_RETRY)
        if self._under_way > limits.requests:
            raise Refused(503, "too many requests", retry_after=_RETRY)
        if scope["method"] != "POST":
            raise Refused(405, "only POST is served here")
        if self._admission is not None and _key(scope["query_string"]) is None:
            self._admit(self._admission, scope)
        found: dict[bytes, bytes] = dict(scope["headers"])
        length = found.get(b"content-length")
        if length is None and b"transfer-encoding" not in found:
            raise Refused(411, "there is neither a Content-Length nor are there chunks")
        if length is not None and (whole_number(length.decode("latin-1")) or 0) > limits.message:
            raise Refused(413, f"the body has more than {limits.message} octets")
        encoding = encoding_named(found.get(b"content-type", b"").decode("latin-1"))
        if encoding is None:
            raise Refused(415, f"the content type is none of {', '.join(CONTENT_TYPES)}")
        body = await read_body(receive, limit=limits.message, seconds=limits.request)
        coding = found.get(b"content-encoding")
        if coding is not None:
            body = unpack(body, coding.decode("latin-1"), limit=limits.message, expansion=limits.expansion)
        mac = found.get(b"x-syncml-hmac")
        return DmRequest(
            body,
            encoding,
            None if mac is None else mac.decode("latin-1"),
            _key(scope["query_string"]),
            self._public_url or _base(scope["scheme"], found.get(b"host") or _reached(scope.get("server"))),
            scope.get("extensions", {}).get(CERTIFICATE),
        )

    def _admit(self, admission: Admission, scope: Scope) -> None:
        """Let a session begin, or refuse it until its slot comes. Messages of a session have its key and always pass."""
        client = scope.get("client")
        wait = admission.wait("" if client is None else client[0], self._clock())
        if wait:
            raise Refused(503, "too many sessions begin", retry_after=wait)

    async def _answer(self, request: DmRequest) -> DmReply:
        if self._trace is not None:
            self._trace("device", request.body)
        try:
            reply = await self._turns.take(request)
        except Overtaken:
            raise Refused(410, "another session of the device has come since") from None
        if self._trace is not None:
            self._trace("server", reply.body)
        metrics = self.metrics
        if reply.done is None:
            metrics.retransmissions.inc()
            return reply
        metrics.made.inc()
        if reply.number == 1:
            metrics.opened.inc()
        if reply.done.turn.over:
            metrics.ended.inc()
            if reply.done.refused:
                metrics.refused.inc()
        if reply.done.alerts:
            metrics.alerts.inc(len(reply.done.alerts))
        if reply.done.failure is not None:
            metrics.failures.inc()
            self.failures.append(reply.done.failure)
            self._report("application", reply.done.failure, session=reply.session.name, device=reply.session.device)
        return reply

    def _report(self, event: str, error: Exception, **facts: object) -> None:
        if self._log is not None:
            self._log.failure(event, error, **facts)

    def _record(
        self,
        scope: Scope,
        status: int,
        reason: str | None,
        reply: DmReply | None,
        received: int,
        sent: int,
        seconds: float,
    ) -> None:
        assert self._log is not None
        client = scope.get("client")
        session = None if reply is None else reply.session
        self._log.write(
            "request",
            client=None if client is None else client[0],
            method=scope["method"],
            status=status,
            reason=reason,
            session=None if session is None else session.name,
            device=None if session is None else session.device,
            message=None if reply is None else reply.message_id,
            turn=None if reply is None else reply.number,
            outcome=None if reply is None else reply.outcome,
            received=received,
            sent=sent,
            ms=round(seconds * 1000, 3),
        )


def _explain(refused: Refused) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    if refused.retry_after is not None:
        headers.append((b"retry-after", str(refused.retry_after).encode("ascii")))
    if refused.status == 405:
        headers.append((b"allow", b"POST"))
    if refused.status in (400, 408, 413):
        headers.append((b"connection", b"close"))
    return refused.reason.encode("utf-8", "replace")[:500], headers


def _key(query: bytes) -> str | None:
    if not query:
        return None
    if query.startswith(_KEY) and query[2:].isalnum():
        return query[2:].decode("ascii")
    keys = parse_qs(query.decode("latin-1"), max_num_fields=None).get("s")
    return keys[0] if keys and keys[0].isascii() and keys[0].isalnum() else None


def _reached(server: tuple[str, int | None] | None) -> bytes:
    """The address that the request came to, which HTTP/1.0 does not name."""
    if server is None or server[1] is None:
        return b""
    host, port = server
    return f"[{host}]:{port}".encode() if ":" in host else f"{host}:{port}".encode()


@lru_cache(maxsize=64)
def _base(scheme: str, named: bytes) -> str:
    host = named.decode("latin-1")
    if not host or any(letter in host for letter in "/?#@\\ <>\"'&") or not host.isprintable() or len(host) > 300:
        raise Refused(400, "there is no usable Host header")
    return f"{scheme}://{host}{PATH}"


__all__ = ["PATH", "DmServer", "Encoding"]

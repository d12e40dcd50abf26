"""One DM session of a device over HTTP, in asyncio, on `aiohttp` (the extra ``async``)."""

from __future__ import annotations

import asyncio
import random
import ssl
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import aiohttp

from swm.device.exchange import MAX_ANSWER, Answer, Failure, Patience, Request, Wait, exchange
from swm.device.tls import client_context, reason_of
from swm.session import DmClientSession

if TYPE_CHECKING:
    from swm.syncml import Alert


async def run_session(
    session: DmClientSession,
    session_id: str,
    *,
    server_initiated: bool = False,
    events: Sequence[Alert] = (),
    patience: Patience | None = None,
    tls: ssl.SSLContext | None = None,
    dated: Callable[[int], None] = lambda seconds: None,
) -> int:
    """Run `session` to its end, as `swm.device.run_session` does; how many messages were exchanged."""
    kept = Patience() if patience is None else patience
    steps = exchange(
        session,
        session_id,
        patience=kept,
        jitter=random.random,
        server_initiated=server_initiated,
        events=events,
        dated=dated,
    )
    timeout = aiohttp.ClientTimeout(total=kept.answer_time, connect=kept.timeout, sock_read=kept.timeout)
    connector = aiohttp.TCPConnector(ssl=client_context() if tls is None else tls, limit=1)
    async with aiohttp.ClientSession(
        connector=connector, timeout=timeout, auto_decompress=False, cookie_jar=aiohttp.DummyCookieJar()
    ) as client:
        try:
            step = next(steps)
            while True:
                if isinstance(step, Wait):
                    await asyncio.sleep(step.seconds)
                    step = steps.send(None)
                else:
                    step = steps.send(await _post(client, step))
        except StopIteration as ended:
            count: int = ended.value
            return count


async def _post(client: aiohttp.ClientSession, request: Request) -> Answer | Failure:
    headers = {**request.headers, "Accept-Encoding": "identity"}
    try:
        async with client.post(request.url, data=request.body, headers=headers, allow_redirects=False) as answer:
            body = bytearray()
            while len(body) <= MAX_ANSWER and (block := await answer.content.read(MAX_ANSWER + 1 - len(body))):
                body += block
            return Answer(answer.status, {name.lower(): value for name, value in answer.headers.items()}, bytes(body))
    except (aiohttp.ClientError, OSError, ValueError) as error:
        inner = _tls_error(error)
        if inner is not None:
            return Failure(reason_of(inner), lasting=True)
        return Failure(reason_of(error), isinstance(error, (aiohttp.InvalidURL, ValueError)))


def _tls_error(error: BaseException | None) -> ssl.SSLError | None:
    """The fault of TLS behind what aiohttp raises, where there is one."""
    while error is not None:
        if isinstance(error, ssl.SSLError) and not isinstance(error, aiohttp.ClientError):
            return error
        inner = getattr(error, "certificate_error", None) or getattr(error, "os_error", None)
        error = inner if isinstance(inner, BaseException) else error.__cause__
    return None

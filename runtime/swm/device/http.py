"""One DM session of a device over HTTP, on the standard library."""

from __future__ import annotations

import http.client
import random
import ssl
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from swm.device.exchange import MAX_ANSWER, Answer, Failure, Patience, Request, Wait, exchange
from swm.device.tls import client_context, reason_of
from swm.errors import PeerError
from swm.session import DmClientSession

if TYPE_CHECKING:
    from swm.syncml import Alert


def run_session(
    session: DmClientSession,
    session_id: str,
    *,
    server_initiated: bool = False,
    events: Sequence[Alert] = (),
    patience: Patience | None = None,
    tls: ssl.SSLContext | None = None,
    sleep: Callable[[float], None] = time.sleep,
    dated: Callable[[int], None] = lambda seconds: None,
) -> int:
    """Run `session` to its end; how many messages were exchanged.

    PeerError when the server is no DM server, cannot be reached, or is not who
    it should be. Without `tls` the authorities of the system are trusted.
    `dated` is told the Date of each answer over TLS, in seconds since 1970.
    """
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
    connection = _Connection(kept, tls)
    try:
        step = next(steps)
        while True:
            if isinstance(step, Wait):
                sleep(step.seconds)
                step = steps.send(None)
            else:
                step = steps.send(connection.post(step))
    except StopIteration as ended:
        count: int = ended.value
        return count
    finally:
        connection.close()


class _Connection:
    """Connections to where the requests go, one at a time, kept open between the messages of a session."""

    def __init__(self, patience: Patience, tls: ssl.SSLContext | None) -> None:
        self._patience = patience
        self._tls = tls
        self._open: http.client.HTTPConnection | None = None
        self._place = ("", "")
        self._answers = 0

    def close(self) -> None:
        """Close what is open."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def post(self, request: Request) -> Answer | Failure:
        """One request and its answer. A kept connection that the server closed meanwhile is opened again at once."""
        if request.place != self._place:
            self.close()
        kept = self._open is not None and self._answers > 0
        answer = self._try(request)
        if kept and isinstance(answer, Failure) and not answer.lasting:
            answer = self._try(request)
        return answer

    def _try(self, request: Request) -> Answer | Failure:
        deadline = time.monotonic() + self._patience.answer_time
        try:
            if self._open is None:
                self._open, self._place, self._answers = self._connect(request), request.place, 0
            self._open.request("POST", request.target, request.body, dict(request.headers))
            answer = self._open.getresponse()
            body = bytearray()
            while len(body) <= MAX_ANSWER and (block := answer.read1(MAX_ANSWER + 1 - len(body))):
                body += block
                if time.monotonic() > deadline:
                    raise TimeoutError(f"its answer takes longer than {self._patience.answer_time:g} s")
            if len(body) <= MAX_ANSWER and answer.length:
                raise http.client.IncompleteRead(bytes(body), answer.length)
            # The connection takes its next request only once this answer is closed.
            answer.close()
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.close()
            return Failure(reason_of(error), isinstance(error, (ssl.SSLError, ValueError)))
        self._answers += 1
        headers = {name.lower(): value for name, value in answer.getheaders()}
        if answer.will_close or len(body) > MAX_ANSWER:
            self.close()
        return Answer(answer.status, headers, bytes(body))

    def _connect(self, request: Request) -> http.client.HTTPConnection:
        authority = request.place[1]
        if not request.secure:
            return http.client.HTTPConnection(authority, timeout=self._patience.timeout)
        if self._tls is None:
            self._tls = client_context()
        return http.client.HTTPSConnection(authority, timeout=self._patience.timeout, context=self._tls)


__all__ = ["Patience", "PeerError", "run_session"]

"""One DM session of a device over HTTP, on the standard library."""

from __future__ import annotations

import http.client
from typing import Final
from urllib.parse import urlsplit

from swm.errors import PeerError
from swm.session import DmClientSession

MAX_MESSAGES: Final = 10_000
MAX_ANSWER: Final = 1024 * 1024


def run_session(session: DmClientSession, session_id: str, *, timeout: float = 30.0) -> int:
    """Run `session` to its end; how many messages were exchanged. PeerError when the server is no DM server."""
    message: bytes | None = session.start(session_id)
    count = 0
    connection: http.client.HTTPConnection | None = None
    place = ""
    try:
        while message is not None:
            count += 1
            if count > MAX_MESSAGES:
                raise PeerError(f"the session is longer than {MAX_MESSAGES} messages")
            url = urlsplit(session.server_uri)
            if connection is None or place != url.netloc:
                if connection is not None:
                    connection.close()
                kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
                connection = kind(url.netloc, timeout=timeout)
                place = url.netloc
            target = url.path + (f"?{url.query}" if url.query else "")
            try:
                connection.request("POST", target or "/", message, {"Content-Type": session.encoding.content_type})
                answer = connection.getresponse()
                body = answer.read(MAX_ANSWER + 1)
            except (OSError, http.client.HTTPException) as error:
                raise PeerError(f"the server cannot be reached: {error}") from None
            if answer.status != 200:
                raise PeerError(f"the server answered {answer.status}: {body[:200].decode('utf-8', 'replace')}")
            if len(body) > MAX_ANSWER:
                raise PeerError(f"the server's answer has more than {MAX_ANSWER} octets")
            message = session.receive(body)
    finally:
        if connection is not None:
            connection.close()
    return count

"""A small HTTP rim for DM sessions, on the standard library's asyncio streams.

It is for loopback, tests and demonstrations. One POST is one message; the
session is kept by its SessionID and device until it is over.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import parse_qs, quote, urlsplit

from swm.errors import MessageError, PeerError
from swm.server.dialogue import Dialogue
from swm.session import Credentials, DmServerSession
from swm.syncml import CONTENT_TYPES, Encoding, encoding_named

Manage = Callable[[Dialogue], Awaitable[None]]

MAX_HEADERS: Final = 32 * 1024
MAX_BODY: Final = 1024 * 1024
MAX_SESSIONS: Final = 10_000


class BadRequest(Exception):
    """The request cannot be served; `status` and `reason` go back."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class DmServer:
    """Serves DM sessions; `manage` is run once a session and talks to the device through its Dialogue."""

    def __init__(
        self,
        manage: Manage,
        *,
        server_id: str,
        credentials: Credentials | None = None,
        trace: Callable[[str, bytes], None] | None = None,
        max_message: int = 65_536,
    ) -> None:
        self._manage = manage
        self._server_id = server_id
        self._credentials = credentials
        self._trace = trace
        self._max_message = max_message
        self._sessions: dict[tuple[str, str], Dialogue] = {}
        self._tasks: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._server: asyncio.Server | None = None
        self.failures: list[Exception] = []
        self._writers: set[asyncio.StreamWriter] = set()
        self.port = 0

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen; the URL to give to devices. Port 0 takes a free one."""
        self._server = await asyncio.start_server(self._connection, host, port)
        self.port = self._server.sockets[0].getsockname()[1]
        return f"http://{host}:{self.port}/dm"

    async def close(self) -> None:
        """Stop listening and end what is under way."""
        if self._server is not None:
            self._server.close()
        for writer in list(self._writers):
            writer.close()
        if self._server is not None:
            await self._server.wait_closed()
        for task in self._tasks.values():
            task.cancel()
        self._sessions.clear()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            while True:
                try:
                    request = await _read_request(reader)
                    if request is None:
                        break
                    body, encoding = await self._answer(*request)
                    head = f"HTTP/1.1 200 OK\r\nContent-Type: {encoding.content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
                    writer.write(head.encode("ascii") + body)
                    await writer.drain()
                except BadRequest as error:
                    text = error.reason.encode("utf-8", "replace")[:500]
                    head = f"HTTP/1.1 {error.status} Refused\r\nContent-Type: text/plain; charset=utf-8\r\n"
                    writer.write(
                        f"{head}Content-Length: {len(text)}\r\nConnection: close\r\n\r\n".encode("ascii") + text
                    )
                    await writer.drain()
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self._writers.discard(writer)
            writer.close()

    async def _answer(self, target: str, headers: dict[str, str], body: bytes) -> tuple[bytes, Encoding]:
        encoding = encoding_named(headers.get("content-type", ""))
        if encoding is None:
            raise BadRequest(415, f"the content type is none of {', '.join(CONTENT_TYPES)}")
        if self._trace is not None:
            self._trace("device", body)
        try:
            header = encoding.decode(body).header
        except MessageError as error:
            raise BadRequest(400, str(error)) from None
        named = parse_qs(urlsplit(target).query).get("s", [""])[0]
        key = (named or header.source.uri, header.session_id)
        known = self._sessions.get(key)
        if known is None:
            if len(self._sessions) >= MAX_SESSIONS:
                raise BadRequest(503, "too many sessions")
            known = self._open(key)
        dialogue = known
        try:
            dialogue.session.receive(body, encoding)
        except PeerError as error:
            raise BadRequest(400, str(error)) from None
        if dialogue.session.authenticated:
            task = self._tasks.get(key)
            if task is None:
                task = self._tasks[key] = asyncio.ensure_future(self._run(dialogue))
            dialogue.deliver()
            await dialogue.settle(task)
        answer = dialogue.session.respond()
        if self._trace is not None:
            self._trace("server", answer)
        if dialogue.session.over:
            self._sessions.pop(key, None)
            self._tasks.pop(key, None)
        return answer, encoding

    def _open(self, key: tuple[str, str]) -> Dialogue:
        session = DmServerSession(
            server_id=self._server_id,
            respond_to=f"http://127.0.0.1:{self.port}/dm?s={quote(key[0], safe='')}",
            credentials=self._credentials,
            max_message=self._max_message,
        )
        dialogue = self._sessions[key] = Dialogue(session)
        return dialogue

    async def _run(self, dialogue: Dialogue) -> None:
        """`manage`, its failure kept for whoever runs the server: a device cannot do anything about it."""
        try:
            await self._manage(dialogue)
        except Exception as error:
            self.failures.append(error)


async def _read_request(reader: asyncio.StreamReader) -> tuple[str, dict[str, str], bytes] | None:
    line = await reader.readline()
    if not line:
        return None
    parts = line.decode("latin-1").split()
    if len(parts) != 3 or not parts[2].startswith("HTTP/1."):
        raise BadRequest(400, "this is no HTTP request")
    if parts[0] != "POST":
        raise BadRequest(405, "only POST is served")
    headers: dict[str, str] = {}
    size = 0
    while True:
        line = await reader.readline()
        size += len(line)
        if size > MAX_HEADERS:
            raise BadRequest(431, "the header is too large")
        text = line.decode("latin-1").strip()
        if not text:
            break
        name, _, value = text.partition(":")
        headers[name.strip().lower()] = value.strip()
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return parts[1], headers, await _read_chunks(reader)
    length = headers.get("content-length", "")
    if not length.isdigit():
        raise BadRequest(411, "there is no Content-Length")
    if int(length) > MAX_BODY:
        raise BadRequest(413, f"the body has more than {MAX_BODY} octets")
    return parts[1], headers, await reader.readexactly(int(length))


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    body = bytearray()
    while True:
        line = (await reader.readline()).partition(b";")[0].strip()
        try:
            length = int(line, 16)
        except ValueError:
            raise BadRequest(400, "a chunk has no length") from None
        if length < 0 or len(body) + length > MAX_BODY:
            raise BadRequest(413, f"the body has more than {MAX_BODY} octets")
        body += await reader.readexactly(length)
        await reader.readline()
        if length == 0:
            return bytes(body)

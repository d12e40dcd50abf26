"""A DM server over a real socket that answers wrongly when told to; otherwise it holds a session."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from swm.session import Account, DmServerSession
from swm.syncml import Exec, Item, Location, encoding_named

Reply = tuple[int, dict[str, str], bytes]
Rule = Callable[["Rim", str, bytes], Reply | None]
"""What to answer a request to a path: None lets the session answer."""


@dataclass
class Rim:
    """One session; `rules` are asked first, each once, in order."""

    account: Account | None = None
    rules: list[Rule] = field(default_factory=list)
    respond_to: str = ""
    url: str = ""
    requests: list[tuple[str, bytes]] = field(default_factory=list)
    connections: set[object] = field(default_factory=set)
    executed: int | None = None

    def __post_init__(self) -> None:
        self._session: DmServerSession | None = None
        self._answered: dict[bytes, Reply] = {}

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> Reply:
        """The answer to one request; the same to the same message, as a server must."""
        self.requests.append((path, body))
        if self.rules:
            forced = self.rules.pop(0)(self, path, body)
            if forced is not None:
                return forced
        return self.by_session(headers, body)

    def by_session(self, headers: dict[str, str], body: bytes) -> Reply:
        if body in self._answered:
            return self._answered[body]
        if self._session is None:
            self._session = DmServerSession(
                server_id="server",
                respond_to=self.respond_to or self.url,
                accounts=None if self.account is None else lambda name: self.account,
                nonces=None if self.account is None else lambda: b"0123456789abcdef",
            )
            self._ticket = self._session.submit(Exec("", (Item(Location("./X")),)))
        encoding = encoding_named(headers.get("content-type", ""))
        assert encoding is not None
        self._session.receive(body, encoding, headers.get("x-syncml-hmac"))
        made = self._session.respond()
        self.executed = self._ticket.status
        extra = {} if self._session.mac_header is None else {"x-syncml-hmac": self._session.mac_header}
        self._answered[body] = (200, {"Content-Type": encoding.content_type, **extra}, made)
        return self._answered[body]


class HangUp(Exception):
    """Close the connection instead of answering."""


@contextmanager
def serving(rim: Rim, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> Iterator[Rim]:
    """The rim on a free port of loopback; `rim.url` is its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def do_POST(self) -> None:
            rim.connections.add(self.client_address)
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            try:
                status, given, made = rim.answer(self.path, headers, body)
            except HangUp:
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
                return
            self.send_response(status)
            for name, value in given.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(made)))
            self.end_headers()
            self.wfile.write(made)
            self.wfile.flush()

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing is written beside the tests' own output."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def finish_request(self, request: socket.socket, client_address: tuple[str, int]) -> None:  # type: ignore[override]
            if tls is None:
                super().finish_request(request, client_address)
                return
            try:
                with tls.wrap_socket(request, server_side=True) as wrapped:
                    super().finish_request(wrapped, client_address)
            except OSError:
                """The client did not like us, or we not it."""

    server = Server((host, 0), Handler)
    scheme = "http" if tls is None else "https"
    rim.url = f"{scheme}://localhost:{server.server_port}/dm"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield rim
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

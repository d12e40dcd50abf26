"""A web server that does what servers do wrong, over real sockets and TLS."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tls import certificate, server_context


class Site:
    """What the server has, and how it behaves: `manners` names one way to misbehave, for `times` answers."""

    def __init__(self, files: dict[str, bytes], etag: str = '"one"') -> None:
        self.files = files
        self.etag = etag
        self.manners = ""
        self.times = 1 << 30
        self.cut_after: int | None = None
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.url = ""

    def misbehaves(self) -> str:
        if self.times <= 0:
            return ""
        self.times -= 1
        return self.manners


def handler_of(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: Any) -> None:
            pass

        def do_GET(self) -> None:
            site.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            body = site.files.get(self.path)
            if body is None:
                self.answer(404, {}, b"")
                return
            manners = "" if self.path.endswith(".index") else site.misbehaves()
            asked = self.headers.get("Range")
            if asked is not None and manners != "ignores ranges":
                same = self.headers.get("If-Range") in (None, site.etag)
                first, _, last = asked.removeprefix("bytes=").partition("-")
                if same or manners == "ignores if-range":
                    self.part(body, int(first), min(int(last), len(body) - 1), manners)
                    return
            self.whole(body, manners)

        def part(self, body: bytes, first: int, last: int, manners: str) -> None:
            fields = {"ETag": site.etag, "Content-Range": f"bytes {first}-{last}/{len(body)}"}
            octets = body[first : last + 1]
            if manners == "416" or first >= len(body):
                self.answer(416, {"Content-Range": f"bytes */{len(body)}"}, b"")
                return
            if manners == "416 of another length":
                self.answer(416, {"Content-Range": f"bytes */{len(body) - 1}"}, b"")
                return
            if manners == "wrong start":
                fields["Content-Range"] = f"bytes {first + 1}-{last}/{len(body)}"
                octets = octets[1:]
            elif manners == "wrong end":
                fields["Content-Range"] = f"bytes {first}-{last + 1}/{len(body)}"
            elif manners == "wrong total":
                fields["Content-Range"] = f"bytes {first}-{last}/{len(body) + 1}"
            elif manners == "no content-range":
                del fields["Content-Range"]
            elif manners == "multipart":
                del fields["Content-Range"]
                fields["Content-Type"] = "multipart/byteranges; boundary=x"
            elif manners == "no etag":
                del fields["ETag"]
            elif manners == "other etag in the part":
                fields["ETag"] = '"two"'
            elif manners == "weak etag in the part":
                fields["ETag"] = f"W/{site.etag}"
            elif manners == "wrong octets":
                octets = bytes(len(octets))
            elif manners == "from the beginning":
                octets = body[: len(octets)]
            elif manners == "gzip":
                fields["Content-Encoding"] = "gzip"
                octets = gzip.compress(octets)
            self.answer(206, fields, octets)

        def whole(self, body: bytes, manners: str) -> None:
            fields = {"ETag": site.etag}
            if manners == "gzip":
                fields["Content-Encoding"] = "gzip"
                body = gzip.compress(body)
            elif manners == "longer":
                body += b"more"
            elif manners == "shorter":
                body = body[:-1]
            elif manners == "weak etag":
                fields["ETag"] = f"W/{site.etag}"
            elif manners == "no etag":
                del fields["ETag"]
            elif manners == "busy":
                self.answer(503, {"Retry-After": "120"}, b"")
                return
            elif manners == "broken":
                self.answer(500, {}, b"")
                return
            elif manners == "elsewhere":
                self.answer(302, {"Location": "https://evil.example/pkg"}, b"")
                return
            elif manners == "to http":
                self.answer(302, {"Location": f"http://{self.headers['Host']}{self.path}"}, b"")
                return
            elif manners == "to no URL":
                self.answer(302, {"Location": "https://["}, b"")
                return
            elif manners == "to a host without a name":
                self.answer(302, {"Location": f"{site.url}/../pkg".replace("localhost", "a..b")}, b"")
                return
            elif manners == "a chunk of -5 octets":
                self.send_response(200)
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                self.wfile.write(b"-5\r\n" + body)
                self.close_connection = True
                return
            elif manners == "around":
                self.answer(302, {"Location": self.path}, b"")
                return
            elif manners == "two lengths":
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Content-Length", "5")
                self.end_headers()
                self.wfile.write(body)
                self.close_connection = True
                return
            self.answer(200, fields, body)

        def answer(self, status: int, fields: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in fields.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if site.cut_after is not None and len(body) > site.cut_after and not self.path.endswith(".index"):
                self.wfile.write(body[: site.cut_after])
                self.close_connection = True
                site.cut_after = None
                return
            self.wfile.write(body)

    return Handler


@contextmanager
def served(site: Site) -> Iterator[bytes]:
    """Serve a site on loopback over TLS; yields the certificate (DER) to trust. `site.url` is its address."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that hangs up is expected here."""

    server = Server(("127.0.0.1", 0), handler_of(site))
    server.socket = server_context().wrap_socket(server.socket, server_side=True)
    site.url = f"https://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield certificate("localhost")[2]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

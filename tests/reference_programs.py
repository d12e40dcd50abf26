"""`swm server` and `swm device` as processes, and the HTTP server that their packages come from."""

from __future__ import annotations

import json
import queue
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
Event = dict[str, Any]


def free_port(kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    with socket.socket(socket.AF_INET, kind) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Program:
    """One of the programs with `--json`; killed and started again at will."""

    def __init__(self, command: str, config: Path, *words: str) -> None:
        self._words = [sys.executable, str(ROOT / "generator"), "swm", command, str(config), "--json", *words]
        self._config = config
        self.events: list[Event] = []
        self._queue: queue.Queue[Event | None] = queue.Queue()
        self.process: subprocess.Popen[str] | None = None
        self.errors = config.with_suffix(".err")

    def start(self, *words: str) -> Program:
        self._queue = queue.Queue()
        with self.errors.open("a") as errors:
            self.process = subprocess.Popen(
                [*self._words, *words], stdout=subprocess.PIPE, stderr=errors, text=True, cwd=self._config.parent
            )
        threading.Thread(target=self._read, args=(self.process, self._queue), daemon=True).start()
        return self

    def _read(self, process: subprocess.Popen[str], into: queue.Queue[Event | None]) -> None:
        assert process.stdout is not None
        with process.stdout as lines:
            for line in lines:
                into.put(json.loads(line))
        into.put(None)

    def wait_for(self, wanted: Callable[[Event], bool], seconds: float = 180.0) -> Event:
        """The first event from now on that is `wanted`."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                found = self._queue.get(timeout=0.2)
            except queue.Empty:
                continue
            if found is None:
                raise AssertionError(f"the program ended: {self.errors.read_text()[-2000:]} after {self.events[-8:]}")
            self.events.append(found)
            if wanted(found):
                return found
        raise AssertionError(f"it does not come; the last were {self.events[-8:]}; {self.errors.read_text()[-2000:]}")

    def wait_for_state(self, state: str, place: str = "", seconds: float = 180.0) -> Event:
        return self.wait_for(
            lambda found: found["event"] == "state" and found["to"] == state and found["object"].endswith(place),
            seconds,
        )

    def kill(self) -> None:
        """SIGKILL."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def end(self) -> int:
        """SIGTERM; the exit status."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)


class Packages:
    """Serves `files` by GET with ranges and validators. While `gate` is not set it stops after half of a body."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.requests: list[tuple[str, str | None]] = []
        self.gate = threading.Event()
        self.gate.set()
        self.status = 200
        self.location = ""
        self.ranges = True
        self.url = ""


@contextmanager
def packages(tls: ssl.SSLContext | None = None) -> Iterator[Packages]:
    """The server on a free port of loopback."""
    shared = Packages()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = self.headers.get("Range")
            shared.requests.append((self.path, asked))
            body = shared.files.get(self.path.lstrip("/"))
            if shared.location:
                self.send_response(302)
                self.send_header("Location", shared.location)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            if body is None or shared.status != 200:
                self.send_response(404 if body is None else shared.status)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            tag = f'"{hash(body) & 0xFFFFFFFF:x}"'
            start = 0
            if asked is not None and shared.ranges and self.headers.get("If-Range", tag) == tag:
                start = int(asked.removeprefix("bytes=").rstrip("-"))
            self.send_response(206 if start else 200)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
            self.send_header("ETag", tag)
            self.send_header("Content-Length", str(len(body) - start))
            self.end_headers()
            try:
                half = max(start, len(body) // 2)
                self.wfile.write(body[start:half])
                self.wfile.flush()
                shared.gate.wait(60)
                self.wfile.write(body[half:])
            except OSError:
                self.close_connection = True

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing is written beside the tests' own output."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def finish_request(self, request: socket.socket, client_address: tuple[str, int]) -> None:  # type: ignore[override]
            try:
                if tls is None:
                    super().finish_request(request, client_address)
                    return
                with tls.wrap_socket(request, server_side=True) as wrapped:
                    super().finish_request(wrapped, client_address)
            except OSError:
                """The other side is gone."""

    server = Server(("127.0.0.1", 0), Handler)
    shared.url = f"{'http' if tls is None else 'https'}://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield shared
    finally:
        shared.gate.set()
        server.shutdown()
        server.server_close()
        thread.join()


def device_toml(folder: Path, url: str, *, extra: str = "", **settings: str) -> Path:
    """A device's settings in `folder`: mutual MD5, one FUMO and one SCOMO object."""
    values = {"encoding": "wbxml", "scheme": "md5", "install_seconds": "0.0", **settings}
    file = folder / "device.toml"
    file.write_text(
        f"""
[device]
id = "IMEI:1"
maker = "Example"
model = "example-1"
install_seconds = {values["install_seconds"]}
[server]
url = "{url}"
id = "dm"
encoding = "{values["encoding"]}"
[account]
scheme = "{values["scheme"]}"
user = "device"
password = "secret"
server_user = "server"
server_password = "other"
[package]
key = "maker"
[[object]]
enabler = "fumo-1.1"
uri = "./FwUpdate/Pkg1"
[[object]]
enabler = "scomo-1.2"
uri = "./SCOMO"
{extra}
""",
        encoding="utf-8",
    )
    return file


def server_toml(
    folder: Path, port: int, orders: str, *, extra: str = "", device: str = "", scheme: str = "md5"
) -> Path:
    """A server's settings in `folder` for that device."""
    file = folder / "server.toml"
    file.write_text(
        f"""
[server]
id = "dm"
port = {port}
log = "requests.log"
{extra}
[[device]]
id = "IMEI:1"
scheme = "{scheme}"
user = "device"
password = "secret"
server_user = "server"
server_password = "other"
{device}
{orders}
""",
        encoding="utf-8",
    )
    return file

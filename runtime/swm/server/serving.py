"""Runs a DM server on uvicorn: in the foreground of a program, or in a thread for tests and demonstrations."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Final

import uvicorn

from swm.errors import LocalError
from swm.server.application import PATH, DmServer
from swm.server.protocol import bounded
from swm.server.tls import ServerTls

DRAIN_SECONDS: Final = 1.0
GRACE_SECONDS: Final = 30
BACKLOG: Final = 2048
_STARTED_WITHIN: Final = 30.0


class _Server(uvicorn.Server):
    """Before it lets go of its socket, it refuses new work for a moment: balancers notice and go elsewhere."""

    def __init__(self, config: uvicorn.Config, application: DmServer, drain: float) -> None:
        super().__init__(config)
        self._application = application
        self._drain = drain
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._application.drain()
        if not self.force_exit:
            await asyncio.sleep(self._drain)
        await super().shutdown(sockets)


def serve(
    server: DmServer,
    *,
    host: str = "127.0.0.1",
    port: int = 8080,
    tls: ServerTls | None = None,
    drain: float = DRAIN_SECONDS,
    grace: int = GRACE_SECONDS,
    reuse_port: bool = False,
    listening: Callable[[], None] = lambda: None,
) -> None:
    """Serve until SIGTERM or SIGINT, then end gracefully; `listening` is called once devices can connect.

    New requests are refused with 503 and Retry-After for `drain` seconds,
    turns under way get `grace` seconds to finish. Several processes may share
    one PostgreSQL store, and with `reuse_port` one port (Linux).

    Raises:
        LocalError: no uvloop (on asyncio's own loop uvicorn is many times slower: TCP_NODELAY is lost), the address is
            taken, or a certificate cannot be read.
    """
    listener = _listen(host, port, reuse_port=reuse_port)
    # Sessions are many long-lived objects without circles: to look for circles among them after every 700th new object
    # would take more time the more sessions there are.
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    try:
        runner = _Server(_config(server, tls, grace), server, drain)
        # Whoever connects from here on waits, and is no longer refused.
        listener.listen(BACKLOG)
        listening()
        runner.run([listener])
    finally:
        listener.close()


@contextlib.contextmanager
def serving(server: DmServer, *, tls: ServerTls | None = None, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serve from a thread of this process, on a free port for `port` 0; gives the URL for devices.

    For tests, demonstrations and the conformance suite.
    """
    listener = _listen(host, port, reuse_port=False)
    port = listener.getsockname()[1]
    runner = _Server(_config(server, tls, GRACE_SECONDS), server, 0.0)
    thread = threading.Thread(target=runner.run, args=([listener],), name="swm-server", daemon=True)
    thread.start()
    try:
        if not runner.ready.wait(_STARTED_WITHIN):
            raise LocalError("the server has not started")
        yield f"{'http' if tls is None else 'https'}://{host}:{port}{PATH}"
    finally:
        runner.should_exit = True
        thread.join()
        listener.close()


def _config(server: DmServer, tls: ServerTls | None, grace: int) -> uvicorn.Config:
    try:
        import uvloop  # noqa: F401
    except ImportError:
        raise LocalError("the server needs uvloop; install swm-runtime[server]") from None
    limits = server.limits
    config = uvicorn.Config(
        server,
        loop="uvloop",
        http=bounded(limits),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=int(limits.idle),
        timeout_graceful_shutdown=grace,
        backlog=BACKLOG,
    )
    if tls is not None:
        context = tls.context()
        config.load()
        config.ssl = context
    return config


def _listen(host: str, port: int, *, reuse_port: bool) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if reuse_port:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise LocalError(f"nobody can listen on {host} port {port}: {error.strerror}") from None
    return listener

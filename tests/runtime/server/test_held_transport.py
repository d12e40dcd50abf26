"""Head and body of an answer go out in one write."""

from __future__ import annotations

import asyncio
import http.client
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from swm.server import Dialogue, DmServer, open_store, serving
from swm.server.held_transport import HeldTransport


class Recording(asyncio.Transport):
    """Keeps what is written, write by write."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []
        self.closed = False

    def write(self, data: bytes) -> None:  # type: ignore[override]
        assert not self.closed
        self.written.append(bytes(data))

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed


def test_what_is_written_while_it_holds_goes_out_as_one() -> None:
    own = Recording()
    held = HeldTransport(own)
    with held:
        held.write(b"head ")
        held.write(b"body")
        assert own.written == []
    assert own.written == [b"head body"]


def test_what_is_written_otherwise_goes_out_at_once() -> None:
    own = Recording()
    held = HeldTransport(own)
    held.write(b"100 ")
    with held:
        pass
    held.write(b"200")
    assert own.written == [b"100 ", b"200"]


def test_a_close_comes_after_what_was_held() -> None:
    own = Recording()
    held = HeldTransport(own)
    with held:
        held.write(b"the last ")
        held.write(b"answer")
        held.close()
    assert own.written == [b"the last answer"]
    assert held.is_closing()


def test_nothing_is_written_to_a_transport_that_was_closed_meanwhile() -> None:
    own = Recording()
    held = HeldTransport(own)
    with held:
        held.write(b"too late")
        own.close()
    assert own.written == []


def test_a_failure_lets_go_of_what_was_held() -> None:
    own = Recording()
    held = HeldTransport(own)
    with pytest.raises(KeyError), held:
        held.write(b"head")
        raise KeyError
    assert own.written == [b"head"]


def test_an_answer_without_a_body_goes_out_and_the_connection_goes_on(tmp_path: Path) -> None:
    async def manage(_: Dialogue) -> None:
        """Nothing is asked."""

    store = open_store(f"sqlite:///{tmp_path / 'server.db'}")
    try:
        with serving(DmServer(manage, server_id="server", store=store)) as url:
            place = urlsplit(url)
            connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)
            for method, status in (("HEAD", 405), ("GET", 405), ("HEAD", 405)):
                connection.request(method, place.path)
                answer = connection.getresponse()
                body = answer.read()
                assert (answer.status, bool(body)) == (status, method == "GET")
            connection.close()
    finally:
        store.close()

"""A server says why it refuses a client, on every event loop, and whatever the client sends meanwhile."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import uvloop
from certificates import Authority

from swm.delivery.https import refuses_client
from swm.tls_refusal import MAX_HEARD, server_context

NEWEST = [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]


@pytest.fixture(params=[asyncio.new_event_loop, uvloop.new_event_loop], ids=["asyncio", "uvloop"])
def loop(request: pytest.FixtureRequest) -> Iterator[asyncio.AbstractEventLoop]:
    made: Callable[[], asyncio.AbstractEventLoop] = request.param
    loop = made()
    yield loop
    loop.close()


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


def asked(loop: asyncio.AbstractEventLoop, authority: Authority, client: Callable[[int], None]) -> list[bytes]:
    """A server that wants a certificate, while `client` does what it does with its port: what was let through."""
    context = server_context()
    context.load_cert_chain(*authority.sign("localhost"))
    context.load_verify_locations(authority.file)
    context.verify_mode = ssl.CERT_REQUIRED
    served: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        served.append(await reader.readline())
        writer.write(b"welcome\n")
        writer.close()

    async def run() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
        async with server:
            with ThreadPoolExecutor(1) as threads:
                await loop.run_in_executor(threads, client, server.sockets[0].getsockname()[1])

    loop.run_until_complete(run())
    return served


def connected(port: int, authority: Authority, newest: ssl.TLSVersion, pair: tuple[Path, Path] | None) -> ssl.SSLSocket:
    context = ssl.create_default_context(cafile=str(authority.file))
    context.maximum_version = newest
    if pair is not None:
        context.load_cert_chain(*pair)
    plain = socket.create_connection(("127.0.0.1", port), timeout=60)
    try:
        return context.wrap_socket(plain, server_hostname="localhost")
    except BaseException:
        plain.close()
        raise


@pytest.mark.parametrize("newest", NEWEST, ids=["TLS 1.2", "TLS 1.3"])
@pytest.mark.parametrize("which", ["another authority's", "none"])
def test_a_client_hears_why_it_is_refused(
    loop: asyncio.AbstractEventLoop, authority: Authority, tmp_path: Path, which: str, newest: ssl.TLSVersion
) -> None:
    (tmp_path / "elsewhere").mkdir()
    stranger = Authority(tmp_path / "elsewhere", "Other CA").sign("IMEI-1", client=True)
    told: list[ssl.SSLError] = []

    def client(port: int) -> None:
        try:
            with connected(port, authority, newest, stranger if which != "none" else None) as secure:
                # With TLS 1.3 the client thinks all is well, and asks at length.
                for _ in range(MAX_HEARD // 4):
                    secure.sendall(b"GET / HTTP/1.1\r\n" * 256)
                secure.recv(1)
        except ssl.SSLError as error:
            told.append(error)

    assert asked(loop, authority, client) == []
    assert [refuses_client(error) for error in told] == [True]


@pytest.mark.parametrize("newest", NEWEST, ids=["TLS 1.2", "TLS 1.3"])
def test_a_client_that_is_known_is_served(
    loop: asyncio.AbstractEventLoop, authority: Authority, newest: ssl.TLSVersion
) -> None:
    heard = []

    def client(port: int) -> None:
        with connected(port, authority, newest, authority.sign("IMEI-1", client=True)) as secure:
            secure.sendall(b"hello\n")
            heard.append(secure.recv(100))

    assert asked(loop, authority, client) == [b"hello\n"]
    assert heard == [b"welcome\n"]


def test_who_goes_on_sending_is_cut_off(loop: asyncio.AbstractEventLoop, authority: Authority) -> None:
    sent = 0

    def client(port: int) -> None:
        nonlocal sent
        # No handshake of TLS at all. Each piece is more than a loop reads at once.
        with socket.create_connection(("127.0.0.1", port), timeout=60) as plain, pytest.raises(OSError):
            while sent < 1 << 30:
                sent += plain.send(bytes(1 << 20))

    assert asked(loop, authority, client) == []
    assert 0 < sent < 1 << 30

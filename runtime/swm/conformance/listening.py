"""The suite's DM server, and the ways in which a device is brought to connect to it: the rim of `swm.conformance.wire`.

Needs the extra ``swm-runtime[server]``.
"""

from __future__ import annotations

import contextlib
import secrets
import socket
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Final
from urllib.parse import urlsplit

from swm.conformance.recorder import ANSWER, Recorder
from swm.conformance.wire import Ask, Heard, read, written
from swm.conformance.wiring import Wiring
from swm.endpoints import endpoint
from swm.errors import CommandRefused, LocalError, PeerError
from swm.server import Dialogue, DmServer, serving
from swm.session.auth import RESYNCHRONISING
from swm.session.notification import Notification

PATIENCE: Final = 30.0
"""Seconds until a device that does not connect counts as absent."""
SENDINGS: Final = 6
"""How often a package 0 is sent in that time: carriers lose some."""
QUIET: Final = 0.5
"""Seconds without a message after which a session whose commands are all answered counts as over."""

Summons = Callable[[str, int], bool]
"""Makes the device hold a session with the server at a URL, the session's number given; true when it is over already."""


def asked(connect: Callable[..., None], wiring: Wiring) -> Summons:
    """Over the control channel: its verb `connect`."""

    def summon(url: str, session: int) -> bool:
        connect(url, **wiring.words())
        return True

    return summon


def notified(device: str, wiring: Wiring) -> Summons:
    """By a package 0 to ``udp://HOST:PORT``."""
    parts = urlsplit(device)
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if parts.scheme != "udp" or not host or not port:
        raise LocalError(f"{device} is no address of a device; write udp://HOST:PORT")

    def summon(url: str, session: int) -> bool:
        # The suite keeps no nonces from one run to the next, so it resynchronises.
        package = Notification(wiring.server, session).encode(wiring.server_password or "", RESYNCHRONISING)
        try:
            family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
            with socket.socket(family, kind, protocol) as out:
                out.sendto(package, address)
        except OSError as error:
            raise PeerError(f"no package 0 can be sent to {device}: {error}") from None
        return False

    return summon


class Listener:
    """Holds sessions (a `swm.conformance.wire.Sessions`). `listening` makes one."""

    def __init__(self, wiring: Wiring, summon: Summons, patience: float) -> None:
        self.url = ""
        self.recorder: Final = Recorder()
        self._summon = summon
        self._encoding = wiring.encoding
        self._patience = patience
        self._script: str | None = None
        # A device that still remembers the packages 0 of another run takes these for new ones.
        self._count = secrets.randbelow(0xFFFF)
        self._others: set[str] = set()

    def hold(self, script: Sequence[Ask]) -> Heard:
        """Have the device connect, and give what it answered."""
        self._count = self._count % 0xFFFF + 1
        recorder = self.recorder
        recorder.begin()
        self._script = written(script)
        before = recorder.turns_taken
        try:
            for _ in range(SENDINGS):
                if self._summon(self.url, self._count):
                    break
                if recorder.wait(before, len(script), self._patience / SENDINGS, QUIET):
                    break
        finally:
            self._script = None
        if self._others:
            found = self._others.pop()
            raise PeerError(f"the device writes {found}; the suite was told to expect {self._encoding}")
        if recorder.turns_taken == before:
            raise PeerError(f"the device did not connect to {self.url}")
        return Heard(recorder.answers(), recorder.take_alerts())

    async def orders(self, device: str) -> str | None:
        """The script, for the server: what is to be done with the device that has connected."""
        return self._script

    def look(self, side: str, message: bytes) -> None:
        """See each message. XML begins with a sign, WBXML with the number of its version."""
        found = "xml" if message.lstrip()[:1] == b"<" else "wbxml"
        if side == "device" and self._encoding is not None and found != self._encoding:
            self._others.add(found)


@contextlib.contextmanager
def listening(address: str, wiring: Wiring, summon: Summons, *, patience: float = PATIENCE) -> Iterator[Listener]:
    """The suite's DM server at ``HOST:PORT`` (port 0 takes a free one), for as long as the context lasts."""
    place = endpoint(address, first_port=0)
    if place is None:
        raise LocalError(f"{address} is no place to listen at; write HOST:PORT")
    listener = Listener(wiring, summon, patience)
    account = wiring.account
    server = DmServer(
        _manage,
        server_id=wiring.server,
        store=listener.recorder,
        accounts=None if account is None else {wiring.user: account},
        orders=listener.orders,
        trace=listener.look,
    )
    with serving(server, host=place[0], port=place[1]) as url:
        listener.url = url
        yield listener


async def _manage(dialogue: Dialogue) -> None:
    """Work through the script of the session; every answer is noted. Gets that follow each other go out together."""
    for is_get, asks in groupby(read(dialogue.orders or "[]"), lambda ask: ask.kind == "get"):
        answers = [_answer(dialogue, ask) for ask in asks]
        found = await dialogue.together(*answers) if is_get else [await answer for answer in answers]
        for answer in found:
            dialogue.note(ANSWER, answer)


async def _answer(dialogue: Dialogue, ask: Ask) -> tuple[int, str]:
    status, value = 200, ""
    try:
        if ask.kind == "get":
            found = await dialogue.get(ask.uri)
            value = found if isinstance(found, str) else found.decode("latin-1")
        elif ask.kind == "exec":
            status = await dialogue.execute(ask.uri, ask.correlator, None)
        elif ask.kind == "replace":
            status = await dialogue.replace(ask.uri, ask.octets, ask.format)
        elif ask.kind == "add":
            status = await dialogue.add(ask.uri, ask.octets, ask.format)
        else:
            status = await dialogue.delete(ask.uri)
    except CommandRefused as refused:
        status = refused.status
    return status, value


__all__ = ["Listener", "Summons", "asked", "listening", "notified"]

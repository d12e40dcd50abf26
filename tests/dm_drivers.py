"""One session between a device and a server that a coroutine manages: in memory, or over real HTTP on loopback."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from typing import Any

from dm_server import served
from dm_sessions import counted

from swm.device import run_session
from swm.errors import CommandRefused
from swm.server import Dialogue
from swm.session import Account, DmClientSession, DmServerSession, ReceivedAlert, Ticket
from swm.syncml import Add, Command, Delete, Exec, Get, Item, Location, Meta, Replace

Manage = Callable[[Any], Awaitable[None]]
"""What the server does in the session; its argument is a `swm.tree.Connection` with the alerts heard so far."""

Device = Callable[[str], "Working"]
"""Makes a device's session with the server at a URL."""

Driver = Callable[[Device, str, Manage, dict[str, Account]], list[bytes]]
"""Runs a session of a device; the accounts are the server's, and get the new nonces. Gives the server's messages."""


class Working:
    """A device's session, which does its work between the messages."""

    def __init__(self, session: DmClientSession, work: Callable[[], None]) -> None:
        self._session = session
        self._work = work

    def receive(self, data: bytes, mac: str | None = None) -> bytes | None:
        answer = self._session.receive(data, mac)
        self._work()
        return answer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)


class _Answered:
    """Awaited until the device has answered."""

    def __init__(self, ticket: Ticket) -> None:
        self.ticket = ticket

    def __await__(self) -> Generator[Any, None, Ticket]:
        while not self.ticket.done:
            yield
        return self.ticket


class Commands:
    """A `swm.tree.Connection` without any input or output: who awaits it is driven by hand."""

    def __init__(self, session: DmServerSession) -> None:
        self.session = session

    @property
    def alerts(self) -> list[ReceivedAlert]:
        return self.session.alerts

    async def get(self, uri: str) -> str | bytes:
        return (await self._do(Get("", (Item(target=Location(uri)),)), uri)).data or ""

    async def replace(self, uri: str, value: str | bytes, format: str) -> int:
        return await self._status(Replace("", (_item(uri, value, format),)), uri)

    async def add(self, uri: str, value: str | bytes | None, format: str) -> int:
        return await self._status(Add("", (_item(uri, value or "", format),)), uri)

    async def delete(self, uri: str) -> int:
        return await self._status(Delete("", (Item(target=Location(uri)),)), uri)

    async def execute(self, uri: str, correlator: str | None, data: str | None) -> int:
        return await self._status(Exec("", (Item(target=Location(uri), data=data),), correlator=correlator), uri)

    async def _status(self, command: Command, uri: str) -> int:
        return (await self._do(command, uri)).status or 0

    async def _do(self, command: Command, uri: str) -> Ticket:
        ticket = await _Answered(self.session.submit(command))
        if ticket.status not in range(200, 300):
            raise CommandRefused(type(command).__name__, uri, ticket.status or 0)
        return ticket


def _item(uri: str, value: str | bytes, format: str) -> Item:
    return Item(target=Location(uri), meta=Meta(format="b64" if isinstance(value, bytes) else format), data=value)


def in_memory(make: Device, session_id: str, manage: Manage, accounts: dict[str, Account]) -> list[bytes]:
    """Octets handed over from side to side."""
    server = DmServerSession(
        server_id="server",
        respond_to="http://server/dm",
        accounts=accounts.get if accounts else None,
        nonces=counted(),
    )
    device = make("http://server/dm")
    said: list[bytes] = []
    managing: Generator[Any, None, None] | None = None
    managed = False
    data: bytes | None = device.start(session_id)
    while data is not None:
        server.receive(data, device.encoding, device.mac_header)
        if server.authenticated and not managed:
            managing = managing or manage(Commands(server)).__await__()
            managed = next(managing, True) is True
        said.append(server.respond())
        if server.account is not None:
            accounts[next(iter(accounts))] = server.account
        data = device.receive(said[-1], server.mac_header)
    assert managed, "the session ended before the server had done what it wanted"
    return said


def over_http(make: Device, session_id: str, manage: Manage, accounts: dict[str, Account]) -> list[bytes]:
    """A real server and a real client on loopback."""
    said: list[bytes] = []
    held: list[DmServerSession] = []

    async def managed(dialogue: Dialogue) -> None:
        held.append(dialogue.session)
        await manage(dialogue)

    def trace(sender: str, data: bytes) -> None:
        if sender == "server":
            said.append(data)

    with served(managed, accounts=accounts or None, trace=trace) as url:
        run_session(make(url), session_id)  # type: ignore[arg-type]
    for session in held:
        if session.account is not None:
            accounts[next(iter(accounts))] = session.account
    return said

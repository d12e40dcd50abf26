"""A server's commands as awaitable calls over one session."""

from __future__ import annotations

import asyncio
from typing import Final

from swm.errors import CommandRefused
from swm.session import DmServerSession, ReceivedAlert, Ticket
from swm.syncml import Add, Command, Delete, Exec, Get, Item, Location, Meta, Replace

DONE: Final = range(200, 300)


class Dialogue:
    """A `swm.tree.Connection` over one session. The rim moves the messages; who awaits a command sleeps until its answer."""

    def __init__(self, session: DmServerSession) -> None:
        self.session: Final = session
        self._tickets: list[tuple[Ticket, asyncio.Future[Ticket]]] = []
        self._wanted = asyncio.Event()

    @property
    def device_id(self) -> str:
        """The device's identifier, as its SyncHdr says."""
        return self.session.device_id

    @property
    def alerts(self) -> list[ReceivedAlert]:
        """The generic alerts the device has sent in this session."""
        return self.session.alerts

    async def get(self, uri: str) -> str | bytes:
        """The value of a leaf, or the child names of an interior node."""
        ticket = await self._do(Get("", (Item(target=Location(uri)),)), uri)
        return ticket.data if ticket.data is not None else ""

    async def replace(self, uri: str, value: str | bytes, format: str) -> int:
        """Overwrite a leaf."""
        item = Item(target=Location(uri), meta=Meta(format=_wire_format(value, format)), data=value)
        return await self._status(Replace("", (item,)), uri)

    async def add(self, uri: str, value: str | bytes | None, format: str) -> int:
        """Create a node. Some clients need Format and Data even for interior nodes."""
        shown = "" if value is None else value
        item = Item(target=Location(uri), meta=Meta(format=_wire_format(shown, format)), data=shown)
        return await self._status(Add("", (item,)), uri)

    async def delete(self, uri: str) -> int:
        """Delete a node and all below it."""
        return await self._status(Delete("", (Item(target=Location(uri)),)), uri)

    async def execute(self, uri: str, correlator: str | None, data: str | None) -> int:
        """Start an operation."""
        item = Item(target=Location(uri), data=data)
        return await self._status(Exec("", (item,), correlator=correlator), uri)

    async def _status(self, command: Command, uri: str) -> int:
        status = (await self._do(command, uri)).status
        assert status is not None
        return status

    async def _do(self, command: Command, uri: str) -> Ticket:
        ticket = self.session.submit(command)
        future: asyncio.Future[Ticket] = asyncio.get_running_loop().create_future()
        self._tickets.append((ticket, future))
        self._wanted.set()
        answered = await future
        status = answered.status or 500
        if status not in DONE:
            raise CommandRefused(type(command).__name__, uri, status)
        return answered

    # for the rim --------------------------------------------------------------------------------------------------

    def deliver(self) -> None:
        """Wake whoever awaits a command that has been answered."""
        self._wanted.clear()
        still = []
        for ticket, future in self._tickets:
            if ticket.done and not future.done():
                future.set_result(ticket)
            elif not future.done():
                still.append((ticket, future))
        self._tickets = still

    async def settle(self, task: asyncio.Task[None]) -> None:
        """Return once `task` has ended or awaits something that only the device's next message can bring."""
        await asyncio.sleep(0)
        while not task.done() and not self._tickets:
            wanted = asyncio.ensure_future(self._wanted.wait())
            await asyncio.wait({task, wanted}, return_when=asyncio.FIRST_COMPLETED)
            wanted.cancel()
        await asyncio.sleep(0)


def _wire_format(value: str | bytes, format: str) -> str:
    return "b64" if isinstance(value, bytes) else format

"""A server's commands as awaitable calls over one session.

The application of a server is a coroutine, `manage(dialogue)`, that awaits
commands of generated stubs. It is executed durably: the store keeps the
session's messages, not the coroutine. When another process takes the session
over, `manage` is run again from its start and given the same answers, until it
awaits something that no device has answered yet. So `manage` must be
deterministic: the same answers, the same commands. It reads no clock, draws no
random number, asks no database. What it has to know at the start stands in
`Dialogue.orders`, what it wants to keep goes to `Dialogue.note`, and both are
recorded with the session.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Coroutine, Generator
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeVar

from swm.errors import CommandRefused, LocalError, PeerError
from swm.session import DmServerSession, ReceivedAlert, Ticket
from swm.syncml import Add, Command, Delete, Exec, Get, Item, Location, Meta, Replace
from swm.tree import Row

DONE: Final = range(200, 300)
MAX_NOTES: Final = 10_000
_ENCODER: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
Result = TypeVar("Result")


class SessionEnded(PeerError):
    """The session was over before the device had answered a command."""


@dataclass(frozen=True, slots=True)
class Note:
    """What an application keeps: a topic of its own choice and a value as JSON text."""

    topic: str
    value: str


class Wait(Protocol):
    """What a suspended coroutine waits for; it is resumed once `done`."""

    @property
    def done(self) -> bool:
        """Whether it can go on."""


class Dialogue:
    """A `swm.tree.Connection` over one session. Who awaits a command sleeps until the device's answer is there."""

    def __init__(
        self, session: DmServerSession, *, orders: str | None = None, client_certificate: str | None = None
    ) -> None:
        self.session: Final = session
        self.orders: Final = orders
        """What the server was told to do with this device, read once when the session was opened; None for nothing."""
        self.client_certificate: Final = client_certificate
        """The subject of the device's TLS certificate (RFC 4514); None where it showed none."""
        self.notes: Final[list[Note]] = []
        self._was_told = False

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

    async def list_nodes(self, uri: str) -> tuple[Row, ...]:
        """Every node below, with its Format and Type, in one answer."""
        ticket = await self._do(Get("", (Item(target=Location(f"{uri}?list=Struct")),)), uri)
        return tuple(_row(item.source.uri, item) for item in ticket.rows if item.source is not None)

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

    async def together(self, *commands: Coroutine[Any, Any, Result]) -> list[Result]:
        """What several commands give, awaited at once, so that they go out in one message where they fit.

        All are awaited to their end; then the error of the first that failed is raised.
        """
        return await _Together(commands)

    def note(self, topic: str, value: object = None) -> None:
        """Keep `value` (whatever JSON can hold) under `topic`: it is stored in one transaction with this turn, once.

        A note made while the session is replayed is known already, and dropped.
        """
        if not topic.isprintable():
            raise LocalError(f"the topic {topic!r} holds characters that cannot be shown")
        if len(self.notes) >= MAX_NOTES:
            raise LocalError(f"a session keeps at most {MAX_NOTES} notes")
        self.notes.append(Note(topic, _ENCODER.encode(value)))

    async def _status(self, command: Command, uri: str) -> int:
        status = (await self._do(command, uri)).status
        assert status is not None
        return status

    async def _do(self, command: Command, uri: str) -> Ticket:
        if self.session.over and not self._was_told:
            # A device may end the session in the message with its last answer. Told once: an application that takes no
            # notice must come to an end.
            self._was_told = True
            raise SessionEnded(f"the session was over before {type(command).__name__} {uri} was sent")
        ticket = self.session.submit(command)
        await _Answer(ticket)
        if not ticket.status and self.session.over:
            raise SessionEnded(f"the session was over before {type(command).__name__} {uri} was answered")
        status = ticket.status or 500
        if status not in DONE:
            raise CommandRefused(type(command).__name__, uri, status)
        return ticket


Manage = Callable[[Dialogue], Awaitable[None]]
"""The application of a server; see the head of this module for what it may do."""


class Management:
    """Runs an application by hand, without an event loop: it goes on when, and only when, answers are there."""

    def __init__(self, manage: Manage, dialogue: Dialogue) -> None:
        self._steps: Generator[Wait, None, None] = manage(dialogue).__await__()
        self._wait: Wait | None = None
        self.ended = False
        self.failure: Exception | None = None
        """What the application raised: nothing a device could do anything about."""

    def advance(self) -> None:
        """Let the application go on until it awaits an answer that is not there, or has ended."""
        while not self.ended and (self._wait is None or self._wait.done):
            self._step(None)

    def end(self) -> None:
        """The session is over: raise `SessionEnded` where the application still waits."""
        if not self.ended:
            self._step(SessionEnded("the session was over before the device had answered"))
        if not self.ended:
            self._fail(LocalError("the application awaits a command although the session is over"))

    def close(self) -> None:
        """Let go of an application that will not be continued here."""
        if not self.ended:
            self.ended = True
            self._steps.close()

    def _step(self, thrown: Exception | None) -> None:
        try:
            wait = next(self._steps) if thrown is None else self._steps.throw(thrown)
        except StopIteration:
            self.ended = True
        except SessionEnded:
            self.ended = True
        except Exception as error:
            self._fail(error)
        else:
            if not isinstance(wait, (_Answer, _Together)):
                self._fail(LocalError(f"an application can await commands of its dialogue only, not {wait!r}"))
            else:
                self._wait = wait

    def _fail(self, error: Exception) -> None:
        self.ended = True
        self.failure = error
        try:
            self._steps.close()
        except Exception as closing:
            closing.__context__ = error
            self.failure = closing


class _Answer:
    def __init__(self, ticket: Ticket) -> None:
        self._ticket = ticket

    @property
    def done(self) -> bool:
        return self._ticket.done

    def __await__(self) -> Generator[Wait, None, None]:
        while not self._ticket.done:
            yield self


class _Together:
    def __init__(self, commands: tuple[Coroutine[Any, Any, Any], ...]) -> None:
        self._waits: dict[int, Wait | None] = dict.fromkeys(range(len(commands)))
        self._commands = commands

    @property
    def done(self) -> bool:
        return not self._waits or any(wait is None or wait.done for wait in self._waits.values())

    def __await__(self) -> Generator[Wait, None, list[Any]]:
        results: dict[int, Any] = {}
        errors: dict[int, Exception] = {}
        try:
            while self._waits:
                for at, wait in list(self._waits.items()):
                    if wait is not None and not wait.done:
                        continue
                    try:
                        self._waits[at] = self._commands[at].send(None)
                    except StopIteration as stop:
                        results[at] = stop.value
                        del self._waits[at]
                    except Exception as error:
                        errors[at] = error
                        del self._waits[at]
                if self._waits and not self.done:
                    yield self
        finally:
            for command in self._commands:
                command.close()
        if errors:
            raise errors[min(errors)]
        return [results[at] for at in range(len(self._commands))]


def _row(uri: str, item: Item) -> Row:
    """One node of a list. What is as MetInf has it where nobody says otherwise may be left out (OMA-TS-DM_TND 1.2, 8.2)."""
    if item.meta is None:
        return Row(uri, item.data, "chr", "text/plain")
    return Row(uri, item.data, item.meta.format or "chr", item.meta.type)


def _wire_format(value: str | bytes, format: str) -> str:
    return "b64" if isinstance(value, bytes) else format

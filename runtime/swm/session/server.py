"""The server's side of a DM session."""

from __future__ import annotations

from collections.abc import Sequence as Rows
from dataclasses import dataclass, replace
from typing import Final

from swm.errors import LocalError, PeerError
from swm.session.auth import Credentials
from swm.session.client import ABORT, CLIENT_INITIATED, GENERIC, NEXT_MESSAGE, SERVER_INITIATED
from swm.session.large_object import BUFFERED, split
from swm.session.packing import SMALLEST_MESSAGE, pack
from swm.syncml import (
    Add,
    Alert,
    Command,
    Encoding,
    Get,
    Header,
    Item,
    Limits,
    Location,
    Message,
    Meta,
    Replace,
    Results,
    Status,
)

_OVERHEAD: Final = 1500
"""Octets of a message that are not a chunk's data: header, statuses, the command around the data."""

MAX_FAILURES: Final = 2
"""Wrong credentials a session survives; a stale nonce or a step up to a stronger scheme costs one."""


@dataclass(frozen=True, slots=True)
class ReceivedAlert:
    """One Item of a generic alert a device sent, with the alert's correlator."""

    correlator: str | None
    item: Item


class Ticket:
    """A command on its way: `status` is None until the device has answered."""

    def __init__(self, command: Command) -> None:
        self.command = command
        self.status: int | None = None
        self.data: str | bytes | None = None

    @property
    def done(self) -> bool:
        """Whether all of the answer is there; the Results of a Get may come a message after its Status."""
        if self.status is None:
            return False
        return not isinstance(self.command, Get) or self.status != 200 or self.data is not None


class DmServerSession:
    """One session of a server with one device.

    Each message of the device goes into `receive`; commands are handed in with
    `submit`; `respond` gives the next message. The session is over when a
    message went out that asks nothing and the device had nothing left to say.
    """

    def __init__(
        self,
        *,
        server_id: str,
        respond_to: str,
        credentials: Credentials | None = None,
        max_message: int = 65_536,
    ) -> None:
        self._server_id = server_id
        self._respond_to = respond_to
        self._credentials = credentials
        self._max_message = max_message
        self._peer_limit: int | None = None
        self._peer_object_limit: int | None = None
        self._encoding = Encoding.XML
        self._message_id = 0
        self._command_id = 0
        self._header: Header | None = None
        self._answers: list[Status] = []
        self._queue: list[Ticket] = []
        self._chunks: list[Item] = []
        self._chunking: Ticket | None = None
        self._chunk_in_hand: Item | None = None
        self._failures = 0
        self._waiting: dict[tuple[str, str], Ticket] = {}
        self._gets: dict[str, Ticket] = {}
        self._authenticated = credentials is None
        self._peer_is_final = True
        self.device_id = ""
        self.dev_info: dict[str, str] = {}
        self.alerts: list[ReceivedAlert] = []
        self.over = False

    @property
    def authenticated(self) -> bool:
        """Whether the device has proved who it is (always true where nothing is asked for)."""
        return self._authenticated

    def submit(self, command: Command) -> Ticket:
        """Queue a command; its CmdID is filled in when it goes out."""
        if self.over:
            raise LocalError("the session is over")
        ticket = Ticket(command)
        self._queue.append(ticket)
        return ticket

    def receive(self, data: bytes, encoding: Encoding = Encoding.XML) -> None:
        """Take a message of the device, and answer in its encoding from now on.

        PeerError when it is none; the session's state is then as before.
        """
        if self.over:
            raise LocalError("the session is over")
        message = encoding.decode(data, Limits(size=max(self._max_message, SMALLEST_MESSAGE) + 4096))
        self._encoding = encoding
        self._check_header(message.header)
        self._header = message.header
        self.device_id = message.header.source.uri
        if message.header.meta is not None:
            self._peer_limit = message.header.meta.max_msg_size or self._peer_limit
            self._peer_object_limit = message.header.meta.max_obj_size or self._peer_object_limit
        self._peer_is_final = message.final
        reference = message.header.message_id
        if not self._authenticated and not self._authenticate(message):
            return
        self._answer(reference, "0", "SyncHdr", "212" if self._credentials is not None else "200")
        # A Get's Results and its Status come in either order; with the Status its ticket counts as answered.
        for command in sorted(message.commands, key=lambda command: not isinstance(command, Results)):
            self._take(command, reference)

    def respond(self) -> bytes:
        """The next message. After one that holds no command the session is over."""
        if self._header is None:
            raise LocalError("the device has sent nothing yet")
        commands: list[Command] = list(self._answers)
        self._answers = []
        tickets: list[Ticket] = []
        if self._authenticated and self._peer_is_final:
            commands, tickets = self._with_commands(commands)
        elif self._authenticated:
            commands.append(Alert(self._next_id(), NEXT_MESSAGE))
        more_chunks = bool(self._chunks)
        self._message_id += 1
        data, count = pack(self._next_header(), commands, not more_chunks, self._peer_limit, self._encoding)
        sent = {command.cmd_id for command in commands[:count]}
        for ticket in reversed(tickets):
            if ticket.command.cmd_id in sent:
                self._waiting[(str(self._message_id), ticket.command.cmd_id)] = ticket
            elif ticket is self._chunking and self._chunk_in_hand is not None:
                self._chunks.insert(0, self._chunk_in_hand)
            else:
                self._queue.insert(0, ticket)
        self._answers = [command for command in commands[count:] if isinstance(command, Status)]
        asked = any(not isinstance(command, Status) for command in commands[:count])
        quiet = not (asked or self._answers or self._chunks or self._queue)
        if self._authenticated and self._peer_is_final and quiet:
            self.over = True
        return data

    def abort(self) -> bytes:
        """A message that ends the session at once (Alert 1223)."""
        self._message_id += 1
        self.over = True
        return pack(self._next_header(), [Alert(self._next_id(), ABORT)], True, None, self._encoding)[0]

    # inside -------------------------------------------------------------------------------------------------------

    def _check_header(self, header: Header) -> None:
        if self._header is not None and header.session_id != self._header.session_id:
            raise PeerError(f"the message belongs to session {header.session_id}, this is {self._header.session_id}")

    def _authenticate(self, message: Message) -> bool:
        if self._credentials is None:
            return True
        source = message.header.source
        if self._credentials.accepts(source.name or source.uri, message.header.cred):
            self._authenticated = True
            return True
        self._failures += 1
        self.over = self._failures > MAX_FAILURES
        code = "407" if message.header.cred is None else "401"
        self._answers.append(
            Status(self._next_id(), message.header.message_id, "0", "SyncHdr", code, chal=self._credentials.challenge())
        )
        return False

    def _answer(self, message: str, command: str, name: str, code: str) -> None:
        self._answers.append(Status(self._next_id(), message, command, name, code))

    def _take(self, command: Command, reference: str) -> None:
        if isinstance(command, Status):
            self._take_status(command)
        elif isinstance(command, Results):
            ticket = self._gets.get(command.command_ref)
            if ticket is not None and command.items:
                ticket.data = command.items[0].data if command.items[0].data is not None else ""
        elif isinstance(command, Alert):
            if command.code == ABORT:
                self.over = True
            elif command.code == GENERIC:
                self.alerts.extend(ReceivedAlert(command.correlator, item) for item in command.items)
            known = command.code in (GENERIC, NEXT_MESSAGE, CLIENT_INITIATED, SERVER_INITIATED, "1224", "1225")
            self._answer(reference, command.cmd_id, "Alert", "200" if known else "406")
        elif isinstance(command, Replace):
            for item in command.items:
                if item.source is not None and isinstance(item.data, str):
                    self.dev_info[item.source.uri] = item.data
            self._answer(reference, command.cmd_id, "Replace", "200")
        else:
            self._answer(reference, command.cmd_id, type(command).__name__, "406")

    def _take_status(self, status: Status) -> None:
        ticket = self._waiting.pop((status.message_ref, status.command_ref), None)
        if ticket is None or not status.code.isdigit():
            return
        code = int(status.code)
        if code == BUFFERED and ticket is self._chunking:
            return
        if ticket is self._chunking:
            self._chunking = None
            self._chunks = []
        ticket.status = code

    def _next_id(self) -> str:
        self._command_id += 1
        return str(self._command_id)

    def _next_header(self) -> Header:
        assert self._header is not None
        return Header(
            self._header.session_id,
            str(self._message_id),
            Location(self._header.source.uri),
            Location(self._server_id),
            respond_to=self._respond_to,
            meta=Meta(max_msg_size=self._max_message),
        )

    def _with_commands(self, commands: list[Command]) -> tuple[list[Command], list[Ticket]]:
        """`commands` and what of the queue goes out with them: the next chunk, or commands up to a large object."""
        tickets: list[Ticket] = []
        if self._chunks and self._chunking is not None:
            self._chunk_in_hand = self._chunks.pop(0)
            self._emit(self._chunking, (self._chunk_in_hand,), commands, tickets)
            return commands, tickets
        if self._chunking is not None:
            return commands, tickets
        while self._queue:
            ticket = self._queue[0]
            chunks = self._split(ticket.command)
            if len(chunks) > 1:
                if tickets:
                    break
                self._queue.pop(0)
                self._chunking = ticket
                self._chunks = list(chunks[1:])
                self._chunk_in_hand = chunks[0]
                self._emit(ticket, (chunks[0],), commands, tickets)
                break
            self._queue.pop(0)
            self._emit(ticket, None, commands, tickets)
        return commands, tickets

    def _emit(
        self, ticket: Ticket, items: tuple[Item, ...] | None, commands: list[Command], tickets: list[Ticket]
    ) -> None:
        command_id = self._next_id()
        if items is None:
            ticket.command = replace(ticket.command, cmd_id=command_id)
            commands.append(ticket.command)
            if isinstance(ticket.command, Get):
                self._gets[command_id] = ticket
        else:
            ticket.command = replace(ticket.command, cmd_id=command_id)
            assert isinstance(ticket.command, (Add, Replace))
            commands.append(replace(ticket.command, items=items))
        tickets.append(ticket)

    def _split(self, command: Command) -> Rows[Item]:
        if not isinstance(command, (Add, Replace)) or len(command.items) != 1 or self._peer_limit is None:
            return (Item(),)
        item = command.items[0]
        if item.data is None:
            return (item,)
        room = self._peer_limit - _OVERHEAD
        # base64 takes four octets for three, so binary data has three quarters of the room.
        return split(item, room * 3 // 4 if isinstance(item.data, bytes) else room // 2)

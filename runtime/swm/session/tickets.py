"""Commands of a server on their way to a device, and which of them an answer belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from swm.session.alerts import is_code
from swm.session.large_object import BUFFERED
from swm.syncml import Atomic, Command, Get, Item, Results, Sequence, Status

NO_ANSWER: Final = 0
"""The `status` of a command that the device passed over until the end of its package."""

Reference = tuple[str, str]
"""MsgID and CmdID of a command."""

MORE: Final[Reference] = ("", "")
"""In place of the reference of a piece that has not gone out yet."""


class Ticket:
    """A command on its way: `status` is None until the device has answered.

    `parts` are the tickets of the commands inside an Atomic or a Sequence,
    `rows` the Items of a Get's Results or of the Status of a user interaction.
    A command that goes out in several pieces is answered with the last of them.
    """

    __slots__ = ("_closed", "_open", "command", "parts", "rows", "status")

    def __init__(self, command: Command) -> None:
        self.command: Final = command
        self.status: int | None = None
        self.rows: tuple[Item, ...] = ()
        inner = command.commands if isinstance(command, (Atomic, Sequence)) else ()
        self.parts: Final = tuple(Ticket(part) for part in inner)
        self._open: tuple[Reference, ...] = ()
        self._closed = False

    @property
    def data(self) -> str | bytes | None:
        """The value a Get brought, of the first Item where there are several; None without Results."""
        if not self.rows:
            return None
        return self.rows[0].data if self.rows[0].data is not None else ""

    @property
    def done(self) -> bool:
        """Whether all of the answer is there; the Results of a Get may come a message after its Status."""
        if self.status is None or self._open:
            return False
        if self._closed or self.status != 200:
            return True
        if isinstance(self.command, Get):
            # How many rows a list has only the end of the package tells: they may come in several Results.
            return bool(self.rows) and not _asks_for_list(self.command)
        return all(part.done for part in self.parts)

    def close(self) -> None:
        """The device's package is over: what has not come will not come."""
        self._closed = True
        self._open = ()
        if self.status is None:
            self.status = NO_ANSWER
        for part in self.parts:
            part.close()

    def went_out(self, reference: Reference, *, whole: bool) -> None:
        """The command is in a message, or a piece of it that more will follow."""
        self._open = (*(other for other in self._open if other != MORE), reference, *(() if whole else (MORE,)))

    def take(self, reference: Reference, code: int, items: tuple[Item, ...] = ()) -> None:
        """One Status of the device; of several for one command the worst counts."""
        self._open = tuple(other for other in self._open if other != reference)
        self.status = code if self.status is None else max(self.status, code)
        if items and not isinstance(self.command, Get):
            self.rows = items

    def ends(self) -> None:
        """No further piece will go out."""
        self._open = tuple(other for other in self._open if other != MORE)

    def undo(self) -> None:
        """The message it was in was refused as a whole: it goes out again."""
        self._open = ()
        self.status = None
        for part in self.parts:
            part.undo()


def _asks_for_list(command: Get) -> bool:
    return any(item.target is not None and "?list=" in item.target.uri for item in command.items)


class Unanswered:
    """The tickets of what has gone out and is not answered yet, by the references of their commands."""

    __slots__ = ("_gets", "_tickets")

    def __init__(self) -> None:
        self._tickets: dict[Reference, Ticket] = {}
        self._gets: dict[Reference, Ticket] = {}

    def __iter__(self) -> Iterator[Ticket]:
        return iter(self._tickets.values())

    def went_out(self, message: str, command: Command, ticket: Ticket, *, whole: bool = True) -> None:
        """`command`, numbered as it went out in the message with this MsgID, belongs to `ticket`."""
        reference = (message, command.cmd_id)
        self._tickets[reference] = ticket
        ticket.went_out(reference, whole=whole)
        if isinstance(command, Get):
            self._gets[reference] = ticket
        inner = command.commands if isinstance(command, (Atomic, Sequence)) else ()
        for part, own in zip(inner, ticket.parts, strict=True):
            self.went_out(message, part, own)

    def undo(self, message: str) -> None:
        """The device refused this message as a whole."""
        for key in [key for key in self._tickets if key[0] == message]:
            self._tickets.pop(key).undo()
            self._gets.pop(key, None)

    def end(self) -> None:
        """The device's package is over: what went out is answered now, or never will be."""
        for ticket in self._tickets.values():
            ticket.close()
        self._tickets.clear()
        self._gets.clear()

    def take_status(self, status: Status) -> Ticket | None:
        """Give a Status to its ticket. Returns the ticket when the device refused the command."""
        if not is_code(status.code) or int(status.code) == BUFFERED:
            return None
        found = self._reference_of(status)
        ticket = self._tickets.get(found)
        if ticket is None:
            return None
        code = int(status.code)
        if code >= 300:
            ticket.ends()
        ticket.take(found, code, status.items)
        return ticket if code >= 300 else None

    def take_rows(self, results: Results, rows: list[Item]) -> None:
        """Give the Items of a Results to the Get that asked for them."""
        ticket = self._gets.get((results.message_ref or "", results.command_ref)) or self._asking_for(results, rows)
        if ticket is not None:
            ticket.rows += tuple(rows)

    def _asking_for(self, results: Results, rows: list[Item]) -> Ticket | None:
        """Some clients leave MsgRef or CmdRef out: the Get of what the Results show is meant."""
        shown = {place.uri for row in rows for place in (row.source, row.target) if place is not None}
        for (_, cmd_id), ticket in self._gets.items():
            assert isinstance(ticket.command, Get)
            same = any(item.target is not None and item.target.uri in shown for item in ticket.command.items)
            if not ticket.rows and (same or (cmd_id == results.command_ref and not results.message_ref)):
                return ticket
        return None

    def _reference_of(self, status: Status) -> Reference:
        found = (status.message_ref, status.command_ref)
        if found in self._tickets or status.command == "SyncHdr":
            return found
        for key, ticket in self._tickets.items():
            # Some clients leave CmdRef or MsgRef out: the oldest command of that name without an answer is meant.
            if status.command_ref and (status.message_ref or key[1] != status.command_ref):
                continue
            if ticket.status is None and type(ticket.command).__name__ == status.command:
                return key
        return found

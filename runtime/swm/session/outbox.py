"""Commands on their way out: in order, split over messages and chunks as the peer's limits ask.

CmdIDs are given here, when a command goes out. A command that does not fit
into a message waits for the next; one that would fit into none is divided: a
Results with several Items into several, a single large value into chunks
(OMA-TS-DM_Protocol 1.2, section 7). A command of one's own that fits into none
and cannot be divided (an Atomic, an Exec) is not sent at all.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Any, Final, TypeGuard

from swm.errors import LocalError
from swm.session.alerts import NEXT_MESSAGE
from swm.session.large_object import octets
from swm.syncml import (
    Add,
    Alert,
    Atomic,
    Chal,
    Command,
    Copy,
    Delete,
    Encoding,
    Exec,
    Get,
    Header,
    Item,
    Message,
    Meta,
    Replace,
    Results,
    Sequence,
    Status,
)
from swm.syncml.escaping import can_stand

SMALLEST_MESSAGE: Final = 1024
"""No peer can be worked with that takes less (a header alone has about 700 octets)."""

_SMALLEST_CHUNK: Final = 64
_ALWAYS: Final = 2
_SMALLEST_COMMAND: Final = 8
"""No command takes fewer octets, in either encoding."""

_BEHIND_CMD_ID: Final[dict[type[Command], Callable[[Command], tuple[Any, ...]]]] = {
    kind: attrgetter(*(field.name for field in fields(kind) if field.name != "cmd_id"))
    for kind in (Add, Alert, Copy, Delete, Exec, Get, Replace, Results, Status)
}
"""What a command of a kind holds beside its CmdID, in order: every command that goes out is made anew with its number."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A command that went out. `whole` is false while more of it has to follow."""

    command: Command
    token: Hashable
    whole: bool


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message: its octets, what it holds, and whether it is the last of its package.

    `unfit` are the tokens of commands that no message the peer takes could hold.
    """

    data: bytes
    sent: tuple[Sent, ...]
    final: bool
    unfit: tuple[Hashable, ...] = ()


@dataclass(slots=True)
class _Entry:
    """`offset` is what of the value has gone out, `divided` that Items of the same command follow as another."""

    command: Command
    token: Hashable
    offset: int = 0
    first: bool = False
    divided: bool = False

    @property
    def asks(self) -> bool:
        return not isinstance(self.command, (Status, Results))


class Packages:
    """Whose turn it is: a package of messages each way, the next begun when the other's is whole.

    While a package is under way, the other side's messages only ask for more
    of it (Alert 1222) or answer what came, and their Final says nothing: peers
    set it as they like.
    A peer that never sets Final has ended its package when it was asked for
    more (Alert 1222) and had nothing new to say.
    """

    __slots__ = ("_asked", "heard_all", "said_all")

    def __init__(self) -> None:
        self.heard_all = True
        self.said_all = True
        self._asked: tuple[str, str] | None = None

    def is_new(self, command: Command) -> bool:
        """Whether a command says more than that this side may go on: no Alert 1222, nor the Status of one."""
        if isinstance(command, Alert):
            return command.code != NEXT_MESSAGE
        if not isinstance(command, Status) or command.command == "SyncHdr":
            return not isinstance(command, Status)
        return command.command != "Alert" or (command.message_ref, command.command_ref) != self._asked

    def heard(self, *, final: bool, new: bool, more: bool) -> None:
        """A message of the other side is there.

        `new` is false when it only answered that it was asked for more, `more`
        true while something of this side's own package has still to go out.
        """
        if self.said_all or not self.heard_all or not more:
            asked = not self.heard_all
            self.heard_all = final or (asked and not new)

    def said(self, message: str, outgoing: Outgoing) -> None:
        """A message of this side went out, with this MsgID."""
        self.said_all = outgoing.final
        asking = (sent.command for sent in outgoing.sent if isinstance(sent.command, Alert))
        self._asked = next(((message, alert.cmd_id) for alert in asking if alert.code == NEXT_MESSAGE), None)


def refusal(message: Message, code: str, chal: Chal | None) -> tuple[Status, ...]:
    """The answer to a message whose sender did not prove who it is: one Status for the header and each command."""
    reference = message.header.message_id
    refused = [("0", "SyncHdr", chal)]
    refused += [(c.cmd_id, type(c).__name__, None) for c in message.commands if not isinstance(c, (Status, Results))]
    return tuple(
        Status(str(number), reference, cmd_id, name, code, chal=own)
        for number, (cmd_id, name, own) in enumerate(refused, 1)
    )


def encode_refusal(statuses: tuple[Status, ...], header: Header, limit: int | None, encoding: Encoding) -> bytes:
    """A refusal as a message; where it is too long, the Status of the header says it all."""
    data = encoding.encode(Message(header, statuses))
    return data if limit is None or len(data) <= limit else encoding.encode(Message(header, statuses[:1]))


class Outbox:
    """What one side still has to send."""

    __slots__ = ("_before", "_entries")

    def __init__(self) -> None:
        self._entries: list[_Entry] = []
        self._before: tuple[_Entry, ...] = ()

    def __bool__(self) -> bool:
        return bool(self._entries)

    @property
    def asks(self) -> bool:
        """Whether anything but Status waits."""
        return any(not isinstance(entry.command, Status) for entry in self._entries)

    @property
    def says_more(self) -> bool:
        """Whether anything but the Status of a header waits."""
        return any(not entry.first for entry in self._entries)

    def put(self, command: Command, token: Hashable = None) -> None:
        """Send `command` after all that waits; a Status before what this side asks, and before the rest of an object.

        A chunk is the last command of its message, and the peer may wait for the Status before it sends on.
        """
        at = len(self._entries)
        if isinstance(command, Status):
            at = next((at for at, other in enumerate(self._entries) if other.offset or other.asks), at)
        self._entries.insert(at, _Entry(command, token))

    def put_first(self, command: Command) -> None:
        """Send `command` before all that waits, whatever room there is: the Status of a header."""
        self._entries.insert(0, _Entry(command, None, first=True))

    def clear(self) -> None:
        """Forget what waits."""
        self._entries.clear()

    def keep(self) -> None:
        """A message went out that held nothing of what waits here."""
        self._before = tuple(self._entries)

    def take_back(self) -> None:
        """The peer refused the last message as a whole: all of it waits again, but for the Status of a header."""
        self._entries = [entry for entry in self._before if not entry.first]

    def drop(self, token: Hashable) -> None:
        """Forget the rest of the object that has gone out in part with this token."""
        self._entries = [entry for entry in self._entries if not entry.offset or entry.token != token]

    def drop_commands(self) -> list[Hashable]:
        """Forget all but answers; the tokens of what is forgotten."""
        gone = [entry for entry in self._entries if not isinstance(entry.command, Status)]
        self._entries = [entry for entry in self._entries if isinstance(entry.command, Status)]
        return [entry.token for entry in gone]

    def drop_chunks(self) -> None:
        """Forget the rest of an object that has gone out in part."""
        self._entries = [entry for entry in self._entries if not entry.offset]

    def fill(self, header: Header, limit: int | None, encoding: Encoding, *, final: bool = True) -> Outgoing:
        """The next message, at most `limit` octets long.

        Where even the smallest part of an answer is longer, it goes out as it
        is: a peer that announced too small a limit would else wait for ever.
        Text that XML cannot carry goes out as octets, whatever its Format was.
        """
        unfit: list[Hashable] = []
        while True:
            self._before = tuple(self._entries)
            try:
                outgoing = self._try_to_fill(header, limit, encoding, final)
            except LocalError:
                if not self._write_octets():
                    raise
                continue
            if outgoing is not None:
                return replace(outgoing, unfit=tuple(unfit)) if unfit else outgoing
            at = self._first_command()
            unfit.append(self._entries.pop(at).token)

    def _try_to_fill(self, header: Header, limit: int | None, encoding: Encoding, final: bool) -> Outgoing | None:
        """A message; None when the first command that waits would fit into no message."""
        # More than this many cannot fit, so that a long queue is not encoded again for each message.
        reach = len(self._entries) if limit is None else max(_ALWAYS + 2, limit // _SMALLEST_COMMAND)
        count = itertools.count(1)
        numbered = [_with_id(entry.command, count) for entry in self._entries[:reach]]
        complete = len(numbered) == len(self._entries)
        # What follows an unfinished object would end it, so a chunk is the last command of its message.
        whole = next((at for at, entry in enumerate(self._entries[:reach]) if entry.offset), len(numbered))
        last = final and complete and whole == len(numbered)
        data = encoding.encode(Message(header, tuple(numbered[:whole]), last))
        if whole == len(numbered) and (limit is None or len(data) <= limit):
            return self._sent(data, numbered, last)
        room = len(data) if limit is None else limit
        fits = self._fitting(header, numbered[:whole], room, encoding)
        must = self._first_command()
        part = self._part(header, numbered, fits, room, encoding) if fits < len(numbered) else None
        if part is None and fits <= must < len(numbered):
            if self._split_off(must):
                return self._try_to_fill(header, limit, encoding, final)
            if not isinstance(numbered[must], (Status, Results, Alert)):
                return None
            fits = must + 1
        commands = numbered[:fits]
        if part is None:
            last = final and complete and fits == len(numbered)
            return self._sent(encoding.encode(Message(header, tuple(commands), last)), commands, last)
        command, length = part
        entry = self._entries[fits]
        rest = self._rest(entry, length)
        commands.append(command)
        last = final and complete and rest is None and fits + 1 == len(numbered)
        data = encoding.encode(Message(header, tuple(commands), last))
        outgoing = self._sent(data, commands, last)
        if rest is None:
            return outgoing
        self._entries.insert(0, rest)
        *before, divided = outgoing.sent
        return Outgoing(data, (*before, replace(divided, whole=False)), False)

    # inside -------------------------------------------------------------------------------------------------------

    def _write_octets(self) -> bool:
        """Make octets of the values that XML cannot carry as text; whether there were any."""
        before = [entry.command for entry in self._entries]
        self._entries = [
            entry if entry.offset else replace(entry, command=_in_octets(entry.command)) for entry in self._entries
        ]
        return before != [entry.command for entry in self._entries]

    def _first_command(self) -> int:
        """Where the first command stands that must fit now, for it will have no more room in any later message.

        That is so behind the Statuses which each message of a long package
        begins with: of the header, and of the Alert 1222 that asked for more.
        Of more Statuses two must go, for each Alert 1222 brings another one.
        """
        statuses = next(
            (at for at, entry in enumerate(self._entries) if not isinstance(entry.command, Status)), len(self._entries)
        )
        if statuses <= _ALWAYS:
            return statuses
        first = next((at for at, entry in enumerate(self._entries) if not entry.first), len(self._entries))
        newest = self._entries[statuses - 1].command
        asked = isinstance(newest, Status) and newest.command == "Alert"
        return min(first + 1, statuses - 1) if asked else first

    def _sent(self, data: bytes, commands: list[Command], final: bool) -> Outgoing:
        gone = self._entries[: len(commands)]
        del self._entries[: len(commands)]
        return Outgoing(data, tuple(map(_sent, commands, gone)), final)

    @staticmethod
    def _fitting(header: Header, commands: list[Command], limit: int, encoding: Encoding) -> int:
        low, high = 0, len(commands)
        while low < high:
            middle = (low + high + 1) // 2
            if len(encoding.encode(Message(header, tuple(commands[:middle])))) <= limit:
                low = middle
            else:
                high = middle - 1
        return low

    def _part(
        self, header: Header, numbered: list[Command], at: int, limit: int, encoding: Encoding
    ) -> tuple[Command, int] | None:
        """What of the command at `at` fits behind those before it, and its length in Items or characters of data."""
        entry, command = self._entries[at], numbered[at]
        if _is_divisible(command):
            return self._some_items(header, numbered, at, limit, encoding)
        item = _single(command)
        if item is None or item.data is None:
            return None
        before = tuple(numbered[:at])
        may_wait = at > self._first_command()
        alone = tuple(c for c, e in zip(before, self._entries, strict=False) if e.first)
        if not entry.offset and may_wait and len(encoding.encode(Message(header, (*alone, command), True))) <= limit:
            return None
        low, high = 0, min(len(item.data) - entry.offset, limit)
        while low < high:
            middle = (low + high + 1) // 2
            tried = self._chunk(command, item, entry.offset, middle)
            if len(encoding.encode(Message(header, (*before, tried)))) <= limit:
                low = middle
            else:
                high = middle - 1
        left = len(item.data) - entry.offset
        if low < min(_SMALLEST_CHUNK, left):
            if may_wait or (low == 0 and isinstance(command, (Add, Replace))):
                return None
            low = low or min(_SMALLEST_CHUNK, left)
        return self._chunk(command, item, entry.offset, low), low

    def _some_items(
        self, header: Header, numbered: list[Command], at: int, limit: int, encoding: Encoding
    ) -> tuple[Command, int] | None:
        command = numbered[at]
        assert _is_divisible(command)
        before = tuple(numbered[:at])
        low, high = 0, len(command.items)
        while low < high:
            middle = (low + high + 1) // 2
            tried = replace(command, items=command.items[:middle])
            if len(encoding.encode(Message(header, (*before, tried)))) <= limit:
                low = middle
            else:
                high = middle - 1
        return (replace(command, items=command.items[:low]), low) if low else None

    def _split_off(self, at: int) -> bool:
        """Make the first Item of a command that fits nowhere a command of its own, which may go out in chunks."""
        entry = self._entries[at]
        command = entry.command
        if not _is_divisible(command):
            return False
        first = _Entry(replace(command, items=command.items[:1]), entry.token, divided=True)
        self._entries[at : at + 1] = [first, replace(entry, command=replace(command, items=command.items[1:]))]
        return True

    @staticmethod
    def _chunk(command: Command, item: Item, offset: int, length: int) -> Command:
        assert item.data is not None
        end = offset + length
        meta = replace(item.meta or Meta(), size=octets(item.data) if offset == 0 else None)
        chunk = replace(item, data=item.data[offset:end], meta=meta, more_data=end < len(item.data))
        assert isinstance(command, (Add, Replace, Results, Alert))
        return replace(command, items=(chunk,))

    @staticmethod
    def _rest(entry: _Entry, length: int) -> _Entry | None:
        command = entry.command
        if _is_divisible(command):
            items = command.items[length:]
            return replace(entry, command=replace(command, items=items)) if items else None
        item = _single(command)
        assert item is not None and item.data is not None
        offset = entry.offset + length
        return replace(entry, offset=offset) if offset < len(item.data) else None


def _with_id(command: Command, count: Iterator[int]) -> Command:
    """The command with the next CmdID, which is unique in its message only."""
    number = str(next(count))
    if isinstance(command, (Atomic, Sequence)):
        return replace(command, cmd_id=number, commands=tuple(_with_id(inner, count) for inner in command.commands))
    kind = type(command)
    return kind(number, *_BEHIND_CMD_ID[kind](command))


def _in_octets(command: Command) -> Command:
    """The command, each value that XML cannot carry as octets, which go out in base64."""
    if isinstance(command, (Atomic, Sequence)):
        return replace(command, commands=tuple(_in_octets(inner) for inner in command.commands))
    items = tuple(
        replace(item, data=item.data.encode("utf-8"))
        if isinstance(item.data, str) and not can_stand(item.data)
        else item
        for item in command.items
    )
    return command if items == command.items else replace(command, items=items)


def _sent(command: Command, entry: _Entry) -> Sent:
    return Sent(command, entry.token, not entry.divided)


def _is_divisible(command: Command) -> TypeGuard[Add | Copy | Delete | Get | Replace | Results]:
    """Whether it may go out as several commands, each with some of its Items: each Item has a Status of its own."""
    return isinstance(command, (Add, Copy, Delete, Get, Replace, Results)) and len(command.items) > 1


def _single(command: Command) -> Item | None:
    if isinstance(command, (Add, Replace, Results, Alert)) and len(command.items) == 1:
        return command.items[0]
    return None

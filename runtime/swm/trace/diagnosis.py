"""What in a sequence of messages breaks the protocol (OMA-TS-DM_Protocol 1.2, OMA-TS-DM_RepPro 1.2).

Messages go in as they were exchanged; findings come out as soon as they are
certain. A session may be captured from its middle: what was said before is
then not known, and nothing is held against it.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from swm.syncml import (
    Alert,
    Atomic,
    Command,
    Delete,
    Exec,
    Get,
    Item,
    Message,
    Replace,
    Results,
    Sequence,
    Status,
)
from swm.trace.capture import DEVICE, SERVER, Captured, Parsed
from swm.trace.codes import ALERT, STATUS, alert_text
from swm.trace.credentials import CredentialCheck
from swm.whole_numbers import whole_number

_SAID_BY_DEVICES: Final = (Alert, Replace, Results, Status)
_SESSION_ALERTS: Final = ("1200", "1201")


class Severity(enum.StrEnum):
    """How bad it is: the protocol is broken, it is bent as known peers bend it, or it is worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in one message. `command` is the CmdID it is about, empty for the message itself."""

    severity: Severity
    command: str
    text: str


@dataclass(slots=True)
class _Side:
    """What one side has said in a session."""

    last_id: int | None = None
    commands: dict[tuple[str, str], str] = field(default_factory=dict)
    """(MsgID, CmdID) to the name of each command that may get a Status."""
    unanswered: dict[tuple[str, str], str] = field(default_factory=dict)
    limit: int | None = None
    """The MaxMsgSize this side has asked for."""
    open_object: str | None = None
    """The URI of the large object whose next chunk is due."""
    announced: int = 0
    received: int = 0
    said_last: bool = True


@dataclass(slots=True)
class _Session:
    sides: dict[str, _Side] = field(default_factory=lambda: {DEVICE: _Side(), SERVER: _Side()})
    first: bool = True
    from_start: bool = False
    last_sender: str = ""


class Diagnosis:
    """Follows sessions message by message. `credentials` checks what each side shows, where passwords are known."""

    def __init__(self, credentials: CredentialCheck | None = None) -> None:
        self._credentials = credentials
        self._sessions: dict[tuple[str, str], _Session] = {}
        self._last: tuple[str, str] | None = None
        self._last_sender = ""

    def follow(self, captured: Captured, parsed: Parsed) -> tuple[str, list[Finding]]:
        """The sender, where content and turn tell it, and what is wrong with its message."""
        message = parsed.message
        sender = parsed.sender or self._by_turn(message)
        key = (self._device(message, sender), _session_id(message.header.session_id))
        session = self._sessions.setdefault(key, _Session())
        found: list[Finding] = list(_structure(message, sender))
        if sender:
            side, other = session.sides[sender], session.sides[SERVER if sender == DEVICE else DEVICE]
            found += self._order(session, side, other, message, sender)
            found += _answers(message, other, session.from_start)
            found += _large_objects(message, side)
            if other.limit is not None and len(captured.data) > other.limit:
                found.append(_error("", f"{len(captured.data)} octets are more than MaxMsgSize, {other.limit}"))
            found += self._remember(side, other, message)
            if self._credentials is not None:
                found += [
                    Finding(Severity.NOTE if right else Severity.ERROR, "", text)
                    for right, text in self._credentials.follow(sender, message, captured.mac, captured.data)
                ]
            session.last_sender = sender
        session.first = False
        self._last, self._last_sender = key, sender
        return sender, found

    def close(self) -> list[Finding]:
        """What is wrong with how the capture ends."""
        found = []
        for (device, session_id), session in self._sessions.items():
            for sender, side in session.sides.items():
                if not side.said_last and session.last_sender == sender:
                    found.append(
                        _warning(
                            "", f"session {session_id} of {device} ends in the middle of a package of the {sender}"
                        )
                    )
                if side.open_object is not None:
                    found.append(_warning("", f"the large object for {side.open_object} is not complete"))
        return found

    # whose turn it is ---------------------------------------------------------------------------------------------

    def _by_turn(self, message: Message) -> str:
        """A message of Status alone tells nothing: it is the answer to the one before, or of who is known by name."""
        for (device, session_id), session in self._sessions.items():
            if _session_id(message.header.session_id) == session_id and session.last_sender:
                if message.header.source.uri == device:
                    return DEVICE
                if message.header.target.uri == device:
                    return SERVER
        return ""

    @staticmethod
    def _device(message: Message, sender: str) -> str:
        return message.header.target.uri if sender == SERVER else message.header.source.uri

    def _order(self, session: _Session, side: _Side, other: _Side, message: Message, sender: str) -> Iterator[Finding]:
        alerts = [command.code for command in message.commands if isinstance(command, Alert)]
        opens = any(code in _SESSION_ALERTS for code in alerts)
        number = message.header.message_id
        if session.first:
            session.from_start = number == "1" and sender == DEVICE
            if session.from_start and not opens:
                yield _error("", "package 1 has no Alert 1200 or 1201")
            if session.from_start and not any(isinstance(command, Replace) for command in message.commands):
                yield _warning("", "package 1 has no Replace of ./DevInfo")
        elif session.last_sender == sender:
            yield _warning(
                "", f"the {sender} says two messages in a row; one in between is missing, or it was sent again"
            )
        if opens and alerts[0] not in _SESSION_ALERTS and sender == DEVICE:
            yield _warning("", f"Alert {alert_text(alerts[0])} stands before the one that opens the session")
        if opens and sender == SERVER:
            yield _error("", "only a device opens a session with Alert 1200 or 1201")
        counted = whole_number(number)
        if counted is None:
            yield _error("", f"the MsgID is {number[:40]!r}, not a number")
        else:
            if side.last_id is not None and counted == side.last_id:
                yield _note("", f"MsgID {number} was used before: sent again, or echoed")
            elif side.last_id is not None and counted != side.last_id + 1:
                yield _warning("", f"MsgID {number} follows {side.last_id}; MsgIDs count up by one")
            elif side.last_id is None and session.from_start and number != "1":
                yield _warning("", f"the first MsgID is {number}, not 1")
            side.last_id = counted
        goes_on = alerts and "1222" in alerts
        asks = any(not isinstance(command, Status) for command in message.commands)
        if not other.said_last and not goes_on and not asks:
            yield _error("", "the package of the other side is not over, and nothing asks for more (Alert 1222)")
        if other.said_last and goes_on and not session.first and "1223" not in alerts and not _chunks(message, other):
            yield _note("", "Alert 1222 asks for more of a package that is over")

    def _remember(self, side: _Side, other: _Side, message: Message) -> Iterator[Finding]:
        header = message.header
        if header.meta is not None and header.meta.max_msg_size is not None:
            side.limit = header.meta.max_msg_size
        if not message.commands and not message.final:
            yield _warning("", "the message is empty and has no Final")
        if message.final and other.unanswered and side.said_last:
            for (number, cmd_id), name in other.unanswered.items():
                yield _warning("", f"{name} {cmd_id} of message {number} has no Status")
            other.unanswered.clear()
        side.said_last = message.final
        for command in _all(message.commands):
            if isinstance(command, (Status, Results)):
                continue
            key = (header.message_id, command.cmd_id)
            side.commands[key] = side.unanswered[key] = type(command).__name__
        side.commands[header.message_id, "0"] = "SyncHdr"


def _structure(message: Message, sender: str) -> Iterator[Finding]:
    """What one message shows by itself."""
    header = message.header
    if header.version_proto != "DM/1.2":
        yield _warning("", f"VerProto is {header.version_proto}, not DM/1.2")
    seen: set[str] = set()
    statuses_over = False
    for command in _all(message.commands):
        name, number = type(command).__name__, command.cmd_id
        if number in ("", "0"):
            yield _error(number, f"{name} has the CmdID {number!r}; they begin at 1")
        elif number in seen:
            yield _error(number, f"CmdID {number} is used twice")
        seen.add(number)
        if isinstance(command, Status):
            if statuses_over and command.command == "SyncHdr":
                yield _warning(number, "the Status of the header comes after commands")
            if command.code not in STATUS:
                yield _warning(number, f"Status {command.code!r} is not defined")
            continue
        statuses_over = True
        if sender == DEVICE and not isinstance(command, _SAID_BY_DEVICES):
            yield _error(number, f"a device does not send {name}")
        if sender == SERVER and isinstance(command, Results):
            yield _error(number, "a server does not send Results")
        if isinstance(command, Alert):
            yield from _alert(command, sender)
        elif not isinstance(command, (Atomic, Sequence)):
            yield from _items(command)
        if isinstance(command, Atomic):
            for inner in command.commands:
                if isinstance(inner, (Atomic, Sequence, Get, Exec)):
                    yield _error(inner.cmd_id, f"{type(inner).__name__} must not stand in Atomic")


def _alert(alert: Alert, sender: str) -> Iterator[Finding]:
    number = alert.cmd_id
    if alert.code not in ALERT:
        yield _warning(number, f"Alert {alert.code!r} is not defined in device management")
    if alert.code == "1226" and sender == SERVER:
        yield _error(number, "a generic alert (1226) goes from the device to the server only")
    if alert.code == "1226" and not alert.items:
        yield _error(number, "a generic alert has no Item")
    if alert.code in ("1224", "1226"):
        for item in alert.items:
            if item.meta is None or item.meta.type is None:
                yield _error(number, f"an Item of Alert {alert_text(alert.code)} has no Type")
    if "1100" <= alert.code <= "1104" and len(alert.items) < 2:
        yield _error(number, f"Alert {alert_text(alert.code)} needs two Items: its options and its text")


def _items(command: Command) -> Iterator[Finding]:
    name, number = type(command).__name__, command.cmd_id
    items: tuple[Item, ...] = getattr(command, "items", ())
    if not items:
        yield _error(number, f"{name} has no Item")
    for item in items:
        if isinstance(command, (Delete, Exec, Get)) and item.target is None:
            yield _error(number, f"{name} has an Item without Target")
        uri = "" if item.target is None else item.target.uri
        if isinstance(command, Get) and "?" in uri and not uri.partition("?")[2].startswith(("prop=", "list=")):
            yield _warning(number, f"{uri} asks for neither ?prop= nor ?list=")
    if len(items) > 1 and isinstance(command, Exec):
        yield _error(number, "Exec has more than one Item")


def _answers(message: Message, other: _Side, from_start: bool) -> Iterator[Finding]:
    """Each Status and each Results belongs to something the other side has sent."""
    for command in message.commands:
        if isinstance(command, Status):
            if not command.message_ref or not command.command_ref:
                yield _warning(command.cmd_id, "the Status has no MsgRef or no CmdRef")
                continue
            key = (command.message_ref, command.command_ref)
            sent = other.commands.get(key)
            known = from_start or any(message_id == command.message_ref for message_id, _ in other.commands)
            if sent is None and known:
                yield _error(
                    command.cmd_id,
                    f"Status for command {command.command_ref} of message {command.message_ref}, which was never sent",
                )
            elif sent is not None and command.command and command.command != sent:
                yield _error(
                    command.cmd_id,
                    f"Status names {command.command}, but command {command.command_ref} of message "
                    f"{command.message_ref} is {sent}",
                )
            other.unanswered.pop(key, None)
        elif isinstance(command, Results) and from_start:
            references = {number for (_, number), name in other.commands.items() if name == "Get"}
            if command.command_ref not in references:
                yield _error(
                    command.cmd_id, f"Results for command {command.command_ref}, which is no Get that was sent"
                )


def _large_objects(message: Message, side: _Side) -> Iterator[Finding]:
    for command in _all(message.commands):
        if isinstance(command, Status):
            continue
        for item in getattr(command, "items", ()):
            place = item.target or item.source
            uri = "" if place is None else place.uri
            size = len(item.data.encode("utf-8")) if isinstance(item.data, str) else len(item.data or b"")
            outer = getattr(command, "meta", None)
            if side.open_object is not None and uri != side.open_object:
                if isinstance(command, Alert) and command.code in ("1222", "1225"):
                    continue
                yield _error(command.cmd_id, f"begins before the large object for {side.open_object} is complete")
                side.open_object = None
            if side.open_object is None and item.more_data:
                side.announced = (item.meta and item.meta.size) or (outer and outer.size) or 0
                side.received = 0
                if not side.announced:
                    yield _error(command.cmd_id, "the first chunk of a large object has no Size")
            if item.more_data or side.open_object is not None:
                side.received += size
            if side.open_object is not None and not item.more_data and side.announced not in (0, side.received):
                yield _error(
                    command.cmd_id, f"the large object has {side.received} octets; {side.announced} were announced"
                )
            side.open_object = uri if item.more_data else None


def _chunks(message: Message, other: _Side) -> bool:
    return other.open_object is not None or any(
        isinstance(command, Status) and command.code == "213" for command in message.commands
    )


def _all(commands: tuple[Command, ...]) -> Iterator[Command]:
    for command in commands:
        yield command
        if isinstance(command, (Atomic, Sequence)):
            yield from _all(command.commands)


def _session_id(text: str) -> str:
    return text.strip().lstrip("0").upper()


def _error(command: str, text: str) -> Finding:
    return Finding(Severity.ERROR, command, text)


def _warning(command: str, text: str) -> Finding:
    return Finding(Severity.WARNING, command, text)


def _note(command: str, text: str) -> Finding:
    return Finding(Severity.NOTE, command, text)

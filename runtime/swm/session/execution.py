"""What a device does with a server's commands: each is done to the tree, and answered with Status and Results."""

from __future__ import annotations

import errno
from base64 import b64decode
from collections.abc import Callable
from collections.abc import Sequence as Rows
from typing import Final

from swm.errors import LocalError
from swm.session.alerts import NEXT_MESSAGE, NO_END_OF_DATA, USER_INTERACTION
from swm.session.interaction import Outcome, UserInterface, answer_items, read_question
from swm.session.large_object import TOO_LARGE, Assembly, meta_of, octets, size_of
from swm.syncml import (
    Add,
    Alert,
    Atomic,
    Command,
    Copy,
    Delete,
    Exec,
    Get,
    Item,
    Location,
    Meta,
    Replace,
    Results,
    Sequence,
    Status,
)
from swm.tree.management import ManagementTree, Order, Reply

Emit = Callable[[Command], None]

OK: Final = 200
NOT_EXECUTED: Final = 215
ROLLED_BACK: Final = 216
NOT_SUPPORTED: Final = 406
INCOMPLETE: Final = 412
UNSUITABLE: Final = 415
DEVICE_FULL: Final = 420
FAILED: Final = 500
ATOMIC_FAILED: Final = 507
STORE_FAILED: Final = 510
ROLL_BACK_FAILED: Final = 516
ANSWER_TOO_LONG: Final = 517

_BLANKS: Final = " \t\r\n"
_STOPPING: Final = frozenset((Outcome.CANCELLED.value, Outcome.REJECTED.value, Outcome.NO_ANSWER.value))
"""What a user did that ends a Sequence."""


class Execution:
    """Does one server's commands; what is answered goes to `emit`, its CmdID still empty."""

    def __init__(
        self,
        tree: ManagementTree,
        server_id: str,
        *,
        max_object: int,
        user: UserInterface | None = None,
        fits: Callable[[Rows[Command]], bool] = lambda answers: True,
    ) -> None:
        """`fits` says whether one message to the server could hold some answers."""
        self._tree = tree
        self._server_id = server_id
        self._user = user
        self._fits = fits
        self._assembly = Assembly(max_object)
        self.peer_object_limit: int | None = None
        """The server's MaxObjSize: what a Get may bring back."""
        self.cancelled = False
        """Whether the user has cancelled an interaction: then nothing more of the message is done."""

    @property
    def expects_more(self) -> bool:
        """Whether chunks of a large object are still due."""
        return self._assembly.is_open

    def run(self, command: Command, reference: str, emit: Emit) -> int:
        """Do a command of message `reference`; the worst Status among its Items.

        Nothing is done once the user has cancelled an interaction: 215 (OMA-TS-DM_Protocol 1.2, user interaction).
        """
        if self.cancelled and not (isinstance(command, Alert) and command.code == NEXT_MESSAGE):
            emit(_not_executed(command, reference))
            return NOT_EXECUTED
        if isinstance(command, (Atomic, Sequence)):
            # What is in it may be the next chunk.
            return self._group(command, reference, emit)
        if isinstance(command, Alert):
            if command.code not in (NEXT_MESSAGE, NO_END_OF_DATA):
                self._no_more_of_the_object(emit)
            return self._alert(command, reference, emit)
        if isinstance(command, (Status, Results)):
            return OK
        worst = OK
        kind = type(command).__name__
        for item in command.items or (Item(),):
            if self._assembly.is_broken_by(kind, item, size_of(item, command.meta)):
                self._no_more_of_the_object(emit)
            reply = self._guarded(command, item)
            worst = max(worst, reply.status)
            place = None if item.target is None else _uri(item.target)
            status = Status("", reference, command.cmd_id, kind, str(reply.status), (place,) if place else ())
            emit(status)
            if reply.status == OK and isinstance(command, Get) and place is not None:
                emit(Results("", command.cmd_id, _found(place, reply), reference))
        return worst

    # one command --------------------------------------------------------------------------------------------------

    def _no_more_of_the_object(self, emit: Emit) -> None:
        """Something else has come while chunks of a large object were still due."""
        if self._assembly.is_open:
            self._assembly.drop()
            emit(Alert("", NO_END_OF_DATA, (self._assembly.place,)))

    def _guarded(self, command: Command, item: Item) -> Reply:
        try:
            return self._item(command, item)
        except OSError as error:
            return Reply(DEVICE_FULL if error.errno == errno.ENOSPC else STORE_FAILED)

    def _item(self, command: Command, item: Item) -> Reply:
        if item.target is None:
            return Reply(INCOMPLETE)
        uri, server, tree = _uri(item.target), self._server_id, self._tree
        if isinstance(command, Get):
            meta = meta_of(item, command.meta)
            reply = tree.get(uri, server, None if meta is None else meta.type)
            size = sum(octets(found.data or "") for found in reply.rows) + octets(reply.data or "")
            if self.peer_object_limit is not None and size > self.peer_object_limit:
                return Reply(TOO_LARGE)
            return reply
        if isinstance(command, Exec):
            data = item.data if isinstance(item.data, str) else None
            return tree.execute(uri, Order(server, command.correlator, data))
        if isinstance(command, Delete):
            return tree.delete(uri, server)
        if isinstance(command, Copy):
            return Reply(INCOMPLETE) if item.source is None else tree.copy(_uri(item.source), uri, server)
        if isinstance(command, (Add, Replace)):
            status, whole = self._assembly.take(type(command).__name__, item, command.meta)
            if status is not None:
                return Reply(status)
            assert whole is not None
            meta = meta_of(whole, command.meta) or Meta()
            try:
                value = _octets_of_base64(whole.data, meta.format)
            except ValueError:
                return Reply(UNSUITABLE)
            if isinstance(command, Replace):
                return tree.replace(uri, value if value is not None else "", server, meta.format)
            return tree.add(uri, value, server, meta.format, meta.type)
        return Reply(NOT_SUPPORTED)

    def _alert(self, alert: Alert, reference: str, emit: Emit) -> int:
        code = OK
        items: tuple[Item, ...] = ()
        if alert.code in USER_INTERACTION:
            code, items = self._ask(alert)
        elif alert.code != NEXT_MESSAGE and alert.code != NO_END_OF_DATA:
            code = NOT_SUPPORTED
        emit(Status("", reference, alert.cmd_id, "Alert", str(code), items=items))
        return code

    def _ask(self, alert: Alert) -> tuple[int, tuple[Item, ...]]:
        if self._user is None:
            return NOT_SUPPORTED, ()
        question = read_question(alert)
        if question is None:
            return INCOMPLETE, ()
        try:
            answer = self._user.ask(question)
            self.cancelled = answer.outcome is Outcome.CANCELLED
            return answer.outcome.value, tuple(answer_items(question, answer))
        except LocalError:
            return FAILED, ()

    # groups -------------------------------------------------------------------------------------------------------

    def _group(self, group: Atomic | Sequence, reference: str, emit: Emit) -> int:
        if isinstance(group, Sequence):
            return self._sequence(group, reference, emit)
        if any(isinstance(command, (Get, Atomic, Exec, Sequence)) for command in group.commands):
            self._no_more_of_the_object(emit)
            emit(Status("", reference, group.cmd_id, "Atomic", str(FAILED)))
            for command in group.commands:
                emit(_not_executed(command, reference))
            return FAILED
        return self._atomic(group, reference, emit)

    def _sequence(self, group: Sequence, reference: str, emit: Emit) -> int:
        """In order; a user who cancels or rejects stops it, and what follows is answered with 215.

        What stopped it, so that it stops an outer Sequence too; 200 for one that ran to its end.
        """
        emit(Status("", reference, group.cmd_id, "Sequence", str(OK)))
        stopped = OK
        for command in group.commands:
            if stopped != OK:
                emit(_not_executed(command, reference))
                continue
            code = self.run(command, reference, emit)
            if isinstance(command, (Alert, Sequence)) and code in _STOPPING:
                stopped = code
        return stopped

    def _atomic(self, group: Atomic, reference: str, emit: Emit) -> int:
        answers: list[Command] = []
        failed, ended, mark = False, len(group.commands), 0
        try:
            self._tree.begin()
        except OSError:
            self._no_more_of_the_object(emit)
            emit(Status("", reference, group.cmd_id, "Atomic", str(ATOMIC_FAILED)))
            for command in group.commands:
                emit(_not_executed(command, reference))
            return ATOMIC_FAILED
        for at, command in enumerate(group.commands):
            mark = len(answers)
            code = self.run(command, reference, answers.append)
            if code >= 300 or code == Outcome.CANCELLED.value:
                failed, ended = True, at
                break
        status = Status("", reference, group.cmd_id, "Atomic", str(OK))
        # All of an Atomic is answered in one message, or it is not done.
        too_long = not failed and not self._fits((status, *answers))
        if too_long:
            failed, mark = True, len(answers)
        if not failed:
            try:
                self._tree.commit()
            except OSError:
                failed, mark = True, len(answers)
        if failed:
            self._assembly.drop()
            try:
                self._tree.rollback()
                undone = ROLLED_BACK
            except (OSError, LocalError):
                undone = ROLL_BACK_FAILED
            # Of the command that failed, the Items before the one that did were done, and are undone too.
            answers = [
                _with_code(answer, undone) if at < mark or _succeeded(answer) else answer
                for at, answer in enumerate(answers)
            ]
        answers += [_not_executed(command, reference) for command in group.commands[ended + 1 :]]
        code = OK if not failed else ANSWER_TOO_LONG if too_long else ATOMIC_FAILED
        emit(_with_code(status, code))
        for answer in answers:
            emit(answer)
        return code


def _octets_of_base64(data: str | bytes | None, format_: str | None) -> str | bytes | None:
    """The octets, where the Format says base64 in letters or blanks of its own; as it is meant to be, they are octets.

    ValueError when it is no base64.
    """
    if not isinstance(data, str) or format_ is None or format_.strip(_BLANKS).lower() != "b64":
        return data
    return b64decode("".join(data.split()), validate=True)


def _uri(place: Location) -> str:
    """The URI of a node; some servers write it on a line of its own."""
    return place.uri.strip(_BLANKS)


def _succeeded(answer: Command) -> bool:
    return isinstance(answer, Status) and answer.code in ("200", "213")


def _found(place: str, reply: Reply) -> tuple[Item, ...]:
    if reply.rows:
        return tuple(
            Item(source=Location(found.uri), meta=Meta(format=found.format, type=found.type), data=found.data)
            for found in reply.rows
        )
    data = reply.data if reply.data is not None else ""
    return (Item(source=Location(place), meta=Meta(format=reply.format, type=reply.type), data=data),)


def _with_code(answer: Command, code: int) -> Command:
    if not isinstance(answer, Status):
        return answer
    return Status("", answer.message_ref, answer.command_ref, answer.command, str(code), answer.target_refs)


def _not_executed(command: Command, reference: str) -> Status:
    targets = tuple(_uri(item.target) for item in getattr(command, "items", ()) if item.target is not None)
    cmd_id = getattr(command, "cmd_id", "")
    return Status("", reference, cmd_id, type(command).__name__, str(NOT_EXECUTED), targets)

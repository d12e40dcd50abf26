"""The device's side of a DM session."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence as Rows
from typing import Final, Protocol

from swm.errors import LocalError, PeerError
from swm.session.auth import Credentials
from swm.session.large_object import Assembly
from swm.session.packing import pack
from swm.syncml import (
    Add,
    Alert,
    Atomic,
    Command,
    Copy,
    Delete,
    Encoding,
    Exec,
    Get,
    Header,
    Item,
    Limits,
    Location,
    Message,
    Meta,
    Replace,
    Results,
    Sequence,
    Status,
)
from swm.tree.management import ManagementTree, Order, Reply

SERVER_INITIATED: Final = "1200"
CLIENT_INITIATED: Final = "1201"
NEXT_MESSAGE: Final = "1222"
ABORT: Final = "1223"
NO_END_OF_DATA: Final = "1225"
GENERIC: Final = "1226"


class AlertQueue(Protocol):
    """Generic alerts the device has to send; they stay until the server has answered them."""

    def pending(self) -> Rows[tuple[str, Alert]]:
        """(token, alert) of all that no server has answered yet; the alert's CmdID is filled in by the session."""

    def answered(self, token: str) -> None:
        """The server answered with a Status; the alert need not be sent again."""


class NoAlerts:
    """A device with nothing to say."""

    def pending(self) -> Rows[tuple[str, Alert]]:
        """Nothing."""
        return ()

    def answered(self, token: str) -> None:
        """Nothing was sent."""


class DmClientSession:
    """One session of a device with one server.

    `start` gives package 1; then each message of the server goes into
    `receive`, which gives the answer, or None when the session is over.
    """

    def __init__(
        self,
        tree: ManagementTree,
        *,
        server_uri: str,
        device_id: str,
        server_id: str,
        credentials: Credentials | None = None,
        alerts: AlertQueue | None = None,
        dev_info: Rows[str] = (),
        max_message: int = 65_536,
        max_object: int = 16 * 1024 * 1024,
        encoding: Encoding = Encoding.XML,
    ) -> None:
        self.encoding: Final = encoding
        self._tree = tree
        self._server_uri = server_uri
        self._device_id = device_id
        self._server_id = server_id
        self._credentials = credentials
        self._alerts: AlertQueue = NoAlerts() if alerts is None else alerts
        self._dev_info = dev_info
        self._max_message = max_message
        self._max_object = max_object
        self._peer_limit: int | None = None
        self._assembly = Assembly(max_object)
        self._session_id = ""
        self._message_id = 0
        self._command_id = 0
        self._queue: list[Command] = []
        self._sent: dict[tuple[str, str], str] = {}
        self._under_way: set[str] = set()
        self._authenticated = False
        self._challenged = False
        self.over = False

    def start(self, session_id: str, *, server_initiated: bool = False) -> bytes:
        """Package 1: the session alert, DevInfo, and the alerts that wait."""
        if self._message_id:
            raise LocalError("the session has begun already")
        self._session_id = session_id
        self._open(SERVER_INITIATED if server_initiated else CLIENT_INITIATED)
        return self._send()

    def receive(self, data: bytes) -> bytes | None:
        """The answer to a message of the server; None when the session is over. PeerError for what is no message."""
        if self.over:
            raise LocalError("the session is over")
        message = self.encoding.decode(data, Limits(size=self._max_message + 4096))
        if message.header.respond_to:
            self._server_uri = message.header.respond_to
        if message.header.meta is not None and message.header.meta.max_msg_size:
            self._peer_limit = message.header.meta.max_msg_size
        if self._was_challenged(message):
            if self._challenged:
                self.over = True
                raise PeerError("the server does not accept the credentials")
            self._challenged = True
            self._queue.clear()
            self._sent.clear()
            self._under_way.clear()
            self._open(CLIENT_INITIATED)
            return self._send()
        self._process(message)
        if self.over:
            return None
        for token, alert in self._fresh_alerts():
            self._enqueue_alert(token, alert)
        asks = [command for command in message.commands if not isinstance(command, Status)]
        if not message.final:
            self._queue.append(Alert(self._next_id(), NEXT_MESSAGE))
        elif not asks and all(isinstance(command, Status) for command in self._queue):
            self.over = True
            return None
        return self._send(message.header.message_id)

    @property
    def server_uri(self) -> str:
        """Where the next message goes: RespURI once the server sent one."""
        return self._server_uri

    # outgoing -----------------------------------------------------------------------------------------------------

    def _open(self, code: str) -> None:
        self._queue.append(Alert(self._next_id(), code))
        items = []
        for uri in self._dev_info:
            reply = self._tree.get(uri)
            if reply.status == 200:
                items.append(Item(source=Location(uri), meta=Meta(format=reply.format), data=reply.data))
        if items:
            self._queue.append(Replace(self._next_id(), tuple(items)))
        for token, alert in self._alerts.pending():
            self._enqueue_alert(token, alert)

    def _fresh_alerts(self) -> list[tuple[str, Alert]]:
        return [(token, alert) for token, alert in self._alerts.pending() if token not in self._under_way]

    def _enqueue_alert(self, token: str, alert: Alert) -> None:
        command_id = self._next_id()
        self._under_way.add(token)
        self._queue.append(Alert(command_id, alert.code, alert.items, alert.correlator))
        self._sent[("", command_id)] = token

    def _next_id(self) -> str:
        self._command_id += 1
        return str(self._command_id)

    def _send(self, answered: str | None = None) -> bytes:
        self._message_id += 1
        cred = None
        if self._credentials is not None and not self._authenticated:
            cred = self._credentials.present()
        user = getattr(self._credentials, "user", None)
        header = Header(
            self._session_id,
            str(self._message_id),
            Location(self._server_uri),
            Location(self._device_id, user),
            cred=cred,
            meta=Meta(max_msg_size=self._max_message, max_obj_size=self._max_object),
        )
        data, count = pack(header, self._queue, True, self._peer_limit, self.encoding)
        for command in self._queue[:count]:
            token = self._sent.pop(("", getattr(command, "cmd_id", "")), None)
            if token is not None:
                self._sent[(str(self._message_id), command.cmd_id)] = token
        del self._queue[:count]
        return data

    # incoming -----------------------------------------------------------------------------------------------------

    def _was_challenged(self, message: Message) -> bool:
        for command in message.commands:
            if isinstance(command, Status) and command.command == "SyncHdr":
                if command.code in ("401", "407"):
                    return True
                self._authenticated = command.code == "212"
        return False

    def _process(self, message: Message) -> None:
        reference = message.header.message_id
        self._queue[:0] = [Status(self._next_id(), reference, "0", "SyncHdr", "200")]
        for command in message.commands:
            if isinstance(command, Status):
                token = self._sent.pop((command.message_ref, command.command_ref), None)
                if token is not None:
                    self._alerts.answered(token)
                continue
            if isinstance(command, Results):
                continue
            if isinstance(command, Alert) and command.code == ABORT:
                self.over = True
                return
            self._run(command, reference, self._queue.append)

    def _run(self, command: Command, reference: str, emit: Callable[[Command], None]) -> int:
        """Do one command, emit its Status (and Results); the worst Status."""
        if isinstance(command, (Atomic, Sequence)):
            return self._run_group(command, reference, emit)
        if self._assembly.is_open and not self._continues(command):
            self._assembly.drop()
            emit(Alert(self._next_id(), NO_END_OF_DATA))
        worst = 200
        for item in getattr(command, "items", ()) or (Item(),):
            code, found = self._run_item(command, item)
            worst = max(worst, code)
            uri = item.target.uri if item.target is not None else None
            emit(
                Status(
                    self._next_id(),
                    reference,
                    command.cmd_id,
                    type(command).__name__,
                    str(code),
                    target_refs=(uri,) if uri is not None else (),
                )
            )
            if found is not None and found.data is not None and uri is not None:
                result = Item(source=Location(uri), meta=Meta(format=found.format, type=found.type), data=found.data)
                emit(Results(self._next_id(), command.cmd_id, (result,), reference))
        return worst

    def _continues(self, command: Command) -> bool:
        return isinstance(command, (Add, Replace)) and any(self._assembly.belongs(item) for item in command.items)

    def _run_item(self, command: Command, item: Item) -> tuple[int, Reply | None]:
        if isinstance(command, Alert):
            return (200 if command.code == NEXT_MESSAGE else 406), None
        if item.target is None:
            return 412, None
        uri = item.target.uri
        if isinstance(command, Get):
            reply = self._tree.get(uri)
            return reply.status, reply
        if isinstance(command, Exec):
            data = item.data if isinstance(item.data, str) else None
            return self._tree.execute(uri, Order(self._server_id, command.correlator, data)).status, None
        if isinstance(command, Delete):
            return self._tree.delete(uri).status, None
        if isinstance(command, Copy):
            return 406, None
        if isinstance(command, (Add, Replace)):
            status, whole = self._assembly.take(item, command.meta)
            if status is not None:
                return status, None
            assert whole is not None
            if isinstance(command, Replace):
                return self._tree.replace(uri, whole.data if whole.data is not None else "").status, None
            return self._tree.add(uri, whole.data).status, None
        return 406, None

    def _run_group(self, group: Atomic | Sequence, reference: str, emit: Callable[[Command], None]) -> int:
        name = type(group).__name__
        if isinstance(group, Sequence):
            emit(Status(self._next_id(), reference, group.cmd_id, name, "200"))
            for command in group.commands:
                self._run(command, reference, emit)
            return 200
        if any(isinstance(command, (Get, Atomic, Exec)) for command in group.commands):
            emit(Status(self._next_id(), reference, group.cmd_id, name, "500"))
            return 500
        answers: list[Command] = []
        self._tree.begin()
        failed = False
        for command in group.commands:
            if failed:
                answers.append(
                    Status(self._next_id(), reference, command.cmd_id, type(command).__name__, "215", _targets(command))
                )
                continue
            mark = len(answers)
            failed = self._run(command, reference, answers.append) >= 300
            if failed:
                done = [answer for answer in answers[:mark] if isinstance(answer, Status)]
                answers[:mark] = [
                    Status(answer.cmd_id, reference, answer.command_ref, answer.command, "216", answer.target_refs)
                    for answer in done
                ]
        if failed:
            self._tree.rollback()
        else:
            self._tree.commit()
        emit(Status(self._next_id(), reference, group.cmd_id, name, "507" if failed else "200"))
        for answer in answers:
            emit(answer)
        return 507 if failed else 200


def _targets(command: Command) -> tuple[str, ...]:
    return tuple(item.target.uri for item in getattr(command, "items", ()) if item.target is not None)

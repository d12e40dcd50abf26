"""The device's side of a DM session."""

from __future__ import annotations

from collections.abc import Sequence as Rows
from urllib.parse import urlsplit

from swm.endpoints import resolved
from swm.errors import LocalError, MessageError, PeerError
from swm.session.alerts import ABORT, CLIENT_INITIATED, NEXT_MESSAGE, SERVER_INITIATED, AlertQueue, NoAlerts, is_code
from swm.session.auth import Account, Demand, Nonces, Proof
from swm.session.execution import Execution
from swm.session.interaction import UserInterface
from swm.session.large_object import BUFFERED
from swm.session.outbox import Outbox, Packages, encode_refusal, refusal
from swm.syncml import (
    Alert,
    Chal,
    Command,
    Encoding,
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
from swm.tree.management import ManagementTree


class DmClientSession:
    """One session of a device with one server.

    `start` gives package 1; then each message of the server goes into
    `receive`, which gives the answer, or None when the session is over. With
    each message goes `mac_header`, where there is one, as ``x-syncml-hmac``.
    `account` afterwards holds the nonces to store for the next session.
    """

    __slots__ = (
        "_account",
        "_alerts",
        "_demand",
        "_dev_info",
        "_device_id",
        "_events",
        "_execution",
        "_kind",
        "_mac",
        "_max_message",
        "_max_object",
        "_message_id",
        "_outbox",
        "_packages",
        "_peer_limit",
        "_proof",
        "_sent",
        "_server_uri",
        "_session_id",
        "_tree",
        "_under_way",
        "encoding",
        "over",
    )

    def __init__(
        self,
        tree: ManagementTree,
        *,
        server_uri: str,
        device_id: str,
        server_id: str,
        account: Account | None = None,
        nonces: Nonces | None = None,
        alerts: AlertQueue | None = None,
        user: UserInterface | None = None,
        dev_info: Rows[str] = (),
        max_message: int = 65_536,
        max_object: int = 16 * 1024 * 1024,
        encoding: Encoding = Encoding.XML,
    ) -> None:
        self.encoding = encoding
        self._tree = tree
        self._server_uri = server_uri
        self._device_id = device_id
        self._account = account
        self._proof = None if account is None else Proof(account.device)
        self._demand = None
        if account is not None and account.server is not None:
            if nonces is None:
                raise LocalError("who checks its server needs a source of nonces")
            self._demand = Demand(account.server, nonces)
        self._alerts: AlertQueue = NoAlerts() if alerts is None else alerts
        self._dev_info = dev_info
        self._max_message = max_message
        self._max_object = max_object
        self._execution = Execution(tree, server_id, max_object=max_object, user=user, fits=self._fits)
        self._peer_limit: int | None = None
        self._session_id = ""
        self._kind = CLIENT_INITIATED
        self._message_id = 0
        self._outbox = Outbox()
        self._packages = Packages()
        self._sent: dict[tuple[str, str], str] = {}
        self._under_way: set[str] = set()
        self._events: Rows[Alert] = ()
        self._mac: str | None = None
        self.over = False

    def start(self, session_id: str, *, server_initiated: bool = False, events: Rows[Alert] = ()) -> bytes:
        """Package 1: the session alert, DevInfo, client events (Alerts 1224), and the alerts that wait."""
        if self._message_id:
            raise LocalError("the session has begun already")
        self._session_id = session_id
        self._events = events
        self._kind = SERVER_INITIATED if server_initiated else CLIENT_INITIATED
        self._open()
        return self._send()

    def receive(self, data: bytes, mac: str | None = None) -> bytes | None:
        """The answer to a message of the server, whose ``x-syncml-hmac`` was `mac`; None when the session is over.

        PeerError for what is no message, and when one side did not prove who it is.
        """
        if self.over:
            raise LocalError("the session is over")
        message = self.encoding.decode(data, Limits(size=self._max_message + 4096))
        header = message.header
        if header.respond_to:
            self._server_uri = _redirected(self._server_uri, header.respond_to)
        if header.meta is not None:
            self._peer_limit = header.meta.max_msg_size or self._peer_limit
            self._execution.peer_object_limit = header.meta.max_obj_size or self._execution.peer_object_limit
        challenged = self._was_challenged(message)
        code, chal = "200", None
        if self._demand is not None:
            known = self._demand.check(header.source.name or header.source.uri, header.cred, mac, data)
            if not known and not challenged:
                return self._refuse(message, mac)
            code, chal = self._demand.welcome() if known else (_missing_or_wrong(header, mac), self._challenge())
        status = Status("", header.message_id, "0", "SyncHdr", code, chal=chal)
        if challenged:
            # Nothing of the last message was done, so all of it goes out again.
            self._outbox.take_back()
            self._sent = {key: token for key, token in self._sent.items() if key[0] != str(self._message_id)}
            self._outbox.put_first(status)
            return self._send()
        new = any(self._packages.is_new(command) for command in message.commands)
        more = bool(self._outbox)
        self._process(message, status)
        self._packages.heard(final=message.final and not self._execution.expects_more, new=new, more=more)
        if self.over:
            self._end()
            return None
        for token, alert in self._fresh_alerts():
            self._enqueue_alert(token, alert)
        asks = any(not isinstance(command, Status) for command in message.commands)
        if not self._packages.heard_all and not self._outbox.asks:
            self._outbox.put(Alert("", NEXT_MESSAGE))
        elif not asks and not self._outbox.says_more:
            self._end()
            return None
        return self._send()

    def abort(self) -> bytes:
        """A message that ends the session at once (Alert 1223); what the server answers need not be read."""
        if not self._message_id or self.over:
            raise LocalError("there is no session to abort")
        self._outbox.clear()
        self._outbox.put(Alert("", ABORT))
        self._packages = Packages()
        data = self._send()
        self.over = True
        return data

    def end(self) -> None:
        """The server has ended the session without a message; what it did not answer waits for another session.

        PeerError when it had not proved who it is.
        """
        self.over = True
        if self._demand is not None and not self._demand.satisfied:
            raise PeerError("the server did not prove who it is")

    @property
    def server_uri(self) -> str:
        """Where the next message goes: RespURI once the server sent one."""
        return self._server_uri

    @property
    def mac_header(self) -> str | None:
        """The header ``x-syncml-hmac`` of the message given last; None for the other schemes."""
        return self._mac

    @property
    def account(self) -> Account | None:
        """The account with the nonces for the next session.

        As it was before, unless the server was authenticated, or is not asked to be.
        """
        if self._account is None or self._proof is None:
            return self._account
        if self._demand is None:
            return Account(self._proof.kept, None)
        if not self._demand.satisfied:
            return self._account
        return Account(self._proof.kept, self._demand.kept)

    # outgoing -----------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        self._outbox.put(Alert("", self._kind))
        items = []
        for uri in self._dev_info:
            reply = self._tree.get(uri)
            if reply.status == 200:
                items.append(Item(source=Location(uri), meta=Meta(format=reply.format), data=reply.data))
        if items:
            self._outbox.put(Replace("", tuple(items)))
        for event in self._events:
            self._outbox.put(event)
        for token, alert in self._alerts.pending():
            self._enqueue_alert(token, alert)

    def _fresh_alerts(self) -> list[tuple[str, Alert]]:
        return [(token, alert) for token, alert in self._alerts.pending() if token not in self._under_way]

    def _enqueue_alert(self, token: str, alert: Alert) -> None:
        self._under_way.add(token)
        self._outbox.put(alert, token)

    def _fits(self, answers: Rows[Command]) -> bool:
        status = Status("", str(self._message_id), "0", "SyncHdr", "200")
        if self._peer_limit is None:
            return True
        return len(self.encoding.encode(Message(self._header(), (status, *answers)))) <= self._peer_limit

    def _next_header(self) -> Header:
        self._message_id += 1
        return self._header()

    def _header(self) -> Header:
        proof = self._proof
        return Header(
            self._session_id,
            str(self._message_id),
            Location(self._server_uri),
            Location(self._device_id, None if proof is None else proof.user),
            cred=None if proof is None else proof.cred(),
            meta=Meta(max_msg_size=self._max_message, max_obj_size=self._max_object),
        )

    def _send(self) -> bytes:
        header = self._next_header()
        outgoing = self._outbox.fill(header, self._peer_limit, self.encoding, final=self._packages.heard_all)
        self._packages.said(header.message_id, outgoing)
        for sent in outgoing.sent:
            if isinstance(sent.token, str):
                self._sent[(str(self._message_id), sent.command.cmd_id)] = sent.token
        self._mac = None if self._proof is None else self._proof.header(outgoing.data)
        return outgoing.data

    def _end(self) -> None:
        """The server's last message gets no answer."""
        self.over = True
        if self._demand is not None:
            self._demand.unsaid()

    # incoming -----------------------------------------------------------------------------------------------------

    def _was_challenged(self, message: Message) -> bool:
        for command in message.commands:
            if isinstance(command, Status) and command.command == "SyncHdr":
                if command.code in ("401", "407"):
                    if self._proof is None or not self._proof.challenged(command.chal):
                        self.over = True
                        raise PeerError("the server does not accept the credentials")
                    return True
                if self._proof is not None and command.code in ("200", "212"):
                    self._proof.accepted(command.chal, for_session=command.code == "212")
        return False

    def _challenge(self) -> Chal:
        assert self._demand is not None
        chal = self._demand.challenge()
        if chal is None:
            self.over = True
            raise PeerError("the server did not prove who it is")
        return chal

    def _refuse(self, message: Message, mac: str | None) -> bytes:
        """Nothing of a message whose sender is not authenticated is done; all of it gets the Status of its header.

        What waits here goes out when the server has proved who it is.
        """
        chal = self._challenge()
        code = _missing_or_wrong(message.header, mac)
        self._outbox.keep()
        header = self._next_header()
        data = encode_refusal(refusal(message, code, chal), header, self._peer_limit, self.encoding)
        self._mac = None if self._proof is None else self._proof.header(data)
        return data

    def _process(self, message: Message, header_status: Status) -> None:
        reference = message.header.message_id
        self._outbox.put_first(header_status)
        self._execution.cancelled = False
        for command in message.commands:
            if isinstance(command, Status):
                self._take_status(command)
            elif isinstance(command, Alert) and command.code == ABORT:
                self.over = True
                return
            elif not isinstance(command, Results):
                self._execution.run(command, reference, self._emit)

    def _take_status(self, status: Status) -> None:
        code = int(status.code) if is_code(status.code) else 0
        if code == BUFFERED:
            return
        if status.command == "Results" and code >= 300:
            self._outbox.drop_chunks()
        token = self._sent.pop((status.message_ref, status.command_ref), None)
        if token is not None:
            self._outbox.drop(token)
            self._alerts.answered(token, code)

    def _emit(self, command: Command) -> None:
        self._outbox.put(command)


def _missing_or_wrong(header: Header, mac: str | None) -> str:
    return "407" if header.cred is None and mac is None else "401"


def _redirected(now: str, respond_to: str) -> str:
    """Where RespURI leads, which may be relative. Never from TLS to something less. MessageError for no URL."""
    place = resolved(now, respond_to)
    if place is None:
        raise MessageError(f"RespURI {respond_to[:200]!r} is no URL")
    return now if urlsplit(now).scheme == "https" and urlsplit(place).scheme != "https" else place

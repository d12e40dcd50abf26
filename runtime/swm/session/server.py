"""The server's side of a DM session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from swm.errors import LocalError, PeerError
from swm.session.alerts import (
    ABORT,
    CLIENT_EVENT,
    CLIENT_INITIATED,
    GENERIC,
    NEXT_MESSAGE,
    NO_END_OF_DATA,
    SERVER_INITIATED,
)
from swm.session.auth import Account, Accounts, Demand, Nonces, Proof, Scheme
from swm.session.incoming import MAX_OBJECT, Incoming, ReceivedAlert
from swm.session.large_object import TOO_LARGE, meta_of, octets
from swm.session.outbox import SMALLEST_MESSAGE, Outbox, Packages, encode_refusal, refusal
from swm.session.tickets import MORE, Ticket, Unanswered
from swm.syncml import (
    Add,
    Alert,
    Atomic,
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
    Sequence,
    Status,
)


class DmServerSession:
    """One session of a server with one device.

    Each message of the device goes into `receive`; commands are handed in with
    `submit`; `respond` gives the next message, and `mac_header` what goes with
    it as ``x-syncml-hmac``. The session is over when a message went out that
    asks nothing and the device had nothing left to say, or when `refused`.
    Where the device has not yet accepted the server's credentials such a
    message is not the end for certain, as the device may refuse it: then the
    session is `at_rest`, and a message with MsgID 1 begins another.

    Its state follows from the messages, the commands and the nonces alone:
    given the same again, another session gives the same octets.
    """

    __slots__ = (
        "_account",
        "_accounts",
        "_demand",
        "_encoding",
        "_header",
        "_incoming",
        "_mac",
        "_max_message",
        "_message_id",
        "_nonces",
        "_outbox",
        "_packages",
        "_peer_limit",
        "_peer_object_limit",
        "_proof",
        "_refusal",
        "_respond_to",
        "_scheme",
        "_server_id",
        "_submitted",
        "_unanswered",
        "at_rest",
        "device_id",
        "over",
        "refused",
        "server_initiated",
    )

    def __init__(
        self,
        *,
        server_id: str,
        respond_to: str,
        accounts: Accounts | None = None,
        nonces: Nonces | None = None,
        scheme: Scheme = Scheme.MD5,
        knows: Callable[[ReceivedAlert], bool] = lambda alert: True,
        refuses: Callable[[ReceivedAlert], bool] = lambda alert: False,
        max_message: int = 65_536,
    ) -> None:
        if accounts is not None and nonces is None:
            raise LocalError("who checks its devices needs a source of nonces")
        self._server_id = server_id
        self._respond_to = respond_to
        self._accounts = accounts
        self._nonces = nonces
        self._scheme = scheme
        self._max_message = max_message
        self._account: Account | None = None
        self._demand: Demand | None = None
        self._proof: Proof | None = None
        self._peer_limit: int | None = None
        self._peer_object_limit: int | None = None
        self._encoding = Encoding.XML
        self._message_id = 0
        self._header: Header | None = None
        self._outbox = Outbox()
        self._submitted: list[Ticket] = []
        self._unanswered = Unanswered()
        self._incoming = Incoming(knows, refuses)
        self._packages = Packages()
        self._refusal: tuple[Status, ...] = ()
        self._mac: str | None = None
        self.device_id = ""
        self.server_initiated = False
        self.over = False
        self.refused = False
        self.at_rest = False

    @property
    def authenticated(self) -> bool:
        """Whether the device has proved who it is (always true where nothing is asked for)."""
        return self._accounts is None or (self._demand is not None and self._demand.satisfied)

    @property
    def alerts(self) -> list[ReceivedAlert]:
        """The generic alerts (1226) of the device, each once."""
        return self._incoming.alerts

    @property
    def events(self) -> list[ReceivedAlert]:
        """The client events (1224) of the device, each once."""
        return self._incoming.events

    @property
    def dev_info(self) -> dict[str, str]:
        """What the device says it is, by URI."""
        return self._incoming.dev_info

    @property
    def heard(self) -> Header | None:
        """The header of the device's last message; None before the first."""
        return self._header

    @property
    def mac_header(self) -> str | None:
        """The header ``x-syncml-hmac`` of the message given last; None for the other schemes."""
        return self._mac

    @property
    def account(self) -> Account | None:
        """The device's account with the nonces to store; None before the device was authenticated."""
        if self._demand is None or not self._demand.satisfied or self._account is None:
            return None
        device = self._demand.kept
        assert device is not None
        return Account(device, None if self._proof is None else self._proof.kept)

    def submit(self, command: Command) -> Ticket:
        """Queue a command; its CmdID is given when it goes out."""
        if self.over:
            raise LocalError("the session is over")
        ticket = Ticket(command)
        self._submitted.append(ticket)
        return ticket

    def receive(
        self, data: bytes, encoding: Encoding = Encoding.XML, mac: str | None = None, *, message: Message | None = None
    ) -> None:
        """Take a message of the device, and answer in its encoding from now on. `mac` is its ``x-syncml-hmac``.

        `message` is what `data` says, where that has been read already.

        PeerError when it is none; the session's state is then as before.
        """
        if self.over:
            raise LocalError("the session is over")
        if message is None:
            message = encoding.decode(data, Limits(size=max(self._max_message, SMALLEST_MESSAGE) + 4096))
        header = message.header
        self._check_header(header)
        self._encoding = encoding
        self._header = header
        self.device_id = header.source.uri
        if header.meta is not None:
            self._peer_limit = header.meta.max_msg_size or self._peer_limit
            self._peer_object_limit = header.meta.max_obj_size or self._peer_object_limit
        reference = header.message_id
        code, chal = "200", None
        self._refusal = ()
        if self._accounts is not None:
            demand = self._ask_of(header)
            if not demand.check(header.source.name or header.source.uri, header.cred, mac, data):
                self._refuse(demand, message, mac)
                return
            code, chal = demand.welcome()
        more = self._outbox.asks
        new = any(self._packages.is_new(command) for command in message.commands)
        refusing = self._was_challenged(message)
        more = more or refusing
        self._incoming.begin(refusing=refusing)
        self._outbox.put_first(Status("", reference, "0", "SyncHdr", code, chal=chal))
        # A Get's Results and its Status come in either order; with the Status its ticket counts as answered. All else
        # stays in order: what stands behind a chunk must not seem to come before it.
        for command in sorted(message.commands, key=lambda command: isinstance(command, Status)):
            self._take(command, reference)
        self._packages.heard(final=message.final and not self._incoming.is_open, new=new, more=more)
        if self.over or self.refused:
            self._abandon()
        elif not more and self._packages.heard_all:
            self._unanswered.end()

    def respond(self) -> bytes:
        """The next message. After one that holds no command the session is over."""
        if self._header is None:
            raise LocalError("the device has sent nothing yet")
        if self._refusal:
            return self._respond_refusing()
        if not self.over and self.authenticated and not self.refused:
            if self._packages.heard_all:
                self._enqueue()
            elif not self._outbox.asks:
                self._outbox.put(Alert("", NEXT_MESSAGE))
        header = self._next_header()
        outgoing = self._outbox.fill(header, self._peer_limit, self._encoding, final=self._packages.heard_all)
        self._packages.said(header.message_id, outgoing)
        for sent in outgoing.sent:
            if isinstance(sent.token, Ticket):
                self._unanswered.went_out(header.message_id, sent.command, sent.token, whole=sent.whole)
        for token in outgoing.unfit:
            if isinstance(token, Ticket):
                token.take(MORE, TOO_LARGE)
                token.close()
        self._mac = None if self._proof is None else self._proof.header(outgoing.data)
        asked = any(not isinstance(sent.command, Status) for sent in outgoing.sent)
        self.at_rest = self.authenticated and outgoing.final and not asked
        if self.refused or (self.at_rest and (self._proof is None or self._proof.was_accepted)):
            self.over = True
        return outgoing.data

    def abort(self) -> bytes:
        """A message that ends the session at once (Alert 1223)."""
        if self._header is None or self.over:
            raise LocalError("there is no session to abort")
        self.over = True
        self._abandon()
        self._outbox.put(Alert("", ABORT))
        data = self._outbox.fill(self._next_header(), None, self._encoding).data
        self._mac = None if self._proof is None else self._proof.header(data)
        return data

    # who it is ----------------------------------------------------------------------------------------------------

    def _check_header(self, header: Header) -> None:
        known = self._header
        if known is not None and header.session_id != known.session_id:
            raise PeerError(f"the message belongs to session {header.session_id}, this is {known.session_id}")
        if known is not None and header.source.uri != known.source.uri:
            raise PeerError(f"the message comes from {header.source.uri}, the session is that of {known.source.uri}")

    def _ask_of(self, header: Header) -> Demand:
        """The demand on the sender of the first message that names itself; the account stays that of the session."""
        assert self._accounts is not None
        assert self._nonces is not None
        if self._account is None:
            self._account = self._accounts(header.source.name or header.source.uri)
            known = None if self._account is None else self._account.device
            if self._demand is None:
                self._demand = Demand(known, self._nonces, scheme=self._scheme)
            elif known is not None:
                self._demand.is_about(known)
            if self._account is not None and self._account.server is not None:
                self._proof = Proof(self._account.server)
        assert self._demand is not None
        return self._demand

    def _refuse(self, demand: Demand, message: Message, mac: str | None) -> None:
        chal = demand.challenge()
        self.refused = chal is None
        code = "407" if message.header.cred is None and mac is None else "401"
        self._refusal = refusal(message, code, chal)

    def _respond_refusing(self) -> bytes:
        self._outbox.keep()
        data = encode_refusal(self._refusal, self._next_header(), self._peer_limit, self._encoding)
        self._refusal = ()
        self._mac = None if self._proof is None else self._proof.header(data)
        self.over = self.refused
        return data

    def _was_challenged(self, message: Message) -> bool:
        """Whether the device wants to know who this is; all that the message it refused held goes out again."""
        for status in message.commands:
            if not isinstance(status, Status) or status.command != "SyncHdr":
                continue
            if status.code in ("200", "212") and self._proof is not None:
                self._proof.accepted(status.chal, for_session=status.code == "212")
            if status.code not in ("401", "407"):
                continue
            if self._proof is None or not self._proof.challenged(status.chal):
                self.refused = True
                return True
            self._proof.trust()
            self._outbox.take_back()
            self._unanswered.undo(str(self._message_id))
            return True
        return False

    # incoming -----------------------------------------------------------------------------------------------------

    def _take(self, command: Command, reference: str) -> None:
        if isinstance(command, Status):
            self._take_status(command)
        elif isinstance(command, Results):
            self._take_results(command, reference)
        elif isinstance(command, Alert):
            self._answer(reference, command, str(self._take_alert(command)))
        elif isinstance(command, Replace):
            self._incoming.take_info(command)
            self._answer(reference, command, "200")
        else:
            self._answer(reference, command, "406")

    def _answer(self, reference: str, command: Command, code: str) -> None:
        self._outbox.put(Status("", reference, command.cmd_id, type(command).__name__, code))

    def _take_status(self, status: Status) -> None:
        refused = self._unanswered.take_status(status)
        if refused is not None:
            # The rest of a large object that was refused does not go out.
            self._outbox.drop(refused)

    def _take_alert(self, alert: Alert) -> int:
        if alert.code == ABORT:
            self.over = True
        elif alert.code == GENERIC:
            return self._take_generic(alert)
        elif alert.code == CLIENT_EVENT:
            self._incoming.take_event(alert)
        elif alert.code in (CLIENT_INITIATED, SERVER_INITIATED):
            self.server_initiated = alert.code == SERVER_INITIATED
        elif alert.code == NO_END_OF_DATA:
            for ticket in self._unanswered:
                self._outbox.drop(ticket)
                ticket.ends()
        elif alert.code != NEXT_MESSAGE:
            return 406
        return 200

    def _take_generic(self, alert: Alert) -> int:
        found = []
        code = 200
        for item in alert.items:
            status, whole = self._collect("Alert", item, None)
            if whole is not None:
                found.append(whole)
            code = max(code, status or 200)
        return code if code >= 300 else max(code, self._incoming.take_alert(alert, found))

    def _take_results(self, results: Results, reference: str) -> None:
        rows: list[Item] = []
        for item in results.items:
            status, whole = self._collect("Results", item, results.meta)
            if whole is not None:
                rows.append(whole if results.meta is None else replace(whole, meta=meta_of(whole, results.meta)))
            elif status is not None:
                self._answer(reference, results, str(status))
        self._unanswered.take_rows(results, rows)

    def _collect(self, kind: str, item: Item, meta: Meta | None) -> tuple[int | None, Item | None]:
        """Put chunks together; the device hears of an object whose rest did not come."""
        under_way = self._incoming.place
        status, whole, broken = self._incoming.collect(kind, item, meta)
        if broken:
            self._outbox.put(Alert("", NO_END_OF_DATA, (under_way,)))
        return status, whole

    def _abandon(self) -> None:
        """The session ends: nothing more goes out but answers, and what the device did not answer it never will."""
        for ticket in (*self._submitted, *self._outbox.drop_commands()):
            if isinstance(ticket, Ticket) and not ticket.done:
                ticket.close()
        self._submitted.clear()
        self._unanswered.end()

    # outgoing -----------------------------------------------------------------------------------------------------

    def _enqueue(self) -> None:
        for ticket in self._submitted:
            if self._is_too_large(ticket.command):
                ticket.take(MORE, TOO_LARGE)
                ticket.close()
            else:
                self._outbox.put(ticket.command, ticket)
        self._submitted.clear()

    def _is_too_large(self, command: Command) -> bool:
        if self._peer_object_limit is None:
            return False
        if isinstance(command, (Atomic, Sequence)):
            return any(self._is_too_large(inner) for inner in command.commands)
        if not isinstance(command, (Add, Replace)):
            return False
        return any(octets(item.data or "") > self._peer_object_limit for item in command.items)

    def _next_header(self) -> Header:
        assert self._header is not None
        self._message_id += 1
        proof = self._proof
        # A password that BASIC shows is for a device that has proved who it is.
        shows = proof is not None and (self.authenticated or not proof.is_plain)
        return Header(
            self._header.session_id,
            str(self._message_id),
            Location(self._header.source.uri),
            Location(self._server_id, None if proof is None else proof.user),
            respond_to=self._respond_to,
            cred=proof.cred() if proof is not None and shows else None,
            meta=Meta(max_msg_size=self._max_message, max_obj_size=MAX_OBJECT),
        )

"""A session and its application, moved on turn by turn: the same turns make the same state in every process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from swm.errors import LocalError
from swm.server.dialogue import Dialogue, Manage, Management, Note
from swm.server.store import Inputs, StoredSession, Turn
from swm.session import Account, DmServerSession, Nonces, ReceivedAlert
from swm.syncml import Encoding, Message

DIGEST_LENGTH: Final = 16


class NotDeterministic(LocalError):
    """A session that was replayed gave another answer: its application depends on more than what devices answered."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What all sessions of a server have in common."""

    manage: Manage
    server_id: str
    authenticate: bool
    max_message: int
    refuses: Callable[[ReceivedAlert], bool] = lambda alert: False
    """Which alerts are answered 406. It must say the same of the same alert: sessions are made again from their turns."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a turn brought, for the store: alerts, client events, notes, and the account with its new nonces."""

    turn: Turn
    alerts: Sequence[ReceivedAlert]
    events: Sequence[ReceivedAlert]
    notes: Sequence[Note]
    account: Account | None
    failure: Exception | None
    refused: bool


def digest(body: bytes) -> bytes:
    """What tells one message from another: a device that got no answer sends the same octets again."""
    return sha256(body).digest()[:DIGEST_LENGTH]


class Conversation:
    """The live state of one session. `receive` and then `answer` make a turn; nothing of it lasts before it is stored."""

    def __init__(self, settings: Settings, stored: StoredSession) -> None:
        self.stored: Final = stored
        self._settings = settings
        self._source: Nonces | None = None
        self._drawn: list[bytes] = []
        self._found: Account | None = None
        self._looked_up: Account | None = None
        self._management: Management | None = None
        self._dialogue: Dialogue | None = None
        self._digests: dict[bytes, int] = {}
        self._fingerprint = b""
        self._message: tuple[bytes, Encoding, str | None] | None = None
        self._known_account: Account | None = None
        self.account_name: str | None = None
        """The name of the account that the session has found."""
        self.at = stored.at
        """When the last turn was made, in seconds since 1970."""
        self.number = 0
        """The number of the last turn."""
        self.answered: tuple[bytes, str | None] = (b"", None)
        """The last answer, and the ``x-syncml-hmac`` that goes with it."""
        checking = settings.authenticate
        self.session: Final = DmServerSession(
            server_id=settings.server_id,
            respond_to=stored.respond_to,
            accounts=self._account if checking else None,
            nonces=self._nonce if checking else None,
            max_message=settings.max_message,
            refuses=settings.refuses,
        )

    @property
    def wants_account(self) -> bool:
        """Whether the session has not found out yet whose account it needs."""
        return self._settings.authenticate and self._known_account is None

    @property
    def wants_orders(self) -> bool:
        """Whether the application starts with this turn: the device has been authenticated, and nothing was asked."""
        return self._management is None and self.session.authenticated

    @property
    def left_nothing(self) -> bool:
        """Whether the only turn so far brought nothing that lasts, so that its message may as well be taken anew."""
        stored = self._alerts_stored + self._events_stored + self._notes_stored
        return self.number == 1 and not self._drawn and not stored

    @property
    def message_id(self) -> str | None:
        """The MsgID of the device's last message."""
        return None if self.session.heard is None else self.session.heard.message_id

    def turn_of(self, body_digest: bytes) -> int | None:
        """The number of the turn that answered this very message; None when it is new."""
        return self._digests.get(body_digest)

    def receive(
        self,
        body: bytes,
        encoding: Encoding,
        mac: str | None,
        *,
        account: Account | None,
        nonces: Nonces,
        account_name: str | None = None,
        message: Message | None = None,
        fingerprint: bytes | None = None,
    ) -> None:
        """Take a message of the device. PeerError when it is none; the state is then as before.

        `message` is what `body` says and `fingerprint` its digest, where that
        is known; `account` is that of the device's name, for a session that
        `wants_account`.
        """
        self._source = nonces
        self._fingerprint = fingerprint or digest(body)
        if account is not None:
            self.account_name = account_name
        self._drawn = []
        self._looked_up = account
        self._found = None
        self.session.receive(body, encoding, mac, message=message)
        self._message = (body, encoding, mac)

    def answer(self, orders: str | None, at: float) -> Outcome:
        """Let the application go on, and build the answer; `orders` count when they were wanted."""
        assert self._message is not None
        body, encoding, mac = self._message
        session = self.session
        starting = self.wants_orders
        if starting:
            self._dialogue = Dialogue(session, orders=orders, client_certificate=self.stored.client_certificate)
            self._management = Management(self._settings.manage, self._dialogue)
        management = self._management
        before = management is not None and management.ended
        if management is not None and session.authenticated:
            management.advance()
        data = session.respond()
        if management is not None and session.over:
            management.end()
        self.number += 1
        inputs = Inputs(
            tuple(self._drawn),
            None if self._found is None else self.account_name,
            self._found,
            orders if starting else None,
        )
        turn = Turn(self.number, body, encoding, mac, inputs, data, session.mac_header, session.over, at)
        outcome = Outcome(
            turn,
            tuple(session.alerts[self._alerts_stored :]),
            tuple(session.events[self._events_stored :]),
            () if self._dialogue is None else tuple(self._dialogue.notes[self._notes_stored :]),
            self._changed_account(),
            None if management is None or before else management.failure,
            session.refused,
        )
        self._keep(turn)
        return outcome

    def replay(self, turn: Turn) -> None:
        """Take over a turn that this or another process has committed."""
        nonces = iter(turn.inputs.nonces)

        def next_nonce() -> bytes:
            nonce = next(nonces, None)
            if nonce is None:
                raise NotDeterministic("the session draws more nonces than it drew before")
            return nonce

        self.receive(
            turn.body,
            turn.encoding,
            turn.mac,
            account=turn.inputs.account,
            account_name=turn.inputs.account_name,
            nonces=next_nonce,
        )
        made = self.answer(turn.inputs.orders, turn.at).turn
        if turn.number != made.number or turn.answer != made.answer:
            raise NotDeterministic(
                f"turn {turn.number} of session {self.stored.name} gives another answer when it is replayed: "
                "the application depends on more than the answers of the device, or is another than before"
            )

    def close(self) -> None:
        """Let go of the application's coroutine; the state is of no more use."""
        if self._management is not None:
            self._management.close()

    # what was stored before ----------------------------------------------------------------------------------------

    _alerts_stored = 0
    _events_stored = 0
    _notes_stored = 0

    def _keep(self, turn: Turn) -> None:
        self._alerts_stored = len(self.session.alerts)
        self._events_stored = len(self.session.events)
        if self._dialogue is not None:
            self._notes_stored = len(self._dialogue.notes)
        self._digests[self._fingerprint] = turn.number
        self.at = turn.at
        self._message = None
        self._source = None
        self.answered = (turn.answer, turn.answer_mac)

    def _changed_account(self) -> Account | None:
        account = self.session.account
        if account is None or account == self._known_account:
            return None
        self._known_account = account
        return account

    def _account(self, name: str) -> Account | None:
        self._found = self._looked_up
        self._known_account = self._found
        return self._found

    def _nonce(self) -> bytes:
        if self._source is None:
            raise LocalError("nonces are drawn while a message is taken, at no other time")
        nonce = self._source()
        self._drawn.append(nonce)
        return nonce

"""What a server keeps, and what every store of it must do.

A session is the fold of its messages: the store has one row a turn, with the
device's message, everything else that went into the turn, and the answer. The
rows are enough to continue the session in any process.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from swm.errors import LocalError
from swm.server.dialogue import Note
from swm.session import Account, ReceivedAlert, Scheme, Secret
from swm.syncml import Encoding

_ENCODER: Final = json.JSONEncoder(separators=(",", ":"))


class StoreRefused(LocalError):
    """The store cannot be used as it is: a foreign or newer schema, no database, no permission."""


class StoreFailed(LocalError):
    """The store could not do what it was asked; nothing of it has happened."""


class TurnTaken(Exception):
    """Another process has committed this turn before: its row is the one that counts."""


class Overtaken(Exception):
    """Who follows the notes of this turn refuses it: another session of the device has come since."""


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session's opening. `key` names it in RespURI and cannot be guessed; so it is never shown.

    `incarnation` counts the sessions of one device that had one SessionID, from 1.
    """

    key: str = field(repr=False)
    device: str
    session_id: str
    incarnation: int
    respond_to: str = field(repr=False)
    client_certificate: str | None
    at: float

    @property
    def name(self) -> str:
        """SessionID and incarnation: what a log shows."""
        return f"{self.session_id}/{self.incarnation}"


@dataclass(frozen=True, slots=True)
class Inputs:
    """What went into a turn beside the message: nonces drawn, an account read, the orders of the session."""

    nonces: tuple[bytes, ...] = field(default=(), repr=False)
    account_name: str | None = None
    account: Account | None = None
    orders: str | None = None

    def to_json(self) -> str:
        """As a row keeps it."""
        kept: dict[str, object] = {}
        if self.nonces:
            kept["nonces"] = [b64encode(nonce).decode("ascii") for nonce in self.nonces]
        if self.account is not None:
            kept["account"] = [self.account_name, _secret_row(self.account.device), _secret_row(self.account.server)]
        if self.orders is not None:
            kept["orders"] = self.orders
        return _ENCODER.encode(kept) if kept else "{}"

    @classmethod
    def from_json(cls, text: str) -> Inputs:
        """What a row keeps."""
        kept = json.loads(text)
        name, account = None, None
        if "account" in kept:
            name, device_row, server_row = kept["account"]
            device = _secret(device_row)
            assert device is not None
            account = Account(device, _secret(server_row))
        nonces = tuple(b64decode(nonce) for nonce in kept.get("nonces", ()))
        return cls(nonces, name, account, kept.get("orders"))


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a session: a message of the device and the answer, with all that went into it. Numbers begin at 1."""

    number: int
    body: bytes = field(repr=False)
    encoding: Encoding
    mac: str | None = field(repr=False)
    inputs: Inputs
    answer: bytes = field(repr=False)
    answer_mac: str | None = field(repr=False)
    over: bool
    at: float


@dataclass(frozen=True, slots=True)
class Commit:
    """A turn and everything it brought: all of it is stored, or nothing."""

    session: StoredSession
    turn: Turn
    alerts: Sequence[ReceivedAlert] = ()
    events: Sequence[ReceivedAlert] = ()
    notes: Sequence[Note] = ()
    account_name: str | None = None
    account: Account | None = None


@dataclass(frozen=True, slots=True)
class StoredAlert:
    """An alert of a device. `kind` is "alert" for generic alerts (1226), "event" for client events (1224)."""

    device: str
    session_id: str
    at: float
    kind: str
    alert: ReceivedAlert


@dataclass(frozen=True, slots=True)
class StoredNote:
    """A note of the application about a device."""

    device: str
    session_id: str
    at: float
    note: Note


class Store(Protocol):
    """Sessions, accounts, alerts and notes of a server; several processes may use one at the same time.

    What a method has returned survives a kill of the process and of the
    machine. StoreFailed when it cannot; nothing has happened then.
    """

    async def latest(self, device: str, session_id: str) -> StoredSession | None:
        """The session of the device that had this SessionID last."""

    async def session(self, key: str) -> StoredSession | None:
        """The session with this key."""

    async def turns(self, key: str, after: int) -> list[Turn]:
        """The turns of a session with a number greater than `after`, in order."""

    async def account(self, name: str) -> Account | None:
        """What is shared with the device of this name."""

    async def commit(self, commit: Commit) -> None:
        """Store a turn, and with number 1 its session; TurnTaken when it is there already."""

    async def prune(self, *, over_before: float, idle_before: float) -> int:
        """Forget sessions: those that were over before a time, those without a message since another. How many went."""

    def put_accounts(self, accounts: Mapping[str, Account]) -> None:
        """Add or change accounts. One whose names, passwords and schemes are as before keeps its nonces."""

    def alerts(self, device: str | None = None) -> list[StoredAlert]:
        """The alerts received, oldest first; of one device or of all."""

    def notes(self, device: str | None = None) -> list[StoredNote]:
        """The notes of the application, oldest first; about one device or all."""

    def observe(self, committed: Callable[[int], object]) -> None:
        """Have `committed` called with the number of turns of each transaction; perhaps in another thread."""

    def close(self) -> None:
        """Finish what is under way and let go of the database."""


def _secret_row(secret: Secret | None) -> list[str] | None:
    if secret is None:
        return None
    return [secret.user, secret.password, secret.scheme.value, b64encode(secret.nonce).decode("ascii")]


def _secret(row: list[str] | None) -> Secret | None:
    return None if row is None else Secret(row[0], row[1], Scheme(row[2]), b64decode(row[3]))

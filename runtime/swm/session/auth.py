"""How each side of a session proves who it is, and how the other checks it (OMA-TS-DM_Sec 1.2, section 5).

An `Account` is what a device and a server share: a `Secret` for the device and,
where the device wants to know its server too, one for the server. In a
session each side turns its own secret into a `Proof` and the other's into a
`Demand`. Nonces change as the session goes; `Proof.kept` and `Demand.kept` are
what must be stored for the next one.

A nonce that came with a challenge is used but not kept while whoever sent it
has not been authenticated. One that came with the Status of accepted
credentials is kept.
"""

from __future__ import annotations

import enum
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from swm.errors import MessageError
from swm.session.digests import basic, digest, has_header, is_same, mac, mac_header, read_mac_header
from swm.syncml import Chal, Cred, Meta

MAX_NONCE: Final = 256
RESYNCHRONISING: Final = b"\0\0\0\0"
"""The nonce of a package 0 whose sender no longer knows the right one."""


class Scheme(enum.StrEnum):
    """The authentication types, the weakest first."""

    BASIC = "syncml:auth-basic"
    MD5 = "syncml:auth-md5"
    MAC = "syncml:auth-MAC"

    @property
    def strength(self) -> int:
        """Greater is stronger."""
        return list(Scheme).index(self)

    @property
    def once_a_session(self) -> bool:
        """Whether accepted credentials count for the rest of the session (Status 212); a MAC covers one message."""
        return self is not Scheme.MAC


@dataclass(frozen=True, slots=True)
class Secret:
    """One side's name and password, how it proves them, and the nonce for its next proof. Never shown by `repr`."""

    user: str
    password: str = field(repr=False)
    scheme: Scheme = Scheme.MD5
    nonce: bytes = field(default=b"", repr=False)

    def __post_init__(self) -> None:
        if self.scheme is Scheme.MAC and not has_header(self.user):
            raise ValueError("for auth-MAC the user name must be ASCII without quotes")


@dataclass(frozen=True, slots=True)
class Account:
    """What a device and a server share. Without `server` the device takes any server (TLS may have told which)."""

    device: Secret
    server: Secret | None = None


Accounts = Callable[[str], Account | None]
"""The account of a device by the name in its header: LocName, or else LocURI. None when there is none."""

Nonces = Callable[[], bytes]
"""A fresh nonce at each call; `printable` makes one of random octets."""


def printable(random: bytes) -> bytes:
    """A nonce of 16 printable ASCII octets from 12 random ones.

    Shipped clients mishandle nonces with octets from 0x80 on, and those whose length is 2 modulo 3.
    """
    return b64encode(random[:12].ljust(12, b"\0"))


def nonce_of(chal: Chal | None) -> bytes | None:
    """The NextNonce of a challenge; None when there is none, or one that is not the base64 that its Format names.

    Some peers leave out the padding; some name no Format and mean the text itself.
    """
    text = None if chal is None else chal.meta.next_nonce
    if chal is None or text is None or len(text) > 2 * MAX_NONCE:
        return None
    bare = "".join(text.split())
    try:
        return b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (Base64Error, ValueError):
        return None if chal.meta.format == "b64" else bare.encode()


class Proof:
    """This side's credentials as the session goes on."""

    __slots__ = ("_accepted", "_at_least", "_challenged", "_kept", "_secret", "was_accepted")

    def __init__(self, secret: Secret) -> None:
        self._secret = secret
        self._at_least = secret.scheme.strength
        self._kept = secret.nonce
        self._accepted = False
        self._challenged = False
        self.was_accepted = False

    @property
    def is_plain(self) -> bool:
        """Whether the credentials show the password."""
        return self._secret.scheme is Scheme.BASIC

    @property
    def user(self) -> str:
        """The name to show in Source/LocName."""
        return self._secret.user

    @property
    def kept(self) -> Secret:
        """What to store for the next session."""
        return replace(self._secret, nonce=self._kept)

    def cred(self) -> Cred | None:
        """What goes into the next SyncHdr; None once the peer has accepted, and for MAC."""
        own = self._secret
        if self._accepted or own.scheme is Scheme.MAC:
            return None
        if own.scheme is Scheme.BASIC:
            data = basic(own.user, own.password)
        else:
            data = b64encode(digest(own.user, own.password, own.nonce)).decode("ascii")
        return Cred(Meta(format="b64", type=own.scheme.value), data)

    def header(self, body: bytes) -> str | None:
        """The value of ``x-syncml-hmac`` for a message that is about to go out; None for the other schemes."""
        own = self._secret
        if own.scheme is not Scheme.MAC:
            return None
        return mac_header(own.user, mac(own.user, own.password, own.nonce, body))

    def accepted(self, chal: Chal | None, *, for_session: bool) -> None:
        """The peer took the credentials: for the session (Status 212), or for this message only (200).

        The nonce it sent along is for the next proof.
        """
        self._accepted = for_session and self._secret.scheme.once_a_session
        self.was_accepted = True
        self._challenged = False
        following = nonce_of(chal)
        if following is not None:
            self._kept = following
            self._secret = replace(self._secret, nonce=following)

    def challenged(self, chal: Chal | None) -> bool:
        """Whether it makes sense to try again with what the challenge says.

        Never with a weaker scheme than the account's, whatever the peer asks
        for, and never after a second challenge in a row. The new nonce is
        used, and not kept before the peer has proved who it is (`trust`).
        """
        if self._challenged:
            return False
        self._challenged = True
        self._accepted = False
        if chal is not None:
            try:
                asked = _scheme(chal.meta.type)
            except ValueError:
                return False
            if asked.strength < self._at_least or (asked is Scheme.MAC and not has_header(self._secret.user)):
                return False
            self._secret = replace(self._secret, scheme=asked, nonce=nonce_of(chal) or b"")
        return True

    def trust(self) -> None:
        """The peer has proved who it is: the nonce it asked for last is the one to store."""
        self._kept = self._secret.nonce


class Demand:
    """What this side wants the other to show.

    `secret` is the other's; None stands for somebody unknown, who is asked
    like everybody else and refused.
    """

    __slots__ = ("_before", "_challenges", "_fresh", "_kept", "_nonce", "_scheme", "_secret", "_welcomed", "satisfied")

    def __init__(self, secret: Secret | None, fresh: Nonces, *, scheme: Scheme = Scheme.MD5) -> None:
        self._secret = secret
        self._fresh = fresh
        self._scheme = scheme if secret is None else secret.scheme
        self._nonce = b"" if secret is None else secret.nonce
        self._kept = self._nonce
        self._before = self._kept
        self._challenges = 0
        self._welcomed = False
        self.satisfied = False

    def is_about(self, secret: Secret) -> None:
        """Who was unknown has said a name that is known. What was asked of it stays asked, and counts."""
        self._secret = secret
        self._kept = secret.nonce
        if not self._challenges or self._scheme is not secret.scheme:
            self._scheme = secret.scheme
            self._nonce = secret.nonce

    @property
    def kept(self) -> Secret | None:
        """What to store for the next session."""
        return None if self._secret is None else replace(self._secret, nonce=self._kept)

    @property
    def exhausted(self) -> bool:
        """Whether the other side has had its challenge and did not meet it."""
        return self._challenges > 1

    def check(self, user: str, cred: Cred | None, header: str | None, body: bytes) -> bool:
        """Whether a message proves its sender; `user` is the header's LocName, or else LocURI.

        Once accepted, BASIC and MD5 count for the whole session; a MAC must be right on each message.
        """
        if self.satisfied and self._scheme.once_a_session:
            return True
        self.satisfied = self._is_right(user, cred, header, body)
        if self.satisfied:
            self._challenges = 0
        return self.satisfied

    def challenge(self) -> Chal | None:
        """What to send with 401 or 407: one challenge with a new nonce; None when that one was not met."""
        self._challenges += 1
        if self.exhausted:
            return None
        return self._ask()

    def welcome(self) -> tuple[str, Chal | None]:
        """The SyncHdr Status of a message that proved its sender, and the nonce for the next proof: used once, kept.

        A MAC needs one each message, MD5 one a session.
        """
        self._before = self._nonce
        if self._scheme is Scheme.BASIC or (self._welcomed and self._scheme.once_a_session):
            return "212", None
        self._welcomed = True
        chal = self._ask()
        self._kept = self._nonce
        return ("212" if self._scheme.once_a_session else "200"), chal

    def unsaid(self) -> None:
        """The Status that `welcome` gave last does not go out: the newest nonce the other side knows is the one it used."""
        self._kept = self._before

    def _ask(self) -> Chal:
        if self._scheme is Scheme.BASIC:
            return Chal(Meta(format="b64", type=self._scheme.value))
        self._nonce = self._fresh()
        return Chal(Meta(format="b64", type=self._scheme.value, next_nonce=b64encode(self._nonce).decode("ascii")))

    def _is_right(self, user: str, cred: Cred | None, header: str | None, body: bytes) -> bool:
        known = self._secret
        # An unknown name costs what a known one costs: the same computation, with a password nobody has.
        name, password = ("", "") if known is None else (known.user, known.password)
        if self._scheme is Scheme.MAC:
            if header is None:
                return False
            try:
                user, shown = read_mac_header(header)
            except MessageError:
                return False
            expected = mac(name, password, self._nonce, body)
        else:
            if cred is None or _is_other(cred.meta.type, self._scheme):
                return False
            shown = cred.data.strip().encode("utf-8")
            if self._scheme is Scheme.BASIC:
                expected = basic(name, password).encode("ascii")
            else:
                expected = b64encode(digest(name, password, self._nonce))
        right = is_same(expected, shown)
        # BASIC and MD5 carry the name inside what is compared; some clients send no LocName beside a LocURI of their own.
        named = self._scheme is not Scheme.MAC or user == name
        return right and named and known is not None


def _scheme(name: str | None) -> Scheme:
    for scheme in Scheme:
        if (name or "").strip().lower() == scheme.value.lower():
            return scheme
    raise ValueError(f"there is no authentication type {name!r}")


def _is_other(name: str | None, scheme: Scheme) -> bool:
    return (name or "").strip().lower() != scheme.value.lower()

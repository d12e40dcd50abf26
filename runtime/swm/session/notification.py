"""Package 0: the notification that asks a device to open a session (OMA-TS-DM_Notification 1.2).

16 octets of digest, then the trigger: 10 bits of version, 2 of user-interaction
mode, 1 of initiator, 27 reserved, 16 of session id, 8 of length, the server's
identifier, and octets of the vendor. With a notification that is not authentic
a device does nothing.
"""

from __future__ import annotations

import enum
from base64 import b64encode
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import md5
from typing import Final

from swm.errors import LocalError, MessageError, PeerError
from swm.session.auth import RESYNCHRONISING, Secret
from swm.session.digests import digest, is_same

VERSION: Final = 11
"""The version that DM 1.2 writes: 1.1, as the number 11."""
DIGEST_LENGTH: Final = 16
_HEAD: Final = 8
MAX_LENGTH: Final = 1024


class UiMode(enum.IntEnum):
    """How the device may disturb its user."""

    NOT_SPECIFIED = 0
    BACKGROUND = 1
    INFORMATIVE = 2
    USER_INTERACTION = 3


class Initiator(enum.IntEnum):
    """Who caused the session."""

    CLIENT = 0
    SERVER = 1


@dataclass(frozen=True, slots=True)
class Notification:
    """What a package 0 says. `session_id` goes into the SessionID of the session that it opens, in hexadecimal."""

    server_id: str
    session_id: int
    ui_mode: UiMode = UiMode.NOT_SPECIFIED
    initiator: Initiator = Initiator.SERVER
    vendor: bytes = b""

    @property
    def session_name(self) -> str:
        """The SessionID of the session it opens: hexadecimal, upper case, no leading zeros."""
        return f"{self.session_id:X}"

    @property
    def trigger(self) -> bytes:
        """The octets that the digest covers. LocalError for an id that has no room."""
        name = self.server_id.encode("utf-8")
        if not 0 < len(name) < 256:
            raise LocalError(f"a server id of {len(name)} octets does not fit; 1 to 255 do")
        if not 0 <= self.session_id < 65_536:
            raise LocalError(f"the session id {self.session_id} does not fit into 16 bits")
        bits = VERSION << 30 | self.ui_mode << 28 | self.initiator << 27
        return bits.to_bytes(5, "big") + self.session_id.to_bytes(2, "big") + bytes((len(name),)) + name + self.vendor

    def encode(self, password: str, nonce: bytes) -> bytes:
        """The whole package 0."""
        trigger = self.trigger
        return _digest(self.server_id, password, nonce, trigger) + trigger


def _digest(server_id: str, password: str, nonce: bytes, trigger: bytes) -> bytes:
    hashed = b64encode(md5(trigger, usedforsecurity=False).digest())
    return digest(server_id, password, nonce + b":" + hashed)


def decode(data: bytes) -> Notification:
    """What a package 0 says, not yet believed. MessageError names what is wrong with it."""
    if len(data) > MAX_LENGTH:
        raise MessageError(f"the notification has {len(data)} octets; the limit is {MAX_LENGTH}")
    trigger = data[DIGEST_LENGTH:]
    if len(trigger) < _HEAD:
        raise MessageError(f"a notification of {len(data)} octets is too short")
    bits = int.from_bytes(trigger[:5], "big")
    version = bits >> 30
    if version != VERSION:
        raise MessageError(f"version {version} of notifications is not known; {VERSION} is")
    end = _HEAD + trigger[_HEAD - 1]
    if end > len(trigger) or end == _HEAD:
        raise MessageError("the server id is empty or longer than the notification")
    try:
        server_id = trigger[_HEAD:end].decode("utf-8")
    except UnicodeDecodeError:
        raise MessageError("the server id is not UTF-8") from None
    return Notification(
        server_id,
        int.from_bytes(trigger[5:7], "big"),
        UiMode(bits >> 28 & 3),
        Initiator(bits >> 27 & 1),
        trigger[end:],
    )


def is_authentic(data: bytes, password: str, nonce: bytes) -> bool:
    """Whether the digest is that of the server it names. A nonce of four zeros serves to resynchronise."""
    found = decode(data)
    expected = _digest(found.server_id, password, nonce, data[DIGEST_LENGTH:])
    return is_same(data[:DIGEST_LENGTH], expected)


class NotificationReceiver:
    """The device's door for packages 0: which of them opens a session.

    Servers send one several times, as carriers lose them; one session is
    enough. `secrets` gives the server's account by its identifier. A server
    that no longer knows the nonce writes four zeros; such a notification can be
    played again by anybody, but all it opens is a session in which the server
    must prove itself.
    """

    __slots__ = ("_secrets", "_seen")

    def __init__(self, secrets: Callable[[str], Secret | None], *, remembers: int = 32) -> None:
        self._secrets = secrets
        self._seen: deque[tuple[str, int]] = deque(maxlen=remembers)

    def receive(self, data: bytes) -> Notification | None:
        """What a package 0 asks for; None when it has been heard already.

        MessageError for what is no notification, PeerError for one that is not authentic.
        """
        found = decode(data)
        secret = self._secrets(found.server_id)
        password, nonce = ("", b"") if secret is None else (secret.password, secret.nonce)
        # Both are computed whoever it is, so that the time tells nothing.
        right = (is_authentic(data, password, nonce), is_authentic(data, password, RESYNCHRONISING))
        if secret is None or not any(right):
            raise PeerError(f"the notification is not from {found.server_id}")
        key = (found.server_id, found.session_id)
        if key in self._seen:
            return None
        self._seen.append(key)
        return found

    def ended(self, notification: Notification) -> None:
        """The session is over: the same number opens another from now on."""
        key = (notification.server_id, notification.session_id)
        if key in self._seen:
            self._seen.remove(key)

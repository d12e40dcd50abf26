"""The primitives of sessions, notifications, bootstrap and transport."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from swm.errors import MessageError
from swm.security import CheckFailed, Claims, Envelope, Permit, mint, require
from swm.session import digests, notification

STRENGTH: Final = ("none", "syncml:auth-basic", "syncml:auth-md5", "syncml:auth-MAC", "transport")
"""Schemes, the weakest first; `transport` is a client certificate."""
MAX_PIN_TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class Account:
    """What one side knows of the other: its name, the password, and the DM server id it goes by."""

    name: str
    password: str
    server_id: str = ""


@dataclass(kw_only=True)
class SessionChecks:
    """Credentials, package 0, bootstrap and TLS.

    `connect` opens the TLS connection to a URL and raises OSError (ssl.SSLError
    is one) when it cannot be trusted; `network_id` is the packed IMSI or ESN;
    `next_nonce` is the one given last to the sender, good for one use.
    """

    account: Account
    next_nonce: bytes = b""
    connect: Callable[[str], object] = lambda url: None
    bootstrap_senders: frozenset[str] = frozenset()
    network_id: bytes = b""
    user_pin: bytes = b""
    pin_tries: int = 0

    def check_scheme(self, *, scheme: str, required: str) -> None:
        """At least as strong as demanded."""
        if scheme not in STRENGTH or STRENGTH.index(scheme) < STRENGTH.index(required):
            raise CheckFailed(f"{scheme} where {required} is demanded")

    def check_credential(self, *, scheme: str, credential: bytes, nonce: bytes) -> Claims:
        """The credential of the account, by the scheme. With MAC the credential is in the header, checked later."""
        account = self.account
        expected = {
            "syncml:auth-basic": digests.basic(account.name, account.password).encode("ascii"),
            "syncml:auth-md5": digests.digest(account.name, account.password, nonce),
            "syncml:auth-MAC": account.name.encode("utf-8"),
        }.get(scheme)
        if expected is None or not digests.is_same(expected, credential):
            raise CheckFailed("the credential is wrong")
        return mint(Claims, content={"name": account.name, "scheme": scheme, "nonce": nonce})

    def check_nonce(self, *, sender: Claims, nonce: bytes) -> None:
        """The one given last, and not used since. BASIC has none."""
        if require(sender, Claims).content["scheme"] == "syncml:auth-basic":
            return
        expected, self.next_nonce = self.next_nonce, b""
        if not expected or not digests.is_same(expected, nonce):
            raise CheckFailed("the nonce is not the one given last")

    def check_mac(self, *, sender: Claims, message: bytes, mac: bytes) -> Permit:
        """The MAC over the message, where the scheme has one."""
        content = require(sender, Claims).content
        if content["scheme"] == "syncml:auth-MAC":
            nonce = content["nonce"]
            assert isinstance(nonce, bytes)
            expected = digests.mac(self.account.name, self.account.password, nonce, message)
            if not digests.is_same(expected, mac):
                raise CheckFailed("the MAC is wrong")
        return mint(Permit, content={"server": self.account.server_id, "mutual": content["scheme"] != "none"})

    def read_notification(self, *, notification: bytes) -> Envelope:
        """Its form: digest, header, server id, at most 1,024 octets."""
        try:
            decode(notification)
        except MessageError as error:
            raise CheckFailed(str(error)) from None
        return Envelope("package0", notification, ())

    def check_notification(self, *, notification: Envelope, nonce: bytes) -> Permit:
        """The digest is that of the account's server."""
        found = decode(notification.payload)
        if found.server_id != self.account.server_id:
            raise CheckFailed("no account with this server")
        if not is_authentic(notification.payload, self.account.password, nonce):
            raise CheckFailed("the digest is wrong")
        return mint(Permit, content={"server": found.server_id, "session": found.session_id})

    def check_bootstrap_source(self, *, sender: str) -> None:
        """From a bearer and sender that were provisioned."""
        if sender not in self.bootstrap_senders:
            raise CheckFailed(f"{sender} may not bootstrap")

    def check_bootstrap_mac(self, *, message: bytes, method: str, mac: bytes) -> Permit:
        """HMAC-SHA1 with NETWORKID, USERPIN or both. After three wrong PINs no PIN is taken any more."""
        keys = {
            "NETWORKID": self.network_id,
            "USERPIN": self.user_pin,
            "USERPIN_NETWORKID": self.user_pin + b":" + self.network_id,
        }
        key = keys.get(method)
        uses_pin = method.startswith("USERPIN")
        if not key or (uses_pin and (not self.user_pin or self.pin_tries >= MAX_PIN_TRIES)):
            raise CheckFailed(f"no bootstrap by {method}")
        if not digests.is_same(digests.bootstrap_mac(key, message).encode("ascii"), mac):
            self.pin_tries += uses_pin
            raise CheckFailed("the MAC is wrong")
        return mint(Permit, content={"method": method})

    def check_transport(self, *, url: str) -> None:
        """TLS 1.2 or newer to the named host, by a trusted certificate."""
        if not url.startswith("https://"):
            raise CheckFailed(f"{url} is no https")
        try:
            self.connect(url)
        except OSError as error:
            raise CheckFailed(f"no TLS connection that can be trusted: {error}") from None

    def check_mutual(self, *, session: Permit) -> None:
        """Both sides have proved who they are."""
        if require(session, Permit).content.get("mutual") is not True:
            raise CheckFailed("the session is not authenticated both ways")


decode = notification.decode
is_authentic = notification.is_authentic

"""Whether the credentials in a capture are those of a known password.

Nonces are taken from the challenges of the other side as the capture goes on,
so the first proof of a capture can be checked only with the nonce it was made
with. OMA-TS-DM_Sec 1.2, 5.3 and 5.4.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping

from swm.errors import MessageError
from swm.session.auth import Scheme, nonce_of
from swm.session.digests import basic, digest, is_same, mac, read_mac_header
from swm.syncml import Message, Status


class CredentialCheck:
    """`passwords` by user name; `nonce` is the one that both sides' first proofs were made with, where it is known."""

    def __init__(self, passwords: Mapping[str, str], nonce: bytes | None = None) -> None:
        self._passwords = passwords
        self._nonces: dict[str, bytes | None] = {"device": nonce, "server": nonce}

    def follow(self, sender: str, message: Message, header: str | None, body: bytes) -> Iterator[tuple[bool, str]]:
        """(right, what to say) of what the message shows; the nonces it gives are for what follows."""
        name = message.header.source.name or message.header.source.uri
        if header is not None:
            yield from self._mac(sender, header, body)
        cred = message.header.cred
        if cred is not None:
            scheme = (cred.meta.type or "").lower()
            yield from self._cred(sender, name, scheme, cred.data.strip())
        for command in message.commands:
            if isinstance(command, Status) and command.chal is not None:
                nonce = nonce_of(command.chal)
                if nonce is not None:
                    self._nonces["server" if sender == "device" else "device"] = nonce

    def _cred(self, sender: str, name: str, scheme: str, shown: str) -> Iterator[tuple[bool, str]]:
        candidates = [name] if name in self._passwords else list(self._passwords)
        if scheme == Scheme.BASIC:
            right = any(is_same(basic(user, self._passwords[user]).encode(), shown.encode()) for user in candidates)
        elif scheme == Scheme.MD5:
            nonce = self._nonces[sender]
            if nonce is None:
                yield True, f"the credentials of the {sender} cannot be checked: their nonce is not in the capture"
                return
            made = (b64encode(digest(user, self._passwords[user], nonce)) for user in candidates)
            right = any(is_same(one, shown.encode()) for one in made)
        else:
            yield True, f"credentials of type {scheme or 'none'} cannot be checked"
            return
        yield right, f"the credentials of the {sender} are {'right' if right else 'wrong'}"

    def _mac(self, sender: str, header: str, body: bytes) -> Iterator[tuple[bool, str]]:
        try:
            user, shown = read_mac_header(header)
        except MessageError as error:
            yield False, str(error)
            return
        nonce = self._nonces[sender]
        if nonce is None or user not in self._passwords:
            yield True, f"the MAC of the {sender} cannot be checked: its nonce or the password of its user is not known"
            return
        right = is_same(mac(user, self._passwords[user], nonce, body), shown)
        yield right, f"the MAC of the {sender} is {'right' if right else 'wrong'}"

"""Bootstrap: the first account of a device, pushed as a WBXML message of Adds (OMA-TS-DM_Bootstrap 1.2).

Whoever sends it shows in the Content-Type that it knows what only the network
and the device, or the server and the user, know: ``SEC`` names what, ``MAC``
is the HMAC-SHA1 of the document with it. The device does all of the document
or nothing, and answers nothing.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence as Rows
from typing import Final

from swm.errors import LocalError, MessageError, PeerError
from swm.session.digests import bootstrap_mac, is_same
from swm.session.large_object import meta_of
from swm.syncml import Add, Encoding, Header, Location, Message, Meta
from swm.tree.management import ManagementTree

CONTENT_TYPE: Final = "application/vnd.syncml.dm+wbxml"
MAX_CONTENT_TYPE: Final = 512
INBOX: Final = "./Inbox"
DONE: Final = range(200, 300)

_PARAMETER = re.compile(r';\s*([A-Za-z]+)\s*=\s*"?([^";\s]*)"?\s*')


class Security(enum.Enum):
    """What the key of the MAC is made of."""

    NETWORKID = "NETWORKID"
    USERPIN = "USERPIN"
    USERPIN_NETWORKID = "USERPIN_NETWORKID"

    @property
    def needs_pin(self) -> bool:
        """Whether the user must type a PIN."""
        return self is not Security.NETWORKID

    def key(self, *, network_id: bytes = b"", pin: str = "") -> bytes:
        """The key: the packed IMSI or ESN, the PIN, or both with a colon between. LocalError for a part left out."""
        if self is not Security.USERPIN and not network_id:
            raise LocalError(f"{self.value} needs the IMSI or ESN")
        if self.needs_pin and not pin:
            raise LocalError(f"{self.value} needs a PIN")
        parts = {
            Security.NETWORKID: (network_id,),
            Security.USERPIN: (pin.encode("utf-8"),),
            Security.USERPIN_NETWORKID: (pin.encode("utf-8"), network_id),
        }
        return b":".join(parts[self])


def make_bootstrap(
    adds: Rows[Add], security: Security, key: bytes, *, server_id: str, device_id: str
) -> tuple[bytes, str]:
    """The document that does `adds`, and the Content-Type to push it with."""
    numbered = tuple(Add(str(number), add.items, add.meta) for number, add in enumerate(adds, 1))
    message = Message(Header("0", "1", Location(device_id), Location(server_id)), numbered)
    document = Encoding.WBXML.encode(message)
    return document, f"{CONTENT_TYPE}; SEC={security.value}; MAC={bootstrap_mac(key, document)}"


class Bootstrap:
    """A bootstrap as it came in: locked until a key fits its MAC, and lost after `tries` keys that do not."""

    __slots__ = ("_document", "_mac", "_open", "_tries", "security")

    def __init__(self, document: bytes, content_type: str, *, tries: int = 3) -> None:
        """MessageError for a Content-Type that is not one of a bootstrap, or says nothing of its security."""
        if len(content_type) > MAX_CONTENT_TYPE:
            raise MessageError(f"the Content-Type has more than {MAX_CONTENT_TYPE} characters")
        kind, _, _ = content_type.partition(";")
        if kind.strip().lower() != CONTENT_TYPE:
            raise MessageError(f"{kind[:60]!r} is no bootstrap; {CONTENT_TYPE} is")
        found = {name.upper(): value for name, value in _PARAMETER.findall(content_type)}
        try:
            self.security: Final = Security(found.get("SEC", "").upper())
        except ValueError:
            raise MessageError("SEC names none of NETWORKID, USERPIN, USERPIN_NETWORKID") from None
        if not found.get("MAC"):
            raise MessageError("the bootstrap has no MAC")
        self._mac: Final = found["MAC"].upper().encode("utf-8", "replace")
        self._document: Final = document
        self._tries = tries
        self._open = False

    @property
    def tries_left(self) -> int:
        """How many keys may still be tried."""
        return self._tries

    def unlock(self, key: bytes) -> bool:
        """Whether `key` is the right one. PeerError when no try is left: the bootstrap must be thrown away."""
        if self._tries <= 0:
            raise PeerError("too many wrong keys; this bootstrap is lost")
        self._open = is_same(bootstrap_mac(key, self._document).encode("ascii"), self._mac)
        if not self._open:
            self._tries -= 1
        return self._open

    def apply(self, tree: ManagementTree) -> None:
        """Do all that the document says to `tree`, or nothing.

        It acts for the device's owner, so no access right of a server is asked
        for. What is addressed to ./Inbox is placed as any object there is.
        MessageError when it holds anything but Adds, PeerError when one cannot be done; then the tree is as before.
        """
        if not self._open:
            raise LocalError("the bootstrap is locked")
        message = Encoding.WBXML.decode(self._document)
        adds = [command for command in message.commands if isinstance(command, Add)]
        if len(adds) != len(message.commands):
            raise MessageError("a bootstrap holds nothing but Adds")
        tree.begin()
        try:
            for add in adds:
                self._add(tree, add)
        except BaseException:
            tree.rollback()
            raise
        tree.commit()

    @staticmethod
    def _add(tree: ManagementTree, add: Add) -> None:
        for item in add.items:
            if item.target is None:
                raise MessageError("an Add of the bootstrap has no Target")
            uri, meta = item.target.uri, meta_of(item, add.meta) or Meta()
            if uri.rstrip("/") == INBOX:
                status = tree.add(uri, item.data, None, meta.format, meta.type).status
                if status not in DONE:
                    raise PeerError(f"Add {uri}: {status}")
                continue
            try:
                if not tree.exists(uri):
                    tree.create(uri)
                if item.data:
                    tree.store(uri, item.data)
            except (LocalError, ValueError) as error:
                raise PeerError(f"Add {uri}: {error}") from None

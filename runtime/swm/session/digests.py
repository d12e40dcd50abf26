"""What the authentication schemes compute (OMA-TS-DM_Sec 1.2, 5.3 and 5.4; MD5 as that names it).

All of it is bytes in, text or bytes out. MD5 is what the protocol says, not a
recommendation: TLS protects a session, these tell who is at its other end.
"""

from __future__ import annotations

import hmac
import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from hashlib import md5, sha1
from typing import Final

from swm.errors import MessageError

_FIELD = re.compile(r'\s*([A-Za-z]+)\s*=\s*(?:"([^"]*)"|([^",\s]+))\s*(?:,|$)')
MAX_HEADER: Final = 1024


def _md5(data: bytes) -> bytes:
    return md5(data, usedforsecurity=False).digest()


def _of_user(user: str, password: str) -> bytes:
    return b64encode(_md5(f"{user}:{password}".encode()))


def basic(user: str, password: str) -> str:
    """``syncml:auth-basic``: base64 of user:password."""
    return b64encode(f"{user}:{password}".encode()).decode("ascii")


def digest(user: str, password: str, nonce: bytes) -> bytes:
    """``syncml:auth-md5``: MD5(B64(MD5(user:password)):nonce), 16 octets."""
    return _md5(_of_user(user, password) + b":" + nonce)


def mac(user: str, password: str, nonce: bytes, body: bytes) -> bytes:
    """``syncml:auth-MAC``: MD5(B64(MD5(user:password)):nonce:B64(MD5(body))), 16 octets; no HMAC of RFC 2104."""
    return _md5(b":".join((_of_user(user, password), nonce, b64encode(_md5(body)))))


def has_header(user: str) -> bool:
    """Whether a user name can stand in ``x-syncml-hmac``: ASCII that can be seen, and no quote to end it early."""
    return user.isascii() and user.isprintable() and '"' not in user


def mac_header(user: str, value: bytes) -> str:
    """The value of the header ``x-syncml-hmac``. ValueError for a user name that cannot be written: see `has_header`."""
    if not has_header(user):
        raise ValueError("the user name holds a quote, a control character or a letter beyond ASCII")
    return f'algorithm=MD5, username="{user}", mac={b64encode(value).decode("ascii")}'


def read_mac_header(header: str) -> tuple[str, bytes]:
    """(user, MAC) of ``x-syncml-hmac``, in any order of its fields. MessageError when it is none."""
    if len(header) > MAX_HEADER:
        raise MessageError(f"x-syncml-hmac has more than {MAX_HEADER} characters")
    fields: dict[str, str] = {}
    at = 0
    while at < len(header):
        found = _FIELD.match(header, at)
        if found is None:
            raise MessageError(f"x-syncml-hmac cannot be read at character {at + 1}")
        fields[found[1].lower()] = found[2] if found[2] is not None else found[3]
        at = found.end()
    if fields.get("algorithm", "MD5").upper() != "MD5":
        raise MessageError(f"x-syncml-hmac names the algorithm {fields['algorithm'][:20]!r}; only MD5 is defined")
    if "username" not in fields or "mac" not in fields:
        raise MessageError("x-syncml-hmac has no username or no mac")
    try:
        value = b64decode(fields["mac"], validate=True)
    except (Base64Error, ValueError):
        raise MessageError("the mac of x-syncml-hmac is not base64") from None
    return fields["username"], value


def bootstrap_mac(key: bytes, document: bytes) -> str:
    """HMAC-SHA1 over a WBXML bootstrap document, in upper-case hexadecimal (OMA-TS-DM_Bootstrap 1.2).

    `key` is the packed IMSI or ESN for NETWORKID, the PIN for USERPIN, and both
    joined with a colon, PIN first, for USERPIN_NETWORKID.
    """
    return hmac.new(key, document, sha1).hexdigest().upper()


def is_same(one: bytes, other: bytes) -> bool:
    """Compared in a time that does not depend on where they differ."""
    return hmac.compare_digest(one, other)

"""Text as XML character data."""

from __future__ import annotations

import re
from typing import Final

from swm.errors import LocalError

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_SPECIAL = re.compile("[&<>\r]")
_NOT_PLAIN = re.compile("[^\t\n\u0020-%'-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def is_plain(text: str) -> bool:
    """Whether text stands in XML as it is."""
    return _NOT_PLAIN.search(text) is None


def can_stand(text: str) -> bool:
    """Whether text can stand in XML 1.0 at all, however it is written."""
    return _FORBIDDEN.search(text) is None


def escape(text: str) -> str:
    """Text as XML character data. LocalError for characters that XML 1.0 cannot hold at all."""
    if not can_stand(text):
        raise LocalError("the text holds a character that XML cannot carry; send it as binary")
    return _SPECIAL.sub(lambda match: _ESCAPES[match[0]], text)

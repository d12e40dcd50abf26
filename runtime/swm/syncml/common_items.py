"""Items of the one shape that nearly all have over WBXML, read at once.

An address, Meta with Format and Type, and Data as an inline string, in the
order of the DTD: one regular expression finds where each part is, which is
several times as fast as going through the tokens. It is an abbreviation and
nothing else: an item of any other shape is left to the token loop, and both
make the same of what they can both read (a test compares them).
"""

from __future__ import annotations

import re
from typing import Final

from swm.syncml.building import Shape, item_of
from swm.syncml.message import Item, Meta

_TEXT = rb"\x03([^\x00]*)\x00\x01"
_ITEM: Final = re.compile(
    rb"\x54"
    rb"(?:([\x6e\x67])\x57" + _TEXT + rb"(?:\x56" + _TEXT + rb")?\x01)?"  # Target or Source: LocURI, LocName
    rb"(?:(\x5a)\x00\x01(?:\x47" + _TEXT + rb")?(?:\x53" + _TEXT + rb")?"  # Meta, on its page: Format, Type
    rb"(?:\x00\x00\x01|\x01\x00\x00))?"
    rb"(?:\x4f" + _TEXT + rb")?"  # Data
    rb"\x01"
)
_TARGET: Final = b"\x6e"
_PARTS: Final = 7

DEPTH: Final = 3
"""How deep an item of this shape is nested, itself included."""


class CommonItems:
    """Reads the items of one message."""

    def __init__(self, charset: str) -> None:
        self._charset = charset
        self._metas: dict[tuple[bytes | None, bytes | None], Meta] = {}

    def read(self, data: bytes, at: int) -> tuple[Item, int, int] | None:
        """The item whose token stands at `at`, where it ends, and how many elements it has; None for other shapes.

        UnicodeDecodeError when a text is not in the character set.
        """
        match = _ITEM.match(data, at)
        if match is None:
            return None
        parts = match.groups()
        place, uri, name, has_meta, format_, type_, content = parts
        charset = self._charset
        meta = None
        if has_meta is not None:
            meta = self._metas.get((format_, type_))
            if meta is None:
                meta = self._metas[format_, type_] = Meta(
                    None if format_ is None else format_.decode(charset),
                    None if type_ is None else type_.decode(charset),
                )
        shape: Shape = (
            None if uri is None else uri.decode(charset),
            None if name is None else name.decode(charset),
            place == _TARGET,
            meta,
            None if content is None else content.decode(charset),
        )
        return item_of(shape), match.end(), 1 + _PARTS - parts.count(None)

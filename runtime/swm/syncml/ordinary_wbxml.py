"""Ordinary messages in WBXML, read at once: one regular expression finds every token, with the text of an element.

Nearly all messages are SyncML 1.2 in UTF-8, and are made of elements and inline
strings alone. All their tokens are below 0x80, so that the whole can be read as
one text, tokens and strings alike; a token that is not (an attribute, opaque
data, a reference) is then no element and makes the message an unusual one.

Nothing is refused here. What is out of the ordinary or makes no message is
None, and `wbxml_decoder` reads it token by token and says what is wrong. What
both read they read the same (`tests/runtime/syncml/test_ordinary_wbxml.py`).
"""

from __future__ import annotations

import re
from typing import Final

from swm.errors import MessageError
from swm.syncml.building import BUILDERS, Builder, data_as, message_of
from swm.syncml.code_pages import NAMES, PUBLIC_ID, TOKENS
from swm.syncml.construction import unfrozen
from swm.syncml.elements import Children
from swm.syncml.limits import Limits
from swm.syncml.message import Item, Location, Message, Meta

_HEADS: Final = tuple(bytes((version, PUBLIC_ID >> 7 | 0x80, PUBLIC_ID & 0x7F, 106, 0)) for version in (1, 2, 3))
_HEAD_LENGTH = 5
_END = "\x01"
_GROUPS = 12
_DEPTH = _GROUPS + 3
_CONTENT = 0x40
_text = "(\x03[^\x00]*)\x00\x01"
_place = f"\x57{_text}(?:\x56{_text})?\x01"  # LocURI and LocName, and the end of a Target or Source
_meta = f"\x00\x01\x47{_text}\x53{_text}(?:\x01\x00\x00|\x00\x00\x01)"  # Format and Type, and the end of a Meta
_tokens = re.compile(
    "(\x00?.)"  # a token, or a switch and its page; every octet is in one of them
    "(?:"
    f"{_text}"  # an inline string that is all of an element
    f"|{_place}"
    f"|{_meta}"
    f"|([\x67\x6e]){_place}(?:\x5a{_meta})?(?:\x4f{_text})?\x01"  # all of an Item: an address, Meta and Data
    ")?",
    re.DOTALL,
).findall
"""Tokens, each with the strings of its element when it has one of these shapes. Strings begin with their own token."""

_Token = tuple[str, str, str, str, str, str, str, str, str, str, str, str]
_ITEM: Final = chr(TOKENS[0, "Item"] | _CONTENT)
_Item = unfrozen(Item)
_PLACES: Final = {chr(TOKENS[0, name] | _CONTENT): name for name in ("Target", "Source")}
_TARGET: Final = chr(TOKENS[0, "Target"] | _CONTENT)
_BASE64: Final = "\x03b64"
_META: Final = chr(TOKENS[0, "Meta"] | _CONTENT)
_Location = unfrozen(Location)
_Table = dict[str, tuple[str, Builder | None]]
_FILLED: Final[list[_Table]] = [
    {chr(token | _CONTENT): (name, BUILDERS.get(name)) for (of, token), name in NAMES.items() if of == page}
    for page in (0, 1)
]
"""By page and token: elements that have content, and their builders."""

_EMPTY: Final[list[dict[str, str]]] = [
    {chr(ord(token) & ~_CONTENT): name for token, (name, build) in table.items() if build is None} for table in _FILLED
]
"""Elements without content that are texts."""


def read(data: bytes, limits: Limits) -> Message | None:
    """The message in `data`; None when it is not an ordinary one, or none at all."""
    if len(data) > limits.elements or len(data) > limits.size or limits.depth < _DEPTH:
        return None  # an element has an octet at least
    if not data.startswith(_HEADS):
        return None
    try:
        children = _children(_tokens(data[_HEAD_LENGTH:].decode("utf-8")))
        return message_of(children) if len(children) == 1 else None
    except (UnicodeDecodeError, KeyError, IndexError, MessageError, _UnusualError):
        return None


class _UnusualError(Exception):
    """There is something that only the other reader knows how to take."""


def _children(tokens: list[_Token]) -> Children:
    """The outermost element. KeyError for what is no element, IndexError for an END of nothing."""
    syncml = _FILLED[0]
    filled, empty = syncml, _EMPTY[0]
    children: Children = []
    outer: list[tuple[Children, str, Builder]] = []
    metas: dict[tuple[str, str], Meta] = {}
    token = ""
    for (
        token,
        text,
        uri,
        place_name,
        format_,
        type_,
        place,
        item_uri,
        item_name,
        item_format,
        item_type,
        data,
    ) in tokens:
        if text:
            name, build = filled[token]
            if build is not None:
                raise _UnusualError
            children.append((name, text[1:]))
        elif place:
            if filled is not syncml or token != _ITEM:
                raise _UnusualError
            made = _Location()
            made.uri, made.name = item_uri[1:], item_name[1:] if item_name else None
            made.__class__ = Location
            item = _Item()
            if place == _TARGET:
                item.target, item.source = made, None
            else:
                item.target, item.source = None, made
            item.data, item.more_data, item.meta = data[1:] if data else None, False, None
            if item_format:
                meta = metas.get((item_format, item_type))
                if meta is None:
                    meta = metas[item_format, item_type] = Meta(item_format[1:], item_type[1:])
                item.meta = meta
                if item_format == _BASE64 and data:
                    item.data = data_as(data[1:], "b64")
            item.__class__ = Item
            children.append(("Item", item))
        elif uri:
            if filled is not syncml:
                raise _UnusualError
            made = _Location()
            made.uri, made.name = uri[1:], place_name[1:] if place_name else None
            made.__class__ = Location
            children.append((_PLACES[token], made))
        elif format_:
            if filled is not syncml or token != _META:
                raise _UnusualError
            meta = metas.get((format_, type_))
            if meta is None:
                meta = metas[format_, type_] = Meta(format_[1:], type_[1:])
            children.append(("Meta", meta))
        elif token == _END:
            inner = children
            children, name, build = outer.pop()
            children.append((name, build(inner)))
        elif token in filled:
            name, maybe = filled[token]
            if maybe is None or len(outer) == _GROUPS:
                raise _UnusualError
            outer.append((children, name, maybe))
            children = []
        elif token[0] == "\x00":
            page = ord(token[1])
            filled, empty = _FILLED[page], _EMPTY[page]
        else:
            children.append((empty[token], ""))
    if outer or token != _END:
        raise _UnusualError
    return children

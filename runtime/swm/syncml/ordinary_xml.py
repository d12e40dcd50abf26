"""Ordinary messages in XML, read in a fraction of the time: a tree that the C parser makes, and the message from it.

Nearly all messages are short, in UTF-8, with SyncML's own namespaces and
nothing but elements and texts. Whether one may be such is seen from its octets
before any parser sees them; what it can cost is then bounded: its size bounds
the elements, and no tag is longer than `LONGEST_TAG`, so that it can neither
hold many attributes nor a long namespace that is repeated in every name.

Nothing is refused here. Of what is out of the ordinary in its octets, is not
well-formed or makes no message nothing is read, and `xml_decoder` reads it with
expat and says what is wrong. What both read they read the same
(`tests/runtime/syncml/test_ordinary_xml.py`).
"""

from __future__ import annotations

import re
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError, XMLParser

from swm.errors import MessageError
from swm.syncml.building import BUILDERS, COMMANDS, Builder, data_as, header_of
from swm.syncml.code_pages import METINF, SYNCML
from swm.syncml.construction import unfrozen
from swm.syncml.elements import Children
from swm.syncml.limits import Limits
from swm.syncml.message import Add, Command, Copy, Delete, Get, Item, Location, Message, Meta, Replace

SIZE: Final = 32 * 1024
LONGEST_TAG: Final = 85
"""Octets up to the end of a tag. One attribute more than 16 would need one more, as short as they can be."""

_ATTRIBUTES = 16
_GROUPS = 8
"""How deep groups of commands may be nested."""

_DEPTH = _GROUPS + 5
"""That of a LocURI in the innermost one."""

_SHORTEST_ELEMENT = 4
_BEGIN = re.compile(
    rb"""(?:<\?xml\s+version=["']1\.0["'](?:\s+encoding=["'](?i:utf-8|us-ascii)["'])?\s*\?>\s*)?"""
    rb"""<SyncML(?:\s+xmlns=["'][^"'<>]{0,50}["'])?>"""
)
_LONG_TAG = re.compile(rb"<[^>]{%d}" % LONGEST_TAG)
_END_IN_TAG = re.compile(rb"""=[ \t\r\n]*(?:"[^"<>]*>|'[^'<>]*>)""")
"""An attribute that holds ">", after which its tag goes on (or a text that looks so)."""

_METINF = b' xmlns="syncml:metinf"'
_ELEMENTS: Final[dict[str, tuple[str, Builder | None]]] = {
    f"{namespace}{name}": (name, BUILDERS.get(name))
    for namespace in ("", "{SYNCML:SYNCML1.2}", "{SYNCML:SYNCML1.1}", "{SYNCML:SYNCML1.0}", "{syncml:metinf}")
    for name in (*SYNCML, *METINF)
}
"""By name as the parser gives it: the name within its namespace, and the builder."""

_NAMES: Final = {full: name for full, (name, _) in _ELEMENTS.items()}
_Location = unfrozen(Location)
_Meta = unfrozen(Meta)
_Item = unfrozen(Item)
_Whole = unfrozen(Message)
_SIMPLE: Final[dict[str, tuple[type[Command], type[Any]]]] = {
    kind.__name__: (kind, unfrozen(kind)) for kind in (Add, Replace, Delete, Copy, Get)
}
_Metas = dict[tuple[str | None, str | None], Meta]


def read(data: bytes, limits: Limits) -> Message | None:
    """The message in `data`; None when it is not an ordinary one, or none at all."""
    if (
        len(data) > SIZE
        or len(data) > limits.size
        or len(data) > _SHORTEST_ELEMENT * limits.elements
        or limits.depth < _DEPTH
        or limits.attributes < _ATTRIBUTES
        or limits.attribute_length < LONGEST_TAG
        or not _is_ordinary(data)
    ):
        return None
    parser = XMLParser()  # noqa: S314 - what is dangerous in XML is not ordinary
    try:
        parser.feed(data)
        return _message(parser.close())
    except (ParseError, MessageError, _UnusualError, KeyError):
        return None


def _is_ordinary(data: bytes) -> bool:
    """Whether no declarations, no long tags and no other encoding than UTF-8 can be in `data`."""
    if b"\x00" in data or (b"!" in data and b"<!" in data):
        return False
    begin = _BEGIN.match(data)
    if begin is None:
        return False
    if b"'" not in data and data.count(b'"', begin.end()) == 2 * data.count(_METINF, begin.end()):
        return True  # every attribute has its quotes, and nothing else has any
    return _LONG_TAG.search(data) is None and _END_IN_TAG.search(data) is None


class _UnusualError(Exception):
    """There is something that only the other reader knows how to take."""


def _message(root: Element) -> Message:
    if len(root) != 2 or _NAMES[root.tag] != "SyncML":
        raise _UnusualError
    first, body = root
    if _NAMES[first.tag] != "SyncHdr" or _NAMES[body.tag] != "SyncBody":
        raise _UnusualError
    metas: _Metas = {}
    header = header_of(_parts(first, metas))
    commands, final = [], False
    for element in body:
        name = _NAMES[element.tag]
        if name in _SIMPLE:
            commands.append(_simple(element, *_SIMPLE[name], metas))
        elif name in COMMANDS:
            commands.append(COMMANDS[name](_children(element, _GROUPS, metas)))
        elif name == "Final" and not len(element):
            final = True
        else:
            raise _UnusualError
    made = _Whole()
    made.header, made.commands, made.final = header, tuple(commands), final
    made.__class__ = Message
    return made  # type: ignore[no-any-return]


def _parts(element: Element, metas: _Metas) -> dict[str, Any]:
    """What is in the header, each part once."""
    parts: dict[str, Any] = {}
    for part in element:
        name, build = _ELEMENTS[part.tag]
        if build is None:
            if len(part):
                raise _UnusualError
            parts[name] = part.text or ""
        elif name == "Target" or name == "Source":
            parts[name] = _place(part)
        elif name == "Meta":
            parts[name] = _meta(part, metas)
        else:
            parts[name] = build(_children(part, _GROUPS, metas))
    return parts


def _simple(element: Element, kind: type[Command], unfrozen_kind: type[Any], metas: _Metas) -> Command:
    """A command that is its items, and seldom has Meta for all of them."""
    cmd_id, items = None, []
    for part in element:
        name = _NAMES[part.tag]
        if name == "Item":
            items.append(_item(part, metas))
        elif name == "CmdID" and not len(part):
            cmd_id = part.text or ""
        else:
            return COMMANDS[kind.__name__](_children(element, _GROUPS, metas))
    if cmd_id is None:
        raise _UnusualError
    made = unfrozen_kind()
    made.cmd_id, made.items, made.meta = cmd_id, tuple(items), None
    made.__class__ = kind
    return made  # type: ignore[no-any-return]


def _children(element: Element, depth: int, metas: _Metas) -> Children:
    """What `building` takes. KeyError for an element that is not of SyncML."""
    if not depth:
        raise _UnusualError
    found: Children = []
    for part in element:
        name, build = _ELEMENTS[part.tag]
        if build is None:
            if len(part):
                raise _UnusualError
            found.append((name, part.text or ""))
        elif name == "Item":
            found.append((name, _item(part, metas)))
        elif name == "Target" or name == "Source":
            found.append((name, _place(part)))
        elif name == "Meta":
            found.append((name, _meta(part, metas)))
        else:
            found.append((name, build(_children(part, depth - 1, metas))))
    return found


def _item(element: Element, metas: _Metas) -> Item:
    made = _Item()
    made.target = made.source = made.meta = made.data = None
    made.more_data = False
    for part in element:
        name = _NAMES[part.tag]
        if name == "Source":
            made.source = _place(part)
        elif name == "Target":
            made.target = _place(part)
        elif name == "Meta":
            made.meta = _meta(part, metas)
        elif len(part):
            raise _UnusualError
        elif name == "Data":
            made.data = part.text or ""
        elif name == "MoreData":
            made.more_data = True
        else:
            raise _UnusualError
    if made.meta is not None and made.meta.format == "b64" and made.data is not None:
        made.data = data_as(made.data, "b64")
    made.__class__ = Item
    return made  # type: ignore[no-any-return]


def _place(element: Element) -> Location:
    made = _Location()
    made.uri, made.name = "", None
    for part in element:
        name = _NAMES[part.tag]
        if len(part):
            raise _UnusualError
        if name == "LocURI":
            made.uri = part.text or ""
        elif name == "LocName":
            made.name = part.text or ""
        else:
            raise _UnusualError
    made.__class__ = Location
    return made  # type: ignore[no-any-return]


def _meta(element: Element, metas: _Metas) -> Meta:
    """Format and Type are in nearly every item, and mostly the same ones."""
    format_ = type_ = None
    for part in element:
        name = _NAMES[part.tag]
        if len(part):
            raise _UnusualError
        if name == "Format":
            format_ = part.text or ""
        elif name == "Type":
            type_ = part.text or ""
        else:
            return _other_meta(element)
    known = metas.get((format_, type_))
    if known is None:
        known = metas[format_, type_] = Meta(format_, type_)
    return known


def _other_meta(element: Element) -> Meta:
    children: Children = []
    for part in element:
        name, build = _ELEMENTS[part.tag]
        if build is not None or len(part):
            raise _UnusualError
        children.append((name, part.text or ""))
    made: Meta = BUILDERS["Meta"](children)
    return made

"""XML to messages: expat with hard limits, lenient about order and namespaces.

No internal subset, so no entities beyond the five of XML; nothing external is
read (some peers name the DTD, which does no harm). Depth, elements and
attributes are bounded, so what a message of a few kilobytes can cost is known
before it is read. Peers in the field leave out namespaces, put elements in other
orders, and forget references; none of that loses meaning, so it is accepted.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as Base64Error
from typing import Any, Final
from xml.parsers import expat

from swm.errors import MessageError
from swm.syncml.limits import DEFAULT, Limits
from swm.syncml.message import (
    Add,
    Alert,
    Atomic,
    Chal,
    Command,
    Copy,
    Cred,
    Delete,
    Exec,
    Get,
    Header,
    Item,
    Location,
    Message,
    Meta,
    Replace,
    Results,
    Sequence,
    Status,
)

_COMMANDS: Final = frozenset(
    ("Add", "Alert", "Atomic", "Copy", "Delete", "Exec", "Get", "Replace", "Results", "Sequence", "Status")
)
_INTEGER = re.compile(r"\s*\d{1,18}\s*")


class Element:
    """One element while a message is read: local name, text, children."""

    __slots__ = ("children", "name", "text")

    def __init__(self, name: str) -> None:
        self.name = name
        self.text = ""
        self.children: list[Element] = []

    def child(self, name: str) -> Element | None:
        """The first child of this name."""
        for element in self.children:
            if element.name == name:
                return element
        return None

    def text_of(self, name: str) -> str | None:
        """The text of the first child of this name."""
        for element in self.children:
            if element.name == name:
                return element.text
        return None


def decode_xml(data: bytes, limits: Limits = DEFAULT) -> Message:
    """The message in `data`. MessageError names what is wrong with it."""
    root = _parse(data, limits)
    if root.name != "SyncML":
        raise MessageError(f"the root element is {root.name}, not SyncML")
    header, body = root.child("SyncHdr"), root.child("SyncBody")
    if header is None:
        raise MessageError("there is no SyncHdr")
    if body is None:
        raise MessageError("there is no SyncBody")
    commands = tuple(_command(element) for element in body.children if element.name in _COMMANDS)
    for element in body.children:
        if element.name not in _COMMANDS and element.name != "Final":
            raise MessageError(f"{element.name} is no command of device management")
    return Message(_header(header), commands, body.child("Final") is not None)


def _parse(data: bytes, limits: Limits) -> Element:
    if len(data) > limits.size:
        raise MessageError(f"the message has {len(data)} octets; the limit is {limits.size}")
    parser: Any = expat.ParserCreate()
    parser.buffer_text = True
    root = Element("")
    stack = [root]
    top: list[str] = []
    count = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > limits.elements:
            raise MessageError(f"the message has more than {limits.elements} elements")
        if len(stack) > limits.depth:
            raise MessageError(f"the message is nested more than {limits.depth} elements deep")
        if attributes:
            if len(attributes) > limits.attributes:
                raise MessageError(f"an element has more than {limits.attributes} attributes")
            for value in attributes.values():
                if len(value) > limits.attribute_length:
                    raise MessageError(f"an attribute is longer than {limits.attribute_length} characters")
        name = tag.rpartition(":")[2]
        element = Element(name)
        stack[-1].children.append(element)
        stack.append(element)
        top.clear()

    def end(tag: str) -> None:
        element = stack.pop()
        if not element.children:
            element.text = "".join(top)
        top.clear()

    def refuse_subset(name: str, system_id: str | None, public_id: str | None, has_subset: int) -> None:
        if has_subset:
            raise MessageError("the message declares entities or elements of its own; none are accepted")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = top.append
    parser.StartDoctypeDeclHandler = refuse_subset
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        reason = expat.errors.messages.get(error.code, "not XML")
        raise MessageError(f"not well-formed XML: {reason} at line {error.lineno}, column {error.offset}") from None
    except (ValueError, LookupError) as error:
        raise MessageError(f"the encoding cannot be read: {error}") from None
    return root.children[0]


def _integer(text: str | None, name: str) -> int | None:
    if text is None or not text.strip():
        return None
    if not _INTEGER.fullmatch(text):
        raise MessageError(f"{name} is {text[:40]!r}, not a number")
    return int(text)


def _required(element: Element, name: str) -> str:
    text = element.text_of(name)
    if text is None:
        raise MessageError(f"{element.name} has no {name}")
    return text


def _location(element: Element | None) -> Location | None:
    return None if element is None else Location(element.text_of("LocURI") or "", element.text_of("LocName"))


def _meta(element: Element | None) -> Meta | None:
    if element is None:
        return None
    text = element.text_of
    return Meta(
        format=text("Format"),
        type=text("Type"),
        mark=text("Mark"),
        size=_integer(text("Size"), "Size"),
        next_nonce=text("NextNonce"),
        max_msg_size=_integer(text("MaxMsgSize"), "MaxMsgSize"),
        max_obj_size=_integer(text("MaxObjSize"), "MaxObjSize"),
        version=text("Version"),
    )


def _header(element: Element) -> Header:
    target, source = _location(element.child("Target")), _location(element.child("Source"))
    if target is None or source is None:
        raise MessageError("SyncHdr has no Target or no Source")
    return Header(
        session_id=_required(element, "SessionID"),
        message_id=_required(element, "MsgID"),
        target=target,
        source=source,
        respond_to=element.text_of("RespURI"),
        cred=_cred(element.child("Cred")),
        meta=_meta(element.child("Meta")),
        version_dtd=element.text_of("VerDTD") or "1.2",
        version_proto=element.text_of("VerProto") or "DM/1.2",
        no_response=element.child("NoResp") is not None,
    )


def _cred(element: Element | None) -> Cred | None:
    if element is None:
        return None
    return Cred(_meta(element.child("Meta")) or Meta(), element.text_of("Data") or "")


def _data(element: Element, format_: str | None) -> str | bytes | None:
    data = element.child("Data")
    if data is None:
        return None
    if data.children:
        raise MessageError("Data holds elements; XML inside Data must be escaped or in CDATA")
    if format_ == "b64":
        try:
            return b64decode("".join(data.text.split()), validate=True)
        except (Base64Error, ValueError):
            raise MessageError("Data says it is base64 and is not") from None
    return data.text


def _items(element: Element, outer: Meta | None) -> tuple[Item, ...]:
    items = []
    for child in element.children:
        if child.name != "Item":
            continue
        meta = _meta(child.child("Meta"))
        format_ = meta.format if meta is not None and meta.format is not None else outer.format if outer else None
        items.append(
            Item(
                target=_location(child.child("Target")),
                source=_location(child.child("Source")),
                meta=meta,
                data=_data(child, format_),
                more_data=child.child("MoreData") is not None,
            )
        )
    return tuple(items)


_SIMPLE: Final[dict[str, type[Add] | type[Replace] | type[Delete] | type[Copy] | type[Get]]] = {
    "Add": Add,
    "Replace": Replace,
    "Delete": Delete,
    "Copy": Copy,
    "Get": Get,
}


def _command(element: Element) -> Command:
    cmd_id = _required(element, "CmdID")
    name = element.name
    simple = _SIMPLE.get(name)
    if simple is not None:
        meta = _meta(element.child("Meta"))
        return simple(cmd_id, _items(element, meta), meta)
    if name == "Exec":
        meta = _meta(element.child("Meta"))
        return Exec(cmd_id, _items(element, meta), meta, element.text_of("Correlator"))
    if name == "Alert":
        return Alert(cmd_id, _required(element, "Data").strip(), _items(element, None), element.text_of("Correlator"))
    if name == "Status":
        return _status(cmd_id, element)
    if name == "Results":
        meta = _meta(element.child("Meta"))
        return Results(
            cmd_id,
            element.text_of("CmdRef") or "",
            _items(element, meta),
            element.text_of("MsgRef"),
            meta,
            element.text_of("TargetRef"),
        )
    inner = tuple(_command(child) for child in element.children if child.name in _COMMANDS)
    meta = _meta(element.child("Meta"))
    return Atomic(cmd_id, inner, meta) if name == "Atomic" else Sequence(cmd_id, inner, meta)


def _status(cmd_id: str, element: Element) -> Status:
    chal = element.child("Chal")
    return Status(
        cmd_id,
        element.text_of("MsgRef") or "",
        element.text_of("CmdRef") or "",
        element.text_of("Cmd") or "",
        (element.text_of("Data") or "").strip(),
        tuple(child.text for child in element.children if child.name == "TargetRef"),
        tuple(child.text for child in element.children if child.name == "SourceRef"),
        None if chal is None else Chal(_meta(chal.child("Meta")) or Meta()),
        _cred(element.child("Cred")),
        _items(element, None),
    )

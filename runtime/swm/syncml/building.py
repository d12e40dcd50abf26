"""Elements to messages, lenient about order.

Peers in the field put elements in other orders and forget references; none of
that loses meaning, so it is accepted.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from typing import Final

from swm.errors import MessageError
from swm.syncml.elements import Element
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


def message_of(root: Element) -> Message:
    """The message whose outermost element is `root`. MessageError names what is wrong with it."""
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
        next_nonce=_nonce(element.child("NextNonce")),
        max_msg_size=_integer(text("MaxMsgSize"), "MaxMsgSize"),
        max_obj_size=_integer(text("MaxObjSize"), "MaxObjSize"),
        version=text("Version"),
    )


def _nonce(element: Element | None) -> str | None:
    """NextNonce as base64 text; some peers write the octets themselves as opaque data."""
    if element is None:
        return None
    return element.text if _is_text(element) else b64encode(element.raw or b"").decode("ascii")


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
    if data.raw is not None and (format_ == "bin" or not _is_text(data)):
        return data.raw
    return data.text


def _is_text(element: Element) -> bool:
    return bool(element.text) or not element.raw


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

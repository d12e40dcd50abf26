"""Elements to messages, each as it ends, lenient about order.

Peers in the field put elements in other orders and forget references; none of
that loses meaning, so it is accepted. What device management has no use for is
read over (`tests/runtime/syncml/test_elements.py` names it all); a command
that it has not is refused, because leaving it out would change the rest.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, TypeAlias

from swm.errors import MessageError
from swm.syncml.construction import unfrozen
from swm.syncml.elements import Children, Opaque
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
from swm.whole_numbers import whole_number

Builder: TypeAlias = Callable[[Children], Any]
"""Makes something of the children of an element."""

_BLANKS = " \t\r\n"
"""White space of XML; Python strips more than that."""

_Location = unfrozen(Location)
_Meta = unfrozen(Meta)
_Item = unfrozen(Item)
_Status = unfrozen(Status)
_Header = unfrozen(Header)
_Alert = unfrozen(Alert)
_Cred = unfrozen(Cred)
_Whole = unfrozen(Message)


def message_of(children: Children) -> Message:
    """The message that is the only element of a document. MessageError when it is something else."""
    [(name, value)] = children
    if name != "SyncML":
        raise MessageError(f"the root element is {name}, not SyncML")
    message: Message = value
    return message


def close(name: str, children: Children) -> Any:
    """The value of the element `name` that holds elements, or may. MessageError names what is wrong with it."""
    build = BUILDERS.get(name)
    if build is not None:
        return build(children)
    if name == "Data":
        raise MessageError("Data holds elements; XML inside Data must be escaped or in CDATA")
    return ""


def _message(children: Children) -> Message:
    parts = dict(children)
    if "SyncHdr" not in parts:
        raise MessageError("there is no SyncHdr")
    if "SyncBody" not in parts:
        raise MessageError("there is no SyncBody")
    commands, final = parts["SyncBody"]
    made = _Whole()
    made.header, made.commands, made.final = parts["SyncHdr"], commands, final
    made.__class__ = Message
    return made  # type: ignore[no-any-return]


def _body(children: Children) -> tuple[tuple[Command, ...], bool]:
    commands, final = [], False
    for name, value in children:
        if name in COMMANDS:
            commands.append(value)
        elif name == "Final":
            final = True
        else:
            raise MessageError(f"{name} is no command of device management")
    return tuple(commands), final


def _integer(text: str | None, name: str) -> int | None:
    bare = "" if text is None else text.strip(_BLANKS)
    if not bare:
        return None
    number = whole_number(bare)
    if number is None:
        raise MessageError(f"{name} is {bare[:40]!r}, not a number")
    return number


def _required(parts: dict[str, Any], name: str, outer: str) -> str:
    try:
        text: str = parts[name]
    except KeyError:
        raise MessageError(f"{outer} has no {name}") from None
    return text


def _text(value: str | Opaque, name: str) -> str:
    if isinstance(value, str):
        return value
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        raise MessageError(f"the opaque content of {name} is no UTF-8 text") from None


def _location(children: Children) -> Location:
    made = _Location()
    made.uri, made.name = "", None
    for name, value in children:
        if name == "LocURI":
            made.uri = value
        elif name == "LocName":
            made.name = value
    made.__class__ = Location
    return made  # type: ignore[no-any-return]


def _meta(children: Children) -> Meta:
    made = _Meta()
    made.format = made.type = made.mark = made.version = None
    made.size = made.next_nonce = made.max_msg_size = made.max_obj_size = None
    for name, value in children:
        if name == "Format":
            made.format = value
        elif name == "Type":
            made.type = value
        elif name in _OTHER_FIELDS:
            field, read = _OTHER_FIELDS[name]
            setattr(made, field, read(value, name))
        elif name == "MetInf":  # some wrap the fields in an element of their own
            return _meta([entry for entry in children if entry[0] != name] + value)
    made.__class__ = Meta
    return made  # type: ignore[no-any-return]


def _fields(children: Children) -> Children:
    return children


def _nonce(value: str | Opaque, _: str) -> str:
    """NextNonce as base64 text; some peers write the octets themselves as opaque data."""
    if isinstance(value, str):
        return value
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return b64encode(value).decode("ascii")


_OTHER_FIELDS: Final[dict[str, tuple[str, Callable[[Any, str], Any]]]] = {
    "Mark": ("mark", _text),
    "Version": ("version", _text),
    "NextNonce": ("next_nonce", _nonce),
    "Size": ("size", _integer),
    "MaxMsgSize": ("max_msg_size", _integer),
    "MaxObjSize": ("max_obj_size", _integer),
}


def _header(children: Children) -> Header:
    return header_of(dict(children))


def header_of(parts: dict[str, Any]) -> Header:
    """The header of these elements. MessageError when it cannot do without one that is missing."""
    target, source = parts.get("Target"), parts.get("Source")
    if target is None or source is None:
        raise MessageError("SyncHdr has no Target or no Source")
    made = _Header()
    made.session_id, made.message_id = _required(parts, "SessionID", "SyncHdr"), _required(parts, "MsgID", "SyncHdr")
    made.target, made.source = target, source
    made.respond_to, made.cred, made.meta = parts.get("RespURI"), parts.get("Cred"), parts.get("Meta")
    made.version_dtd, made.version_proto = parts.get("VerDTD", "1.2"), parts.get("VerProto", "DM/1.2")
    made.no_response = "NoResp" in parts
    made.__class__ = Header
    return made  # type: ignore[no-any-return]


def _proof(value: str | Opaque) -> str:
    """Credentials as base64 text; some peers write the 16 octets of a digest themselves, as opaque data."""
    if isinstance(value, str):
        return value
    text = value.decode("latin-1")
    return text if text.isascii() and text.isprintable() else b64encode(value).decode("ascii")


def _cred(children: Children) -> Cred:
    parts = dict(children)
    made = _Cred()
    made.meta, made.data = parts.get("Meta") or Meta(), _proof(parts.get("Data", ""))
    made.__class__ = Cred
    return made  # type: ignore[no-any-return]


def _chal(children: Children) -> Chal:
    return Chal(dict(children).get("Meta") or Meta())


def _item(children: Children) -> Item:
    made = _Item()
    made.target = made.source = made.meta = made.data = None
    made.more_data = False
    for name, value in children:
        if name == "Meta":
            made.meta = value
        elif name == "Data":
            made.data = value
        elif name == "Source":
            made.source = value
        elif name == "Target":
            made.target = value
        elif name == "MoreData":
            made.more_data = True
    meta, data = made.meta, made.data
    if meta is not None and data is not None and meta.format is not None:
        made.data = data_as(data, meta.format)
    made.__class__ = Item
    return made  # type: ignore[no-any-return]


Shape: TypeAlias = tuple[str | None, str | None, bool, Meta | None, str | None]
"""LocURI and LocName of an item, whether they are its Target, its Meta, and its Data as text."""


def item_of(shape: Shape) -> Item:
    """The item of this shape. MessageError when its data are not what its Format says."""
    uri, name, is_target, meta, data = shape
    made = _Item()
    made.target = made.source = None
    made.meta, made.data, made.more_data = meta, data, False
    if uri is not None:
        place = _Location()
        place.uri, place.name = uri, name
        place.__class__ = Location
        if is_target:
            made.target = place
        else:
            made.source = place
    if data is not None and meta is not None and meta.format == "b64":
        made.data = data_as(data, "b64")
    made.__class__ = Item
    return made  # type: ignore[no-any-return]


def data_as(data: str | bytes, format_: str | None) -> str | bytes:
    """Data as its Format says: base64 and binary as octets, all else as text, if it is text."""
    if format_ == "b64":
        try:
            return b64decode(
                b"".join(data.split()) if isinstance(data, bytes) else "".join(data.split()), validate=True
            )
        except (Base64Error, ValueError):
            raise MessageError("Data says it is base64 and is not") from None
    if isinstance(data, Opaque):
        if format_ == "bin":
            return bytes(data)
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return bytes(data)
    return data


def _items(children: Children, outer: Meta | None) -> tuple[Item, ...]:
    """The items, whose data follow the Format of the command where their own Meta names none."""
    items = [value for name, value in children if name == "Item"]
    format_ = None if outer is None else outer.format
    for item in items:
        if format_ == "b64" or type(item.data) is Opaque:
            return tuple([_following(item, format_) for item in items])
    return tuple(items)


def _following(item: Item, format_: str | None) -> Item:
    if item.data is None or (item.meta is not None and item.meta.format is not None):
        return item
    return replace(item, data=data_as(item.data, format_))


def _simple(kind: type[Add] | type[Replace] | type[Delete] | type[Copy] | type[Get]) -> Callable[[Children], Command]:
    unmade = unfrozen(kind)

    def build(children: Children) -> Command:
        parts = dict(children)
        made = unmade()
        made.cmd_id = parts.get("CmdID")
        if made.cmd_id is None:
            raise MessageError(f"{kind.__name__} has no CmdID")
        made.meta = parts.get("Meta")
        made.items = _items(children, made.meta)
        made.__class__ = kind
        return made  # type: ignore[no-any-return]

    return build


def _exec(children: Children) -> Exec:
    parts = dict(children)
    meta = parts.get("Meta")
    return Exec(_required(parts, "CmdID", "Exec"), _items(children, meta), meta, parts.get("Correlator"))


def _alert(children: Children) -> Alert:
    parts = dict(children)
    made = _Alert()
    made.cmd_id = _required(parts, "CmdID", "Alert")
    made.code = _text(_required(parts, "Data", "Alert"), "Data").strip()
    made.items = _items(children, None) if "Item" in parts else ()
    made.correlator = parts.get("Correlator")
    made.__class__ = Alert
    return made  # type: ignore[no-any-return]


def _status(children: Children) -> Status:
    parts = dict(children)
    text = parts.get
    made = _Status()
    made.cmd_id = text("CmdID", "")  # nothing refers to it
    made.message_ref, made.command_ref, made.command = text("MsgRef", ""), text("CmdRef", ""), text("Cmd", "")
    made.code = _text(text("Data", ""), "Data").strip()
    made.target_refs = tuple([value for name, value in children if name == "TargetRef"])
    made.source_refs = tuple([value for name, value in children if name == "SourceRef"])
    made.chal, made.cred = text("Chal"), text("Cred")
    made.items = _items(children, None) if "Item" in parts else ()
    made.__class__ = Status
    return made  # type: ignore[no-any-return]


def _results(children: Children) -> Results:
    parts = dict(children)
    meta = parts.get("Meta")
    return Results(
        _required(parts, "CmdID", "Results"),
        parts.get("CmdRef", ""),
        _items(children, meta),
        parts.get("MsgRef"),
        meta,
        parts.get("TargetRef"),
        parts.get("SourceRef"),
    )


def _group(kind: type[Atomic] | type[Sequence]) -> Callable[[Children], Command]:
    def build(children: Children) -> Command:
        parts = dict(children)
        for name in parts:
            if name not in COMMANDS and name not in _IN_GROUPS:
                raise MessageError(f"{name} is no command of device management")
        inner = tuple(value for name, value in children if name in COMMANDS)
        return kind(_required(parts, "CmdID", kind.__name__), inner, parts.get("Meta"))

    return build


_IN_GROUPS: Final = frozenset(("CmdID", "NoResp", "Meta"))
COMMANDS: Final[dict[str, Callable[[Children], Command]]] = {
    "Add": _simple(Add),
    "Replace": _simple(Replace),
    "Delete": _simple(Delete),
    "Copy": _simple(Copy),
    "Get": _simple(Get),
    "Exec": _exec,
    "Alert": _alert,
    "Status": _status,
    "Results": _results,
    "Atomic": _group(Atomic),
    "Sequence": _group(Sequence),
}
"""What makes a command of its children."""

BUILDERS: Final[dict[str, Builder]] = {
    "SyncML": _message,
    "SyncHdr": _header,
    "SyncBody": _body,
    "Target": _location,
    "Source": _location,
    "Meta": _meta,
    "MetInf": _fields,
    "Cred": _cred,
    "Chal": _chal,
    "Item": _item,
    **COMMANDS,
}
"""What makes something of the children of an element, by its local name. All other elements are texts."""

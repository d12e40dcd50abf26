"""Messages to WBXML 1.2: inline strings, binary data as opaque data, no string table.

Two forms of header are in use (public id 0x1201, or its text in the string
table); the number is written, since every peer reads it. Binary data go out as
they are and their Meta says ``bin``; with a Meta that says ``b64`` they go out
as base64 text (OMA-TS-DM_RepPro 1.2, 6.6).
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from typing import Final

from swm.errors import LocalError
from swm.syncml.code_pages import PUBLIC_ID, TOKENS
from swm.syncml.message import (
    Alert,
    Atomic,
    Chal,
    Command,
    Cred,
    Exec,
    Header,
    Item,
    Location,
    Message,
    Meta,
    Results,
    Sequence,
    Status,
)

_CONTENT: Final = 0x40
_INLINE: Final = b"\x03"
_OPAQUE: Final = b"\xc3"
_END: Final = b"\x01"
_TO_METINF: Final = b"\x00\x01"
_TO_SYNCML: Final = b"\x00\x00"


def integer(value: int) -> bytes:
    """mb_u_int32."""
    out = [value & 0x7F]
    while value := value >> 7:
        out.append(value & 0x7F | 0x80)
    return bytes(reversed(out))


_START: Final = b"\x02" + integer(PUBLIC_ID) + integer(106) + b"\x00"
_OPEN: Final = {name: bytes((token | _CONTENT,)) for (page, name), token in TOKENS.items() if page == 0}
_EMPTY: Final = {name: bytes((token,)) for (page, name), token in TOKENS.items() if page == 0}
_META: Final = {name: bytes((token | _CONTENT,)) + _INLINE for (page, name), token in TOKENS.items() if page == 1}
_TEXT: Final = {name: opened + _INLINE for name, opened in _OPEN.items()}
_META_FIELDS: Final = (
    ("Format", "format"),
    ("Type", "type"),
    ("Mark", "mark"),
    ("Size", "size"),
    ("Version", "version"),
    ("NextNonce", "next_nonce"),
    ("MaxMsgSize", "max_msg_size"),
    ("MaxObjSize", "max_obj_size"),
)


def encode_wbxml(message: Message) -> bytes:
    """The message as WBXML in UTF-8. LocalError when something in it cannot be written."""
    out: list[bytes] = [_START, _OPEN["SyncML"]]
    try:
        _header(message.header, out)
        out.append(_OPEN["SyncBody"])
        for command in message.commands:
            _command(command, out)
        out.append(_EMPTY["Final"] + _END + _END if message.final else _END + _END)
        return b"".join(out)
    except UnicodeEncodeError:
        raise LocalError("the text holds half a surrogate pair, which UTF-8 cannot carry") from None


def _text(name: str, text: str, out: list[bytes]) -> None:
    encoded = text.encode("utf-8")
    if b"\x00" in encoded:
        # An inline string ends at its first NUL.
        out.append(_OPEN[name] + _OPAQUE + integer(len(encoded)) + encoded + _END)
    else:
        out.append(_TEXT[name] + encoded + b"\x00\x01")


def _header(header: Header, out: list[bytes]) -> None:
    out.append(_OPEN["SyncHdr"])
    _text("VerDTD", header.version_dtd, out)
    _text("VerProto", header.version_proto, out)
    _text("SessionID", header.session_id, out)
    _text("MsgID", header.message_id, out)
    _location("Target", header.target, out)
    _location("Source", header.source, out)
    if header.respond_to is not None:
        _text("RespURI", header.respond_to, out)
    if header.no_response:
        out.append(_EMPTY["NoResp"])
    if header.cred is not None:
        _cred(header.cred, out)
    if header.meta is not None:
        _meta(header.meta, out)
    out.append(_END)


def _location(name: str, location: Location, out: list[bytes]) -> None:
    out.append(_OPEN[name])
    _text("LocURI", location.uri, out)
    if location.name is not None:
        _text("LocName", location.name, out)
    out.append(_END)


def _cred(cred: Cred, out: list[bytes]) -> None:
    out.append(_OPEN["Cred"])
    _meta(cred.meta, out)
    _text("Data", cred.data, out)
    out.append(_END)


def _chal(chal: Chal, out: list[bytes]) -> None:
    out.append(_OPEN["Chal"])
    _meta(chal.meta, out)
    out.append(_END)


def _meta(meta: Meta, out: list[bytes]) -> None:
    out.append(_OPEN["Meta"])
    fields = [(name, value) for name, field in _META_FIELDS if (value := getattr(meta, field)) is not None]
    if fields:
        out.append(_TO_METINF)
        for name, value in fields:
            encoded = str(value).encode("utf-8")
            if b"\x00" in encoded:
                out.append(_META[name][:1] + _OPAQUE + integer(len(encoded)) + encoded + _END)
            else:
                out.append(_META[name] + encoded + b"\x00\x01")
        out.append(_TO_SYNCML)
    out.append(_END)


def _item(item: Item, out: list[bytes]) -> None:
    out.append(_OPEN["Item"])
    if item.target is not None:
        _location("Target", item.target, out)
    if item.source is not None:
        _location("Source", item.source, out)
    data, meta = item.data, item.meta
    if isinstance(data, bytes):
        format_ = None if meta is None else meta.format
        if format_ == "b64":
            data = b64encode(data).decode("ascii")
        elif format_ != "bin":
            meta = Meta(format="bin") if meta is None else replace(meta, format="bin")
    if meta is not None:
        _meta(meta, out)
    if isinstance(data, bytes):
        out.append(_OPEN["Data"] + _OPAQUE + integer(len(data)) + data + _END)
    elif data is not None:
        _text("Data", data, out)
    if item.more_data:
        out.append(_EMPTY["MoreData"])
    out.append(_END)


def _command(command: Command, out: list[bytes]) -> None:
    out.append(_OPEN[type(command).__name__])
    _text("CmdID", command.cmd_id, out)
    if isinstance(command, Status):
        _status(command, out)
    elif isinstance(command, Results):
        _results(command, out)
    elif isinstance(command, Alert):
        _text("Data", command.code, out)
        if command.correlator is not None:
            _text("Correlator", command.correlator, out)
        for item in command.items:
            _item(item, out)
    else:
        if command.meta is not None:
            _meta(command.meta, out)
        if isinstance(command, Exec) and command.correlator is not None:
            _text("Correlator", command.correlator, out)
        if isinstance(command, (Atomic, Sequence)):
            for inner in command.commands:
                _command(inner, out)
        else:
            for item in command.items:
                _item(item, out)
    out.append(_END)


def _status(status: Status, out: list[bytes]) -> None:
    _text("MsgRef", status.message_ref, out)
    _text("CmdRef", status.command_ref, out)
    _text("Cmd", status.command, out)
    for reference in status.target_refs:
        _text("TargetRef", reference, out)
    for reference in status.source_refs:
        _text("SourceRef", reference, out)
    if status.cred is not None:
        _cred(status.cred, out)
    if status.chal is not None:
        _chal(status.chal, out)
    _text("Data", status.code, out)
    for item in status.items:
        _item(item, out)


def _results(results: Results, out: list[bytes]) -> None:
    if results.message_ref is not None:
        _text("MsgRef", results.message_ref, out)
    _text("CmdRef", results.command_ref, out)
    if results.meta is not None:
        _meta(results.meta, out)
    if results.target_ref is not None:
        _text("TargetRef", results.target_ref, out)
    for item in results.items:
        _item(item, out)

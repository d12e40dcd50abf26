"""Messages in the order of the DTD, in markup that each encoding gives (OMA-TS-DM_RepPro 1.2).

What is written is a list in which markup and text take turns, so that all the
texts of a message can be looked through at once, and escaped only when one of
them needs it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Final, Protocol, TypeAlias, get_args

from swm.errors import LocalError
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

Pieces: TypeAlias = "list[str | bytes]"
"""Markup, text, markup, text, ... An encoding may put octets in the place of a text."""

Content: TypeAlias = tuple[str, str | bytes, str, str]
"""The pieces of an element that holds one text: the last one is the empty text between it and the next markup."""

_LARGEST: Final = 10**18
_FIELDS: Final = ("Format", "Type", "Mark", "Size", "Version", "NextNonce", "MaxMsgSize", "MaxObjSize")


class Notation(Protocol):
    """The markup of an encoding."""

    def element(self, name: str) -> tuple[str, str]:
        """What begins and ends an element that holds elements."""

    def empty(self, name: str) -> str:
        """An element without content."""

    def text(self, name: str) -> tuple[str, str]:
        """What stands before and after the text of an element that holds one."""

    def meta(self) -> tuple[str, str]:
        """What begins and ends Meta."""

    def meta_text(self, name: str) -> tuple[str, str]:
        """What stands before and after the text of an element inside Meta."""

    def data(self, data: str | bytes, format_: str | None, meta: Meta | None) -> tuple[Meta | None, Content]:
        """Data of an item for which this Format holds, and the Meta that then is true in the place of its own."""


def writer(notation: Notation) -> Callable[[Message], Pieces]:
    """What writes messages in `notation`."""
    element, empty, text, data = notation.element, notation.empty, notation.text, notation.data
    name_0, name_1 = text("LocName")
    uri_0, uri_1 = text("LocURI")

    def place(name: str, begin: str = "") -> tuple[str, str, str, str]:
        """What stands around LocURI alone, and between it and LocName and behind; `begin` is markup before all of it."""
        start, end = element(name)
        return begin + start + uri_0, uri_1 + end, uri_1 + name_0, name_1 + end

    source = place("Source")
    meta_start, meta_end = ((piece, "") for piece in notation.meta())
    (format_0, format_1), (type_0, type_1), *_ = fields = [notation.meta_text(name) for name in _FIELDS]
    meta_format, format_type = meta_start[0] + format_0, format_1 + type_0
    _, _, mark, size, version, nonce, longest, largest = fields
    item_start, item_end = ((piece, "") for piece in element("Item"))
    # Nearly every item has an address, and begins with it.
    item_target, item_source = place("Target", item_start[0]), place("Source", item_start[0])
    commands = {
        kind: (element(kind.__name__)[0] + text("CmdID")[0], text("CmdID")[1], (element(kind.__name__)[1], ""))
        for kind in get_args(Command)
    }
    more_data = (empty("MoreData"), "")
    data_0, data_1 = text("Data")
    correlator_0, correlator_1 = text("Correlator")
    between = (element("SyncHdr")[1] + element("SyncBody")[0], "")
    end = element("SyncBody")[1] + element("SyncML")[1]
    final_end = empty("Final") + end
    numbers = [text(name) for name in ("VerDTD", "VerProto", "SessionID", "MsgID")]
    start = element("SyncML")[0] + element("SyncHdr")[0] + numbers[0][0]
    header_target = place("Target", numbers[-1][1])
    proto, session_id, message_id = (before[1] + after[0] for before, after in pairwise(numbers))
    cred_start, cred_end = (element("Cred")[0], ""), data_1 + element("Cred")[1]
    references = [text(name) for name in ("MsgRef", "CmdRef", "Cmd")]
    message_ref, command_end = references[0][0], references[-1][1]
    command_ref, command_name = (before[1] + after[0] for before, after in pairwise(references))

    def leaf(name: str, value: str, out: Pieces) -> None:
        before, after = text(name)
        out += (before, value, after, "")

    def write_place(place: tuple[str, str, str, str], location: Location, out: Pieces) -> None:
        before, after, before_name, after_name = place
        if location.name is None:
            out += (before, location.uri, after, "")
        else:
            out += (before, location.uri, before_name, location.name, after_name, "")

    def write_meta(meta: Meta, out: Pieces) -> None:
        if meta.format is not None and meta.type is not None:
            out += (meta_format, meta.format, format_type, meta.type, type_1, "")
        else:
            out += meta_start
            if meta.format is not None:
                out += (format_0, meta.format, format_1, "")
            if meta.type is not None:
                out += (type_0, meta.type, type_1, "")
        if meta.mark is not None:
            out += (mark[0], meta.mark, mark[1], "")
        if meta.size is not None:
            out += (size[0], _number(meta.size), size[1], "")
        if meta.version is not None:
            out += (version[0], meta.version, version[1], "")
        if meta.next_nonce is not None:
            out += (nonce[0], meta.next_nonce, nonce[1], "")
        if meta.max_msg_size is not None:
            out += (longest[0], _number(meta.max_msg_size), longest[1], "")
        if meta.max_obj_size is not None:
            out += (largest[0], _number(meta.max_obj_size), largest[1], "")
        out += meta_end

    def write_header(header: Header, out: Pieces) -> None:
        out += (start, header.version_dtd, proto, header.version_proto)
        out += (session_id, header.session_id, message_id, header.message_id)
        write_place(header_target, header.target, out)
        write_place(source, header.source, out)
        if header.respond_to is not None:
            leaf("RespURI", header.respond_to, out)
        if header.no_response:
            out += (empty("NoResp"), "")
        if header.cred is not None:
            write_cred(header.cred, out)
        if header.meta is not None:
            write_meta(header.meta, out)

    def write_cred(cred: Cred, out: Pieces) -> None:
        out += cred_start
        write_meta(cred.meta, out)
        out += (data_0, cred.data, cred_end, "")

    def write_chal(chal: Chal, out: Pieces) -> None:
        before, after = element("Chal")
        out += (before, "")
        write_meta(chal.meta, out)
        out += (after, "")

    def write_items(items: tuple[Item, ...], outer: Meta | None, out: Pieces) -> None:
        outer_format = None if outer is None else outer.format
        for item in items:
            if item.target is not None:
                write_place(item_target, item.target, out)
                if item.source is not None:
                    write_place(source, item.source, out)
            elif item.source is not None:
                write_place(item_source, item.source, out)
            else:
                out += item_start
            meta = item.meta
            if item.data is None:
                if meta is not None:
                    write_meta(meta, out)
            else:
                format_ = outer_format if meta is None or meta.format is None else meta.format
                meta, content = data(item.data, format_, meta)
                if meta is not None:
                    write_meta(meta, out)
                out += content
            if item.more_data:
                out += more_data
            out += item_end

    def write_command(command: Command, out: Pieces) -> None:
        before, after, closing = commands[type(command)]
        out += (before, command.cmd_id, after, "")
        if isinstance(command, Status):
            write_status(command, out)
        elif isinstance(command, Results):
            write_results(command, out)
        elif isinstance(command, Alert):
            out += (data_0, _code(command.code), data_1, "")
            if command.correlator is not None:
                out += (correlator_0, command.correlator, correlator_1, "")
            write_items(command.items, None, out)
        else:
            if command.meta is not None:
                write_meta(command.meta, out)
            if isinstance(command, Exec) and command.correlator is not None:
                out += (correlator_0, command.correlator, correlator_1, "")
            if isinstance(command, (Atomic, Sequence)):
                for inner in command.commands:
                    write_command(inner, out)
            else:
                write_items(command.items, command.meta, out)
        out += closing

    def write_status(status: Status, out: Pieces) -> None:
        out += (message_ref, status.message_ref, command_ref, status.command_ref, command_name, status.command)
        out += (command_end, "")
        for reference in status.target_refs:
            leaf("TargetRef", reference, out)
        for reference in status.source_refs:
            leaf("SourceRef", reference, out)
        if status.cred is not None:
            write_cred(status.cred, out)
        if status.chal is not None:
            write_chal(status.chal, out)
        out += (data_0, _code(status.code), data_1, "")
        write_items(status.items, None, out)

    def write_results(results: Results, out: Pieces) -> None:
        if results.message_ref is not None:
            leaf("MsgRef", results.message_ref, out)
        leaf("CmdRef", results.command_ref, out)
        if results.meta is not None:
            write_meta(results.meta, out)
        if results.target_ref is not None:
            leaf("TargetRef", results.target_ref, out)
        if results.source_ref is not None:
            leaf("SourceRef", results.source_ref, out)
        write_items(results.items, results.meta, out)

    def write(message: Message) -> Pieces:
        out: Pieces = []
        write_header(message.header, out)
        out += between
        for command in message.commands:
            write_command(command, out)
        out.append(final_end if message.final else end)
        return out

    return write


def _number(value: int) -> str:
    if not 0 <= value < _LARGEST:
        raise LocalError(f"a size of {value} octets cannot be sent; it must be from 0 to {_LARGEST - 1}")
    return str(value)


def _code(code: str) -> str:
    if code.strip() != code:
        raise LocalError(f"the code {code!r} has blanks around it, which a reader would not keep")
    return code


def with_format(meta: Meta | None, format_: str) -> Meta:
    """`meta` that says `format_`."""
    return Meta(format=format_) if meta is None else replace(meta, format=format_)

"""Every message that the model can hold, for hypothesis, and the captured ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st

from swm.syncml import (
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
    escape,
)
from swm.syncml.tnds import ROOT, TNDS_WBXML

CHARACTERS = st.characters(exclude_categories=("Cs",), exclude_characters="\ufffe\uffff", codec="utf-8")
TEXT = st.text(CHARACTERS, max_size=20).map(
    lambda text: "".join(letter for letter in text if letter in "\t\n\r" or ord(letter) >= 32)
)
LOCATION = st.builds(Location, TEXT, st.none() | TEXT)
NUMBER = st.none() | st.integers(0, 10**18 - 1)
FORMAT = st.none() | st.sampled_from(["b64", "bin", "chr", "int", "xml", "node"]) | TEXT
TYPE = st.none() | st.sampled_from(["text/plain", TNDS_WBXML]) | TEXT
META = st.builds(Meta, FORMAT, TYPE, st.none() | TEXT, NUMBER, st.none() | TEXT, NUMBER, NUMBER, st.none() | TEXT)
TREE = st.recursive(
    TEXT.map(escape),
    lambda inner: st.lists(st.tuples(st.sampled_from(["Node", "NodeName", "Value", "Format", "node"]), inner)).map(
        lambda parts: "".join(f"<{name}>{text}</{name}>" if text else f"<{name}/>" for name, text in parts)
    ),
    max_leaves=6,
).map(lambda inner: f"{ROOT}{inner}</MgmtTree>")
DATA = st.none() | TEXT | st.binary(max_size=30) | TREE
ITEM = st.builds(Item, st.none() | LOCATION, st.none() | LOCATION, st.none() | META, DATA, st.booleans())
ITEMS = st.lists(ITEM, max_size=3).map(tuple)
OUTER = st.none() | META
CODE = st.sampled_from(["200", "405", "1226"]) | TEXT.map(str.strip)
CRED = st.builds(Cred, META, TEXT)
LEAVES = st.one_of(
    *[st.builds(kind, TEXT, ITEMS, OUTER) for kind in (Add, Replace, Delete, Copy, Get)],
    st.builds(Exec, TEXT, ITEMS, OUTER, st.none() | TEXT),
    st.builds(Alert, TEXT, CODE, ITEMS, st.none() | TEXT),
    st.builds(
        Status,
        TEXT,
        TEXT,
        TEXT,
        TEXT,
        CODE,
        st.lists(TEXT, max_size=2).map(tuple),
        st.lists(TEXT, max_size=2).map(tuple),
        st.none() | st.builds(Chal, META),
        st.none() | CRED,
        ITEMS,
    ),
    st.builds(Results, TEXT, TEXT, ITEMS, st.none() | TEXT, OUTER, st.none() | TEXT, st.none() | TEXT),
)
COMMANDS = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(Atomic, TEXT, st.lists(inner, max_size=3).map(tuple), OUTER)
        | st.builds(Sequence, TEXT, st.lists(inner, max_size=3).map(tuple), OUTER)
    ),
    max_leaves=5,
)
HEADER = st.builds(
    Header, TEXT, TEXT, LOCATION, LOCATION, st.none() | TEXT, st.none() | CRED, OUTER, TEXT, TEXT, st.booleans()
)


def changed(message: Message, change: Callable[[Item, str | None], Item]) -> Message:
    """`message` with every item changed; `change` is also told the Format of the command."""

    def of_command(command: Command) -> Command:
        if isinstance(command, (Atomic, Sequence)):
            return replace(command, commands=tuple(of_command(inner) for inner in command.commands))
        meta = None if isinstance(command, (Alert, Status)) else command.meta
        outer = None if meta is None else meta.format
        return replace(command, items=tuple(change(item, outer) for item in command.items))

    return replace(message, commands=tuple(of_command(command) for command in message.commands))


def format_of(item: Item, outer: str | None) -> str | None:
    """The Format that holds for an item."""
    return outer if item.meta is None or item.meta.format is None else item.meta.format


def octets_where_base64(item: Item, outer: str | None) -> Item:
    """Data that are base64 on the wire are octets in the model; text in their place cannot be sent."""
    if isinstance(item.data, str) and format_of(item, outer) == "b64":
        return replace(item, data=item.data.encode())
    return item


def sent(message: Message, *formats: str) -> Message:
    """What arrives: the same, but octets whose Format is none of `formats` say the first of them.

    The one thing that an encoding adds (OMA-TS-DM_RepPro 1.2, 6.6).
    """

    def change(item: Item, outer: str | None) -> Item:
        if not isinstance(item.data, bytes) or format_of(item, outer) in formats:
            return item
        return replace(item, meta=replace(item.meta or Meta(), format=formats[0]))

    return changed(message, change)


def over_xml(message: Message) -> Message:
    """What arrives over XML, which has no octets."""
    return sent(message, "b64")


def over_wbxml(message: Message) -> Message:
    """What arrives over WBXML."""
    return sent(message, "bin", "b64")


MESSAGES = st.builds(Message, HEADER, st.lists(COMMANDS, max_size=4).map(tuple), st.booleans()).map(
    lambda message: changed(message, octets_where_base64)
)


def samples(shared: Path, ending: str) -> list[Path]:
    """The captured messages in one encoding."""
    roots = ("fumo-wbxml-md5", "xml-md5-basic-full", "ms-mdm", "fleet-mdmtest", "libwbxml")
    return [path for root in roots for path in sorted((shared / "syncml" / root).rglob(f"*.{ending}"))]

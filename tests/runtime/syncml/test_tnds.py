"""Management trees in Data: as tokens of the DM DDF page where those say exactly the same, else as text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from syncml_messages import TREE

from swm.errors import MessageError
from swm.syncml import Add, Header, Item, Location, Message, Meta, decode_wbxml, encode_wbxml
from swm.syncml.tnds import ROOT, TNDS_WBXML, tokens_of

SMALL = (
    f"{ROOT}<VerDTD>1.2</VerDTD><Node><NodeName>A &amp; B</NodeName><RTProperties><Format><node/></Format></RTProperties>"
    "<Value>\u00fc</Value></Node></MgmtTree>"
)
TO_DDF, TO_SYNCML = b"\x00\x02", b"\x00\x00"


def carrying(tree: str, media_type: str = TNDS_WBXML) -> Message:
    item = Item(Location("./X"), meta=Meta("xml", media_type), data=tree)
    return Message(Header("1", "1", Location("t"), Location("s")), (Add("1", (item,)),))


def test_a_tree_travels_as_tokens() -> None:
    data = encode_wbxml(carrying(SMALL))
    assert b"\x4f" + TO_DDF + b"\x60\x77\x031.2\x00\x01" in data  # Data, MgmtTree, VerDTD
    assert b"MgmtTree" not in data
    assert len(data) < len(encode_wbxml(carrying(SMALL, "text/xml"))) - 100
    assert decode_wbxml(data) == carrying(SMALL)


@settings(deadline=None)
@given(tree=TREE | TREE.map(lambda tree: tree.replace("/>", " />")) | st.text(st.characters(codec="utf-8")))
def test_no_tree_loses_anything(tree: str) -> None:
    assert decode_wbxml(encode_wbxml(carrying(tree))) == carrying(tree)


@pytest.mark.parametrize(
    "tree",
    [
        SMALL.replace(ROOT, "<MgmtTree>"),
        SMALL.replace("<Value>", '<Value a="b">'),
        SMALL.replace("<node/>", "<node></node>"),
        SMALL.replace("<Value>", "<Worth>").replace("</Value>", "</Worth>"),
        SMALL.replace("&amp;", "&#38;"),
        SMALL.replace("<Value>", "<!-- a remark --><Value>"),
        SMALL[:-1],
        f"{SMALL}x",
        "",
    ],
)
def test_what_tokens_cannot_say_exactly_goes_as_text(tree: str) -> None:
    assert tokens_of(tree) is None
    assert decode_wbxml(encode_wbxml(carrying(tree))) == carrying(tree)


def test_the_trees_of_a_foreign_client_travel_as_tokens(shared: Path) -> None:
    for path in sorted((shared / "syncml" / "hs20-tnds").glob("*.tnds")):
        root = etree.fromstring(path.read_bytes())
        inner = b"".join(etree.tostring(child) for child in root).decode().replace(' xmlns="syncml:dmddf1.2"', "")
        tree = f"{ROOT}{(root.text or '') + inner}</MgmtTree>"
        assert tokens_of(tree) is not None, path.name
        assert decode_wbxml(encode_wbxml(carrying(tree))) == carrying(tree)


HOSTILE = {
    "outside of Data": (lambda data: data.replace(b"\x4f\x00\x02", b"\x57\x00\x02"), "stands outside of Data"),
    "after text of another kind": (lambda data: data.replace(TO_DDF + b"\x60", TO_DDF + b"\x04\x00"), "string table"),
    "a token that is none": (lambda data: data.replace(b"\x77\x031.2", b"\x7f\x031.2"), "is no element of a tree"),
    "a page that is none": (lambda data: data.replace(b"\x77\x031.2\x00\x01", b"\x00\x07"), "no code page 7"),
    "ends on another page": (lambda data: data.replace(b"\x77\x031.2\x00\x01", b"\x00\x01"), "is no element|another"),
    "a character that XML has not": (
        lambda data: data.replace(b"1.2\x00\x01\x64", b"1\x0b2\x00\x01\x64"),
        "cannot carry",
    ),
    "too deep": (lambda data: data.replace(b"\x77\x031.2\x00\x01", b"\x64" * 100), "nested more than 64"),
    "too many": (lambda data: data.replace(b"\x77\x031.2\x00\x01", b"\x24" * 30_000), "more than 10000 elements"),
    "without end": (lambda data: data[: data.index(b"\x64")], "does not end|in the middle"),
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_hostile_tree_is_refused_with_its_reason(name: str) -> None:
    change, reason = HOSTILE[name]
    data = encode_wbxml(carrying(SMALL))
    changed = change(data)
    assert changed != data
    with pytest.raises(MessageError, match=reason):
        decode_wbxml(changed)

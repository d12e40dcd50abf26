"""Ordinary messages are read at once; the two readers of XML never read one message in two ways."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bombs import OF_XML, XML, in_data
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from syncml_messages import MESSAGES, samples

from swm.errors import MessageError
from swm.syncml import Limits, Message, decode_xml, encode_xml, ordinary_xml
from swm.syncml.xml_decoder import read_with_expat

NAMES = (
    *("SyncML", "SyncHdr", "SyncBody", "Target", "Source", "LocURI", "LocName", "Meta", "MetInf", "Format", "Type"),
    *("Size", "NextNonce", "Cred", "Chal", "Data", "Item", "MoreData", "CmdID", "MsgRef", "Cmd", "TargetRef"),
    *("Add", "Replace", "Get", "Exec", "Alert", "Status", "Results", "Atomic", "Sequence", "Final", "NoResp", "Sync"),
    *("Anchor", "VerDTD", "Other", "p:Item", "MgmtTree"),
)
PIECES = (
    *("<!--c-->", "<![CDATA[x<y]]>", "<![CDATA[]]>", "<?p i?>", "<?p <?>", "&amp;", "&#60;", "&#0;", "&a;", "&"),
    *("\r\n", "\r", " ", "\t", "\x00", "\x0b", '"', "'", ">", "<", "]]>", "=", "ä", "\ufeff", "\ufffe"),
    *(' a=">"', " a='>' b=\"\"", ' xmlns="u"', ' xmlns:p="u"', ' xmlns:xml="u"', ' xmlns="syncml:metinf"', ' p:a=""'),
    *('<?xml version="1.0"?>', '<?xml version="1.0" encoding="latin-1"?>', "<!DOCTYPE SyncML>", "text", "b64", "9"),
    *(f"<{name}/>" for name in NAMES),
    *(f"<{name}>" for name in NAMES),
    *(f"</{name}>" for name in NAMES),
    "<Meta>" * 3 + "</Meta>" * 3,
    "<Sequence><CmdID>1</CmdID>" * 12 + "</Sequence>" * 12,
    " ".join(f'a{n}=""' for n in range(17)),
)


@st.composite
def changed(draw: st.DrawFn, data: bytes) -> bytes:
    """`data` with elements renamed, and pieces of XML put in, in the place of others or nowhere."""
    for _ in range(draw(st.integers(0, 2))):
        old, new = (
            draw(st.sampled_from(sorted(set(re.findall(rb"</([\w:]+)>", data))) or [b"x"])),
            draw(st.sampled_from(NAMES)),
        )
        data = re.sub(rb"(</?)" + old + rb"\b", rb"\g<1>" + new.encode(), data)
    for _ in range(draw(st.integers(0, 3))):
        edges = [found.start() for found in re.finditer(rb"[<>/]", data)]
        at = draw(st.sampled_from(edges)) + draw(st.integers(0, 1)) if edges else 0
        if draw(st.booleans()):
            at = draw(st.integers(0, len(data)))
        length = draw(st.sampled_from([0, 0, 0, 1, 2, 8]))
        data = data[:at] + draw(st.sampled_from(PIECES)).encode() + data[at + length :]
    return data


def by_expat(data: bytes, limits: Limits) -> Message | None:
    try:
        return read_with_expat(data, limits)
    except MessageError:
        return None


LIMITS = st.just(Limits()) | st.builds(
    Limits,
    size=st.just(10_000),
    depth=st.integers(1, 20),
    elements=st.integers(1, 400),
    attributes=st.integers(1, 20),
    attribute_length=st.integers(1, 100),
)


@examples(100, 500)
@given(message=MESSAGES, limits=LIMITS, drawn=st.data())
def test_what_is_read_at_once_is_read_by_expat_and_the_same(
    message: Message, limits: Limits, drawn: st.DataObject
) -> None:
    data = drawn.draw(changed(encode_xml(message)))
    at_once = ordinary_xml.read(data, limits)
    if at_once is not None:
        assert at_once == by_expat(data, limits)


@examples(50, 200)
@given(message=MESSAGES, drawn=st.data())
def test_refusals_are_those_of_expat(message: Message, drawn: st.DataObject) -> None:
    data = drawn.draw(changed(encode_xml(message)))
    try:
        expected = read_with_expat(data, Limits())
    except MessageError as error:
        with pytest.raises(MessageError) as refused:
            decode_xml(data)
        assert str(refused.value) == str(error)
    else:
        assert decode_xml(data) == expected


@examples(40, 100)
@given(message=MESSAGES)
def test_what_is_written_here_is_ordinary(message: Message) -> None:
    data = encode_xml(message)
    text = data.decode()
    has_quotes = re.search("[\"']", re.sub(r'^<\?.*?\?><SyncML [^>]*>| xmlns="syncml:metinf"', "", text)) is not None
    assert (
        ordinary_xml.read(data, Limits()) is not None or has_quotes or len(data) > ordinary_xml.SIZE or "\x00" in text
    )


def test_captured_messages_are_ordinary_unless_they_name_the_dtd(shared: Path) -> None:
    at_once = 0
    for path in samples(shared, "xml"):
        data = path.read_bytes()
        expected = by_expat(data, Limits())
        if expected is None or b"<!DOCTYPE" in data:
            assert ordinary_xml.read(data, Limits()) is None, path.name
        else:
            assert ordinary_xml.read(data, Limits()) == expected, path.name
            at_once += 1
    assert at_once >= 20


@pytest.mark.parametrize("bomb", OF_XML)
def test_no_bomb_is_ordinary(bomb: str) -> None:
    assert ordinary_xml.read(OF_XML[bomb][0](), Limits()) is None


@pytest.mark.parametrize(
    ("change", "is_ordinary"),
    [
        (lambda data: data, True),
        (lambda data: data.replace(b"<SyncBody>", b"\n  <SyncBody>\n  "), True),
        (lambda data: data.replace(b"UTF-8", b"utf-8"), True),
        (lambda data: data.partition(b"?>")[2], True),
        (lambda data: data.replace(b"SyncML1.2", b"SyncML1.1").replace(b"./A", b"./A's"), True),
        (lambda data: data.replace(b"SYNCML:SYNCML1.2", b"urn:other"), False),
        (lambda data: data.replace(b"UTF-8", b"latin-1"), False),
        (lambda data: b"\xef\xbb\xbf" + data, False),
        (lambda data: data.decode().replace("UTF-8", "UTF-16").encode("utf-16"), False),
        (lambda data: data.replace(b"<Get>", b"<Get a='" + b"x" * 80 + b"'>"), False),
        (lambda data: data.replace(b"<Get>", b"<Get a='>'>"), False),
        (lambda data: in_data(b"<!-- a comment -->"), False),
        (lambda data: in_data(b"<![CDATA[text]]>"), False),
        (lambda data: in_data(b"x" * ordinary_xml.SIZE), False),
        (lambda data: data.replace(b"<Get>", b"<Get><Other/>"), False),
    ],
)
def test_what_is_ordinary(change: object, is_ordinary: bool) -> None:
    assert callable(change)
    assert (ordinary_xml.read(change(XML), Limits()) is not None) is is_ordinary
    decode_xml(change(XML))

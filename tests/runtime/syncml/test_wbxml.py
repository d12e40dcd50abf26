"""Messages over WBXML: lossless, agreeing with XML, hard on hostile input."""

from __future__ import annotations

from pathlib import Path

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from syncml_messages import MESSAGES, over_wbxml, over_xml, samples

from swm.errors import LocalError, MessageError
from swm.syncml import (
    Get,
    Header,
    Item,
    Limits,
    Location,
    Message,
    Meta,
    Replace,
    decode_wbxml,
    decode_xml,
    encode_wbxml,
    encode_xml,
)
from swm.syncml.common_items import CommonItems
from swm.syncml.wbxml_decoder import read_tokens
from swm.syncml.wbxml_encoder import integer

HEAD = b"\x02\xa4\x01\x6a\x00"
SMALL = Message(Header("1", "1", Location("s"), Location("d")), (Get("1", (Item(target=Location("./A")),)),))
ENCODED = encode_wbxml(SMALL)


@examples(40, 300)
@given(message=MESSAGES)
def test_every_message_comes_back_as_it_was(message: Message) -> None:
    assert decode_wbxml(encode_wbxml(message)) == over_wbxml(message)


@examples(30, 150)
@given(message=MESSAGES)
def test_what_came_over_one_encoding_goes_on_over_the_other(message: Message) -> None:
    assert decode_wbxml(encode_wbxml(decode_xml(encode_xml(message)))) == over_xml(message)
    assert decode_xml(encode_xml(decode_wbxml(encode_wbxml(message)))) == over_xml(over_wbxml(message))


@given(data=st.binary())
def test_binary_data_travel_as_they_are(data: bytes) -> None:
    message = Message(SMALL.header, (Replace("1", (Item(Location("./A"), data=data),)),))
    encoded = encode_wbxml(message)
    assert data in encoded
    [command] = decode_wbxml(encoded).commands
    assert isinstance(command, Replace)
    assert (command.items[0].data, command.items[0].meta) == (data, Meta(format="bin"))


def test_captured_messages_say_what_their_xml_says(shared: Path) -> None:
    compared = 0
    for path in samples(shared, "wbxml"):
        message = decode_wbxml(path.read_bytes())
        assert decode_wbxml(encode_wbxml(message)) == message
        beside = path.with_suffix(".xml")
        if beside.exists():
            assert decode_xml(beside.read_bytes()).header == message.header, path.name
            assert len(decode_xml(beside.read_bytes()).commands) == len(message.commands)
            compared += 1
    assert compared >= 10


def body(*parts: bytes) -> bytes:
    """A document whose body is `parts`."""
    return HEAD + b"".join(parts)


def test_the_public_id_may_stand_in_the_string_table() -> None:
    name = b"-//SYNCML//DTD SyncML 1.2//EN\x00"
    assert decode_wbxml(b"\x02\x00\x00\x6a" + integer(len(name)) + name + ENCODED[len(HEAD) :]) == SMALL


@pytest.mark.parametrize("version", [1, 2, 3])
def test_wbxml_1_1_to_1_3_are_read(version: int) -> None:
    assert decode_wbxml(bytes((version,)) + ENCODED[1:]) == SMALL


def test_strings_of_the_table_entities_literals_and_attributes_are_read() -> None:
    table = b"./A\x00Get\x00x\x00"
    get = b"\x44" + integer(4)  # the element Get as a literal with content
    cmd = b"\x4b\x021\x01".replace(b"\x021", b"\x02\x31")  # CmdID with the entity for "1"
    item = b"\x54\x6e\xd7" + b"\x04" + integer(8) + b"\x03y\x00\x01" + b"\x83\x00\x01\x01\x01"
    start = ENCODED[len(HEAD) :].index(b"\x53")
    prefix = ENCODED[len(HEAD) : len(HEAD) + start]
    rest = b"\x12\x01\x01"
    data = HEAD[:-1] + integer(len(table)) + table + prefix + get + cmd + item + b"\x01" + rest
    assert decode_wbxml(data) == SMALL


@examples(100, 300)
@given(at=st.integers(0, len(ENCODED) - 1), octet=st.integers(0, 255))
def test_a_changed_octet_is_read_or_refused_never_more(at: int, octet: int) -> None:
    try:
        decode_wbxml(ENCODED[:at] + bytes((octet,)) + ENCODED[at + 1 :])
    except MessageError:
        return


def test_half_a_surrogate_pair_is_refused_when_writing() -> None:
    with pytest.raises(LocalError):
        encode_wbxml(Message(SMALL.header, (Get("\ud800", ()),)))


def test_a_nonce_that_comes_as_octets_is_read_as_base64() -> None:
    header = Header("1", "1", Location("s"), Location("d"), meta=Meta(next_nonce="N"))
    data = encode_wbxml(Message(header))
    octets = data.replace(b"\x50\x03N\x00\x01", b"\x50\xc3\x02\xff\xfe\x01")
    assert octets != data
    found = decode_wbxml(octets).header.meta
    assert found is not None
    assert found.next_nonce == "//4="


def read_or_refused(data: bytes, limits: Limits) -> Message | None:
    try:
        return read_tokens(data, limits)
    except MessageError:
        return None


@examples(30, 150)
@given(
    message=MESSAGES,
    at=st.integers(0, 400),
    octet=st.integers(0, 255),
    elements=st.integers(1, 60),
    depth=st.integers(1, 9),
)
def test_items_of_the_common_shape_are_read_as_all_others(
    message: Message, at: int, octet: int, elements: int, depth: int
) -> None:
    data = encode_wbxml(message)
    for changed in (data, data[:at] + bytes((octet,)) + data[at + 1 :]):
        for limits in (Limits(), Limits(elements=elements, depth=depth)):
            at_once = read_or_refused(changed, limits)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(CommonItems, "read", lambda *_: None)
                token_by_token = read_or_refused(changed, limits)
            assert at_once == token_by_token


def test_most_items_have_the_common_shape() -> None:
    data = encode_wbxml(SMALL)
    found = CommonItems("utf-8").read(data, data.index(b"\x54\x6e"))
    assert found is not None
    item, end, elements = found
    assert (item, data[end:], elements) == (Item(target=Location("./A")), b"\x01\x12\x01\x01", 3)

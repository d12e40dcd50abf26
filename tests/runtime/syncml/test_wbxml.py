"""Messages over WBXML: lossless, agreeing with XML, hard on hostile input."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from syncml_messages import MESSAGES, samples

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
from swm.syncml.wbxml_encoder import integer

HEAD = b"\x02\xa4\x01\x6a\x00"
SMALL = Message(Header("1", "1", Location("s"), Location("d")), (Get("1", (Item(target=Location("./A")),)),))
ENCODED = encode_wbxml(SMALL)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(message=MESSAGES)
def test_every_message_comes_back_as_it_was(message: Message) -> None:
    assert decode_wbxml(encode_wbxml(message)) == message


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(message=MESSAGES)
def test_both_encodings_say_the_same(message: Message) -> None:
    assert decode_wbxml(encode_wbxml(decode_xml(encode_xml(message)))) == decode_xml(encode_xml(message))


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


def test_a_message_cut_at_any_octet_is_refused() -> None:
    for end in range(len(ENCODED)):
        with pytest.raises(MessageError):
            decode_wbxml(ENCODED[:end])


@settings(max_examples=300, deadline=None)
@given(at=st.integers(0, len(ENCODED) - 1), octet=st.integers(0, 255))
def test_a_changed_octet_is_read_or_refused_never_more(at: int, octet: int) -> None:
    try:
        decode_wbxml(ENCODED[:at] + bytes((octet,)) + ENCODED[at + 1 :])
    except MessageError:
        return


BOMBS = {
    "deep": (body(b"\x6d" * 200_000), "nested more than 64"),
    "many": (body(b"\x6d\x6b", b"\x13" * 900_000), "more than 20000 elements"),
    "opaque past the end": (body(b"\x6d\xc3\x8f\xff\xff\xff\x7f"), "would have 4294967295 octets"),
    "string table past the end": (b"\x02\xa4\x01\x6a\x80\x80\x40", "would have 64 octets|string table"),
    "string table too long": (b"\x02\xa4\x01\x6a\x8f\xff\xff\xff\x7f", "the limit is 65536"),
    "integer of more than 32 bits": (b"\x02\x9f\xff\xff\xff\x7f", "longer than 32 bits"),
    "integer without end": (b"\x02" + b"\xff" * 20, "longer than 32 bits"),
    "one long string named often": (
        b"\x02\xa4\x01\x6a" + integer(60_000) + b"a" * 59_999 + b"\x00" + b"\x6d" + b"\x83\x00" * 100_000,
        "more than 1048576 characters",
    ),
    "reference past the table": (b"\x02\xa4\x01\x6a\x02a\x00\x6d\x83\x05", "past its end"),
    "reference into a table without end": (b"\x02\xa4\x01\x6a\x01a\x6d\x83\x00", "does not end"),
    "string without end": (body(b"\x6d\x03abc"), "does not end"),
    "a page that is none": (body(b"\x6d\x00\x09"), "no code page 9"),
    "a reserved token": (body(b"\x6d\x30"), "is no element"),
    "an extension": (body(b"\x6d\xc0"), "no meaning in SyncML"),
    "attributes without end": (body(b"\xed" + b"\x05" * 1000), "more than 16 attributes"),
    "a character that is none": (body(b"\x6d\x02\x83\xb0\x00"), "there is no character"),
    "another document type": (b"\x02\x05\x6a\x00\x05", "not that of SyncML"),
    "another character set": (b"\x02\xa4\x01\x07\x00", "character set 7"),
    "another version": (b"\x07", "version octet 0x07"),
    "text outside": (body(b"\x03a\x00"), "outside the outermost element"),
    "an end of nothing": (body(b"\x01"), "ends nothing"),
    "more after the end": (ENCODED + b"\x00", "1 octets follow"),
    "not UTF-8": (body(b"\x6d\x6c\x71\x03\xff\x00"), "not utf-8"),
    "an opaque id that is no text": (
        ENCODED.replace(b"\x5b\x031\x00\x01", b"\x5b\xc3\x01\xff\x01", 1),
        "no UTF-8 text",
    ),
    "empty": (b"", "in the middle"),
}


@pytest.mark.parametrize("name", list(BOMBS))
def test_a_bomb_is_refused_at_once_with_its_reason(name: str) -> None:
    data, reason = BOMBS[name]
    tracemalloc.start()
    began = time.perf_counter()
    with pytest.raises(MessageError, match=reason):
        decode_wbxml(data)
    took = time.perf_counter() - began
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 32 * 1024 * 1024
    assert took < 2, "far more than the 50 ms that it takes untraced: something is quadratic"


def test_limits_are_the_callers() -> None:
    with pytest.raises(MessageError, match="limit is 10"):
        decode_wbxml(ENCODED, Limits(size=10))


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

"""Ordinary messages are read at once; the two readers of WBXML never read one message in two ways."""

from __future__ import annotations

from pathlib import Path

import pytest
from bombs import OF_WBXML, WBXML
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from syncml_messages import MESSAGES, samples

from swm.errors import MessageError
from swm.syncml import Limits, Message, decode_wbxml, encode_wbxml, ordinary_wbxml
from swm.syncml.wbxml_decoder import read_tokens

PIECES = (
    *(bytes((octet,)) for octet in range(256)),
    *(bytes((0, page)) for page in range(4)),
    *(b"\x03\x00", b"\x03x\x00", b"\x03\xc3\xa4\x00", b"\x03\xff\x00", b"\xc3\x01x", b"\x83\x00", b"\x02\x31"),
    *(b"\x4f\x03x\x00\x01", b"\x4f\x01", b"\x54\x03x\x00\x01", b"\x54\x01", b"\x67\x57\x03u\x00\x01\x01"),
    *(b"\x6e\x57\x03u\x00\x01\x56\x03\x00\x01\x01", b"\x5a\x00\x01\x47\x03b64\x00\x01\x53\x03\x00\x01\x01\x00\x00"),
    *(b"\x54\x57\x03u\x00\x01\x01", b"\x4f\x00\x01\x47\x03f\x00\x01\x53\x03t\x00\x01\x00\x00\x01"),
    *(b"\x48\x4b\x031\x00\x01" * 15 + b"\x01" * 15, b"\x12\x12", b"\x94\x05\x01", b"\x43\x01"),
)


@st.composite
def changed(draw: st.DrawFn, data: bytes) -> bytes:
    """`data` with pieces put in, in the place of others or nowhere, mostly after a token that ends or switches."""
    for _ in range(draw(st.integers(0, 3))):
        edges = [at + 1 for at, octet in enumerate(data) if octet < 2]
        at = draw(st.sampled_from(edges) if edges and draw(st.booleans()) else st.integers(0, len(data)))
        length = draw(st.sampled_from([0, 0, 1, 2, 5]))
        data = data[:at] + draw(st.sampled_from(PIECES)) + data[at + length :]
    return data


def by_tokens(data: bytes, limits: Limits) -> Message | None:
    try:
        return read_tokens(data, limits)
    except MessageError:
        return None


LIMITS = st.just(Limits()) | st.builds(
    Limits, size=st.just(2_000), depth=st.integers(1, 20), elements=st.integers(1, 600)
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(message=MESSAGES, limits=LIMITS, drawn=st.data())
def test_what_is_read_at_once_is_read_by_tokens_and_the_same(
    message: Message, limits: Limits, drawn: st.DataObject
) -> None:
    data = drawn.draw(changed(encode_wbxml(message)))
    at_once = ordinary_wbxml.read(data, limits)
    if at_once is not None:
        assert at_once == by_tokens(data, limits)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(message=MESSAGES, drawn=st.data())
def test_refusals_are_those_of_the_other_reader(message: Message, drawn: st.DataObject) -> None:
    data = drawn.draw(changed(encode_wbxml(message)))
    try:
        expected = read_tokens(data, Limits())
    except MessageError as error:
        with pytest.raises(MessageError) as refused:
            decode_wbxml(data)
        assert str(refused.value) == str(error)
    else:
        assert decode_wbxml(data) == expected


@pytest.mark.parametrize("bomb", OF_WBXML)
def test_no_bomb_is_ordinary(bomb: str) -> None:
    assert ordinary_wbxml.read(OF_WBXML[bomb][0](), Limits()) is None


def test_captured_messages_are_read_the_same(shared: Path) -> None:
    for path in samples(shared, "wbxml"):
        data = path.read_bytes()
        assert ordinary_wbxml.read(data, Limits()) in (None, read_tokens(data, Limits())), path.name


@pytest.mark.parametrize(
    ("data", "is_ordinary"),
    [
        (WBXML, True),
        (b"\x03" + WBXML[1:], True),
        (b"\x04" + WBXML[1:], False),
        (WBXML.replace(b"./A", b"./\xc3\xa4"), True),
        (WBXML.replace(b"./A", b"./\xff"), False),
        (WBXML.replace(b"\x4b\x03", b"\x4b\xc3\x00\x03", 1), False),
        (WBXML + b"\x00\x01", False),
        (WBXML + b"\x01", False),
        (WBXML[:-1], False),
    ],
)
def test_what_is_ordinary(data: bytes, is_ordinary: bool) -> None:
    assert (ordinary_wbxml.read(data, Limits()) is not None) is is_ordinary

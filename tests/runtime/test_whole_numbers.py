"""Numbers and addresses that others write: read when they are plain, refused when they are not, never a failure of int()."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swm.delivery.http_ranges import Ask, judge
from swm.delivery.sources import ObjectChanged, SourceBusy
from swm.endpoints import endpoint
from swm.errors import MessageError
from swm.machine.alerts import result_in
from swm.session.alerts import is_code
from swm.syncml import Encoding, Header, Location, Message, Meta
from swm.tree.codec import DATE, FLOAT, INTEGER, TIME, WIDE, Codec
from swm.whole_numbers import MOST_DIGITS, whole_number

GIANT = "9" * 5000
"""More digits than Python's int() reads."""
OTHERS = ["", " 1", "1 ", "1\x1e", "+1", "-1", "1_0", "\u0665", "\u00b2", "1.0", "0x1", "one", GIANT]


@given(st.integers(0, 10**MOST_DIGITS - 1))
def test_every_number_of_so_many_digits_is_read(number: int) -> None:
    assert whole_number(str(number)) == number


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_written_otherwise_is_no_number(text: str) -> None:
    assert whole_number(text) is None
    assert not is_code(text)
    assert result_in(text) is None


def test_a_number_of_too_many_digits_is_none() -> None:
    assert (whole_number("123", 3), whole_number("1234", 3), whole_number(None)) == (123, None, None)


@given(st.text())
def test_any_text_is_a_number_or_none(text: str) -> None:
    number = whole_number(text)
    assert number is None or int(text) == number


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("127.0.0.1:80", ("127.0.0.1", 80)),
        ("[::1]:65535", ("::1", 65_535)),
        ("dm.example:1", ("dm.example", 1)),
        ("127.0.0.1:0", None),
        ("127.0.0.1:65536", None),
        (f"127.0.0.1:{GIANT}", None),
        ("127.0.0.1:\u0665", None),
        ("127.0.0.1:", None),
        (":80", None),
        ("80", None),
        ("", None),
    ],
)
def test_an_address_has_a_host_and_a_port(text: str, meant: tuple[str, int] | None) -> None:
    assert endpoint(text) == meant


def test_a_free_port_may_be_asked_for_where_it_makes_sense() -> None:
    assert endpoint("127.0.0.1:0", first_port=0) == ("127.0.0.1", 0)


@pytest.mark.parametrize("codec", [INTEGER, WIDE, FLOAT, DATE, TIME], ids=["int", "wide", "float", "date", "time"])
@pytest.mark.parametrize("text", ["", "1_0", "\u0665", "\u00b2", "one", "nan", "inf", GIANT, "2026-\u0661\u0661-29"])
def test_a_value_that_its_format_cannot_say_is_refused(codec: Codec[object], text: str) -> None:
    with pytest.raises(ValueError, match=r"is no|does not fit|not a finite"):
        codec.decode(text)


@pytest.mark.parametrize("text", ["1\x1e" + "\x1e" * 5000, f"{GIANT}", "\u0665", "1_0", "+1"])
@pytest.mark.parametrize("encoding", list(Encoding))
def test_a_size_in_a_message_that_is_no_number_is_named(encoding: Encoding, text: str) -> None:
    header = Header("1", "1", Location("a"), Location("b"), meta=Meta(max_msg_size=77777))
    data = encoding.encode(Message(header, (), True))
    assert encoding.decode(data).header.meta == Meta(max_msg_size=77777)
    assert data.count(b"77777") == 1
    with pytest.raises(MessageError, match=r"MaxMsgSize is .*, not a number|not allowed|well-formed|invalid"):
        encoding.decode(data.replace(b"77777", text.encode()))


@pytest.mark.parametrize("encoding", list(Encoding))
def test_blanks_around_a_size_mean_nothing(encoding: Encoding) -> None:
    header = Header("1", "1", Location("a"), Location("b"), meta=Meta(max_msg_size=77777))
    data = encoding.encode(Message(header, (), True)).replace(b"77777", b"\n 16384 \t")
    assert encoding.decode(data).header.meta == Meta(max_msg_size=16384)


@pytest.mark.parametrize("size", [GIANT, "1_0", "\u0661\u0660", "10 "])
def test_a_content_length_that_is_no_number_is_not_that_of_the_package(size: str) -> None:
    ask = Ask(0, 9, 10, None)
    assert judge(ask, 200, {"content-length": "10"}).last == 9
    with pytest.raises(ObjectChanged):
        judge(ask, 200, {"content-length": size})


@pytest.mark.parametrize("after", ["\u0665", GIANT, "soon"])
def test_a_retry_after_that_is_no_number_names_no_time(after: str) -> None:
    with pytest.raises(SourceBusy) as told:
        judge(Ask(0, 9, 10, None), 503, {"retry-after": after})
    assert told.value.seconds is None

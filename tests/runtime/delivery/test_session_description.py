"""The SDP of a FLUTE session: written, read, and refused where it describes none or several."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swm.delivery.session_description import FluteSession, read_session, write_session
from swm.errors import MessageError

GROUPS = st.one_of(st.ip_addresses(v=4, network="239.0.0.0/8"), st.ip_addresses(v=6, network="ff00::/8")).map(str)
TEXT = write_session(FluteSession("239.1.1.1", 4000, 7), "autumn")


@given(GROUPS, st.integers(1, 65_535), st.integers(0, 2**32 - 1), st.text(max_size=50))
def test_what_is_written_is_read(group: str, port: int, tsi: int, name: str) -> None:
    session = FluteSession(group, port, tsi)
    assert read_session(write_session(session, name)) == session


def test_the_text_has_no_carriage_return_that_xml_would_take_away() -> None:
    assert "\r" not in TEXT
    assert TEXT.splitlines()[0] == "v=0"


def test_a_description_with_carriage_returns_and_other_attributes_is_read() -> None:
    text = TEXT.replace("\n", "\r\n").replace("a=flute-ch:1", "b=AS:64\r\na=source-filter: incl IN IP4 * 192.0.2.1")
    assert read_session(text) == FluteSession("239.1.1.1", 4000, 7)


@pytest.mark.parametrize(
    "text",
    [
        "",
        TEXT.replace("m=application 4000 FLUTE/UDP 0\n", ""),
        TEXT.replace("flute-tsi", "other"),
        TEXT.replace("c=IN IP4 239.1.1.1", "c=IN IP4 999.1.1.1"),
        TEXT.replace("4000", "0"),
        TEXT.replace("4000", "65536"),
        TEXT.replace("tsi:7", "tsi:4294967296"),
        TEXT + "m=application 4001 FLUTE/UDP 0\n",
        TEXT + "c=IN IP4 239.1.1.2\n",
        TEXT.replace("FLUTE/UDP", "RTP/AVP"),
        TEXT + "x" * 8192,
    ],
)
def test_what_describes_no_session_or_more_than_one_is_refused(text: str) -> None:
    with pytest.raises(MessageError):
        read_session(text)


def test_an_ipv6_group_keeps_its_family() -> None:
    text = write_session(FluteSession("ff15::1", 4000, 7), "v6")
    assert "c=IN IP6 ff15::1" in text
    assert ipaddress.ip_address(read_session(text).group).version == 6

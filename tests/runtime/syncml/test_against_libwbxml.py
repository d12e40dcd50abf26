"""Both codecs against libwbxml: what it writes is read the same, what is written here it reads the same."""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from examples import examples
from hypothesis import assume, given
from syncml_messages import MESSAGES, samples

from swm.errors import MessageError
from swm.syncml import (
    Header,
    Item,
    Location,
    Message,
    Meta,
    Replace,
    decode_wbxml,
    decode_xml,
    encode_wbxml,
    encode_xml,
)
from swm.syncml.tnds import ROOT, TNDS_WBXML

FOUND = ctypes.util.find_library("wbxml2")
pytestmark = pytest.mark.skipif(FOUND is None, reason="libwbxml2 is not installed")


@dataclass(frozen=True)
class Difference:
    """Something that libwbxml does otherwise: which messages show it, and one that does."""

    shows: Callable[[Message], bool]
    example: Message


def with_data(data: str | bytes | None, meta: Meta | None = None) -> Message:
    header = Header("1", "1", Location("t"), Location("s"))
    return Message(header, (Replace("1", (Item(Location("./A"), meta=meta, data=data),)),))


def with_uri(uri: str) -> Message:
    return Message(Header("1", "1", Location(uri), Location("s")))


def some_text(shows: Callable[[str], bool]) -> Callable[[Message], bool]:
    return lambda message: any(shows(text) for text in texts(message))


REWRITTEN = ("application/vnd.syncml.dmtnds+xml", "application/vnd.syncml-devinf+xml")

TO_XML = {
    "blanks around a text are dropped, but in data of Add and Replace": Difference(
        some_text(lambda text: text != text.strip()), with_uri(" x ")
    ),
    "a carriage return is written as it is, so that it is read as a line feed": Difference(
        some_text(lambda text: "\r" in text), with_data("a\rb")
    ),
    "a CDATA section is written around what ends one": Difference(
        some_text(lambda text: "]]>" in text), with_data("]]>")
    ),
    "octets are written as they are, which is no XML": Difference(
        lambda message: holds_octets(message), with_data(b"\xff\x00", Meta("bin"))
    ),
    "a tree in tokens comes out without its namespace, and its type is rewritten": Difference(
        some_text(lambda text: "dmtnds" in text),
        with_data(f"{ROOT}<VerDTD>1.2</VerDTD></MgmtTree>", Meta("xml", TNDS_WBXML)),
    ),
}
"""What libwbxml 0.11.8 makes of our WBXML that is not what we meant."""

TO_WBXML = {
    "blanks around a text are dropped, but in data of Add and Replace": Difference(
        some_text(lambda text: text != text.strip()), with_uri(" x ")
    ),
    "a line feed in data becomes CR LF": Difference(some_text(lambda text: "\n" in text), with_data("a\nb")),
    "a type of XML is rewritten to that of WBXML, wherever it stands": Difference(
        some_text(lambda text: text in REWRITTEN), with_uri("application/vnd.syncml.dmtnds+xml")
    ),
    "base64 is left as text, whatever Format says of it": Difference(
        lambda message: holds_octets(message), with_data(b"\xff\x00", Meta("bin"))
    ),
}
"""What libwbxml 0.11.8 makes of our XML that is not what we meant."""


class Library:
    """The two conversions of libwbxml."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(FOUND)
        for name in ("wbxml_conv_wbxml2xml", "wbxml_conv_xml2wbxml"):
            getattr(self._library, f"{name}_create").argtypes = [ctypes.POINTER(ctypes.c_void_p)]
            getattr(self._library, f"{name}_destroy").argtypes = [ctypes.c_void_p]
            getattr(self._library, f"{name}_run").argtypes = [
                ctypes.c_void_p,
                ctypes.c_char_p,
                ctypes.c_uint32,
                ctypes.POINTER(ctypes.c_void_p),
                ctypes.POINTER(ctypes.c_uint32),
            ]

    def _convert(self, name: str, data: bytes) -> bytes:
        conversion = ctypes.c_void_p()
        assert getattr(self._library, f"{name}_create")(ctypes.byref(conversion)) == 0
        try:
            out, length = ctypes.c_void_p(), ctypes.c_uint32()
            error = getattr(self._library, f"{name}_run")(
                conversion, data, len(data), ctypes.byref(out), ctypes.byref(length)
            )
            if error:
                raise ValueError(f"libwbxml says {error}")
            return ctypes.string_at(out, length.value)
        finally:
            getattr(self._library, f"{name}_destroy")(conversion)

    def to_xml(self, data: bytes) -> bytes:
        return self._convert("wbxml_conv_wbxml2xml", data)

    def to_wbxml(self, data: bytes) -> bytes:
        return self._convert("wbxml_conv_xml2wbxml", data)


def texts(value: Any) -> list[str]:
    """Every text in a message."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for entry in value for text in texts(entry)]
    names = getattr(value, "__slots__", ())
    return [text for name in names for text in texts(getattr(value, name))]


def holds_octets(value: Any) -> bool:
    if isinstance(value, bytes):
        return True
    if isinstance(value, tuple):
        return any(holds_octets(entry) for entry in value)
    return any(holds_octets(getattr(value, name)) for name in getattr(value, "__slots__", ()))


def without_doctype(xml: bytes) -> bytes:
    start = xml.index(b"<!DOCTYPE")
    return xml[:start] + xml[xml.index(b">", start) + 1 :]


def through_xml(message: Message) -> Message | None:
    """What libwbxml makes of our WBXML, as XML; None when that is no message."""
    try:
        return decode_xml(without_doctype(Library().to_xml(encode_wbxml(message))))
    except (MessageError, ValueError):
        return None


def through_wbxml(message: Message) -> Message | None:
    """What libwbxml makes of our XML, as WBXML; None when that is no message."""
    try:
        return decode_wbxml(Library().to_wbxml(encode_xml(message)))
    except (MessageError, ValueError):
        return None


WAYS = {"to XML": (through_xml, TO_XML), "to WBXML": (through_wbxml, TO_WBXML)}


@pytest.mark.parametrize("way", list(WAYS))
@examples(15, 100)
@given(message=MESSAGES)
def test_libwbxml_reads_what_is_written_here_the_same(way: str, message: Message) -> None:
    through, differences = WAYS[way]
    assume(not any(difference.shows(message) for difference in differences.values()))
    assert through(message) == message


@pytest.mark.parametrize(("way", "name"), [(way, name) for way, (_, found) in WAYS.items() for name in found])
def test_every_difference_is_one(way: str, name: str) -> None:
    through, differences = WAYS[way]
    example = differences[name].example
    assert differences[name].shows(example)
    assert [other for other, found in differences.items() if other != name and found.shows(example)] == []
    assert through(example) != example


def test_captured_wbxml_is_read_as_libwbxml_reads_it(shared: Path) -> None:
    compared = 0
    for path in samples(shared, "wbxml"):
        data = path.read_bytes()
        message = decode_wbxml(data)
        try:
            theirs = decode_xml(without_doctype(Library().to_xml(data)))
        except (MessageError, ValueError) as error:
            assert any(difference.shows(message) for difference in TO_XML.values()), (path.name, error)
            continue
        assert theirs == message or any(difference.shows(message) for difference in TO_XML.values()), path.name
        compared += 1
    assert compared >= 10


def test_what_libwbxml_makes_of_captured_xml_is_read_as_that(shared: Path) -> None:
    compared = 0
    for path in samples(shared, "xml"):
        try:
            message = decode_xml(path.read_bytes())
        except MessageError:
            continue
        theirs = through_wbxml(message)
        assert theirs == message or any(difference.shows(message) for difference in TO_WBXML.values()), path.name
        compared += theirs == message
    assert compared >= 20

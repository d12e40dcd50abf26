"""Both codecs against libwbxml: what it writes is read the same, what is written here it reads the same."""

from __future__ import annotations

import ctypes
import ctypes.util
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from syncml_messages import MESSAGES, samples

from swm.errors import MessageError
from swm.syncml import Message, decode_wbxml, decode_xml, encode_wbxml, encode_xml

FOUND = ctypes.util.find_library("wbxml2")
pytestmark = pytest.mark.skipif(FOUND is None, reason="libwbxml2 is not installed")

DIFFERENCES = {
    "a line feed becomes CR LF in data": lambda text: "\n" in text or "\r" in text,
    "blanks around a text are dropped": lambda text: text != text.strip(),
    "the type of TNDS is rewritten": lambda text: "+wbxml" in text or "+xml" in text,
    "control characters stop its parser": lambda text: any(ord(letter) < 32 or ord(letter) == 0x7F for letter in text),
    "an empty text is not written": lambda text: text == "",
}
"""What libwbxml 0.11.8 does otherwise, and how a text is known that shows it."""


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


def is_comparable(message: Message) -> bool:
    return not holds_octets(message) and not any(
        shows(text) for text in texts(message) for shows in DIFFERENCES.values()
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(message=MESSAGES)
def test_what_is_written_here_libwbxml_reads_the_same(message: Message) -> None:
    assume(is_comparable(message))
    assert decode_xml(without_doctype(Library().to_xml(encode_wbxml(message)))) == message


def test_captured_wbxml_is_read_as_libwbxml_reads_it(shared: Path) -> None:
    compared = 0
    for path in samples(shared, "wbxml"):
        data = path.read_bytes()
        message = decode_wbxml(data)
        if not is_comparable(replace(message, commands=())) or holds_octets(message):
            continue
        try:
            theirs = decode_xml(without_doctype(Library().to_xml(data)))
        except MessageError as error:
            assert "Data holds elements" in str(error), path.name
            continue
        differs = any(shows(text) for text in texts(message) for shows in DIFFERENCES.values())
        assert theirs == message or differs, path.name
        compared += 1
    assert compared >= 10


def test_what_libwbxml_writes_is_read_as_its_xml_says(shared: Path) -> None:
    compared = 0
    for path in samples(shared, "xml"):
        try:
            message = decode_xml(path.read_bytes())
        except MessageError:
            continue
        if holds_octets(message):
            continue
        try:
            data = Library().to_wbxml(encode_xml(message))
        except ValueError:
            continue
        found = decode_wbxml(data)
        assert found.header.session_id == message.header.session_id
        differs = any(shows(text) for text in texts(message) for shows in DIFFERENCES.values())
        assert found == message or differs, path.name
        compared += 1
    assert compared >= 20

"""What was captured: which format it is, who sent it, and the headers that came with it. Found by content.

A capture is a bare message (XML or WBXML), or an HTTP request or answer with
one as its body. Captures of one session are told apart by `c2s` and `s2c` in
their names, where they have such names, and else by what only one side says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from swm.errors import MessageError
from swm.syncml import Add, Alert, Copy, Delete, Encoding, Exec, Get, Message, Replace, Results

MAX_HEADERS: Final = 64 * 1024
_HTTP = re.compile(rb"(?:POST|PUT|GET) \S+ HTTP/1\.\d\r?\n|HTTP/1\.\d \d{3}")
_FIELD = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_BOMS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")

DEVICE: Final = "device"
SERVER: Final = "server"


@dataclass(frozen=True, slots=True)
class Captured:
    """One message as it was found: its name, its octets, and the HTTP headers by lower-case names."""

    name: str
    data: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def mac(self) -> str | None:
        """The header ``x-syncml-hmac``."""
        return self.headers.get("x-syncml-hmac")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A message, the encoding it came in, and its sender: `device`, `server`, or empty when nothing tells."""

    message: Message
    encoding: Encoding
    sender: str


def split_http(name: str, data: bytes) -> Captured:
    """A capture, its HTTP headers taken off where it has them. MessageError for headers without an end."""
    if _HTTP.match(data) is None:
        return Captured(name, data)
    found = re.search(rb"\r?\n\r?\n", data[:MAX_HEADERS])
    if found is None:
        raise MessageError("the HTTP headers do not end")
    headers = read_headers(data[: found.start()])
    body = data[found.end() :]
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = _unchunked(body)
    return Captured(name, body, headers)


def read_headers(data: bytes) -> dict[str, str]:
    """Header lines by lower-case names; a first line that is no header is passed over."""
    headers = {}
    for line in data[:MAX_HEADERS].decode("latin-1").splitlines():
        name, colon, value = line.partition(":")
        if colon and _FIELD.fullmatch(name):
            headers[name.lower()] = value.strip()
    return headers


def _unchunked(data: bytes) -> bytes:
    body, at = bytearray(), 0
    while True:
        end = data.find(b"\n", at)
        length = data[at:end].partition(b";")[0].strip() if end >= 0 else b""
        if not re.fullmatch(rb"[0-9A-Fa-f]{1,8}", length):
            raise MessageError(f"the chunk at octet {at} of the body has no length")
        size = int(length, 16)
        if size == 0:
            return bytes(body)
        if end + 1 + size > len(data):
            raise MessageError(f"the chunk at octet {at} of the body is cut off")
        body += data[end + 1 : end + 1 + size]
        at = end + 1 + size
        at += 2 if data[at : at + 2] == b"\r\n" else 1


def format_of(data: bytes) -> Encoding:
    """XML or WBXML, by the first octets. MessageError for what is neither."""
    if not data:
        raise MessageError("there is nothing in it")
    if data.startswith(_BOMS) or data.lstrip(b" \t\r\n").startswith(b"<"):
        return Encoding.XML
    if data[0] in (1, 2, 3):
        return Encoding.WBXML
    raise MessageError(f"it begins with octet 0x{data[0]:02x}; neither XML (`<`) nor WBXML (0x01 to 0x03) does")


def parse(captured: Captured) -> Parsed:
    """The message that was captured. MessageError names what is wrong and where."""
    encoding = format_of(captured.data)
    data = captured.data
    if encoding is Encoding.XML:
        data = data.lstrip(b" \t\r\n")
    message = encoding.decode(data)
    return Parsed(message, encoding, sender_of(captured.name, message))


def sender_of(name: str, message: Message) -> str:
    """Who says this: as the name tells, or what only a device or only a server may say."""
    last = name.replace("\\", "/").rpartition("/")[2].lower()
    if "c2s" in last or "client" in last:
        return DEVICE
    if "s2c" in last or "server" in last:
        return SERVER
    if message.header.respond_to is not None:
        return SERVER
    for command in message.commands:
        if isinstance(command, Results) or (isinstance(command, Alert) and command.code in _OF_DEVICES):
            return DEVICE
        if isinstance(command, Replace) and any(_is_dev_info(item.source) for item in command.items):
            return DEVICE
        if isinstance(command, (Add, Copy, Delete, Exec, Get)):
            return SERVER
    return ""


_OF_DEVICES: Final = frozenset(("1200", "1201", "1224", "1226"))


def _is_dev_info(location: object) -> bool:
    return str(getattr(location, "uri", "")).startswith("./DevInfo")

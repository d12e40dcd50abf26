"""The two encodings of a message, and the content types that name them."""

from __future__ import annotations

import enum

from swm.syncml.limits import DEFAULT, Limits
from swm.syncml.message import Message
from swm.syncml.wbxml_decoder import decode_wbxml
from swm.syncml.wbxml_encoder import encode_wbxml
from swm.syncml.xml_decoder import decode_xml
from swm.syncml.xml_encoder import encode_xml


class Encoding(enum.Enum):
    """XML or WBXML; the value is the content type that is written (OMA-TS-DM_Protocol 1.2, 6)."""

    XML = "application/vnd.syncml.dm+xml"
    WBXML = "application/vnd.syncml.dm+wbxml"

    @property
    def content_type(self) -> str:
        """The content type of messages in this encoding."""
        return self.value

    def encode(self, message: Message) -> bytes:
        """The message in octets. LocalError when something in it cannot be written."""
        return encode_xml(message) if self is Encoding.XML else encode_wbxml(message)

    def seems_to_begin(self, data: bytes) -> bool:
        """Whether octets of which nobody says what they are begin as a message in this encoding."""
        if self is Encoding.WBXML:
            return data[:1] in _WBXML_VERSIONS
        return data[:_BEGINNING].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and b"SyncML" in data[:_BEGINNING]

    def decode(self, data: bytes, limits: Limits = DEFAULT) -> Message:
        """The message in `data`. MessageError names what is wrong with it."""
        return decode_xml(data, limits) if self is Encoding.XML else decode_wbxml(data, limits)


_BEGINNING = 1024
_WBXML_VERSIONS = (b"\x01", b"\x02", b"\x03")
_NAMED = {
    Encoding.XML.value: Encoding.XML,
    Encoding.WBXML.value: Encoding.WBXML,
    "application/vnd.syncml+xml": Encoding.XML,
    "application/vnd.syncml+wbxml": Encoding.WBXML,
}
CONTENT_TYPES = tuple(_NAMED)
"""The content types that are read: those of device management, and the older ones of SyncML."""


NO_CODING = frozenset(("", "identity", "utf-8", "utf8"))
"""What a Content-Encoding header says of octets that are not packed: some peers put the character set there."""


def encoding_named(content_type: str) -> Encoding | None:
    """The encoding that a Content-Type header names, parameters left aside; None for one of something else."""
    return _NAMED.get(content_type.partition(";")[0].strip().lower())

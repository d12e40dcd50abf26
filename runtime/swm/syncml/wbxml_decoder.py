"""WBXML to messages (WAP-192 WBXML 1.1 to 1.3; SyncML, MetInf and DM DDF code pages).

Everything that has a length is checked against what is there before it is read,
string-table references are bounded by the table, and the same limits hold as
for XML, so that what a message can cost is known before it is read. Attributes
and processing instructions are read over: SyncML gives them no meaning.
"""

from __future__ import annotations

from typing import Final

from swm.errors import MessageError
from swm.syncml.building import message_of
from swm.syncml.code_pages import KNOWN_IDS, NAMES, PAGES, PUBLIC_TEXT
from swm.syncml.elements import Element
from swm.syncml.limits import DEFAULT, Limits
from swm.syncml.message import Message

_SWITCH, _END, _ENTITY, _INLINE, _LITERAL = 0x00, 0x01, 0x02, 0x03, 0x04
_PI, _TABLE, _OPAQUE = 0x43, 0x83, 0xC3
_EXTENSIONS: Final = frozenset((0x40, 0x41, 0x42, 0x80, 0x81, 0x82, 0xC0, 0xC1, 0xC2))
_HAS_ATTRIBUTES, _HAS_CONTENT, _IDENTITY = 0x80, 0x40, 0x3F
_CHARSETS: Final = {0: "utf-8", 3: "ascii", 4: "latin-1", 106: "utf-8"}
_VERSIONS: Final = (0x01, 0x02, 0x03)
_LONGEST_INTEGER = 5
_TEXTS: Final = frozenset((PUBLIC_TEXT, "-//SYNCML//DTD SyncML 1.1//EN", "-//SYNCML//DTD SyncML 1.0//EN"))


def decode_wbxml(data: bytes, limits: Limits = DEFAULT) -> Message:
    """The message in `data`. MessageError names what is wrong with it, and where."""
    if len(data) > limits.size:
        raise MessageError(f"the message has {len(data)} octets; the limit is {limits.size}")
    return message_of(_Reader(data, limits).document())


class _Reader:
    def __init__(self, data: bytes, limits: Limits) -> None:
        self._data = data
        self._limits = limits
        self._at = 0
        self._table = b""
        self._charset = "utf-8"
        self._names: dict[int, str] = {}
        self._referred = 0

    # header -------------------------------------------------------------------------------------------------------

    def document(self) -> Element:
        version = self._byte()
        if version not in _VERSIONS:
            raise MessageError(f"version octet 0x{version:02x} is none of WBXML 1.1, 1.2 and 1.3")
        public_id = self._integer()
        reference = self._integer() if public_id == 0 else None
        charset = self._integer()
        if charset not in _CHARSETS:
            raise MessageError(f"the character set {charset} (MIBenum) is not supported; use UTF-8, 106")
        self._charset = _CHARSETS[charset]
        length = self._integer()
        if length > self._limits.string_table:
            raise MessageError(f"the string table has {length} octets; the limit is {self._limits.string_table}")
        self._table = self._octets(length, "the string table")
        if reference is not None:
            name = self._from_table(reference)
            if name not in _TEXTS:
                raise MessageError(f"the document type is {name[:60]!r}, not SyncML")
        elif public_id not in KNOWN_IDS:
            raise MessageError(f"the public id 0x{public_id:x} is not that of SyncML")
        return self._body()

    # body ---------------------------------------------------------------------------------------------------------

    def _body(self) -> Element:
        data, limits, names = self._data, self._limits, NAMES
        size = len(data)
        page = 0
        count = 0
        root = Element("")
        stack = [root]
        pieces: list[str] = []
        opaque: list[bytes] = []
        while True:
            if self._at >= size:
                raise MessageError(f"the message ends inside {stack[-1].name or 'its header'}")
            token = data[self._at]
            self._at += 1
            if token == _END:
                if len(stack) == 1:
                    raise MessageError(f"an END at octet {self._at - 1} ends nothing")
                element = stack.pop()
                if not element.children:
                    self._fill(element, pieces, opaque)
                pieces.clear()
                opaque.clear()
            elif token == _INLINE:
                pieces.append(self._inline())
                if opaque:
                    opaque.append(pieces[-1].encode("utf-8"))
            elif token == _SWITCH:
                page = self._byte()
                if page >= len(PAGES):
                    raise MessageError(f"there is no code page {page}; octet {self._at - 1}")
                continue
            elif token == _OPAQUE:
                value = self._octets(self._integer(), "opaque data")
                if not opaque:
                    opaque.append("".join(pieces).encode("utf-8"))
                opaque.append(value)
            elif token == _TABLE:
                pieces.append(self._from_table(self._integer()))
                if opaque:
                    opaque.append(pieces[-1].encode("utf-8"))
            elif token == _ENTITY:
                pieces.append(self._entity())
                if opaque:
                    opaque.append(pieces[-1].encode("utf-8"))
            elif token == _PI:
                self._attributes()
                continue
            elif token in _EXTENSIONS:
                raise MessageError(
                    f"the extension token 0x{token:02x} at octet {self._at - 1} has no meaning in SyncML"
                )
            else:
                identity = token & _IDENTITY
                if identity == _LITERAL:
                    name = self._from_table(self._integer())
                else:
                    found = names.get((page, identity))
                    if found is None:
                        raise MessageError(f"token 0x{identity:02x} of page {page} is no element; octet {self._at - 1}")
                    name = found
                count += 1
                if count > limits.elements:
                    raise MessageError(f"the message has more than {limits.elements} elements")
                if len(stack) > limits.depth:
                    raise MessageError(f"the message is nested more than {limits.depth} elements deep")
                element = Element(name)
                stack[-1].children.append(element)
                if token & _HAS_ATTRIBUTES:
                    self._attributes()
                if token & _HAS_CONTENT:
                    stack.append(element)
                pieces.clear()
                opaque.clear()
            if len(stack) == 1 and root.children:
                break
            if len(stack) == 1:
                raise MessageError("there is text outside the outermost element")
        if self._at != size:
            raise MessageError(f"{size - self._at} octets follow the end of the message")
        return root.children[0]

    def _fill(self, element: Element, pieces: list[str], opaque: list[bytes]) -> None:
        if not opaque:
            element.text = "".join(pieces)
            return
        element.raw = b"".join(opaque)
        try:
            element.text = element.raw.decode("utf-8")
        except UnicodeDecodeError:
            if element.name not in ("Data", "NextNonce"):
                raise MessageError(f"the opaque content of {element.name} is no UTF-8 text") from None

    def _attributes(self) -> None:
        """Read over attributes up to their END."""
        for _ in range(self._limits.attributes * 4):
            token = self._byte()
            if token == _END:
                return
            if token == _SWITCH:
                self._byte()
            elif token in (_LITERAL, _TABLE):
                self._from_table(self._integer())
            elif token == _ENTITY:
                self._entity()
            elif token == _INLINE:
                self._inline()
            elif token == _OPAQUE:
                self._octets(self._integer(), "opaque data")
            elif token in _EXTENSIONS:
                raise MessageError(
                    f"the extension token 0x{token:02x} at octet {self._at - 1} has no meaning in SyncML"
                )
        raise MessageError(f"an element has more than {self._limits.attributes} attributes")

    # parts --------------------------------------------------------------------------------------------------------

    def _byte(self) -> int:
        if self._at >= len(self._data):
            raise MessageError(f"the message ends at octet {self._at}, in the middle")
        self._at += 1
        return self._data[self._at - 1]

    def _integer(self) -> int:
        """mb_u_int32: seven bits an octet, the last without the highest bit, 32 bits in all."""
        value = 0
        for _ in range(_LONGEST_INTEGER):
            octet = self._byte()
            value = value << 7 | octet & 0x7F
            if not octet & 0x80:
                if value > 0xFFFFFFFF:
                    break
                return value
        raise MessageError(f"the integer before octet {self._at} is longer than 32 bits")

    def _octets(self, length: int, what: str) -> bytes:
        end = self._at + length
        if end > len(self._data):
            raise MessageError(f"{what} would have {length} octets; {len(self._data) - self._at} are left")
        found = self._data[self._at : end]
        self._at = end
        return found

    def _inline(self) -> str:
        end = self._data.find(b"\x00", self._at)
        if end < 0:
            raise MessageError(f"the string at octet {self._at} does not end")
        text = self._text(self._data[self._at : end])
        self._at = end + 1
        return text

    def _from_table(self, offset: int) -> str:
        known = self._names.get(offset)
        if known is None:
            if offset >= len(self._table):
                raise MessageError(f"the string table has {len(self._table)} octets; {offset} is past its end")
            end = self._table.find(b"\x00", offset)
            if end < 0:
                raise MessageError(f"the string at {offset} of the string table does not end")
            known = self._names[offset] = self._text(self._table[offset:end])
        self._budget(len(known))
        return known

    def _budget(self, length: int) -> None:
        """A long string referred to often would be copied often."""
        self._referred += length
        if self._referred > self._limits.size:
            raise MessageError(f"the strings referred to have more than {self._limits.size} characters together")

    def _entity(self) -> str:
        code = self._integer()
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF or code == 0:
            raise MessageError(f"there is no character {code}; octet {self._at}")
        return chr(code)

    def _text(self, octets: bytes) -> str:
        try:
            return octets.decode(self._charset)
        except UnicodeDecodeError as error:
            raise MessageError(f"a string is not {self._charset}: {error.reason}") from None

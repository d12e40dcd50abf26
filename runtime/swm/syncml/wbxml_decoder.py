"""WBXML to messages (WAP-192 WBXML 1.1 to 1.3; SyncML, MetInf and DM DDF code pages).

Ordinary messages are read at once (`ordinary_wbxml`); all others, and all that
are refused, here: built while they are read, element by element as they end.
Everything that has a length is checked against what is there before it is read,
string-table references are bounded by the table, and the same limits hold as
for XML, so that what a message can cost is known before it is read. Attributes
and processing instructions are read over: SyncML gives them no meaning. A
management tree that Data holds in tokens of the DM DDF page becomes the same
tree in XML (`tnds`).
"""

from __future__ import annotations

from typing import Final

from swm.errors import MessageError
from swm.syncml import ordinary_wbxml
from swm.syncml.building import BUILDERS, Builder, close, message_of
from swm.syncml.code_pages import DDF_PAGE, KNOWN_IDS, NAMES, PAGES, PUBLIC_TEXT, TOKENS
from swm.syncml.common_items import DEPTH as ITEM_DEPTH
from swm.syncml.common_items import CommonItems
from swm.syncml.elements import Children, Opaque
from swm.syncml.limits import DEFAULT, Limits
from swm.syncml.message import Message
from swm.syncml.tnds import TreeWriter

_SWITCH, _END, _ENTITY, _INLINE, _LITERAL = 0x00, 0x01, 0x02, 0x03, 0x04
_PI, _TABLE, _OPAQUE = 0x43, 0x83, 0xC3
_HAS_ATTRIBUTES, _HAS_CONTENT, _IDENTITY = 0x80, 0x40, 0x3F
_CHARSETS: Final = {0: "utf-8", 3: "ascii", 4: "latin-1", 106: "utf-8"}
_VERSIONS: Final = (0x01, 0x02, 0x03)
_LONGEST_INTEGER = 5
_TEXTS: Final = frozenset((PUBLIC_TEXT, "-//SYNCML//DTD SyncML 1.1//EN", "-//SYNCML//DTD SyncML 1.0//EN"))
_EXTENSIONS: Final = frozenset((0x40, 0x41, 0x42, 0x80, 0x81, 0x82, 0xC0, 0xC1, 0xC2))
_TABLES: Final = tuple([NAMES.get((page, identity)) for identity in range(64)] for page in range(len(PAGES)))
_ELEMENTS: Final[tuple[list[tuple[str | None, Builder | None]], ...]] = tuple(
    [(None, None) if name is None or page == DDF_PAGE else (name, BUILDERS.get(name)) for name in table]
    for page, table in enumerate(_TABLES)
)
"""By page and token: element and its builder. Those of the DM DDF page stand for nothing outside of a tree."""

_ITEM: Final = TOKENS[0, "Item"] | _HAS_CONTENT
_CONTENT: Final = frozenset((_ENTITY, _INLINE, _TABLE, _OPAQUE))
_MAY_BE_OCTETS: Final = frozenset(("Data", "NextNonce"))


def decode_wbxml(data: bytes, limits: Limits = DEFAULT) -> Message:
    """The message in `data`. MessageError names what is wrong with it, and where."""
    return ordinary_wbxml.read(data, limits) or read_tokens(data, limits)


def read_tokens(data: bytes, limits: Limits) -> Message:
    """The message in `data`, whatever it is like. MessageError names what is wrong with it, and where."""
    if len(data) > limits.size:
        raise MessageError(f"the message has {len(data)} octets; the limit is {limits.size}")
    reader = _Reader(data, limits)
    reader.header()
    try:
        return message_of(reader.body())
    except IndexError:
        raise MessageError(f"the message ends inside {reader.inside[-1]}") from None


class _Reader:
    def __init__(self, data: bytes, limits: Limits) -> None:
        self._data = data
        self._limits = limits
        self._at = 0
        self._table = b""
        self._charset = "utf-8"
        self._names: dict[int, str] = {}
        self._referred = 0
        self._left = limits.elements
        self.inside = ["the document"]

    def header(self) -> None:
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
            name = self._document_type(reference)
            if name not in _TEXTS:
                raise MessageError(f"the document type is {name[:60]!r}, not SyncML")
        elif public_id not in KNOWN_IDS:
            raise MessageError(f"the public id 0x{public_id:x} is not that of SyncML")

    def body(self) -> Children:
        """The outermost element. IndexError when the octets end before it does."""
        data, charset, inside = self._data, self._charset, self.inside
        find = data.find
        left, depth = self._limits.elements, self._limits.depth
        page, names = 0, _ELEMENTS[0]
        children: Children = []
        outer: list[Children] = []
        builders: list[Builder | None] = []
        pieces: list[str | bytes] = []
        at = self._at
        common = CommonItems(charset)
        while True:
            token = data[at]
            at += 1
            identity = token & _IDENTITY
            if identity >= _LITERAL:
                name, build = names[identity]
                if name is None:
                    self._at = at
                    if identity == _LITERAL:
                        name = self._from_table(self._integer())
                        build = BUILDERS.get(name)
                        at = self._at
                    elif page == DDF_PAGE:
                        if inside[-1] != "Data" or children:
                            raise MessageError(f"token 0x{identity:02x} of page {page} stands outside of Data")
                        self._at -= 1
                        text, used = self._tree(left, depth - len(outer))
                        pieces.append(text)
                        left -= used
                        at = self._at
                        continue
                    else:
                        raise MessageError(f"token 0x{identity:02x} of page {page} is no element; octet {at - 1}")
                if token == _ITEM and not page and outer and len(outer) <= depth - ITEM_DEPTH:
                    try:
                        found = common.read(data, at - 1)
                    except UnicodeDecodeError as error:
                        raise MessageError(f"a string is not {charset}: {error.reason}") from None
                    if found is not None and found[2] <= left:
                        item, at, used = found
                        left -= used
                        if item.meta is not None:
                            self._count(2)  # to the page of Meta and back
                        children.append(("Item", item))
                        continue
                if not left:
                    raise MessageError(f"the message has more than {self._limits.elements} elements")
                left -= 1
                if len(outer) >= depth:
                    raise MessageError(f"the message is nested more than {depth} elements deep")
                if token & _HAS_ATTRIBUTES:
                    self._at = at
                    self._attributes()
                    at = self._at
                if not token & _HAS_CONTENT:
                    children.append((name, "" if build is None else build([])))
                    if not outer:
                        break
                    continue
                if build is None and data[at] == _INLINE:
                    # Most elements are a short text: one inline string, and END.
                    end = find(b"\x00", at)
                    if end > 0 and data[end + 1] == _END:
                        try:
                            children.append((name, data[at + 1 : end].decode(charset)))
                        except UnicodeDecodeError as error:
                            raise MessageError(f"a string is not {charset}: {error.reason}") from None
                        at = end + 2
                        if not outer:
                            break
                        continue
                inside.append(name)
                builders.append(build)
                outer.append(children)
                children = []
                if pieces:
                    pieces.clear()
            elif token == _END:
                if not outer:
                    raise MessageError(f"an END at octet {at - 1} ends nothing")
                name = inside.pop()
                build = builders.pop()
                if build is not None:
                    value = build(children)
                elif children:
                    value = close(name, children)
                else:
                    value = _text(name, pieces)
                if pieces:
                    pieces.clear()
                children = outer.pop()
                children.append((name, value))
                if not outer:
                    break
            elif token == _SWITCH:
                page = data[at]
                at += 1
                if page >= len(_ELEMENTS):
                    raise MessageError(f"there is no code page {page}; octet {at - 1}")
                names = _ELEMENTS[page]
                self._count()
            elif token == _PI:
                self._at = at
                self._attributes()
                at = self._at
            else:
                if not outer:
                    raise MessageError("there is text outside the outermost element")
                self._at = at
                pieces.append(self._content(token))
                at = self._at
        if at != len(data):
            raise MessageError(f"{len(data) - at} octets follow the end of the message")
        return children

    def _tree(self, left: int, depth: int) -> tuple[str, int]:
        """The XML of the management tree that begins here, and how many elements it has."""
        tree, allowed = TreeWriter(), left
        names = _TABLES[DDF_PAGE]
        while True:
            token = self._byte()
            identity = token & _IDENTITY
            if identity > _LITERAL:
                name = names[identity]
                if name is None:
                    raise MessageError(f"token 0x{identity:02x} is no element of a tree; octet {self._at - 1}")
                if not left:
                    raise MessageError(f"the message has more than {self._limits.elements} elements")
                left -= 1
                if tree.depth >= depth:
                    raise MessageError(f"the message is nested more than {self._limits.depth} elements deep")
                tree.start(name)
                if token & _HAS_ATTRIBUTES:
                    self._attributes()
                if not token & _HAS_CONTENT:
                    tree.end()
            elif token == _END:
                tree.end()
            elif token == _SWITCH:
                page = self._byte()
                if page >= len(_TABLES):
                    raise MessageError(f"there is no code page {page}; octet {self._at - 1}")
                names = _TABLES[page]
                self._count()
            elif token == _PI:
                self._attributes()
            elif identity == _LITERAL:
                raise MessageError("a tree holds an element that the DM DDF page has not")
            else:
                piece = self._content(token)
                tree.text(str(_text("Value", [piece])))
            if not tree.depth:
                if names is not _TABLES[DDF_PAGE]:
                    raise MessageError("a tree ends on another code page than it began on")
                return tree.xml(), allowed - left

    def _content(self, token: int) -> str | bytes:
        """What a string, entity or opaque token says."""
        self._count()
        if token == _INLINE:
            return self._inline()
        if token == _TABLE:
            return self._from_table(self._integer())
        if token == _ENTITY:
            return self._entity()
        if token == _OPAQUE:
            return self._octets(self._integer(), "opaque data")
        raise MessageError(f"the extension token 0x{token:02x} at octet {self._at - 1} has no meaning in SyncML")

    def _attributes(self) -> None:
        """Read over attributes up to their END."""
        for _ in range(self._limits.attributes * 4):
            token = self._byte()
            self._count()
            if token == _END:
                return
            if token == _SWITCH:
                self._byte()
            elif token == _LITERAL:
                self._from_table(self._integer())
            elif token in _CONTENT or token in _EXTENSIONS:
                self._content(token)
        raise MessageError(f"an element has more than {self._limits.attributes} attributes")

    def _count(self, number: int = 1) -> None:
        """Strings, entities, page switches and attributes cost little, but they cost."""
        self._left -= number
        if self._left < 0:
            raise MessageError(
                f"the message has more than {self._limits.elements} strings, entities, attributes and page switches"
            )

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
        text = self._decoded(self._data[self._at : end])
        self._at = end + 1
        return text

    def _document_type(self, offset: int) -> str:
        """The text of the document type. Most peers that send it leave out its NUL, as it is all of the table."""
        if offset >= len(self._table):
            raise MessageError(f"the string table has {len(self._table)} octets; {offset} is past its end")
        return self._decoded(self._table[offset:].partition(b"\x00")[0])

    def _from_table(self, offset: int) -> str:
        known = self._names.get(offset)
        if known is None:
            if offset >= len(self._table):
                raise MessageError(f"the string table has {len(self._table)} octets; {offset} is past its end")
            end = self._table.find(b"\x00", offset)
            if end < 0:
                raise MessageError(f"the string at {offset} of the string table does not end")
            octets = self._table[offset:end]
            self._budget(len(octets))
            known = self._names[offset] = self._decoded(octets)
        else:
            self._budget(len(known))
        return known

    def _budget(self, length: int) -> None:
        """A long string referred to often, or from every octet of it, would be copied often."""
        self._referred += length
        if self._referred > self._limits.size:
            raise MessageError(f"the strings referred to have more than {self._limits.size} characters together")

    def _entity(self) -> str:
        code = self._integer()
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF or code == 0:
            raise MessageError(f"there is no character {code}; octet {self._at}")
        return chr(code)

    def _decoded(self, octets: bytes) -> str:
        try:
            return octets.decode(self._charset)
        except UnicodeDecodeError as error:
            raise MessageError(f"a string is not {self._charset}: {error.reason}") from None


def _text(name: str, pieces: list[str | bytes]) -> str | Opaque:
    """The content of an element that holds no elements: octets when some came so and the element may hold them."""
    texts = [piece for piece in pieces if isinstance(piece, str)]
    if len(texts) == len(pieces):
        return "".join(texts)
    octets = b"".join(piece.encode("utf-8") if isinstance(piece, str) else piece for piece in pieces)
    if name in _MAY_BE_OCTETS:
        return Opaque(octets)
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        raise MessageError(f"the opaque content of {name} is no UTF-8 text") from None

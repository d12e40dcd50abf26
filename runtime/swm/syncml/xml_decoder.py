"""XML to messages: expat with hard limits, lenient about namespaces.

Ordinary messages are read at once (`ordinary_xml`); all others, and all that
are refused, here. The message is built while it is read, element by element as
they end; there is no tree of elements in between. No internal subset, so no
entities beyond the five of XML; nothing external is read (some peers name the
DTD, which does no harm). Depth, elements and attributes are bounded, so what a
message of a few kilobytes can cost is known before it is read. Peers in the
field leave out namespaces; that loses no meaning, so it is accepted. Nor does
markup in Data that nobody has escaped: it is read as the XML that it is.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Final
from xml.parsers import expat

from swm.errors import LocalError, MessageError
from swm.syncml import ordinary_xml
from swm.syncml.building import BUILDERS, close, message_of
from swm.syncml.code_pages import PAGES
from swm.syncml.elements import Children
from swm.syncml.escaping import escape
from swm.syncml.limits import DEFAULT, Limits
from swm.syncml.message import Message

_KNOWN: Final = {name: BUILDERS.get(name) for page in PAGES for name in page}
"""Builder of every element of SyncML, None for those that are texts."""

_SLICE: Final = 32 * 1024
_LONGEST: Final = 64 * 1024
"""Octets that are parsed at once, and that one tag may have."""

_NAMES: Final = {name: name for name in _KNOWN}
"""The names that the parser gives for them: these very objects, whose hashes are known."""

_IN_QUOTES: Final = str.maketrans({'"': "&quot;", "\t": "&#9;", "\n": "&#10;"})

_METINF: Final = ["xmlns", "syncml:metinf"]
"""The attributes that most elements with attributes have."""


def decode_xml(data: bytes, limits: Limits = DEFAULT) -> Message:
    """The message in `data`. MessageError names what is wrong with it."""
    return ordinary_xml.read(data, limits) or read_with_expat(data, limits)


def read_with_expat(data: bytes, limits: Limits) -> Message:
    """The message in `data`, whatever it is like. MessageError names what is wrong with it."""
    if len(data) > limits.size:
        raise MessageError(f"the message has {len(data)} octets; the limit is {limits.size}")
    parser: Any = expat.ParserCreate(intern=_NAMES.copy())
    parser.buffer_text = True
    parser.ordered_attributes = True
    children: Children = []
    outer: list[Children] = []
    pieces: list[str] = []
    left, depth = limits.elements, limits.depth
    begun = ""
    """The element that has begun, and in which no other has yet."""

    def start(name: str, attributes: list[str]) -> None:
        nonlocal begun, children, left
        if not left:
            raise MessageError(f"the message has more than {limits.elements} elements")
        left -= 1
        outer.append(children)
        if len(outer) > depth:
            raise MessageError(f"the message is nested more than {depth} elements deep")
        if attributes and attributes != _METINF:
            _check_attributes(attributes, limits)
        if begun[-4:] == "Data" and begun.rpartition(":")[2] == "Data":
            markup = _Markup("".join(pieces))
            markup.start(name, attributes)
            parser.StartElementHandler = partial(start_of_markup, markup)
            parser.EndElementHandler = partial(end_of_markup, markup)
            parser.CharacterDataHandler = markup.text
        begun = name
        children = []
        if pieces:
            pieces.clear()

    def start_of_markup(markup: _Markup, name: str, attributes: list[str]) -> None:
        nonlocal begun
        begun = ""  # Data in markup is nothing special
        start(name, attributes)
        markup.start(name, attributes)

    def end_of_markup(markup: _Markup, name: str) -> None:
        nonlocal children
        children = outer.pop()
        if markup.depth:
            markup.end(name)
            return
        children.append(("Data", markup.xml()))
        listen()

    def end(name: str) -> None:
        nonlocal begun, children
        begun = ""
        if name in _KNOWN:
            build = _KNOWN[name]
        else:
            name = name.rpartition(":")[2]
            build = _KNOWN.get(name)
        if build is not None:
            value = build(children)
            if pieces:  # blanks between elements
                pieces.clear()
        elif children:
            value = close(name, children)
            pieces.clear()
        elif pieces:
            value = pieces.pop()
            if pieces:  # CDATA sections begin a piece of their own
                value = "".join([*pieces, value])
                pieces.clear()
        else:
            value = ""
        children = outer.pop()
        children.append((name, value))

    def listen() -> None:
        nonlocal begun
        begun = ""
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = pieces.append

    listen()
    parser.StartDoctypeDeclHandler = _refuse_subset
    parser.SkippedEntityHandler = _refuse_entity
    try:
        if len(data) <= _SLICE:
            parser.Parse(data, True)
        else:
            _parse_in_slices(parser, data)
    except expat.ExpatError as error:
        reason = expat.errors.messages.get(error.code, "not XML")
        raise MessageError(f"not well-formed XML: {reason} at line {error.lineno}, column {error.offset}") from None
    except (ValueError, LookupError) as error:
        raise MessageError(f"the encoding cannot be read: {error}") from None
    return message_of(children)


def _escape(text: str) -> str:
    try:
        return escape(text)
    except LocalError:
        raise MessageError("markup in Data holds a character that XML cannot carry") from None


def _pairs(attributes: list[str]) -> list[tuple[str, str]]:
    return list(zip(attributes[::2], attributes[1::2], strict=True))


class _Markup:
    """Elements in Data, written again as they come."""

    def __init__(self, before: str) -> None:
        self._out = [_escape(before)]
        self.depth = 0
        self._is_empty = False

    def start(self, name: str, attributes: list[str]) -> None:
        said = [f'{attribute}="{_escape(value).translate(_IN_QUOTES)}"' for attribute, value in _pairs(attributes)]
        self._out.append(f"<{' '.join([name, *said])}>")
        self.depth += 1
        self._is_empty = True

    def text(self, text: str) -> None:
        self._out.append(_escape(text))
        self._is_empty = False

    def end(self, name: str) -> None:
        if self._is_empty:
            self._out[-1] = f"{self._out[-1][:-1]}/>"
        else:
            self._out.append(f"</{name}>")
        self.depth -= 1
        self._is_empty = False

    def xml(self) -> str:
        """All of it, without the blanks around it."""
        return "".join(self._out).strip()


def _parse_in_slices(parser: Any, data: bytes) -> None:
    """Parse `data` so that no tag, comment or the like becomes large before it can be refused."""
    for begin in range(0, len(data), _SLICE):
        parser.Parse(data[begin : begin + _SLICE], False)
        if begin + _SLICE - parser.CurrentByteIndex > _LONGEST:
            raise MessageError(f"a tag or a comment is longer than {_LONGEST} octets")
    parser.Parse(b"", True)


def _refuse_entity(name: str, is_parameter: bool) -> None:
    raise MessageError(f"nobody declared the entity {name[:40]}")


def _refuse_subset(name: str, system_id: str | None, public_id: str | None, has_subset: int) -> None:
    if has_subset:
        raise MessageError("the message declares entities or elements of its own; none are accepted")


def _check_attributes(attributes: list[str], limits: Limits) -> None:
    if len(attributes) > 2 * limits.attributes:
        raise MessageError(f"an element has more than {limits.attributes} attributes")
    if max(map(len, attributes)) > limits.attribute_length:
        raise MessageError(f"an attribute is longer than {limits.attribute_length} characters")

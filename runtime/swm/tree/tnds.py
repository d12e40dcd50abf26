"""Trees as documents (OMA-TS-DM_TNDS 1.2): read leniently, with limits; written as the grammar has it.

Read are nested nodes and nodes with a Path, with or without namespace, values
as text, in CDATA or as base64 where the Format says ``b64`` or ``bin``. Written
are nested nodes, RTProperties always with their Type, since the grammar
demands it. In a WBXML message such a document is the same text; its codec puts
it on the wire as tokens.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Final
from xml.etree import ElementTree
from xml.parsers import expat

from swm.tree import uri as uris
from swm.tree.binding import Names, Value
from swm.whole_numbers import whole_number

XML_TYPE: Final = "application/vnd.syncml.dmtnds+xml"
WBXML_TYPE: Final = "application/vnd.syncml.dmtnds+wbxml"
TYPES: Final = (XML_TYPE, WBXML_TYPE)
NAMESPACE: Final = "syncml:dmddf1.2"
VERSION: Final = "1.2"
PROPERTIES: Final = ("ACL", "Format", "Title", "TStamp", "Type", "VerNo", "Value")
"""What a Get may ask for; Name is always there, as NodeName, and Size never."""

MAX_SIZE: Final = 1024 * 1024
MAX_DEPTH: Final = 80
MAX_NODES: Final = 10_000
MAX_ELEMENTS: Final = 100_000

_OCTETS: Final = frozenset(("bin", "b64"))
_NO_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class DocumentTooLarge(ValueError):
    """The document is larger, deeper or has more nodes than is read."""


@dataclass(frozen=True, slots=True)
class DocumentNode:
    """One node of a document.

    `path` is its place below that of the document, its own name last; a name
    is empty where the document leaves it to the device. What the document does
    not say is None. `type` is a DDFName or a MIME type. `value` holds octets
    where the document's Format says ``b64`` or ``bin``.
    """

    path: Names
    format: str | None = None
    type: str | None = None
    acl: str | None = None
    title: str | None = None
    stamp: str | None = None
    version: int | None = None
    value: Value | None = None


# reading ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Element:
    name: str
    text: str = ""
    children: list[_Element] = field(default_factory=list)

    def child(self, name: str) -> _Element | None:
        return next((child for child in self.children if child.name == name), None)

    def text_of(self, name: str) -> str | None:
        found = self.child(name)
        return None if found is None else found.text


def read(data: Value) -> list[DocumentNode]:
    """The nodes of a document, parents first. ValueError says what is wrong, DocumentTooLarge what is too much."""
    octets = data.encode("utf-8") if isinstance(data, str) else data
    if len(octets) > MAX_SIZE:
        raise DocumentTooLarge(f"the document has {len(octets)} octets; the limit is {MAX_SIZE}")
    root = _parse(octets)
    if root.name != "MgmtTree":
        raise ValueError(f"the root element is {root.name}, not MgmtTree")
    version = (root.text_of("VerDTD") or VERSION).strip()
    if version != VERSION:
        raise ValueError(f"the document has version {version[:20]!r}; {VERSION} is read")
    found: list[DocumentNode] = []
    pending = [(_path(element), element) for element in reversed(root.children) if element.name == "Node"]
    if not pending:
        raise ValueError("the document has no node")
    while pending:
        above, element = pending.pop()
        node = _node(above, element)
        found.append(node)
        if len(found) > MAX_NODES:
            raise DocumentTooLarge(f"the document has more than {MAX_NODES} nodes")
        pending.extend((node.path, child) for child in reversed(element.children) if child.name == "Node")
    if len({node.path for node in found if node.path[-1]}) < sum(1 for node in found if node.path[-1]):
        raise ValueError("the document has two nodes of one name in one place")
    # A document with Paths may name nodes in any order.
    return sorted(found, key=lambda node: len(node.path))


def _path(element: _Element) -> Names:
    return uris.split((element.text_of("Path") or "").strip())[0]


def _node(above: Names, element: _Element) -> DocumentNode:
    name = (element.text_of("NodeName") or "").strip()
    if "/" in name or name in (".", ".."):
        raise ValueError(f"{name[:60]!r} is no name of a node")
    properties = element.child("RTProperties") or _Element("RTProperties")
    format_ = _choice(properties.child("Format"))
    kind = properties.child("Type")
    value = element.child("Value")
    if value is not None and value.children:
        raise ValueError(f"the value of {name[:60]!r} holds elements; XML in a value must be escaped or in CDATA")
    version = properties.text_of("VerNo")
    return DocumentNode(
        (*above, name),
        format_,
        None if kind is None else _type(kind),
        properties.text_of("ACL"),
        properties.text_of("Title"),
        properties.text_of("TStamp"),
        None if version is None else whole_number(version.strip(), 9),
        None if value is None else _value(value.text, format_),
    )


def _choice(element: _Element | None) -> str | None:
    """``<Format><chr/></Format>``, or as some write it ``<Format>chr</Format>``."""
    if element is None:
        return None
    return element.children[0].name if element.children else element.text.strip() or None


def _type(element: _Element) -> str | None:
    inner = element.child("DDFName") or element.child("MIME")
    return (element.text if inner is None else inner.text).strip() or None


def _value(text: str, format: str | None) -> Value:
    if format not in _OCTETS:
        return text
    try:
        return b64decode("".join(text.split()), validate=True)
    except (Base64Error, ValueError):
        raise ValueError("a value says that it is base64 and is not") from None


def _parse(data: bytes) -> _Element:
    parser: Any = expat.ParserCreate()
    parser.buffer_text = True
    root = _Element("")
    stack = [root]
    pieces: list[str] = []
    count = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MAX_ELEMENTS:
            raise DocumentTooLarge(f"the document has more than {MAX_ELEMENTS} elements")
        if len(stack) > MAX_DEPTH:
            raise DocumentTooLarge(f"the document is nested more than {MAX_DEPTH} elements deep")
        element = _Element(tag.rpartition(":")[2])
        stack[-1].children.append(element)
        stack.append(element)
        pieces.clear()

    def end(tag: str) -> None:
        element = stack.pop()
        if not element.children:
            element.text = "".join(pieces)
        pieces.clear()

    def refuse_subset(name: str, system_id: str | None, public_id: str | None, has_subset: int) -> None:
        if has_subset:
            raise ValueError("the document declares entities or elements of its own; none are accepted")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = pieces.append
    parser.StartDoctypeDeclHandler = refuse_subset
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        reason = expat.errors.messages.get(error.code, "not XML")
        raise ValueError(f"not well-formed XML: {reason} at line {error.lineno}, column {error.offset}") from None
    except LookupError as error:
        raise ValueError(f"the encoding cannot be read: {error}") from None
    return root.children[0]


# writing ----------------------------------------------------------------------------------------------------------


def asked_for(argument: str) -> frozenset[str] | None:
    """The properties that ``?list=TNDS+Format+Value`` or ``?list=TNDS-ACL`` asks for; None when it is neither.

    `argument` is what follows ``list=``.
    """
    rest = argument.removeprefix("TNDS")
    if not rest:
        return frozenset(PROPERTIES)
    sign, names = rest[0], rest[1:].split(rest[0])
    if sign not in "+-" or any(name not in PROPERTIES for name in names):
        return None
    return frozenset(names) if sign == "+" else frozenset(PROPERTIES) - frozenset(names)


def write(nodes: Iterable[DocumentNode], properties: Collection[str]) -> str:
    """The document with these nodes, parents first. `properties` says which of theirs are written."""
    root = ElementTree.Element("MgmtTree", {"xmlns": NAMESPACE})
    ElementTree.SubElement(root, "VerDTD").text = VERSION
    places: dict[Names, ElementTree.Element] = {}
    for node in nodes:
        parent = places.get(node.path[:-1], root)
        element = places[node.path] = ElementTree.SubElement(parent, "Node")
        ElementTree.SubElement(element, "NodeName").text = node.path[-1]
        value, encoded = _on_the_wire(node.value)
        _write_properties(element, node, properties, "b64" if encoded and node.format not in _OCTETS else node.format)
        if "Value" in properties and node.value is not None:
            ElementTree.SubElement(element, "Value").text = value
    text = ElementTree.tostring(root, encoding="unicode")
    # Neither stands in text: ElementTree escapes > there. A bare CR would be read as LF.
    return text.replace(" />", "/>").replace("\r", "&#13;")


def _write_properties(
    element: ElementTree.Element, node: DocumentNode, properties: Collection[str], format: str | None
) -> None:
    told = {
        "ACL": node.acl or None,
        "Format": format,
        "Title": node.title or None,
        "TStamp": node.stamp or None,
        "VerNo": None if node.version is None else str(node.version),
    }
    must_tell = "Value" in properties and format != node.format
    chosen = {name for name, text in told.items() if text is not None and name in properties}
    if must_tell:
        chosen.add("Format")
    if not chosen and "Type" not in properties:
        return
    outer = ElementTree.SubElement(element, "RTProperties")
    for name in ("ACL", "Format", "Title", "TStamp", "Type", "VerNo"):
        if name == "Type":
            inner = ElementTree.SubElement(outer, "Type")
            is_mime = node.format != "node"
            ElementTree.SubElement(inner, "MIME" if is_mime else "DDFName").text = node.type or _usual_type(node.format)
        elif name in chosen:
            property_ = ElementTree.SubElement(outer, name)
            text = told[name] or ""
            if name == "Format":
                ElementTree.SubElement(property_, text)
            else:
                property_.text = text


def _usual_type(format: str | None) -> str | None:
    if format == "node":
        return None
    return "application/octet-stream" if format in _OCTETS else "text/plain"


def _on_the_wire(value: Value | None) -> tuple[str, bool]:
    """A value as text, and whether it is base64."""
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii"), True
    text = value or ""
    if _NO_XML.search(text):
        return b64encode(text.encode("utf-8")).decode("ascii"), True
    return text, False

"""Objects of LightweightM2M (OMA LWM2M 1.0 to 1.2, object XML) as management objects.

An object becomes a root with the object's URN as MO id. Where the object has
several instances, they are nodes named at creation below it; the same for
resources with several instances. R is Get, W is Replace, E is Exec. What has
no counterpart is reported, and carried as extension.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree
from msgspec.structs import replace

from swmgen.diagnostics import Report
from swmgen.model import (
    Access,
    AllowedValue,
    Extension,
    Form,
    Format,
    Node,
    Occurrence,
    Occurs,
    Range,
    Scope,
    Span,
    Status,
    Tree,
)
from swmgen.read.ddf import markup
from swmgen.read.ddf.properties import value_names
from swmgen.read.ddf.source import Source

NAMESPACE: Final = "urn:oma:xml:lwm2m"
"""What is carried of an object stands in this namespace when it is written as DDF."""

_FORMATS: Final = {
    "string": Format.CHR,
    "integer": Format.INT,
    "unsigned integer": Format.INT,
    "float": Format.FLOAT,
    "boolean": Format.BOOL,
    "opaque": Format.B64,
    "time": Format.INT,
}
_BOUNDS = re.compile(r"\[?\s*(-?\d{1,18})\s*(?:\.\.|-|\u2013|to)\s*(-?\d{1,18})\s*\]?")
_LENGTH = re.compile(r"(?:0|1)\s*(?:\.\.|-)\s*(\d{1,9})\s*(?:bytes|octets|characters)?", re.IGNORECASE)
_LISTED = re.compile(r"-?\w+(?:(?:\s*,\s*-?\w+)+|(?:\s*;\s*-?\w+)+)")
_SLASH = re.compile(r"[/?<>]|^\*$")
_SEPARATORS = re.compile(r"[\s,/]+")
_COMMANDS: Final = {"R": Access.GET, "W": Access.REPLACE, "E": Access.EXEC}


def read_lwm2m(source: Source, key: str, report: Report, prefixes: markup.Prefixes) -> Tree | None:
    """The objects of the document; None when there is none."""
    objects = source.root.findall("{*}Object")
    if not objects:
        report.add("SWM0152", source.span(source.root), "This LWM2M document has no Object.")
        return None
    prefixes.own.add(etree.QName(source.root).namespace or "")
    reader = _Reader(source, key, report, prefixes)
    roots = [reader.object(element) for element in objects]
    return Tree(
        tuple(roots), Form.LWM2M, namespaces=tuple(reader.prefixes), extensions=tuple(reader.around(source.root))
    )


class _Reader:
    def __init__(self, source: Source, key: str, report: Report, prefixes: markup.Prefixes) -> None:
        self._source = source
        self._key = key
        self._report = report
        self._taken: set[str] = set()
        self.prefixes = prefixes

    def around(self, root: Any) -> Iterator[Extension]:
        """The comments around the root element, and what it holds beside objects."""
        for note in (*reversed(list(root.itersiblings(preceding=True))), *root.itersiblings()):
            yield markup.extension(note, self.prefixes, "document")
        for child in root:
            if not isinstance(child.tag, str):
                yield markup.extension(child, self.prefixes, "MgmtTree")
            elif etree.QName(child).localname != "Object":
                self._unmapped(child, f"{etree.QName(child).localname} is no Object")
                yield self._whole(child, "MgmtTree")
        yield from self._texts(root, "LWM2M", "MgmtTree")

    def object(self, element: Any) -> Node:
        """One object as a root."""
        name = self._unique(element, _text(element, "Name") or f"Object{_text(element, 'ObjectID')}", self._taken)
        is_several = _text(element, "MultipleInstances").lower() == "multiple"
        is_there = _text(element, "Mandatory").lower() == "mandatory"
        number, urn = _text(element, "ObjectID"), _text(element, "ObjectURN")
        doc = "\n\n".join(part for part in (_text(element, "Description1"), _text(element, "Description2")) if part)
        carried = self._carried(element, name, _OBJECT)
        root = self._node(element, name, name, Format.NODE, (Access.GET,), doc, carried)
        root = replace(
            root,
            mo_id=urn or (f"urn:oma:lwm2m:oma:{number}" if number else None),
            occurs=Occurrence(Occurs.ONE if is_there else Occurs.ZERO_OR_ONE),
            scope=Scope.PERMANENT if is_there and not is_several else Scope.DYNAMIC,
            title=f"LWM2M object {number}" if number else None,
            status=Status.REQUIRED if is_there else Status.OPTIONAL,
        )
        path = f"{name}/<x>" if is_several else name
        taken: set[str] = set()
        items = [*element.findall("{*}Resources/{*}Item"), *element.findall("{*}Item")]
        resources = tuple(self._resource(item, path, taken) for item in items)
        if not is_several:
            return replace(root, nodes=resources)
        access = (Access.ADD, Access.DELETE, Access.GET)
        instance = self._node(element, "<x>", path, Format.NODE, access, f"An instance of {name}.", ())
        kind = Occurs.ONE_OR_MORE if is_there else Occurs.ZERO_OR_MORE
        return replace(root, nodes=(replace(instance, occurs=Occurrence(kind), nodes=resources),))

    def _unique(self, element: Any, wanted: str, taken: set[str]) -> str:
        """A name that no sibling has, and that can stand in a URI."""
        if _SLASH.search(wanted):
            shown = f"The name `{wanted}` holds what no name of a node may; it is carried, and written with hyphens."
            self._report.add("SWM0159", self._source.span(element), shown)
        stem = _SLASH.sub("-", " ".join(wanted.split())) or "unnamed"
        name, number = stem, 1
        while name in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name)
        return name

    def _node(
        self,
        element: Any,
        name: str,
        path: str,
        form: Format,
        access: tuple[Access, ...],
        doc: str,
        extensions: tuple[Extension, ...],
    ) -> Node:
        return Node(
            name=name,
            path=path,
            format=form,
            access=access,
            occurs=Occurrence(Occurs.ONE),
            doc=doc,
            extensions=extensions,
            id=f"{self._key}:node:{path}",
            span=self._source.span(element),
            origin=self._key,
        )

    def _resource(self, item: Any, parent: str, taken: set[str]) -> Node:
        number = item.get("ID", "").strip()
        name = self._unique(item, _text(item, "Name") or f"Resource{number}", taken)
        path = f"{parent}/{name}"
        operations = _SEPARATORS.sub("", _text(item, "Operations").upper())
        access = self._access(item, operations, path)
        kind = _text(item, "Type").lower()
        form = Format.NULL if operations == "E" and kind in ("", "none") else _FORMATS.get(kind)
        if form is None:
            if kind:
                self._unmapped(item, f"The type {_text(item, 'Type')} of {path} has no counterpart; it is read as text")
            form = Format.CHR
        elif kind in ("time", "unsigned integer"):
            self._unmapped(item, f"The type {_text(item, 'Type')} of {path} is read as int, which is narrower")
        is_several = _text(item, "MultipleInstances").lower() == "multiple"
        is_there = _text(item, "Mandatory").lower() == "mandatory"
        carried = self._carried(item, path, _ITEM)
        leaf = self._node(item, name, path, form, access, _text(item, "Description"), carried)
        leaf = self._limited(replace(leaf, mime=("text/plain",)), _text(item, "RangeEnumeration"), item)
        leaf = replace(
            leaf,
            occurs=Occurrence(Occurs.ONE if is_there else Occurs.ZERO_OR_ONE),
            status=Status.REQUIRED if is_there else Status.OPTIONAL,
            unit=_text(item, "Units") or None,
            title=f"Resource {number}" if number else None,
        )
        if not is_several:
            return leaf
        below = f"{path}/<x>"
        several = Occurs.ONE_OR_MORE if is_there else Occurs.ZERO_OR_MORE
        inner = replace(
            leaf,
            name="<x>",
            path=below,
            id=f"{self._key}:node:{below}",
            occurs=Occurrence(several),
            extensions=(),
            title=None,
        )
        holder = self._node(item, name, path, Format.NODE, (Access.GET,), leaf.doc, carried)
        return replace(holder, nodes=(inner,), occurs=leaf.occurs, status=leaf.status, title=leaf.title)

    def _access(self, item: Any, operations: str, path: str) -> tuple[Access, ...]:
        strange = sorted(set(operations) - set(_COMMANDS))
        if strange:
            self._unmapped(
                item, f"The operations `{operations}` of {path} hold `{''.join(strange)}`, which means nothing here"
            )
        found = {_COMMANDS[letter] for letter in operations if letter in _COMMANDS}
        return tuple(access for access in Access if access in found)

    def _limited(self, leaf: Node, text: str, item: Any) -> Node:
        """The leaf with what RangeEnumeration says; what it says otherwise stays in the description's extension."""
        if not text:
            return leaf
        bounds = _BOUNDS.fullmatch(text)
        if bounds and leaf.format is Format.INT:
            return replace(leaf, range=Range(int(bounds[1]), int(bounds[2])))
        length = _LENGTH.fullmatch(text)
        if length and leaf.format in (Format.CHR, Format.B64) and int(length[1]) > 0:
            return replace(leaf, max_size=int(length[1]))
        if _LISTED.fullmatch(text) and leaf.format in (Format.CHR, Format.INT):
            listed = tuple(dict.fromkeys(word.strip() for word in re.split("[,;]", text)))
            if leaf.format is Format.CHR or all(word.lstrip("-").isdecimal() for word in listed):
                return replace(leaf, values=self._values(leaf.path, listed, self._source.span(item)))
        self._unmapped(item, f"The range `{text[:60]}` of {leaf.path} cannot be checked")
        return leaf

    def _values(self, path: str, listed: tuple[str, ...], span: Span) -> tuple[AllowedValue, ...]:
        named = value_names(tuple((value, "") for value in listed))
        return tuple(
            AllowedValue(name=name, value=value, id=f"{self._key}:value:{path}={name}", span=span, origin=self._key)
            for name, value in zip(named, listed, strict=True)
        )

    def _unmapped(self, element: Any, message: str) -> None:
        self._report.add("SWM0164", self._source.span(element), f"{message}.")

    def _carried(self, element: Any, path: str, known: frozenset[str]) -> tuple[Extension, ...]:
        """What the model has no place for: numbers, versions, ranges in words, and whatever else stands there."""
        found = list(self._attributes(element, path))
        found += self._texts(element, path, "Node")
        seen: set[str] = set()
        for child in element:
            if not isinstance(child.tag, str):
                found.append(markup.extension(child, self.prefixes, "Node"))
                continue
            local = etree.QName(child).localname
            if local == "Item" and known is _OBJECT:
                continue
            if local == "Resources":
                found += self._beside_items(child, path)
                continue
            is_said = local in known and local not in seen and not child.attrib
            is_said = is_said and not any(isinstance(inner.tag, str) for inner in child)
            if local == "Name":
                # A name that had to be changed is carried as it was.
                is_said = is_said and " ".join(_said(child).split()) == path.rpartition("/")[2]
            elif is_said and local in _WORDS:
                is_said = _said(child).lower() in _WORDS[local]
            elif is_said and local == "Operations":
                is_said = set(_SEPARATORS.sub("", _said(child).upper())) <= set(_COMMANDS)
            seen.add(local)
            if is_said:
                found += [markup.extension(note, self.prefixes, "Node") for note in child]
            if is_said or not (_said(child) or child.attrib or len(child)):
                continue
            if local not in (*_NUMBERS, "Name", "Operations"):
                is_plain = not child.attrib and not any(isinstance(inner.tag, str) for inner in child)
                reason = "has no counterpart" if is_plain else "says more than a text"
                self._unmapped(child, f"{local} of {path} {reason}")
            found.append(self._whole(child, "Node"))
        return tuple(found)

    def _attributes(self, element: Any, path: str) -> Iterator[Extension]:
        """The number of a resource, and what else an element says by attributes."""
        for name, value in element.items():
            local = etree.QName(name).localname
            if (local, value) == ("ObjectType", "MODefinition"):
                continue
            if local != "ID":
                self._unmapped(element, f"The attribute {local} of {path} has no counterpart")
            yield Extension(self._name(local), value.strip(), place="Node")

    def _beside_items(self, element: Any, path: str) -> Iterator[Extension]:
        """What stands among the resources of an object and is none."""
        yield from self._attributes(element, path)
        yield from self._texts(element, path, "Node")
        for child in element:
            if not isinstance(child.tag, str):
                yield markup.extension(child, self.prefixes, "Node")
            elif etree.QName(child).localname != "Item":
                self._unmapped(child, f"{etree.QName(child).localname} of {path} is no Item")
                yield self._whole(child, "Node")

    def _texts(self, element: Any, path: str, place: str) -> Iterator[Extension]:
        """Texts between elements, as comments."""
        for text in (element.text, *(child.tail for child in element)):
            if text and not text.isspace():
                self._unmapped(element, f"The text `{text.strip()[:60]}` in {path} has no counterpart")
                yield markup.note(text, place)

    def _whole(self, element: Any, place: str) -> Extension:
        """An element as it is; one of the object's own namespace, or of none, stands in that of LightweightM2M."""
        whole = markup.extension(element, self.prefixes, place)
        return whole if ":" in whole.name else replace(whole, name=self._name(whole.name))

    def _name(self, local: str) -> str:
        return self.prefixes.name(f"{{{NAMESPACE}}}{local}", "LWM2M")


_OBJECT: Final = frozenset(("Name", "Description1", "Description2", "ObjectURN", "MultipleInstances", "Mandatory"))
_ITEM: Final = frozenset(("Name", "Operations", "MultipleInstances", "Mandatory", "Units", "Description"))
_NUMBERS: Final = frozenset(("ObjectID", "LWM2MVersion", "ObjectVersion", "Type", "RangeEnumeration"))
"""Carried without a word: they are part of every object and say nothing that a tree must act on."""


_WORDS: Final = {
    "MultipleInstances": ("single", "multiple"),
    "Mandatory": ("optional", "mandatory"),
}
"""Elements that say one of two words; any other is carried."""


def _text(element: Any, name: str) -> str:
    found = element.find(f"{{*}}{name}")
    return "" if found is None else _said(found)


def _said(element: Any) -> str:
    """The words in an element, without comments."""
    parts = [element.text or ""]
    for child in element:
        parts += [_said(child) if isinstance(child.tag, str) else "", child.tail or ""]
    return "".join(parts).strip()

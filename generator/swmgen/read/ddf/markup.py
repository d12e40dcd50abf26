"""Elements that DDF 1.2 does not know, to extensions of the model, or to the words that the language has for them.

An element becomes a word of the language only where the word says exactly what
the element says; else it is carried whole. So writing the model back loses nothing.
"""

from __future__ import annotations

import html
from typing import Any, Final

from lxml import etree

from swmgen.model import (
    COMMENT,
    Allowed,
    AllowedKind,
    Applicability,
    Extension,
    Naming,
    NamingKind,
    Policy,
    Range,
)

MICROSOFT: Final = frozenset(
    ("http://schemas.microsoft.com/MobileDevice/DM", "https://schemas.microsoft.com/MobileDevice/DM")
)
"""Files write ``http:``, the manual's older pages ``https:``."""
CONCEPTS: Final = frozenset(("AllowedValues", "Applicability", "DynamicNodeNaming", "Deprecated"))
"""Elements that may become words of the language, when they stand in DFProperties."""
MARKS: Final = frozenset(
    (
        *CONCEPTS,
        "GpMapping",
        "ConflictResolution",
        "DependencyBehavior",
        "AtomicRequired",
        "RebootBehavior",
        "Diagnostics",
        "BinaryPath",
        "ComClsid",
        "ExposedTo",
        "ReplaceBehavior",
        "CommonErrorResults",
    )
)
"""What the manifest dialect writes without a prefix."""

XML: Final = "http://www.w3.org/XML/1998/namespace"
"""What `xml:lang` stands in; it is never declared."""

_KINDS = {kind.value.lower(): kind for kind in AllowedKind}
_NAMINGS = {kind.value: kind for kind in NamingKind}
SINCE: Final = "since OS build "
UNDATED: Final = "by its maker"
DEPRECATED: Final = "OsBuildDeprecated"


class Prefixes:
    """Namespaces of one tree, each under a prefix of its own; names of DDF's `own` have none."""

    def __init__(self) -> None:
        self.own = {"syncml:dmddf1.2"}
        self._by_uri: dict[str, str] = {}
        self._names: dict[str, str] = {}

    def __iter__(self) -> Any:
        return iter(sorted((prefix, uri) for uri, prefix in self._by_uri.items()))

    def name(self, tag: str, prefix: str | None) -> str:
        """``{uri}local`` as ``prefix:local``; the document's own prefix where no other namespace has it."""
        known = self._names.get(tag)
        if known is None:
            uri, _, local = tag.rpartition("}")
            if uri[1:] == XML:
                known = f"xml:{local}"
            else:
                known = f"{self._prefix(uri[1:], prefix)}:{local}" if uri and uri[1:] not in self.own else local
            self._names[tag] = known
        return known

    def of(self, element: Any) -> str:
        """The name of an element."""
        tag: str = element.tag
        return self._names.get(tag) or self.name(tag, element.prefix)

    def _prefix(self, uri: str, wanted: str | None) -> str:
        if uri not in self._by_uri:
            stem = "MSFT" if uri in MICROSOFT else wanted or "n"
            taken, number, name = set(self._by_uri.values()), 1, stem
            while name in taken:
                number += 1
                name = f"{stem}{number}"
            self._by_uri[uri] = name
        return self._by_uri[uri]


def extension(element: Any, prefixes: Prefixes, place: str = "", *, is_mixed: bool = False) -> Extension:
    """An element or comment as it is. Blanks that only indent are left out, unless the content is mixed."""
    tag = element.tag
    tail = (element.tail or "") if is_mixed else ""
    if not isinstance(tag, str):
        name = COMMENT if tag is etree.Comment else f"?{element.target}"
        return Extension(name, (element.text or "").strip(), tail=tail, place=place)
    text = element.text or ""
    children: tuple[Extension, ...] = ()
    if len(element):
        inner = list(element)
        mixed = is_mixed or bool(text.strip()) or bool("".join([child.tail or "" for child in inner]).strip())
        children = tuple([extension(child, prefixes, is_mixed=mixed) for child in inner])
        text = text if mixed else ""
    else:
        text = text if is_mixed else text.strip()
    attributes = tuple([(prefixes.name(name, _declared(element, name)), value) for name, value in element.items()])
    return Extension(prefixes.of(element), text, attributes, children, tail, place)


def _declared(element: Any, name: str) -> str | None:
    """The prefix that the document has for an attribute's namespace, None for an attribute in none."""
    if not name.startswith("{"):
        return None
    uri = name[1:].partition("}")[0]
    return next((prefix for prefix, known in element.nsmap.items() if known == uri and prefix), None)


def comment_text(text: str) -> str:
    """A text as a comment may hold it: hyphens that would end it set apart, with the line ends that it is read with."""
    return text.replace("--", "- -").replace("--", "- -").replace("\r\n", "\n").replace("\r", "\n").strip()


def note(text: str, place: str) -> Extension:
    """A text that no element has room for, as a comment."""
    text = comment_text(text)
    return Extension(COMMENT, f"{text}." if text.endswith("-") else text, place=place)


def inner(element: Any) -> str:
    """What stands in an element, as it is written."""
    parts = [etree.tostring(child, encoding="unicode") for child in element]
    return "".join((html.escape(element.text or "", quote=False), *parts)).strip()


def shown(found: Extension) -> str:
    """Markup in a text, to be read: without prefixes and declarations of namespaces, and what stands behind it."""
    tail = html.escape(found.tail, quote=False)
    if found.name == COMMENT:
        return f"<!--{found.text}-->{tail}"
    if found.name.startswith("?"):
        return f"<{found.name} {found.text}?>{tail}"
    name = _local(found.name)
    attributes = "".join(f' {_local(key)}="{html.escape(value)}"' for key, value in found.attributes)
    inside = html.escape(found.text, quote=False) + "".join(shown(child) for child in found.children)
    return f"<{name}{attributes}>{inside}</{name}>{tail}" if inside else f"<{name}{attributes}/>{tail}"


def range_text(bounds: Range) -> str:
    """A closed range as Microsoft writes it."""
    low, high = (f"({end})" if end is not None and end < 0 else str(end) for end in (bounds.low, bounds.high))
    return f"[{low}-{high}]"


def applicability(found: Extension) -> Applicability | None:
    """The concept, when the element says nothing else."""
    names = tuple(_local(child.name) for child in found.children)
    if found.attributes or found.text or len(set(names)) != len(names) or not names:
        return None
    order = ("OsBuildVersion", "CspVersion", "EditionAllowList")
    is_plain = all(_is_plain(child) and child.text for child in found.children)
    if names != tuple(name for name in order if name in names) or not is_plain:
        return None
    said = {name: child.text for name, child in zip(names, found.children, strict=True)}
    return Applicability(said.get("OsBuildVersion"), said.get("CspVersion"), said.get("EditionAllowList"))


def naming(found: Extension) -> Naming | None:
    """The concept, when the element says nothing else."""
    if found.attributes or found.text or len(found.children) != 1 or not _is_plain(found.children[0]):
        return None
    kind = _NAMINGS.get(_local(found.children[0].name))
    return None if kind is None else Naming(kind, found.children[0].text)


def deprecated(found: Extension) -> str | None:
    """The word of the language, when the element says nothing else."""
    if found.children or found.text:
        return None
    if not found.attributes:
        return UNDATED
    [(name, value), *more] = found.attributes
    return None if more or name != DEPRECATED or not value else f"{SINCE}{value}"


def allowed(found: Extension) -> tuple[Allowed, tuple[tuple[str, str], ...], Range | None] | None:
    """The concept, the values with their descriptions, and the range; None when the element says something else."""
    kind = _KINDS.get(found.attributes[0][1].lower()) if len(found.attributes) == 1 else None
    if kind is None or found.attributes != (("ValueType", kind.value),) or found.text:
        return None
    values: list[tuple[str, str]] = []
    text: str | None = None
    delimiter: str | None = None
    policy: Policy | None = None
    for position, child in enumerate(found.children):
        local = _local(child.name)
        if local == "Enum" and kind in (AllowedKind.ENUM, AllowedKind.FLAG) and delimiter is None and text is None:
            value = _value(child)
            if value is None:
                return None
            values.append(value)
        elif (
            local == "Value"
            and _is_plain(child)
            and text is None
            and delimiter is None
            and not values
            and policy is None
        ):
            text = child.text
        elif local == "List" and position == len(found.children) - 1 and not child.children and not child.text:
            if len(child.attributes) != 1 or child.attributes[0][0] != "Delimiter":
                return None
            delimiter = child.attributes[0][1]
        elif local == "AdmxBacked" and kind is AllowedKind.ADMX and not child.children and not child.text:
            said = dict(child.attributes)
            if set(said) != {"Area", "Name", "File"} or policy is not None or text is not None:
                return None
            policy = Policy(said["Name"], said["Area"], said["File"])
        else:
            return None
    bounds = None
    if kind is AllowedKind.RANGE and text is not None:
        intervals = Allowed(kind, text).intervals
        if intervals is not None and len(intervals) == 1:
            bounds = Range(*intervals[0])
            text = None if range_text(bounds) == text else text
    return Allowed(kind, text, delimiter, policy), tuple(values), bounds


def _value(found: Extension) -> tuple[str, str] | None:
    names = tuple(_local(child.name) for child in found.children)
    if found.attributes or found.text or names not in (("Value", "ValueDescription"), ("Value",)):
        return None
    if not all(_is_plain(child) for child in found.children):
        return None
    return found.children[0].text, found.children[1].text if len(found.children) == 2 else ""


def _is_plain(found: Extension) -> bool:
    return not found.attributes and not found.children and not found.name.startswith(("#", "?"))


def _local(name: str) -> str:
    return name.rpartition(":")[2]

"""What a leaf may hold, as stubs check it. What cannot be checked is told in the docstring."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from swmgen.model import AllowedKind, Format, Node

_WHOLE = re.compile(r"[-+]?[0-9]{1,20}|0[xX][0-9a-fA-F]{1,16}")
_ACE: Final = r"\([^()]*(?:\((?:[^()]|\([^()]*\))*\))?[^()]*\)"
_SDDL: Final = rf"^(?:O:[\w-]+)?(?:G:[\w-]+)?(?:D:[A-Z]*(?:{_ACE})*)?(?:S:[A-Z]*(?:{_ACE})*)?$"
"""Owner, group and access lists of a security descriptor (MS-DTYP 2.5.1), conditions of entries unread."""
_SCRIPT: Final = re.compile(r"/(.+)/|/((?:\\.|[^/\\])+)/([gimsuy]{1,6})", re.DOTALL)
"""An expression of JavaScript, and its flags; those beside i, m and s do not change what it matches."""
_SCHEMA: Final = "http://www.w3.org/2001/XMLSchema"
_LANGUAGES: Final = {
    AllowedKind.XSD: "XML with a schema",
    AllowedKind.JSON: "JSON",
    AllowedKind.SDDL: "a security descriptor in SDDL",
}
_TRUTH: Final = {"true": "true", "1": "true", "false": "false", "0": "false"}
RANGED: Final = frozenset((Format.INT, Format.CHR, Format.FLOAT))
"""What has ranges: numbers, and texts that say a number, as descriptions of the field have them."""
INT_MIN, INT_MAX = -(2**31), 2**31 - 1


def whole(text: str) -> int | None:
    """An integer, decimal or hexadecimal as the field writes it; None for what is none."""
    bare = text.strip()
    if not _WHOLE.fullmatch(bare):
        return None
    return int(bare, 16) if bare[:2].lower() == "0x" else int(bare)


def numbers(node: Node) -> tuple[int, ...] | None:
    """The allowed values of an int; None when it has none, or they are not all integers."""
    if node.format is not Format.INT or not node.values:
        return None
    found = [whole(value.value) for value in node.values]
    return tuple(number for number in found if number is not None) if None not in found else None


def extent(node: Node) -> str:
    """``flags`` for combinations of values, ``wide`` for integers beyond 32 bits, else ``plain``."""
    if node.format is not Format.INT:
        return "plain"
    known = numbers(node) or ()
    if node.allowed is not None and node.allowed.kind is AllowedKind.FLAG and known and min(known) >= 0:
        return "flags"
    ends = [end for low_high in ranges_of(node) for end in low_high]
    if node.range is not None:
        ends += [end for end in (node.range.low, node.range.high) if end is not None]
    default = whole(node.default or "")
    ends += [*known, *([default] if default is not None else [])]
    return "wide" if any(not INT_MIN <= end <= INT_MAX for end in ends) else "plain"


def combines_in_text(node: Node) -> bool:
    """Whether a text is a number whose bits are the values: any combination of them is allowed, written in any way."""
    allowed = node.allowed
    is_flag = allowed is not None and allowed.kind is AllowedKind.FLAG and allowed.delimiter is None
    return is_flag and node.format is Format.CHR and all(whole(value.value) is not None for value in node.values)


def ranges_of(node: Node) -> tuple[tuple[int, int], ...]:
    """Several intervals that a number may lie in; empty when there is one, or none."""
    allowed = node.allowed
    if node.format not in RANGED or allowed is None or allowed.kind is not AllowedKind.RANGE:
        return ()
    return () if allowed.text is None or node.range is not None else allowed.intervals or ()


def pattern_of(node: Node) -> str | None:
    """The regular expression, where Python knows it; expressions between slashes are those of JavaScript."""
    allowed = node.allowed
    if allowed is not None and allowed.kind is AllowedKind.SDDL and node.format is Format.CHR:
        return _SDDL
    if allowed is None or allowed.kind is not AllowedKind.REGEX or not allowed.text:
        return None
    text = allowed.text
    script = _SCRIPT.fullmatch(text)
    if script is not None:
        flags = "".join(flag for flag in "ims" if flag in (script[3] or ""))
        text = (f"(?{flags})" if flags else "") + (script[1] or script[2]).replace("\\/", "/")
    try:
        re.compile(text)
    except (re.error, RecursionError, OverflowError):
        return None
    return text


def content_of(node: Node) -> str | None:
    """``json`` or ``xml`` where the text must be that; None where nothing can be said.

    Of a schema only this counts: validating takes a library that stubs do without. One without a global
    element describes parts of a text, so its values need not be documents.
    """
    allowed = node.allowed
    if allowed is None or node.format not in (Format.CHR, Format.XML):
        return None
    if allowed.kind is AllowedKind.JSON:
        return "json"
    if allowed.kind is not AllowedKind.XSD or not allowed.text:
        return None
    try:
        schema = etree.fromstring(allowed.text.strip().encode("utf-8"), etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError:
        return None
    is_schema = schema.tag == f"{{{_SCHEMA}}}schema"
    return "xml" if is_schema and schema.find(f"{{{_SCHEMA}}}element") is not None else None


def default_of(node: Node) -> str | None:
    """The default as it goes over the wire; None when there is none, or it is no value of the node."""
    text = node.default
    if text is None:
        return None
    match node.format:
        case Format.INT:
            number = whole(text)
            if number is None:
                return None
            known = numbers(node)
            fits = known is None or number in known or extent(node) == "flags"
            if node.range is not None:
                low, high = node.range.low, node.range.high
                fits = fits and (low is None or number >= low) and (high is None or number <= high)
            return str(number) if fits else None
        case Format.BOOL:
            return _TRUTH.get(text.strip().lower())
        case Format.NULL:
            return None
        case Format.FLOAT:
            try:
                float(text)
            except ValueError:
                return None
            return text
        case Format.CHR:
            return _listed(node, text)
        case _:
            return text


def _listed(node: Node, text: str) -> str | None:
    """A text default, if it is allowed; one that differs from a value only in case is that value."""
    is_list = node.allowed is not None and node.allowed.delimiter is not None
    if not node.values or is_list or combines_in_text(node):
        return text
    spelt = {value.value.lower(): value.value for value in node.values}
    return spelt.get(text.lower())


def told(node: Node) -> Iterator[str]:
    """What else the description says of values, and of where the node is."""
    allowed = node.allowed
    if allowed is not None:
        if allowed.kind is AllowedKind.FLAG:
            yield "values combine"
        if allowed.separator is not None:
            yield f"a list with {allowed.separator!a} between its items"
        if allowed.kind is AllowedKind.RANGE and allowed.text is not None:
            yield f"range {allowed.text}"
        if allowed.kind is AllowedKind.REGEX and allowed.text:
            unchecked = "" if pattern_of(node) is not None else " (not checked)"
            yield f"matches {allowed.text}{unchecked}"
        if allowed.kind in _LANGUAGES:
            is_known = content_of(node) is not None or pattern_of(node) is not None
            checked = "checked to be of this form, not against what the vendor describes" if is_known else "not checked"
            yield f"{_LANGUAGES[allowed.kind]} ({checked})"
        if allowed.policy is not None:
            yield f"group policy {allowed.policy.name} of {allowed.policy.file}"
    if node.applicability is not None and node.applicability.builds:
        yield f"from OS build {' or '.join(node.applicability.builds)}"
    if node.naming is not None:
        yield f"named by {node.naming.kind.value}"

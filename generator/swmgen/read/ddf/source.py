"""Bytes of the field to an XML tree with places: encodings repaired, entities and excess refused.

A DOCTYPE is allowed in every spelling; nothing it names is fetched. Declared
entities are refused before the parser sees them. A byte that is not in the
encoding declared is read as Windows-1252, or as Mac Roman where its
typographic quotes say so, and reported. A prefix that is declared nowhere, as
in parts that were cut out of a document, is given a namespace.
"""

from __future__ import annotations

import bisect
import codecs
import itertools
import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any, Final, cast

from lxml import etree

from swmgen.diagnostics import Report
from swmgen.model import Span

MAX_BYTES: Final = 16 * 1024 * 1024
MAX_TAGS: Final = 2_500_000
MAX_NODES: Final = 200_000
MAX_DEPTH: Final = 64
MAX_REPORTED: Final = 100
_EXACT: Final = 65_535
"""The parser keeps lines below; from there on it tells that of a text near the element (xmlGetLineNo of libxml2)."""

_DECLARED = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_HIDDEN = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_TAG = re.compile(r"<[\w.:-]+")
_UNDECLARED = re.compile(r"Namespace prefix (\S+) (?:for|on) ")
_MEANT: Final = {
    "msft": "http://schemas.microsoft.com/MobileDevice/DM",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
"""Namespaces of prefixes that need no declaration to be understood."""
_PLACE = re.compile(r", line \d+, column \d+( \(.*\))?$")
_ELEMENT = re.compile("<[^?!]")
_ESCAPED = re.compile("[\udc80-\udcff]")
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNS: Final = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
"""How a document of two or four bytes a letter begins that has no byte order mark (XML 1.0, appendix F)."""
_NAMED: Final = {
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "x-euc-jp": "euc-jp",
    "x-gbk": "gbk",
    "unicode-1-1-utf-8": "utf-8",
}
"""Encodings that documents name otherwise than Python does (WHATWG Encoding)."""
_NO_ENCODINGS: Final = frozenset(
    ("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem")
)
"""What Python knows as an encoding, and no document is written in."""
_MAC_QUOTES: Final = frozenset(b"\xd2\xd3\xd4\xd5\xd0\xd1\xc9")


class Source:
    """A document: its root element, and where elements stand in its text."""

    def __init__(self, root: Any, text: str, file: str) -> None:
        self.root = root
        self.file = file
        self.text = text
        # Nothing in the text looks like a tag that is none.
        self.is_bare = "<!--" not in text and "<![CDATA[" not in text
        begin = _ELEMENT.search(text)
        # Comments, or instructions behind the prolog.
        self.has_notes = not self.is_bare or (begin is not None and text.find("<?", begin.end()) >= 0)
        self._line, self._line_start = 0, 0
        # Tags that the text does not have in this spelling; a document may be one endless line.
        self._absent: set[str] = set()

    @cached_property
    def _lengths(self) -> list[int]:
        """Lengths of all lines up to each; the line feeds are as many as the lines."""
        return [0, *itertools.accumulate(map(len, self.text.split("\n")))]

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line begins."""
        return [length + line for line, length in enumerate(self._lengths[:-1])]

    def following(self, line: int, tag: str, after: int) -> tuple[Span, int]:
        """The place of the next such tag behind an offset, which is known to be on `line`, and its offset."""
        if self.is_bare and tag not in self._absent:
            # Nothing else can look like the tag: no line has to be counted.
            at = self.text.find(tag, after)
            if at >= 0:
                if line >= _EXACT:
                    return self._at(at, tag), at
                if line != self._line:
                    self._line, self._line_start = line, self.text.rfind("\n", 0, at) + 1
                column = at - self._line_start + 1
                return Span(self.file, line, column, line, column + len(tag)), at
        span = self.place(line, tag, after)
        return span, self.offset(span)

    def span(self, element: Any, after: int = 0) -> Span:
        """The place of an element's start tag; `after` is an offset it stands behind, for several on one line."""
        tag = element.tag
        if not isinstance(tag, str):
            return self.place(line_of(element), "<!--", after)
        name = tag.rpartition("}")[2]
        prefix = element.prefix
        return self.place(line_of(element), f"<{prefix}:{name}" if prefix else f"<{name}", after)

    def place(self, line: int, tag: str, after: int = 0) -> Span:
        """The place of a tag on a line, behind an offset."""
        lengths = self._lengths
        if line < len(lengths) and tag not in self._absent:
            begin = lengths[line - 1] + line - 1
            at = self.text.find(tag, begin if begin > after else after, lengths[line] + line)
            if at >= 0:
                column = at - begin + 1
                return Span(self.file, line, column, line, column + len(tag))
            if line >= _EXACT and (at := self.text.rfind(tag, after, begin)) >= 0:
                return self._at(at, tag)
            if tag not in self.text:
                self._absent.add(tag)
        return Span(self.file, line, 1, line, 2)

    def _at(self, at: int, tag: str) -> Span:
        """The place of the tag at an offset."""
        line = bisect.bisect_right(self._starts, at)
        column = at - self._starts[line - 1] + 1
        return Span(self.file, line, column, line, column + len(tag))

    def offset(self, span: Span) -> int:
        """Where a place is in the text."""
        return self._lengths[min(span.line, len(self._lengths)) - 1] + span.line - 1 + span.column - 1


def line_of(element: Any) -> int:
    """The line of an element's start tag, or of a comment."""
    line: int = element.sourceline or 1
    lines = 0
    while line >= _EXACT and element is not None:
        text: str = element.text or ""
        if not isinstance(element.tag, str):
            lines += text.count("\n")
        elif text:
            # Told is where the text that stands first in it ends.
            return line - text.count("\n") - lines
        elif len(element):
            element = element[0]
            continue
        tail: str = element.tail or ""
        if tail:
            return line - tail.count("\n") - lines
        element = element.getnext()
    return line - lines


def parse(data: bytes, file: str, report: Report) -> Source | None:
    """The document; None when it cannot be read, with the place and reason reported."""
    if len(data) > MAX_BYTES:
        report.add("SWM0102", Span(file, 1, 1, 1, 2), f"The file has more than {MAX_BYTES} bytes.")
        return None
    text, is_as_declared = decoded(data, file, report)
    return _checked(data if is_as_declared else None, text, file, report)


def parse_text(text: str, file: str, report: Report) -> Source | None:
    """The same for a document that is text already, whatever encoding it declares."""
    return _checked(None, text, file, report)


def _checked(data: bytes | None, text: str, file: str, report: Report) -> Source | None:
    """The document, if it is within the limits; `data` are its bytes where they are in the encoding declared."""
    if text.count("<") > MAX_TAGS:
        report.add("SWM0151", Span(file, 1, 1, 1, 2), f"This document is refused: more than {MAX_TAGS} tags.")
        return None
    if "<!ENTITY" in text:
        bare = _unhidden(text)
        at = bare.find("<!ENTITY")
        if at >= 0:
            line, column = bare.count("\n", 0, at) + 1, at - (bare.rfind("\n", 0, at) + 1) + 1
            span = Span(file, line, column, line, column + len("<!ENTITY"))
            report.add(
                "SWM0151", span, "This document is refused: it declares an entity; a device description needs none."
            )
            return None
    return _parsed(data or text.encode("utf-8"), text, data is not None, file, report)


def _parsed(
    data: bytes, text: str, is_as_declared: bool, file: str, report: Report, given: frozenset[str] = frozenset()
) -> Source | None:
    """The same; `data` has declarations for the prefixes in `given` that the text lacks."""
    parser = etree.XMLParser(
        encoding=None if is_as_declared else "utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        told = list(cast(Any, parser.error_log).filter_from_errors())
        prefixes = _undeclared(told)
        if not prefixes or not given.isdisjoint(prefixes):
            _report_syntax(error, told, text, file, report)
            return None
        for prefix, line in prefixes.items():
            shown = f"The prefix {prefix} is declared nowhere; it is read as {_namespace(prefix)}."
            report.add("SWM0154", Span(file, line, 1, line, 2), shown)
        given |= prefixes.keys()
        return _parsed(_declared(text, sorted(given)), text, False, file, report, given)
    source = Source(root, text, file)
    # The parser says something where it met an entity that nothing declares; looking at all nodes would cost more.
    entity = next(root.iter(etree.Entity), None) if len(parser.error_log) else None
    if entity is not None:
        line = entity.getparent().sourceline or 1
        span = Span(file, line, 1, line, 2)
        report.add("SWM0151", span, f"This document is refused: the entity {entity.text} is not declared.")
        return None
    return source


def _unhidden(text: str) -> str:
    """The text with blanks for all that looks like markup and is none."""
    return _HIDDEN.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def _undeclared(told: Iterable[Any]) -> dict[str, int]:
    """The prefixes that are declared nowhere, with their lines, where nothing else is wrong with a document."""
    found: dict[str, int] = {}
    for entry in told:
        match = _UNDECLARED.match(entry.message)
        if match is None or match[1] == "xmlns":
            return {}
        found.setdefault(match[1], max(entry.line, 1))
    return found


def _namespace(prefix: str) -> str:
    return _MEANT.get(prefix.lower(), f"urn:undeclared:{prefix}")


def _declared(text: str, prefixes: Iterable[str]) -> bytes:
    """The text with declarations for the prefixes in its first tag; all lines stay where they are."""
    tag = _TAG.search(_unhidden(text))
    at = tag.end() if tag else 0
    words = "".join(f' xmlns:{prefix}="{_namespace(prefix)}"' for prefix in prefixes)
    return f"{text[:at]}{words}{text[at:]}".encode()


def _report_syntax(error: etree.XMLSyntaxError, told: Iterable[Any], text: str, file: str, report: Report) -> None:
    (line, column), message = error.position, error.msg
    others = (entry for entry in told if not _UNDECLARED.match(entry.message))
    other = next(others, None) if _UNDECLARED.match(message or "") else None
    if other is not None:
        # The prefix alone would have been read.
        line, column, message = other.line, other.column, other.message
    line, column = max(line or 1, 1), max(column or 1, 1)
    lines = text.split("\n")
    column = min(column, len(lines[line - 1]) + 1) if line <= len(lines) else 1
    span = Span(file, line, column, line, column + 1)
    reason = " ".join(_PLACE.sub("", message or "not well-formed").split())
    if "depth" in reason.lower():
        report.add("SWM0151", span, f"This document is refused: {reason.partition(', use ')[0].lower()}.")
        return
    report.add("SWM0150", span, f"This is not well-formed XML: {reason}.")


def decoded(data: bytes, file: str, report: Report) -> tuple[str, bool]:
    """The text, and whether its bytes are what the document declares; what is not is repaired and reported."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            try:
                return data[len(bom) :].decode(name), not name.startswith("utf-32")
            except UnicodeDecodeError:
                return _repaired(data[len(bom) :], file, report), False
    for sign, name in _SIGNS:
        if data.startswith(sign) and not len(data) % 2:
            try:
                return data.decode(name), False
            except UnicodeDecodeError:
                break
    match = _DECLARED.match(data)
    declared = match[1].decode("ascii").lower() if match else "utf-8"
    meant = _NAMED.get(declared, declared)
    # A parser that could read "utf-16" here has read ASCII, so that is not what it is.
    name = "utf-8" if declared.startswith(("utf-16", "utf16", "ucs", "utf-32")) and data.lstrip()[:1] == b"<" else meant
    try:
        if name.replace("-", "_") in _NO_ENCODINGS:
            raise LookupError(name)
        text = data.decode(name)
    except LookupError:
        report.add("SWM0155", Span(file, 1, 1, 1, 2), f"There is no encoding `{declared}`; this is read as UTF-8.")
        name = "utf-8"
        try:
            return data.decode(name), False
        except UnicodeDecodeError:
            return _repaired(data, file, report), False
    except UnicodeDecodeError:
        return _repaired(data, file, report), False
    if name != meant:
        report.add("SWM0155", Span(file, 1, 1, 1, 2), f"This declares {declared}, but it is UTF-8.")
        return text, False
    return text, name in ("utf-8", "utf8")


def _repaired(data: bytes, file: str, report: Report) -> str:
    """UTF-8 where it is; the other bytes in the encoding that they speak for."""
    text = data.decode("utf-8", "surrogateescape")
    found = [(match.start(), match[0]) for match in _ESCAPED.finditer(text)]
    wrong = {letter: ord(letter) - 0xDC00 for _, letter in found}
    # 0x91..0x94 are the quotes of Windows-1252, 0xD2..0xD5 those of Mac Roman.
    name = "mac_roman" if _MAC_QUOTES.issuperset(wrong.values()) else "cp1252"
    meant = {letter: bytes((byte,)).decode(name, "replace") for letter, byte in wrong.items()}
    line, line_start = 1, 0
    for at, letter in found[:MAX_REPORTED]:
        line += text.count("\n", line_start, at)
        line_start = text.rfind("\n", 0, at) + 1
        column = at - line_start + 1
        shown = (
            f"The byte 0x{wrong[letter]:02X} is not UTF-8; it is read as {name.replace('_', ' ')}: `{meant[letter]}`."
        )
        report.add("SWM0155", Span(file, line, column, line, column + 1), shown)
    for letter, replacement in meant.items():
        text = text.replace(letter, replacement)
    return text

"""What kind of document this is, told from its content, and the tree it describes."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from swmgen.diagnostics import Report, Severity
from swmgen.model import Span, Tree
from swmgen.read.ddf import embedded, encoded, markup
from swmgen.read.ddf.context import NAMESPACES
from swmgen.read.ddf.grafting import together
from swmgen.read.ddf.lwm2m import read_lwm2m
from swmgen.read.ddf.reader import TooMuch, TreeReader
from swmgen.read.ddf.source import MAX_BYTES, Source, decoded, line_of, parse, parse_text

_AROUND: Final = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE\s+(?P<doctype>[\w:.-]+)", re.DOTALL)
_ROOT: Final = re.compile(r"<(?:[\w.-]+:)?(?:MgmtTree|LWM2M|SyncML)\b")
_PARTS: Final = re.compile(r"<(?:[\w.-]+:)?(?:Node|NodeName|DFProperties|Object|Item)[\s/>]")
_PART: Final = re.compile(r"<(Node|NodeName|VerDTD|Man|Mod)[\s/>]")
_OPENED: Final = re.compile(r"<Node[\s>]")
_ENDING: Final = re.compile(r"</MgmtTree\s*>\s*\Z")
_DECLARATION: Final = re.compile(r"\s*<\?xml\s.*?\?>", re.DOTALL)
_NOTHING: Final = " \t\r\n\0\x1a\ufeff"
"""What old editors and memory dumps leave around a document."""
_END_ALONE: Final = re.compile(r"</(?:[\w.-]+:)?(MgmtTree|LWM2M)\s*>")
_SIGNS_OF_XML: Final = (b"<", codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"\0")


def read_ddf(data: bytes, file: str, key: str, report: Report, prefixes: markup.Prefixes | None = None) -> Tree | None:
    """The trees of the document for the enabler `key`; None when it is no device description. Everything wrong is reported.

    A MgmtTree may stand anywhere: as the root, in a SyncML message, in an Add
    of one, as text in any element, or in a text that is no XML. Several give
    one tree. Documents that become one enabler share `prefixes`.
    """
    prefixes = markup.Prefixes() if prefixes is None else prefixes
    if len(data) <= MAX_BYTES and not data.removeprefix(codecs.BOM_UTF8).lstrip().startswith(_SIGNS_OF_XML):
        repaired = Report()
        text, _ = decoded(data, file, repaired)
        tree = _of_text(text, file, key, report, prefixes)
        if tree is not None:
            # Of a text that is something else, and may be none, the encoding does not matter.
            report.include(repaired)
        return tree
    own = Report()
    source = parse(data, file, own)
    if source is not None:
        report.include(own)
        return _of_source(source, key, report, prefixes)
    if "SWM0150" in {entry.code for entry in own}:
        text, _ = decoded(data, file, Report())
        if not _is_meant_as_xml(text) and embedded.documents(text) != embedded.Found(()):
            report.include(entry for entry in own if entry.code != "SWM0150")
            return _of_text(text, file, key, report, prefixes)
        apart = _of_part(text, file, key, report, prefixes) or _one_by_one(text, file, key, own, report, prefixes)
        if apart is not None:
            return apart
    report.include(own)
    return None


def is_other(data: bytes, found: Report) -> bool:
    """Whether a document that was refused for what was found is of another kind: nothing in it belongs to a description."""
    codes = {entry.code for entry in found if entry.severity is Severity.ERROR}
    if codes == {"SWM0152"}:
        return True
    if not codes <= {"SWM0150", "SWM0151"}:
        return False
    text, _ = decoded(data, "", Report())
    return not (_is_meant_as_xml(text) or _PARTS.search(text) or embedded.documents(text) != embedded.Found(()))


def _is_meant_as_xml(text: str) -> bool:
    """Whether the first element of a text, or its DOCTYPE, is that of a document we read."""
    at, doctype = _prolog(text)
    if doctype:
        return doctype.rpartition(":")[2] in ("MgmtTree", "LWM2M", "SyncML")
    return _ROOT.match(text, at) is not None


def _prolog(text: str) -> tuple[int, str | None]:
    """Where the first element of a text begins, or what the DOCTYPE says that stands before it."""
    at = 0
    while (match := _AROUND.match(text, at)) is not None:
        if match["doctype"]:
            return at, match["doctype"]
        at = match.end()
    return at, None


def _of_part(text: str, file: str, key: str, report: Report, prefixes: markup.Prefixes) -> Tree | None:
    """The trees of what was cut out of a document: nodes, or the inside of one, without the elements around them."""
    first, doctype = _prolog(text)
    part = _PART.match(text, first)
    if doctype or part is None:
        return None
    is_inside = part[1] == "NodeName"
    lead = "<MgmtTree><Node>" if is_inside else "<MgmtTree>"
    end = "" if _ENDING.search(text) else "</MgmtTree>"
    if is_inside and len(_OPENED.findall(text)) == text.count("</Node>"):
        end = f"</Node>{end}"
    declared = _DECLARATION.match(text)
    begin = declared.end() if declared else 0
    excerpt = embedded.Excerpt(f"{lead}{text[begin:]}{end}", ((0, begin), (len(lead), begin)))
    own = Report()
    tree = _of_excerpt(excerpt, text, file, key, own, prefixes, None)
    if tree is not None:
        report.add(
            "SWM0153", _at(text, first, file), f"This begins with {part[1]}; it is read as if {lead} stood before."
        )
        report.include(own)
    return tree


def _one_by_one(
    text: str, file: str, key: str, found: Report, report: Report, prefixes: markup.Prefixes
) -> Tree | None:
    """The trees of documents that stand one behind another, or behind blanks; None where there is anything else.

    `found` says why they are no document together.
    """
    excerpts = embedded.documents(text).documents
    rest, end = "", 0
    for excerpt in excerpts:
        if len(excerpt.runs) != 1:
            return None
        begin = excerpt.runs[0][1]
        rest += text[end:begin]
        end = begin + len(excerpt.text)
    if not excerpts or (rest + text[end:]).strip(_NOTHING):
        return None
    own = Report()
    tree = _of_text(text, file, key, own, prefixes)
    if tree is not None:
        reason = next(entry for entry in found if entry.code == "SWM0150")
        message = f"{reason.message.rstrip('.')}; what stands here is read one document at a time."
        report.add("SWM0150", reason.span, message, severity=Severity.WARNING)
        report.include(entry for entry in found if entry.code != "SWM0150")
        report.include(own)
    return tree


def _of_source(source: Source, key: str, report: Report, prefixes: markup.Prefixes) -> Tree | None:
    """The trees of an XML document: its elements', or those that stand as text in its elements."""
    local = etree.QName(source.root).localname
    try:
        if local == "Object" and source.root.find("{*}ObjectID") is not None:
            source.root = _around(source.root, "LWM2M")
            report.add("SWM0153", source.span(source.root[0]), "There is no LWM2M around this Object.")
            local = "LWM2M"
        if local == "LWM2M":
            return read_lwm2m(source, key, report, prefixes)
        trees = [TreeReader(source, key, report, prefixes).tree(root, where) for root, where in _trees(source.root)]
    except TooMuch as error:
        report.add("SWM0151", source.span(error.element), f"This document is refused: {error}.")
        return None
    is_whole = True
    if not trees or source.root.tag.rpartition("}")[2] not in ("MgmtTree", "Node"):
        for element in _outside(source.root):
            text = element.text or ""
            if "MgmtTree" not in text and "LWM2M" not in text and not encoded.is_begun(text):
                continue
            if not embedded.documents(text).documents:
                continue
            # Lines are counted from the element that holds the text.
            padded = "\n" * (line_of(element) - 1) + text
            for excerpt in embedded.documents(padded).documents:
                tree = _of_excerpt(excerpt, padded, source.file, key, report, prefixes, _target(element))
                is_whole = is_whole and tree is not None
                trees += [] if tree is None else [tree]
    if not trees:
        if is_whole and embedded.documents(source.text).documents:
            # Its markup is coloured, stands in an attribute, or in a comment.
            return _of_text(source.text, source.file, key, report, prefixes)
        if is_whole:
            shown = f"The root element is {local}; a device description has MgmtTree, or LWM2M."
            report.add("SWM0152", source.span(source.root), shown)
    if not trees or not is_whole:
        return None
    return trees[0] if len(trees) == 1 else together(trees, key, report)


def _of_text(text: str, file: str, key: str, report: Report, prefixes: markup.Prefixes) -> Tree | None:
    """The trees of the documents in a text that is no XML."""
    found = embedded.documents(text)
    if found.endless is not None:
        report.add("SWM0150", _at(text, found.endless, file), "The MgmtTree that begins here has no end.")
        return None
    if not found.documents:
        end = _END_ALONE.search(text) if found.mention is None else None
        at = found.mention or 0
        shown = "no MgmtTree stands in it" if found.mention is None else "the MgmtTree here has no Node, or no end"
        if end is not None:
            at, shown = end.start(), f"the {end[1]} that ends here has no beginning"
        report.add("SWM0152", _at(text, at, file), f"This is no XML document, and {shown}.")
        return None
    read = [_of_excerpt(excerpt, text, file, key, report, prefixes, None) for excerpt in found.documents]
    trees = [tree for tree in read if tree is not None]
    if len(trees) < len(read):
        return None
    return trees[0] if len(trees) == 1 else together(trees, key, report)


def _at(text: str, offset: int, file: str) -> Span:
    line, column = text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
    return Span(file, line, column, line, column + 1)


def _of_excerpt(
    excerpt: embedded.Excerpt,
    text: str,
    file: str,
    key: str,
    report: Report,
    prefixes: markup.Prefixes,
    where: str | None,
) -> Tree | None:
    """The tree of a document in another text; all places are those of the other text."""
    places = embedded.Places(excerpt, text)
    for at, expression in excerpt.computed:
        shown = f"A program puts in `{expression[:60]}` here, which is not known; the tree is read without it."
        report.add("SWM0166", places.span(file, max(at - 1, 0)), shown)
    own = Report()
    source = parse_text(excerpt.text, file, own)
    tree: Tree | None = None
    if source is not None:
        try:
            if etree.QName(source.root).localname == "LWM2M":
                tree = read_lwm2m(source, key, own, prefixes)
            else:
                tree = TreeReader(source, key, own, prefixes).tree(source.root, where or excerpt.target)
        except TooMuch as error:
            own.add("SWM0151", source.span(error.element), f"This document is refused: {error}.")
    report.include(places.relocated(entry) for entry in own)
    found: Tree | None = places.relocated(tree)
    return found


def _trees(root: Any) -> Iterator[tuple[Any, str | None]]:
    """Every outermost MgmtTree, with the URI it is sent to; a Node that stands alone is read as one."""
    if etree.QName(root).localname == "MgmtTree":
        yield root, None
    elif etree.QName(root).localname == "Node" and (etree.QName(root).namespace or "") in NAMESPACES:
        yield _around(root), None
    else:
        for item in root.iter("{*}MgmtTree"):
            if next(item.iterancestors("{*}MgmtTree"), None) is None:
                yield item, _target(item)


def _outside(root: Any) -> Iterator[Any]:
    """The elements that stand in no MgmtTree, in the order of the document."""
    pending = [root]
    while pending:
        element = pending.pop()
        if element.tag.rpartition("}")[2] != "MgmtTree":
            yield element
            pending += [child for child in reversed(element) if isinstance(child.tag, str)]


def _around(element: Any, name: str = "MgmtTree") -> Any:
    """An element of this name that holds the root element alone, on its line; the comments around that stay around."""
    holder = etree.Element(name)
    holder.sourceline = element.sourceline
    before, behind = list(element.itersiblings(preceding=True)), list(element.itersiblings())
    holder.append(element)
    for note in reversed(before):
        holder.addprevious(note)
    for note in reversed(behind):
        holder.addnext(note)
    return holder


def _target(element: Any) -> str | None:
    """The LocURI that the command around an element is sent to."""
    for above in element.iterancestors():
        if etree.QName(above).localname in ("Item", "Add", "Replace"):
            for uri in above.iterfind("{*}Target/{*}LocURI"):
                return (uri.text or "").strip() or None
    return None

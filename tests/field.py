"""Small descriptions such as the field has them, written for the tests, and the content of any document in one form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from lxml import etree

from swmgen.cli.importing import imported
from swmgen.diagnostics import Report, Severity
from swmgen.emit.ddf import written
from swmgen.model import Node, Tree
from swmgen.read.ddf import read_ddf

MSFT = "http://schemas.microsoft.com/MobileDevice/DM"
DOCTYPE = (
    '<!DOCTYPE MgmtTree PUBLIC " -//OMA//DTD-DM-DDF 1.2//EN"\n'
    '  "http://www.openmobilealliance.org/tech/DTD/DM_DDF-V1_2.dtd"\n'
    '  [<?oma-dm-ddf-ver supported-versions="1.2"?>]>\n'
)


def node(
    name: str,
    *inside: str,
    format: str = "node",
    access: str = "<Get/>",
    more: str = "",
    kind: str = "<MIME/>",
    path: str | None = None,
    before: str = "",
) -> str:
    """A Node in the order of the DTD; `before` stands behind AccessType, `more` behind DFType."""
    where = "" if path is None else f"<Path>{path}</Path>"
    return (
        f"<Node><NodeName>{name}</NodeName>{where}<DFProperties><AccessType>{access}</AccessType>{before}"
        f"<DFFormat><{format}/></DFFormat><Occurrence><One/></Occurrence><Scope><Dynamic/></Scope>"
        f"<DFType>{kind}</DFType>{more}</DFProperties>{''.join(inside)}</Node>"
    )


def tree(*nodes: str, attributes: str = "", lead: str = "") -> str:
    """A document of these nodes."""
    return f"{lead}<MgmtTree{attributes}><VerDTD>1.2</VerDTD>{''.join(nodes)}</MgmtTree>"


def microsoft(*nodes: str) -> str:
    """A document in Microsoft's form."""
    return tree(*nodes, attributes=f' xmlns:MSFT="{MSFT}"', lead=DOCTYPE)


def read(document: str | bytes) -> tuple[Tree, list[str]]:
    """The tree of a document and the codes found."""
    report = Report()
    data = document.encode("utf-8") if isinstance(document, str) else document
    found = read_ddf(data, "a.xml", "a-1.0", report)
    assert found is not None, [entry.message for entry in report]
    return found, [entry.code for entry in report]


def refused(document: str | bytes) -> tuple[str, int, str]:
    """Code, line and message of the one fault for which a document is refused."""
    report = Report()
    data = document.encode("utf-8") if isinstance(document, str) else document
    assert read_ddf(data, "a.xml", "a-1.0", report) is None
    [found] = [entry for entry in report if entry.severity is Severity.ERROR]
    return found.code, found.span.line, found.message


def one(document: str | bytes) -> tuple[Node, list[str]]:
    """The one root of a document and the codes found."""
    found, codes = read(document)
    [root] = found.roots
    return root, codes


def bundle(folder: Path, **documents: str) -> tuple[Tree | None, Report]:
    """The tree that the documents in a folder describe together."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in documents.items():
        (folder / f"{name}.xml").write_text(text, encoding="utf-8")
    enabler, report, _ = imported(folder, "a", "1.0")
    return (None if enabler is None else enabler.tree), report


def survives(document: str | bytes) -> str:
    """The document as it is written; asserts that its content is that of the original, and that a second round is still."""
    found, _ = read(document)
    text, _ = written(found)
    again, _ = read(text)
    assert written(again)[0] == text
    data = document.encode("utf-8") if isinstance(document, str) else document
    assert content(data) == content(text.encode("utf-8"))
    return text


# content --------------------------------------------------------------------------------------------------------------
# Written apart from the reader, so that both have to err in the same way to agree.

ORDER = (
    "AccessType",
    "DefaultValue",
    "Description",
    "DFFormat",
    "Occurrence",
    "Scope",
    "DFTitle",
    "DFType",
    "CaseSense",
)


def content(data: bytes) -> object:
    """What a document says, whatever the order and the spelling that the normalisation documented in the reader changes."""
    for encoding in ("utf-8-sig", "mac_roman" if b"\xd3" in data and b"\xd2" in data else "cp1252"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    root = etree.fromstring(
        text.encode("utf-8"), etree.XMLParser(resolve_entities=False, load_dtd=False, encoding="utf-8")
    )
    trees = [root] if local(root) == "MgmtTree" else list(root.iter("{*}MgmtTree"))
    for found in trees:
        _mount(found)
    notes = list(root.iter(etree.Comment)) if trees[0] is root else []
    if notes or trees[0] is root:
        around = (*root.itersiblings(preceding=True), *root.itersiblings())
        notes += [item for item in around if item.tag is etree.Comment]
    comments = {(item.text or "").strip() for item in notes}
    return [[part(child) for child in elements(found)] for found in trees], sorted(comments)


def _mount(found: etree._Element) -> None:
    """A tree in a message is mounted where the message is sent to."""
    above = next((item for item in found.iterancestors() if etree.QName(item).localname in ("Item", "Add")), None)
    uri = None if above is None else above.find("{*}Target/{*}LocURI")
    for root in found.iterfind("{*}Node") if uri is not None else ():
        if root.find("{*}Path") is None:
            etree.SubElement(root, root.tag.replace("Node", "Path")).text = uri.text if uri is not None else ""


def local(element: etree._Element) -> str:
    name = etree.QName(element)
    return name.localname if name.namespace in (None, "syncml:dmddf1.2") else f"{{{name.namespace}}}{name.localname}"


def elements(parent: etree._Element) -> Iterable[etree._Element]:
    return (child for child in parent if isinstance(child.tag, str))


def whole(element: etree._Element) -> object:
    """An element that DDF does not know, as it is."""
    return (
        local(element),
        sorted(element.attrib.items()),
        (element.text or "").strip(),
        [whole(child) for child in elements(element) if not _is_empty_description(child)],
        (element.tail or "").strip(),
    )


def _is_empty_description(element: etree._Element) -> bool:
    is_bare = not len(element) and not element.attrib and not (element.text or "").strip()
    return is_bare and etree.QName(element).localname == "ValueDescription"


def text_of(element: etree._Element) -> str:
    return (element.text or "").strip() + "".join(
        (f"<{whole(child)}>" if isinstance(child.tag, str) else "") + (child.tail or "").strip() for child in element
    )


def part(element: etree._Element, depth: int = 0) -> object:
    """A child of MgmtTree, or a Node with all in it."""
    if local(element) != "Node":
        return whole(element)
    found: dict[str, object] = {}
    below = []
    foreign = []
    for child in elements(element):
        name = local(child)
        if name == "Node":
            below.append(part(child, depth + 1))
        elif name == "NodeName":
            found[name] = "" if text_of(child) == "*" else text_of(child)
        elif name == "Path":
            if depth == 0:
                found[name] = text_of(child)
        elif name == "DFProperties":
            found[name] = properties(child, has_nodes=element.find("{*}Node") is not None)
        elif name == "RTProperties":
            found[name] = sorted(
                (local(item), (item.text or "").strip(), [(local(x), text_of(x)) for x in elements(item)])
                for item in elements(child)
            )
        elif name == "Value":
            found[name] = text_of(child)
        else:
            foreign.append(whole(child))
    return found, sorted(map(repr, foreign)), below


MEANT = {
    ("ZeroOrN", "1"): "ZeroOrOne",
    ("OneOrN", "1"): "One",
    ("ZeroOrN", ""): "ZeroOrMore",
    ("OneOrN", ""): "OneOrMore",
}


def properties(element: etree._Element, *, has_nodes: bool) -> object:
    found: dict[str, object] = {"Occurrence": ("One", ""), "Scope": "Dynamic", "DFType": []}
    foreign = []
    for child in elements(element):
        name = local(child)
        inner = [local(item) for item in elements(child)]
        if name not in ORDER:
            foreign.append(whole(child))
        elif name == "AccessType":
            found[name] = sorted({"Replace" if verb == "Set" else verb for verb in inner})
        elif name == "Occurrence":
            kind, n = inner[0], text_of(next(iter(elements(child))))
            kind, n = (MEANT[kind, n], "") if (kind, n) in MEANT else (kind, n)
            found[name] = (kind, n)
        elif name == "DFType":
            said = [(local(item), text_of(item)) for item in elements(child) if text_of(item)]
            found[name] = sorted(said)
        elif name in ("DFFormat", "Scope", "CaseSense"):
            found[name] = inner[0]
        elif name in ("Description", "DFTitle") and not text_of(child):
            continue
        else:
            found[name] = text_of(child)
    return found, sorted(map(repr, foreign))

"""The trees of an enabler as DDF 1.2.

Elements stand in the order of the DTD. The DTD declares no attribute, so no
namespace is written. What DDF cannot say (allowed values, ranges, units,
largest sizes, deprecation) follows the description in one fixed form, so that
whoever reads the file has it too. A description that came from the field in
Microsoft's form gets these facts in the elements they came in; what was carried
as extension stands behind the known elements of its place. Read again, the
document gives the same tree.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from copy import copy
from typing import Any, Final

from lxml import etree

from swmgen.emit.backend import Anchor, EmitContext, Output
from swmgen.emit.ddf.extensions import Writer
from swmgen.model import CaseSense, Enabler, Form, Node, Occurs, Scope, Tree

DOCTYPE: Final = (
    '<!DOCTYPE MgmtTree PUBLIC "-//OMA//DTD-DM-DDF 1.2//EN" '
    '"http://www.openmobilealliance.org/tech/DTD/dm_ddf-v1_2.dtd" '
    '[<?oma-dm-ddf-ver supported-versions="1.2"?>]>'
)


class DdfBackend:
    """DDF XML."""

    name = "ddf"
    after: tuple[str, ...] = ()

    def emit(self, enabler: Enabler, context: EmitContext) -> Iterator[Output]:
        """One document, when the enabler has trees."""
        if enabler.tree.roots:
            text, anchors = document(enabler)
            yield Output(f"ddf/{enabler.key}.ddf.xml", text, anchors)

    def summarise(self, enabler: Enabler) -> Any:
        """Nothing speaks of all DDF files."""
        return None

    def emit_index(self, summaries: Mapping[str, Any], context: EmitContext) -> Iterable[Output]:
        """Nothing speaks of all DDF files."""
        return ()


def document(enabler: Enabler) -> tuple[str, tuple[Anchor, ...]]:
    """The DDF document, and the line each node's element stands on."""
    return written(enabler.tree)


def written(tree: Tree) -> tuple[str, tuple[Anchor, ...]]:
    """A tree as a document, and the line each node's element stands on."""
    writer = Writer(tree)
    top = etree.Element("MgmtTree", nsmap=writer.nsmap)
    etree.SubElement(top, "VerDTD").text = tree.version
    for name, text in (("Man", tree.manufacturer), ("Mod", tree.model)):
        if text is not None:
            etree.SubElement(top, name).text = text
    writer.add(top, tree.extensions, "MgmtTree")
    nodes: list[tuple[Any, str]] = []
    closing: list[tuple[Any, Node]] = []
    pending: list[tuple[Any, Node]] = [(top, root) for root in reversed(tree.roots)]
    forms: dict[Hashable, Any] = {}
    while pending:
        parent, node = pending.pop()
        writer.add(parent, node.extensions, "before")
        element = _node(parent, node, forms, writer, tree.form)
        nodes.append((element, node.id))
        if node.extensions:
            closing.append((element, node))
        pending.extend((element, child) for child in reversed(node.nodes))
    for element, node in closing:
        writer.close(element, node.extensions, "Node")
    writer.close(top, tree.extensions, "MgmtTree")
    writer.forget_unused(top)
    writer.indent(top)
    body = etree.tostring(top, encoding="unicode")
    lead = "".join(f"{text}\n" for text in writer.document_comments(tree.extensions))
    doctype = "" if tree.form is Form.TNDS else f"{DOCTYPE}\n"
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{doctype}{lead}{body}\n'
    return text, _anchors(body, top, text.count("\n", 0, len(text) - len(body) - 1), nodes)


def _anchors(body: str, top: Any, before: int, written: list[tuple[Any, str]]) -> tuple[Anchor, ...]:
    """The line of each Node: nearly always, only a Node's own tag ends a line with ``<Node>``."""
    found = [number for number, line in enumerate(body.split("\n"), before + 1) if line.endswith("<Node>")]
    if len(found) == len(written):
        return tuple(Anchor(number, element_id) for number, (_, element_id) in zip(found, written, strict=True))
    return _counted(top, before, written)


def _counted(top: Any, before: int, written: list[tuple[Any, str]]) -> tuple[Anchor, ...]:
    """The line of each Node, where a comment or carried markup speaks of nodes: line feeds in front of its tag."""
    lines: dict[Any, int] = {}
    line = before + 1
    wanted = {element for element, _ in written}
    for event, element in etree.iterwalk(top, events=("start", "end", "comment", "pi")):
        if event == "start":
            if element in wanted:
                lines[element] = line
            line += (element.text or "").count("\n")
        else:
            inside = (element.text or "").count("\n") if event in ("comment", "pi") else 0
            line += inside + (element.tail or "").count("\n")
    return tuple(Anchor(lines[element], element_id) for element, element_id in written)


def _node(parent: Any, node: Node, forms: dict[Hashable, Any], writer: Writer, form_of_tree: Form) -> Any:
    add = etree.SubElement
    element = add(parent, "Node")
    add(element, "NodeName").text = "" if node.is_placeholder else node.name
    if node.root_path is not None:
        add(element, "Path").text = node.root_path
    is_tnds = form_of_tree is Form.TNDS
    if node.run_time or any(found.place == "RTProperties" for found in node.extensions):
        run_time = add(element, "RTProperties")
        if node.run_time:
            _run_time(run_time, node, is_complete=not is_tnds)
        writer.add(element[-1], node.extensions, "RTProperties")
    if not is_tnds:
        element.append(_described(node, forms, writer))
    if node.value is not None:
        add(element, "Value").text = node.value
        writer.mix(element[-1], node.extensions, "Value")
    writer.add(element, node.extensions, "Node")
    return element


def _described(node: Node, forms: dict[Hashable, Any], writer: Writer) -> Any:
    """DFProperties with all they hold."""
    description = describe(node, with_facts=not writer.has_elements)
    # Nodes of large trees differ in little but their texts; copying is several times faster than building.
    form = (
        node.access,
        node.default is None,
        not description,
        node.format,
        node.occurs,
        node.scope,
        node.title,
        node.mo_id,
        node.mime,
        node.case_sense,
    )
    if form not in forms:
        forms[form] = _properties(node, has_description=bool(description))
    properties = copy(forms[form])
    if node.default is not None:
        properties[1].text = node.default
    if description:
        properties[1 if node.default is None else 2].text = description
    if node.extensions:
        writer.fill(properties, node.extensions)
    writer.concepts(properties, node)
    writer.add(properties, node.extensions, "DFProperties")
    return properties


def _properties(node: Node, *, has_description: bool) -> Any:
    """DFProperties, with default value and description still empty."""
    add = etree.SubElement
    properties = etree.Element("DFProperties")
    access = add(properties, "AccessType")
    for command in node.access:
        add(access, command.value)
    if node.default is not None:
        add(properties, "DefaultValue")
    if has_description:
        add(properties, "Description")
    add(add(properties, "DFFormat"), node.format.value)
    occurrence = add(add(properties, "Occurrence"), node.occurs.kind.value)
    if node.occurs.kind in (Occurs.ZERO_OR_N, Occurs.ONE_OR_N):
        occurrence.text = str(node.occurs.n)
    if node.scope is not Scope.EITHER:
        add(add(properties, "Scope"), node.scope.value)
    if node.title is not None:
        add(properties, "DFTitle").text = node.title
    _type(add(properties, "DFType"), node)
    if node.case_sense is not None:
        add(add(properties, "CaseSense"), "CS" if node.case_sense is CaseSense.SENSITIVE else "CIS")
    return properties


def _type(element: Any, node: Node) -> None:
    if node.mo_id:
        etree.SubElement(element, "DDFName").text = node.mo_id
    for mime in node.mime:
        etree.SubElement(element, "MIME").text = mime
    if not node.mo_id and not node.mime:
        etree.SubElement(element, "DDFName" if node.is_interior else "MIME").text = ""


def _run_time(element: Any, node: Node, *, is_complete: bool) -> None:
    add = etree.SubElement
    named = {entry.name: entry.default for entry in node.run_time}
    for name in ("ACL", "Format", "Name", "Size", "Title", "TStamp", "Type", "VerNo"):
        # The DTD demands Type wherever run-time properties are listed.
        if name not in named and not (name == "Type" and is_complete):
            continue
        own = add(element, name)
        default = named.get(name)
        if name == "Format":
            add(own, default or node.format.value)
        elif name == "Type":
            if node.is_interior:
                add(own, "DDFName").text = default or node.mo_id or ""
            else:
                add(own, "MIME").text = default or (node.mime[0] if node.mime else "")
        elif default is not None:
            own.text = default


def describe(node: Node, *, with_facts: bool = True) -> str:
    """The description, and behind it what DDF has no element for."""
    facts = []
    if with_facts and node.values:
        facts.append(f"Values: {', '.join(f'{value.value} {value.name}' for value in node.values)}.")
    if with_facts and node.range is not None:
        facts.append(f"Range: {node.range}.")
    if node.max_size is not None:
        facts.append(f"Largest size: {node.max_size} octets.")
    if node.unit is not None:
        facts.append(f"Unit: {node.unit}.")
    if with_facts and node.deprecated is not None:
        facts.append(f"Deprecated: {node.deprecated}")
    return " ".join(part for part in (node.doc.strip(), *facts) if part)

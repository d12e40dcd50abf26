"""The trees of an enabler as DDF 1.2.

Elements stand in the order of the DTD. The DTD declares no attribute, so no
namespace is written. What DDF cannot say (allowed values, ranges, units,
largest sizes, deprecation) follows the description in one fixed form, so that
whoever reads the file has it too. Standards say nothing about Man and Mod.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from copy import copy
from typing import Any, Final

from lxml import etree

from swmgen.emit.backend import Anchor, EmitContext, Output
from swmgen.model import CaseSense, Enabler, Node, Occurs, Scope

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
    tree = etree.Element("MgmtTree")
    etree.SubElement(tree, "VerDTD").text = "1.2"
    written: list[tuple[Any, str]] = []
    pending: list[tuple[Any, Node]] = [(tree, root) for root in reversed(enabler.tree.roots)]
    forms: dict[Hashable, Any] = {}
    while pending:
        parent, node = pending.pop()
        element = _node(parent, node, forms)
        written.append((element, node.id))
        pending.extend((element, child) for child in reversed(node.nodes))
    etree.indent(tree, "  ")
    body = etree.tostring(tree, encoding="unicode")
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{DOCTYPE}\n{body}\n'
    return text, _anchors(text, written)


def _anchors(text: str, written: list[tuple[Any, str]]) -> tuple[Anchor, ...]:
    """Nodes are written in document order, and only a Node's own tag begins a line with ``<Node>``."""
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line.endswith("<Node>")]
    return tuple(Anchor(line, element_id) for line, (_, element_id) in zip(lines, written, strict=True))


def _node(parent: Any, node: Node, forms: dict[Hashable, Any]) -> Any:
    add = etree.SubElement
    element = add(parent, "Node")
    add(element, "NodeName").text = "" if node.is_placeholder else node.name
    if node.root_path is not None:
        add(element, "Path").text = node.root_path
    if node.run_time:
        _run_time(add(element, "RTProperties"), node)
    description = describe(node)
    # Nodes of large trees differ in little but their texts; copying is several times faster than building.
    form = (
        node.access,
        node.default is None,
        not description,
        node.format,
        node.occurs,
        node.scope,
        node.title,
        node.mo_id if node.is_interior else node.mime,
        node.case_sense,
    )
    if form not in forms:
        forms[form] = _properties(node, has_description=bool(description))
    properties = copy(forms[form])
    if node.default is not None:
        properties[1].text = node.default
    if description:
        properties[1 if node.default is None else 2].text = description
    element.append(properties)
    return element


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
    if node.is_interior:
        etree.SubElement(element, "DDFName").text = node.mo_id or ""
        return
    for mime in node.mime or ("",):
        etree.SubElement(element, "MIME").text = mime


def _run_time(element: Any, node: Node) -> None:
    add = etree.SubElement
    named = {entry.name: entry.default for entry in node.run_time}
    for name in ("ACL", "Format", "Name", "Size", "Title", "TStamp", "Type", "VerNo"):
        # The DTD demands Type wherever run-time properties are listed.
        if name not in named and name != "Type":
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


def describe(node: Node) -> str:
    """The description, and behind it what DDF has no element for."""
    facts = []
    if node.values:
        facts.append(f"Values: {', '.join(f'{value.value} {value.name}' for value in node.values)}.")
    if node.range is not None:
        facts.append(f"Range: {node.range}.")
    if node.max_size is not None:
        facts.append(f"Largest size: {node.max_size} octets.")
    if node.unit is not None:
        facts.append(f"Unit: {node.unit}.")
    if node.deprecated is not None:
        facts.append(f"Deprecated: {node.deprecated}")
    return " ".join(part for part in (" ".join(node.doc.split()), *facts) if part)

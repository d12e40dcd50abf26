"""A DDF document to trees.

The order of elements does not matter on input, though the DTD fixes it:
descriptions in the field rarely keep it. Unnamed nodes become placeholders,
``<x>``, then ``<x2>`` and so on among siblings.
"""

from __future__ import annotations

from typing import Any

from swmgen.diagnostics import Note, Report, closest
from swmgen.model import (
    Access,
    CaseSense,
    Format,
    Node,
    Occurrence,
    Occurs,
    RunTimeProperty,
    Scope,
    Span,
    Status,
    Tree,
)
from swmgen.read.ddf.elements import Element, parse

_FORMATS = {entry.value: entry for entry in Format}
_ACCESS = {entry.value: entry for entry in Access}
_OCCURS = {entry.value: entry for entry in Occurs}
_NODE_PARTS = frozenset(("NodeName", "Path", "RTProperties", "DFProperties", "Node", "Value"))
_PROPERTIES = frozenset(
    ("AccessType", "DefaultValue", "Description", "DFFormat", "Occurrence", "Scope", "DFTitle", "DFType", "CaseSense")
)
_RUN_TIME = ("ACL", "Format", "Name", "Size", "Title", "TStamp", "Type", "VerNo")


def read_ddf(data: bytes, file: str, key: str, report: Report) -> Tree | None:
    """The trees of the document for the enabler `key`; None when it is no DDF document. Everything wrong is reported."""
    root = parse(data, file, report)
    if root is None:
        return None
    if root.name != "MgmtTree":
        report.add("SWM0152", _span(root, file), f"The root element is {root.name}; a device description has MgmtTree.")
        return None
    reader = _Reader(file, key, report)
    version = root.child("VerDTD")
    if version is None or version.text.strip() != "1.2":
        reader.fault("SWM0153", version or root, "VerDTD must say 1.2.")
    roots = [child for child in root.children if child.name == "Node"]
    if not roots:
        reader.fault("SWM0153", root, "There is no Node.")
    return Tree(tuple(reader.siblings(roots, "")))


def _span(element: Element, file: str) -> Span:
    return Span(file, element.line, element.column, element.line, element.column + len(element.name) + 1)


class _Reader:
    def __init__(self, file: str, key: str, report: Report) -> None:
        self._file = file
        self._key = key
        self._report = report

    def fault(self, code: str, element: Element, message: str, *notes: Note) -> None:
        self._report.add(code, _span(element, self._file), message, notes=notes)

    def siblings(self, elements: list[Element], parent: str) -> list[Node]:
        """The nodes of one level, each with a name that no other has."""
        unnamed = 0
        seen: set[str] = set()
        nodes = []
        for element in elements:
            name = element.text_of("NodeName")
            if name is None:
                self.fault("SWM0153", element, "A Node must have a NodeName, if only an empty one.")
            if not name or name == "*":
                unnamed += 1
                name = "<x>" if unnamed == 1 else f"<x{unnamed}>"
            if "/" in name:
                self.fault("SWM0154", element.child("NodeName") or element, f"`{name}` holds a slash; no name may.")
            if name in seen:
                self.fault("SWM0106", element, f"A node `{name}` stands here a second time.")
                continue
            seen.add(name)
            nodes.append(self._node(element, name, parent))
        return nodes

    def _node(self, element: Element, name: str, parent: str) -> Node:
        path = f"{parent}/{name}" if parent else name.strip("<>")
        for child in element.children:
            if child.name not in _NODE_PARTS:
                self._misplaced(child, "Node", _NODE_PARTS)
        properties = element.child("DFProperties")
        if properties is None:
            self.fault("SWM0153", element, f"The node {path} has no DFProperties.")
            properties = Element("DFProperties", element.line, element.column)
        fields = self._properties(properties, path)
        below = [child for child in element.children if child.name == "Node"]
        marks = {child.name: _span(child, self._file) for child in (*element.children, *properties.children)}
        own = {old: new for old, new in _MARKS.items() if old in marks}
        return Node(
            name=name,
            path=path,
            root_path=element.text_of("Path") if not parent else None,
            run_time=self._run_time(element.child("RTProperties"), path),
            nodes=tuple(self.siblings(below, path)),
            id=f"{self._key}:node:{path}",
            span=_span(element.child("NodeName") or element, self._file),
            marks={new: marks[old] for old, new in own.items()},
            origin=self._key,
            **fields,
        )

    def _misplaced(self, element: Element, inside: str, legal: frozenset[str]) -> None:
        meant = closest(element.name, legal)
        notes = (
            [Note(f"did you mean {meant}?")] if meant else [Note(f"what can stand here: {', '.join(sorted(legal))}")]
        )
        self.fault("SWM0154", element, f"{element.name} cannot stand in {inside}.", *notes)

    def _properties(self, element: Element, path: str) -> dict[str, Any]:
        for child in element.children:
            if child.name not in _PROPERTIES:
                self._misplaced(child, "DFProperties", _PROPERTIES)
        format_ = self._one(element, "DFFormat", _FORMATS, path)
        fields: dict[str, Any] = {
            "format": _FORMATS.get(format_ or "node", Format.NODE),
            "access": self._access(element.child("AccessType"), path),
            "occurs": self._occurs(element.child("Occurrence")),
            "scope": Scope.PERMANENT
            if self._one(element, "Scope", {"Permanent": 0, "Dynamic": 0}, None) == "Permanent"
            else Scope.DYNAMIC,
            "doc": " ".join((element.text_of("Description") or "").split()),
            "title": element.text_of("DFTitle"),
        }
        default = element.child("DefaultValue")
        fields["default"] = None if default is None else default.text
        case = self._one(element, "CaseSense", {"CS": 0, "CIS": 0}, None)
        fields["case_sense"] = None if case is None else CaseSense(case)
        kind = element.child("DFType")
        if kind is None:
            self.fault("SWM0153", element, f"The node {path} has no DFType.")
        else:
            mimes = tuple(child.text.strip() for child in kind.children if child.name == "MIME" and child.text.strip())
            names = [child.text.strip() for child in kind.children if child.name == "DDFName" and child.text.strip()]
            if fields["format"] is Format.NODE:
                fields["mo_id"] = next(iter((*names, *mimes)), None)
            else:
                fields["mime"] = mimes
        occurs: Occurrence = fields["occurs"]
        fields["status"] = Status.REQUIRED if occurs.at_least else Status.OPTIONAL
        return fields

    def _one(self, element: Element, name: str, legal: dict[str, Any], path: str | None) -> str | None:
        """The name of the one element inside `name`."""
        found = element.child(name)
        if found is None:
            if path is not None:
                self.fault("SWM0153", element, f"The node {path} has no {name}.")
            return None
        inner = found.children[0] if found.children else None
        if inner is None or inner.name not in legal:
            shown = inner.name if inner is not None else "nothing"
            self.fault("SWM0154", inner or found, f"{name} says {shown}.", Note(f"what can: {', '.join(legal)}"))
            return None
        return inner.name

    def _access(self, element: Element | None, path: str) -> tuple[Access, ...]:
        if element is None:
            return ()
        found = set()
        for child in element.children:
            if child.name in _ACCESS:
                found.add(_ACCESS[child.name])
            else:
                self._misplaced(child, f"the AccessType of {path}", frozenset(_ACCESS))
        return tuple(access for access in Access if access in found)

    def _occurs(self, element: Element | None) -> Occurrence:
        if element is None or not element.children:
            return Occurrence(Occurs.ONE)
        inner = element.children[0]
        kind = _OCCURS.get(inner.name)
        if kind is None:
            self._misplaced(inner, "Occurrence", frozenset(_OCCURS))
            return Occurrence(Occurs.ONE)
        if kind not in (Occurs.ZERO_OR_N, Occurs.ONE_OR_N):
            return Occurrence(kind)
        text = inner.text.strip()
        if not text.isdecimal() or not 2 <= int(text) <= 65_536:
            self.fault("SWM0154", inner, f"{inner.name} needs a number from 2 to 65536, not `{text}`.")
            return Occurrence(kind, 65_536)
        return Occurrence(kind, int(text))

    def _run_time(self, element: Element | None, path: str) -> tuple[RunTimeProperty, ...]:
        if element is None:
            return ()
        found = []
        for child in element.children:
            if child.name not in _RUN_TIME:
                self._misplaced(child, "RTProperties", frozenset(_RUN_TIME))
                continue
            inner = child.children[0] if child.children else None
            text = child.text.strip() if inner is None else inner.name if child.name == "Format" else inner.text.strip()
            found.append(
                RunTimeProperty(
                    name=child.name,
                    default=text or None,
                    id=f"{self._key}:property:{path}?{child.name}",
                    span=_span(child, self._file),
                    origin=self._key,
                )
            )
        return tuple(sorted(found, key=lambda entry: _RUN_TIME.index(entry.name)))


_MARKS = {
    "AccessType": "access",
    "DefaultValue": "default",
    "DFFormat": "format",
    "Occurrence": "occurs",
    "Scope": "scope",
    "DFType": "type",
    "DFTitle": "title",
    "CaseSense": "case",
    "Description": "doc",
    "Path": "path",
}

"""A MgmtTree to trees of the model: every known shape of the field, what is wrong repaired and reported, nothing lost.

The order of elements does not matter on input, though the DTD fixes it:
descriptions in the field rarely keep it. Unnamed nodes become placeholders,
``<x>``, then ``<x2>`` and so on among siblings. What is normalised on the way:

* elements come in the order of the DTD, commands in that of `Access`; blanks
  around texts and line feeds of other systems go, CDATA becomes text;
* what may be left out and has a default is stated (Occurrence One, Scope
  Dynamic, an empty DFType), as is DFProperties where a description lacks it;
* a NodeName of ``*`` is an empty one; blanks around a name go, and an empty
  Description or ValueDescription;
* ZeroOrN and OneOrN with no N, or one below 2, become the occurrence they mean;
* a Path that only repeats where the node stands goes; ``Set`` is Replace;
* elements of no DDF, and comments, stand behind the known ones of their place.

Whatever else a document says comes back when the tree is written.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree
from msgspec.structs import replace

from swmgen.diagnostics import Note, Report
from swmgen.model import (
    Access,
    Extension,
    Form,
    Format,
    Node,
    Occurrence,
    Occurs,
    RunTimeProperty,
    Span,
    Status,
    Tree,
)
from swmgen.read.ddf import markup
from swmgen.read.ddf.context import NAMESPACES, Reading
from swmgen.read.ddf.places import aliases, joined
from swmgen.read.ddf.properties import FORMATS, PropertyReader
from swmgen.read.ddf.source import MAX_DEPTH, MAX_NODES, Source
from swmgen.read.ddf.strays import comment_strays

_NODE_PARTS = frozenset(("NodeName", "Path", "RTProperties", "DFProperties", "Node", "Value"))
_BROKEN = re.compile(r"\s*[\t\r\n]\s*")
_NOTHING: dict[str, Span] = {}


class TooMuch(Exception):
    """The document has more nodes, or deeper ones, than any device."""

    def __init__(self, element: Any, reason: str) -> None:
        super().__init__(reason)
        self.element = element


class TreeReader:
    """Reads the MgmtTree elements of one document."""

    def __init__(self, source: Source, key: str, report: Report, prefixes: markup.Prefixes) -> None:
        self._reading = Reading(source, key, report, prefixes)
        self._properties = PropertyReader(self._reading)
        self._count = 0
        self._is_tnds = False
        self._cursor = 0

    def tree(self, root: Any, where: str | None = None) -> Tree:
        """The trees below `root`, a MgmtTree; `where` is the URI it is sent to, for roots that say no Path."""
        version = manufacturer = model = None
        stated = ""
        namespace = etree.QName(root).namespace or ""
        if namespace not in NAMESPACES:
            self._reading.namespaces = NAMESPACES | {namespace}
            self._reading.prefixes.own.add(namespace)
            self._reading.fault("SWM0154", root, f"`{namespace}` is no namespace of DDF; it is read as if it were.")
        comment_strays(root, self._reading.fault, has_comments=self._reading.source.has_notes)
        extensions = [markup.extension(item, self._reading.prefixes, "document") for item in self._around(root)]
        notes: list[Extension] = []
        elements: list[tuple[Any, list[Any]]] = []
        pending: list[Any] = []
        for child in root:
            local = self._reading.local(child.tag)
            if local == "Node":
                elements.append((child, pending))
                pending = []
            elif local == "VerDTD" and version is None:
                version = child
                stated = self._reading.flat(child, "MgmtTree", notes)
            elif local == "Man" and manufacturer is None:
                manufacturer = self._reading.flat(child, "MgmtTree", notes)
            elif local == "Mod" and model is None:
                model = self._reading.flat(child, "MgmtTree", notes)
            elif local in ("VerDTD", "Man", "Mod"):
                self._reading.fault("SWM0160", child, f"{local} stands in MgmtTree twice; the first counts.")
                extensions.append(markup.extension(child, self._reading.prefixes, "MgmtTree"))
            elif isinstance(child.tag, str):
                self._reading.foreign(child, "MgmtTree", extensions)
            else:
                pending.append(child)
        extensions += [markup.extension(item, self._reading.prefixes, "MgmtTree") for item in pending] + notes
        if stated != "1.2":
            self._reading.fault("SWM0153", root if version is None else version, "VerDTD must say 1.2.")
        if not elements:
            self._reading.fault("SWM0153", root, "There is no Node.")
        is_tnds = bool(elements) and not any(self._reading.local(item.tag) for item in root.iter("{*}DFProperties"))
        self._is_tnds = is_tnds
        roots = self._siblings(elements, "", where or "", is_root=True)
        form = (
            Form.TNDS
            if is_tnds
            else Form.MICROSOFT
            if self._reading.is_microsoft
            else Form.MANIFEST
            if self._reading.is_manifest
            else Form.DDF
        )
        return Tree(
            tuple(roots),
            form,
            stated or "1.2",
            manufacturer,
            model,
            tuple(self._reading.prefixes),
            tuple(extensions),
        )

    @staticmethod
    def _around(root: Any) -> list[Any]:
        """Comments before and after the root element of the document."""
        if root.getparent() is not None:
            return []
        return [*reversed(list(root.itersiblings(preceding=True))), *root.itersiblings()]

    def _siblings(self, elements: list[tuple[Any, list[Any]]], parent: str, uri: str, *, is_root: bool) -> list[Node]:
        """The nodes of one level, each with a key that no other has."""
        named = [(element, before, self._name(element)) for element, before in elements]
        places: dict[int, str] = {}
        if is_root and len(named) > 1:
            places = aliases([(name, self._path(element)) for element, _, name in named])
        unnamed = 0
        seen: dict[str, int] = {}
        firsts: dict[str, Any] = {}
        nodes = []
        for index, (element, before, name) in enumerate(named):
            if not name:
                unnamed += 1
                name = "<x>" if unnamed == 1 else f"<x{unnamed}>"
            alias = places.get(index)
            key = alias or name
            number = seen.get(key, 0) + 1
            seen[key] = number
            firsts.setdefault(key, element)
            if number > 1:
                if alias is None:
                    first, own = (self._reading.source.span(twin) for twin in (firsts[key], element))
                    self._reading.fault(
                        "SWM0158",
                        element,
                        f"A node `{name}` stands here a second time; both are kept.",
                        *([Note("the first", first)] if first != own else []),
                    )
                while f"{key}-{number}" in seen:
                    number += 1
                alias = f"{key.strip('<>')}-{number}"
                seen[alias] = 1
            nodes.append(self._node(element, before, name, alias, parent, uri, is_root=is_root))
        return nodes

    def _name(self, element: Any) -> str:
        found = element[0] if len(element) else None
        if found is None or self._reading.names.get(found.tag) != "NodeName":
            found = next((child for child in element if self._reading.local(child.tag) == "NodeName"), None)
        if found is None:
            self._reading.fault("SWM0153", element, "A Node must have a NodeName, if only an empty one.")
            return ""
        name = self._reading.plain(found) if len(found) else found.text or ""
        bare = name.strip()
        if name != bare and bare and "\n" not in name:
            self._reading.fault("SWM0157", found, f"The name `{name}` has blanks around it; they are taken away.")
        if _BROKEN.search(bare):
            bare = _BROKEN.sub(" ", bare)
            self._reading.fault("SWM0157", found, f"The name `{bare}` is broken over lines; each break is a blank now.")
        if "/" in bare:
            self._reading.fault("SWM0159", found, f"`{bare}` holds a slash; no name may.")
        if bare.startswith("<"):
            self._reading.fault("SWM0159", found, f"`{bare}` holds a bracket; no name may.")
            bare = bare.replace("<", "(").replace(">", ")")
        return "" if bare == "*" else bare

    def _path(self, element: Any) -> str | None:
        found = next((child for child in element if self._reading.local(child.tag) == "Path"), None)
        return None if found is None else self._reading.plain(found)

    def _node(
        self, element: Any, before: list[Any], name: str, alias: str | None, parent: str, uri: str, *, is_root: bool
    ) -> Node:
        self._count += 1
        if self._count > MAX_NODES:
            raise TooMuch(element, f"more than {MAX_NODES} nodes")
        key = alias or name
        path = f"{parent}/{key}" if parent else key.strip("<>")
        if path.count("/") >= MAX_DEPTH:
            raise TooMuch(element, f"nodes nested more than {MAX_DEPTH} deep")
        parts: dict[str, Any] = {}
        below: list[tuple[Any, list[Any]]] = []
        extensions = [markup.extension(item, self._reading.prefixes, "before") for item in before]
        pending: list[Any] = []
        names = self._reading.names
        for child in element:
            tag = child.tag
            local = names[tag] if tag in names else self._reading.local(tag)
            if local == "Node":
                below.append((child, pending))
                pending = []
            elif local in _NODE_PARTS:
                if local in parts:
                    self._reading.fault("SWM0160", child, f"{local} stands in the node {path} twice; the first counts.")
                    extensions.append(markup.extension(child, self._reading.prefixes, "Node"))
                else:
                    parts[local] = child
            elif isinstance(tag, str):
                self._reading.foreign(child, "Node", extensions, _NODE_PARTS)
            else:
                pending.append(child)
        extensions += [markup.extension(item, self._reading.prefixes, "Node") for item in pending]
        for part in (parts.get("NodeName"), parts.get("Path")):
            if part is not None and len(part):
                self._reading.flat(part, "Node", extensions)
        anchor = parts.get("NodeName", element)
        # Nodes are met in the order of the document, so that several on one line are told apart.
        tag = "<NodeName" if anchor is not element else "<Node"
        span, after = self._reading.source.following(anchor.sourceline or 1, tag, self._cursor)
        self._cursor = max(self._cursor, after + 1)
        fields: dict[str, Any] = {}
        marks = _NOTHING
        properties = parts.get("DFProperties")
        if properties is None and not self._is_tnds:
            self._reading.fault("SWM0153", element, f"The node {path} has no DFProperties.")
        if properties is not None:
            marks = self._properties.described(properties, path, below, fields, extensions, after)
        if "RTProperties" in parts:
            fields["run_time"] = self._properties.run_time(
                parts["RTProperties"], path, extensions, is_complete=not self._is_tnds
            )
        if "Value" in parts:
            fields["value"] = self._reading.text(parts["Value"], "Value", extensions)
        if properties is None:
            self._undescribed(fields, bool(below))
        if "run_time" in fields:
            fields["run_time"] = _stated(fields["run_time"], fields, is_interior=bool(below))
        own_uri, kept = self._mounted(parts.get("Path"), name, path, uri, is_root=is_root)
        if kept is None and "Path" in parts and any(entry.name == "Path" for entry in extensions):
            # Without the first, the second would count.
            kept = self._reading.plain(parts["Path"])
        occurs = fields.setdefault("occurs", Occurrence(Occurs.ONE))
        return Node(
            name=name,
            path=path,
            alias=alias,
            root_path=kept,
            nodes=tuple(self._siblings(below, path, own_uri, is_root=False)) if below else (),
            id=f"{self._reading.key}:node:{path}",
            span=span,
            marks=marks,
            origin=self._reading.key,
            status=Status.REQUIRED if occurs.at_least else Status.OPTIONAL,
            extensions=tuple(extensions),
            **fields,
        )

    def _mounted(self, element: Any, name: str, path: str, uri: str, *, is_root: bool) -> tuple[str, str | None]:
        """The node's own URI, and the Path to keep: a root's, or one that contradicts where the node stands."""
        written = None if element is None else self._reading.plain(element)
        shown = "*" if name.startswith("<") else name
        if is_root:
            kept = uri if written is None and uri else written
            return joined(kept or "", shown), kept
        if written is None:
            return f"{uri}/{shown}", None
        if joined(written, "") == joined(uri, ""):
            return joined(uri, shown), None
        self._reading.fault(
            "SWM0161", element, f"The Path `{written}` contradicts the place of {path}, which is below {uri}."
        )
        return joined(written, shown), written

    def _undescribed(self, fields: dict[str, Any], has_nodes: bool) -> None:
        """What a node without DFProperties is: its run-time properties tell, or what is in it."""
        run_time = {entry.name: entry.default for entry in fields.get("run_time", ())}
        stated = FORMATS.get(run_time.get("Format") or "")
        fields["format"] = stated or (Format.NODE if has_nodes or "value" not in fields else Format.CHR)
        fields["access"] = (Access.GET,) if self._is_tnds else ()
        kind = run_time.get("Type")
        if kind:
            if fields["format"] is Format.NODE:
                fields["mo_id"] = kind
            else:
                fields["mime"] = (kind,)


def _stated(
    run_time: tuple[RunTimeProperty, ...], fields: dict[str, Any], *, is_interior: bool
) -> tuple[RunTimeProperty, ...]:
    """The run-time properties, where Format and Type without a value say what the node is."""
    form = fields["format"]
    mimes = fields.get("mime") or (None,)
    said = {
        "Format": form.value,
        "Type": fields.get("mo_id") if is_interior or form is Format.NODE else mimes[0],
    }
    return tuple(
        replace(entry, default=said[entry.name]) if entry.default is None and said.get(entry.name) else entry
        for entry in run_time
    )

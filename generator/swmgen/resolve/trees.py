"""Node texts to nodes, laid over the inherited ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from msgspec import UNSET

from swmgen.diagnostics import Edit, Fix, Note, closest
from swmgen.model import (
    Access,
    AllowedValue,
    CaseSense,
    Format,
    Node,
    Occurrence,
    Occurs,
    Range,
    RunTimeProperty,
    Span,
    Status,
    Tree,
)
from swmgen.model import (
    Scope as NodeScope,
)
from swmgen.read.language import NodeText, ObjectsFile, ValueText
from swmgen.resolve.field import field_properties, with_document
from swmgen.resolve.fragments import Fragments, with_groups
from swmgen.resolve.scope import Scope, copy_with, entries, stated, words

MAX_DEPTH: Final = 1000

_ACCESS = {access.value: access for access in Access}
_OCCURS = re.compile(r"(\w+)(?:\(([0-9]+)\))?")
_RUN_TIME = ("ACL", "Format", "Name", "Size", "Title", "TStamp", "Type", "VerNo")
_MO_ID = re.compile(r"[A-Za-z0-9.-]+(/[^/]+)+|urn:\S+")
_ORDER = tuple(Access)


def parse_range(text: str) -> Range:
    """``low..high`` as a Range; the form was checked when it was read."""
    low, _, high = text.partition("..")
    return Range(int(low) if low else None, int(high) if high else None)


def rekey(node: Node, key: str) -> Node:
    """An inherited node as the enabler `key` has it: the same, under its own ids."""
    children = tuple(rekey(child, key) for child in node.nodes) if len(node.nodes) else ()
    return copy_with(node, id=f"{key}:node:{node.path}", nodes=children)  # type: ignore[no-any-return]


def build_tree(base: Tree, text: ObjectsFile, fragments: Fragments, scope: Scope) -> Tree:
    """The trees of an enabler: those of `base` with the changes and additions of `text`, and what it includes."""
    inherited = {root.key: rekey(root, scope.key) for root in base.roots}
    roots = tuple(_nodes(inherited, entries(text.objects), "", fragments, scope))
    return with_document(copy_with(base, roots=roots), text)


def _nodes(
    base: Mapping[str, Node], texts: Mapping[str, NodeText], parent: str, fragments: Fragments, scope: Scope
) -> Iterable[Node]:
    """Children in order: inherited ones first, then added ones."""
    result: list[Node] = []
    for name in (*base, *(name for name in texts if name not in base)):
        text = texts.get(name)
        result.append(base[name] if text is None else _node(base.get(name), text, name, parent, fragments, scope))
    return result


def path_of(name: str, parent: str) -> str:
    """How the specification speaks of a node: a root's placeholder loses its brackets."""
    return f"{parent}/{name}" if parent else name.strip("<>")


def _node(base: Node | None, text: NodeText, name: str, parent: str, fragments: Fragments, scope: Scope) -> Node:
    path = path_of(name, parent)
    if path.count("/") > MAX_DEPTH:
        scope.report.add("SWM0110", text.span_, f"The tree is more than {MAX_DEPTH} nodes deep here.")
        return Node(
            name=name,
            path=path,
            format=Format.NODE,
            access=(),
            occurs=Occurrence(Occurs.ONE),
            **scope.element("node", path, text),
        )
    before = {child.key: child for child in base.nodes} if base else {}
    texts = entries(text.nodes) if text.include is UNSET else with_groups(text, fragments, scope, path)
    children = tuple(_nodes(before, texts, path, fragments, scope)) if texts else base.nodes if base else ()
    own = _properties(text, name, path, scope)
    if base is not None:
        changed = scope.key if own else base.changed_by
        marks = {**base.marks, **text.marks_}
        if "doc" not in text.marks_:
            own.pop("doc", None)
        own.pop("name", None)
        own.pop("alias", None)
        return copy_with(base, nodes=children, marks=marks, changed_by=changed, **own)  # type: ignore[no-any-return]
    defaults: dict[str, Any] = {
        "format": Format.NODE,
        "access": (),
        "occurs": Occurrence(Occurs.ONE),
        **scope.element("node", path, text),
    }
    return Node(path=path, nodes=children, **{"name": name, **defaults, **own})


def _properties(text: NodeText, name: str, path: str, scope: Scope) -> dict[str, Any]:
    """The properties that `text` states, as Node's fields."""
    own: dict[str, Any] = {}
    if text.format is not UNSET:
        own["format"] = Format(text.format)
    if text.access is not UNSET:
        own["access"] = _access(words(text.access), text.marks_["access"], path, scope)
    if text.occurs is not UNSET:
        kind, n = _OCCURS.fullmatch(text.occurs).groups()  # type: ignore[union-attr]
        own["occurs"] = Occurrence(Occurs(kind), int(n) if n else None)
    if text.scope is not UNSET:
        own["scope"] = NodeScope(text.scope)
    if text.status is not UNSET:
        own["status"] = Status(text.status)
    if text.case is not UNSET:
        own["case_sense"] = CaseSense(text.case)
    if text.type is not UNSET:
        is_leaf = text.format is not UNSET and text.format != "node"
        own |= {"mime": words(text.type)} if is_leaf else {"mo_id": " ".join(words(text.type))}
    own |= field_properties(text, name)
    if text.range is not UNSET:
        own["range"] = parse_range(text.range)
    if text.default is not UNSET:
        own["default"] = wire_text(text.default)
    if text.values is not UNSET:
        own["values"] = _values(text, path, scope)
    if text.run_time is not UNSET:
        own["run_time"] = _run_time(text, path, scope)
    if text.doc is not UNSET:
        own["doc"] = text.doc.strip()
    if text.serves is not UNSET:
        own["serves"] = words(text.serves)
    if text.path is not UNSET:
        own["root_path"] = text.path
    for field in ("title", "max_size", "unit", "deprecated", "confidence", "value"):
        value = getattr(text, field)
        if value is not UNSET:
            own[field] = value
    return own


def wire_text(value: Any) -> str:
    """A value as it stands on the wire."""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _access(names: tuple[str, ...], span: Span, path: str, scope: Scope) -> tuple[Access, ...]:
    found = set()
    for name in names:
        if name in _ACCESS:
            found.add(_ACCESS[name])
            continue
        meant = closest(name, _ACCESS)
        alone = span.end_column - span.column == len(name) and span.line == span.end_line
        fix = Fix(f"write {meant}", (Edit(span, meant),)) if meant and alone else None
        notes = [Note(f"what can: {', '.join(_ACCESS)}")]
        if meant and not fix:
            notes.insert(0, Note(f"did you mean {meant}?"))
        scope.broken.add(f"{scope.key}:node:{path}")
        scope.report.add("SWM0112", span, f"`{name}` is no command that AccessType knows.", notes=notes, fix=fix)
    return tuple(access for access in _ORDER if access in found)


def _values(text: NodeText, path: str, scope: Scope) -> tuple[AllowedValue, ...]:
    result = []
    values = entries(text.values)
    for name, value in values.items():
        if isinstance(value, ValueText):
            result.append(
                AllowedValue(name=name, value=wire_text(value.value), **scope.element("value", f"{path}={name}", value))
            )
        else:
            place = values.places[name]  # type: ignore[attr-defined]
            result.append(
                AllowedValue(
                    name=name,
                    value=wire_text(value),
                    id=f"{scope.key}:value:{path}={name}",
                    span=place,
                    origin=place.file.partition("/")[0],
                )
            )
    return tuple(result)


def _run_time(text: NodeText, path: str, scope: Scope) -> tuple[RunTimeProperty, ...]:
    result = []
    properties = entries(text.run_time)
    for name, default in properties.items():
        place = properties.places[name]  # type: ignore[attr-defined]
        if scope.known("SWM0112", "run-time property", name, set(_RUN_TIME), place, f"{scope.key}:node:{path}"):
            shown = None if stated(default) is None else wire_text(default)
            result.append(
                RunTimeProperty(name=name, default=shown, id=f"{scope.key}:property:{path}?{name}", span=place)
            )
    return tuple(sorted(result, key=lambda entry: _RUN_TIME.index(entry.name)))

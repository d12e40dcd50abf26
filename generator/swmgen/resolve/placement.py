"""Overlay placement: an extended enabler as servers see it that know only the enabler it extends.

The tree is the extended enabler's base, node for node and with its MO id; what
the extension adds stands below ``Ext/SwM`` of the nearest node that has an Ext.
The leaf that shows a machine's state keeps the values of the base; a leaf State
below ``Ext/SwM`` shows the extended one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from swmgen.model import OVERLAY, Access, Element, Enabler, Machine, Node, Occurrence, Occurs, Scope, Status, Tree

_EXT: Final = "Ext"
_TOKEN = re.compile(r"[^\s(){},=!]+")
_PROSE = frozenset({"doc", "id", "origin", "changed_by", "span", "marks", "keeps", "title"})


def overlaid(enabler: Enabler, base: Enabler, identity: Mapping[str, Any]) -> Enabler:
    """`enabler` laid over its `base`; `identity` are the fields that the overlay states itself."""
    known = base.tree.by_path()
    moved = _new_paths(enabler.tree, known)
    shown = {machine.shown_by: _state_path(machine, known) for machine in enabler.machines if machine.shown_by}
    name = str(identity["name"])
    rewriter = _Rewriter(moved, enabler.key, f"{name}-{identity['version']}", enabler.uses)
    roots = tuple(
        _root(root, {entry.path: entry for entry in base.tree.roots}.get(root.path), enabler, known, moved, shown)
        for root in enabler.tree.roots
    )
    machines = tuple(
        msgspec.structs.replace(machine, shown_by=shown[machine.shown_by], older_shown_by=machine.shown_by)
        if machine.shown_by
        else machine
        for machine in (rewriter.of(entry) for entry in enabler.machines)
    )
    fields = {
        field: rewriter.of(getattr(enabler, field)) for field in ("interfaces", "messages", "security", "requirements")
    }
    return msgspec.structs.replace(
        enabler,
        **fields,
        **identity,
        extends=None,
        tree=rewriter.of(Tree(roots)),
        machines=machines,
        older=base.messages,
        drops=(),
        errata=(),
    )


def _new_paths(tree: Tree, known: Mapping[str, Node]) -> dict[str, str]:
    """Where each node of the extension goes."""
    return {
        node.path: f"{above}/{_EXT}/{OVERLAY}/{node.path[len(above) + 1 :]}"
        for node in tree.walk()
        if node.path not in known and (above := _nearest(node.path, known)) is not None
    }


def _nearest(path: str, known: Mapping[str, Node]) -> str | None:
    """The nearest node above `path` that the base gives an Ext; what stands below an Ext already stays there."""
    parts = path.split("/")
    for length in range(len(parts) - 1, 0, -1):
        above = "/".join(parts[:length])
        if parts[length - 1] == _EXT:
            return None
        if f"{above}/{_EXT}" in known:
            return above
    return None


def _state_path(machine: Machine, known: Mapping[str, Node]) -> str:
    above = _nearest(f"{machine.of}/State", known) or machine.of
    below = machine.of[len(above) + 1 :].replace("<", "").replace(">", "")
    return "/".join(part for part in (above, _EXT, OVERLAY, below, "State") if part)


def _root(
    root: Node,
    base: Node | None,
    enabler: Enabler,
    known: Mapping[str, Node],
    moved: Mapping[str, str],
    shown: Mapping[str, str],
) -> Node:
    if base is None:
        return root
    extended = enabler.tree.by_path()
    added: dict[str, list[Node]] = {}
    for path, target in moved.items():
        if path.rpartition("/")[0] in known:
            added.setdefault(target.partition(f"/{_EXT}/{OVERLAY}/")[0], []).append(extended[path])
    states: dict[str, list[Node]] = {}
    for older, path in shown.items():
        leaf = msgspec.structs.replace(
            extended[older],
            name="State",
            path=path,
            occurs=Occurrence(Occurs.ONE),
            status=Status.REQUIRED_IF_PARENT,
            doc=f"The state of the extension, while {older} keeps the values of the base.",
            id=f"{extended[older].id}/extended",
        )
        states.setdefault(path.partition(f"/{_EXT}/{OVERLAY}/")[0], []).append(leaf)

    def build(node: Node) -> Node:
        children = [build(child) for child in node.nodes]
        if node.name == _EXT:
            above = node.path.rpartition("/")[0]
            if above in added or above in states:
                children.append(_holder(node, [*states.get(above, ()), *added.get(above, ())], known))
        return msgspec.structs.replace(node, nodes=tuple(children))

    return build(base)


def _holder(ext: Node, nodes: list[Node], known: Mapping[str, Node]) -> Node:
    """The node SwM with what stands in it; a node whose parent is the base's brings a copy of that parent."""
    path = f"{ext.path}/{OVERLAY}"
    holder = _interior(ext, OVERLAY, path, "Nodes of the extension in overlay placement.")
    above = ext.path.rpartition("/")[0]
    for node in nodes:
        inside = node.path.startswith(f"{path}/")
        parts = (node.path[len(path) + 1 :] if inside else node.path[len(above) + 1 :]).split("/")
        holder = _put(holder, parts[:-1], node, above, known)
    return holder


def _put(holder: Node, parts: list[str], node: Node, above: str, known: Mapping[str, Node]) -> Node:
    if not parts:
        return msgspec.structs.replace(holder, nodes=(*holder.nodes, node))
    name = parts[0]
    child = next((entry for entry in holder.nodes if entry.name == name), None)
    if child is None:
        doc = f"What the extension adds to {above}/{name}."
        child = _interior(known.get(f"{above}/{name}", holder), name, f"{holder.path}/{name}", doc)
        holder = msgspec.structs.replace(holder, nodes=(*holder.nodes, child))
    filled = _put(child, parts[1:], node, f"{above}/{name}", known)
    return msgspec.structs.replace(holder, nodes=tuple(filled if entry is child else entry for entry in holder.nodes))


def _interior(like: Node, name: str, path: str, doc: str) -> Node:
    return msgspec.structs.replace(
        like,
        name=name,
        path=path,
        access=(Access.GET,),
        occurs=like.occurs if name.startswith("<") else Occurrence(Occurs.ZERO_OR_ONE),
        scope=Scope.DYNAMIC,
        status=Status.OPTIONAL,
        doc=doc,
        id=f"{like.id}/{OVERLAY}",
        nodes=(),
    )


class _Rewriter:
    """Everything of the model with paths as they are in overlay placement, and ids of the overlay."""

    def __init__(self, moved: Mapping[str, str], old: str, new: str, used: Iterable[str]) -> None:
        self._moved = moved
        self._used = tuple(f"{key}:" for key in used)
        self._old = f"{old}:"
        self._new = new

    def of(self, value: Any) -> Any:
        """`value` rewritten; what is not touched is the very same object."""
        if isinstance(value, tuple):
            return tuple(self.of(entry) for entry in value)
        if not isinstance(value, msgspec.Struct):
            return value
        changes: dict[str, Any] = {}
        for field in value.__struct_fields__:
            before = getattr(value, field)
            after = self._text(before) if isinstance(before, str) and field not in _PROSE else before
            if isinstance(before, (tuple, msgspec.Struct)) and field not in _PROSE:
                after = tuple(self._entry(entry) for entry in before) if isinstance(before, tuple) else self.of(before)
            if after != before:
                changes[field] = after
        if isinstance(value, Element) and not value.id.startswith(self._used):
            changes["id"] = f"{self._new}:{value.id.removeprefix(self._old)}"
            changes |= {"origin": self._new, "changed_by": None}
        return msgspec.structs.replace(value, **changes) if changes else value

    def _entry(self, entry: Any) -> Any:
        return self._text(entry) if isinstance(entry, str) else self.of(entry)

    def _text(self, text: str) -> str:
        """A path, a command on one, or a guard: its paths where they are now."""
        if "/" not in text:
            return text
        return _TOKEN.sub(lambda found: self._moved.get(found[0], found[0]), text)

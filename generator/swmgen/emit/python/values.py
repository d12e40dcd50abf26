"""What `values.py` shows: for each leaf that a device maker may keep, the method that gives it and the one that takes it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from swmgen.emit.python.names import Names, snake
from swmgen.emit.python.nodes import NodesView, below_root, summary
from swmgen.emit.python.text import docstring, literal
from swmgen.model import Access, Enabler, Format, Node

TYPES: Mapping[Format, str] = {
    Format.INT: "int",
    Format.BOOL: "bool",
    Format.BIN: "bytes",
    Format.B64: "bytes",
    Format.FLOAT: "float",
}
"""The type of a format's values in Python; text is that of all others."""


class KeptLeafView(Struct, frozen=True):
    """One leaf; `setter` is None where no server can change it."""

    path: str
    descriptor: str
    type: str
    getter: str
    setter: str | None
    doc: str
    element: str


class ValuesView(Struct, frozen=True):
    """The leaves of one root."""

    name: str
    constant: str
    function: str
    root_constant: str
    leaves: tuple[KeptLeafView, ...]
    has_machine: bool


def build_values(enabler: Enabler, nodes: NodesView) -> tuple[ValuesView, ...]:
    """One view for each root with leaves of fixed paths that no machine keeps."""
    machines = {name for machine in enabler.machines for name in (machine.shown_by, machine.result_shown_by) if name}
    machines |= {
        variable.shown_by for machine in enabler.machines for variable in machine.variables if variable.shown_by
    }
    found = []
    for root, shown in zip(enabler.tree.roots, nodes.roots, strict=True):
        names = Names()
        leaves = tuple(
            _leaf(node, names, nodes)
            for node in root.walk()
            if node is not root
            and not node.is_interior
            and node.format is not Format.NULL
            and node.path not in machines
            and "<" not in below_root(node.path)
        )
        if leaves:
            stem = nodes.class_of[root.path].removesuffix("Object")
            lower = shown.constant.lower()
            found.append(
                ValuesView(
                    f"{stem}Values", f"{shown.constant}_VALUES", lower, shown.constant, leaves, bool(enabler.machines)
                )
            )
    return tuple(found)


def _leaf(node: Node, names: Names, nodes: NodesView) -> KeptLeafView:
    name = names.give(snake(below_root(node.path).replace("/", "_")).rstrip("_"))
    owner, attribute = nodes.attribute_of[node.path]
    text = f"{node.doc or node.name}\n\n{summary(node)}\nSpec: {node.span.file}:{node.span.line}"
    return KeptLeafView(
        path=literal(below_root(node.path)),
        descriptor=f"{owner}.{attribute}",
        type=nodes.enum_of.get(node.path) or TYPES.get(node.format, "str"),
        getter=f"get_{name}",
        setter=f"set_{name}" if node.allows(Access.REPLACE) or node.allows(Access.ADD) else None,
        doc=docstring(text, 8),
        element=node.id,
    )

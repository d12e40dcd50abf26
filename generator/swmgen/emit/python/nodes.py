"""What `nodes.py` shows: classes for interior nodes, descriptors for leaves, enumerations."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from swmgen.emit.python.limits import (
    INT_MAX,
    RANGED,
    combines_in_text,
    content_of,
    default_of,
    extent,
    numbers,
    pattern_of,
    ranges_of,
    told,
)
from swmgen.emit.python.names import MODULE_NAMES, Names, camel, snake, upper
from swmgen.emit.python.text import docstring, literal, strings
from swmgen.model import Access, Enabler, Format, Machine, Node, Occurs, Scope

CODECS: Mapping[Format, str] = {
    Format.INT: "INTEGER",
    Format.BOOL: "BOOLEAN",
    Format.CHR: "TEXT",
    Format.XML: "XML",
    Format.BIN: "BINARY",
    Format.B64: "BASE64",
    Format.FLOAT: "FLOAT",
    Format.DATE: "DATE",
    Format.TIME: "TIME",
    Format.NULL: "NOTHING",
}
OCCURS: Mapping[Occurs, str] = {
    Occurs.ONE: "ONE",
    Occurs.ZERO_OR_ONE: "ZERO_OR_ONE",
    Occurs.ZERO_OR_MORE: "ZERO_OR_MORE",
    Occurs.ONE_OR_MORE: "ONE_OR_MORE",
}
WORDS = {"chr": "text", "bin": "octets"}


class EnumMember(Struct, frozen=True):
    name: str
    value: str
    doc: str


class EnumView(Struct, frozen=True):
    """An enumeration of a leaf's values, or of a machine's states."""

    name: str
    base: str
    doc: str
    members: tuple[EnumMember, ...]
    element: str


class MemberView(Struct, frozen=True):
    """One child in the body of a class: the right side of its assignment, and its documentation."""

    name: str
    code: str
    doc: str | None
    element: str


class ClassView(Struct, frozen=True):
    """One interior node."""

    name: str
    bases: str
    doc: str
    access: str
    mo_id: str | None
    members: tuple[MemberView, ...]
    element: str


class RootView(Struct, frozen=True):
    """A root as a device mounts it."""

    constant: str
    class_name: str
    occurs: str
    permanent: bool


class NodesView(Struct):
    """Everything `nodes.py` shows, and where other modules find things in it."""

    enums: list[EnumView] = []
    classes: list[ClassView] = []
    roots: list[RootView] = []
    imports: set[str] = set()
    class_of: dict[str, str] = {}
    attribute_of: dict[str, tuple[str, str]] = {}
    enum_of: dict[str, str] = {}
    state_enum: dict[str, str] = {}
    enum_members: dict[tuple[str, str], str] = {}


def below_root(path: str) -> str:
    """A path without its root."""
    return path.partition("/")[2]


def relative(of: str, path: str) -> str:
    """A path as seen from the node `of`: ``../`` for each step up."""
    here, there = of.split("/"), path.split("/")
    shared = 0
    while shared < min(len(here), len(there)) and here[shared] == there[shared]:
        shared += 1
    return "/".join([*[".."] * (len(here) - shared), *there[shared:]])


def build_nodes(enabler: Enabler) -> NodesView:
    """The view of an enabler's trees."""
    view = NodesView()
    names = Names(MODULE_NAMES)
    shown = {machine.shown_by: machine for machine in enabler.machines if machine.shown_by}
    several = len(enabler.tree.roots) > 1
    for root in enabler.tree.roots:
        for node in root.walk():
            if not node.is_interior and node.values and node.path not in shown:
                _value_enum(node, names, view, stem=camel(root.path) if several else "")
    for machine in enabler.machines:
        _state_enum(machine, names, view)
    for root in enabler.tree.roots:
        stem = camel(enabler.name) + (camel(root.path) if several else "")
        ordered = [node for node in root.walk() if node.is_interior]
        for node in reversed(ordered):
            own = f"{stem}Object" if node is root else f"{stem}{camel(below_root(node.path))}"
            view.class_of[node.path] = names.give(own)
            view.classes.append(_class(node, view, is_root=node is root))
        constant = names.give(upper(enabler.name) + (f"_{upper(root.path)}" if several else ""))
        view.roots.append(
            RootView(constant, view.class_of.get(root.path, ""), _occurs(root, view), root.scope is Scope.PERMANENT)
        )
    view.imports |= {"NodeSpec"} if view.roots else set()
    return view


def _value_enum(node: Node, names: Names, view: NodesView, stem: str) -> None:
    known = numbers(node)
    if known is None and node.format is not Format.CHR:
        return
    wanted = camel(below_root(node.path) or node.path)
    # Without capitals the class would have the name of the member that it is the type of.
    wanted = wanted if wanted[0].isascii() else f"{wanted}Value"
    name = names.give(wanted) if not names.has(wanted) else names.give(f"{stem}{wanted}")
    is_flag = known is not None and extent(node) == "flags"
    base = "IntFlag" if is_flag else "IntEnum" if known is not None else "StrEnum"
    members = Names(frozenset(("NAME", "VALUE", "MRO")))
    listed = []
    for position, value in enumerate(node.values):
        member = members.give(upper(value.name))
        view.enum_members[(node.path, value.name)] = f"{name}.{member}"
        code = literal(value.value) if known is None else str(known[position])
        listed.append(EnumMember(member, code, docstring(value.doc, 4)))
    if not combines_in_text(node):
        view.enum_of[node.path] = name
    view.enums.append(EnumView(name, base, docstring(node.doc or node.name, 4), tuple(listed), node.id))


def _state_enum(machine: Machine, names: Names, view: NodesView) -> None:
    name = names.give(f"{camel(machine.name)}State")
    view.state_enum[machine.name] = name
    if machine.shown_by is not None:
        view.enum_of[machine.shown_by] = name
    listed = tuple(EnumMember(upper(state.name), str(state.value), docstring(state.doc, 4)) for state in machine.states)
    view.enums.append(EnumView(name, "IntEnum", docstring(machine.doc or machine.name, 4), listed, machine.id))


def _occurs(node: Node, view: NodesView) -> str:
    known = OCCURS.get(node.occurs.kind)
    if known is not None:
        view.imports.add(known)
        return known
    view.imports.add("Occurs")
    return f"Occurs({node.occurs.at_least}, {node.occurs.at_most})"


def _access(node: Node) -> str:
    words = "".join(access.value for access in node.access)
    return f"access.{words or 'NoAccess'}"


def _class(node: Node, view: NodesView, *, is_root: bool) -> ClassView:
    members = Names()
    bases = [
        word
        for word, access in (("Executes", Access.EXEC), ("Adds", Access.ADD), ("Deletes", Access.DELETE))
        if node.allows(access)
    ]
    view.imports |= set(bases) or {"Interior"}
    listed = tuple(_member(child, node, members, view) for child in node.nodes)
    return ClassView(
        name=view.class_of[node.path],
        bases=", ".join(bases) or "Interior",
        doc=docstring(f"{node.doc or node.name}\n\n{summary(node)}\nSpec: {node.span.file}:{node.span.line}", 4),
        access=_access(node),
        mo_id=literal(node.object_id) if node.object_id else None,
        members=listed,
        element=node.id,
    )


def _member(child: Node, parent: Node, members: Names, view: NodesView) -> MemberView:
    name = members.give_member("instances" if child.is_placeholder else snake(child.key))
    view.attribute_of[child.path] = (view.class_of[parent.path], name)
    occurs = _occurs(child, view)
    if child.is_interior:
        kind = view.class_of[child.path]
        permanent = ", permanent=True" if child.scope is Scope.PERMANENT else ""
        word = "Children" if child.is_placeholder else "Child"
        view.imports.add(word)
        code = (
            f"Children({kind}, {occurs})"
            if child.is_placeholder
            else f"Child({literal(child.name)}, {kind}, {occurs}{permanent})"
        )
        return MemberView(name, code, None, child.id)
    doc = docstring(f"{child.doc or child.name}\n\n{summary(child)}\nSpec: {child.span.file}:{child.span.line}", 4)
    return MemberView(name, _leaf(child, occurs, view), doc, child.id)


def _leaf(node: Node, occurs: str, view: NodesView) -> str:
    kind = extent(node)
    is_wide = kind == "wide" or (kind == "flags" and max(numbers(node) or (0,)) > INT_MAX)
    codec = "WIDE" if is_wide else CODECS[node.format]
    view.imports.add(codec)
    enum = view.enum_of.get(node.path)
    if enum is not None:
        word = "flagged" if kind == "flags" else "enumerated"
        view.imports.add(word)
        codec = f"{word}({enum}, {codec})"
    separator = node.allowed.separator if node.allowed is not None and node.format is not Format.NULL else None
    if separator:
        view.imports.add("listed")
        codec = f"listed({codec}, {literal(separator)})"
    arguments = [] if node.is_placeholder else [literal(node.name)]
    arguments += [codec, _access(node), occurs]
    if node.mime:
        arguments.append(f"mime={strings(node.mime)}")
    default = default_of(node)
    if default is not None:
        arguments.append(f"default={literal(default)}")
    if node.scope is Scope.PERMANENT:
        arguments.append("permanent=True")
    if node.range is not None and node.format in RANGED:
        arguments += [
            f"{word}={bound}"
            for word, bound in (("low", node.range.low), ("high", node.range.high))
            if bound is not None
        ]
    if node.max_size is not None:
        arguments.append(f"max_size={node.max_size}")
    if node.values and kind != "flags" and node.format is not Format.BOOL and not combines_in_text(node):
        wire = numbers(node)
        listed = tuple(value.value for value in node.values) if wire is None else tuple(map(str, wire))
        arguments.append(f"values=frozenset({strings(tuple(dict.fromkeys(listed)))})")
    ranges, pattern = ranges_of(node), pattern_of(node)
    if ranges:
        arguments.append(f"ranges={ranges!r}")
    if pattern is not None:
        arguments.append(f"pattern={literal(pattern)}")
    content = content_of(node)
    if content is not None:
        arguments.append(f"content={literal(content)}")
    if separator:
        arguments.append(f"separator={literal(separator)}")
    if node.title:
        arguments.append(f"title={literal(node.title)}")
    word = "Leaves" if node.is_placeholder else "Leaf"
    view.imports.add(word)
    return f"{word}({', '.join(arguments)})"


def summary(node: Node) -> str:
    """One line: path, format, occurrence, access, limits, unit, default."""
    parts = [node.format.value, str(node.occurs), " ".join(access.value for access in node.access) or "no access"]
    if node.range is not None:
        parts.append(str(node.range))
    if node.max_size is not None:
        parts.append(f"at most {node.max_size} octets")
    if node.unit:
        parts.append(f"unit {node.unit}")
    if node.default is not None:
        parts.append(f"default {node.default}" if node.default else "default empty")
    if node.deprecated:
        parts.append(f"deprecated: {node.deprecated}")
    parts += told(node)
    return f"{node.path}: {', '.join(parts)}."

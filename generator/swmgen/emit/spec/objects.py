"""A tree as objects.yaml. Read again, it gives the same tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from swmgen.emit.spec.scalars import block, key, scalar
from swmgen.model import Extension, Form, Format, Node, Occurrence, Occurs, Scope, Status, Tree


def objects_file(tree: Tree) -> str:
    """The text of the file."""
    lines = list(_document(tree))
    lines.append("objects:" if tree.roots else "objects: {}")
    for root in tree.roots:
        _node(root, 2, lines)
    return "\n".join(lines) + "\n"


def _document(tree: Tree) -> Iterator[str]:
    if tree == Tree(tree.roots):
        return
    yield "document:"
    if tree.form is not Form.DDF:
        yield f"  form: {tree.form.value}"
    if tree.version != "1.2":
        yield f"  version: {scalar(tree.version)}"
    for word, text in (("manufacturer", tree.manufacturer), ("model", tree.model)):
        if text is not None:
            yield f"  {word}: {scalar(text)}"
    if tree.namespaces:
        yield "  namespaces:"
        for prefix, uri in tree.namespaces:
            yield f"    {key(prefix, 4)} {scalar(uri)}"
    if tree.extensions:
        yield "  extensions:"
        yield from _extensions(tree.extensions, 4)


def _words(values: Iterable[str]) -> str:
    return f"[{', '.join(scalar(value) for value in values)}]"


def _node(node: Node, indent: int, lines: list[str]) -> None:
    """Append the node and all below it. Depth is bounded by the reader."""
    pad = " " * indent
    inner = pad + "  "
    add = lines.append
    add(f"{pad}{key(node.key, indent)}")
    if node.alias is not None:
        add(f"{inner}name: {scalar(node.name)}")
    if node.root_path is not None:
        add(f"{inner}path: {scalar(node.root_path)}")
    if node.format is not Format.NODE:
        add(f"{inner}format: {scalar(node.format.value)}")
    add(f"{inner}access: [{', '.join(access.value for access in node.access)}]")
    if node.occurs.kind is not Occurs.ONE:
        add(f"{inner}occurs: {_occurs(node.occurs)}")
    if node.scope is not Scope.DYNAMIC:
        add(f"{inner}scope: {node.scope.value}")
    if node.status is not Status.OPTIONAL:
        add(f"{inner}status: {node.status.value}")
    _type(node, inner, lines)
    if node.default is not None:
        add(f"{inner}default: {scalar(node.default)}")
    if node.value is not None:
        add(f"{inner}value: {block(node.value, indent + 4)}")
    if node.title is not None:
        add(f"{inner}title: {block(node.title, indent + 4)}")
    if node.case_sense is not None:
        add(f"{inner}case: {node.case_sense.value}")
    if node.doc:
        add(f"{inner}doc: {block(node.doc, indent + 4)}")
    if node.run_time:
        add(f"{inner}run_time:")
        for entry in node.run_time:
            add(f"{inner}  {entry.name}: {'' if entry.default is None else scalar(entry.default)}".rstrip())
    _limits(node, indent + 2, lines)
    _concepts(node, inner, lines)
    if node.extensions:
        add(f"{inner}extensions:")
        lines.extend(_extensions(node.extensions, indent + 4))
    if node.nodes:
        add(f"{inner}nodes:")
        for child in node.nodes:
            _node(child, indent + 4, lines)


def _occurs(occurs: Occurrence) -> str:
    return occurs.kind.value if occurs.n is None else f"{occurs.kind.value}({occurs.n})"


def _type(node: Node, inner: str, lines: list[str]) -> None:
    if node.format is Format.NODE:
        if node.mo_id:
            lines.append(f"{inner}type: {_words((node.mo_id,))}")
        if node.mime:
            lines.append(f"{inner}mime: {_words(node.mime)}")
        return
    if node.mime:
        lines.append(f"{inner}type: {_words(node.mime)}")
    if node.mo_id:
        lines.append(f"{inner}ddf_name: {scalar(node.mo_id)}")


def _limits(node: Node, indent: int, lines: list[str]) -> None:
    inner = " " * indent
    if node.values:
        lines.append(f"{inner}values:")
        for value in node.values:
            lines.append(f"{inner}  {scalar(value.name)}:")
            lines.append(f"{inner}    value: {scalar(value.value)}")
            if value.doc:
                lines.append(f"{inner}    doc: {block(value.doc, indent + 6)}")
    if node.range is not None:
        lines.append(f'{inner}range: "{node.range}"')
    if node.max_size is not None:
        lines.append(f"{inner}max_size: {node.max_size}")
    for word, text in (("unit", node.unit), ("deprecated", node.deprecated), ("confidence", node.confidence)):
        if text is not None:
            lines.append(f"{inner}{word}: {block(text, indent + 2)}")


def _concepts(node: Node, inner: str, lines: list[str]) -> None:
    allowed = node.allowed
    if allowed is not None:
        said = [f"kind: {scalar(allowed.kind.value)}"]
        if allowed.text is not None:
            said.append(f"text: {scalar(allowed.text)}")
        if allowed.delimiter is not None:
            said.append(f"delimiter: {scalar(allowed.delimiter)}")
        if allowed.policy is not None:
            policy = allowed.policy
            said.append(
                f"policy: {{name: {scalar(policy.name)}, area: {scalar(policy.area)}, file: {scalar(policy.file)}}}"
            )
        lines.append(f"{inner}allowed: {{{', '.join(said)}}}")
    if node.applicability is not None:
        where = node.applicability
        known = (("os_build", where.os_build), ("csp_version", where.csp_version), ("editions", where.editions))
        shown = ", ".join(f"{word}: {scalar(text)}" for word, text in known if text is not None)
        lines.append(f"{inner}applicability: {{{shown}}}")
    if node.naming is not None:
        text = f", text: {scalar(node.naming.text)}" if node.naming.text else ""
        lines.append(f"{inner}naming: {{kind: {node.naming.kind.value}{text}}}")


def _extensions(extensions: tuple[Extension, ...], indent: int) -> Iterator[str]:
    pad = " " * indent
    for entry in extensions:
        yield f"{pad}- element: {scalar(entry.name)}"
        inner = pad + "  "
        if entry.place:
            yield f"{inner}place: {scalar(entry.place)}"
        if entry.text:
            yield f"{inner}text: {block(entry.text, indent + 4)}"
        if entry.tail:
            yield f"{inner}tail: {block(entry.tail, indent + 4)}"
        if entry.attributes:
            yield f"{inner}attributes:"
            for name, value in entry.attributes:
                yield f"{inner}  {key(name, indent + 4)} {scalar(value)}"
        if entry.children:
            yield f"{inner}children:"
            yield from _extensions(entry.children, indent + 4)

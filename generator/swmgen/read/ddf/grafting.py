"""Several trees as one: roots that are mounted below a node of another tree become its children.

Microsoft ships one file an area (``*_AreaDDF.xml``), each mounted below
``Policy/Config`` of another file. No URI may be described twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from swmgen.diagnostics import Note, Report
from swmgen.model import Form, Node, Span, Tree
from swmgen.read.ddf.places import aliases, joined, renamed


def together(trees: Sequence[Tree], key: str, report: Report) -> Tree:
    """The trees as one, in their order; what clashes is kept under another name, and reported."""
    roots = [root for tree in trees for root in tree.roots]
    wanted = {joined(root.root_path, "") for root in roots if root.root_path is not None}
    hosts = {uri for root in roots for uri in _uris(root, wanted)}
    own: list[Node] = []
    guests: dict[str, list[Node]] = {}
    for root in roots:
        above = None if root.root_path is None else joined(root.root_path, "")
        if above in hosts:
            guests.setdefault(above, []).append(root)
        else:
            own.append(root)
    grafted = [_grafted(root, _uri(root), guests, key, report) for root in own]
    _report_clashes(grafted, report)
    forms = {tree.form for tree in trees}
    form = next((form for form in (Form.MICROSOFT, Form.MANIFEST, Form.LWM2M, Form.DDF) if form in forms), Form.TNDS)
    namespaces = dict(pair for tree in trees for pair in tree.namespaces)
    return Tree(
        roots=tuple(_named(grafted, key)),
        form=form,
        version=trees[0].version,
        manufacturer=next((tree.manufacturer for tree in trees if tree.manufacturer is not None), None),
        model=next((tree.model for tree in trees if tree.model is not None), None),
        namespaces=tuple(sorted(namespaces.items())),
        extensions=tuple(entry for tree in trees for entry in tree.extensions),
    )


def _uri(root: Node) -> str:
    return joined(root.root_path or "", "*" if root.is_placeholder else root.name)


def _uris(root: Node, wanted: set[str]) -> Iterable[str]:
    """Those of the URIs `wanted` that a node of the tree has."""
    pending = [(root, _uri(root))]
    while pending:
        node, uri = pending.pop()
        if uri in wanted:
            yield uri
        if any(other.startswith(f"{uri}/") for other in wanted):
            pending.extend((child, joined(uri, "*" if child.is_placeholder else child.name)) for child in node.nodes)


def _grafted(node: Node, uri: str, guests: Mapping[str, list[Node]], key: str, report: Report) -> Node:
    """The node with the guests of every node in it, and theirs."""
    if not any(other == uri or other.startswith(f"{uri}/") for other in guests):
        return node
    children = [
        _grafted(child, joined(uri, "*" if child.is_placeholder else child.name), guests, key, report)
        for child in node.nodes
    ]
    taken = {child.key: child for child in children}
    for guest in guests.get(uri, ()):
        name, number = guest.name, 1
        while name in taken:
            number += 1
            name = f"{guest.name.strip('<>')}-{number}"
        if number > 1:
            first = Note("the first", taken[guest.name].span) if guest.name in taken else None
            message = f"{joined(uri, guest.name)} is described a second time; both are kept."
            report.add("SWM0158", guest.span, message, notes=(first,) if first else ())
        whole = _grafted(guest, joined(uri, guest.name), guests, key, report)
        child = replace(renamed(whole, name, key, node.path), root_path=None)
        taken[name] = child
        children.append(child)
    return replace(node, nodes=tuple(children))


def _report_clashes(roots: Sequence[Node], report: Report) -> None:
    """Roots at one place with one name; of those that say no Path the name is all that is known."""
    seen: dict[tuple[bool, str], Span] = {}
    for root in roots:
        is_placed = root.root_path is not None
        if not is_placed and root.is_placeholder:
            continue
        uri = _uri(root) if is_placed else root.name
        first = seen.setdefault((is_placed, uri), root.span)
        if first is not root.span and first != root.span:
            shown = uri if is_placed else f"The root {uri}"
            report.add(
                "SWM0158",
                root.span,
                f"{shown} is described a second time; both are kept.",
                notes=(Note("the first", first),),
            )


def _named(roots: Sequence[Node], key: str) -> Iterable[Node]:
    """The roots under names that no two share."""
    places = aliases([(root.name, root.root_path) for root in roots])
    taken: set[str] = set()
    for index, root in enumerate(roots):
        stem = places.get(index, root.name)
        name, number = stem, 1
        while name in taken or (name.strip("<>") in taken):
            number += 1
            name = f"{stem.strip('<>')}-{number}"
        taken.update((name, name.strip("<>")))
        yield root if name == root.key else renamed(root, name, key)

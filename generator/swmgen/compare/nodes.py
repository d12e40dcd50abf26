"""What differs between two trees.

Nodes are the same when they have the same URI, however the files are cut; a
root that is mounted nowhere, or elsewhere than before, is known by its MO id
or by its name. Of the rest, a subtree that is in both versions with the same
content, once in each, was moved or renamed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from swmgen.compare.change import Aspect, Change, Kind
from swmgen.model import AllowedKind, Applicability, Element, Node, Occurrence, Range, Status, Tree

Uris = Mapping[str, Node]


def compare_trees(old: Tree, new: Tree) -> Iterator[Change]:
    """The differences, removed ones first, then in the order of the new tree."""
    bases, moved = _bases(old, new)
    before = _uris(old, bases)
    after = _uris(new, {})
    gone = {uri: node for uri, node in before.items() if uri not in after}
    come = {uri: node for uri, node in after.items() if uri not in before}
    pairs = _found_again(gone, come)
    for old_uri, new_uri in pairs.items():
        yield _moved(old_uri, gone[old_uri], new_uri, come[new_uri])
    yield from moved
    paired_old = _covered(pairs, gone)
    paired_new = _covered(pairs.values(), come)
    yield from _tops(Kind.REMOVED, gone, paired_old)
    for uri, node in after.items():
        if uri in before:
            yield from compare_nodes(uri, before[uri], node)
    yield from _tops(Kind.ADDED, come, paired_new)


def _stem(mo_id: str) -> str:
    """An MO id without its version."""
    return mo_id.rpartition(":")[0] if mo_id.startswith("urn:") else mo_id


def _own_uri(root: Node) -> str:
    if root.root_path is None:
        return root.path
    parts = [part for part in f"{root.root_path}/{root.name}".split("/") if part not in ("", ".")]
    return "/".join((".", *parts))


def _bases(old: Tree, new: Tree) -> tuple[dict[str, str], list[Change]]:
    """For roots of `old` that are elsewhere in `new`: the URI they are compared under."""
    bases: dict[str, str] = {}
    moved: list[Change] = []
    there = {_own_uri(root): root for root in new.roots}
    whole_new = set(_uris(new, {})) if any(_own_uri(root) not in there for root in old.roots) else set(there)
    own = {_own_uri(root) for root in old.roots}
    free = [root for uri, root in there.items() if uri not in own]
    lost = [root for root in old.roots if _own_uri(root) not in whole_new]
    keys: tuple[Callable[[Node], str | None], ...] = (
        lambda root: _stem(root.mo_id) if root.mo_id else None,
        lambda root: root.name,
    )
    for key in keys:
        for root in list(lost):
            wanted = key(root)
            same = [other for other in free if wanted is not None and key(other) == wanted]
            rivals = [other for other in lost if key(other) == wanted]
            if len(same) == 1 and len(rivals) == 1:
                target = same[0]
                free.remove(target)
                lost.remove(root)
                bases[root.path] = _own_uri(target)
                if root.root_path != target.root_path or root.name != target.name:
                    moved.append(_moved(_own_uri(root), root, _own_uri(target), target))
    return bases, moved


def _uris(tree: Tree, bases: Mapping[str, str]) -> dict[str, Node]:
    """Every node under its URI; a second one at the same URI under its path."""
    found: dict[str, Node] = {}
    pending = [(root, bases.get(root.path) or _own_uri(root)) for root in reversed(tree.roots)]
    while pending:
        node, uri = pending.pop()
        if uri in found:
            uri = f"{uri} ({node.path})"
        found[uri] = node
        pending.extend((child, f"{uri}/{child.key}") for child in reversed(node.nodes))
    return found


def _content(node: Node, memo: dict[int, Any]) -> Any:
    """What a subtree says, its name and place apart."""
    known = memo.get(id(node))
    if known is None:
        known = memo[id(node)] = hash(
            (
                node.format, node.access, node.occurs, node.mime, node.mo_id, node.default, node.doc, node.range,
                tuple((value.name, value.value) for value in node.values),
                tuple((child.key, _content(child, memo)) for child in node.nodes),
            )
        )  # fmt: skip
    return known


def _found_again(gone: Uris, come: Uris) -> dict[str, str]:
    """Old to new URI of subtrees that are in both, once each, and say enough to be told apart."""
    memo: dict[int, Any] = {}

    def tops(found: Uris) -> dict[Any, list[str]]:
        by_content: dict[Any, list[str]] = {}
        for uri, node in found.items():
            if uri.rpartition("/")[0] not in found and (node.doc or node.nodes):
                by_content.setdefault(_content(node, memo), []).append(uri)
        return by_content

    old, new = tops(gone), tops(come)
    pairs: dict[str, str] = {}
    for content, uris in old.items():
        others = new.get(content, [])
        if len(uris) == 1 and len(others) == 1:
            pairs[uris[0]] = others[0]
    return pairs


def _covered(tops: Any, found: Uris) -> set[str]:
    chosen = set(tops)
    covered: set[str] = set()
    for uri in found:
        above = uri
        while above:
            if above in chosen:
                covered.add(uri)
                break
            above = above.rpartition("/")[0]
    return covered


def _moved(old_uri: str, old: Node, new_uri: str, new: Node) -> Change:
    same_parent = old_uri.rpartition("/")[0] == new_uri.rpartition("/")[0]
    return Change(
        Kind.RENAMED if same_parent else Kind.MOVED,
        "node",
        new_uri,
        Aspect.NAME if same_parent else Aspect.WHOLE,
        old_uri.rpartition("/")[2] if same_parent else old_uri,
        new_uri.rpartition("/")[2] if same_parent else new_uri,
        old_id=old.id,
        new_id=new.id,
        old_place=old.span,
        new_place=new.span,
        below=sum(1 for _ in new.walk()) - 1,
    )


def _tops(kind: Kind, found: Uris, covered: set[str]) -> Iterator[Change]:
    """What came or went, the topmost node of each subtree."""
    for uri, node in found.items():
        if uri in covered or uri.rpartition("/")[0] in found:
            continue
        is_new = kind is Kind.ADDED
        yield Change(
            kind,
            "node",
            uri,
            old_id=None if is_new else node.id,
            new_id=node.id if is_new else None,
            old_place=None if is_new else node.span,
            new_place=node.span if is_new else None,
            below=sum(1 for _ in node.walk()) - 1,
        )


def compare_nodes(name: str, old: Node, new: Node) -> Iterator[Change]:
    """The differences of one node from itself, what is below it apart."""

    def change(kind: Kind, aspect: Aspect, before: object, after: object, mark: str = "", field: str = "") -> Change:
        return Change(
            kind,
            "node",
            name,
            aspect,
            _text(before),
            _text(after),
            field,
            old.id,
            new.id,
            _at(old, mark),
            _at(new, mark),
        )

    def plain(aspect: Aspect, before: object, after: object, mark: str = "") -> Iterator[Change]:
        if before != after:
            kind = Kind.ADDED if before is None else Kind.REMOVED if after is None else Kind.CHANGED
            yield change(kind, aspect, before, after, mark)

    def sets(aspect: Aspect, before: tuple[str, ...], after: tuple[str, ...], mark: str) -> Iterator[Change]:
        if set(before) != set(after):
            kind = _by_sets(set(before), set(after))
            if aspect is Aspect.TYPE and not (before and after):
                kind = Kind.REMOVED if before else Kind.ADDED
            yield change(kind, aspect, ", ".join(before), ", ".join(after), mark)

    if old.name != new.name:
        yield change(Kind.RENAMED, Aspect.NAME, old.name, new.name)
    yield from plain(Aspect.FORMAT, old.format.value, new.format.value, "format")
    access = tuple(entry.value for entry in old.access), tuple(entry.value for entry in new.access)
    yield from sets(Aspect.ACCESS, *access, "access")
    if old.occurs != new.occurs:
        yield change(_by_occurrence(old.occurs, new.occurs), Aspect.OCCURS, old.occurs, new.occurs, "occurs")
    yield from plain(Aspect.SCOPE, old.scope.value, new.scope.value, "scope")
    if not (_is_plain_status(old) and _is_plain_status(new)):
        yield from plain(Aspect.STATUS, old.status.value, new.status.value, "status")
    types = tuple(filter(None, (old.mo_id, *old.mime))), tuple(filter(None, (new.mo_id, *new.mime)))
    yield from sets(Aspect.TYPE, *types, "type")
    yield from plain(Aspect.DEFAULT, old.default, new.default, "default")
    yield from plain(Aspect.VALUE, old.value, new.value)
    yield from _values(old, new, change)
    if old.range != new.range:
        yield change(_by_range(old.range, new.range), Aspect.RANGE, old.range, new.range, "range")
    if old.max_size != new.max_size:
        kind = _by_limit(old.max_size, new.max_size)
        yield change(kind, Aspect.SIZE, old.max_size, new.max_size, "max_size")
    yield from _allowed(old, new, change)
    yield from plain(Aspect.UNIT, old.unit, new.unit, "unit")
    yield from plain(Aspect.CASE, old.case_sense and old.case_sense.value, new.case_sense and new.case_sense.value)
    yield from plain(Aspect.TITLE, old.title, new.title)
    yield from plain(Aspect.DOC, " ".join(old.doc.split()) or None, " ".join(new.doc.split()) or None, "doc")
    if old.deprecated != new.deprecated:
        kind = Kind.DEPRECATED if old.deprecated is None else Kind.RESTORED if new.deprecated is None else Kind.CHANGED
        yield change(kind, Aspect.DEPRECATION, old.deprecated, new.deprecated, "deprecated")
    yield from plain(Aspect.NAMING, _naming(old), _naming(new))
    where = old.applicability or Applicability(), new.applicability or Applicability()
    yield from plain(Aspect.BUILDS, where[0].os_build, where[1].os_build)
    yield from plain(Aspect.PROVIDER, where[0].csp_version, where[1].csp_version)
    editions = where[0].edition_list, where[1].edition_list
    if set(editions[0]) != set(editions[1]):
        # No list means every edition.
        kind = Kind.NARROWED if not editions[0] else Kind.WIDENED if not editions[1] else _by_sets(*map(set, editions))
        yield change(kind, Aspect.EDITIONS, ";".join(editions[0]), ";".join(editions[1]))
    run_time = [{entry.name: entry.default for entry in node.run_time} for node in (old, new)]
    shown = [", ".join(f"{key} {text}" if text else key for key, text in said.items()) for said in run_time]
    yield from plain(Aspect.RUN_TIME, shown[0] or None, shown[1] or None)
    yield from _extensions(old, new, change)


def _is_plain_status(node: Node) -> bool:
    """Whether the status only repeats what the occurrence says, as it does in descriptions of the field."""
    return node.status is (Status.REQUIRED if node.occurs.at_least else Status.OPTIONAL)


def _naming(node: Node) -> str | None:
    return None if node.naming is None else f"{node.naming.kind.value} {node.naming.text}".strip()


MakeChange = Callable[..., Change]


def _values(old: Node, new: Node, change: MakeChange) -> Iterator[Change]:
    if not old.values and not new.values:
        return
    before = {value.value: value for value in old.values}
    after = {value.value: value for value in new.values}
    if set(before) != set(after):
        # No list means every value of the format.
        kind = Kind.NARROWED if not before else Kind.WIDENED if not after else _by_sets(set(before), set(after))
        yield change(kind, Aspect.VALUES, ", ".join(before), ", ".join(after), "values")
    for value, entry in before.items():
        other = after.get(value)
        if other is not None and other.name != entry.name:
            yield change(Kind.RENAMED, Aspect.VALUES, entry.name, other.name, "values", value)
        if other is not None and " ".join(other.doc.split()) != " ".join(entry.doc.split()):
            yield change(Kind.CHANGED, Aspect.DOC, entry.doc or None, other.doc or None, "values", value)


def _allowed(old: Node, new: Node, change: MakeChange) -> Iterator[Change]:
    before, after = old.allowed, new.allowed
    if before == after:
        return
    silent = AllowedKind.NONE
    kinds = before.kind if before else silent, after.kind if after else silent
    if kinds[0] is not kinds[1]:
        kind = Kind.NARROWED if kinds[0] is silent else Kind.WIDENED if kinds[1] is silent else Kind.CHANGED
        yield change(kind, Aspect.ALLOWED, kinds[0].value, kinds[1].value, "values", "kind")
    for field in ("text", "delimiter", "policy"):
        said = [getattr(entry, field) if entry else None for entry in (before, after)]
        if said[0] != said[1]:
            kind = Kind.ADDED if said[0] is None else Kind.REMOVED if said[1] is None else Kind.CHANGED
            yield change(kind, Aspect.ALLOWED, said[0], said[1], "values", field)


def _extensions(old: Node, new: Node, change: MakeChange) -> Iterator[Change]:
    before: dict[str, list[Any]] = {}
    after: dict[str, list[Any]] = {}
    for node, found in ((old, before), (new, after)):
        for entry in node.extensions:
            if not entry.name.startswith(("#", "?")):
                found.setdefault(entry.name or entry.place, []).append(entry)
    for name in dict.fromkeys((*before, *after)):
        said = before.get(name), after.get(name)
        if said[0] != said[1]:
            kind = Kind.ADDED if not said[0] else Kind.REMOVED if not said[1] else Kind.CHANGED
            yield change(kind, Aspect.EXTENSION, _said(said[0]), _said(said[1]), "", name)


def _said(entries: list[Any] | None) -> str | None:
    if not entries:
        return None
    parts: list[str] = []
    pending = list(reversed(entries))
    while pending:
        entry = pending.pop()
        parts += [*(f"{name}={value}" for name, value in entry.attributes), *([entry.text] if entry.text else [])]
        pending.extend(reversed(entry.children))
    return " ".join(parts) or "stated"


def _by_sets(before: set[str], after: set[str]) -> Kind:
    return Kind.WIDENED if before < after else Kind.NARROWED if after < before else Kind.CHANGED


def _by_limit(before: int | None, after: int | None) -> Kind:
    if before is None or after is None:
        return Kind.NARROWED if before is None else Kind.WIDENED
    return Kind.WIDENED if before < after else Kind.NARROWED


def _by_range(before: Range | None, after: Range | None) -> Kind:
    if before is None or after is None:
        return Kind.NARROWED if before is None else Kind.WIDENED
    return _by_bounds((before.low, before.high), (after.low, after.high))


def _by_occurrence(before: Occurrence, after: Occurrence) -> Kind:
    return _by_bounds((before.at_least, before.at_most), (after.at_least, after.at_most))


def _by_bounds(before: tuple[int | None, int | None], after: tuple[int | None, int | None]) -> Kind:
    infinite = float("inf")
    low = [-infinite if end is None else end for end in (before[0], after[0])]
    high = [infinite if end is None else end for end in (before[1], after[1])]
    if low[1] <= low[0] and high[1] >= high[0]:
        return Kind.WIDENED
    return Kind.NARROWED if low[1] >= low[0] and high[1] <= high[0] else Kind.CHANGED


def _text(value: object) -> str | None:
    return None if value is None else str(value) or "empty"


def _at(element: Element, mark: str) -> Any:
    return element.at(mark) if mark else element.span

"""The figure of a tree as OMA documents draw it: boxes from left to right, a mark for how often, the access below."""

from __future__ import annotations

from typing import Final

from swmgen.emit.docs.anchors import Href
from swmgen.emit.docs.figures.drawing import Drawing, Figure, shortened, width_of
from swmgen.model import Node, Occurs

MAX_NODES: Final = 150
MAX_DEPTH: Final = 9
HEIGHT: Final = 36
ROW: Final = 46
GAP: Final = 44
MARKS: Final = {Occurs.ONE: "", Occurs.ZERO_OR_ONE: "?", Occurs.ZERO_OR_MORE: "*", Occurs.ONE_OR_MORE: "+"}


def tree_figure(root: Node, new: frozenset[str], href: Href) -> tuple[Figure, int]:
    """The picture, and how many nodes it leaves out: those far from the root of large trees. `new` holds ids."""
    shown = _shown(root)
    levels = _levels(root, shown)
    count = sum(1 for _ in root.walk())
    drawing = Drawing(f"Tree of {root.path}", f"{len(shown)} of {count} nodes; the table lists all with their meaning.")
    xs = [0]
    for level in levels:
        xs.append(xs[-1] + max(_width(node) for node in level) + GAP)
    ys = _rows(root, shown)
    for depth, level in enumerate(levels):
        for node in level:
            _node(drawing, node, (xs[depth], ys[node.id]), new, href)
            inner = [child for child in node.nodes if child.id in shown]
            if inner:
                _branch(
                    drawing, xs[depth] + _width(node), ys[node.id], xs[depth + 1], [ys[child.id] for child in inner]
                )
            hidden = len(node.nodes) - len(inner)
            if hidden:
                note = f"{hidden} more" if inner else f"{hidden} below"
                drawing.text(xs[depth] + _width(node) + 8, ys[node.id] + HEIGHT // 2 + 18, note, "note")
    return drawing.finish(), count - len(shown)


def _shown(root: Node) -> set[str]:
    """The nodes nearest to the root, level by level as long as a whole level has room."""
    shown = {root.id}
    level = list(root.nodes)
    for _ in range(MAX_DEPTH - 1):
        if len(shown) + len(level) > MAX_NODES:
            break
        shown.update(node.id for node in level)
        level = [child for node in level for child in node.nodes]
    return shown


def _levels(root: Node, shown: set[str]) -> list[list[Node]]:
    levels = []
    level = [root]
    while level:
        levels.append(level)
        level = [child for node in level for child in node.nodes if child.id in shown]
    return levels


def _rows(root: Node, shown: set[str]) -> dict[str, int]:
    """Top of every node: leaves one below the other, parents beside the middle of their children."""
    tops: dict[str, int] = {}
    row = 0
    pending: list[tuple[Node, bool]] = [(root, False)]
    while pending:
        node, done = pending.pop()
        inner = [child for child in node.nodes if child.id in shown]
        if not inner:
            tops[node.id] = row * ROW
            row += 1
        elif done:
            tops[node.id] = (tops[inner[0].id] + tops[inner[-1].id]) // 2
        else:
            pending.append((node, True))
            pending.extend((child, False) for child in reversed(inner))
    return tops


def _name(node: Node) -> str:
    return f"{shortened(node.name)} {MARKS.get(node.occurs.kind, str(node.occurs))}".rstrip()


def _access(node: Node) -> str:
    commands = " ".join(access.value for access in node.access) or "no access"
    return commands if node.is_interior else f"{node.format.value}  {commands}"


def _width(node: Node) -> int:
    return max(width_of(_name(node)), width_of(_access(node))) + 16


def _node(drawing: Drawing, node: Node, at: tuple[int, int], new: frozenset[str], href: Href) -> None:
    x, y = at
    drawing.link(href(node), node.path + (f": {node.doc.strip()}" if node.doc else ""))
    style = f"{'node' if node.is_interior else 'leaf'}{' optional' if not node.occurs.at_least else ''}"
    drawing.box(x, y, _width(node), HEIGHT, f"{style} new" if node.id in new else style, round_=2)
    drawing.text(x + 8, y + 15, _name(node), "name")
    drawing.text(x + 8, y + 30, _access(node), "note")
    drawing.end()


def _branch(drawing: Drawing, x: int, y: int, x2: int, tops: list[int]) -> None:
    middle, spine = y + HEIGHT // 2, x2 - GAP // 2
    drawing.line([(x, middle), (spine, middle)], "branch")
    low, high = min(middle, tops[0] + HEIGHT // 2), max(middle, tops[-1] + HEIGHT // 2)
    if low != high:
        drawing.line([(spine, low), (spine, high)], "branch")
    for top in tops:
        drawing.line([(spine, top + HEIGHT // 2), (x2, top + HEIGHT // 2)], "branch")

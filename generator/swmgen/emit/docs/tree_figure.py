"""The figure of a tree, as OMA documents draw them: names in boxes, occurrence marks, lines to the right."""

from __future__ import annotations

from typing import Final

from swmgen.emit.docs.prose import anchor
from swmgen.emit.docs.svg import Drawing, width_of
from swmgen.model import Node, Occurs

MAX_NODES: Final = 150
ROW = 28
MARKS = {
    Occurs.ONE: "",
    Occurs.ZERO_OR_ONE: " ?",
    Occurs.ZERO_OR_MORE: " *",
    Occurs.ONE_OR_MORE: " +",
}


def tree_figure(root: Node) -> tuple[str, bool]:
    """The picture, and whether parts were left out because the tree is large (nodes far from the root first)."""
    shown = _shown(root)
    drawing = Drawing(f"Tree of {root.path}")
    row = 0
    left_out = False
    pending: list[tuple[Node, int, tuple[int, int] | None]] = [(root, 0, None)]
    while pending:
        node, x, parent = pending.pop()
        y = 8 + row * ROW
        row += 1
        label = f"{node.name}{MARKS.get(node.occurs.kind, f' {node.occurs}')}"
        width = width_of(label) + 16
        if parent is not None:
            drawing.path([(parent[0], parent[1]), (parent[0], y + 11), (x, y + 11)], "line")
        drawing.box(x, y, width, 22, "leaf" if not node.is_interior else "node", anchor(node.id))
        drawing.text(x + 8, y + 15, label)
        hidden = sum(child.id not in shown for child in node.nodes)
        if hidden:
            left_out = True
            drawing.text(x + width + 8, y + 15, f"{hidden} more below", "note")
        for child in reversed(node.nodes):
            if child.id in shown:
                pending.append((child, x + 36, (x + 14, y + 22)))
    return drawing.render(), left_out


def _shown(root: Node) -> set[str]:
    """The nodes nearest to the root, at most MAX_NODES of them."""
    shown: set[str] = set()
    level = [root]
    while level and len(shown) + len(level) <= MAX_NODES:
        shown.update(node.id for node in level)
        level = [child for node in level for child in node.nodes]
    return shown or {root.id}

"""Where trees are mounted: URIs, and names for roots that share one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from swmgen.model import Node

_WORD = re.compile(r"[A-Za-z0-9]+")


def joined(path: str, name: str) -> str:
    """The URI of a node at `path`; ``.`` is the root, a slash at the end means nothing."""
    parts = [part for part in f"{path}/{name}".split("/") if part not in ("", ".")]
    return "/".join((".", *parts))


def aliases(roots: Sequence[tuple[str, str | None]]) -> dict[int, str]:
    """For (name, Path) of roots: another name for those that share theirs.

    It begins with the first parts of their Paths that tell them apart
    (``User-Policy``, ``Device-Policy``). Roots at one place get none here.
    """
    by_name: dict[str, list[int]] = {}
    for index, (name, _) in enumerate(roots):
        by_name.setdefault(name, []).append(index)
    found: dict[int, str] = {}
    for name, indexes in by_name.items():
        paths = {index: tuple(_WORD.findall(roots[index][1] or "")) for index in indexes}
        different = set(paths.values())
        if len(different) == 1:
            continue
        shortest = 1
        while len({path[:shortest] for path in different}) < len(different):
            shortest += 1
        for index, path in paths.items():
            found[index] = "-".join((*path[:shortest], name.strip("<>") or "x"))
    return found


def renamed(node: Node, alias: str, key: str, parent: str = "") -> Node:
    """A node with all below it under another path; `alias` becomes the last name of it."""
    path = f"{parent}/{alias}" if parent else alias.strip("<>")
    children = tuple(renamed(child, child.key, key, path) for child in node.nodes)
    own = alias if alias != node.name else None
    values = tuple(replace(value, id=f"{key}:value:{path}={value.name}") for value in node.values)
    run_time = tuple(replace(entry, id=f"{key}:property:{path}?{entry.name}") for entry in node.run_time)
    return replace(
        node, alias=own, path=path, id=f"{key}:node:{path}", nodes=children, values=values, run_time=run_time
    )

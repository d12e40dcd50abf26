"""Objects are found by their MO id, not by their path: vendors put them where they like.

One ``?list=Struct`` tells the Type of every node, where the device has it. Where
it has not, or answers with something else, each node is asked by itself.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from swm.errors import CommandRefused
from swm.tree.connection import Connection
from swm.tree.reply import Row


@runtime_checkable
class ListingConnection(Protocol):
    """A connection that can ask for a whole subtree at once."""

    async def list_nodes(self, uri: str) -> tuple[Row, ...]:
        """The rows of ``?list=Struct``. `swm.errors.CommandRefused` where the device has no such lists."""


async def find_objects(connection: Connection, *mo_ids: str, below: str = ".", depth: int = 3) -> list[str]:
    """URIs of the nodes whose Type property is one of `mo_ids`, at most `depth` levels under `below`."""
    if isinstance(connection, ListingConnection):
        listed = await _listed(connection, below)
        if listed:
            return _outermost(listed, mo_ids, below, depth)
    found: list[str] = []
    level = [below]
    for _ in range(depth):
        following: list[str] = []
        for uri in level:
            for name in await _children(connection, uri):
                child = f"./{name}" if uri == "." else f"{uri}/{name}"
                if await _type(connection, child) in mo_ids:
                    found.append(child)
                else:
                    following.append(child)
        level = following
    return sorted(found)


async def _listed(connection: ListingConnection, below: str) -> tuple[Row, ...]:
    try:
        rows = await connection.list_nodes(below)
    except CommandRefused:
        return ()
    # Some answer any query with the child names: then no row has a place of its own.
    return rows if any(row.uri not in (below, f"{below}?list=Struct") for row in rows) else ()


def _outermost(rows: tuple[Row, ...], mo_ids: tuple[str, ...], below: str, depth: int) -> list[str]:
    """Those of `mo_ids` that are below no other."""
    base = below.rstrip("/").count("/")
    found: list[str] = []
    for uri in sorted(row.uri for row in rows if row.type in mo_ids and row.uri != below):
        near = uri.count("/") - base <= depth
        if near and not any(uri.startswith(f"{other}/") for other in found):
            found.append(uri)
    return found


async def _children(connection: Connection, uri: str) -> list[str]:
    try:
        if uri != "." and await connection.get(f"{uri}?prop=Format") != "node":
            return []
        names = await connection.get(uri)
    except CommandRefused:
        return []
    return [name for name in str(names).split("/") if name]


async def _type(connection: Connection, uri: str) -> str | None:
    try:
        return str(await connection.get(f"{uri}?prop=Type"))
    except CommandRefused:
        return None

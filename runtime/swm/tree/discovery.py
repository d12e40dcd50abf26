"""Objects are found by their MO id, not by their path: vendors put them where they like."""

from __future__ import annotations

from swm.errors import CommandRefused
from swm.tree.connection import Connection


async def find_objects(connection: Connection, *mo_ids: str, below: str = ".", depth: int = 3) -> list[str]:
    """URIs of the nodes whose Type property is one of `mo_ids`, at most `depth` levels under `below`."""
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

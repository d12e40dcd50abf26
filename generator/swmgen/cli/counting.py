"""Numbers with their nouns."""

from __future__ import annotations


def counted(count: int, one: str, several: str = "") -> str:
    """``1 file``, ``2 files``, ``3 properties``; `several` where it is not `one` with an s."""
    return f"{count:,} {one if count == 1 else several or f'{one}s'}"


def holding(properties: int) -> str:
    """How many properties hold."""
    return f"{counted(properties, 'property', 'properties')} {'holds' if properties == 1 else 'hold'}"

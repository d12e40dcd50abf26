"""What the tree answers to a command."""

from __future__ import annotations

from dataclasses import dataclass

from swm.tree.binding import Value


@dataclass(frozen=True, slots=True)
class Row:
    """One node of a subtree that a Get brought; `data` is None where only the node was asked for."""

    uri: str
    data: Value | None
    format: str | None = None
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """The Status of a command, and for a Get what was found: `data`, or `rows` where several nodes were asked for."""

    status: int
    data: Value | None = None
    format: str | None = None
    type: str | None = None
    rows: tuple[Row, ...] = ()

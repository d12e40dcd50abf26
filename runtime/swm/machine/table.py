"""Transition tables: rows as the specification writes them, looked up by state and event."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

S = TypeVar("S", bound=enum.Enum)
E = TypeVar("E", bound=enum.Enum)
V = TypeVar("V")
F = TypeVar("F")

GIVEN: Final = -1
"""The result that the event, or the procedure that did not pass, carries."""

OWED: Final = "owed"
"""The final alert that the last accepted order is owed."""

OTHERWISE: Final = None
"""All states and guards of an event that no other row takes."""


@dataclass(frozen=True, slots=True)
class On(Generic[S, E]):
    """In one of `states`, on `event`, when the guard holds: go to `to`.

    `status` answers a command. `assign` gives the new variables. `do` names
    actions, `owes` the final alert the order will end in, `send` alerts to
    send now. `spec` is the line of the specification.
    """

    event: E
    states: tuple[S, ...]
    to: S
    spec: str
    when: Callable[[Any], bool] | None = None
    status: int | None = None
    result: int | None = None
    assign: Callable[[Any], Any] | None = None
    do: tuple[str, ...] = ()
    owes: str | None = None
    send: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refuse(Generic[S, E]):
    """In one of `states` (None: everywhere else), on `event`, when the guard holds: change nothing but what is said."""

    event: E
    states: tuple[S, ...] | None
    spec: str
    when: Callable[[Any], bool] | None = None
    status: int | None = None
    result: int | None = None
    keeps: str = ""


Row = On[S, E] | Refuse[S, E]
Table = Mapping[tuple[S, E], tuple[Row[S, E], ...]]


def table(states: type[S], *rows: On[S, E] | Refuse[S, E]) -> Table[S, E]:
    """The rows by (state, event), those without a guard behind those with one, OTHERWISE last."""
    found: dict[tuple[S, E], list[Row[S, E]]] = {}
    for row in rows:
        if row.states is not None:
            for state in row.states:
                found.setdefault((state, row.event), []).append(row)
    for row in rows:
        if row.states is None:
            for state in states:
                found.setdefault((state, row.event), []).append(row)
    return {key: tuple(sorted(value, key=_rank)) for key, value in found.items()}


def _rank(row: On[S, E] | Refuse[S, E]) -> int:
    return 2 if row.states is None else 0 if row.when is not None else 1

"""Rows of a machine (transitions, refusals) through inheritance: what is dropped, what is replaced."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from msgspec import UNSET

from swmgen.diagnostics import Report
from swmgen.read.language import DropText, MachineText, RefusalText, TransitionText
from swmgen.resolve.overlay import lay_over
from swmgen.resolve.scope import copy_with, entries, words

Row = TypeVar("Row", TransitionText, RefusalText)


def events_of(value: str | list[str]) -> tuple[str, ...]:
    """The events of `on:`. A command holds a blank (``exec x/Download``), so only a list can name several."""
    return (" ".join(value.split()),) if isinstance(value, str) else tuple(" ".join(event.split()) for event in value)


def expand(names: Iterable[str], groups: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """States, with each group replaced by its states; each once, in the order written."""
    result: dict[str, None] = {}
    for name in names:
        for state in groups.get(name, (name,)):
            result[state] = None
    return tuple(result)


def groups_of(machine: MachineText) -> dict[str, tuple[str, ...]]:
    """The groups a machine declares, each with its states; a group may name groups declared before it."""
    groups: dict[str, tuple[str, ...]] = {}
    for name, members in entries(machine.groups).items():
        groups[name] = expand(words(members), groups)
    return groups


def extend_machine(base: MachineText, delta: MachineText, key: str, report: Report) -> MachineText:
    """The machine `base` with what the enabler `key` drops, changes and adds.

    A refusal ``in: otherwise`` of `delta` takes the place of the inherited one
    of the same event.
    """
    groups = {**groups_of(base), **groups_of(lay_over(base, delta, key))}
    transitions: list[TransitionText] = list(base.transitions or ()) if base.transitions is not UNSET else []
    refusals: list[RefusalText] = list(base.refusals or ()) if base.refusals is not UNSET else []
    for drop in delta.drop if delta.drop is not UNSET else ():
        kept = _without(transitions, drop, groups), _without(refusals, drop, groups)
        if kept == (transitions, refusals):
            report.add("SWM0216", drop.span_, "Nothing that is inherited fits this, so nothing is dropped.")
        transitions, refusals = kept
    again = {
        event
        for row in (delta.refusals if delta.refusals is not UNSET else ())
        if "otherwise" in words(row.in_)
        for event in events_of(row.on)
    }
    refusals = [
        row for row in refusals if "otherwise" not in words(row.in_) or not again.intersection(events_of(row.on))
    ]
    trimmed = copy_with(base, transitions=transitions, refusals=refusals)
    merged = lay_over(trimmed, delta, key)
    return copy_with(merged, drop=UNSET)  # type: ignore[no-any-return]


def _without(rows: list[Row], drop: DropText, groups: Mapping[str, tuple[str, ...]]) -> list[Row]:
    """`rows` less what `drop` names; a row of several states or events keeps the others."""
    events = set(events_of(drop.on))
    states = None if drop.from_ is UNSET else set(expand(words(drop.from_), groups))
    result: list[Row] = []
    for row in rows:
        hit = events.intersection(events_of(row.on))
        if not hit:
            result.append(row)
            continue
        field = "from_" if isinstance(row, TransitionText) else "in_"
        sources = expand(words(getattr(row, field)), groups)
        left = [event for event in events_of(row.on) if event not in events]
        if left:
            result.append(copy_with(row, on=left))
        rest = [] if states is None else [state for state in sources if state not in states]
        if rest:
            result.append(copy_with(row, on=sorted(hit), **{field: rest}))
    return result

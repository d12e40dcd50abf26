"""Message sequence charts: who says what to whom, and what the device makes of it."""

from __future__ import annotations

import itertools
from typing import Final

import msgspec

from swmgen.model import Span

DEVICE: Final = "device"
NETWORK: Final = "network"


class Line(msgspec.Struct, frozen=True):
    """One line of a chart: a message from `sender` to `receiver`, or what `sender` does by itself when they are the same.

    `note` stands beside it; `span` is the line of the specification that it follows from.
    """

    sender: str
    receiver: str
    text: str
    note: str = ""
    span: Span | None = None


class Chart(msgspec.Struct, frozen=True):
    """The parties from left to right, and the lines from first to last."""

    title: str
    parties: tuple[str, ...]
    lines: tuple[Line, ...]


def as_text(chart: Chart) -> str:
    """The chart in characters, for a terminal."""
    widest = max([len(line.text) for line in chart.lines if line.sender != line.receiver] + [16])
    gap = min(widest + 8, 64)
    names = [f"[{name}]" for name in chart.parties]
    places = [len(names[0]) // 2]
    for left, right in itertools.pairwise(names):
        places.append(places[-1] + max(gap, (len(left) + len(right)) // 2 + 2))
    rows = [_placed([(place - len(name) // 2, name) for place, name in zip(places, names, strict=True)])]
    at = dict(zip(chart.parties, places, strict=True))
    for line in chart.lines:
        rows += _rows(line, at, places)
    return "\n".join(row.rstrip() for row in rows)


def _rows(line: Line, at: dict[str, int], places: list[int]) -> list[str]:
    life = [(place, "|") for place in places]
    where = f"  ({line.span.file}:{line.span.line})" if line.span is not None else ""
    if line.sender == line.receiver:
        place = at[line.sender]
        text = f"* {line.text}" + (f": {line.note}" if line.note else "") + where
        return [_placed([(p, "|") for p in places if p < place] + [(place, text)])]
    first, last = sorted((at[line.sender], at[line.receiver]))
    text = line.text if len(line.text) <= last - first - 8 else f"{line.text[: last - first - 9]}…"
    dashes = last - first - len(text) - 5
    left, right = dashes // 2, dashes - dashes // 2
    body = f"{'-' * left} {text} {'-' * right}"
    arrow = f"{body}>" if at[line.sender] < at[line.receiver] else f"<{body}"
    others = [(place, mark) for place, mark in life if not first <= place <= last]
    rows = [
        _placed([*others, (first, "|"), (first + 1, f"-{arrow}" if arrow[-1] == ">" else f"{arrow}-"), (last, "|")])
    ]
    if line.note or where:
        note = f"* {line.note or 'no effect'}{where}"
        place = at[line.receiver]
        rows.append(_placed([(p, "|") for p in places if p < place] + [(place, note)]))
    return rows


def _placed(parts: list[tuple[int, str]]) -> str:
    row = ""
    for place, text in sorted(parts):
        row = row[:place].ljust(place) + text
    return row

"""The state diagram: boxes in layers from the first state down, one line between two states with all its events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from swmgen.emit.docs.anchors import Href
from swmgen.emit.docs.figures.arrows import TOGETHER, Arrow, Trigger, arrows
from swmgen.emit.docs.figures.drawing import Drawing, Figure, Point, shortened, width_of
from swmgen.emit.docs.figures.layers import Box, Line, Rect, Route, lay_out
from swmgen.emit.docs.prose import transition_in_words
from swmgen.model import Machine, State

MAX_STATES: Final = 60
MAX_ARROWS: Final = 250
SHOWN: Final = 6
"""Events written beside one line; the others are counted and stand in the tooltip."""

ROW: Final = 15
LEGEND: Final = (
    ("command", "command of the server"),
    ("device", "event of the device"),
    ("timer", "timer"),
    ("restart", "restart"),
)


def state_figure(machine: Machine, new: frozenset[str], href: Href) -> Figure | None:
    """The picture, None for machines too large for one to help. `new` names the states this version adds."""
    drawn = arrows(machine, TOGETHER)
    if not machine.states or len(machine.states) > MAX_STATES or len(drawn) > MAX_ARROWS:
        return None
    own = {arrow.target: arrow for arrow in drawn if arrow.sources == (arrow.target,)}
    between = [arrow for arrow in drawn if arrow.sources != (arrow.target,)]
    lots = list(dict.fromkeys(arrow.sources for arrow in between if len(arrow.sources) > 1))
    numbers: dict[tuple[str, ...], int] = {(state.name,): at for at, state in enumerate(machine.states)}
    numbers.update((lot, len(machine.states) + at) for at, lot in enumerate(lots))
    layout = lay_out(
        [*(_box(state, own.get(state.name)) for state in machine.states), *map(_lot_box, lots)],
        [
            Line(numbers[arrow.sources], numbers[(arrow.target,)], _label_width(arrow), ROW * len(_label(arrow)) + 2)
            for arrow in between
        ],
        numbers.get((machine.initial,), 0),
    )
    drawing = Drawing(
        f"State diagram of {machine.name}",
        f"{len(machine.states)} states and {len(machine.transitions)} transitions; "
        "the table of every event in every state says the same in words.",
    )
    for arrow, route in zip(between, layout.routes, strict=True):
        _line(drawing, arrow, route)
    for state, rect in zip(machine.states, layout.boxes, strict=False):
        if state.name == machine.initial:
            x = rect.x + rect.width // 2
            drawing.dot(x, rect.y - 28, 5, "start")
            drawing.line([(x, rect.y - 28), (x, rect.y - 6)], "edge device")
            drawing.head(x, rect.y, "down", "device")
        _state(drawing, state, rect, new, href)
        if state.name in own:
            _loop(drawing, own[state.name], rect)
    by_name = {state.name: state for state in machine.states}
    for lot, rect in zip(lots, layout.boxes[len(machine.states) :], strict=True):
        _lot(drawing, [by_name[name] for name in lot], rect, href)
    # Labels come last: a halo keeps lines that pass from cutting into them.
    for arrow, route in zip(between, layout.routes, strict=True):
        _write(drawing, arrow.triggers, _label(arrow), route.label.x, route.label.y)
    bottom = max(rect.y + rect.height for rect in layout.boxes)
    _legend(drawing, machine, drawn, bool(new), bottom + 40)
    return drawing.finish()


def _box(state: State, loop: Arrow | None) -> Box:
    width = max(width_of(shortened(state.name)), width_of(str(state.value)), 64) + 24
    if loop is None:
        return Box(width, 42)
    lines = _label(loop)
    return Box(width, max(42, ROW * len(lines) + 12), 34 + max(width_of(line) for line in lines))


def _lot_box(lot: Sequence[str]) -> Box:
    lines = _lot_lines(lot)
    return Box(max(width_of(line) for line in lines) + 20, ROW * len(lines) + 10)


def _lot_lines(lot: Sequence[str]) -> list[str]:
    """The heading of a box of several states, and their names."""
    return ["one of", *(shortened(name) for name in lot)]


def _label(arrow: Arrow) -> list[str]:
    lines = [shortened(trigger.event) + (" [\u2026]" if trigger.guarded else "") for trigger in arrow.triggers[:SHOWN]]
    more = len(arrow.triggers) - SHOWN
    return [*lines, f"and {more} more"] if more > 0 else lines


def _label_width(arrow: Arrow) -> int:
    return max(width_of(line) for line in _label(arrow))


def _style(triggers: Sequence[Trigger]) -> str:
    """A line is drawn as the first of its kinds in the order of the legend."""
    kinds = {trigger.kind for trigger in triggers}
    return next(kind for kind, _ in LEGEND if kind in kinds)


def _state(drawing: Drawing, state: State, rect: Rect, new: frozenset[str], href: Href) -> None:
    drawing.link(href(state), state.name + (f": {state.doc.strip()}" if state.doc else ""))
    style = "state new" if state.name in new else "state"
    drawing.box(rect.x, rect.y, rect.width, rect.height, style, round_=9)
    if state.final:
        drawing.box(rect.x + 3, rect.y + 3, rect.width - 6, rect.height - 6, "inner", round_=7)
    x, y = rect.x + rect.width // 2, rect.y + rect.height // 2
    drawing.text(x, y - 2, shortened(state.name), "name", middle=True)
    drawing.text(x, y + 13, str(state.value), "note", middle=True)
    drawing.end()


def _lot(drawing: Drawing, states: Sequence[State], rect: Rect, href: Href) -> None:
    drawing.box(rect.x, rect.y, rect.width, rect.height, "lot", round_=9)
    heading, *names = _lot_lines([state.name for state in states])
    drawing.text(rect.x + 10, rect.y + 16, heading, "note")
    for at, (state, name) in enumerate(zip(states, names, strict=True), 1):
        drawing.link(href(state))
        drawing.text(rect.x + 10, rect.y + 16 + ROW * at, name)
        drawing.end()


def _line(drawing: Drawing, arrow: Arrow, route: Route) -> None:
    x, start, end = route.stretches[0]
    parts = [f"M{x} {start}"]
    reach: list[Point] = [(x, start)]
    if end != start:
        parts.append(f"V{end}")
    y = end
    for x2, start2, end2 in route.stretches[1:]:
        middle = (y + start2) // 2
        parts.append(f"V{start2}" if x2 == x else f"C{x} {middle} {x2} {middle} {x2} {start2}")
        if end2 != start2:
            parts.append(f"V{end2}")
        x, y = x2, end2
        reach += [(x2, start2), (x2, end2)]
    style = _style(arrow.triggers)
    before = route.stretches[-2][2]
    drawing.group("arrow", "\n".join(_tips(arrow)))
    drawing.curve(" ".join(parts), reach, f"edge {style}")
    drawing.head(x, y, "down" if y > before else "up", style)
    drawing.end()


def _tips(arrow: Arrow) -> list[str]:
    return [f"{', '.join(arrow.sources)} \u2192 {arrow.target}"] + [
        f"{trigger.event}: {transition_in_words(row)}" for trigger in arrow.triggers for row in trigger.rows
    ]


def _loop(drawing: Drawing, arrow: Arrow, rect: Rect) -> None:
    """A short way out of the right side and back."""
    x = rect.x + rect.width
    y = rect.y + rect.height // 2
    style = _style(arrow.triggers)
    drawing.group("arrow", "\n".join(_tips(arrow)))
    drawing.curve(
        f"M{x} {y - 9} C{x + 28} {y - 16} {x + 28} {y + 16} {x + 4} {y + 9}",
        [(x, y - 16), (x + 24, y + 16)],
        f"edge {style}",
    )
    drawing.head(x, y + 9, "left", style)
    drawing.end()
    lines = _label(arrow)
    _write(drawing, arrow.triggers, lines, x + 28, y - ROW * len(lines) // 2)


def _write(drawing: Drawing, triggers: Sequence[Trigger], lines: Sequence[str], x: int, y: int) -> None:
    for index, line in enumerate(lines):
        kind = triggers[index].kind if index < SHOWN else "note"
        drawing.text(x, y + ROW * index + 12, line, f"label {kind}")


def _legend(drawing: Drawing, machine: Machine, drawn: Sequence[Arrow], new: bool, y: int) -> None:
    kinds = {trigger.kind for arrow in drawn for trigger in arrow.triggers}
    drawing.group("legend")
    x = 0
    for kind, words in LEGEND:
        if kind in kinds:
            drawing.line([(x, y), (x + 22, y)], f"edge {kind}")
            drawing.head(x + 28, y, "right", kind)
            drawing.text(x + 34, y + 4, words, "note")
            x += 54 + width_of(words)
    y, x = y + 26, 0
    for shown, style, words in (
        (any(state.final for state in machine.states), "state", "an operation may end here"),
        (new, "state new", "new in this version"),
        (any(len(arrow.sources) > 1 for arrow in drawn), "lot", "the same from each of them"),
    ):
        if shown:
            drawing.box(x, y - 9, 26, 18, style, round_=5)
            if style == "state":
                drawing.box(x + 3, y - 6, 20, 12, "inner", round_=3)
            drawing.text(x + 34, y + 4, words, "note")
            x += 54 + width_of(words)
    if any(trigger.guarded for arrow in drawn for trigger in arrow.triggers):
        drawing.text(x, y + 4, "[\u2026] under a condition", "note")
    drawing.end()

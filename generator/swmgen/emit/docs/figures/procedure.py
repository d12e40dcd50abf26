"""A security procedure as a sequence diagram: who calls what with which types, and where each failure leads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from swmgen.emit.docs.figures.drawing import Drawing, Figure, shortened, width_of
from swmgen.emit.docs.typed_steps import TypedProcedure, TypedStep

ROW: Final = 16
HEAD: Final = 30
NARROWEST: Final = 170


def procedure_figure(procedure: TypedProcedure, codes: Mapping[str, int]) -> Figure:
    """The picture: three life lines, the caller, the procedure, and the primitives that the runtime provides."""
    given = _wrapped(procedure.name, [str(entry) for entry in procedure.inputs])
    yielded = str(procedure.result) if procedure.result else "nothing"
    calls = [_wrapped(step.primitive, [str(entry) for entry in step.arguments]) for step in procedure.steps]
    ends = [_end(step, codes) for step in procedure.steps]
    left = max(*(width_of(line) for line in given), width_of(yielded), *(width_of(end) for end in (*ends, ""))) + 40
    right = max(
        [width_of(line) for call in calls for line in call] + [width_of(_yield(s)) for s in procedure.steps] + [0]
    )
    x = (0, max(NARROWEST, left), max(NARROWEST, left) + max(NARROWEST, right + 40))
    drawing = Drawing(
        f"Sequence diagram of {procedure.name}",
        f"{len(procedure.steps)} steps; the table of steps says the same in words.",
    )
    y = HEAD + 34 + ROW * (len(given) - 1)
    bottom = y + 14 + sum(72 + ROW * len(call) for call in calls) + 34
    for place, name in zip(x, ("caller", procedure.name, "primitives"), strict=True):
        half = width_of(shortened(name)) // 2 + 12
        drawing.line([(place, HEAD), (place, bottom + 16)], "life")
        drawing.box(place - half, 0, 2 * half, HEAD, "party")
        drawing.text(place, 19, shortened(name), "name", middle=True)
    _message(drawing, given, x[0], x[1], y, "call")
    y += 14
    for number, (step, call, end) in enumerate(zip(procedure.steps, calls, ends, strict=True), 1):
        y += 22 + ROW * len(call)
        _message(drawing, call, x[1], x[2], y, "call")
        drawing.dot(x[1], y, 9, "number")
        drawing.text(x[1], y + 4, str(number), "digit", middle=True)
        y += 26
        _message(drawing, [_yield(step)], x[2], x[1], y, "yield")
        y += 24
        _message(drawing, [end], x[1], x[0], y, "silent" if step.silent else "failure")
    _message(drawing, [yielded], x[1], x[0], bottom, "yield")
    return drawing.finish()


def _message(drawing: Drawing, lines: list[str], start: int, end: int, y: int, style: str) -> None:
    """An arrow with its lines of text above it."""
    rightwards = end > start
    drawing.line([(start, y), (end - 6 if rightwards else end + 6, y)], f"message {style}")
    drawing.head(end, y, "right" if rightwards else "left", style)
    for index, line in enumerate(reversed(lines)):
        drawing.text(min(start, end) + 18, y - 6 - ROW * index, line, f"label {style}")


def _wrapped(name: str, arguments: list[str]) -> list[str]:
    """A call, one argument a line where it would be long."""
    whole = f"{name}({', '.join(arguments)})"
    if len(whole) <= 52:
        return [whole]
    last = len(arguments) - 1
    return [
        f"{shortened(name)}(",
        *(f"\u2003{shortened(text, 60)}{')' if at == last else ','}" for at, text in enumerate(arguments)),
    ]


def _yield(step: TypedStep) -> str:
    return shortened(str(step.yields) if step.yields else "passed", 60)


def _end(step: TypedStep, codes: Mapping[str, int]) -> str:
    if step.silent:
        return "else dropped, no answer"
    if step.fails is None:
        return "else stops"
    return f"else {codes[step.fails]} {step.fails}" if step.fails in codes else f"else {step.fails}"

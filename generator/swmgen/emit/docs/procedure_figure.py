"""A security procedure as a sequence diagram: the device, the primitives, and where each failure leads."""

from __future__ import annotations

from swmgen.emit.docs.svg import Drawing, width_of
from swmgen.model import Procedure, Step

ROW = 58


def procedure_figure(procedure: Procedure) -> str:
    """The picture of a procedure."""
    drawing = Drawing(f"Steps of {procedure.name}")
    names = list(dict.fromkeys(step.primitive for step in procedure.steps))
    left = 60
    widest = max((width_of(_call(step)) for step in procedure.steps), default=80)
    columns: dict[str, int] = {}
    x = left + max(widest + 40, 160)
    for name in names:
        columns[name] = x + width_of(name) // 2 + 8
        x += width_of(name) + 40
    bottom = 50 + ROW * len(procedure.steps) + 20
    drawing.box(left - 44, 8, 88, 24, "node")
    drawing.text(left, 24, "device", middle=True)
    drawing.path([(left, 32), (left, bottom)], "life")
    for name in names:
        half = width_of(name) // 2 + 8
        drawing.box(columns[name] - half, 8, 2 * half, 24, "leaf")
        drawing.text(columns[name], 24, name, middle=True)
        drawing.path([(columns[name], 32), (columns[name], bottom)], "life")
    for number, step in enumerate(procedure.steps):
        y = 56 + number * ROW
        column = columns[step.primitive]
        drawing.path([(left, y), (column - 2, y)], "arrow", arrow=True)
        drawing.text(left + 8, y - 5, _call(step), "event")
        drawing.path([(column, y + 16), (left + 2, y + 16)], "back", arrow=True)
        drawing.text(left + 8, y + 30, _end(step), "note")
    drawing.text(left + 8, bottom + 4, f"returns {procedure.returns}" if procedure.returns else "ends", "t")
    return drawing.render()


def _call(step: Step) -> str:
    given = ", ".join(argument.name or argument.node or str(argument.literal) for argument in step.arguments)
    return f"{step.primitive}({given})"


def _end(step: Step) -> str:
    bound = f"{step.binds}; " if step.binds else ""
    return f"{bound}or dropped without an answer" if step.silent else f"{bound}or stop with {step.fails}"

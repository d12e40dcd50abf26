"""Message sequence charts: a life line for each party, an arrow for each message, a note for what a party does."""

from __future__ import annotations

from typing import Final

from swmgen.emit.docs.figures.drawing import Drawing, Figure, shortened, width_of
from swmgen.verify.chart import Chart, Line

ROW: Final = 18
HEAD: Final = 30
NARROWEST: Final = 150
LONGEST_NOTE: Final = 90


def chart_figure(chart: Chart) -> Figure:
    """The picture of a chart."""
    labels = [width_of(shortened(line.text)) for line in chart.lines if line.sender != line.receiver]
    gap = max([NARROWEST, *(label + 40 for label in labels)])
    at = {party: number * gap for number, party in enumerate(chart.parties)}
    heights = [ROW * (2 if line.sender != line.receiver and line.note else 1) + 8 for line in chart.lines]
    bottom = HEAD + 20 + sum(heights)
    drawing = Drawing(chart.title, f"A message sequence chart of {len(chart.lines)} lines.")
    for party, x in at.items():
        half = width_of(shortened(party)) // 2 + 12
        drawing.line([(x, HEAD), (x, bottom)], "life")
        drawing.box(x - half, 0, 2 * half, HEAD, "party")
        drawing.text(x, 19, shortened(party), "name", middle=True)
    y = HEAD + 14
    for line, height in zip(chart.lines, heights, strict=True):
        _draw(drawing, line, at, y)
        y += height
    return drawing.finish()


def _draw(drawing: Drawing, line: Line, at: dict[str, int], y: int) -> None:
    start, end = at[line.sender], at[line.receiver]
    drawing.group("line", _tip(line))
    if start == end:
        note = f"{line.text}: {line.note}" if line.note else line.text
        drawing.dot(start, y + 8, 4, "number")
        drawing.text(start + 10, y + 12, shortened(note, LONGEST_NOTE), "label call")
    else:
        rightwards = end > start
        drawing.line([(start, y + 16), (end - 6 if rightwards else end + 6, y + 16)], "message call")
        drawing.head(end, y + 16, "right" if rightwards else "left", "call")
        drawing.text(min(start, end) + 18, y + 11, shortened(line.text), "label call")
        if line.note:
            drawing.text(end + 10, y + 16 + ROW - 2, shortened(line.note, LONGEST_NOTE), "note")
    drawing.end()


def _tip(line: Line) -> str:
    where = f" ({line.span.file}:{line.span.line})" if line.span is not None else ""
    return f"{line.text}{': ' if line.note else ''}{line.note}{where}"

"""Counts over time as lines, each point the highest count of a stretch of time, in whole pixels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from swmgen.emit.docs.figures.drawing import Drawing, Figure, Point

WIDTH: Final = 720
HEIGHT: Final = 240
GRID: Final = 4


def plot_figure(
    title: str, description: str, lines: Sequence[tuple[str, str, Sequence[int]]], limit: int, top: int
) -> Figure:
    """`lines` are names, styles and counts, one a second; `limit` is drawn across, `top` is the highest count shown."""
    drawing = Drawing(title, description)
    seconds = max(len(counts) for _, _, counts in lines)
    for step in range(GRID + 1):
        y = HEIGHT - HEIGHT * step // GRID
        drawing.line([(0, y), (WIDTH, y)], "branch")
        drawing.text(WIDTH + 8, y + 4, str(top * step // GRID), "note")
        drawing.text(WIDTH * step // GRID, HEIGHT + 18, f"{seconds * step // GRID} s", "note", middle=True)
    at = HEIGHT - HEIGHT * limit // top
    drawing.line([(0, at), (WIDTH, at)], "optional leaf")
    for number, (name, style, counts) in enumerate(lines):
        drawing.line(_points(counts, seconds, top), f"edge {style}")
        drawing.line([(0, HEIGHT + 38 + 18 * number), (30, HEIGHT + 38 + 18 * number)], f"edge {style}")
        drawing.text(38, HEIGHT + 42 + 18 * number, name)
    return drawing.finish()


def _points(counts: Sequence[int], seconds: int, top: int) -> list[Point]:
    stretch = max(1, -(-2 * seconds // WIDTH))
    return [
        (WIDTH * begin // seconds, HEIGHT - HEIGHT * min(top, max(counts[begin : begin + stretch])) // top)
        for begin in range(0, len(counts), stretch)
    ]

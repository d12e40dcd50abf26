"""Drawing with lxml: the few shapes our figures need, in whole pixels, coloured by the page's style sheet."""

from __future__ import annotations

from typing import Any

from lxml import etree

WIDTH_OF_LETTER = 8


def width_of(text: str) -> int:
    """About how wide `text` is in the figures' font, never less than it is."""
    return sum(WIDTH_OF_LETTER if ord(letter) < 0x2E80 else 14 for letter in text)


class Drawing:
    """An SVG picture that grows with what is drawn."""

    def __init__(self, title: str) -> None:
        self._root: Any = etree.Element("svg", role="img", xmlns="http://www.w3.org/2000/svg")
        etree.SubElement(self._root, "title").text = title
        self._width = self._height = 0

    def _add(self, name: str, parent: Any = None, **attributes: object) -> Any:
        fitting = {key.rstrip("_").replace("_", "-"): str(value) for key, value in attributes.items()}
        return etree.SubElement(self._root if parent is None else parent, name, fitting)

    def _grow(self, x: int, y: int) -> None:
        self._width, self._height = max(self._width, x + 8), max(self._height, y + 8)

    def box(self, x: int, y: int, width: int, height: int, style: str, link: str | None = None) -> None:
        """A rounded box."""
        parent = self._add("a", href=f"#{link}") if link else None
        self._add("rect", parent, x=x, y=y, width=width, height=height, rx=6, class_=style)
        self._grow(x + width, y + height)

    def text(self, x: int, y: int, text: str, style: str = "", *, middle: bool = False) -> None:
        """One line of text; `y` is its base line."""
        element = self._add("text", x=x, y=y, class_=style or "t", **({"text_anchor": "middle"} if middle else {}))
        element.text = text
        half = width_of(text) // 2 if middle else width_of(text)
        self._grow(x + half, y + 4)

    def path(self, points: list[tuple[int, int]], style: str, *, arrow: bool = False) -> None:
        """A line through `points`, with an arrow head at its end."""
        d = " ".join(f"{'M' if index == 0 else 'L'}{x} {y}" for index, (x, y) in enumerate(points))
        self._add("path", d=d, class_=style, **({"marker_end": "url(#arrow)"} if arrow else {}))
        for x, y in points:
            self._grow(x, y)

    def render(self) -> str:
        """The picture."""
        self._root.set("viewBox", f"0 0 {self._width} {self._height}")
        self._root.set("width", str(self._width))
        self._root.set("height", str(self._height))
        self._root.set("class", "figure")
        return str(etree.tostring(self._root, encoding="unicode"))

"""Drawing with lxml: the few shapes our figures need, in whole pixels, coloured by the page's style sheet."""

from __future__ import annotations

import unicodedata
from typing import Any, Final

from lxml import etree

LETTER: Final = 8
"""No letter of the figures' monospaced 12-pixel font is wider."""

WIDE_LETTER: Final = 14
MARGIN: Final = 10
LONGEST: Final = 44

Point = tuple[int, int]


def width_of(text: str) -> int:
    """How wide `text` is in the figures' font, at most."""
    if text.isascii():
        return LETTER * len(text)
    return sum(WIDE_LETTER if unicodedata.east_asian_width(letter) in "WFA" else LETTER for letter in text)


def shortened(text: str, longest: int = LONGEST) -> str:
    """`text`, or its beginning and an ellipsis; figures stay readable, the whole text goes into a tooltip."""
    return text if len(text) <= longest else f"{text[: longest - 1]}\u2026"


def printable(text: str) -> str:
    """`text` without the characters that XML forbids."""
    return "".join(letter if _in_xml(ord(letter)) else "\ufffd" for letter in text)


def _in_xml(code: int) -> bool:
    return code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


class Figure:
    """A finished picture."""

    def __init__(self, root: Any, width: int, height: int) -> None:
        self._root = root
        self.width = width
        self.height = height

    def inline(self) -> str:
        """The picture as an element of a page that has the style sheet."""
        return str(etree.tostring(self._root, encoding="unicode"))

    def standalone(self, style: str) -> str:
        """The picture as a file of its own, with `style` in it."""
        element = etree.Element("style")
        element.text = f"\n{style.strip()}\n"
        self._root.insert(2, element)
        text = etree.tostring(self._root, encoding="unicode")
        self._root.remove(element)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


class Drawing:
    """A picture that grows with what is drawn. `title` and `description` speak for it where it cannot be seen."""

    def __init__(self, title: str, description: str) -> None:
        self._root: Any = etree.Element(
            "svg", {"class": "figure", "role": "img", "xmlns": "http://www.w3.org/2000/svg", "aria-label": title}
        )
        etree.SubElement(self._root, "title").text = printable(title)
        etree.SubElement(self._root, "desc").text = printable(description)
        self._parents: list[Any] = [self._root]
        self._low: list[int] = [0, 0]
        self._high: list[int] = [0, 0]

    def _add(self, name: str, **attributes: object) -> Any:
        named = {key.rstrip("_").replace("_", "-"): str(value) for key, value in attributes.items() if value != ""}
        return etree.SubElement(self._parents[-1], name, named)

    def _cover(self, x: int, y: int) -> None:
        self._low = [min(self._low[0], x), min(self._low[1], y)]
        self._high = [max(self._high[0], x), max(self._high[1], y)]

    def link(self, href: str, tip: str = "") -> None:
        """What is drawn until `end` leads to `href`."""
        self._parents.append(self._add("a", href=href))
        self._tip(tip)

    def group(self, style: str, tip: str = "") -> None:
        """What is drawn until `end` belongs together."""
        self._parents.append(self._add("g", class_=style))
        self._tip(tip)

    def _tip(self, tip: str) -> None:
        if tip:
            self._add("title").text = printable(tip)

    def end(self) -> None:
        """End of the innermost link or group."""
        self._parents.pop()

    def box(self, x: int, y: int, width: int, height: int, style: str, *, round_: int = 4) -> None:
        """A box."""
        self._add("rect", x=x, y=y, width=width, height=height, rx=round_, class_=style)
        self._cover(x, y)
        self._cover(x + width, y + height)

    def dot(self, x: int, y: int, radius: int, style: str) -> None:
        """A filled circle."""
        self._add("circle", cx=x, cy=y, r=radius, class_=style)
        self._cover(x - radius, y - radius)
        self._cover(x + radius, y + radius)

    def text(self, x: int, y: int, text: str, style: str = "", *, middle: bool = False) -> None:
        """One line of text; `y` is its base line."""
        shown = printable(text)
        self._add("text", x=x, y=y, class_=style, text_anchor="middle" if middle else "").text = shown
        left = x - width_of(shown) // 2 if middle else x
        self._cover(left, y - 11)
        self._cover(left + width_of(shown) + 1, y + 4)

    def line(self, points: list[Point], style: str) -> None:
        """Straight lines through `points`."""
        self._add("path", d=" ".join(f"{'L' if at else 'M'}{x} {y}" for at, (x, y) in enumerate(points)), class_=style)
        for x, y in points:
            self._cover(x, y)

    def curve(self, path: str, reach: list[Point], style: str) -> None:
        """A path of SVG's language that stays within the corners of `reach`."""
        self._add("path", d=path, class_=style)
        for x, y in reach:
            self._cover(x, y)

    def head(self, x: int, y: int, towards: str, style: str) -> None:
        """An arrow head with its tip at (x, y), pointing up, down, left or right."""
        along, across = {"down": ((0, -1), (1, 0)), "up": ((0, 1), (1, 0)), "left": ((1, 0), (0, 1))}.get(
            towards, ((-1, 0), (0, 1))
        )
        ends = [(x + 8 * along[0] + side * across[0], y + 8 * along[1] + side * across[1]) for side in (4, -4)]
        self._add(
            "path",
            d=" ".join(f"{'L' if at else 'M'}{a} {b}" for at, (a, b) in enumerate([(x, y), *ends])) + "z",
            class_=f"head {style}",
        )

    def finish(self) -> Figure:
        """The picture, with a margin around it."""
        left, top = self._low[0] - MARGIN, self._low[1] - MARGIN
        width, height = self._high[0] + MARGIN - left, self._high[1] + MARGIN - top
        self._root.set("viewBox", f"{left} {top} {width} {height}")
        self._root.set("width", str(width))
        self._root.set("height", str(height))
        return Figure(self._root, width, height)

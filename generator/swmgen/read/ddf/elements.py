"""DDF text to elements with places: expat with limits, a DOCTYPE allowed, entities not."""

from __future__ import annotations

from typing import Any, Final
from xml.parsers import expat

from swmgen.diagnostics import Report
from swmgen.model import Span

MAX_BYTES: Final = 16 * 1024 * 1024
MAX_NODES: Final = 200_000 * 30
MAX_DEPTH: Final = 3 * 1024


class Element:
    """An element: its local name, text, children, and the place of its start tag."""

    __slots__ = ("children", "column", "line", "name", "text")

    def __init__(self, name: str, line: int, column: int) -> None:
        self.name = name
        self.text = ""
        self.children: list[Element] = []
        self.line = line
        self.column = column

    def child(self, name: str) -> Element | None:
        """The first child of that name."""
        return next((element for element in self.children if element.name == name), None)

    def text_of(self, name: str) -> str | None:
        """The text of the first child of that name."""
        element = self.child(name)
        return None if element is None else element.text.strip()


class Refused(Exception):
    """The document asks for something that is not allowed."""


def parse(data: bytes, file: str, report: Report) -> Element | None:
    """The root element; None when the document cannot be read, with the place and reason reported."""
    if len(data) > MAX_BYTES:
        report.add("SWM0102", Span(file, 1, 1, 1, 2), f"The file has more than {MAX_BYTES} bytes.")
        return None
    parser: Any = expat.ParserCreate()
    parser.buffer_text = True
    top = Element("", 1, 1)
    stack = [top]
    text: list[str] = []
    count = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MAX_NODES:
            raise Refused(f"more than {MAX_NODES} elements")
        if len(stack) > MAX_DEPTH:
            raise Refused(f"elements nested more than {MAX_DEPTH} deep")
        element = Element(tag.rpartition(":")[2], parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
        stack[-1].children.append(element)
        stack.append(element)
        text.clear()

    def end(tag: str) -> None:
        element = stack.pop()
        if not element.children:
            element.text = "".join(text)
        text.clear()

    def entity(name: str, *rest: object) -> None:
        raise Refused(f"the entity {name} is declared; a device description needs none")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text.append
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        reason = expat.errors.messages.get(error.code, "not well-formed")
        span = Span(file, error.lineno, error.offset + 1, error.lineno, error.offset + 2)
        report.add("SWM0150", span, f"This is not well-formed XML: {reason}.")
        return None
    except Refused as error:
        line, column = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
        report.add("SWM0151", Span(file, line, column, line, column + 1), f"This document is refused: {error}.")
        return None
    return top.children[0]

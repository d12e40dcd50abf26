"""The data of an alert in format xml: ResultCode, Identifier and the like, with a wrapper or without.

Clients of SCOMO send the elements side by side, extended clients inside
SwmReport; both read the same.
"""

from __future__ import annotations

from typing import Final
from xml.parsers import expat

MAX_LENGTH: Final = 64 * 1024
MAX_ELEMENTS: Final = 64
MAX_DEPTH: Final = 4


def report_elements(text: str) -> dict[str, str]:
    """The elements that hold text, by their names; of several with one name the first.

    Raises:
        ValueError: not well-formed, a document type, or beyond the limits on length, number and depth.
    """
    if len(text) > MAX_LENGTH:
        raise ValueError(f"the report is longer than {MAX_LENGTH} characters")
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = reader.doctype
    try:
        # A root of our own, since the elements may stand side by side.
        parser.Parse(f"<report>{text}</report>", True)
    except expat.ExpatError as error:
        raise ValueError(f"the report is not well-formed: {error}") from None
    return reader.found


class _Reader:
    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._open: list[str] = []
        self._texts: list[list[str]] = []
        self._leaf = False
        self._count = 0

    def doctype(self, *_: object) -> None:
        raise ValueError("a report has no document type")

    def start(self, name: str, _: dict[str, str]) -> None:
        self._count += 1
        self._open.append(name.rpartition(" ")[2])
        self._texts.append([])
        self._leaf = True
        if self._count > MAX_ELEMENTS + 1 or len(self._open) > MAX_DEPTH + 1:
            raise ValueError(f"the report has more than {MAX_ELEMENTS} elements or is deeper than {MAX_DEPTH}")

    def text(self, text: str) -> None:
        self._texts[-1].append(text)

    def end(self, _: str) -> None:
        name, text = self._open.pop(), "".join(self._texts.pop()).strip()
        if self._leaf and self._open:
            self.found.setdefault(name, text)
        self._leaf = False

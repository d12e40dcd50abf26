"""What both decoders make of octets: elements, not yet a message."""

from __future__ import annotations


class Element:
    """One element while a message is read: local name, text, children.

    `raw` is the content as octets where the encoding gave it so (WBXML opaque
    data), and `text` then what those are in UTF-8, empty when they are none.
    """

    __slots__ = ("children", "name", "raw", "text")

    def __init__(self, name: str) -> None:
        self.name = name
        self.text = ""
        self.raw: bytes | None = None
        self.children: list[Element] = []

    def child(self, name: str) -> Element | None:
        """The first child of this name."""
        for element in self.children:
            if element.name == name:
                return element
        return None

    def text_of(self, name: str) -> str | None:
        """The text of the first child of this name."""
        for element in self.children:
            if element.name == name:
                return element.text
        return None

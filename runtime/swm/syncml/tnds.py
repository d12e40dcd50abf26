"""Management trees inside Data: their XML, and the tokens of the DM DDF page (OMA-TS-DM_TNDS 1.2).

In a message a tree is always text: XML, written in one form only (the
namespace on its root, no attributes else, `<node/>` for what is empty). Over
WBXML, text in that form whose Type is TNDS over WBXML travels as tokens, all
other text as it is; so nothing is lost whichever form a tree has.
"""

from __future__ import annotations

from typing import Any, Final
from xml.parsers import expat

from swm.errors import LocalError, MessageError
from swm.syncml.code_pages import DDF_PAGE, TOKENS
from swm.syncml.escaping import escape

TNDS_WBXML: Final = "application/vnd.syncml.dmtnds+wbxml"
"""The Type of a tree that travels as tokens."""

ROOT: Final = '<MgmtTree xmlns="syncml:dmddf1.2">'
"""How the XML of a tree begins that can travel as tokens."""

_CONTENT, _END, _INLINE = 0x40, b"\x01", b"\x03"


class TreeWriter:
    """Writes the XML of a tree, one start, text and end after the other."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._names: list[str] = []
        self._empty = False

    @property
    def depth(self) -> int:
        """How many elements are open."""
        return len(self._names)

    def start(self, name: str) -> None:
        """An element begins."""
        self._out.append(ROOT if name == "MgmtTree" else f"<{name}>")
        self._names.append(name)
        self._empty = True

    def text(self, text: str) -> None:
        """Text in the open element. MessageError for characters that XML has not."""
        if text:
            try:
                self._out.append(escape(text))
            except LocalError:
                raise MessageError("a tree holds a character that XML cannot carry") from None
            self._empty = False

    def end(self) -> None:
        """The open element ends."""
        name = self._names.pop()
        if self._empty:
            self._out[-1] = f"{self._out[-1][:-1]}/>"
        else:
            self._out.append(f"</{name}>")
        self._empty = False

    def xml(self) -> str:
        """All that was written."""
        return "".join(self._out)


def tokens_of(xml: str) -> bytes | None:
    """A tree in tokens of the DM DDF page; None when they would not say exactly what `xml` says."""
    if not xml.startswith(ROOT):
        return None
    tokens: list[bytes] = []
    tree = TreeWriter()

    def start(name: str, _: dict[str, str]) -> None:
        tokens.append(bytes((TOKENS[DDF_PAGE, name] | _CONTENT,)))
        tree.start(name)

    def text(piece: str) -> None:
        tokens.append(_INLINE + piece.encode("utf-8") + b"\x00")
        tree.text(piece)

    def end(_: str) -> None:
        tokens.append(_END)
        tree.end()

    parser: Any = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        parser.Parse(xml.encode("utf-8"), True)
    except (expat.ExpatError, KeyError):
        return None
    return b"".join(tokens) if tree.xml() == xml else None

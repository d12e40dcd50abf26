"""The one layout of the language's YAML files.

Two spaces a level, sequences indented below their key; one space after ``:``,
``-`` and ``,``; none inside of brackets; two before a comment that follows
something and one after its ``#``; no blanks at the end of a line; at most one
empty line between others, none at the ends; one newline at the end. Line
breaks, quotes, comments and the order of keys stay the author's.

The layout is made from the scanner's tokens, never by matching lines, and the
result is accepted only if it holds the same document as before.
"""

from __future__ import annotations

from typing import Any, Final

import yaml
from msgspec import Struct
from yaml import tokens

STEP: Final = 2


class NotLaidOut(Exception):
    """The text cannot be laid out; the message says why, `line` where."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def lay_out(text: str) -> str:
    """`text` in the layout of this module.

    Raises:
        NotLaidOut: it is not YAML, or uses something the language has not
            (explicit keys, several documents).
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    try:
        result = _Writer(text).write()
        if _document(result) != _document(text):
            raise NotLaidOut(1, "the layout would change what the file says; it is left as it is")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise NotLaidOut(mark.line + 1 if mark else 1, error.problem or "this is not YAML") from None
    except yaml.YAMLError as error:
        raise NotLaidOut(1, f"this is not YAML: {error}") from None
    return result


def _document(text: str) -> list[tuple[str, object, object]]:
    """What a text says, without where it says it."""
    return [
        (type(event).__name__, getattr(event, "value", None), getattr(event, "style", None))
        for event in yaml.parse(text, Loader=yaml.CSafeLoader)
    ]


class _Block(Struct):
    """An open block collection: the column it was written at, the one it gets."""

    old: int
    new: int
    indentless: bool = False


_SILENT = (
    tokens.StreamStartToken,
    tokens.StreamEndToken,
    tokens.BlockEndToken,
    tokens.BlockMappingStartToken,
    tokens.BlockSequenceStartToken,
)
_OPENING = tokens.FlowMappingStartToken | tokens.FlowSequenceStartToken
_CLOSING = tokens.FlowMappingEndToken | tokens.FlowSequenceEndToken


class _Writer:
    """Writes the tokens of one text anew."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines: list[str] = []
        self._line = ""
        self._blocks: list[_Block] = []
        self._flow: list[int] = []
        self._end = 0
        self._last: Any = None
        self._open: list[tuple[int, int]] = []
        self._is_raw = False

    def write(self) -> str:
        """The text in its layout."""
        before: Any = None
        for token in yaml.scan(self._text, Loader=yaml.CSafeLoader):
            self._structure(token, before)
            before = token
            written = self._written(token)
            if written is None:
                continue
            self._gap(token)
            self._put(token, written)
            self._last = token
        self._finish()
        while self._lines and not self._lines[-1]:
            self._lines.pop()
        return "\n".join(self._lines) + "\n" if self._lines else ""

    def _structure(self, token: Any, before: Any) -> None:
        column = token.start_mark.column
        if isinstance(token, tokens.BlockMappingStartToken | tokens.BlockSequenceStartToken):
            inner = self._blocks[-1].new + STEP if self._blocks else 0
            self._blocks.append(_Block(column, inner))
        elif isinstance(token, tokens.BlockEndToken):
            if self._blocks and self._blocks[-1].indentless:
                self._blocks.pop()
            if self._blocks:
                self._blocks.pop()
        elif isinstance(token, tokens.BlockEntryToken):
            top = self._blocks[-1] if self._blocks else None
            if isinstance(before, tokens.ValueToken) and top is not None and top.old == column and not top.indentless:
                self._blocks.append(_Block(column, top.new + STEP, indentless=True))
        elif isinstance(token, tokens.KeyToken) and not self._flow and self._blocks and self._blocks[-1].indentless:
            self._blocks.pop()

    def _written(self, token: Any) -> str | None:
        start, end = token.start_mark.index, token.end_mark.index
        if isinstance(token, _SILENT):
            return None
        if isinstance(token, tokens.KeyToken):
            if self._text[start : start + 1] == "?" and end > start:
                raise NotLaidOut(token.start_mark.line + 1, "keys with `?` are not part of the language")
            return None
        if isinstance(token, tokens.DocumentStartToken | tokens.DocumentEndToken | tokens.DirectiveToken):
            raise NotLaidOut(token.start_mark.line + 1, "a file is one document, without marks and directives")
        if isinstance(token, tokens.AnchorToken | tokens.AliasToken | tokens.TagToken):
            raise NotLaidOut(token.start_mark.line + 1, "anchors, aliases and tags are not part of the language")
        return self._text[start:end]

    def _gap(self, token: Any) -> None:
        """What stands between the last token and this: a comment behind it, empty lines, comment lines."""
        between = self._text[self._end : token.start_mark.index]
        first, *rest = between.split("\n")
        self._behind(first)
        if rest:
            self._break()
            self._between(rest[:-1], token.start_mark.column, self._indent(token))

    def _behind(self, words: str) -> None:
        comment = words.strip()
        if comment:
            self._line += ("  " if self._line.strip() else "") + _comment(comment)

    def _between(self, lines: list[str], column: int, indent: int) -> None:
        for line in lines:
            stripped = line.strip()
            if not stripped:
                self._empty()
                continue
            at = len(line) - len(line.lstrip())
            self._lines.append(" " * self._comment_indent(at, column, indent) + _comment(stripped))

    def _comment_indent(self, at: int, column: int, indent: int) -> int:
        """A comment stands with what follows, unless it was written further in: then with what it was written with.

        Between brackets all lines stand alike.
        """
        if self._flow or at <= column or isinstance(self._last, tokens.ValueToken | tokens.BlockEntryToken):
            return indent
        return next((new for old, new in reversed(self._open) if old <= at), indent)

    def _break(self) -> None:
        if not self._line and not self._lines and not self._is_raw:
            return
        self._lines.append(self._line if self._is_raw else self._line.rstrip())
        self._line = ""
        self._is_raw = False

    def _empty(self) -> None:
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def _indent(self, token: Any) -> int:
        if self._flow:
            return self._flow[-1] + STEP
        if not self._blocks:
            return 0
        top = self._blocks[-1]
        # A scalar or a bracket on a line of its own is the value of what stands above.
        begins = isinstance(token, tokens.BlockEntryToken) or token.start_mark.column <= top.old
        return top.new if begins else top.new + STEP

    def _put(self, token: Any, written: str) -> None:
        if not self._line:
            self._line = " " * self._indent(token)
        elif self._wants_space(token) and not self._line.endswith(" "):
            self._line += " "
        if isinstance(token, _OPENING):
            self._flow.append(self._flow_base())
        elif isinstance(token, _CLOSING):
            self._flow.pop()
        self._end = token.end_mark.index
        if isinstance(token, tokens.ScalarToken) and token.style in ("|", ">"):
            self._block_scalar(written)
        elif "\n" in written:
            self._several_lines(written)
        else:
            self._line += written
        self._open = [(block.old, block.new) for block in self._blocks]

    def _flow_base(self) -> int:
        """The column that a flow collection over several lines hangs on: of its key, or of what follows the dash."""
        line = self._line
        indent = len(line) - len(line.lstrip())
        while line[indent:].startswith("- "):
            indent += STEP
        return indent

    def _wants_space(self, token: Any) -> bool:
        if isinstance(token, tokens.ValueToken | tokens.FlowEntryToken | _CLOSING):
            return False
        return not isinstance(self._last, _OPENING)

    def _several_lines(self, written: str) -> None:
        """A plain or quoted scalar over several lines: blanks around its breaks mean nothing."""
        first, *rest = written.split("\n")
        indent = (self._flow[-1] if self._flow else self._blocks[-1].new if self._blocks else 0) + STEP
        self._line += first.rstrip()
        for line in rest:
            self._break()
            # A quoted scalar's empty lines are line feeds; they stay.
            self._line = " " * indent + line.strip() if line.strip() else ""

    def _block_scalar(self, written: str) -> None:
        """A literal or folded scalar: its lines move together."""
        header, _, body = written.partition("\n")
        mark, sign, comment = header.partition("#")
        lines = body.split("\n")
        if "+" not in mark:
            while lines and not lines[-1].strip():
                lines.pop()
        elif not lines[-1].strip():
            lines.pop()
        # Empty lines that are not kept are what stands between this and the next token.
        self._end -= len(written) - len("\n".join((header, *lines)))
        parent = self._blocks[-1] if self._blocks else _Block(0, 0)
        digit = next((int(letter) for letter in mark if letter.isdigit()), 0)
        filled = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip(" ")]
        old = parent.old + digit if digit else min(filled, default=0)
        new = parent.new + (digit or STEP)
        self._line += mark.rstrip() + (f"  {_comment(sign + comment)}" if sign else "")
        for line in lines:
            self._break()
            moved = line[old:]
            self._line = " " * new + moved if moved else ""
            self._is_raw = True

    def _finish(self) -> None:
        rest = self._text[self._end :].split("\n")
        self._behind(rest[0])
        if self._line:
            self._break()
        self._between(rest[1:], 0, 0)


def _comment(text: str) -> str:
    """``#x`` as ``# x``; rules of signs stay as they are."""
    inside = text[1:]
    return text if not inside or not inside[0].isalnum() else f"# {inside}"

"""String literals of programs and databases, as the text that they say.

The language is not known, so what tells languages apart is looked at where it
stands: whether quotes are doubled (SQL, Visual Basic, verbatim C#) or escaped
(C, Java, JSON), and what lies between two literals that a program puts together.
"""

from __future__ import annotations

import re
from typing import Final

MAX_BETWEEN: Final = 600
"""Two literals further apart than this many characters do not belong together."""

_ESCAPE = re.compile(r"\\(?:u+([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([0-7]{1,3})|(\r?\n)|(.)|$)", re.DOTALL)
_MEANT: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": "", "v": "", "a": "", "e": ""}
_DOUBLED = re.compile(r"""=\s*""[^"<>]*""")
_ESCAPED = re.compile(r"""\\["']|>\s*\\[nrt]|\\[nrt]\s*(?:<|\\)""")
_STOPS: Final = {quote: re.compile(rf"{quote}|\\") for quote in ("'", '"')}
_BETWEEN = re.compile(r"""//[^\n]*|/\*.*?\*/|["']""", re.DOTALL)
_INNER = re.compile(r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'""", re.DOTALL)
_OPERATOR = re.compile(r"\s*(?:\+|\.\s|&|\|\|)[^;]*\w")
_PREPROCESSOR = re.compile(r"^[ \t]*#.*$", re.MULTILINE)
_QUOTES = re.compile("[\"']")
_CALL = re.compile(r"(?:\.\s*)?[\w.$>-]*\w\s*\((?![^()]*\))")
_HEAD = re.compile(r"[\w.$>-]+\s*[+.]?=|\b(?:echo|print|puts|return)\b|<<|\b\w+\s*,")
_SIGNS = re.compile(r"[\s+.,&_|()\[\]\\;:@$#/*-]+")
_PREFIX = re.compile(r"(?:^|(?<=\W))(?:[LuUNErRbBfF]{1,2}|u8)$")


class Copy:
    """A text that is put together from pieces of another, and where each came from."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self.runs: list[tuple[int, int]] = []

    def add(self, at: int, text: str) -> None:
        """What is said at an offset of the other text."""
        if text:
            self.runs.append((self._length, at))
            self._pieces.append(text)
            self._length += len(text)

    def __len__(self) -> int:
        return self._length

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self._pieces)

    def ending(self, length: int) -> str:
        """The last characters, `length` of them or more."""
        found, size = [], 0
        for piece in reversed(self._pieces):
            found.append(piece)
            size += len(piece)
            if size >= length:
                break
        return "".join(reversed(found))


class Style:
    """How the literals of a text hold their quotes, told from a sample of it."""

    def __init__(self, quote: str, sample: str, *, is_verbatim: bool) -> None:
        self.quote = quote
        if quote == '"':
            self.has_doubled = is_verbatim or _DOUBLED.search(sample) is not None
            self.has_escapes = not self.has_doubled
        else:
            # In SQL a backslash is one, in JavaScript or MySQL's dumps it is none; both double the quote, or can.
            self.has_doubled = True
            self.has_escapes = _ESCAPED.search(sample) is not None


def read_literal(text: str, at: int, style: Style, into: Copy, limit: int) -> int | None:
    """Copy what the literal that opens at `at` says; the offset behind it, None when it does not end before `limit`."""
    quote = text[at]
    at += 1
    if text.startswith(quote, at) and not text.startswith(quote, at + 1):
        return at + 1
    stop = _STOPS[quote]
    while True:
        match = stop.search(text, at, limit)
        if match is None:
            into.add(at, text[at:limit])
            return None
        into.add(at, text[at : match.start()])
        at = match.start()
        if text[at] == quote:
            if not (style.has_doubled and text.startswith(quote, at + 1)):
                return at + 1
            into.add(at, quote)
            at += 2
        elif not style.has_escapes:
            into.add(at, "\\")
            at += 1
        else:
            escape = _ESCAPE.match(text, at)
            assert escape is not None  # any character may stand behind a backslash, and the end
            into.add(at, _meaning(escape))
            at = escape.end()


def _meaning(escape: re.Match[str]) -> str:
    long, short, octal, line, other = escape.groups()
    if long or short:
        return chr(int(long or short, 16))
    if octal:
        return chr(int(octal, 8)) if int(octal, 8) else ""
    if line or other is None:
        return ""
    found: str = _MEANT.get(other, other)
    return found


def next_literal(text: str, at: int, *, is_comment: bool) -> tuple[int, str] | None:
    """Where the next literal opens that is put behind the one that ended at `at`, and what a program computes between.

    None when nothing is. With `is_comment` the program itself is a comment, so that marks of comments mean nothing.
    """
    end = min(len(text), at + MAX_BETWEEN)
    said = ""
    begin = at
    depth = 0
    is_expression = False
    while (match := (_QUOTES if is_comment else _BETWEEN).search(text, begin, end)) is not None:
        said += text[begin : match.start()]
        begin = match.end()
        sign = match[0]
        if sign in ("'", '"'):
            is_expression = is_expression or _OPERATOR.match(said) is not None
            depth = said.count("(") + said.count("[") - said.count(")") - said.count("]") if is_expression else 0
            if depth <= 0:
                # What is in braces is another statement.
                return None if "{" in said or "}" in said else (match.start(), _computed(said))
            inner = _INNER.match(text, match.start(), end)
            if inner is None:
                return None
            said += inner[0]
            begin = inner.end()
    return None


def _computed(between: str) -> str:
    """The expression between two literals; empty when they only follow one another."""
    between = _PREPROCESSOR.sub("", _PREFIX.sub("", between))
    tail, *statements = between.split(";")
    if statements:
        statements[-1] = _HEAD.sub(" ", _CALL.sub(" ", statements[-1]))
    # A call that takes the next literal (`.append(`) is no expression, one with something in it is.
    said = [_CALL.sub(" ", tail), *statements]
    words = " ".join(" ".join(_SIGNS.sub(" ", part).split()) for part in said).strip()
    return " ".join(between.split()).strip("+.,&;| ") if words else ""

"""Documents in texts of another kind: fences of a page, literals of a program or a database, escaped markup.

What holds a document is told from the signs around it. A literal is read as
its language reads it, together with those that a program puts behind it; from
markup that is written with references the references are taken; anything
else (fences, here-documents, literals without escapes) is taken as it stands,
without the sign of comment or citation that every line begins with.
"""

from __future__ import annotations

import bisect
import html
import itertools
import re
from collections.abc import Sequence
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from swmgen.model import Span
from swmgen.read.ddf import encoded
from swmgen.read.ddf.literals import Copy, Style, next_literal, read_literal

MAX_DOCUMENTS: Final = 4_096
MAX_ENCODED: Final = 2
"""How many times a text may be base64."""
MAX_TRIED: Final = 16_384
"""Places that look like a document and are none; a text that has more of them speaks of nothing else."""
MAX_READ: Final = 4
"""How many times a text is read in literals that hold no document in the end, and what a small one may have more."""
_SMALL: Final = 500_000
_NAMES = r"(?:[A-Za-z_][\w.-]*:)?(?:MgmtTree|LWM2M)"
_MARKUP = r"(?:<[^<>]{0,200}>)*"
_OPENING = re.compile(
    rf"(?P<plain><|\\u003[cC]|\\x3[cC]){_NAMES}(?=[\s>\\/])|(?P<escaped>&lt;|&#60;|&#x3[cC];){_MARKUP}{_NAMES}(?![\w.-])"
)
_CLOSING = re.compile(rf"</{_NAMES}\s*>")
_BEGIN = re.compile(rf"<{_NAMES}(?=[\s>/])")
_NODE = re.compile(r"<(?:[\w.-]+:)?(?:Node|Object)[\s>]")
_LEAD_SIGN = re.compile(r"<\?|<!--|<!DOCTYPE")
_LEAD = re.compile(
    r"(?:<\?[^?]*\?>|<!--(?:[^-]|-(?!->))*-->|<!DOCTYPE[^\[\]<>]*(?:\[[^\]]*\][^\[\]<>]*)?>|\s|\\[nrt])*"
)
_LEAD_END = re.compile(r">(?:\s|\\[nrt])*\Z")
_BLANKS: Final = 400
"""Blanks that there may be between a prolog and the root element."""
_LONGEST_LEAD: Final = 8_000
_SAMPLE: Final = 20_000
_LINE_SIGN = re.compile(r"[ \t]*(?://+|#+|\*|>+|--|;+|\|)[ \t]?")
_REFERENCE = re.compile(r"<[^<>]*>|&(?:[A-Za-z]+|#\d+|#[xX][0-9A-Fa-f]+);")
_QUOTE = re.compile(r"""\\.|["']""", re.DOTALL)
_END = re.compile(rf"/{_MARKUP}{_NAMES}")
"""What an end looks like in every spelling, so that nothing is looked through that has none."""
_BEYOND: Final = 2_000
_TARGET = re.compile(
    r".*<(?:\w+:)?Target\s*>(?:\s|\\[nrt])*<(?:\w+:)?LocURI\s*>([^<>]*)<(?!.*</(?:\w+:)?(?:Item|Add|Replace)\s*>)",
    re.DOTALL,
)
_LONGEST_COMMAND: Final = 2_000
_NEAR: Final = 400
_TAIL: Final = 100
"""More characters than a closing tag has."""


class Excerpt(msgspec.Struct, frozen=True):
    """A document that stands in another text.

    `runs` says where its parts come from, as pairs of offsets in `text` and in
    the other text, in order. `computed` holds the offset and the expression of
    every part that a program computes, which is not in `text`. `target` is the
    LocURI of the SyncML command that the document stands in.
    """

    text: str
    runs: tuple[tuple[int, int], ...]
    computed: tuple[tuple[int, str], ...] = ()
    target: str | None = None


class Found(msgspec.Struct, frozen=True):
    """The documents in a text; where the first begins that has no end, and where one is only spoken of, or None."""

    documents: tuple[Excerpt, ...]
    endless: int | None = None
    mention: int | None = None


def is_spoken_of(text: str) -> bool:
    """Whether the tag of a root element stands in a text, in any spelling."""
    return _OPENING.search(text) is not None


def documents(text: str) -> Found:
    """All documents in a text, in its order; those without any node are only spoken of.

    Where there is none, those that stand in it as base64.
    """
    found = _written(text)
    return _encoded(text) if found == Found(()) else found


def _encoded(text: str, depth: int = MAX_ENCODED) -> Found:
    """The documents that stand in a text as base64, in a message that may stand so in another."""
    found: list[Excerpt] = []
    for copy in encoded.texts(text):
        inner = _written(copy.text)
        if inner == Found(()) and depth > 1:
            inner = _encoded(copy.text, depth - 1)
        for excerpt in inner.documents:
            runs = encoded.through(excerpt.runs, len(excerpt.text), copy.runs)
            found.append(replace(excerpt, runs=runs))
    return Found(tuple(found))


def _written(text: str) -> Found:
    """The documents that stand in a text in letters that can be read."""
    found: list[Excerpt] = []
    endless: int | None = None
    mention: int | None = None
    lexed = tried = 0
    is_spent = False
    quotes = _Quotes(text)
    closings = [match.end() for match in _CLOSING.finditer(text)]
    opening = _OPENING.search(text)
    end = _END.search(text)
    while opening is not None and len(found) < MAX_DOCUMENTS and not is_spent:
        while end is not None and end.start() < opening.end():
            end = _END.search(text, end.end())
        following = _OPENING.search(text, opening.end(), end.start() if end else len(text))
        made = None
        if end is not None and following is None:
            made = _document(text, opening, lexed, end.end() + _BEYOND, quotes, closings)
            tried += made is None
            is_spent = tried == MAX_TRIED or quotes.read > MAX_READ * len(text) + _SMALL
        if made is not None and _NODE.search(made[0].text):
            found.append(made[0])
        else:
            mention = opening.start() if mention is None else mention
            near = min(opening.end() + _NEAR, following.start() if following else len(text))
            if is_spent and endless is None:
                endless = opening.start()
            if made is None and endless is None and _NODE.search(text, opening.end(), near):
                endless = opening.start()
        lexed = lexed if made is None else made[1]
        opening = following or _OPENING.search(text, opening.end() if made is None else made[1])
    return Found(tuple(found), endless, mention)


def _document(
    text: str, opening: re.Match[str], lexed: int, limit: int, quotes: _Quotes, closings: Sequence[int]
) -> tuple[Excerpt, int] | None:
    """The document that opens here, and the offset behind it; None when it has no end before `limit`.

    Literals are looked for from `lexed` on.
    """
    if opening["escaped"]:
        made = _escaped(text, opening.start(), limit)
        quotes.read += limit - opening.start() if made is None else 0
        return made
    begin = _lead(text, opening.start(), lexed)
    target = _target(text[max(lexed, begin - _LONGEST_COMMAND) : begin])
    quote = quotes.around(begin, lexed)
    if quote is not None:
        made = _literals(text, quote, limit)
        quotes.read += limit - quote if made is None else 0
        if made is not None:
            return replace(made[0], target=made[0].target or target), made[1]
    if opening["plain"] != "<":
        return None
    closing = bisect.bisect_right(closings, opening.end())
    return _plain(text, begin, closings[closing], target) if closing < len(closings) else None


def _target(before: str) -> str | None:
    """The LocURI of the command that is open behind this text."""
    found = _TARGET.match(before)
    return None if found is None else found[1].strip() or None


def _lead(text: str, at: int, behind: int) -> int:
    """Where the declaration, the comments and the DOCTYPE in front of the root element begin."""
    window = max(behind, at - _LONGEST_LEAD)
    if not _LEAD_END.search(text, max(window, at - _BLANKS), at):
        return at
    reached = window
    for match in itertools.islice(_LEAD_SIGN.finditer(text, window, at), 64):
        place = match.start()
        if place < reached or (match[0] == "<!--" and text.find("-->", place, at) < 0):
            continue
        led = _LEAD.match(text, place, at)
        reached = place if led is None else led.end()
        if reached == at:
            return place
    return at


class _Quotes:
    """In which literals of a text something stands; what is known of a line is not looked for again.

    `read` counts characters of literals that were read for nothing.
    """

    def __init__(self, text: str) -> None:
        self.read = 0
        self._text = text
        self._line = -1
        self._known: list[tuple[int, int | None]] = []

    def around(self, at: int, behind: int) -> int | None:
        """Where the literal begins that holds what stands at `at`; None when none does."""
        text = self._text
        if text[max(at - 3, 0) : at] in ('"""', "'''") or re.search(r"r#+\"$", text[max(at - 8, 0) : at]):
            return None
        if at > behind and text[at - 1] in "\"'":
            return at - 1
        line = max(text.rfind("\n", 0, at) + 1, behind)
        if line != self._line:
            self._line, self._known = line, [(line, None)]
        begin, within = self._known[max(bisect.bisect_right(self._known, at, key=lambda known: known[0]) - 1, 0)]
        for match in _QUOTE.finditer(text, begin, at):
            sign, place = match[0], match.start()
            begin = match.end()
            if within is not None:
                within = None if sign == text[within] else within
            elif sign == '"' or (sign == "'" and not text[max(place - 1, line) : place].isalnum()):
                within = place
        # An escape that reaches over the place is read again.
        begin = max(begin, at if text[at - 1 : at] != "\\" else begin)
        if begin > self._known[-1][0]:
            self._known.append((begin, within))
        return within


def _literals(text: str, quote: int, limit: int) -> tuple[Excerpt, int] | None:
    """A document in a literal, and in those put behind it."""
    sample = text[quote : min(quote + _SAMPLE, limit - _BEYOND)]
    style = Style(text[quote], sample, is_verbatim=text[max(quote - 1, 0) : quote] == "@")
    line = text[text.rfind("\n", 0, quote) + 1 : quote]
    is_comment = "//" in line or line.lstrip().startswith(("*", "#", "--"))
    copy = Copy()
    computed: list[tuple[int, str]] = []
    at: int | None = quote
    while at is not None:
        before = len(copy)
        behind = read_literal(text, at, style, copy, limit)
        if _CLOSING.search(copy.ending(len(copy) - before + _TAIL)):
            return _cut(copy, computed, limit if behind is None else behind)
        if behind is None:
            return None
        following = next_literal(text, behind, is_comment=is_comment)
        if following is None:
            return None
        at, expression = following
        if expression:
            computed.append((len(copy), expression))
    return None


def _cut(copy: Copy, computed: list[tuple[int, str]], behind: int) -> tuple[Excerpt, int] | None:
    """The document without what else the literals say."""
    whole = copy.text
    closing = _CLOSING.search(whole)
    begins = [] if closing is None else list(_BEGIN.finditer(whole, 0, closing.start()))
    if closing is None or not begins:
        return None
    root = begins[-1]  # what begins before is only spoken of
    begin = _lead(whole, root.start(), 0)
    first = _run(copy.runs, begin)
    runs = tuple((max(here - begin, 0), there + max(begin - here, 0)) for here, there in copy.runs[first:])
    said = tuple((at - begin, expression) for at, expression in computed if begin < at < closing.end())
    target = _target(whole[max(begin - _LONGEST_COMMAND, 0) : begin])
    return Excerpt(whole[begin : closing.end()], runs, said, target), behind


def _run(runs: Sequence[tuple[int, int]], offset: int) -> int:
    """Which run an offset lies in."""
    return max(bisect.bisect_right(runs, offset, key=lambda run: run[0]) - 1, 0)


def _plain(text: str, begin: int, end: int, target: str | None) -> tuple[Excerpt, int]:
    """A document as it stands, up to the end of its closing tag."""
    line = text.rfind("\n", 0, begin) + 1
    sign = _LINE_SIGN.match(text, line, begin)
    copy = Copy()
    if sign is None or not sign[0].strip():
        copy.add(begin, text[begin:end])
        return Excerpt(copy.text, tuple(copy.runs), target=target), end
    at = begin
    while at < end:
        behind = text.find("\n", at, end) + 1 or end
        copy.add(at, text[at:behind])
        at = behind
        following = _LINE_SIGN.match(text, at, end)
        if following is not None and following[0].strip() == sign[0].strip():
            at = following.end()
    return Excerpt(copy.text, tuple(copy.runs), target=target), end


def _escaped(text: str, begin: int, limit: int) -> tuple[Excerpt, int] | None:
    """A document whose markup is written with references; markup around its words, as that of a highlighter, goes."""
    copy = Copy()
    at = begin
    for match in _REFERENCE.finditer(text, begin, limit):
        copy.add(at, text[at : match.start()])
        at = match.end()
        if not match[0].startswith("<"):
            copy.add(match.start(), html.unescape(match[0]))
            if match[0] in ("&gt;", "&#62;", "&#x3e;", "&#x3E;") and _CLOSING.search(copy.ending(_TAIL)):
                return _cut(copy, [], at)
    return None


class Places:
    """Where the places of an excerpt are in the text around it."""

    def __init__(self, excerpt: Excerpt, text: str) -> None:
        self._runs = excerpt.runs
        self._own = _line_starts(excerpt.text)
        self._outer = _line_starts(text)

    def outer(self, offset: int) -> int:
        """The offset in the text around for one in the excerpt."""
        here, there = self._runs[_run(self._runs, offset)]
        return there + offset - here

    def span(self, file: str, offset: int, width: int = 1) -> Span:
        """The place of an offset of the excerpt in the text around."""
        at = self.outer(offset)
        line = bisect.bisect_right(self._outer, at)
        column = at - self._outer[line - 1] + 1
        return Span(file, line, column, line, column + width)

    def moved(self, span: Span) -> Span:
        """A place in the excerpt as one in the text around."""
        line = min(span.line, len(self._own))
        return self.span(span.file, self._own[line - 1] + span.column - 1, max(span.end_column - span.column, 1))

    def relocated(self, value: Any) -> Any:
        """A tree, or a finding, with all its places moved."""
        if isinstance(value, Span):
            return self.moved(value)
        if isinstance(value, msgspec.Struct):
            pairs = [(name, getattr(value, name)) for name in value.__struct_fields__]
            changed = {name: new for name, old in pairs if (new := self.relocated(old)) is not old}
            return replace(value, **changed) if changed else value
        if isinstance(value, tuple):
            made = tuple([self.relocated(item) for item in value])
            return made if any(new is not old for new, old in zip(made, value, strict=True)) else value
        if isinstance(value, dict):
            return {key: self.relocated(item) for key, item in value.items()} if value else value
        return value


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]

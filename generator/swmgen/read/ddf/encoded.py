"""Texts that stand in another as base64: profiles of Hotspot 2.0 are a MIME message in base64, with the tree in base64 again."""

from __future__ import annotations

import base64
import bisect
import codecs
import re
from collections.abc import Iterator, Sequence
from typing import Final

from swmgen.read.ddf.literals import Copy

_LINE: Final = r"^[ \t]*[A-Za-z0-9+/]{%s}={0,2}[ \t]*\r?"
_BLOCK = re.compile(rf"(?:{_LINE % '16,'}(?:\n|\Z))+(?:{_LINE % '2,15'}$)?", re.MULTILINE)
_PIECE = re.compile(r"[A-Za-z0-9+/]+")
_SHORTEST: Final = 40
_TEXT: Final = re.compile("[<>&:\n]")
"""What is in any text that may hold a document."""


def is_begun(text: str) -> bool:
    """Whether a text begins as base64 does, with letters enough for a document."""
    return len(text) > _SHORTEST and _BLOCK.match(text.lstrip()) is not None


def texts(outer: str) -> Iterator[Copy]:
    """The texts that stand in a text as base64, each with where its lines came from."""
    for block in _BLOCK.finditer(outer):
        copy = Copy()
        decoder = codecs.getincrementaldecoder("utf-8")()
        letters = ""
        try:
            for piece in _PIECE.finditer(outer, block.start(), block.end()):
                letters += piece[0]
                whole = len(letters) // 4 * 4
                copy.add(piece.start(), decoder.decode(base64.b64decode(letters[:whole])))
                letters = letters[whole:]
            copy.add(block.end() - 1, decoder.decode(base64.b64decode(f"{letters}{'=' * (-len(letters) % 4)}"), True))
        except ValueError:
            continue
        if _TEXT.search(copy.text):
            yield copy


def through(
    inner: Sequence[tuple[int, int]], length: int, outer: Sequence[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    """Where parts come from that came from a text which itself came from another; `length` is that of all parts."""
    found: list[tuple[int, int]] = []
    ends = [here for here, _ in inner[1:]] + [length]
    for (here, there), end in zip(inner, ends, strict=True):
        at = max(bisect.bisect_right(outer, there, key=lambda run: run[0]) - 1, 0)
        begin, source = outer[at]
        found.append((here, source + there - begin))
        at += 1
        while at < len(outer) and outer[at][0] - there < end - here:
            found.append((here + outer[at][0] - there, outer[at][1]))
            at += 1
    return tuple(found)

"""Whole numbers as peers and files write them."""

from __future__ import annotations

import re
from typing import Final

MOST_DIGITS: Final = 18
"""Eighteen digits fit 64 bits."""
_DIGITS: Final = re.compile("[0-9]+")


def whole_number(text: str | None, most_digits: int = MOST_DIGITS) -> int | None:
    """The number that `text` is, written in at most so many of the digits 0 to 9; None for everything else.

    Python's own int() takes signs, spaces, underscores and the digits of every
    script too, and raises an error of its own for several thousand digits.
    """
    if text is None or len(text) > most_digits or not _DIGITS.fullmatch(text):
        return None
    return int(text)

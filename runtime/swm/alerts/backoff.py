"""How long a device waits before it tries again: exponential, with full jitter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

Draw = Callable[[int], int]
"""Gives a whole number from 0 to below its argument, each with the same probability."""

_DOUBLINGS: Final = 40


def ceiling_of(failures: int, initial: int, longest: int) -> int:
    """The longest wait after `failures` failures before this one: doubled each time, never above `longest`."""
    return min(longest, initial << min(failures, _DOUBLINGS))


def wait(failures: int, initial: int, longest: int, draw: Draw) -> int:
    """A part of the longest wait, drawn from all of it: devices that failed together do not come back together."""
    return draw(ceiling_of(failures, initial, longest) + 1)

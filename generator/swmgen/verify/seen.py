"""What a search remembers of the states it has seen."""

from __future__ import annotations

from typing import Any, Final, Protocol

import numpy as np

Ints = np.ndarray[Any, np.dtype[np.int64]]
BYTES: Final = 400_000_000
"""Up to so many states a byte is kept for each, which is faster than a bit."""


class Seen(Protocol):
    """A set of states."""

    def unseen(self, states: Ints) -> Ints:
        """Those of `states` that are not in the set."""

    def add(self, states: Ints) -> None:
        """Put `states`, each of which occurs once, into the set."""

    def count(self, first: int, beyond: int) -> int:
        """How many states from `first` to before `beyond` are in the set."""

    def missed(self, states: int) -> float:
        """How likely it is that a given state was taken for seen when it was not, with so many in the set."""


class Exact:
    """One byte or bit for each state there could be."""

    def __init__(self, total: int) -> None:
        self._packed = total > BYTES
        self._table = np.zeros(total // 8 + 1 if self._packed else total, dtype=np.uint8)

    def unseen(self, states: Ints) -> Ints:
        """Those of `states` that are not in the set."""
        if self._packed:
            found: Ints = states[(self._table[states >> 3] >> (states & 7).astype(np.uint8)) & 1 == 0]
            return found
        unseen: Ints = states[self._table[states] == 0]
        return unseen

    def add(self, states: Ints) -> None:
        """Put `states` into the set; they are sorted."""
        if not self._packed:
            self._table[states] = 1
            return
        _set_bits(self._table, states)

    def count(self, first: int, beyond: int) -> int:
        """How many states from `first` to before `beyond` are in the set."""
        if not self._packed:
            return int(np.count_nonzero(self._table[first:beyond]))
        bits = np.unpackbits(self._table[first >> 3 : (beyond >> 3) + 1], bitorder="little")
        return int(bits[first & 7 : (first & 7) + beyond - first].sum())

    def missed(self, states: int) -> float:
        """None is ever missed."""
        return 0.0


class Compact:
    """Three bits for each state in a table of 2**`power` bits: memory does not grow, and a few states may be missed."""

    def __init__(self, power: int) -> None:
        self._power = power
        self._table = np.zeros(1 << max(0, power - 3), dtype=np.uint8)

    def _places(self, states: Ints) -> tuple[Ints, Ints, Ints]:
        mixed = states.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
        first = (mixed >> np.uint64(64 - self._power)).astype(np.int64)
        step = (mixed & np.uint64((1 << self._power) - 1)).astype(np.int64) | 1
        mask = (1 << self._power) - 1
        return first, (first + step) & mask, (first + 2 * step) & mask

    def unseen(self, states: Ints) -> Ints:
        """Those of `states` that are not in the set."""
        there = np.ones(len(states), dtype=bool)
        for place in self._places(states):
            there &= (self._table[place >> 3] >> (place & 7).astype(np.uint8)) & 1 == 1
        return states[~there]

    def add(self, states: Ints) -> None:
        """Put `states` into the set."""
        for place in self._places(states):
            _set_bits(self._table, np.unique(place))

    def count(self, first: int, beyond: int) -> int:
        """A table of hashes cannot tell; the places that are no states are counted with the states."""
        return 0

    def missed(self, states: int) -> float:
        """How likely it is that a given state was taken for seen when it was not."""
        return float((1.0 - np.exp(-3.0 * states / (1 << self._power))) ** 3)


def _set_bits(table: np.ndarray[Any, np.dtype[np.uint8]], places: Ints) -> None:
    """Set the bits at `places`, which are sorted and differ."""
    if not len(places):
        return
    byte = places >> 3
    value = np.left_shift(np.uint8(1), (places & 7).astype(np.uint8)).astype(np.uint8)
    starts = np.flatnonzero(np.concatenate(([True], byte[1:] != byte[:-1])))
    table[byte[starts]] |= np.bitwise_or.reduceat(value, starts)

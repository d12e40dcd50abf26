"""Which sessions a server begins, and when those it cannot begin yet may come again: reserved slots for Retry-After.

Pure state: times come in. At most `rate` sessions begin in one second. A device
that is refused gets a slot of its own in the first second that still has one,
and that slot is kept for it: others cannot take it, so that a crowd is served
in the order in which it came and nobody starves. Nothing survives a restart;
devices that come then ask anew.
"""

from __future__ import annotations

from collections import deque
from typing import Final


class Admission:
    """At most `rate` beginning sessions a second, and slots for the others up to `horizon` seconds ahead.

    A slot may be used `patience` seconds late: Retry-After has whole seconds and
    networks have delays. Who finds no slot within the horizon is told to come
    back behind it, without a slot. So at most rate * horizon slots are kept.
    """

    def __init__(self, rate: int, *, horizon: int = 3600, patience: int = 2) -> None:
        if rate < 1 or horizon < 1 or patience < 0:
            raise ValueError("rate and horizon are at least 1, patience at least 0")
        self._rate: Final = rate
        self._horizon: Final = horizon
        self._patience: Final = patience
        self._second = -1
        self._begun = 0
        self._next = 0
        self._opens = 0
        self._slots: dict[int, int] = {}
        self._held: dict[str, deque[int]] = {}

    def wait(self, who: str, now: float) -> int:
        """0 when the session of `who` may begin at `now`, in seconds; else what Retry-After says, a slot being kept."""
        second = int(now)
        self._move_to(second)
        if (
            second >= self._opens
            and self._begun < self._rate
            and (self._uses_slot(who, second) or self._begun + self._expected(second) < self._rate)
        ):
            self._begun += 1
            return 0
        return self._reserve(who, second) - second

    def close(self, until: int) -> None:
        """No session begins before second `until`; who comes before it gets a slot from then on."""
        self._opens = until
        self._next = max(self._next, until)

    @property
    def kept(self) -> int:
        """Slots that are kept."""
        return sum(self._slots.values())

    def _move_to(self, second: int) -> None:
        if second == self._second:
            return
        self._second, self._begun = second, 0
        late = second - self._patience
        for slot in [slot for slot in self._slots if slot < late]:
            del self._slots[slot]
        if len(self._held) > self._rate * self._horizon:
            self._held = {who: slots for who, slots in self._held.items() if slots[-1] >= late}

    def _expected(self, second: int) -> int:
        """Slots that may still be used in this second."""
        return sum(self._slots.get(slot, 0) for slot in range(second - self._patience, second + 1))

    def _uses_slot(self, who: str, second: int) -> bool:
        """Whether `who` comes in its slot, which is then used up."""
        held = self._held.get(who)
        while held and held[0] < second - self._patience:
            held.popleft()
        if not held:
            self._held.pop(who, None)
            return False
        if held[0] > second:
            return False
        slot = held.popleft()
        if not held:
            del self._held[who]
        self._slots[slot] -= 1
        if not self._slots[slot]:
            del self._slots[slot]
        return True

    def _reserve(self, who: str, second: int) -> int:
        slot = max(self._next, second + 1)
        while self._slots.get(slot, 0) >= self._rate:
            slot += 1
        if slot > second + self._horizon:
            return second + self._horizon + 1
        self._next = slot
        self._slots[slot] = self._slots.get(slot, 0) + 1
        self._held.setdefault(who, deque()).append(slot)
        return slot

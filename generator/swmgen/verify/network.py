"""Everything but the device: messages under way, alerts that wait for an answer, and what may still go wrong.

Messages under way have no order (the network delays and reorders), so what is under way is a bag. A final alert is
stored by the device, sent, and deleted when the server's answer comes; an answer or an alert that is lost makes the
device send it again. What this all can be is enumerated and numbered; the numbers are one half of a state.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec
import numpy as np

from swmgen.model import Size
from swmgen.verify.messages import Message

Ints = np.ndarray[Any, np.dtype[np.int64]]

NOBODY, NEEDS_DEVICE = 0, 1


class Around(msgspec.Struct, frozen=True):
    """One state of what is around the device.

    `down` are the numbers of messages on their way to it, `up` servers whose final alert is on its way, `stored` how
    many alerts wait for each server's answer; then what may still happen.
    """

    down: tuple[int, ...] = ()
    up: tuple[int, ...] = ()
    stored: tuple[int, ...] = ()
    losses: int = 0
    duplicates: int = 0
    cuts: int = 0
    attacks: int = 0


class Move(msgspec.Struct, frozen=True):
    """A move that the device has no part in, but for having power where `who` says so."""

    target: Around
    who: int
    what: str


class Network:
    """All states around the device, and all moves between them."""

    def __init__(self, size: Size, messages: Sequence[Message]) -> None:
        self.size = size
        self.messages = tuple(messages)
        self.servers = size.servers + size.older_servers
        self._upper = list(self._uppers())
        self._downs = [
            bag
            for n in range(size.messages + 1)
            for bag in itertools.combinations_with_replacement(range(len(messages)), n)
        ]
        self._budgets = list(
            itertools.product(*(range(n + 1) for n in (size.losses, size.duplicates, size.power_cuts, size.attacks)))
        )
        self._down_numbers = {bag: number for number, bag in enumerate(self._downs)}
        self._upper_numbers = {entry: number for number, entry in enumerate(self._upper)}
        self._budget_numbers = {entry: number for number, entry in enumerate(self._budgets)}
        self.count: Final = len(self._downs) * len(self._upper) * len(self._budgets)

    @property
    def initial(self) -> int:
        """Nothing under way, and everything may still happen."""
        size = self.size
        return self.number(
            Around((), (), (0,) * self.servers, size.losses, size.duplicates, size.power_cuts, size.attacks)
        )

    def number(self, at: Around) -> int:
        """The number of a state."""
        down = self._down_numbers[at.down]
        upper = self._upper_numbers[(at.up, at.stored)]
        budget = self._budget_numbers[(at.losses, at.duplicates, at.cuts, at.attacks)]
        return (down * len(self._upper) + upper) * len(self._budgets) + budget

    def state(self, number: int) -> Around:
        """The state of that number."""
        rest, budget = divmod(number, len(self._budgets))
        down, upper = divmod(rest, len(self._upper))
        losses, duplicates, cuts, attacks = self._budgets[budget]
        up, stored = self._upper[upper]
        return Around(self._downs[down], up, stored, losses, duplicates, cuts, attacks)

    def _uppers(self) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
        """Alerts under way are copies of alerts that are stored."""
        for stored in itertools.product(range(self.size.alerts + 1), repeat=self.servers):
            if sum(stored) > self.size.alerts:
                continue
            senders = [server for server, count in enumerate(stored, 1) if count]
            for n in range(self.size.messages + 1):
                for up in itertools.combinations_with_replacement(senders, n):
                    yield up, stored

    # moves --------------------------------------------------------------------------------------------------------

    def moves(self, at: Around) -> Iterator[Move]:
        """What servers, the network and the attacker may do, and what they do with the device."""
        yield from self._sent(at)
        yield from self._disturbed(at)
        yield from self._answered(at)

    def _sent(self, at: Around) -> Iterator[Move]:
        if len(at.down) >= self.size.messages:
            return
        for number, message in enumerate(self.messages):
            if message.is_genuine:
                yield Move(_with(at, down=_added(at.down, number)), NOBODY, f"sends {number}")
            elif at.attacks:
                yield Move(_with(at, down=_added(at.down, number), attacks=at.attacks - 1), NOBODY, f"puts in {number}")

    def _disturbed(self, at: Around) -> Iterator[Move]:
        room = len(at.down) < self.size.messages
        for number in dict.fromkeys(at.down):
            without = _removed(at.down, number)
            if at.losses:
                yield Move(_with(at, down=without, losses=at.losses - 1), NOBODY, f"loses {number}")
            if at.duplicates and room:
                yield Move(
                    _with(at, down=_added(at.down, number), duplicates=at.duplicates - 1), NOBODY, f"doubles {number}"
                )
            if at.attacks and self.messages[number].is_genuine:
                for other, message in enumerate(self.messages):
                    if not message.is_genuine:
                        yield Move(
                            _with(at, down=_added(without, other), attacks=at.attacks - 1),
                            NOBODY,
                            f"alters {number} to {other}",
                        )
        for server in dict.fromkeys(at.up):
            if at.losses:
                yield Move(
                    _with(at, up=_removed(at.up, server), losses=at.losses - 1), NOBODY, f"loses the alert to {server}"
                )
            if at.duplicates and len(at.up) < self.size.messages:
                yield Move(
                    _with(at, up=_added(at.up, server), duplicates=at.duplicates - 1),
                    NOBODY,
                    f"doubles the alert to {server}",
                )

    def _answered(self, at: Around) -> Iterator[Move]:
        for server, stored in enumerate(at.stored, 1):
            if stored and server not in at.up and len(at.up) < self.size.messages:
                yield Move(_with(at, up=_added(at.up, server)), NEEDS_DEVICE, f"sends the alert to {server}")
            if server in at.up:
                fewer = tuple(n - 1 if other == server else n for other, n in enumerate(at.stored, 1))
                # What is left under way is a copy of the alert that has been answered: the server knows its number.
                left = tuple(other for other in at.up if other != server)
                yield Move(_with(at, up=left, stored=fewer), NEEDS_DEVICE, f"answers the alert of {server}")

    def with_alert(self, at: Around, server: int) -> Around:
        """A final alert is stored; beyond the room there is, which a sound device never needs, none is counted."""
        if sum(at.stored) >= self.size.alerts:
            return at
        return _with(at, stored=tuple(n + 1 if other == server else n for other, n in enumerate(at.stored, 1)))

    def is_full(self, at: Around) -> bool:
        """Whether there is no room for the alert of another order."""
        return sum(at.stored) >= self.size.alerts


def _with(state: Around, **changes: object) -> Around:
    return msgspec.structs.replace(state, **changes)


def _added(bag: tuple[int, ...], entry: int) -> tuple[int, ...]:
    return tuple(sorted((*bag, entry)))


def _removed(bag: tuple[int, ...], entry: int) -> tuple[int, ...]:
    at = bag.index(entry)
    return bag[:at] + bag[at + 1 :]


class Tables(msgspec.Struct, frozen=True):
    """The network as arrays over its numbered states.

    `free` and `joint` are moves without and with need of the device's power: where each state's begin, and targets.
    `taken[i]` is the number of the i-th distinct message under way, -1 for none, and `left[i]` the state without it.
    `stored[s]` is the state after an alert for server s was stored, `full` whether there is room for none, `cut` the
    state after a power cut, -1 when there is none to come.
    """

    free: tuple[Ints, Ints]
    joint: tuple[Ints, Ints]
    taken: tuple[Ints, ...]
    left: tuple[Ints, ...]
    stored: tuple[Ints, ...]
    full: np.ndarray[Any, np.dtype[np.bool_]]
    cut: Ints


def tables(network: Network) -> Tables:
    """The tables of a network."""
    free: list[list[int]] = []
    joint: list[list[int]] = []
    slots = network.size.messages
    taken = np.full((slots, network.count), -1, dtype=np.int64)
    left = np.zeros((slots, network.count), dtype=np.int64)
    stored = np.zeros((network.servers + 1, network.count), dtype=np.int64)
    full = np.zeros(network.count, dtype=bool)
    cut = np.full(network.count, -1, dtype=np.int64)
    for number in range(network.count):
        at = network.state(number)
        moves = list(network.moves(at))
        free.append(sorted({network.number(move.target) for move in moves if move.who == NOBODY}))
        joint.append(sorted({network.number(move.target) for move in moves if move.who == NEEDS_DEVICE}))
        for slot, message in enumerate(dict.fromkeys(at.down)):
            taken[slot, number] = message
            left[slot, number] = network.number(_with(at, down=_removed(at.down, message)))
        stored[0, number] = number
        for server in range(1, network.servers + 1):
            stored[server, number] = network.number(network.with_alert(at, server))
        full[number] = network.is_full(at)
        if at.cuts:
            cut[number] = network.number(_with(at, cuts=at.cuts - 1))
    return Tables(_rows(free), _rows(joint), tuple(taken), tuple(left), tuple(stored), full, cut)


def _rows(lists: list[list[int]]) -> tuple[Ints, Ints]:
    starts = np.zeros(len(lists) + 1, dtype=np.int64)
    starts[1:] = np.cumsum([len(entry) for entry in lists])
    return starts, np.array([target for entry in lists for target in entry], dtype=np.int64)

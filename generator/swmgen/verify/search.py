"""All reachable states of device and network together, level by level from the first.

A state is one number: device * (states around it) + around. A frontier is an array of such numbers; all steps of a
whole frontier are made at once by looking up tables, and a bitmap remembers what was seen. Levels are complete before
the next begins, so the first time a property is found broken is on a shortest way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import msgspec
import numpy as np

from swmgen.verify.device import CUT, INTERNAL
from swmgen.verify.graph import Graph, Ints
from swmgen.verify.network import Network, Tables
from swmgen.verify.seen import Seen

CHUNK: Final = 1 << 17


class TooMany(Exception):
    """More states than allowed; what was searched until then is not all."""


class Result(msgspec.Struct, frozen=True):
    """What a search found: how many states on how many levels, and for each broken property the first state that breaks it."""

    states: int
    levels: int
    broken: dict[int, int]
    missed: float = 0.0


class _Rows(msgspec.Struct, frozen=True):
    """Edges of the device of one kind, by the state they leave."""

    starts: Ints
    target: Ints
    alerts: Ints
    owes: Ints


class Product:
    """The steps of device and network together."""

    def __init__(self, graph: Graph, network: Network, around: Tables) -> None:
        self.graph = graph
        self.network = network
        self.around = around
        self.size = network.count
        self.total = graph.count * network.count
        self._internal = self._rows(graph.kind == INTERNAL, graph.source, graph.count)
        messages = len(network.messages)
        taking = graph.kind >= 0
        self._taking = self._rows(taking, graph.source * messages + np.maximum(graph.kind, 0), graph.count * messages)
        self._cut = np.full(graph.count, -1, dtype=np.int64)
        cuts = graph.kind == CUT
        self._cut[graph.source[cuts]] = graph.target[cuts]
        self._messages = messages

    def _rows(self, chosen: np.ndarray[Any, Any], key: Ints, count: int) -> _Rows:
        order = np.argsort(key[chosen], kind="stable")
        starts = np.zeros(count + 1, dtype=np.int64)
        starts[1:] = np.cumsum(np.bincount(key[chosen], minlength=count))
        graph = self.graph
        return _Rows(starts, graph.target[chosen][order], graph.alerts[chosen][order], graph.owes[chosen][order])

    @property
    def initial(self) -> Ints:
        """Where everything begins."""
        return self.graph.initial * self.size + self.network.initial

    def after(self, frontier: Ints) -> Iterator[Ints]:
        """All states one step after those of a frontier, in several arrays, with repetitions."""
        device, around = np.divmod(frontier, self.size)
        row = device * self.size
        repeat, target = _expand(self.around.free, around)
        yield row[repeat] + target
        on = self.graph.on[device]
        chosen = np.flatnonzero(on)
        repeat, target = _expand(self.around.joint, around[chosen])
        yield row[chosen][repeat] + target
        yield self._stepped(self._internal, device, around)
        for taken, left in zip(self.around.taken, self.around.left, strict=True):
            yield from self._took(device, around, taken, left)
        yield from self._lost_power(device, around)

    def _stepped(self, rows: _Rows, key: Ints, around: Ints, device: Ints | None = None) -> Ints:
        """The targets of the edges in `rows` of each `key`; with `device` those that owe wait for room."""
        begin = rows.starts[key]
        counts = rows.starts[key + 1] - begin
        repeat = np.repeat(np.arange(len(key)), counts)
        edge = np.arange(len(repeat)) - np.repeat(np.cumsum(counts) - counts, counts) + begin[repeat]
        there = around[repeat]
        target, alerts = rows.target[edge], rows.alerts[edge]
        if device is not None:
            # No room for the alert of a new order: it is refused with 420, and nothing changes.
            refused = (rows.owes[edge] == 1) & self.around.full[there]
            target = np.where(refused, device[repeat], target)
            alerts = np.where(refused, 0, alerts)
        return np.asarray(target * self.size + self._stored[alerts, there])

    @property
    def _stored(self) -> Ints:
        found = self.__dict__.get("_stored_table")
        if found is None:
            found = self.__dict__["_stored_table"] = np.stack(self.around.stored)
        return np.asarray(found)

    def _took(self, device: Ints, around: Ints, taken: Ints, left: Ints) -> Iterator[Ints]:
        message = taken[around]
        has = np.flatnonzero(message >= 0)
        if len(has):
            own, there = device[has], left[around[has]]
            yield self._stepped(self._taking, own * self._messages + message[has], there, own)

    def _lost_power(self, device: Ints, around: Ints) -> Iterator[Ints]:
        off, there = self._cut[device], self.around.cut[around]
        chosen = np.flatnonzero((off >= 0) & (there >= 0))
        if not len(chosen):
            return
        off, there = off[chosen], there[chosen]
        yield off * self.size + there
        for taken, left in zip(self.around.taken, self.around.left, strict=True):
            # Power fails when a message was read and before anything was journalled: it is gone without effect.
            has = np.flatnonzero(taken[there] >= 0)
            if len(has):
                yield off[has] * self.size + left[there[has]]


def _expand(rows: tuple[Ints, Ints], key: Ints) -> tuple[Ints, Ints]:
    starts, targets = rows
    begin = starts[key]
    counts = starts[key + 1] - begin
    repeat = np.repeat(np.arange(len(key)), counts)
    edge = np.arange(len(repeat)) - np.repeat(np.cumsum(counts) - counts, counts) + begin[repeat]
    return repeat, targets[edge]


def search(
    product: Product,
    seen: Seen,
    *,
    jobs: int = 1,
    most: int | None = None,
    progress: Callable[[int, int], None] = lambda states, level: None,
) -> Result:
    """Every reachable state, or TooMany. `progress` is told how many states were seen, and the level."""
    broken: dict[int, int] = {}
    level = 0
    states = 0
    with ThreadPoolExecutor(jobs) as threads:
        frontier = np.unique(product.initial)
        seen.add(frontier)
        while len(frontier):
            states += len(frontier)
            _note(product, frontier, broken)
            progress(states, level)
            if most is not None and states > most:
                raise TooMany(f"more than {most} states")
            frontier = next_level(product, seen, frontier, threads if jobs > 1 else None)
            level += 1
    sound = states - _unsound(product, seen, broken)
    return Result(sound, level, broken, seen.missed(states))


def next_level(product: Product, seen: Seen, frontier: Ints, threads: ThreadPoolExecutor | None = None) -> Ints:
    """The states one step after `frontier` that were not seen before; they are now."""
    found: list[Ints] = []
    chunks = [frontier[at : at + CHUNK] for at in range(0, len(frontier), CHUNK)]

    def fresh(chunk: Ints) -> list[Ints]:
        return [_unique(seen.unseen(states)) for states in product.after(chunk)]

    made = threads.map(fresh, chunks) if threads is not None else map(fresh, chunks)
    for arrays in made:
        for states in arrays:
            new = seen.unseen(states)
            if len(new):
                seen.add(new)
                found.append(new)
    return np.concatenate(found) if found else np.empty(0, dtype=np.int64)


def _unique(states: Ints) -> Ints:
    if len(states) < 2:
        return states
    states.sort()
    keep = np.empty(len(states), dtype=bool)
    keep[0] = True
    np.not_equal(states[1:], states[:-1], out=keep[1:])
    return states[keep]


def _note(product: Product, frontier: Ints, broken: dict[int, int]) -> None:
    if len(product.graph.broken) == 1:
        return
    found = product.graph.broken_in[frontier // product.size]
    for place in np.unique(found).tolist():
        first = [number for number in product.graph.broken[place] if number not in broken]
        if first:
            where = int(frontier[found == place].min())
            broken.update(dict.fromkeys(first, where))


def _unsound(product: Product, seen: Seen, broken: dict[int, int]) -> int:
    """The places that only say that a property is broken are no states."""
    if not broken:
        return 0
    return seen.count(product.graph.sound * product.size, product.total)


def way_to(product: Product, goal: int, seen: Seen) -> Sequence[int]:
    """A shortest way from the beginning to `goal`: searched again, keeping every level, then walked back."""
    levels = [np.unique(product.initial)]
    seen.add(levels[0])
    while goal not in levels[-1]:
        levels.append(next_level(product, seen, levels[-1]))
        if not len(levels[-1]):
            raise LookupError("there is no way to this state")
    way = [goal]
    for level in reversed(levels[:-1]):
        way.append(_before(product, np.sort(level), way[-1]))
    return way[::-1]


def _before(product: Product, level: Ints, goal: int) -> int:
    """A state of `level` with a step to `goal`: the level is halved until one is left."""
    while len(level) > 1:
        half = level[: len(level) // 2]
        leads = any(
            bool((states == goal).any())
            for at in range(0, len(half), CHUNK)
            for states in product.after(half[at : at + CHUNK])
        )
        level = half if leads else level[len(level) // 2 :]
    return int(level[0])

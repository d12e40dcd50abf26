"""Places boxes in layers and leads lines between them: pure geometry, nothing of state machines.

The classical way in four steps (Sugiyama, Tagawa, Toda 1981). Lines that run
against the flow are turned round for the layout. Boxes get layers so that
every line runs down. Every line gets a place of its own in each layer it
passes, one of them as wide as its label. Layers are ordered for few crossings,
then places get coordinates by least squares under fixed distances (pooling
adjacent violators), which is exact for one layer given its neighbours.

Because each line has its own places, no line crosses a box or a label, and no
label touches another: all bending happens between layers.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from msgspec import Struct

GAP: Final = 14
PORT: Final = 13
SWEEPS: Final = 10
ALIGNMENTS: Final = 12
STRAIGHT: Final = 6.0
"""How much more a line's own places pull at each other than at boxes."""


class Box(Struct, frozen=True):
    """Something to be placed. `beside` is kept free to its right, for what is drawn there."""

    width: int
    height: int
    beside: int = 0


class Line(Struct, frozen=True):
    """A line from one box to another (not the same), by their numbers, with the size of its label."""

    source: int
    target: int
    label_width: int
    label_height: int


class Rect(Struct, frozen=True):
    """A rectangle in whole pixels."""

    x: int
    y: int
    width: int
    height: int


class Route(Struct, frozen=True):
    """How a line runs: vertical stretches ``(x, from y, to y)`` from source to target, and its label's place."""

    stretches: tuple[tuple[int, int, int], ...]
    label: Rect


class _Place(Struct):
    """A box, or a line's place in one layer. `left` and `right` are its reach from its x."""

    left: int
    right: int
    height: int
    above: list[int] = []
    below: list[int] = []
    is_box: bool = False
    x: float = 0.0


class Layout(Struct, frozen=True):
    """Where everything is. Boxes and routes in the order they were given."""

    boxes: tuple[Rect, ...]
    routes: tuple[Route, ...]


def lay_out(boxes: Sequence[Box], lines: Sequence[Line], first: int) -> Layout:
    """Places for `boxes`, the one numbered `first` on top, and routes for `lines`."""
    turned = _against_the_flow(len(boxes), lines, first)
    layers_of = _layers(len(boxes), lines, turned)
    ports = [[0, 0] for _ in boxes]
    for number, line in enumerate(lines):
        upper, lower = _ends(line, turned[number])
        ports[upper][1] += 1
        ports[lower][0] += 1
    widths = [max(box.width, PORT * (max(ports[at]) + 1)) for at, box in enumerate(boxes)]
    places = [
        _Place(widths[at] // 2, widths[at] - widths[at] // 2 + box.beside, box.height, is_box=True)
        for at, box in enumerate(boxes)
    ]
    layers: list[list[int]] = [[] for _ in range(2 * max(layers_of, default=0) + 1)]
    for at in range(len(boxes)):
        layers[2 * layers_of[at]].append(at)
    chains = [_chain(line, turned[number], layers_of, places, layers) for number, line in enumerate(lines)]
    _order(layers, places)
    _align(layers, places)
    return _measure(boxes, widths, lines, turned, layers_of, layers, places, chains)


def _ends(line: Line, turned: bool) -> tuple[int, int]:
    return (line.target, line.source) if turned else (line.source, line.target)


def _against_the_flow(count: int, lines: Sequence[Line], first: int) -> list[bool]:
    """Which lines close a circle when walked from `first` in depth; those into `first` always run up."""
    leaving: list[list[int]] = [[] for _ in range(count)]
    for number, line in enumerate(lines):
        leaving[line.source].append(number)
    turned = [line.target == first for line in lines]
    colour = [0] * count
    for start in (first, *range(count)):
        if colour[start]:
            continue
        colour[start] = 1
        path = [(start, iter(leaving[start]))]
        while path:
            at, rest = path[-1]
            number = next(rest, -1)
            if number < 0:
                colour[at] = 2
                path.pop()
                continue
            target = lines[number].target
            if colour[target] == 1:
                turned[number] = True
            elif colour[target] == 0:
                colour[target] = 1
                path.append((target, iter(leaving[target])))
    return turned


def _layers(count: int, lines: Sequence[Line], turned: Sequence[bool]) -> list[int]:
    """The longest way down to each box; a box that nothing leads to stands just above the first it leads to."""
    waiting = [0] * count
    below: list[list[int]] = [[] for _ in range(count)]
    for number, line in enumerate(lines):
        upper, lower = _ends(line, turned[number])
        below[upper].append(lower)
        waiting[lower] += 1
    layer = [0] * count
    ready = [at for at in range(count) if waiting[at] == 0]
    while ready:
        at = ready.pop()
        for lower in below[at]:
            layer[lower] = max(layer[lower], layer[at] + 1)
            waiting[lower] -= 1
            if waiting[lower] == 0:
                ready.append(lower)
    led_to = {_ends(line, turned[number])[1] for number, line in enumerate(lines)}
    for at in range(count):
        if at not in led_to and below[at]:
            layer[at] = min(layer[lower] for lower in below[at]) - 1
    return layer


def _chain(
    line: Line, turned: bool, layers_of: Sequence[int], places: list[_Place], layers: list[list[int]]
) -> list[int]:
    """The line's places from its upper to its lower end; the one nearest to its source holds the label."""
    upper, lower = _ends(line, turned)
    top, bottom = 2 * layers_of[upper], 2 * layers_of[lower]
    chain = []
    last = upper
    for layer in range(top + 1, bottom):
        labelled = layer == (bottom - 1 if turned else top + 1)
        place = _Place(4, line.label_width + 8, line.label_height) if labelled else _Place(2, 2, 0)
        at = len(places)
        places.append(place)
        layers[layer].append(at)
        chain.append(at)
        place.above.append(last)
        places[last].below.append(at)
        last = at
    places[lower].above.append(last)
    places[last].below.append(lower)
    return chain


def _order(layers: list[list[int]], places: list[_Place]) -> None:
    """Order each layer by the middle of what it hangs on, down and up; the order with the fewest crossings stays."""
    position = [0] * len(places)
    for layer in layers:
        for index, at in enumerate(layer):
            position[at] = index
    best = [list(layer) for layer in layers]
    fewest = _all_crossings(layers, places, position)
    for sweep in range(SWEEPS):
        if fewest == 0:
            break
        down = sweep % 2 == 0
        for layer in layers if down else reversed(layers):
            middle = {
                at: _middle(places[at].above if down else places[at].below, position, position[at]) for at in layer
            }
            layer.sort(key=lambda at: (middle[at], position[at]))
            for index, at in enumerate(layer):
                position[at] = index
        found = _all_crossings(layers, places, position)
        if found < fewest:
            fewest, best = found, [list(layer) for layer in layers]
    layers[:] = best


def _middle(neighbours: Sequence[int], position: Sequence[int], own: int) -> float:
    return sum(position[at] for at in neighbours) / len(neighbours) if neighbours else float(own)


def _all_crossings(layers: Sequence[Sequence[int]], places: Sequence[_Place], position: Sequence[int]) -> int:
    crossings = 0
    for layer in layers:
        ends: list[int] = []
        for at in layer:
            targets = sorted(position[other] for other in places[at].below)
            crossings += sum(len(ends) - bisect_right(ends, target) for target in targets)
            for target in targets:
                insort(ends, target)
    return crossings


def _align(layers: Sequence[Sequence[int]], places: list[_Place]) -> None:
    """x of every place: near what it hangs on, in the order of its layer, far enough from its neighbours."""
    for layer in layers:
        x = 0.0
        for at in layer:
            places[at].x = x + places[at].left
            x = places[at].x + places[at].right + GAP
    for turn in range(ALIGNMENTS):
        both = turn >= ALIGNMENTS - 2
        for layer in layers if turn % 2 == 0 else reversed(layers):
            wanted, weights = [], []
            for at in layer:
                place = places[at]
                near = place.above + place.below if both else place.above if turn % 2 == 0 else place.below
                pull = total = 0.0
                for other in near:
                    weight = 1.0 if place.is_box or places[other].is_box else STRAIGHT
                    pull += weight * places[other].x
                    total += weight
                wanted.append(pull / total if total else place.x)
                weights.append(total or 0.1)
            distances = [places[one].right + GAP + places[other].left for one, other in pairwise(layer)]
            for at, x in zip(layer, spread(wanted, weights, distances), strict=True):
                places[at].x = x


def spread(wanted: Sequence[float], weights: Sequence[float], distances: Sequence[float]) -> list[float]:
    """The numbers nearest to `wanted` (weighted least squares), each at least its distance above the one before."""
    offsets = [0.0]
    for distance in distances:
        offsets.append(offsets[-1] + distance)
    blocks: list[tuple[float, float, int]] = []
    for want, weight, offset in zip(wanted, weights, offsets, strict=False):
        mean, total, count = want - offset, weight, 1
        while blocks and blocks[-1][0] > mean:
            before, heavy, members = blocks.pop()
            mean = (before * heavy + mean * total) / (heavy + total)
            total += heavy
            count += members
        blocks.append((mean, total, count))
    means = [mean for mean, _, count in blocks for _ in range(count)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=False)]


def _measure(
    boxes: Sequence[Box],
    widths: Sequence[int],
    lines: Sequence[Line],
    turned: Sequence[bool],
    layers_of: Sequence[int],
    layers: Sequence[Sequence[int]],
    places: Sequence[_Place],
    chains: Sequence[Sequence[int]],
) -> Layout:
    left = min((places[at].x - places[at].left for layer in layers for at in layer), default=0.0)
    xs = [round(place.x - left) for place in places]
    tops, bottoms = _bands(layers, places, xs)
    rects = tuple(
        Rect(xs[at] - widths[at] // 2, tops[2 * layers_of[at]], widths[at], box.height) for at, box in enumerate(boxes)
    )
    hung: list[tuple[list[tuple[int, int, int]], list[tuple[int, int, int]]]] = [([], []) for _ in boxes]
    for number, (line, chain) in enumerate(zip(lines, chains, strict=True)):
        upper, lower = _ends(line, turned[number])
        hung[upper][1].append((xs[chain[0]], len(hung[upper][1]), number))
        hung[lower][0].append((xs[chain[-1]], len(hung[lower][0]), number))
    upper_ports, lower_ports = [0] * len(lines), [0] * len(lines)
    for at, (above, below) in enumerate(hung):
        for lot, ports in ((above, lower_ports), (below, upper_ports)):
            lot.sort()
            for (_, _, number), x in zip(lot, _ports([x for x, _, _ in lot], rects[at]), strict=True):
                ports[number] = x
    routes = []
    for number, (line, chain) in enumerate(zip(lines, chains, strict=True)):
        upper, lower = _ends(line, turned[number])
        stretches = [(upper_ports[number], rects[upper].y + rects[upper].height, bottoms[2 * layers_of[upper]])]
        label = Rect(0, 0, 0, 0)
        for index, at in enumerate(chain):
            layer = 2 * layers_of[upper] + 1 + index
            stretches.append((xs[at], tops[layer], bottoms[layer]))
            if index == (len(chain) - 1 if turned[number] else 0):
                label = Rect(xs[at] + 6, tops[layer], line.label_width, line.label_height)
        stretches.append((lower_ports[number], rects[lower].y, rects[lower].y))
        if turned[number]:
            stretches = [(x, end, start) for x, start, end in reversed(stretches)]
        routes.append(Route(tuple(stretches), label))
    return Layout(rects, tuple(routes))


def _bands(layers: Sequence[Sequence[int]], places: Sequence[_Place], xs: Sequence[int]) -> tuple[list[int], list[int]]:
    """Top and bottom of each layer. The further lines move sideways between two, the further apart they are."""
    tops, bottoms = [], []
    y = 0
    for layer in layers:
        tops.append(y)
        bottoms.append(y + max((places[at].height for at in layer), default=0))
        sideways = max((abs(xs[at] - xs[other]) for at in layer for other in places[at].below), default=0)
        y = bottoms[-1] + min(60, 22 + sideways // 16)
    return tops, bottoms


def _ports(wanted: Sequence[int], box: Rect) -> list[int]:
    """Where lines touch the side of a box: as near as can be to where they go, in order, apart."""
    count = len(wanted)
    found = spread([float(x) for x in wanted], [1.0] * count, [float(PORT)] * (count - 1))
    low, high = box.x + 8, box.x + box.width - 8
    return [round(min(max(x, low + PORT * at), high - PORT * (count - 1 - at))) for at, x in enumerate(found)]

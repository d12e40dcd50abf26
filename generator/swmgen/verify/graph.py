"""The device's graph as arrays, which of its states break a property, and what in it cannot be told apart.

Two states are one when every step out of the one has its like out of the other: it takes the same message, stores
the same alert, breaks the same property and leads to what is one again (strong bisimulation). Nothing that a
property asks can tell them apart, so the closed model is searched over these classes.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec
import numpy as np

from swmgen.model import Ends, NeverState, OrdersEnd, Reaches
from swmgen.verify.device import CUT, INTERNAL, ON, Device

Ints = np.ndarray[Any, np.dtype[np.int64]]
_MIX: Final = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB), np.uint64(0x9E3779B97F4A7C15))


class Graph(msgspec.Struct, frozen=True):
    """States 0..count-1 and edges by columns.

    `kind` of an edge: the number of the message it takes, `INTERNAL` or `CUT`. `alerts`: the server a final
    alert is stored for, 0 for none. `owes`: 1 when the edge needs room for an alert. The last states, from `sound` on,
    are no states but say that property ``state - sound`` is broken; `initial` are the states to begin in. `on` tells
    whether the device has power. `broken_in` tells for each state which properties are broken in it: a place in
    `broken`, whose first entry is none.
    """

    count: int
    sound: int
    initial: Ints
    source: Ints
    kind: Ints
    alerts: Ints
    owes: Ints
    target: Ints
    on: np.ndarray[Any, np.dtype[np.bool_]]
    class_of: Ints
    broken_in: Ints
    broken: tuple[tuple[int, ...], ...]


def graph_of(device: Device) -> Graph:
    """Every state of the device as it is, those that break a property with an edge to the place that says so."""
    properties = len(device.machine.properties)
    sound = len(device.states)
    rows = [
        (step.source, step.takes, step.alerts, int(step.owes), step.target if step.breaks < 0 else sound + step.breaks)
        for step in device.steps
    ]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 5)
    columns = np.unique(columns, axis=0)
    on = np.zeros(sound + properties, dtype=bool)
    on[:sound] = [state.power == ON for state in device.states]
    broken_in, broken = _broken_in(device, sound, properties)
    return Graph(
        count=sound + properties,
        sound=sound,
        initial=np.arange(device.initial, dtype=np.int64),
        source=columns[:, 0],
        kind=columns[:, 1],
        alerts=columns[:, 2],
        owes=columns[:, 3],
        target=columns[:, 4],
        on=on,
        class_of=np.arange(sound + properties, dtype=np.int64),
        broken_in=broken_in,
        broken=broken,
    )


def _broken_in(device: Device, sound: int, properties: int) -> tuple[Ints, tuple[tuple[int, ...], ...]]:
    """The properties that are broken in each state, as places in the sets of them that there are."""
    found: list[tuple[int, ...]] = [()] * sound + [(number,) for number in range(properties)]
    for number, entry in enumerate(device.machine.properties):
        wrong: np.ndarray[Any, Any] | None = None
        if isinstance(entry, NeverState):
            wrong = np.array([device.is_wrong(at, entry) for at in range(sound)], dtype=bool)
        elif isinstance(entry, Reaches):
            goal = np.array(
                [state.state in entry.states and state.power == ON and not state.actions for state in device.states],
                dtype=bool,
            )
            wrong = ~_can_reach(device, goal, frozenset(entry.without))
        elif isinstance(entry, OrdersEnd):
            wrong = ~_can_reach(device, np.array([state.owed == 0 for state in device.states], dtype=bool))
        elif isinstance(entry, Ends):
            wrong = _on_round(device, frozenset(entry.events))
        if wrong is not None:
            for at in np.flatnonzero(wrong):
                found[at] += (number,)
    sets = {entry: place for place, entry in enumerate(dict.fromkeys([(), *found]))}
    return np.array([sets[entry] for entry in found], dtype=np.int64), tuple(sets)


def _can_reach(
    device: Device, goal: np.ndarray[Any, Any], without: frozenset[str] = frozenset()
) -> np.ndarray[Any, Any]:
    """The states from which the device comes to `goal` by itself, and `without` these events."""
    own = [
        (step.source, step.target)
        for step in device.steps
        if step.takes == INTERNAL and step.breaks < 0 and step.what not in without
    ]
    if not own:
        return goal
    edges = np.array(own, dtype=np.int64)
    reached = goal.copy()
    while True:
        more = edges[reached[edges[:, 1]] & ~reached[edges[:, 0]], 0]
        if not len(more):
            return reached
        reached[more] = True


def _on_round(device: Device, events: frozenset[str]) -> np.ndarray[Any, Any]:
    """The states on a circle of these events (and of what the device does because of them)."""
    edges = [
        (step.source, step.target)
        for step in device.steps
        if step.breaks < 0
        and step.takes != CUT
        and (step.what in events or (step.takes == INTERNAL and step.what.startswith("does ")))
    ]
    left = set(edges)
    # A state is on no circle when nothing leads to it, or nothing leads from it, that is left.
    while True:
        sources, targets = {a for a, _ in left}, {b for _, b in left}
        kept = {(a, b) for a, b in left if a in targets and b in sources}
        if len(kept) == len(left):
            break
        left = kept
    wrong = np.zeros(len(device.states), dtype=bool)
    wrong[[a for a, _ in left]] = True
    return wrong


def minimised(graph: Graph) -> Graph:
    """The graph of the classes; `class_of` tells the class of every state of `graph`."""
    _, classes = np.unique(np.stack([graph.on, graph.broken_in]), axis=1, return_inverse=True)
    classes = classes.reshape(-1).astype(np.int64)
    label = _number_of(np.stack([graph.kind, graph.alerts, graph.owes], axis=1))
    labels = int(label.max(initial=0)) + 1
    count = int(classes.max()) + 1
    while True:
        keys = np.unique(graph.source * (labels * (count + 1)) + label * (count + 1) + classes[graph.target])
        source, rest = np.divmod(keys, labels * (count + 1))
        sums = np.zeros(graph.count, dtype=np.uint64)
        np.add.at(sums, source, _mixed(rest))
        classes, finer = _refined(classes, sums)
        if finer == count:
            break
        count = finer
    return _quotient(graph, classes, count, label, labels)


def _refined(classes: Ints, sums: np.ndarray[Any, Any]) -> tuple[Ints, int]:
    both = np.stack([classes.astype(np.uint64), sums], axis=1)
    found = _number_of(both)
    return found, int(found.max()) + 1


def _number_of(rows: np.ndarray[Any, Any]) -> Ints:
    _, inverse = np.unique(rows, axis=0, return_inverse=True)
    return inverse.reshape(-1).astype(np.int64)


def _mixed(values: Ints) -> np.ndarray[Any, Any]:
    mixed = values.astype(np.uint64) + _MIX[2]
    mixed = (mixed ^ (mixed >> np.uint64(30))) * _MIX[0]
    mixed = (mixed ^ (mixed >> np.uint64(27))) * _MIX[1]
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))


def _quotient(graph: Graph, classes: Ints, count: int, label: Ints, labels: int) -> Graph:
    properties = graph.count - graph.sound
    # The classes of broken properties come last, in their order; the others in the order they are found.
    _, first = np.unique(classes, return_index=True)
    order = np.argsort(first, kind="stable")
    place = np.empty(count, dtype=np.int64)
    place[order] = np.arange(count)
    classes = place[classes]
    edges = np.unique(
        np.stack([classes[graph.source], graph.kind, graph.alerts, graph.owes, classes[graph.target]], axis=1), axis=0
    )
    _prove(graph, classes, edges, label)
    on = np.zeros(count, dtype=bool)
    on[classes] = graph.on
    broken_in = np.zeros(count, dtype=np.int64)
    broken_in[classes] = graph.broken_in
    return Graph(
        count=count,
        sound=count - properties,
        initial=np.unique(classes[graph.initial]),
        source=edges[:, 0],
        kind=edges[:, 1],
        alerts=edges[:, 2],
        owes=edges[:, 3],
        target=edges[:, 4],
        on=on,
        class_of=classes,
        broken_in=broken_in,
        broken=graph.broken,
    )


def _prove(graph: Graph, classes: Ints, edges: np.ndarray[Any, Any], label: Ints) -> None:
    """The classes were found by sums of hashes; that every member has all edges of its class is looked up, not believed."""
    own = len(np.unique(np.stack([graph.source, label, classes[graph.target]], axis=1), axis=0))
    out = np.bincount(edges[:, 0], minlength=int(classes.max()) + 1)
    if own != int(out[classes].sum()):
        raise AssertionError("states of one class have different steps")

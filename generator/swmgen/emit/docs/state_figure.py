"""The state diagram: states in layers by distance from the first, arrows in tracks of their own.

Every arrow leaves a state at its right side, runs down or up in a vertical
track and enters its target at the right side too, so no two arrows share a
line and no arrow crosses a box. Arrows between the same two states are one,
with all their events.
"""

from __future__ import annotations

from swmgen.emit.docs.prose import anchor
from swmgen.emit.docs.svg import Drawing, width_of
from swmgen.model import Machine, State

BOX_HEIGHT = 34
GAP = 14
TRACK = 16
EVENTS_SHOWN = 3


def state_figure(machine: Machine) -> str:
    """The picture of a machine."""
    drawing = Drawing(f"States of {machine.name}")
    states = _ordered(machine)
    arrows = _arrows(machine)
    width = max((width_of(f"{state.value} {state.name}") for state in states), default=60) + 32
    counts = {state.name: 0 for state in states}
    for source, target in arrows:
        counts[source] += 1
        counts[target] += 1
    y = 8
    tops: dict[str, int] = {}
    heights: dict[str, int] = {}
    for state in states:
        heights[state.name] = max(BOX_HEIGHT, 18 * counts[state.name] + 10)
        tops[state.name] = y
        y += heights[state.name] + GAP
    ports = {state.name: 0 for state in states}

    def port(name: str) -> int:
        ports[name] += 1
        return tops[name] + 5 + ports[name] * (heights[name] - 10) // (counts[name] + 1)

    listed = sorted(arrows.items(), key=lambda entry: abs(tops[entry[0][0]] - tops[entry[0][1]]))
    right = 8 + width
    track = right + 24
    ends: list[tuple[int, int, int, str]] = []
    for (source, target), events in listed:
        start, end = port(source), port(target)
        ends.append((start, end, track, _label(events)))
        track += TRACK
    for state in states:
        style = "state first" if state.name == machine.initial else "state final" if state.final else "state"
        drawing.box(8, tops[state.name], width, heights[state.name], style, anchor(state.id))
        drawing.text(
            8 + width // 2, tops[state.name] + heights[state.name] // 2 + 5, f"{state.value} {state.name}", middle=True
        )
    for number, (start, end, x, label) in enumerate(ends):
        drawing.path([(right, start), (x, start), (x, end), (right + 2, end)], f"arrow c{number % 6}", arrow=True)
        drawing.path([(x, start), (track + 8, start)], f"lead c{number % 6}")
        drawing.text(track + 14, start + 4, label, f"event c{number % 6}")
    return drawing.render()


def _ordered(machine: Machine) -> list[State]:
    """States by their distance from the first, those of one distance in the order of the specification."""
    distance = {machine.initial: 0}
    level = [machine.initial]
    while level:
        following = []
        for transition in machine.transitions:
            if transition.target not in distance and set(level).intersection(transition.sources):
                distance[transition.target] = distance[level[0]] + 1
                following.append(transition.target)
        level = following
    far = len(machine.states) + 1
    return sorted(machine.states, key=lambda state: distance.get(state.name, far))


def _arrows(machine: Machine) -> dict[tuple[str, str], list[str]]:
    """(from, to) to the events between them, in the order of the specification."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for transition in machine.transitions:
        for source in transition.sources:
            events = arrows.setdefault((source, transition.target), [])
            if transition.event not in events:
                events.append(transition.event)
    return arrows


def _label(events: list[str]) -> str:
    shown = ", ".join(events[:EVENTS_SHOWN])
    return f"{shown} and {len(events) - EVENTS_SHOWN} more" if len(events) > EVENTS_SHOWN else shown


def mermaid(machine: Machine) -> str:
    """The same diagram as Mermaid text."""
    lines = ["stateDiagram-v2", f"    [*] --> {machine.initial}"]
    lines += [f"    {state.name} : {state.value} {state.name}" for state in machine.states]
    for (source, target), events in _arrows(machine).items():
        lines.append(f"    {source} --> {target} : {', '.join(events)}")
    return "\n".join(lines)


def dot(machine: Machine) -> str:
    """The same diagram as DOT text."""
    lines = [f"digraph {machine.name} {{", "  rankdir=TB; node [shape=box, style=rounded];"]
    lines += [f'  {state.name} [label="{state.value} {state.name}"];' for state in machine.states]
    for (source, target), events in _arrows(machine).items():
        label = ", ".join(events).replace('"', '\\"')
        lines.append(f'  {source} -> {target} [label="{label}"];')
    return "\n".join((*lines, "}"))

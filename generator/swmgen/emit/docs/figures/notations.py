"""The diagram of a machine in the languages of two drawing programs."""

from __future__ import annotations

from swmgen.emit.docs.figures.arrows import Arrow, arrows
from swmgen.model import Machine


def mermaid(machine: Machine) -> str:
    """Mermaid text. States are numbered in the order of the specification; names are only shown."""
    numbers = {state.name: f"s{index}" for index, state in enumerate(machine.states)}
    lines = ["stateDiagram-v2"]
    lines += [f"    {numbers[state.name]} : {_mermaid(f'{state.value} {state.name}')}" for state in machine.states]
    if machine.initial in numbers:
        lines.append(f"    [*] --> {numbers[machine.initial]}")
    lines += [
        f"    {numbers[arrow.sources[0]]} --> {numbers[arrow.target]} : {_mermaid(', '.join(_events(arrow)))}"
        for arrow in arrows(machine)
    ]
    return "\n".join(lines) + "\n"


def dot(machine: Machine) -> str:
    """Graphviz text."""
    lines = [f"digraph {_quoted(machine.name)} {{", '  node [shape=box, style=rounded, fontname="monospace"];']
    lines += ['  edge [fontname="monospace", fontsize=10];', "  start [shape=point];"]
    for state in machine.states:
        double = ", peripheries=2" if state.final else ""
        lines.append(f"  {_quoted('s:' + state.name)} [label={_quoted(f'{state.value} {state.name}')}{double}];")
    lines.append(f"  start -> {_quoted('s:' + machine.initial)};")
    lines += [
        f"  {_quoted('s:' + arrow.sources[0])} -> {_quoted('s:' + arrow.target)} "
        f"[label={_quoted(chr(10).join(_events(arrow)))}];"
        for arrow in arrows(machine)
    ]
    return "\n".join((*lines, "}")) + "\n"


def _events(arrow: Arrow) -> list[str]:
    return [f"{trigger.event} [\u2026]" if trigger.guarded else trigger.event for trigger in arrow.triggers]


def _mermaid(text: str) -> str:
    """Text in which Mermaid sees nothing of its own: what is not plain becomes a number entity."""
    plain = " _-/.,+()[]"
    return "".join(
        letter if letter.isalnum() or letter in plain else " " if letter in "\r\n" else f"#{ord(letter)};"
        for letter in text
    )


def _quoted(text: str) -> str:
    clean = text.replace("\\", "\\\\").replace('"', '\\"').replace("\r", " ").replace("\n", "\\n")
    return f'"{clean}"'

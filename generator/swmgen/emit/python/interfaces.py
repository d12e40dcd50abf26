"""What `interfaces.py` shows: one Protocol a side."""

from __future__ import annotations

from msgspec import Struct

from swmgen.emit.python.names import camel, snake
from swmgen.emit.python.security import BUILT_IN
from swmgen.emit.python.text import docstring
from swmgen.model import Call, Enabler


class CallView(Struct, frozen=True):
    """One method."""

    name: str
    parameters: str
    returns: str
    doc: str
    element: str


class SideView(Struct, frozen=True):
    """One Protocol."""

    name: str
    doc: str
    calls: tuple[CallView, ...]
    element: str


class InterfacesView(Struct):
    """Everything `interfaces.py` shows, and what it imports."""

    sides: list[SideView] = []
    imports: dict[str, set[str]] = {}
    uses_datetime: bool = False


def build_interfaces(enabler: Enabler) -> InterfacesView:
    """The view of an enabler's interfaces."""
    view = InterfacesView()
    types = {declared.name: declared.python for declared in enabler.security.types}

    def annotation(name: str | None) -> str:
        if name is None:
            return "None"
        if name in BUILT_IN:
            view.uses_datetime |= name == "time"
            return BUILT_IN[name]
        module, _, own = types[name].rpartition(".")
        view.imports.setdefault(module, set()).add(own)
        return own

    def method(call: Call) -> CallView:
        inputs = [f"{snake(entry.name)}: {annotation(entry.type)}" for entry in call.inputs]
        effects = [f"Raises the event {event}." for event in call.raises]
        effects += [f"Carries out the action {action}." for action in call.does]
        text = "\n\n".join((call.doc or call.name, *([" ".join(effects)] if effects else [])))
        spec = f"\n\nSpec: {call.span.file}:{call.span.line}"
        return CallView(
            snake(call.name),
            ", ".join(("self", *inputs)),
            annotation(call.output),
            docstring(text + spec, 8),
            call.id,
        )

    for interface in enabler.interfaces:
        for side in interface.sides:
            other = next((name for name in interface.sides if name != side), side)
            doc = f"What the {_words(side)} offers to the {_words(other)}.\n\n{interface.doc}".strip()
            calls = tuple(method(call) for call in interface.offered(side))
            view.sides.append(SideView(camel(side), docstring(doc, 4), calls, interface.id))
    return view


def _words(side: str) -> str:
    return side.replace("dm_", "DM ").replace("_", " ")

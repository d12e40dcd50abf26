"""Interface texts to interfaces."""

from __future__ import annotations

from collections.abc import Iterable

from swmgen.model import Call, Interface, Machine
from swmgen.read.language import CallText, InterfaceText
from swmgen.resolve.scope import Scope, entries, stated, words
from swmgen.resolve.security import build_parameters


def build_interface(
    name: str, text: InterfaceText, machines: Iterable[Machine], types: Iterable[str], scope: Scope
) -> Interface:
    """The interface; its machine, events, actions and types are looked up."""
    fields = scope.element("interface", name, text)
    by_name = {machine.name: machine for machine in machines}
    scope.known("SWM0221", "machine", text.of, by_name, text.marks_["of"], fields["id"])
    sides = words(text.between)
    machine = by_name.get(text.of)
    calls = [
        _call(f"{name}/{key}", key, entry, sides, machine, frozenset(types), scope)
        for key, entry in entries(text.calls).items()
    ]
    return Interface(name=name, machine=text.of, sides=sides, calls=tuple(calls), **fields)


def _call(
    path: str,
    name: str,
    text: CallText,
    sides: tuple[str, ...],
    machine: Machine | None,
    types: frozenset[str],
    scope: Scope,
) -> Call:
    fields = scope.element("call", path, text)
    owner = fields["id"]
    scope.known("SWM0222", "side", text.at, sides, text.marks_["at"], owner)
    if text.gives:
        scope.known("SWM0208", "type", text.gives, types, text.marks_["gives"], owner)
    if machine is not None:
        for event in words(text.raises):
            scope.known("SWM0207", "event", event, {e.name for e in machine.events}, text.marks_["raises"], owner)
        for action in words(text.does):
            scope.known("SWM0212", "action", action, {a.name for a in machine.actions}, text.marks_["does"], owner)
    return Call(
        name=name,
        side=text.at,
        inputs=build_parameters(text.takes, owner, set(types), scope),
        output=stated(text.gives),
        raises=words(text.raises),
        does=words(text.does),
        **fields,
    )

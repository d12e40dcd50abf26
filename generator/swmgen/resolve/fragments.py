"""What several enablers share: groups of nodes and parts of machines, put in where they are included.

A part speaks of its parameters as ``$name``; every text in it, names of events
among them, gets what the including machine gives. What comes out stands where
the fragment is written, so that a fault in it points there, and belongs to the
enabler that includes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, cast

import msgspec
from msgspec import UNSET

from swmgen.diagnostics import Note
from swmgen.read.decode import Names
from swmgen.read.folder import Folder
from swmgen.read.language import GroupText, MachineText, NodeText, PartText, Written
from swmgen.resolve.overlay import merged_names
from swmgen.resolve.rows import extend_machine
from swmgen.resolve.scope import Scope, copy_with, entries, words

_PARAMETER = re.compile(r"\$([A-Za-z_]\w*)")

W = TypeVar("W", bound=Written)


class Fragments(msgspec.Struct, frozen=True):
    """The groups of nodes and the parts of machines that an enabler declares, or may include."""

    groups: Mapping[str, GroupText] = {}
    parts: Mapping[str, PartText] = {}


def declared(folder: Folder) -> Fragments:
    """The fragments that a folder declares."""
    return Fragments(entries(folder.objects.groups), entries(folder.states.parts))


def together(several: Iterable[Fragments]) -> Fragments:
    """All of them; of two with one name the last."""
    groups: dict[str, GroupText] = {}
    parts: dict[str, PartText] = {}
    for fragments in several:
        groups.update(fragments.groups)
        parts.update(fragments.parts)
    return Fragments(groups, parts)


def with_groups(text: NodeText, fragments: Fragments, scope: Scope, path: str) -> Mapping[str, NodeText]:
    """The nodes below `text`: those of the groups it includes, then its own; equal names are laid over each other."""
    nodes = Names({}, {})
    for name in words(text.include):
        if not scope.known(
            "SWM0217", "node group", name, fragments.groups, text.marks_["include"], f"{scope.key}:node:{path}"
        ):
            continue
        group = _filled(fragments.groups[name], {}, scope.key)
        if group.nodes is not UNSET:
            nodes = merged_names(nodes, cast(Names, group.nodes), scope.key)
    return nodes if text.nodes is UNSET else merged_names(nodes, cast(Names, text.nodes), scope.key)


def with_parts(base: MachineText, text: MachineText, name: str, fragments: Fragments, scope: Scope) -> MachineText:
    """`base` with what `text` drops, the parts it includes, and then all else it states.

    What `text` drops is dropped from what it inherits, not from the parts.
    """
    if text.include is UNSET:
        return extend_machine(base, text, scope.key, scope.report)
    result = extend_machine(base, MachineText(span_=text.span_, drop=text.drop), scope.key, scope.report)
    places: Mapping[str, Any] = text.include.places  # type: ignore[attr-defined]
    for part_name, arguments in entries(text.include).items():
        owner = f"{scope.key}:machine:{name}"
        place = places[part_name]
        if not scope.known("SWM0218", "machine part", part_name, fragments.parts, place, owner):
            continue
        part = fragments.parts[part_name]
        if not _fits(part, part_name, arguments, place, owner, scope):
            continue
        filled = _filled(part, {key: str(value) for key, value in arguments.items()}, scope.key)
        stated = {field: getattr(filled, field) for field in _SHARED}
        as_machine = MachineText(span_=part.span_, marks_=filled.marks_, **stated)
        result = extend_machine(result, as_machine, scope.key, scope.report)
    return extend_machine(result, copy_with(text, drop=UNSET, include=UNSET), scope.key, scope.report)


_SHARED = ("states", "groups", "variables", "facts", "events", "actions", "transitions", "refusals", "properties")


def _fits(part: PartText, name: str, arguments: Mapping[str, Any], place: Any, owner: str, scope: Scope) -> bool:
    """Whether every parameter is given, and nothing else; reported when not."""
    parameters = entries(part.parameters)
    places: Mapping[str, Any] = getattr(arguments, "places", {})
    fits = True
    for given in arguments:
        fits &= scope.known("SWM0219", f"parameter of {name}", given, parameters, places.get(given, place), owner)
    lacking = [parameter for parameter in parameters if parameter not in arguments]
    if lacking:
        scope.broken.add(owner)
        scope.report.add(
            "SWM0219",
            place,
            f"The part `{name}` needs {', '.join(f'`{parameter}`' for parameter in lacking)}.",
            notes=[Note("declared here", part.span_)],
        )
    return fits and not lacking


def _filled(text: W, arguments: Mapping[str, str], key: str) -> W:
    """A copy of `text` for the enabler `key`, with every ``$name`` replaced that `arguments` has."""
    return cast(W, _copy(text, arguments, key))


def _copy(value: Any, arguments: Mapping[str, str], key: str) -> Any:
    if isinstance(value, str):
        return _PARAMETER.sub(lambda found: arguments.get(found[1], found[0]), value) if "$" in value else value
    if isinstance(value, Written):
        fields = {
            name: _copy(getattr(value, name), arguments, key)
            for name in value.__struct_fields__
            if name not in Written.__struct_fields__
        }
        return type(value)(span_=value.span_, marks_=value.marks_, included_=key, **fields)
    if isinstance(value, Names):
        return Names(
            {_copy(name, arguments, key): _copy(entry, arguments, key) for name, entry in value.items()},
            {_copy(name, arguments, key): place for name, place in value.places.items()},
        )
    if isinstance(value, list):
        return [_copy(entry, arguments, key) for entry in value]
    return value

"""Two versions of an enabler, and two sets of enablers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

import msgspec

from swmgen.compare.change import Aspect, Change, Kind
from swmgen.compare.nodes import compare_trees
from swmgen.model import Drop, Element, Enabler, Erratum, Machine, Refusal, Suppression, Transition
from swmgen.semantics import outcomes

E = TypeVar("E", bound=Element)

_PLACE: Final = frozenset(("id", "span", "marks", "origin", "changed_by", "serves", "name", "doc"))
_IDENTITY: Final = ("version", "title", "maturity", "source", "vendor", "overlays", "uses", "reserved", "doc")
_PARTS: Final = frozenset(("states", "groups", "events", "variables", "facts", "actions", "transitions", "refusals"))


def compare(old: Enabler, new: Enabler) -> list[Change]:
    """Everything that differs: identity, requirements, tree, machines, messages, interfaces, security, what is said of
    drops, errata, suppressions, in this order."""
    found: list[Change] = []
    for field in _IDENTITY:
        before, after = _written(getattr(old, field)), _written(getattr(new, field))
        if before != after:
            found.append(_field("enabler", new.name, field, before, after, old, new))
    found += _elements("requirement", old.requirements, new.requirements)
    found += compare_trees(old.tree, new.tree)
    machines = {machine.name: machine for machine in old.machines}, {machine.name: machine for machine in new.machines}
    found += _elements("machine", old.machines, new.machines)
    for name, machine in machines[1].items():
        if name in machines[0]:
            found += _machine(machines[0][name], machine)
    found += _elements("result", old.messages.results, new.messages.results)
    found += _elements("range", old.messages.ranges, new.messages.ranges)
    found += _elements("alert", old.messages.alerts, new.messages.alerts)
    found += _elements("interface", old.interfaces, new.interfaces)
    found += _elements("type", old.security.types, new.security.types)
    found += _elements("primitive", old.security.primitives, new.security.primitives)
    found += _elements("procedure", old.security.procedures, new.security.procedures)
    found += _elements("threat", old.security.threats, new.security.threats)
    found += _drops(old.drops, new.drops)
    found += _errata(old.errata, new.errata)
    found += _suppressions(old.suppressions, new.suppressions)
    return found


def compare_sets(
    old: Mapping[str, Enabler], new: Mapping[str, Enabler]
) -> list[tuple[Enabler | None, Enabler | None, list[Change]]]:
    """Each pair of versions with what differs; an enabler that is on one side only with what it brings or takes.

    The same key is the same version; else versions of one name are compared, newest with newest; one with one is a pair.
    """
    pairs = _pairs(old, new)
    return [(before, after, compare(before, after) if before and after else []) for before, after in pairs]


def _pairs(old: Mapping[str, Enabler], new: Mapping[str, Enabler]) -> list[tuple[Enabler | None, Enabler | None]]:
    if len(old) == len(new) == 1:
        return [(*old.values(), *new.values())]  # type: ignore[list-item]
    pairs: list[tuple[Enabler | None, Enabler | None]] = [(old[key], new[key]) for key in new if key in old]
    left = [enabler for key, enabler in old.items() if key not in new]
    for enabler in (enabler for key, enabler in new.items() if key not in old):
        same = [other for other in left if other.name == enabler.name]
        before = max(same, key=_number) if same else None
        if before is not None:
            left.remove(before)
        elif enabler.extends is not None:
            before = old.get(enabler.extends)
        pairs.append((before, enabler))
    return [*pairs, *((enabler, None) for enabler in left)]


def _number(enabler: Enabler) -> tuple[int, ...]:
    return tuple(int(part) for part in enabler.version.split("."))


def _field(what: str, name: str, field: str, before: Any, after: Any, old: Element, new: Element) -> Change:
    aspect = Aspect.DOC if field == "doc" else Aspect.FIELD
    return Change(
        Kind.ADDED if before in (None, "", ()) else Kind.REMOVED if after in (None, "", ()) else Kind.CHANGED,
        what,
        name,
        aspect,
        _shown(before),
        _shown(after),
        field,
        old.id,
        new.id,
        old.at(field),
        new.at(field),
    )


def _shown(value: Any) -> str | None:
    if value is None or value in ("", ()):
        return None
    if isinstance(value, str | int | bool):
        return str(value)
    if isinstance(value, tuple) and all(isinstance(entry, Element) for entry in value):
        return ", ".join(str(getattr(entry, "name", None) or getattr(entry, "primitive", "")) for entry in value)
    if isinstance(value, tuple) and all(isinstance(entry, str) for entry in value):
        return ", ".join(value)
    return _in_words(_bare(value))


def _in_words(value: Any) -> str:
    """Plain data as people write it: `messages 1, losses 2`; what is empty is left out, descriptions too."""
    if isinstance(value, dict):
        said = {name: entry for name, entry in value.items() if name != "doc" and entry not in (None, "", [], {})}
        return ", ".join(f"{name} {_in_words(entry)}" for name, entry in said.items())
    if isinstance(value, list):
        nested = any(isinstance(entry, dict | list) for entry in value)
        return ("; " if nested else ", ").join(_in_words(entry) for entry in value)
    return str(value)


def _elements(what: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
    """Elements by name: which came, which went, and the fields of the others."""
    before = {element.name: element for element in old}
    after = {element.name: element for element in new}
    for name, element in before.items():
        if name not in after:
            yield Change(Kind.REMOVED, what, name, old_id=element.id, old_place=element.span)
    for name, element in after.items():
        if name not in before:
            yield Change(Kind.ADDED, what, name, new_id=element.id, new_place=element.span)
            continue
        other = before[name]
        for field in element.__struct_fields__:
            if field in _PLACE or field in _PARTS:
                continue
            said = _bare(getattr(other, field)), _bare(getattr(element, field))
            if said[0] != said[1]:
                yield _field(what, name, field, getattr(other, field), getattr(element, field), other, element)
        if " ".join(other.doc.split()) != " ".join(element.doc.split()):
            yield _field(what, name, "doc", other.doc, element.doc, other, element)


def _errata(old: Sequence[Erratum], new: Sequence[Erratum]) -> Iterator[Change]:
    """Errata by the place of the source that they speak of."""
    for key, before, after in _matched(old, new, lambda entry: (entry.says, entry.here)):
        yield from _entry("erratum", ": ".join(key), before, after, key[0], "why")


def _suppressions(old: Sequence[Suppression], new: Sequence[Suppression]) -> Iterator[Change]:
    """Suppressions by the rule and the element at which it is off."""
    for key, before, after in _matched(old, new, lambda entry: (entry.rule, entry.target)):
        yield from _entry("suppression", " at ".join(key), before, after, " at ".join(key), "reason")


def _drops(old: Sequence[Drop], new: Sequence[Drop]) -> Iterator[Change]:
    """Why inherited rows do not hold; which ones do not is told by the cells of the table."""
    for (machine, events), before, after in _matched(old, new, lambda entry: (entry.machine, ", ".join(entry.events))):
        if before is not None and after is not None:
            name = f"{machine}/{events}"
            yield from _entry("drop", name, before, after, name, "doc")


def _matched(
    old: Sequence[E], new: Sequence[E], key: Callable[[E], tuple[str, str]]
) -> Iterator[tuple[tuple[str, str], E | None, E | None]]:
    """Elements without a name by what they speak of; the second of the same is matched with the second, and so on."""
    before, after = _numbered(old, key), _numbered(new, key)
    for place in dict.fromkeys((*before, *after)):
        yield place[0], before.get(place), after.get(place)


def _numbered(entries: Sequence[E], key: Callable[[E], tuple[str, str]]) -> dict[tuple[tuple[str, str], int], E]:
    seen: Counter[tuple[str, str]] = Counter()
    found = {}
    for entry in entries:
        place = key(entry)
        found[place, seen[place]] = entry
        seen[place] += 1
    return found


def _entry(
    what: str, name: str, before: Element | None, after: Element | None, short: str, field: str
) -> Iterator[Change]:
    """An element without a name that came, went, or has another text in `field`; then `short` names it."""
    if before is not None and after is not None:
        said = getattr(before, field), getattr(after, field)
        if _written(said[0]) != _written(said[1]):
            yield _field(what, short, field, *said, before, after)
    elif before is not None:
        yield Change(Kind.REMOVED, what, name, old_id=before.id, old_place=before.span)
    elif after is not None:
        yield Change(Kind.ADDED, what, name, new_id=after.id, new_place=after.span)


def _written(value: Any) -> Any:
    """A text without the line breaks of its file."""
    return " ".join(value.split()) if isinstance(value, str) else value


def _bare(value: Any) -> Any:
    """A value without the places in it."""
    built = msgspec.to_builtins(value)
    return _without(built)


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _without(entry)
            for key, entry in value.items()
            if key not in ("id", "span", "marks", "origin", "changed_by")
        }
    return [_without(entry) for entry in value] if isinstance(value, list | tuple) else value


def _machine(old: Machine, new: Machine) -> Iterator[Change]:
    for what, field in (
        ("state", "states"),
        ("event", "events"),
        ("variable", "variables"),
        ("fact", "facts"),
        ("action", "actions"),
    ):
        for change in _elements(what, getattr(old, field), getattr(new, field)):
            yield msgspec.structs.replace(change, name=f"{new.name}/{change.name}")
    yield from _table(old, new)


def _table(old: Machine, new: Machine) -> Iterator[Change]:
    """Cells of the table, for the states and events that both versions have."""
    before, after = outcomes(old), outcomes(new)
    for cell in dict.fromkeys((*before, *after)):
        state, event = cell
        known = all(
            state in {entry.name for entry in machine.states} and event in {entry.name for entry in machine.events}
            for machine in (old, new)
        )
        rows = [[entry.row for entry in table.get(cell, ())] for table in (before, after)]
        if not known:
            continue
        said = [[_row(row) for row in found] for found in rows]
        if said[0] != said[1]:
            aspect = Aspect.OUTCOME
            shown = ["; ".join(_words(row) for row in found) for found in rows]
        else:
            aspect = Aspect.DOC
            shown = [" ".join(" ".join(row.doc for row in found).split()) for found in rows]
            if shown[0] == shown[1]:
                continue
        yield Change(
            Kind.ADDED if not shown[0] else Kind.REMOVED if not shown[1] else Kind.CHANGED,
            "transition",
            f"{new.name}/{event} in {state}",
            aspect,
            shown[0] or None,
            shown[1] or None,
            event,
            rows[0][0].id if rows[0] else None,
            rows[1][0].id if rows[1] else None,
            rows[0][0].span if rows[0] else None,
            rows[1][0].span if rows[1] else None,
        )


_ROW: Final = ("guard_text", "target", "status", "result", "sets", "does", "owes", "sends", "keeps")


def _row(row: Transition | Refusal) -> Any:
    return [(field, _bare(getattr(row, field, None))) for field in _ROW]


def _words(row: Transition | Refusal) -> str:
    said = [f"to {row.target}" if isinstance(row, Transition) else "refused"]
    if row.status is not None:
        said.append(f"Status {row.status}")
    result = getattr(row, "result", None)
    if result is not None:
        said.append(f"result {result}")
    if row.guard_text:
        said.append(f"when {row.guard_text}")
    told = ("does", "sends", "owes", "keeps")
    said += [f"{field} {_shown(getattr(row, field))}" for field in told if getattr(row, field, None)]
    said += [f"sets {entry.variable}" for entry in getattr(row, "sets", ())]
    return ", ".join(said)

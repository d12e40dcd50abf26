"""Texts of properties and bounds to what is proved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import UNSET

from swmgen.model import (
    ANYTHING,
    Bounds,
    Checked,
    Ends,
    NeverState,
    NeverStep,
    OnlyOrdered,
    OrdersEnd,
    Pinned,
    Property,
    Reaches,
    Size,
    Span,
)
from swmgen.read.language import BoundsText, PropertyText, SizeText
from swmgen.resolve.guards import GuardScope
from swmgen.resolve.rows import events_of, expand
from swmgen.resolve.scope import Scope, entries, stated, words

FORMS = ("never", "never_in", "orders_end", "only", "checked", "reaches", "ends")


class Named(msgspec.Struct, frozen=True):
    """What the properties of a machine may name."""

    states: frozenset[str]
    events: frozenset[str]
    actions: frozenset[str]
    variables: frozenset[str]
    procedures: frozenset[str]
    primitives: frozenset[str]


def build_properties(
    machine: str,
    texts: Mapping[str, PropertyText],
    guards: GuardScope,
    groups: Mapping[str, tuple[str, ...]],
    named: Named,
) -> tuple[Property, ...]:
    """The properties of the machine called `machine`; one that names what there is not is reported and left out."""
    found = []
    for name, text in texts.items():
        forms = [form for form in FORMS if getattr(text, form) not in (UNSET, False)]
        if len(forms) != 1:
            what = " and ".join(f"`{form}`" for form in forms) or "nothing"
            guards.scope.report.add(
                "SWM0120", text.span_, f"The property `{name}` says {what}; it must say one of: {', '.join(FORMS)}."
            )
            continue
        if text.without is not UNSET and forms != ["reaches"]:
            guards.scope.report.add(
                "SWM0120", text.marks_["without"], f"The property `{name}` says `without`, which belongs to `reaches`."
            )
            continue
        made = getattr(_Builder(machine, name, text, guards, groups, named), forms[0])()
        if made is not None:
            found.append(made)
    return tuple(found)


class _Builder:
    """One property; each form has a method of its name, which gives None when a name leads nowhere."""

    def __init__(
        self,
        machine: str,
        name: str,
        text: PropertyText,
        guards: GuardScope,
        groups: Mapping[str, tuple[str, ...]],
        named: Named,
    ) -> None:
        self._scope = guards.scope
        self._fields: dict[str, Any] = {
            "name": name,
            **guards.scope.element("property", f"{machine}/{name}", text),
        }
        self._owner = str(self._fields["id"])
        self._text: Any = text
        self._guards = guards
        self._groups = groups
        self._named = named

    def _all(self, code: str, what: str, names: tuple[str, ...], legal: Any, span: Span) -> bool:
        return min([True, *(self._scope.known(code, what, name, legal, span, self._owner) for name in names)])

    def _states(self, value: Any, span: Span) -> tuple[str, ...] | None:
        names = expand(words(value), self._groups)
        legal = self._named.states | frozenset(self._groups)
        return names if self._all("SWM0203", "state", names, legal, span) else None

    def _events(self, value: Any, span: Span) -> tuple[str, ...] | None:
        names = () if value is UNSET else events_of(value)
        return names if self._all("SWM0207", "event", names, self._named.events, span) else None

    def _actions(self, value: Any, span: Span) -> tuple[str, ...] | None:
        names = words(value)
        return names if self._all("SWM0212", "action", names, self._named.actions, span) else None

    def _guard(self, text: Any, key: str = "when") -> tuple[Any, str | None]:
        written = getattr(text, key)
        if written is UNSET:
            return None, None
        return self._guards.guard(written, text.marks_[key], self._owner), " ".join(str(written).split())

    def never(self) -> NeverStep | None:
        text = self._text.never
        marks = text.marks_
        guard, shown = self._guard(text)
        then, then_shown = self._guard(text, "then")
        unless = self._events(text.unless, marks.get("unless", text.span_))
        events = self._events(text.on, marks.get("on", text.span_))
        sources = self._states(text.from_, marks.get("from", text.span_))
        targets = self._states(text.to, marks.get("to", text.span_))
        not_to = self._states(text.not_to, marks.get("not_to", text.span_))
        does = self._actions(text.do, marks.get("do", text.span_))
        omits = self._actions(text.omits, marks.get("omits", text.span_))
        changed = words(text.changes)
        legal = self._named.variables | {ANYTHING, "state"}
        known = self._all("SWM0211", "variable", changed, legal, marks.get("changes", text.span_))
        falls = stated(text.falls)
        if falls is not None:
            known &= self._all("SWM0211", "variable", (falls,), self._named.variables, marks["falls"])
        statuses = _statuses(text.status)
        if text.status is not UNSET and statuses is None:
            self._scope.report.add("SWM0112", marks["status"], f"`{text.status}` is neither a Status nor low..high.")
            return None
        if (
            events is None
            or sources is None
            or targets is None
            or does is None
            or unless is None
            or not_to is None
            or omits is None
            or not known
            or (text.when is not UNSET and guard is None)
            or (text.then is not UNSET and then is None)
        ):
            return None
        return NeverStep(
            events=events,
            sources=sources,
            targets=targets,
            guard=guard,
            guard_text=shown,
            statuses=statuses,
            does=does,
            changes=changed,
            falls=falls,
            then=then,
            then_text=then_shown,
            unless=unless,
            not_to=not_to,
            omits=omits,
            refused=stated(text.refused, False),
            **self._fields,
        )

    def never_in(self) -> NeverState | None:
        text = self._text.never_in
        guard, shown = self._guard(text)
        states = self._states(text.in_, text.marks_.get("in", text.span_))
        if states is None or (text.when is not UNSET and guard is None):
            return None
        return NeverState(states=states, guard=guard, guard_text=shown, **self._fields)

    def orders_end(self) -> OrdersEnd:
        return OrdersEnd(**self._fields)

    def only(self) -> OnlyOrdered | None:
        text = self._text.only
        actions = self._actions(text.do, text.marks_["do"])
        begins = self._events(text.after, text.marks_["after"])
        until = self._states(text.until, text.marks_.get("until", text.span_))
        if actions is None or begins is None or until is None:
            return None
        return OnlyOrdered(actions=actions, begins=begins, until=until, **self._fields)

    def checked(self) -> Checked | None:
        text = self._text.checked
        checks = words(text.checks)
        before = events_of(text.before)
        known = self._all("SWM0210", "procedure", (text.by,), self._named.procedures, text.marks_["by"])
        known &= self._all("SWM0209", "primitive", checks, self._named.primitives, text.marks_["checks"])
        legal = self._named.actions | self._named.events
        known &= self._all("SWM0207", "event or action", before, legal, text.marks_["before"])
        return Checked(procedure=text.by, checks=checks, before=before, **self._fields) if known else None

    def reaches(self) -> Reaches | None:
        states = self._states(self._text.reaches, self._text.marks_["reaches"])
        without = self._events(self._text.without, self._text.marks_.get("without", self._text.span_))
        if states is None or without is None:
            return None
        return Reaches(states=states, without=without, **self._fields)

    def ends(self) -> Ends | None:
        events = self._events(self._text.ends, self._text.marks_["ends"])
        return None if events is None else Ends(events=events, **self._fields)


def _statuses(value: Any) -> tuple[int, int] | None:
    if value is UNSET:
        return None
    found = re.fullmatch(r"([0-9]{1,9})(?:\.\.([0-9]{1,9}))?", str(value))
    return None if found is None else (int(found[1]), int(found[2] or found[1]))


def build_bounds(machine: str, text: Any, scope: Scope) -> Bounds | None:
    """The bounds of a machine; None when it states none."""
    if text is UNSET:
        return None
    given: BoundsText = text
    fields = scope.element("bounds", machine, given)
    nodes = []
    pinned: Any = entries(given.nodes)
    for path, value in pinned.items():
        if scope.path(path, pinned.places[path], fields["id"]):
            values = tuple(_scalar(word) for word in value.split()) if isinstance(value, str) else (value,)
            element = scope.element("pinned", f"{machine}/{path}", given)
            nodes.append(Pinned(path=path, values=values, **{**element, "span": pinned.places[path]}))
    sizes: dict[str, Any] = {
        name: _size(getattr(given, name)) for name in ("build", "full") if getattr(given, name) is not UNSET
    }
    return Bounds(nodes=tuple(nodes), **sizes, **fields)


def _size(text: SizeText) -> Size:
    return Size(**{name: getattr(text, name) for name in Size.__struct_fields__ if getattr(text, name) is not UNSET})


def _scalar(word: str) -> bool | int | str:
    if word in ("true", "false"):
        return word == "true"
    return int(word) if re.fullmatch("-?[0-9]{1,40}", word) else word

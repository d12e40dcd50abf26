"""Machine texts to machines: names looked up, groups expanded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec import UNSET

from swmgen.model import (
    Action,
    Assignment,
    Choice,
    Event,
    EventKind,
    Expression,
    Fact,
    Literal,
    Machine,
    Reference,
    ReferenceKind,
    Refusal,
    Span,
    State,
    StateGroup,
    Transition,
    Value,
    Variable,
)
from swmgen.read.language import (
    EventText,
    FactText,
    MachineText,
    RefusalText,
    TransitionText,
    TypedText,
    VariableText,
)
from swmgen.resolve.guards import GuardScope
from swmgen.resolve.properties import Named, build_bounds, build_properties
from swmgen.resolve.ranges import build_ranges
from swmgen.resolve.rows import events_of, expand, groups_of
from swmgen.resolve.scope import Scope, copy_with, entries, stated, words
from swmgen.resolve.trees import parse_range

_COMMANDS = {kind.value: kind for kind in (EventKind.EXEC, EventKind.REPLACE, EventKind.ADD, EventKind.DELETE)}
_WITHIN = "within "
_KINDS = {"internal": EventKind.INTERNAL, "timer": EventKind.TIMER, "restart": EventKind.RESTART}


class Names:
    """What a machine may name outside itself."""

    def __init__(
        self,
        results: frozenset[str],
        alerts: frozenset[str],
        types: frozenset[str],
        procedures: frozenset[str],
        primitives: frozenset[str],
    ) -> None:
        self.results = results
        self.alerts = alerts
        self.types = types
        self.procedures = procedures
        self.primitives = primitives


def build_machine(name: str, text: MachineText, scope: Scope, names: Names) -> Machine:
    """The machine called `name`."""
    return _Builder(name, text, scope, names).machine()


class _Builder:
    def __init__(self, name: str, text: MachineText, scope: Scope, names: Names) -> None:
        self._name = name
        self._text = text
        self._scope = scope
        self._names = names
        self._id = f"{scope.key}:machine:{name}"
        self._state_names = dict.fromkeys(entries(text.states))
        self._groups = groups_of(text)
        self._variables = {key: self._variable(key, entry) for key, entry in entries(text.variables).items()}
        self._facts = {key: self._fact(key, entry) for key, entry in entries(text.facts).items()}
        self._guards = GuardScope(scope, self._variables, self._facts, names.procedures)
        for key, entry in entries(text.facts).items():
            if entry.rules is not UNSET:
                self._facts[key] = copy_with(self._facts[key], rules=self._choices(key, entry))
            if entry.only_when is not UNSET:
                owner = f"{scope.key}:fact:{name}/{key}"
                only = self._guards.guard(entry.only_when, entry.marks_["only_when"], owner)
                self._facts[key] = copy_with(
                    self._facts[key], only_when=only, only_when_text=_guard_text(entry.only_when)
                )
        self._events: dict[str, Event] = {}
        self._rows: dict[str, int] = {}

    def machine(self) -> Machine:
        text, scope = self._text, self._scope
        of = stated(text.of, "")
        if text.of is UNSET and text.each is UNSET:
            scope.report.add("SWM0109", text.span_, "`of` must be stated: the node whose instances have this machine.")
            scope.broken.add(self._id)
        elif text.of is not UNSET:
            scope.path(of, text.marks_["of"], self._id)
        if text.shown_by is not UNSET:
            scope.path(text.shown_by, text.marks_["shown_by"], self._id)
        if text.result_shown_by is not UNSET:
            scope.path(text.result_shown_by, text.marks_["result_shown_by"], self._id)
        if text.initial is UNSET:
            scope.report.add("SWM0109", text.span_, "`initial` must be stated: the state before anything happened.")
            scope.broken.add(self._id)
        else:
            self._known_states((text.initial,), text.marks_["initial"], self._id)
        for key, entry in entries(text.events).items():
            self._declare(key, entry)
        actions = tuple(self._action(key, entry) for key, entry in entries(text.actions).items())
        transitions = [row for entry in stated(text.transitions, []) for row in self._transitions(entry, actions)]
        refusals = [row for entry in stated(text.refusals, []) for row in self._refusals(entry)]
        return Machine(
            name=self._name,
            of=of,
            each=stated(text.each),
            shown_by=stated(text.shown_by),
            result_shown_by=stated(text.result_shown_by),
            initial=stated(text.initial, ""),
            states=tuple(self._state(key, entry) for key, entry in entries(text.states).items()),
            groups=tuple(self._group(key) for key in self._groups),
            ranges=build_ranges("state_range", entries(text.ranges), scope, f"{self._name}/"),
            variables=tuple(self._variables.values()),
            facts=tuple(self._facts.values()),
            events=tuple(self._events.values()),
            actions=actions,
            transitions=tuple(transitions),
            refusals=tuple(refusals),
            properties=build_properties(
                self._name, entries(text.properties), self._guards, self._groups, self._named(actions)
            ),
            bounds=build_bounds(self._name, text.bounds, scope),
            **scope.element("machine", self._name, text),
        )

    def _named(self, actions: tuple[Action, ...]) -> Named:
        return Named(
            states=frozenset(self._state_names),
            events=frozenset(self._events),
            actions=frozenset(action.name for action in actions),
            variables=frozenset(self._variables),
            procedures=self._names.procedures,
            primitives=self._names.primitives,
        )

    def _element(self, kind: str, name: str, text: Any) -> dict[str, Any]:
        return self._scope.element(kind, f"{self._name}/{name}", text)

    def _known_states(self, states: tuple[str, ...], span: Span, owner: str) -> bool:
        legal = {**self._state_names, **dict.fromkeys(self._groups)}
        known = True
        for state in states:
            if state not in self._state_names:
                known &= self._scope.known("SWM0203", "state", state, legal, span, owner)
        return known

    def _state(self, key: str, text: Any) -> State:
        if text.value is UNSET and not stated(text.gone, False):
            self._scope.report.add("SWM0109", text.span_, "`value` must be stated here.")
            self._scope.broken.add(self._id)
        reads_as = stated(text.reads_as)
        if reads_as is not None:
            self._known_states((reads_as,), text.marks_["reads_as"], self._id)
        return State(
            name=key,
            value=stated(text.value, 0),
            final=stated(text.final, False),
            reads_as=reads_as,
            gone=stated(text.gone, False),
            **self._element("state", key, text),
        )

    def _group(self, key: str) -> StateGroup:
        place = entries(self._text.groups).places[key]  # type: ignore[attr-defined]
        self._known_states(self._groups[key], place, self._id)
        return StateGroup(
            name=key, states=self._groups[key], id=f"{self._scope.key}:group:{self._name}/{key}", span=place
        )

    def _type(self, text: TypedText) -> Value:
        if text.type is UNSET:
            self._scope.report.add("SWM0109", text.span_, "`type` must be stated here.")
            self._scope.broken.add(self._id)
            return Value.TEXT
        return Value(text.type)

    def _variable(self, key: str, text: VariableText) -> Variable:
        return Variable(
            name=key,
            type=self._type(text),
            members=words(text.members),
            range=None if text.range is UNSET else parse_range(text.range),
            initial=_scalar(stated(text.initial)),
            shown_by=self._shown_by(key, text),
            **self._element("variable", key, text),
        )

    def _shown_by(self, key: str, text: VariableText) -> str | None:
        if text.shown_by is UNSET:
            return None
        self._scope.path(text.shown_by, text.marks_["shown_by"], f"{self._scope.key}:variable:{self._name}/{key}")
        return text.shown_by

    def _fact(self, key: str, text: FactText) -> Fact:
        return Fact(
            name=key,
            type=self._type(text),
            members=words(text.members),
            range=None if text.range is UNSET else parse_range(text.range),
            unit=stated(text.unit),
            fixed=stated(text.fixed, False),
            **self._element("fact", key, text),
        )

    def _choices(self, key: str, text: FactText) -> tuple[Choice, ...]:
        result = []
        for number, entry in enumerate(stated(text.rules, ()), 1):
            owner = f"{self._scope.key}:rule:{self._name}/{key}/{number}"
            guard = None if entry.when is UNSET else self._guards.guard(entry.when, entry.marks_["when"], owner)
            if entry.when is not UNSET and guard is None:
                continue
            result.append(
                Choice(
                    value=_scalar(entry.is_),
                    guard=guard,
                    guard_text=_guard_text(entry.when),
                    **self._element("rule", f"{key}/{number}", entry),
                )
            )
        return tuple(result)

    def _declare(self, key: str, text: EventText) -> None:
        name = " ".join(key.split())
        owner = f"{self._scope.key}:event:{self._name}/{name}"
        command = self._command(name, text.span_, text, owner)
        if command is not None:
            self._events[name] = command
            return
        if text.kind is UNSET:
            self._scope.report.add("SWM0109", text.span_, "`kind` must be stated here: internal, timer or restart.")
            self._scope.broken.add(self._id)
        results = words(text.carries)
        for result in results:
            self._known_result(result, text.marks_["carries"], owner)
        while_in = words(text.while_in)
        if while_in:
            self._known_states(expand(while_in, self._groups), text.marks_["while_in"], owner)
        self._events[name] = Event(
            name=name,
            kind=_KINDS[stated(text.kind, "internal")],
            results=results,
            after=self._after(text, owner),
            accepted_by=self._accepted_by(text, owner),
            while_in=expand(while_in, self._groups),
            **self._element("event", name, text),
        )

    def _accepted_by(self, text: EventText, owner: str) -> str | None:
        if text.accepted_by is UNSET:
            return None
        place = text.marks_["accepted_by"]
        known = self._scope.known("SWM0210", "procedure", text.accepted_by, self._names.procedures, place, owner)
        return text.accepted_by if known else None

    def _after(self, text: EventText, owner: str) -> Expression | None:
        if text.after is UNSET:
            return None
        span = text.marks_["after"]
        if isinstance(text.after, int) or re.fullmatch("[0-9]{1,9}", text.after):
            return Literal(int(text.after), span)
        known = self._scope.path(text.after, span, owner)
        return Reference(text.after, ReferenceKind.NODE, span) if known else None

    def _command(self, name: str, span: Span, text: EventText | None, owner: str) -> Event | None:
        """`name` as a command on a node, None when it is none."""
        word, _, rest = name.partition(" ")
        if not rest or word not in _COMMANDS:
            return None
        kind = _COMMANDS[word]
        within = kind is not EventKind.EXEC and rest.startswith(_WITHIN)
        path = rest.removeprefix(_WITHIN) if within else rest
        exact = Span(span.file, span.line, span.column + len(name) - len(path), span.end_line, span.end_column)
        fits = span.line == span.end_line and span.end_column - span.column == len(name)
        legal = [
            node.path
            for node in self._scope.nodes.values()
            if (node.nodes if within else kind.value.capitalize() in {a.value for a in node.access})
        ]
        if not self._scope.path(path, exact if fits else span, owner, legal):
            self._scope.broken.add(self._id)
        fields = (
            {"id": f"{self._scope.key}:event:{self._name}/{name}", "span": span, "origin": span.file.partition("/")[0]}
            if text is None
            else self._element("event", name, text)
        )
        return Event(name=name, kind=kind, path=path, within=within, **fields)

    def _known_event(self, name: str, span: Span, owner: str) -> bool:
        if name in self._events:
            return True
        command = self._command(name, span, None, owner)
        if command is not None:
            self._events[name] = command
            return True
        return self._scope.known("SWM0207", "event", name, self._events, span, owner)

    def _known_result(self, name: str, span: Span, owner: str) -> bool:
        return name == "given" or self._scope.known("SWM0205", "result", name, self._names.results, span, owner)

    def _action(self, key: str, text: Any) -> Action:
        owner = f"{self._scope.key}:action:{self._name}/{key}"
        if text.takes is not UNSET:
            self._scope.known("SWM0208", "type", text.takes, self._names.types, text.marks_["takes"], owner)
        if text.made_by is not UNSET:
            self._scope.known(
                "SWM0210", "procedure", text.made_by, self._names.procedures, text.marks_["made_by"], owner
            )
        if text.otherwise is not UNSET:
            self._known_event(text.otherwise, text.marks_["otherwise"], owner)
        return Action(
            name=key,
            takes=stated(text.takes),
            made_by=stated(text.made_by),
            otherwise=stated(text.otherwise),
            installs=stated(text.installs, False),
            **self._element("action", key, text),
        )

    def _row_id(self, kind: str, event: str, sources: tuple[str, ...]) -> str:
        """Stable over edits elsewhere: the event, the first state, and a number among those alike."""
        stem = f"{self._name}/{event}/{sources[0] if sources else 'otherwise'}"
        number = self._rows[stem] = self._rows.get(stem, 0) + 1
        return stem if number == 1 else f"{stem}/{number}"

    def _transitions(self, text: TransitionText, actions: tuple[Action, ...]) -> list[Transition]:
        marks = text.marks_
        sources = expand(words(text.from_), self._groups)
        owner = f"{self._id}/{marks['on']}"
        known = self._known_states(sources, marks["from"], owner)
        known &= text.to == "same" or self._known_states((text.to,), marks["to"], owner)
        if text.result is not UNSET:
            known &= self._known_result(text.result, marks["result"], owner)
        does = words(text.do)
        for action in does:
            known &= self._scope.known(
                "SWM0212", "action", action, {entry.name for entry in actions}, marks["do"], owner
            )
        if text.owes is not UNSET:
            known &= self._scope.known("SWM0206", "alert", text.owes, self._names.alerts, marks["owes"], owner)
        sends = words(text.send)
        for alert in sends:
            if alert != "owed":
                known &= self._scope.known("SWM0206", "alert", alert, self._names.alerts, marks["send"], owner)
        guard = None if text.when is UNSET else self._guards.guard(text.when, marks["when"], owner)
        known &= text.when is UNSET or guard is not None
        sets = self._assignments(text, owner)
        rows = []
        for event in events_of(text.on):
            if not (self._known_event(event, marks["on"], owner) and known and sets is not None):
                self._scope.broken.add(self._id)
                continue
            targets = sources if text.to == "same" else (text.to,)
            for index, target in enumerate(targets):
                own = (sources[index],) if text.to == "same" else sources
                rows.append(
                    Transition(
                        event=event,
                        sources=own,
                        target=target,
                        guard=guard,
                        guard_text=_guard_text(text.when),
                        status=stated(text.status),
                        result=stated(text.result),
                        sets=sets,
                        does=does,
                        owes=stated(text.owes),
                        sends=sends,
                        **self._scope.element("transition", self._row_id("transition", event, own), text),
                    )
                )
        return rows

    def _assignments(self, text: TransitionText, owner: str) -> tuple[Assignment, ...] | None:
        result = []
        assigned: Mapping[str, Any] = entries(text.set)
        for name, value in assigned.items():
            place = assigned.places[name]  # type: ignore[attr-defined]
            known = self._scope.known("SWM0211", "variable", name, self._variables, place, owner)
            variable = self._variables.get(name)
            if variable is not None and variable.type is Value.ENUM and value in variable.members:
                expression: Expression | None = Literal(value, place)
            else:
                expression = self._guards.value(value, _value_place(place, name, value), owner)
            if not known or expression is None:
                return None
            result.append(
                Assignment(
                    variable=name,
                    value=expression,
                    id=f"{owner}/{name}",
                    span=place,
                    origin=place.file.partition("/")[0],
                )
            )
        return tuple(result)

    def _refusals(self, text: RefusalText) -> list[Refusal]:
        marks = text.marks_
        named = words(text.in_)
        otherwise = "otherwise" in named
        states = () if otherwise else expand(named, self._groups)
        owner = f"{self._id}/{marks['on']}"
        known = self._known_states(states, marks["in"], owner)
        if text.result is not UNSET:
            known &= self._known_result(text.result, marks["result"], owner)
        guard = None if text.when is UNSET else self._guards.guard(text.when, marks["when"], owner)
        known &= text.when is UNSET or guard is not None
        rows = []
        for event in events_of(text.on):
            if not (self._known_event(event, marks["on"], owner) and known):
                self._scope.broken.add(self._id)
                continue
            rows.append(
                Refusal(
                    event=event,
                    states=states,
                    otherwise=otherwise,
                    guard=guard,
                    guard_text=_guard_text(text.when),
                    status=stated(text.status),
                    result=stated(text.result),
                    keeps=stated(text.keeps, ""),
                    **self._scope.element("refusal", self._row_id("refusal", event, states), text),
                )
            )
        return rows


def _guard_text(value: Any) -> str | None:
    if value is UNSET:
        return None
    return ("true" if value else "false") if isinstance(value, bool) else " ".join(str(value).split())


def _scalar(value: Any) -> Any:
    return value if isinstance(value, (bool, int, str)) or value is None else str(value)


def _value_place(name: Span, key: str, value: Any) -> Span:
    """Where the value of ``key: value`` stands: right behind the key, on its line."""
    start = name.end_column + 2
    return Span(name.file, name.line, start, name.end_line, start + len(str(value)))

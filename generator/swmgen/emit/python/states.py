"""What `states.py` shows: events, variables, facts, guards, the table."""

from __future__ import annotations

import textwrap

from msgspec import Struct

from swmgen.emit.python.guards import GuardWriter, python_type
from swmgen.emit.python.names import Names, camel, snake, upper
from swmgen.emit.python.nodes import EnumMember, EnumView, NodesView, relative
from swmgen.emit.python.text import WIDTH, docstring, literal
from swmgen.model import Enabler, Fact, Machine, Refusal, Transition, Value, Variable


class DecidedView(Struct, frozen=True):
    """A fact that rules decide: a function with one `if` a rule."""

    name: str
    type: str
    doc: str
    rules: tuple[tuple[str | None, str, tuple[str, ...]], ...]
    element: str


class FieldView(Struct, frozen=True):
    """A variable or a fact."""

    name: str
    type: str
    initial: str
    restore: str
    doc: str


class FunctionView(Struct, frozen=True):
    """A guard or an assignment as a function of the context."""

    name: str
    doc: str
    code: str


class RowView(Struct, frozen=True):
    """One row of the table, as a call."""

    kind: str
    arguments: str
    element: str


class MachineView(Struct, frozen=True):
    """One machine of `states.py`."""

    name: str
    camel: str
    upper: str
    title: str
    state_enum: str
    event_enum: EnumView
    enums: tuple[EnumView, ...]
    variables: tuple[FieldView, ...]
    facts: tuple[FieldView, ...]
    decided: tuple[DecidedView, ...]
    guards: tuple[FunctionView, ...]
    assignments: tuple[FunctionView, ...]
    rows: tuple[RowView, ...]
    spec: str
    element: str


class StatesView(Struct):
    """Everything `states.py` shows, and what it imports."""

    machines: list[MachineView] = []
    from_nodes: set[str] = set()
    from_machine: set[str] = set()
    uses_result: bool = False
    uses_replace: bool = False


def event_member(name: str, of: str) -> str:
    """The member of the event enumeration: the command without the machine's node (``EXEC_DOWNLOAD``)."""
    *words, path = name.split()
    if not words:
        return upper(name)
    below = relative(of, path).replace("../", "")
    return "_".join((*(word.upper() for word in words), *(upper(part) for part in below.split("/") if below)))


def decider(machine: str, fact: str) -> str:
    """The function that decides `fact`; `machine` is empty when the enabler has but one."""
    return "_".join(("decide", *((snake(machine),) if machine else ()), snake(fact)))


def build_states(enabler: Enabler, nodes: NodesView) -> StatesView:
    """The view of an enabler's machines."""
    view = StatesView()
    for machine in enabler.machines:
        view.machines.append(_Builder(enabler, machine, nodes, view).machine())
    return view


class _Builder:
    def __init__(self, enabler: Enabler, machine: Machine, nodes: NodesView, view: StatesView) -> None:
        self._enabler = enabler
        self._machine = machine
        self._nodes = nodes
        self._view = view
        self._prefix = camel(machine.name)
        self._declared: list[Variable | Fact] = [*machine.variables, *machine.facts]
        self._many = len(enabler.machines) > 1
        self._enums = {
            entry.name: f"{self._prefix}{camel(entry.name)}" for entry in self._declared if entry.type is Value.ENUM
        }
        ranges = {
            variable.name: (variable.range.low, variable.range.high) for variable in machine.variables if variable.range
        }
        decided = {fact.name: decider(self._prefix_of(), fact.name) for fact in machine.facts if fact.rules}
        self._writer = GuardWriter(machine.of, nodes, self._enums, ranges, decided)
        self._guards: dict[str, FunctionView] = {}
        self._assignments: dict[str, FunctionView] = {}

    def _function_name(self, word: str, number: int) -> str:
        return f"_{snake(self._machine.name)}_{word}_{number}" if self._many else f"_{word}_{number}"

    def machine(self) -> MachineView:
        machine = self._machine
        rows = [self._transition(row) for row in machine.transitions]
        rows += [self._refusal(row) for row in machine.refusals]
        self._view.from_nodes |= self._writer.used | {self._nodes.state_enum[machine.name]}
        names = Names()
        events = tuple(
            EnumMember(names.give(event_member(event.name, machine.of)), literal(event.name), docstring(event.doc, 4))
            for event in machine.events
        )
        self._members = {event.name: member.name for event, member in zip(machine.events, events, strict=True)}
        return MachineView(
            name=machine.name,
            camel=self._prefix,
            upper=upper(machine.name),
            title=literal(f"{self._enabler.key} {machine.name}"),
            state_enum=self._nodes.state_enum[machine.name],
            event_enum=EnumView(
                f"{self._prefix}Event", "Enum", f"What can happen to the machine `{machine.name}`.", events, machine.id
            ),
            enums=tuple(self._enum(name, enum) for name, enum in self._enums.items()),
            variables=tuple(
                self._variable(variable) for variable in machine.variables if variable.type is not Value.ORDER
            ),
            facts=tuple(self._fact(fact) for fact in machine.facts if not fact.rules),
            decided=tuple(self._decided(fact) for fact in machine.facts if fact.rules),
            guards=tuple(self._guards.values()),
            assignments=tuple(self._assignments.values()),
            rows=tuple(rows),
            spec=f"{machine.span.file}:{machine.span.line}",
            element=machine.id,
        )

    def _enum(self, name: str, enum: str) -> EnumView:
        declared = next(entry for entry in self._declared if entry.name == name)
        members = tuple(EnumMember(upper(member), literal(member), "") for member in declared.members)
        return EnumView(enum, "Enum", docstring(declared.doc or name, 4), members, declared.id)

    def _variable(self, variable: Variable) -> FieldView:
        enum = self._enums.get(variable.name)
        if enum is not None:
            first = variable.initial if isinstance(variable.initial, str) else variable.members[0]
            initial = f"{enum}.{upper(str(first))}"
            restore = f"{enum}[stored.get({literal(variable.name)}, {literal(upper(str(first)))})]"
        else:
            default = {Value.BOOL: "False", Value.INT: "0"}.get(variable.type, '""')
            given = variable.initial
            initial = default if given is None else literal(given) if isinstance(given, str) else repr(given)
            restore = f"stored.get({literal(variable.name)}, {initial})"
        return FieldView(variable.name, python_type(variable.type, enum), initial, restore, docstring(variable.doc, 4))

    def _decided(self, fact: Fact) -> DecidedView:
        enum = self._enums.get(fact.name)
        rules = tuple(
            (
                None if rule.guard is None else self._writer.guard(rule.guard),
                f"{enum}.{upper(str(rule.value))}" if enum else repr(rule.value),
                tuple(textwrap.wrap(" ".join(rule.doc.split()), WIDTH - 6)),
            )
            for rule in fact.rules
        )
        doc = docstring(f"{fact.doc or fact.name}\n\nSpec: {fact.span.file}:{fact.span.line}", 4)
        return DecidedView(decider(self._prefix_of(), fact.name), python_type(fact.type, enum), doc, rules, fact.id)

    def _prefix_of(self) -> str:
        return self._machine.name if self._many else ""

    def _fact(self, fact: Fact) -> FieldView:
        unit = f" Unit: {fact.unit}." if fact.unit else ""
        bounds = f" Range: {fact.range}." if fact.range else ""
        text = docstring(f"{fact.doc or fact.name}{unit}{bounds}", 8)
        return FieldView(fact.name, python_type(fact.type, self._enums.get(fact.name)), "", "", text)

    def _guard(self, row: Transition | Refusal) -> str | None:
        if row.guard is None:
            return None
        text = row.guard_text or ""
        if text not in self._guards:
            code = self._writer.guard(row.guard)
            name = self._function_name("when", len(self._guards) + 1)
            self._guards[text] = FunctionView(name, docstring(text, 4), code)
        return self._guards[text].name

    def _assign(self, row: Transition) -> str | None:
        sets = ", ".join(
            f"{assignment.variable}={self._writer.value(assignment.variable, assignment.value)}"
            for assignment in row.sets
        )
        if not sets:
            return None
        self._view.uses_replace = True
        if sets not in self._assignments:
            name = self._function_name("set", len(self._assignments) + 1)
            self._assignments[sets] = FunctionView(name, "", f"replace(c.variables, {sets})")
        return self._assignments[sets].name

    def _state(self, name: str) -> str:
        return f"{self._nodes.state_enum[self._machine.name]}.{upper(name)}"

    def _states(self, names: tuple[str, ...]) -> str:
        inner = ", ".join(self._state(name) for name in names)
        return f"({inner},)" if len(names) == 1 else f"({inner})"

    def _event(self, name: str) -> str:
        return f"{self._prefix}Event.{event_member(name, self._machine.of)}"

    def _result(self, name: str | None) -> str | None:
        if name is None:
            return None
        if name == "given":
            self._view.from_machine.add("GIVEN")
            return "GIVEN"
        self._view.uses_result = True
        return f"Result.{upper(name)}"

    def _sends(self, names: tuple[str, ...]) -> str | None:
        if not names:
            return None
        if "owed" in names:
            self._view.from_machine.add("OWED")
        inner = ", ".join("OWED" if name == "owed" else literal(name) for name in names)
        return f"({inner},)" if len(names) == 1 else f"({inner})"

    def _transition(self, row: Transition) -> RowView:
        self._view.from_machine.add("On")
        does = ", ".join(literal(action) for action in row.does)
        arguments = [self._event(row.event), self._states(row.sources), self._state(row.target)]
        arguments += _named(
            spec=literal(f"{row.span.file}:{row.span.line}"),
            when=self._guard(row),
            status=row.status,
            result=self._result(row.result),
            assign=self._assign(row),
            do=f"({does},)" if len(row.does) == 1 else f"({does})" if does else None,
            owes=literal(row.owes) if row.owes else None,
            send=self._sends(row.sends),
        )
        return RowView("On", ", ".join(arguments), row.id)

    def _refusal(self, row: Refusal) -> RowView:
        self._view.from_machine |= {"Refuse", *(("OTHERWISE",) if row.otherwise else ())}
        arguments = [self._event(row.event), "OTHERWISE" if row.otherwise else self._states(row.states)]
        arguments += _named(
            spec=literal(f"{row.span.file}:{row.span.line}"),
            when=self._guard(row),
            status=row.status,
            result=self._result(row.result),
            keeps=literal(row.keeps) if row.keeps else None,
        )
        return RowView("Refuse", ", ".join(arguments), row.id)


def _named(**arguments: object) -> list[str]:
    return [f"{name}={value}" for name, value in arguments.items() if value is not None]

"""The device in Promela: one option for each way a row can go, each a single d_step."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from swmgen.emit.promela.expressions import Known, Writer, all_of, any_of, negated
from swmgen.emit.promela.system import declarations, forgotten, is_first, moves
from swmgen.model import (
    ANYTHING,
    Action,
    Checked,
    Enabler,
    EventKind,
    Machine,
    NeverState,
    NeverStep,
    OnlyOrdered,
    OrdersEnd,
    Refusal,
    Scalar,
    Size,
    Transition,
)
from swmgen.semantics import Atom, outcomes
from swmgen.verify.cases import Cases
from swmgen.verify.device import DeviceState
from swmgen.verify.messages import Message, lacking, messages_of
from swmgen.verify.observed import unsettled

Row = Transition | Refusal
Allowed = Callable[[str, Row | None], str]
"""When the device may do something by itself: an event and the row that takes it, or an action and none; an action of
its journal, or `POWER_ON`, or `STARTED` where no event tells of it."""
POWER_ON, STARTED = "power on", "started"
IDLE = "power == ON && journal[0] == 0"


def always(event: str, row: Row | None) -> str:
    """Whenever it can."""
    return "true"


class Option(msgspec.Struct, frozen=True):
    """One way a cell goes: when, and by which row with which facts."""

    condition: str
    row: Row
    known: Known


class Model:
    """One machine at one size as a Promela model; with `claims` its steps assert the properties about steps and states."""

    def __init__(self, enabler: Enabler, machine: Machine, size: Size, *, claims: bool = True) -> None:
        self._enabler = enabler
        self._machine = machine
        self._size = size
        self._asserts = claims
        self._messages = messages_of(enabler, machine, size)
        self._cases = Cases(enabler, machine)
        self._states = {state.name: number for number, state in enumerate(machine.states, 1)}
        self._actions: Mapping[str, Action] = {action.name: action for action in machine.actions}
        self._action_numbers = {name: number for number, name in enumerate(self._actions, 1)}
        self._variables = {entry.name: f"v_{entry.name}" for entry in self._cases.variables}
        self._fixed = {fact.name: f"f_{fact.name}" for fact in self._cases.fixed}
        self._writer = Writer(
            self._words(), {**self._variables, **self._fixed}, {fact.name: fact for fact in machine.facts}
        )
        self._cells = outcomes(machine)
        self._orders = [entry for entry in machine.properties if isinstance(entry, OnlyOrdered)]
        self._gone = [str(self._states[state.name]) for state in machine.states if state.gone]
        longest = max((len(row.does) for row in machine.transitions), default=0)
        self._journal = max(1, 2 * longest)

    def _words(self) -> dict[str, int]:
        words: dict[str, None] = {}
        for variable in self._machine.variables:
            words.update(dict.fromkeys(variable.members))
            if isinstance(variable.initial, str):
                words[variable.initial] = None
        for fact in self._machine.facts:
            words.update(dict.fromkeys(fact.members))
        for values in self._cases.texts():
            words[values] = None
        return {word: number for number, word in enumerate(words, 1)}

    def text(self) -> str:
        """The whole model."""
        lines = [
            *self.head("One d_step a transition; verify with -DSAFETY -DNOREDUCE, assertions are the properties."),
            "active proctype system() {",
            "  do",
            *(f"  :: d_step {{ {option} }}" for option in self.options()),
            "  od",
            "}",
        ]
        return "\n".join(lines) + "\n"

    def head(self, how: str) -> Iterator[str]:
        """What stands before the process: what the model is and `how` it is verified, and the declarations."""
        yield from (
            f"/* {self._enabler.key}, machine {self._machine.name}: what `swmgen verify` searches, for spin.",
            f"   {how}",
            f"   Bounds: {', '.join(f'{n} {getattr(self._size, n)}' for n in self._size.__struct_fields__)}. */",
            *(f"/* message {n}: {_named(m)} */" for n, m in enumerate(self._messages, 1)),
            *(f"/* state {n}: {name} */" for name, n in self._states.items()),
            "#define ON 0",
            "#define OFF 1",
            "#define BOOTING 2",
            *self._declared(),
            *declarations(self._size),
            f"inline journalled(a) {{ {self._append()} }}",
        )

    def options(self) -> list[str]:
        """All that the device and what is around it can do."""
        return list(dict.fromkeys(self._options()))

    def own(self, allowed: Allowed = always) -> list[str]:
        """What the device does by itself, where it is allowed to."""
        return list(dict.fromkeys(self._own(allowed)))

    def left_alone(self, begins: str) -> str:
        """From now on there is nothing around the device; only where `begins` holds."""
        return f"({all_of(['begun' if self._fixed else 'true', begins])}) -> {'; '.join(forgotten(self._size))}"

    def is_shown(self, states: Sequence[str]) -> str:
        """The condition that the device has power and nothing left to do, and is in one of these states."""
        return all_of([IDLE, any_of([f"state == {self._states[state]}" for state in states])])

    def is_like(self, found: DeviceState, parts: Sequence[str]) -> str:
        """The condition that the device agrees with `found` in these parts: the names of `parts_of`."""
        known = self.parts_of(found)
        return all_of([f"{part} == {known[part]}" for part in parts])

    def parts_of(self, found: DeviceState) -> dict[str, str]:
        """The parts of a state of the device by their names in the model, with their values as numbers."""
        known = {"state": str(self._states[found.state]), "power": str(found.power), "owed": str(found.owed)}
        values = zip(self._variables.values(), found.variables, strict=True)
        fixed = zip(self._fixed.values(), found.fixed, strict=True)
        known.update((name, self._writer.number(value)) for name, value in (*values, *fixed))
        journal = [*(self._action_numbers[action] for action in found.actions), *[0] * self._journal]
        known.update((f"journal[{n}]", str(journal[n])) for n in range(self._journal))
        known.update((f"ordered_{n}", str(int(stands))) for n, stands in enumerate(found.ordered))
        return known

    def _declared(self) -> Iterator[str]:
        yield f"byte state = {self._states[self._machine.initial]};"
        for entry, value in zip(self._cases.variables, self._cases.initial(), strict=True):
            yield f"short {self._variables[entry.name]} = {self._writer.number(value)};"
        for name in self._fixed.values():
            yield f"byte {name};"
        if self._fixed:
            yield "bool begun;"
        yield "byte owed;"
        yield f"byte journal[{self._journal}];"
        yield "byte power;"
        for number in range(len(self._orders)):
            yield f"bit ordered_{number};"

    def _append(self) -> str:
        # Options of an if are taken in any order, so only the first empty place may fit.
        guards = [
            f":: journal[{n}] == 0{''.join(f' && journal[{m}] != 0' for m in range(n))} -> journal[{n}] = a"
            for n in range(self._journal)
        ]
        return f"if {' '.join(guards)} :: else -> assert(false) fi"

    def _options(self) -> Iterator[str]:
        begun = "begun && " if self._fixed else ""
        if self._fixed:
            for values in self._cases.constants():
                sets = "; ".join(
                    f"{name} = {self._writer.number(value)}"
                    for name, value in zip(self._fixed.values(), values, strict=True)
                )
                yield f"(!begun) -> begun = 1; {sets}"
        for option in itertools.chain(self._device(), self._read(), moves(self._size, self._messages)):
            yield option if not begun else option.replace("(", f"({begun}", 1)

    def _read(self) -> Iterator[str]:
        """An option that is never taken and reads every variable.

        Claims about the values that a step sets are made of what it sets, so a variable may be set and never read;
        spin leaves such variables out of its states, and would count fewer than there are.
        """
        names = [*self._variables.values(), *self._fixed.values()]
        if names:
            yield f"(power > BOOTING && {' + '.join(names)} == 0) -> t = 0"

    def _own(self, allowed: Allowed) -> Iterator[str]:
        yield from self._started(allowed)
        for number, action in enumerate(self._actions.values(), 1):
            yield from self._acts(number, action, allowed)
        for event in self._machine.events:
            if event.kind in (EventKind.INTERNAL, EventKind.TIMER) and event.accepted_by is None:
                within = event.while_in if event.kind is EventKind.TIMER else None
                yield from self._fires(event.name, IDLE, within=within, allowed=allowed)

    def _device(self) -> Iterator[str]:
        yield from self._own(always)
        for number, message in enumerate(self._messages, 1):
            yield from self._takes(number, message)
        for entry in self._machine.properties:
            if isinstance(entry, NeverState) and self._asserts:
                yield from self._never(entry)

    # power and journal --------------------------------------------------------------------------------------------

    def _started(self, allowed: Allowed) -> Iterator[str]:
        restart = next((event.name for event in self._machine.events if event.kind is EventKind.RESTART), None)
        gone = any_of([f"state == {number}" for number in self._gone])
        told = "false" if restart is None else negated(gone)
        wanted = any_of(["journal[0] != 0", told])
        on = allowed(POWER_ON, None)
        if on != "false":
            yield f"({all_of([f'power == OFF && ({wanted})', on])}) -> power = BOOTING"
            yield f"({all_of([f'power == OFF && !({wanted})', on])}) -> power = ON"
        ready = "power == BOOTING && journal[0] == 0"
        started = allowed(STARTED, None)
        if (restart is None or self._gone) and started != "false":
            told = f"{ready} && {gone if restart is not None else 'true'}"
            yield f"({all_of([told, started])}) -> power = ON"
        if restart is not None:
            yield from self._fires(restart, ready, before="power = ON; ", refused=True, allowed=allowed)

    def _acts(self, number: int, action: Action, allowed: Allowed) -> Iterator[str]:
        shift = "".join(f"journal[{n}] = journal[{n + 1}]; " for n in range(self._journal - 1))
        shift += f"journal[{self._journal - 1}] = 0; "
        ready = f"power != OFF && journal[0] == {number}"
        claim = ""
        for entry in self._machine.properties:
            if isinstance(entry, Checked) and action.name in entry.before and self._asserts:
                sound = action.made_by == entry.procedure and not lacking(self._enabler, entry)
                claim = claim if sound else "assert(false); "
        done = all_of([ready, allowed(action.name, None)])
        if done != "false":
            yield f"({done}) -> {claim}{shift}t = 0"
        if action.made_by is not None and action.otherwise is not None:
            yield from self._fires(action.otherwise, ready, before=shift, refused=True, allowed=allowed)

    # events -------------------------------------------------------------------------------------------------------

    def _takes(self, number: int, message: Message) -> Iterator[str]:
        for slot in range(self._size.messages):
            here = f"{IDLE} && down[{slot}] == {number} && {is_first('down', slot)}"
            take = f"take_down_{slot}(); "
            gone = any_of([f"state == {n}" for n in self._gone])
            if not message.event:
                yield f"({here}) -> {take}t = 0"
                continue
            if self._gone:
                yield f"({here} && ({gone})) -> {take}t = 0"
            yield from self._fires(message.event, here, before=take, refused=True, message=message)

    def _fires(
        self,
        event: str,
        when: str,
        *,
        before: str = "",
        refused: bool = False,
        message: Message | None = None,
        within: Sequence[str] | None = None,
        allowed: Allowed = always,
    ) -> Iterator[str]:
        """The options of an event while `when`; with `refused` also those that change nothing but what `before` does."""
        for states, option in self._ways(event):
            chosen = [state for state in states if within is None or state in within]
            if not chosen:
                continue
            place = any_of([f"state == {self._states[state]}" for state in chosen])
            row = option.row
            condition = all_of([when, place, allowed(event, row), option.condition])
            if condition == "false":
                continue
            if isinstance(row, Refusal):
                claims = self._claims(event, chosen, option, message)
                if refused or claims:
                    yield f"({condition}) -> {claims}{before}t = 0"
                continue
            if row.owes is not None and message is not None:
                yield f"({condition} && FULL) -> {before}t = 0"
                condition += " && !FULL"
            claims = self._claims(event, chosen, option, message)
            yield f"({condition}) -> {claims}{before}{self._effect(row, option.known, message)}"

    def _ways(self, event: str) -> Iterator[tuple[list[str], Option]]:
        """The states that share a cell, with each way it can go."""
        shared: dict[tuple[str, ...], list[str]] = {}
        for state in self._states:
            cell = self._cells.get((state, event))
            if cell and str(self._states[state]) not in self._gone:
                key = (*(outcome.row.id for outcome in cell), *self._cases.judged_in(state, event))
                shared.setdefault(key, []).append(state)
        for states in shared.values():
            yield from ((states, option) for option in self._cell(states[0], event))

    def _cell(self, state: str, event: str) -> Iterator[Option]:
        cell = self._cells[(state, event)]
        domain = self._cases.domain(state, event)
        merged: dict[tuple[str, str], list[tuple[str, Row, Known]]] = {}
        for values in itertools.product(*domain.values()):
            known: dict[Atom, Scalar | None] = dict(zip(domain, values, strict=True))
            possible = self._possible(known)
            guards = [self._writer.guard(outcome.row.guard, known) for outcome in cell if not outcome.is_rest]
            for outcome in cell:
                row = outcome.row
                own = negated(any_of(guards)) if outcome.is_rest else self._writer.guard(row.guard, known)
                condition = all_of([possible, own])
                if condition == "false":
                    continue
                effect = self._effect(row, known, None) if isinstance(row, Transition) else ""
                claims = self._claims(event, [state], Option(condition, row, known), None)
                merged.setdefault((row.id, effect + claims), []).append((condition, row, known))
        for ways in merged.values():
            yield Option(any_of([condition for condition, _, _ in ways]), ways[0][1], ways[0][2])

    def _possible(self, known: Known) -> str:
        """When facts can be so together with the variables."""
        parts = []
        for fact in self._machine.facts:
            value = known.get(("fact", fact.name))
            usual = value is None or value is False or (fact.members and value == fact.members[0])
            if fact.only_when is not None and not usual:
                parts.append(self._writer.guard(fact.only_when, known))
        return all_of(parts)

    def _effect(self, row: Transition, known: Known, message: Message | None) -> str:
        parts = [f"{name} = {value}" for name, value in self._assigned(row, known).items() if name != value]
        parts.append(f"state = {self._states[row.target]}")
        if row.owes is not None:
            parts.append(f"owed = {message.server if message is not None and message.server else 1}")
        for number, entry in enumerate(self._orders):
            if row.event in entry.begins:
                parts.append(f"ordered_{number} = 1")
            ends = f"ordered_{number} = 0"
            if row.target in entry.until:
                parts.append(ends)
            elif "owed" in row.sends:
                parts.append(f"if :: owed != 0 -> {ends} :: else fi")
        if "owed" in row.sends:
            parts.append("if :: owed != 0 && !FULL -> stored[owed]++ :: else fi")
            parts.append("owed = 0")
        parts += [f"journalled({self._action_numbers[action]})" for action in row.does]
        return "; ".join(parts)

    def _assigned(self, row: Transition, known: Known) -> dict[str, str]:
        ranges = {variable.name: variable.range for variable in self._machine.variables}
        found: dict[str, str] = {}
        for assignment in row.sets:
            if assignment.variable not in self._variables:
                continue
            value = self._writer.value(assignment.value, known)
            bounds = ranges[assignment.variable]
            if bounds is not None and bounds.high is not None and not value.isdigit():
                value = f"({value} > {bounds.high} -> {bounds.high} : {value})"
            found[self._variables[assignment.variable]] = value
        return found

    # properties ---------------------------------------------------------------------------------------------------

    def _claims(self, event: str, states: Sequence[str], option: Option, message: Message | None) -> str:
        """Assertions that a step makes before it changes anything."""
        if not self._asserts:
            return ""
        row = option.row
        found = []
        for entry in self._machine.properties:
            if isinstance(entry, NeverStep):
                found.append(self._step_claim(entry, event, states, option))
            elif isinstance(row, Refusal):
                continue
            elif isinstance(entry, OrdersEnd):
                if unsettled(row, 0, self._enabler) is not None:
                    found.append("false")
                elif row.owes is not None:
                    found.append("owed == 0")
            elif isinstance(entry, OnlyOrdered):
                number = self._orders.index(entry)
                if set(entry.actions).intersection(row.does) and event not in entry.begins:
                    found.append(f"ordered_{number} == 1")
                if set(entry.actions).intersection(row.does) and "owed" in row.sends:
                    found.append("false" if row.owes is not None else "owed == 0")
            elif isinstance(entry, Checked) and event in entry.before and lacking(self._enabler, entry):
                asked = f"passes({entry.procedure})" in (row.guard_text or "").replace(" ", "")
                if asked and option.known.get(("passes", entry.procedure)):
                    found.append("false")
        if message is not None and message.breaks >= 0 and isinstance(row, Transition):
            found.append("false")
        return "".join(f"assert({claim}); " for claim in dict.fromkeys(found) if claim and claim != "true")

    def _step_claim(self, entry: NeverStep, event: str, states: Sequence[str], option: Option) -> str:
        row = option.row
        does = row.does if isinstance(row, Transition) else ()
        target = row.target if isinstance(row, Transition) else None
        if (entry.events and event not in entry.events) or event in entry.unless:
            return ""
        if entry.sources and not set(entry.sources).intersection(states):
            return ""
        if entry.statuses is not None and not (
            row.status is not None and entry.statuses[0] <= row.status <= entry.statuses[1]
        ):
            return ""
        if entry.refused and isinstance(row, Transition):
            return ""
        if entry.does and not set(entry.does).intersection(does):
            return ""
        if (entry.not_to or entry.omits) and (
            target is None or target in entry.not_to or set(entry.omits).intersection(does)
        ):
            return ""
        asked = (row.guard_text or "").replace(" ", "")
        known = {
            atom: value if atom[0] != "passes" or f"passes({atom[1]})" in asked else False
            for atom, value in option.known.items()
        }
        assigned = self._assigned(row, option.known) if isinstance(row, Transition) else {}
        sources = [str(self._states[state]) for state in entry.sources] if entry.sources else []
        parts = [any_of([f"state == {number}" for number in sources]) if sources else "true"]
        if entry.targets:
            if target is None:
                parts.append(any_of([f"state == {self._states[state]}" for state in entry.targets]))
            elif target not in entry.targets:
                return ""
        if entry.falls is not None:
            name = self._variables[entry.falls]
            parts.append(f"{assigned[name]} < {name}" if name in assigned else "false")
        if entry.changes:
            parts.append(self._changes(entry, row, target, assigned, bool(does)))
        parts.append(self._writer.after(assigned).guard(entry.then, known))
        parts.append(self._writer.guard(entry.guard, known))
        bad = all_of(parts)
        return "" if bad == "false" else negated(bad)

    def _changes(self, entry: NeverStep, row: Row, target: str | None, assigned: Mapping[str, str], does: bool) -> str:
        found = []
        for name in entry.changes:
            if name in ("state", ANYTHING) and target is not None:
                found.append(f"state != {self._states[target]}")
            if name == ANYTHING and isinstance(row, Transition):
                found += ["true"] if does or row.owes is not None else []
                found += ["owed != 0"] if "owed" in row.sends else []
                found += [f"{variable} != {value}" for variable, value in assigned.items()]
            variable = self._variables.get(name, "")
            if variable in assigned:
                found.append(f"{variable} != {assigned[variable]}")
        return any_of(found)

    def _never(self, entry: NeverState) -> Iterator[str]:
        states = any_of([f"state == {self._states[state]}" for state in entry.states]) if entry.states else "true"
        bad = all_of(["power == ON", states, self._writer.guard(entry.guard, {})])
        if bad != "false":
            yield f"({bad}) -> assert(false)"


def _named(message: Message) -> str:
    if not message.event:
        return "forged, stopped by the checks"
    who = f" of server {message.server}" if message.server else ""
    return f"{message.event}{who}" + (f", which {message.lacks} would stop" if message.lacks else "")

"""04xx: state machines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from swmgen.check.guard_types import clashes, fits
from swmgen.check.properties import property_clashes
from swmgen.check.rule import Rule, Subject
from swmgen.diagnostics import Note
from swmgen.model import (
    Access,
    And,
    Element,
    EventKind,
    Expression,
    Fact,
    Format,
    Machine,
    Not,
    Or,
    Passes,
    Refusal,
    State,
    Transition,
    Value,
    Variable,
)
from swmgen.semantics import Outcome, domains, holds, valuations
from swmgen.semantics.statuses import STATUSES

Row = Transition | Refusal
ACCESS = {
    EventKind.EXEC: Access.EXEC,
    EventKind.REPLACE: Access.REPLACE,
    EventKind.ADD: Access.ADD,
    EventKind.DELETE: Access.DELETE,
}


def rows(machine: Machine) -> Iterator[Row]:
    """Transitions, then refusals."""
    yield from machine.transitions
    yield from machine.refusals


def _each(look: Callable[[Subject, Machine], None]) -> Callable[[Subject], None]:
    def all_machines(subject: Subject) -> None:
        for machine in subject.machines:
            look(subject, machine)

    return all_machines


def _values_distinct(subject: Subject, machine: Machine) -> None:
    seen: dict[int, State] = {}
    for state in machine.states:
        if state.gone:
            continue
        other = seen.setdefault(state.value, state)
        if other is not state:
            subject.found(
                state.id,
                state.at("value"),
                f"`{state.name}` and `{other.name}` both have the value {state.value}.",
                Note("the other", other.at("value")),
            )


def _reachable(subject: Subject, machine: Machine) -> None:
    reached = {machine.initial}
    grew = True
    while grew:
        grew = False
        for transition in machine.transitions:
            if transition.target not in reached and reached.intersection(transition.sources):
                reached.add(transition.target)
                grew = True
    for state in machine.states:
        if state.name not in reached:
            subject.found(state.id, state.span, f"Nothing leads from `{machine.initial}` to `{state.name}`.")


def _way_out(subject: Subject, machine: Machine) -> None:
    for state in machine.states:
        leaves = any(state.name in row.sources and row.target != state.name for row in machine.transitions)
        if not leaves and not state.final and not state.gone:
            subject.found(state.id, state.span, f"Nothing leads out of `{state.name}`, and it is not final.")


def _complete(subject: Subject, machine: Machine) -> None:
    """A pair that nothing is said about, or whose guards leave a case over."""
    cells = subject.cells[machine.name]
    spoken_of = {row.event for row in rows(machine)}
    for event in machine.events:
        if event.name not in spoken_of and not event.kind.is_command:
            continue
        missing = [state.name for state in machine.states if not state.gone and (state.name, event.name) not in cells]
        if missing:
            subject.found(
                event.id,
                event.span,
                f"Nothing is said about `{event.name}` in {_names(missing)}.",
                Note("add a transition, or a refusal `in: otherwise`"),
            )
        for state in machine.states:
            cell = cells.get((state.name, event.name), ())
            gap = _gap(cell, machine, subject)
            if gap is not None:
                subject.found(
                    event.id, cell[0].row.span, f"Nothing is said about `{event.name}` in `{state.name}` when {gap}."
                )


def _gap(cell: tuple[Outcome, ...], machine: Machine, subject: Subject) -> str | None:
    guards = [outcome.row.guard for outcome in cell if not outcome.is_rest]
    if not cell or any(outcome.is_rest for outcome in cell) or any(guard is None for guard in guards):
        return None
    asked = domains([guard for guard in guards if guard is not None], machine, subject.nodes)
    for valuation in valuations(asked):
        if not any(holds(guard, valuation) for guard in guards):
            return describe(valuation)
    return None


def _deterministic(subject: Subject, machine: Machine) -> None:
    """A pair for which two rows hold at once. The same two rows are reported once, whatever the states."""
    reported: set[tuple[str, str]] = set()
    for (state, event), cell in subject.cells[machine.name].items():
        plain = [outcome.row for outcome in cell if not outcome.is_rest]
        for index, row in enumerate(plain):
            for other in plain[:index]:
                if (row.id, other.id) in reported:
                    continue
                both = _overlap(row, other, machine, subject)
                if both is not None:
                    reported.add((row.id, other.id))
                    subject.found(
                        row.id,
                        row.span,
                        f"Two rows hold for `{event}` in `{state}` when {both}.",
                        Note("the other", other.span),
                    )
        rest = [outcome.row for outcome in cell if outcome.is_rest]
        for row in rest[1:]:
            if (row.id, rest[0].id) not in reported:
                reported.add((row.id, rest[0].id))
                subject.found(row.id, row.span, f"A second `otherwise` for `{event}`.", Note("the first", rest[0].span))


def _overlap(row: Row, other: Row, machine: Machine, subject: Subject) -> str | None:
    guards = [guard for guard in (row.guard, other.guard) if guard is not None]
    for valuation in valuations(domains(guards, machine, subject.nodes)):
        if holds(row.guard, valuation) and holds(other.guard, valuation):
            return describe(valuation)
    return None


def describe(valuation: object) -> str:
    """A valuation in words."""
    if not isinstance(valuation, dict) or not valuation:
        return "always"
    parts = []
    for (kind, name), value in valuation.items():
        if kind in ("set", "passes"):
            parts.append(f"{'' if value else 'not '}{kind}({name})")
        elif value is None:
            parts.append(f"{name} has no value")
        else:
            shown = str(value).lower() if isinstance(value, bool) else str(value)
            parts.append(f"{name} = {shown}")
    return ", ".join(parts)


def _names(names: list[str]) -> str:
    shown = [f"`{name}`" for name in names[:5]]
    more = f" and {len(names) - 5} more states" if len(names) > 5 else ""
    return ", ".join(shown) + more


def _command_allowed(subject: Subject, machine: Machine) -> None:
    for event in machine.events:
        node = subject.nodes.get(event.path or "")
        wanted = ACCESS.get(event.kind)
        if node is None or wanted is None:
            continue
        if not any(entry.allows(wanted) for entry in (node.walk() if event.within else (node,))):
            subject.found(
                event.id,
                event.span,
                f"{node.path}{' and what is below it do' if event.within else ' does'} not allow {wanted.value}, "
                f"so `{event.name}` never happens.",
                Note("its AccessType", node.at("access")),
            )


def _exec_handled(subject: Subject) -> None:
    handled = {
        event.path for machine in subject.enabler.machines for event in machine.events if event.kind is EventKind.EXEC
    }
    roots = {machine.of.partition("/")[0] for machine in subject.enabler.machines}
    if not roots or len(subject.machines) < len(subject.enabler.machines):
        return
    for node in subject.nodes.values():
        if node.allows(Access.EXEC) and node.path not in handled and node.path.partition("/")[0] in roots:
            subject.found(node.id, node.at("access"), f"No machine says what an Exec on {node.path} does.")


def _status_legal(subject: Subject, machine: Machine) -> None:
    for row in rows(machine):
        event = machine.event(row.event)
        if event is None or row.status is None or not event.kind.is_command:
            continue
        legal = STATUSES[event.kind]
        if row.status not in legal:
            subject.found(
                row.id,
                row.at("status"),
                f"Status {row.status} cannot answer an {event.kind.value.capitalize()}.",
                Note(f"what can: {', '.join(map(str, sorted(legal)))}"),
            )


def _status_where_awaited(subject: Subject, machine: Machine) -> None:
    for row in rows(machine):
        event = machine.event(row.event)
        if event is None:
            continue
        if event.kind.is_command and row.status is None:
            subject.found(row.id, row.span, f"A server waits for a Status to `{event.name}`; none is stated.")
        elif not event.kind.is_command and row.status is not None:
            subject.found(row.id, row.at("status"), f"Nobody waits for a Status to `{event.name}`.")


def _result_carried(subject: Subject, machine: Machine) -> None:
    carried_by = {event.name for event in machine.events if event.results}
    carried_by |= {action.otherwise for action in machine.actions if action.otherwise}
    for row in rows(machine):
        if row.result == "given" and row.event not in carried_by and not _asks_procedure(row.guard):
            subject.found(row.id, row.at("result"), f"`{row.event}` carries no result that could be given.")


def _asks_procedure(guard: Expression | None) -> bool:
    match guard:
        case Passes():
            return True
        case Not(term=term):
            return _asks_procedure(term)
        case And(terms=terms) | Or(terms=terms):
            return any(_asks_procedure(term) for term in terms)
        case _:
            return False


def _unused(subject: Subject, declared: Iterable[Element], used: set[str], what: str) -> None:
    for entry in declared:
        name = str(getattr(entry, "name", ""))
        if name not in used and subject.is_own(entry.origin, entry.changed_by):
            subject.found(entry.id, entry.span, f"The {what} `{name}` is never used.")


def _asked(machine: Machine) -> set[str]:
    """Names of variables and facts that guards and assignments read."""
    guards = [row.guard for row in rows(machine) if row.guard is not None]
    guards += [rule.guard for fact in machine.facts for rule in fact.rules if rule.guard is not None]
    names = {name for kind, name in domains(guards, machine, {}) if kind in ("variable", "fact")}
    for transition in machine.transitions:
        for assignment in transition.sets:
            names |= {name for kind, name in domains([assignment.value], machine, {}) if kind in ("variable", "fact")}
    return names


def _variables_used(subject: Subject, machine: Machine) -> None:
    plain = [variable for variable in machine.variables if variable.type is not Value.ORDER and not variable.shown_by]
    _unused(subject, plain, _asked(machine) | {a.variable for t in machine.transitions for a in t.sets}, "variable")


def _facts_used(subject: Subject, machine: Machine) -> None:
    _unused(subject, machine.facts, _asked(machine), "fact")


def _actions_used(subject: Subject, machine: Machine) -> None:
    _unused(subject, machine.actions, {action for row in machine.transitions for action in row.does}, "action")


def _events_used(subject: Subject, machine: Machine) -> None:
    used = {row.event for row in rows(machine)} | {a.otherwise for a in machine.actions if a.otherwise}
    _unused(subject, [event for event in machine.events if not event.kind.is_command], used, "event")


def _assignments_fit(subject: Subject, machine: Machine) -> None:
    for transition in machine.transitions:
        for assignment in transition.sets:
            variable = next((entry for entry in machine.variables if entry.name == assignment.variable), None)
            reason = None if variable is None else fits(variable, assignment.value, machine, subject.nodes)
            if reason is not None:
                subject.found(transition.id, assignment.span, f"`{assignment.variable}` cannot become this: {reason}.")


def _guards_typed(subject: Subject, machine: Machine) -> None:
    for row in rows(machine):
        if row.guard is not None:
            for span, reason in clashes(row.guard, machine, subject.nodes):
                subject.found(row.id, span, f"This comparison has no meaning: {reason}.")
    property_clashes(subject, machine)


def _shown_by(subject: Subject, machine: Machine) -> None:
    node = subject.nodes.get(machine.shown_by or "")
    if node is not None and (node.format is not Format.INT or not node.allows(Access.GET)):
        subject.found(
            machine.id, machine.at("shown_by"), f"{node.path} shows the state, so it must be an int that allows Get."
        )


def _timers(subject: Subject, machine: Machine) -> None:
    for event in machine.events:
        if event.kind is not EventKind.TIMER:
            continue
        if event.after is None:
            subject.found(event.id, event.span, f"The timer `{event.name}` does not say after how long.")
        elif not event.while_in:
            subject.found(event.id, event.span, f"The timer `{event.name}` does not say in which states it runs.")
        else:
            node = subject.nodes.get(getattr(event.after, "name", ""))
            if node is not None and node.format is not Format.INT:
                subject.found(event.id, event.at("after"), f"{node.path} is no int, so it gives no seconds.")


def _owed_is_paid(subject: Subject, machine: Machine) -> None:
    paid = any("owed" in row.sends for row in machine.transitions)
    for row in machine.transitions:
        if row.owes is not None and not paid:
            subject.found(row.id, row.at("owes"), f"The alert `{row.owes}` is owed, but nothing sends what is owed.")


def _paid_is_owed(subject: Subject, machine: Machine) -> None:
    owed = any(row.owes is not None for row in machine.transitions)
    for row in machine.transitions:
        if "owed" in row.sends and not owed:
            subject.found(row.id, row.at("send"), "Nothing is ever owed, so there is nothing to send.")


def _accepted_owes(subject: Subject, machine: Machine) -> None:
    for row in machine.transitions:
        if row.status == 202 and row.owes is None:
            subject.found(row.id, row.at("status"), "202 promises that an alert will follow; `owes` must say which.")


def _reads_as_base(subject: Subject, machine: Machine) -> None:
    for state in machine.states:
        target = machine.state(state.reads_as or "")
        if target is not None and target.reads_as is not None:
            subject.found(state.id, state.at("reads_as"), f"`{target.name}` itself reads as `{target.reads_as}`.")


def _value_allowed(subject: Subject, machine: Machine) -> None:
    node = subject.nodes.get(machine.shown_by or "")
    if node is None or not node.values:
        return
    allowed = {value.value for value in node.values}
    for state in machine.states:
        if not state.gone and str(state.value) not in allowed:
            subject.found(state.id, state.at("value"), f"{node.path} does not allow the value {state.value}.")


def _declared_well(subject: Subject, machine: Machine) -> None:
    declared: list[Variable | Fact] = [*machine.variables, *machine.facts]
    for entry in declared:
        if entry.type is Value.ENUM and not entry.members:
            subject.found(entry.id, entry.span, f"The enum `{entry.name}` has no members.")
        initial = getattr(entry, "initial", None)
        if initial is None:
            continue
        wrong = (
            (entry.type is Value.ENUM and initial not in entry.members)
            or (entry.type is Value.BOOL and not isinstance(initial, bool))
            or (entry.type is Value.INT and (not isinstance(initial, int) or isinstance(initial, bool)))
        )
        low, high = (entry.range.low, entry.range.high) if entry.range else (None, None)
        if not wrong and isinstance(initial, int) and not isinstance(initial, bool):
            wrong = (low is not None and initial < low) or (high is not None and initial > high)
        if wrong:
            subject.found(entry.id, entry.at("initial"), f"`{initial}` is no value of `{entry.name}`.")


def _otherwise_needed(subject: Subject, machine: Machine) -> None:
    used = {outcome.row.id for cell in subject.cells[machine.name].values() for outcome in cell if outcome.is_rest}
    for refusal in machine.refusals:
        if refusal.otherwise and refusal.id not in used:
            subject.found(refusal.id, refusal.span, f"Everything is said about `{refusal.event}`; this adds nothing.")


def _gone_ends(subject: Subject, machine: Machine) -> None:
    gone = {state.name for state in machine.states if state.gone}
    for state in machine.states:
        if state.gone and "/" not in machine.of:
            subject.found(state.id, state.at("gone"), f"{machine.of} is no node that can be deleted.")
        if state.gone and state.name == machine.initial:
            subject.found(
                state.id, state.at("gone"), f"`{state.name}` is the first state, so nothing would ever exist."
            )
    for row in rows(machine):
        named = row.sources if isinstance(row, Transition) else row.states
        for name in named:
            if name in gone:
                subject.found(row.id, row.span, f"In `{name}` the node is gone; nothing happens to it any more.")


def _variables_shown(subject: Subject, machine: Machine) -> None:
    for variable in machine.variables:
        node = subject.nodes.get(variable.shown_by or "")
        if node is None:
            continue
        reason = None
        if not node.allows(Access.GET):
            reason = "the leaf does not allow Get"
        elif variable.type is Value.ENUM:
            named = {value.name for value in node.values}
            lacking = [member for member in variable.members if member not in named]
            reason = f"the leaf has no value called {_names(lacking)}" if lacking else None
        elif node.format is not {Value.BOOL: Format.BOOL, Value.INT: Format.INT}.get(variable.type, Format.CHR):
            reason = f"the leaf has the format {node.format.value if node.format else 'node'}"
        if reason is not None:
            subject.found(variable.id, variable.at("shown_by"), f"{node.path} cannot show `{variable.name}`: {reason}.")


def _nodes_its_own(subject: Subject, machine: Machine) -> None:
    """A guard reads nodes of its own instance, or nodes there is one of."""
    for row in rows(machine):
        if row.guard is None:
            continue
        for kind, name in domains([row.guard], machine, subject.nodes):
            if kind not in ("node", "set"):
                continue
            shared = 0
            for own, other in zip(machine.of.split("/"), name.split("/"), strict=False):
                if own != other:
                    break
                shared += 1
            if any(part.startswith("<") for part in name.split("/")[shared:]):
                subject.found(
                    row.id, row.at("when"), f"Which {name} is meant? `{machine.name}` belongs to {machine.of}."
                )


def _nodeless_is_table(subject: Subject, machine: Machine) -> None:
    """A machine of something that is no node is a table alone: nothing shows it, commands it or acts for it."""
    if machine.each is None:
        return
    for key, value in (
        ("of", machine.of),
        ("shown_by", machine.shown_by),
        ("result_shown_by", machine.result_shown_by),
    ):
        if value:
            subject.found(machine.id, machine.at(key), f"`{machine.name}` belongs to no node, so it has no `{key}`.")
    for event in machine.events:
        if event.kind.is_command:
            subject.found(
                event.id, event.span, f"`{machine.name}` belongs to no node, so no `{event.name}` reaches it."
            )
    for row in machine.transitions:
        for key, stated in (("do", row.does), ("owes", row.owes), ("send", row.sends)):
            if stated:
                subject.found(
                    row.id, row.at(key), f"`{machine.name}` belongs to no node; nobody carries out its `{key}`."
                )


RULES = (
    Rule("SWM0401", "states have values of their own", _each(_values_distinct)),
    Rule("SWM0402", "every state can be reached", _each(_reachable)),
    Rule("SWM0403", "every state has a way out", _each(_way_out)),
    Rule("SWM0404", "every event has an outcome in every state", _each(_complete)),
    Rule("SWM0405", "no event has two outcomes", _each(_deterministic)),
    Rule("SWM0406", "commands are allowed by their nodes", _each(_command_allowed)),
    Rule("SWM0407", "every Exec does something", _exec_handled),
    Rule("SWM0408", "statuses are those of the command", _each(_status_legal)),
    Rule("SWM0409", "commands get a Status, other events none", _each(_status_where_awaited)),
    Rule("SWM0410", "what is given is carried", _each(_result_carried)),
    Rule("SWM0411", "events are used", _each(_events_used)),
    Rule("SWM0412", "variables are used", _each(_variables_used)),
    Rule("SWM0413", "facts are used", _each(_facts_used)),
    Rule("SWM0414", "actions are used", _each(_actions_used)),
    Rule("SWM0416", "assignments fit their variables", _each(_assignments_fit)),
    Rule("SWM0417", "comparisons have a meaning", _each(_guards_typed)),
    Rule("SWM0418", "the state can be shown", _each(_shown_by)),
    Rule("SWM0419", "timers run for a time, in some states", _each(_timers)),
    Rule("SWM0420", "what is owed is sent", _each(_owed_is_paid)),
    Rule("SWM0421", "what is sent was owed", _each(_paid_is_owed)),
    Rule("SWM0422", "202 is followed by an alert", _each(_accepted_owes)),
    Rule("SWM0423", "states read as states of the base", _each(_reads_as_base)),
    Rule("SWM0424", "states are allowed values of their leaf", _each(_value_allowed)),
    Rule("SWM0425", "variables and facts are declared well", _each(_declared_well)),
    Rule("SWM0427", "otherwise says something", _each(_otherwise_needed)),
    Rule("SWM0428", "what is gone is gone", _each(_gone_ends)),
    Rule("SWM0429", "variables can be shown by their leaves", _each(_variables_shown)),
    Rule("SWM0430", "guards read nodes of their own object", _each(_nodes_its_own)),
    Rule("SWM0431", "a machine of no node is a table alone", _each(_nodeless_is_table)),
)

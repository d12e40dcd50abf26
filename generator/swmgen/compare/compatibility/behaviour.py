"""BEHAVIOUR: states, what commands do in them, and what a server of the old version gets to see."""

from __future__ import annotations

from swmgen.compare.compatibility.rule import Category, CompatibilityRule, Versions, both
from swmgen.compare.refinement import refines
from swmgen.diagnostics import Note
from swmgen.model import Machine, Transition


def _states_stay(versions: Versions) -> None:
    for machine, changed in both(versions.machines):
        values = {state.value for state in changed.states}
        for state in machine.states:
            if changed.state(state.name) is None and state.value not in values:
                versions.removed(state, f"The state `{state.name}` ({state.value})")


def _machines_stay(versions: Versions) -> None:
    for old, new in versions.machines:
        if new is None:
            versions.removed(old, f"The machine `{old.name}`")
        elif old.initial != new.initial:
            versions.found(new, new.at("initial"), f"`{old.name}` began in `{old.initial}`, now in `{new.initial}`.")


def _end_states_stay(versions: Versions) -> None:
    for machine, changed in both(versions.machines):
        for state in machine.states:
            other = changed.state(state.name)
            if other is not None and state.final and not other.final:
                versions.found(
                    other, other.at("final"), f"An operation ended in `{state.name}`, and does not any more."
                )


def _commands_that_were_taken_are_taken(versions: Versions) -> None:
    for machine, changed in both(versions.machines):
        taken = {(source, row.event): row for row in machine.transitions for source in row.sources}
        left = {(source, row.event) for row in changed.transitions for source in row.sources}
        for (source, event), row in taken.items():
            command = machine.event(event)
            if command is None or not command.kind.is_command or changed.state(source) is None:
                continue
            if (source, event) not in left and changed.event(event) is not None:
                message = f"`{event}` was taken in `{source}` and never is in {versions.new.key}."
                versions.found(row, row.span, message)


def _statuses_stay(versions: Versions) -> None:
    for machine, changed in both(versions.machines):
        before, after = _by_command(machine), _by_command(changed)
        for key, rows in before.items():
            known = {row.status for row in rows}
            for row in after.get(key, ()):
                if row.status not in known:
                    told = ", ".join(sorted(str(status) for status in known))
                    message = f"`{key[1]}` in `{key[0]}` is answered with {row.status}; it was answered with {told}."
                    versions.found(row, row.at("status"), message)


def _final_alerts_stay(versions: Versions) -> None:
    old = {alert.name: alert.type for alert in versions.old.messages.alerts}
    new = {alert.name: alert.type for alert in versions.new.messages.alerts}
    for machine, changed in both(versions.machines):
        before, after = _by_command(machine), _by_command(changed)
        for key, rows in before.items():
            known = {old.get(row.owes or "", "none") for row in rows}
            if known.isdisjoint((*new.values(), "none")):
                continue  # the alerts themselves are gone, and that is told
            for row in after.get(key, ()):
                ends = new.get(row.owes or "", "none")
                if ends not in known:
                    message = (
                        f"`{key[1]}` in `{key[0]}` ends in the alert {ends}; it ended in {', '.join(sorted(known))}."
                    )
                    versions.found(row, row.at("owes"), message)


def _by_command(machine: Machine) -> dict[tuple[str, str], list[Transition]]:
    found: dict[tuple[str, str], list[Transition]] = {}
    for row in machine.transitions:
        event = machine.event(row.event)
        if event is not None and event.kind.is_command:
            for source in row.sources:
                found.setdefault((source, row.event), []).append(row)
    return found


def _an_overlay_shows_only_what_the_base_allows(versions: Versions) -> None:
    # Between two overlays neither is laid over the other, and their servers read all states.
    if versions.new.overlays is None or versions.old.overlays is not None:
        return
    rows = {
        (machine.name, row.span): row
        for machine in versions.new.machines
        for row in (*machine.transitions, *machine.refusals)
    }
    for refined in refines(versions.new, versions.old, versions.most):
        if not refined.is_whole:
            versions.given_up()
        for violation in refined.violations:
            row = rows[(violation.machine, violation.span)]
            steps = [f"{number}. {step}" for number, step in enumerate((*violation.way, violation.step), 1)]
            seen = violation.seen
            told = f"Status {seen.status}, " if seen.status is not None else ""
            alerts = ", ".join(f"{name} {code}" for name, code in seen.alerts) or "no alert"
            versions.found(
                row,
                violation.span,
                f"A server of {versions.old.key} sees what that does not allow: "
                f"{told}the state {seen.state}, {alerts}, after {violation.step}.",
                *(Note(step) for step in steps),
            )


RULES = tuple(
    CompatibilityRule(code, Category.BEHAVIOUR, purpose, look)
    for code, purpose, look in (
        ("SWM1041", "Machines stay, and begin where they began.", _machines_stay),
        ("SWM1042", "States stay.", _states_stay),
        ("SWM1043", "States in which an operation ends stay such.", _end_states_stay),
        ("SWM1044", "Commands that were taken are taken.", _commands_that_were_taken_are_taken),
        ("SWM1045", "Commands that are taken are answered with the Status they were.", _statuses_stay),
        ("SWM1046", "Orders end in the alerts they ended in.", _final_alerts_stay),
        (
            "SWM1047",
            "In overlay placement a server of the base sees only what the base allows.",
            _an_overlay_shows_only_what_the_base_allows,
        ),
    )
)

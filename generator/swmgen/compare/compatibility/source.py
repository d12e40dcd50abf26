"""SOURCE: names and signatures of generated code, which the code of device makers and servers uses."""

from __future__ import annotations

from swmgen.compare.compatibility.rule import Category, CompatibilityRule, Versions, both, paired
from swmgen.model import Procedure


def _results_keep_their_names(versions: Versions) -> None:
    codes = {result.code: result for result in versions.new.messages.results}
    for old, new in versions.results:
        other = codes.get(old.code)
        if new is None and other is not None:
            versions.found(other, other.span, f"The result {old.code} was called `{old.name}`, now `{other.name}`.")


def _states_keep_their_names(versions: Versions) -> None:
    for machine, changed in both(versions.machines):
        values = {state.value: state for state in changed.states}
        for state in machine.states:
            other = values.get(state.value)
            if changed.state(state.name) is None and other is not None:
                message = f"The state {state.value} was called `{state.name}`, now `{other.name}`."
                versions.found(other, other.span, message)


def _alerts_keep_their_names(versions: Versions) -> None:
    types = {alert.type: alert for alert in versions.new.messages.alerts}
    for old, new in versions.alerts:
        other = types.get(old.type)
        if new is None and other is not None:
            versions.found(other, other.span, f"The alert {old.type} was called `{old.name}`, now `{other.name}`.")


def _allowed_values_keep_their_names(versions: Versions) -> None:
    for old, new in both(versions.nodes):
        names = {value.value: value for value in new.values}
        for value in old.values:
            other = names.get(value.value)
            if other is not None and other.name != value.name:
                message = f"The value {value.value} of {old.path} was called `{value.name}`, now `{other.name}`."
                versions.found(other, other.span, message)


def _events_stay(versions: Versions) -> None:
    for machine, changed in both(versions.machines):
        for event in machine.events:
            if changed.event(event.name) is None:
                versions.removed(event, f"The event `{event.name}`")


def _facts_stay(versions: Versions) -> None:
    for machine, changed in both(versions.machines):
        for old, new in paired(machine.facts, changed.facts):
            if new is None:
                versions.removed(old, f"The fact `{old.name}`")
            elif (old.type, set(old.members) - set(new.members)) != (new.type, set()):
                versions.found(new, new.span, f"The fact `{old.name}` has another type, or fewer members.")


def _actions_stay(versions: Versions) -> None:
    for machine, changed in both(versions.machines):
        for old, new in paired(machine.actions, changed.actions):
            if new is None:
                versions.removed(old, f"The action `{old.name}`")
            elif old.takes != new.takes:
                message = f"The action `{old.name}` took {old.takes or 'nothing'}, now {new.takes or 'nothing'}."
                versions.found(new, new.span, message)


def _procedures_stay(versions: Versions) -> None:
    for old, new in paired(versions.old.security.procedures, versions.new.security.procedures):
        if new is None:
            versions.removed(old, f"The procedure `{old.name}`")
        elif _signature(old, versions.old.security) != _signature(new, versions.new.security):
            versions.found(new, new.span, f"The procedure `{old.name}` takes or gives something else.")


def _signature(procedure: Procedure, security: object) -> tuple[object, ...]:
    inputs = tuple((parameter.name, parameter.type) for parameter in procedure.inputs)
    return inputs, security.returned_type(procedure)  # type: ignore[attr-defined]


RULES = tuple(
    CompatibilityRule(code, Category.SOURCE, purpose, look)
    for code, purpose, look in (
        ("SWM1001", "Results keep their names.", _results_keep_their_names),
        ("SWM1002", "States keep their names.", _states_keep_their_names),
        ("SWM1003", "Alerts keep their names.", _alerts_keep_their_names),
        ("SWM1004", "Allowed values keep their names.", _allowed_values_keep_their_names),
        ("SWM1005", "Events stay.", _events_stay),
        ("SWM1006", "Facts stay, with their types.", _facts_stay),
        ("SWM1007", "Actions stay, with what they take.", _actions_stay),
        ("SWM1008", "Procedures stay, with what they take and give.", _procedures_stay),
    )
)

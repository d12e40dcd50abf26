"""What each form of property says of a step and of a state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from swmgen.model import (
    ANYTHING,
    CorrelatorRule,
    Enabler,
    Expression,
    Machine,
    NeverState,
    NeverStep,
    Refusal,
    Scalar,
    Transition,
)
from swmgen.semantics import Atom, holds


def judged_guards(machine: Machine, state: str, event: str) -> list[tuple[int, Expression]]:
    """The guards of properties that ask about steps on `event` in `state`, with the properties' numbers."""
    return [
        (number, entry.guard)
        for number, entry in enumerate(machine.properties)
        if isinstance(entry, NeverStep)
        and entry.guard is not None
        and (not entry.events or event in entry.events)
        and (not entry.sources or state in entry.sources)
    ]


def may_be_step(entry: NeverStep, event: str, state: str, row: Transition | Refusal) -> bool:
    """Whether a step of `row` in `state` can be what `entry` says never happens, as far as the row alone tells."""
    does = row.does if isinstance(row, Transition) else ()
    target = row.target if isinstance(row, Transition) else state
    status = row.status
    if (entry.events and event not in entry.events) or event in entry.unless:
        return False
    if entry.sources and state not in entry.sources:
        return False
    if entry.targets and target not in entry.targets:
        return False
    if entry.statuses is not None and not (status is not None and entry.statuses[0] <= status <= entry.statuses[1]):
        return False
    if isinstance(row, Refusal) and (entry.changes or entry.falls is not None or entry.not_to or entry.omits):
        return False
    if entry.refused and not isinstance(row, Refusal):
        return False
    if target in entry.not_to or set(entry.omits).intersection(does):
        return False
    return not entry.does or bool(set(entry.does).intersection(does))


def is_step(
    entry: NeverStep,
    before: tuple[str, Mapping[str, Scalar | None]],
    after: tuple[str, Mapping[str, Scalar | None]],
    more_changes: bool,
) -> bool:
    """Whether a step that `may_be_step`, and before which its guard held, is one."""
    if entry.falls is not None and not _is_less(after[1][entry.falls], before[1][entry.falls]):
        return False
    if entry.changes and not _changes(entry.changes, before, after, more_changes):
        return False
    return entry.then is None or holds(entry.then, {("variable", name): value for name, value in after[1].items()})


def _is_less(after: Scalar | None, before: Scalar | None) -> bool:
    return isinstance(after, int) and isinstance(before, int) and after < before


def _changes(
    names: Sequence[str],
    before: tuple[str, Mapping[str, Scalar | None]],
    after: tuple[str, Mapping[str, Scalar | None]],
    more: bool,
) -> bool:
    for name in names:
        if name in ("state", ANYTHING) and before[0] != after[0]:
            return True
        if name == ANYTHING and (more or before[1] != after[1]):
            return True
        if name in before[1] and before[1][name] != after[1][name]:
            return True
    return False


def is_state(entry: NeverState, state: str, facts: Mapping[Atom, Scalar | None]) -> bool:
    """Whether the machine is as `entry` says it never is."""
    return (not entry.states or state in entry.states) and holds(entry.guard, facts)


def unsettled(row: Transition, owed: int, enabler: Enabler) -> str | None:
    """How a transition breaks the promise of one final alert for each order; None when it does not.

    `owed` is 0 when nothing is owed before the transition.
    """
    alerts = {alert.name: alert for alert in enabler.messages.alerts}
    if row.owes is None and row.status == 202:
        return "the order is accepted with 202, and no alert is owed"
    if row.owes is not None:
        if owed:
            return "the order displaces one that is still owed its alert"
        alert = alerts.get(row.owes)
        if row.status != 202:
            return "an alert is owed to an order that was not answered 202"
        if alert is not None and row.event not in alert.answers:
            return f"the alert `{row.owes}` does not answer `{row.event}`"
        if alert is not None and alert.correlator is not CorrelatorRule.ECHO:
            return f"the alert `{row.owes}` does not carry the order's Correlator"
    for name in row.sends:
        named = alerts.get(name)
        if name != "owed" and named is not None and named.answers:
            return f"the final alert `{name}` is sent by its name, so the order stays owed"
    return None

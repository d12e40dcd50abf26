"""What must be seen after an event: Status, state as servers read it, last result, alerts with all their parts."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

import msgspec

from swmgen.model import Alert, CorrelatorRule, Enabler, Machine, Refusal, Scalar
from swmgen.model.enabler import OVERLAY
from swmgen.model.messages import EXECUTED
from swmgen.semantics.exploration import Move


class SentAlert(msgspec.Struct, frozen=True, omit_defaults=True):
    """An alert that must be sent. `source` is below the machine's node; `correlated` when it must echo the order's."""

    name: str
    type: str
    format: str
    mark: str
    code: int | None = None
    source: str = ""
    correlated: bool = False


class Expected(msgspec.Struct, frozen=True, omit_defaults=True):
    """`state` is the name, `value` what the leaf holds; `status` is None for events that are no commands.

    `result` is the code of the last result, 0 before there was one. `older` is
    what a server of the base reads in overlay placement. `gone` is true when the
    node is no longer there. `leaves` are those that show a variable, by their paths below the machine's node.
    """

    state: str
    value: int
    spec: str
    status: int | None = None
    result: int = 0
    alerts: tuple[SentAlert, ...] = ()
    actions: tuple[str, ...] = ()
    refused: bool = False
    older: int | None = None
    gone: bool = False
    leaves: dict[str, str] = {}


class Expectations:
    """Tells what must be seen, for the moves of one machine."""

    def __init__(self, enabler: Enabler, machine: Machine) -> None:
        self._machine = machine
        self._codes = {result.name: result.code for result in enabler.messages.results}
        self._alerts = {alert.name: alert for alert in enabler.messages.alerts}
        self._states = {state.name: state for state in machine.states}
        older = enabler.older if machine.older_shown_by is not None else None
        self._older_codes = None if older is None else {result.name: result.code for result in older.results}
        self._older_alerts = None if older is None else {alert.name for alert in older.alerts}
        self._reads = {result.name: result.reads_as for result in enabler.messages.results}
        paths = enabler.tree.by_path()
        self._leaves = tuple(
            (
                posixpath.relpath(variable.shown_by, machine.of),
                place,
                {value.name: value.value for value in paths[variable.shown_by].values},
            )
            for place, variable in enumerate(machine.variables)
            if variable.shown_by is not None
        )
        self._extension = tuple(node.path for node in enabler.tree.walk() if node.name == OVERLAY)

    @property
    def leaves(self) -> tuple[str, ...]:
        """The leaves that show a variable."""
        return tuple(path for path, _, _ in self._leaves)

    def is_of_extension(self, path: str) -> bool:
        """Whether a node is one that only servers of the extension know, in overlay placement."""
        return any(path == node or path.startswith(f"{node}/") for node in self._extension)

    def of(self, move: Move, executed: str | None, *, extended: bool) -> Expected:
        """`executed` is the node whose Exec is owed its final alert, `extended` whether the server used the extension."""
        after = move.taken.after
        state = self._states[after.state]
        older = None
        if self._machine.older_shown_by is not None:
            shown = state
            while shown.reads_as is not None:
                shown = self._states[shown.reads_as]
            older = shown.value
        result = 0 if after.last_result is None else self._codes[after.last_result]
        return Expected(
            after.state,
            state.value,
            str(move.taken.row.span).rpartition(":")[0],
            move.taken.status,
            result,
            tuple(
                self._alert(self._alerts[name], self._told(after.last_result, extended), executed)
                for name in move.taken.sends
                if extended or self._older_alerts is None or name in self._older_alerts
            ),
            move.taken.does,
            isinstance(move.taken.row, Refusal),
            older,
            state.gone,
            {path: _shown(after.variables[place], values) for path, place, values in self._leaves},
        )

    def _told(self, result: str | None, extended: bool) -> int:
        """The code that a server is sent: one that knows only the base is sent what it knows."""
        if result is None:
            return 0
        if self._older_codes is None or extended:
            return self._codes[result]
        name: str | None = result
        while name is not None and name not in self._older_codes:
            name = self._reads.get(name)
        return self._codes[result] if name is None else self._older_codes[name]

    def _alert(self, alert: Alert, result: int, executed: str | None) -> SentAlert:
        failed = result // 100 % 10 != 2
        mark = alert.mark_on_failure if failed and alert.mark_on_failure is not None else alert.mark
        return SentAlert(
            alert.name,
            alert.type,
            alert.format.value,
            mark.value,
            result if alert.data == "result" else None,
            self._source(alert, executed),
            alert.correlator is CorrelatorRule.ECHO,
        )

    def _source(self, alert: Alert, executed: str | None) -> str:
        if alert.source == EXECUTED:
            return executed or ""
        if alert.source is None or not self._machine.of:
            return ""
        below = posixpath.relpath(alert.source, self._machine.of)
        return "" if below == "." else below


def _shown(value: Scalar, values: Mapping[str, str]) -> str:
    """A variable as its leaf holds it."""
    if isinstance(value, str):
        return values[value]
    return str(value).lower() if isinstance(value, bool) else str(value)

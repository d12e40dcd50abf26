"""One decision of a state machine. Nothing is performed: what should happen is returned."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from swm.errors import LocalError
from swm.machine.table import GIVEN, On, Refuse, Table

S = TypeVar("S", bound=enum.Enum)
E = TypeVar("E", bound=enum.Enum)


class IllegalEvent(LocalError):
    """No row of the table takes this event in this state. The state is as before."""

    def __init__(self, machine: str, state: enum.Enum, event: enum.Enum, legal: tuple[str, ...]) -> None:
        names = ", ".join(legal) or "none"
        super().__init__(f"{machine}: nothing is said about {event.value} in {state.name}; legal here: {names}")
        self.machine = machine
        self.state = state
        self.event = event
        self.legal = legal


@dataclass(frozen=True, slots=True)
class Outcome(Generic[S, E]):
    """What one event leads to. `variables` are the new ones; `row` is the line of the table that decided."""

    row: On[S, E] | Refuse[S, E]
    before: S
    after: S
    variables: Any
    status: int | None
    result: int | None

    @property
    def is_refusal(self) -> bool:
        """True when nothing changes but what the refusal says."""
        return isinstance(self.row, Refuse)


class Machine(Generic[S, E]):
    """A table and its name; it has no state of its own."""

    def __init__(self, name: str, table: Table[S, E]) -> None:
        self.name: Final = name
        self._table = table

    def legal(self, state: S) -> tuple[str, ...]:
        """The events that lead out of `state` or do something in it."""
        return tuple(
            str(event.value)
            for (at, event), rows in self._table.items()
            if at == state and any(isinstance(row, On) for row in rows)
        )

    def decide(self, state: S, event: E, context: Any, given: Callable[[], int | None] = lambda: None) -> Outcome[S, E]:
        """The one row that takes `event` in `state`.

        `given` tells the result that the event carries, or the procedure that
        a guard has just run; it is asked after the guards.

        IllegalEvent when there is none, LocalError when the row needs a result
        and none was given.
        """
        for row in self._table.get((state, event), ()):
            if row.when is not None and not row.when(context):
                continue
            result = given() if row.result == GIVEN else row.result
            if row.result == GIVEN and result is None:
                raise LocalError(f"{self.name}: {event.value} in {state.name} must carry a result")
            if isinstance(row, Refuse):
                return Outcome(row, state, state, context.variables, row.status, result)
            variables = row.assign(context) if row.assign is not None else context.variables
            return Outcome(row, state, row.to, variables, row.status, result)
        raise IllegalEvent(self.name, state, event, self.legal(state))

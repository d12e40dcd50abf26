"""A machine of something that is no node: its compiled table decides, as it does in the part of a device that uses it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from swm.conformance.client import Observation, Unsupported
from swm.conformance.vectors import Step
from swm.machine import Context, Machine


class Decided:
    """State and variables of one such thing; both outlive a restart.

    `machine` is the compiled machine, `events`, `states` and `variables` the classes made with it, `facts` answers
    the questions of its guards. What it sends is not seen: only objects have a queue of alerts.
    """

    def __init__(self, machine: Machine[Any, Any], events: Any, first: Any, variables: Any, facts: Any) -> None:
        self._machine = machine
        self._events = events
        self._state = first
        self._variables = variables()
        self._facts = facts
        self._actions: tuple[str, ...] = ()

    def happen(self, step: Step) -> None:
        """The table decides about one event. Unsupported for a step that only an object can show."""
        if step.expect.get("alerts"):
            raise Unsupported(f"{step.event} sends an alert, and what is no node has no queue to send from")
        context: Context[Any, Any] = Context(self._variables, self._facts, _no_node, _no_procedure)
        given: Callable[[], int | None] = lambda: step.result  # noqa: E731 - what the event carries
        outcome = self._machine.decide(self._state, self._events(step.event), context, given)
        self._state, self._variables = outcome.after, outcome.variables
        self._actions += () if outcome.is_refusal else getattr(outcome.row, "do", ())

    def observe(self) -> Observation:
        """The state by its value; the actions since the last time."""
        actions, self._actions = self._actions, ()
        return Observation(state=str(int(self._state)), actions=actions)


def _no_node(path: str) -> None:
    return None


def _no_procedure(name: str) -> bool:
    return False

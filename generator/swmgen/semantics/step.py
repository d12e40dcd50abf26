"""One step of a machine: the row that decides, and what becomes of the variables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from swmgen.model import Machine, Refusal, Scalar, Transition
from swmgen.semantics.evaluate import Valuation, evaluate, holds
from swmgen.semantics.outcomes import Outcome


def decide(cell: Sequence[Outcome], valuation: Valuation) -> Transition | Refusal | None:
    """The row of a cell that holds: those with a guard come first, what stands for the rest last."""
    rows = sorted(cell, key=lambda outcome: 2 if outcome.is_rest else 0 if outcome.row.guard is not None else 1)
    return next((outcome.row for outcome in rows if holds(outcome.row.guard, valuation)), None)


def assigned(row: Transition | Refusal, valuation: Valuation, machine: Machine) -> Mapping[str, Scalar | None]:
    """The variables that a row sets, with their values after it; sums stay within the variable's range."""
    if isinstance(row, Refusal):
        return {}
    ranges = {variable.name: variable.range for variable in machine.variables}
    result: dict[str, Scalar | None] = {}
    for assignment in row.sets:
        value = evaluate(assignment.value, valuation)
        bounds = ranges.get(assignment.variable)
        if bounds is not None and isinstance(value, int) and not isinstance(value, bool):
            value = value if bounds.low is None else max(bounds.low, value)
            value = value if bounds.high is None else min(bounds.high, value)
        result[assignment.variable] = value
    return result

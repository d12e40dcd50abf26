"""What each event leads to in each state: the table that documents show and checks prove complete."""

from __future__ import annotations

import msgspec

from swmgen.model import Machine, Refusal, Transition


class Outcome(msgspec.Struct, frozen=True):
    """One cell's entry: a row of the machine, and whether it stands for what the other rows of the cell leave over."""

    row: Transition | Refusal
    is_rest: bool = False

    @property
    def target(self) -> str | None:
        """The next state, None for refusals."""
        return self.row.target if isinstance(self.row, Transition) else None


def outcomes(machine: Machine) -> dict[tuple[str, str], tuple[Outcome, ...]]:
    """(state, event) to its outcomes, in the order of the machine; a pair that nothing is said about is absent.

    An ``otherwise`` stands in every cell whose other rows all have guards, or
    that has no other row.
    """
    cells: dict[tuple[str, str], list[Outcome]] = {}
    for transition in machine.transitions:
        for source in transition.sources:
            cells.setdefault((source, transition.event), []).append(Outcome(transition))
    for refusal in machine.refusals:
        for name in refusal.states:
            cells.setdefault((name, refusal.event), []).append(Outcome(refusal))
    for refusal in machine.refusals:
        if not refusal.otherwise:
            continue
        for state in machine.states:
            if state.gone:
                continue
            cell = cells.setdefault((state.name, refusal.event), [])
            if all(outcome.row.guard is not None for outcome in cell if not outcome.is_rest):
                cell.append(Outcome(refusal, is_rest=True))
    return {key: tuple(cell) for key, cell in cells.items()}

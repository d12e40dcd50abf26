"""What the vectors that were run have covered of the specification."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from swm.conformance.running import Finding
from swm.conformance.vectors import Document, Step

HOLDS: Final = "holds"
FAILS: Final = "does not hold"


@dataclass(frozen=True, slots=True)
class Count:
    """So many of so many, and those that are missing."""

    covered: int
    all: int
    missing: tuple[str, ...] = ()


def coverage(document: Document, findings: Iterable[Finding]) -> dict[str, Count]:
    """States, transitions, refusals, pairs, both outcomes of each guard, restarts, result codes, alerts, requirements.

    Only vectors that passed count: what was skipped or failed covers nothing.
    """
    passed = [finding.step for finding in findings if finding.passed]
    head = document.head
    steps = document.steps
    source = {
        step.id: head["initial"] if step.after is None else steps[step.after].expect["state"] for step in steps.values()
    }

    def count(of: Iterable[str], among: Iterable[str]) -> Count:
        wanted, found = list(dict.fromkeys(among)), set(of)
        missing = tuple(name for name in wanted if name not in found)
        return Count(len(wanted) - len(missing), len(wanted), missing)

    every = list(steps.values())
    return {
        "states": count((step.expect["state"] for step in passed), (*head["states"],)),
        "transitions": count((step.element for step in passed), head["transitions"]),
        "refusals": count((step.element for step in passed), head["refusals"]),
        "state and event": count(
            (f"{source[step.id]}: {step.event}" for step in passed),
            (f"{source[step.id]}: {step.event}" for step in every),
        ),
        "pairs of transitions": count(
            (step.id for step in passed if step.family == "pair"), (step.id for step in every if step.family == "pair")
        ),
        "guard outcomes": count(
            (name for step in passed for name in _decided(step, source[step.id], head["guarded"])),
            (f"{row} {word}" for row in head["guarded"] for word in (HOLDS, FAILS)),
        ),
        "guard boundaries": count(
            (step.id for step in passed if step.family == "boundary"),
            (step.id for step in every if step.family == "boundary"),
        ),
        "restart in state": count(
            (source[step.id] for step in passed if step.kind == "restart"),
            (source[step.id] for step in every if step.kind == "restart"),
        ),
        "power cut after": count(
            (step.element for step in passed if step.cut), (step.element for step in every if step.cut)
        ),
        "result codes": count(
            (str(step.expect.get("result", 0)) for step in passed),
            (str(step.expect.get("result", 0)) for step in every),
        ),
        "alerts": count(
            (alert["name"] for step in passed for alert in step.expect.get("alerts", ())),
            (alert["name"] for step in every for alert in step.expect.get("alerts", ())),
        ),
        "requirements": count(
            (name for step in passed for name in step.requirements),
            (name for step in every for name in step.requirements),
        ),
    }


def _decided(step: Step, state: str, guarded: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """What a step tells about the guards of the rows that could take its event."""
    for row, where in guarded.items():
        if step.event == where["event"] and state in where["states"]:
            yield f"{row} {HOLDS if step.element == row else FAILS}"

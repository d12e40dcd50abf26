"""Vectors of security procedures: each step fails in turn, and the steps before it are called in their order, none after it.

A procedure ends "passed", "stopped" with the result code of the step that failed,
or "dropped" at a step that fails silently. Where a step needs the value of a
node, one more vector leaves the node empty: the step fails without its check
being called.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from swmgen.model import Enabler, Procedure
from swmgen.model.security import Step

PROCEDURES: Final = "procedures"


class Ended(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a procedure must end. `actions` are the checks that are called, in order; `result` 0 is none."""

    state: str
    value: str
    spec: str
    result: int = 0
    actions: tuple[str, ...] = ()


class ProcedureVector(msgspec.Struct, frozen=True, omit_defaults=True):
    """One run of the procedure `event`. `fails` is the place of the check that fails, from 0; None when none does.

    `world` has under `nodes` the paths of nodes that hold no value.
    """

    id: str
    family: str
    event: str
    kind: str
    expect: Ended
    fails: int | None = None
    world: dict[str, dict[str, None]] = {}
    element: str = ""
    requirements: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()


def steps_in_order(enabler: Enabler, items: Mapping[str, str]) -> list[ProcedureVector]:
    """The vectors of all procedures of an enabler that are its own."""
    codes = {result.name: result.code for result in enabler.messages.results}
    found: list[ProcedureVector] = []
    own = [procedure for procedure in enabler.security.procedures if procedure.id.startswith(f"{enabler.key}:")]
    for procedure in own:
        found.append(_vector(procedure, None, codes, items, len(found)))
        for place, step in enumerate(procedure.steps):
            found.append(_vector(procedure, place, codes, items, len(found)))
            for node in dict.fromkeys(argument.node for argument in step.arguments if argument.node is not None):
                # An earlier step that needs the same node fails before this one.
                if not any(node == given.node for earlier in procedure.steps[:place] for given in earlier.arguments):
                    found.append(_vector(procedure, place, codes, items, len(found), missing=node))
    return found


def _vector(
    procedure: Procedure,
    fails: int | None,
    codes: Mapping[str, int],
    items: Mapping[str, str],
    count: int,
    *,
    missing: str | None = None,
) -> ProcedureVector:
    element = procedure if fails is None else procedure.steps[fails]
    spec = str(element.span).rpartition(":")[0]
    checks = _called(procedure.steps, fails, called=missing is None)
    if fails is None:
        expect = Ended("passed", "passed", spec, actions=checks)
    else:
        failure = procedure.steps[fails].fails
        end = "dropped" if failure is None else "stopped"
        expect = Ended(end, end, spec, 0 if failure is None else codes[failure], checks)
    return ProcedureVector(
        f"{PROCEDURES}/procedure/{count + 1:04}",
        "procedure",
        procedure.name,
        "procedure",
        expect,
        None if missing is not None else fails,
        {} if missing is None else {"nodes": {missing: None}},
        element.id,
        (items[procedure.id],) if procedure.id in items else (),
        (*procedure.serves,),
    )


def _called(steps: Sequence[Step], fails: int | None, *, called: bool) -> tuple[str, ...]:
    """The checks up to the one that fails; that one only when it comes to be called."""
    until = len(steps) if fails is None else fails + called
    return tuple(step.primitive for step in steps[:until])

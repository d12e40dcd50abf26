"""Conformance vectors of each machine as JSON, and a pytest suite over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from swmgen.emit.backend import EmitContext, Output
from swmgen.emit.conformance.procedures import PROCEDURES, ProcedureVector, steps_in_order
from swmgen.emit.conformance.vectors import FORMAT, Vectors
from swmgen.emit.conformance.world import Worlds
from swmgen.emit.docs.conformance import conformance
from swmgen.model import Enabler, Machine


class ConformanceBackend:
    """Makes ``conformance/``."""

    name = "conformance"
    after: tuple[str, ...] = ()

    def emit(self, enabler: Enabler, context: EmitContext) -> Iterable[Output]:
        """One file of vectors a machine, one test module an enabler."""
        for machine in enabler.machines:
            yield Output(f"conformance/vectors/{enabler.key}.{machine.name}.json", _document(enabler, machine))
        procedures = steps_in_order(enabler, _items(enabler))
        if procedures:
            yield Output(f"conformance/vectors/{enabler.key}.procedures.json", _procedures(enabler, procedures))
        names = [f"{enabler.key}.{machine.name}" for machine in enabler.machines]
        names += [f"{enabler.key}.procedures"] if procedures else []
        if names:
            template = context.template("conformance/suite.py.j2")
            text = template.render(title=f"{enabler.name} {enabler.version}", package=enabler.package, names=names)
            yield Output(f"conformance/test_{enabler.package}.py", text)

    def summarise(self, enabler: Enabler) -> Any:
        """The machines there are vectors of."""
        return {"machines": [machine.name for machine in enabler.machines]}

    def emit_index(self, summaries: Mapping[str, Any], context: EmitContext) -> Iterable[Output]:
        """What pytest needs to find the suite's plugin and the stubs."""
        if any(summary["machines"] for summary in summaries.values()):
            yield Output("conformance/conftest.py", context.template("conformance/conftest.py.j2").render())


def _items(enabler: Enabler) -> dict[str, str]:
    """The conformance id of each element that has one."""
    return {item.element: item.id for item in reversed(conformance(enabler))}


def _document(enabler: Enabler, machine: Machine) -> str:
    items = _items(enabler)
    made = Vectors(enabler, machine, items)
    worlds = Worlds(enabler, machine)
    return _written(
        {
            "format": FORMAT,
            "enabler": enabler.key,
            "package": enabler.package,
            "machine": machine.name,
            "of": machine.of,
            "each": machine.each,
            "shown_by": machine.shown_by,
            "older_shown_by": machine.older_shown_by,
            "result_shown_by": machine.result_shown_by,
            "leaves": made.leaves,
            "initial": machine.initial,
            "configurations": made.configurations,
            "states": {state.name: state.value for state in machine.states},
            "events": [event.name for event in machine.events],
            "facts": worlds.unasked(),
            "formats": worlds.formats(vector.world for vector in made.vectors),
            "requirement": items.get(machine.id),
            "alerts": {alert.name: items.get(alert.id) for alert in enabler.messages.alerts},
            "transitions": {row.id: str(row.span).rpartition(":")[0] for row in machine.transitions},
            "refusals": {row.id: str(row.span).rpartition(":")[0] for row in machine.refusals},
            "guarded": _guarded(machine),
        },
        made.vectors,
    )


def _guarded(machine: Machine) -> dict[str, dict[str, object]]:
    """Where each row with a guard is asked."""
    found: dict[str, dict[str, object]] = {
        row.id: {"event": row.event, "states": row.sources} for row in machine.transitions if row.guard is not None
    }
    found |= {row.id: {"event": row.event, "states": row.states} for row in machine.refusals if row.guard is not None}
    return found


def _procedures(enabler: Enabler, vectors: Sequence[ProcedureVector]) -> str:
    """As the vectors of a machine whose events are procedures, and whose states are their ends."""
    ends = ("passed", "stopped", "dropped")
    events = list(dict.fromkeys(vector.event for vector in vectors))
    return _written(
        {
            "format": FORMAT,
            "enabler": enabler.key,
            "package": enabler.package,
            "machine": PROCEDURES,
            "initial": "passed",
            "states": {end: end for end in ends if any(vector.expect.state == end for vector in vectors)},
            "events": events,
            "of": "",
            "shown_by": None,
            "older_shown_by": None,
            "result_shown_by": None,
            "facts": {},
            "transitions": {vector.element: vector.expect.spec for vector in vectors},
            "refusals": {},
            "guarded": {},
        },
        vectors,
    )


def _written(head: Mapping[str, Any], vectors: Sequence[msgspec.Struct]) -> str:
    # One vector a line: a change of the specification then shows as the lines it changes.
    lines = [f"{msgspec.json.encode(head, order='deterministic').decode()[:-1]},", '"vectors":[']
    encoded = [msgspec.json.encode(vector, order="deterministic").decode() for vector in vectors]
    return "\n".join([*lines, ",\n".join(encoded), "]}", ""])

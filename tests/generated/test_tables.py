"""The generated tables decide as the specification's one meaning says, for every answer that makes a difference."""

from __future__ import annotations

import importlib
import posixpath
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace

from swm.machine import Context
from swmgen.emit.python.names import camel, upper
from swmgen.load import load
from swmgen.model import Enabler, Machine
from swmgen.semantics import decided, holds, outcomes
from swmgen.semantics.valuations import domains, valuations

pytestmark = pytest.mark.usefixtures("stubs")

ROOT = Path(__file__).resolve().parents[2]
LOADED = load(ROOT / "spec")
MACHINES = [(enabler, machine) for enabler in LOADED.enablers.values() for machine in enabler.machines]


def answers(valuation: Any, enabler: Enabler, machine: Machine, module: Any) -> Context[Any, Any]:
    """The world of a valuation, as the generated code asks for it."""
    name = camel(machine.name)
    variables = getattr(module, f"{name}Variables")()
    given = {}
    for variable in machine.variables:
        value = valuation.get(("variable", variable.name))
        if value is not None:
            enum = getattr(module, f"{name}{camel(variable.name)}", None)
            given[variable.name] = enum(value) if enum is not None else value
    variables = type(variables)(**{**{n: getattr(variables, n) for n in type(variables).__slots__}, **given})
    facts = SimpleNamespace()
    for fact in machine.facts:
        value = valuation.get(("fact", fact.name), fact.members[0] if fact.members else False)
        enum = getattr(module, f"{name}{camel(fact.name)}", None)
        setattr(facts, fact.name, (lambda answer: lambda: answer)(enum(value) if enum is not None else value))
    wires = {
        node.path: {value.name: value.value for value in node.values} for node in enabler.tree.walk() if node.values
    }

    def value_of(path: str) -> str | None:
        for kind in ("node", "set"):
            for (found, name), value in valuation.items():
                if found == kind and posixpath.relpath(name, machine.of) == path:
                    if kind == "set":
                        return "x" if value else None
                    value = wires.get(name, {}).get(value, value)
                    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        return None

    return Context(variables, facts, value_of, lambda name: bool(valuation.get(("passes", name), True)))


def _rules(machine: Machine, guards: list[Any], nodes: Any) -> list[Any]:
    """The guards of the rules that decide what `guards` ask."""
    asked = {name for kind, name in domains(guards, machine, nodes) if kind == "fact"}
    return [rule.guard for fact in machine.facts if fact.name in asked for rule in fact.rules if rule.guard is not None]


def compared(enabler: Enabler, machine: Machine) -> int:
    """Compare every cell; how many decisions were compared."""
    module = importlib.import_module(f"swm_enablers.{enabler.package}.states")
    generated = getattr(module, upper(machine.name))
    events = getattr(module, f"{camel(machine.name)}Event")
    states = getattr(importlib.import_module(f"swm_enablers.{enabler.package}.nodes"), f"{camel(machine.name)}State")
    nodes = {node.path: node for node in enabler.tree.walk()}
    by_rules = {fact.name for fact in machine.facts if fact.rules}
    count = 0
    for (state, event), cell in outcomes(machine).items():
        guards = [entry.row.guard for entry in cell if entry.row.guard is not None]
        asked = domains([*guards, *_rules(machine, guards, nodes)], machine, nodes)
        for free in valuations({atom: values for atom, values in asked.items() if atom[1] not in by_rules}):
            valuation = decided(machine, free, {name for kind, name in asked if kind == "fact"})
            taken = [entry for entry in cell if not entry.is_rest and holds(entry.row.guard, valuation)]
            [expected] = taken or [entry for entry in cell if entry.is_rest]
            context = answers(valuation, enabler, machine, module)
            found = generated.decide(states[upper(state)], events(event), context, lambda: 400)
            where = (state, event, valuation)
            assert found.is_refusal == (expected.target is None), where
            if expected.target is not None:
                assert found.after == states[upper(expected.target)], where
            if expected.row.status is not None:
                assert found.status == expected.row.status, where
            count += 1
    return count


@pytest.mark.parametrize(
    ("enabler", "machine"), MACHINES, ids=[f"{enabler.key}-{machine.name}" for enabler, machine in MACHINES]
)
def test_a_generated_table_decides_as_the_specification_says(enabler: Enabler, machine: Machine) -> None:
    cells = len([state for state in machine.states if not state.gone]) * len(machine.events)
    assert compared(enabler, machine) >= cells, "every state and event has an outcome"


def test_a_table_that_decides_otherwise_is_found() -> None:
    enabler, machine = MACHINES[0]
    first, *others = machine.transitions
    other = next(state.name for state in machine.states if state.name != first.target)
    changed = replace(machine, transitions=(replace(first, target=other), *others))
    with pytest.raises(AssertionError):
        compared(enabler, changed)

"""Two implementations of each machine agree: the generated, table-driven client, and an interpreter of the model.

The interpreter (`swmgen.semantics`) reads the specification and shares no code with the tables and the runtime.
Hypothesis draws events, what the device's nodes and facts say, and restarts.
"""

from __future__ import annotations

import importlib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from swm.conformance import Document, Step, load
from swm.conformance.generated import GeneratedClient
from swm.conformance.running import check
from swmgen.emit.conformance.expectation import Expectations
from swmgen.emit.conformance.world import Worlds
from swmgen.load import load as load_spec
from swmgen.model import Enabler, EventKind, Machine, Transition
from swmgen.semantics import apply, cells, effect_of, initial
from swmgen.semantics.configuration import GIVEN
from swmgen.semantics.exploration import Move, Search

pytestmark = pytest.mark.usefixtures("stubs")

ROOT = Path(__file__).resolve().parents[2]
MACHINES = {
    f"{enabler.key}.{machine.name}": (enabler, machine)
    for enabler in load_spec(ROOT / "spec").enablers.values()
    for machine in enabler.machines
    if machine.of
}
SHORT = settings(max_examples=6, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
LONG = settings(SHORT, max_examples=120, stateful_step_count=60)
FINDING = settings(LONG, phases=[Phase.generate], derandomize=True)


@cache
def searched(key: str, machine: str) -> Search:
    """Which worlds can make a difference: found once a machine, as that takes longer than many steps."""
    return Search(*MACHINES[f"{key}.{machine}"])


class Interpreter:
    """The machine as the specification has it: takes an event, and says what must be seen then."""

    def __init__(self, enabler: Enabler, machine: Machine) -> None:
        self.machine = machine
        self.search = searched(enabler.key, machine.name)
        self.events = {event.name: event for event in machine.events}
        self.codes = {result.name: result.code for result in enabler.messages.results}
        self.worlds = Worlds(enabler, machine)
        self.table = cells(machine)
        self.expectations = Expectations(enabler, machine)
        self.now = initial(machine)
        self.executed: str | None = None
        self.extended = False

    @property
    def is_gone(self) -> bool:
        return any(state.gone for state in self.machine.states if state.name == self.now.state)

    def take(self, name: str, world: Any, given: str | None, *, correlated: bool) -> Step:
        """The step, with what must be seen after it."""
        event = self.events[name]
        effect = effect_of(self.machine, self.table[(self.now.state, name)], self.now, world)
        assert effect is not None, f"{name} in {self.now.state}: every event has an outcome in every world"
        if effect.row.result == GIVEN and given is None:
            failed = [asked for (kind, asked), answer in world.items() if kind == "passes" and not answer]
            given = self.worlds.failure(failed[0])[0] if failed else None
        taken = apply(self.now, effect, given)
        commanded = self.worlds.commanded(event)
        node = None if commanded is None else self.worlds.below(commanded)
        if isinstance(effect.row, Transition) and effect.row.owes is not None:
            self.executed = node
        if event.kind.is_command and event.path is not None:
            self.extended |= self.expectations.is_of_extension(event.path)
        expected = self.expectations.of(
            Move(name, tuple(world.items()), given, taken), self.executed, extended=self.extended
        )
        self.now = taken.after
        arranged = self.worlds.of(event, world)
        return Step(
            "",
            "",
            name,
            event.kind.value,
            msgspec.to_builtins(expected),
            node=node,
            result=self.codes[given] if given is not None and event.results else None,
            correlated=correlated and event.kind is EventKind.EXEC,
            nodes=arranged.nodes,
            facts=arranged.facts,
            procedures=arranged.procedures,
            value=arranged.value,
        )


def compare(name: str, how: settings) -> None:
    """Both implementations, side by side, along sequences that hypothesis draws."""
    enabler, machine = MACHINES[name]
    document: Document = load(ROOT / "generated" / "conformance" / "vectors" / f"{name}.json")

    class SideBySide(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.model = Interpreter(enabler, machine)
            self.client = GeneratedClient()
            self.client.reset(document)
            self.orders: list[str | None] = []

        @rule(data=st.data())
        def something_happens(self, data: st.DataObject) -> None:
            model = self.model
            known = [event for event in machine.events if model.search.worlds(model.now.state, event.name)]
            if model.is_gone or not known:
                return
            event = data.draw(st.sampled_from(known))
            world = data.draw(st.sampled_from(model.search.worlds(model.now.state, event.name)))
            given = data.draw(st.sampled_from(event.results)) if event.results else None
            before = model.now.state
            step = model.take(event.name, world, given, correlated=data.draw(st.booleans()))
            finding = check(step, self.client, self.orders)
            assert finding.wrong == (), f"{event.name} in {before}: {finding.wrong}"

    run_state_machine_as_test(SideBySide, settings=how)


@pytest.mark.parametrize("name", sorted(MACHINES))
def test_the_client_and_the_interpreter_agree(name: str) -> None:
    compare(name, SHORT)


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(MACHINES))
def test_the_client_and_the_interpreter_agree_for_long(name: str) -> None:
    compare(name, LONG)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"to": "IDLE"}, "the state is 10, must be 30"),
        ({"status": 200}, "Status is 200, must be 202"),
        ({"owes": None}, "the number of alerts is 0, must be 1"),
        ({"do": ()}, "what the device is asked to do"),
    ],
    ids=["another target", "another status", "no order owed", "no action"],
)
def test_a_table_that_was_changed_is_found(changed: dict[str, Any], told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    states = importlib.import_module("swm_enablers.fumo_1_0.states")
    order = (states.PackageState.IDLE, states.PackageEvent("exec x/Download"))
    if "to" in changed:
        changed = {"to": states.PackageState.IDLE}
    rows = [replace(row, **changed) if hasattr(row, "to") else row for row in states.PACKAGE_TABLE[order]]
    monkeypatch.setattr(states.PACKAGE, "_table", {**states.PACKAGE_TABLE, order: tuple(rows)})
    with pytest.raises(AssertionError, match=told):
        compare("fumo-1.0.package", FINDING)

"""Properties of progress in Promela: that the device comes somewhere by itself, or does not go round for ever.

`reaches` and `orders_end` say that from everywhere there is a way. spin asks whether every way is right, so what it
is given is a plan: of all that the device may do by itself, one thing to do in each of its states. The model does what
the closed model does, for as long as it likes; then the device is left alone and keeps to the plan. That it stands
still before it has come there is an invalid end state, that it does not come there at all an acceptance cycle, so that
a model without errors proves the property whoever made the plan, and however. `refuting` asks the contrary of a state
from which there is no way: the device is left alone there, may do all that it can, and an assertion says that it does
not come there. `ends` needs no plan: left to the events that it names, the device may stop whenever it likes, and a
round of them is an acceptance cycle.

A plan reckons with bad luck: of the cases of one row it is not the device that chooses.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from swmgen.emit.promela.expressions import all_of, any_of
from swmgen.emit.promela.machine import Model, Row
from swmgen.model import Enabler, Ends, Machine, OrdersEnd, Reaches, Size
from swmgen.verify.device import INTERNAL, ON, Device, DeviceState, Step

Progress = Reaches | OrdersEnd | Ends
Choice = tuple[str, str]
"""What the device does: an event and the row that takes it, or an action and nothing."""

HOW: Final = "Whether the device, left alone, makes progress: verify with -DNOREDUCE, without -DSAFETY, and pan -a."


class Plan(msgspec.Struct, frozen=True):
    """What to do in each state of the device, by its number; `stuck` are states from which nothing leads there."""

    chosen: Mapping[int, Choice]
    stuck: tuple[int, ...]


def proving(enabler: Enabler, machine: Machine, size: Size, entry: Progress) -> str:
    """The model in which spin finds no error when `entry` holds."""
    model = Model(enabler, machine, size, claims=False)
    if isinstance(entry, Ends):
        return _written(model, _of_events(model, machine, entry), "true", "true")
    device = Device(enabler, machine, size)
    plan = plan_of(device, entry)
    conditions = _conditions(model, device, plan)
    goal = _goal(model, entry)

    def allowed(event: str, row: Row | None) -> str:
        return conditions.get((event, "" if row is None else row.id), "false")

    return _written(model, model.own(allowed), goal, "true")


def refuting(enabler: Enabler, machine: Machine, size: Size, entry: Reaches | OrdersEnd, *, arrives: bool) -> str:
    """The model in which spin finds no error when there is no way from the first state from which the plan knows none.

    With `arrives` the one in which it finds an error when the device comes to be in that state at all. LookupError
    when the plan knows a way from everywhere.
    """
    model, device = Model(enabler, machine, size, claims=False), Device(enabler, machine, size)
    stuck = plan_of(device, entry).stuck
    if not stuck:
        raise LookupError(f"from everywhere there is a way to what {entry.name} says")
    found = device.states[stuck[0]]
    here = model.is_like(found, [*model.parts_of(found)])
    without = entry.without if isinstance(entry, Reaches) else ()

    def allowed(event: str, row: Row | None) -> str:
        return "false" if event in without and row is not None else "true"

    goal = f"({_goal(model, entry)}) -> assert(false)"
    own = ["(true) -> assert(false)"] if arrives else [goal, *model.own(allowed)]
    return _written(model, own, "true", here, "alone")


def plan_of(device: Device, entry: Reaches | OrdersEnd) -> Plan:
    """What brings the device to the goal in the fewest steps, when of the cases of a row the worst comes up."""
    rank = {number: 0 for number, state in enumerate(device.states) if _is_there(entry, state)}
    choices = _choices(device, entry.without if isinstance(entry, Reaches) else ())
    waiting = [number for number in range(len(device.states)) if number not in rank and number in choices]
    chosen: dict[int, Choice] = {}
    steps = 0
    while True:
        steps += 1
        fresh: dict[int, Choice] = {}
        for number in waiting:
            for choice, targets in choices[number].items():
                if all(target in rank for target in targets):
                    fresh[number] = choice
                    break
        if not fresh:
            break
        rank.update(dict.fromkeys(fresh, steps))
        chosen.update(fresh)
        waiting = [number for number in waiting if number not in rank]
    return Plan(chosen, tuple(number for number in range(len(device.states)) if number not in rank))


def _is_there(entry: Reaches | OrdersEnd, state: DeviceState) -> bool:
    if isinstance(entry, OrdersEnd):
        return state.owed == 0
    return state.state in entry.states and state.power == ON and not state.actions


def _goal(model: Model, entry: Reaches | OrdersEnd) -> str:
    return "owed == 0" if isinstance(entry, OrdersEnd) else model.is_shown(entry.states)


def _choices(device: Device, without: Sequence[str]) -> dict[int, dict[Choice, list[int]]]:
    """What the device can do by itself in each state, and where that may lead."""
    found: dict[int, dict[Choice, list[int]]] = {}
    for step in device.steps:
        if step.takes == INTERNAL and step.breaks < 0 and not (step.row is not None and step.what in without):
            found.setdefault(step.source, {}).setdefault(_choice(step), []).append(step.target)
    return found


def _choice(step: Step) -> Choice:
    if step.row is not None:
        return step.row.event, step.row.id
    return step.what.removeprefix("does "), ""


def _of_events(model: Model, machine: Machine, entry: Ends) -> Iterator[str]:
    actions = {action.name for action in machine.actions}
    yield from model.own(lambda event, row: "true" if event in (actions if row is None else entry.events) else "false")


def _conditions(model: Model, device: Device, plan: Plan) -> dict[Choice, str]:
    """When each thing is done: by as few parts of the device's state as tell those states apart from all others."""
    able: dict[Choice, set[int]] = {}
    for number, choices in _choices(device, ()).items():
        for choice in choices:
            able.setdefault(choice, set()).add(number)
    wanted: dict[Choice, set[int]] = {}
    for number, choice in plan.chosen.items():
        wanted.setdefault(choice, set()).add(number)
    parts = [model.parts_of(state) for state in device.states]
    return {choice: _told_apart(parts, numbers, able[choice] - numbers) for choice, numbers in wanted.items()}


def _told_apart(parts: list[dict[str, str]], wanted: set[int], others: set[int]) -> str:
    """A condition on parts that holds in `wanted` and not in `others`."""
    names = [*parts[0]]
    varying = [name for name in names if len({parts[number][name] for number in wanted | others}) > 1]
    for count in range(len(varying) + 1):
        for chosen in itertools.combinations(varying, count):
            seen = {tuple(parts[number][name] for name in chosen) for number in wanted}
            if seen.isdisjoint(tuple(parts[number][name] for name in chosen) for number in others):
                return any_of(
                    [
                        all_of([f"{name} == {value}" for name, value in zip(chosen, values, strict=True)])
                        for values in sorted(seen)
                    ]
                )
    raise AssertionError("two states of the device are the same")


def _written(
    model: Model, own: Sequence[str] | Iterator[str], goal: str, begins: str, label: str = "accept_alone"
) -> str:
    """The closed model, and the device alone from a state in which `begins` holds until `goal` does."""
    lines = [
        *model.head(HOW),
        "active proctype system() {",
        "end_around:",
        "  do",
        *(f"  :: d_step {{ {option} }}" for option in model.options()),
        f"  :: d_step {{ {model.left_alone(begins)} }} -> break",
        "  od;",
        f"{label}:",
        "  do",
        f"  :: ({goal}) -> break",
        *(f"  :: d_step {{ {option} }}" for option in own),
        "  od",
        "}",
    ]
    return "\n".join(lines) + "\n"


__all__ = ["Plan", "Progress", "plan_of", "proving", "refuting"]

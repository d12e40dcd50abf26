"""States, events and transition tables of lawmo 1.0.

A table says for every state and event what happens: `On` is a transition,
`Refuse` a refusal, which changes nothing but what it says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Final, Protocol

from swm.machine import GIVEN, OTHERWISE, OWED, Context, Machine, On, Refuse, Table, table

from .messages import Result
from .nodes import LockState


class LockEvent(Enum):
    """What can happen to the machine `lock`."""

    DONE = "done"
    """The running operation succeeded."""
    FAILS = "fails"
    """The running operation failed."""
    RESTART = "restart"
    """The device starts again."""
    EXEC_OPERATIONS_FULLY_LOCK = "exec x/Operations/FullyLock"
    EXEC_OPERATIONS_PARTIALLY_LOCK = "exec x/Operations/PartiallyLock"
    EXEC_OPERATIONS_UN_LOCK = "exec x/Operations/UnLock"
    EXEC_OPERATIONS_FACTORY_RESET = "exec x/Operations/FactoryReset"
    EXEC_OPERATIONS_WIPE = "exec x/Operations/Wipe"


class LockRunning(Enum):
    """The operation that runs."""

    NOTHING = "nothing"
    FULLY_LOCK = "fully_lock"
    PARTIALLY_LOCK = "partially_lock"
    UNLOCK = "unlock"
    FACTORY_RESET = "factory_reset"
    WIPE = "wipe"


@dataclass(frozen=True, slots=True)
class LockVariables:
    """What the machine `lock` remembers beside its state, over restarts too."""

    running: LockRunning = LockRunning.NOTHING
    """The operation that runs."""

    @classmethod
    def restore(cls, stored: dict[str, Any]) -> LockVariables:
        """The variables as the journal kept them; those it does not know yet have their initial values."""
        return cls(running=LockRunning[stored.get("running", "NOTHING")])


class LockFacts(Protocol):
    """What only the device knows at the moment."""

    def items_selected(self) -> bool:
        """Some item of AvailableWipeList was to be wiped."""
        ...


_Context = Context[LockVariables, LockFacts]


def _when_1(c: _Context) -> bool:
    """running = nothing"""
    return c.variables.running == LockRunning.NOTHING


def _when_2(c: _Context) -> bool:
    """running = fully_lock"""
    return c.variables.running == LockRunning.FULLY_LOCK


def _when_3(c: _Context) -> bool:
    """running = partially_lock"""
    return c.variables.running == LockRunning.PARTIALLY_LOCK


def _when_4(c: _Context) -> bool:
    """running = unlock"""
    return c.variables.running == LockRunning.UNLOCK


def _when_5(c: _Context) -> bool:
    """running = factory_reset"""
    return c.variables.running == LockRunning.FACTORY_RESET


def _when_6(c: _Context) -> bool:
    """running = wipe and items_selected"""
    return c.variables.running == LockRunning.WIPE and c.facts.items_selected()


def _when_7(c: _Context) -> bool:
    """running = wipe and not items_selected"""
    return c.variables.running == LockRunning.WIPE and not c.facts.items_selected()


def _when_8(c: _Context) -> bool:
    """running != nothing"""
    return c.variables.running != LockRunning.NOTHING


def _when_9(c: _Context) -> bool:
    """running = wipe"""
    return c.variables.running == LockRunning.WIPE


def _set_1(c: _Context) -> LockVariables:
    return replace(c.variables, running=LockRunning.FULLY_LOCK)


def _set_2(c: _Context) -> LockVariables:
    return replace(c.variables, running=LockRunning.PARTIALLY_LOCK)


def _set_3(c: _Context) -> LockVariables:
    return replace(c.variables, running=LockRunning.UNLOCK)


def _set_4(c: _Context) -> LockVariables:
    return replace(c.variables, running=LockRunning.FACTORY_RESET)


def _set_5(c: _Context) -> LockVariables:
    return replace(c.variables, running=LockRunning.WIPE)


def _set_6(c: _Context) -> LockVariables:
    return replace(c.variables, running=LockRunning.NOTHING)


LOCK_TABLE: Final[Table[LockState, LockEvent]] = table(
    LockState,
    On(
        LockEvent.EXEC_OPERATIONS_FULLY_LOCK,
        (LockState.FULLY_LOCKED,),
        LockState.FULLY_LOCKED,
        spec="lawmo-1.0/states.yaml:30",
        when=_when_1,
        status=202,
        assign=_set_1,
        do=("lock_fully",),
        owes="operation_complete",
    ),
    On(
        LockEvent.EXEC_OPERATIONS_FULLY_LOCK,
        (LockState.PARTIALLY_LOCKED,),
        LockState.PARTIALLY_LOCKED,
        spec="lawmo-1.0/states.yaml:30",
        when=_when_1,
        status=202,
        assign=_set_1,
        do=("lock_fully",),
        owes="operation_complete",
    ),
    On(
        LockEvent.EXEC_OPERATIONS_FULLY_LOCK,
        (LockState.UNLOCKED,),
        LockState.UNLOCKED,
        spec="lawmo-1.0/states.yaml:30",
        when=_when_1,
        status=202,
        assign=_set_1,
        do=("lock_fully",),
        owes="operation_complete",
    ),
    On(
        LockEvent.EXEC_OPERATIONS_PARTIALLY_LOCK,
        (LockState.FULLY_LOCKED,),
        LockState.FULLY_LOCKED,
        spec="lawmo-1.0/states.yaml:31",
        when=_when_1,
        status=202,
        assign=_set_2,
        do=("lock_partially",),
        owes="operation_complete",
    ),
    On(
        LockEvent.EXEC_OPERATIONS_PARTIALLY_LOCK,
        (LockState.PARTIALLY_LOCKED,),
        LockState.PARTIALLY_LOCKED,
        spec="lawmo-1.0/states.yaml:31",
        when=_when_1,
        status=202,
        assign=_set_2,
        do=("lock_partially",),
        owes="operation_complete",
    ),
    On(
        LockEvent.EXEC_OPERATIONS_PARTIALLY_LOCK,
        (LockState.UNLOCKED,),
        LockState.UNLOCKED,
        spec="lawmo-1.0/states.yaml:31",
        when=_when_1,
        status=202,
        assign=_set_2,
        do=("lock_partially",),
        owes="operation_complete",
    ),
    On(
        LockEvent.EXEC_OPERATIONS_UN_LOCK,
        (LockState.FULLY_LOCKED,),
        LockState.FULLY_LOCKED,
        spec="lawmo-1.0/states.yaml:32",
        when=_when_1,
        status=202,
        assign=_set_3,
        do=("unlock",),
        owes="operation_complete",
    ),
    On(
        LockEvent.EXEC_OPERATIONS_UN_LOCK,
        (LockState.PARTIALLY_LOCKED,),
        LockState.PARTIALLY_LOCKED,
        spec="lawmo-1.0/states.yaml:32",
        when=_when_1,
        status=202,
        assign=_set_3,
        do=("unlock",),
        owes="operation_complete",
    ),
    On(
        LockEvent.EXEC_OPERATIONS_UN_LOCK,
        (LockState.UNLOCKED,),
        LockState.UNLOCKED,
        spec="lawmo-1.0/states.yaml:32",
        when=_when_1,
        status=202,
        assign=_set_3,
        do=("unlock",),
        owes="operation_complete",
    ),
    On(
        LockEvent.EXEC_OPERATIONS_FACTORY_RESET,
        (LockState.FULLY_LOCKED,),
        LockState.FULLY_LOCKED,
        spec="lawmo-1.0/states.yaml:33",
        when=_when_1,
        status=202,
        assign=_set_4,
        do=("reset",),
        owes="operation_complete",
    ),
    On(
        LockEvent.EXEC_OPERATIONS_FACTORY_RESET,
        (LockState.PARTIALLY_LOCKED,),
        LockState.PARTIALLY_LOCKED,
        spec="lawmo-1.0/states.yaml:33",
        when=_when_1,
        status=202,
        assign=_set_4,
        do=("reset",),
        owes="operation_complete",
    ),
    On(
        LockEvent.EXEC_OPERATIONS_FACTORY_RESET,
        (LockState.UNLOCKED,),
        LockState.UNLOCKED,
        spec="lawmo-1.0/states.yaml:33",
        when=_when_1,
        status=202,
        assign=_set_4,
        do=("reset",),
        owes="operation_complete",
    ),
    On(
        LockEvent.EXEC_OPERATIONS_WIPE,
        (LockState.FULLY_LOCKED,),
        LockState.FULLY_LOCKED,
        spec="lawmo-1.0/states.yaml:34",
        when=_when_1,
        status=202,
        assign=_set_5,
        do=("wipe",),
        owes="operation_complete",
    ),
    On(
        LockEvent.EXEC_OPERATIONS_WIPE,
        (LockState.PARTIALLY_LOCKED,),
        LockState.PARTIALLY_LOCKED,
        spec="lawmo-1.0/states.yaml:34",
        when=_when_1,
        status=202,
        assign=_set_5,
        do=("wipe",),
        owes="operation_complete",
    ),
    On(
        LockEvent.EXEC_OPERATIONS_WIPE,
        (LockState.UNLOCKED,),
        LockState.UNLOCKED,
        spec="lawmo-1.0/states.yaml:34",
        when=_when_1,
        status=202,
        assign=_set_5,
        do=("wipe",),
        owes="operation_complete",
    ),
    On(
        LockEvent.DONE,
        (LockState.FULLY_LOCKED, LockState.PARTIALLY_LOCKED, LockState.UNLOCKED),
        LockState.FULLY_LOCKED,
        spec="lawmo-1.0/states.yaml:35",
        when=_when_2,
        result=Result.SUCCESS,
        assign=_set_6,
        send=(OWED,),
    ),
    On(
        LockEvent.DONE,
        (LockState.FULLY_LOCKED, LockState.PARTIALLY_LOCKED, LockState.UNLOCKED),
        LockState.PARTIALLY_LOCKED,
        spec="lawmo-1.0/states.yaml:36",
        when=_when_3,
        result=Result.SUCCESS,
        assign=_set_6,
        send=(OWED,),
    ),
    On(
        LockEvent.DONE,
        (LockState.FULLY_LOCKED, LockState.PARTIALLY_LOCKED, LockState.UNLOCKED),
        LockState.UNLOCKED,
        spec="lawmo-1.0/states.yaml:37",
        when=_when_4,
        result=Result.SUCCESS,
        assign=_set_6,
        send=(OWED,),
    ),
    On(
        LockEvent.DONE,
        (LockState.FULLY_LOCKED, LockState.PARTIALLY_LOCKED, LockState.UNLOCKED),
        LockState.UNLOCKED,
        spec="lawmo-1.0/states.yaml:38",
        when=_when_5,
        result=Result.SUCCESS,
        assign=_set_6,
        send=(OWED,),
    ),
    On(
        LockEvent.DONE,
        (LockState.FULLY_LOCKED,),
        LockState.FULLY_LOCKED,
        spec="lawmo-1.0/states.yaml:39",
        when=_when_6,
        result=Result.WIPED_WITH_ITEMS,
        assign=_set_6,
        send=(OWED,),
    ),
    On(
        LockEvent.DONE,
        (LockState.PARTIALLY_LOCKED,),
        LockState.PARTIALLY_LOCKED,
        spec="lawmo-1.0/states.yaml:39",
        when=_when_6,
        result=Result.WIPED_WITH_ITEMS,
        assign=_set_6,
        send=(OWED,),
    ),
    On(
        LockEvent.DONE,
        (LockState.UNLOCKED,),
        LockState.UNLOCKED,
        spec="lawmo-1.0/states.yaml:39",
        when=_when_6,
        result=Result.WIPED_WITH_ITEMS,
        assign=_set_6,
        send=(OWED,),
    ),
    On(
        LockEvent.DONE,
        (LockState.FULLY_LOCKED,),
        LockState.FULLY_LOCKED,
        spec="lawmo-1.0/states.yaml:40",
        when=_when_7,
        result=Result.WIPED,
        assign=_set_6,
        send=(OWED,),
    ),
    On(
        LockEvent.DONE,
        (LockState.PARTIALLY_LOCKED,),
        LockState.PARTIALLY_LOCKED,
        spec="lawmo-1.0/states.yaml:40",
        when=_when_7,
        result=Result.WIPED,
        assign=_set_6,
        send=(OWED,),
    ),
    On(
        LockEvent.DONE,
        (LockState.UNLOCKED,),
        LockState.UNLOCKED,
        spec="lawmo-1.0/states.yaml:40",
        when=_when_7,
        result=Result.WIPED,
        assign=_set_6,
        send=(OWED,),
    ),
    On(
        LockEvent.FAILS,
        (LockState.FULLY_LOCKED,),
        LockState.FULLY_LOCKED,
        spec="lawmo-1.0/states.yaml:41",
        when=_when_8,
        result=GIVEN,
        assign=_set_6,
        send=(OWED,),
    ),
    On(
        LockEvent.FAILS,
        (LockState.PARTIALLY_LOCKED,),
        LockState.PARTIALLY_LOCKED,
        spec="lawmo-1.0/states.yaml:41",
        when=_when_8,
        result=GIVEN,
        assign=_set_6,
        send=(OWED,),
    ),
    On(
        LockEvent.FAILS,
        (LockState.UNLOCKED,),
        LockState.UNLOCKED,
        spec="lawmo-1.0/states.yaml:41",
        when=_when_8,
        result=GIVEN,
        assign=_set_6,
        send=(OWED,),
    ),
    On(
        LockEvent.RESTART,
        (LockState.FULLY_LOCKED,),
        LockState.FULLY_LOCKED,
        spec="lawmo-1.0/states.yaml:42",
        when=_when_2,
        do=("lock_fully",),
    ),
    On(
        LockEvent.RESTART,
        (LockState.PARTIALLY_LOCKED,),
        LockState.PARTIALLY_LOCKED,
        spec="lawmo-1.0/states.yaml:42",
        when=_when_2,
        do=("lock_fully",),
    ),
    On(
        LockEvent.RESTART,
        (LockState.UNLOCKED,),
        LockState.UNLOCKED,
        spec="lawmo-1.0/states.yaml:42",
        when=_when_2,
        do=("lock_fully",),
    ),
    On(
        LockEvent.RESTART,
        (LockState.FULLY_LOCKED,),
        LockState.FULLY_LOCKED,
        spec="lawmo-1.0/states.yaml:43",
        when=_when_3,
        do=("lock_partially",),
    ),
    On(
        LockEvent.RESTART,
        (LockState.PARTIALLY_LOCKED,),
        LockState.PARTIALLY_LOCKED,
        spec="lawmo-1.0/states.yaml:43",
        when=_when_3,
        do=("lock_partially",),
    ),
    On(
        LockEvent.RESTART,
        (LockState.UNLOCKED,),
        LockState.UNLOCKED,
        spec="lawmo-1.0/states.yaml:43",
        when=_when_3,
        do=("lock_partially",),
    ),
    On(
        LockEvent.RESTART,
        (LockState.FULLY_LOCKED,),
        LockState.FULLY_LOCKED,
        spec="lawmo-1.0/states.yaml:44",
        when=_when_4,
        do=("unlock",),
    ),
    On(
        LockEvent.RESTART,
        (LockState.PARTIALLY_LOCKED,),
        LockState.PARTIALLY_LOCKED,
        spec="lawmo-1.0/states.yaml:44",
        when=_when_4,
        do=("unlock",),
    ),
    On(
        LockEvent.RESTART,
        (LockState.UNLOCKED,),
        LockState.UNLOCKED,
        spec="lawmo-1.0/states.yaml:44",
        when=_when_4,
        do=("unlock",),
    ),
    On(
        LockEvent.RESTART,
        (LockState.FULLY_LOCKED,),
        LockState.FULLY_LOCKED,
        spec="lawmo-1.0/states.yaml:45",
        when=_when_5,
        do=("reset",),
    ),
    On(
        LockEvent.RESTART,
        (LockState.PARTIALLY_LOCKED,),
        LockState.PARTIALLY_LOCKED,
        spec="lawmo-1.0/states.yaml:45",
        when=_when_5,
        do=("reset",),
    ),
    On(
        LockEvent.RESTART,
        (LockState.UNLOCKED,),
        LockState.UNLOCKED,
        spec="lawmo-1.0/states.yaml:45",
        when=_when_5,
        do=("reset",),
    ),
    On(
        LockEvent.RESTART,
        (LockState.FULLY_LOCKED,),
        LockState.FULLY_LOCKED,
        spec="lawmo-1.0/states.yaml:46",
        when=_when_9,
        do=("wipe",),
    ),
    On(
        LockEvent.RESTART,
        (LockState.PARTIALLY_LOCKED,),
        LockState.PARTIALLY_LOCKED,
        spec="lawmo-1.0/states.yaml:46",
        when=_when_9,
        do=("wipe",),
    ),
    On(
        LockEvent.RESTART,
        (LockState.UNLOCKED,),
        LockState.UNLOCKED,
        spec="lawmo-1.0/states.yaml:46",
        when=_when_9,
        do=("wipe",),
    ),
    Refuse(
        LockEvent.EXEC_OPERATIONS_FULLY_LOCK,
        OTHERWISE,
        spec="lawmo-1.0/states.yaml:48",
        status=405,
        keeps="the running operation",
    ),
    Refuse(
        LockEvent.EXEC_OPERATIONS_PARTIALLY_LOCK,
        OTHERWISE,
        spec="lawmo-1.0/states.yaml:48",
        status=405,
        keeps="the running operation",
    ),
    Refuse(
        LockEvent.EXEC_OPERATIONS_UN_LOCK,
        OTHERWISE,
        spec="lawmo-1.0/states.yaml:48",
        status=405,
        keeps="the running operation",
    ),
    Refuse(
        LockEvent.EXEC_OPERATIONS_FACTORY_RESET,
        OTHERWISE,
        spec="lawmo-1.0/states.yaml:48",
        status=405,
        keeps="the running operation",
    ),
    Refuse(
        LockEvent.EXEC_OPERATIONS_WIPE,
        OTHERWISE,
        spec="lawmo-1.0/states.yaml:48",
        status=405,
        keeps="the running operation",
    ),
    Refuse(LockEvent.DONE, OTHERWISE, spec="lawmo-1.0/states.yaml:52", keeps="everything"),
    Refuse(LockEvent.FAILS, OTHERWISE, spec="lawmo-1.0/states.yaml:52", keeps="everything"),
    Refuse(LockEvent.RESTART, OTHERWISE, spec="lawmo-1.0/states.yaml:53", keeps="the state"),
)
"""What happens in each state on each event of the machine `lock`.

Spec: lawmo-1.0/states.yaml:3
"""

LOCK: Final = Machine("lawmo-1.0 lock", LOCK_TABLE)
"""The machine `lock`."""

"""States, events and transition tables of restart 1.0.

A table says for every state and event what happens: `On` is a transition,
`Refuse` a refusal, which changes nothing but what it says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Final, Protocol

from swm.machine import GIVEN, OTHERWISE, OWED, Context, Machine, On, Refuse, Table, table

from .messages import Result
from .nodes import OrderState, RestartObject, Urgency


class OrderEvent(Enum):
    """What can happen to the machine `order`."""

    EXEC_RESTART = "exec x/Restart"
    """The server orders a restart."""
    DELAY_OVER = "delay_over"
    """The delay has passed."""
    PERMIT_REFUSED = "permit_refused"
    """The permit no longer holds at the moment of the restart."""
    CAME_UP = "came_up"
    """The device runs again."""
    RESTART = "restart"
    """Power came back."""


@dataclass(frozen=True, slots=True)
class OrderVariables:
    """What the machine `order` remembers beside its state, over restarts too."""

    attempts: int = 0
    """Restarts tried for this order."""

    @classmethod
    def restore(cls, stored: dict[str, Any]) -> OrderVariables:
        """The variables as the journal kept them; those it does not know yet have their initial values."""
        return cls(attempts=stored.get("attempts", 0))


class OrderFacts(Protocol):
    """What only the device knows at the moment."""

    def in_use(self) -> bool:
        """Somebody is using the device now."""
        ...


_Context = Context[OrderVariables, OrderFacts]


def _when_1(c: _Context) -> bool:
    """set(x/Permit) and passes(check_permit)"""
    return c.is_set("Permit") and c.passes("check_permit")


def _when_2(c: _Context) -> bool:
    """x/Urgency = at_once or not in_use"""
    return c.read("Urgency", RestartObject.urgency) == Urgency.AT_ONCE or not c.facts.in_use()


def _when_3(c: _Context) -> bool:
    """x/Urgency = when_idle and in_use"""
    return c.read("Urgency", RestartObject.urgency) == Urgency.WHEN_IDLE and c.facts.in_use()


def _when_4(c: _Context) -> bool:
    """attempts < 3"""
    return c.variables.attempts < 3


def _when_5(c: _Context) -> bool:
    """attempts = 3"""
    return c.variables.attempts == 3


def _when_6(c: _Context) -> bool:
    """not set(x/Permit)"""
    return not c.is_set("Permit")


def _when_7(c: _Context) -> bool:
    """set(x/Permit) and not passes(check_permit)"""
    return c.is_set("Permit") and not c.passes("check_permit")


def _set_1(c: _Context) -> OrderVariables:
    return replace(c.variables, attempts=0)


def _set_2(c: _Context) -> OrderVariables:
    return replace(c.variables, attempts=min(c.variables.attempts + 1, 3))


ORDER_TABLE: Final[Table[OrderState, OrderEvent]] = table(
    OrderState,
    On(
        OrderEvent.EXEC_RESTART,
        (OrderState.IDLE,),
        OrderState.WAITING,
        spec="restart-1.0/states.yaml:25",
        when=_when_1,
        status=202,
        assign=_set_1,
        owes="done",
    ),
    On(
        OrderEvent.DELAY_OVER,
        (OrderState.WAITING,),
        OrderState.RESTARTING,
        spec="restart-1.0/states.yaml:34",
        when=_when_2,
        assign=_set_2,
        do=("restart_device",),
    ),
    On(
        OrderEvent.DELAY_OVER,
        (OrderState.WAITING,),
        OrderState.WAITING,
        spec="restart-1.0/states.yaml:35",
        when=_when_3,
    ),
    On(
        OrderEvent.PERMIT_REFUSED,
        (OrderState.RESTARTING,),
        OrderState.IDLE,
        spec="restart-1.0/states.yaml:36",
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        OrderEvent.CAME_UP,
        (OrderState.RESTARTING,),
        OrderState.IDLE,
        spec="restart-1.0/states.yaml:37",
        result=Result.SUCCESS,
        send=(OWED,),
    ),
    On(
        OrderEvent.RESTART,
        (OrderState.RESTARTING,),
        OrderState.RESTARTING,
        spec="restart-1.0/states.yaml:38",
        when=_when_4,
        assign=_set_2,
        do=("restart_device",),
    ),
    On(
        OrderEvent.RESTART,
        (OrderState.RESTARTING,),
        OrderState.IDLE,
        spec="restart-1.0/states.yaml:39",
        when=_when_5,
        result=Result.NOT_RESTARTED,
        send=(OWED,),
    ),
    Refuse(
        OrderEvent.EXEC_RESTART,
        (OrderState.IDLE,),
        spec="restart-1.0/states.yaml:41",
        when=_when_6,
        status=412,
        keeps="everything",
    ),
    Refuse(
        OrderEvent.EXEC_RESTART,
        (OrderState.IDLE,),
        spec="restart-1.0/states.yaml:42",
        when=_when_7,
        status=403,
        result=GIVEN,
        keeps="everything",
    ),
    Refuse(
        OrderEvent.EXEC_RESTART, OTHERWISE, spec="restart-1.0/states.yaml:43", status=405, keeps="the running order"
    ),
    Refuse(OrderEvent.DELAY_OVER, OTHERWISE, spec="restart-1.0/states.yaml:44"),
    Refuse(OrderEvent.PERMIT_REFUSED, OTHERWISE, spec="restart-1.0/states.yaml:45"),
    Refuse(OrderEvent.CAME_UP, OTHERWISE, spec="restart-1.0/states.yaml:46"),
    Refuse(OrderEvent.RESTART, OTHERWISE, spec="restart-1.0/states.yaml:47", keeps="the state and every variable"),
)
"""What happens in each state on each event of the machine `order`.

Spec: restart-1.0/states.yaml:2
"""

ORDER: Final = Machine("restart-1.0 order", ORDER_TABLE)
"""The machine `order`."""

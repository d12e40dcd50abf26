"""States, events and transition tables of bcastdelivery 1.0.

A table says for every state and event what happens: `On` is a transition,
`Refuse` a refusal, which changes nothing but what it says.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, Protocol

from swm.machine import GIVEN, OTHERWISE, Context, Machine, On, Refuse, Table, table

from .messages import Result
from .nodes import ReceptionState


class ReceptionEvent(Enum):
    """What can happen to the machine `reception`."""

    ARMED = "armed"
    """A transfer waits for this delivery."""
    FIRST_DATAGRAM = "first_datagram"
    """The first authenticated datagram of the session arrived."""
    FILE_COMPLETE = "file_complete"
    """The last missing part is there."""
    TRANSMISSION_OVER = "transmission_over"
    """A transmission ended and the file is incomplete."""
    NEXT_TRANSMISSION = "next_transmission"
    """The next transmission begins."""
    END_TIME_OVER = "end_time_over"
    """EndTime is over."""
    REPAIR_FAILS = "repair_fails"
    """Repair did not complete the file."""
    TRANSFER_STANDS = "transfer_stands"
    """The transfer was suspended or interrupted."""
    TRANSFER_CANCELLED = "transfer_cancelled"
    """The transfer was given up."""
    CLEAN_UP = "clean_up"
    """The device tidies up."""
    DELETE = "delete x/<x>"
    """The DM server takes the delivery away."""
    RESTART = "restart"
    """The device starts again after power off or a crash."""


@dataclass(frozen=True, slots=True)
class ReceptionVariables:
    """What the machine `reception` remembers beside its state, over restarts too."""

    @classmethod
    def restore(cls, stored: dict[str, Any]) -> ReceptionVariables:
        """The variables as the journal kept them; those it does not know yet have their initial values."""
        return cls()


class ReceptionFacts(Protocol):
    """What only the device knows at the moment."""

    def transmissions_left(self) -> bool:
        """The delivery will be sent again."""
        ...

    def repair_possible(self) -> bool:
        """Repair/Mode allows it and not more than Repair/MaxMissing is missing."""
        ...

    def transfer_runs(self) -> bool:
        """The transfer that armed the delivery is neither suspended nor interrupted."""
        ...


_Context = Context[ReceptionVariables, ReceptionFacts]


def _when_1(c: _Context) -> bool:
    """transmissions_left"""
    return c.facts.transmissions_left()


def _when_2(c: _Context) -> bool:
    """not transmissions_left and repair_possible"""
    return not c.facts.transmissions_left() and c.facts.repair_possible()


def _when_3(c: _Context) -> bool:
    """not transmissions_left and not repair_possible"""
    return not c.facts.transmissions_left() and not c.facts.repair_possible()


def _when_4(c: _Context) -> bool:
    """transfer_runs"""
    return c.facts.transfer_runs()


def _when_5(c: _Context) -> bool:
    """repair_possible"""
    return c.facts.repair_possible()


def _when_6(c: _Context) -> bool:
    """not repair_possible"""
    return not c.facts.repair_possible()


def _when_7(c: _Context) -> bool:
    """not transfer_runs"""
    return not c.facts.transfer_runs()


RECEPTION_TABLE: Final[Table[ReceptionState, ReceptionEvent]] = table(
    ReceptionState,
    On(
        ReceptionEvent.ARMED,
        (ReceptionState.IDLE,),
        ReceptionState.SCHEDULED,
        spec="bcastdelivery-1.0/states.yaml:43",
        do=("listen",),
    ),
    On(
        ReceptionEvent.FIRST_DATAGRAM,
        (ReceptionState.SCHEDULED,),
        ReceptionState.RECEIVING,
        spec="bcastdelivery-1.0/states.yaml:44",
    ),
    On(
        ReceptionEvent.END_TIME_OVER,
        (ReceptionState.SCHEDULED,),
        ReceptionState.FAILED,
        spec="bcastdelivery-1.0/states.yaml:45",
        result=Result.BROADCAST_NOT_RECEIVED,
        do=("stop_listening",),
    ),
    On(
        ReceptionEvent.FILE_COMPLETE,
        (ReceptionState.RECEIVING,),
        ReceptionState.COMPLETE,
        spec="bcastdelivery-1.0/states.yaml:46",
        result=Result.BROADCAST_COMPLETE,
        do=("stop_listening",),
    ),
    On(
        ReceptionEvent.TRANSMISSION_OVER,
        (ReceptionState.RECEIVING,),
        ReceptionState.BETWEEN,
        spec="bcastdelivery-1.0/states.yaml:47",
        when=_when_1,
    ),
    On(
        ReceptionEvent.TRANSMISSION_OVER,
        (ReceptionState.RECEIVING,),
        ReceptionState.REPAIRING,
        spec="bcastdelivery-1.0/states.yaml:48",
        when=_when_2,
        do=("start_repair",),
    ),
    On(
        ReceptionEvent.TRANSMISSION_OVER,
        (ReceptionState.RECEIVING,),
        ReceptionState.FAILED,
        spec="bcastdelivery-1.0/states.yaml:49",
        when=_when_3,
        result=Result.BROADCAST_INCOMPLETE,
        do=("stop_listening",),
    ),
    On(
        ReceptionEvent.TRANSFER_STANDS,
        (ReceptionState.RECEIVING,),
        ReceptionState.BETWEEN,
        spec="bcastdelivery-1.0/states.yaml:50",
    ),
    On(
        ReceptionEvent.NEXT_TRANSMISSION,
        (ReceptionState.BETWEEN,),
        ReceptionState.RECEIVING,
        spec="bcastdelivery-1.0/states.yaml:51",
        when=_when_4,
    ),
    On(
        ReceptionEvent.END_TIME_OVER,
        (ReceptionState.BETWEEN,),
        ReceptionState.REPAIRING,
        spec="bcastdelivery-1.0/states.yaml:52",
        when=_when_5,
        do=("start_repair",),
    ),
    On(
        ReceptionEvent.END_TIME_OVER,
        (ReceptionState.BETWEEN,),
        ReceptionState.FAILED,
        spec="bcastdelivery-1.0/states.yaml:53",
        when=_when_6,
        result=Result.BROADCAST_INCOMPLETE,
        do=("stop_listening",),
    ),
    On(
        ReceptionEvent.FILE_COMPLETE,
        (ReceptionState.REPAIRING,),
        ReceptionState.COMPLETE,
        spec="bcastdelivery-1.0/states.yaml:54",
        result=Result.BROADCAST_REPAIRED,
        do=("stop_listening",),
    ),
    On(
        ReceptionEvent.REPAIR_FAILS,
        (ReceptionState.REPAIRING,),
        ReceptionState.FAILED,
        spec="bcastdelivery-1.0/states.yaml:55",
        result=GIVEN,
        do=("stop_listening",),
    ),
    On(
        ReceptionEvent.TRANSFER_CANCELLED,
        (ReceptionState.SCHEDULED, ReceptionState.RECEIVING, ReceptionState.BETWEEN, ReceptionState.REPAIRING),
        ReceptionState.IDLE,
        spec="bcastdelivery-1.0/states.yaml:56",
        do=("stop_listening",),
    ),
    On(
        ReceptionEvent.CLEAN_UP,
        (ReceptionState.COMPLETE, ReceptionState.FAILED),
        ReceptionState.IDLE,
        spec="bcastdelivery-1.0/states.yaml:57",
    ),
    On(
        ReceptionEvent.DELETE,
        (ReceptionState.IDLE, ReceptionState.COMPLETE, ReceptionState.FAILED),
        ReceptionState.GONE,
        spec="bcastdelivery-1.0/states.yaml:58",
        status=200,
    ),
    On(
        ReceptionEvent.RESTART,
        (ReceptionState.RECEIVING,),
        ReceptionState.BETWEEN,
        spec="bcastdelivery-1.0/states.yaml:59",
        do=("listen",),
    ),
    On(
        ReceptionEvent.RESTART,
        (ReceptionState.SCHEDULED,),
        ReceptionState.SCHEDULED,
        spec="bcastdelivery-1.0/states.yaml:60",
        do=("listen",),
    ),
    On(
        ReceptionEvent.RESTART,
        (ReceptionState.BETWEEN,),
        ReceptionState.BETWEEN,
        spec="bcastdelivery-1.0/states.yaml:60",
        do=("listen",),
    ),
    On(
        ReceptionEvent.RESTART,
        (ReceptionState.REPAIRING,),
        ReceptionState.REPAIRING,
        spec="bcastdelivery-1.0/states.yaml:61",
        do=("start_repair",),
    ),
    Refuse(ReceptionEvent.ARMED, OTHERWISE, spec="bcastdelivery-1.0/states.yaml:63", keeps="the running reception"),
    Refuse(
        ReceptionEvent.NEXT_TRANSMISSION,
        (ReceptionState.BETWEEN,),
        spec="bcastdelivery-1.0/states.yaml:64",
        when=_when_7,
        keeps="everything; a later transmission is waited for",
    ),
    Refuse(
        ReceptionEvent.DELETE,
        OTHERWISE,
        spec="bcastdelivery-1.0/states.yaml:65",
        status=405,
        keeps="the running reception",
    ),
    Refuse(ReceptionEvent.FIRST_DATAGRAM, OTHERWISE, spec="bcastdelivery-1.0/states.yaml:66", keeps="everything"),
    Refuse(ReceptionEvent.FILE_COMPLETE, OTHERWISE, spec="bcastdelivery-1.0/states.yaml:66", keeps="everything"),
    Refuse(ReceptionEvent.TRANSMISSION_OVER, OTHERWISE, spec="bcastdelivery-1.0/states.yaml:66", keeps="everything"),
    Refuse(ReceptionEvent.NEXT_TRANSMISSION, OTHERWISE, spec="bcastdelivery-1.0/states.yaml:66", keeps="everything"),
    Refuse(ReceptionEvent.END_TIME_OVER, OTHERWISE, spec="bcastdelivery-1.0/states.yaml:66", keeps="everything"),
    Refuse(ReceptionEvent.REPAIR_FAILS, OTHERWISE, spec="bcastdelivery-1.0/states.yaml:66", keeps="everything"),
    Refuse(ReceptionEvent.TRANSFER_STANDS, OTHERWISE, spec="bcastdelivery-1.0/states.yaml:66", keeps="everything"),
    Refuse(ReceptionEvent.TRANSFER_CANCELLED, OTHERWISE, spec="bcastdelivery-1.0/states.yaml:66", keeps="everything"),
    Refuse(ReceptionEvent.CLEAN_UP, OTHERWISE, spec="bcastdelivery-1.0/states.yaml:66", keeps="everything"),
    Refuse(ReceptionEvent.RESTART, OTHERWISE, spec="bcastdelivery-1.0/states.yaml:70", keeps="everything"),
)
"""What happens in each state on each event of the machine `reception`.

Spec: bcastdelivery-1.0/states.yaml:3
"""

RECEPTION: Final = Machine("bcastdelivery-1.0 reception", RECEPTION_TABLE)
"""The machine `reception`."""

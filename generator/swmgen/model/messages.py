"""Result codes and generic alerts (Alert 1226)."""

from __future__ import annotations

import enum

import msgspec

from swmgen.model.ranges import NumberRange
from swmgen.model.span import Element
from swmgen.model.tree import Format


class Result(Element, frozen=True, kw_only=True):
    """A result code.

    `reads_as` names the result that a server of the base version is sent in its
    place, ``never`` when it is sent none.
    """

    name: str
    code: int
    reads_as: str | None = None


EXECUTED = "executed"
"""The source of an alert that speaks of the node that was executed."""


class Mark(enum.Enum):
    """Importance of an alert, most important first (DM 1.2, MetInf Mark)."""

    FATAL = "fatal"
    CRITICAL = "critical"
    MINOR = "minor"
    WARNING = "warning"
    INFORMATIONAL = "informational"
    HARMLESS = "harmless"
    INDETERMINATE = "indeterminate"


class CorrelatorRule(enum.Enum):
    """Whether the alert carries a Correlator.

    ECHO: the one of the Exec it answers, unchanged, and none if the Exec had
    none. NONE: never.
    """

    ECHO = "echo"
    NONE = "none"


class Flow(enum.Enum):
    """What the control of the flow of alerts may do with one that is due.

    SPREAD: send it at a random later time. SAMPLE: leave it out on some of the
    devices. HOLD: keep it until the server releases it. DROP: give it up when the
    server or the room there is demands it.
    """

    SPREAD = "spread"
    SAMPLE = "sample"
    HOLD = "hold"
    DROP = "drop"


class Alert(Element, frozen=True, kw_only=True):
    """A generic alert: one Item of an Alert 1226.

    `type` goes into Meta/Type, `format` into Meta/Format, `source` is the node
    whose URI is Item/Source. `mark` is sent on success, `mark_on_failure` with
    a result that is none. `data` is ``result`` (the code), ``text``, ``empty``.
    `source` is ``executed`` for the node that was executed. A result in format xml
    stands in the element ResultCode, followed by Identifier with the value of the
    leaf of `identifier` that belongs to the object. `answers` names the command whose order the alert ends, None for alerts the
    device or its user starts.
    """

    name: str
    type: str
    format: Format = Format.INT
    source: str | None = None
    mark: Mark = Mark.INFORMATIONAL
    mark_on_failure: Mark | None = None
    data: str = "result"
    identifier: tuple[str, ...] = ()
    correlator: CorrelatorRule = CorrelatorRule.NONE
    answers: tuple[str, ...] = ()
    may: tuple[Flow, ...] = tuple(Flow)


class Messages(msgspec.Struct, frozen=True):
    """What goes from client to server beside Status and Results."""

    results: tuple[Result, ...] = ()
    ranges: tuple[NumberRange, ...] = ()
    alerts: tuple[Alert, ...] = ()

"""The typed tree of restart 1.0.

A class stands for an interior node; its attributes are the nodes below it.
"""

from __future__ import annotations

from enum import IntEnum

from swm.tree import (
    BINARY,
    INTEGER,
    NOTHING,
    ONE,
    ZERO_OR_MORE,
    ZERO_OR_ONE,
    Child,
    Interior,
    Leaf,
    NodeSpec,
    access,
    enumerated,
)


class Urgency(IntEnum):
    """Whether a device in use may be restarted."""

    AT_ONCE = 0
    WHEN_IDLE = 1


class OrderState(IntEnum):
    """One restart order, from the Exec to its final alert."""

    IDLE = 10
    """Nothing is ordered."""
    WAITING = 20
    """Ordered; the delay runs or the device is in use."""
    RESTARTING = 30
    """The device goes down, or is coming up again."""


class RestartExt(Interior):
    """Maker's extensions.

    x/Ext: node, ZeroOrOne, Get.
    Spec: restart-1.0/objects.yaml:26
    """

    ACCESS = access.Get


class RestartObject(Interior):
    """One restart order.

    x: node, ZeroOrMore, Get.
    Spec: restart-1.0/objects.yaml:2
    """

    ACCESS = access.Get
    MO_ID = "urn:oma:mo:x-swm-restart:1.0"

    delay = Leaf("Delay", INTEGER, access.GetReplace, ONE, mime=("text/plain",), default="0", low=0, high=86400)
    """Seconds to wait before the restart.

    x/Delay: int, One, Get Replace, 0..86400, unit s, default 0.
    Spec: restart-1.0/objects.yaml:10
    """

    urgency = Leaf(
        "Urgency",
        enumerated(Urgency, INTEGER),
        access.GetReplace,
        ZERO_OR_ONE,
        mime=("text/plain",),
        default="1",
        values=frozenset(("0", "1")),
    )
    """Whether a device in use may be restarted.

    x/Urgency: int, ZeroOrOne, Get Replace, default 1.
    Spec: restart-1.0/objects.yaml:12
    """

    permit = Leaf("Permit", BINARY, access.Replace, ZERO_OR_ONE, mime=("application/octet-stream",), max_size=4096)
    """The signed permit. Write only.

    x/Permit: bin, ZeroOrOne, Replace, at most 4096 octets.
    Spec: restart-1.0/objects.yaml:20
    """

    restart = Leaf("Restart", NOTHING, access.Exec, ONE, mime=("text/plain",))
    """Exec here orders the restart.

    x/Restart: null, One, Exec.
    Spec: restart-1.0/objects.yaml:22
    """

    state = Leaf("State", enumerated(OrderState, INTEGER), access.Get, ONE, mime=("text/plain",))
    """State of this order.

    x/State: int, One, Get.
    Spec: restart-1.0/objects.yaml:24
    """

    ext = Child("Ext", RestartExt, ZERO_OR_ONE)


RESTART: NodeSpec = RestartObject.describe("", ZERO_OR_MORE)
"""The tree as a device mounts it."""

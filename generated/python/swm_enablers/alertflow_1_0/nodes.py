"""The typed tree of alertflow 1.0.

A class stands for an interior node; its attributes are the nodes below it.
"""

from __future__ import annotations

from enum import IntEnum

from swm.tree import (
    INTEGER,
    NOTHING,
    ONE,
    TEXT,
    ZERO_OR_MORE,
    ZERO_OR_ONE,
    Adds,
    Child,
    Children,
    Deletes,
    Interior,
    Leaf,
    NodeSpec,
    access,
    enumerated,
)


class XMode(IntEnum):
    """0 off (1.0 behaviour), 1 spread, 2 spread and sample, 3 hold until Release."""

    OFF = 0
    SPREAD = 1
    SPREAD_AND_SAMPLE = 2
    HOLD = 3


class EntryState(IntEnum):
    """The flow control of one DM server. What its operations do to each alert is said by the machine
    of the alert."""

    THERE = 1
    """The entry is in force until ValidUntil."""
    GONE = 0
    """The server took its entry away."""


class AlertState(IntEnum):
    """One alert, from the end of what it reports to the server's answer. Time and randomness decide
    through facts."""

    NEW = 0
    """What it reports has ended."""
    WAITING = 1
    """Its time has not come."""
    HELD = 2
    """The server holds it."""
    DUE = 3
    """It goes out with the next package."""
    BACKOFF = 4
    """Sending failed; the next attempt is not yet due."""
    STORED = 5
    """No more attempts; it goes out when the server opens a session."""
    SENT = 6
    """The server has answered it."""
    SUPPRESSED = 7
    """It was not drawn."""
    DROPPED = 8
    """It was discarded or there was no room for it."""


class AlertflowXStats(Interior):
    """What became of the alerts.

    x/<x>/Stats: node, One, Get.
    Spec: alertflow-1.0/objects.yaml:42
    """

    ACCESS = access.Get

    pending = Leaf("Pending", INTEGER, access.Get, ONE, mime=("text/plain",), low=0)
    """Alerts that wait.

    x/<x>/Stats/Pending: int, One, Get, 0...
    Spec: alertflow-1.0/objects.yaml:48
    """

    sent = Leaf("Sent", INTEGER, access.Get, ONE, mime=("text/plain",), low=0)
    """Alerts that were answered.

    x/<x>/Stats/Sent: int, One, Get, 0...
    Spec: alertflow-1.0/objects.yaml:49
    """

    suppressed = Leaf("Suppressed", INTEGER, access.Get, ONE, mime=("text/plain",), low=0)
    """Not sampled.

    x/<x>/Stats/Suppressed: int, One, Get, 0...
    Spec: alertflow-1.0/objects.yaml:50
    """

    dropped = Leaf("Dropped", INTEGER, access.Get, ONE, mime=("text/plain",), low=0)
    """Lost to MaxStored.

    x/<x>/Stats/Dropped: int, One, Get, 0...
    Spec: alertflow-1.0/objects.yaml:51
    """


class AlertflowXOperations(Interior):
    """What the server may do with what is held.

    x/<x>/Operations: node, One, Get.
    Spec: alertflow-1.0/objects.yaml:33
    """

    ACCESS = access.Get

    release = Leaf("Release", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Send what is held (still spread).

    x/<x>/Operations/Release: null, ZeroOrOne, Exec.
    Spec: alertflow-1.0/objects.yaml:39
    """

    flush = Leaf("Flush", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Send what is held now, in this session.

    x/<x>/Operations/Flush: null, ZeroOrOne, Exec.
    Spec: alertflow-1.0/objects.yaml:40
    """

    discard = Leaf("Discard", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Drop held informational alerts.

    x/<x>/Operations/Discard: null, ZeroOrOne, Exec.
    Spec: alertflow-1.0/objects.yaml:41
    """


class AlertflowX(Adds, Deletes):
    """Alert flow control for one DM server.

    x/<x>: node, ZeroOrMore, Add Delete Get.
    Spec: alertflow-1.0/objects.yaml:11
    """

    ACCESS = access.AddDeleteGet

    mode = Leaf(
        "Mode",
        enumerated(XMode, INTEGER),
        access.AddDeleteGetReplace,
        ONE,
        mime=("text/plain",),
        values=frozenset(("0", "1", "2", "3")),
    )
    """0 off (1.0 behaviour), 1 spread, 2 spread and sample, 3 hold until Release.

    x/<x>/Mode: int, One, Add Delete Get Replace.
    Spec: alertflow-1.0/objects.yaml:18
    """

    applies_to = Leaf("AppliesTo", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Comma list of alert type prefixes; default all FUMO and SCOMO types.

    x/<x>/AppliesTo: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: alertflow-1.0/objects.yaml:19
    """

    immediate_mark = Leaf(
        "ImmediateMark", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="critical"
    )
    """This Mark and more important ones skip delay; default critical.

    x/<x>/ImmediateMark: chr, ZeroOrOne, Add Delete Get Replace, default critical.
    Spec: alertflow-1.0/objects.yaml:20
    """

    sample_percentage = Leaf(
        "SamplePercentage", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="100"
    )
    """0..100, three decimals; success and informational alerts only; default 100.

    x/<x>/SamplePercentage: chr, ZeroOrOne, Add Delete Get Replace, default 100.
    Spec: alertflow-1.0/objects.yaml:21
    """

    offset_time = Leaf(
        "OffsetTime", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="0", low=0
    )
    """Seconds; default 0.

    x/<x>/OffsetTime: int, ZeroOrOne, Add Delete Get Replace, 0.., unit s, default 0.
    Spec: alertflow-1.0/objects.yaml:22
    """

    random_time_period = Leaf(
        "RandomTimePeriod", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="0", low=0
    )
    """Seconds; default 0.

    x/<x>/RandomTimePeriod: int, ZeroOrOne, Add Delete Get Replace, 0.., unit s, default 0.
    Spec: alertflow-1.0/objects.yaml:23
    """

    max_delay = Leaf(
        "MaxDelay", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="86400", low=0
    )
    """Seconds an alert may wait in all; default 86400.

    x/<x>/MaxDelay: int, ZeroOrOne, Add Delete Get Replace, 0.., unit s, default 86400.
    Spec: alertflow-1.0/objects.yaml:24
    """

    max_alerts = Leaf("MaxAlerts", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), low=0)
    """Per Interval; 0 no limit.

    x/<x>/MaxAlerts: int, ZeroOrOne, Add Delete Get Replace, 0...
    Spec: alertflow-1.0/objects.yaml:25
    """

    interval = Leaf(
        "Interval", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="3600", low=0
    )
    """Seconds; default 3600.

    x/<x>/Interval: int, ZeroOrOne, Add Delete Get Replace, 0.., unit s, default 3600.
    Spec: alertflow-1.0/objects.yaml:26
    """

    max_items = Leaf(
        "MaxItems", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="1", low=0
    )
    """Items joined in one Alert 1226; default 1.

    x/<x>/MaxItems: int, ZeroOrOne, Add Delete Get Replace, 0.., default 1.
    Spec: alertflow-1.0/objects.yaml:27
    """

    initial_backoff = Leaf(
        "InitialBackoff", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="60", low=0
    )
    """Seconds; default 60.

    x/<x>/InitialBackoff: int, ZeroOrOne, Add Delete Get Replace, 0.., unit s, default 60.
    Spec: alertflow-1.0/objects.yaml:28
    """

    max_backoff = Leaf(
        "MaxBackoff", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="14400", low=0
    )
    """Seconds; default 14400.

    x/<x>/MaxBackoff: int, ZeroOrOne, Add Delete Get Replace, 0.., unit s, default 14400.
    Spec: alertflow-1.0/objects.yaml:29
    """

    max_attempts = Leaf(
        "MaxAttempts", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="10", low=0
    )
    """Default 10; then stored until the next session.

    x/<x>/MaxAttempts: int, ZeroOrOne, Add Delete Get Replace, 0.., default 10.
    Spec: alertflow-1.0/objects.yaml:30
    """

    max_stored = Leaf(
        "MaxStored", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="64", low=0
    )
    """Default 64.

    x/<x>/MaxStored: int, ZeroOrOne, Add Delete Get Replace, 0.., default 64.
    Spec: alertflow-1.0/objects.yaml:31
    """

    valid_until = Leaf("ValidUntil", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """UTC; afterwards Mode acts as 0.

    x/<x>/ValidUntil: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: alertflow-1.0/objects.yaml:32
    """

    operations = Child("Operations", AlertflowXOperations, ONE)
    stats = Child("Stats", AlertflowXStats, ONE)
    server_id = Leaf("ServerID", TEXT, access.Get, ONE, mime=("text/plain",))
    """The DM server that the entry is about.

    x/<x>/ServerID: chr, One, Get.
    Spec: alertflow-1.0/objects.yaml:52
    """


class AlertflowObject(Interior):
    """How the device may send its alerts, for each DM server.

    x: node, ZeroOrOne, Get.
    Spec: alertflow-1.0/objects.yaml:3
    """

    ACCESS = access.Get
    MO_ID = "urn:oma:mo:x-swm-alertflow:1.0"

    instances = Children(AlertflowX, ZERO_OR_MORE)


ALERTFLOW: NodeSpec = AlertflowObject.describe("", ZERO_OR_ONE, permanent=True)
"""The tree as a device mounts it."""

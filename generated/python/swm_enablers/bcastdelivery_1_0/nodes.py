"""The typed tree of bcastdelivery 1.0.

A class stands for an interior node; its attributes are the nodes below it.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum

from swm.tree import (
    INTEGER,
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
    Leaves,
    NodeSpec,
    access,
    enumerated,
)


class XSystem(StrEnum):
    """OMA-BCAST / MBMS / eMBMS / DVB-H / IP-MC."""

    OMA_BCAST = "OMA-BCAST"
    MBMS = "MBMS"
    EMBMS = "eMBMS"
    DVB_H = "DVB-H"
    IP_MULTICAST = "IP-MC"


class XRepairMode(IntEnum):
    """0 none, 1 unicast, 2 second broadcast, 3 both."""

    NONE = 0
    UNICAST = 1
    SECOND_BROADCAST = 2
    BOTH = 3


class XReportType(StrEnum):
    """RAck / StaR / StaR-all / StaR-only."""

    RECEPTION_ACK = "RAck"
    STATISTICS = "StaR"
    STATISTICS_ALL = "StaR-all"
    STATISTICS_ONLY = "StaR-only"


class ReceptionState(IntEnum):
    """The reception of one broadcast delivery. The broadcast client tells the events of the air, the
    transfer of FUMO or SCOMO arms and ends it."""

    IDLE = 10
    """Nothing is to be received."""
    SCHEDULED = 20
    """The device listens at the times of the delivery."""
    RECEIVING = 30
    """A transmission is being received."""
    BETWEEN = 40
    """Between two transmissions."""
    REPAIRING = 50
    """Missing parts are fetched."""
    COMPLETE = 60
    """The file is complete."""
    FAILED = 70
    """The file was not received."""
    GONE = 0
    """The DM server took the delivery away."""


class BcastdeliveryXStatus(Interior):
    """Reception state.

    x/<x>/Status: node, One, Get.
    Spec: bcastdelivery-1.0/objects.yaml:61
    """

    ACCESS = access.Get

    state = Leaf("State", enumerated(ReceptionState, INTEGER), access.Get, ONE, mime=("text/plain",), low=0)
    """Broadcast reception machine.

    x/<x>/Status/State: int, One, Get, 0...
    Spec: bcastdelivery-1.0/objects.yaml:67
    """

    received_percent = Leaf("ReceivedPercent", INTEGER, access.Get, ONE, mime=("text/plain",), low=0, high=100)
    """How much of the file is there.

    x/<x>/Status/ReceivedPercent: int, One, Get, 0..100.
    Spec: bcastdelivery-1.0/objects.yaml:68
    """

    repair_bytes = Leaf("RepairBytes", TEXT, access.Get, ONE, mime=("text/plain",))
    """Decimal bytes fetched by repair.

    x/<x>/Status/RepairBytes: chr, One, Get.
    Spec: bcastdelivery-1.0/objects.yaml:69
    """

    last_result = Leaf("LastResult", INTEGER, access.Get, ONE, mime=("text/plain",), low=0)
    """Result code.

    x/<x>/Status/LastResult: int, One, Get, 0...
    Spec: bcastdelivery-1.0/objects.yaml:70
    """


class BcastdeliveryXReportServers(Adds, Deletes):
    """Absent = report by generic alert to the DM server.

    x/<x>/Report/Servers: node, ZeroOrOne, Add Delete Get Replace.
    Spec: bcastdelivery-1.0/objects.yaml:54
    """

    ACCESS = access.AddDeleteGetReplace

    instances = Leaves(TEXT, access.AddDeleteGetReplace, ZERO_OR_MORE, mime=("text/plain",))
    """One server URI.

    x/<x>/Report/Servers/<x>: chr, ZeroOrMore, Add Delete Get Replace.
    Spec: bcastdelivery-1.0/objects.yaml:60
    """


class BcastdeliveryXReport(Adds, Deletes):
    """Reception reporting.

    x/<x>/Report: node, ZeroOrOne, Add Delete Get Replace.
    Spec: bcastdelivery-1.0/objects.yaml:44
    """

    ACCESS = access.AddDeleteGetReplace

    type = Leaf(
        "Type",
        enumerated(XReportType, TEXT),
        access.AddDeleteGetReplace,
        ONE,
        mime=("text/plain",),
        values=frozenset(("RAck", "StaR", "StaR-all", "StaR-only")),
    )
    """RAck / StaR / StaR-all / StaR-only.

    x/<x>/Report/Type: chr, One, Add Delete Get Replace.
    Spec: bcastdelivery-1.0/objects.yaml:50
    """

    sample_percentage = Leaf(
        "SamplePercentage", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="100"
    )
    """0..100 with up to three decimals; default 100.

    x/<x>/Report/SamplePercentage: chr, ZeroOrOne, Add Delete Get Replace, default 100.
    Spec: bcastdelivery-1.0/objects.yaml:51
    """

    offset_time = Leaf("OffsetTime", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), low=0)
    """Seconds.

    x/<x>/Report/OffsetTime: int, ZeroOrOne, Add Delete Get Replace, 0.., unit s.
    Spec: bcastdelivery-1.0/objects.yaml:52
    """

    random_time_period = Leaf(
        "RandomTimePeriod", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), low=0
    )
    """Seconds.

    x/<x>/Report/RandomTimePeriod: int, ZeroOrOne, Add Delete Get Replace, 0.., unit s.
    Spec: bcastdelivery-1.0/objects.yaml:53
    """

    servers = Child("Servers", BcastdeliveryXReportServers, ZERO_OR_ONE)


class BcastdeliveryXRepairServers(Adds, Deletes):
    """Repair servers; the client picks one at random.

    x/<x>/Repair/Servers: node, ZeroOrOne, Add Delete Get Replace.
    Spec: bcastdelivery-1.0/objects.yaml:33
    """

    ACCESS = access.AddDeleteGetReplace

    instances = Leaves(TEXT, access.AddDeleteGetReplace, ZERO_OR_MORE, mime=("text/plain",))
    """One server URI.

    x/<x>/Repair/Servers/<x>: chr, ZeroOrMore, Add Delete Get Replace.
    Spec: bcastdelivery-1.0/objects.yaml:39
    """


class BcastdeliveryXRepair(Adds, Deletes):
    """File repair rules.

    x/<x>/Repair: node, ZeroOrOne, Add Delete Get Replace.
    Spec: bcastdelivery-1.0/objects.yaml:26
    """

    ACCESS = access.AddDeleteGetReplace

    mode = Leaf(
        "Mode",
        enumerated(XRepairMode, INTEGER),
        access.AddDeleteGetReplace,
        ONE,
        mime=("text/plain",),
        values=frozenset(("0", "1", "2", "3")),
    )
    """0 none, 1 unicast, 2 second broadcast, 3 both.

    x/<x>/Repair/Mode: int, One, Add Delete Get Replace.
    Spec: bcastdelivery-1.0/objects.yaml:32
    """

    servers = Child("Servers", BcastdeliveryXRepairServers, ZERO_OR_ONE)
    offset_time = Leaf("OffsetTime", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), low=0)
    """Seconds after the end of transmission.

    x/<x>/Repair/OffsetTime: int, ZeroOrOne, Add Delete Get Replace, 0.., unit s.
    Spec: bcastdelivery-1.0/objects.yaml:40
    """

    random_time_period = Leaf(
        "RandomTimePeriod", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), low=0
    )
    """Seconds.

    x/<x>/Repair/RandomTimePeriod: int, ZeroOrOne, Add Delete Get Replace, 0.., unit s.
    Spec: bcastdelivery-1.0/objects.yaml:41
    """

    max_missing = Leaf(
        "MaxMissing", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), low=0, high=100
    )
    """Percent; above it do not repair, wait for next transmission.

    x/<x>/Repair/MaxMissing: int, ZeroOrOne, Add Delete Get Replace, 0..100.
    Spec: bcastdelivery-1.0/objects.yaml:42
    """

    session_description_uri = Leaf(
        "SessionDescriptionURI", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",)
    )
    """For mode 2 and 3: where to fetch the description of the second broadcast, as
    SessionDescriptionURI of the delivery. One that has not begun OffsetTime and RandomTimePeriod
    after the end of transmission is as a repair server that cannot be reached.

    x/<x>/Repair/SessionDescriptionURI: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: bcastdelivery-1.0/objects.yaml:43
    """


class BcastdeliveryX(Adds, Deletes):
    """One broadcast delivery.

    x/<x>: node, ZeroOrMore, Add Delete Get Replace.
    Spec: bcastdelivery-1.0/objects.yaml:11
    """

    ACCESS = access.AddDeleteGetReplace

    delivery_id = Leaf("DeliveryID", TEXT, access.AddDeleteGetReplace, ONE, mime=("text/plain",))
    """Campaign id.

    x/<x>/DeliveryID: chr, One, Add Delete Get Replace.
    Spec: bcastdelivery-1.0/objects.yaml:18
    """

    group_id = Leaf("GroupID", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Device group the delivery is for.

    x/<x>/GroupID: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: bcastdelivery-1.0/objects.yaml:19
    """

    system = Leaf(
        "System",
        enumerated(XSystem, TEXT),
        access.AddDeleteGetReplace,
        ONE,
        mime=("text/plain",),
        values=frozenset(("OMA-BCAST", "MBMS", "eMBMS", "DVB-H", "IP-MC")),
    )
    """OMA-BCAST / MBMS / eMBMS / DVB-H / IP-MC.

    x/<x>/System: chr, One, Add Delete Get Replace.
    Spec: bcastdelivery-1.0/objects.yaml:20
    """

    session_description = Leaf(
        "SessionDescription", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",)
    )
    """SDP text.

    x/<x>/SessionDescription: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: bcastdelivery-1.0/objects.yaml:21
    """

    session_description_uri = Leaf(
        "SessionDescriptionURI", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",)
    )
    """Where to fetch it, over https: below URLPrefix of the image server that the target's
    ImageServer/Ref names, and by its TrustAnchor. A SessionDescription counts before it.

    x/<x>/SessionDescriptionURI: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: bcastdelivery-1.0/objects.yaml:22
    """

    start_time = Leaf("StartTime", TEXT, access.AddDeleteGetReplace, ONE, mime=("text/plain",))
    """UTC.

    x/<x>/StartTime: chr, One, Add Delete Get Replace.
    Spec: bcastdelivery-1.0/objects.yaml:23
    """

    end_time = Leaf("EndTime", TEXT, access.AddDeleteGetReplace, ONE, mime=("text/plain",))
    """UTC.

    x/<x>/EndTime: chr, One, Add Delete Get Replace.
    Spec: bcastdelivery-1.0/objects.yaml:24
    """

    repetitions = Leaf("Repetitions", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), low=0)
    """Planned transmissions.

    x/<x>/Repetitions: int, ZeroOrOne, Add Delete Get Replace, 0...
    Spec: bcastdelivery-1.0/objects.yaml:25
    """

    repair = Child("Repair", BcastdeliveryXRepair, ZERO_OR_ONE)
    report = Child("Report", BcastdeliveryXReport, ZERO_OR_ONE)
    status = Child("Status", BcastdeliveryXStatus, ONE)


class BcastdeliveryObject(Interior):
    """Broadcast deliveries the device may listen to.

    x: node, ZeroOrOne, Get.
    Spec: bcastdelivery-1.0/objects.yaml:3
    """

    ACCESS = access.Get
    MO_ID = "urn:oma:mo:x-swm-bcastdelivery:1.0"

    instances = Children(BcastdeliveryX, ZERO_OR_MORE)


BCASTDELIVERY: NodeSpec = BcastdeliveryObject.describe("", ZERO_OR_ONE, permanent=True)
"""The tree as a device mounts it."""

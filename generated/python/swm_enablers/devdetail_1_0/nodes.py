"""The typed tree of devdetail 1.0.

A class stands for an interior node; its attributes are the nodes below it.
"""

from __future__ import annotations

from swm.tree import BOOLEAN, ONE, TEXT, ZERO_OR_ONE, Child, Interior, Leaf, NodeSpec, access


class DevdetailURI(Interior):
    """How long URIs of this tree may be; 0 means without limit.

    DevDetail/URI: node, One, Get.
    Spec: devdetail-1.0/objects.ddf.xml:69
    """

    ACCESS = access.Get

    max_depth = Leaf("MaxDepth", TEXT, access.Get, ONE, mime=("text/plain",), permanent=True)
    """The greatest number of segments.

    DevDetail/URI/MaxDepth: chr, One, Get.
    Spec: devdetail-1.0/objects.ddf.xml:89
    """

    max_tot_len = Leaf("MaxTotLen", TEXT, access.Get, ONE, mime=("text/plain",), permanent=True)
    """The greatest length of a URI, in octets of UTF-8.

    DevDetail/URI/MaxTotLen: chr, One, Get.
    Spec: devdetail-1.0/objects.ddf.xml:110
    """

    max_seg_len = Leaf("MaxSegLen", TEXT, access.Get, ONE, mime=("text/plain",), permanent=True)
    """The greatest length of one segment, in octets of UTF-8.

    DevDetail/URI/MaxSegLen: chr, One, Get.
    Spec: devdetail-1.0/objects.ddf.xml:131
    """


class DevdetailBearer(Interior):
    """What is particular to the bearers.

    DevDetail/Bearer: node, ZeroOrOne, Get.
    Spec: devdetail-1.0/objects.ddf.xml:48
    """

    ACCESS = access.Get


class DevdetailExt(Interior):
    """For makers.

    DevDetail/Ext: node, ZeroOrOne, Get.
    Spec: devdetail-1.0/objects.ddf.xml:27
    """

    ACCESS = access.Get


class DevdetailObject(Interior):
    """More about the device, sent only when a server asks.

    DevDetail: node, One, Get.
    Spec: devdetail-1.0/objects.ddf.xml:6
    """

    ACCESS = access.Get
    MO_ID = "urn:oma:mo:oma-dm-devdetail:1.0"

    ext = Child("Ext", DevdetailExt, ZERO_OR_ONE, permanent=True)
    bearer = Child("Bearer", DevdetailBearer, ZERO_OR_ONE, permanent=True)
    uri_ = Child("URI", DevdetailURI, ONE, permanent=True)
    dev_typ = Leaf("DevTyp", TEXT, access.Get, ONE, mime=("text/plain",), permanent=True)
    """The kind of device.

    DevDetail/DevTyp: chr, One, Get.
    Spec: devdetail-1.0/objects.ddf.xml:153
    """

    oem = Leaf("OEM", TEXT, access.Get, ONE, mime=("text/plain",), permanent=True)
    """Who had the device made.

    DevDetail/OEM: chr, One, Get.
    Spec: devdetail-1.0/objects.ddf.xml:174
    """

    fw_v = Leaf("FwV", TEXT, access.Get, ONE, mime=("text/plain",), permanent=True)
    """The version of the firmware. An update of firmware changes it.

    DevDetail/FwV: chr, One, Get.
    Spec: devdetail-1.0/objects.ddf.xml:195
    """

    sw_v = Leaf("SwV", TEXT, access.Get, ONE, mime=("text/plain",), permanent=True)
    """The version of the software.

    DevDetail/SwV: chr, One, Get.
    Spec: devdetail-1.0/objects.ddf.xml:216
    """

    hw_v = Leaf("HwV", TEXT, access.Get, ONE, mime=("text/plain",), permanent=True)
    """The version of the hardware.

    DevDetail/HwV: chr, One, Get.
    Spec: devdetail-1.0/objects.ddf.xml:237
    """

    lrg_obj = Leaf("LrgObj", BOOLEAN, access.Get, ONE, mime=("text/plain",), permanent=True)
    """Whether the device takes objects in several messages.

    DevDetail/LrgObj: bool, One, Get.
    Spec: devdetail-1.0/objects.ddf.xml:258
    """


DEVDETAIL: NodeSpec = DevdetailObject.describe("", ONE, permanent=True)
"""The tree as a device mounts it."""

"""The typed tree of devinfo 1.0.

A class stands for an interior node; its attributes are the nodes below it.
"""

from __future__ import annotations

from swm.tree import ONE, TEXT, ZERO_OR_ONE, Child, Interior, Leaf, NodeSpec, access


class DevinfoBearer(Interior):
    """What is particular to the bearers.

    DevInfo/Bearer: node, ZeroOrOne, Get.
    Spec: devinfo-1.0/objects.ddf.xml:48
    """

    ACCESS = access.Get


class DevinfoExt(Interior):
    """For makers.

    DevInfo/Ext: node, ZeroOrOne, Get.
    Spec: devinfo-1.0/objects.ddf.xml:27
    """

    ACCESS = access.Get


class DevinfoObject(Interior):
    """What every package 1 tells the server about the device.

    DevInfo: node, One, Get.
    Spec: devinfo-1.0/objects.ddf.xml:6
    """

    ACCESS = access.Get
    MO_ID = "urn:oma:mo:oma-dm-devinfo:1.0"

    ext = Child("Ext", DevinfoExt, ZERO_OR_ONE, permanent=True)
    bearer = Child("Bearer", DevinfoBearer, ZERO_OR_ONE, permanent=True)
    dev_id = Leaf("DevId", TEXT, access.Get, ONE, mime=("text/plain",), permanent=True)
    """A globally unique name of the device, as a URN (IMEI:, MEID: and the like).

    DevInfo/DevId: chr, One, Get.
    Spec: devinfo-1.0/objects.ddf.xml:69
    """

    man = Leaf("Man", TEXT, access.Get, ONE, mime=("text/plain",), permanent=True)
    """The maker.

    DevInfo/Man: chr, One, Get.
    Spec: devinfo-1.0/objects.ddf.xml:90
    """

    mod = Leaf("Mod", TEXT, access.Get, ONE, mime=("text/plain",), permanent=True)
    """The model.

    DevInfo/Mod: chr, One, Get.
    Spec: devinfo-1.0/objects.ddf.xml:111
    """

    dm_v = Leaf("DmV", TEXT, access.Get, ONE, mime=("text/plain",), permanent=True)
    """The version of the management client.

    DevInfo/DmV: chr, One, Get.
    Spec: devinfo-1.0/objects.ddf.xml:132
    """

    lang = Leaf("Lang", TEXT, access.Get, ONE, mime=("text/plain",), permanent=True)
    """The language of the device, as in RFC 1766.

    DevInfo/Lang: chr, One, Get.
    Spec: devinfo-1.0/objects.ddf.xml:153
    """


DEVINFO: NodeSpec = DevinfoObject.describe("", ONE, permanent=True)
"""The tree as a device mounts it."""

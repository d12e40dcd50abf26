"""Values of devdetail 1.0 that a device maker keeps, and not the tree.

Derive from the Protocol and write the methods of those leaves. A leaf whose
method is not written, or gives None, has the value that the tree keeps.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, Protocol

from swm.tree import KeptLeaf, KeptValues, ManagementTree, NoMachine

from .nodes import DEVDETAIL, DevdetailObject, DevdetailURI


class DevdetailValues(Protocol):
    """Gives and takes the values of an object at the moment a server asks.

    What a setter is given fits the node's format, size and allowed values. It
    is called when all of an Atomic is done; LocalError or OSError say that it
    cannot be kept, which undoes the change (Status 510, or 420 for ENOSPC).
    """

    def get_uri_max_depth(self) -> str | None:
        """The greatest number of segments.

        DevDetail/URI/MaxDepth: chr, One, Get.
        Spec: devdetail-1.0/objects.ddf.xml:89
        """
        return None

    def get_uri_max_tot_len(self) -> str | None:
        """The greatest length of a URI, in octets of UTF-8.

        DevDetail/URI/MaxTotLen: chr, One, Get.
        Spec: devdetail-1.0/objects.ddf.xml:110
        """
        return None

    def get_uri_max_seg_len(self) -> str | None:
        """The greatest length of one segment, in octets of UTF-8.

        DevDetail/URI/MaxSegLen: chr, One, Get.
        Spec: devdetail-1.0/objects.ddf.xml:131
        """
        return None

    def get_dev_typ(self) -> str | None:
        """The kind of device.

        DevDetail/DevTyp: chr, One, Get.
        Spec: devdetail-1.0/objects.ddf.xml:153
        """
        return None

    def get_oem(self) -> str | None:
        """Who had the device made.

        DevDetail/OEM: chr, One, Get.
        Spec: devdetail-1.0/objects.ddf.xml:174
        """
        return None

    def get_fw_v(self) -> str | None:
        """The version of the firmware. An update of firmware changes it.

        DevDetail/FwV: chr, One, Get.
        Spec: devdetail-1.0/objects.ddf.xml:195
        """
        return None

    def get_sw_v(self) -> str | None:
        """The version of the software.

        DevDetail/SwV: chr, One, Get.
        Spec: devdetail-1.0/objects.ddf.xml:216
        """
        return None

    def get_hw_v(self) -> str | None:
        """The version of the hardware.

        DevDetail/HwV: chr, One, Get.
        Spec: devdetail-1.0/objects.ddf.xml:237
        """
        return None

    def get_lrg_obj(self) -> bool | None:
        """Whether the device takes objects in several messages.

        DevDetail/LrgObj: bool, One, Get.
        Spec: devdetail-1.0/objects.ddf.xml:258
        """
        return None


DEVDETAIL_VALUES: Final = (
    KeptLeaf("URI/MaxDepth", DevdetailURI.max_depth.codec, "get_uri_max_depth", None),
    KeptLeaf("URI/MaxTotLen", DevdetailURI.max_tot_len.codec, "get_uri_max_tot_len", None),
    KeptLeaf("URI/MaxSegLen", DevdetailURI.max_seg_len.codec, "get_uri_max_seg_len", None),
    KeptLeaf("DevTyp", DevdetailObject.dev_typ.codec, "get_dev_typ", None),
    KeptLeaf("OEM", DevdetailObject.oem.codec, "get_oem", None),
    KeptLeaf("FwV", DevdetailObject.fw_v.codec, "get_fw_v", None),
    KeptLeaf("SwV", DevdetailObject.sw_v.codec, "get_sw_v", None),
    KeptLeaf("HwV", DevdetailObject.hw_v.codec, "get_hw_v", None),
    KeptLeaf("LrgObj", DevdetailObject.lrg_obj.codec, "get_lrg_obj", None),
)
"""Which leaf each method is for."""


def keep_devdetail(tree: ManagementTree, uri: str, values: DevdetailValues) -> None:
    """Have `values` asked about the object mounted at `uri`. LocalError where none is."""
    tree.keep_values(uri, KeptValues(DEVDETAIL_VALUES, values))


def mount_devdetail(tree: ManagementTree, uri: str, values: DevdetailValues, *, absent: Collection[str] = ()) -> None:
    """Mount the object, which no machine drives, at `uri`, without the optional nodes in `absent`."""
    tree.mount(uri, DEVDETAIL, NoMachine(), absent=absent)
    keep_devdetail(tree, uri, values)

"""Values of devinfo 1.0 that a device maker keeps, and not the tree.

Derive from the Protocol and write the methods of those leaves. A leaf whose
method is not written, or gives None, has the value that the tree keeps.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, Protocol

from swm.tree import KeptLeaf, KeptValues, ManagementTree, NoMachine

from .nodes import DEVINFO, DevinfoObject


class DevinfoValues(Protocol):
    """Gives and takes the values of an object at the moment a server asks.

    What a setter is given fits the node's format, size and allowed values. It
    is called when all of an Atomic is done; LocalError or OSError say that it
    cannot be kept, which undoes the change (Status 510, or 420 for ENOSPC).
    """

    def get_dev_id(self) -> str | None:
        """A globally unique name of the device, as a URN (IMEI:, MEID: and the like).

        DevInfo/DevId: chr, One, Get.
        Spec: devinfo-1.0/objects.ddf.xml:69
        """
        return None

    def get_man(self) -> str | None:
        """The maker.

        DevInfo/Man: chr, One, Get.
        Spec: devinfo-1.0/objects.ddf.xml:90
        """
        return None

    def get_mod(self) -> str | None:
        """The model.

        DevInfo/Mod: chr, One, Get.
        Spec: devinfo-1.0/objects.ddf.xml:111
        """
        return None

    def get_dm_v(self) -> str | None:
        """The version of the management client.

        DevInfo/DmV: chr, One, Get.
        Spec: devinfo-1.0/objects.ddf.xml:132
        """
        return None

    def get_lang(self) -> str | None:
        """The language of the device, as in RFC 1766.

        DevInfo/Lang: chr, One, Get.
        Spec: devinfo-1.0/objects.ddf.xml:153
        """
        return None


DEVINFO_VALUES: Final = (
    KeptLeaf("DevId", DevinfoObject.dev_id.codec, "get_dev_id", None),
    KeptLeaf("Man", DevinfoObject.man.codec, "get_man", None),
    KeptLeaf("Mod", DevinfoObject.mod.codec, "get_mod", None),
    KeptLeaf("DmV", DevinfoObject.dm_v.codec, "get_dm_v", None),
    KeptLeaf("Lang", DevinfoObject.lang.codec, "get_lang", None),
)
"""Which leaf each method is for."""


def keep_devinfo(tree: ManagementTree, uri: str, values: DevinfoValues) -> None:
    """Have `values` asked about the object mounted at `uri`. LocalError where none is."""
    tree.keep_values(uri, KeptValues(DEVINFO_VALUES, values))


def mount_devinfo(tree: ManagementTree, uri: str, values: DevinfoValues, *, absent: Collection[str] = ()) -> None:
    """Mount the object, which no machine drives, at `uri`, without the optional nodes in `absent`."""
    tree.mount(uri, DEVINFO, NoMachine(), absent=absent)
    keep_devinfo(tree, uri, values)

"""Values of dmacc 1.0 that a device maker keeps, and not the tree.

Derive from the Protocol and write the methods of those leaves. A leaf whose
method is not written, or gives None, has the value that the tree keeps.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, Protocol

from swm.tree import KeptLeaf, KeptValues, ManagementTree, NoMachine

from .nodes import DMACC, DmaccObject


class DmaccValues(Protocol):
    """Gives and takes the values of an object at the moment a server asks.

    What a setter is given fits the node's format, size and allowed values. It
    is called when all of an Atomic is done; LocalError or OSError say that it
    cannot be kept, which undoes the change (Status 510, or 420 for ENOSPC).
    """

    def get_app_id(self) -> str | None:
        """The kind of application: w7 for device management.

        x/AppID: chr, One, Get.
        Spec: dmacc-1.0/objects.ddf.xml:27
        """
        return None

    def get_server_id(self) -> str | None:
        """The name by which the server is known in sessions and access rights.

        x/ServerID: chr, One, Get.
        Spec: dmacc-1.0/objects.ddf.xml:48
        """
        return None

    def get_name(self) -> str | None:
        """A name to show.

        x/Name: chr, ZeroOrOne, Get.
        Spec: dmacc-1.0/objects.ddf.xml:69
        """
        return None

    def get_pref_con_ref(self) -> str | None:
        """URI of the connectivity that is preferred.

        x/PrefConRef: chr, ZeroOrOne, Get.
        Spec: dmacc-1.0/objects.ddf.xml:90
        """
        return None

    def get_a_auth_pref(self) -> str | None:
        """The authentication type to begin with: BASIC, DIGEST, HMAC or TRANSPORT.

        x/AAuthPref: chr, ZeroOrOne, Get.
        Spec: dmacc-1.0/objects.ddf.xml:321
        """
        return None


DMACC_VALUES: Final = (
    KeptLeaf("AppID", DmaccObject.app_id.codec, "get_app_id", None),
    KeptLeaf("ServerID", DmaccObject.server_id.codec, "get_server_id", None),
    KeptLeaf("Name", DmaccObject.name.codec, "get_name", None),
    KeptLeaf("PrefConRef", DmaccObject.pref_con_ref.codec, "get_pref_con_ref", None),
    KeptLeaf("AAuthPref", DmaccObject.a_auth_pref.codec, "get_a_auth_pref", None),
)
"""Which leaf each method is for."""


def keep_dmacc(tree: ManagementTree, uri: str, values: DmaccValues) -> None:
    """Have `values` asked about the object mounted at `uri`. LocalError where none is."""
    tree.keep_values(uri, KeptValues(DMACC_VALUES, values))


def mount_dmacc(tree: ManagementTree, uri: str, values: DmaccValues, *, absent: Collection[str] = ()) -> None:
    """Mount the object, which no machine drives, at `uri`, without the optional nodes in `absent`."""
    tree.mount(uri, DMACC, NoMachine(), absent=absent)
    keep_dmacc(tree, uri, values)

"""Values of fumo 1.0 that a device maker keeps, and not the tree.

Derive from the Protocol and write the methods of those leaves. A leaf whose
method is not written, or gives None, has the value that the tree keeps.
"""

from __future__ import annotations

from typing import Final, Protocol

from swm.tree import KeptLeaf, KeptValues, ManagementTree

from .nodes import FumoDownload, FumoDownloadAndUpdate, FumoObject, FumoUpdate


class FumoValues(Protocol):
    """Gives and takes the values of an object at the moment a server asks.

    What a setter is given fits the node's format, size and allowed values. It
    is called when all of an Atomic is done; LocalError or OSError say that it
    cannot be kept, which undoes the change (Status 510, or 420 for ENOSPC).
    """

    def get_pkg_name(self) -> str | None:
        """Name of the package to show.

        x/PkgName: chr, ZeroOrOne, Get.
        Spec: fumo-1.0/objects.yaml:11
        """
        return None

    def get_pkg_version(self) -> str | None:
        """Version of the package, in the maker's own form.

        x/PkgVersion: chr, ZeroOrOne, Get.
        Spec: fumo-1.0/objects.yaml:12
        """
        return None

    def get_download_pkg_url(self) -> str | None:
        """URL of the package or of a download descriptor. Writing it starts nothing.

        x/Download/PkgURL: chr, One, Get Replace.
        Spec: fumo-1.0/objects.yaml:20
        """
        return None

    def set_download_pkg_url(self, value: str) -> None:
        """A server has written the leaf that `get_download_pkg_url` gives."""
        return

    def get_update_pkg_data(self) -> bytes | None:
        """The package, delivered in the DM session as a large object. It cannot be read.

        x/Update/PkgData: bin, ZeroOrOne, Replace.
        Spec: fumo-1.0/objects.yaml:36
        """
        return None

    def set_update_pkg_data(self, value: bytes) -> None:
        """A server has written the leaf that `get_update_pkg_data` gives."""
        return

    def get_download_and_update_pkg_url(self) -> str | None:
        """URL of the package or of a download descriptor. Writing it starts nothing.

        x/DownloadAndUpdate/PkgURL: chr, One, Get Replace.
        Spec: fumo-1.0/objects.yaml:51
        """
        return None

    def set_download_and_update_pkg_url(self, value: str) -> None:
        """A server has written the leaf that `get_download_and_update_pkg_url` gives."""
        return


FUMO_VALUES: Final = (
    KeptLeaf("PkgName", FumoObject.pkg_name.codec, "get_pkg_name", None),
    KeptLeaf("PkgVersion", FumoObject.pkg_version.codec, "get_pkg_version", None),
    KeptLeaf("Download/PkgURL", FumoDownload.pkg_url.codec, "get_download_pkg_url", "set_download_pkg_url"),
    KeptLeaf("Update/PkgData", FumoUpdate.pkg_data.codec, "get_update_pkg_data", "set_update_pkg_data"),
    KeptLeaf(
        "DownloadAndUpdate/PkgURL",
        FumoDownloadAndUpdate.pkg_url.codec,
        "get_download_and_update_pkg_url",
        "set_download_and_update_pkg_url",
    ),
)
"""Which leaf each method is for."""


def keep_fumo(tree: ManagementTree, uri: str, values: FumoValues) -> None:
    """Have `values` asked about the object mounted at `uri`. LocalError where none is."""
    tree.keep_values(uri, KeptValues(FUMO_VALUES, values))

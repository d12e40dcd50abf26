"""The typed tree of fumo 1.0.

A class stands for an interior node; its attributes are the nodes below it.
"""

from __future__ import annotations

from enum import IntEnum

from swm.tree import (
    BINARY,
    INTEGER,
    ONE,
    TEXT,
    ZERO_OR_MORE,
    ZERO_OR_ONE,
    Child,
    Executes,
    Interior,
    Leaf,
    NodeSpec,
    access,
    enumerated,
)


class PackageState(IntEnum):
    """One update package, from the order to the final alert. Arrows are those of figure 10.2;
    what the figure leaves open (an Exec while busy, restart) is decided here and said so."""

    IDLE = 10
    """Nothing is pending."""
    DOWNLOAD_FAILED = 20
    """The download failed."""
    DOWNLOAD_PROGRESSING = 30
    """The download has started."""
    DOWNLOAD_COMPLETE = 40
    """The download finished without error."""
    READY_TO_UPDATE = 50
    """The package is there; the order to update is awaited."""
    UPDATE_PROGRESSING = 60
    """The update has started."""
    UPDATE_FAILED_HAVE_DATA = 70
    """The update failed and the package is kept."""
    UPDATE_FAILED_NO_DATA = 80
    """The update failed and the package is gone."""
    UPDATE_SUCCESSFUL_HAVE_DATA = 90
    """The update is done and the package is kept."""
    UPDATE_SUCCESSFUL_NO_DATA = 100
    """The update is done and the package is deleted."""


class FumoExt(Interior):
    """Maker's extensions.

    x/Ext: node, ZeroOrOne, Get.
    Spec: fumo-1.0/objects.yaml:68
    """

    ACCESS = access.Get


class FumoDownloadAndUpdate(Executes):
    """Exec here starts a download from PkgURL; the update follows as soon as practical, without
    another order.

    x/DownloadAndUpdate: node, ZeroOrOne, Exec Get.
    Spec: fumo-1.0/objects.yaml:44
    """

    ACCESS = access.ExecGet

    pkg_url = Leaf("PkgURL", TEXT, access.GetReplace, ONE, mime=("text/plain",))
    """URL of the package or of a download descriptor. Writing it starts nothing.

    x/DownloadAndUpdate/PkgURL: chr, One, Get Replace.
    Spec: fumo-1.0/objects.yaml:51
    """


class FumoUpdate(Executes):
    """Exec here applies the package that is on the device. A device has this node or
    DownloadAndUpdate, or both.

    x/Update: node, ZeroOrOne, Exec Get.
    Spec: fumo-1.0/objects.yaml:29
    """

    ACCESS = access.ExecGet

    pkg_data = Leaf("PkgData", BINARY, access.Replace, ZERO_OR_ONE, mime=("application/octet-stream",))
    """The package, delivered in the DM session as a large object. It cannot be read.

    x/Update/PkgData: bin, ZeroOrOne, Replace.
    Spec: fumo-1.0/objects.yaml:36
    """


class FumoDownload(Executes):
    """Exec here starts a download from PkgURL.

    x/Download: node, ZeroOrOne, Exec Get.
    Spec: fumo-1.0/objects.yaml:13
    """

    ACCESS = access.ExecGet

    pkg_url = Leaf("PkgURL", TEXT, access.GetReplace, ONE, mime=("text/plain",))
    """URL of the package or of a download descriptor. Writing it starts nothing.

    x/Download/PkgURL: chr, One, Get Replace.
    Spec: fumo-1.0/objects.yaml:20
    """


class FumoObject(Interior):
    """One update package. The device may hold it from the start, or servers may create it, or both.

    x: node, ZeroOrMore, Get.
    Spec: fumo-1.0/objects.yaml:3
    """

    ACCESS = access.Get
    MO_ID = "urn:oma:mo:oma-fumo:1.0"

    pkg_name = Leaf("PkgName", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """Name of the package to show.

    x/PkgName: chr, ZeroOrOne, Get.
    Spec: fumo-1.0/objects.yaml:11
    """

    pkg_version = Leaf("PkgVersion", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """Version of the package, in the maker's own form.

    x/PkgVersion: chr, ZeroOrOne, Get.
    Spec: fumo-1.0/objects.yaml:12
    """

    download = Child("Download", FumoDownload, ZERO_OR_ONE)
    update = Child("Update", FumoUpdate, ZERO_OR_ONE)
    download_and_update = Child("DownloadAndUpdate", FumoDownloadAndUpdate, ZERO_OR_ONE)
    state = Leaf("State", enumerated(PackageState, INTEGER), access.Get, ONE, mime=("text/plain",))
    """State of this update.

    x/State: int, One, Get.
    Spec: fumo-1.0/objects.yaml:60
    """

    ext = Child("Ext", FumoExt, ZERO_OR_ONE)


FUMO: NodeSpec = FumoObject.describe("", ZERO_OR_MORE)
"""The tree as a device mounts it."""

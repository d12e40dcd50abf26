"""The typed tree of scomo 1.1.

A class stands for an interior node; its attributes are the nodes below it.
"""

from __future__ import annotations

from enum import IntEnum

from swm.tree import (
    BINARY,
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


class InventoryDeliveredXState(IntEnum):
    """Whether the package is only delivered or installed."""

    DELIVERED = 10
    INSTALLED = 20


class InventoryDeployedXState(IntEnum):
    """Whether the component is in use."""

    INACTIVE = 10
    ACTIVE = 20


class DownloadState(IntEnum):
    """One package to fetch, from the order to the final alert of a download or of a combined
    operation."""

    IDLE = 10
    """Nothing is pending."""
    DOWNLOAD_FAILED = 20
    """The download failed."""
    DOWNLOAD_PROGRESSING = 30
    """The package is being fetched."""
    DOWNLOAD_COMPLETE = 40
    """The package is on the device and listed below Inventory/Delivered."""
    INSTALL_PROGRESSING = 50
    """The package of a combined operation is being installed."""
    INSTALL_FAILED_WITH_DATA = 60
    """The installation failed and the package is kept."""
    INSTALL_FAILED_WITHOUT_DATA = 70
    """The installation failed and the package is gone."""
    GONE = 0
    """A server deleted the node."""


class DeliveredState(IntEnum):
    """One package that is on the device, to be installed or removed."""

    IDLE = 10
    """Nothing is pending."""
    REMOVE_FAILED = 20
    """The removal failed."""
    REMOVE_PROGRESSING = 30
    """The package is being removed."""
    INSTALL_PROGRESSING = 40
    """The package is being installed."""
    INSTALL_FAILED_WITH_DATA = 50
    """The installation failed and the package is kept."""
    INSTALL_FAILED_WITHOUT_DATA = 60
    """The installation failed and the package is gone. One maker shows 70."""
    GONE = 0
    """The package is removed."""


class DeployedState(IntEnum):
    """One component that is installed. Only the device makes these nodes."""

    IDLE = 10
    """Nothing is pending."""
    REMOVE_FAILED = 20
    """The removal failed."""
    REMOVE_PROGRESSING = 30
    """The component is being removed."""
    ACTIVATE_FAILED = 40
    """The activation failed."""
    ACTIVATE_PROGRESSING = 50
    """The component is being switched on."""
    DEACTIVATE_FAILED = 60
    """The deactivation failed."""
    DEACTIVATE_PROGRESSING = 70
    """The component is being switched off."""
    GONE = 0
    """The component is removed."""


class ScomoExt(Interior):
    """Maker extensions. Occurrence and access by analogy, not read in the OMA text.

    x/Ext: node, ZeroOrOne, Get.
    Spec: scomo-1.0/objects.yaml:151
    """

    ACCESS = access.Get


class ScomoInventoryDeployedXExt(Interior):
    """Maker extensions. Occurrence and access by analogy, not read in the OMA text.

    x/Inventory/Deployed/<x>/Ext: node, ZeroOrOne, Get.
    Spec: scomo-1.0/objects.yaml:145
    """

    ACCESS = access.Get


class ScomoInventoryDeployedXOperationsExt(Interior):
    """Maker extensions. Occurrence and access by analogy, not read in the OMA text.

    x/Inventory/Deployed/<x>/Operations/Ext: node, ZeroOrOne, Get.
    Spec: scomo-1.0/objects.yaml:139
    """

    ACCESS = access.Get


class ScomoInventoryDeployedXOperations(Interior):
    """Operations.

    x/Inventory/Deployed/<x>/Operations: node, One, Get.
    Spec: scomo-1.0/objects.yaml:129
    """

    ACCESS = access.Get

    activate = Leaf("Activate", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Inactive -> Active.

    x/Inventory/Deployed/<x>/Operations/Activate: null, ZeroOrOne, Exec.
    Spec: scomo-1.0/objects.yaml:136
    """

    deactivate = Leaf("Deactivate", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Active -> Inactive.

    x/Inventory/Deployed/<x>/Operations/Deactivate: null, ZeroOrOne, Exec.
    Spec: scomo-1.0/objects.yaml:137
    """

    remove = Leaf("Remove", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Uninstall.

    x/Inventory/Deployed/<x>/Operations/Remove: null, ZeroOrOne, Exec.
    Spec: scomo-1.0/objects.yaml:138
    """

    ext = Child("Ext", ScomoInventoryDeployedXOperationsExt, ZERO_OR_ONE)


class ScomoInventoryDeployedX(Interior):
    """One installed component; created by the device.

    x/Inventory/Deployed/<x>: node, ZeroOrMore, Get.
    Spec: scomo-1.0/objects.yaml:114
    """

    ACCESS = access.Get

    id = Leaf("ID", TEXT, access.Get, ONE, mime=("text/plain",))
    """Component identifier.

    x/Inventory/Deployed/<x>/ID: chr, One, Get.
    Spec: scomo-1.0/objects.yaml:121
    """

    pkg_id_ref = Leaf("PkgIDRef", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """PkgID of the package it came from. Occurrence and access by analogy, not read in the OMA text.

    x/Inventory/Deployed/<x>/PkgIDRef: chr, ZeroOrOne, Get.
    Spec: scomo-1.0/objects.yaml:122
    """

    name = Leaf("Name", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """Display name.

    x/Inventory/Deployed/<x>/Name: chr, ZeroOrOne, Get.
    Spec: scomo-1.0/objects.yaml:123
    """

    version = Leaf("Version", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """Version.

    x/Inventory/Deployed/<x>/Version: chr, ZeroOrOne, Get.
    Spec: scomo-1.0/objects.yaml:124
    """

    description = Leaf("Description", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """Free text.

    x/Inventory/Deployed/<x>/Description: chr, ZeroOrOne, Get.
    Spec: scomo-1.0/objects.yaml:125
    """

    status = Leaf("Status", enumerated(DeployedState, INTEGER), access.Get, ONE, mime=("text/plain",))
    """Status of activate / deactivate / remove.

    x/Inventory/Deployed/<x>/Status: int, One, Get.
    Spec: scomo-1.0/objects.yaml:126
    """

    state = Leaf(
        "State",
        enumerated(InventoryDeployedXState, INTEGER),
        access.Get,
        ONE,
        mime=("text/plain",),
        values=frozenset(("10", "20")),
    )
    """Whether the component is in use.

    x/Inventory/Deployed/<x>/State: int, One, Get.
    Spec: scomo-1.0/objects.yaml:127
    """

    env_type = Leaf("EnvType", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """Execution environment. Occurrence and access by analogy, not read in the OMA text.

    x/Inventory/Deployed/<x>/EnvType: chr, ZeroOrOne, Get.
    Spec: scomo-1.0/objects.yaml:128
    """

    operations = Child("Operations", ScomoInventoryDeployedXOperations, ONE)
    ext = Child("Ext", ScomoInventoryDeployedXExt, ZERO_OR_ONE)


class ScomoInventoryDeployed(Interior):
    """Installed components.

    x/Inventory/Deployed: node, One, Get.
    Spec: scomo-1.0/objects.yaml:107
    """

    ACCESS = access.Get

    instances = Children(ScomoInventoryDeployedX, ZERO_OR_MORE)


class ScomoInventoryDeliveredXExt(Interior):
    """Maker extensions. Occurrence and access by analogy, not read in the OMA text.

    x/Inventory/Delivered/<x>/Ext: node, ZeroOrOne, Get.
    Spec: scomo-1.0/objects.yaml:101
    """

    ACCESS = access.Get


class ScomoInventoryDeliveredXOperationsExt(Interior):
    """Maker extensions. Occurrence and access by analogy, not read in the OMA text.

    x/Inventory/Delivered/<x>/Operations/Ext: node, ZeroOrOne, Get.
    Spec: scomo-1.0/objects.yaml:95
    """

    ACCESS = access.Get


class ScomoInventoryDeliveredXOperations(Interior):
    """Operations.

    x/Inventory/Delivered/<x>/Operations: node, One, Get.
    Spec: scomo-1.0/objects.yaml:85
    """

    ACCESS = access.Get

    install = Leaf("Install", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Install; components Active.

    x/Inventory/Delivered/<x>/Operations/Install: null, ZeroOrOne, Exec.
    Spec: scomo-1.0/objects.yaml:92
    """

    install_inactive = Leaf("InstallInactive", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Install; components Inactive.

    x/Inventory/Delivered/<x>/Operations/InstallInactive: null, ZeroOrOne, Exec.
    Spec: scomo-1.0/objects.yaml:93
    """

    remove = Leaf("Remove", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Delete the package from the device.

    x/Inventory/Delivered/<x>/Operations/Remove: null, ZeroOrOne, Exec.
    Spec: scomo-1.0/objects.yaml:94
    """

    ext = Child("Ext", ScomoInventoryDeliveredXOperationsExt, ZERO_OR_ONE)


class ScomoInventoryDeliveredX(Adds, Deletes):
    """One package on the device; Add/Replace = direct delivery.

    x/Inventory/Delivered/<x>: node, ZeroOrMore, Add Delete Get Replace.
    Spec: scomo-1.0/objects.yaml:69
    """

    ACCESS = access.AddDeleteGetReplace

    pkg_id = Leaf("PkgID", TEXT, access.AddGetReplace, ONE, mime=("text/plain",))
    """Package identifier.

    x/Inventory/Delivered/<x>/PkgID: chr, One, Add Get Replace.
    Spec: scomo-1.0/objects.yaml:76
    """

    name = Leaf("Name", TEXT, access.AddGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Display name.

    x/Inventory/Delivered/<x>/Name: chr, ZeroOrOne, Add Get Replace.
    Spec: scomo-1.0/objects.yaml:77
    """

    description = Leaf("Description", TEXT, access.AddGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Free text. Occurrence and access by analogy, not read in the OMA text.

    x/Inventory/Delivered/<x>/Description: chr, ZeroOrOne, Add Get Replace.
    Spec: scomo-1.0/objects.yaml:78
    """

    data = Leaf("Data", BINARY, access.AddReplace, ZERO_OR_ONE, mime=("application/octet-stream",))
    """Package bytes (direct delivery); not readable.

    x/Inventory/Delivered/<x>/Data: bin, ZeroOrOne, Add Replace.
    Spec: scomo-1.0/objects.yaml:79
    """

    install_params = Leaf("InstallParams", TEXT, access.AddGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Installer parameters. Occurrence and access by analogy, not read in the OMA text.

    x/Inventory/Delivered/<x>/InstallParams: chr, ZeroOrOne, Add Get Replace.
    Spec: scomo-1.0/objects.yaml:80
    """

    status = Leaf("Status", enumerated(DeliveredState, INTEGER), access.Get, ONE, mime=("text/plain",))
    """Status of install / remove.

    x/Inventory/Delivered/<x>/Status: int, One, Get.
    Spec: scomo-1.0/objects.yaml:81
    """

    state = Leaf(
        "State",
        enumerated(InventoryDeliveredXState, INTEGER),
        access.Get,
        ONE,
        mime=("text/plain",),
        values=frozenset(("10", "20")),
    )
    """Whether the package is only delivered or installed.

    x/Inventory/Delivered/<x>/State: int, One, Get.
    Spec: scomo-1.0/objects.yaml:82
    """

    env_type = Leaf("EnvType", TEXT, access.AddGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Execution environment. Occurrence and access by analogy, not read in the OMA text.

    x/Inventory/Delivered/<x>/EnvType: chr, ZeroOrOne, Add Get Replace.
    Spec: scomo-1.0/objects.yaml:83
    """

    pkg_type = Leaf("PkgType", TEXT, access.AddGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Media type of the package.

    x/Inventory/Delivered/<x>/PkgType: chr, ZeroOrOne, Add Get Replace.
    Spec: scomo-1.0/objects.yaml:84
    """

    operations = Child("Operations", ScomoInventoryDeliveredXOperations, ONE)
    ext = Child("Ext", ScomoInventoryDeliveredXExt, ZERO_OR_ONE)


class ScomoInventoryDelivered(Adds):
    """Packages present on the device.

    x/Inventory/Delivered: node, One, Add Get.
    Spec: scomo-1.0/objects.yaml:62
    """

    ACCESS = access.AddGet

    instances = Children(ScomoInventoryDeliveredX, ZERO_OR_MORE)


class ScomoInventory(Interior):
    """What is on the device.

    x/Inventory: node, One, Get.
    Spec: scomo-1.0/objects.yaml:55
    """

    ACCESS = access.Get

    delivered = Child("Delivered", ScomoInventoryDelivered, ONE)
    deployed = Child("Deployed", ScomoInventoryDeployed, ONE)


class ScomoDownloadXExt(Interior):
    """Maker extensions. Occurrence and access by analogy, not read in the OMA text.

    x/Download/<x>/Ext: node, ZeroOrOne, Get.
    Spec: scomo-1.0/objects.yaml:49
    """

    ACCESS = access.Get


class ScomoDownloadXOperationsExt(Interior):
    """Maker extensions. Occurrence and access by analogy, not read in the OMA text.

    x/Download/<x>/Operations/Ext: node, ZeroOrOne, Get.
    Spec: scomo-1.0/objects.yaml:43
    """

    ACCESS = access.Get


class ScomoDownloadXOperations(Interior):
    """Operations (primitives).

    x/Download/<x>/Operations: node, One, Get.
    Spec: scomo-1.0/objects.yaml:33
    """

    ACCESS = access.Get

    download = Leaf("Download", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Fetch; ends in Delivered.

    x/Download/<x>/Operations/Download: null, ZeroOrOne, Exec.
    Spec: scomo-1.0/objects.yaml:40
    """

    download_install = Leaf("DownloadInstall", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Fetch + install; components Active.

    x/Download/<x>/Operations/DownloadInstall: null, ZeroOrOne, Exec.
    Spec: scomo-1.0/objects.yaml:41
    """

    download_install_inactive = Leaf("DownloadInstallInactive", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Fetch + install; components Inactive.

    x/Download/<x>/Operations/DownloadInstallInactive: null, ZeroOrOne, Exec.
    Spec: scomo-1.0/objects.yaml:42
    """

    ext = Child("Ext", ScomoDownloadXOperationsExt, ZERO_OR_ONE)


class ScomoDownloadX(Adds, Deletes):
    """One package to fetch.

    x/Download/<x>: node, ZeroOrMore, Add Delete Get Replace.
    Spec: scomo-1.0/objects.yaml:18
    """

    ACCESS = access.AddDeleteGetReplace

    pkg_id = Leaf("PkgID", TEXT, access.AddGetReplace, ONE, mime=("text/plain",))
    """Package identifier.

    x/Download/<x>/PkgID: chr, One, Add Get Replace.
    Spec: scomo-1.0/objects.yaml:25
    """

    name = Leaf("Name", TEXT, access.AddGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Display name.

    x/Download/<x>/Name: chr, ZeroOrOne, Add Get Replace.
    Spec: scomo-1.0/objects.yaml:26
    """

    pkg_url = Leaf("PkgURL", TEXT, access.AddGetReplace, ONE, mime=("text/plain",))
    """URL of the package or its descriptor. Occurrence and access by analogy, not read in the OMA
    text.

    x/Download/<x>/PkgURL: chr, One, Add Get Replace.
    Spec: scomo-1.0/objects.yaml:27
    """

    install_params = Leaf("InstallParams", TEXT, access.AddGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Parameters handed to the installer by the combined operations. Occurrence and access by analogy,
    not read in the OMA text.

    x/Download/<x>/InstallParams: chr, ZeroOrOne, Add Get Replace.
    Spec: scomo-1.0/objects.yaml:28
    """

    description = Leaf("Description", TEXT, access.AddGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Free text.

    x/Download/<x>/Description: chr, ZeroOrOne, Add Get Replace.
    Spec: scomo-1.0/objects.yaml:29
    """

    status = Leaf("Status", enumerated(DownloadState, INTEGER), access.Get, ONE, mime=("text/plain",))
    """Status of the download / combined operation.

    x/Download/<x>/Status: int, One, Get.
    Spec: scomo-1.0/objects.yaml:30
    """

    env_type = Leaf("EnvType", TEXT, access.AddGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Execution environment the package is for. Occurrence and access by analogy, not read in the OMA
    text.

    x/Download/<x>/EnvType: chr, ZeroOrOne, Add Get Replace.
    Spec: scomo-1.0/objects.yaml:31
    """

    pkg_type = Leaf("PkgType", TEXT, access.AddGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Media type of the package.

    x/Download/<x>/PkgType: chr, ZeroOrOne, Add Get Replace.
    Spec: scomo-1.0/objects.yaml:32
    """

    operations = Child("Operations", ScomoDownloadXOperations, ONE)
    ext = Child("Ext", ScomoDownloadXExt, ZERO_OR_ONE)
    reboot = Leaf("Reboot", INTEGER, access.AddGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """When to restart around the installation, before or after it. The coding of the values could not
    be found; they are the maker's.

    x/Download/<x>/Reboot: int, ZeroOrOne, Add Get Replace.
    Spec: scomo-1.1/objects.yaml:10
    """


class ScomoDownload(Adds):
    """Packages to fetch or being fetched (indirect delivery).

    x/Download: node, One, Add Get.
    Spec: scomo-1.0/objects.yaml:11
    """

    ACCESS = access.AddGet

    instances = Children(ScomoDownloadX, ZERO_OR_MORE)


class ScomoObject(Interior):
    """Software components of the device, and packages that bring them.

    x: node, One, Get.
    Spec: scomo-1.0/objects.yaml:3
    """

    ACCESS = access.Get
    MO_ID = "urn:oma:mo:oma-scomo:1.1"

    download = Child("Download", ScomoDownload, ONE)
    inventory = Child("Inventory", ScomoInventory, ONE)
    ext = Child("Ext", ScomoExt, ZERO_OR_ONE)


SCOMO: NodeSpec = ScomoObject.describe("", ONE)
"""The tree as a device mounts it."""

"""Values of scomo-overlay 1.2 that a device maker keeps, and not the tree.

Derive from the Protocol and write the methods of those leaves. A leaf whose
method is not written, or gives None, has the value that the tree keeps.
"""

from __future__ import annotations

from typing import Final, Protocol

from swm.tree import KeptLeaf, KeptValues, ManagementTree

from .nodes import ScomoOverlayExtSwMCapabilities


class ScomoOverlayValues(Protocol):
    """Gives and takes the values of an object at the moment a server asks.

    What a setter is given fits the node's format, size and allowed values. It
    is called when all of an Atomic is done; LocalError or OSError say that it
    cannot be kept, which undoes the change (Status 510, or 420 for ENOSPC).
    """

    def get_ext_sw_m_capabilities_suspend_download(self) -> bool | None:
        """Suspend and Resume can be used while transferring.

        x/Ext/SwM/Capabilities/SuspendDownload: bool, One, Get.
        Spec: swm-common-1.0/objects.yaml:11
        """
        return None

    def get_ext_sw_m_capabilities_suspend_update(self) -> bool | None:
        """The installer can be paused before its point of no return.

        x/Ext/SwM/Capabilities/SuspendUpdate: bool, One, Get.
        Spec: swm-common-1.0/objects.yaml:12
        """
        return None

    def get_ext_sw_m_capabilities_byte_range_resume(self) -> bool | None:
        """The client can go on at an offset (HTTP ranges).

        x/Ext/SwM/Capabilities/ByteRangeResume: bool, One, Get.
        Spec: swm-common-1.0/objects.yaml:13
        """
        return None

    def get_ext_sw_m_capabilities_image_server(self) -> bool | None:
        """Image servers can start downloads.

        x/Ext/SwM/Capabilities/ImageServer: bool, One, Get.
        Spec: swm-common-1.0/objects.yaml:14
        """
        return None

    def get_ext_sw_m_capabilities_broadcast(self) -> bool | None:
        """Packages can be received by broadcast.

        x/Ext/SwM/Capabilities/Broadcast: bool, One, Get.
        Spec: swm-common-1.0/objects.yaml:15
        """
        return None

    def get_ext_sw_m_capabilities_alert_flow_control(self) -> bool | None:
        """The alert flow control object is honoured.

        x/Ext/SwM/Capabilities/AlertFlowControl: bool, One, Get.
        Spec: swm-common-1.0/objects.yaml:16
        """
        return None

    def get_ext_sw_m_capabilities_digest_algs(self) -> str | None:
        """Digest algorithms, separated by commas, for example sha-256.

        x/Ext/SwM/Capabilities/DigestAlgs: chr, ZeroOrOne, Get.
        Spec: swm-common-1.0/objects.yaml:17
        """
        return None

    def get_ext_sw_m_capabilities_sig_formats(self) -> str | None:
        """Forms of signatures, separated by commas, for example dsse, tuf.

        x/Ext/SwM/Capabilities/SigFormats: chr, ZeroOrOne, Get.
        Spec: swm-common-1.0/objects.yaml:18
        """
        return None

    def get_ext_sw_m_capabilities_max_pkg_size(self) -> str | None:
        """Largest package, in decimal digits (int has 32 bits only).

        x/Ext/SwM/Capabilities/MaxPkgSize: chr, ZeroOrOne, Get, unit byte.
        Spec: swm-common-1.0/objects.yaml:19
        """
        return None


SCOMO_OVERLAY_VALUES: Final = (
    KeptLeaf(
        "Ext/SwM/Capabilities/SuspendDownload",
        ScomoOverlayExtSwMCapabilities.suspend_download.codec,
        "get_ext_sw_m_capabilities_suspend_download",
        None,
    ),
    KeptLeaf(
        "Ext/SwM/Capabilities/SuspendUpdate",
        ScomoOverlayExtSwMCapabilities.suspend_update.codec,
        "get_ext_sw_m_capabilities_suspend_update",
        None,
    ),
    KeptLeaf(
        "Ext/SwM/Capabilities/ByteRangeResume",
        ScomoOverlayExtSwMCapabilities.byte_range_resume.codec,
        "get_ext_sw_m_capabilities_byte_range_resume",
        None,
    ),
    KeptLeaf(
        "Ext/SwM/Capabilities/ImageServer",
        ScomoOverlayExtSwMCapabilities.image_server.codec,
        "get_ext_sw_m_capabilities_image_server",
        None,
    ),
    KeptLeaf(
        "Ext/SwM/Capabilities/Broadcast",
        ScomoOverlayExtSwMCapabilities.broadcast.codec,
        "get_ext_sw_m_capabilities_broadcast",
        None,
    ),
    KeptLeaf(
        "Ext/SwM/Capabilities/AlertFlowControl",
        ScomoOverlayExtSwMCapabilities.alert_flow_control.codec,
        "get_ext_sw_m_capabilities_alert_flow_control",
        None,
    ),
    KeptLeaf(
        "Ext/SwM/Capabilities/DigestAlgs",
        ScomoOverlayExtSwMCapabilities.digest_algs.codec,
        "get_ext_sw_m_capabilities_digest_algs",
        None,
    ),
    KeptLeaf(
        "Ext/SwM/Capabilities/SigFormats",
        ScomoOverlayExtSwMCapabilities.sig_formats.codec,
        "get_ext_sw_m_capabilities_sig_formats",
        None,
    ),
    KeptLeaf(
        "Ext/SwM/Capabilities/MaxPkgSize",
        ScomoOverlayExtSwMCapabilities.max_pkg_size.codec,
        "get_ext_sw_m_capabilities_max_pkg_size",
        None,
    ),
)
"""Which leaf each method is for."""


def keep_scomo_overlay(tree: ManagementTree, uri: str, values: ScomoOverlayValues) -> None:
    """Have `values` asked about the object mounted at `uri`. LocalError where none is."""
    tree.keep_values(uri, KeptValues(SCOMO_OVERLAY_VALUES, values))

"""Result codes and alerts of scomo 1.0."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from swm.machine import AlertKind


class Result(IntEnum):
    """Result codes."""

    SUCCESS = 1200
    """The operation succeeded."""
    CLIENT_ERROR = 1400
    """Client error; the user's or the device's behaviour stood against it."""
    USER_CANCELLED = 1401
    """The user rejected or cancelled the operation."""
    NETWORK_FAILURE = 1402
    """The download failed."""
    AUTHENTICATION_FAILED = 1403
    """Alternate download: authentication failed."""
    DOWNLOAD_OUT_OF_MEMORY = 1404
    """The download failed for want of memory."""
    INSTALL_FAILED = 1405
    """The installation failed."""
    INSTALL_OUT_OF_MEMORY = 1406
    """The installation failed for want of memory."""
    VALIDATION_FAILED = 1407
    """The package could not be validated."""
    REMOVE_FAILED = 1408
    """The removal failed."""
    ACTIVATE_FAILED = 1409
    """The activation failed."""
    DEACTIVATE_FAILED = 1410
    """The deactivation failed."""
    NOT_IMPLEMENTED = 1411
    """The device does not implement the operation."""
    UNDEFINED_ERROR = 1412
    """An error that has no other code."""
    PACKAGE_MISMATCH = 1413
    """The execution environment that the package is for is not supported."""
    SERVER_ERROR = 1500
    """Alternate download server error."""
    SERVER_UNAVAILABLE = 1501
    """The alternate download server is unavailable."""


VENDOR_SUCCESS: Final = range(1250, 1300)
"""Successes that makers define."""

VENDOR_CLIENT_ERROR: Final = range(1450, 1500)
"""Client errors that makers define."""

VENDOR_SERVER_ERROR: Final = range(1550, 1600)
"""Alternate download server errors that makers define."""

OPERATION_COMPLETE: Final = AlertKind(
    name="operation_complete",
    type="urn:oma:at:scomo:1.0:OperationComplete",
    format="xml",
    source="",
    mark="informational",
    mark_on_failure="warning",
    echoes=True,
    executed=True,
    identifier=("PkgID", "ID"),
    may=("spread", "hold"),
)
"""An operation ended. The data is ResultCode, then Identifier: the package or the component.
The marks are a decision; the text leaves them open.

Answers exec x/Download/<x>/Operations/Download, exec x/Download/<x>/Operations/DownloadInstall,
exec x/Download/<x>/Operations/DownloadInstallInactive, exec
x/Inventory/Delivered/<x>/Operations/Install, exec
x/Inventory/Delivered/<x>/Operations/InstallInactive, exec
x/Inventory/Delivered/<x>/Operations/Remove, exec x/Inventory/Deployed/<x>/Operations/Activate, exec
x/Inventory/Deployed/<x>/Operations/Deactivate, exec x/Inventory/Deployed/<x>/Operations/Remove.
Spec: scomo-1.0/messages.yaml:26
"""

ALERTS: Final[dict[str, AlertKind]] = {kind.name: kind for kind in (OPERATION_COMPLETE,)}
"""Every alert by its name."""

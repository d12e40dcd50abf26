"""Result codes and alerts of scomo-overlay 1.2."""

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
    SUSPENDED = 1210
    """The operation is suspended."""
    RESUMED = 1211
    """The operation goes on."""
    NOTHING_TO_SUSPEND = 1213
    """The operation is complete already."""
    DEFERRED = 1214
    """The installation waits for its conditions or for the user."""
    BROADCAST_COMPLETE = 1215
    """Received by broadcast without repair."""
    BROADCAST_REPAIRED = 1216
    """Received by broadcast with repair."""
    NOT_IN_STATE = 1414
    """The operation is not valid in the present state."""
    PACKAGE_CHANGED = 1415
    """The transfer cannot go on, because the package changed at the server."""
    SUSPENSION_LIMIT = 1416
    """The operation stood still for longer than is allowed."""
    CANCELLED = 1417
    """The server gave the operation up."""
    IMAGE_SERVER_NOT_AUTHORISED = 1418
    """The image server is not authorised for this object."""
    ANNOUNCEMENT_NOT_AUTHENTIC = 1419
    """The announcement failed authentication."""
    ANNOUNCEMENT_EXPIRED = 1420
    """The announcement was replayed or is too old."""
    DIGEST_MISMATCH = 1421
    """The digest of the package is not the one vouched for."""
    DECRYPTION_FAILED = 1422
    """Decryption failed or the key is missing."""
    SIGNER_REVOKED = 1423
    """The signer's certificate is revoked or out of date."""
    ROLLBACK = 1424
    """The package is older than is allowed."""
    BROADCAST_NOT_RECEIVED = 1425
    """Nothing of the broadcast session was received."""
    BROADCAST_INCOMPLETE = 1426
    """The broadcast is incomplete and repair is not allowed."""
    REPAIR_FAILED = 1427
    """Repair did not complete the file."""
    POLICY_FORBIDS = 1428
    """Bearer, roaming or window policy forbids the transfer."""
    BATTERY_LOW = 1429
    """The battery is too low."""
    PACKAGE_EXPIRED = 1430
    """The installation was deferred until the package expired."""
    PREREQUISITE_MISSING = 1431
    """A package or version that must be there first is missing."""
    IMAGE_SERVER_UNREACHABLE = 1504
    """The image server cannot be reached."""
    REPAIR_SERVER_UNREACHABLE = 1505
    """No repair server can be reached."""
    RANGES_REFUSED = 1506
    """The server refused byte ranges and the transfer may not start over again."""
    TLS_FAILED = 1507
    """The image server could not be authenticated by TLS."""


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
x/Download/<x>/Operations/Ext/SwM/ReceiveBroadcast, exec
x/Download/<x>/Operations/Ext/SwM/ReceiveBroadcastInstall, exec
x/Download/<x>/Operations/Ext/SwM/ReceiveBroadcastInstallInactive, exec
x/Inventory/Delivered/<x>/Operations/Install, exec
x/Inventory/Delivered/<x>/Operations/InstallInactive, exec
x/Inventory/Delivered/<x>/Operations/Remove, exec x/Inventory/Deployed/<x>/Operations/Activate, exec
x/Inventory/Deployed/<x>/Operations/Deactivate, exec x/Inventory/Deployed/<x>/Operations/Remove.
Spec: scomo-1.0/messages.yaml:26
"""

SUSPENDED: Final = AlertKind(
    name="suspended",
    type="urn:oma:at:scomo:1.2:Suspended",
    format="xml",
    source="",
    mark="informational",
    extension=True,
)
"""The user or a policy suspended the operation. The data is a SwmReport.

Spec: scomo-1.2/messages.yaml:48
"""

INTERRUPTED: Final = AlertKind(
    name="interrupted",
    type="urn:oma:at:scomo:1.2:Interrupted",
    format="xml",
    source="",
    mark="warning",
    extension=True,
)
"""The transfer has been interrupted for longer than Policy/InitialBackoff.

Spec: scomo-1.2/messages.yaml:49
"""

RESUMED: Final = AlertKind(
    name="resumed",
    type="urn:oma:at:scomo:1.2:Resumed",
    format="xml",
    source="",
    mark="informational",
    extension=True,
)
"""A transfer that was reported as standing still runs again.

Spec: scomo-1.2/messages.yaml:50
"""

TRANSFERREQUEST: Final = AlertKind(
    name="transferrequest",
    type="urn:oma:at:scomo:1.2:TransferRequest",
    format="xml",
    source="",
    mark="informational",
    extension=True,
)
"""Asks the DM server to authorise a download; it answers 200 (an order follows), 202 (later) or 406.

Spec: scomo-1.2/messages.yaml:51
"""

IMAGEREADY: Final = AlertKind(
    name="imageready",
    type="urn:oma:at:scomo:1.2:ImageReady",
    format="xml",
    source="",
    mark="informational",
    extension=True,
)
"""A package that no Exec ordered is on the device.

Spec: scomo-1.2/messages.yaml:52
"""

BROADCASTREPORT: Final = AlertKind(
    name="broadcastreport",
    type="urn:oma:at:scomo:1.2:BroadcastReport",
    format="xml",
    source="",
    mark="informational",
    extension=True,
)
"""How a broadcast was received. It is sampled.

Spec: scomo-1.2/messages.yaml:53
"""

DEFERRED: Final = AlertKind(
    name="deferred",
    type="urn:oma:at:scomo:1.2:Deferred",
    format="xml",
    source="",
    mark="informational",
    extension=True,
)
"""The installation waits.

Spec: scomo-1.2/messages.yaml:54
"""

SECURITYFAILURE: Final = AlertKind(
    name="securityfailure",
    type="urn:oma:at:scomo:1.2:SecurityFailure",
    format="xml",
    source="",
    mark="critical",
    extension=True,
    may=("spread",),
)
"""A check of security failed. It is never sampled or dropped, and after an announcement it is spread,
so that a bad image cannot make a million devices speak at once.

Spec: scomo-1.2/messages.yaml:55
"""

AUTONOMOUSRESULT: Final = AlertKind(
    name="autonomousresult",
    type="urn:oma:at:scomo:1.2:AutonomousResult",
    format="xml",
    source="",
    mark="informational",
    mark_on_failure="critical",
    extension=True,
)
"""A transfer or installation that an image server began has ended.

Spec: scomo-1.2/messages.yaml:56
"""

ALERTS: Final[dict[str, AlertKind]] = {
    kind.name: kind
    for kind in (
        OPERATION_COMPLETE,
        SUSPENDED,
        INTERRUPTED,
        RESUMED,
        TRANSFERREQUEST,
        IMAGEREADY,
        BROADCASTREPORT,
        DEFERRED,
        SECURITYFAILURE,
        AUTONOMOUSRESULT,
    )
}
"""Every alert by its name."""

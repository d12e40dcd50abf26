"""Result codes and alerts of fumo-overlay 1.1."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from swm.machine import AlertKind


class Result(IntEnum):
    """Result codes."""

    SUCCESS = 200
    """The operation succeeded."""
    CLIENT_ERROR = 400
    """Management client error; the user's or the device's behaviour stood against it."""
    USER_CANCELLED = 401
    """The user cancelled."""
    PACKAGE_CORRUPTED = 402
    """The package was not stored as it was sent."""
    PACKAGE_MISMATCH = 403
    """The package does not fit the device."""
    VALIDATION_FAILED = 404
    """The signature of the package could not be validated."""
    NOT_ACCEPTABLE = 405
    """The package is not acceptable."""
    AUTHENTICATION_FAILED = 406
    """Alternate download: authentication failed."""
    REQUEST_TIMED_OUT = 407
    """Alternate download: the request timed out."""
    NOT_IMPLEMENTED = 408
    """The device does not implement the operation."""
    UNDEFINED_ERROR = 409
    """An error that has no other code."""
    UPDATE_FAILED = 410
    """The firmware update failed."""
    MALFORMED_URL = 411
    """The URL is malformed or bad."""
    SERVER_UNAVAILABLE = 412
    """The alternate download server is unavailable."""
    SERVER_ERROR = 500
    """Alternate download server error."""
    DOWNLOAD_OUT_OF_MEMORY = 501
    """The download failed for want of memory."""
    UPDATE_OUT_OF_MEMORY = 502
    """The update failed for want of memory."""
    NETWORK_FAILURE = 503
    """The download failed because of the network."""
    SUSPENDED = 210
    """The operation is suspended."""
    RESUMED = 211
    """The operation goes on."""
    NOTHING_TO_SUSPEND = 213
    """The operation is complete already."""
    DEFERRED = 214
    """The update waits for its conditions or for the user."""
    BROADCAST_COMPLETE = 215
    """Received by broadcast without repair."""
    BROADCAST_REPAIRED = 216
    """Received by broadcast with repair."""
    NOT_IN_STATE = 414
    """The operation is not valid in the present state."""
    PACKAGE_CHANGED = 415
    """The transfer cannot go on, because the package changed at the server."""
    SUSPENSION_LIMIT = 416
    """The operation stood still for longer than is allowed."""
    CANCELLED = 417
    """The server gave the operation up."""
    IMAGE_SERVER_NOT_AUTHORISED = 418
    """The image server is not authorised for this object."""
    ANNOUNCEMENT_NOT_AUTHENTIC = 419
    """The announcement failed authentication."""
    ANNOUNCEMENT_EXPIRED = 420
    """The announcement was replayed or is too old."""
    DIGEST_MISMATCH = 421
    """The digest of the package is not the one vouched for."""
    DECRYPTION_FAILED = 422
    """Decryption failed or the key is missing."""
    SIGNER_REVOKED = 423
    """The signer's certificate is revoked or out of date."""
    ROLLBACK = 424
    """The package is older than is allowed."""
    BROADCAST_NOT_RECEIVED = 425
    """Nothing of the broadcast session was received."""
    BROADCAST_INCOMPLETE = 426
    """The broadcast is incomplete and repair is not allowed."""
    REPAIR_FAILED = 427
    """Repair did not complete the file."""
    POLICY_FORBIDS = 428
    """Bearer, roaming or window policy forbids the transfer."""
    BATTERY_LOW = 429
    """The battery is too low."""
    PACKAGE_EXPIRED = 430
    """The update was deferred until the package expired."""
    PREREQUISITE_MISSING = 431
    """A package or version that must be there first is missing."""
    IMAGE_SERVER_UNREACHABLE = 504
    """The image server cannot be reached."""
    REPAIR_SERVER_UNREACHABLE = 505
    """No repair server can be reached."""
    RANGES_REFUSED = 506
    """The server refused byte ranges and the transfer may not start over again."""
    TLS_FAILED = 507
    """The image server could not be authenticated by TLS."""


VENDOR_SUCCESS: Final = range(250, 300)
"""Successes that makers define."""

VENDOR_CLIENT_ERROR: Final = range(450, 500)
"""Client errors that makers define."""

VENDOR_SERVER_ERROR: Final = range(550, 600)
"""Alternate download server errors that makers define."""

DOWNLOAD: Final = AlertKind(
    name="download",
    type="org.openmobilealliance.dm.firmwareupdate.download",
    format="int",
    source="",
    mark="informational",
    mark_on_failure="critical",
    echoes=True,
    may=("spread", "hold"),
)
"""A Download operation ended. The data is the result code.

Answers exec x/Download, exec x/Ext/SwM/Operations/ReceiveBroadcast.
Spec: fumo-1.0/messages.yaml:26
"""

UPDATE: Final = AlertKind(
    name="update",
    type="org.openmobilealliance.dm.firmwareupdate.update",
    format="int",
    source="",
    mark="informational",
    mark_on_failure="critical",
    echoes=True,
    may=("spread", "hold"),
)
"""An Update operation ended. The data is the result code.

Answers exec x/Update.
Spec: fumo-1.0/messages.yaml:28
"""

DOWNLOADANDUPDATE: Final = AlertKind(
    name="downloadandupdate",
    type="org.openmobilealliance.dm.firmwareupdate.downloadandupdate",
    format="int",
    source="",
    mark="informational",
    mark_on_failure="critical",
    echoes=True,
    may=("spread", "hold"),
)
"""A DownloadAndUpdate operation ended, also when its download failed. The data is the result code.

Answers exec x/DownloadAndUpdate, exec x/Ext/SwM/Operations/ReceiveBroadcastAndUpdate.
Spec: fumo-1.0/messages.yaml:30
"""

DEVICEREQUEST: Final = AlertKind(
    name="devicerequest",
    type="org.openmobilealliance.dm.firmwareupdate.devicerequest",
    format="chr",
    source="",
    mark="informational",
)
"""The device asks the server to look for updates. The data may be empty.

Spec: fumo-1.0/messages.yaml:32
"""

USERREQUEST: Final = AlertKind(
    name="userrequest",
    type="org.openmobilealliance.dm.firmwareupdate.userrequest",
    format="chr",
    source="",
    mark="informational",
)
"""The user asks the server to look for updates. The data may be empty.

Spec: fumo-1.0/messages.yaml:34
"""

SUSPENDED: Final = AlertKind(
    name="suspended",
    type="urn:oma:at:fumo:1.1:Suspended",
    format="xml",
    source="",
    mark="informational",
    extension=True,
)
"""The user or a policy suspended the operation. The data is a SwmReport.

Spec: fumo-1.1/messages.yaml:34
"""

INTERRUPTED: Final = AlertKind(
    name="interrupted",
    type="urn:oma:at:fumo:1.1:Interrupted",
    format="xml",
    source="",
    mark="warning",
    extension=True,
)
"""The transfer has been interrupted for longer than Policy/InitialBackoff.

Spec: fumo-1.1/messages.yaml:35
"""

RESUMED: Final = AlertKind(
    name="resumed",
    type="urn:oma:at:fumo:1.1:Resumed",
    format="xml",
    source="",
    mark="informational",
    extension=True,
)
"""A transfer that was reported as standing still runs again.

Spec: fumo-1.1/messages.yaml:36
"""

TRANSFERREQUEST: Final = AlertKind(
    name="transferrequest",
    type="urn:oma:at:fumo:1.1:TransferRequest",
    format="xml",
    source="",
    mark="informational",
    extension=True,
)
"""Asks the DM server to authorise a download; it answers 200 (an order follows), 202 (later) or 406.

Spec: fumo-1.1/messages.yaml:37
"""

IMAGEREADY: Final = AlertKind(
    name="imageready",
    type="urn:oma:at:fumo:1.1:ImageReady",
    format="xml",
    source="",
    mark="informational",
    extension=True,
)
"""A package that no Exec ordered is on the device.

Spec: fumo-1.1/messages.yaml:38
"""

BROADCASTREPORT: Final = AlertKind(
    name="broadcastreport",
    type="urn:oma:at:fumo:1.1:BroadcastReport",
    format="xml",
    source="",
    mark="informational",
    extension=True,
)
"""How a broadcast was received. It is sampled.

Spec: fumo-1.1/messages.yaml:39
"""

DEFERRED: Final = AlertKind(
    name="deferred",
    type="urn:oma:at:fumo:1.1:Deferred",
    format="xml",
    source="",
    mark="informational",
    extension=True,
)
"""The update waits.

Spec: fumo-1.1/messages.yaml:40
"""

SECURITYFAILURE: Final = AlertKind(
    name="securityfailure",
    type="urn:oma:at:fumo:1.1:SecurityFailure",
    format="xml",
    source="",
    mark="critical",
    extension=True,
    may=("spread",),
)
"""A check of security failed. It is never sampled or dropped, and after an announcement it is spread,
so that a bad image cannot make a million devices speak at once.

Spec: fumo-1.1/messages.yaml:41
"""

AUTONOMOUSRESULT: Final = AlertKind(
    name="autonomousresult",
    type="urn:oma:at:fumo:1.1:AutonomousResult",
    format="xml",
    source="",
    mark="informational",
    mark_on_failure="critical",
    extension=True,
)
"""A transfer or update that an image server began has ended.

Spec: fumo-1.1/messages.yaml:42
"""

ALERTS: Final[dict[str, AlertKind]] = {
    kind.name: kind
    for kind in (
        DOWNLOAD,
        UPDATE,
        DOWNLOADANDUPDATE,
        DEVICEREQUEST,
        USERREQUEST,
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

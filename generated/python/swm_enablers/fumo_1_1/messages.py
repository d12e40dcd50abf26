"""Result codes and alerts of fumo 1.1."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from swm.machine import AlertKind


class Result(IntEnum):
    """Result codes."""

    # @ fumo-1.1:result:success
    SUCCESS = 200
    """The operation succeeded."""
    # @ fumo-1.1:result:client_error
    CLIENT_ERROR = 400
    """Management client error; the user's or the device's behaviour stood against it."""
    # @ fumo-1.1:result:user_cancelled
    USER_CANCELLED = 401
    """The user cancelled."""
    # @ fumo-1.1:result:package_corrupted
    PACKAGE_CORRUPTED = 402
    """The package was not stored as it was sent."""
    # @ fumo-1.1:result:package_mismatch
    PACKAGE_MISMATCH = 403
    """The package does not fit the device."""
    # @ fumo-1.1:result:validation_failed
    VALIDATION_FAILED = 404
    """The signature of the package could not be validated."""
    # @ fumo-1.1:result:not_acceptable
    NOT_ACCEPTABLE = 405
    """The package is not acceptable."""
    # @ fumo-1.1:result:authentication_failed
    AUTHENTICATION_FAILED = 406
    """Alternate download: authentication failed."""
    # @ fumo-1.1:result:request_timed_out
    REQUEST_TIMED_OUT = 407
    """Alternate download: the request timed out."""
    # @ fumo-1.1:result:not_implemented
    NOT_IMPLEMENTED = 408
    """The device does not implement the operation."""
    # @ fumo-1.1:result:undefined_error
    UNDEFINED_ERROR = 409
    """An error that has no other code."""
    # @ fumo-1.1:result:update_failed
    UPDATE_FAILED = 410
    """The firmware update failed."""
    # @ fumo-1.1:result:malformed_url
    MALFORMED_URL = 411
    """The URL is malformed or bad."""
    # @ fumo-1.1:result:server_unavailable
    SERVER_UNAVAILABLE = 412
    """The alternate download server is unavailable."""
    # @ fumo-1.1:result:server_error
    SERVER_ERROR = 500
    """Alternate download server error."""
    # @ fumo-1.1:result:download_out_of_memory
    DOWNLOAD_OUT_OF_MEMORY = 501
    """The download failed for want of memory."""
    # @ fumo-1.1:result:update_out_of_memory
    UPDATE_OUT_OF_MEMORY = 502
    """The update failed for want of memory."""
    # @ fumo-1.1:result:network_failure
    NETWORK_FAILURE = 503
    """The download failed because of the network."""
    # @ fumo-1.1:result:suspended
    SUSPENDED = 210
    """The transfer is suspended."""
    # @ fumo-1.1:result:resumed
    RESUMED = 211
    """The transfer goes on."""
    # @ fumo-1.1:result:nothing_to_suspend
    NOTHING_TO_SUSPEND = 213
    """The operation is complete already."""
    # @ fumo-1.1:result:suspension_limit
    SUSPENSION_LIMIT = 416
    """The transfer stood still for longer than is allowed."""
    # @ fumo-1.1:result:cancelled
    CANCELLED = 417
    """The server gave the operation up."""
    # @ fumo-1.1:result:digest_mismatch
    DIGEST_MISMATCH = 421
    """The digest of the package is not the one the server vouched for."""


VENDOR_SUCCESS: Final = range(250, 300)
"""Successes that makers define."""

VENDOR_CLIENT_ERROR: Final = range(450, 500)
"""Client errors that makers define."""

VENDOR_SERVER_ERROR: Final = range(550, 600)
"""Alternate download server errors that makers define."""

# @ fumo-1.1:alert:download
DOWNLOAD: Final = AlertKind(
    name="download",
    type="org.openmobilealliance.dm.firmwareupdate.download",
    format="int",
    source="",
    mark="informational",
    mark_on_failure="critical",
    echoes=True,
)
"""A Download operation ended. The data is the result code.

Answers exec x/Download.
Spec: fumo-1.0/messages.yaml:25
"""

# @ fumo-1.1:alert:update
UPDATE: Final = AlertKind(
    name="update",
    type="org.openmobilealliance.dm.firmwareupdate.update",
    format="int",
    source="",
    mark="informational",
    mark_on_failure="critical",
    echoes=True,
)
"""An Update operation ended. The data is the result code.

Answers exec x/Update.
Spec: fumo-1.0/messages.yaml:27
"""

# @ fumo-1.1:alert:downloadandupdate
DOWNLOADANDUPDATE: Final = AlertKind(
    name="downloadandupdate",
    type="org.openmobilealliance.dm.firmwareupdate.downloadandupdate",
    format="int",
    source="",
    mark="informational",
    mark_on_failure="critical",
    echoes=True,
)
"""A DownloadAndUpdate operation ended, also when its download failed. The data is the result code.

Answers exec x/DownloadAndUpdate.
Spec: fumo-1.0/messages.yaml:29
"""

# @ fumo-1.1:alert:devicerequest
DEVICEREQUEST: Final = AlertKind(
    name="devicerequest",
    type="org.openmobilealliance.dm.firmwareupdate.devicerequest",
    format="chr",
    source="",
    mark="informational",
)
"""The device asks the server to look for updates. The data may be empty.

Spec: fumo-1.0/messages.yaml:31
"""

# @ fumo-1.1:alert:userrequest
USERREQUEST: Final = AlertKind(
    name="userrequest",
    type="org.openmobilealliance.dm.firmwareupdate.userrequest",
    format="chr",
    source="",
    mark="informational",
)
"""The user asks the server to look for updates. The data may be empty.

Spec: fumo-1.0/messages.yaml:33
"""

ALERTS: Final[dict[str, AlertKind]] = {
    kind.name: kind
    for kind in (
        DOWNLOAD,
        UPDATE,
        DOWNLOADANDUPDATE,
        DEVICEREQUEST,
        USERREQUEST,
    )
}
"""Every alert by its name."""

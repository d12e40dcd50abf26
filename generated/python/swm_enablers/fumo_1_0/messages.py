"""Result codes and alerts of fumo 1.0."""

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

Answers exec x/Download.
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

Answers exec x/DownloadAndUpdate.
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

"""Result codes and alerts of dmsecurity 1.2."""

from __future__ import annotations

from enum import IntEnum


class Result(IntEnum):
    """Result codes."""

    INVALID_CREDENTIALS = 401
    """Status 401: the credentials are wrong, or the scheme is not allowed."""
    PACKAGE_MISMATCH = 403
    """The package does not fit the device."""
    VALIDATION_FAILED = 404
    """The signature of the package could not be validated."""
    MISSING_CREDENTIALS = 407
    """Status 407: credentials are missing."""
    PACKAGE_CHANGED = 415
    """The package changed at the server."""
    IMAGE_SERVER_NOT_AUTHORISED = 418
    """The image server is not authorised for this."""
    ANNOUNCEMENT_NOT_AUTHENTIC = 419
    """The announcement failed authentication."""
    ANNOUNCEMENT_EXPIRED = 420
    """The announcement was replayed or is too old."""
    DIGEST_MISMATCH = 421
    """The digest is not the one vouched for."""
    SIGNER_REVOKED = 423
    """The signer's key was taken back or is out of date."""
    ROLLBACK = 424
    """Older than is allowed."""
    ACL_FORBIDS = 425
    """Status 425: the access rights do not allow the command."""
    PREREQUISITE_MISSING = 431
    """What must be installed before is missing."""
    STORAGE_FULL = 501
    """There is no room."""
    TLS_FAILED = 507
    """The image server could not be authenticated by TLS."""

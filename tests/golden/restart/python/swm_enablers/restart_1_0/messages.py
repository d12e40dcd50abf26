"""Result codes and alerts of restart 1.0."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from swm.machine import AlertKind


class Result(IntEnum):
    """Result codes."""

    SUCCESS = 200
    """The device restarted."""
    MALFORMED_PERMIT = 400
    """The permit cannot be read."""
    FORGED_PERMIT = 401
    """The maker did not sign the permit."""
    STALE_PERMIT = 402
    """The permit is not valid now."""
    NOT_RESTARTED = 500
    """Three attempts did not restart the device."""


VENDOR_ERROR: Final = range(450, 500)
"""Errors that makers define."""

DONE: Final = AlertKind(
    name="done",
    type="urn:oma:at:x-swm-restart:1.0:Done",
    format="int",
    source="",
    mark="informational",
    mark_on_failure="critical",
    echoes=True,
    may=("spread", "hold"),
)
"""The order has ended; the data is the result code.

Answers exec x/Restart.
Spec: restart-1.0/messages.yaml:10
"""

ALERTS: Final[dict[str, AlertKind]] = {kind.name: kind for kind in (DONE,)}
"""Every alert by its name."""

"""Result codes and alerts of bcastdelivery 1.0."""

from __future__ import annotations

from enum import IntEnum


class Result(IntEnum):
    """Result codes."""

    BROADCAST_COMPLETE = 215
    """Received by broadcast without repair."""
    BROADCAST_REPAIRED = 216
    """Received by broadcast with repair."""
    BROADCAST_NOT_RECEIVED = 425
    """Nothing of the broadcast session was received."""
    BROADCAST_INCOMPLETE = 426
    """The broadcast is incomplete and repair is not allowed."""
    REPAIR_FAILED = 427
    """Repair did not complete the file."""
    REPAIR_SERVER_UNREACHABLE = 505
    """No repair server can be reached."""

"""Result codes and alerts of lawmo 1.0."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from swm.machine import AlertKind


class Result(IntEnum):
    """Result codes."""

    SUCCESS = 1200
    """The operation succeeded."""
    WIPED = 1201
    """User data was wiped."""
    WIPED_WITH_ITEMS = 1202
    """User data and the selected items were wiped."""
    CLIENT_ERROR = 1400
    """Client error."""
    USER_REJECTED = 1401
    """The user rejected the operation."""
    FULL_LOCK_FAILED = 1402
    """The full lock failed."""
    PARTIAL_LOCK_FAILED = 1403
    """The partial lock failed."""
    UNLOCK_FAILED = 1404
    """The unlock failed."""
    WIPE_FAILED = 1405
    """The wipe failed."""
    NOT_WIPED = 1406
    """The wipe was not done."""


OPERATION_COMPLETE: Final = AlertKind(
    name="operation_complete",
    type="urn:oma:at:lawmo:1.0:OperationComplete",
    format="xml",
    source="",
    mark="informational",
    mark_on_failure="warning",
    echoes=True,
    executed=True,
    may=("spread", "hold"),
)
"""An operation ended. The data is ResultCode. The marks are a decision.

Answers exec x/Operations/FullyLock, exec x/Operations/PartiallyLock, exec x/Operations/UnLock, exec
x/Operations/FactoryReset, exec x/Operations/Wipe.
Spec: lawmo-1.0/messages.yaml:14
"""

ALERTS: Final[dict[str, AlertKind]] = {kind.name: kind for kind in (OPERATION_COMPLETE,)}
"""Every alert by its name."""

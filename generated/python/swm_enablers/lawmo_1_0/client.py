"""The device's side of lawmo 1.0.

A device maker implements the handler; the object connects it to the
management tree, the machine and the alerts.
"""

from __future__ import annotations

from typing import ClassVar, Final, Protocol

from swm.machine import DeviceObject, Journal, Performed
from swm.tree import ManagementTree

from .messages import ALERTS, Result
from .nodes import LAWMO, LockState
from .states import LOCK, LockEvent, LockFacts, LockVariables


class LockHandler(LockFacts, Protocol):
    """What the device maker implements.

    Actions may be called a second time after a crash: the journal only knows
    that one was begun.
    """

    def lock_fully(self) -> None:
        """Lock everything but emergency calls."""
        ...

    def lock_partially(self) -> None:
        """Lock a part."""
        ...

    def unlock(self) -> None:
        """Unlock."""
        ...

    def reset(self) -> None:
        """Bring the device back to what the factory delivered."""
        ...

    def wipe(self) -> None:
        """Remove user data, and the selected items."""
        ...


class LockObject(DeviceObject[LockState, LockEvent]):
    """How far the device is locked. State shows it while an operation runs as it was before the
    operation; which operation runs is remembered beside it.

    Spec: lawmo-1.0/states.yaml:3
    """

    NAME = "lawmo-1.0 lock"
    SHOWN_BY = "State"
    COMMANDS: ClassVar = {
        ("exec", "Operations/FullyLock"): LockEvent.EXEC_OPERATIONS_FULLY_LOCK,
        ("exec", "Operations/PartiallyLock"): LockEvent.EXEC_OPERATIONS_PARTIALLY_LOCK,
        ("exec", "Operations/UnLock"): LockEvent.EXEC_OPERATIONS_UN_LOCK,
        ("exec", "Operations/FactoryReset"): LockEvent.EXEC_OPERATIONS_FACTORY_RESET,
        ("exec", "Operations/Wipe"): LockEvent.EXEC_OPERATIONS_WIPE,
    }
    ALERTS = ALERTS
    RESTART = LockEvent.RESTART

    def __init__(
        self,
        tree: ManagementTree,
        uri: str,
        handler: LockHandler,
        journal: Journal,
        *,
        absent: tuple[str, ...] = (),
    ) -> None:
        """Mount the object at `uri`, without the optional nodes in `absent`, in the state the journal kept."""
        super().__init__(tree, uri, LOCK, LockState.UNLOCKED, LockVariables(), handler, journal)
        self.handler: Final = handler
        tree.mount(uri, LAWMO, self, absent=absent)

    def done(self) -> Performed[LockState, LockEvent]:
        """The running operation succeeded."""
        return self.fire(LockEvent.DONE)

    def fails(self, result: Result | int) -> Performed[LockState, LockEvent]:
        """The running operation failed.

        Carries one of: client_error, user_rejected, full_lock_failed, partial_lock_failed,
        unlock_failed, wipe_failed, not_wiped.
        """
        return self.fire(LockEvent.FAILS, result)

    def _do(self, action: str) -> tuple[LockEvent, int] | None:
        if action == "lock_fully":
            self.handler.lock_fully()
            return None
        if action == "lock_partially":
            self.handler.lock_partially()
            return None
        if action == "unlock":
            self.handler.unlock()
            return None
        if action == "reset":
            self.handler.reset()
            return None
        if action == "wipe":
            self.handler.wipe()
            return None
        return super()._do(action)

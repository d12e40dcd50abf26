"""The device's side of restart 1.0.

A device maker implements the handler; the object connects it to the
management tree, the machine and the alerts.
"""

from __future__ import annotations

from typing import Any, ClassVar, Final, Protocol

from swm.machine import DeviceObject, Journal, Performed
from swm.security import Permit, ProcedureStopped, require
from swm.tree import ManagementTree

from . import security
from .messages import ALERTS, Result
from .nodes import RESTART, OrderState
from .states import ORDER, OrderEvent, OrderFacts, OrderVariables


class OrderHandler(OrderFacts, Protocol):
    """What the device maker implements.

    Actions may be called a second time after a crash: the journal only knows
    that one was begun.
    """

    def restart_device(self, permit: Permit) -> None:
        """Restart now."""
        ...

    def check_permit_inputs(self) -> security.CheckPermitInputs:
        """What to put into the procedure `check_permit`."""
        ...


class OrderObject(DeviceObject[OrderState, OrderEvent]):
    """One restart order, from the Exec to its final alert.

    Spec: restart-1.0/states.yaml:2
    """

    NAME = "restart-1.0 order"
    SHOWN_BY = "State"
    COMMANDS: ClassVar = {
        ("exec", "Restart"): OrderEvent.EXEC_RESTART,
    }
    ALERTS = ALERTS
    RESTART = OrderEvent.RESTART

    def __init__(
        self,
        tree: ManagementTree,
        uri: str,
        handler: OrderHandler,
        primitives: security.Primitives,
        journal: Journal,
        *,
        absent: tuple[str, ...] = (),
    ) -> None:
        """Mount the object at `uri`, without the optional nodes in `absent`, in the state the journal kept."""
        super().__init__(tree, uri, ORDER, OrderState.IDLE, OrderVariables(), handler, journal)
        self.handler: Final = handler
        self.primitives: Final = primitives
        tree.mount(uri, RESTART, self, absent=absent)

    def delay_over(self) -> Performed[OrderState, OrderEvent]:
        """The delay has passed.

        Due x/Delay seconds after one of these states was entered: waiting.
        """
        return self.fire(OrderEvent.DELAY_OVER)

    def permit_refused(self, result: Result | int) -> Performed[OrderState, OrderEvent]:
        """The permit no longer holds at the moment of the restart.

        Carries one of: malformed_permit, forged_permit, stale_permit.
        """
        return self.fire(OrderEvent.PERMIT_REFUSED, result)

    def came_up(self) -> Performed[OrderState, OrderEvent]:
        """The device runs again."""
        return self.fire(OrderEvent.CAME_UP)

    def _check_permit(self) -> Permit:
        return security.check_permit(self.primitives, self.handler.check_permit_inputs())

    def _run_procedure(self, name: str) -> int | None:
        procedures: dict[str, Any] = {"check_permit": self._check_permit}
        try:
            procedures[name]()
        except ProcedureStopped as stopped:
            return stopped.result
        return None

    def _do(self, action: str) -> tuple[OrderEvent, int] | None:
        if action == "restart_device":
            try:
                permit = self._check_permit()
            except ProcedureStopped as stopped:
                return OrderEvent.PERMIT_REFUSED, stopped.result
            self.handler.restart_device(require(permit, Permit))
            return None
        return super()._do(action)

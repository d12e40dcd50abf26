"""FUMO 1.1 on a device that image servers may steer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from swm.device.chosen_checks import ChosenChecks
from swm.device.fumo import FIRMWARE, FumoPart
from swm.device.parts import Equipment, settle
from swm.device.steered_transfer import SteeredTransfer
from swm.machine import IllegalEvent
from swm.security import StoredPackage, VerifiedPackage
from swm.trust import Action
from swm_enablers.fumo_1_1.messages import Result
from swm_enablers.fumo_1_1.security import HandOverInputs, Primitives, VerifyInputs
from swm_enablers.fumo_1_1.states import (
    PackageAnnouncedGoal,
    PackageAnnouncedSource,
    PackageCondition,
    PackageEvent,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from swm.device.steering import Steering


class ImageFumoPart(SteeredTransfer, FumoPart):
    """The firmware of a device that listens."""

    ABSENT: ClassVar[tuple[str, ...]] = ()
    CAPABILITIES: ClassVar[dict[str, str]] = {
        **FumoPart.CAPABILITIES,
        "ImageServer": "true",
        "Broadcast": "true",
    }
    EVENTS: ClassVar[Mapping[Action, PackageEvent]] = {
        Action.DOWNLOAD: PackageEvent.ANNOUNCED_DOWNLOAD,
        Action.DOWNLOAD_AND_UPDATE: PackageEvent.ANNOUNCED_DOWNLOAD,
        Action.SUSPEND: PackageEvent.ANNOUNCED_SUSPEND,
        Action.RESUME: PackageEvent.ANNOUNCED_RESUME,
        Action.CANCEL: PackageEvent.ANNOUNCED_CANCEL,
    }

    def __init__(self, uri: str, equipment: Equipment, steering: Steering) -> None:
        # The generated object asks for facts and primitives while it is made.
        self._own = equipment
        self.attach(uri, steering, equipment.folder)
        super().__init__(uri, equipment)

    def primitives(self) -> Primitives:
        """Those of signed metadata for what an image server brought, else those of the maker's format."""
        return ChosenChecks(self._own.checks)

    # swm.device.parts.Part ----------------------------------------------------------------------------------------

    def recover(self) -> None:
        """Go on where a restart left it: first what is stored, then the machines."""
        settle(self._own.tree, f"{self._uri}/Capabilities", self.CAPABILITIES)
        self.restore()
        self._steering.recover_deliveries()
        self.object.recover()

    def close(self) -> None:
        """Listen no more, and make sure of what was received."""
        super().close()
        self.detach()

    def received(self) -> int:
        """Octets of the package that are stored."""
        return self._delivery.store.octets if self._delivery.store is not None else super().received()

    def work(self) -> bool:
        """What has arrived, then what the machine's state asks for."""
        drained = self.listen_in()
        if self.is_by_url:
            return super().work() or drained
        before = self.object.state
        try:
            if not self.step_delivery():
                self._go_on(before.name)
        except IllegalEvent:
            return drained
        self.settle()
        return drained or self.object.state is not before

    # swm_enablers.fumo_1_1.client.PackageHandler ------------------------------------------------------------------

    def condition(self) -> PackageCondition:
        """What stands against the transfer."""
        return PackageCondition[self.stands_against]

    def announced_source(self) -> PackageAnnouncedSource:
        """The broadcast, where the announcement names one."""
        return PackageAnnouncedSource.BROADCAST if self.announces_broadcast else PackageAnnouncedSource.HTTPS

    def announced_goal(self) -> PackageAnnouncedGoal:
        """As the announcement says."""
        return PackageAnnouncedGoal.UPDATE if self.announces_installation else PackageAnnouncedGoal.DOWNLOAD

    def package_kept(self) -> bool:
        """Whether the package is still stored."""
        return self._delivery.store is not None if self._delivery.awaited is not None else super().package_kept()

    def not_after_passed(self) -> bool:
        """Whether Security/NotAfter is over."""
        return self._delivery.is_late() if self._delivery.is_there else super().not_after_passed()

    def verify_inputs(self) -> VerifyInputs:
        """What is stored."""
        return VerifyInputs(self._stored())

    def hand_over_inputs(self) -> HandOverInputs:
        """What is stored."""
        return HandOverInputs(self._stored())

    def apply_update(self, verified_package: VerifiedPackage) -> None:
        """Stage it; the counter in signed metadata becomes the floor once the new firmware has confirmed itself."""
        super().apply_update(verified_package)
        if self._delivery.is_there:
            self._delivery.checks().handed_over()

    def _go_on(self, state: str) -> None:
        if state == "UPDATE_PROGRESSING" and self._delivery.is_there:
            if self._own.installer.is_due(FIRMWARE):
                self._confirm()
            return
        super()._go_on(state)

    def _confirm(self) -> None:
        if self._own.installer.put_in_force(FIRMWARE):
            self._delivery.confirmed()
            self.object.update_succeeds()
        else:
            self._delivery.not_confirmed()
            self.object.update_fails(Result.UPDATE_FAILED)

    def _stored(self) -> StoredPackage:
        return self._delivery.package() or self._package()

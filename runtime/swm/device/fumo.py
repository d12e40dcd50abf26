"""FUMO 1.1 on the reference device: the generated client with files for firmware and packages."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from swm.device.package import FilePackage, head_of
from swm.device.parts import Equipment, described, policy_of, settle
from swm.device.plain_transfer import PlainTransfer, StateClock
from swm.device.transfer import Transfer
from swm.durable import replace_file
from swm.machine import IllegalEvent
from swm.security import VerifiedPackage
from swm_enablers.fumo_1_1.client import PackageObject
from swm_enablers.fumo_1_1.messages import Result
from swm_enablers.fumo_1_1.nodes import FUMO, PolicyConsent
from swm_enablers.fumo_1_1.security import HandOverInputs, Primitives, VerifyInputs
from swm_enablers.fumo_1_1.states import PackageAnnouncedGoal, PackageAnnouncedSource, PackageCondition

FIRMWARE: Final = "firmware"
ABSENT: Final = (
    "ImageServer",
    "Broadcast",
    "Operations/ReceiveBroadcast",
    "Operations/ReceiveBroadcastAndUpdate",
)
"""What needs an image server or a broadcast client, which this device has not."""
_ASK: Final = (str(PolicyConsent.ASK_BEFORE_INSTALL.value), str(PolicyConsent.ASK_BOTH.value))
_CAPABILITIES: Final = {
    "SuspendDownload": "true",
    "SuspendUpdate": "true",
    "ByteRangeResume": "true",
    "ImageServer": "false",
    "Broadcast": "false",
    "AlertFlowControl": "true",
    "DigestAlgs": "sha-256 sha-384 sha-512",
}


ENDED: Final = frozenset(
    {
        "IDLE",
        "DOWNLOAD_FAILED",
        "DOWNLOAD_CANCELLED",
        "UPDATE_FAILED_HAVE_DATA",
        "UPDATE_FAILED_NO_DATA",
        "UPDATE_SUCCESSFUL_HAVE_DATA",
        "UPDATE_SUCCESSFUL_NO_DATA",
    }
)
"""The states of the package in which nothing runs."""


class FumoPart(PlainTransfer):
    """The firmware of the device."""

    ABSENT: ClassVar[tuple[str, ...]] = ABSENT
    CAPABILITIES: ClassVar[dict[str, str]] = _CAPABILITIES
    RESULTS: ClassVar[Any] = Result
    READY: ClassVar[str] = "READY_TO_UPDATE"
    ENDED: ClassVar[frozenset[str]] = ENDED

    def __init__(self, uri: str, equipment: Equipment) -> None:
        self.name = "fumo-1.1"
        self._uri = uri
        self._own = equipment
        self._policy = policy_of(equipment.tree, uri, FUMO)
        self._transfer = Transfer(
            equipment.folder / "package",
            equipment.tree,
            equipment.fetch,
            equipment.surroundings,
            equipment.clock,
            url=self._url,
            results=Result,
        )
        journal = equipment.store.journal(uri)
        self.object: Final = PackageObject(equipment.tree, uri, self, self.primitives(), journal, absent=self.ABSENT)
        self._stands = StateClock(equipment.clock)
        self.begin_reports()

    def primitives(self) -> Primitives:
        """The checks that the procedures of the object are made of."""
        return self._own.checks

    @property
    def node(self) -> PackageObject:
        """The one object."""
        return self.object

    # swm.device.parts.Part ----------------------------------------------------------------------------------------

    @property
    def alerts(self) -> PackageObject:
        """The object keeps its own alerts."""
        return self.object

    def recover(self) -> None:
        """Go on where a restart left it."""
        settle(self._own.tree, f"{self._uri}/Capabilities", self.CAPABILITIES)
        self.object.recover()

    def states(self) -> dict[str, str]:
        """The one machine."""
        return {self._uri: str(self.object.state.name)}

    def nodes(self) -> list[Any]:
        """The one object."""
        return [self.object]

    def received(self) -> int:
        """Octets of the package that are stored."""
        return self._transfer.received

    def close(self) -> None:
        """End what is being fetched."""
        self._transfer.pause()

    def told(self) -> dict[str, int]:
        """Nothing comes in by broadcast."""
        return {}

    def work(self) -> bool:
        """What the machine's state asks for."""
        before = self.object.state
        self._stands.see(before)
        if self._transfer.step(self.object, self._policy):
            return True
        try:
            self._go_on(before.name)
        except IllegalEvent:
            return False
        return self.object.state is not before

    def _go_on(self, state: str) -> None:
        if state == "DOWNLOAD_COMPLETE":
            self.object.package_accepted()
        elif state == "READY_TO_UPDATE" and self.object.variables.goal.name == "UPDATE":
            self.object.continue_()
        elif state == "UPDATE_DEFERRED":
            self._wait_for_conditions()
        elif state == "UPDATE_PROGRESSING" and self._own.installer.is_due(FIRMWARE):
            package = self._package()
            if self._own.installer.put_in_force(FIRMWARE):
                self._own.floors.rise(FIRMWARE, int(head_of(package)["counter"]))
                self.object.update_succeeds()
            else:
                self.object.update_fails(Result.UPDATE_FAILED)
        elif state == "UPDATE_SUSPENDED" and self._stands.stood(self._policy("MaxSuspendTime")):
            self.object.suspend_time_over()

    def _wait_for_conditions(self) -> None:
        if self.not_after_passed():
            self.object.package_expires()
        elif self._stands.stood(self._policy("MaxDeferPeriod")):
            self.object.defer_time_over()
        elif self.conditions_hold() and self._policy("Consent") not in _ASK:
            self.object.update_allowed()

    # swm_enablers.fumo_1_1.client.PackageHandler: facts -----------------------------------------------------------

    def package_kept(self) -> bool:
        """Whether the package is still stored."""
        return self._package().length > 0

    def condition(self) -> PackageCondition:
        """What stands against the transfer."""
        return PackageCondition[self._transfer.condition(self._policy)]

    def conditions_hold(self) -> bool:
        """Whether an update may begin now."""
        return self._own.surroundings.allows_update(self._policy)

    def prerequisite_there(self) -> bool:
        """Packages of this format have no prerequisites."""
        return True

    def not_after_passed(self) -> bool:
        """Whether Security/NotAfter is over."""
        return self._own.checks.is_over(self._package())

    def roll_back_possible(self) -> bool:
        """The old image is in force until the new one takes its place."""
        return self._own.installer.is_staged(FIRMWARE)

    def before_no_return(self) -> bool:
        """Until the new image takes the old one's place."""
        return self._own.installer.is_staged(FIRMWARE)

    def installer_can_go_on(self) -> bool:
        """Staging can be done again, so it always can."""
        return True

    def announced_source(self) -> PackageAnnouncedSource:
        """Announcements of this device name https alone."""
        return PackageAnnouncedSource.HTTPS

    def announced_goal(self) -> PackageAnnouncedGoal:
        """Announcements of this device end in the update."""
        return PackageAnnouncedGoal.UPDATE

    # swm_enablers.fumo_1_1.client.PackageHandler: actions ---------------------------------------------------------

    def discard_package(self) -> None:
        """Delete what is stored, and what was written into PkgData."""
        super().discard_package()
        if self._own.tree.value(f"{self._uri}/Update/PkgData"):
            self._own.tree.store(f"{self._uri}/Update/PkgData", b"")

    def apply_update(self, verified_package: VerifiedPackage) -> None:
        """Stage the image; `step` puts it in force."""
        self._own.installer.stage(FIRMWARE, verified_package)

    def pause_update(self) -> None:
        """What is staged stays so."""

    def resume_update(self) -> None:
        """`step` goes on with it."""

    def roll_back(self) -> None:
        """The old image stays in force."""
        self._own.installer.roll_back(FIRMWARE)

    def verify_inputs(self) -> VerifyInputs:
        """The package as it is stored."""
        return VerifyInputs(self._package())

    def hand_over_inputs(self) -> HandOverInputs:
        """The package as it is stored."""
        return HandOverInputs(self._package())

    # inside -------------------------------------------------------------------------------------------------------

    def _package(self) -> FilePackage:
        """The package: one written into PkgData is put where a download would have put it."""
        delivered = self._own.tree.value(f"{self._uri}/Update/PkgData")
        file = self._transfer.file
        if isinstance(delivered, bytes) and delivered and not file.exists():
            replace_file(file, delivered)
        return described(self._own.tree, self._uri, file, self._own.floors.value(FIRMWARE))

    def _url(self) -> str:
        """The PkgURL of the node that was executed."""
        node = "DownloadAndUpdate" if self.object.variables.goal.name == "UPDATE" else "Download"
        return str(self._own.tree.value(f"{self._uri}/{node}/PkgURL") or "")

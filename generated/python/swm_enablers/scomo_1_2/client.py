"""The device's side of scomo 1.2.

A device maker implements the handler; the object connects it to the
management tree, the machine and the alerts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Protocol

from swm.machine import DeviceObject, Journal, Journals, ObjectRoot, Performed, StoredAlert
from swm.security import ProcedureStopped, VerifiedPackage, require
from swm.tree import ManagementTree, Value

from . import security
from .messages import ALERTS, Result
from .nodes import (
    SCOMO,
    DeliveredState,
    DeployedState,
    DownloadState,
    ScomoDownloadXSecurity,
    ScomoInventoryDeliveredXSecurity,
)
from .states import (
    DELIVERED,
    DEPLOYED,
    DOWNLOAD,
    DeliveredEvent,
    DeliveredFacts,
    DeliveredVariables,
    DeployedEvent,
    DeployedFacts,
    DeployedVariables,
    DownloadEvent,
    DownloadFacts,
    DownloadVariables,
)


class DownloadHandler(DownloadFacts, Protocol):
    """What the device maker implements.

    Actions may be called a second time after a crash: the journal only knows
    that one was begun.
    """

    def start_download(self) -> None:
        """Fetch the package from its first byte, after a random part of startRandomTimePeriod where an
        announcement began it."""
        ...

    def deliver_package(self) -> None:
        """List the package below Inventory/Delivered, with its PkgID and, where there are, Name,
        EnvType and PkgType."""
        ...

    def install_package(self, verified_package: VerifiedPackage) -> None:
        """Install the package, its components active or, where the goal says so, inactive."""
        ...

    def discard_package(self) -> None:
        """Delete what is stored of the package."""
        ...

    def listen(self) -> None:
        """Arm the broadcast client for the referenced delivery."""
        ...

    def start_repair(self) -> None:
        """Fetch what is missing from a repair server."""
        ...

    def pause_transfer(self) -> None:
        """Stop fetching. What is stored, its offset and its validator stay."""
        ...

    def resume_transfer(self) -> None:
        """Go on where the transfer stopped, if the server still has the same object."""
        ...

    def pause_install(self) -> None:
        """Pause the installer."""
        ...

    def resume_install(self) -> None:
        """Let the installer go on."""
        ...

    def roll_back(self) -> None:
        """Bring back what was there before."""
        ...

    def verify_inputs(self) -> security.VerifyInputs:
        """What to put into the procedure `verify`."""
        ...

    def hand_over_inputs(self) -> security.HandOverInputs:
        """What to put into the procedure `hand_over`."""
        ...


class DownloadObject(DeviceObject[DownloadState, DownloadEvent]):
    """One package to fetch, from the order to the final alert of a download or of a combined
    operation.

    Spec: scomo-1.0/states.yaml:3
    """

    NAME = "scomo-1.2 download"
    SHOWN_BY = "Status"
    RESULT_SHOWN_BY = "Transfer/LastResult"
    COMMANDS: ClassVar = {
        ("exec", "Operations/Download"): DownloadEvent.EXEC_OPERATIONS_DOWNLOAD,
        ("exec", "Operations/DownloadInstall"): DownloadEvent.EXEC_OPERATIONS_DOWNLOAD_INSTALL,
        ("exec", "Operations/DownloadInstallInactive"): DownloadEvent.EXEC_OPERATIONS_DOWNLOAD_INSTALL_INACTIVE,
        ("delete", ""): DownloadEvent.DELETE,
        ("exec", "Operations/Suspend"): DownloadEvent.EXEC_OPERATIONS_SUSPEND,
        ("exec", "Operations/Resume"): DownloadEvent.EXEC_OPERATIONS_RESUME,
        ("exec", "Operations/Cancel"): DownloadEvent.EXEC_OPERATIONS_CANCEL,
        ("exec", "Operations/ReceiveBroadcast"): DownloadEvent.EXEC_OPERATIONS_RECEIVE_BROADCAST,
        ("exec", "Operations/ReceiveBroadcastInstall"): DownloadEvent.EXEC_OPERATIONS_RECEIVE_BROADCAST_INSTALL,
        (
            "exec",
            "Operations/ReceiveBroadcastInstallInactive",
        ): DownloadEvent.EXEC_OPERATIONS_RECEIVE_BROADCAST_INSTALL_INACTIVE,
        ("replace within", "Security"): DownloadEvent.REPLACE_WITHIN_SECURITY,
        ("replace within", "Policy"): DownloadEvent.REPLACE_WITHIN_POLICY,
        ("replace within", "ImageServer"): DownloadEvent.REPLACE_WITHIN_IMAGE_SERVER,
        ("replace within", "Broadcast"): DownloadEvent.REPLACE_WITHIN_BROADCAST,
        ("delete within", "Security"): DownloadEvent.DELETE_WITHIN_SECURITY,
        ("delete within", "Policy"): DownloadEvent.DELETE_WITHIN_POLICY,
        ("delete within", "ImageServer"): DownloadEvent.DELETE_WITHIN_IMAGE_SERVER,
        ("delete within", "Broadcast"): DownloadEvent.DELETE_WITHIN_BROADCAST,
        ("add within", "Security"): DownloadEvent.ADD_WITHIN_SECURITY,
        ("add within", "Policy"): DownloadEvent.ADD_WITHIN_POLICY,
        ("add within", "ImageServer"): DownloadEvent.ADD_WITHIN_IMAGE_SERVER,
        ("add within", "Broadcast"): DownloadEvent.ADD_WITHIN_BROADCAST,
    }
    ALERTS = ALERTS
    RESTART = DownloadEvent.RESTART
    GONE = frozenset({"GONE"})
    VARIABLES_SHOWN: ClassVar = {
        "Transfer/SuspendReason": (
            "reason",
            {
                "none": "0",
                "server_command": "1",
                "user": "2",
                "network_lost": "3",
                "bearer_not_allowed": "4",
                "roaming": "5",
                "battery": "6",
                "storage": "7",
                "outside_window": "8",
                "device_busy": "9",
                "broadcast_lost": "10",
                "server_overload": "11",
                "power_off": "12",
                "image_server": "13",
            },
        ),
    }

    def __init__(
        self,
        tree: ManagementTree,
        uri: str,
        handler: DownloadHandler,
        primitives: security.Primitives,
        journal: Journal,
        root: ScomoRoot | None = None,
    ) -> None:
        """Give the node at `uri` its machine, in the state the journal kept. `ScomoRoot` does it."""
        ends = None if root is None else root.ended
        super().__init__(tree, uri, DOWNLOAD, DownloadState.IDLE, DownloadVariables(), handler, journal, ends)
        self.handler: Final = handler
        self.primitives: Final = primitives
        tree.attach(uri, self)

    def download_fails(self, result: Result | int) -> Performed[DownloadState, DownloadEvent]:
        """The transfer ended without a usable package: authorise_package failed, the server or its
        certificate was refused, the URL is malformed, or there is no room.

        Carries one of: client_error, package_mismatch, validation_failed, authentication_failed,
        not_implemented, undefined_error, server_unavailable, server_error, download_out_of_memory,
        network_failure, digest_mismatch, signer_revoked, rollback, prerequisite_missing,
        tls_failed.
        """
        return self.fire(DownloadEvent.DOWNLOAD_FAILS, result)

    def download_completes(self) -> Performed[DownloadState, DownloadEvent]:
        """The last byte is stored."""
        return self.fire(DownloadEvent.DOWNLOAD_COMPLETES)

    def continue_(self) -> Performed[DownloadState, DownloadEvent]:
        """The device goes on by itself after the download of a combined operation."""
        return self.fire(DownloadEvent.CONTINUE)

    def package_refused(self, result: Result | int) -> Performed[DownloadState, DownloadEvent]:
        """The package did not pass immediately before the installation.

        Carries one of: validation_failed, package_mismatch, digest_mismatch, decryption_failed,
        signer_revoked, rollback, package_expired.
        """
        return self.fire(DownloadEvent.PACKAGE_REFUSED, result)

    def installed(self) -> Performed[DownloadState, DownloadEvent]:
        """The components are there."""
        return self.fire(DownloadEvent.INSTALLED)

    def install_fails(self, result: Result | int) -> Performed[DownloadState, DownloadEvent]:
        """The installation ended without the components.

        Carries one of: user_cancelled, install_failed, install_out_of_memory, undefined_error.
        """
        return self.fire(DownloadEvent.INSTALL_FAILS, result)

    def clean_up(self) -> Performed[DownloadState, DownloadEvent]:
        """The device tidies up after an end state."""
        return self.fire(DownloadEvent.CLEAN_UP)

    def announced_download(self) -> Performed[DownloadState, DownloadEvent]:
        """An announcement of a download passed every check of accept_announcement."""
        return self.fire(DownloadEvent.ANNOUNCED_DOWNLOAD)

    def announced_suspend(self) -> Performed[DownloadState, DownloadEvent]:
        """An announcement that suspends was accepted."""
        return self.fire(DownloadEvent.ANNOUNCED_SUSPEND)

    def announced_resume(self) -> Performed[DownloadState, DownloadEvent]:
        """An announcement that resumes was accepted."""
        return self.fire(DownloadEvent.ANNOUNCED_RESUME)

    def announced_cancel(self) -> Performed[DownloadState, DownloadEvent]:
        """An announcement that cancels was accepted."""
        return self.fire(DownloadEvent.ANNOUNCED_CANCEL)

    def user_accepts_download(self) -> Performed[DownloadState, DownloadEvent]:
        """The user agrees to the download."""
        return self.fire(DownloadEvent.USER_ACCEPTS_DOWNLOAD)

    def user_refuses_download(self) -> Performed[DownloadState, DownloadEvent]:
        """The user does not agree to the download."""
        return self.fire(DownloadEvent.USER_REFUSES_DOWNLOAD)

    def server_refuses(self) -> Performed[DownloadState, DownloadEvent]:
        """The DM server answers 406 to the alert TransferRequest."""
        return self.fire(DownloadEvent.SERVER_REFUSES)

    def announcement_expires(self) -> Performed[DownloadState, DownloadEvent]:
        """MaxAge of the image server's entry is over and nobody has agreed."""
        return self.fire(DownloadEvent.ANNOUNCEMENT_EXPIRES)

    def first_datagram(self) -> Performed[DownloadState, DownloadEvent]:
        """The first authenticated datagram of the session arrived."""
        return self.fire(DownloadEvent.FIRST_DATAGRAM)

    def broadcast_missed(self) -> Performed[DownloadState, DownloadEvent]:
        """The last transmission is over and nothing was received."""
        return self.fire(DownloadEvent.BROADCAST_MISSED)

    def transmission_over(self) -> Performed[DownloadState, DownloadEvent]:
        """A transmission ended and the file is incomplete."""
        return self.fire(DownloadEvent.TRANSMISSION_OVER)

    def next_transmission(self) -> Performed[DownloadState, DownloadEvent]:
        """The next transmission of the delivery begins."""
        return self.fire(DownloadEvent.NEXT_TRANSMISSION)

    def file_complete(self) -> Performed[DownloadState, DownloadEvent]:
        """Repair has fetched what was missing."""
        return self.fire(DownloadEvent.FILE_COMPLETE)

    def repair_incomplete(self) -> Performed[DownloadState, DownloadEvent]:
        """The repair servers answered and the file is still incomplete."""
        return self.fire(DownloadEvent.REPAIR_INCOMPLETE)

    def repair_unreachable(self) -> Performed[DownloadState, DownloadEvent]:
        """No repair server answers."""
        return self.fire(DownloadEvent.REPAIR_UNREACHABLE)

    def object_changed(self) -> Performed[DownloadState, DownloadEvent]:
        """The object at the server is another one than the one begun with."""
        return self.fire(DownloadEvent.OBJECT_CHANGED)

    def ranges_refused(self) -> Performed[DownloadState, DownloadEvent]:
        """The server does not serve byte ranges."""
        return self.fire(DownloadEvent.RANGES_REFUSED)

    def user_pauses(self) -> Performed[DownloadState, DownloadEvent]:
        """The user pauses the transfer."""
        return self.fire(DownloadEvent.USER_PAUSES)

    def user_resumes(self) -> Performed[DownloadState, DownloadEvent]:
        """The user lets the transfer go on."""
        return self.fire(DownloadEvent.USER_RESUMES)

    def user_cancels(self) -> Performed[DownloadState, DownloadEvent]:
        """The user gives the operation up."""
        return self.fire(DownloadEvent.USER_CANCELS)

    def condition_arises(self) -> Performed[DownloadState, DownloadEvent]:
        """Network, bearer, roaming, battery, storage, window, device busy or server overload stands
        against the transfer.
        """
        return self.fire(DownloadEvent.CONDITION_ARISES)

    def condition_clears(self) -> Performed[DownloadState, DownloadEvent]:
        """What stood against the transfer is gone, or the next attempt is due."""
        return self.fire(DownloadEvent.CONDITION_CLEARS)

    def verification_ends(self) -> Performed[DownloadState, DownloadEvent]:
        """Every byte has been looked at."""
        return self.fire(DownloadEvent.VERIFICATION_ENDS)

    def suspend_time_over(self) -> Performed[DownloadState, DownloadEvent]:
        """The operation has stood still for too long.

        Due x/Download/<x>/Policy/MaxSuspendTime seconds after one of these states was entered:
        download_suspended, download_interrupted, install_suspended.
        """
        return self.fire(DownloadEvent.SUSPEND_TIME_OVER)

    def install_allowed(self) -> Performed[DownloadState, DownloadEvent]:
        """The conditions hold and the user accepts where asked."""
        return self.fire(DownloadEvent.INSTALL_ALLOWED)

    def user_refuses_install(self) -> Performed[DownloadState, DownloadEvent]:
        """The user does not agree to the installation."""
        return self.fire(DownloadEvent.USER_REFUSES_INSTALL)

    def package_expires(self) -> Performed[DownloadState, DownloadEvent]:
        """Security/NotAfter is over."""
        return self.fire(DownloadEvent.PACKAGE_EXPIRES)

    def defer_time_over(self) -> Performed[DownloadState, DownloadEvent]:
        """The user may not defer for longer.

        Due x/Download/<x>/Policy/MaxDeferPeriod seconds after one of these states was entered:
        install_deferred.
        """
        return self.fire(DownloadEvent.DEFER_TIME_OVER)

    def send_suspended(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `suspended`; it goes out in the next session."""
        return self.announce("suspended", data)

    def send_interrupted(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `interrupted`; it goes out in the next session."""
        return self.announce("interrupted", data)

    def send_resumed(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `resumed`; it goes out in the next session."""
        return self.announce("resumed", data)

    def send_transferrequest(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `transferrequest`; it goes out in the next session."""
        return self.announce("transferrequest", data)

    def send_imageready(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `imageready`; it goes out in the next session."""
        return self.announce("imageready", data)

    def send_broadcastreport(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `broadcastreport`; it goes out in the next session."""
        return self.announce("broadcastreport", data)

    def send_deferred(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `deferred`; it goes out in the next session."""
        return self.announce("deferred", data)

    def send_securityfailure(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `securityfailure`; it goes out in the next session."""
        return self.announce("securityfailure", data)

    def send_autonomousresult(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `autonomousresult`; it goes out in the next session."""
        return self.announce("autonomousresult", data)

    def _verify(self) -> VerifiedPackage:
        nodes = security.VerifyNodes(
            digest_alg=self.read_leaf("Security/DigestAlg", ScomoDownloadXSecurity.digest_alg),
            digest=self.read_leaf("Security/Digest", ScomoDownloadXSecurity.digest),
        )
        return security.verify(self.primitives, self.handler.verify_inputs(), nodes)

    def _hand_over(self) -> VerifiedPackage:
        return security.hand_over(self.primitives, self.handler.hand_over_inputs())

    def _run_procedure(self, name: str) -> int | None:
        procedures: dict[str, Any] = {"verify": self._verify, "hand_over": self._hand_over}
        try:
            procedures[name]()
        except ProcedureStopped as stopped:
            return stopped.result
        return None

    def _do(self, action: str) -> tuple[DownloadEvent, int] | None:
        if action == "start_download":
            self.handler.start_download()
            return None
        if action == "deliver_package":
            self.handler.deliver_package()
            return None
        if action == "install_package":
            try:
                verified_package = self._hand_over()
            except ProcedureStopped as stopped:
                return DownloadEvent.PACKAGE_REFUSED, stopped.result
            self.handler.install_package(require(verified_package, VerifiedPackage))
            return None
        if action == "discard_package":
            self.handler.discard_package()
            return None
        if action == "listen":
            self.handler.listen()
            return None
        if action == "start_repair":
            self.handler.start_repair()
            return None
        if action == "pause_transfer":
            self.handler.pause_transfer()
            return None
        if action == "resume_transfer":
            self.handler.resume_transfer()
            return None
        if action == "pause_install":
            self.handler.pause_install()
            return None
        if action == "resume_install":
            self.handler.resume_install()
            return None
        if action == "roll_back":
            self.handler.roll_back()
            return None
        return super()._do(action)


class DeliveredHandler(DeliveredFacts, Protocol):
    """What the device maker implements.

    Actions may be called a second time after a crash: the journal only knows
    that one was begun.
    """

    def install_package(self, verified_package: VerifiedPackage) -> None:
        """Install the package, its components active or, where the goal says so, inactive."""
        ...

    def remove_package(self) -> None:
        """Take the package off the device. Components that it brought stay."""
        ...

    def discard_package(self) -> None:
        """Delete what is stored of the package."""
        ...

    def pause_install(self) -> None:
        """Pause the installer."""
        ...

    def resume_install(self) -> None:
        """Let the installer go on."""
        ...

    def roll_back(self) -> None:
        """Bring back what was there before."""
        ...

    def verify_delivered_inputs(self) -> security.VerifyDeliveredInputs:
        """What to put into the procedure `verify_delivered`."""
        ...

    def hand_over_inputs(self) -> security.HandOverInputs:
        """What to put into the procedure `hand_over`."""
        ...


class DeliveredObject(DeviceObject[DeliveredState, DeliveredEvent]):
    """One package that is on the device, to be installed or removed.

    Spec: scomo-1.0/states.yaml:128
    """

    NAME = "scomo-1.2 delivered"
    SHOWN_BY = "Status"
    RESULT_SHOWN_BY = "Transfer/LastResult"
    COMMANDS: ClassVar = {
        ("exec", "Operations/Install"): DeliveredEvent.EXEC_OPERATIONS_INSTALL,
        ("exec", "Operations/InstallInactive"): DeliveredEvent.EXEC_OPERATIONS_INSTALL_INACTIVE,
        ("exec", "Operations/Remove"): DeliveredEvent.EXEC_OPERATIONS_REMOVE,
        ("add", "Data"): DeliveredEvent.ADD_DATA,
        ("replace", "Data"): DeliveredEvent.REPLACE_DATA,
        ("delete", ""): DeliveredEvent.DELETE,
        ("exec", "Operations/Suspend"): DeliveredEvent.EXEC_OPERATIONS_SUSPEND,
        ("exec", "Operations/Resume"): DeliveredEvent.EXEC_OPERATIONS_RESUME,
        ("exec", "Operations/Cancel"): DeliveredEvent.EXEC_OPERATIONS_CANCEL,
    }
    ALERTS = ALERTS
    RESTART = DeliveredEvent.RESTART
    GONE = frozenset({"GONE"})
    VARIABLES_SHOWN: ClassVar = {
        "State": ("package_state", {"delivered": "10", "installed": "20"}),
    }

    def __init__(
        self,
        tree: ManagementTree,
        uri: str,
        handler: DeliveredHandler,
        primitives: security.Primitives,
        journal: Journal,
        root: ScomoRoot | None = None,
    ) -> None:
        """Give the node at `uri` its machine, in the state the journal kept. `ScomoRoot` does it."""
        ends = None if root is None else root.ended
        super().__init__(tree, uri, DELIVERED, DeliveredState.IDLE, DeliveredVariables(), handler, journal, ends)
        self.handler: Final = handler
        self.primitives: Final = primitives
        tree.attach(uri, self)

    def package_refused(self, result: Result | int) -> Performed[DeliveredState, DeliveredEvent]:
        """The package did not pass immediately before the installation.

        Carries one of: validation_failed, package_mismatch, digest_mismatch, decryption_failed,
        signer_revoked, rollback, package_expired.
        """
        return self.fire(DeliveredEvent.PACKAGE_REFUSED, result)

    def installed(self) -> Performed[DeliveredState, DeliveredEvent]:
        """The components are there."""
        return self.fire(DeliveredEvent.INSTALLED)

    def install_fails(self, result: Result | int) -> Performed[DeliveredState, DeliveredEvent]:
        """The installation ended without the components.

        Carries one of: user_cancelled, install_failed, install_out_of_memory, undefined_error.
        """
        return self.fire(DeliveredEvent.INSTALL_FAILS, result)

    def components_removed(self) -> Performed[DeliveredState, DeliveredEvent]:
        """The last component that the package brought was removed."""
        return self.fire(DeliveredEvent.COMPONENTS_REMOVED)

    def removed(self) -> Performed[DeliveredState, DeliveredEvent]:
        """The package is off the device."""
        return self.fire(DeliveredEvent.REMOVED)

    def remove_fails(self, result: Result | int) -> Performed[DeliveredState, DeliveredEvent]:
        """The package could not be removed.

        Carries one of: remove_failed.
        """
        return self.fire(DeliveredEvent.REMOVE_FAILS, result)

    def clean_up(self) -> Performed[DeliveredState, DeliveredEvent]:
        """The device tidies up after an end state."""
        return self.fire(DeliveredEvent.CLEAN_UP)

    def install_allowed(self) -> Performed[DeliveredState, DeliveredEvent]:
        """The conditions hold and the user accepts where asked."""
        return self.fire(DeliveredEvent.INSTALL_ALLOWED)

    def user_refuses_install(self) -> Performed[DeliveredState, DeliveredEvent]:
        """The user does not agree to the installation."""
        return self.fire(DeliveredEvent.USER_REFUSES_INSTALL)

    def package_expires(self) -> Performed[DeliveredState, DeliveredEvent]:
        """Security/NotAfter is over."""
        return self.fire(DeliveredEvent.PACKAGE_EXPIRES)

    def defer_time_over(self) -> Performed[DeliveredState, DeliveredEvent]:
        """The user may not defer for longer.

        Due x/Inventory/Delivered/<x>/Policy/MaxDeferPeriod seconds after one of these states was
        entered: install_deferred.
        """
        return self.fire(DeliveredEvent.DEFER_TIME_OVER)

    def suspend_time_over(self) -> Performed[DeliveredState, DeliveredEvent]:
        """The installation has stood still for too long.

        Due x/Inventory/Delivered/<x>/Policy/MaxSuspendTime seconds after one of these states was
        entered: install_suspended.
        """
        return self.fire(DeliveredEvent.SUSPEND_TIME_OVER)

    def send_suspended(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `suspended`; it goes out in the next session."""
        return self.announce("suspended", data)

    def send_interrupted(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `interrupted`; it goes out in the next session."""
        return self.announce("interrupted", data)

    def send_resumed(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `resumed`; it goes out in the next session."""
        return self.announce("resumed", data)

    def send_transferrequest(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `transferrequest`; it goes out in the next session."""
        return self.announce("transferrequest", data)

    def send_imageready(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `imageready`; it goes out in the next session."""
        return self.announce("imageready", data)

    def send_broadcastreport(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `broadcastreport`; it goes out in the next session."""
        return self.announce("broadcastreport", data)

    def send_deferred(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `deferred`; it goes out in the next session."""
        return self.announce("deferred", data)

    def send_securityfailure(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `securityfailure`; it goes out in the next session."""
        return self.announce("securityfailure", data)

    def send_autonomousresult(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `autonomousresult`; it goes out in the next session."""
        return self.announce("autonomousresult", data)

    def _verify_delivered(self) -> VerifiedPackage:
        nodes = security.VerifyDeliveredNodes(
            digest_alg=self.read_leaf("Security/DigestAlg", ScomoInventoryDeliveredXSecurity.digest_alg),
            digest=self.read_leaf("Security/Digest", ScomoInventoryDeliveredXSecurity.digest),
        )
        return security.verify_delivered(self.primitives, self.handler.verify_delivered_inputs(), nodes)

    def _hand_over(self) -> VerifiedPackage:
        return security.hand_over(self.primitives, self.handler.hand_over_inputs())

    def _run_procedure(self, name: str) -> int | None:
        procedures: dict[str, Any] = {"verify_delivered": self._verify_delivered, "hand_over": self._hand_over}
        try:
            procedures[name]()
        except ProcedureStopped as stopped:
            return stopped.result
        return None

    def _do(self, action: str) -> tuple[DeliveredEvent, int] | None:
        if action == "install_package":
            try:
                verified_package = self._hand_over()
            except ProcedureStopped as stopped:
                return DeliveredEvent.PACKAGE_REFUSED, stopped.result
            self.handler.install_package(require(verified_package, VerifiedPackage))
            return None
        if action == "remove_package":
            self.handler.remove_package()
            return None
        if action == "discard_package":
            self.handler.discard_package()
            return None
        if action == "pause_install":
            self.handler.pause_install()
            return None
        if action == "resume_install":
            self.handler.resume_install()
            return None
        if action == "roll_back":
            self.handler.roll_back()
            return None
        return super()._do(action)


class DeployedHandler(DeployedFacts, Protocol):
    """What the device maker implements.

    Actions may be called a second time after a crash: the journal only knows
    that one was begun.
    """

    def activate_component(self) -> None:
        """Put the component into use."""
        ...

    def deactivate_component(self) -> None:
        """Take the component out of use."""
        ...

    def remove_component(self) -> None:
        """Take the component off the device."""
        ...


class DeployedObject(DeviceObject[DeployedState, DeployedEvent]):
    """One component that is installed. Only the device makes these nodes.

    Spec: scomo-1.0/states.yaml:246
    """

    NAME = "scomo-1.2 deployed"
    SHOWN_BY = "Status"
    COMMANDS: ClassVar = {
        ("exec", "Operations/Activate"): DeployedEvent.EXEC_OPERATIONS_ACTIVATE,
        ("exec", "Operations/Deactivate"): DeployedEvent.EXEC_OPERATIONS_DEACTIVATE,
        ("exec", "Operations/Remove"): DeployedEvent.EXEC_OPERATIONS_REMOVE,
    }
    ALERTS = ALERTS
    RESTART = DeployedEvent.RESTART
    GONE = frozenset({"GONE"})
    VARIABLES_SHOWN: ClassVar = {
        "State": ("component_state", {"inactive": "10", "active": "20"}),
    }

    def __init__(
        self,
        tree: ManagementTree,
        uri: str,
        handler: DeployedHandler,
        journal: Journal,
        root: ScomoRoot | None = None,
    ) -> None:
        """Give the node at `uri` its machine, in the state the journal kept. `ScomoRoot` does it."""
        ends = None if root is None else root.ended
        super().__init__(tree, uri, DEPLOYED, DeployedState.IDLE, DeployedVariables(), handler, journal, ends)
        self.handler: Final = handler
        tree.attach(uri, self)

    def starts_active(self) -> Performed[DeployedState, DeployedEvent]:
        """The installation left the component in use."""
        return self.fire(DeployedEvent.STARTS_ACTIVE)

    def activated(self) -> Performed[DeployedState, DeployedEvent]:
        """The component is in use."""
        return self.fire(DeployedEvent.ACTIVATED)

    def activate_fails(self, result: Result | int) -> Performed[DeployedState, DeployedEvent]:
        """The component could not be switched on.

        Carries one of: activate_failed, user_cancelled.
        """
        return self.fire(DeployedEvent.ACTIVATE_FAILS, result)

    def deactivated(self) -> Performed[DeployedState, DeployedEvent]:
        """The component is out of use."""
        return self.fire(DeployedEvent.DEACTIVATED)

    def deactivate_fails(self, result: Result | int) -> Performed[DeployedState, DeployedEvent]:
        """The component could not be switched off.

        Carries one of: deactivate_failed, user_cancelled.
        """
        return self.fire(DeployedEvent.DEACTIVATE_FAILS, result)

    def removed(self) -> Performed[DeployedState, DeployedEvent]:
        """The component is off the device."""
        return self.fire(DeployedEvent.REMOVED)

    def remove_fails(self, result: Result | int) -> Performed[DeployedState, DeployedEvent]:
        """The component could not be removed.

        Carries one of: remove_failed, user_cancelled.
        """
        return self.fire(DeployedEvent.REMOVE_FAILS, result)

    def clean_up(self) -> Performed[DeployedState, DeployedEvent]:
        """The device tidies up after an end state."""
        return self.fire(DeployedEvent.CLEAN_UP)

    def send_suspended(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `suspended`; it goes out in the next session."""
        return self.announce("suspended", data)

    def send_interrupted(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `interrupted`; it goes out in the next session."""
        return self.announce("interrupted", data)

    def send_resumed(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `resumed`; it goes out in the next session."""
        return self.announce("resumed", data)

    def send_transferrequest(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `transferrequest`; it goes out in the next session."""
        return self.announce("transferrequest", data)

    def send_imageready(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `imageready`; it goes out in the next session."""
        return self.announce("imageready", data)

    def send_broadcastreport(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `broadcastreport`; it goes out in the next session."""
        return self.announce("broadcastreport", data)

    def send_deferred(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `deferred`; it goes out in the next session."""
        return self.announce("deferred", data)

    def send_securityfailure(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `securityfailure`; it goes out in the next session."""
        return self.announce("securityfailure", data)

    def send_autonomousresult(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `autonomousresult`; it goes out in the next session."""
        return self.announce("autonomousresult", data)

    def _do(self, action: str) -> tuple[DeployedEvent, int] | None:
        if action == "activate_component":
            self.handler.activate_component()
            return None
        if action == "deactivate_component":
            self.handler.deactivate_component()
            return None
        if action == "remove_component":
            self.handler.remove_component()
            return None
        return super()._do(action)


class ScomoHandlers(Protocol):
    """Makes the handler of each node that has a machine. The device maker implements it."""

    def download(self, root: ScomoRoot, name: str) -> DownloadHandler:
        """The handler of x/Download/<x>, the last name being `name`. The object itself is made after it."""
        ...

    def delivered(self, root: ScomoRoot, name: str) -> DeliveredHandler:
        """The handler of x/Inventory/Delivered/<x>, the last name being `name`. The object itself is made after it."""
        ...

    def deployed(self, root: ScomoRoot, name: str) -> DeployedHandler:
        """The handler of x/Inventory/Deployed/<x>, the last name being `name`. The object itself is made after it."""
        ...


class ScomoRoot(ObjectRoot):
    """The object scomo 1.2: its nodes come and go, each with a machine of its own."""

    KINDS: ClassVar = {"Download": "download", "Inventory/Delivered": "delivered", "Inventory/Deployed": "deployed"}
    ALERTS = ALERTS

    def __init__(
        self,
        tree: ManagementTree,
        uri: str,
        handlers: ScomoHandlers,
        primitives: security.Primitives,
        journals: Journals,
        *,
        absent: tuple[str, ...] = (),
    ) -> None:
        """Mount the object at `uri`, without the optional nodes in `absent`; `recover` brings its nodes back."""
        super().__init__(tree, uri, journals)
        self.handlers: Final = handlers
        self.primitives: Final = primitives
        tree.mount(uri, SCOMO, self, absent=absent)

    def download(self, name: str) -> DownloadObject:
        """The object of x/Download/<x>, the last name being `name`. KeyError when there is none."""
        found: DownloadObject = self.objects("Download")[name]
        return found

    def make_download(self, name: str, values: Mapping[str, Value]) -> DownloadObject:
        """Make the node x/Download/<x> called `name`, or write `values` to the one that is there."""
        made: DownloadObject = self.make("Download", name, values)
        return made

    def delivered(self, name: str) -> DeliveredObject:
        """The object of x/Inventory/Delivered/<x>, the last name being `name`. KeyError when there is none."""
        found: DeliveredObject = self.objects("Inventory/Delivered")[name]
        return found

    def make_delivered(self, name: str, values: Mapping[str, Value]) -> DeliveredObject:
        """Make the node x/Inventory/Delivered/<x> called `name`, or write `values` to the one that is there."""
        made: DeliveredObject = self.make("Inventory/Delivered", name, values)
        return made

    def deployed(self, name: str) -> DeployedObject:
        """The object of x/Inventory/Deployed/<x>, the last name being `name`. KeyError when there is none."""
        found: DeployedObject = self.objects("Inventory/Deployed")[name]
        return found

    def make_deployed(self, name: str, values: Mapping[str, Value]) -> DeployedObject:
        """Make the node x/Inventory/Deployed/<x> called `name`, or write `values` to the one that is there."""
        made: DeployedObject = self.make("Inventory/Deployed", name, values)
        return made

    def _object(self, machine: str, name: str, uri: str, journal: Journal) -> DeviceObject[Any, Any]:
        if machine == "download":
            download = self.handlers.download(self, name)
            return DownloadObject(self._tree, uri, download, self.primitives, journal, self)
        if machine == "delivered":
            delivered = self.handlers.delivered(self, name)
            return DeliveredObject(self._tree, uri, delivered, self.primitives, journal, self)
        if machine == "deployed":
            deployed = self.handlers.deployed(self, name)
            return DeployedObject(self._tree, uri, deployed, journal, self)
        return super()._object(machine, name, uri, journal)

"""The device's side of fumo 1.1.

A device maker implements the handler; the object connects it to the
management tree, the machine and the alerts.
"""

from __future__ import annotations

from typing import Any, ClassVar, Final, Protocol

from swm.machine import DeviceObject, Journal, Performed, StoredAlert
from swm.security import ProcedureStopped, VerifiedPackage, require
from swm.tree import ManagementTree

from . import security
from .messages import ALERTS, Result
from .nodes import FUMO, FumoSecurity, PackageState
from .states import PACKAGE, PackageEvent, PackageFacts, PackageVariables


class PackageHandler(PackageFacts, Protocol):
    """What the device maker implements.

    Actions may be called a second time after a crash: the journal only knows
    that one was begun.
    """

    def start_download(self) -> None:
        """Fetch the package from its first byte, after a random part of startRandomTimePeriod where an
        announcement began it."""
        ...

    def apply_update(self, verified_package: VerifiedPackage) -> None:
        """Apply the package. The device may restart meanwhile."""
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

    def pause_update(self) -> None:
        """Pause the installer."""
        ...

    def resume_update(self) -> None:
        """Let the installer go on."""
        ...

    def roll_back(self) -> None:
        """Bring the old firmware back."""
        ...

    def verify_inputs(self) -> security.VerifyInputs:
        """What to put into the procedure `verify`."""
        ...

    def hand_over_inputs(self) -> security.HandOverInputs:
        """What to put into the procedure `hand_over`."""
        ...


class PackageObject(DeviceObject[PackageState, PackageEvent]):
    """One update package, from the order to the final alert. Arrows are those of figure 10.2;
    what the figure leaves open (an Exec while busy, restart) is decided here and said so.

    Spec: fumo-1.0/states.yaml:3
    """

    NAME = "fumo-1.1 package"
    SHOWN_BY = "State"
    RESULT_SHOWN_BY = "Transfer/LastResult"
    COMMANDS: ClassVar = {
        ("exec", "Download"): PackageEvent.EXEC_DOWNLOAD,
        ("exec", "Update"): PackageEvent.EXEC_UPDATE,
        ("exec", "DownloadAndUpdate"): PackageEvent.EXEC_DOWNLOAD_AND_UPDATE,
        ("replace", "Update/PkgData"): PackageEvent.REPLACE_UPDATE_PKG_DATA,
        ("exec", "Operations/Suspend"): PackageEvent.EXEC_OPERATIONS_SUSPEND,
        ("exec", "Operations/Resume"): PackageEvent.EXEC_OPERATIONS_RESUME,
        ("exec", "Operations/Cancel"): PackageEvent.EXEC_OPERATIONS_CANCEL,
        ("exec", "Operations/ReceiveBroadcast"): PackageEvent.EXEC_OPERATIONS_RECEIVE_BROADCAST,
        ("exec", "Operations/ReceiveBroadcastAndUpdate"): PackageEvent.EXEC_OPERATIONS_RECEIVE_BROADCAST_AND_UPDATE,
        ("replace within", "Security"): PackageEvent.REPLACE_WITHIN_SECURITY,
        ("replace within", "Policy"): PackageEvent.REPLACE_WITHIN_POLICY,
        ("replace within", "ImageServer"): PackageEvent.REPLACE_WITHIN_IMAGE_SERVER,
        ("replace within", "Broadcast"): PackageEvent.REPLACE_WITHIN_BROADCAST,
        ("delete within", "Security"): PackageEvent.DELETE_WITHIN_SECURITY,
        ("delete within", "Policy"): PackageEvent.DELETE_WITHIN_POLICY,
        ("delete within", "ImageServer"): PackageEvent.DELETE_WITHIN_IMAGE_SERVER,
        ("delete within", "Broadcast"): PackageEvent.DELETE_WITHIN_BROADCAST,
        ("add within", "Security"): PackageEvent.ADD_WITHIN_SECURITY,
        ("add within", "Policy"): PackageEvent.ADD_WITHIN_POLICY,
        ("add within", "ImageServer"): PackageEvent.ADD_WITHIN_IMAGE_SERVER,
        ("add within", "Broadcast"): PackageEvent.ADD_WITHIN_BROADCAST,
    }
    ALERTS = ALERTS
    RESTART = PackageEvent.RESTART
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
        handler: PackageHandler,
        primitives: security.Primitives,
        journal: Journal,
        *,
        absent: tuple[str, ...] = (),
    ) -> None:
        """Mount the object at `uri`, without the optional nodes in `absent`, in the state the journal kept."""
        super().__init__(tree, uri, PACKAGE, PackageState.IDLE, PackageVariables(), handler, journal)
        self.handler: Final = handler
        self.primitives: Final = primitives
        tree.mount(uri, FUMO, self, absent=absent)

    def download_fails(self, result: Result | int) -> Performed[PackageState, PackageEvent]:
        """The transfer ended without a usable package: authorise_package failed, the server or its
        certificate was refused, the URL is malformed, or there is no room.

        Carries one of: client_error, package_mismatch, validation_failed, not_acceptable,
        authentication_failed, request_timed_out, not_implemented, undefined_error, malformed_url,
        server_unavailable, server_error, download_out_of_memory, network_failure, digest_mismatch,
        signer_revoked, rollback, prerequisite_missing, tls_failed.
        """
        return self.fire(PackageEvent.DOWNLOAD_FAILS, result)

    def download_completes(self) -> Performed[PackageState, PackageEvent]:
        """The last byte is stored."""
        return self.fire(PackageEvent.DOWNLOAD_COMPLETES)

    def package_accepted(self) -> Performed[PackageState, PackageEvent]:
        """The device has taken the package over."""
        return self.fire(PackageEvent.PACKAGE_ACCEPTED)

    def continue_(self) -> Performed[PackageState, PackageEvent]:
        """The device goes on by itself after DownloadAndUpdate."""
        return self.fire(PackageEvent.CONTINUE)

    def package_refused(self, result: Result | int) -> Performed[PackageState, PackageEvent]:
        """The package did not pass immediately before the update.

        Carries one of: package_corrupted, package_mismatch, validation_failed, digest_mismatch,
        decryption_failed, signer_revoked, rollback, package_expired.
        """
        return self.fire(PackageEvent.PACKAGE_REFUSED, result)

    def update_fails(self, result: Result | int) -> Performed[PackageState, PackageEvent]:
        """The update ended without the new firmware running.

        Carries one of: user_cancelled, undefined_error, update_failed, update_out_of_memory.
        """
        return self.fire(PackageEvent.UPDATE_FAILS, result)

    def update_succeeds(self) -> Performed[PackageState, PackageEvent]:
        """The new firmware runs."""
        return self.fire(PackageEvent.UPDATE_SUCCEEDS)

    def clean_up(self) -> Performed[PackageState, PackageEvent]:
        """The device tidies up after an end state."""
        return self.fire(PackageEvent.CLEAN_UP)

    def forget(self) -> Performed[PackageState, PackageEvent]:
        """The device takes a finished update out of view though the package is kept."""
        return self.fire(PackageEvent.FORGET)

    def announced_download(self) -> Performed[PackageState, PackageEvent]:
        """An announcement of a download passed every check of accept_announcement."""
        return self.fire(PackageEvent.ANNOUNCED_DOWNLOAD)

    def announced_suspend(self) -> Performed[PackageState, PackageEvent]:
        """An announcement that suspends was accepted."""
        return self.fire(PackageEvent.ANNOUNCED_SUSPEND)

    def announced_resume(self) -> Performed[PackageState, PackageEvent]:
        """An announcement that resumes was accepted."""
        return self.fire(PackageEvent.ANNOUNCED_RESUME)

    def announced_cancel(self) -> Performed[PackageState, PackageEvent]:
        """An announcement that cancels was accepted."""
        return self.fire(PackageEvent.ANNOUNCED_CANCEL)

    def user_accepts_download(self) -> Performed[PackageState, PackageEvent]:
        """The user agrees to the download."""
        return self.fire(PackageEvent.USER_ACCEPTS_DOWNLOAD)

    def user_refuses_download(self) -> Performed[PackageState, PackageEvent]:
        """The user does not agree to the download."""
        return self.fire(PackageEvent.USER_REFUSES_DOWNLOAD)

    def server_refuses(self) -> Performed[PackageState, PackageEvent]:
        """The DM server answers 406 to the alert TransferRequest."""
        return self.fire(PackageEvent.SERVER_REFUSES)

    def announcement_expires(self) -> Performed[PackageState, PackageEvent]:
        """MaxAge of the image server's entry is over and nobody has agreed."""
        return self.fire(PackageEvent.ANNOUNCEMENT_EXPIRES)

    def first_datagram(self) -> Performed[PackageState, PackageEvent]:
        """The first authenticated datagram of the session arrived."""
        return self.fire(PackageEvent.FIRST_DATAGRAM)

    def broadcast_missed(self) -> Performed[PackageState, PackageEvent]:
        """The last transmission is over and nothing was received."""
        return self.fire(PackageEvent.BROADCAST_MISSED)

    def transmission_over(self) -> Performed[PackageState, PackageEvent]:
        """A transmission ended and the file is incomplete."""
        return self.fire(PackageEvent.TRANSMISSION_OVER)

    def next_transmission(self) -> Performed[PackageState, PackageEvent]:
        """The next transmission of the delivery begins."""
        return self.fire(PackageEvent.NEXT_TRANSMISSION)

    def file_complete(self) -> Performed[PackageState, PackageEvent]:
        """Repair has fetched what was missing."""
        return self.fire(PackageEvent.FILE_COMPLETE)

    def repair_incomplete(self) -> Performed[PackageState, PackageEvent]:
        """The repair servers answered and the file is still incomplete."""
        return self.fire(PackageEvent.REPAIR_INCOMPLETE)

    def repair_unreachable(self) -> Performed[PackageState, PackageEvent]:
        """No repair server answers."""
        return self.fire(PackageEvent.REPAIR_UNREACHABLE)

    def object_changed(self) -> Performed[PackageState, PackageEvent]:
        """The object at the server is another one than the one begun with."""
        return self.fire(PackageEvent.OBJECT_CHANGED)

    def ranges_refused(self) -> Performed[PackageState, PackageEvent]:
        """The server does not serve byte ranges."""
        return self.fire(PackageEvent.RANGES_REFUSED)

    def user_pauses(self) -> Performed[PackageState, PackageEvent]:
        """The user pauses the transfer."""
        return self.fire(PackageEvent.USER_PAUSES)

    def user_resumes(self) -> Performed[PackageState, PackageEvent]:
        """The user lets the transfer go on."""
        return self.fire(PackageEvent.USER_RESUMES)

    def user_cancels(self) -> Performed[PackageState, PackageEvent]:
        """The user gives the operation up."""
        return self.fire(PackageEvent.USER_CANCELS)

    def condition_arises(self) -> Performed[PackageState, PackageEvent]:
        """Network, bearer, roaming, battery, storage, window, device busy or server overload stands
        against the transfer.
        """
        return self.fire(PackageEvent.CONDITION_ARISES)

    def condition_clears(self) -> Performed[PackageState, PackageEvent]:
        """What stood against the transfer is gone, or the next attempt is due."""
        return self.fire(PackageEvent.CONDITION_CLEARS)

    def verification_ends(self) -> Performed[PackageState, PackageEvent]:
        """Every byte has been looked at."""
        return self.fire(PackageEvent.VERIFICATION_ENDS)

    def suspend_time_over(self) -> Performed[PackageState, PackageEvent]:
        """The operation has stood still for too long.

        Due x/Policy/MaxSuspendTime seconds after one of these states was entered:
        download_suspended, download_interrupted, update_suspended.
        """
        return self.fire(PackageEvent.SUSPEND_TIME_OVER)

    def update_allowed(self) -> Performed[PackageState, PackageEvent]:
        """The conditions hold and the user accepts where asked."""
        return self.fire(PackageEvent.UPDATE_ALLOWED)

    def user_refuses_update(self) -> Performed[PackageState, PackageEvent]:
        """The user does not agree to the update."""
        return self.fire(PackageEvent.USER_REFUSES_UPDATE)

    def package_expires(self) -> Performed[PackageState, PackageEvent]:
        """Security/NotAfter is over."""
        return self.fire(PackageEvent.PACKAGE_EXPIRES)

    def defer_time_over(self) -> Performed[PackageState, PackageEvent]:
        """The user may not defer for longer.

        Due x/Policy/MaxDeferPeriod seconds after one of these states was entered: update_deferred.
        """
        return self.fire(PackageEvent.DEFER_TIME_OVER)

    def send_devicerequest(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `devicerequest`; it goes out in the next session."""
        return self.announce("devicerequest", data)

    def send_userrequest(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `userrequest`; it goes out in the next session."""
        return self.announce("userrequest", data)

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
            digest_alg=self.read_leaf("Security/DigestAlg", FumoSecurity.digest_alg),
            digest=self.read_leaf("Security/Digest", FumoSecurity.digest),
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

    def _do(self, action: str) -> tuple[PackageEvent, int] | None:
        if action == "start_download":
            self.handler.start_download()
            return None
        if action == "apply_update":
            try:
                verified_package = self._hand_over()
            except ProcedureStopped as stopped:
                return PackageEvent.PACKAGE_REFUSED, stopped.result
            self.handler.apply_update(require(verified_package, VerifiedPackage))
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
        if action == "pause_update":
            self.handler.pause_update()
            return None
        if action == "resume_update":
            self.handler.resume_update()
            return None
        if action == "roll_back":
            self.handler.roll_back()
            return None
        return super()._do(action)

"""The device's side of fumo 1.0.

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
from .nodes import FUMO, PackageState
from .states import PACKAGE, PackageEvent, PackageFacts, PackageVariables


class PackageHandler(PackageFacts, Protocol):
    """What the device maker implements.

    Actions may be called a second time after a crash: the journal only knows
    that one was begun.
    """

    def start_download(self) -> None:
        """Fetch the package from the PkgURL of the node that was executed, from the beginning."""
        ...

    def apply_update(self, verified_package: VerifiedPackage) -> None:
        """Apply the package. The device may restart meanwhile."""
        ...

    def discard_package(self) -> None:
        """Delete what is stored of the package."""
        ...

    def accept_package_inputs(self) -> security.AcceptPackageInputs:
        """What to put into the procedure `accept_package`."""
        ...


class PackageObject(DeviceObject[PackageState, PackageEvent]):
    """One update package, from the order to the final alert. Arrows are those of figure 10.2;
    what the figure leaves open (an Exec while busy, restart) is decided here and said so.

    Spec: fumo-1.0/states.yaml:3
    """

    NAME = "fumo-1.0 package"
    SHOWN_BY = "State"
    COMMANDS: ClassVar = {
        ("exec", "Download"): PackageEvent.EXEC_DOWNLOAD,
        ("exec", "Update"): PackageEvent.EXEC_UPDATE,
        ("exec", "DownloadAndUpdate"): PackageEvent.EXEC_DOWNLOAD_AND_UPDATE,
        ("replace", "Update/PkgData"): PackageEvent.REPLACE_UPDATE_PKG_DATA,
    }
    ALERTS = ALERTS
    RESTART = PackageEvent.RESTART

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
        """The download ended without a usable package.

        Carries one of: client_error, user_cancelled, package_corrupted, package_mismatch,
        validation_failed, not_acceptable, authentication_failed, request_timed_out,
        not_implemented, undefined_error, malformed_url, server_unavailable, server_error,
        download_out_of_memory, network_failure.
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

        Carries one of: package_corrupted, package_mismatch, validation_failed.
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

    def send_devicerequest(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `devicerequest`; it goes out in the next session."""
        return self.announce("devicerequest", data)

    def send_userrequest(self, data: str = "") -> StoredAlert | None:
        """Queue the alert `userrequest`; it goes out in the next session."""
        return self.announce("userrequest", data)

    def _accept_package(self) -> VerifiedPackage:
        return security.accept_package(self.primitives, self.handler.accept_package_inputs())

    def _run_procedure(self, name: str) -> int | None:
        procedures: dict[str, Any] = {"accept_package": self._accept_package}
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
                verified_package = self._accept_package()
            except ProcedureStopped as stopped:
                return PackageEvent.PACKAGE_REFUSED, stopped.result
            self.handler.apply_update(require(verified_package, VerifiedPackage))
            return None
        if action == "discard_package":
            self.handler.discard_package()
            return None
        return super()._do(action)

"""The device's side of scomo 1.0.

A device maker implements the handler; the object connects it to the
management tree, the machine and the alerts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Protocol

from swm.machine import DeviceObject, Journal, Journals, ObjectRoot, Performed
from swm.security import ProcedureStopped, VerifiedPackage, require
from swm.tree import ManagementTree, Value

from . import security
from .messages import ALERTS, Result
from .nodes import SCOMO, DeliveredState, DeployedState, DownloadState
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
        """Fetch the package from PkgURL, from the beginning."""
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

    def accept_package_inputs(self) -> security.AcceptPackageInputs:
        """What to put into the procedure `accept_package`."""
        ...


class DownloadObject(DeviceObject[DownloadState, DownloadEvent]):
    """One package to fetch, from the order to the final alert of a download or of a combined
    operation.

    Spec: scomo-1.0/states.yaml:3
    """

    NAME = "scomo-1.0 download"
    SHOWN_BY = "Status"
    COMMANDS: ClassVar = {
        ("exec", "Operations/Download"): DownloadEvent.EXEC_OPERATIONS_DOWNLOAD,
        ("exec", "Operations/DownloadInstall"): DownloadEvent.EXEC_OPERATIONS_DOWNLOAD_INSTALL,
        ("exec", "Operations/DownloadInstallInactive"): DownloadEvent.EXEC_OPERATIONS_DOWNLOAD_INSTALL_INACTIVE,
        ("delete", ""): DownloadEvent.DELETE,
    }
    ALERTS = ALERTS
    RESTART = DownloadEvent.RESTART
    GONE = frozenset({"GONE"})

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
        """The download ended without a package.

        Carries one of: client_error, user_cancelled, network_failure, authentication_failed,
        download_out_of_memory, not_implemented, undefined_error, server_error, server_unavailable.
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

        Carries one of: validation_failed, package_mismatch.
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

    def _accept_package(self) -> VerifiedPackage:
        return security.accept_package(self.primitives, self.handler.accept_package_inputs())

    def _run_procedure(self, name: str) -> int | None:
        procedures: dict[str, Any] = {"accept_package": self._accept_package}
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
                verified_package = self._accept_package()
            except ProcedureStopped as stopped:
                return DownloadEvent.PACKAGE_REFUSED, stopped.result
            self.handler.install_package(require(verified_package, VerifiedPackage))
            return None
        if action == "discard_package":
            self.handler.discard_package()
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

    def accept_package_inputs(self) -> security.AcceptPackageInputs:
        """What to put into the procedure `accept_package`."""
        ...


class DeliveredObject(DeviceObject[DeliveredState, DeliveredEvent]):
    """One package that is on the device, to be installed or removed.

    Spec: scomo-1.0/states.yaml:128
    """

    NAME = "scomo-1.0 delivered"
    SHOWN_BY = "Status"
    COMMANDS: ClassVar = {
        ("exec", "Operations/Install"): DeliveredEvent.EXEC_OPERATIONS_INSTALL,
        ("exec", "Operations/InstallInactive"): DeliveredEvent.EXEC_OPERATIONS_INSTALL_INACTIVE,
        ("exec", "Operations/Remove"): DeliveredEvent.EXEC_OPERATIONS_REMOVE,
        ("add", "Data"): DeliveredEvent.ADD_DATA,
        ("replace", "Data"): DeliveredEvent.REPLACE_DATA,
        ("delete", ""): DeliveredEvent.DELETE,
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

        Carries one of: validation_failed, package_mismatch.
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

    def _accept_package(self) -> VerifiedPackage:
        return security.accept_package(self.primitives, self.handler.accept_package_inputs())

    def _run_procedure(self, name: str) -> int | None:
        procedures: dict[str, Any] = {"accept_package": self._accept_package}
        try:
            procedures[name]()
        except ProcedureStopped as stopped:
            return stopped.result
        return None

    def _do(self, action: str) -> tuple[DeliveredEvent, int] | None:
        if action == "install_package":
            try:
                verified_package = self._accept_package()
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

    NAME = "scomo-1.0 deployed"
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
    """The object scomo 1.0: its nodes come and go, each with a machine of its own."""

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

"""SCOMO 1.2 on the reference device: packages are files, each holds one component."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, Final, TypeVar
from urllib.parse import quote

from swm.alerts.flow import Cause
from swm.device.package import FilePackage, head_of
from swm.device.parts import Equipment, described, policy_of, settle
from swm.device.plain_transfer import PlainTransfer, StateClock
from swm.device.transfer import Transfer
from swm.durable import replace_file
from swm.machine import IllegalEvent, Reported
from swm.security import StoredPackage, VerifiedPackage
from swm.tree.spec import NodeSpec
from swm_enablers.scomo_1_2.client import DeliveredObject, DeployedObject, DownloadObject, ScomoRoot
from swm_enablers.scomo_1_2.messages import Result
from swm_enablers.scomo_1_2.nodes import SCOMO, DownloadXPolicyConsent
from swm_enablers.scomo_1_2.security import HandOverInputs, Primitives, VerifyDeliveredInputs, VerifyInputs
from swm_enablers.scomo_1_2.states import DownloadAnnouncedGoal, DownloadAnnouncedSource, DownloadCondition

DOWNLOAD: Final = "Download"
DELIVERED: Final = "Inventory/Delivered"
DEPLOYED: Final = "Inventory/Deployed"
_ASK: Final = (str(DownloadXPolicyConsent.ASK_BEFORE_INSTALL.value), str(DownloadXPolicyConsent.ASK_BOTH.value))
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
        "INSTALL_FAILED_WITH_DATA",
        "INSTALL_FAILED_WITHOUT_DATA",
    }
)
"""The states of a download in which nothing runs."""
Handler = TypeVar("Handler", "DownloadHandler", "DeliveredHandler", "DeployedHandler")


class ScomoPart:
    """The software components of the device."""

    ABSENT: ClassVar[tuple[str, ...]] = ("ImageServer", "Broadcast")
    CAPABILITIES: ClassVar[dict[str, str]] = _CAPABILITIES

    def __init__(self, uri: str, equipment: Equipment) -> None:
        self.name = "scomo-1.2"
        self._uri = uri
        self.own: Final = equipment
        self._handlers: dict[str, DownloadHandler | DeliveredHandler | DeployedHandler] = {}
        self.root: Final = ScomoRoot(
            equipment.tree,
            uri,
            self,
            self.primitives(),
            equipment.store.journals(uri),
            absent=self.ABSENT,
        )

    def primitives(self) -> Primitives:
        """The checks that the procedures of the objects are made of."""
        return self.own.checks

    # swm.device.parts.Part ----------------------------------------------------------------------------------------

    @property
    def alerts(self) -> ScomoRoot:
        """The root keeps the alerts of its nodes."""
        return self.root

    def cause(self, reported: Reported) -> Cause:
        """As the download of a node knows; all else is an order of this device alone."""
        handler = self._handlers.get(reported.root)
        return handler.cause(reported) if isinstance(handler, DownloadHandler) else Cause()

    def refused(self, reported: Reported) -> None:
        """The download of a node knows what it asked for."""
        handler = self._handlers.get(reported.root)
        if isinstance(handler, DownloadHandler):
            handler.refused(reported)

    def recover(self) -> None:
        """Go on where a restart left it."""
        settle(self.own.tree, f"{self._uri}/Capabilities", self.CAPABILITIES)
        self.root.recover()

    def states(self) -> dict[str, str]:
        """All machines."""
        return {node.uri: str(node.state.name) for node in self.nodes()}

    def nodes(self) -> list[Any]:
        """All objects."""
        return [node for above in self.root.KINDS for node in self.root.objects(above).values()]

    def received(self) -> int:
        """Octets of packages that are being fetched."""
        return sum(handler.received for handler in self._handlers.values() if isinstance(handler, DownloadHandler))

    def close(self) -> None:
        """Every handler lets go of what it holds."""
        for handler in self._handlers.values():
            handler.close()

    def told(self) -> dict[str, int]:
        """Nothing comes in by broadcast."""
        return {}

    def step(self) -> bool:
        """One piece of work of each node."""
        worked = False
        nodes = self.nodes()
        for uri in self._handlers.keys() - {node.uri for node in nodes}:
            gone = self._handlers.pop(uri)
            gone.close()
            if isinstance(gone, DownloadHandler):
                gone.forget()
        for node in nodes:
            handler = self._handlers.get(node.uri)
            if handler is not None and not node.is_gone:
                try:
                    worked |= handler.step()
                except IllegalEvent:
                    continue
        return worked

    # swm_enablers.scomo_1_2.client.ScomoHandlers ------------------------------------------------------------------

    def download(self, root: ScomoRoot, name: str) -> DownloadHandler:
        """The handler of a node below Download."""
        return self._handled(DownloadHandler(self, name, f"{self._uri}/{DOWNLOAD}/{name}"))

    def delivered(self, root: ScomoRoot, name: str) -> DeliveredHandler:
        """The handler of a node below Inventory/Delivered."""
        return self._handled(DeliveredHandler(self, name, f"{self._uri}/{DELIVERED}/{name}"))

    def deployed(self, root: ScomoRoot, name: str) -> DeployedHandler:
        """The handler of a node below Inventory/Deployed."""
        return self._handled(DeployedHandler(self, name, f"{self._uri}/{DEPLOYED}/{name}"))

    def _handled(self, made: Handler) -> Handler:
        """`made` in the place of one for an earlier node of the same name."""
        before = self._handlers.get(made.uri)
        if before is not None:
            before.close()
        self._handlers[made.uri] = made
        return made

    # for the handlers ---------------------------------------------------------------------------------------------

    def file(self, kind: str, name: str) -> Path:
        """Where a package lies."""
        folder = self.own.folder / kind
        folder.mkdir(exist_ok=True)
        return folder / quote(name, safe="")

    def node_policy(self, above: str, uri: str) -> Callable[[str], str | None]:
        """Reads the Policy of a node below `above`."""
        spec: NodeSpec | None = SCOMO
        for name in (*above.split("/"), "x"):
            spec = None if spec is None else spec.child(name)
        assert spec is not None
        return policy_of(self.own.tree, uri, spec)

    def deploy(self, name: str, package_id: str, *, active: bool) -> None:
        """List the component of a package, and start it where it is to be active."""
        made = self.root.make_deployed(name, {"ID": name, "PkgIDRef": package_id, "Name": name})
        if active and made.state.name == "IDLE":
            made.starts_active()


class _Installing(ABC):
    """What the nodes that install have in common: one image, under the name of the node."""

    def __init__(self, part: ScomoPart, name: str, uri: str, above: str) -> None:
        self.part = part
        self.name = name
        self.uri = self._uri = uri
        self._own = part.own
        self._policy = part.node_policy(above, uri)
        self._stands = StateClock(part.own.clock)

    @abstractmethod
    def package(self) -> StoredPackage:
        """The package of this node."""

    def is_over(self) -> bool:
        """Whether Security/NotAfter is over."""
        package = self.package()
        return isinstance(package, FilePackage) and self.part.own.checks.is_over(package)

    def confirmed(self, package: StoredPackage) -> None:
        """The new image is in force: older ones are not installed any more."""
        self.part.own.floors.rise(self.name, int(head_of(package)["counter"]))

    def not_confirmed(self) -> None:  # noqa: B027 the floor was not touched
        """What is in force is not the image of the package."""

    def described(self, file: Path) -> FilePackage:
        """The package in `file`, with what the nodes say of it."""
        own = self.part.own
        return described(own.tree, self.uri, file, own.floors.value(self.name))

    def close(self) -> None:  # noqa: B027 a file is not held open
        """Let go of what is held; the node may be gone."""

    def package_kept(self) -> bool:
        """Whether the package is still stored."""
        return self.package().length > 0

    def conditions_hold(self) -> bool:
        """Whether an installation may begin now."""
        return self.part.own.surroundings.allows_update(self._policy)

    def roll_back_possible(self) -> bool:
        """Until the new image takes the old one's place."""
        return self.part.own.installer.is_staged(self.name)

    def before_no_return(self) -> bool:
        """Until the new image takes the old one's place."""
        return self.part.own.installer.is_staged(self.name)

    def installer_can_go_on(self) -> bool:
        """Staging can be done again, so it always can."""
        return True

    def install_package(self, verified_package: VerifiedPackage) -> None:
        """Stage the image; `step` puts it in force."""
        self.part.own.installer.stage(self.name, verified_package)

    def pause_install(self) -> None:  # noqa: B027 there is nothing more to do
        """What is staged stays so."""

    def resume_install(self) -> None:  # noqa: B027 there is nothing more to do
        """`step` goes on with it."""

    def roll_back(self) -> None:
        """What was in force stays so."""
        self.part.own.installer.roll_back(self.name)

    def hand_over_inputs(self) -> HandOverInputs:
        """The package as it is stored."""
        return HandOverInputs(self.package())

    def go_on_installing(self, node: DownloadObject | DeliveredObject) -> bool:
        """The work of the states that both machines have; whether there was any."""
        before = node.state
        self._stands.see(before)
        state = before.name
        if state == "INSTALL_PROGRESSING" and self.part.own.installer.is_due(self.name):
            package = self.package()
            if self.part.own.installer.put_in_force(self.name):
                self.confirmed(package)
                package_id = str(self.part.own.tree.value(f"{self.uri}/PkgID") or "")
                self.part.deploy(self.name, package_id, active=node.variables.goal.name != "INSTALL_INACTIVE")
                node.installed()
            else:
                self.not_confirmed()
                node.install_fails(Result.INSTALL_FAILED)
        elif state == "INSTALL_DEFERRED":
            if self.is_over():
                node.package_expires()
            elif self._stands.stood(self._policy("MaxDeferPeriod")):
                node.defer_time_over()
            elif self.conditions_hold() and self._policy("Consent") not in _ASK:
                node.install_allowed()
        elif state == "INSTALL_SUSPENDED" and self._stands.stood(self._policy("MaxSuspendTime")):
            node.suspend_time_over()
        return node.state is not before


class DownloadHandler(_Installing, PlainTransfer):
    """A node below Download."""

    RESULTS: ClassVar[Any] = Result
    READY: ClassVar[str] = "DOWNLOAD_COMPLETE"
    ENDED: ClassVar[frozenset[str]] = ENDED

    def __init__(self, part: ScomoPart, name: str, uri: str) -> None:
        super().__init__(part, name, uri, DOWNLOAD)
        own = part.own
        self._transfer = Transfer(
            part.file("download", name),
            own.tree,
            own.fetch,
            own.surroundings,
            own.clock,
            url=lambda: str(own.tree.value(f"{uri}/PkgURL") or ""),
            results=Result,
        )
        self.begin_reports()

    @property
    def node(self) -> DownloadObject:
        """The generated object."""
        return self.part.root.download(self.name)

    @property
    def received(self) -> int:
        """Octets of the package that are stored."""
        return self._transfer.received

    def close(self) -> None:
        """End what is being fetched."""
        self._transfer.pause()

    def step(self) -> bool:
        """What the machine's state asks for, and what is to be told of it."""
        return PlainTransfer.step(self)

    def forget(self) -> None:
        """The node is gone; another of its name begins anew."""
        self.reports.forget()

    def work(self) -> bool:
        """What the machine's state asks for."""
        return self._transfer.step(self.node, self._policy) or self.go_on()

    def go_on(self) -> bool:
        """The work of the states behind the transfer; whether there was any."""
        node = self.node
        if node.state.name == "DOWNLOAD_COMPLETE" and node.variables.goal.name != "DELIVER":
            node.continue_()
            return True
        return self.go_on_installing(node)

    def package(self) -> StoredPackage:
        """What was fetched."""
        return self.described(self._transfer.file)

    def condition(self) -> DownloadCondition:
        """What stands against the transfer."""
        return DownloadCondition[self._transfer.condition(self._policy)]

    def prerequisite_there(self) -> bool:
        """Packages of this format have no prerequisites."""
        return True

    def announced_source(self) -> DownloadAnnouncedSource:
        """Announcements of this device name https alone."""
        return DownloadAnnouncedSource.HTTPS

    def announced_goal(self) -> DownloadAnnouncedGoal:
        """Announcements of this device end in the installation."""
        return DownloadAnnouncedGoal.INSTALL

    def deliver_package(self) -> None:
        """List the package, with the file it came in and what the server said of it."""
        target = self.part.file("delivered", self.name)
        beside = target.with_name(target.name + ".new")
        beside.unlink(missing_ok=True)
        os.link(self._transfer.file, beside)
        os.replace(beside, target)
        self.list_delivered()

    def list_delivered(self) -> None:
        """Make the node below Delivered, with what the server said of the package."""
        tree = self.part.own.tree
        values = {"PkgID": str(tree.value(f"{self.uri}/PkgID") or self.name)}
        for leaf in ("Name", "EnvType", "PkgType"):
            if found := tree.value(f"{self.uri}/{leaf}"):
                values[leaf] = str(found)
        self.part.root.make_delivered(self.name, values)

    def verify_inputs(self) -> VerifyInputs:
        """The package as it is stored."""
        return VerifyInputs(self.package())


class DeliveredHandler(_Installing):
    """A node below Inventory/Delivered."""

    def __init__(self, part: ScomoPart, name: str, uri: str) -> None:
        super().__init__(part, name, uri, DELIVERED)
        self._file = part.file("delivered", name)

    def step(self) -> bool:
        """What the machine's state asks for."""
        node = self.part.root.delivered(self.name)
        if node.state.name == "REMOVE_PROGRESSING":
            self.part.own.installer.remove(self.name)
            self.discard_package()
            node.removed()
            return True
        return self.go_on_installing(node)

    def package(self) -> StoredPackage:
        """The package as it was delivered: by a download, or written into Data."""
        written = self.part.own.tree.value(f"{self.uri}/Data")
        if isinstance(written, bytes) and written:
            replace_file(self._file, written)
        return self.described(self._file)

    def removal_can_go_on(self) -> bool:
        """Files can be deleted again, so it always can."""
        return True

    def remove_package(self) -> None:
        """`step` removes it."""

    def discard_package(self) -> None:
        """Delete the package."""
        self._file.unlink(missing_ok=True)

    def verify_delivered_inputs(self) -> VerifyDeliveredInputs:
        """The package as it was delivered."""
        return VerifyDeliveredInputs(self.package())


class DeployedHandler:
    """A node below Inventory/Deployed: a component is active or not, and that is all there is to it."""

    def __init__(self, part: ScomoPart, name: str, uri: str) -> None:
        self.part = part
        self.name = name
        self.uri = uri

    def step(self) -> bool:
        """What the machine's state asks for."""
        node: DeployedObject = self.part.root.deployed(self.name)
        state = node.state.name
        if state == "ACTIVATE_PROGRESSING":
            node.activated()
        elif state == "DEACTIVATE_PROGRESSING":
            node.deactivated()
        elif state == "REMOVE_PROGRESSING":
            self.part.own.installer.remove(self.name)
            node.removed()
        else:
            return False
        return True

    def close(self) -> None:
        """Nothing is held."""

    def operation_can_go_on(self) -> bool:
        """Everything here can be done again."""
        return True

    def activate_component(self) -> None:
        """`step` says when it is active."""

    def deactivate_component(self) -> None:
        """`step` says when it is not."""

    def remove_component(self) -> None:
        """`step` removes it."""

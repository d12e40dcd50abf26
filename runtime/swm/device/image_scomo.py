"""SCOMO 1.2 on a device that image servers may steer: each node below Download for itself."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote

from swm.device.chosen_checks import ChosenChecks
from swm.device.image_delivery import ImageDelivery, NoImageServer
from swm.device.parts import Equipment, settle
from swm.device.scomo import (
    DELIVERED,
    DOWNLOAD,
    DeliveredHandler,
    DownloadHandler,
    ScomoPart,
)
from swm.device.steered_transfer import SteeredTransfer
from swm.security import ProcedureStopped, StoredPackage, VerifiedPackage
from swm.trust import Action
from swm_enablers.scomo_1_2.client import DownloadObject, ScomoRoot
from swm_enablers.scomo_1_2.security import Primitives
from swm_enablers.scomo_1_2.states import (
    DownloadAnnouncedGoal,
    DownloadAnnouncedSource,
    DownloadCondition,
    DownloadEvent,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from swm.device.steering import Steering


class ImageScomoPart(ScomoPart):
    """The software components of a device that listens."""

    ABSENT: ClassVar[tuple[str, ...]] = ()
    CAPABILITIES: ClassVar[dict[str, str]] = {
        **ScomoPart.CAPABILITIES,
        "ImageServer": "true",
        "Broadcast": "true",
    }

    def __init__(self, uri: str, equipment: Equipment, steering: Steering) -> None:
        self.steering = steering
        super().__init__(uri, equipment)

    def primitives(self) -> Primitives:
        """Those of signed metadata for what an image server brought, else those of the maker's format."""
        return ChosenChecks(self.own.checks)

    def recover(self) -> None:
        """Go on where a restart left it. Handlers restore what is stored when they are made."""
        settle(self.own.tree, f"{self._uri}/Capabilities", self.CAPABILITIES)
        self.steering.recover_deliveries()
        self.root.recover()

    def told(self) -> dict[str, int]:
        """What came in by broadcast, of all downloads together."""
        found: dict[str, int] = {}
        for handler in self._handlers.values():
            if isinstance(handler, ImageDownloadHandler):
                for name, count in handler.told().items():
                    found[name] = found.get(name, 0) + count
        return found

    def download(self, root: ScomoRoot, name: str) -> DownloadHandler:
        """The handler of a node below Download."""
        return self._handled(ImageDownloadHandler(self, name, f"{self._uri}/{DOWNLOAD}/{name}"))

    def delivered(self, root: ScomoRoot, name: str) -> DeliveredHandler:
        """The handler of a node below Inventory/Delivered."""
        return self._handled(ImageDeliveredHandler(self, name, f"{self._uri}/{DELIVERED}/{name}"))

    def let_go(self, name: str) -> None:
        """The package of a node below Delivered is about to be replaced."""
        handler = self._handlers.get(f"{self._uri}/{DELIVERED}/{name}")
        if handler is not None:
            handler.close()

    def place(self, kind: str, name: str) -> Path:
        """The folder of what image servers bring for one node."""
        folder = self.own.folder / kind / quote(name, safe="")
        folder.mkdir(parents=True, exist_ok=True)
        return folder


class ImageDownloadHandler(SteeredTransfer, DownloadHandler):
    """A node below Download that image servers may steer."""

    EVENTS: ClassVar[Mapping[Action, DownloadEvent]] = {
        Action.DOWNLOAD: DownloadEvent.ANNOUNCED_DOWNLOAD,
        Action.DOWNLOAD_AND_UPDATE: DownloadEvent.ANNOUNCED_DOWNLOAD,
        Action.SUSPEND: DownloadEvent.ANNOUNCED_SUSPEND,
        Action.RESUME: DownloadEvent.ANNOUNCED_RESUME,
        Action.CANCEL: DownloadEvent.ANNOUNCED_CANCEL,
    }

    def __init__(self, part: ImageScomoPart, name: str, uri: str) -> None:
        DownloadHandler.__init__(self, part, name, uri)
        self._places = part
        self.attach(uri, part.steering, part.place("announced", name))
        self.restore()

    @property
    def received(self) -> int:
        """Octets of the package that are stored."""
        return self._delivery.store.octets if self._delivery.store is not None else self._transfer.received

    def close(self) -> None:
        """Listen no more, and make sure of what was received."""
        super().close()
        self.detach()

    def work(self) -> bool:
        """What has arrived, then what the machine's state asks for."""
        drained = self.listen_in()
        if self.is_by_url:
            return super().work() or drained
        node: DownloadObject = self.node
        before = node.state
        worked = False if self.step_delivery() else self.go_on()
        self.settle()
        return worked or drained or node.state is not before

    # swm_enablers.scomo_1_2.client.DownloadHandler ----------------------------------------------------------------

    def condition(self) -> DownloadCondition:
        """What stands against the transfer."""
        return DownloadCondition[self.stands_against]

    def announced_source(self) -> DownloadAnnouncedSource:
        """The broadcast, where the announcement names one."""
        return DownloadAnnouncedSource.BROADCAST if self.announces_broadcast else DownloadAnnouncedSource.HTTPS

    def announced_goal(self) -> DownloadAnnouncedGoal:
        """As the announcement says; components are active after an installation."""
        return DownloadAnnouncedGoal.INSTALL if self.announces_installation else DownloadAnnouncedGoal.DELIVER

    def package(self) -> StoredPackage:
        """What was brought, or fetched."""
        return self._delivery.package() or super().package()

    def is_over(self) -> bool:
        """Whether Security/NotAfter is over."""
        return self._delivery.is_late() if self._delivery.is_there else super().is_over()

    def install_package(self, verified_package: VerifiedPackage) -> None:
        """Stage it; the counter in signed metadata becomes the floor once the new component has confirmed itself."""
        super().install_package(verified_package)
        if self._delivery.is_there:
            self._delivery.checks().handed_over()

    def confirmed(self, package: StoredPackage) -> None:
        """The new image is in force: older ones are not installed any more."""
        if not self._delivery.confirmed():
            super().confirmed(package)

    def not_confirmed(self) -> None:
        """What is in force is not the image of the package."""
        self._delivery.not_confirmed()

    def deliver_package(self) -> None:
        """List the package. What an image server brought the node below Delivered has too, with its metadata."""
        place = self._places.place("brought", self.name)
        if self._delivery.package() is not None:
            self._places.let_go(self.name)
            self._delivery.hand_on(place)
        elif self._transfer.file.exists():
            self._places.let_go(self.name)
            shutil.rmtree(place, ignore_errors=True)
            super().deliver_package()
            return
        # Done again after a kill: the package has gone already.
        self.list_delivered()


class ImageDeliveredHandler(DeliveredHandler):
    """A node below Inventory/Delivered whose package an image server may have brought."""

    def __init__(self, part: ImageScomoPart, name: str, uri: str) -> None:
        super().__init__(part, name, uri)
        self._places = part
        self._brought: ImageDelivery | None = None

    def close(self) -> None:
        """Let go of the store."""
        if self._brought is not None:
            self._brought.close()
            self._brought = None

    def _delivery(self) -> ImageDelivery | None:
        """What an image server brought for this node, opened when it is first asked for."""
        folder = self._places.place("brought", self.name)
        if self._brought is None and (folder / "delivery.json").exists():
            own, steering = self._own, self._places.steering
            self._brought = ImageDelivery(self.uri, own.tree, folder, steering, own.clock)
            try:
                self._brought.restore()
            except (ProcedureStopped, NoImageServer) as error:
                steering.say("not authorised any more", {"reason": str(error)})
        return self._brought if self._brought is not None and self._brought.is_there else None

    def package(self) -> StoredPackage:
        """What was brought, or delivered otherwise. What a server writes into Data counts before both."""
        found = None if self._own.tree.value(f"{self.uri}/Data") else self._delivery()
        brought = None if found is None else found.package()
        return brought or super().package()

    def is_over(self) -> bool:
        """Whether Security/NotAfter is over."""
        found = self._delivery()
        return super().is_over() if found is None else found.is_late()

    def install_package(self, verified_package: VerifiedPackage) -> None:
        """Stage it; the counter in signed metadata becomes the floor once the new component has confirmed itself."""
        super().install_package(verified_package)
        found = self._delivery()
        if found is not None:
            found.checks().handed_over()

    def confirmed(self, package: StoredPackage) -> None:
        """The new image is in force: older ones are not installed any more."""
        found = self._delivery()
        if found is None or not found.confirmed():
            super().confirmed(package)

    def not_confirmed(self) -> None:
        """What is in force is not the image of the package."""
        found = self._delivery()
        if found is not None:
            found.not_confirmed()

    def discard_package(self) -> None:
        """Delete the package, wherever it came from."""
        super().discard_package()
        self.close()
        shutil.rmtree(self._places.place("brought", self.name), ignore_errors=True)

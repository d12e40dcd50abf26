"""What makes a device one that image servers may steer: their objects in its tree, floors, and trusted metadata."""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from swm.delivery import ChunkStore
from swm.delivery.https import tls_context
from swm.device.announcements import AnnouncementReceiver, Attack
from swm.device.delegation import (
    DELIVERIES,
    IMAGE_SERVERS,
    ImageServerObject,
    SteeredObject,
    TreeDesignations,
    TreeObjects,
)
from swm.device.session_descriptions import SessionDescriptions
from swm.durable import replace_file
from swm.errors import LocalError
from swm.json_documents import read_json
from swm.machine import FileJournal
from swm.security import Permit, ProcedureStopped, mint, step
from swm.tree import ManagementTree
from swm.trust import Account, Announcement, Device, DevicePrimitives, Floors
from swm_enablers.bcastdelivery_1_0.client import BcastdeliveryRoot, ReceptionHandler
from swm_enablers.dmsecurity_1_2 import security
from swm_enablers.imageserver_1_0.nodes import IMAGESERVER

if TYPE_CHECKING:
    from swm.device.configuration import BroadcastSettings
    from swm.device.store import DeviceStore

MINUTE: Final = 60

Say = Callable[[str, dict[str, Any]], None]


@dataclass
class Steering:
    """What the parts of a device share for image servers. `folder` keeps floors and metadata; both outlive the tree."""

    tree: ManagementTree
    folder: Path
    settings: BroadcastSettings
    device: Device
    server: str
    mutual: bool
    """Whether a session counts only when both sides have proved who they are."""
    say: Say
    client_certificate: tuple[str, str] | None = None
    """Files of certificate and key, for image servers whose AuthType is X509."""
    steered: dict[str, SteeredObject] = field(default_factory=dict)
    receptions: dict[str, ReceptionHandler] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Open the floors."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.floors = Floors(FileJournal(self.folder / "floors"))
        self._delegators = Delegators(self.folder / "delegators.json")
        self.designations = TreeDesignations(self.tree, self.server, self._delegators.known)
        self.descriptions = SessionDescriptions(self.tree, self.designations, self.tls, time.monotonic)
        self.objects = TreeObjects(self.tree, self.steered, self.descriptions.known)
        self.receiver = AnnouncementReceiver(
            lambda: self.primitives(None), self.floors, self.now, self.say, self._attacked, time.monotonic
        )
        self._are_deliveries_recovered = False

    def mount(self, store: DeviceStore) -> None:
        """Put the objects of image servers and deliveries into the tree."""
        owner = ImageServerObject(
            lambda name: self.designations.floor_shown(name, self.floors), self.designations.delegator, self.designate
        )
        self.tree.mount(IMAGE_SERVERS, IMAGESERVER, owner)
        self.deliveries = BcastdeliveryRoot(self.tree, DELIVERIES, self, store.journals("deliveries"))

    def designate(self, name: str) -> int:
        """Run the procedure `designate` on the entry called `name`, which the server of this session writes; a Status."""
        uri = f"{IMAGE_SERVERS}/{name}"
        inputs = security.DesignateInputs(session_permit(self.server, mutual=self.mutual), uri)
        try:
            security.designate(self.primitives(None), inputs)
        except ProcedureStopped as stopped:
            self.say("designation refused", {"entry": uri, "step": stopped.step, "result": int(stopped.result)})
            return int(stopped.result)
        if self.tree.exists(uri):
            self._delegators.note(name, self.server)
        else:
            self._delegators.forget(name)
        return 200

    def recover_deliveries(self) -> None:
        """The machines of deliveries go on where a restart left them; called by each object before its own machine does."""
        if not self._are_deliveries_recovered:
            self._are_deliveries_recovered = True
            self.deliveries.recover()

    def carry_out_pending(self) -> None:
        """What was accepted before a restart and perhaps not done; called when all objects have recovered."""
        for key, announcement in self.receiver.pending():
            self._carry_out(key, announcement)

    def hear(self, octets: bytes, way: str) -> None:
        """An announcement, believed by nobody yet. It is judged once, whatever objects there are."""
        judged = self.receiver.judge(octets, way)
        if judged is not None:
            self._carry_out(*judged)

    def _carry_out(self, key: str, announcement: Announcement) -> None:
        target = self.objects.instance(announcement.target)
        if target is not None:
            self.steered[target].carry_out(announcement)
        self.receiver.done(key)

    def tls(self, reference: str) -> ssl.SSLContext:
        """TLS to the image server of an entry. With AuthType X509 the device shows its certificate, where it has one."""
        shows = self.tree.value(f"{reference}/AuthType") == "X509"
        return tls_context(self.designations.anchor(reference), self.client_certificate if shows else None)

    def _attacked(self, attack: Attack) -> None:
        """The object that was named reports it; where there is none of that name, the first that listens does."""
        told = self.objects.instance(attack.target) or next(iter(self.steered), None)
        if told is not None:
            self.steered[told].attacked(attack.isid, attack.result, attack.suppressed)

    def now(self) -> int:
        """Trusted time: the latest that was ever trusted, or the clock that the platform sets."""
        return max(self.floors.time, int(time.time()))

    def trust(self, date: int) -> None:
        """A DM session over TLS told the time. It never goes back, and is not written for the sake of a minute."""
        if date >= self.floors.time + MINUTE:
            self.floors.trust_time(date)

    def reception(self, root: BcastdeliveryRoot, name: str) -> ReceptionHandler:
        """The handler of a delivery: whoever waits for it now."""
        return WhoeverWaits(self, name)

    def primitives(self, store: ChunkStore | None) -> DevicePrimitives:
        """All primitives. Without a store those of reception must not be run."""
        return DevicePrimitives(
            account=Account("", "", self.server),
            designations=self.designations,
            delegator=lambda entry: self._delegators.known.get(entry.rpartition("/")[2]),
            objects=self.objects,
            floors=self.floors,
            device=self.device,
            metadata_folder=self.folder / "metadata",
            store=store,  # type: ignore[arg-type]
        )


class Delegators:
    """Which server created each entry of the image server object, in a file that is replaced whole.

    It is kept before the change counts: a kill in between leaves an entry that is not there with its creator.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.known: dict[str, str] = {}
        if path.exists():
            try:
                found = read_json(path.read_bytes())
                self.known |= {str(name): str(server) for name, server in found.items()}
            except (OSError, ValueError, AttributeError) as error:
                raise LocalError(f"{path} does not say who created image server entries: {error!r}") from None

    def note(self, name: str, server: str) -> None:
        """The entry exists, and whoever was noted first has created it."""
        if name not in self.known:
            self.known[name] = server
            self._keep()

    def forget(self, name: str) -> None:
        """The entry is gone."""
        if self.known.pop(name, None) is not None:
            self._keep()

    def _keep(self) -> None:
        replace_file(self._path, json.dumps(self.known, sort_keys=True).encode("utf-8"))


def session_permit(server: str, *, mutual: bool) -> Permit:
    """What the session layer has established before it lets a command through (`swm.session.client`)."""
    with step("dm_session", "authenticated", None, makes=Permit):
        return mint(Permit, content={"server": server, "mutual": mutual})


class WhoeverWaits:
    """The handler of one delivery; the object whose Broadcast/Ref names it does the work."""

    def __init__(self, steering: Steering, name: str) -> None:
        self._steering = steering
        self._uri = f"{DELIVERIES}/{name}"

    def _handler(self) -> ReceptionHandler | None:
        for uri, handler in self._steering.receptions.items():
            if self._steering.tree.value(f"{uri}/Broadcast/Ref") == self._uri:
                return handler
        return None

    def transmissions_left(self) -> bool:
        """Whether the delivery will be sent again."""
        found = self._handler()
        return found is not None and found.transmissions_left()

    def repair_possible(self) -> bool:
        """Whether Repair allows it."""
        found = self._handler()
        return found is not None and found.repair_possible()

    def transfer_runs(self) -> bool:
        """Whether the transfer neither stands nor has ended."""
        found = self._handler()
        return found is not None and found.transfer_runs()

    def listen(self) -> None:
        """The object listens while its own machine says so."""

    def stop_listening(self) -> None:
        """The object listens while its own machine says so."""

    def start_repair(self) -> None:
        """The object's own machine orders the repair at the same time."""

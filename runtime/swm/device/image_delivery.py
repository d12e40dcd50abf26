"""What an object waits for from image servers: the record of it, leave to receive it, and the store it goes into.

Octets come in by the broadcast client or over https; either way each chunk
passes the compiled procedure `receive` on its way into the store.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from swm.alerts.report_rules import SECOND, ReportRules, thousandths
from swm.delivery import ChunkStore, DiskStorage, StorageFailed, StorageFull
from swm.delivery.encryption import in_the_clear, unwrapped
from swm.delivery.https import HttpsRepository, HttpsSource, Web
from swm.delivery.repair_plan import RepairRules, is_repairable, plan_repair
from swm.delivery.sources import MemoryRepository
from swm.device.broadcast_client import BroadcastClient
from swm.device.chosen_checks import BroughtPackage
from swm.device.delivery_record import Delivery, DeliveryRecord
from swm.device.session_descriptions import REPAIR_URI
from swm.device.times import seconds_of
from swm.errors import LocalError
from swm.security import Permit, Repository
from swm.security.target import Encryption
from swm.trust import PackageChecks, target_of
from swm.trust.metadata import is_in_force
from swm_enablers.dmsecurity_1_2 import security

if TYPE_CHECKING:
    from swm.device.steering import Steering
    from swm.tree import ManagementTree

SLICE: Final = 0.5
"""Seconds that https may take of the device's loop at once."""
SYNC_EVERY: Final = 256 * 1024
"""Octets that a kill may cost: broadcasts are slow beside disks."""
TIMEOUT: Final = 5.0
RECORD: Final = "delivery.json"
TRANSFER: Final = "transfer"


class NoImageServer(LocalError):
    """ImageServer/Ref of the object leads to no whole entry."""


class ImageDelivery:
    """The delivery of the object at `uri`, kept in `folder`. `awaited` survives a kill, and so does every chunk that
    was committed."""

    def __init__(
        self, uri: str, tree: ManagementTree, folder: Path, steering: Steering, clock: Callable[[], float]
    ) -> None:
        self._uri = uri
        self._tree = tree
        self._folder = folder
        self._steering = steering
        self._record = DeliveryRecord(folder / RECORD)
        self.awaited: Delivery | None = self._record.load()
        self.store: ChunkStore | None = None
        self._storage: DiskStorage | None = None
        self._permit: Permit | None = None
        # Datagrams do not wait while the disk does what it must.
        self._behind = ThreadPoolExecutor(1, "store")
        self.client: Final = BroadcastClient(steering.settings.interface, clock)
        self._open: tuple[tuple[object, ...], HttpsSource] | None = None
        """A source with an answer that goes on in the next slice, and what it was made for."""
        self._slice_ends = 0.0

    @property
    def is_there(self) -> bool:
        """Whether a package is awaited, and its store open."""
        return self.awaited is not None and self.store is not None

    @property
    def component(self) -> str:
        """What the package updates, as signed metadata say."""
        return "" if self._permit is None else target_of(self._permit).component

    # the record ---------------------------------------------------------------------------------------------------

    def wait_for(self, delivery: Delivery) -> None:
        """Give up what was awaited, and wait for this."""
        self.forget()
        self._record.save(delivery)
        self.awaited = delivery

    def change(self, **changed: Any) -> None:
        """Change what is recorded, if anything is awaited."""
        if self.awaited is not None:
            self.awaited = replace(self.awaited, **changed)
            self._record.save(self.awaited)

    def forget(self) -> None:
        """Wait for nothing; what was received is deleted."""
        self.hang_up()
        if self.store is not None:
            self.store.remove()
        self.store, self._storage, self._permit, self.awaited = None, None, None, None
        self._record.forget()
        self.client.end()

    def hand_on(self, folder: Path) -> None:
        """Give a whole package to the `ImageDelivery` in `folder`, of another node, too; what was there is replaced.

        Both have the same files from then on, and only read them. After a kill it may be done again.
        """
        if self._storage is None or self.store is None or self.awaited is None or not self.store.complete:
            raise LocalError("there is no whole package to hand on")
        self.commit()
        self.change(handed_on=True)
        (folder / RECORD).unlink(missing_ok=True)
        self._storage.share_with(folder / TRANSFER)
        DeliveryRecord(folder / RECORD).save(replace(self.awaited, image_server=self.image_server))

    # nodes --------------------------------------------------------------------------------------------------------

    def text(self, path: str) -> str:
        """A leaf of the object; empty where it holds none."""
        value = self._tree.value(f"{self._uri}/{path}")
        return value if isinstance(value, str) else ""

    @property
    def image_server(self) -> str:
        """The entry of the image server: ImageServer/Ref, or what it was when the package began to be awaited."""
        return self.text("ImageServer/Ref") or ("" if self.awaited is None else self.awaited.image_server)

    def about(self, path: str) -> str:
        """A leaf of the delivery that Broadcast/Ref names."""
        reference = self.text("Broadcast/Ref")
        value = self._tree.value(f"{reference}/{path}") if reference else None
        return value if isinstance(value, str) else ""

    def show_progress(self) -> None:
        """Tell servers how far it is."""
        if self.store is None or self.awaited is None:
            return
        length = self.store.geometry.length
        shown = {
            f"{self._uri}/Transfer/BytesReceived": str(self.store.octets),
            f"{self._uri}/Transfer/TotalSize": str(length),
        }
        reference = self.text("Broadcast/Ref")
        if reference:
            shown[f"{reference}/Status/ReceivedPercent"] = str(self.store.octets * 100 // length)
            shown[f"{reference}/Status/RepairBytes"] = str(self.awaited.repaired)
        for uri, value in shown.items():
            if self._tree.exists(uri) and self._tree.value(uri) != value:
                self._tree.store(uri, value)

    # authorisation ------------------------------------------------------------------------------------------------

    def authorise(self, repository: Repository, files: Mapping[str, bytes]) -> None:
        """Run `authorise_package` and, with its leave, open the store; `files` are kept for the next start.

        ProcedureStopped when it does not pass, OSError when the repository
        cannot be read, StorageFull when there is no room.
        """
        entry = self._steering.designations.entry(self.image_server)
        if entry is None or self.awaited is None:
            raise NoImageServer(f"{self._uri}/ImageServer/Ref leads to no image server")
        digest = self._tree.value(f"{self._uri}/Security/Digest")
        inputs = security.AuthorisePackageInputs(
            repository=repository,
            root=entry.trust_root,
            name=self.awaited.package,
            size=self.text("Security/PkgSize"),
            digest=digest if isinstance(digest, bytes) else b"",
            now=self._steering.now(),
        )
        permit = security.authorise_package(self._steering.primitives(None), inputs)
        target = target_of(permit)
        storage = DiskStorage(self._folder / TRANSFER, target.manifest, shared=self.awaited.handed_on)
        try:
            store = ChunkStore(storage, target, sync_every=SYNC_EVERY, behind=self._behind)
            self.change(metadata=dict(files))
        except BaseException as error:
            # The next try, or the next transfer of the same package, opens the files again.
            try:
                if isinstance(error, StorageFull):
                    storage.remove()
            finally:
                storage.close()
            raise
        self._permit, self.store, self._storage = permit, store, storage
        self._steering.say("authorised", {"package": target.name, "octets": target.length, "held": store.octets})
        self.client.begin(self._steering.primitives(store), permit, store)

    def authorise_over_https(self) -> None:
        """The same with metadata from the image server."""
        reference = self.image_server
        entry = self._steering.designations.entry(reference)
        if entry is None:
            raise NoImageServer(f"{self._uri}/ImageServer/Ref leads to no image server")
        context = self._steering.tls(reference)
        kept = KeptRepository(HttpsRepository(f"{entry.url_prefix}metadata/", context))
        self.authorise(kept, kept.files)

    def restore(self) -> None:
        """The same with the metadata that were kept, after a start."""
        if self.awaited is not None and self.awaited.metadata:
            self.authorise(MemoryRepository(self.awaited.metadata), self.awaited.metadata)

    # https --------------------------------------------------------------------------------------------------------

    def pull(self, url: str) -> None:
        """Fetch what is missing for up to `SLICE` seconds. SourceFailed says what the server did."""
        store, intake, awaited = self.store, self.client.intake, self.awaited
        if store is None or intake is None or awaited is None:
            raise LocalError("nothing is authorised to be fetched")
        reference = self.image_server
        entry = self._steering.designations.entry(reference)
        made_for = (url, entry, self._steering.designations.anchor(reference), store)
        if self._open is not None and self._open[0] != made_for:
            self.hang_up()
        if self._open is None:
            web = Web(self._steering.tls(reference), lambda goal: entry is not None and entry.covers(goal), TIMEOUT)
            # An image server's ETag is the SHA-256 of the content. Another server sends the whole, and tells its own.
            guess = awaited.validator or f'"{store.target.sha256.hex()}"'
            source = HttpsSource(url, web, guess, restarts_left=1, stop=lambda: time.monotonic() > self._slice_ends)
        else:
            _, source = self._open
        self._open = None
        self._slice_ends = time.monotonic() + SLICE
        before = store.octets
        try:
            source.fetch(intake)
            self._open = (made_for, source) if source.is_open else None
        finally:
            self.change(validator=source.validator or "", repaired=awaited.repaired + store.octets - before)
            self.show_progress()

    def hang_up(self) -> None:
        """Close the connection of a download that the next `pull` would have gone on with."""
        if self._open is not None:
            self._open[1].close()
        self._open = None

    def repair_plan(self, first: float, second: float) -> tuple[float, str] | None:
        """When and from where, for two draws from 0 up to 1. None where Repair does not allow it."""
        if self.store is None or self.about("Repair/Mode") not in ("1", "3"):
            return None
        above = f"{self.text('Broadcast/Ref')}/Repair/Servers"
        servers = tuple(str(self._tree.value(f"{above}/{name}") or "") for name in self._tree.children(above))
        rules = RepairRules(
            tuple(server for server in servers if server),
            int(self.about("Repair/OffsetTime") or 0),
            int(self.about("Repair/RandomTimePeriod") or 0),
            int(self.about("Repair/MaxMissing") or 100),
        )
        length = self.store.geometry.length
        found = plan_repair(rules, time.time(), length - self.store.octets, length, (first, second))
        return None if found is None else (found.due, found.server)

    @property
    def repairs_by_broadcast(self) -> bool:
        """Whether a second broadcast may bring what is missing."""
        if self.store is None or self.about("Repair/Mode") not in ("2", "3") or not self.about(REPAIR_URI):
            return False
        length = self.store.geometry.length
        return is_repairable(length - self.store.octets, length, int(self.about("Repair/MaxMissing") or 100))

    def report_rules(self) -> ReportRules | None:
        """What Report of the delivery says about reports; None where it says nothing."""
        if not self.about("Report/Type"):
            return None
        offset, period = (int(self.about(f"Report/{leaf}") or 0) for leaf in ("OffsetTime", "RandomTimePeriod"))
        sample = thousandths(self.about("Report/SamplePercentage") or "100")
        return ReportRules(offset * SECOND, period * SECOND, sample)

    def reception_report(self) -> str:
        """Report/Type; empty where reception is reported to servers of its own, or not at all."""
        servers = f"{self.text('Broadcast/Ref')}/Report/Servers"
        return "" if self._tree.children(servers) else self.about("Report/Type")

    def draw_repair(self) -> None:
        """Draw when and from where, once: a restart does not draw anew."""
        if self.awaited is not None and not self.awaited.repair_from:
            # S311: a spread over time needs no secret.
            plan = self.repair_plan(random.random(), random.random())  # noqa: S311
            if plan is not None:
                self.change(repair_due=plan[0], repair_from=plan[1])
            elif self.repairs_by_broadcast:
                # By then the second broadcast has begun.
                wait = sum(int(self.about(f"Repair/{leaf}") or 0) for leaf in ("OffsetTime", "RandomTimePeriod"))
                self.change(repair_due=time.time() + max(wait, self._steering.settings.silence))

    # the package --------------------------------------------------------------------------------------------------

    def commit(self) -> None:
        """Make sure of what was received. LocalError when the disk fails."""
        if self.store is None:
            return
        try:
            self.store.commit()
        except StorageFailed as error:
            raise LocalError(f"the package cannot be kept: {error}") from error

    def close(self) -> None:
        """Let go of socket and store; what was received is committed."""
        self.hang_up()
        self.client.close()
        try:
            if self.store is not None:
                self.store.close()
        finally:
            self._behind.shutdown()

    def package(self) -> BroughtPackage | None:
        """The package when it is whole."""
        store = self.store
        return BroughtPackage(store, self.checks, self._deciphered) if store is not None and store.complete else None

    def _encryption(self) -> Encryption | None:
        """What the DM server says of it; where it says nothing, signed metadata do."""
        algorithm = self.text("Security/EncAlg")
        if not algorithm:
            return None if self._permit is None else target_of(self._permit).encryption
        content_key = self._tree.value(f"{self._uri}/Security/ContentKey")
        return Encryption(
            algorithm, self.text("Security/KeyRef"), content_key if isinstance(content_key, bytes) else b""
        )

    def _deciphered(self, stream: BinaryIO) -> BinaryIO:
        encryption = self._encryption()
        if encryption is None or self.store is None:
            return stream
        geometry = self.store.geometry
        content_key = unwrapped(encryption, self._steering.settings.keys.get)
        return in_the_clear(stream, geometry.length, geometry.chunk_size, content_key)

    def is_late(self) -> bool:
        """Whether Security/NotAfter is over."""
        end = seconds_of(self.text("Security/NotAfter"))
        return end is not None and self._steering.now() > end

    def confirmed(self) -> bool:
        """The new software is in force: its counter becomes the floor. False where nothing was brought."""
        if not self.component:
            return False
        self._steering.floors.confirmed(self.component)
        return True

    def not_confirmed(self) -> None:
        """What is in force is not the software that was brought."""
        if self.component:
            self._steering.floors.not_confirmed(self.component)

    def checks(self) -> PackageChecks:
        """The primitives of FUMO's and SCOMO's procedures for this package."""
        entry = self._steering.designations.entry(self.image_server)
        root = b"" if entry is None else entry.trust_root
        now = self._steering.now()
        encryption = self._encryption()
        return PackageChecks(
            floors=self._steering.floors,
            device=self._steering.device,
            authorised=self._permit,
            still_authorised=lambda target: is_in_force(self._steering.folder / "metadata", root, target, now),
            not_after=seconds_of(self.text("Security/NotAfter")),
            now=now,
            encryption="" if encryption is None else encryption.algorithm,
        )


class KeptRepository:
    """A repository, and what was read from it."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self.files: dict[str, bytes] = {}

    def metadata(self, name: str) -> Any:
        """One file, remembered when it was read to its end."""
        octets = b""
        for piece in self._repository.metadata(name):
            octets += piece
            yield piece
        self.files[name] = octets

"""A device, its image server and its maker, all real: repositories on the disk, signed announcements, stores."""

from __future__ import annotations

import base64
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from packages import octets, put

from swm.delivery import ChunkStore, DeliveredPackage, DiskStorage
from swm.delivery.sources import MemoryRepository
from swm.machine import MemoryJournal
from swm.publishing.repository import Package, Publisher
from swm.security import Permit, VerifiedPackage, require
from swm.security.target import Target
from swm.trust import (
    Account,
    Action,
    Announcement,
    Device,
    DevicePrimitives,
    Floors,
    ImageServerEntry,
    Offer,
    PackageChecks,
    Source,
    dsse,
    target_of,
)
from swm.trust.announcement import PAYLOAD_TYPE
from swm.trust.metadata import is_in_force

NOW = 1_790_000_000
DAY = 86400
FUMO = "./FwUpdate/Pkg1"
ENTRY = "./ImageServers/One"
SESSION = "v=0\r\nc=IN IP4 239.1.1.1"
CONTENT = octets(5 * 4096 + 77)
ACCOUNT = Account("device", "secret", "dm.example")


@dataclass
class Objects:
    """The objects of the device, as the checks ask for them."""

    ref: str | None = ENTRY
    set_mode: int = 2
    steerers: tuple[str, ...] = ("dm.example",)
    session: str | None = SESSION
    ready: bool = True
    running: str | None = None

    def instance(self, target: str) -> str | None:
        return target if target in (FUMO, "./Scomo/Download/A") else None

    def image_server(self, uri: str) -> str | None:
        return self.ref

    def mode(self, uri: str) -> int:
        return self.set_mode

    def may_steer(self, server: str, uri: str) -> bool:
        return server in self.steerers

    def broadcast_session(self, uri: str) -> str | None:
        return self.session

    def takes(self, uri: str, action: str, campaign: str) -> bool:
        return self.ready

    def campaign(self, uri: str) -> str | None:
        return self.running


@dataclass
class Designations:
    """The image server object."""

    listed: list[ImageServerEntry]

    def entries(self) -> list[ImageServerEntry]:
        return self.listed


def metadata_of(site: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((site / "metadata").iterdir())}


@dataclass
class World:
    """Everything that takes part. `installed` is what the installer was given."""

    folder: Path
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    installed: list[bytes] = field(default_factory=list)
    objects: Objects = field(default_factory=Objects)

    def __post_init__(self) -> None:
        self.publisher = Publisher(self.folder / "site", self.folder / "keys", NOW)
        if not self.publisher.exists:
            self.publisher.create()
        self.root = self.publisher.root_octets()
        self.journal = MemoryJournal()
        self.floors = Floors(self.journal)
        self.entry = ImageServerEntry(
            uri=ENTRY,
            isid="is1",
            enabled=True,
            delegator="dm.example",
            url_prefix="https://images.example/pkg/",
            signing_key=dsse.public_octets(self.key),
            trust_root=self.root,
            allowed_targets=(FUMO,),
            not_after=NOW + 30 * DAY,
        )
        self.designations = Designations([self.entry])
        self.other = self.store_of_another_transfer()

    def store_of_another_transfer(self) -> ChunkStore:
        """A transfer that is half done and must not suffer from what happens to this one."""
        from packages import chunk_of, described

        package = octets(4 * 4096, seed=9)
        target, index = described(package)
        store = ChunkStore(DiskStorage(self.folder / "other", target.manifest), target)
        store.add_index(index)
        for chunk in (0, 2):
            put(store, chunk, chunk_of(package, store.geometry, chunk))
        store.commit()
        return store

    # The maker

    def publish(self, name: str = "fw", content: bytes = CONTENT, now: int = NOW, **more: Any) -> Target:
        path = self.folder / "package.bin"
        path.write_bytes(content)
        fields: dict[str, Any] = {"device_classes": ("m1",), "component": "fw", "counter": 5, **more}
        publisher = Publisher(self.folder / "site", self.folder / "keys", now)
        return publisher.publish(path, Package(name, 4096, 256, **fields), lambda chunk: [])

    def repository(self, **changed: bytes | None) -> MemoryRepository:
        """The metadata as published; `changed` replaces files (dots as underscores), None takes one away."""
        files = metadata_of(self.folder / "site")
        for name, octets_ in changed.items():
            key = name.replace("__", ".")
            if octets_ is None:
                files.pop(key)
            else:
                files[key] = octets_
        return MemoryRepository(files)

    def keep(self, name: str) -> Path:
        """A copy of the site as it is now, for playing it back later."""
        place = self.folder / name
        shutil.copytree(self.folder / "site", place)
        return place

    # The image server

    def announcement(self, **changed: Any) -> Announcement:
        return replace(
            Announcement(
                isid="is1",
                campaign="c1",
                sequence=10,
                not_before=NOW - 60,
                not_after=NOW + 3600,
                action=Action.DOWNLOAD_AND_UPDATE,
                target=FUMO,
                offer=Offer("fw", len(CONTENT), "00" * 32),
                sources=(Source(url="https://images.example/pkg/fw"), Source(session=SESSION)),
            ),
            **changed,
        )

    def envelope(self, announcement: Announcement, key: Ed25519PrivateKey | None = None) -> bytes:
        return dsse.write_envelope(dsse.sign(PAYLOAD_TYPE, announcement.encode(), key or self.key))

    # The device

    def primitives(self, store: ChunkStore | None = None, **changed: Any) -> DevicePrimitives:
        fields: dict[str, Any] = {
            "account": ACCOUNT,
            "next_nonce": b"nonce-1",
            "designations": self.designations,
            "objects": self.objects,
            "floors": self.floors,
            "device": Device("m1", {"os": "7"}),
            "metadata_folder": self.folder / "trusted",
            "store": store if store is not None else self.other,
            "bootstrap_senders": frozenset({"smsc"}),
            "network_id": b"imsi",
            "user_pin": b"1234",
            **changed,
        }
        return DevicePrimitives(**fields)

    def checks(self, authorised: Permit | None, **changed: Any) -> PackageChecks:
        def in_force(target: Target) -> bool:
            return is_in_force(self.folder / "trusted", self.root, target, changed.get("now", NOW))

        fields: dict[str, Any] = {
            "floors": self.floors,
            "device": Device("m1", {"os": "7"}),
            "authorised": authorised,
            "still_authorised": in_force,
            "now": NOW,
            **changed,
        }
        return PackageChecks(**fields)

    def store(self, authorised: Permit, content: bytes | None = None) -> ChunkStore:
        """A store for what was authorised, filled when `content` is given."""
        from packages import chunk_of, described

        target = target_of(authorised)
        store = ChunkStore(DiskStorage(self.folder / "transfers", target.manifest), target)
        if content is not None:
            _, index = described(content)
            assert store.add_index(index)
            for chunk in store.missing():
                put(store, chunk, chunk_of(content, store.geometry, chunk))
            store.commit()
        return store

    def package(self, authorised: Permit) -> DeliveredPackage:
        return DeliveredPackage(self.store(authorised, CONTENT))

    def install(self, verified: VerifiedPackage) -> None:
        """The installer: it takes nothing but what a procedure made, and reads through it."""
        with require(verified, VerifiedPackage).open() as stream:
            self.installed.append(stream.read())

    def survivors(self) -> tuple[Any, ...]:
        """What no attack may change: floors and counters, the other transfer, what is installed."""
        return self.journal.load(), self.other.missing(), list(self.installed)


def nonce_digest(nonce: bytes) -> bytes:
    from swm.session.digests import digest

    return digest(ACCOUNT.name, ACCOUNT.password, nonce)


def basic(user: str, password: str) -> bytes:
    return base64.b64encode(f"{user}:{password}".encode())

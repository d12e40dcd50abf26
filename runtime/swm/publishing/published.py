"""What an image server sends: a published package as its carousel needs it, and the small files that go along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tuf.api.metadata import Metadata, Snapshot, Targets, Timestamp

from swm.delivery.carousel_sender import CarouselSender
from swm.delivery.digest_tree import Geometry
from swm.delivery.repair_symbols import repair_symbols
from swm.errors import LocalError
from swm.publishing.repository import published_name
from swm.security.target import Target, read_target


class NotPublished(LocalError):
    """The repository lists no package of that name."""


@dataclass(frozen=True, slots=True)
class Published:
    """A package in a repository: its target, its file, its index."""

    target: Target
    path: Path
    index: bytes

    def chunk(self, number: int) -> bytes:
        """The octets of a chunk."""
        with self.path.open("rb") as stream:
            stream.seek(number * self.target.chunk_size)
            return stream.read(Geometry.of(self.target).chunk_length(number))

    def carousel(self, tsi: int, small: Mapping[str, bytes]) -> CarouselSender:
        """A carousel of the package with its repair symbols. `small` goes along: see `small_files`."""
        target = self.target
        return CarouselSender(
            target,
            self.index,
            self.chunk,
            tsi,
            repair=lambda data: repair_symbols(data, target.symbol_size, target.repair),
            small=small,
        )


def published(folder: Path, name: str) -> Published:
    """A package of a repository. NotPublished when none of its roles lists it."""
    metadata = folder / "metadata"
    timestamp = Metadata[Timestamp].from_bytes((metadata / "timestamp.json").read_bytes()).signed
    snapshot = _snapshot(metadata, timestamp)
    for entry, meta in sorted(snapshot.meta.items()):
        role = Metadata[Targets].from_bytes((metadata / f"{meta.version}.{entry}").read_bytes()).signed
        found = role.targets.get(name)
        if found is not None:
            custom = found.unrecognized_fields.get("custom", {})
            target = read_target(name, found.length, found.hashes["sha256"], custom)
            path = folder / "targets" / published_name(target)
            return Published(target, path, path.with_name(path.name + ".index").read_bytes())
    raise NotPublished(f"{folder} lists no package {name}")


def _snapshot(metadata: Path, timestamp: Timestamp) -> Snapshot:
    version = timestamp.snapshot_meta.version
    return Metadata[Snapshot].from_bytes((metadata / f"{version}.snapshot.json").read_bytes()).signed


def small_files(folder: Path, announcement: bytes | None) -> dict[str, bytes]:
    """The files a carousel takes along: all roots, the metadata in force, and an announcement where there is one."""
    metadata = folder / "metadata"
    timestamp = Metadata[Timestamp].from_bytes((metadata / "timestamp.json").read_bytes()).signed
    snapshot = _snapshot(metadata, timestamp)
    names = [path.name for path in sorted(metadata.glob("*.root.json"))]
    names += ["timestamp.json", f"{timestamp.snapshot_meta.version}.snapshot.json"]
    names += [f"{meta.version}.{entry}" for entry, meta in sorted(snapshot.meta.items())]
    files = {f"metadata/{name}": (metadata / name).read_bytes() for name in names}
    return files if announcement is None else {**files, "announcement": announcement}

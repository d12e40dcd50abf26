"""The TUF client workflow, one role at a time, on python-tuf's `Updater`.

`Updater.refresh` does root, timestamp, snapshot and targets in one call and by
the clock of the machine. Here each role is its own step, so that a failing one
has the result of its step, and time is the trusted time of the device. What
was accepted is kept in a folder that python-tuf reads as its cache; unlike
there, every file is synced before it takes the place of the old one: a power
cut must not lose the versions that protect from rollback.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    DownloadHTTPError,
    DownloadLengthMismatchError,
    ExpiredMetadataError,
    RepositoryError,
    UnsignedMetadataError,
)
from tuf.api.metadata import Metadata, Root, Targets
from tuf.ngclient import Updater
from tuf.ngclient.fetcher import FetcherInterface

from swm.durable import replace_file
from swm.security import NotThere
from swm.security.target import BadTarget, Target, read_target

if TYPE_CHECKING:
    from swm.security import Repository

BASE: Final = "repository:/"


class _Fetcher(FetcherInterface):
    """Metadata from a `Repository`. `last` is what was fetched last, for telling a removed key from a foreign one."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self.last = b""

    def _fetch(self, url: str) -> Iterator[bytes]:
        name = unquote(url.removeprefix(BASE))
        self.last = b""
        try:
            first = self._repository.metadata(name)
            for piece in first:
                self.last += piece
                yield piece
        except NotThere:
            raise DownloadHTTPError(f"{name} is not there", 404) from None


class _Roles(Updater):
    """The steps of `Updater` by their roles, with trusted time and synced files."""

    def __init__(self, folder: Path, fetcher: FetcherInterface, root: bytes, now: datetime, url: str = BASE) -> None:
        super().__init__(str(folder), url, fetcher=fetcher, bootstrap=root)
        self._trusted_set.reference_time = now

    def load_root(self) -> Root:
        self._load_root()
        return self._trusted_set.root

    def load_timestamp(self) -> None:
        self._load_timestamp()
        # The timestamp accepted before, served again, is not looked at again by python-tuf until the snapshot.
        if self._trusted_set.timestamp.is_expired(self._trusted_set.reference_time):
            raise ExpiredMetadataError("the timestamp has expired")

    def load_snapshot(self) -> None:
        self._load_snapshot()

    def load_targets(self) -> None:
        self._load_targets(Targets.type, Root.type)

    def _persist_file(self, filename: str, data: bytes) -> None:
        replace_file(Path(filename), data)


class Workflow:
    """One run of the workflow. Each role is loaded when it is first asked for, after the ones before it.

    A role that does not load gives its error; what stands after it is never
    asked for, because the procedure stops. OSError, which says nothing about
    trust, goes through to the caller.
    """

    def __init__(self, folder: Path, repository: Repository, root: bytes, now: int) -> None:
        self._folder = folder / sha256(root).hexdigest()
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._fetcher = _Fetcher(repository)
        self._now = datetime.fromtimestamp(now, UTC)
        self._roles = _Roles(self._folder, self._fetcher, root, self._now)
        self._earlier = self._earlier_delegations()
        self._done: dict[str, RepositoryError | None] = {}
        self.root: Root | None = None

    def _earlier_delegations(self) -> Targets | None:
        try:
            return Metadata[Targets].from_bytes((self._folder / "targets.json").read_bytes()).signed
        except (OSError, RepositoryError):
            return None

    def outcome(self, role: str, name: str = "") -> RepositoryError | None:
        """None when a role was accepted, else why not. `name` is the target, for the role ``targets``."""
        if role not in self._done:
            steps: dict[str, Callable[[], Any]] = {
                "root": self._load_root,
                "timestamp": self._roles.load_timestamp,
                "snapshot": self._roles.load_snapshot,
                "targets": lambda: self._load_targets(name),
            }
            try:
                steps[role]()
            except DownloadLengthMismatchError as error:
                self._done[role] = RepositoryError(str(error))
            except DownloadError as error:
                raise ConnectionError(f"the repository cannot be read: {error}") from error
            except RepositoryError as error:
                self._done[role] = error
            else:
                self._done[role] = None
        return self._done[role]

    def _load_root(self) -> None:
        self.root = self._roles.load_root()
        if self.root.is_expired(self._now):
            raise ExpiredMetadataError("the last root has expired")

    def _load_targets(self, name: str) -> None:
        self._roles.load_targets()
        self.target = self._find(name)

    target: Target

    def _find(self, name: str) -> Target:
        found = self._roles.get_targetinfo(name)
        if found is None:
            raise RepositoryError(f"{name} is not listed")
        custom = found.unrecognized_fields.get("custom")
        digest = found.hashes.get("sha256")
        if not isinstance(custom, dict) or digest is None:
            raise RepositoryError(f"{name} has no custom data or no SHA-256")
        return read_target(name, found.length, digest, custom)

    def was_removed(self) -> bool:
        """Whether the targets were refused, and are signed by keys that were in force once."""
        if not isinstance(self._done.get("targets"), UnsignedMetadataError):
            return False
        try:
            refused = Metadata[Targets].from_bytes(self._fetcher.last)
        except RepositoryError:
            return False
        delegators: list[tuple[Root | Targets, str]] = [(root, "targets") for root in self._earlier_roots()]
        if self._earlier is not None and self._earlier.delegations is not None:
            delegators += [(self._earlier, role) for role in self._earlier.delegations.roles or {}]
        for delegator, role in delegators:
            try:
                delegator.verify_delegate(role, refused.signed_bytes, refused.signatures)
            except (RepositoryError, ValueError):
                continue
            return True
        return False

    def _earlier_roots(self) -> Iterator[Root]:
        for path in sorted((self._folder / "root_history").glob("*.root.json")):
            try:
                yield Metadata[Root].from_bytes(path.read_bytes()).signed
            except (OSError, RepositoryError):
                continue


def is_in_force(folder: Path, root: bytes, target: Target, now: int) -> bool:
    """Whether the metadata accepted last still authorise exactly this target: signed by keys of the root accepted
    last, not expired, listing it with the same content. Nothing is fetched."""
    cache = folder / sha256(root).hexdigest()
    moment = datetime.fromtimestamp(now, UTC)
    try:
        delegator: Root | Targets = Metadata[Root].from_bytes((cache / "root.json").read_bytes()).signed
        if delegator.is_expired(moment):
            return False
        roles = ["targets"]
        while roles:
            role = roles.pop(0)
            metadata = Metadata[Targets].from_bytes((cache / f"{role}.json").read_bytes())
            delegator.verify_delegate(role, metadata.signed_bytes, metadata.signatures)
            signed = metadata.signed
            if signed.is_expired(moment):
                return False
            if target.name in signed.targets:
                found = signed.targets[target.name]
                custom = found.unrecognized_fields.get("custom", {})
                return read_target(target.name, found.length, found.hashes["sha256"], custom) == target
            if role == "targets" and signed.delegations is not None:
                roles = [name for name, _ in signed.delegations.get_roles_for_target(target.name)]
                delegator = signed
    except (OSError, RepositoryError, ValueError, KeyError, BadTarget):
        return False
    return False


class _UrlFetcher(FetcherInterface):
    """Files over http, for the program `swm tuf-client`."""

    def __init__(self, fetch: Callable[[str], Iterator[bytes]]) -> None:
        self._open = fetch

    def _fetch(self, url: str) -> Iterator[bytes]:
        try:
            yield from self._open(url)
        except NotThere as error:
            raise DownloadHTTPError(str(error), 404) from None


def trust_root(folder: Path, root: bytes) -> None:
    """Make a root the first one trusted. RepositoryError when it is no root signed by its own threshold."""
    signed = Metadata[Root].from_bytes(root)
    signed.signed.verify_delegate("root", signed.signed_bytes, signed.signatures)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace_file(folder / "root.json", root)


def cached_updater(
    folder: Path, metadata_url: str, targets_url: str | None, fetch: Callable[[str], Iterator[bytes]], now: int
) -> Updater:
    """An updater over URLs that trusts the root in its folder; `trust_root` put the first one there."""
    root = (folder / "root.json").read_bytes()
    updater = _Roles(folder, _UrlFetcher(fetch), root, datetime.fromtimestamp(now, UTC), metadata_url)
    if targets_url is not None:
        updater._target_base_url = targets_url if targets_url.endswith("/") else f"{targets_url}/"
    return updater


def is_old(error: Exception | None) -> bool:
    """Whether a role was refused for being older than what was accepted."""
    return isinstance(error, BadVersionNumberError)


def has_expired(error: Exception | None) -> bool:
    """Whether a role was refused for having expired."""
    return isinstance(error, ExpiredMetadataError)

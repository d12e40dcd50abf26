"""A TUF repository in a folder: ``metadata/`` and ``targets/``, as a static web server can serve it.

Every change writes the new versions first and ``timestamp.json`` last, each
file whole or not at all: whoever reads meanwhile, or a kill, sees the old
repository or the new one.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from securesystemslib.signer import CryptoSigner, SSlibKey
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)

from swm.delivery.digest_tree import Geometry, build_index
from swm.delivery.encryption import WrappingKey, encrypt
from swm.durable import replace_file
from swm.errors import LocalError
from swm.publishing.keys import make_key, next_path, read_keys
from swm.security.target import Encryption, Target, read_target

LIFETIMES: Final = {"root": 365, "targets": 365, "snapshot": 30, "timestamp": 30}
"""Days until metadata expire."""
ROLES: Final = ("root", "targets", "snapshot", "timestamp")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}(/[A-Za-z0-9][A-Za-z0-9._-]{0,127}){0,3}")

S = TypeVar("S", Root, Timestamp, Snapshot, Targets)


class CannotPublish(LocalError):
    """The repository, its keys or the package do not allow it; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Package:
    """What to say about a package beside its octets; see `swm.security.target.Target`."""

    name: str
    chunk_size: int
    symbol_size: int
    device_classes: tuple[str, ...] = ()
    requires: tuple[tuple[str, str], ...] = ()
    component: str = ""
    counter: int = 0
    repair: int = 0
    encryption: Encryption | None = None


class Publisher:
    """A repository and the keys to sign for it. `now`: seconds since 1970."""

    def __init__(self, folder: Path, keys: Path, now: int) -> None:
        self._metadata = folder / "metadata"
        self._targets = folder / "targets"
        self._keys = keys
        self._now = datetime.fromtimestamp(now, UTC)

    # Reading

    @property
    def exists(self) -> bool:
        """Whether the folder holds a repository."""
        return (self._metadata / "timestamp.json").is_file()

    def root_octets(self) -> bytes:
        """The first root: what the DM server writes into TrustRoot."""
        return (self._metadata / "1.root.json").read_bytes()

    def _root(self) -> Metadata[Root]:
        if not self.exists:
            raise CannotPublish(f"{self._metadata.parent} holds no repository; `swm publish --init --repo` makes one")
        newest = max(int(path.name.partition(".")[0]) for path in self._metadata.glob("*.root.json"))
        return Metadata[Root].from_bytes((self._metadata / f"{newest}.root.json").read_bytes())

    def _timestamp(self) -> Metadata[Timestamp]:
        return Metadata[Timestamp].from_bytes((self._metadata / "timestamp.json").read_bytes())

    def _snapshot(self) -> Metadata[Snapshot]:
        version = self._timestamp().signed.snapshot_meta.version
        return Metadata[Snapshot].from_bytes((self._metadata / f"{version}.snapshot.json").read_bytes())

    def _role(self, name: str) -> Metadata[Targets]:
        version = self._snapshot().signed.meta[f"{name}.json"].version
        return Metadata[Targets].from_bytes((self._metadata / f"{version}.{name}.json").read_bytes())

    def packages(self) -> list[str]:
        """The names of all packages that are published, in order."""
        self._root()
        names = [entry.removesuffix(".json") for entry in self._snapshot().signed.meta]
        return sorted(package for name in names for package in self._role(name).signed.targets)

    def target(self, name: str) -> Target:
        """What the metadata list under a name. CannotPublish when they list nothing there."""
        self._root()
        found = self._role(self._role_of(name)).signed.targets.get(name)
        if found is None:
            raise CannotPublish(f"{name} is not published; published are: {', '.join(self.packages()) or 'none'}")
        custom = found.unrecognized_fields.get("custom")
        if not isinstance(custom, dict):
            raise CannotPublish(f"{name} has no custom data; publish it anew")
        return read_target(name, found.length, found.hashes["sha256"], custom)

    def metadata(self) -> dict[str, bytes]:
        """The files that a device needs now, by their names: all roots, and the other roles as the timestamp names them."""
        self._root()
        snapshot = self._timestamp().signed.snapshot_meta.version
        roles = [f"{meta.version}.{role}" for role, meta in self._snapshot().signed.meta.items()]
        roots = [path.name for path in self._metadata.glob("*.root.json")]
        names = [*roots, "timestamp.json", f"{snapshot}.snapshot.json", *roles]
        return {name: (self._metadata / name).read_bytes() for name in sorted(names)}

    def content(self, target: Target) -> Path:
        """Where the octets of a published package are; its index stands beside, with ``.index`` behind."""
        return self._targets / published_name(target)

    # Signing

    def _expires(self, role: str) -> datetime:
        return self._now + timedelta(days=LIFETIMES.get(role, LIFETIMES["targets"]))

    def _sign(self, metadata: Metadata[S], role: str, delegators: list[Any]) -> bytes:
        signers = {signer.public_key.keyid: signer for signer in map(CryptoSigner, read_keys(self._keys))}
        metadata.signatures.clear()
        for delegator in delegators:
            wanted = delegator.get_delegated_role(role)
            mine = [keyid for keyid in sorted(wanted.keyids) if keyid in signers]
            if len(mine) < wanted.threshold:
                raise CannotPublish(
                    f"{role} needs {wanted.threshold} signatures; {self._keys} holds {len(mine)} of its keys"
                )
            for keyid in mine:
                metadata.sign(signers[keyid], append=keyid not in metadata.signatures and bool(metadata.signatures))
        return metadata.to_bytes()

    def _new_key(self, role: str) -> SSlibKey:
        return _public(make_key(next_path(self._keys, role)))

    def _write_root(self, root: Metadata[Root], before: Root | None) -> None:
        root.signed.expires = self._expires("root")
        delegators = [root.signed] if before is None else [before, root.signed]
        replace_file(
            self._metadata / f"{root.signed.version}.root.json", self._sign(root, "root", delegators), mode=None
        )

    def _write_roles(self, changed: dict[str, Metadata[Targets]]) -> None:
        """New versions of targets roles, then the snapshot that names them, then the timestamp that names that."""
        root = self._root().signed
        snapshot = self._snapshot() if self.exists else Metadata(Snapshot(expires=self._now, meta={}))
        top = changed["targets"].signed if "targets" in changed else self._role("targets").signed
        for name, role in changed.items():
            role.signed.expires = self._expires(name)
            delegator: Any = root if name == "targets" else top
            replace_file(
                self._metadata / f"{role.signed.version}.{name}.json", self._sign(role, name, [delegator]), mode=None
            )
            snapshot.signed.meta[f"{name}.json"] = MetaFile(version=role.signed.version)
        snapshot.signed.version += 1
        snapshot.signed.expires = self._expires("snapshot")
        octets = self._sign(snapshot, "snapshot", [root])
        replace_file(self._metadata / f"{snapshot.signed.version}.snapshot.json", octets, mode=None)
        self._write_timestamp(snapshot.signed.version, octets)

    def _write_timestamp(self, version: int, snapshot: bytes) -> None:
        timestamp = self._timestamp()
        timestamp.signed.version += 1
        timestamp.signed.expires = self._expires("timestamp")
        timestamp.signed.snapshot_meta = MetaFile(
            version=version, length=len(snapshot), hashes={"sha256": hashlib.sha256(snapshot).hexdigest()}
        )
        replace_file(
            self._metadata / "timestamp.json", self._sign(timestamp, "timestamp", [self._root().signed]), mode=None
        )

    # Changing

    def create(self, root_keys: int = 3, threshold: int = 2) -> None:
        """A new repository with new keys. CannotPublish when there is one."""
        if self.exists:
            raise CannotPublish(f"{self._metadata.parent} holds a repository already")
        if not 1 <= threshold <= root_keys:
            raise CannotPublish(f"a threshold of {threshold} with {root_keys} root keys")
        self._metadata.mkdir(parents=True, exist_ok=True)
        self._targets.mkdir(parents=True, exist_ok=True)
        root = Root(expires=self._expires("root"), consistent_snapshot=True)
        for _ in range(root_keys):
            root.add_key(self._new_key("root"), "root")
        root.roles["root"].threshold = threshold
        for role in ROLES[1:]:
            root.add_key(self._new_key(role), role)
        self._write_root(Metadata(root), None)
        files: list[tuple[str, Metadata[Any]]] = [
            ("1.targets.json", Metadata(Targets(expires=self._expires("targets")))),
            (
                "1.snapshot.json",
                Metadata(Snapshot(expires=self._expires("snapshot"), meta={"targets.json": MetaFile(1)})),
            ),
        ]
        octets = b""
        for name, metadata in files:
            octets = self._sign(metadata, name.split(".")[1], [root])
            replace_file(self._metadata / name, octets, mode=None)
        meta = MetaFile(1, len(octets), {"sha256": hashlib.sha256(octets).hexdigest()})
        timestamp = Metadata(Timestamp(expires=self._expires("timestamp"), snapshot_meta=meta))
        replace_file(self._metadata / "timestamp.json", self._sign(timestamp, "timestamp", [root]), mode=None)

    def delegate(self, namespace: str) -> None:
        """Give the packages ``namespace/...`` a targets role and key of their own.

        What is published already moves there: devices look at the role above first, where nobody would replace it or take
        it back any more.
        """
        top = self._role("targets")
        if _NAME.fullmatch(namespace) is None or "/" in namespace or namespace in ROLES:
            raise CannotPublish(
                f"`{namespace}` cannot be a namespace: letters, digits, `.`, `_` and `-`, and no role of its own"
            )
        if top.signed.delegations is None:
            top.signed.delegations = Delegations(keys={}, roles={})
        roles = top.signed.delegations.roles
        assert roles is not None
        if namespace in roles:
            raise CannotPublish(f"{namespace} is delegated already")
        # In the patterns of TUF `*` stands for one part of a name; names have up to four.
        role = DelegatedRole(namespace, [], 1, True, [f"{namespace}{'/*' * parts}" for parts in (1, 2, 3)])
        roles[namespace] = role
        mine = {name: found for name, found in top.signed.targets.items() if role.is_delegated_path(name)}
        for name in mine:
            del top.signed.targets[name]
        top.signed.add_key(self._new_key(namespace), namespace)
        top.signed.version += 1
        made = Metadata(Targets(expires=self._expires(namespace), targets=mine))
        self._write_roles({"targets": top, namespace: made})

    def _role_of(self, name: str) -> str:
        """The role in which devices look for a package."""
        delegations = self._role("targets").signed.delegations
        roles = delegations.roles if delegations is not None and delegations.roles is not None else {}
        return next((role for role, found in roles.items() if found.is_delegated_path(name)), "targets")

    def _without(self, name: str) -> dict[str, Metadata[Targets]]:
        """New versions of the roles that list a package, without it. Repositories of before have some listed twice."""
        changed = {}
        for entry in self._snapshot().signed.meta:
            metadata = self._role(entry.removesuffix(".json"))
            if metadata.signed.targets.pop(name, None) is not None:
                metadata.signed.version += 1
                changed[entry.removesuffix(".json")] = metadata
        return changed

    def publish(
        self,
        path: Path,
        package: Package,
        repair: Callable[[bytes], list[bytes]],
        wrapping: WrappingKey | None = None,
    ) -> Target:
        """Put a package and its index beside the metadata and sign a new version that lists it.

        `repair` makes the repair symbols of a chunk, as many as the package
        says. With `wrapping` the package is enciphered, its key wrapped by that one;
        the plain text is not kept in the repository. A package of the same name takes the place of the one before; the
        old octets stay for devices that have not yet finished them.
        """
        self._root()
        if _NAME.fullmatch(package.name) is None:
            raise CannotPublish(f"{package.name!r} is no name; letters, digits, `.`, `_`, `-` and `/` between make one")
        if wrapping is not None:
            sealed = self._targets / f".{published_stem(package.name)}.sealed"
            try:
                with path.open("rb") as plain, sealed.open("wb") as into:
                    encryption = encrypt(plain, into, package.chunk_size, wrapping)
                return self.publish(sealed, replace(package, encryption=encryption), repair)
            finally:
                sealed.unlink(missing_ok=True)
        target, index = describe(path, package, repair)
        place = self._targets / published_name(target)
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_name(place.name + ".new")
        shutil.copyfile(path, beside)
        with beside.open("rb+") as stream:
            os.fsync(stream.fileno())
        if _sha256(beside) != target.sha256:
            raise CannotPublish(f"{path} changed while it was read")
        os.replace(beside, place)
        replace_file(place.with_name(place.name + ".index"), index, mode=None)
        role = self._role_of(package.name)
        changed = self._without(package.name)
        if role not in changed:
            changed[role] = self._role(role)
            changed[role].signed.version += 1
        entry = TargetFile(target.length, {"sha256": target.sha256.hex()}, package.name, {"custom": target.custom()})
        changed[role].signed.targets[package.name] = entry
        self._write_roles(changed)
        return target

    def revoke(self, name: str) -> None:
        """A new version that no longer lists a package."""
        self._root()
        changed = self._without(name)
        if not changed:
            raise CannotPublish(f"{name} is not published; published are: {', '.join(self.packages()) or 'none'}")
        self._write_roles(changed)

    def rotate(self, role: str) -> None:
        """A new key takes the place of those of a role; one new root key takes the place of one old.

        A new root is signed by the thresholds of the old and of the new one.
        """
        root = self._root()
        if role not in ROLES:
            self._rotate_namespace(role)
            return
        before = Root.from_dict(root.signed.to_dict())
        old = sorted(root.signed.roles[role].keyids)
        for keyid in old[:1] if role == "root" else old:
            root.signed.revoke_key(keyid, role)
        root.signed.add_key(self._new_key(role), role)
        root.signed.version += 1
        self._write_root(root, before)
        if role == "targets":
            metadata = self._role(role)
            metadata.signed.version += 1
            self._write_roles({role: metadata})
        elif role != "root":
            self._write_roles({})

    def _rotate_namespace(self, namespace: str) -> None:
        top = self._role("targets")
        roles = top.signed.delegations.roles if top.signed.delegations is not None else None
        if not roles or namespace not in roles:
            raise CannotPublish(f"there is no role {namespace}")
        for keyid in list(roles[namespace].keyids):
            top.signed.revoke_key(keyid, namespace)
        top.signed.add_key(self._new_key(namespace), namespace)
        top.signed.version += 1
        metadata = self._role(namespace)
        metadata.signed.version += 1
        self._write_roles({"targets": top, namespace: metadata})

    def refresh(self) -> None:
        """New snapshot and timestamp, so that what is published does not expire."""
        self._root()
        self._write_roles({})


def _public(key: Ed25519PrivateKey) -> SSlibKey:
    public = CryptoSigner(key).public_key
    assert isinstance(public, SSlibKey)
    return public


def _sha256(path: Path) -> bytes:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()


def published_stem(name: str) -> str:
    """A package's name as part of one file's name."""
    return name.replace("/", "-")


def published_name(target: Target) -> str:
    """Where the octets of a package stand below ``targets/``; its index stands beside, with ``.index`` behind."""
    folder, slash, last = target.name.rpartition("/")
    return f"{folder}{slash}{target.sha256.hex()}.{last}"


def describe(path: Path, package: Package, repair: Callable[[bytes], list[bytes]]) -> tuple[Target, bytes]:
    """The target and the index of a package in a file. BadTarget when it is empty or its sizes are out of bounds."""
    length = path.stat().st_size
    draft = Target(
        name=package.name,
        length=length,
        sha256=_sha256(path),
        root=bytes(16),
        chunk_size=package.chunk_size,
        symbol_size=package.symbol_size,
        repair=package.repair,
        device_classes=package.device_classes,
        requires=dict(package.requires),
        component=package.component,
        counter=package.counter,
        encryption=package.encryption,
    )
    geometry = Geometry.of(draft)
    with path.open("rb") as stream:

        def chunk(number: int) -> bytes:
            stream.seek(number * geometry.chunk_size)
            return stream.read(geometry.chunk_length(number))

        root, index = build_index(geometry, chunk, repair)
    fields = {name: getattr(draft, name) for name in Target.__slots__}
    return Target(**{**fields, "root": root}), index

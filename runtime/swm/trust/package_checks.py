"""The primitives of `verify`, `verify_delivered`, `hand_over` and `accept_package`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from swm.security import (
    CheckFailed,
    Enciphered,
    FittingPackage,
    IntactPackage,
    Permit,
    StoredPackage,
    VerifiedPackage,
    mint,
    require,
)
from swm.trust import dsse
from swm.trust.authorisation_checks import Device, target_of

if TYPE_CHECKING:
    from swm.security import Envelope
    from swm.security.target import Target
    from swm.trust.floors import Floors

PACKAGE_TYPE: Final = "application/vnd.swm.package+json"
ALGORITHMS: Final = ("sha-256", "sha-384", "sha-512")
PIECE: Final = 1 << 20


def statement(target: Target) -> bytes:
    """What a provisioned signer signs about a package that has no metadata: digest, size, counter, device classes."""
    document = {
        "sha256": target.sha256.hex(),
        "size": target.length,
        "component": target.component,
        "securityCounter": target.counter,
        "deviceClasses": list(target.device_classes),
    }
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode("utf-8")


def _never(target: Target) -> bool:
    return True


@dataclass(kw_only=True)
class PackageChecks:
    """Checks of a stored package before it is verified, and again before it is installed.

    `authorised` is what `authorise_package` gave, None where only a signature or
    a bare digest of the DM server speaks for the package; then `described` says
    what was signed. `signature` is Security/Signature, `signers` the provisioned
    keys (SubjectPublicKeyInfo by key id). `policy` holds the kinds of
    authorisation that the device takes: metadata, signature, digest. `now` is
    trusted time and `not_after` Security/NotAfter, in seconds; `encryption` is the
    cipher of the package, empty for one in the clear.
    """

    floors: Floors
    device: Device
    authorised: Permit | None = None
    described: Target | None = None
    signature: Envelope | None = None
    signers: Mapping[str, bytes] = field(default_factory=dict)
    policy: frozenset[str] = frozenset({"metadata", "signature"})
    still_authorised: Callable[[Target], bool] = _never
    not_after: int | None = None
    now: int = 0
    encryption: str = ""

    def _target(self) -> Target:
        if self.authorised is not None:
            return target_of(require(self.authorised, Permit))
        if self.described is None:
            raise CheckFailed("nothing says what the package should be")
        return self.described

    def check_length(self, *, package: StoredPackage) -> None:
        """Exactly as long as the target says."""
        if package.length != self._target().length:
            raise CheckFailed(f"{package.length} octets, {self._target().length} were to come")

    def check_digest(self, *, package: StoredPackage, algorithm: str, digest: bytes) -> IntactPackage:
        """The digest that the DM server vouched for, and the SHA-256 of the target. Weak algorithms are refused.

        Where the server vouched for none, authorised metadata, or a signature over the description, are enough.
        """
        if algorithm not in ALGORITHMS:
            raise CheckFailed(f"{algorithm} is not taken; {', '.join(ALGORITHMS)} are")
        if not digest and self._kind() == "digest":
            raise CheckFailed("nothing that is signed and no DM server says what the digest is")
        found = _digests(package, {algorithm, "sha-256"})
        if digest and found[algorithm] != digest:
            raise CheckFailed("the Digest is another")
        return self._intact(package, found["sha-256"])

    def check_integrity(self, *, package: StoredPackage) -> IntactPackage:
        """Read from the first octet to the last, each read checked; the SHA-256 is that of the target."""
        return self._intact(package, _digests(package, {"sha-256"})["sha-256"])

    def _intact(self, package: StoredPackage, sha256: bytes) -> IntactPackage:
        if sha256 != self._target().sha256:
            raise CheckFailed("the SHA-256 is not that of the target")
        return mint(IntactPackage, package=package, sha256=sha256)

    def check_readable(self, *, package: IntactPackage) -> None:
        """In the clear, or every block of it can be deciphered."""
        stored = require(package, IntactPackage).package
        if not self.encryption:
            return
        if not isinstance(stored, Enciphered):
            raise CheckFailed(f"no key for {self.encryption}")
        with stored.clear() as stream:
            while stream.read(PIECE):
                pass

    def check_device_class(self, *, package: IntactPackage) -> FittingPackage:
        """Meant for this class of devices, onto what is installed."""
        target = self._target()
        if target.device_classes and self.device.device_class not in target.device_classes:
            raise CheckFailed(f"meant for {', '.join(target.device_classes)}")
        return mint(FittingPackage, intact=require(package, IntactPackage))

    def _kind(self) -> str:
        return "metadata" if self.authorised is not None else "signature" if self.signature is not None else "digest"

    def check_policy(self, *, package: FittingPackage) -> None:
        """A kind of authorisation that the device takes; a bare digest is not, unless it was set so."""
        require(package, FittingPackage)
        if self._kind() not in self.policy:
            raise CheckFailed(f"a package authorised by {self._kind()} alone")

    def check_signer_in_force(self, *, package: FittingPackage) -> None:
        """Not taken back since."""
        require(package, FittingPackage)
        if not self.still_authorised(self._target()):
            raise CheckFailed("the package, or a key of it, was taken back")

    def check_not_after(self, *, package: StoredPackage) -> None:
        """Security/NotAfter is not over."""
        if self.not_after is not None and self.now > self.not_after:
            raise CheckFailed("too late to install it")

    def check_counter(self, *, package: FittingPackage) -> None:
        """Not below the floor."""
        require(package, FittingPackage)
        target = self._target()
        floor = self.floors.counter(target.component)
        if target.counter < floor:
            raise CheckFailed(f"counter {target.counter}; the floor is {floor}")

    def check_signature(self, *, package: FittingPackage) -> VerifiedPackage:
        """Authorised by metadata that named exactly this SHA-256, or signed by a provisioned key."""
        target = self._target()
        if require(package, FittingPackage).intact.sha256 != target.sha256:
            raise CheckFailed("another package was checked")
        if self.authorised is not None:
            return mint(VerifiedPackage, fitting=package, signer=f"metadata {target.name}")
        if self.signature is None:
            # Reached only where the policy takes a bare digest.
            return mint(VerifiedPackage, fitting=package, signer="DM server")
        envelope = self.signature
        for key, spki in sorted(self.signers.items()):
            if (
                envelope.payload_type == PACKAGE_TYPE
                and envelope.payload == statement(target)
                and dsse.is_signed_by(envelope, spki)
            ):
                return mint(VerifiedPackage, fitting=package, signer=key)
        raise CheckFailed("no provisioned signer signed this package")

    def handed_over(self) -> None:
        """To be called when the installer has got the package: remembers the counter until the software confirms
        itself (`Floors.confirmed`). It comes from what is signed, never from the management tree."""
        target = self._target()
        self.floors.installing(target.component, target.counter)


def _digests(package: StoredPackage, algorithms: set[str]) -> dict[str, bytes]:
    hashes = {name: hashlib.new(name.replace("-", "")) for name in sorted(algorithms)}
    length = 0
    with package.open() as stream:
        while piece := stream.read(PIECE):
            length += len(piece)
            for found in hashes.values():
                found.update(piece)
    if length != package.length:
        raise CheckFailed(f"{length} octets can be read of {package.length}")
    return {name: found.digest() for name, found in hashes.items()}

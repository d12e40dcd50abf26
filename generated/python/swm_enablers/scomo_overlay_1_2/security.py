"""Security procedures of scomo-overlay 1.2.

Each step calls one primitive; the first that fails ends the procedure with
its result code. Primitives raise `swm.security.CheckFailed`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from swm.security import FittingPackage, IntactPackage, StoredPackage, VerifiedPackage, present, step

from .messages import Result


class Primitives(Protocol):
    """The checks that the procedures are made of."""

    def check_integrity(self, *, package: StoredPackage) -> IntactPackage:
        """The package can be read from its first to its last byte and its own checksum is right."""
        ...

    def check_digest(self, *, package: StoredPackage, algorithm: str, digest: bytes) -> IntactPackage:
        """The digest of the whole package is the one given. md5 and sha-1 are refused as algorithms."""
        ...

    def check_device_class(self, *, package: IntactPackage) -> FittingPackage:
        """The package names this device's maker, model and hardware."""
        ...

    def check_signature(self, *, package: FittingPackage) -> VerifiedPackage:
        """The maker, or whom the device was provisioned to trust, signed the package."""
        ...

    def check_length(self, *, package: StoredPackage) -> None:
        """The package is exactly as long as the signed target, or Security/PkgSize, says."""
        ...

    def check_not_after(self, *, package: StoredPackage) -> None:
        """Security/NotAfter is not over by trusted time."""
        ...

    def check_readable(self, *, package: IntactPackage) -> None:
        """Every chunk can be decrypted with the key that KeyRef and ContentKey lead to. A package in
        the clear passes."""
        ...

    def check_policy(self, *, package: FittingPackage) -> None:
        """The device's policy takes this kind of authorisation: signed metadata, a signature, or a
        bare digest from the DM server (not by default)."""
        ...

    def check_signer_in_force(self, *, package: FittingPackage) -> None:
        """No key that authorised the package was taken back or has expired since."""
        ...

    def check_counter(self, *, package: FittingPackage) -> None:
        """The security counter is not below the floor of its component. The floor is raised only after
        the new software has confirmed itself."""
        ...


@dataclass(frozen=True, slots=True)
class AcceptPackageInputs:
    """What the device puts into `accept_package`."""

    package: StoredPackage


def accept_package(primitives: Primitives, inputs: AcceptPackageInputs) -> VerifiedPackage:
    """From the stored package to one that may be installed. SCOMO 1.0 leaves the form of the
    signature to the maker; it has one code for every package that cannot be validated.

    Raises `swm.security.ProcedureStopped` with the result of the step that fails.
    Spec: scomo-1.0/security.yaml:3
    """
    with step("accept_package", "check_integrity", Result.VALIDATION_FAILED, makes=IntactPackage):
        intact = primitives.check_integrity(package=inputs.package)
    with step("accept_package", "check_device_class", Result.PACKAGE_MISMATCH, makes=FittingPackage):
        fitting = primitives.check_device_class(package=intact)
    with step("accept_package", "check_signature", Result.VALIDATION_FAILED, makes=VerifiedPackage):
        verified = primitives.check_signature(package=fitting)
    return verified


@dataclass(frozen=True, slots=True)
class VerifyInputs:
    """What the device puts into `verify`."""

    package: StoredPackage


@dataclass(frozen=True, slots=True)
class VerifyNodes:
    """Values of nodes that `verify` reads; None where the node has none."""

    digest_alg: str | None
    digest: bytes | None


def verify(primitives: Primitives, inputs: VerifyInputs, nodes: VerifyNodes) -> VerifiedPackage:
    """What was fetched is what the server vouched for and what the maker signed.

    Raises `swm.security.ProcedureStopped` with the result of the step that fails.
    Spec: scomo-1.2/security.yaml:3
    """
    with step("verify", "check_length", Result.DIGEST_MISMATCH):
        primitives.check_length(package=inputs.package)
    with step("verify", "check_digest", Result.DIGEST_MISMATCH, makes=IntactPackage):
        intact = primitives.check_digest(
            package=inputs.package,
            algorithm=present(nodes.digest_alg, "x/Download/<x>/Ext/SwM/Security/DigestAlg"),
            digest=present(nodes.digest, "x/Download/<x>/Ext/SwM/Security/Digest"),
        )
    with step("verify", "check_readable", Result.DECRYPTION_FAILED):
        primitives.check_readable(package=intact)
    with step("verify", "check_device_class", Result.PACKAGE_MISMATCH, makes=FittingPackage):
        fitting = primitives.check_device_class(package=intact)
    with step("verify", "check_policy", Result.VALIDATION_FAILED):
        primitives.check_policy(package=fitting)
    with step("verify", "check_signer_in_force", Result.SIGNER_REVOKED):
        primitives.check_signer_in_force(package=fitting)
    with step("verify", "check_counter", Result.ROLLBACK):
        primitives.check_counter(package=fitting)
    with step("verify", "check_signature", Result.VALIDATION_FAILED, makes=VerifiedPackage):
        verified = primitives.check_signature(package=fitting)
    return verified


@dataclass(frozen=True, slots=True)
class VerifyDeliveredInputs:
    """What the device puts into `verify_delivered`."""

    package: StoredPackage


@dataclass(frozen=True, slots=True)
class VerifyDeliveredNodes:
    """Values of nodes that `verify_delivered` reads; None where the node has none."""

    digest_alg: str | None
    digest: bytes | None


def verify_delivered(
    primitives: Primitives, inputs: VerifyDeliveredInputs, nodes: VerifyDeliveredNodes
) -> VerifiedPackage:
    """What was written in the DM session is what the server vouched for and what the maker signed.

    Raises `swm.security.ProcedureStopped` with the result of the step that fails.
    Spec: scomo-1.2/security.yaml:17
    """
    with step("verify_delivered", "check_length", Result.DIGEST_MISMATCH):
        primitives.check_length(package=inputs.package)
    with step("verify_delivered", "check_digest", Result.DIGEST_MISMATCH, makes=IntactPackage):
        intact = primitives.check_digest(
            package=inputs.package,
            algorithm=present(nodes.digest_alg, "x/Inventory/Delivered/<x>/Ext/SwM/Security/DigestAlg"),
            digest=present(nodes.digest, "x/Inventory/Delivered/<x>/Ext/SwM/Security/Digest"),
        )
    with step("verify_delivered", "check_readable", Result.DECRYPTION_FAILED):
        primitives.check_readable(package=intact)
    with step("verify_delivered", "check_device_class", Result.PACKAGE_MISMATCH, makes=FittingPackage):
        fitting = primitives.check_device_class(package=intact)
    with step("verify_delivered", "check_policy", Result.VALIDATION_FAILED):
        primitives.check_policy(package=fitting)
    with step("verify_delivered", "check_signer_in_force", Result.SIGNER_REVOKED):
        primitives.check_signer_in_force(package=fitting)
    with step("verify_delivered", "check_counter", Result.ROLLBACK):
        primitives.check_counter(package=fitting)
    with step("verify_delivered", "check_signature", Result.VALIDATION_FAILED, makes=VerifiedPackage):
        verified = primitives.check_signature(package=fitting)
    return verified


@dataclass(frozen=True, slots=True)
class HandOverInputs:
    """What the device puts into `hand_over`."""

    package: StoredPackage


def hand_over(primitives: Primitives, inputs: HandOverInputs) -> VerifiedPackage:
    """Once more, immediately before the installation: time, keys and floors may have changed since.
    The
    installer gets a package whose reads are verified, never a path to open again.

    Raises `swm.security.ProcedureStopped` with the result of the step that fails.
    Spec: scomo-1.2/security.yaml:31
    """
    with step("hand_over", "check_not_after", Result.PACKAGE_EXPIRED):
        primitives.check_not_after(package=inputs.package)
    with step("hand_over", "check_integrity", Result.DIGEST_MISMATCH, makes=IntactPackage):
        intact = primitives.check_integrity(package=inputs.package)
    with step("hand_over", "check_readable", Result.DECRYPTION_FAILED):
        primitives.check_readable(package=intact)
    with step("hand_over", "check_device_class", Result.PACKAGE_MISMATCH, makes=FittingPackage):
        fitting = primitives.check_device_class(package=intact)
    with step("hand_over", "check_signer_in_force", Result.SIGNER_REVOKED):
        primitives.check_signer_in_force(package=fitting)
    with step("hand_over", "check_counter", Result.ROLLBACK):
        primitives.check_counter(package=fitting)
    with step("hand_over", "check_signature", Result.VALIDATION_FAILED, makes=VerifiedPackage):
        verified = primitives.check_signature(package=fitting)
    return verified

"""Security procedures of scomo 1.1.

Each step calls one primitive; the first that fails ends the procedure with
its result code. Primitives raise `swm.security.CheckFailed`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from swm.security import FittingPackage, IntactPackage, StoredPackage, VerifiedPackage, step

from .messages import Result


class Primitives(Protocol):
    """The checks that the procedures are made of."""

    def check_integrity(self, *, package: StoredPackage) -> IntactPackage:
        """The package can be read from its first to its last byte and its own checksum is right."""
        ...

    def check_device_class(self, *, package: IntactPackage) -> FittingPackage:
        """The package names this device's maker, model and hardware."""
        ...

    def check_signature(self, *, package: FittingPackage) -> VerifiedPackage:
        """The maker, or whom the device was provisioned to trust, signed the package."""
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

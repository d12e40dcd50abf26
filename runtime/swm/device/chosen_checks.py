"""The primitives of FUMO's and SCOMO's procedures, chosen by the package: those of signed metadata, or the maker's.

A package that an image server brought knows the checks that speak for it. All
others are of the maker's format.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from swm.delivery import ChunkStore, DeliveredPackage

if TYPE_CHECKING:
    from swm.device.package import MakerChecks
    from swm.security import FittingPackage, IntactPackage, StoredPackage, VerifiedPackage
    from swm.trust import PackageChecks


class BroughtPackage(DeliveredPackage):
    """A package that an image server brought; `checks` makes those of the metadata that authorised it.

    `decipher` gives a reader of the plain text of a reader of what was transferred; it raises CheckFailed without a key.
    """

    def __init__(
        self,
        store: ChunkStore,
        checks: Callable[[], PackageChecks],
        decipher: Callable[[BinaryIO], BinaryIO] = lambda stream: stream,
    ) -> None:
        super().__init__(store)
        self.checks = checks
        self._decipher = decipher

    def clear(self) -> BinaryIO:
        """The plain text. What is deciphered was checked against the digest tree when it was read."""
        return self._decipher(self.open())


class ChosenChecks:
    """`own` are the checks of the maker's format."""

    def __init__(self, own: MakerChecks) -> None:
        self._own = own

    def _of(self, package: StoredPackage) -> PackageChecks | MakerChecks:
        return package.checks() if isinstance(package, BroughtPackage) else self._own

    def check_integrity(self, *, package: StoredPackage) -> IntactPackage:
        """As chosen."""
        return self._of(package).check_integrity(package=package)

    def check_digest(self, *, package: StoredPackage, algorithm: str, digest: bytes) -> IntactPackage:
        """As chosen."""
        return self._of(package).check_digest(package=package, algorithm=algorithm, digest=digest)

    def check_device_class(self, *, package: IntactPackage) -> FittingPackage:
        """As chosen."""
        return self._of(package.package).check_device_class(package=package)

    def check_signature(self, *, package: FittingPackage) -> VerifiedPackage:
        """As chosen."""
        return self._of(package.intact.package).check_signature(package=package)

    def check_length(self, *, package: StoredPackage) -> None:
        """As chosen."""
        self._of(package).check_length(package=package)

    def check_not_after(self, *, package: StoredPackage) -> None:
        """As chosen."""
        self._of(package).check_not_after(package=package)

    def check_readable(self, *, package: IntactPackage) -> None:
        """As chosen."""
        self._of(package.package).check_readable(package=package)

    def check_policy(self, *, package: FittingPackage) -> None:
        """As chosen."""
        self._of(package.intact.package).check_policy(package=package)

    def check_signer_in_force(self, *, package: FittingPackage) -> None:
        """As chosen."""
        self._of(package.intact.package).check_signer_in_force(package=package)

    def check_counter(self, *, package: FittingPackage) -> None:
        """As chosen."""
        self._of(package.intact.package).check_counter(package=package)

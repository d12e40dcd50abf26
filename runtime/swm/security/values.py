"""The values that procedures pass on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO, ClassVar, Protocol

from swm.security.seal import Sealed


class StoredPackage(Protocol):
    """A package as it lies on the device, nothing about it believed."""

    @property
    def length(self) -> int:
        """Octets stored."""

    def open(self) -> BinaryIO:
        """A new reader at the first octet; the caller closes it."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """A signed statement that has been read but not believed: payload type, payload, (key id, signature) pairs."""

    payload_type: str
    payload: bytes
    signatures: tuple[tuple[str, bytes], ...]


class Claims(Sealed):
    """What a signature was checked to say. `content` is the decoded payload."""

    FIELDS: ClassVar[tuple[str, ...]] = ("content",)
    content: Mapping[str, object]


class Permit(Sealed):
    """Leave to do one thing now. `content` is what was permitted."""

    FIELDS: ClassVar[tuple[str, ...]] = ("content",)
    content: Mapping[str, object]


class IntactPackage(Sealed):
    """A stored package whose length and digest are right. `sha256` is that digest."""

    FIELDS: ClassVar[tuple[str, ...]] = ("package", "sha256")
    package: StoredPackage
    sha256: bytes


class FittingPackage(Sealed):
    """An intact package that is meant for this device."""

    FIELDS: ClassVar[tuple[str, ...]] = ("intact",)
    intact: IntactPackage


class VerifiedPackage(Sealed):
    """A package that may be installed. `signer` names the key that authorised it."""

    FIELDS: ClassVar[tuple[str, ...]] = ("fitting", "signer")
    fitting: FittingPackage
    signer: str

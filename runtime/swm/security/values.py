"""The values that procedures pass on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, ClassVar, Protocol, runtime_checkable

from swm.errors import PeerError
from swm.security.seal import Sealed, require


class StoredPackage(Protocol):
    """A package as it lies on the device, nothing about it believed."""

    @property
    def length(self) -> int:
        """Octets stored."""

    def open(self) -> BinaryIO:
        """A new reader at the first octet; the caller closes it."""


@runtime_checkable
class Enciphered(Protocol):
    """A stored package that may be enciphered: digests are over what `open` gives, the installer reads `clear`."""

    def clear(self) -> BinaryIO:
        """A new reader of the plain text; the caller closes it. Reads raise CheckFailed for what cannot be deciphered."""


class NotThere(PeerError):
    """The repository answers, and has no file of that name."""


class Repository(Protocol):
    """Where TUF metadata come from. Nothing it gives is believed."""

    def metadata(self, name: str) -> Iterator[bytes]:
        """The octets of a file such as ``2.root.json`` or ``timestamp.json``, in pieces; the reader stops when
        they are too many. NotThere when there is none; OSError when the repository cannot be reached."""


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

    def open(self) -> BinaryIO:
        """A reader of the package for the installer, in the clear. LocalError for an instance that no procedure made."""
        package = require(self, VerifiedPackage).fitting.intact.package
        return package.clear() if isinstance(package, Enciphered) else package.open()

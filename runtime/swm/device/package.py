"""The package format of the reference device, and the checks of its procedures.

A package is one line of JSON (maker, model, counter, SHA-256 of the image, and
an HMAC-SHA256 over these with the maker's key), then the image. A maker
replaces this module by what its factory makes.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from swm.json_documents import read_json
from swm.security import CheckFailed, FittingPackage, IntactPackage, StoredPackage, VerifiedPackage, mint

MAX_HEAD: Final = 4096
_BLOCK: Final = 65_536
_DIGESTS: Final = {"sha-256": "sha256", "sha-384": "sha384", "sha-512": "sha512"}


def make_package(image: bytes, key: bytes, *, maker: str, model: str, counter: int = 0) -> bytes:
    """A package as the maker publishes it."""
    head: dict[str, str | int] = {
        "maker": maker,
        "model": model,
        "counter": counter,
        "sha256": hashlib.sha256(image).hexdigest(),
    }
    return json.dumps({**head, "signature": _signature(head, key)}).encode("utf-8") + b"\n" + image


def _signature(head: dict[str, str | int], key: bytes) -> str:
    signed = json.dumps([head["maker"], head["model"], head["counter"], head["sha256"]]).encode("utf-8")
    return hmac.digest(key, signed, "sha256").hex()


@dataclass(frozen=True, slots=True)
class FilePackage:
    """A stored package: a file, with its size, its last day and its cipher as the server's nodes say, and the lowest
    counter."""

    path: Path
    size: int | None = None
    not_after: str | None = None
    floor: int = 0
    cipher: str = ""

    @property
    def length(self) -> int:
        """Octets stored."""
        return self.path.stat().st_size if self.path.exists() else 0

    def open(self) -> BinaryIO:
        """A new reader at the first octet."""
        return self.path.open("rb") if self.path.exists() else io.BytesIO()


def image_of(package: VerifiedPackage) -> tuple[bytes, str]:
    """What a verified package brings, in the clear, and the SHA-256 (in hex) that its head names for it."""
    with package.open() as stream:
        head = _head(stream)
        return stream.read(), str(head["sha256"])


def head_of(package: StoredPackage) -> dict[str, str | int]:
    """The head of a package. CheckFailed when it has none."""
    with package.open() as stream:
        return _head(stream)


def _head(stream: BinaryIO) -> dict[str, str | int]:
    line = stream.readline(MAX_HEAD)
    try:
        head = read_json(line)
        texts: dict[str, str | int] = {name: str(head[name]) for name in ("maker", "model", "sha256", "signature")}
        return {**texts, "counter": int(head["counter"])}
    except (ValueError, KeyError, TypeError):
        raise CheckFailed("the package has no head") from None


class MakerChecks:
    """The primitives of FUMO's and SCOMO's procedures for this format.

    `now` gives the time in UTC.
    """

    def __init__(self, key: bytes, *, maker: str, model: str, now: Callable[[], datetime.datetime]) -> None:
        self._key = key
        self._maker = maker
        self._model = model
        self._now = now

    def check_length(self, *, package: StoredPackage) -> None:
        """The package is as long as Security/PkgSize says, where that is set."""
        if isinstance(package, FilePackage) and package.size not in (None, package.length):
            raise CheckFailed(f"the package has {package.length} octets, not {package.size}")

    def check_digest(self, *, package: StoredPackage, algorithm: str, digest: bytes) -> IntactPackage:
        """The digest of the whole package is the one given; only SHA-2 counts."""
        name = _DIGESTS.get(algorithm.lower())
        if name is None:
            raise CheckFailed(f"the digest algorithm {algorithm!r} is not accepted")
        if not hmac.compare_digest(_digest(package, name, skip_head=False), digest):
            raise CheckFailed("the digest differs")
        return mint(IntactPackage, package=package, sha256=_digest(package, "sha256", skip_head=False))

    def check_integrity(self, *, package: StoredPackage) -> IntactPackage:
        """The image has the digest that the head names."""
        found = _digest(package, "sha256", skip_head=True)
        if found.hex() != head_of(package)["sha256"]:
            raise CheckFailed("the image's digest differs")
        return mint(IntactPackage, package=package, sha256=_digest(package, "sha256", skip_head=False))

    def check_not_after(self, *, package: StoredPackage) -> None:
        """Security/NotAfter is not over."""
        if isinstance(package, FilePackage) and self.is_over(package):
            raise CheckFailed(f"NotAfter, {str(package.not_after)[:40]}, is over or no time")

    def is_over(self, package: FilePackage) -> bool:
        """Whether its time is over; so is one that is no time."""
        if not package.not_after:
            return False
        try:
            end = datetime.datetime.fromisoformat(package.not_after)
        except ValueError:
            return True
        return self._now() > (end if end.tzinfo is not None else end.replace(tzinfo=datetime.UTC))

    def check_readable(self, *, package: IntactPackage) -> None:
        """Packages of this maker are in the clear; one of which the server says otherwise has no key here."""
        stored = package.package
        if isinstance(stored, FilePackage) and stored.cipher:
            raise CheckFailed(f"no key for {stored.cipher[:40]}")
        head_of(stored)

    def check_device_class(self, *, package: IntactPackage) -> FittingPackage:
        """The head names this maker and model."""
        head = head_of(package.package)
        if (head["maker"], head["model"]) != (self._maker, self._model):
            raise CheckFailed(f"the package is for {head['model']} of {head['maker']}")
        return mint(FittingPackage, intact=package)

    def check_policy(self, *, package: FittingPackage) -> None:
        """A package without a signature is not taken, whatever digest the server gave."""
        if not head_of(package.intact.package)["signature"]:
            raise CheckFailed("the package has no signature")

    def check_signer_in_force(self, *, package: FittingPackage) -> None:
        """The one key of this device can only be changed, not taken back: without a key nobody is in force."""
        if not self._key:
            raise CheckFailed("the device trusts nobody")

    def check_counter(self, *, package: FittingPackage) -> None:
        """The counter is not below the floor."""
        stored = package.intact.package
        counter = int(head_of(stored)["counter"])
        if not isinstance(stored, FilePackage) or counter < stored.floor:
            raise CheckFailed(f"the counter {counter} is below the lowest that may be installed")

    def check_signature(self, *, package: FittingPackage) -> VerifiedPackage:
        """The maker's key signed the head, and the head names the image."""
        head = head_of(package.intact.package)
        if _digest(package.intact.package, "sha256", skip_head=True).hex() != head["sha256"]:
            raise CheckFailed("the image's digest differs")
        if not hmac.compare_digest(_signature(head, self._key).encode("ascii"), str(head["signature"]).encode("utf-8")):
            raise CheckFailed("the maker did not sign this")
        return mint(VerifiedPackage, fitting=package, signer=str(head["maker"]))


def _digest(package: StoredPackage, algorithm: str, *, skip_head: bool) -> bytes:
    found = hashlib.new(algorithm)
    with package.open() as stream:
        if skip_head:
            stream.readline(MAX_HEAD)
        while block := stream.read(_BLOCK):
            found.update(block)
    return found.digest()

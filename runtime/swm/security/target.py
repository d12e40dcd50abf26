"""What signed metadata say about one package: the only description of it that anything here relies on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from swm.errors import PeerError

CHUNK: Final = 256 * 1024
SMALL_CHUNK: Final = 64 * 1024
"""For devices with little memory."""
SYMBOL: Final = 1408
"""Octets of a package in one datagram; with its headers it fits an Ethernet frame, over IPv6 too."""
DIGEST: Final = 16
"""Octets of a digest in the tree: SHA-256, truncated."""
MAX_LENGTH: Final = 1 << 40


class BadTarget(PeerError):
    """Signed metadata describe a package in a way that cannot be received."""


@dataclass(frozen=True, slots=True)
class Encryption:
    """How a package is enciphered: the cipher, the name of the wrapping key, the wrapped key (Security/EncAlg, KeyRef,
    ContentKey). Whoever has not the wrapping key may see all of it."""

    algorithm: str
    key_ref: str
    content_key: bytes


@dataclass(frozen=True, slots=True)
class Target:
    """One package. `root` is the root of its digest tree; `repair` the FEC symbols of a chunk that the tree covers.

    `device_classes` are those it is meant for (empty: none), `requires` the
    component versions it goes onto, `counter` its security counter within
    `component`; `encryption` is None for a package in the clear. BadTarget when a size is out of bounds.
    """

    name: str
    length: int
    sha256: bytes
    root: bytes
    chunk_size: int = CHUNK
    symbol_size: int = SYMBOL
    repair: int = 0
    device_classes: tuple[str, ...] = ()
    requires: Mapping[str, str] = field(default_factory=dict)
    component: str = ""
    counter: int = 0
    encryption: Encryption | None = None

    def __post_init__(self) -> None:
        """Bounds: length 1 to 2^40, chunks of 4 KiB to 4 MiB, symbols of 64 to 16,384 octets in steps of 16."""
        if not 1 <= self.length <= MAX_LENGTH:
            raise BadTarget(f"a package of {self.length} octets")
        if not 4096 <= self.chunk_size <= 4 << 20:
            raise BadTarget(f"chunks of {self.chunk_size} octets; 4,096 to 4,194,304 are possible")
        if not 64 <= self.symbol_size <= 16384 or self.symbol_size % DIGEST:
            raise BadTarget(f"symbols of {self.symbol_size} octets; 64 to 16,384 in steps of 16 are possible")
        if not 0 <= self.repair <= 8192:
            raise BadTarget(f"{self.repair} repair symbols a chunk")
        if len(self.sha256) != 32 or len(self.root) != DIGEST:
            raise BadTarget("a digest of the wrong length")
        if self.counter < 0:
            raise BadTarget(f"a security counter of {self.counter}")

    @property
    def manifest(self) -> bytes:
        """SHA-256 over everything that makes stored chunks of this package worth keeping. Journals are bound to it."""
        geometry = (self.length, self.chunk_size, self.symbol_size, self.repair)
        return hashlib.sha256(repr(geometry).encode() + self.sha256 + self.root).digest()

    def custom(self) -> dict[str, object]:
        """The `custom` member of the TUF target."""
        made: dict[str, object] = {
            "chunkSize": self.chunk_size,
            "symbolSize": self.symbol_size,
            "repairSymbols": self.repair,
            "treeRoot": self.root.hex(),
            "deviceClasses": list(self.device_classes),
            "requires": dict(self.requires),
            "component": self.component,
            "securityCounter": self.counter,
        }
        if self.encryption is not None:
            made["encryption"] = {
                "algorithm": self.encryption.algorithm,
                "keyRef": self.encryption.key_ref,
                "contentKey": self.encryption.content_key.hex(),
            }
        return made


def read_target(name: str, length: int, sha256: str, custom: Mapping[str, object]) -> Target:
    """The target that TUF metadata list. BadTarget when the custom data are missing or of the wrong kind."""
    try:
        text = json.dumps(custom)
        if len(text) > 65536:
            raise BadTarget("custom data of more than 64 KiB")
        classes, requires = custom["deviceClasses"], custom["requires"]
        if not isinstance(classes, list) or not isinstance(requires, dict):
            raise BadTarget("deviceClasses is a list, requires an object")
        numbers = [custom[key] for key in ("chunkSize", "symbolSize", "repairSymbols", "securityCounter")]
        numbers.append(length)
        if any(not isinstance(number, int) or isinstance(number, bool) for number in numbers):
            raise BadTarget("sizes and counters are integers")
        chunk_size, symbol_size, repair, counter, _ = (int(str(number)) for number in numbers)
        return Target(
            name=name,
            length=length,
            sha256=bytes.fromhex(sha256),
            root=bytes.fromhex(str(custom["treeRoot"])),
            chunk_size=chunk_size,
            symbol_size=symbol_size,
            repair=repair,
            device_classes=tuple(str(entry) for entry in classes),
            requires={str(key): str(value) for key, value in requires.items()},
            component=str(custom["component"]),
            counter=counter,
            encryption=_encryption(custom.get("encryption")),
        )
    except KeyError as error:
        raise BadTarget(f"the custom data lack {error.args[0]}") from None
    except (TypeError, ValueError, RecursionError) as error:
        raise BadTarget(f"the custom data cannot be read: {error}") from None


def _encryption(told: object) -> Encryption | None:
    if told is None:
        return None
    if not isinstance(told, dict) or any(not isinstance(value, str) for value in told.values()):
        raise BadTarget("encryption is an object of texts")
    return Encryption(told["algorithm"], told["keyRef"], bytes.fromhex(told["contentKey"]))

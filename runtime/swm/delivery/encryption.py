"""Encrypted packages (Security/EncAlg): AES-256-GCM (NIST SP 800-38D) chunk by chunk, the key wrapped (RFC 3394).

A chunk of an encrypted package is one block: up to 16 octets fewer of the plain
package, enciphered, and the tag behind them. The nonce of block n is n in 12
octets; additional data are ``swm-chunk``, n in 8 octets, and 1 for the last
block, 0 for all others, so that blocks can neither be moved nor left out. A
content key serves one package, so no nonce is used twice with it.

Digests and the digest tree are over what is transferred. Who reads the plain
text reads it through them.
"""

from __future__ import annotations

import io
import os
import stat
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from swm.errors import LocalError
from swm.security import CheckFailed
from swm.security.target import Encryption

ALGORITHM: Final = "AES-256-GCM"
KEY: Final = 32
TAG: Final = 16
MAX_KEY_FILE: Final = 1024


class BadEncryptionKey(LocalError):
    """A key file cannot be used; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class WrappingKey:
    """A key-encryption key that publisher and devices share. `name` is what Security/KeyRef says."""

    name: str
    octets: bytes

    def __repr__(self) -> str:
        """Without the key."""
        return f"WrappingKey({self.name!r})"


def make_wrapping_key(path: Path) -> WrappingKey:
    """A new key in a new file, mode 0600, in base64; the file's name without its suffix is that of the key."""
    octets = os.urandom(KEY)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except FileExistsError:
        raise BadEncryptionKey(f"{path} is there already; keys are never overwritten") from None
    except OSError as error:
        raise BadEncryptionKey(f"{path} cannot be written: {error.strerror}") from None
    try:
        os.write(handle, b64encode(octets) + b"\n")
        os.fsync(handle)
    finally:
        os.close(handle)
    return WrappingKey(path.stem, octets)


def read_wrapping_key(path: Path) -> WrappingKey:
    """The key in a file. BadEncryptionKey when others may read it, or it holds no 32 octets in base64."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        with path.open("rb") as stream:
            text = stream.read(MAX_KEY_FILE)
    except OSError as error:
        raise BadEncryptionKey(f"{path}: {error.strerror}") from None
    if mode & 0o077:
        raise BadEncryptionKey(f"{path} can be read by others (mode {mode:04o}); chmod 600 it")
    try:
        octets = b64decode(text.strip(), validate=True)
    except ValueError:
        octets = b""
    if len(octets) != KEY:
        raise BadEncryptionKey(f"{path} holds no {KEY} octets in base64; `swm publish --make-key` writes such a file")
    return WrappingKey(path.stem, octets)


def unwrapped(encryption: Encryption, keys: Callable[[str], bytes | None]) -> bytes:
    """The content key. CheckFailed when the device has not the key that wraps it, or it is another."""
    if encryption.algorithm != ALGORITHM:
        raise CheckFailed(f"the cipher {encryption.algorithm[:40]!r} is not known; {ALGORITHM} is")
    wrapping = keys(encryption.key_ref)
    if wrapping is None:
        raise CheckFailed(f"there is no key {encryption.key_ref[:80]!r}")
    try:
        found = aes_key_unwrap(wrapping, encryption.content_key)
    except (InvalidUnwrap, ValueError):
        raise CheckFailed(f"the content key is not wrapped by {encryption.key_ref[:80]!r}") from None
    if len(found) != KEY:
        raise CheckFailed("the content key has another length")
    return found


def encrypt(plain: BinaryIO, into: BinaryIO, chunk_size: int, key: WrappingKey) -> Encryption:
    """Encipher a package with a new content key, for chunks of `chunk_size`. LocalError for an empty one."""
    content_key = AESGCM.generate_key(KEY * 8)
    cipher = AESGCM(content_key)
    for number, block, is_last in _blocks(plain, chunk_size - TAG):
        into.write(cipher.encrypt(_nonce(number), block, _additional(number, is_last)))
    return Encryption(ALGORITHM, key.name, aes_key_wrap(key.octets, content_key))


def _blocks(stream: BinaryIO, size: int) -> Iterator[tuple[int, bytes, bool]]:
    block, number = stream.read(size), 0
    if not block:
        raise LocalError("an empty package")
    while block:
        following = stream.read(size)
        yield number, block, not following
        block, number = following, number + 1


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _additional(number: int, is_last: bool) -> bytes:
    return b"swm-chunk" + number.to_bytes(8, "big") + bytes([is_last])


def in_the_clear(stream: BinaryIO, length: int, chunk_size: int, content_key: bytes) -> BinaryIO:
    """A reader of the plain text of `length` enciphered octets. Reads raise CheckFailed for a block that is not right,
    and give nothing of it."""
    return cast(BinaryIO, io.BufferedReader(_ClearReader(stream, length, chunk_size, content_key), chunk_size))


class _ClearReader(io.RawIOBase):
    def __init__(self, stream: BinaryIO, length: int, chunk_size: int, content_key: bytes) -> None:
        super().__init__()
        self._stream = stream
        self._cipher = AESGCM(content_key)
        self._chunk_size = chunk_size
        self._blocks = -(-length // chunk_size)
        self._number = 0
        self._plain = memoryview(b"")

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer from one block; 0 at the end."""
        if not self._plain and self._number < self._blocks:
            block = self._stream.read(self._chunk_size)
            is_last = self._number == self._blocks - 1
            try:
                self._plain = memoryview(
                    self._cipher.decrypt(_nonce(self._number), block, _additional(self._number, is_last))
                )
            except (InvalidTag, ValueError):
                raise CheckFailed(f"block {self._number} cannot be deciphered") from None
            self._number += 1
        count = min(len(buffer), len(self._plain))
        buffer[:count] = self._plain[:count]
        self._plain = self._plain[count:]
        return count

    def close(self) -> None:
        """Close what is read from, too."""
        if not self.closed:
            self._stream.close()
        super().close()

"""Enciphered packages: what comes out is what went in, and nothing comes out of what was changed, moved or cut."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from packages import octets

from swm.delivery.encryption import (
    ALGORITHM,
    BadEncryptionKey,
    WrappingKey,
    encrypt,
    in_the_clear,
    make_wrapping_key,
    read_wrapping_key,
    unwrapped,
)
from swm.errors import LocalError
from swm.security import CheckFailed
from swm.security.target import Encryption

CHUNK = 4096
KEY = WrappingKey("fleet-1", bytes(range(32)))


def sealed(plain: bytes) -> tuple[bytes, Encryption]:
    into = io.BytesIO()
    encryption = encrypt(io.BytesIO(plain), into, CHUNK, KEY)
    return into.getvalue(), encryption


def opened(octets: bytes, encryption: Encryption, key: bytes = KEY.octets) -> bytes:
    content_key = unwrapped(encryption, {KEY.name: key}.get)
    with in_the_clear(io.BytesIO(octets), len(octets), CHUNK, content_key) as stream:
        return stream.read()


@pytest.mark.parametrize("length", [1, CHUNK - 17, CHUNK - 16, CHUNK - 15, 2 * (CHUNK - 16), 5 * CHUNK + 3])
def test_what_was_enciphered_is_read_in_the_clear(length: int) -> None:
    plain = octets(length)
    found, encryption = sealed(plain)
    blocks = -(-length // (CHUNK - 16))
    assert len(found) == length + 16 * blocks
    # A single octet is among those of a tag now and then.
    assert length == 1 or plain[:64] not in found
    assert opened(found, encryption) == plain


def test_each_package_has_a_key_of_its_own() -> None:
    (one, first), (other, second) = sealed(octets(9000)), sealed(octets(9000))
    assert first.content_key != second.content_key
    assert one != other


def test_a_line_is_read_and_then_the_rest() -> None:
    found, encryption = sealed(b"head\n" + octets(9000))
    with in_the_clear(io.BytesIO(found), len(found), CHUNK, unwrapped(encryption, lambda name: KEY.octets)) as stream:
        assert stream.readline() == b"head\n"
        assert stream.read() == octets(9000)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda found: found[:CHUNK] + bytes([found[CHUNK] ^ 1]) + found[CHUNK + 1 :],
        lambda found: found[CHUNK : 2 * CHUNK] + found[:CHUNK] + found[2 * CHUNK :],
        lambda found: found[: 2 * CHUNK],
        lambda found: found[:-1],
        lambda found: found + found[:CHUNK],
        lambda found: found[: len(found) - len(found) % CHUNK + 5],
    ],
    ids=["changed", "moved", "a block is gone", "an octet is gone", "longer", "shorter than a tag"],
)
def test_nothing_comes_out_of_what_is_not_right(spoil: object) -> None:
    found, encryption = sealed(octets(3 * CHUNK))
    with pytest.raises(CheckFailed, match="cannot be deciphered"):
        opened(spoil(found), encryption)  # type: ignore[operator]


def test_the_wrapping_key_must_be_there_and_the_right_one() -> None:
    found, encryption = sealed(b"secret")
    with pytest.raises(CheckFailed, match="no key 'fleet-2'"):
        opened(found, replace(encryption, key_ref="fleet-2"))
    with pytest.raises(CheckFailed, match="not wrapped by 'fleet-1'"):
        opened(found, encryption, bytes(32))
    with pytest.raises(CheckFailed, match="not wrapped by"):
        opened(found, replace(encryption, content_key=b""))
    with pytest.raises(CheckFailed, match="'AES-128-CBC' is not known"):
        opened(found, replace(encryption, algorithm="AES-128-CBC"))
    assert encryption.algorithm == ALGORITHM


def test_an_empty_package_is_not_enciphered() -> None:
    with pytest.raises(LocalError, match="empty"):
        sealed(b"")


def test_key_files_are_private_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "fleet-1.key"
    made = make_wrapping_key(path)
    assert (made.name, read_wrapping_key(path)) == ("fleet-1", made)
    assert path.stat().st_mode & 0o777 == 0o600
    assert repr(made) == "WrappingKey('fleet-1')", "the key is never shown"
    with pytest.raises(BadEncryptionKey, match="never overwritten"):
        make_wrapping_key(path)
    path.chmod(0o640)
    with pytest.raises(BadEncryptionKey, match="can be read by others"):
        read_wrapping_key(path)
    path.chmod(0o600)
    path.write_bytes(b"c2hvcnQ=")
    with pytest.raises(BadEncryptionKey, match="holds no 32 octets"):
        read_wrapping_key(path)
    with pytest.raises(BadEncryptionKey, match="No such file"):
        read_wrapping_key(tmp_path / "none.key")

"""Ed25519 keys in files that nobody else can read."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from swm.errors import LocalError


class BadKey(LocalError):
    """A key file cannot be used; the text says why and what to do."""


def make_key(path: Path) -> Ed25519PrivateKey:
    """A new key in a new file, mode 0600 in a folder of mode 0700. BadKey when there is one already."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    octets = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except FileExistsError:
        raise BadKey(f"{path} is there already; keys are never overwritten") from None
    try:
        os.write(handle, octets)
        os.fsync(handle)
    finally:
        os.close(handle)
    return key


def read_key(path: Path) -> Ed25519PrivateKey:
    """The key in a file. BadKey when others may read the file, or it holds no Ed25519 key."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            raise BadKey(f"{path} can be read by others (mode {mode:04o}); chmod 600 it, and consider the key stolen")
        key = load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise BadKey(f"{path}: {error}") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise BadKey(f"{path} holds no Ed25519 key")
    return key


def next_path(folder: Path, role: str) -> Path:
    """The file for the next key of a role: ``targets-1.pem``, then ``targets-2.pem``."""
    numbers = [
        int(found[1])
        for path in folder.glob(f"{role}-*.pem")
        if (found := re.fullmatch(rf"{re.escape(role)}-(\d+)\.pem", path.name)) is not None
    ]
    return folder / f"{role}-{max(numbers, default=0) + 1}.pem"


def read_keys(folder: Path) -> list[Ed25519PrivateKey]:
    """All keys of a folder, in order of their names."""
    return [read_key(path) for path in sorted(folder.glob("*.pem"))]

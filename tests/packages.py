"""Packages for tests: octets, their signed description, and the permits that the step `check_tree` would give."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

from swm.delivery import ChunkStore, DigestTree, DiskStorage, Geometry, build_index, digest
from swm.security import CheckFailed, Permit, mint, step
from swm.security.target import Target


def octets(length: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(length)


def chunk_of(package: bytes, geometry: Geometry, number: int) -> bytes:
    return package[number * geometry.chunk_size : (number + 1) * geometry.chunk_size]


def described(
    package: bytes, chunk_size: int = 4096, symbol_size: int = 256, name: str = "app", **more: object
) -> tuple[Target, bytes]:
    """The target and the published index of a package."""
    geometry = Geometry(len(package), chunk_size, symbol_size)
    root, index = build_index(geometry, lambda number: chunk_of(package, geometry, number))
    target = Target(
        name=name,
        length=len(package),
        sha256=hashlib.sha256(package).digest(),
        root=root,
        chunk_size=chunk_size,
        symbol_size=symbol_size,
        **more,  # type: ignore[arg-type]
    )
    return target, index


def permitted(target: Target, tree: DigestTree, chunk: int, data: bytes) -> Permit:
    """Leave to store a chunk, from a step that really compares its digest."""
    with step("receive", "check_tree", None, makes=Permit):
        if digest(data) != tree.chunk_digest(chunk):
            raise CheckFailed("the digest differs")
        return mint(Permit, content={"place": chunk, "data": data, "target": target})


def put(store: ChunkStore, chunk: int, data: bytes) -> None:
    store.write(chunk, data, permitted(store.target, store.tree, chunk, data))


def filled(folder: Path, package: bytes, chunk_size: int = 4096, **more: object) -> ChunkStore:
    """A store on the disk that holds the whole package."""
    target, index = described(package, chunk_size, **more)
    store = ChunkStore(DiskStorage(folder, target.manifest), target)
    assert store.add_index(index)
    for chunk in store.missing():
        put(store, chunk, chunk_of(package, store.geometry, chunk))
    store.commit()
    return store

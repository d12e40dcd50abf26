"""Receiving packages: the digest tree, the resumable store, and the sources that fill it.

Octets, time and randomness come in as arguments everywhere but in the modules
at the rim: `storage` (files), `https` and `multicast` (sockets).
"""

from swm.delivery.chunk_store import ChunkStore, StorageFailed, StorageFull
from swm.delivery.digest_tree import DigestTree, Geometry, build_index, digest
from swm.delivery.package import CheckedReader, DeliveredPackage
from swm.delivery.storage import BlockFile, DiskStorage, Storage, StorageBusy

__all__ = [
    "BlockFile",
    "CheckedReader",
    "ChunkStore",
    "DeliveredPackage",
    "DigestTree",
    "DiskStorage",
    "Geometry",
    "Storage",
    "StorageBusy",
    "StorageFailed",
    "StorageFull",
    "build_index",
    "digest",
]

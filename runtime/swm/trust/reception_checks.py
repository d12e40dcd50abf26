"""The primitives of `receive_datagram`, `receive` and `resume`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from swm.delivery.chunk_store import MAGIC
from swm.delivery.digest_tree import digest
from swm.delivery.http_ranges import strong
from swm.delivery.names import is_harmless
from swm.security import CheckFailed, Permit, mint, require
from swm.trust.authorisation_checks import target_of

if TYPE_CHECKING:
    from swm.delivery.chunk_store import ChunkStore
    from swm.security.target import Target


def _in_force(target: Target) -> bool:
    return True


@dataclass(kw_only=True)
class ReceptionChecks:
    """Checks of what arrives against the store of the transfer.

    `take_datagram` is that of the carousel's assembly: whether what a datagram
    carries has its place in the tree. `still_authorised` tells whether newer
    metadata took the target back.
    """

    store: ChunkStore
    take_datagram: Callable[[bytes], bool] = lambda datagram: False
    still_authorised: Callable[[Target], bool] = _in_force

    def _mine(self, target: Permit) -> None:
        if target_of(require(target, Permit)) is not self.store.target:
            raise CheckFailed("leave to receive another package")

    def check_name(self, *, name: str) -> None:
        """A name that leads nowhere."""
        if not is_harmless(name):
            raise CheckFailed(f"the name {name[:60]!r}")

    def check_length_left(self, *, data: bytes, place: int, target: Permit) -> None:
        """A place within the package, and exactly its length."""
        self._mine(target)
        geometry = self.store.geometry
        if not 0 <= place < geometry.chunks or len(data) != geometry.chunk_length(place):
            raise CheckFailed(f"{len(data)} octets for chunk {place}")

    def check_datagram(self, *, datagram: bytes, target: Permit) -> None:
        """A node or a symbol that hashes to its place."""
        if target.content["target"] is not self.store.target or not self.take_datagram(datagram):
            raise CheckFailed("no part of the package")

    def check_tree(self, *, data: bytes, place: int, target: Permit) -> Permit:
        """A chunk that hashes to its place."""
        expected = self.store.tree.chunk_digest(place)
        if expected is None or digest(data) != expected:
            raise CheckFailed(f"the digest of chunk {place} is another")
        return mint(Permit, content={"place": place, "data": data, "target": self.store.target})

    def store_chunk(self, *, data: bytes, place: int, permit: Permit) -> None:
        """Data, sync, journal, sync. CheckFailed when there is no room; a failing disk goes through as itself."""
        from swm.delivery.chunk_store import StorageFull

        try:
            self.store.write(place, data, permit)
        except StorageFull as error:
            raise CheckFailed(str(error)) from error

    def check_journal(self, *, journal: bytes, target: Permit) -> None:
        """The head of the journal names the manifest of the target."""
        if journal[: len(MAGIC) + 32] != MAGIC + target_of(require(target, Permit)).manifest:
            raise CheckFailed("the journal belongs to another package")

    def check_authorised(self, *, target: Permit) -> None:
        """Not taken back since."""
        if not self.still_authorised(target_of(require(target, Permit))):
            raise CheckFailed("the package, or a key of it, was taken back")

    def check_chunks(self, *, journal: bytes, target: Permit) -> Permit:
        """Every chunk that counts as stored is hashed once more; CheckFailed when one of them is not what it was."""
        self._mine(target)
        chunks = [place for place in range(self.store.geometry.chunks) if self.store.holds(place)]
        for place in chunks:
            if digest(self.store.read(place)) != self.store.tree.chunk_digest(place):
                raise CheckFailed(f"chunk {place} changed on the disk")
        return mint(Permit, content={"target": self.store.target, "held": len(chunks)})

    def check_validator(self, *, sent: str, received: str) -> None:
        """The same strong ETag both ways; neither where the source has none."""
        if sent == received == "":
            return
        if strong(sent) is None or sent != received:
            raise CheckFailed(f"asked with {sent[:60]}, answered with {received[:60]}")

"""What every source of a package has in common, and what can go wrong with one.

A source puts chunks into an `Intake`; the intake runs the compiled procedure
`receive` on each, so that nothing is stored that the procedure did not let
pass. How the octets travel is the source's own affair.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

from swm.errors import PeerError
from swm.security import NotThere, ProcedureDropped

if TYPE_CHECKING:
    from swm.delivery.chunk_store import ChunkStore
    from swm.security.target import Target


class SourceFailed(PeerError):
    """A source cannot give the package now; its subclasses say why, and so what the machine does next."""


class ObjectChanged(SourceFailed):
    """The server has another object at the place of the package (result 415 when restarts are used up)."""


class RangesRefused(SourceFailed):
    """The server sends the whole object where a part was asked for (result 506 when restarts are used up)."""


class SourceRefused(SourceFailed):
    """The server answered with a status that no waiting mends."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the server answered {status}")
        self.status = status


class SourceBusy(SourceFailed):
    """The server asks to come back later: after `seconds`, where it says so."""

    def __init__(self, seconds: int | None) -> None:
        super().__init__("the server is busy")
        self.seconds = seconds


class SourceLost(SourceFailed):
    """The connection broke or could not be made; what was received is kept."""


class SourceNotTrusted(SourceFailed):
    """TLS failed, or the server sent the client elsewhere than it may (result 507)."""


class SourceRefusesClient(SourceFailed):
    """The server does not take the client's certificate, or wants one that was not shown (result 406)."""


class Intake:
    """Where a source puts what it gets. `receive` runs the compiled procedure on a chunk: place, octets, name."""

    def __init__(self, store: ChunkStore, receive: Callable[[int, bytes, str], object]) -> None:
        self.store = store
        self._receive = receive

    @property
    def target(self) -> Target:
        """The package to be received."""
        return self.store.target

    def missing(self) -> list[int]:
        """The chunks still to come."""
        return self.store.missing()

    def put(self, place: int, data: bytes, name: str = "") -> bool:
        """Offer a chunk. False when the procedure dropped it; StorageFull and the like go through."""
        if self.store.holds(place):
            return True
        try:
            self._receive(place, data, name)
        except ProcedureDropped:
            return False
        return True


class MemoryRepository:
    """TUF metadata that are there already, by their file names."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files

    def metadata(self, name: str) -> Iterator[bytes]:
        """One file. NotThere when there is none."""
        if name not in self._files:
            raise NotThere(name)
        yield self._files[name]


class Source(Protocol):
    """One way for a package to come."""

    def fetch(self, intake: Intake) -> None:
        """Put what is missing into the intake, until nothing is, or SourceFailed. What was put is committed."""


class SessionSource:
    """A package that came inside of the DM session, as one large object (OMA-TS-DM_Protocol 1.2, section 7).

    The session has put the object together; it goes through the same procedure,
    chunk by chunk. `index` is the published index, or the one made from the octets
    when nothing signed comes with them.
    """

    def __init__(self, data: bytes, index: bytes) -> None:
        self._data = data
        self._index = index

    def fetch(self, intake: Intake) -> None:
        """Store the object. ObjectChanged when it is not the package that is awaited."""
        store = intake.store
        if len(self._data) != store.geometry.length or not store.add_index(self._index):
            raise ObjectChanged("the object in the session is not the package announced")
        size = store.geometry.chunk_size
        for place in intake.missing():
            if not intake.put(place, self._data[place * size : (place + 1) * size], ""):
                raise ObjectChanged(f"chunk {place} of the object in the session is not that of the package")
        store.commit()

"""The broadcast client: a socket, and what the compiled procedures let pass from it into the store.

Everything that is not authenticated is dropped datagram by datagram; small
files (announcements, metadata) are put together and handed out unbelieved.
After a kill the store holds every chunk that was committed.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from swm.delivery.alc import MAX_PACKET
from swm.delivery.carousel_receiver import Assembly
from swm.delivery.multicast import open_receiver
from swm.delivery.session_files import SessionFiles
from swm.delivery.sources import Intake
from swm.security import Permit, ProcedureDropped
from swm.trust import DevicePrimitives
from swm_enablers.dmsecurity_1_2 import security

if TYPE_CHECKING:
    from swm.delivery import ChunkStore
    from swm.delivery.session_description import FluteSession
    from swm.delivery.small_files import SmallFiles

AT_ONCE: Final = 512
"""Datagrams between two looks at everything else."""
FEW_AT_ONCE: Final = 16
"""The same before the package is known: what follows its metadata is lost until somebody has looked at them."""


class BroadcastClient:
    """One session at a time. `interface` is the address of the network to listen on."""

    def __init__(self, interface: str, clock: Callable[[], float]) -> None:
        self._interface = interface
        self._clock = clock
        self._socket: socket.socket | None = None
        self._session: FluteSession | None = None
        self._files: SessionFiles | None = None
        self._assembly: Assembly | None = None
        self._primitives: DevicePrimitives | None = None
        self._permit: Permit | None = None
        self._intake: Intake | None = None
        self.store: ChunkStore | None = None
        self._verified = 0
        self.is_open = False
        """Whether what belongs to the package is taken; announcements always are."""
        self.datagrams = 0
        self.octets = 0
        self.forged = 0
        """Datagrams that a procedure dropped while the package was known and they were none of the small files'."""
        self.last_good = clock()
        """When the last authenticated datagram came. Whoever plays genuine datagrams back can put it off, and so the end
        of a transmission; never beyond EndTime."""
        self.good = 0
        """Authenticated datagrams since `tune`, `begin` or `is_open` changed."""

    def tune(self, session: FluteSession | None) -> None:
        """Listen to a session, or to none. OSError when the group cannot be joined."""
        if session == self._session:
            return
        self.close()
        if session is not None:
            self._socket = open_receiver(session.group, session.port, self._interface)
            self._socket.setblocking(False)
            self._files = SessionFiles(session.tsi)
            self._session = session

    def close(self) -> None:
        """Listen no more. The store is its owner's to close."""
        if self._socket is not None:
            self._socket.close()
        self._socket, self._session, self._files, self._assembly = None, None, None, None

    @property
    def small(self) -> SmallFiles | None:
        """The small files that came, none of them believed."""
        return None if self._files is None else self._files.small

    def begin(self, primitives: DevicePrimitives, permit: Permit, store: ChunkStore) -> None:
        """From now on take what belongs to the package that `permit` allows to be received."""
        self._primitives, self._permit, self.store = primitives, permit, store
        self._intake = Intake(store, self.receive)
        self._assemble()
        self.good = 0

    def _assemble(self) -> None:
        if self._session is None or self._files is None or self.store is None or self._primitives is None:
            return
        self._verified = 0
        self._assembly = Assembly(self.store, self._session.tsi, self._files.small)
        self._primitives.take_datagram = self._assembly.take

    def end(self) -> None:
        """The package is no longer awaited."""
        self._primitives, self._permit, self._intake, self._assembly, self.store = None, None, None, None, None
        self.is_open = False

    @property
    def intake(self) -> Intake | None:
        """Where other sources, such as repair, put chunks of the same package."""
        return self._intake

    def receive(self, place: int, data: bytes, name: str) -> object:
        """Run the procedure `receive` on one chunk."""
        assert self._primitives is not None and self._permit is not None
        return security.receive(self._primitives, security.ReceiveInputs(data, place, name, self._permit))

    def listen(self, is_open: bool) -> None:
        """Take what belongs to the package, or leave it alone while the transfer stands still."""
        if is_open != self.is_open:
            self.is_open = is_open
            self.good = 0
            self.last_good = self._clock()

    def drain(self) -> bool:
        """Take in what has arrived, up to a limit; whether there was any."""
        if self._socket is None or self._files is None:
            return False
        if self.is_open and self._assembly is None:
            self._assemble()
        receive = self._socket.recv
        for number in range(FEW_AT_ONCE if self._assembly is None else AT_ONCE):
            try:
                datagram = receive(MAX_PACKET)
            except OSError:
                return number > 0
            self.datagrams += 1
            self.octets += len(datagram)
            self._take(datagram)
        return True

    def _take(self, datagram: bytes) -> None:
        if not self.is_open or self._assembly is None or self._permit is None or self._primitives is None:
            assert self._files is not None
            self._files.take(datagram)
            return
        try:
            security.receive_datagram(self._primitives, security.ReceiveDatagramInputs(datagram, self._permit))
        except ProcedureDropped:
            self.forged += _is_content(datagram)
            return
        if self._assembly.verified > self._verified:
            self._verified = self._assembly.verified
            self.good += 1
            self.last_good = self._clock()
        for place, data, name in self._assembly.ready():
            if self._intake is not None:
                self._intake.put(place, data, name)


def _is_content(datagram: bytes) -> bool:
    """Whether a datagram claims to be part of a package, not of an FDT or a small file."""
    return len(datagram) > 16 and 0 < int.from_bytes(datagram[12:16], "big") < 1 << 31

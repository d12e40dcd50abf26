"""A session before its package is known: only the small files in it are taken, announcements and metadata.

They are not believed; whoever reads them checks their own signatures.
"""

from __future__ import annotations

from typing import Final

from swm.delivery import alc
from swm.delivery.carousel import SMALL_TOI
from swm.delivery.fdt import read_fdt
from swm.delivery.names import is_harmless
from swm.delivery.small_files import Assembled, SmallFiles
from swm.errors import MessageError

MAX_FDT: Final = 256 * 1024
MAX_FDTS: Final = 8


class SessionFiles:
    """Puts the small files of one session together. `small` goes on to the `Assembly` of the package."""

    def __init__(self, tsi: int, small: SmallFiles | None = None) -> None:
        self._tsi = tsi
        self.small = small if small is not None else SmallFiles()
        self._fdts = Assembled(limit=MAX_FDT, most=MAX_FDTS)

    def take(self, datagram: bytes) -> None:
        """One datagram. What is no part of a small file is passed over."""
        try:
            packet = alc.decode(datagram)
        except MessageError:
            return
        if packet.tsi != self._tsi or packet.closes_session or packet.block != 0:
            return
        if packet.toi >= SMALL_TOI:
            self.small.take(packet)
        elif packet.toi == 0 and packet.oti is not None and packet.fdt_instance is not None:
            whole = self._fdts.take(packet.fdt_instance, packet.oti, packet.symbol, packet.payload)
            if whole is not None:
                self._described(whole)

    def _described(self, fdt: bytes) -> None:
        try:
            files = read_fdt(fdt)
        except MessageError:
            return
        for file in files:
            if file.toi >= SMALL_TOI and is_harmless(file.location):
                self.small.expect(file.toi, file.location, file.oti)

"""The server's side of dmacc 1.0: typed commands."""

from __future__ import annotations

from typing import Final

from swm.tree import Connection, find_objects

from .nodes import DmaccObject

MO_IDS: Final[tuple[str, ...]] = ("urn:oma:mo:oma-dm-dmacc:1.0",)
"""MO ids a device may show for this object."""


class Dmacc(DmaccObject):
    """DM Account Management Object 1.0 of one device."""

    @classmethod
    async def find(cls, connection: Connection) -> list[Dmacc]:
        """Every object of this kind that the device has, found by its MO id."""
        return [cls(connection, uri) for uri in await find_objects(connection, *MO_IDS)]

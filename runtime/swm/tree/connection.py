"""What generated server code needs of a DM session: commands on URIs, awaited."""

from __future__ import annotations

from typing import Protocol


class Connection(Protocol):
    """A device as a server talks to it. Every method raises `swm.errors.CommandRefused` for a Status that is no success."""

    async def get(self, uri: str) -> str | bytes:
        """The value of a leaf; of an interior node the names of its children, joined with ``/``."""

    async def replace(self, uri: str, value: str | bytes, format: str) -> int:
        """Overwrite a leaf; the Status (200)."""

    async def add(self, uri: str, value: str | bytes | None, format: str) -> int:
        """Create a node; the Status (200)."""

    async def delete(self, uri: str) -> int:
        """Delete a node and all below it; the Status (200)."""

    async def execute(self, uri: str, correlator: str | None, data: str | None) -> int:
        """Start an operation; the Status: 200 when it is done, 202 when a final alert will follow."""

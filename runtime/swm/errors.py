"""Errors, classed by whose fault they are."""

from __future__ import annotations


class SwmError(Exception):
    """Anything this library raises on purpose."""


class LocalError(SwmError):
    """The caller asked for something that its own state does not allow."""


class PeerError(SwmError):
    """The other side sent something that cannot be accepted."""


class MessageError(PeerError):
    """The other side's message cannot be read, or is larger than the limits allow."""


class CommandRefused(PeerError):
    """The other side answered a command with a Status that is no success."""

    def __init__(self, command: str, uri: str, status: int) -> None:
        super().__init__(f"{command} {uri}: Status {status}")
        self.command = command
        self.uri = uri
        self.status = status

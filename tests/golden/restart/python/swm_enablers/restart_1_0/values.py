"""Values of restart 1.0 that a device maker keeps, and not the tree.

Derive from the Protocol and write the methods of those leaves. A leaf whose
method is not written, or gives None, has the value that the tree keeps.
"""

from __future__ import annotations

from typing import Final, Protocol

from swm.tree import KeptLeaf, KeptValues, ManagementTree

from .nodes import RestartObject, Urgency


class RestartValues(Protocol):
    """Gives and takes the values of an object at the moment a server asks.

    What a setter is given fits the node's format, size and allowed values. It
    is called when all of an Atomic is done; LocalError or OSError say that it
    cannot be kept, which undoes the change (Status 510, or 420 for ENOSPC).
    """

    def get_delay(self) -> int | None:
        """Seconds to wait before the restart.

        x/Delay: int, One, Get Replace, 0..86400, unit s, default 0.
        Spec: restart-1.0/objects.yaml:10
        """
        return None

    def set_delay(self, value: int) -> None:
        """A server has written the leaf that `get_delay` gives."""
        return

    def get_urgency(self) -> Urgency | None:
        """Whether a device in use may be restarted.

        x/Urgency: int, ZeroOrOne, Get Replace, default 1.
        Spec: restart-1.0/objects.yaml:12
        """
        return None

    def set_urgency(self, value: Urgency) -> None:
        """A server has written the leaf that `get_urgency` gives."""
        return

    def get_permit(self) -> bytes | None:
        """The signed permit. Write only.

        x/Permit: bin, ZeroOrOne, Replace, at most 4096 octets.
        Spec: restart-1.0/objects.yaml:20
        """
        return None

    def set_permit(self, value: bytes) -> None:
        """A server has written the leaf that `get_permit` gives."""
        return


RESTART_VALUES: Final = (
    KeptLeaf("Delay", RestartObject.delay.codec, "get_delay", "set_delay"),
    KeptLeaf("Urgency", RestartObject.urgency.codec, "get_urgency", "set_urgency"),
    KeptLeaf("Permit", RestartObject.permit.codec, "get_permit", "set_permit"),
)
"""Which leaf each method is for."""


def keep_restart(tree: ManagementTree, uri: str, values: RestartValues) -> None:
    """Have `values` asked about the object mounted at `uri`. LocalError where none is."""
    tree.keep_values(uri, KeptValues(RESTART_VALUES, values))

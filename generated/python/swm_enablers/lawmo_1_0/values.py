"""Values of lawmo 1.0 that a device maker keeps, and not the tree.

Derive from the Protocol and write the methods of those leaves. A leaf whose
method is not written, or gives None, has the value that the tree keeps.
"""

from __future__ import annotations

from typing import Final, Protocol

from swm.tree import KeptLeaf, KeptValues, ManagementTree

from .nodes import LawmoLAWMOConfig


class LawmoValues(Protocol):
    """Gives and takes the values of an object at the moment a server asks.

    What a setter is given fits the node's format, size and allowed values. It
    is called when all of an Atomic is done; LocalError or OSError say that it
    cannot be kept, which undoes the change (Status 510, or 420 for ENOSPC).
    """

    def get_lawmo_config_notify_user(self) -> bool | None:
        """Tell the user while an operation runs.

        x/LAWMOConfig/NotifyUser: bool, ZeroOrOne, Get Replace.
        Spec: lawmo-1.0/objects.yaml:17
        """
        return None

    def set_lawmo_config_notify_user(self, value: bool) -> None:
        """A server has written the leaf that `get_lawmo_config_notify_user` gives."""
        return


LAWMO_VALUES: Final = (
    KeptLeaf(
        "LAWMOConfig/NotifyUser",
        LawmoLAWMOConfig.notify_user.codec,
        "get_lawmo_config_notify_user",
        "set_lawmo_config_notify_user",
    ),
)
"""Which leaf each method is for."""


def keep_lawmo(tree: ManagementTree, uri: str, values: LawmoValues) -> None:
    """Have `values` asked about the object mounted at `uri`. LocalError where none is."""
    tree.keep_values(uri, KeptValues(LAWMO_VALUES, values))

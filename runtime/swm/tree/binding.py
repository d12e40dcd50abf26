"""The owner of an object, as the tree sees it: who decides about Exec, hears of changes, and may keep values itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

Value = str | bytes
Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """An Exec: who gave it, the Correlator its final alert must echo (None when there was none), the node executed.

    `path` is relative to the owner of the node, as in `Binding.execute`; the tree sets it.
    """

    server: str
    correlator: str | None = None
    data: str | None = None
    path: str = ""


class Participant(Protocol):
    """Who has a part in a change of the tree."""

    def begin(self) -> None:
        """Changes of this object begin: nothing may leave the device until they are kept."""

    def commit(self) -> None:
        """Write what came up since `begin` where it survives; the tree's store writes in the same transaction.

        What follows from it is given to `ManagementTree.afterwards`. OSError when it cannot be written:
        `rollback` is called then.
        """

    def rollback(self) -> None:
        """Be as before `begin`."""


class Binding(Participant, Protocol):
    """The owner of an object. Paths are relative to the object's root (``Download/PkgURL``)."""

    def read(self, path: str) -> Value | None:
        """The value of a leaf the owner keeps itself (State); None for all others."""

    def execute(self, path: str, order: Order) -> int:
        """Decide about an Exec; the Status."""

    def changed(self, command: str, path: str, value: Value | None) -> int:
        """Decide about a Replace, Add, Delete or Rename that the description allows; the tree shows it already.

        `value` is the new value, for Rename the new name. A Status of 300 or more takes the change back.
        """

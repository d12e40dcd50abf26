"""Values that a device maker keeps outside of the tree, through the Protocol generated for the object."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from swm.errors import LocalError
from swm.tree.binding import Order, Value
from swm.tree.codec import Codec


@dataclass(frozen=True, slots=True)
class KeptLeaf:
    """A leaf below an object's root, and the names of the methods that give and take its value."""

    path: str
    codec: Codec[Any]
    getter: str
    setter: str | None


class KeptValues:
    """The values of one object as its maker keeps them; what a server writes reaches the maker when it counts.

    While a change is open, what was written in it is read back from here; the
    maker's setters are called when it is kept. A setter that fails undoes the
    change; those that were called before it are told the values that were.
    """

    def __init__(self, leaves: Iterable[KeptLeaf], values: object) -> None:
        """`values` has the methods that `leaves` names, as the generated Protocol says."""
        self._leaves = {leaf.path: leaf for leaf in leaves}
        self._values = values
        self._written: dict[str, Value] = {}
        self._before: list[tuple[KeptLeaf, Any]] = []

    def read(self, path: str) -> Value | None:
        """The maker's value; None for a leaf that is the tree's to keep. LocalError for one the format cannot say."""
        if path in self._written:
            return self._written[path]
        leaf = self._leaves.get(path)
        if leaf is None:
            return None
        value = getattr(self._values, leaf.getter)()
        try:
            return None if value is None else leaf.codec.encode(value)
        except ValueError as error:
            raise LocalError(f"{leaf.getter} gives what format {leaf.codec.format} cannot say: {error}") from None

    def write(self, path: str, value: Value) -> None:
        """A server writes a leaf."""
        leaf = self._leaves.get(path)
        if leaf is None or leaf.setter is None:
            return
        try:
            leaf.codec.decode(value)
        except ValueError:
            # Emptied, which only text can say: the maker keeps what it has.
            return
        self._written[path] = value

    def begin(self) -> None:
        """A change begins."""
        self._written.clear()

    def commit(self) -> None:
        """The maker gets what was written, unless one of the setters fails."""
        written, self._written = self._written, {}
        self._before.clear()
        for path, value in written.items():
            leaf = self._leaves[path]
            before = getattr(self._values, leaf.getter)()
            try:
                getattr(self._values, str(leaf.setter))(leaf.codec.decode(value))
            except LocalError as error:
                raise OSError(errno.EINVAL, f"{leaf.setter}: {error}") from error
            self._before.append((leaf, before))

    def rollback(self) -> None:
        """Nothing was written; a maker that was told otherwise is told what was before."""
        self._written.clear()
        before, self._before = self._before, []
        for leaf, value in reversed(before):
            if value is not None:
                getattr(self._values, str(leaf.setter))(value)


class NoMachine:
    """The owner of an object that no machine drives: what its description allows simply counts."""

    def read(self, path: str) -> Value | None:
        """No value is the owner's."""
        return None

    def execute(self, path: str, order: Order) -> int:
        """Nobody is there to do it."""
        return 406

    def changed(self, command: str, path: str, value: Value | None) -> int:
        """All the same to this owner."""
        return 200

    def begin(self) -> None:
        """Nothing is held."""

    def commit(self) -> None:
        """Nothing was held."""

    def rollback(self) -> None:
        """Nothing was held."""

"""What a guard may ask: variables, facts, nodes, and whether a security procedure passes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from swm.tree.nodes import Leaf

V = TypeVar("V")
F = TypeVar("F")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Context(Generic[V, F]):
    """The world as a guard sees it. `value_of` gives a leaf's stored value by its path below the object's root."""

    variables: V
    facts: F
    value_of: Callable[[str], str | bytes | None]
    passes: Callable[[str], bool]

    def read(self, path: str, leaf: Leaf[T, Any]) -> T | None:
        """The value of the leaf at `path`, its default when the node is absent, None when there is neither."""
        value = self.value_of(path)
        if value is None or value in ("", b""):
            value = leaf.spec.default
        return None if value is None else leaf.codec.decode(value)

    def is_set(self, path: str) -> bool:
        """Whether the leaf at `path` exists and holds something."""
        return self.value_of(path) not in (None, "", b"")

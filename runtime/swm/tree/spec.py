"""What a device must know about a node to accept or refuse a command on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from swm.tree.access import AccessRight
from swm.tree.codec import WIDE, Codec
from swm.tree.content import Content, refuse_content


@dataclass(frozen=True, slots=True)
class Occurs:
    """How many instances a parent has; `at_most` is None without limit."""

    at_least: int
    at_most: int | None


ONE: Final = Occurs(1, 1)
ZERO_OR_ONE: Final = Occurs(0, 1)
ZERO_OR_MORE: Final = Occurs(0, None)
ONE_OR_MORE: Final = Occurs(1, None)


@dataclass(frozen=True, slots=True)
class NodeSpec:
    """A node of a management object: the DFProperties a device acts on.

    `name` is empty for nodes named at creation. `codec` is None for interior
    nodes. `low` and `high` bound integers, `max_size` the octets of a value,
    `values` lists the only values allowed, as on the wire, `ranges` the
    intervals that integers must lie in. `pattern` is a regular expression that
    a value must match somewhere (anchors are its own), `content` what the text
    must be as a whole. With `separator` the value is a list, and values,
    ranges, pattern and content hold for each item.
    """

    name: str
    access: AccessRight
    occurs: Occurs
    codec: Codec[Any] | None = None
    mo_id: str | None = None
    mime: tuple[str, ...] = ()
    default: str | None = None
    permanent: bool = False
    low: int | None = None
    high: int | None = None
    max_size: int | None = None
    values: frozenset[str] = frozenset()
    title: str | None = None
    ranges: tuple[tuple[int, int], ...] = ()
    pattern: str | None = None
    separator: str | None = None
    content: Content | None = None
    children: tuple[NodeSpec, ...] = field(default=())

    @property
    def format(self) -> str:
        """The DFFormat name."""
        return "node" if self.codec is None else self.codec.format

    def child(self, name: str) -> NodeSpec | None:
        """The child a name belongs to: the one called so, or else the one named at creation."""
        unnamed = None
        for child in self.children:
            if child.name == name:
                return child
            if child.name == "":
                unnamed = child
        return unnamed

    def walk(self) -> Iterator[tuple[str, NodeSpec]]:
        """Every node below, parents first, with its path; placeholders stand as ``<x>``."""
        pending = [("", self)]
        while pending:
            path, node = pending.pop()
            if path:
                yield path, node
            for child in reversed(node.children):
                name = child.name or "<x>"
                pending.append((f"{path}/{name}" if path else name, child))

    def refuse(self, value: str | bytes) -> str | None:
        """Why `value` cannot be stored in this leaf; None when it can."""
        if self.codec is None:
            return "an interior node has no value"
        size = len(value if isinstance(value, bytes) else value.encode("utf-8"))
        if self.max_size is not None and size > self.max_size:
            return f"{size} octets are more than {self.max_size}"
        try:
            decoded = self.codec.decode(value)
        except ValueError as error:
            return str(error)
        text = value if isinstance(value, str) else value.decode("utf-8", "replace")
        if self.separator is None:
            return self._refuse_item(text, decoded)
        parts = text.split(self.separator) if text else []
        found = (self._refuse_item(part, item) for part, item in zip(parts, decoded, strict=True))
        return next((reason for reason in found if reason is not None), None)

    @property
    def _is_bounded(self) -> bool:
        return self.low is not None or self.high is not None or bool(self.ranges)

    def _refuse_number(self, text: str, decoded: Any) -> str | None:
        """Why a number lies outside; one that a text says is looked at as well, as descriptions of the field limit texts."""
        if isinstance(decoded, str):
            try:
                decoded = WIDE.decode(text)
            except ValueError as error:
                return str(error)
        shown = f"{decoded:d}" if isinstance(decoded, int) else f"{decoded}"
        if self.low is not None and decoded < self.low:
            return f"{shown} is below {self.low}"
        if self.high is not None and decoded > self.high:
            return f"{shown} is above {self.high}"
        if self.ranges and not any(low <= decoded <= high for low, high in self.ranges):
            return f"{shown} is in none of the ranges allowed"
        return None

    def _refuse_item(self, text: str, decoded: Any) -> str | None:
        if self.values and text.strip() not in self.values:
            return "not one of the values allowed"
        reason = self._refuse_number(text, decoded) if self._is_bounded else None
        if reason is not None:
            return reason
        if self.pattern is not None and re.search(self.pattern, text) is None:
            return f"{text[:40]!r} does not match {self.pattern[:80]}"
        if self.content is not None:
            return refuse_content(text, self.content)
        return None

"""What both decoders give to `building`: the children of an element, as it ends.

A child is its local name and its value: the text of an element that holds none
of its own, or what `building` made of the others.
"""

from __future__ import annotations

from typing import Any, TypeAlias

Children: TypeAlias = list[tuple[str, Any]]


class Opaque(bytes):
    """Content that came as octets (WBXML opaque data): whether it is text, its Meta tells."""

    __slots__ = ()

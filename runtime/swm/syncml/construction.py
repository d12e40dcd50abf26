"""Frozen objects, made as fast as mutable ones.

A frozen dataclass sets every field through `object.__setattr__`, which is most
of what decoding a message would cost. So an object is filled in while it is of
a mutable class with the same slots, and then becomes one of its own class:

    made = _Location()
    made.uri, made.name = "./A", None
    made.__class__ = Location

It is frozen before anybody else sees it. Slots that were not set raise
AttributeError, as no field of a dataclass may: every field is to be set.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any


def unfrozen(kind: type[Any]) -> Any:
    """A mutable class without arguments whose objects may become ones of the frozen, slotted dataclass `kind`."""
    return type(kind.__name__, (), {"__slots__": tuple(field.name for field in fields(kind))})

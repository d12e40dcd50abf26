"""Lays what an extending enabler states over what it extends."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from msgspec import UNSET

from swmgen.read.decode import Names
from swmgen.read.language import Written

W = TypeVar("W", bound=Written)


def lay_over(base: W, delta: W, key: str) -> W:
    """`base` with the values that `delta`, of the enabler `key`, states; both stay as they are.

    A mapping of names is merged name by name, one of keys key by key; a list of rows (transitions,
    refusals) grows; anything else is replaced. The result stands where `base`
    stands, each value where it was stated last, and knows that `key` changed it.
    """
    values: dict[str, Any] = {}
    for info in msgspec.structs.fields(base):
        name = info.name
        if name in ("span_", "marks_", "changed_", "included_"):
            continue
        old, new = getattr(base, name), getattr(delta, name)
        values[name] = _merged(old, new, key)
    return type(base)(
        span_=base.span_,
        marks_={**base.marks_, **delta.marks_},
        changed_=key,
        included_=base.included_,
        **values,
    )


def _merged(old: Any, new: Any, key: str) -> Any:
    if new is UNSET:
        return old
    if old is UNSET:
        return new
    if isinstance(old, Names) and isinstance(new, Names):
        return merged_names(old, new, key)
    if isinstance(old, Written) and isinstance(new, Written):
        return lay_over(old, new, key)
    if isinstance(old, list) and isinstance(new, list) and any(isinstance(row, Written) for row in (*old, *new)):
        return [*old, *new]
    return new


def merged_names(old: Names, new: Names, key: str) -> Names:
    """Both mappings of names, the entries of `new` laid over those of `old`."""
    merged = dict(old)
    for name, value in new.items():
        before = old.get(name)
        both = isinstance(before, Written) and isinstance(value, Written)
        merged[name] = lay_over(before, value, key) if both else value
    return Names(merged, {**new.places, **old.places})

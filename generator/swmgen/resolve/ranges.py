"""Range texts to ranges."""

from __future__ import annotations

from collections.abc import Mapping

from swmgen.model import NumberRange
from swmgen.read.language import RangeText
from swmgen.resolve.scope import Scope, stated


def build_ranges(kind: str, texts: Mapping[str, RangeText], scope: Scope, owner: str = "") -> tuple[NumberRange, ...]:
    """The ranges; `kind` and `owner` make their ids."""
    return tuple(
        NumberRange(
            name=name,
            low=entry.from_,
            high=entry.to,
            vendor=stated(entry.vendor, True),
            **scope.element(kind, f"{owner}{name}", entry),
        )
        for name, entry in texts.items()
    )

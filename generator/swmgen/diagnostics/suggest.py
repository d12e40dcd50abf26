"""The name that was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def closest(name: str, legal: Iterable[str]) -> str | None:
    """The one of `legal` that `name` is a slip of, or None.

    Case, hyphens and underscores are looked through first (``Max-size`` for
    ``max_size``), then spelling. Ties go to the first in sorted order, so the
    answer does not depend on how the names were collected.
    """
    candidates = sorted(set(legal))
    folded = _fold(name)
    for candidate in candidates:
        if _fold(candidate) == folded:
            return candidate
    matches = difflib.get_close_matches(name, candidates, n=1, cutoff=0.6)
    return matches[0] if matches else None


def _fold(name: str) -> str:
    return name.casefold().replace("-", "").replace("_", "").replace(" ", "")

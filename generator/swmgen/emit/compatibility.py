"""What a build asks of versions: each breaks nothing of the version before it, but for what it waives with a reason.

That is the version it extends; for one that extends none, and says everything anew, the one before it of the same
name and the same major number. Another major number may break what stood before.

Rules over trees, messages, codes and tables are all asked. What an overlay shows to servers of the older version is
searched, breadth first, up to `BUILD_PAIRS` pairs of configurations a machine: what is broken near the beginning stops
a build, and `swmgen compat` searches everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from swmgen.diagnostics import Report
from swmgen.model import Enabler

BUILD_PAIRS: Final = 1000
"""About half a second a machine."""


def older_of(enabler: Enabler, enablers: Mapping[str, Enabler]) -> Enabler | None:
    """The version that an enabler must not break; for an overlay it is that of the enabler it lays over."""
    extending = enablers.get(enabler.overlays) if enabler.overlays is not None else enabler
    if extending is None:
        return None
    before = extending.extends or version_before(extending.key, enablers)
    return None if before is None else enablers.get(before)


def version_before(key: str, keys: Iterable[str]) -> str | None:
    """Of `keys` the greatest below `key` that has its name and its major number; None when there is none.

    A version that is no row of numbers comes after none and before none.
    """
    name, own = _version(key)
    older = {
        version: other
        for other in keys
        for named, version in (_version(other),)
        if named == name and version[:1] == own[:1] and version < own
    }
    return older[max(older)] if older else None


def _version(key: str) -> tuple[str, tuple[int, ...]]:
    name, _, version = key.rpartition("-")
    parts = version.split(".")
    return name, tuple(map(int, parts)) if all(part.isdecimal() for part in parts) else ()


def report_breaks(enabler: Enabler, enablers: Mapping[str, Enabler], report: Report) -> None:
    """Report what the enabler breaks of its older version; nothing when it has none."""
    older = older_of(enabler, enablers)
    if older is None:
        return
    from swmgen.compare.compatibility import compare  # imported late: most enablers extend nothing

    found, _ = compare(older, enabler, most=BUILD_PAIRS)
    report.include(found)

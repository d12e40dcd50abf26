"""Which folder of enablers a command is about, and which of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from swmgen import locations
from swmgen.cli import UsageError


def chosen_folder(named: Path | None) -> Path:
    """The folder of enablers: the one named, else `spec`, else the one that came with swmgen.

    Raises UsageError when it is no folder, or none of its folders is an enabler: a wrong path finds nothing wrong.
    """
    spec = named or locations.specification()
    if not spec.is_dir():
        raise UsageError(f"there is no folder {spec}")
    if not enablers_in(spec):
        raise UsageError(f"{spec} holds no enabler: none of its folders has an enabler.yaml")
    return spec


def require(spec: Path, keys: Sequence[str]) -> None:
    """UsageError for one of `keys` that is no folder in `spec`."""
    for key in keys:
        if Path(key).name != key or not (spec / key).is_dir():
            from swmgen.diagnostics import closest  # imported late: a build with nothing to do must be quick

            meant = closest(key, enablers_in(spec))
            raise UsageError(f"there is no enabler {key} in {spec}." + (f" Did you mean {meant}?" if meant else ""))


def enablers_in(spec: Path) -> list[str]:
    """The names of the folders in `spec` that are enablers."""
    return sorted(entry.parent.name for entry in spec.glob("*/enabler.yaml"))

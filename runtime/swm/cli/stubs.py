"""Where the generated stubs are: installed, in the folder that the settings name, or in a checkout."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path

import swm
from swm.cli import UsageError


def find_stubs(named: Path | None) -> None:
    """Make `swm_enablers` importable. UsageError when it is nowhere."""
    if named is None and importlib.util.find_spec("swm_enablers") is not None:
        return
    checkout = Path(swm.__file__).resolve().parents[2] / "generated" / "python"
    places = [named] if named is not None else [Path("generated/python").resolve(), checkout]
    for place in places:
        if (place / "swm_enablers").is_dir():
            sys.path.insert(0, str(place.resolve()))
            importlib.invalidate_caches()
            return
    shown = ", ".join(map(str, places))
    raise UsageError(
        f"there is no swm_enablers in {shown}; make it with `swmgen build`, or set stubs = in the settings"
    )

"""Look for errors in the specification.

PATH is a folder of enablers, one enabler's folder, or a file in one; without
any, `spec` is checked. All findings of a run are shown, in the order of the
files.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from swmgen import locations
from swmgen.cli import UsageError
from swmgen.cli.reporting import FORMATS, check_loaded, print_report
from swmgen.cli.specification import chosen_folder
from swmgen.edit.fixing import apply_fixes
from swmgen.load import Loaded, load

EXAMPLES = """examples:
  swmgen check                               all enablers in spec/
  swmgen check spec/fumo-1.1                 one enabler and what it builds on
  swmgen check --format sarif > found.sarif  for code scanning
  swmgen check --fix                         apply the fixes that cannot be wrong
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `check`."""
    parser.add_argument("path", nargs="*", type=Path, metavar="PATH", help="default: spec")
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    parser.add_argument("--fix", action="store_true", help="apply safe fixes, then check again")


def run(arguments: argparse.Namespace) -> int:
    """0 nothing found, 1 something found, 2 wrong call."""
    places = arguments.path or [locations.specification()]
    chosen: dict[Path, list[str] | None] = {}
    for place in places:
        spec, key = _place(place)
        keys = chosen.get(spec, [])
        chosen[spec] = None if key is None or keys is None else [*keys, key]
    status = 0
    for spec, keys in chosen.items():
        loaded = _checked(spec, keys)
        if arguments.fix:
            fixed = apply_fixes(spec, list(loaded.report), loaded.sources)
            for file, count in fixed.items():
                print(f"{file}: {count} fixed", file=sys.stderr)
            if fixed:
                loaded = _checked(spec, keys)
        print_report(loaded, spec, arguments.format, sys.stdout)
        status = max(status, 1 if len(loaded.report) else 0)
        if arguments.format == "text" and not len(loaded.report):
            count = len(loaded.enablers)
            print(f"{count} enabler{'s' if count != 1 else ''}, nothing found.", file=sys.stderr)
    return status


def _place(place: Path) -> tuple[Path, str | None]:
    """The folder of enablers, and the enabler meant, if one is."""
    if not place.exists():
        raise UsageError(f"there is no file or folder {place}")
    folder = place.parent if place.is_file() else place
    if (folder / "enabler.yaml").exists() or place.is_file():
        named = folder.resolve()
        return (folder.parent if folder.name and folder.name == named.name else named.parent), named.name
    return chosen_folder(place), None


def _checked(spec: Path, keys: list[str] | None) -> Loaded:
    loaded = load(spec, keys)
    check_loaded(loaded)
    return loaded

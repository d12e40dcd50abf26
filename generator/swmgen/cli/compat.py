"""Tell whether a version of an enabler breaks what stood on another.

OLD and NEW are enablers' folders, or their keys below `spec`. Categories: SOURCE
(code over the stubs) includes TREE (paths, DDF), that includes WIRE (formats,
codes, alerts), and that BEHAVIOUR (states and transitions). Where an enabler
lays NEW over OLD, what it shows to servers of OLD is searched, too.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from swmgen import locations
from swmgen.cli import UsageError
from swmgen.cli.reporting import FORMATS, placed, placed_sources, print_findings
from swmgen.compare.compatibility import Category, compare
from swmgen.load import load
from swmgen.model import Enabler

EXAMPLES = """examples:
  swmgen compat fumo-1.0 fumo-1.1
  swmgen compat fumo-1.0 fumo-overlay-1.1 --category BEHAVIOUR
  swmgen compat ../released/fumo-1.1 spec/fumo-1.1 --category WIRE --format github
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `compat`."""
    parser.add_argument("old", metavar="OLD", help="the previous version")
    parser.add_argument("new", metavar="NEW", help="the current version")
    parser.add_argument(
        "--category",
        choices=[category.value for category in Category],
        default=Category.SOURCE.value,
        help="what must not break; default: SOURCE, which includes all",
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: text")


def run(arguments: argparse.Namespace) -> int:
    """0 nothing breaks, 1 something does, 2 wrong call."""
    old, _, before = _enabler(arguments.old)
    new, others, after = _enabler(arguments.new)
    category = Category(arguments.category)
    broken, is_whole = False, True
    seen: set[tuple[object, ...]] = set()
    for current in (new, *_overlays(old, new, others)):
        report, whole = compare(old, current, category)
        is_whole = is_whole and whole
        # What an overlay has in common with what it lays over is told once.
        fresh = [found for found in report if (found.code, found.span, found.message) not in seen]
        seen |= {(found.code, found.span, found.message) for found in fresh}
        broken = broken or bool(fresh)
        print_findings(fresh, {**before, **after}, arguments.format, sys.stdout)
    if arguments.format == "text":
        if not is_whole:
            print("The search of behaviour was given up at its bound.", file=sys.stderr)
        if not broken:
            print(f"{new.key} breaks nothing of {old.key} ({category.value}).", file=sys.stderr)
    return 1 if broken else 0


def _overlays(old: Enabler, new: Enabler, others: Sequence[Enabler]) -> list[Enabler]:
    """The enablers beside `new` that lay it over `old`; none where `old` is no version that it extends."""
    if new.extends != old.key:
        return []
    return [enabler for enabler in others if enabler.overlays == new.key]


def _enabler(named: str) -> tuple[Enabler, Sequence[Enabler], Mapping[str, str]]:
    """An enabler, all that stand in its folder, and their texts; files are named from here.

    Two versions may come from folders of one shape, so that names below each would be the same.
    """
    place = Path(named)
    if not (place / "enabler.yaml").exists():
        place = locations.specification() / named
    if not (place / "enabler.yaml").exists():
        raise UsageError(f"there is no enabler `{named}`: no folder with an enabler.yaml, and none below spec")
    key = place.resolve().name
    folder = place.parent if place.name == key else place.resolve().parent
    loaded = load(folder)
    if key not in loaded.enablers or loaded.report.has_errors:
        raise UsageError(f"{named} cannot be read; `swmgen check {folder}` tells why")
    enablers = {name: placed(enabler, folder) for name, enabler in loaded.enablers.items()}
    return enablers[key], list(enablers.values()), placed_sources(loaded.sources, folder)

"""Tell what differs between two versions, in meaning.

OLD and NEW are each a folder of enablers, one enabler's folder, a device
description of the field, or a folder or zip archive of those, in any mix. What
stands where in the files, and how it is written, makes no difference.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from swmgen.cli import UsageError
from swmgen.cli.reporting import print_findings, print_report
from swmgen.diagnostics import Severity
from swmgen.load import deep_and_without_collector, load
from swmgen.model import Enabler

EXAMPLES = """examples:
  swmgen diff spec/fumo-1.0 spec/fumo-1.1             two versions of one enabler
  swmgen diff v2-2023-09.zip v2-2024-05.zip --format md   a changelog to publish
  swmgen diff spec/devinfo-1.0 vendor/DevInfo.xml     ours with a maker's
"""
FORMATS = ("text", "json", "md", "html")


class Unreadable(Exception):
    """One side has errors; they have been printed."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `diff`."""
    parser.add_argument("old", metavar="OLD", type=Path, help="the version before")
    parser.add_argument("new", metavar="NEW", type=Path, help="the version after")
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: text")


def run(arguments: argparse.Namespace) -> int:
    """0 no differences, 1 differences, or a side that cannot be read, 2 wrong call."""
    from swmgen.compare import compare_sets
    from swmgen.compare.changelog import RENDERERS

    for path in (arguments.old, arguments.new):
        if not path.exists():
            raise UsageError(f"there is no file or folder {path}")
    with deep_and_without_collector():
        try:
            old, new = enablers(arguments.old), enablers(arguments.new)
        except Unreadable:
            return 1
        compared = compare_sets(old, new)
        sys.stdout.write(RENDERERS[arguments.format](compared))
    return 1 if any(changes or before is None or after is None for before, after, changes in compared) else 0


def enablers(path: Path) -> Mapping[str, Enabler]:
    """The enablers at a path, by key; raises Unreadable when there are errors, which are printed."""
    if path.is_dir() and (path / "enabler.yaml").exists():
        return _specified(path.resolve().parent, [path.resolve().name])
    if path.is_dir() and any((entry / "enabler.yaml").exists() for entry in path.iterdir() if entry.is_dir()):
        return _specified(path, None)
    from swmgen.cli.importing import imported

    enabler, report, sources = imported(path, "imported", "1.0")
    if enabler is None:
        print_findings([entry for entry in report if entry.severity is Severity.ERROR], sources, "text", sys.stderr)
        raise Unreadable
    return {enabler.key: enabler}


def _specified(spec: Path, keys: list[str] | None) -> Mapping[str, Enabler]:
    loaded = load(spec, keys)
    if loaded.report.has_errors:
        print_report(loaded, spec, "text", sys.stderr)
        raise Unreadable
    return {key: enabler for key, enabler in loaded.enablers.items() if keys is None or key in keys}

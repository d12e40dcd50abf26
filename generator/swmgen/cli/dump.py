"""Print the model of enablers as JSON.

The document is public and versioned (`format`): `enablers` holds each enabler
with all it inherits; every element has its id and where it is written. Keys
are only ever added within one format.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import msgspec

from swmgen.cli.reporting import print_report
from swmgen.cli.specification import chosen_folder, require
from swmgen.load import load

FORMAT = 1
EXAMPLES = """examples:
  swmgen dump fumo-1.1 | jq '.enablers["fumo-1.1"].machines[0].states[].name'
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `dump`."""
    parser.add_argument("enabler", nargs="*", help="default: all")
    parser.add_argument("--spec", metavar="DIR", type=Path, help="default: spec")


def run(arguments: argparse.Namespace) -> int:
    """0 printed, 1 when the specification cannot be read, 2 for an enabler there is not."""
    spec = chosen_folder(arguments.spec)
    require(spec, arguments.enabler)
    loaded = load(spec, arguments.enabler or None)
    if loaded.report.has_errors:
        print_report(loaded, spec, "text", sys.stderr)
        return 1
    chosen = arguments.enabler or list(loaded.enablers)
    document = {
        "format": FORMAT,
        "enablers": {key: msgspec.to_builtins(loaded.enablers[key]) for key in sorted(chosen)},
    }
    print(json.dumps(document, indent=1, ensure_ascii=False))
    return 0

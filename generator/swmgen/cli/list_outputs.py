"""List the files that a build makes, sorted, a line each."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from swmgen import locations
from swmgen.cli import UsageError
from swmgen.cli.reporting import check_loaded, print_report
from swmgen.cli.specification import chosen_folder, require
from swmgen.emit.build import Plan, Rejected, build
from swmgen.emit.freshness import MANIFEST, State, outputs, spec_inputs
from swmgen.emit.proofs import Proof
from swmgen.emit.registry import BackendFailed, backends
from swmgen.load import Loaded

EXAMPLES = """examples:
  swmgen list-outputs
  swmgen list-outputs --backend ddf --format json fumo-1.1
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `list-outputs`."""
    parser.add_argument("enabler", nargs="*", help="default: all")
    parser.add_argument("--backend", action="append", metavar="NAME", help="only this backend (repeatable)")
    parser.add_argument("--spec", metavar="DIR", type=Path, help="default: spec")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")


def run(arguments: argparse.Namespace) -> int:
    """0 listed, 1 when the specification has errors, 2 for a wrong call."""
    spec = chosen_folder(arguments.spec)
    try:
        chosen = tuple(backends(arguments.backend))
    except BackendFailed as error:
        raise UsageError(str(error)) from None
    state = State()
    state.everything = True
    state.inputs = spec_inputs(str(spec))
    wanted = tuple(sorted(set(arguments.enabler)))
    require(spec, wanted)
    plan = Plan(spec, Path("generated"), (locations.templates(),), chosen, wanted, {})
    try:
        built = build(plan, state, check_loaded, lambda step: None, _unproved)
    except Rejected as rejected:
        print_report(rejected.loaded, spec, "text", sys.stderr)
        return 1
    paths = sorted([*outputs(json.loads(built.manifest)), MANIFEST])
    print(json.dumps(paths, indent=1) if arguments.format == "json" else "\n".join(paths))
    return 0


def _unproved(loaded: Loaded, shown: Sequence[str], earlier: object, progress: object) -> dict[str, list[Proof]]:
    """No proofs: which files there are does not depend on them."""
    return {key: [] for key in shown}

"""Make stubs, DDF, documents and schema from the specification.

Only what changed is made anew; a file is replaced whole or not at all. Files
that were edited by hand since the last build are named and left alone, unless
--force is given. With errors in the specification nothing is written, nor
where a machine breaks a property or a version what it extends (`verify` and
`compat` search further than a build does).
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

from swmgen import locations
from swmgen.cli import UsageError, outcome
from swmgen.cli.specification import chosen_folder, require
from swmgen.emit import freshness

EXAMPLES = """examples:
  swmgen build                              spec/ to generated/
  swmgen build --check                      is generated/ fresh? exit status 1 if not
  swmgen build --backend ddf -o out         only the DDF files
  swmgen build --templates my fumo-1.1      with templates of your own, one enabler
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `build`."""
    parser.add_argument("enabler", nargs="*", help="enablers to build (default: all)")
    parser.add_argument("--check", action="store_true", help="write nothing; exit status 1 when something is stale")
    parser.add_argument("--force", action="store_true", help="overwrite files that were edited by hand")
    parser.add_argument("--backend", action="append", metavar="NAME", help="only this backend (repeatable)")
    parser.add_argument("--templates", metavar="DIR", type=Path, help="templates that come before ours")
    parser.add_argument(
        "-o", "--output", metavar="DIR", type=Path, default=Path("generated"), help="default: generated"
    )
    parser.add_argument("--spec", metavar="DIR", type=Path, help="default: spec, or the one that came with swmgen")
    parser.add_argument("--runtime", choices=("package", "vendored"), default="package", help="default: package")
    parser.add_argument("--depfile", metavar="FILE", type=Path, help="dependencies for make or ninja")


def run(arguments: argparse.Namespace) -> int:
    """0 done or fresh, 1 stale, edited by hand, or errors in the specification, 2 wrong call."""
    began = time.perf_counter()
    spec = chosen_folder(arguments.spec)
    if arguments.templates is not None and not arguments.templates.is_dir():
        raise UsageError(f"there is no folder {arguments.templates}")
    templates = [path for path in (arguments.templates, locations.templates()) if path is not None]
    wanted = sorted(set(arguments.enabler))
    require(spec, wanted)
    shared = {
        "compiler": freshness.tree_digest(
            [os.path.dirname(os.path.dirname(os.path.abspath(__file__)))], (".py", ".xsd")
        ),
        "templates": freshness.tree_digest([str(path) for path in templates], (".j2", ".css", ".js")),
        "backends": " ".join(arguments.backend or ["all"]),
        "runtime": arguments.runtime,
    }
    if arguments.runtime == "vendored":
        shared["runtime"] = "vendored " + freshness.tree_digest([str(locations.runtime())], (".py",))
    state = freshness.compare(str(arguments.output), str(spec), shared, wanted)
    if state.is_fresh and not arguments.force:
        manifest = state.manifest or {"units": {}}
        outcome.summary(arguments, len(manifest["units"]), 0, len(freshness.outputs(manifest)), 0, began)
        outcome.verified(manifest)
        outcome.depfile(arguments, spec, templates, state.manifest)
        return 0
    from swmgen.cli.building import build_stale

    return build_stale(arguments, spec, templates, shared, state, wanted, began)

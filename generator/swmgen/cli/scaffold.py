"""Write the file a device maker starts from: every method of the handler, to be filled in.

It is written once and then yours: a file that is there is never overwritten.
Called again after the specification has grown, the command says which methods
your file lacks.
"""

from __future__ import annotations

import argparse
import sys
from keyword import iskeyword
from pathlib import Path
from typing import Final

from swmgen import locations
from swmgen.cli import UsageError
from swmgen.cli.reporting import print_report
from swmgen.cli.specification import chosen_folder, require
from swmgen.load import load

EXAMPLES = """examples:
  swmgen scaffold fumo-1.1 -o device.py
  swmgen scaffold fumo-1.1 -o src/device.py --package acme.stubs
"""


MAX_BYTES: Final = 4 * 1024 * 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `scaffold`."""
    parser.add_argument("enabler", metavar="ENABLER", help="an enabler with its version, as fumo-1.1")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="default: ENABLER_VERSION_device.py")
    parser.add_argument("--spec", metavar="DIR", type=Path, help="default: spec")
    parser.add_argument("--package", default="swm_enablers", help="where the stubs are; default: swm_enablers")


def run(arguments: argparse.Namespace) -> int:
    """0 written or nothing lacking, 1 the file lacks something or the specification is wrong, 2 wrong call."""
    spec = chosen_folder(arguments.spec)
    require(spec, [arguments.enabler])
    if not all(part.isidentifier() and not iskeyword(part) for part in arguments.package.split(".")):
        raise UsageError(f"{arguments.package} is no name of a Python package")
    loaded = load(spec, [arguments.enabler])
    if loaded.report.has_errors:
        print_report(loaded, spec, "text", sys.stderr)
        return 1
    from swmgen.emit.python.scaffold import lacking, scaffold
    from swmgen.emit.templates import template_source

    enabler = loaded.enablers[arguments.enabler]
    text = scaffold(enabler, template_source([locations.templates()]), arguments.package)
    if not text:
        raise UsageError(f"{arguments.enabler} has no machine, so a device has nothing to implement")
    path: Path = arguments.output or Path(f"{enabler.package}_device.py")
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}")
    try:
        # Exclusive: of two calls at once one writes, the other compares.
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        try:
            missing = lacking(_existing(path), text)
        except (SyntaxError, ValueError) as error:
            print(f"{path} is there and is left as it is; it is not Python ({error}).", file=sys.stderr)
            return 1
        if missing:
            print(f"{path} is there and is left as it is. It lacks: {', '.join(missing)}.", file=sys.stderr)
            return 1
        print(f"{path} is there and has every method.")
        return 0
    print(f"{path} written.")
    return 0


def _existing(path: Path) -> str:
    if not path.is_file():
        raise UsageError(f"{path} is there and is no file")
    if path.stat().st_size > MAX_BYTES:
        raise UsageError(f"{path} is there and has more than {MAX_BYTES} octets; no scaffold has")
    return path.read_text(encoding="utf-8")

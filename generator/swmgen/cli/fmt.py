"""Put the YAML files of the specification into one layout.

Indentation, blanks, empty lines and the place of comments; nothing that the
files say. Line breaks, quotes, comments and the order of keys stay yours. A
file that is not YAML is named and left as it is.
"""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Iterator
from pathlib import Path

from swm.durable import replace_file
from swmgen import locations
from swmgen.cli import UsageError
from swmgen.edit.layout import NotLaidOut, lay_out
from swmgen.read.yaml_source import MAX_BYTES

EXAMPLES = """examples:
  swmgen fmt                          every file below spec/
  swmgen fmt spec/fumo-1.1            one enabler
  swmgen fmt --check --diff           say what would change; exit status 1 if something would
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `fmt`."""
    parser.add_argument("path", nargs="*", type=Path, metavar="PATH", help="files and folders; default: spec")
    parser.add_argument("--check", action="store_true", help="change nothing; exit status 1 if something would change")
    parser.add_argument("--diff", action="store_true", help="show the changes")


def run(arguments: argparse.Namespace) -> int:
    """0 every file is laid out, 1 when a file cannot be laid out or, with --check, would change, 2 for a wrong call."""
    changed = refused = count = 0
    for path in _files(arguments.path or [locations.specification()]):
        count += 1
        try:
            old = _read(path)
            new = lay_out(old)
        except NotLaidOut as error:
            print(f"{path}:{error.line}: {error}", file=sys.stderr)
            refused += 1
            continue
        if new.encode("utf-8") == path.read_bytes():
            continue
        changed += 1
        print(f"{path}: {'would change' if arguments.check else 'changed'}")
        if arguments.diff:
            sys.stdout.writelines(
                f"{line}\n" for line in difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=1)
            )
        if not arguments.check:
            replace_file(path, new.encode("utf-8"), mode=None)
    verb = "would change" if arguments.check else "changed"
    print(
        f"{count} file{'s' if count != 1 else ''}, {changed} {verb}{f', {refused} left as they are' if refused else ''}.",
        file=sys.stderr,
    )
    return 1 if refused or (arguments.check and changed) else 0


def _files(places: list[Path]) -> Iterator[Path]:
    for place in places:
        if place.is_dir():
            yield from sorted(path for path in place.rglob("*.yaml") if path.is_file())
        elif place.is_file():
            yield place
        else:
            raise UsageError(f"there is no file or folder {place}")


def _read(path: Path) -> str:
    if path.stat().st_size > MAX_BYTES:
        raise NotLaidOut(1, f"the file has more than {MAX_BYTES} octets")
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotLaidOut(1, f"the file is not UTF-8: {error.reason} at octet {error.start}") from None

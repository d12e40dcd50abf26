"""Tell what a diagnostic code means: why it exists, how to mend it, a bad and a good example."""

from __future__ import annotations

import argparse
import json
import sys

import msgspec

from swmgen.cli import UsageError
from swmgen.diagnostics import closest
from swmgen.diagnostics.catalogue import CATALOGUE, Entry

EXAMPLES = """examples:
  swmgen explain SWM0404
  swmgen explain --list
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `explain`."""
    parser.add_argument("code", nargs="*", metavar="CODE", help="SWMnnnn")
    parser.add_argument("--list", action="store_true", help="all codes, a line each")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")


def run(arguments: argparse.Namespace) -> int:
    """0 told, 2 for a code there is not."""
    codes = list(CATALOGUE) if arguments.list else [code.upper() for code in arguments.code]
    if not codes:
        raise UsageError("name a code, or say --list")
    for code in codes:
        if code not in CATALOGUE:
            meant = closest(code, CATALOGUE)
            raise UsageError(f"there is no code {code}." + (f" Did you mean {meant}?" if meant else ""))
    entries = [CATALOGUE[code] for code in codes]
    if arguments.format == "json":
        print(json.dumps([msgspec.to_builtins(entry) for entry in entries], indent=1, ensure_ascii=False))
    elif arguments.list:
        for entry in entries:
            print(f"{entry.code}  {entry.severity.value:7}  {entry.title}")
    else:
        sys.stdout.write("\n".join(_page(entry) for entry in entries))
    return 0


def _page(entry: Entry) -> str:
    source = f"\nSource: {entry.reference}\n" if entry.reference else ""
    return (
        f"{entry.code}: {entry.title} ({entry.severity.value})\n\nWhy: {entry.why}\nHow: {entry.how}\n{source}\n"
        f"Bad:\n{_indented(entry.bad)}\nGood:\n{_indented(entry.good)}"
    )


def _indented(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.rstrip("\n").split("\n"))

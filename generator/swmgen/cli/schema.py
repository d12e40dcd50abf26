"""Print the JSON Schema of the specification language.

Editors with a YAML language server complete and check by it: put
`# yaml-language-server: $schema=../../generated/schema/states.schema.json`
at the top of a file.
"""

from __future__ import annotations

import argparse
import json

from swmgen.emit.schema import language_schema
from swmgen.read.language import FILES

EXAMPLES = """examples:
  swmgen schema > enabler.schema.json
  swmgen schema states.yaml
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `schema`."""
    parser.add_argument("file", nargs="?", choices=list(FILES), help="only what this file may hold")


def run(arguments: argparse.Namespace) -> int:
    """0 printed, 2 for a file that an enabler does not have."""
    print(json.dumps(language_schema(arguments.file), indent=1, sort_keys=True, ensure_ascii=False))
    return 0

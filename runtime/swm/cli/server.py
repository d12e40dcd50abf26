"""Run a DM server for the devices and orders of a TOML file.

CONFIG is that file; `--init` writes one with comments. Orders are given
through the generated stubs, each once, whatever is killed in between. What
devices report is told in lines, or as JSON. SIGTERM ends the server gracefully.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from swm.cli import UsageError
from swm.cli.stubs import find_stubs
from swm.cli.telling import as_json, as_text, write_example
from swm.errors import LocalError

EXAMPLES = """examples:
  swm server --init server.toml
  swm server server.toml
  swm server server.toml --json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `server`."""
    parser.add_argument("config", type=Path, metavar="CONFIG", help="the server's TOML file")
    parser.add_argument("--init", action="store_true", help="write CONFIG with comments, unless it is there")
    parser.add_argument("--json", action="store_true", help="tell what happens as JSON, one object a line")


def run(arguments: argparse.Namespace) -> int:
    """0 when it was ended by a signal, 2 when settings, store, port or certificates cannot be used."""
    try:
        from swm.server.configuration import EXAMPLE, read_server_settings
        from swm.server.program import run_server
    except ImportError as error:
        raise UsageError(f"the server needs {error.name}; install swm-runtime[server]") from None
    if arguments.init:
        return write_example(arguments.config, EXAMPLE)
    try:
        settings = read_server_settings(arguments.config)
        find_stubs(settings.stubs)
        run_server(settings, as_json if arguments.json else as_text)
    except LocalError as error:
        raise UsageError(str(error)) from None
    return 0

"""The command line: ``swmgen COMMAND``.

Each command is a module with `add_arguments(parser)` and `run(arguments)`,
imported only when it is called. Exit status: 0 done and nothing found, 1
something was found or is stale, 2 the call is wrong, 3 a fault of ours.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

from swmgen import __version__

COMMANDS: Final = {
    "build": "make stubs, DDF, documents and schema from the specification",
    "check": "look for errors in the specification",
    "explain": "tell what a diagnostic code means",
    "schema": "print the JSON Schema of the specification language",
    "dump": "print the model of an enabler as JSON",
    "fmt": "put the files of the specification into one layout",
    "list-outputs": "list the files a build makes",
    "scaffold": "write a handler for a device maker to fill in, once",
    "demo": "run a server and a device, and show each message",
}


class UsageError(Exception):
    """The call is wrong; the text tells how."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words in (["--version"], ["-V"]):
        print(f"swmgen {__version__}")
        return 0
    parser = argparse.ArgumentParser(
        prog="swmgen",
        description="The compiler for device-management standards.",
        epilog="commands:\n" + "\n".join(f"  {name:14}{text}" for name, text in COMMANDS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="swmgen [--version] COMMAND ...",
    )
    parser.add_argument("--version", action="version", version=f"swmgen {__version__}")
    parser.add_argument("command", metavar="COMMAND", help="see below; `swmgen COMMAND --help` tells more")
    if not words or words[0].startswith("-"):
        if not words:
            parser.print_help()
            return 2
        parser.parse_args(words)
    return _run(words[0], words[1:])


def _run(name: str, words: Sequence[str]) -> int:
    if name not in COMMANDS:
        import difflib

        meant = difflib.get_close_matches(name, COMMANDS, n=1)
        hint = f" Did you mean `{meant[0]}`?" if meant else ""
        print(f"swmgen: there is no command `{name}`.{hint} `swmgen --help` lists them.", file=sys.stderr)
        return 2
    command = import_module(f"swmgen.cli.{name.replace('-', '_')}")
    parser = argparse.ArgumentParser(
        prog=f"swmgen {name}",
        description=command.__doc__,
        epilog=getattr(command, "EXAMPLES", None),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_arguments(parser)
    arguments = parser.parse_args(words)
    try:
        status: int = command.run(arguments)
        sys.stdout.flush()
    except UsageError as error:
        print(f"swmgen {name}: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader of our output went away; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print(f"swmgen {name}: interrupted", file=sys.stderr)
        return 130
    except Exception as error:
        if os.environ.get("SWMGEN_DEBUG"):
            raise
        print(
            f"swmgen {name}: a fault of swmgen itself: {type(error).__name__}: {error}\n"
            "Please report it with the files it happened on; SWMGEN_DEBUG=1 shows where.",
            file=sys.stderr,
        )
        return 3
    return status

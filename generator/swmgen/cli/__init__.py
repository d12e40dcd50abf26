"""The command line: ``swmgen COMMAND``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

from swm.command_line import Program, UsageError
from swmgen import __version__

COMMANDS: Final = {
    "build": "make stubs, DDF, documents and schema from the specification",
    "check": "look for errors in the specification",
    "compat": "tell whether a version breaks what stood on another",
    "verify": "prove the properties that the specification states",
    "explain": "tell what a diagnostic code means",
    "schema": "print the JSON Schema of the specification language",
    "dump": "print the model of an enabler as JSON",
    "fmt": "put the files of the specification into one layout",
    "list-outputs": "list the files a build makes",
    "import": "make an enabler from device descriptions of the field",
    "diff": "tell what differs between two versions, in meaning",
    "scaffold": "write a handler for a device maker to fill in, once",
    "demo": "run a server and a device, and show each message",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    described = "The compiler for device-management standards."
    program = Program("swmgen", described, __version__, "swmgen.cli", COMMANDS)
    return program.run(list(sys.argv[1:] if arguments is None else arguments))


__all__ = ["COMMANDS", "UsageError", "main"]

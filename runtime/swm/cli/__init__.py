"""The command line of the reference programs: ``swm COMMAND``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

from swm import __version__
from swm.command_line import Program, UsageError

COMMANDS: Final = {
    "server": "run a DM server for the devices and orders of a TOML file",
    "campaign": "prepare many devices over DM, each once, and report",
    "device": "run a device: its objects, its storage, its sessions",
    "image-server": "serve a published repository and broadcast its packages",
    "publish": "sign packages, put them into a repository, take them back",
    "tuf-client": "read a TUF repository and download what it signs",
    "trace": "show captured messages, decoded and diagnosed",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    described = "Reference programs over the generated stubs of device management."
    program = Program("swm", described, __version__, "swm.cli", COMMANDS)
    return program.run(list(sys.argv[1:] if arguments is None else arguments))


__all__ = ["COMMANDS", "UsageError", "main"]

"""Serve a published repository and broadcast its packages.

CONFIG is a TOML file; `--init` writes one with comments and a new key for
announcements. What happens is told in lines, or as JSON; GET /status tells how
far campaigns are. SIGTERM ends the server; started again, it goes on with the
loops that are left.

`--suspend`, `--resume` and `--cancel` order the server that runs with the same
CONFIG to announce it, signed, in the session and by push; devices obey for the
transfers that this campaign began. An order is kept in a file until a server
has taken it: where none runs now, the next one that starts obeys.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from swm.cli import UsageError
from swm.cli.telling import as_json, as_text, write_example
from swm.errors import LocalError

if TYPE_CHECKING:
    from swm.imageserver.configuration import ImageServerSettings

EXAMPLES = """examples:
  swm image-server --init image-server.toml
  swm image-server image-server.toml --describe autumn
  swm image-server image-server.toml --json
  swm image-server image-server.toml --suspend autumn
  swm image-server image-server.toml --cancel autumn
"""


STEERING = {
    "suspend": "devices pause the transfers of a campaign, the session pauses too",
    "resume": "devices and session go on with what --suspend paused",
    "cancel": "devices give the transfers of a campaign up and delete what they have; nothing follows",
}
TAKEN_WITHIN = 3.0
"""Seconds that a running server may need to take an order."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `image-server`."""
    parser.add_argument("config", type=Path, metavar="CONFIG", help="the image server's TOML file")
    parser.add_argument("--init", action="store_true", help="write CONFIG with comments and a key, unless it is there")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument(
        "--describe", metavar="CAMPAIGN", help="print as JSON what a DM server writes into devices for a campaign"
    )
    for name, help_text in STEERING.items():
        instead.add_argument(f"--{name}", metavar="CAMPAIGN", help=help_text)
    parser.add_argument("--json", action="store_true", help="tell what happens as JSON, one object a line")


def run(arguments: argparse.Namespace) -> int:
    """0 when it was ended by a signal, or has done what was asked for.

    2 when the settings, the repository, the key, the record or the port cannot be used, or an order cannot follow.
    """
    try:
        from swm.imageserver.configuration import EXAMPLE, read_image_server_settings
        from swm.imageserver.program import describe, run_image_server
        from swm.publishing.keys import make_key
    except ImportError as error:
        raise UsageError(f"the image server needs {error.name}; install swm-runtime[server,delivery]") from None
    try:
        if arguments.init:
            key = arguments.config.parent / "announce.pem"
            if key.exists():
                raise UsageError(f"{key} is there already and keys are never overwritten; nothing was written")
            status = write_example(arguments.config, EXAMPLE)
            make_key(key)
            return status
        settings = read_image_server_settings(arguments.config)
        if arguments.describe is not None:
            wanted = [campaign for campaign in settings.campaigns if campaign.name == arguments.describe]
            if not wanted:
                names = ", ".join(campaign.name for campaign in settings.campaigns) or "none"
                raise UsageError(f"there is no campaign {arguments.describe}; there are: {names}")
            print(json.dumps(describe(settings, wanted[0]), indent=2, sort_keys=True))
            return 0
        for name in STEERING:
            if (campaign := getattr(arguments, name)) is not None:
                return _order(arguments, settings, campaign, name)
        run_image_server(settings, as_json if arguments.json else as_text)
    except LocalError as error:
        raise UsageError(str(error)) from None
    return 0


def _order(arguments: argparse.Namespace, settings: ImageServerSettings, campaign: str, name: str) -> int:
    from swm.imageserver.program import give_order
    from swm.trust.announcement import Action

    taken = give_order(settings, campaign, Action(name), TAKEN_WITHIN)
    if arguments.json:
        as_json("ordered", {"campaign": campaign, "action": name, "taken": taken})
    elif taken:
        print(f"{name} {campaign}: the running server has taken it")
    else:
        print(f"{name} {campaign}: no server has taken it yet; the next one that runs with {settings.file} will")
    return 0

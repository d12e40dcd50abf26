"""Read a TUF repository and download what it signs, trusting nothing but the root given at first.

The three commands are those with which the public suite tuf-conformance drives
a client. `init` takes the trusted root over, `refresh` reads the metadata of the
repository, `download` fetches one target that they list.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from swm.cli import UsageError

EXAMPLES = """examples:
  swm tuf-client --metadata-dir meta init 1.root.json
  swm tuf-client --metadata-dir meta --metadata-url https://host/metadata refresh
  swm tuf-client --metadata-dir meta --metadata-url https://host/metadata \\
      --target-name fw-2.bin --target-base-url https://host/targets --target-dir out download
"""


MAX_ROOT: Final = 512_000
"""Octets; the limit that the client of python-tuf sets for a root it fetches."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `tuf-client`."""
    parser.add_argument("--metadata-dir", required=True, type=Path, metavar="DIR", help="where accepted metadata stay")
    parser.add_argument("--metadata-url", metavar="URL", help="where the repository's metadata are")
    parser.add_argument("--target-name", metavar="NAME", help="the target to download")
    parser.add_argument("--target-base-url", metavar="URL", help="where the repository's targets are")
    parser.add_argument("--target-dir", type=Path, metavar="DIR", help="where downloads go")
    commands = parser.add_subparsers(dest="command", required=True, metavar="{init,refresh,download}")
    init = commands.add_parser("init", help="take a trusted root over")
    init.add_argument("trusted_root", type=Path, metavar="TRUSTED_ROOT")
    commands.add_parser("refresh", help="read the metadata")
    commands.add_parser("download", help="fetch one target")


def run(arguments: argparse.Namespace) -> int:
    """0 done, 1 refused by the workflow or unreachable, 2 wrong call, or a file that cannot be used."""
    from tuf.api.exceptions import DownloadError, RepositoryError

    from swm.delivery.sources import SourceFailed

    needed = {
        "init": (),
        "refresh": ("metadata_url",),
        "download": ("metadata_url", "target_name", "target_base_url", "target_dir"),
    }[arguments.command]
    for name in needed:
        if getattr(arguments, name) is None:
            raise UsageError(f"{arguments.command} needs --{name.replace('_', '-')}")
    for name in ("metadata_url", "target_base_url"):
        url = getattr(arguments, name)
        if url is not None and urlsplit(url).scheme not in ("http", "https"):
            raise UsageError(f"--{name.replace('_', '-')} {url}: an http or https URL is needed")
    try:
        return _init(arguments) if arguments.command == "init" else _update(arguments)
    except (RepositoryError, DownloadError, SourceFailed, ConnectionError) as error:
        print(f"swm tuf-client: {arguments.command}: {type(error).__name__}: {error}", file=sys.stderr)
        return 1


def _init(arguments: argparse.Namespace) -> int:
    from tuf.api.serialization import DeserializationError

    from swm.trust.metadata import trust_root

    place: Path = arguments.trusted_root
    with place.open("rb") as stream:
        root = stream.read(MAX_ROOT + 1)
    if len(root) > MAX_ROOT:
        raise UsageError(f"{place} has more than {MAX_ROOT} octets; no root has")
    try:
        trust_root(arguments.metadata_dir, root)
    except DeserializationError as error:
        raise UsageError(f"{place} is no metadata of a root: {error}") from None
    return 0


def _update(arguments: argparse.Namespace) -> int:
    from swm.delivery.https import fetch
    from swm.trust.metadata import cached_updater

    if not (arguments.metadata_dir / "root.json").is_file():
        raise UsageError(f"{arguments.metadata_dir} has no trusted root; `init` takes one over")
    updater = cached_updater(
        arguments.metadata_dir, arguments.metadata_url, arguments.target_base_url, fetch, int(time.time())
    )
    updater.refresh()
    if arguments.command == "refresh":
        return 0
    found = updater.get_targetinfo(arguments.target_name)
    if found is None:
        print(f"swm tuf-client: the repository does not list {arguments.target_name}", file=sys.stderr)
        return 1
    arguments.target_dir.mkdir(parents=True, exist_ok=True)
    updater.target_dir = str(arguments.target_dir)
    if updater.find_cached_target(found) is None:
        updater.download_target(found)
    return 0

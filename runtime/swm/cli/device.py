"""Run a device: its objects, its storage, its sessions.

CONFIG is a TOML file; `--init` writes one with comments. The device lives
until SIGTERM or SIGINT; a kill at any instant loses nothing that was answered.
What happens is told in lines, or as JSON.
"""

from __future__ import annotations

import argparse
import signal
from pathlib import Path

from swm.cli import UsageError
from swm.cli.stubs import find_stubs
from swm.cli.telling import as_json, as_text, write_example
from swm.command_line import at_least
from swm.device.configuration import EXAMPLE, DeviceSettings, read_device_settings
from swm.device.package import make_package
from swm.durable import replace_file
from swm.errors import LocalError

EXAMPLES = """examples:
  swm device --init device.toml
  swm device device.toml --once
  swm device device.toml --script events.toml --json
  swm device device.toml --pack image.bin new.pkg --counter 2
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `device`."""
    parser.add_argument("config", type=Path, metavar="CONFIG", help="the device's TOML file")
    parser.add_argument("--init", action="store_true", help="write CONFIG with comments, unless it is there")
    parser.add_argument("--once", action="store_true", help="one session and what it brings, then end")
    parser.add_argument("--script", type=Path, metavar="FILE", help="events: battery, calls, networks, the user ...")
    parser.add_argument("--json", action="store_true", help="tell what happens as JSON, one object a line")
    parser.add_argument(
        "--pack", nargs=2, type=Path, metavar=("IMAGE", "PACKAGE"), help="make a package for this device, as its maker"
    )
    parser.add_argument(
        "--counter", type=at_least(0), default=0, help="the security counter of the package (default 0)"
    )


def run(arguments: argparse.Namespace) -> int:
    """0 when it ended as it should, 1 when the last session failed, 2 for settings that cannot be used."""
    if arguments.init:
        return write_example(arguments.config, EXAMPLE)
    try:
        settings = read_device_settings(arguments.config)
        if arguments.pack:
            image, package = arguments.pack
            return _pack(settings, image, package, arguments.counter)
        find_stubs(settings.stubs)
        # The program stands on the stubs, and they are found only now.
        from swm.device.program import ReferenceDevice
        from swm.device.script import read_script

        script = read_script(arguments.script) if arguments.script is not None else []
        device = ReferenceDevice(settings, as_json if arguments.json else as_text, script)
    except LocalError as error:
        raise UsageError(str(error)) from None
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: device.stop())
    try:
        return 0 if device.run(once=arguments.once) else 1
    except OSError as error:
        raise UsageError(f"{error.strerror or error}: {error.filename or settings.folder}") from None
    finally:
        device.close()


def _pack(settings: DeviceSettings, image: Path, package: Path, counter: int) -> int:
    if not image.is_file():
        raise UsageError(f"there is no file {image}")
    try:
        body = image.read_bytes()
        made = make_package(body, settings.package_key, maker=settings.maker, model=settings.model, counter=counter)
        replace_file(package, made)
    except OSError as error:
        raise UsageError(f"{error.filename}: {error.strerror}") from None
    print(f"{package}: {len(made)} octets for {settings.model} of {settings.maker}, counter {counter}")
    return 0

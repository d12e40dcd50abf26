"""Run generated servers and generated devices against each other, on loopback.

`fumo` updates firmware twice, each message printed as readable lines: the
package once fetched from a file server by its URL, once delivered in the
session as a large object; then an order comes in the wrong state.

`broadcast` prepares a fleet of devices over DM by `swm campaign`, each a process;
an image server broadcasts one package to all of them; some are killed and go on, an attacker
forges and replays. The report says what was sent, received and refused.
"""

from __future__ import annotations

import argparse
import sys

from swm.command_line import is_live
from swmgen.cli import UsageError

EXAMPLES = """examples:
  swmgen demo fumo
  swmgen demo broadcast
  swmgen demo broadcast --devices 10 --unicast
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `demo`."""
    parser.add_argument("name", choices=("fumo", "broadcast"), help="which demonstration")
    parser.add_argument("--devices", type=int, default=50, metavar="N", help="broadcast: how many devices (50)")
    parser.add_argument("--size", type=float, default=2.0, metavar="MB", help="broadcast: size of the firmware (2)")
    parser.add_argument("--kilobits", type=int, default=4000, metavar="K", help="broadcast: bit rate (4000 a second)")
    parser.add_argument("--unicast", action="store_true", help="broadcast: to each device alone, as without multicast")
    parser.add_argument("--plain", action="store_true", help="broadcast: lines also on a terminal, no table")
    parser.add_argument("--seconds", type=float, default=300.0, metavar="S", help="broadcast: give up then (300)")


def run(arguments: argparse.Namespace) -> int:
    """0 when everything, and every device, ended as it should, 1 when not, 2 where the stubs are not built."""
    if arguments.name == "broadcast":
        _check_size(arguments)
    try:
        import swm_enablers.fumo_1_0  # noqa: F401
    except ImportError:
        from pathlib import Path

        stubs = Path("generated/python").resolve()
        if not (stubs / "swm_enablers" / "fumo_1_0").is_dir():
            raise UsageError("the stubs are not there; run `swmgen build` first") from None
        sys.path.insert(0, str(stubs))
    if arguments.name == "broadcast":
        return _broadcast(arguments)
    from swmgen.demo.fumo import demonstrate

    return 0 if demonstrate(print) else 1


def _check_size(arguments: argparse.Namespace) -> None:
    if not 1 <= arguments.devices <= 1000:
        raise UsageError(f"--devices {arguments.devices}: 1 to 1000 can be shown")
    if not 0.01 <= arguments.size <= 1000 or arguments.kilobits < 1:
        raise UsageError("--size is 0.01 to 1000 MB, --kilobits at least 1")


def _broadcast(arguments: argparse.Namespace) -> int:
    from swmgen.demo.broadcast import demonstrate, plan_for

    plan = plan_for(
        arguments.devices,
        unicast=arguments.unicast,
        octets=int(arguments.size * 1_000_000),
        kilobits=arguments.kilobits,
    )
    live = is_live(sys.stdout) and not arguments.plain

    def say(line: str) -> None:
        print(line, flush=True)

    return 0 if demonstrate(plan, say, live=live, seconds=arguments.seconds) else 1

"""Run a generated server and a generated device against each other, over real HTTP on loopback.

Each message exchanged is printed as readable lines. `fumo` updates firmware
twice: the package once fetched from a file server by its URL, once delivered
in the session as a large object; then an order comes in the wrong state.
"""

from __future__ import annotations

import argparse
import sys

from swmgen.cli import UsageError

EXAMPLES = """examples:
  swmgen demo fumo
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `demo`."""
    parser.add_argument("name", choices=("fumo",), help="which demonstration")


def run(arguments: argparse.Namespace) -> int:
    """0 when everything ended as it should, 1 when not, 2 where the stubs are not built."""
    try:
        import swm_enablers.fumo_1_0  # noqa: F401
    except ImportError:
        from pathlib import Path

        stubs = Path("generated/python").resolve()
        if not (stubs / "swm_enablers" / "fumo_1_0").is_dir():
            raise UsageError("the stubs are not there; run `swmgen build` first") from None
        sys.path.insert(0, str(stubs))
    from swmgen.demo.fumo import demonstrate

    return 0 if demonstrate(print) else 1

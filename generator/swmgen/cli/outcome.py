"""What a build tells at its end, whether or not there was something to do."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Any

from swmgen.cli.counting import counted, holding


def summary(arguments: argparse.Namespace, enablers: int, written: int, same: int, removed: int, began: float) -> None:
    """How many files there are and what became of them, in one line; on a terminal with the time it took."""
    took = f" in {time.perf_counter() - began:.2f} s" if sys.stderr.isatty() else ""
    what = "would be written" if arguments.check else "written"
    told = (
        f"{counted(enablers, 'enabler')}: {counted(written, 'file')} {what}, {same} unchanged, {removed} removed{took}"
    )
    print(told, file=sys.stderr)


def verified(manifest: dict[str, Any]) -> None:
    """What all machines were verified for, in one line; nothing when none was."""
    proofs = [proof for unit in manifest["units"].values() for proof in unit.get("proofs", ())]
    if proofs:
        properties = sum(proof["properties"] for proof in proofs)
        states = sum(proof["states"] for proof in proofs)
        machines = counted(len(proofs), "machine")
        print(f"{machines} verified: {holding(properties)} in {counted(states, 'state')}", file=sys.stderr)


def depfile(arguments: argparse.Namespace, spec: Path, templates: list[Path], manifest: dict[str, Any] | None) -> None:
    """The dependencies of the outputs for make, where --depfile asks for them."""
    if arguments.depfile is None or manifest is None or arguments.check:
        return
    from swmgen.cli.depfile import write_depfile

    write_depfile(arguments.depfile, arguments.output, spec, templates, manifest)

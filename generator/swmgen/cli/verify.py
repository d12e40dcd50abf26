"""Prove the properties that the specification states of its machines.

Each machine is closed: DM servers, an image server, a user and an attacker
around the device, and between them a network that loses, doubles, delays and
reorders; the device loses its power at any step. Every state that all of them
can come to is searched. A broken property is shown with the shortest way to
break it, as a message sequence chart, and with the lines it follows from.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from pathlib import Path

import msgspec

from swm.command_line import at_least, is_live
from swmgen import locations
from swmgen.cli import UsageError
from swmgen.cli.counting import counted, holding
from swmgen.cli.reporting import FORMATS, check_loaded, print_report
from swmgen.cli.specification import chosen_folder, require
from swmgen.diagnostics import Report
from swmgen.load import Loaded, load
from swmgen.model import Enabler, Machine, Size
from swmgen.verify.bounds import bounds_of
from swmgen.verify.verdict import Limits, Verdict, report, verify_machine

EXAMPLES = """examples:
  swmgen verify                              all enablers, with the bounds that each states
  swmgen verify fumo-1.1 --jobs 2            one enabler, two threads
  swmgen verify fumo-1.1 --bounds build      with the bounds of every build
  swmgen verify fumo-1.1 --bounds messages=3 losses=2     with more than it states
  swmgen verify fumo-1.1 --bounds messages=3 --compact 33 in 1 GiB, however many states there are
  swmgen verify fumo-1.0 --bounds build --promela models  and models by which spin proves the same

bounds: messages losses duplicates power_cuts attacks servers older_servers alerts
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `verify`."""
    parser.add_argument("enabler", nargs="*", metavar="ENABLER", help="default: all that state properties")
    parser.add_argument("--spec", metavar="DIR", type=Path, help="default: spec, or the one that came with swmgen")
    parser.add_argument("--machine", metavar="NAME", help="only the machines of this name")
    parser.add_argument(
        "--bounds", nargs="+", default=["full"], metavar="BOUND", help="build, full (default), or NAME=NUMBER ..."
    )
    parser.add_argument("--jobs", type=at_least(1), default=1, metavar="N", help="threads (default: 1)")
    parser.add_argument(
        "--most", type=at_least(1), default=2_000_000_000, metavar="N", help="give up beyond so many states"
    )
    parser.add_argument(
        "--compact", type=int, default=0, metavar="BITS", help="remember states in 2**BITS bits; may miss some"
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    parser.add_argument(
        "--promela",
        metavar="DIR",
        type=Path,
        help="write models for spin at the same bounds: of all that may happen, and\nof each property of progress",
    )
    parser.add_argument("--charts", metavar="DIR", type=Path, help="write each counterexample as an SVG picture")


def run(arguments: argparse.Namespace) -> int:
    """0 everything holds, 1 something is broken or was not searched, 2 wrong call."""
    spec = chosen_folder(arguments.spec)
    require(spec, arguments.enabler)
    loaded = _loaded(spec, arguments.enabler)
    if loaded.report.has_errors:
        print_report(loaded, spec, arguments.format, sys.stdout)
        print("Only a specification without errors can be verified.", file=sys.stderr)
        return 1
    chosen = [
        (enabler, machine)
        for enabler in loaded.enablers.values()
        if enabler.overlays is None and (not arguments.enabler or enabler.key in arguments.enabler)
        for machine in enabler.machines
        if arguments.machine in (None, machine.name) and (machine.properties or arguments.enabler)
    ]
    if not chosen:
        there = sorted(
            f"{machine.name} of {enabler.key}" for enabler in loaded.enablers.values() for machine in enabler.machines
        )
        raise UsageError(f"there is no such machine; there are {', '.join(there) or 'none'}")
    limits = Limits(jobs=arguments.jobs, most=arguments.most, compact=_bits(arguments.compact))
    findings = Report()
    for enabler, machine in chosen:
        size = sized(machine, arguments.bounds)
        if arguments.promela is not None:
            _export(enabler, machine, size, arguments.promela)
        verdict = _verified(enabler, machine, size, limits)
        report(verdict, machine, findings)
        if arguments.charts is not None:
            _draw(verdict, arguments.charts)
    print_report(msgspec.structs.replace(loaded, report=findings), spec, arguments.format, sys.stdout)
    return 1 if len(findings) else 0


def _bits(bits: int) -> int:
    if bits and not 16 <= bits <= 40:
        raise UsageError("--compact takes 16 to 40")
    return bits


def _loaded(spec: Path, keys: list[str]) -> Loaded:
    loaded = load(spec, keys or None)
    check_loaded(loaded)
    return loaded


def sized(machine: Machine, words: list[str]) -> Size:
    """The size that the words of --bounds name."""
    bounds = bounds_of(machine)
    size = bounds.full
    for word in words:
        name, equals, number = word.partition("=")
        if word in ("build", "full"):
            size = bounds.build if word == "build" else bounds.full
        elif not equals or name not in Size.__struct_fields__ or not re.fullmatch("[0-9]{1,9}", number):
            raise UsageError(f"`{word}` is no bound; there are build, full, {', '.join(Size.__struct_fields__)}")
        else:
            size = msgspec.structs.replace(size, **{name: int(number)})
    if not size.servers + size.older_servers:
        raise UsageError("without a DM server nothing happens")
    return size


def _verified(enabler: Enabler, machine: Machine, size: Size, limits: Limits) -> Verdict:
    began = time.perf_counter()
    name = f"{enabler.key}: {machine.name}"

    def show(states: int, level: int) -> None:
        took = time.perf_counter() - began
        print(
            f"\r\033[K{name}: {states:,} states, level {level}, {states / max(took, 0.001):,.0f}/s",
            end="",
            file=sys.stderr,
            flush=True,
        )

    terminal = is_live(sys.stderr)
    verdict = verify_machine(enabler, machine, size, limits, show if terminal else lambda states, level: None)
    clear = "\r\033[K" if terminal else ""
    print(f"{clear}{summary(verdict)} in {time.perf_counter() - began:.1f} s", file=sys.stderr)
    return verdict


def summary(verdict: Verdict) -> str:
    """One line about a verdict."""
    name = f"{verdict.enabler}: {verdict.machine}"
    if verdict.too_large:
        return f"{name}: not verified, {verdict.too_large},"
    found = (
        f"{len(verdict.broken)} of {verdict.properties} properties broken"
        if verdict.broken
        else holding(verdict.properties)
    )
    missed = f" (each state missed with probability {verdict.missed:.1e})" if verdict.missed else ""
    return f"{name}: {found} in {counted(verdict.states, 'state')}{missed}"


def _export(enabler: Enabler, machine: Machine, size: Size, folder: Path) -> None:
    from swmgen.emit.promela.machine import Model
    from swmgen.emit.promela.progress import Progress, proving

    folder.mkdir(parents=True, exist_ok=True)
    name = f"{enabler.key}.{machine.name}"
    (folder / f"{name}.pml").write_text(Model(enabler, machine, size).text(), encoding="utf-8")
    for entry in machine.properties:
        if isinstance(entry, Progress):
            path = folder / f"{name}.{entry.name}.pml"
            path.write_text(proving(enabler, machine, size, entry), encoding="utf-8")


def _draw(verdict: Verdict, folder: Path) -> None:
    from swmgen.emit.docs.figures import chart_figure
    from swmgen.emit.templates import template_source

    style = template_source([path for path in (locations.templates(),) if path is not None])("docs/figure.css").render()
    folder.mkdir(parents=True, exist_ok=True)
    for broken in verdict.broken:
        path = folder / f"{verdict.enabler}.{verdict.machine}.{broken.property.name}.svg"
        path.write_text(chart_figure(broken.example.chart).standalone(style), encoding="utf-8")

"""The part of `build` that has something to do; apart, so that a build with nothing to do imports none of it."""

from __future__ import annotations

import argparse
import difflib
import gc
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from swm.command_line import is_live
from swmgen.cli import UsageError, outcome
from swmgen.cli.reporting import check_loaded, print_report
from swmgen.emit import freshness, journal
from swmgen.emit.build import Built, Plan, Rejected, TwoForOne, build, put_down
from swmgen.emit.formatting import FormatterFailed
from swmgen.emit.registry import BackendFailed, backends
from swmgen.emit.templates import TemplateFailed


def build_stale(
    arguments: argparse.Namespace,
    spec: Path,
    templates: list[Path],
    shared: dict[str, str],
    state: freshness.State,
    wanted: list[str],
    began: float,
) -> int:
    """Build what is stale, or with --check tell what is; the exit status."""
    # Nearly everything made from here on is needed to the end; collecting would only look at it again and again.
    gc.disable()
    try:
        chosen = tuple(backends(arguments.backend))
    except BackendFailed as error:
        raise UsageError(str(error)) from None
    plan = Plan(
        spec=spec,
        out=arguments.output,
        templates=tuple(templates),
        backends=chosen,
        wanted=tuple(wanted),
        shared=shared,
        vendored=arguments.runtime == "vendored",
    )
    try:
        with _locked(arguments) as out:
            if state.interrupted and not arguments.check and journal.complete(out):
                state = freshness.compare(out, str(spec), shared, wanted)
                if state.is_fresh:
                    outcome.summary(arguments, len((state.manifest or {})["units"]), 0, 0, 0, began)
                    return 0
            return _build(arguments, plan, state, began)
    except (TemplateFailed, TwoForOne, FormatterFailed) as error:
        code = {"TemplateFailed": "SWM0901", "TwoForOne": "SWM0902", "FormatterFailed": "SWM0903"}[type(error).__name__]
        print(f"error[{code}]: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"error[SWM0904]: {error.filename or arguments.output}: {error.strerror}", file=sys.stderr)
        return 1


def _build(arguments: argparse.Namespace, plan: Plan, state: freshness.State, began: float) -> int:
    if state.edited and not (arguments.force or arguments.check):
        for path in state.edited:
            print(f"error[SWM0905]: {plan.out / path} was edited by hand since it was made", file=sys.stderr)
        print("Take the edits out, or overwrite them with --force.", file=sys.stderr)
        return 1
    try:
        built = build(plan, state, check_loaded, _progress(arguments))
    except Rejected as rejected:
        print_report(rejected.loaded, plan.spec, "text", sys.stderr)
        print("Nothing was written.", file=sys.stderr)
        return 1
    same = len(freshness.outputs(json.loads(built.manifest))) - len(built.changed)
    if arguments.check:
        return _tell(plan, state, built)
    put_down(plan, built)
    outcome.summary(arguments, built.enablers, len(built.changed), same, len(built.removed), began)
    outcome.verified(json.loads(built.manifest))
    outcome.depfile(arguments, plan.spec, list(plan.templates), json.loads(built.manifest))
    return 0


def _tell(plan: Plan, state: freshness.State, built: Built) -> int:
    """What --check found: each stale file with how much would change, and why."""
    for reason in state.why:
        print(f"{plan.out}: {reason}")
    for key in state.stale:
        print(f"{plan.spec / key}: changed since the last build")
    edited, missing = set(state.edited), set(state.missing)
    for path, text in built.changed.items():
        word = "edited by hand" if path in edited else "missing" if path in missing else "stale"
        print(f"{plan.out / path}: {word} ({_size_of_change(plan.out / path, text)})")
    for path in sorted(edited - set(built.changed)):
        print(f"{plan.out / path}: edited by hand, and what a build makes now")
    for path in built.removed:
        print(f"{plan.out / path}: no longer made")
    old = plan.out / freshness.MANIFEST
    manifest_same = old.exists() and old.read_bytes() == built.manifest.encode("utf-8")
    if built.changed or built.removed or state.interrupted or not manifest_same:
        if not (built.changed or built.removed):
            print(f"{old}: stale")
        print("Run `swmgen build` to make it fresh.", file=sys.stderr)
        return 1
    return 0


def _size_of_change(path: Path, text: str) -> str:
    try:
        before = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return f"+{len(text.splitlines())}"
    lines = list(difflib.unified_diff(before, text.splitlines(), lineterm="", n=0))
    more = sum(line.startswith("+") and not line.startswith("+++") for line in lines)
    less = sum(line.startswith("-") and not line.startswith("---") for line in lines)
    return f"+{more} -{less}"


def _progress(arguments: argparse.Namespace) -> Callable[[str], None]:
    """One line that changes, on a terminal; nothing elsewhere."""
    if not is_live(sys.stderr):
        return lambda step: None

    def show(step: str) -> None:
        print(f"\r\033[K{step} ...", end="\r", file=sys.stderr, flush=True)

    return show


@contextmanager
def _locked(arguments: argparse.Namespace) -> Iterator[str]:
    """Keep other builds out of the output folder. A killed build leaves no lock behind: it goes with the process."""
    out = str(arguments.output)
    if arguments.check and not os.path.isdir(out):
        yield out
        return
    os.makedirs(out, exist_ok=True)
    if os.name == "nt":
        yield out
        return
    import fcntl

    handle = os.open(out, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UsageError(f"another build is writing {out}; wait for it") from None
        yield out
    finally:
        os.close(handle)

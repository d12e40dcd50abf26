"""What commands share about findings: running the rules, printing the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TextIO, TypeVar, cast

import msgspec

from swm.command_line import wants_colour
from swmgen.check import check
from swmgen.diagnostics import Diagnostic
from swmgen.diagnostics.render import FORMATS, render
from swmgen.load import Loaded
from swmgen.model import Span

T = TypeVar("T")


def check_loaded(loaded: Loaded) -> None:
    """Run every rule over what was loaded."""
    check(loaded.enablers, loaded.report, loaded.broken, loaded.faulty)


def print_report(loaded: Loaded, spec: Path, form: str, stream: TextIO) -> None:
    """The findings about the enablers of `spec` in one of the formats, their files named as one can open them here."""
    found = [placed(diagnostic, spec) for diagnostic in loaded.report]
    print_findings(found, placed_sources(loaded.sources, spec), form, stream)


def print_findings(found: Sequence[Diagnostic], sources: Mapping[str, str], form: str, stream: TextIO) -> None:
    """Findings in one of the formats, with the lines they speak of."""
    text = render(form, list(found), sources, colour=form == "text" and wants_colour(stream))
    if text:
        stream.write(text)


def placed(value: T, spec: Path) -> T:
    """`value` with the file of every span below `spec`, where spans name it from there."""
    prefix = _prefix(spec)
    return cast(T, _prefixed(value, prefix)) if prefix else value


def placed_sources(sources: Mapping[str, str], spec: Path) -> Mapping[str, str]:
    """Texts of files by the names that `placed` gives them."""
    prefix = _prefix(spec)
    return {f"{prefix}{name}": text for name, text in sources.items()}


def _prefix(spec: Path) -> str:
    return "" if str(spec) == "." else f"{spec.as_posix().rstrip('/')}/"


def _prefixed(value: object, prefix: str) -> object:
    if isinstance(value, Span):
        return msgspec.structs.replace(value, file=f"{prefix}{value.file}")
    if isinstance(value, tuple):
        return tuple(_prefixed(entry, prefix) for entry in value)
    if isinstance(value, Mapping):
        return {name: _prefixed(entry, prefix) for name, entry in value.items()}
    if isinstance(value, msgspec.Struct):
        changed = {name: _prefixed(getattr(value, name), prefix) for name in value.__struct_fields__}
        return type(value)(**changed)
    return value


__all__ = ["FORMATS", "check_loaded", "placed", "placed_sources", "print_findings", "print_report"]

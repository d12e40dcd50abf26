"""What commands share about findings: running the rules, printing the report."""

from __future__ import annotations

from typing import TextIO

from swmgen.check import check
from swmgen.diagnostics.render import FORMATS, render
from swmgen.load import Loaded


def check_loaded(loaded: Loaded) -> None:
    """Run every rule over what was loaded."""
    check(loaded.enablers, loaded.report, loaded.broken, loaded.faulty)


def print_report(loaded: Loaded, form: str, stream: TextIO) -> None:
    """The findings in one of the formats."""
    text = render(form, list(loaded.report), loaded.sources, colour=form == "text" and stream.isatty())
    if text:
        stream.write(text)


__all__ = ["FORMATS", "check_loaded", "print_report"]

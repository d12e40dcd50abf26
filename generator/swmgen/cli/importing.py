"""The part of `import` that reads; apart, so that other commands may take files of the field as well."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from swmgen.check import check
from swmgen.check.tree import RULES
from swmgen.diagnostics import Report
from swmgen.model import Enabler, Maturity, Span
from swmgen.read.ddf.bundle import members
from swmgen.read.ddf.importing import import_tree

_NOT_OF_THE_FIELD: Final = frozenset(("SWM0301", "SWM0317", "SWM0320"))
"""What is a matter of our standards, or has been reported by the reader."""


def imported(path: Path, name: str, version: str) -> tuple[Enabler | None, Report, Mapping[str, str]]:
    """The enabler that the documents at `path` describe, what was found, and the texts; None when it cannot be read."""
    report = Report()
    sources: dict[str, str] = {}
    found = members(path, report)
    if found is None:
        return None, report, sources
    key = f"{name}-{version}"
    tree = import_tree(found, key, report, sources)
    if tree is None:
        if not report.has_errors:
            report.add("SWM0152", Span(path.name, 1, 1, 1, 2), "There is no document of the field here.")
        return None, report, sources
    stem = path.resolve().stem if path.is_file() else path.resolve().name
    enabler = Enabler(
        name=name,
        version=version,
        title=" ".join(re.findall(r"[\w.,()+-]+", stem)) or name,
        maturity=Maturity.PUBLISHED,
        imported=path.resolve().name,
        tree=tree,
        id=f"{key}:enabler",
        span=Span(path.name, 1, 1, 1, 2),
        origin=key,
    )
    rules = [rule for rule in RULES if rule.code not in _NOT_OF_THE_FIELD]
    check({key: enabler}, report, frozenset(), {}, rules)
    return enabler, report, sources

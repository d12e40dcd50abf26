"""From documents of the field to one tree."""

from __future__ import annotations

from collections.abc import Sequence

from swmgen.diagnostics import Note, Report, Severity
from swmgen.model import Tree
from swmgen.read.ddf import markup
from swmgen.read.ddf.bundle import Member
from swmgen.read.ddf.grafting import together
from swmgen.read.ddf.recognise import is_other, read_ddf


def import_tree(found: Sequence[Member], key: str, report: Report, sources: dict[str, str]) -> Tree | None:
    """The tree that the documents describe together; None when one cannot be read, or none describes anything.

    Among several documents, those that are of another kind are left out with a
    warning. `sources` gets the texts, for the report.
    """
    trees: list[Tree] = []
    prefixes = markup.Prefixes()
    for member in found:
        sources[member.name] = member.data.decode("utf-8", "replace").removeprefix("\ufeff")
        own = Report()
        tree = read_ddf(member.data, member.name, key, own, prefixes)
        if tree is None and len(found) > 1 and is_other(member.data, own):
            _leave_out(own, report)
            continue
        report.include(own)
        if tree is not None:
            trees.append(tree)
    if report.has_errors or not trees:
        return None
    return trees[0] if len(trees) == 1 else together(trees, key, report)


def _leave_out(found: Report, report: Report) -> None:
    """Tell that a document is no description, by the first reason for which it was refused."""
    reason = next(entry for entry in found if entry.severity is Severity.ERROR)
    if reason.code == "SWM0152":
        report.include([reason], Severity.WARNING)
    else:
        message = "Nothing in this document is of a device description; it is left out."
        report.add("SWM0152", reason.span, message, notes=(Note(reason.message),), severity=Severity.WARNING)

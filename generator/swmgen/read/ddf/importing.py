"""From documents of the field to one tree."""

from __future__ import annotations

from collections.abc import Sequence

from swmgen.diagnostics import Report, Severity
from swmgen.model import Tree
from swmgen.read.ddf import markup
from swmgen.read.ddf.bundle import Member
from swmgen.read.ddf.grafting import together
from swmgen.read.ddf.recognise import read_ddf


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
        is_other = tree is None and {entry.code for entry in own} == {"SWM0152"} and len(found) > 1
        report.include(own, Severity.WARNING if is_other else None)
        if tree is not None:
            trees.append(tree)
    if report.has_errors or not trees:
        return None
    return trees[0] if len(trees) == 1 else together(trees, key, report)

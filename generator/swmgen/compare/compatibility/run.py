"""Runs the rules over two versions, and takes away what is waived."""

from __future__ import annotations

from collections.abc import Sequence

from swmgen.compare.compatibility import behaviour, source, tree, wire
from swmgen.compare.compatibility.rule import Category, CompatibilityRule, Versions
from swmgen.compare.refinement import MAX_PAIRS
from swmgen.diagnostics import Report
from swmgen.model import Enabler
from swmgen.model.enabler import Maturity

RULES: tuple[CompatibilityRule, ...] = (*source.RULES, *tree.RULES, *wire.RULES, *behaviour.RULES)
"""Every rule, in the order of codes."""

UNUSED = "SWM1051"


def compare(
    old: Enabler,
    new: Enabler,
    category: Category = Category.SOURCE,
    rules: Sequence[CompatibilityRule] = RULES,
    most: int = MAX_PAIRS,
) -> tuple[Report, bool]:
    """What breaks, and whether every search came to its end; searches end after `most` pairs of configurations.

    Nothing can break for those who stand on an experimental version: it is
    exempt. A waiver of the new version (`suppress`) takes away what it names; one
    that takes nothing away is a finding, when its rule was asked, its search was not given up, and `old` is what the
    new version stands on: against any other, as a release of the same version, it has nothing to do.
    """
    report = Report()
    versions = Versions(old, new, report, most)
    asked = [rule for rule in rules if rule.category in category.includes]
    if old.maturity is not Maturity.EXPERIMENTAL:
        for rule in asked:
            versions.begin(rule)
            rule.look(versions)
    _waive(versions, report, {rule.code for rule in asked})
    return report, versions.is_whole()


def _waive(versions: Versions, report: Report, asked: set[str]) -> None:
    for waiver in versions.new.suppressions:
        if waiver.rule not in asked:
            continue
        kept = [
            found
            for found in report
            if found.code != waiver.rule
            or _short(versions.target(found.code, found.span, found.message)) != _short(waiver.target)
        ]
        if len(kept) == len(report):
            if not versions.is_whole(waiver.rule) or not _stands_on(versions.new, versions.old):
                continue
            message = f"Nothing at {waiver.target} breaks {waiver.rule}; the waiver can go."
            report.add(UNUSED, waiver.span, message)
        else:
            report.keep(kept)


def _stands_on(new: Enabler, old: Enabler) -> bool:
    """Whether `old` is the version whose breaking the waivers of `new` speak of."""
    if new.extends is not None:
        return new.extends == old.key
    return old.key not in (new.overlays, new.key)


def _short(target: str | None) -> str | None:
    """An id without its enabler."""
    if target is None:
        return None
    head, colon, rest = target.partition(":")
    return rest if colon and "-" in head else target

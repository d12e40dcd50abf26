"""The conformance report: JSON for machines, JUnit for CI, HTML to read, all from the same findings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from xml.etree import ElementTree

from swm.conformance.coverage import coverage
from swm.conformance.declaration import Declaration
from swm.conformance.running import Finding
from swm.conformance.vectors import Document

FORMAT = 1
STYLE = """
body { font: 15px sans-serif; margin: 2em; max-width: 70em }
td, th { padding: .2em .8em; text-align: left; vertical-align: top; border-bottom: 1px solid #ccc }
.failed { background: #fdd }
.skipped { background: #ffd }
"""


@dataclass(frozen=True, slots=True)
class Run:
    """The findings of one machine's vectors."""

    document: Document
    findings: Sequence[Finding]


def verdict(finding: Finding, declared: Declaration) -> str:
    """``passed``, ``failed``, ``expected failure`` or ``skipped``."""
    if finding.wrong:
        return "expected failure" if finding.step.id in declared.expected_failures else "failed"
    return "skipped" if finding.skipped is not None else "passed"


def failed(runs: Sequence[Run], declared: Declaration) -> bool:
    """Whether something failed that was not declared, or something was declared that is not so."""
    findings = [finding for one in runs for finding in one.findings]
    return bool(declared.unused(findings)) or any(verdict(finding, declared) == "failed" for finding in findings)


def not_run(runs: Sequence[Run], declared: Declaration) -> list[Finding]:
    """What was skipped, though the declaration names nothing that it, or a step before it, needs: nobody knows of it."""
    return [finding for one in runs for finding in _not_run(one, declared)]


def _not_run(one: Run, declared: Declaration) -> Iterator[Finding]:
    by_id = {finding.step.id: finding for finding in one.findings}
    for finding in one.findings:
        if finding.skipped is not None:
            way = [by_id[step.id] for step in one.document.chain(finding.step.id)]
            first = next(before for before in way if not before.passed)
            if not first.wrong and declared.unsupported_by(first.step) is None:
                yield finding


def conforms(runs: Sequence[Run], declared: Declaration) -> bool:
    """Whether nothing failed, and everything was run that the declaration does not except."""
    return not failed(runs, declared) and not not_run(runs, declared)


def _told(runs: Sequence[Run], declared: Declaration) -> str:
    if failed(runs, declared):
        return "The client does not conform."
    missing = len(not_run(runs, declared))
    if not missing:
        return "The client conforms."
    whole = sum(len(one.findings) for one in runs)
    return (
        f"It is not shown whether the client conforms: nothing failed, but {missing} of {whole} vectors were not run, "
        "and the declaration does not except them."
    )


def as_json(runs: Sequence[Run], declared: Declaration) -> str:
    """The whole report as JSON."""
    data = {
        "format": FORMAT,
        "conforms": conforms(runs, declared),
        "not_run": len(not_run(runs, declared)),
        "declaration": {
            "unsupported": dict(declared.unsupported),
            "expected_failures": dict(declared.expected_failures),
            "not_so": declared.unused([finding for one in runs for finding in one.findings]),
        },
        "machines": [_machine(one, declared) for one in runs],
    }
    return json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _machine(one: Run, declared: Declaration) -> dict[str, Any]:
    return {
        "enabler": one.document.head["enabler"],
        "machine": one.document.head["machine"],
        "requirement": one.document.head.get("requirement"),
        "coverage": {name: asdict(count) for name, count in coverage(one.document, one.findings).items()},
        "requirements": _matrix(one, declared),
        "vectors": [
            {
                "id": finding.step.id,
                "event": finding.step.event,
                "spec": finding.step.expect["spec"],
                "requirements": list(finding.step.requirements),
                "verdict": verdict(finding, declared),
                "wrong": list(finding.wrong),
                "reason": finding.skipped,
            }
            for finding in one.findings
        ],
    }


def _matrix(one: Run, declared: Declaration) -> dict[str, dict[str, int]]:
    """For each conformance id how many of its vectors ended how."""
    found: dict[str, dict[str, int]] = {}
    for finding in one.findings:
        for name in finding.step.requirements:
            row = found.setdefault(name, {})
            word = verdict(finding, declared)
            row[word] = row.get(word, 0) + 1
    return dict(sorted(found.items()))


def as_junit(runs: Sequence[Run], declared: Declaration) -> bytes:
    """The report in the form that CI servers read."""
    root = ElementTree.Element("testsuites")
    for one in runs:
        words = [verdict(finding, declared) for finding in one.findings]
        suite = ElementTree.SubElement(
            root,
            "testsuite",
            name=one.document.name,
            tests=str(len(words)),
            failures=str(words.count("failed")),
            skipped=str(words.count("skipped") + words.count("expected failure")),
        )
        for finding, word in zip(one.findings, words, strict=True):
            case = ElementTree.SubElement(
                suite, "testcase", classname=one.document.name, name=f"{finding.step.id} {finding.step.event}"
            )
            # The same names as those of pytest's own report.
            properties = ElementTree.SubElement(case, "properties")
            for name in finding.step.requirements:
                ElementTree.SubElement(properties, "property", name="requirement", value=name)
            ElementTree.SubElement(properties, "property", name="spec", value=finding.step.expect["spec"])
            if word == "failed":
                failure = ElementTree.SubElement(case, "failure", message=finding.wrong[0])
                failure.text = "\n".join(finding.wrong)
            elif word != "passed":
                ElementTree.SubElement(case, "skipped", message=finding.skipped or word)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def as_html(runs: Sequence[Run], declared: Declaration) -> bytes:
    """The report as one page."""
    page = ElementTree.Element("html", lang="en")
    head = ElementTree.SubElement(page, "head")
    ElementTree.SubElement(head, "meta", charset="utf-8")
    ElementTree.SubElement(head, "title").text = "Conformance report"
    ElementTree.SubElement(head, "style").text = STYLE
    body = ElementTree.SubElement(page, "body")
    ElementTree.SubElement(body, "h1").text = "Conformance report"
    ElementTree.SubElement(body, "p").text = _told(runs, declared)
    for sentence in declared.unused([finding for one in runs for finding in one.findings]):
        ElementTree.SubElement(body, "p", {"class": "failed"}).text = sentence
    for one in runs:
        ElementTree.SubElement(body, "h2").text = one.document.name
        _table(body, ("covered", "", "missing"), _coverage_rows(one))
        ElementTree.SubElement(body, "h3").text = "Requirements"
        rows = [
            ("failed" if "failed" in row else "", name, ", ".join(f"{count} {word}" for word, count in row.items()))
            for name, row in _matrix(one, declared).items()
        ]
        _table(body, ("requirement", "vectors"), rows)
        others = [finding for finding in one.findings if not finding.passed]
        if others:
            ElementTree.SubElement(body, "h3").text = "What did not pass"
            shown = [
                (
                    verdict(finding, declared).split()[0].replace("expected", "skipped"),
                    finding.step.id,
                    finding.step.event,
                    finding.step.expect["spec"],
                    ", ".join(finding.step.requirements),
                    "; ".join(finding.wrong) or finding.skipped or "",
                )
                for finding in others
            ]
            _table(body, ("vector", "event", "specification", "requirements", "what"), shown)
    written: bytes = ElementTree.tostring(page, encoding="utf-8", method="html")
    return b"<!doctype html>\n" + written + b"\n"


def _coverage_rows(one: Run) -> list[tuple[str, ...]]:
    return [
        ("", name, f"{count.covered} of {count.all}", ", ".join(count.missing[:8]))
        for name, count in coverage(one.document, one.findings).items()
    ]


def _table(parent: ElementTree.Element, titles: Sequence[str], rows: Sequence[tuple[str, ...]]) -> None:
    """Rows of a class name and cells."""
    table = ElementTree.SubElement(parent, "table")
    line = ElementTree.SubElement(table, "tr")
    for title in titles:
        ElementTree.SubElement(line, "th").text = title
    for kind, *cells in rows:
        line = ElementTree.SubElement(table, "tr", {"class": kind} if kind else {})
        for cell in cells:
            ElementTree.SubElement(line, "td").text = cell

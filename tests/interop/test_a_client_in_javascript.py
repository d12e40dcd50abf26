"""The protocol is enough: a client in another language, written by hand from the standard, is tested with the vectors."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from swm.conformance import Finding, load, run
from swm.conformance.coverage import coverage
from swm.conformance.declaration import Declaration, read
from swm.conformance.protocol import ProcessClient
from swm.conformance.report import Run, conforms

HERE = Path(__file__).resolve().parent
DOCUMENT = load(HERE.parents[1] / "generated" / "conformance" / "vectors" / "lawmo-1.0.lock.json")


@pytest.fixture(scope="module")
def node() -> str:
    found = shutil.which("node")
    if found is None:
        pytest.skip("node is not installed")
    return found


def findings_of(node: str, program: Path) -> list[Finding]:
    client = ProcessClient([node, str(program)])
    try:
        return list(run(DOCUMENT, client))
    finally:
        client.close()


def test_it_conforms_but_for_what_its_declaration_says(node: str) -> None:
    findings = findings_of(node, HERE / "lawmo_client.js")
    declared = read(HERE / "lawmo_client.toml")
    assert declared.expected_failures
    assert conforms([Run(DOCUMENT, findings)], declared)
    assert not conforms([Run(DOCUMENT, findings)], Declaration()), "without its declaration it does not"
    counts = coverage(DOCUMENT, findings)
    assert counts["states"].missing == ()
    assert set(counts["transitions"].missing) <= {
        step.element for step in DOCUMENT.steps.values() if step.facts.get("items_selected")
    }


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("return 405;", "return 202;", "Status is 202, must be 405"),
        ('"warning"', '"informational"', "the alert's mark is informational, must be warning"),
        ("device.correlator = correlator;", "", "the alert's correlator is None, must be c-1"),
        ('state: "20"', 'state: "10"', "the state is 10, must be 20"),
    ],
)
def test_a_fault_in_it_is_found(node: str, right: str, wrong: str, told: str, tmp_path: Path) -> None:
    source = (HERE / "lawmo_client.js").read_text(encoding="utf-8")
    assert right in source
    program = tmp_path / "client.js"
    program.write_text(source.replace(right, wrong, 1), encoding="utf-8")
    findings = findings_of(node, program)
    assert told in "\n".join(sentence for finding in findings for sentence in finding.wrong)
    assert not conforms([Run(DOCUMENT, findings)], read(HERE / "lawmo_client.toml"))

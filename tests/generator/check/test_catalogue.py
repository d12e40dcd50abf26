"""Catalogue, rules and bad specifications hold together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from specs import checked, codes, write
from syrupy.assertion import SnapshotAssertion

from swmgen.check import RULES
from swmgen.diagnostics.catalogue import CATALOGUE
from swmgen.diagnostics.render import render
from swmgen.verify.verdict import CODES, TOO_LARGE

BAD = Path(__file__).resolve().parents[2] / "bad"
EXPECTED = re.compile(r"# expect: (\S+):(\d+):(\d+) (SWM\d{4})")
FOUND_BY_RULES = [rule.code for rule in RULES]
FOUND_BY_READING = [code for code in CATALOGUE if code[3:5] in ("01", "02")]
FOUND_BY_SEARCHING = {*CODES.values(), TOO_LARGE}
NOT_TEXT = {"SWM0102", "SWM0103", "SWM0110", "SWM0117", "SWM0119", "SWM0155", "SWM0165"}
"""Faults that no example in a catalogue can show (size, bytes, depth, two files, a folder, an archive).

See `test_reading`, `test_quirks`, `test_bundles`.
"""
SHOWN = [code for code in (*FOUND_BY_READING, *FOUND_BY_RULES) if code not in NOT_TEXT]


def test_there_are_more_than_forty_rules() -> None:
    assert len(RULES) >= 40


def test_every_rule_has_an_entry_and_every_code_is_declared_once() -> None:
    assert len(set(FOUND_BY_RULES)) == len(FOUND_BY_RULES)
    assert set(FOUND_BY_RULES) <= set(CATALOGUE)
    in_bands = {code for code in CATALOGUE if code[3:5] in ("03", "04", "05", "06", "07", "08")}
    assert in_bands == set(FOUND_BY_RULES) | FOUND_BY_SEARCHING


@pytest.mark.parametrize("code", list(CATALOGUE))
def test_an_entry_says_why_and_how(code: str) -> None:
    entry = CATALOGUE[code]
    for text in (entry.title, entry.why, entry.how, entry.bad, entry.good):
        assert text.strip()
    assert entry.why.endswith(".")
    assert entry.how.endswith(".")
    assert entry.bad != entry.good


@pytest.mark.parametrize("code", SHOWN)
def test_the_bad_example_shows_its_fault_alone_and_the_good_one_none(code: str, tmp_path: Path) -> None:
    bad = checked(write(tmp_path / "bad", CATALOGUE[code].bad))
    good = checked(write(tmp_path / "good", CATALOGUE[code].good))
    assert set(codes(bad)) == {code}
    assert codes(good) == []


def folders() -> list[Path]:
    return sorted(path for path in BAD.iterdir() if path.is_dir())


def expectations(folder: Path) -> list[tuple[str, int, int, str]]:
    """What the header comments of a bad specification expect."""
    found = []
    for path in sorted(folder.glob("*/*")):
        for file, line, column, code in EXPECTED.findall(path.read_text(encoding="utf-8", errors="replace")):
            found.append((f"{path.parent.name}/{file}", int(line), int(column), code))
    return sorted(found)


def test_every_code_that_text_can_show_has_a_bad_specification() -> None:
    assert {folder.name for folder in folders()} == set(SHOWN)


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_a_bad_specification_is_refused_at_the_very_place(folder: Path, snapshot: SnapshotAssertion) -> None:
    loaded = checked(folder)
    found = sorted((d.span.file, d.span.line, d.span.column, d.code) for d in loaded.report)
    assert found == expectations(folder)
    assert render("text", list(loaded.report), loaded.sources) == snapshot


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_switching_a_rule_off_lets_its_bad_specification_through(rule: object) -> None:
    code = rule.code  # type: ignore[attr-defined]
    if code in ("SWM0805", "SWM0806"):
        pytest.skip("suppressions are looked at by the run itself, not by a rule that can be left out")
    others = [other for other in RULES if other.code != code]
    assert code in codes(checked(BAD / code))
    assert code not in codes(checked(BAD / code, others))

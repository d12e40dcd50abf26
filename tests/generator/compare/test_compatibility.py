"""Rules of compatibility: each refuses its twin of a broken version, and the published enablers break nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace
from specs import checked, codes, write

from swmgen.cli import main
from swmgen.compare.compatibility import RULES, Category, compare
from swmgen.compare.refinement import refines
from swmgen.diagnostics import Report
from swmgen.diagnostics.catalogue import CATALOGUE
from swmgen.diagnostics.catalogue.versions import ENTRIES
from swmgen.load import load

ROOT = Path(__file__).resolve().parents[3]
CODES = [entry.code for entry in ENTRIES]
OF_RULES = [rule.code for rule in RULES]
PUBLISHED = [
    ("fumo-1.0", "fumo-1.1"),
    ("fumo-1.0", "fumo-overlay-1.1"),
    ("scomo-1.0", "scomo-1.1"),
    ("scomo-1.1", "scomo-1.2"),
    ("scomo-1.1", "scomo-overlay-1.2"),
]


def compared(folder: Path, text: str, **options: object) -> Report:
    loaded = checked(write(folder, text))
    assert codes(loaded) == [], "each version alone is right"
    new = loaded.enablers.get("a-overlay-1.1", loaded.enablers["a-1.1"])
    return compare(loaded.enablers["a-1.0"], new, **options)[0]  # type: ignore[arg-type]


def test_every_rule_has_an_entry() -> None:
    assert sorted([*OF_RULES, "SWM1051"]) == sorted(CODES)
    assert len(set(OF_RULES)) == len(OF_RULES) >= 30


@pytest.mark.parametrize("code", CODES)
def test_a_rule_refuses_its_twin_and_no_other_does(code: str, tmp_path: Path) -> None:
    assert {found.code for found in compared(tmp_path / "bad", CATALOGUE[code].bad)} == {code}
    assert list(compared(tmp_path / "good", CATALOGUE[code].good)) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_without_the_rule_its_twin_passes(rule: object, tmp_path: Path) -> None:
    code = rule.code  # type: ignore[attr-defined]
    others = [other for other in RULES if other.code != code]
    assert list(compared(tmp_path, CATALOGUE[code].bad, rules=others)) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_category_includes_those_after_it(rule: object, tmp_path: Path) -> None:
    order = list(Category)
    own = order.index(rule.category)  # type: ignore[attr-defined]
    bad = CATALOGUE[rule.code].bad  # type: ignore[attr-defined]
    for number, category in enumerate(order):
        found = list(compared(tmp_path / category.value, bad, category=category))
        assert bool(found) is (number <= own), category


def test_an_experimental_version_binds_nobody(tmp_path: Path) -> None:
    bad = CATALOGUE["SWM1011"].bad.replace("maturity: published", "maturity: experimental", 1)
    assert list(compared(tmp_path, bad)) == []


@pytest.mark.parametrize(("old", "new"), PUBLISHED)
def test_the_published_enablers_break_nothing(old: str, new: str) -> None:
    loaded = load(ROOT / "spec")
    report, is_whole = compare(loaded.enablers[old], loaded.enablers[new])
    assert [(found.code, found.message) for found in report] == []
    assert is_whole


def test_without_its_waivers_an_overlay_shows_what_its_base_does_not_allow() -> None:
    loaded = load(ROOT / "spec")
    found = list(refines(loaded.enablers["scomo-overlay-1.2"], loaded.enablers["scomo-1.1"]))
    lines = [violation.step for refined in found for violation in refined.violations]
    assert lines == [
        "the server: exec x/Inventory/Delivered/<x>/Operations/Install (Status 200) -> install_progressing",
        "the server: exec x/Inventory/Delivered/<x>/Operations/InstallInactive (Status 200) -> install_progressing",
    ]


@pytest.mark.parametrize(
    ("old", "new", "machine", "state", "reads_as"),
    [
        ("scomo-1.1", "scomo-overlay-1.2", "delivered", "install_suspended", "idle"),
        *(
            pytest.param("fumo-1.0", "fumo-overlay-1.1", "package", *change, marks=pytest.mark.long)
            for change in (
                ("download_suspended", "idle"),
                ("download_interrupted", "download_failed"),
                ("verifying", "download_complete"),
                ("update_suspended", "ready_to_update"),
                ("update_deferred", "update_progressing"),
            )
        ),
    ],
)
def test_a_state_that_an_older_server_is_shown_as_another_is_found(
    old: str, new: str, machine: str, state: str, reads_as: str
) -> None:
    """Other servers may be there under the base, too, but they explain only what others cause."""
    enablers = load(ROOT / "spec").enablers
    base, overlay = (
        replace(enabler, machines=tuple(one for one in enabler.machines if one.name == machine))
        for enabler in (enablers[old], enablers[new])
    )
    known = {violation.step for refined in refines(overlay, base) for violation in refined.violations}
    [right] = overlay.machines
    states = tuple(replace(one, reads_as=reads_as) if one.name == state else one for one in right.states)
    wrong = replace(overlay, machines=(replace(right, states=states),))
    found = {violation.step for refined in refines(wrong, base) for violation in refined.violations}
    assert found - known, f"{state} read as {reads_as} looks like the base"


def test_a_search_that_is_given_up_does_not_say_that_a_waiver_is_of_no_use() -> None:
    loaded = load(ROOT / "spec")
    old, new = loaded.enablers["fumo-1.0"], loaded.enablers["fumo-overlay-1.1"]
    assert any(waiver.rule == "SWM1047" for waiver in new.suppressions)
    report, is_whole = compare(old, new, most=2)
    assert (list(report), is_whole) == ([], False)


def test_the_counterexample_is_a_shortest_way(tmp_path: Path) -> None:
    first, *others = compared(tmp_path, CATALOGUE["SWM1047"].bad)
    assert [note.message for note in first.notes] == [
        "1. the server: exec x/Go (Status 202) -> busy",
        "2. the device: pauses -> waiting, result fine",
    ]
    assert all(len(other.notes) >= 2 for other in others)


def test_the_command_tells_by_its_exit_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = write(tmp_path, CATALOGUE["SWM1021"].bad)
    assert main(["compat", str(spec / "a-1.0"), str(spec / "a-1.1")]) == 1
    assert "error[SWM1021]: WIRE: The format of x/Name was chr, now bin." in capsys.readouterr().out
    assert main(["compat", str(spec / "a-1.0"), str(spec / "a-1.1"), "--category", "BEHAVIOUR"]) == 0
    assert "a-1.1 breaks nothing of a-1.0 (BEHAVIOUR)" in capsys.readouterr().err
    assert main(["compat", "a-9.9", "a-1.0"]) == 2
    assert "there is no enabler `a-9.9`" in capsys.readouterr().err


def test_two_releases_of_one_version_are_compared_without_its_overlay_and_its_waivers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    released = shutil.copytree(ROOT / "spec", tmp_path / "released")
    assert main(["compat", str(released / "fumo-1.1"), str(ROOT / "spec" / "fumo-1.1")]) == 0
    assert capsys.readouterr().out == ""


def test_what_is_found_in_folders_of_one_shape_names_the_file_that_has_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = write(tmp_path / "released", CATALOGUE["SWM1021"].bad) / "a-1.0"
    new = write(tmp_path / "current", CATALOGUE["SWM1021"].bad) / "a-1.1"
    assert main(["compat", str(old), str(new)]) == 1
    [told] = [line for line in capsys.readouterr().out.splitlines() if "error[SWM1021]" in line]
    file, line, _, _ = told.split(":", 3)
    assert Path(file).is_relative_to(tmp_path / "current")
    assert "bin" in Path(file).read_text(encoding="utf-8").splitlines()[int(line) - 1]


def test_two_versions_of_an_overlay_are_compared_without_a_search(monkeypatch: pytest.MonkeyPatch) -> None:
    def searched(*_: object) -> None:
        raise AssertionError("nothing is laid over an overlay")

    monkeypatch.setattr("swmgen.compare.compatibility.behaviour.refines", searched)
    overlay = load(Path(__file__).resolve().parents[3] / "spec", ["fumo-overlay-1.1"]).enablers["fumo-overlay-1.1"]
    report, is_whole = compare(overlay, overlay, Category.SOURCE)
    assert (list(report), is_whole) == ([], True)

"""swmgen verify: what it prints, how it ends, and that a build refuses what does not hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree
from specs import write

from swmgen.cli import main
from swmgen.diagnostics.catalogue import CATALOGUE

BAD, GOOD = CATALOGUE["SWM0445"].bad, CATALOGUE["SWM0445"].good


def test_what_holds_ends_with_0_and_says_how_much_was_searched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", "--spec", str(write(tmp_path, GOOD))]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "a-1.0: m: 1 property holds in" in told.err


def test_what_is_broken_ends_with_1_and_shows_the_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "a-1.0", "--spec", str(write(tmp_path, BAD)), "--jobs", "2"]) == 1
    told = capsys.readouterr().out
    assert "error[SWM0445]" in told
    assert "[server 1]" in told
    assert "exec x/Go" in told
    assert "a-1.0/states.yaml" in told


def test_findings_come_in_every_format_and_as_pictures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = write(tmp_path / "spec", BAD)
    assert main(["verify", "--spec", str(spec), "--format", "json", "--charts", str(tmp_path / "charts")]) == 1
    assert "SWM0445" in json.dumps(json.loads(capsys.readouterr().out))
    picture = etree.parse(tmp_path / "charts" / "a-1.0.m.p.svg").getroot()
    assert "server 1" in "".join(picture.itertext())


def test_models_for_spin_are_written_of_everything_and_of_each_property_of_progress(tmp_path: Path) -> None:
    spec, out = write(tmp_path / "spec", GOOD), tmp_path / "models"
    assert main(["verify", "--spec", str(spec), "--bounds", "messages=3", "--promela", str(out)]) == 0
    assert sorted(path.name for path in out.iterdir()) == ["a-1.0.m.p.pml", "a-1.0.m.pml"]
    for path in out.iterdir():
        assert "Bounds: messages 3," in path.read_text()
    assert "accept_alone:" in (out / "a-1.0.m.p.pml").read_text()


def test_bounds_are_named_or_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = str(write(tmp_path, GOOD))
    states = []
    for bounds in (["build"], ["full"], ["build", "messages=2"]):
        assert main(["verify", "--spec", spec, "--bounds", *bounds]) == 0
        states.append(int(capsys.readouterr().err.split(" holds in ")[1].split()[0].replace(",", "")))
    assert states[0] < states[2] < states[1]


@pytest.mark.parametrize(
    "words",
    [
        ["verify", "nothing-1.0"],
        ["verify", "--bounds", "huge"],
        ["verify", "--bounds", "messages=many"],
        ["verify", "--bounds", "servers=0"],
        ["verify", "--compact", "3"],
        ["verify", "--machine", "nothing"],
    ],
    ids=" ".join,
)
def test_a_wrong_call_ends_with_2(words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--spec", str(write(tmp_path, GOOD))]) == 2
    assert capsys.readouterr().err.startswith("swmgen verify: ")


def test_a_search_with_hashes_says_what_it_may_have_missed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--spec", str(write(tmp_path, GOOD)), "--compact", "20"]) == 0
    assert "missed with probability" in capsys.readouterr().err


def test_a_search_that_is_too_large_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--spec", str(write(tmp_path, GOOD)), "--most", "3"]) == 1
    assert "error[SWM0447]" in capsys.readouterr().out


def test_a_build_proves_once_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec, out = write(tmp_path / "spec", GOOD), tmp_path / "out"
    build = ["build", "--spec", str(spec), "-o", str(out)]
    assert main(build) == 0
    assert "1 machine verified: 1 property holds in" in capsys.readouterr().err
    manifest = json.loads((out / "manifest.json").read_bytes())
    (proof,) = manifest["units"]["a-1.0"]["proofs"]
    states = proof["states"]
    # A proof that counts is not made again: one that was changed by hand stays as it is.
    proof["states"] = states + 1
    (out / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (out / "docs" / "a-1.0.md").unlink()
    assert main(build) == 0
    assert f"holds in {states + 1} states" in capsys.readouterr().err
    # A change to the specification makes it anew.
    file = spec / "a-1.0" / "states.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("It holds.", "It does hold."), encoding="utf-8")
    assert main(build) == 0
    assert f"holds in {states} states" in capsys.readouterr().err


def test_a_build_refuses_what_does_not_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert main(["build", "--spec", str(write(tmp_path / "spec", BAD)), "-o", str(out)]) == 1
    told = capsys.readouterr().err
    assert "error[SWM0445]" in told
    assert "Nothing was written." in told
    assert not (out / "docs").exists()


def test_the_documents_say_what_was_proved(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["build", "--spec", str(write(tmp_path / "spec", GOOD)), "-o", str(out)]) == 0
    for page in ("a-1.0.md", "a-1.0.html"):
        text = (out / "docs" / page).read_text(encoding="utf-8")
        assert "What is proved" in text
        assert "From everywhere the device comes to a by itself." in text
        assert "all 1 properties hold" in text

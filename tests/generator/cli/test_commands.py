"""The command line as its users meet it: exit status, formats, and what is said when something is wrong."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from swm.command_line import is_live, wants_colour
from swmgen.cli import COMMANDS, main

ROOT = Path(__file__).resolve().parents[3]
BAD = ROOT / "tests" / "bad"
RESTART = ROOT / "tests" / "golden" / "restart" / "spec"


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    return Path(shutil.copytree(RESTART, tmp_path / "spec"))


def call(*words: object) -> int:
    """The exit status; argparse leaves by SystemExit."""
    try:
        return main([str(word) for word in words])
    except SystemExit as left:
        return int(left.code or 0)


# the program ----------------------------------------------------------------------------------------------------------


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--help") == 0
    text = capsys.readouterr().out
    assert all(f"\n  {name} " in text for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_examples(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(name, "--help") == 0
    text = capsys.readouterr().out
    assert f"examples:\n  swmgen {name}" in text


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_says_what_each_exit_status_means(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(*([name] if name else []), "--help") == 0
    told = capsys.readouterr().out.partition("\nexit status: ")[2]
    assert re.match(r"0 \w+", told)
    assert " 2 " in " ".join(told.split())


def test_an_unknown_command_is_usage_and_named_with_the_likely_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("biuld") == 2
    assert "Did you mean `build`?" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["check", "--format", "xml"], ["check", "nowhere"], ["dump", "--what"]])
def test_a_wrong_call_is_status_2_and_says_so(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert call(*words) == 2
    captured = capsys.readouterr()
    assert captured.out + captured.err


def test_a_reader_that_goes_away_is_no_traceback() -> None:
    done = subprocess.run(
        f'"{sys.executable}" -m swmgen dump | head -c 10',
        shell=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'generator'}:{ROOT / 'runtime'}"},
    )
    assert done.stderr == ""


def run(command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`swmgen` as a process, its words and redirections as a shell reads them."""
    return subprocess.run(
        f'"{sys.executable}" -m swmgen {command}',
        shell=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'generator'}:{ROOT / 'runtime'}", **environment},
    )


def test_output_that_cannot_be_written_is_told_and_no_fault_of_ours() -> None:
    done = run("schema > /dev/full")
    assert (done.returncode, done.stderr) == (2, "swmgen schema: No space left on device\n")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"], ids=["stdin", "stdout", "stderr"])
def test_a_closed_stream_changes_nothing_but_what_is_read(closed: str) -> None:
    done = run(f"check {BAD / 'SWM0101'} {closed}")
    assert done.returncode == 1
    assert done.stderr == ""
    assert ("SWM0101" in done.stdout) is (closed != ">&-")


def test_a_letter_that_the_encoding_lacks_is_escaped() -> None:
    done = run("explain SWM0103", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\\u" in done.stdout


@pytest.mark.parametrize("command", ["check", "build --spec", "verify --spec", "dump --spec", "list-outputs --spec"])
def test_a_folder_without_enablers_is_a_wrong_call_and_not_a_clean_one(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(*command.split(), tmp_path) == 2
    assert "holds no enabler" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["build", "verify", "dump", "list-outputs", "scaffold"])
def test_an_enabler_there_is_not_is_named_with_the_likely_one(
    command: str, spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(command, "--spec", spec, "restart-1.9") == 2
    assert "there is no enabler restart-1.9" in (told := capsys.readouterr().err)
    assert "Did you mean restart-1.0?" in told
    assert call(command, "--spec", spec, f"../{spec.name}/restart-1.0") == 2


@pytest.mark.parametrize("command", ["check", "build --spec", "verify --spec", "dump --spec", "list-outputs --spec"])
def test_every_command_names_the_file_of_a_fault_as_one_can_open_it(
    command: str, spec: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (spec / "restart-1.0" / "states.yaml").write_text("a: [", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert call(*command.split(), "spec") == 1
    captured = capsys.readouterr()
    assert "spec/restart-1.0/states.yaml:2:1: error[SWM0101]" in captured.out + captured.err


def test_an_output_that_cannot_be_written_is_told_and_no_fault_of_ours(
    spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "there"
    there.mkdir()
    ddf = ROOT / "generated" / "ddf" / "devinfo-1.0.ddf.xml"
    for words in (
        ("build", "--spec", spec, "-o", tmp_path / "out", "--backend", "ddf", "--depfile", there),
        ("import", ddf, "-o", ddf),
        ("scaffold", "restart-1.0", "--spec", spec, "-o", there),
        ("verify", "restart-1.0", "--spec", spec, "--bounds", "build", "--charts", ddf),
    ):
        assert call(*words) == (1 if words[0] == "build" else 2)
        told = capsys.readouterr().err.splitlines()[-1]
        assert "fault" not in told
        assert re.search(r"irectory|exists|is no file", told), told
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["out", "spec", "there"]


@pytest.mark.parametrize("words", ["--jobs 0", "--most -1", "--compact 41"])
def test_bounds_of_a_search_that_mean_nothing_are_a_wrong_call(words: str, spec: Path) -> None:
    assert call("verify", "--spec", spec, *words.split()) == 2


def test_a_machine_there_is_not_is_told_with_those_there_are(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("verify", "--spec", spec, "--machine", "nonsense") == 2
    assert re.search(r"there are \w+ of restart-1\.0", capsys.readouterr().err)


def test_no_colour_and_a_dumb_terminal_are_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert (is_live(Terminal()), wants_colour(Terminal())) == (True, True)
    assert (is_live(io.StringIO()), wants_colour(io.StringIO())) == (False, False)
    monkeypatch.setenv("NO_COLOR", "1")
    assert (is_live(Terminal()), wants_colour(Terminal())) == (True, False)
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert (is_live(Terminal()), wants_colour(Terminal())) == (False, False)


def test_an_interrupt_while_a_command_is_still_imported_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("swm.command_line.import_module", interrupted)
    assert call("check") == 130
    assert capsys.readouterr().err == "swmgen check: interrupted\n"


# check ----------------------------------------------------------------------------------------------------------------


def test_a_clean_specification_is_status_0_and_writes_nothing_to_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("check", RESTART) == 0
    assert capsys.readouterr().out == ""


def broken(spec: Path) -> Path:
    """Three faults in two files."""
    states = spec / "restart-1.0" / "states.yaml"
    text = states.read_text()
    states.write_text(text.replace("machines:", "machnies:", 1))
    messages = spec / "restart-1.0" / "messages.yaml"
    messages.write_text(messages.read_text() + "colour: red\nsize: 3\n")
    return spec


def test_all_faults_of_a_run_are_shown(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("check", broken(spec), "--format", "json") == 1
    document = json.loads(capsys.readouterr().out)
    found = [(Path(entry["file"]).name, entry["code"]) for entry in document["diagnostics"]]
    assert len(found) == 3
    assert {name for name, _ in found} >= {"states.yaml", "messages.yaml"}


def test_text_shows_the_line_with_a_caret_under_the_span(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("check", broken(spec)) == 1
    lines = capsys.readouterr().out.split("\n")
    at = next(index for index, line in enumerate(lines) if "machnies:" in line)
    caret = lines[at + 1]
    assert lines[at].index("machnies") == caret.index("^")
    assert caret.count("^") == len("machnies")
    assert any("machines" in line for line in lines[at + 1 :])


def test_sarif_has_a_rule_and_a_region_for_every_result(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("check", broken(spec), "--format", "sarif") == 1
    document = json.loads(capsys.readouterr().out)
    assert document["version"] == "2.1.0"
    run = document["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules))
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert (region["startLine"], region["startColumn"]) < (region["endLine"], region["endColumn"])


def test_github_annotations_are_one_line_each(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("check", broken(spec), "--format", "github") == 1
    lines = capsys.readouterr().out.splitlines()
    pattern = re.compile(r"::(error|warning) file=[^,]+,line=\d+,col=\d+,endLine=\d+,endColumn=\d+,title=SWM\d{4}::.+")
    assert len(lines) == 3
    assert all(pattern.fullmatch(line) for line in lines)


def test_one_enabler_and_one_file_can_be_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("check", BAD / "SWM0206" / "a-1.0") == 1
    assert call("check", BAD / "SWM0206" / "a-1.0" / "states.yaml") == 1
    assert capsys.readouterr().out.count("error[SWM0206]") == 2


def test_fix_mends_keeps_comments_and_has_nothing_to_do_twice(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    identity = spec / "restart-1.0" / "enabler.yaml"
    text = identity.read_text().replace("title: Restart Management Object", "title: 12  # the number")
    identity.write_text(text + "colour: red\n")
    assert call("check", spec, "--fix") == 1
    assert 'title: "12"  # the number\n' in identity.read_text()
    assert identity.read_text().endswith("colour: red\n"), "what may be meant otherwise is left to its author"
    once = {path: path.read_bytes() for path in spec.rglob("*.yaml")}
    assert call("check", spec, "--fix") == 1
    assert {path: path.read_bytes() for path in spec.rglob("*.yaml")} == once


@pytest.mark.parametrize("folder", sorted(BAD.iterdir()), ids=lambda folder: folder.name)
def test_a_safe_fix_never_adds_another_fault(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = Path(shutil.copytree(folder, tmp_path / "spec"))
    call("check", spec, "--format", "json")
    before = json.loads(capsys.readouterr().out)["diagnostics"]
    call("check", spec, "--fix", "--format", "json")
    after = json.loads(capsys.readouterr().out)["diagnostics"]
    assert len(after) <= len(before)
    assert {entry["code"] for entry in after} <= {entry["code"] for entry in before}


# explain, dump, schema ------------------------------------------------------------------------------------------------


def test_explain_tells_why_how_and_shows_both_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("explain", "SWM0206") == 0
    text = capsys.readouterr().out
    assert "SWM0206" in text
    assert re.findall(r"^\w+", text, re.MULTILINE)[:3] == ["SWM0206", "Why", "How"]


def test_explain_of_an_unknown_code_is_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("explain", "SWM9999") == 2
    assert "SWM9999" in capsys.readouterr().err


def test_dump_is_versioned_and_every_element_has_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("dump", "fumo-1.1") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["format"] == 1
    enabler = document["enablers"]["fumo-1.1"]
    ids: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, dict):
            if "id" in value and "span" in value:
                ids.append(value["id"])
                assert (ROOT / "spec" / value["span"]["file"]).is_file()
            for entry in value.values():
                walk(entry)
        elif isinstance(value, list):
            for entry in value:
                walk(entry)

    walk(enabler)
    assert len(ids) > 100
    assert len(ids) == len(set(ids))


def test_dump_of_an_enabler_there_is_not_is_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("dump", "fumo-9.9") == 2
    assert "fumo-9.9" in capsys.readouterr().err


# list-outputs ---------------------------------------------------------------------------------------------------------


def test_list_outputs_is_what_a_build_writes(spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert call("list-outputs", "--spec", spec) == 0
    listed = capsys.readouterr().out.split()
    assert call("build", "--spec", spec, "-o", out) == 0
    assert sorted(listed) == sorted(
        path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file() and path.name[0] != "."
    )


# fmt ------------------------------------------------------------------------------------------------------------------


def test_fmt_check_names_the_file_and_changes_nothing(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = spec / "restart-1.0" / "states.yaml"
    path.write_text(path.read_text() + "\n\n\n")
    ugly = path.read_bytes()
    assert call("fmt", "--check", spec) == 1
    assert capsys.readouterr().out == f"{path}: would change\n"
    assert path.read_bytes() == ugly
    assert call("fmt", spec) == 0
    assert path.read_bytes() == ugly[:-3]
    assert call("fmt", "--check", spec) == 0


def test_fmt_leaves_what_is_no_yaml_and_lays_out_the_rest(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = spec / "restart-1.0" / "states.yaml"
    path.write_text("a: [\n")
    other = spec / "restart-1.0" / "messages.yaml"
    other.write_text(other.read_text() + "\n\n")
    assert call("fmt", spec) == 1
    assert path.read_text() == "a: [\n"
    assert not other.read_text().endswith("\n\n")
    assert f"{path}:2: " in capsys.readouterr().err


# scaffold -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("enabler", "method", "following"),
    [("fumo-1.1", "pause_transfer", "resume_transfer"), ("scomo-1.0", "activate_component", "deactivate_component")],
)
def test_a_scaffold_is_typed_and_implements_the_handler(
    enabler: str, method: str, following: str, tmp_path: Path
) -> None:
    path = tmp_path / "device.py"
    assert call("scaffold", enabler, "-o", path) == 0
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-incremental", str(path)],
        cwd=tmp_path,
        env={"MYPYPATH": f"{ROOT / 'runtime'}:{ROOT / 'generated' / 'python'}", "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    # That it would be refused with a method less shows that the check above looks.
    text = path.read_text()
    at = text.index(f"    def {method}")
    path.write_text(text[:at] + text[text.index(f"    def {following}") :])
    refused = subprocess.run(
        done.args, cwd=tmp_path, env=done_environment(), capture_output=True, text=True, check=False
    )
    assert method in refused.stdout


def done_environment() -> dict[str, str]:
    return {"MYPYPATH": f"{ROOT / 'runtime'}:{ROOT / 'generated' / 'python'}", "PATH": os.environ["PATH"]}


def test_a_scaffold_is_never_overwritten_and_told_what_it_lacks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "device.py"
    assert call("scaffold", "fumo-1.0", "-o", path) == 0
    mine = path.read_text() + "\n# mine\n"
    path.write_text(mine)
    assert call("scaffold", "fumo-1.0", "-o", path) == 0
    capsys.readouterr()
    assert call("scaffold", "fumo-1.1", "-o", path) == 1
    assert "It lacks: FumoPrimitives.check_digest, FumoPrimitives.check_length" in capsys.readouterr().err
    assert path.read_text() == mine


def test_a_scaffold_beside_a_file_that_is_no_python_leaves_it(tmp_path: Path) -> None:
    path = tmp_path / "device.py"
    path.write_text("def (\n")
    assert call("scaffold", "fumo-1.0", "-o", path) == 1
    assert path.read_text() == "def (\n"


# hooks ----------------------------------------------------------------------------------------------------------------


def test_every_hook_calls_a_command_with_options_it_has(capsys: pytest.CaptureFixture[str]) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert [hook["id"] for hook in hooks] == ["swmgen-check", "swmgen-fmt", "swmgen-build"]
    for hook in hooks:
        program, command, *options = hook["entry"].split()
        assert program == "swmgen"
        assert command in COMMANDS
        assert call(command, "--help") == 0
        text = capsys.readouterr().out
        assert all(option in text for option in options)
        re.compile(hook["files"])

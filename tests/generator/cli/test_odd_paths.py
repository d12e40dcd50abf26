"""Paths that lead nowhere, or to something else than is meant: told in a line, never a traceback, and nothing is written."""

from __future__ import annotations

import os
from pathlib import Path

import odd_paths
import pytest
from odd_paths import NO_FILE, NO_PLACE_TO_WRITE, Odd, named

from swmgen.cli import main

ROOT = Path(__file__).resolve().parents[3]
DDF = b"""<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node><NodeName>A</NodeName><DFProperties><AccessType><Get/>
</AccessType><DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
</DFProperties></Node></MgmtTree>"""


FINE = {("build --templates", odd_paths.a_folder), ("fmt", odd_paths.a_folder), ("fmt", odd_paths.nothing_in_it)}
"""A folder in which nothing is overridden or laid out, and a file without a line."""

READS = {
    "build --spec": ["build", "--spec", "@", "-o", "out", "fumo-1.0"],
    "build --templates": ["build", "--templates", "@", "-o", "out", "fumo-1.0"],
    "check": ["check", "@"],
    "compat, the older": ["compat", "@", "spec/fumo-1.0"],
    "compat, the newer": ["compat", "spec/fumo-1.0", "@"],
    "diff, the older": ["diff", "@", "a.ddf"],
    "diff, the newer": ["diff", "a.ddf", "@"],
    "dump": ["dump", "--spec", "@"],
    "fmt": ["fmt", "@"],
    "import": ["import", "@", "-o", "out"],
    "import as ddf": ["import", "@", "-o", "out", "--as", "ddf"],
    "list-outputs": ["list-outputs", "--spec", "@", "fumo-1.0"],
    "scaffold": ["scaffold", "--spec", "@", "-o", "mine.py", "fumo-1.0"],
    "verify": ["verify", "--spec", "@", "fumo-1.0"],
}
WRITES = {
    "build": ["build", "--spec", "spec", "--backend", "schema", "-o", "@"],
    "import": ["import", "a.ddf", "-o", "@"],
    "scaffold": ["scaffold", "--spec", "spec", "-o", "@", "fumo-1.0"],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path / "work"
    found.mkdir()
    (found / "spec").symlink_to(ROOT / "spec")
    (found / "a.ddf").write_bytes(DDF)
    monkeypatch.chdir(found)
    return found


@pytest.mark.parametrize(
    ("command", "odd"),
    [(command, odd) for command in READS for odd in (odd_paths.with_nul, *NO_FILE) if (command, odd) not in FINE],
    ids=named,
)
def test_what_cannot_be_read_is_told(
    command: str, odd: Odd, tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = odd(tmp_path)
    status, said = odd_paths.call(main, READS[command], path, folder, capsys)
    assert status in (1, 2), said
    assert said.strip() and "Traceback" not in said
    # A file stands for the folder of the specification that it is in.
    names = (os.path.basename(path), os.path.basename(os.path.dirname(path)))
    shown = [name.encode("utf-8", "backslashreplace").decode().replace("\0", "")[:20] for name in names]
    assert any(name in said.replace("\\x00", "").replace("\0", "") for name in shown), "the path is named"


@pytest.mark.parametrize("odd", NO_PLACE_TO_WRITE, ids=named)
@pytest.mark.parametrize("command", WRITES)
def test_where_nothing_can_be_written_is_told(
    command: str, odd: Odd, tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = odd_paths.call(main, WRITES[command], odd(tmp_path), folder, capsys)
    assert status in (1, 2), said
    assert said.strip() and "Traceback" not in said


@pytest.mark.parametrize("command", {**READS, **{f"{name} to": words for name, words in WRITES.items()}})
def test_the_same_calls_with_what_is_there_are_served(
    command: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = {**READS, **{f"{name} to": words for name, words in WRITES.items()}}[command]
    right = {
        "import": "a.ddf", "import as ddf": "a.ddf", "diff, the older": "a.ddf", "diff, the newer": "a.ddf",
        "build --templates": str(ROOT / "templates"), "build to": str(tmp_path / "made"),
        "import to": str(tmp_path / "made"), "scaffold to": str(tmp_path / "mine.py"),
        "compat, the older": "spec/fumo-1.0", "compat, the newer": "spec/fumo-1.0", "check": "spec", "fmt": "spec",
    }  # fmt: skip
    assert main([right.get(command, "spec") if word == "@" else word for word in words]) == 0, capsys.readouterr()

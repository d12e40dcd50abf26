"""Archives and folders within limits, and the command that imports them."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from field import bundle, microsoft, node, tree

from swmgen.cli.importing import imported
from swmgen.load import load

ROOT = Path(__file__).resolve().parents[3]
PLAIN = tree(node("A", node("N", format="int", kind="<MIME>text/plain</MIME>")))
BROKEN = tree(node("A ", access="<Set/>"))


def archive(path: Path, *members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as out:
        for name, data in members:
            out.writestr(name, data)
    return path


def codes(path: Path) -> list[str]:
    return [entry.code for entry in imported(path, "a", "1.0")[1]]


def swmgen(*words: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'generator'}{os.pathsep}{ROOT / 'runtime'}"}
    return subprocess.run(
        [sys.executable, "-m", "swmgen", *map(str, words)],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_archive_is_read_as_a_folder(tmp_path: Path) -> None:
    made = archive(tmp_path / "b.zip", ("x/a.xml", PLAIN.encode()), ("readme.md", b"nothing"))
    found, report, _ = imported(made, "a", "1.0")
    assert found is not None
    assert [node.path for node in found.tree.walk()] == ["A", "A/N"]
    assert found.tree.roots[0].span.file == "x/a.xml"
    assert len(report) == 0


@pytest.mark.parametrize("name", ["../a.xml", "/a.xml", "x/../../a.xml", "C:/a.xml", "..\\a.xml"])
def test_a_member_outside_of_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    assert codes(archive(tmp_path / "b.zip", (name, PLAIN.encode()))) == ["SWM0165"]


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    assert codes(archive(tmp_path / "b.zip", ("a.xml", b" " * (15 * 1024 * 1024)))) == ["SWM0165"]
    many = [(f"{number}.xml", b"<a/>") for number in range(4_097)]
    assert codes(archive(tmp_path / "c.zip", *many)) == ["SWM0165"]
    noise = os.urandom(12 * 1024 * 1024)
    assert codes(archive(tmp_path / "d.zip", *[(f"{n}.xml", noise) for n in range(11)], method=zipfile.ZIP_STORED)) == [
        "SWM0165"
    ]


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    whole = archive(tmp_path / "b.zip", ("a.xml", PLAIN.encode() * 50)).read_bytes()
    for number, data in enumerate((whole[:-30], whole[:60] + b"\0" * 20 + whole[80:], b"PK\x03\x04")):
        path = tmp_path / f"{number}.zip"
        path.write_bytes(data)
        assert codes(path) == ["SWM0165"]


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    data = bytearray(archive(tmp_path / "b.zip", ("a.xml", PLAIN.encode())).read_bytes())
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = data.index(mark)
        data[at + (6 if mark.endswith(b"\x04") else 8)] |= 1
    path = tmp_path / "c.zip"
    path.write_bytes(bytes(data))
    assert codes(path) == ["SWM0165"]


def test_two_members_with_one_name_are_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as out, pytest.warns(UserWarning):
        out.writestr("a.xml", PLAIN)
        out.writestr("a.xml", PLAIN)
    path = tmp_path / "b.zip"
    path.write_bytes(stream.getvalue())
    assert codes(path) == ["SWM0165"]


def test_other_documents_in_a_folder_are_left_out_and_named(tmp_path: Path) -> None:
    found, report = bundle(tmp_path / "b", a=PLAIN, other="<html/>")
    assert found is not None
    assert [(entry.code, entry.severity.value, entry.span.file) for entry in report] == [
        ("SWM0152", "warning", "other.xml")
    ]


def test_one_ill_formed_document_stops_the_whole_folder(tmp_path: Path) -> None:
    found, report = bundle(tmp_path / "b", a=PLAIN, bad="<MgmtTree>\n\n<x")
    assert found is None
    assert [(entry.code, entry.span.file, entry.span.line) for entry in report] == [("SWM0150", "bad.xml", 3)]


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_text(PLAIN, encoding="utf-8")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "a.xml").symlink_to(tmp_path / "secret.xml")
    assert codes(tmp_path / "b") == ["SWM0165"]


@pytest.mark.parametrize("form", ["yaml", "ddf"])
def test_the_command_makes_an_enabler_that_builds(tmp_path: Path, form: str) -> None:
    (tmp_path / "My MO.xml").write_text(BROKEN, encoding="utf-8")
    done = swmgen("import", "My MO.xml", "--as", form, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "SWM0157" in done.stderr
    assert "SWM0154" in done.stderr
    assert {path.name for path in (tmp_path / "imported" / "my-mo-1.0").iterdir()} == {
        "enabler.yaml",
        "objects.yaml" if form == "yaml" else "objects.ddf.xml",
    }
    built = swmgen("build", "--spec", "imported", "-o", "out", cwd=tmp_path)
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "out" / "python" / "swm_enablers" / "my_mo_1_0" / "nodes.py").exists()


def test_strict_refuses_what_would_be_repaired_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(BROKEN, encoding="utf-8")
    done = swmgen("import", "--strict", "a.xml", cwd=tmp_path)
    assert done.returncode == 1
    assert "SWM0157" in done.stderr
    assert "Nothing was written." in done.stderr
    assert not (tmp_path / "imported").exists()
    (tmp_path / "a.xml").write_text(PLAIN, encoding="utf-8")
    assert swmgen("import", "--strict", "a.xml", cwd=tmp_path).returncode == 0


def test_what_cannot_be_read_leaves_what_was_imported_before(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(PLAIN, encoding="utf-8")
    assert swmgen("import", "a.xml", cwd=tmp_path).returncode == 0
    before = (tmp_path / "imported" / "a-1.0" / "objects.yaml").read_bytes()
    (tmp_path / "a.xml").write_text("<MgmtTree>", encoding="utf-8")
    done = swmgen("import", "a.xml", cwd=tmp_path)
    assert (done.returncode, "a.xml:1" in done.stderr) == (1, True)
    assert (tmp_path / "imported" / "a-1.0" / "objects.yaml").read_bytes() == before


def test_a_second_import_replaces_the_first_in_either_form(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(PLAIN, encoding="utf-8")
    for form, name in (("yaml", "objects.yaml"), ("ddf", "objects.ddf.xml"), ("yaml", "objects.yaml")):
        assert swmgen("import", "a.xml", "--as", form, cwd=tmp_path).returncode == 0
        assert {path.name for path in (tmp_path / "imported" / "a-1.0").iterdir()} == {"enabler.yaml", name}
    assert len(load(tmp_path / "imported").enablers["a-1.0"].tree.roots) == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("absent.xml",), "there is no file or folder absent.xml"),
        (("a.xml", "--name", "A B"), "no name of an enabler"),
        (("a.xml", "--version", "1"), "no version"),
        (("a.xml", "-o", "spec", "--name", "own"), "was not imported"),
    ],
)
def test_a_wrong_call_is_told(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    (tmp_path / "a.xml").write_text(PLAIN, encoding="utf-8")
    (tmp_path / "spec" / "own-1.0").mkdir(parents=True)
    (tmp_path / "spec" / "own-1.0" / "enabler.yaml").write_text('enabler: own\nversion: "1.0"\n', encoding="utf-8")
    done = swmgen("import", *words, cwd=tmp_path)
    assert done.returncode == 2
    assert told in done.stderr


def test_prefixes_are_one_set_over_all_documents(tmp_path: Path) -> None:
    more = '<M:X xmlns:M="urn:one"/>'
    other = '<M:X xmlns:M="urn:two"/>'
    found, _ = bundle(
        tmp_path / "b",
        a=microsoft(node("A", more=more)),
        b=microsoft(node("B", more=other)),
        c=microsoft(node("C", more=more)),
    )
    assert found is not None
    assert dict(found.namespaces)["M2"] == "urn:two"
    assert [root.extensions[0].name for root in found.roots] == ["M:X", "M2:X", "M:X"]

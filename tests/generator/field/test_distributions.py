"""Folders and archives as descriptions are given away in: with licences, pages, schemas and other versions beside them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from field import DOCTYPE, node, tree

from swmgen.cli.importing import imported
from swmgen.diagnostics import Report
from swmgen.emit.ddf import written
from swmgen.read.ddf import read_ddf

A = tree(node("A"))
B = tree(node("B"))


def told(folder: Path) -> tuple[list[str], list[tuple[str, str, str, int]]]:
    """The roots that a folder describes, and code, severity, file and line of what is told of it."""
    enabler, report, _ = imported(folder, "a", "1.0")
    roots = [] if enabler is None else [root.key for root in enabler.tree.roots]
    return roots, [(entry.code, entry.severity.value, entry.span.file, entry.span.line) for entry in report]


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("LICENCE.txt", b"\xa9 All rights reserved.\n", 1),
        ("README.md", b'<p align=center>\n<img src="x.png"></p>\n\nObjects are `<LWM2M>`.\n', 4),
        ("index.html", b"<html><body>\n<p>&lt;LWM2M&gt;<br>\n</body></html>", 2),
        ("notes.txt", b"<notes>\nthis & that", 2),
        ("dm_ddf.txt", b"<!-- grammar -->\n<!ELEMENT MgmtTree (VerDTD, Man?, Mod?, Node+)>\n", 2),
        ("entities.txt", b'<!-- grammar -->\n\n<!ENTITY % x "y">\n<!ELEMENT MgmtTree (Node+)>\n', 3),
        ("data.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', 1),
        ("empty.xml", b"", 1),
    ],
)
def test_what_is_no_description_is_left_out_and_told_whatever_is_wrong_in_it(
    tmp_path: Path, name: str, content: bytes, line: int
) -> None:
    (tmp_path / "a.xml").write_text(A, encoding="utf-8")
    (tmp_path / name).write_bytes(content)
    assert told(tmp_path) == (["A"], [("SWM0152", "warning", name, line)])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("<MgmtTree><Node>", "SWM0150"),
        (DOCTYPE, "SWM0150"),
        ("<Tree><Node><NodeName>A</NodeName></Tree>", "SWM0150"),
        ("<LWM2M><Object>", "SWM0150"),
        ('<!DOCTYPE MgmtTree [<!ENTITY a "b">]><MgmtTree/>', "SWM0151"),
    ],
)
def test_what_is_meant_as_a_description_and_cannot_be_read_stops_the_folder(
    tmp_path: Path, content: str, code: str
) -> None:
    (tmp_path / "a.xml").write_text(A, encoding="utf-8")
    (tmp_path / "b.xml").write_text(content, encoding="utf-8")
    roots, found = told(tmp_path)
    assert (roots, [entry[:3] for entry in found]) == ([], [(code, "error", "b.xml")])


def test_pages_and_data_that_only_speak_of_descriptions_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(A, encoding="utf-8")
    (tmp_path / "README.md").write_text("# LWM2M registry\n\nAs a MgmtTree.\n", encoding="utf-8")
    (tmp_path / "9.json").write_text('{"LWM2M": {"Object": {"ObjectID": "9"}}}', encoding="utf-8")
    (tmp_path / "tree.go").write_text('type T struct { XMLName xml.Name `xml:"MgmtTree"` }', encoding="utf-8")
    (tmp_path / "page.html").write_text("<pre>&lt;MgmtTree&gt; and no more</pre>", encoding="utf-16")
    (tmp_path / "tree.json").write_text(f'{{"ddf": "{B}"}}'.replace("<", "\\u003c"), encoding="utf-8")
    assert told(tmp_path) == (["A", "B"], [("SWM0152", "warning", "page.html", 1)])


def test_a_folder_in_which_nothing_is_a_description_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text", encoding="utf-8")
    (tmp_path / "b.txt").write_text("<p>text", encoding="utf-8")
    roots, found = told(tmp_path)
    assert (roots, sorted(entry[1] for entry in found)) == ([], ["error", "warning", "warning"])


def test_documents_of_other_names_are_read_and_schemas_and_copies_are_not(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(A, encoding="utf-8")
    (tmp_path / "vendor").write_text(f"\ufeff\n{B}", encoding="utf-8")
    (tmp_path / "wide.mo").write_text(tree(node("C")), encoding="utf-16")
    for name in ("a.xml~", "a.xml.bak", "a.xml.orig", "ddf.xsl"):
        (tmp_path / name).write_text(A, encoding="utf-8")
    (tmp_path / "ddf.dtd").write_text("<!ELEMENT MgmtTree (Node+)>", encoding="utf-8")
    (tmp_path / "page.svg").write_text("<svg>MgmtTree</svg>", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG <MgmtTree>")
    with zipfile.ZipFile(tmp_path.parent / "all.zip", "w") as out:
        for path in tmp_path.iterdir():
            out.write(path, path.name)
    for place in (tmp_path, tmp_path.parent / "all.zip"):
        assert told(place) == (["A", "B", "C"], [])


def test_an_archive_in_what_is_imported_is_told_and_not_opened(tmp_path: Path) -> None:
    folder = tmp_path / "all"
    folder.mkdir()
    (folder / "a.xml").write_text(A, encoding="utf-8")
    with zipfile.ZipFile(folder / "old.zip", "w") as out:
        out.writestr("a.xml", A)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as out:
        for path in folder.iterdir():
            out.write(path, path.name)
    for place in (folder, tmp_path / "all.zip"):
        assert told(place) == (["A"], [("SWM0165", "warning", "old.zip", 1)])


def test_what_a_finder_puts_beside_documents_is_passed_over(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as out:
        out.writestr("My Files/a.xml", A)
        out.writestr("__MACOSX/My Files/._a.xml", b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        ")
    assert told(tmp_path / "a.zip") == (["A"], [])


def test_the_encoding_of_what_is_no_description_is_not_told(tmp_path: Path) -> None:
    (tmp_path / "a.xml.gz").write_bytes(b"\x1f\x8b\x08\x08\x5d\xcb\xc2\x86\xef\x8c")
    assert told(tmp_path / "a.xml.gz") == ([], [("SWM0152", "error", "a.xml.gz", 1)])


VERSION = (
    "<LWM2M>\n<Object><Name>Thing</Name><ObjectID>3300</ObjectID><ObjectURN>urn:oma:lwm2m:ext:3300{}</ObjectURN>"
    "<MultipleInstances>Single</MultipleInstances><Mandatory>Optional</Mandatory></Object></LWM2M>"
)


def test_two_versions_of_an_object_are_told_with_both_places_and_kept(tmp_path: Path) -> None:
    (tmp_path / "history").mkdir()
    (tmp_path / "3300.xml").write_text(VERSION.format(":1.1"), encoding="utf-8")
    (tmp_path / "history" / "3300-1_0.xml").write_text(VERSION.format(""), encoding="utf-8")
    enabler, report, _ = imported(tmp_path, "a", "1.0")
    assert enabler is not None
    assert [(root.key, root.mo_id) for root in enabler.tree.roots] == [
        ("Thing", "urn:oma:lwm2m:ext:3300:1.1"),
        ("Thing-2", "urn:oma:lwm2m:ext:3300"),
    ]
    [clash] = report
    places = [(span.file, span.line) for span in (clash.span, clash.notes[0].span) if span is not None]
    assert (clash.code, places) == ("SWM0158", [("history/3300-1_0.xml", 2), ("3300.xml", 2)])
    again = Report()
    read_ddf(written(enabler.tree)[0].encode(), "again.xml", "a-1.0", again)
    assert [(entry.code, entry.notes[0].message) for entry in again] == [("SWM0158", "the first")]


def test_unnamed_roots_of_several_documents_are_no_clash(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.xml").write_text(tree(node("", node(name))), encoding="utf-8")
    roots, found = told(tmp_path)
    assert (len(roots), found) == (2, [])

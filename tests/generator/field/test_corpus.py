"""Real descriptions of the field: every one is read, keeps its content, and comes back from every form."""

from __future__ import annotations

from pathlib import Path

import pytest
from field import bundle, node, survives, tree

from swmgen.cli.importing import imported
from swmgen.emit.ddf import written
from swmgen.emit.spec import enabler_file, objects_file
from swmgen.load import load
from swmgen.model import Enabler

FILES = 42
NODES = 1_921


def of_the_corpus(shared: Path) -> list[Path]:
    return sorted(path for path in (shared / "ddf").rglob("*") if path.is_file())


def enabler(path: Path) -> Enabler:
    found, report, _ = imported(path, "a", "1.0")
    assert found is not None, [entry.message for entry in report]
    return found


def test_every_file_is_imported(shared: Path) -> None:
    paths = of_the_corpus(shared)
    assert len(paths) == FILES
    assert sum(sum(1 for _ in enabler(path).tree.walk()) for path in paths) >= NODES


def test_the_content_of_every_file_survives_and_a_second_round_changes_nothing(shared: Path) -> None:
    for path in of_the_corpus(shared):
        survives(path.read_bytes())


def test_yaml_says_the_same_as_ddf(shared: Path, tmp_path: Path) -> None:
    for number, path in enumerate(of_the_corpus(shared)):
        found = enabler(path)
        folder = tmp_path / str(number)
        (folder / "a-1.0").mkdir(parents=True)
        (folder / "a-1.0" / "enabler.yaml").write_text(enabler_file(found), encoding="utf-8")
        (folder / "a-1.0" / "objects.yaml").write_text(objects_file(found.tree), encoding="utf-8")
        loaded = load(folder)
        assert list(loaded.report) == [], path.name
        assert written(loaded.enablers["a-1.0"].tree) == written(found.tree), path.name


def test_faults_of_real_files_are_told_with_their_line(shared: Path) -> None:
    def told(name: str) -> dict[str, int]:
        [path] = (shared / "ddf").rglob(name)
        _, report, _ = imported(path, "a", "1.0")
        return {entry.code: entry.span.line for entry in reversed(list(report))}

    assert told("PolicyDDF_all.xml")["SWM0155"] == 3662
    assert told("*DMAcc*.xml")["SWM0155"] == 198
    assert {"SWM0153", "SWM0154", "SWM0156"} <= set(told("customization.xml"))
    assert "SWM0163" in told("EMAIL2.xml")
    assert "SWM0157" in told("SUPL.xml")


def test_areas_without_their_host_stand_side_by_side(shared: Path) -> None:
    found, report, _ = imported(shared / "ddf" / "msft" / "v2-2024-05", "windows", "1.0")
    assert found is not None
    assert not report.has_errors
    paths = [node.path for node in found.tree.walk()]
    assert len(set(paths)) == len(paths)
    mounted = {root.root_path for root in found.tree.roots}
    assert "./Device/Vendor/MSFT/Policy/Config" in mounted


@pytest.mark.parametrize("form", ["yaml", "ddf"])
def test_a_folder_survives_as_one_enabler(shared: Path, tmp_path: Path, form: str) -> None:
    found, _, _ = imported(shared / "ddf" / "msft" / "v2-2024-05", "windows", "1.0")
    assert found is not None
    folder = tmp_path / "windows-1.0"
    folder.mkdir()
    (folder / "enabler.yaml").write_text(enabler_file(found), encoding="utf-8")
    name, text = (
        ("objects.yaml", objects_file(found.tree)) if form == "yaml" else ("objects.ddf.xml", written(found.tree)[0])
    )
    (folder / name).write_text(text, encoding="utf-8")
    loaded = load(tmp_path)
    assert not loaded.report.has_errors
    assert written(loaded.enablers["windows-1.0"].tree)[0] == written(found.tree)[0]


def test_a_name_of_any_length_survives_as_yaml(tmp_path: Path) -> None:
    document = tree(node("a\\" * 5_000, node("B", more=f"<x:y xmlns:x='urn:x' {'z' * 1_500}='1'/>")))
    found, report = bundle(tmp_path / "b", a=document)
    assert found is not None
    assert not report.has_errors
    folder = tmp_path / "spec" / "a-1.0"
    folder.mkdir(parents=True)
    (folder / "enabler.yaml").write_text('enabler: a\nversion: "1.0"\ntitle: A\nimported: a\n', encoding="utf-8")
    (folder / "objects.yaml").write_text(objects_file(found), encoding="utf-8")
    loaded = load(tmp_path / "spec")
    assert list(loaded.report) == []
    assert written(loaded.enablers["a-1.0"].tree) == written(found)

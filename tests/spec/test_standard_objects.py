"""The standard objects: against OMA's own files where they are, and written out as they were read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from swmgen.load import load

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"
OMA = SHARED / "ddf" / "oma" / "dm-v1_2"
EXAMPLES = {"Identity", "BatteryLevel", "Memory"}
"""What OMA's files show below Ext as an example of what a maker may put there."""

Shown = tuple[str, tuple[str, ...]]


def nodes_of(path: Path) -> dict[str, Shown]:
    """Path to format and AccessType."""
    parser = etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False)
    # OMA's DMAcc has quotation marks of another encoding in its titles.
    text = path.read_bytes().decode("utf-8", "replace").encode()
    root = etree.fromstring(text, parser)

    def walk(node: etree._Element, above: str) -> Iterator[tuple[str, Shown]]:
        name = node.findtext("NodeName") or "x"
        path = f"{above}/{name}" if above else name
        form = next(child.tag for child in node.findall("DFProperties/DFFormat/*"))
        access = tuple(sorted(child.tag for child in node.findall("DFProperties/AccessType/*")))
        yield path, (form, access)
        for child in node.findall("Node"):
            if child.findtext("NodeName") not in EXAMPLES:
                yield from walk(child, path)

    return {path: shown for node in root.findall("Node") for path, shown in walk(node, "")}


@pytest.mark.parametrize("name", ["DevInfo", "DevDetail", "DMAcc"])
def test_the_nodes_are_those_of_omas_file(name: str) -> None:
    found = sorted(OMA.glob(f"*_{name}-*.xml"))
    if not found:
        pytest.skip(f"OMA's files are not at {OMA}")
    own = nodes_of(ROOT / "spec" / f"{name.lower()}-1.0" / "objects.ddf.xml")
    theirs = nodes_of(found[0])
    # The DMAcc of OMA gives its root and Ext no AccessType at all; a node must have one to be found.
    for path in ("x", "x/Ext"):
        if path in theirs and not theirs[path][1]:
            theirs[path] = (theirs[path][0], ("Get",))
    assert own == theirs


@pytest.mark.parametrize("key", ["devinfo-1.0", "devdetail-1.0", "dmacc-1.0"])
def test_what_was_read_from_ddf_is_written_as_it_was_read(key: str) -> None:
    def facts(path: Path) -> list[tuple[str, ...]]:
        root = etree.parse(path).getroot()
        return [
            (
                element.tag,
                (element.text or "").strip(),
                ",".join(child.tag for child in element),
            )
            for element in root.iter()
            if isinstance(element.tag, str)
        ]

    assert facts(ROOT / "generated" / "ddf" / f"{key}.ddf.xml") == facts(ROOT / "spec" / key / "objects.ddf.xml")


def test_lawmo_has_the_nodes_of_the_table() -> None:
    path = SHARED / "oma" / "lawmo_1_0.json"
    if not path.exists():
        pytest.skip(f"the table is not at {path}")
    table = json.loads(path.read_text(encoding="utf-8"))
    enabler = load(ROOT / "spec").enablers["lawmo-1.0"]
    found = {
        node.path: (str(node.occurs), node.format.value, tuple(sorted(access.value for access in node.access)))
        for node in enabler.tree.walk()
    }
    assert found == {
        row["path"]: (row["occurrence"], row["format"], tuple(sorted(row["access"]))) for row in table["nodes"]
    }
    assert enabler.tree.roots[0].mo_id == table["moid"]

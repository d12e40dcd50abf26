"""Nodes, result codes and alerts agree with the published tables and with those of the extension."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from swmgen.load import load
from swmgen.model import Enabler, Node

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
EXTENSION = SHARED / "reference" / "extension.md"
pytestmark = pytest.mark.skipif(not EXTENSION.exists(), reason=f"the tables of the extension are not at {EXTENSION}")


def enabler(key: str) -> Enabler:
    return load(ROOT / "spec").enablers[key]


def shown(node: Node) -> tuple[str, str, tuple[str, ...]]:
    """Occurrence, format, AccessType."""
    return str(node.occurs), node.format.value, tuple(sorted(access.value for access in node.access))


@pytest.mark.parametrize("key", ["fumo-1.0", "scomo-1.0", "scomo-1.1"])
def test_published_nodes_are_those_of_the_table(key: str) -> None:
    path = SHARED / "data" / "oma" / {"fumo-1.0": "fumo_1_0_2", "scomo-1.0": "scomo_1_0", "scomo-1.1": "scomo_1_1"}[key]
    table = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    nodes = {node.path: shown(node) for node in enabler(key).tree.walk()}
    expected = {row["path"]: (row["occurrence"], row["format"], tuple(sorted(row["access"]))) for row in table["nodes"]}
    assert nodes == expected
    [root] = enabler(key).tree.roots
    assert root.mo_id == table["moid"]


def rows_after(heading: str) -> list[list[str]]:
    """The first table after a line that begins with `heading`."""
    lines = iter(EXTENSION.read_text(encoding="utf-8").splitlines())
    for line in lines:
        if line.startswith(heading):
            break
    found: list[list[str]] = []
    for line in lines:
        if line.startswith("|"):
            found.append([cell.strip().strip("`") for cell in line.strip("|").split("|")])
        elif found:
            break
    assert len(found) > 2, heading
    return found[2:]


def expected_nodes(heading: str, prefix: str) -> dict[str, tuple[str, str, tuple[str, ...]]]:
    """The nodes of a table. Every writable node also has Add and Delete (section 3)."""
    found = {}
    for path, occurs, form, access, *_ in rows_after(heading):
        rights = {word.strip() for word in access.split(",")}
        if "Replace" in rights:
            rights |= {"Add", "Delete"}
        name = prefix.rstrip("/") if path == "(entry)" else path if path.startswith("x/") else f"{prefix}{path}"
        found[name] = (occurs, form, tuple(sorted(rights)))
    return found


GROUPS = {
    "fumo-1.1": dict.fromkeys(
        ("capabilities", "transfer", "policy", "security", "imageserver_ref", "broadcast_ref"), ("x/",)
    ),
    "scomo-1.2": {
        "capabilities": ("x/",),
        **dict.fromkeys(("transfer", "policy", "security"), ("x/Download/<x>/", "x/Inventory/Delivered/<x>/")),
        **dict.fromkeys(("imageserver_ref", "broadcast_ref"), ("x/Download/<x>/",)),
    },
}


@pytest.mark.parametrize(("key", "group"), [(key, group) for key, groups in GROUPS.items() for group in groups])
def test_the_common_groups_are_those_of_the_extension(key: str, group: str) -> None:
    nodes = {node.path: shown(node) for node in enabler(key).tree.walk()}
    for prefix in GROUPS[key][group]:
        for path, expected in expected_nodes(f"**{group}**", prefix).items():
            assert nodes[path] == expected, path


@pytest.mark.parametrize(
    ("key", "prefix"),
    [
        ("fumo-1.1", "x/Operations"),
        ("scomo-1.2", "x/Download/<x>/Operations"),
        ("scomo-1.2", "x/Inventory/Delivered/<x>/Operations"),
    ],
)
def test_the_new_operations_are_those_of_the_extension(key: str, prefix: str) -> None:
    nodes = {node.path: shown(node) for node in enabler(key).tree.walk()}
    table = {
        path: expected
        for path, expected in expected_nodes("FUMO and SCOMO operation nodes:", "").items()
        if path == prefix or path.startswith(f"{prefix}/")
    }
    assert table
    assert {path: nodes[path] for path in table} == table


@pytest.mark.parametrize(
    ("key", "heading"), [("imageserver-1.0", "ISMO"), ("bcastdelivery-1.0", "BDMO"), ("alertflow-1.0", "AFCMO")]
)
def test_the_auxiliary_objects_are_those_of_the_extension(key: str, heading: str) -> None:
    nodes = {node.path: shown(node) for node in enabler(key).tree.walk() if node.path != "x"}
    table = expected_nodes(heading, "x/<x>/")
    if key == "alertflow-1.0":
        table["x/<x>/ServerID"] = ("One", "chr", ("Get",))
    assert nodes == table


@pytest.mark.parametrize(("key", "added"), [("fumo-1.1", 0), ("scomo-1.2", 1000)])
def test_the_new_result_codes_are_those_of_the_extension(key: str, added: int) -> None:
    own = {result.code for result in enabler(key).messages.results if result.origin == key}
    assert own == {int(code) + added for code, _ in rows_after("## 8. Result codes")}


def test_every_new_code_of_fumo_reads_as_the_base_code_of_the_extension() -> None:
    text = EXTENSION.read_text(encoding="utf-8")
    part = text[text.index("### Result codes as a 1.0 server") : text.index("Base codes do not add 1000")]
    part = part.partition("in its place:")[2].replace("\n", " ")
    expected: dict[int, int | None] = {}
    for group in re.split("[;.]", part):
        codes, arrow, base = group.partition("->")
        if not arrow:
            codes, _, _ = group.partition("are never sent")
        for code in codes.split():
            expected[int(code)] = int(base) if arrow else None
    messages = enabler("fumo-1.1").messages
    codes = {result.name: result.code for result in messages.results}
    found = {
        result.code: None if result.reads_as == "never" else codes[str(result.reads_as)]
        for result in messages.results
        if result.origin == "fumo-1.1"
    }
    assert found == expected


@pytest.mark.parametrize(("key", "stem"), [("fumo-1.1", "urn:oma:at:fumo:1.1"), ("scomo-1.2", "urn:oma:at:scomo:1.2")])
def test_the_new_alerts_are_those_of_the_extension(key: str, stem: str) -> None:
    own = {
        alert.type: (alert.mark.value, None if alert.mark_on_failure is None else alert.mark_on_failure.value)
        for alert in enabler(key).messages.alerts
        if alert.origin == key
    }
    expected: dict[str, Any] = {}
    for name, marks, *_ in rows_after("## 7. Alerts and alert flow control"):
        first, _, failure = marks.partition(" / ")
        expected[f"{stem}{name}"] = (first, failure or None)
    assert own == expected


@pytest.mark.parametrize("key", ["fumo-1.1", "scomo-1.2"])
def test_alerts_of_the_base_keep_their_meaning(key: str) -> None:
    new = enabler(key)
    base = enabler("fumo-1.0" if key == "fumo-1.1" else "scomo-1.0")
    now = {alert.name: alert for alert in new.messages.alerts}
    for alert in base.messages.alerts:
        same = now[alert.name]
        assert (same.type, same.format, same.mark, same.mark_on_failure, same.correlator, same.identifier) == (
            alert.type,
            alert.format,
            alert.mark,
            alert.mark_on_failure,
            alert.correlator,
            alert.identifier,
        )
        assert set(alert.answers) <= set(same.answers)


@pytest.mark.parametrize("key", ["fumo-1.1", "scomo-1.2"])
def test_conformance_items_of_the_base_keep_their_numbers(key: str) -> None:
    from swmgen.emit.docs.conformance import conformance

    base = conformance(enabler("fumo-1.0" if key == "fumo-1.1" else "scomo-1.0"))
    now = conformance(enabler(key))
    for side in ("C", "S"):
        before = [item.id for item in base if f"-{side}-" in item.id]
        after = [item.id for item in now if f"-{side}-" in item.id]
        assert after[: len(before)] == before
        assert len(after) > len(before)
    assert len({item.id for item in now}) == len(now)

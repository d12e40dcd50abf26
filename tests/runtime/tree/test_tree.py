"""The management tree: every command's Status by what the description says, and nothing changed by a refused one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swm.errors import LocalError
from swm.tree import ManagementTree
from swm.tree.codec import BINARY, BOOLEAN, FLOAT, INTEGER, NOTHING, TEXT, Codec
from swm.tree.uri import join, split

ROOT = Path(__file__).resolve().parents[3]
URI = "./FwUpdate/Pkg1"


class Owner:
    """Accepts every change, or refuses all with one Status."""

    def __init__(self, status: int = 200) -> None:
        self.status = status
        self.seen: list[tuple[str, str]] = []

    def read(self, path: str) -> str | None:
        return "10" if path == "State" else None

    def execute(self, path: str, order: Any) -> int:
        self.seen.append(("Exec", path))
        return self.status

    def changed(self, command: str, path: str, value: Any) -> int:
        self.seen.append((command, path))
        return self.status

    def begin(self) -> None:
        """Nothing to hold."""

    def commit(self) -> None:
        """Nothing was held."""

    def rollback(self) -> None:
        """Nothing was held."""


@pytest.fixture
def mounted() -> Iterator[tuple[ManagementTree, Owner]]:
    """FUMO 1.1 in a tree."""
    sys.path.insert(0, str(ROOT / "generated" / "python"))
    from swm_enablers.fumo_1_1.nodes import FUMO

    tree, owner = ManagementTree(), Owner()
    tree.mount(URI, FUMO, owner)
    yield tree, owner
    sys.path.remove(str(ROOT / "generated" / "python"))
    for name in [name for name in sys.modules if name.partition(".")[0] == "swm_enablers"]:
        del sys.modules[name]


def contents(tree: ManagementTree, uri: str = ".") -> dict[str, Any]:
    """Every node with its value."""
    found = {uri: tree.value(uri)}
    for name in tree.children(uri):
        found |= contents(tree, f"{uri}/{name}")
    return found


def status(tree: ManagementTree, command: str, path: str, value: Any = None) -> int:
    uri = f"{URI}/{path}" if path else URI
    if command == "Get":
        return tree.get(uri).status
    if command == "Delete":
        return tree.delete(uri).status
    if command == "Add":
        return tree.add(uri, value).status
    if command == "Replace":
        return tree.replace(uri, value).status
    raise AssertionError(command)


@pytest.mark.parametrize(
    ("command", "path", "value", "expected"),
    [
        ("Get", "State", None, 200),
        ("Get", "", None, 200),
        ("Get", "Nowhere", None, 404),
        ("Get", "Update/PkgData", None, 405),
        ("Replace", "Download/PkgURL", "http://a", 200),
        ("Replace", "State", "30", 405),
        ("Replace", "Download", "x", 405),
        ("Replace", "Nowhere", "x", 404),
        ("Add", "Policy", None, 200),
        ("Add", "Policy", "a value", 415),
        ("Add", "Policy/MinBattery", "30", 404),
        ("Add", "State", "30", 418),
        ("Add", "Unknown", "x", 404),
        ("Delete", "State", None, 405),
        ("Delete", "Policy", None, 404),
        ("Replace", "x" * 2000, "x", 414),
        ("Get", "a//b", None, 414),
    ],
)
def test_a_command_is_answered_by_the_description(
    mounted: tuple[ManagementTree, Owner], command: str, path: str, value: Any, expected: int
) -> None:
    assert status(mounted[0], command, path, value) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [("30", 200), ("101", 415), ("-1", 415), ("many", 415), ("99999999999", 415)]
)
def test_a_value_must_fit_format_and_range(mounted: tuple[ManagementTree, Owner], value: str, expected: int) -> None:
    tree, _ = mounted
    assert status(tree, "Add", "Policy") == 200
    assert status(tree, "Add", "Policy/MinBattery", "10") == 200
    assert status(tree, "Replace", "Policy/MinBattery", value) == expected
    assert tree.value(f"{URI}/Policy/MinBattery") == (value if expected == 200 else "10")


def test_a_deleted_node_takes_all_below_it_with_it(mounted: tuple[ManagementTree, Owner]) -> None:
    tree, _ = mounted
    status(tree, "Add", "Policy")
    status(tree, "Add", "Policy/AutoResume", "true")
    assert status(tree, "Delete", "Policy") == 200
    assert status(tree, "Get", "Policy/AutoResume") == 404


@pytest.mark.parametrize(
    ("command", "path", "value"),
    [("Add", "Policy", None), ("Replace", "Download/PkgURL", "http://b"), ("Delete", "Security", None)],
)
def test_what_the_owner_refuses_changes_nothing(
    mounted: tuple[ManagementTree, Owner], command: str, path: str, value: Any
) -> None:
    tree, owner = mounted
    status(tree, "Replace", "Download/PkgURL", "http://a")
    status(tree, "Add", "Security")
    before = contents(tree)
    owner.status = 405
    assert status(tree, command, path, value) == 405
    assert contents(tree) == before


def test_an_atomic_that_fails_leaves_what_was_there(mounted: tuple[ManagementTree, Owner]) -> None:
    tree, _ = mounted
    status(tree, "Replace", "Download/PkgURL", "http://a")
    before = contents(tree)
    tree.begin()
    status(tree, "Add", "Policy")
    status(tree, "Replace", "Download/PkgURL", "http://b")
    tree.rollback()
    assert contents(tree) == before
    tree.begin()
    status(tree, "Replace", "Download/PkgURL", "http://b")
    tree.commit()
    assert tree.value(f"{URI}/Download/PkgURL") == "http://b"


def test_the_devices_own_value_must_fit_too(mounted: tuple[ManagementTree, Owner]) -> None:
    with pytest.raises(LocalError):
        mounted[0].store(f"{URI}/Nowhere", "x")


def test_an_object_is_found_by_its_mo_id(mounted: tuple[ManagementTree, Owner]) -> None:
    assert mounted[0].objects("urn:oma:mo:x-swm-fumo:1.1") == [URI]
    assert mounted[0].get(f"{URI}?prop=Type").data == "urn:oma:mo:x-swm-fumo:1.1"


NAME = st.text(st.characters(exclude_characters="/?", exclude_categories=("Cs",)), min_size=1, max_size=100)
NAMES = st.lists(NAME.filter(lambda name: name not in (".", "..")), max_size=6)


@given(NAMES)
def test_a_uri_is_split_into_the_names_it_was_joined_from(names: list[str]) -> None:
    assert split(join(tuple(names))) == (tuple(names), "")


@pytest.mark.parametrize("uri", ["./a/../b", "./a//b", "./" + "a/" * 70, "./" + "a" * 1100])
def test_what_is_no_uri_is_refused(uri: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        split(uri)


@pytest.mark.parametrize(
    ("codec", "strategy"),
    [
        (INTEGER, st.integers(-(2**31), 2**31 - 1)),
        (BOOLEAN, st.booleans()),
        (FLOAT, st.floats(allow_nan=False, allow_infinity=False)),
        (TEXT, st.text()),
        (BINARY, st.binary()),
        (NOTHING, st.none()),
    ],
    ids=lambda value: value.format if isinstance(value, Codec) else "",
)
def test_a_value_comes_back_from_the_wire(codec: Codec[Any], strategy: st.SearchStrategy[Any]) -> None:
    @given(strategy)
    def check(value: Any) -> None:
        assert codec.decode(codec.encode(value)) == value

    check()


@pytest.mark.parametrize(
    ("codec", "wire"),
    [
        (INTEGER, "2147483648"),
        (INTEGER, "1.5"),
        (INTEGER, ""),
        (BOOLEAN, "yes"),
        (FLOAT, "nan"),
        (FLOAT, "inf"),
        (NOTHING, "x"),
    ],
)
def test_what_the_format_cannot_say_is_refused(codec: Codec[Any], wire: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        codec.decode(wire)

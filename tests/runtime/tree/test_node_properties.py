"""Node properties by ``?prop=`` (OMA-TS-DM_TND 1.2, 7.7), and what may be done to each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from swm.tree import (
    INTEGER,
    ONE,
    TEXT,
    ZERO_OR_MORE,
    Child,
    Children,
    Interior,
    Leaf,
    ManagementTree,
    Order,
    access,
)


class Box(Interior):
    ACCESS = access.AddDeleteGetReplace
    value = Leaf("Value", TEXT, access.GetReplace, ONE, default="v")


class Boxes(Interior):
    ACCESS = access.Get
    instances = Children(Box, ZERO_OR_MORE)


class Thing(Interior):
    ACCESS = access.GetReplace
    MO_ID = "urn:oma:mo:x-thing:1.0"
    text = Leaf("Text", TEXT, access.GetReplace, ONE, default="ö", mime=("text/plain",), title="A text")
    number = Leaf("Number", INTEGER, access.GetReplace, ONE, default="1")
    secret = Leaf("Secret", TEXT, access.Replace, ONE)
    boxes = Child("Boxes", Boxes, ONE)


class Owner:
    def __init__(self) -> None:
        self.seen: list[tuple[str, str, Any]] = []
        self.status = 200

    def read(self, path: str) -> None:
        return None

    def execute(self, path: str, order: Any) -> int:
        return 202

    def changed(self, command: str, path: str, value: Any) -> int:
        self.seen.append((command, path, value))
        return self.status

    def begin(self) -> None:
        """Nothing to hold."""

    def commit(self) -> None:
        """Nothing was held."""

    def rollback(self) -> None:
        """Nothing was held."""


class Clock:
    def __init__(self) -> None:
        self.time = datetime(2026, 11, 25, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def owner() -> Owner:
    return Owner()


@pytest.fixture
def tree(clock: Clock, owner: Owner) -> ManagementTree:
    tree = ManagementTree(now=clock)
    tree.mount("./Thing", Thing.describe("", ONE, permanent=True), owner)
    tree.create("./Thing/Boxes/one")
    return tree


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("./Thing?prop=Format", "node"),
        ("./Thing/Number?prop=Format", "int"),
        ("./Thing?prop=Name", "Thing"),
        (".?prop=Name", "."),
        ("./Thing?prop=Type", "urn:oma:mo:x-thing:1.0"),
        ("./Thing/Text?prop=Type", "text/plain"),
        ("./Thing/Text?prop=Size", "2"),
        ("./Thing/Secret?prop=Size", "0"),
        ("./Thing/Text?prop=Title", "A text"),
        ("./Thing/Text?prop=TStamp", "20261125T120000Z"),
        ("./Thing/Text?prop=VerNo", "0"),
    ],
)
def test_a_property_is_read_as_text(tree: ManagementTree, uri: str, expected: str) -> None:
    assert tree.get(uri, "s").data == expected


@pytest.mark.parametrize("uri", ["./Thing?prop=Size", "./Thing?prop=Colour", "./Thing?what=ever", "./Thing?prop="])
def test_what_a_node_has_not_gets_406(tree: ManagementTree, uri: str) -> None:
    assert tree.get(uri, "s").status == 406


def test_a_device_without_a_clock_has_no_time_stamps() -> None:
    tree = ManagementTree()
    assert tree.get(".?prop=TStamp").status == 406


@pytest.mark.parametrize("name", ["Format", "Size", "TStamp", "Type", "VerNo"])
def test_what_only_the_device_says_cannot_be_replaced(tree: ManagementTree, name: str) -> None:
    assert tree.replace(f"./Thing/Text?prop={name}", "x", "s").status == 405
    assert tree.replace("./Thing/Text?prop=Colour", "x", "s").status == 406


def test_a_property_is_neither_added_deleted_executed_nor_copied(tree: ManagementTree) -> None:
    uri = "./Thing/Text?prop=Title"
    assert tree.add(uri, "x", "s").status == 405
    assert tree.delete(uri, "s").status == 405
    assert tree.execute(uri, Order("s")).status == 405
    assert tree.copy(uri, "./Thing/Number", "s").status == 405


def test_a_title_is_changed_and_read(tree: ManagementTree) -> None:
    assert tree.replace("./Thing?prop=Title", "My thing", "s").status == 200
    assert tree.get("./Thing?prop=Title", "s").data == "My thing"
    assert tree.replace("./Thing?prop=Title", b"\xff", "s").status == 415
    assert tree.replace("./Thing?prop=Title", "\x01", "s").status == 415
    assert tree.replace("./Thing?prop=Title", "x" * 2000, "s").status == 413
    assert tree.get("./Thing?prop=Title", "s").data == "My thing"


def test_version_and_time_follow_the_value(tree: ManagementTree, clock: Clock) -> None:
    clock.time += timedelta(hours=1)
    tree.replace("./Thing/Text", "x", "s")
    assert tree.get("./Thing/Text?prop=VerNo").data == "1"
    assert tree.get("./Thing/Text?prop=TStamp").data == "20261125T130000Z"
    assert tree.get("./Thing/Number?prop=TStamp").data == "20261125T120000Z"
    tree.store("./Thing/Text", "y")
    assert tree.get("./Thing/Text?prop=VerNo").data == "2"


def test_a_version_is_sixteen_bits(tree: ManagementTree) -> None:
    for _ in range(65536):
        tree.store("./Thing/Number", "2")
    assert tree.get("./Thing/Number?prop=VerNo").data == "0"


def test_children_that_come_and_go_are_changes_of_their_parent(tree: ManagementTree) -> None:
    before = int(str(tree.get("./Thing/Boxes?prop=VerNo").data))
    tree.add("./Thing/Boxes/two", None, "s")
    tree.delete("./Thing/Boxes/two", "s")
    assert tree.get("./Thing/Boxes?prop=VerNo").data == str(before + 2)


def test_what_is_refused_is_no_new_version(tree: ManagementTree, owner: Owner) -> None:
    owner.status = 403
    tree.replace("./Thing/Text", "x", "s")
    tree.add("./Thing/Boxes/two", None, "s")
    assert tree.get("./Thing/Text?prop=VerNo").data == "0"
    assert tree.get("./Thing/Boxes?prop=VerNo").data == "1"


# names ------------------------------------------------------------------------------------------------------------


def test_a_node_is_called_otherwise_with_all_below_it(tree: ManagementTree, owner: Owner) -> None:
    tree.replace("./Thing/Boxes/one/Value", "kept", "s")
    assert tree.replace("./Thing/Boxes/one?prop=Name", "uno", "s").status == 200
    assert tree.get("./Thing/Boxes").data == "uno"
    assert tree.get("./Thing/Boxes/uno/Value").data == "kept"
    assert tree.get("./Thing/Boxes/one").status == 404
    assert owner.seen[-1] == ("Rename", "Boxes/one", "uno")


def test_a_new_name_may_stand_on_a_line_of_its_own(tree: ManagementTree) -> None:
    assert tree.replace("./Thing/Boxes/one?prop=Name", "\n  uno \r\n", "s").status == 200
    assert tree.get("./Thing/Boxes").data == "uno"
    assert tree.replace("./Thing/Boxes/uno?prop=Name", " ", "s").status == 415


@pytest.mark.parametrize(
    ("uri", "name", "expected"),
    [
        ("./Thing", "Other", 405),
        ("./Thing/Boxes", "Other", 405),
        ("./Thing/Text", "Other", 405),
        ("./Thing/Boxes/one", "two", 418),
        ("./Thing/Boxes/one", "one", 200),
        ("./Thing/Boxes/one", "a/b", 415),
        ("./Thing/Boxes/one", "..", 415),
        ("./Thing/Boxes/one", "", 415),
        ("./Thing/Boxes/none", "x", 404),
    ],
)
def test_names_the_description_gives_and_bad_names_are_refused(
    tree: ManagementTree, uri: str, name: str, expected: int
) -> None:
    tree.create("./Thing/Boxes/two")
    assert tree.replace(f"{uri}?prop=Name", name, "s").status == expected
    assert tree.get("./Thing/Boxes").data == "one/two"


def test_the_owner_may_refuse_a_name(tree: ManagementTree, owner: Owner) -> None:
    owner.status = 403
    assert tree.replace("./Thing/Boxes/one?prop=Name", "uno", "s").status == 403
    assert tree.get("./Thing/Boxes/one/Value").data == "v"
    assert tree.get("./Thing/Boxes").data == "one"


def test_a_node_with_an_owner_of_its_own_keeps_its_name(tree: ManagementTree) -> None:
    tree.attach("./Thing/Boxes/one", Owner())
    assert tree.replace("./Thing/Boxes/one?prop=Name", "uno", "s").status == 405


def test_a_permanent_node_is_not_deleted(tree: ManagementTree) -> None:
    assert tree.delete("./Thing", "s").status == 405

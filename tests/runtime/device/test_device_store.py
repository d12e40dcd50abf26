"""The device's store: what was written is there again, whole, whatever happened to the process; bad files are left alone."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from swm.device.store import DeviceStore, StoreRefused
from swm.machine import Journals
from swm.tree import (
    BINARY,
    ONE,
    TEXT,
    ZERO_OR_MORE,
    Acl,
    Child,
    Children,
    Interior,
    Leaf,
    ManagementTree,
    Record,
    TreeStore,
    access,
)


class Entry(Interior):
    ACCESS = access.AddDeleteGet
    value = Leaf("Value", TEXT, access.AddDeleteGetReplace, ONE)


class Entries(Interior):
    ACCESS = access.Get
    instances = Children(Entry, ZERO_OR_MORE)


class Thing(Interior):
    ACCESS = access.Get
    text = Leaf("Text", TEXT, access.GetReplace, ONE, default="new")
    data = Leaf("Data", BINARY, access.GetReplace, ONE)
    entries = Child("Entries", Entries, ONE)


class Grown(Thing):
    text = Leaf("Text", TEXT, access.GetReplace, ONE, default="new")
    later = Leaf("Later", TEXT, access.GetReplace, ONE, default="of the update")
    entries = Child("Entries", Entries, ONE)


class Owner:
    """Writes every change into a journal, as machines do."""

    def __init__(self, journals: Journals) -> None:
        self.journal = journals.open("owner")
        self.seen: list[str] = []
        self.breaks = False

    def read(self, path: str) -> None:
        return None

    def execute(self, path: str, order: Any) -> int:
        return 200

    def changed(self, command: str, path: str, value: Any) -> int:
        self.seen.append(f"{command} {path}")
        return 200

    def begin(self) -> None:
        self.seen.append("begin")

    def commit(self) -> None:
        self.journal.save("\n".join(self.seen).encode())
        if self.breaks:
            raise OSError(errno.EIO, "the disk is gone")

    def rollback(self) -> None:
        self.seen.append("rollback")


def device(store: DeviceStore, kind: type[Interior] = Thing) -> tuple[ManagementTree, Owner]:
    tree, owner = ManagementTree(store), Owner(store.journals("thing"))
    tree.mount("./Vendor/Thing", kind.describe("", ONE), owner)
    return tree, owner


def test_it_is_a_store_of_trees_and_of_journals(tmp_path: Path) -> None:
    with DeviceStore.open(tmp_path / "device.db") as store:
        as_tree_store: TreeStore = store
        as_journals: Journals = store.journals("a")
        assert list(as_tree_store.load()) == []
        assert as_journals.names() == []


def test_nodes_come_back_with_values_and_properties(tmp_path: Path) -> None:
    with DeviceStore.open(tmp_path / "device.db") as store:
        tree, _ = device(store)
        assert tree.add("./Vendor/Thing/Entries/one", None, "s").status == 200
        assert tree.add("./Vendor/Thing/Entries/one/Value", "x\x00ö", "s").status == 200
        assert tree.replace("./Vendor/Thing/Data", b"\x00\xff", "s").status == 200
        assert tree.replace("./Vendor/Thing?prop=Title", "the thing", "s").status == 200
        tree.permit(".", Acl.parse("Add=s&Get=*"))
        version = tree.get("./Vendor/Thing/Data?prop=VerNo").data
    with DeviceStore.open(tmp_path / "device.db") as store:
        tree, _ = device(store)
        assert tree.is_restored("./Vendor/Thing")
        assert tree.get("./Vendor/Thing/Entries/one/Value").data == "x\x00ö"
        assert tree.get("./Vendor/Thing/Data").data == b"\x00\xff"
        assert tree.get("./Vendor/Thing?prop=Title").data == "the thing"
        assert tree.get(".?prop=ACL").data == "Add=s&Get=*"
        assert tree.get("./Vendor/Thing/Data?prop=VerNo").data == version == "1"


def test_what_was_deleted_stays_deleted(tmp_path: Path) -> None:
    with DeviceStore.open(tmp_path / "device.db") as store:
        tree, _ = device(store)
        tree.add("./Vendor/Thing/Entries/one", None, "s")
        tree.add("./Vendor/Thing/Entries/one/Value", "x", "s")
        assert tree.delete("./Vendor/Thing/Entries/one", "s").status == 200
    with DeviceStore.open(tmp_path / "device.db") as store:
        tree, _ = device(store)
        assert tree.get("./Vendor/Thing/Entries").data == ""
        assert tree.get("./Vendor/Thing/Entries/one/Value").status == 404


def test_a_newer_description_brings_its_nodes_and_leaves_what_it_does_not_know(tmp_path: Path) -> None:
    with DeviceStore.open(tmp_path / "device.db") as store:
        tree, _ = device(store)
        tree.replace("./Vendor/Thing/Text", "kept", "s")
        tree.replace("./Vendor/Thing/Data", b"unknown to the newer one", "s")
    with DeviceStore.open(tmp_path / "device.db") as store:
        tree, _ = device(store, Grown)
        assert tree.get("./Vendor/Thing/Text").data == "kept"
        assert tree.get("./Vendor/Thing/Later").data == "of the update"
        assert tree.get("./Vendor/Thing/Data").status == 404
    with DeviceStore.open(tmp_path / "device.db") as store:
        assert device(store)[0].get("./Vendor/Thing/Data").data == b"unknown to the newer one"


def test_an_atomic_is_one_transaction_over_nodes_and_journals(tmp_path: Path) -> None:
    with DeviceStore.open(tmp_path / "device.db") as store:
        tree, owner = device(store)
        tree.begin()
        tree.replace("./Vendor/Thing/Text", "a", "s")
        tree.replace("./Vendor/Thing/Data", b"b", "s")
        assert owner.journal.load() is None
        owner.breaks = True
        with pytest.raises(OSError, match="the disk is gone"):
            tree.commit()
        tree.rollback()
        assert tree.get("./Vendor/Thing/Text").data == "new"
        assert owner.journal.load() is None
        assert {uri: record.value for uri, record in store.load()}["./Vendor/Thing/Text"] == "new"
        owner.breaks = False
        tree.begin()
        tree.replace("./Vendor/Thing/Text", "a", "s")
        tree.commit()
        assert owner.journal.load() is not None
    with DeviceStore.open(tmp_path / "device.db") as store:
        assert device(store)[0].get("./Vendor/Thing/Text").data == "a"


def test_journals_come_back_by_name_and_go_when_removed(tmp_path: Path) -> None:
    with DeviceStore.open(tmp_path / "device.db") as store:
        first, second = store.journals("a"), store.journals("b")
        first.open("x/1").save(b"one")
        first.open("x/2").save(b"two")
        second.open("x/1").save(b"other")
        first.remove("x/2")
        first.remove("never there")
        store.journal("fumo").save(b"three")
    with DeviceStore.open(tmp_path / "device.db") as store:
        assert store.journals("a").names() == ["x/1"]
        assert store.journals("a").open("x/1").load() == b"one"
        assert store.journals("b").open("x/1").load() == b"other"
        assert store.journals("a").open("x/2").load() is None
        assert store.journal("fumo").load() == b"three"


def test_a_full_disk_is_told_and_what_was_there_stays(tmp_path: Path) -> None:
    with DeviceStore.open(tmp_path / "device.db") as store:
        tree, _ = device(store)
        tree.replace("./Vendor/Thing/Text", "before", "s")
        pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
        store._connection.execute(f"PRAGMA max_page_count={pages}")
        with pytest.raises(OSError) as caught:
            tree.replace("./Vendor/Thing/Data", b"x" * 1_000_000, "s")
        assert caught.value.errno == errno.ENOSPC
        assert tree.get("./Vendor/Thing/Data").data in ("", b"")
        assert tree.get("./Vendor/Thing/Text").data == "before"
        store._connection.execute("PRAGMA max_page_count=1000000")
        assert tree.replace("./Vendor/Thing/Data", b"x" * 1_000_000, "s").status == 200


def foreign_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE mine (a)")
    connection.commit()
    connection.close()


def of_a_later_format(path: Path) -> None:
    DeviceStore.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.execute("PRAGMA user_version=2")
    connection.commit()
    connection.close()


def damaged(path: Path) -> None:
    with DeviceStore.open(path) as store:
        store.write({f"./a{number}": Record("x" * 1000) for number in range(200)})
    data = bytearray(path.read_bytes())
    for at in range(4096, len(data), 4096):
        data[at : at + 64] = b"\xa5" * 64
    path.write_bytes(bytes(data))


def cut_off(path: Path) -> None:
    with DeviceStore.open(path) as store:
        store.write({f"./a{number}": Record("x" * 1000) for number in range(200)})
    path.write_bytes(path.read_bytes()[:20_000])


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: path.write_bytes(b"not a database"), "no SQLite file"),
        (lambda path: path.write_bytes(b""), "no SQLite file"),
        (foreign_database, "none of a device's"),
        (of_a_later_format, "format 2"),
        (damaged, "damaged"),
        (cut_off, "damaged"),
    ],
    ids=["text", "empty", "foreign", "later", "damaged", "cut off"],
)
def test_a_file_that_is_none_or_is_damaged_is_refused_and_left_as_it_is(tmp_path: Path, make: Any, reason: str) -> None:
    path = tmp_path / "device.db"
    make(path)
    before = path.read_bytes()
    with pytest.raises(StoreRefused, match=reason):
        DeviceStore.open(path)
    assert path.read_bytes() == before


def test_a_second_opener_is_refused_while_the_first_has_the_file(tmp_path: Path) -> None:
    with DeviceStore.open(tmp_path / "device.db"), pytest.raises(StoreRefused, match="another process"):
        DeviceStore.open(tmp_path / "device.db")
    DeviceStore.open(tmp_path / "device.db").close()


def test_nobody_else_may_read_the_file(tmp_path: Path) -> None:
    with DeviceStore.open(tmp_path / "device.db") as store:
        store.journal("a").save(b"x")
        for path in tmp_path.iterdir():
            assert path.stat().st_mode & 0o077 == 0, path


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("uri", b"./Thing/Text"),
        ("value", 5),
        ("acl", "Awd=*"),
        ("acl", b"\xff"),
        ("title", b"\xff"),
        ("stamp", b"x"),
        ("version", "x"),
        ("version", 1.5),
    ],
)
def test_a_node_that_no_tree_has_written_is_refused(tmp_path: Path, column: str, value: object) -> None:
    path = tmp_path / "device.db"
    with DeviceStore.open(path) as store:
        store.write({"./Thing/Text": Record("text")})
    with sqlite3.connect(path) as connection:
        connection.execute(f"UPDATE node SET {column} = ?", (value,))
    connection.close()
    with DeviceStore.open(path) as store, pytest.raises(StoreRefused, match="damaged at the node"):
        ManagementTree(store)


def test_text_that_is_no_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "device.db"
    with DeviceStore.open(path) as store:
        store.write({"./Thing/Text": Record("text")})
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE node SET value = CAST(X'ff' AS TEXT)")
    connection.close()
    with DeviceStore.open(path) as store, pytest.raises((StoreRefused, OSError)):
        ManagementTree(store)

"""The Status table of the protocol (OMA-TS-DM_Protocol 1.2): each code the tree answers, brought about in a session."""

from __future__ import annotations

import errno
from typing import Any

import pytest

from swm.session import DmClientSession, DmServerSession, Ticket, printable
from swm.syncml import Add, Atomic, Command, Copy, Delete, Encoding, Exec, Get, Item, Location, Meta, Replace
from swm.tree import (
    INTEGER,
    NOTHING,
    ONE,
    TEXT,
    ZERO_OR_MORE,
    ZERO_OR_ONE,
    Acl,
    Child,
    Children,
    Interior,
    Leaf,
    ManagementTree,
    Occurs,
    access,
    management,
)
from swm.tree.tnds import WBXML_TYPE, XML_TYPE


class Entry(Interior):
    ACCESS = access.AddDeleteGet
    value = Leaf("Value", TEXT, access.AddCopyGetReplace, ZERO_OR_ONE, max_size=20)


class Entries(Interior):
    ACCESS = access.CopyGet
    instances = Children(Entry, ZERO_OR_MORE)


class Two(Interior):
    ACCESS = access.Get
    instances = Children(Entry, Occurs(0, 2))


class Fixed(Interior):
    ACCESS = access.DeleteGet


class Closed(Interior):
    ACCESS = access.AddCopyDeleteExecGetReplace
    text = Leaf("Text", TEXT, access.AddCopyDeleteExecGetReplace, ONE, default="c")
    instances = Children(Entry, ZERO_OR_MORE)


class Thing(Interior):
    ACCESS = access.Get
    number = Leaf("Number", INTEGER, access.CopyGetReplace, ONE, default="1", low=0, high=9)
    text = Leaf("Text", TEXT, access.CopyGetReplace, ONE, default="t", max_size=20)
    choice = Leaf("Choice", TEXT, access.GetReplace, ONE, default="a", values=frozenset(("a", "b")))
    shown = Leaf("Shown", TEXT, access.Get, ONE, default="s")
    hidden = Leaf("Hidden", TEXT, access.Replace, ONE, default="h")
    go = Leaf("Go", NOTHING, access.Exec, ONE)
    entries = Child("Entries", Entries, ONE)
    two = Child("Two", Two, ONE)
    fixed = Child("Fixed", Fixed, ONE, permanent=True)
    closed = Child("Closed", Closed, ONE)


class Owner:
    def __init__(self) -> None:
        self.answer = 200
        self.breaks: int | None = None

    def read(self, path: str) -> None:
        return None

    def execute(self, path: str, order: Any) -> int:
        return self._decide()

    def changed(self, command: str, path: str, value: Any) -> int:
        return self._decide()

    def _decide(self) -> int:
        if self.breaks is not None:
            raise OSError(self.breaks, "the owner's disk")
        return self.answer

    def begin(self) -> None:
        """Nothing to hold."""

    def commit(self) -> None:
        """Nothing was held."""

    def rollback(self) -> None:
        """Nothing was held."""


class Pair:
    def __init__(self) -> None:
        self.tree = ManagementTree()
        self.owner = Owner()
        self.tree.mount("./Thing", Thing.describe("", ONE), self.owner)
        self.tree.permit("./Thing/Closed", Acl.parse("Add=another"))
        for name in ("a", "b"):
            self.tree.create(f"./Thing/Two/{name}")
        self.tree.create("./Thing/Entries/old")

    def run(self, *commands: Command) -> list[Ticket]:
        client = DmClientSession(self.tree, server_uri="http://s/dm", device_id="d", server_id="s")
        server = DmServerSession(server_id="s", respond_to="http://s/dm?1", nonces=lambda: printable(b"octets"))
        tickets = [server.submit(command) for command in commands]
        data: bytes | None = client.start("1")
        for _ in range(100):
            if data is None:
                return tickets
            server.receive(data)
            data = client.receive(server.respond())
        pytest.fail("the session does not end")


def contents(tree: ManagementTree, uri: str = ".") -> dict[str, Any]:
    found: dict[str, Any] = {uri: (tree.value(uri), tree.get(f"{uri}?prop=ACL").data)}
    for name in tree.children(uri):
        found |= contents(tree, f"{uri}/{name}")
    return found


def at(uri: str, data: str | None = None, format: str | None = None, type: str | None = None) -> tuple[Item, ...]:
    meta = None if format is None and type is None else Meta(format=format, type=type)
    return (Item(target=Location(uri), meta=meta, data=data),)


def copy(source: str, target: str) -> Copy:
    return Copy("", (Item(target=Location(target), source=Location(source)),))


FAR = "./Thing/" + "x" * 2000
TABLE: list[tuple[Command, int]] = [
    (Add("", at("./Thing/Entries/new", "", "node")), 200),
    (Add("", at("./Thing/Entries/old/Value", "v", "chr")), 200),
    (Add("", at("./Thing/Entries/none/Value", "v", "chr")), 404),
    (Add("", at("./Nowhere/new", "", "node")), 404),
    (Add("", at("./Thing/Two/third", "", "node")), 405),
    (Add("", at("./Thing/Shown?prop=Title", "x", "chr")), 405),
    (Add("", at("./Thing/Entries/old/Value", "x" * 30, "chr")), 413),
    (Add("", at(FAR, "", "node")), 414),
    (Add("", at("./Thing/Entries/new", "a value", "chr")), 415),
    (Add("", at("./Thing/Entries", "<MgmtTree/>", "xml", XML_TYPE)), 415),
    (Add("", at("./Thing/Entries/old", "", "node")), 418),
    (Add("", at("./Thing/Closed/new", "", "node")), 425),
    (copy("./Thing/Text", "./Thing/Entries/old/Value"), 200),
    (copy("./Thing/Number", "./Thing/Text"), 200),
    (copy("./Thing/Nowhere", "./Thing/Text"), 404),
    (copy("./Thing/Shown", "./Thing/Text"), 405),
    (copy("./Thing/Text", "./Thing/Shown"), 405),
    (copy("./Thing/Entries", "./Thing/Text"), 406),
    (copy("./Thing/Text", FAR), 414),
    (copy("./Thing/Text", "./Thing/Number"), 415),
    (copy("./Thing/Text", "./Thing/Entries/old"), 418),
    (copy("./Thing/Closed/Text", "./Thing/Text"), 425),
    (copy("./Thing/Text", "./Thing/Closed/Text"), 425),
    (Delete("", at("./Thing/Entries/old")), 200),
    (Delete("", at("./Thing/Entries/none")), 404),
    (Delete("", at("./Thing/Entries")), 405),
    (Delete("", at("./Thing/Fixed")), 405),
    (Delete("", at(FAR)), 414),
    (Delete("", at("./Thing/Closed")), 425),
    (Exec("", at("./Thing/Go")), 200),
    (Exec("", at("./Thing/Nowhere")), 404),
    (Exec("", at("./Thing/Text")), 405),
    (Exec("", at(FAR)), 414),
    (Exec("", at("./Thing/Closed")), 425),
    (Get("", at("./Thing/Text")), 200),
    (Get("", at("./Thing/Nowhere")), 404),
    (Get("", at("./Thing/Hidden")), 405),
    (Get("", at("./Thing?list=Everything")), 406),
    (Get("", at("./Thing?prop=Size")), 406),
    (Get("", at(FAR)), 414),
    (Get("", at("./Thing/Closed/Text")), 425),
    (Get("", at("./Thing/Closed?prop=ACL")), 425),
    (Replace("", at("./Thing/Text", "x", "chr")), 200),
    (Replace("", at("./Thing/Text?prop=Title", "x", "chr")), 200),
    (Replace("", at("./Thing/Nowhere", "x", "chr")), 404),
    (Replace("", at("./Thing/Shown", "x", "chr")), 405),
    (Replace("", at("./Thing/Text?prop=Format", "int", "chr")), 405),
    (Replace("", at("./Thing/Text?prop=Colour", "red", "chr")), 406),
    (Replace("", at("./Thing/Text", "ö" * 15, "chr")), 413),
    (Replace("", at(FAR, "x", "chr")), 414),
    (Replace("", at("./Thing/Number", "10", "int")), 415),
    (Replace("", at("./Thing/Number", "one", "int")), 415),
    (Replace("", at("./Thing/Number", "1", "bool")), 415),
    (Replace("", at("./Thing/Choice", "c", "chr")), 415),
    (Replace("", at("./Thing/Text", "x", "node")), 415),
    (Replace("", at("./Thing?prop=ACL", "Everything=*", "chr")), 415),
    (Replace("", at("./Thing/Closed/Text", "x", "chr")), 425),
    (Replace("", at("./Thing/Closed/Text?prop=ACL", "Get=*", "chr")), 425),
]


@pytest.mark.parametrize(("command", "status"), TABLE)
def test_a_command_gets_the_status_of_the_table(command: Command, status: int) -> None:
    pair = Pair()
    before = contents(pair.tree)
    [ticket] = pair.run(command)
    assert ticket.status == status
    if status >= 300:
        assert contents(pair.tree) == before


CHANGES: list[Command] = [
    Add("", at("./Thing/Entries/new", "", "node")),
    copy("./Thing/Text", "./Thing/Entries/old/Value"),
    Delete("", at("./Thing/Entries/old")),
    Exec("", at("./Thing/Go")),
    Replace("", at("./Thing/Text", "x", "chr")),
]


@pytest.mark.parametrize("answer", [403, 405, 500])
@pytest.mark.parametrize("command", CHANGES, ids=lambda command: type(command).__name__)
def test_what_the_owner_refuses_has_its_status(command: Command, answer: int) -> None:
    pair = Pair()
    before = contents(pair.tree)
    pair.owner.answer = answer
    assert pair.run(command)[0].status == answer
    assert contents(pair.tree) == before


@pytest.mark.parametrize(("number", "status"), [(errno.ENOSPC, 420), (errno.EIO, 510)])
@pytest.mark.parametrize("command", CHANGES, ids=lambda command: type(command).__name__)
def test_a_full_or_broken_disk_has_its_status(command: Command, number: int, status: int) -> None:
    pair = Pair()
    before = contents(pair.tree)
    pair.owner.breaks = number
    assert pair.run(command)[0].status == status
    assert contents(pair.tree) == before


def test_a_tree_has_a_last_node(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = Pair()
    monkeypatch.setattr(management, "MAX_NODES", len(contents(pair.tree)))
    assert pair.run(CHANGES[0])[0].status == 420


def test_what_a_server_may_not_do_undoes_an_atomic() -> None:
    pair = Pair()
    before = contents(pair.tree)
    [ticket] = pair.run(
        Atomic("", (Replace("", at("./Thing/Text", "x", "chr")), Replace("", at("./Thing/Closed/Text", "x", "chr"))))
    )
    assert ticket.status == 507
    assert [part.status for part in ticket.parts] == [216, 425]
    assert contents(pair.tree) == before


def test_a_subtree_comes_back_over_the_wire_and_is_added_again() -> None:
    pair = Pair()
    pair.tree.create("./Thing/Entries/old/Value")
    pair.tree.store("./Thing/Entries/old/Value", "<&>")
    [found] = pair.run(Get("", at("./Thing/Entries/old?list=TNDS+Value")))
    assert found.status == 200
    assert isinstance(found.data, str)
    pair.tree.remove("./Thing/Entries/old")
    [added] = pair.run(Add("", at("./Thing/Entries", found.data, "xml", XML_TYPE)))
    assert added.status == 200
    assert pair.tree.value("./Thing/Entries/old/Value") == "<&>"


def test_a_structure_comes_as_one_item_a_node() -> None:
    [found] = Pair().run(Get("", at("./Thing/Entries?list=StructData")))
    rows = [(row.source.uri if row.source else None, row.meta.format if row.meta else None) for row in found.rows]
    assert rows == [("./Thing/Entries", "node"), ("./Thing/Entries/old", "node")]


def test_a_list_longer_than_a_message_is_whole_before_it_counts_as_answered() -> None:
    pair = Pair()
    for number in range(60):
        pair.tree.create(f"./Thing/Entries/{number}")
    client = DmClientSession(pair.tree, server_uri="http://s/dm", device_id="d", server_id="s")
    server = DmServerSession(
        server_id="s", respond_to="http://s/dm?1", nonces=lambda: printable(b"octets"), max_message=2_000
    )
    ticket = server.submit(Get("", at("./Thing/Entries?list=Struct")))
    data, seen = client.start("1"), 0
    while data is not None:
        assert len(data) <= 2_000
        server.receive(data)
        seen += bool(ticket.rows)
        assert not ticket.done or len(ticket.rows) == 62
        data = client.receive(server.respond())
    assert ticket.done
    assert seen > 2


@pytest.mark.parametrize(("wanted", "tokens"), [(WBXML_TYPE, True), (None, False)])
def test_over_wbxml_a_document_travels_as_tokens_when_the_server_asks_for_them(
    wanted: str | None, tokens: bool
) -> None:
    pair = Pair()
    pair.tree.create("./Thing/Entries/old/Value")
    pair.tree.store("./Thing/Entries/old/Value", "a < b\r\nc")
    client = DmClientSession(pair.tree, server_uri="http://s/dm", device_id="d", server_id="s", encoding=Encoding.WBXML)
    server = DmServerSession(server_id="s", respond_to="http://s/dm?1", nonces=lambda: printable(b"octets"))
    ticket = server.submit(Get("", at("./Thing/Entries/old?list=TNDS", type=wanted)))
    data, texts = client.start("1"), 0
    while data is not None:
        texts += b"<MgmtTree" in data
        server.receive(data, Encoding.WBXML)
        data = client.receive(server.respond())
    assert ticket.status == 200
    assert (texts == 0) is tokens
    assert isinstance(ticket.data, str)
    pair.tree.remove("./Thing/Entries/old")
    [added] = pair.run(Add("", at("./Thing/Entries", ticket.data, "xml", wanted or XML_TYPE)))
    assert added.status == 200
    assert pair.tree.value("./Thing/Entries/old/Value") == "a < b\r\nc"

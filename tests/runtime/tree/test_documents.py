"""Subtrees in one answer and documents in one Add: ``?list=``, TNDS, the Inbox (OMA-TS-DM_TNDS 1.2, OMA-TS-DM_TND 1.2)."""

from __future__ import annotations

import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from swm.errors import LocalError
from swm.tree import (
    BINARY,
    INTEGER,
    ONE,
    TEXT,
    ZERO_OR_MORE,
    ZERO_OR_ONE,
    Acl,
    Child,
    Children,
    Interior,
    Leaf,
    Leaves,
    ManagementTree,
    MissingParents,
    access,
    tnds,
)
from swm.tree.tnds import PROPERTIES, XML_TYPE, DocumentNode

THING = "urn:oma:mo:x-thing:1.0"
ACCOUNT = "urn:oma:mo:x-account:1.0"


class Box(Interior):
    ACCESS = access.AddDeleteGetReplace
    value = Leaf("Value", TEXT, access.AddGetReplace, ZERO_OR_ONE)
    number = Leaf("Number", INTEGER, access.AddGetReplace, ZERO_OR_ONE, low=0, high=9)
    data = Leaf("Data", BINARY, access.AddGetReplace, ZERO_OR_ONE)
    kept = Leaf("Kept", TEXT, access.GetReplace, ONE, default="k")
    more = Leaves(TEXT, access.AddGet, ZERO_OR_MORE, max_size=10)


class Boxes(Interior):
    ACCESS = access.AddGetReplace
    instances = Children(Box, ZERO_OR_MORE)


class Thing(Interior):
    ACCESS = access.GetReplace
    MO_ID = THING
    text = Leaf("Text", TEXT, access.GetReplace, ONE, default="a < b", mime=("text/plain",), title="A text")
    secret = Leaf("Secret", TEXT, access.Replace, ONE, default="hidden")
    boxes = Child("Boxes", Boxes, ONE)


class Account(Interior):
    ACCESS = access.AddGet
    MO_ID = ACCOUNT
    address = Leaf("Address", TEXT, access.AddGet, ZERO_OR_ONE)


class Accounts(Interior):
    ACCESS = access.Get
    instances = Children(Account, ZERO_OR_MORE)


class Slot(Interior):
    ACCESS = access.Add


class Inbox(Interior):
    ACCESS = access.Add
    MO_ID = "urn:oma:mo:oma-dm-inbox:1.0"
    instances = Children(Slot, ZERO_OR_MORE)


class Owner:
    def __init__(self) -> None:
        self.refuses: str | None = None
        self.undone = 0

    def read(self, path: str) -> str | None:
        return None

    def execute(self, path: str, order: Any) -> int:
        return 200

    def changed(self, command: str, path: str, value: Any) -> int:
        return 403 if path == self.refuses else 200

    def begin(self) -> None:
        """Nothing to hold."""

    def commit(self) -> None:
        """Nothing was held."""

    def rollback(self) -> None:
        self.undone += 1


@pytest.fixture
def owner() -> Owner:
    return Owner()


@pytest.fixture
def tree(owner: Owner) -> ManagementTree:
    tree = ManagementTree()
    tree.mount("./Thing", Thing.describe("", ONE), owner)
    tree.mount("./Accounts", Accounts.describe("", ONE), Owner())
    tree.mount("./Inbox", Inbox.describe("", ONE, permanent=True), Owner())
    return tree


def contents(tree: ManagementTree, uri: str = ".") -> dict[str, Any]:
    found = {uri: (tree.value(uri), tree.get(f"{uri}?prop=ACL").data, tree.get(f"{uri}?prop=VerNo").data)}
    for name in tree.children(uri):
        found |= contents(tree, f"{uri}/{name}")
    return found


def document(*nodes: str) -> str:
    return f'<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD>{"".join(nodes)}</MgmtTree>'


def node(name: str, value: str | None = None, *children: str, properties: str = "", path: str | None = None) -> str:
    where = "" if path is None else f"<Path>{path}</Path>"
    told = f"<RTProperties>{properties}</RTProperties>" if properties else ""
    held = "" if value is None else f"<Value>{value}</Value>"
    return f"<Node><NodeName>{name}</NodeName>{where}{told}{held}{''.join(children)}</Node>"


def ddf(name: str) -> str:
    return f"<Type><DDFName>{name}</DDFName></Type>"


def add(tree: ManagementTree, uri: str, data: str | bytes, type: str = XML_TYPE) -> int:
    return tree.add(uri, data, "s", "xml", type).status


# lists ------------------------------------------------------------------------------------------------------------


def test_a_structure_is_one_row_a_node_with_format_and_type(tree: ManagementTree) -> None:
    tree.create("./Thing/Boxes/one")
    rows = tree.get("./Thing?list=Struct", "s").rows
    assert [(row.uri, row.data, row.format, row.type) for row in rows] == [
        ("./Thing", None, "node", THING),
        ("./Thing/Boxes", None, "node", None),
        ("./Thing/Boxes/one", None, "node", None),
        ("./Thing/Boxes/one/Kept", None, "chr", None),
        ("./Thing/Secret", None, "chr", None),
        ("./Thing/Text", None, "chr", "text/plain"),
    ]


def test_a_structure_with_data_has_the_values_that_may_be_read(tree: ManagementTree) -> None:
    rows = {row.uri: row.data for row in tree.get("./Thing?list=StructData", "s").rows}
    assert rows == {"./Thing": None, "./Thing/Boxes": None, "./Thing/Secret": None, "./Thing/Text": "a < b"}


def test_what_a_server_may_not_get_is_left_out_with_all_below(tree: ManagementTree) -> None:
    tree.create("./Thing/Boxes/one")
    tree.permit("./Thing/Boxes", Acl.parse("Get=another"))
    assert [row.uri for row in tree.get("./Thing?list=Struct", "s").rows] == [
        "./Thing",
        "./Thing/Secret",
        "./Thing/Text",
    ]
    assert "Boxes" not in str(tree.get("./Thing?list=TNDS", "s").data)
    assert tree.get("./Thing/Boxes?list=Struct", "s").status == 425


@pytest.mark.parametrize(
    "argument", ["", "Everything", "struct", "TNDS+", "TNDS+Size", "TNDS+Value-ACL", "TNDS-Value+ACL", "TNDSValue"]
)
def test_what_cannot_be_listed_gets_406(tree: ManagementTree, argument: str) -> None:
    assert tree.get(f"./Thing?list={argument}", "s").status == 406


def test_a_document_has_the_grammars_elements_in_its_order(tree: ManagementTree, shared: Path) -> None:
    tree.create("./Thing/Boxes/one")
    tree.permit("./Thing/Boxes", Acl.parse("Get=s"))
    reply = tree.get("./Thing?list=TNDS", "s")
    assert (reply.status, reply.format, reply.type) == (200, "xml", XML_TYPE)
    text = str(reply.data)
    assert text.startswith('<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node><NodeName>Thing</NodeName>')
    # The grammar has no namespace.
    dtd = etree.DTD(str(shared / "oma" / "dm_ddf-v1_2.dtd"))
    assert dtd.validate(etree.fromstring(text.replace(' xmlns="syncml:dmddf1.2"', ""))), dtd.error_log
    assert "hidden" not in text


@pytest.mark.parametrize(
    ("argument", "there", "missing"),
    [
        ("TNDS+Value", {"Value"}, {"RTProperties"}),
        ("TNDS+ACL", {"ACL", "Type"}, {"Value", "Format", "VerNo"}),
        ("TNDS-Value", {"ACL", "Format", "Type", "VerNo", "Title"}, {"Value"}),
        ("TNDS-ACL-VerNo", {"Format", "Value"}, {"ACL", "VerNo"}),
        ("TNDS+Format+Value", {"Format", "Value", "Type"}, {"ACL", "VerNo", "Title"}),
    ],
)
def test_properties_are_asked_for_or_left_out(
    tree: ManagementTree, argument: str, there: set[str], missing: set[str]
) -> None:
    root = etree.fromstring(str(tree.get(f"./Thing?list={argument}", "s").data).encode())
    tags = {etree.QName(element).localname for element in root.iter()}
    assert there <= tags
    assert not missing & tags


# documents come back ----------------------------------------------------------------------------------------------

NAME = st.text(string.ascii_letters + string.digits + "-_.", min_size=1, max_size=8).filter(
    lambda n: n.strip(".") != ""
)
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
LEAVES = st.one_of(
    st.tuples(st.just("chr"), TEXTS),
    st.tuples(st.just("bin"), st.binary(max_size=12)),
    st.tuples(st.just("int"), st.just("7")),
)


@given(
    st.dictionaries(NAME, LEAVES, max_size=6), TEXTS.filter(lambda text: text.isprintable() and text.strip() == text)
)
def test_what_is_written_is_read_again(leaves: dict[str, Any], title: str) -> None:
    nodes = [
        DocumentNode(("root",), "node", "urn:x", acl="Get=*", title=title or None, version=3),
        *(
            DocumentNode(("root", name), format_, "text/plain", version=1, value=value)
            for name, (format_, value) in sorted(leaves.items())
        ),
    ]
    found = tnds.read(tnds.write(nodes, PROPERTIES))
    assert [entry.path for entry in found] == [entry.path for entry in nodes]
    for before, after in zip(nodes, found, strict=True):
        assert (after.acl, after.title, after.version, after.type) == (
            before.acl,
            before.title,
            before.version,
            before.type,
        )
        value = after.value.decode() if isinstance(after.value, bytes) and before.format == "chr" else after.value
        assert value == before.value


def test_a_subtree_is_moved_from_one_device_to_another(tree: ManagementTree) -> None:
    for path, value in (("", None), ("/Value", "a\r\nb\x00 < & ]]>"), ("/Data", b"\x00\xff"), ("/free", "x")):
        assert tree.add(f"./Thing/Boxes/one{path}", value, "s").status == 200
    data = tree.get("./Thing/Boxes/one?list=TNDS", "s").data
    other = ManagementTree()
    other.mount("./Vendor/Thing", Thing.describe("", ONE), Owner())
    assert data is not None
    assert add(other, "./Vendor/Thing/Boxes", data) == 200
    for path in ("Value", "Data", "free", "Kept"):
        assert other.value(f"./Vendor/Thing/Boxes/one/{path}") == tree.value(f"./Thing/Boxes/one/{path}")


# adding a document ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        document(node("one", None, node("Value", "v"), node("Number", "3"))),
        document(node("one"), node("Value", "v", path="one"), node("Number", "3", path="./one")),
        document(node("Number", "3", path="one"), node("Value", "v", path="one"), node("one")),
        document(
            node("one", None, node("Value", "<![CDATA[v]]>"), node("Number", "3", properties="<Format><int/></Format>"))
        ),
        document(node("one", None, node("Value", "dg==", properties="<Format><b64/></Format>"), node("Number", "3"))),
        document(node("one", None, node("Value", "v"), node("Number", "3"))).replace(' xmlns="syncml:dmddf1.2"', ""),
        '<?xml version="1.0"?><d:MgmtTree xmlns:d="urn:whatever"><d:Node><d:NodeName>one</d:NodeName>'
        "<d:Node><d:NodeName>Value</d:NodeName><d:Value>v</d:Value></d:Node>"
        "<d:Node><d:NodeName>Number</d:NodeName><d:Value>3</d:Value></d:Node></d:Node></d:MgmtTree>",
    ],
    ids=["nested", "paths", "paths, children first", "cdata", "base64", "no namespace", "prefixes, no version"],
)
def test_a_document_is_added_in_every_form_it_is_written_in(tree: ManagementTree, data: str) -> None:
    assert add(tree, "./Thing/Boxes", data) == 200
    assert tree.get("./Thing/Boxes/one/Value").data == "v"
    assert tree.get("./Thing/Boxes/one/Number").data == "3"
    assert tree.get("./Thing/Boxes/one/Kept").data == "k"


def test_the_target_may_be_the_node_itself_where_it_is_not_there_yet(tree: ManagementTree) -> None:
    assert add(tree, "./Thing/Boxes/one", document(node("one", None, node("Value", "v")))) == 200
    assert add(tree, "./Thing/Boxes/two", document(node("", None, node("Value", "w")))) == 200
    assert add(tree, "./Thing/Boxes/three", document(node("another"))) == 404
    assert tree.get("./Thing/Boxes").data == "one/two"


def test_acl_and_title_of_a_document_count(tree: ManagementTree) -> None:
    properties = "<ACL>Get=*&amp;Replace=s</ACL><Title>A box</Title>"
    assert add(tree, "./Thing/Boxes", document(node("one", properties=properties))) == 200
    assert tree.get("./Thing/Boxes/one?prop=ACL").data == "Get=*&Replace=s"
    assert tree.get("./Thing/Boxes/one?prop=Title").data == "A box"


def test_a_leaf_that_came_with_its_parent_gets_its_value_from_the_document(tree: ManagementTree) -> None:
    assert add(tree, "./Thing/Boxes", document(node("one", None, node("Kept", "mine")))) == 200
    assert tree.get("./Thing/Boxes/one/Kept").data == "mine"


GOOD = node("good", None, node("Value", "v"))


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (document(GOOD, node("one", None, node("Number", "10"))), 415),
        (document(GOOD, node("one", None, node("Number", "x"))), 415),
        (document(GOOD, node("one", None, node("Value", None, node("Below", "x")))), 404),
        (document(GOOD, node("one", "a value")), 415),
        (document(GOOD, node("one", None, node("Value", "v", properties="<Format><bool/></Format>"))), 415),
        (document(GOOD, node("one", None, node("free", "longer than ten"))), 413),
        (document(GOOD, node("one", properties="<ACL>All=*</ACL>")), 415),
        (document(GOOD, node("Value", "v", path="nowhere")), 404),
        (document(GOOD, GOOD), 415),
        (document(GOOD, node("")), 415),
        (document(GOOD, node("a/b")), 415),
        (document(GOOD, node("one", "<b/>")), 415),
        (document(GOOD, node("one", None, node("Data", "!", properties="<Format><bin/></Format>"))), 415),
        (document(), 415),
        (document(GOOD).replace(">1.2<", ">2.0<"), 415),
        ("<SyncML/>", 415),
        ("<MgmtTree>", 415),
        ("", 415),
        (document(GOOD, node("refused")), 403),
    ],
)
def test_a_document_that_does_not_fit_has_one_status_and_changes_nothing(
    tree: ManagementTree, owner: Owner, data: str, status: int
) -> None:
    owner.refuses = "Boxes/refused"
    before = contents(tree)
    assert add(tree, "./Thing/Boxes", data) == status
    assert contents(tree) == before


def test_owners_are_as_before_when_a_document_fails(tree: ManagementTree, owner: Owner) -> None:
    assert add(tree, "./Thing/Boxes", document(GOOD, node("one", "x"))) == 415
    assert owner.undone == 1


def test_what_is_there_is_not_overwritten(tree: ManagementTree) -> None:
    data = document(node("one", None, node("Value", "v")))
    assert add(tree, "./Thing/Boxes", data) == 200
    assert add(tree, "./Thing/Boxes", data.replace(">v<", ">w<")) == 418
    assert tree.get("./Thing/Boxes/one/Value").data == "v"
    assert add(tree, "./Thing/Boxes", document(node("one", None, node("Number", "3")))) == 200
    assert add(tree, "./Thing/Text", document(GOOD)) == 418


def test_a_document_needs_the_rights_of_the_commands_it_stands_for(tree: ManagementTree) -> None:
    tree.permit("./Thing/Boxes", Acl.parse("Get=*"))
    assert add(tree, "./Thing/Boxes", document(GOOD)) == 425


@pytest.mark.parametrize(
    "data",
    [
        "<MgmtTree>" + "<Node>" * 200_000,
        "<MgmtTree>" + "<Node/>" * 200_000 + "</MgmtTree>",
        document(*[node(f"n{number}") for number in range(10_001)]),
        document(node("one", "x" * 2_000_000)),
    ],
    ids=["deep", "elements", "nodes", "octets"],
)
def test_documents_have_limits(tree: ManagementTree, data: str) -> None:
    assert add(tree, "./Thing/Boxes", data) == 413


def test_a_document_with_entities_is_refused(tree: ManagementTree) -> None:
    bomb = '<!DOCTYPE MgmtTree [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + document(node("&b;"))
    assert add(tree, "./Thing/Boxes", bomb) == 415


def test_within_an_atomic_a_document_is_undone_with_all_else(tree: ManagementTree) -> None:
    before = contents(tree)
    tree.begin()
    assert add(tree, "./Thing/Boxes", document(GOOD)) == 200
    assert tree.exists("./Thing/Boxes/good/Value")
    tree.rollback()
    assert contents(tree) == before


def test_a_foreign_document_is_read(shared: Path) -> None:
    files = sorted((shared / "syncml" / "hs20-tnds").glob("*.tnds"))
    assert len(files) == 3
    nested, with_paths = (
        tnds.read((shared / "syncml" / "hs20-tnds" / name).read_bytes()) for name in ("o3.tnds", "out2.tnds")
    )
    assert nested[0].type == "urn:oma:mo:oma-dm-devdetail:1.0"
    assert ("DevDetail", "Ext", "org.wi-fi", "Wi-Fi", "IMSI") in {entry.path for entry in nested}
    # The same tree, nested and with Paths.
    assert {entry.path: entry.value for entry in nested if entry.value} == {
        entry.path: entry.value for entry in with_paths if entry.value
    }


# Inbox ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("uri", ["./Inbox", "./Inbox/anything"])
def test_the_inbox_puts_an_object_where_the_device_keeps_its_kind(tree: ManagementTree, uri: str) -> None:
    data = document(node("", None, node("Address", "a"), properties=ddf(ACCOUNT)))
    assert add(tree, uri, data) == 200
    assert add(tree, uri, data) == 200
    assert add(tree, uri, data.replace("<NodeName></NodeName>", "<NodeName>mine</NodeName>")) == 200
    assert tree.get("./Accounts").data == "1/2/mine"
    assert tree.get("./Accounts/2/Address").data == "a"
    assert tree.children("./Inbox") == []


def test_what_is_brought_below_an_object_that_there_is_goes_there(tree: ManagementTree) -> None:
    data = document(node("", None, node("Boxes", None, node("one")), properties=ddf(THING)))
    assert add(tree, "./Inbox", data) == 200
    assert tree.get("./Thing/Boxes").data == "one"


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (document(node("", properties=ddf("urn:oma:mo:unknown:1.0"))), 404),
        (document(node("one")), 415),
        (
            document(
                node("", None, node("Address", "a"), properties=ddf(ACCOUNT)), node("x", properties=ddf("urn:no"))
            ),
            404,
        ),
        ("no document", 415),
    ],
)
def test_what_the_inbox_cannot_place_is_refused_whole(tree: ManagementTree, data: str, status: int) -> None:
    before = contents(tree)
    assert add(tree, "./Inbox", data) == status
    assert contents(tree) == before


def test_the_inbox_is_not_read(tree: ManagementTree) -> None:
    assert tree.get("./Inbox", "s").status == 405
    assert tree.get("./Inbox?list=TNDS", "s").status == 405
    assert tree.delete("./Inbox", "s").status == 405


def test_the_inbox_needs_add_on_itself_and_where_the_object_goes(tree: ManagementTree) -> None:
    data = document(node("", properties=ddf(ACCOUNT)))
    tree.permit("./Inbox", Acl.parse("Get=*"))
    assert add(tree, "./Inbox", data) == 425
    tree.permit("./Inbox", Acl.parse("Add=*"))
    tree.permit("./Accounts", Acl.parse("Get=*"))
    assert add(tree, "./Inbox", data) == 425


# missing parents --------------------------------------------------------------------------------------------------


def test_an_add_below_nothing_is_refused_or_makes_the_parents_as_the_device_is_made() -> None:
    for how, status in ((MissingParents.REFUSED, 404), (MissingParents.CREATED, 200)):
        tree = ManagementTree(missing_parents=how)
        tree.mount("./Thing", Thing.describe("", ONE), Owner())
        assert tree.add("./Thing/Boxes/one/Value", "v", "s", "chr").status == status
        assert tree.exists("./Thing/Boxes/one") is (status == 200)


def test_parents_are_only_made_with_what_is_below_them() -> None:
    tree = ManagementTree(missing_parents=MissingParents.CREATED)
    tree.mount("./Thing", Thing.describe("", ONE), Owner())
    assert tree.add("./Thing/Boxes/one/Number", "ten", "s", "chr").status == 415
    assert tree.add("./Thing/Unknown/one", "v", "s", "chr").status == 404
    assert tree.get("./Thing/Boxes").data == ""
    tree.permit("./Thing/Boxes", Acl.parse("Get=*"))
    assert tree.add("./Thing/Boxes/one/Value", "v", "s", "chr").status == 425


def test_the_device_itself_makes_no_node_that_is_there(tree: ManagementTree) -> None:
    with pytest.raises(LocalError):
        tree.create("./Thing/Text")

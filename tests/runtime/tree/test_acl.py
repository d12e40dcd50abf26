"""ACLs (OMA-TS-DM_TND 1.2, 7.7.1): grammar, inheritance, who may change them, and what each command needs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swm.errors import LocalError
from swm.tree import (
    NOTHING,
    ONE,
    TEXT,
    ZERO_OR_MORE,
    ZERO_OR_ONE,
    AccessRight,
    Acl,
    Child,
    Children,
    Interior,
    Leaf,
    ManagementTree,
    MemoryStore,
    Order,
    access,
)

SERVERS = st.sets(st.from_regex(r"[a-z][a-z0-9.]{0,12}", fullmatch=True), min_size=1, max_size=4)
RIGHTS = (AccessRight.ADD, AccessRight.DELETE, AccessRight.EXEC, AccessRight.GET, AccessRight.REPLACE)
ACLS = st.dictionaries(st.sampled_from(RIGHTS), SERVERS | st.just({"*"}), max_size=5).map(Acl.of)


class Box(Interior):
    ACCESS = access.AddDeleteGet
    value = Leaf("Value", TEXT, access.AddCopyGetReplace, ZERO_OR_ONE)
    keyless = Leaf("Keyless", TEXT, access.AddGet, ZERO_OR_ONE)


class Boxes(Interior):
    ACCESS = access.Get
    instances = Children(Box, ZERO_OR_MORE)


class Thing(Interior):
    ACCESS = access.GetReplace
    text = Leaf("Text", TEXT, access.CopyGetReplace, ONE, default="t")
    other = Leaf("Other", TEXT, access.GetReplace, ONE, default="o")
    go = Leaf("Go", NOTHING, access.Exec, ONE)
    boxes = Child("Boxes", Boxes, ONE)


class Owner:
    def read(self, path: str) -> None:
        return None

    def execute(self, path: str, order: Any) -> int:
        return 202

    def changed(self, command: str, path: str, value: Any) -> int:
        return 200

    def begin(self) -> None:
        """Nothing to hold."""

    def commit(self) -> None:
        """Nothing was held."""

    def rollback(self) -> None:
        """Nothing was held."""


def thing(acl: str) -> ManagementTree:
    tree = ManagementTree()
    tree.mount("./Thing", Thing.describe("", ONE), Owner(), acl=Acl.parse(acl))
    return tree


# grammar ----------------------------------------------------------------------------------------------------------


@given(ACLS)
def test_an_acl_comes_back_from_its_text(acl: Acl) -> None:
    assert Acl.parse(str(acl)) == acl


def test_commands_and_servers_stand_in_order() -> None:
    assert str(Acl.parse("Replace=b+a&Get=*")) == "Get=*&Replace=a+b"


@pytest.mark.parametrize(
    "text",
    [
        "Copy=a",
        "get=a",
        "Get",
        "Get=",
        "Get=a+",
        "Get=*+a",
        "Get=a&Get=b",
        "Get=a b",
        "Get=a&",
        "Get=a=b",
        "Get=" + "a" * 5000,
        "Get=" + "+".join(f"s{number}" for number in range(300)),
    ],
)
def test_what_is_no_acl_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Acl.parse(text)


@given(ACLS, st.sampled_from(RIGHTS), st.sampled_from(["a", "b", "zz"]))
def test_who_is_struck_out_has_only_what_all_have(acl: Acl, right: AccessRight, server: str) -> None:
    assert acl.without(server).allows(right, server) == acl.allows(right, "nobody at all")


# inheritance ------------------------------------------------------------------------------------------------------


def test_the_root_gives_add_and_get_unless_the_device_is_made_otherwise() -> None:
    assert ManagementTree().get(".?prop=ACL").data == "Add=*&Get=*"
    assert ManagementTree(root_acl=Acl.parse("Get=a")).get(".?prop=ACL").data == "Get=a"


def test_a_new_object_may_be_managed_by_whoever_has_an_account_unless_said_otherwise() -> None:
    tree = ManagementTree()
    tree.mount("./Thing", Thing.describe("", ONE), Owner())
    assert tree.replace("./Thing/Text", "x", "anyone").status == 200


def test_an_empty_acl_inherits_the_nearest_one_whole() -> None:
    tree = thing("Get=a&Replace=a")
    assert tree.get("./Thing/Text?prop=ACL", "a").data == ""
    assert tree.replace("./Thing/Text", "x", "a").status == 200
    assert tree.replace("./Thing/Text", "x", "b").status == 425
    tree.permit("./Thing/Text", Acl.parse("Get=b"))
    assert tree.get("./Thing/Text", "b").status == 200
    # Nothing of the parent's is left: ACLs are never merged.
    assert tree.get("./Thing/Text", "a").status == 425
    assert tree.replace("./Thing/Text", "x", "a").status == 425


# what commands need -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("right", ["Add", "Delete", "Exec", "Get", "Replace"])
def test_each_command_needs_its_own_right_and_no_other(right: str) -> None:
    others = [name for name in ("Add", "Delete", "Exec", "Get", "Replace") if name != right]
    for acl, allowed in ((f"{right}=s", True), ("&".join(f"{name}=s" for name in others), False)):
        tree = thing(acl)
        tree.create("./Thing/Boxes/one")
        answers = {
            "Add": tree.add("./Thing/Boxes/two", None, "s"),
            "Exec": tree.execute("./Thing/Go", Order("s")),
            "Get": tree.get("./Thing/Text", "s"),
            "Replace": tree.replace("./Thing/Text", "x", "s"),
            "Delete": tree.delete("./Thing/Boxes/one", "s"),
        }
        assert (answers[right].status != 425) is allowed


@pytest.mark.parametrize("missing", ["", "Add", "Delete", "Get", "Replace"])
def test_copy_needs_the_rights_of_all_it_does(missing: str) -> None:
    tree = thing("&".join(f"{name}=s" for name in ("Add", "Delete", "Get", "Replace") if name != missing))
    assert tree.copy("./Thing/Text", "./Thing/Other", "s").status == (425 if missing else 200)
    assert tree.value("./Thing/Other") == ("o" if missing else "t")


def test_a_delete_takes_children_that_could_not_be_deleted_themselves() -> None:
    tree = thing("Add=s&Delete=s&Get=s&Replace=s")
    assert tree.add("./Thing/Boxes/one", None, "s").status == 200
    assert tree.add("./Thing/Boxes/one/Keyless", "x", "s").status == 200
    assert tree.delete("./Thing/Boxes/one/Keyless", "s").status == 405
    assert tree.delete("./Thing/Boxes/one", "s").status == 200
    assert not tree.exists("./Thing/Boxes/one/Keyless")


# who may change an ACL --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "own", "parents", "allowed"),
    [
        ("./Thing/Boxes", "Replace=s", "Get=s", True),
        ("./Thing/Boxes", "Get=s", "Replace=s", True),
        ("./Thing/Boxes", "Get=s", "Get=s", False),
        ("./Thing/Text", "Replace=s", "Get=s", False),
        ("./Thing/Text", "Get=s", "Replace=s", True),
    ],
)
def test_replace_on_the_parent_or_for_interior_nodes_on_the_node_lets_change_the_acl(
    where: str, own: str, parents: str, allowed: bool
) -> None:
    tree = thing(parents)
    tree.permit(where, Acl.parse(own))
    assert tree.replace(f"{where}?prop=ACL", "Get=*", "s").status == (200 if allowed else 425)
    assert tree.get(f"{where}?prop=ACL").data == ("Get=*" if allowed else own)


def test_a_leafs_own_right_does_not_come_from_itself_but_it_inherits_from_above() -> None:
    assert thing("Replace=s").replace("./Thing/Text?prop=ACL", "Get=*", "s").status == 200


def test_what_is_no_acl_gets_415_and_changes_nothing() -> None:
    tree = thing("Replace=s&Get=s")
    assert tree.replace("./Thing?prop=ACL", "Everything=*", "s").status == 415
    assert tree.get("./Thing?prop=ACL").data == "Get=s&Replace=s"


def test_the_root_must_keep_an_acl() -> None:
    tree = ManagementTree(root_acl=Acl.parse("Replace=s"))
    assert tree.replace(".?prop=ACL", "", "s").status == 405
    assert tree.replace(".?prop=ACL", "Get=*", "s").status == 200
    with pytest.raises(LocalError):
        tree.permit(".", Acl())


def test_an_empty_leaf_is_not_copied_to_where_an_interior_node_goes() -> None:
    tree = thing("Add=s&Delete=s&Get=s&Replace=s")
    assert tree.replace("./Thing/Text", "", "s").status == 200
    assert tree.copy("./Thing/Text", "./Thing/Boxes/one", "s").status == 415
    assert tree.get("./Thing/Boxes", "s").data == ""
    assert tree.add("./Thing/Boxes/one", None, "s").status == 200
    assert tree.copy("./Thing/Text", "./Thing/Boxes/one/Value", "s").status == 200


# creators ---------------------------------------------------------------------------------------------------------


def test_who_adds_without_replace_on_the_parent_gets_the_rights_to_go_on() -> None:
    tree = thing("Add=*&Get=*")
    assert tree.add("./Thing/Boxes/one", None, "s").status == 200
    assert tree.get("./Thing/Boxes/one?prop=ACL").data == "Add=*&Delete=s&Get=*&Replace=s"
    assert tree.add("./Thing/Boxes/one/Value", "x", "s").status == 200
    assert tree.replace("./Thing/Boxes/one/Value", "y", "s").status == 200
    assert tree.replace("./Thing/Boxes/one/Value", "y", "another").status == 425
    assert tree.delete("./Thing/Boxes/one", "another").status == 425
    assert tree.delete("./Thing/Boxes/one", "s").status == 200


MANY = "+".join(f"s{number}" for number in range(255))
LONG = "+".join(f"{number:04}{'s' * 60}" for number in range(62))


@pytest.mark.parametrize(
    ("server", "acl"),
    [
        ("http://dm.example.com/?a=b", "Add=*&Get=*"),
        ("my server", "Add=*&Get=*"),
        ("a+b", "Add=*&Get=*"),
        ("a&b", "Add=*&Get=*"),
        ("*", "Add=*&Get=*"),
        ("", "Add=*&Get=*"),
        ("s", f"Add=*&Get={MANY}"),
        ("s" * 50, f"Add=*&Get={LONG}"),
    ],
)
def test_what_no_acl_can_say_is_not_granted_and_the_tree_comes_back(server: str, acl: str) -> None:
    store = MemoryStore()
    for number in range(2):
        tree = ManagementTree(store)
        tree.mount("./Thing", Thing.describe("", ONE), Owner(), acl=Acl.parse(acl))
        assert tree.add(f"./Thing/Boxes/n{number}", None, server).status == 200
        assert tree.get(f"./Thing/Boxes/n{number}?prop=ACL").data == ""
        assert tree.delete(f"./Thing/Boxes/n{number}", "b").status == 425


def test_who_has_replace_on_the_parent_adds_a_node_that_inherits() -> None:
    tree = thing("Add=s&Get=*&Replace=s")
    tree.add("./Thing/Boxes/one", None, "s")
    assert tree.get("./Thing/Boxes/one?prop=ACL").data == ""


# servers that are gone --------------------------------------------------------------------------------------------


def test_a_server_that_is_gone_is_struck_out_everywhere() -> None:
    tree = ManagementTree(root_acl=Acl.parse("Add=*&Get=a+b&Replace=b"))
    tree.mount("./Thing", Thing.describe("", ONE), Owner(), acl=Acl.parse("Get=a+b&Replace=b"))
    tree.permit("./Thing/Text", Acl.parse("Get=b"))
    tree.forget_server("b")
    assert tree.get("./Thing?prop=ACL").data == "Get=a"
    assert tree.get("./Thing/Text?prop=ACL").data == ""
    # A command of the root that nobody is left for falls back to the factory's servers, or all.
    assert tree.get(".?prop=ACL").data == "Add=*&Get=a&Replace=*"

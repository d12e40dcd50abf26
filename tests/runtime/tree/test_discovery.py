"""Objects are found by MO id wherever they are: in one list where the device has lists, node by node where not."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from swm.errors import CommandRefused
from swm.tree import ONE, TEXT, Interior, Leaf, ManagementTree, Row, access, find_objects

THING = "urn:oma:mo:x-thing:1.0"


class Thing(Interior):
    ACCESS = access.Get
    MO_ID = THING
    text = Leaf("Text", TEXT, access.GetReplace, ONE)


class Other(Thing):
    MO_ID = "urn:oma:mo:x-other:1.0"
    text = Leaf("Text", TEXT, access.GetReplace, ONE)


class Owner:
    def read(self, path: str) -> None:
        return None

    def execute(self, path: str, order: Any) -> int:
        return 200

    def changed(self, command: str, path: str, value: Any) -> int:
        return 200

    def begin(self) -> None:
        """Nothing to hold."""

    def commit(self) -> None:
        """Nothing was held."""

    def rollback(self) -> None:
        """Nothing was held."""


class Asking:
    """A device that has no lists; it counts what it is asked."""

    def __init__(self, tree: ManagementTree) -> None:
        self.tree = tree
        self.asked = 0

    async def get(self, uri: str) -> str | bytes:
        self.asked += 1
        reply = self.tree.get(uri, "s")
        if reply.status != 200:
            raise CommandRefused("Get", uri, reply.status)
        return reply.data or ""

    async def replace(self, uri: str, value: str | bytes, format: str) -> int:
        raise AssertionError("finding changes nothing")

    async def add(self, uri: str, value: str | bytes | None, format: str) -> int:
        raise AssertionError("finding changes nothing")

    async def delete(self, uri: str) -> int:
        raise AssertionError("finding changes nothing")

    async def execute(self, uri: str, correlator: str | None, data: str | None) -> int:
        raise AssertionError("finding changes nothing")


class Listing(Asking):
    async def list_nodes(self, uri: str) -> tuple[Row, ...]:
        self.asked += 1
        return self.tree.get(f"{uri}?list=Struct", "s").rows


class Refusing(Asking):
    async def list_nodes(self, uri: str) -> tuple[Row, ...]:
        raise CommandRefused("Get", uri, 406)


class Misunderstanding(Asking):
    """Reads over what follows the question mark, as simple clients do."""

    async def list_nodes(self, uri: str) -> tuple[Row, ...]:
        return (Row(f"{uri}?list=Struct", str(await self.get(uri)), "node"),)


@pytest.fixture
def tree() -> ManagementTree:
    tree = ManagementTree()
    for uri, kind in (("./FwUpdate/Pkg1", Thing), ("./Vendor/A/Thing", Thing), ("./Other", Other)):
        tree.mount(uri, kind.describe("", ONE), Owner())
    tree.mount("./Vendor/Very/Far/Down/Thing", Thing.describe("", ONE), Owner())
    return tree


@pytest.mark.parametrize("kind", [Asking, Listing, Refusing, Misunderstanding])
def test_objects_are_found_by_their_mo_id(tree: ManagementTree, kind: type[Asking]) -> None:
    device = kind(tree)
    assert asyncio.run(find_objects(device, THING)) == ["./FwUpdate/Pkg1", "./Vendor/A/Thing"]
    assert asyncio.run(find_objects(device, THING, below="./Vendor", depth=4)) == [
        "./Vendor/A/Thing",
        "./Vendor/Very/Far/Down/Thing",
    ]
    assert asyncio.run(find_objects(device, "urn:none")) == []


def test_a_list_costs_one_question(tree: ManagementTree) -> None:
    device = Listing(tree)
    asyncio.run(find_objects(device, THING))
    assert device.asked == 1

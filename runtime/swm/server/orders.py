"""What a server is told to do with its devices, carried out through generated stubs, each order once.

How far a device is follows from what the store keeps: notes of orders that
were given, and the final alerts with their correlators. Nothing of it is in
memory, so that any process can go on after any kill. A device that lost its
session before the server heard the answer is given the order again with the
same correlator; a refusal is then no end, since the final alert still tells.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from importlib import import_module
from typing import Any, Final

from swm.errors import CommandRefused, LocalError
from swm.server.dialogue import Dialogue
from swm.server.store import StoredAlert, StoredNote
from swm.tree.spec import NodeSpec

TOPIC: Final = "order"
PLACE: Final = "object"
MAX_REFUSALS: Final = 10
_EXISTS: Final = 418


@dataclass(frozen=True, slots=True)
class Order:
    """One order: nodes to write and read, and one to execute, all below `at` of the object of an enabler.

    `package` is a file whose size and digest are written to Security.
    """

    enabler: str
    at: str = ""
    values: tuple[tuple[str, str], ...] = ()
    package: str = ""
    execute: str = ""
    get: tuple[str, ...] = ()

    def correlator(self, number: int) -> str:
        """The name of this order as number `number` of its device; another when anything of it changes."""
        return f"{number}-{hashlib.sha256(repr(self).encode()).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Standing:
    """An order and how far it is: `given` when the device has taken it and its final alert is due."""

    number: int
    correlator: str
    order: Order
    given: bool = False
    refusals: int = 0


def standing(orders: Sequence[Order], notes: Iterable[StoredNote], alerts: Iterable[StoredAlert]) -> list[Standing]:
    """The orders that are not at their end, in order."""
    known: dict[str, list[str]] = {}
    for stored in notes:
        if stored.note.topic == TOPIC:
            value = json.loads(stored.note.value)
            known.setdefault(value["correlator"], []).append(value["outcome"])
    finished = {stored.alert.correlator for stored in alerts}
    left = []
    for number, order in enumerate(orders, 1):
        correlator = order.correlator(number)
        outcomes = known.get(correlator, [])
        refusals = outcomes.count("refused")
        if correlator in finished or "done" in outcomes or refusals >= MAX_REFUSALS:
            continue
        left.append(Standing(number, correlator, order, "given" in outcomes, refusals))
    return left


def places(notes: Iterable[StoredNote]) -> dict[str, str]:
    """Where the objects of enablers were found last."""
    found: dict[str, str] = {}
    for stored in notes:
        if stored.note.topic == PLACE:
            found.update(json.loads(stored.note.value))
    return found


def to_text(left: Sequence[Standing], known: Mapping[str, str]) -> str:
    """The orders of a session and the places of objects, as the store records them.

    Digests are taken of the packages as they are now. LocalError for one that cannot be read.
    """
    rows = []
    for one in left:
        if one.order.package:
            one = replace(one, order=replace(one.order, values=(*one.order.values, *_package(one.order.package))))
        rows.append(asdict(one))
    return json.dumps({"orders": rows, "places": dict(known)}, sort_keys=True)


def _package(path: str) -> list[tuple[str, str]]:
    digest, size = hashlib.sha256(), 0
    try:
        with open(path, "rb") as stream:
            while block := stream.read(1 << 16):
                digest.update(block)
                size += len(block)
    except OSError as error:
        raise LocalError(f"the package {path} cannot be read: {error.strerror}") from None
    return [
        ("Security/PkgSize", str(size)),
        ("Security/DigestAlg", "sha-256"),
        ("Security/Digest", b64encode(digest.digest()).decode("ascii")),
    ]


async def carry_out(dialogue: Dialogue) -> None:
    """The application of the reference server: gives the first order that is due, and those after it that end at once."""
    heard = {alert.correlator for alert in dialogue.alerts}
    told = json.loads(dialogue.orders or '{"orders": [], "places": {}}')
    for row in told["orders"]:
        order = Order(**{**row["order"], "values": tuple(map(tuple, row["order"]["values"]))})
        if row["correlator"] in heard:
            continue
        if row["given"]:
            return
        outcome, facts = await _give(dialogue, order, row["correlator"], told["places"])
        dialogue.note(
            TOPIC, {"number": row["number"], "correlator": row["correlator"], "outcome": outcome, "facts": facts}
        )
        if outcome != "done":
            return


async def _give(dialogue: Dialogue, order: Order, correlator: str, known: dict[str, str]) -> tuple[str, dict[str, Any]]:
    found = await _object(dialogue, order.enabler, known)
    if found is None:
        return "refused", {"reason": f"the device has no object of {order.enabler}"}
    uri, spec = found
    place = f"{uri}/{order.at}" if order.at else uri
    facts: dict[str, Any] = {}
    try:
        if order.at:
            await _reach(dialogue, uri, place)
        for path, value in order.values:
            await _write(dialogue, uri, spec, f"{place}/{path}", value)
        for path in order.get:
            read = await dialogue.get(f"{place}/{path}")
            facts[path] = read if isinstance(read, str) else b64encode(read).decode("ascii")
        if order.execute:
            facts["status"] = await dialogue.execute(f"{place}/{order.execute}", correlator, None)
            if facts["status"] == 202:
                return "given", facts
    except (CommandRefused, LocalError) as error:
        return "refused", {**facts, "reason": str(error)}
    return "done", facts


async def _object(dialogue: Dialogue, enabler: str, known: dict[str, str]) -> tuple[str, NodeSpec] | None:
    """Where the device has the enabler's object, and its description: found by the generated stubs once, then looked up."""
    server, root = stubs_of(enabler)
    if enabler in known:
        try:
            if await dialogue.get(f"{known[enabler]}?prop=Type") == root.mo_id:
                return known[enabler], root
        except CommandRefused:
            """It is elsewhere now, or gone."""
    found = await server.find(dialogue)
    if not found:
        return None
    known[enabler] = str(found[0].uri)
    dialogue.note(PLACE, {enabler: known[enabler]})
    return known[enabler], root


def stubs_of(enabler: str) -> tuple[Any, NodeSpec]:
    """The generated server class of an enabler, and the description of its object. LocalError for one without stubs."""
    package = f"swm_enablers.{enabler.replace('-', '_').replace('.', '_')}"
    try:
        server, nodes = import_module(f"{package}.server"), import_module(f"{package}.nodes")
    except ImportError:
        raise LocalError(f"there are no stubs for {enabler}; there should be {package}") from None
    classes = [value for value in vars(server).values() if isinstance(value, type) and hasattr(value, "find")]
    roots = [value for value in vars(nodes).values() if isinstance(value, NodeSpec)]
    if not classes or not roots:
        raise LocalError(f"the stubs of {enabler} have no object")
    return classes[0], roots[-1]


async def _reach(dialogue: Dialogue, root: str, uri: str) -> None:
    """Make the interior nodes down to `uri` that are not there."""
    below = uri.removeprefix(f"{root}/").split("/")
    for end in range(1, len(below) + 1):
        node = "/".join([root, *below[:end]])
        try:
            await dialogue.get(f"{node}?prop=Format")
        except CommandRefused:
            await _add(dialogue, node, None, "node")


async def _write(dialogue: Dialogue, root: str, spec: NodeSpec, uri: str, text: str) -> None:
    """Replace a leaf, or Add it with the nodes above it where it is not there."""
    node = leaf_of(spec, uri.removeprefix(f"{root}/"), uri)
    value = value_for(node, text, uri)
    try:
        await dialogue.replace(uri, value, node.format)
    except CommandRefused as error:
        if error.status not in (404, 405):
            raise
        await _reach(dialogue, root, uri.rpartition("/")[0])
        await _add(dialogue, uri, value, node.format)


def leaf_of(spec: NodeSpec, path: str, shown: str) -> NodeSpec:
    """The leaf at `path` below an object. LocalError, which names it as `shown`, where the description has none."""
    node: NodeSpec | None = spec
    for name in path.split("/"):
        node = None if node is None else node.child(name)
    if node is None or node.codec is None:
        raise LocalError(f"{shown} is no leaf of this object")
    return node


def value_for(node: NodeSpec, text: str, shown: str) -> str | bytes:
    """A value as it goes out; octets are written in base64. LocalError for one that the leaf does not allow."""
    value: str | bytes = text
    if node.format in ("bin", "b64"):
        try:
            value = b64decode(text, validate=True)
        except (Base64Error, ValueError):
            raise LocalError(f"{shown} holds octets; write them in base64") from None
    refused = node.refuse(value)
    if refused is not None:
        raise LocalError(f"{shown}: {refused}")
    return value


async def _add(dialogue: Dialogue, uri: str, value: str | bytes | None, format: str) -> None:
    try:
        await dialogue.add(uri, value, format)
    except CommandRefused as error:
        if error.status != _EXISTS:
            raise

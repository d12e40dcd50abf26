"""Values brought into a device's tree in as few messages as the device allows.

First all commands go out at once, each as it is most probably right: a node
that servers may Add is new, another is there. What the answers show to be
otherwise (418 already exists, 404 not found) goes out once more the other way.
A leaf that is there and that no server may Replace is read: it must hold the
value already.
A parent that could not be added counts as refused only where its leaf was.
"""

from __future__ import annotations

from collections.abc import Coroutine, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from swm.errors import CommandRefused
from swm.server.dialogue import Dialogue
from swm.tree.access import AccessRight
from swm.tree.spec import NodeSpec

DONE: Final = 200
NOT_FOUND: Final = 404
NOT_ALLOWED: Final = 405
EXISTS: Final = 418


@dataclass(frozen=True, slots=True)
class Refusal:
    """A command that a device has not done, the LocURI, and the Status it gave."""

    command: str
    uri: str
    status: int


Chain = tuple[tuple[str, NodeSpec], ...]
"""URIs and descriptions of the nodes from below an object down to a leaf."""


def chain_of(uri: str, spec: NodeSpec, path: str) -> Chain:
    """The chain to the leaf at `path` below the object at `uri`; the plan was checked, so all of it is described."""
    found: list[tuple[str, NodeSpec]] = []
    node = spec
    for name in path.split("/"):
        child = node.child(name)
        assert child is not None, "the plan was checked"
        node, uri = child, f"{uri}/{name}"
        found.append((uri, node))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Placement:
    """A value for the leaf at the end of a chain."""

    chain: Chain
    value: str | bytes

    @property
    def target(self) -> str:
        """The leaf's URI."""
        return self.chain[-1][0]

    @property
    def leaf(self) -> NodeSpec:
        """The leaf's description."""
        return self.chain[-1][1]


async def place(
    dialogue: Dialogue, placements: Sequence[Placement], known: frozenset[str] | None = None
) -> list[Refusal]:
    """Write them all; what the device refused, in order. `known` are the nodes it has, where it has told."""
    parents: dict[str, None] = {}
    leaves: list[tuple[str, Placement]] = []
    for placement in placements:
        for parent, node in placement.chain[:-1]:
            if _is_new(parent, node, known):
                parents[parent] = None
        leaves.append(("Add" if _is_new(placement.target, placement.leaf, known) else "Replace", placement))
    statuses = await _send(dialogue, parents, leaves)
    again: list[tuple[str, Placement]] = []
    there: list[Placement] = []
    missing: dict[str, None] = {}
    for command, placement in leaves:
        status = statuses["leaf", placement.target]
        leaf = placement.leaf
        if command == "Add" and status == EXISTS and AccessRight.REPLACE in leaf.access:
            again.append(("Replace", placement))
        elif command == "Add" and status == EXISTS and AccessRight.GET in leaf.access:
            there.append(placement)
        elif command == "Replace" and status in (NOT_FOUND, NOT_ALLOWED) and AccessRight.ADD in leaf.access:
            missing |= {uri: None for uri, node in placement.chain[:-1] if AccessRight.ADD in node.access}
            again.append(("Add", placement))
    if again or there:
        found: dict[str, str | bytes | None] = {}
        await dialogue.together(
            _send_into(statuses, dialogue, missing, again), *(_read(dialogue, placement, found) for placement in there)
        )
        for placement in there:
            if found[placement.target] == placement.value:
                statuses["leaf", placement.target] = DONE
    last = {placement.target: command for command, placement in (*leaves, *again)}
    refused: dict[Refusal, None] = {}
    for placement in placements:
        status = statuses["leaf", placement.target]
        if status < 300:
            continue
        culprit = Refusal(last[placement.target], placement.target, status)
        for uri, _ in placement.chain:
            above_it = statuses.get(("node", uri), DONE)
            if above_it >= 300 and above_it != EXISTS:
                culprit = Refusal("Add", uri, above_it)
                break
        refused[culprit] = None
    return list(refused)


def _is_new(uri: str, node: NodeSpec, known: frozenset[str] | None) -> bool:
    if known is not None:
        return uri not in known
    return AccessRight.ADD in node.access


async def _send(
    dialogue: Dialogue, parents: Iterable[str], leaves: Sequence[tuple[str, Placement]]
) -> dict[tuple[str, str], int]:
    """Commands in one message where they fit, parents first; the Status of each."""
    keys: list[tuple[str, str]] = []
    commands: list[Coroutine[Any, Any, int]] = []
    for uri in parents:
        keys.append(("node", uri))
        commands.append(_status(dialogue.add(uri, None, "node")))
    for command, placement in leaves:
        uri, leaf = placement.chain[-1]
        keys.append(("leaf", uri))
        if command == "Add":
            commands.append(_status(dialogue.add(uri, placement.value, leaf.format)))
        else:
            commands.append(_status(dialogue.replace(uri, placement.value, leaf.format)))
    return dict(zip(keys, await dialogue.together(*commands), strict=True))


async def _send_into(
    statuses: dict[tuple[str, str], int],
    dialogue: Dialogue,
    parents: Iterable[str],
    leaves: Sequence[tuple[str, Placement]],
) -> None:
    statuses |= await _send(dialogue, parents, leaves)


async def _read(dialogue: Dialogue, placement: Placement, into: dict[str, str | bytes | None]) -> None:
    try:
        into[placement.target] = await dialogue.get(placement.target)
    except CommandRefused:
        into[placement.target] = None


async def _status(command: Coroutine[Any, Any, int]) -> int:
    try:
        return await command
    except CommandRefused as error:
        return error.status

"""What a campaign writes into each device, and what it executes there; checked against the generated stubs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from swm.errors import LocalError
from swm.server.orders import leaf_of, stubs_of, value_for
from swm.tree.access import AccessRight
from swm.tree.spec import NodeSpec


@dataclass(frozen=True, slots=True)
class Column:
    """In place of a value: what the list of devices has in this column."""

    name: str


@dataclass(frozen=True, slots=True)
class Writing:
    """Values for leaves below `at` of the object of an enabler, by their paths there.

    `uri` is where devices have the object; empty, it is found by its MO id.
    """

    enabler: str
    uri: str = ""
    at: str = ""
    values: tuple[tuple[str, str | Column], ...] = ()

    def path(self, below: str) -> str:
        """A path below `at` as a path below the object."""
        return f"{self.at}/{below}" if self.at else below


@dataclass(frozen=True, slots=True)
class Execution:
    """The Exec: a path below the object of an enabler, and Data. With `only` for devices with "yes" in that column."""

    enabler: str
    path: str
    uri: str = ""
    data: str | None = None
    only: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is done with one device. Two plans with one `fingerprint` do the same."""

    name: str
    writings: tuple[Writing, ...]
    execution: Execution | None = None

    @property
    def fingerprint(self) -> str:
        """SHA-256 over everything but the devices, in hexadecimal."""
        return hashlib.sha256(repr((self.writings, self.execution)).encode("utf-8")).hexdigest()

    @property
    def correlator(self) -> str:
        """Goes out with every Exec of the campaign and comes back in the alerts that answer it."""
        return f"{self.name}-{self.fingerprint[:12]}"

    def executes(self, columns: Mapping[str, str]) -> bool:
        """Whether a device gets the Exec."""
        if self.execution is None:
            return False
        return not self.execution.only or columns.get(self.execution.only, "").strip().lower() == "yes"

    def columns(self) -> list[str]:
        """The columns that the plan reads, in order."""
        names = [value.name for writing in self.writings for _, value in writing.values if isinstance(value, Column)]
        if self.execution is not None and self.execution.only:
            names.append(self.execution.only)
        return list(dict.fromkeys(names))

    def objects(self) -> Iterator[tuple[str, str]]:
        """Enabler and URI of every object, each once."""
        found = [(writing.enabler, writing.uri) for writing in self.writings]
        if self.execution is not None:
            found.append((self.execution.enabler, self.execution.uri))
        yield from dict.fromkeys(found)


def check_value(root: NodeSpec, path: str, text: str) -> str | bytes:
    """`text` as it goes out. LocalError where the object has no such leaf, no server may write it, or not this."""
    leaf = leaf_of(root, path, path)
    if not leaf.access & (AccessRight.ADD | AccessRight.REPLACE):
        raise LocalError(f"{path}: no server may write it; its AccessType has neither Add nor Replace")
    return value_for(leaf, text, path)


def check_execution(execution: Execution) -> None:
    """LocalError where the object has no such node, or none that can be executed."""
    _, node = stubs_of(execution.enabler)
    for name in execution.path.split("/"):
        child = node.child(name)
        if child is None:
            raise LocalError(f"{execution.path} is no node of {execution.enabler}")
        node = child
    if AccessRight.EXEC not in node.access:
        raise LocalError(f"{execution.path} of {execution.enabler} cannot be executed; its AccessType has no Exec")

"""What the objects of the reference device share: its tree, storage, surroundings and checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from swm.alerts.flow import AlertSource, Cause
from swm.device.fetch import Fetch
from swm.device.installer import Installer
from swm.device.package import FilePackage, MakerChecks
from swm.device.store import DeviceStore
from swm.device.surroundings import Read, Surroundings
from swm.durable import replace_file
from swm.machine import Reported
from swm.tree import ManagementTree
from swm.tree.spec import NodeSpec
from swm.whole_numbers import whole_number


@dataclass(frozen=True, slots=True)
class Equipment:
    """What a part works with.

    `store` keeps tree and journals, `folder` is the part's own for packages and
    software, `floors` keeps the lowest counters that it still installs.
    """

    tree: ManagementTree
    store: DeviceStore
    folder: Path
    fetch: Fetch
    surroundings: Surroundings
    installer: Installer
    checks: MakerChecks
    floors: Floors
    clock: Callable[[], float]


class Orders(AlertSource, Protocol):
    """An object that takes orders and has alerts: `DeviceObject` and `ObjectRoot` do."""

    def limit_orders(self, is_full: Callable[[], bool]) -> None:
        """While `is_full` says so, orders that would owe an alert are answered 420."""


class Part(Protocol):
    """One object of the device."""

    name: str

    @property
    def alerts(self) -> Orders:
        """The object, for its alerts that wait for a server."""

    def cause(self, reported: Reported) -> Cause:
        """Why one of its alerts came up. It is asked in the transaction that writes the alert."""

    def refused(self, reported: Reported) -> None:
        """The server answered 406 to one of its alerts. It is told in the transaction in which the alert is over."""

    def recover(self) -> None:
        """Go on where a restart left it."""

    def step(self) -> bool:
        """One piece of work, if there is any; whether there was."""

    def states(self) -> dict[str, str]:
        """The states of its machines by the URIs of their nodes."""

    def nodes(self) -> list[Any]:
        """The objects that events can happen to."""

    def received(self) -> int:
        """Octets of packages that are stored."""

    def close(self) -> None:
        """Let go of connections and files; nothing is lost by it."""

    def told(self) -> dict[str, int]:
        """What came in by broadcast, counted, for those who watch."""


class Floors:
    """The security counters of components, in files: they only rise."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def value(self, component: str) -> int:
        """The lowest counter that may be installed."""
        file = self._folder / quote(component, safe="")
        text = file.read_text(encoding="ascii").strip() if file.exists() else "0"
        return whole_number(text) or 0

    def rise(self, component: str, counter: int) -> None:
        """The software with this counter has confirmed itself."""
        if counter > self.value(component):
            replace_file(self._folder / quote(component, safe=""), str(counter).encode("ascii"))


def described(tree: ManagementTree, uri: str, path: Path, floor: int) -> FilePackage:
    """The package at `path` with what the nodes below `uri`/Security say of it, and the lowest counter it may have."""
    size, end = tree.value(f"{uri}/Security/PkgSize"), tree.value(f"{uri}/Security/NotAfter")
    cipher = tree.value(f"{uri}/Security/EncAlg")
    return FilePackage(
        path,
        whole_number(size) if isinstance(size, str) else None,
        str(end) if end else None,
        floor,
        str(cipher or ""),
    )


def policy_of(tree: ManagementTree, uri: str, node: NodeSpec) -> Read:
    """Reads leaves below `uri`/Policy, their defaults where they hold nothing; `node` describes the node at `uri`."""
    described_policy = node.child("Policy")

    def read(leaf: str) -> str | None:
        found = tree.value(f"{uri}/Policy/{leaf}")
        if found:
            return str(found)
        spec = None if described_policy is None else described_policy.child(leaf)
        return None if spec is None or spec.default is None else str(spec.default)

    return read


def settle(tree: ManagementTree, above: str, values: Mapping[str, str]) -> None:
    """Give leaves below `above` the values that the device knows best, where they are and hold others."""
    for path, value in values.items():
        uri = f"{above}/{path}"
        if tree.exists(uri) and tree.value(uri) != value:
            tree.store(uri, value)

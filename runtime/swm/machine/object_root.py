"""The root of an object whose nodes have machines of their own: SCOMO's packages and components.

A server that Adds such a node, or a device that makes one, gets a
`DeviceObject` for it; a node that is deleted, or whose machine says that it is
gone, leaves nothing behind but the alerts it still owes. Those move to the
journal of the root before the node's own journal is removed, so a kill in
between sends an alert a second time at worst, and never loses one.

After a restart `recover` makes the nodes again that have a journal. The values
of their leaves are the tree's to keep. Where the tree came back from a store, it
knows which nodes there are: a journal without its node is one that was deleted,
and only its alerts are left.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, ClassVar, Final

from swm.errors import LocalError
from swm.json_documents import made_of, read_json
from swm.machine.alerts import AlertKind, Reported, StoredAlert
from swm.machine.device_object import DeviceObject
from swm.machine.journal import Journal
from swm.machine.journals import Journals
from swm.tree.management import ManagementTree, Order, Value

if TYPE_CHECKING:
    from swm.syncml import Alert

FORMAT: Final = 1
ROOT: Final = "root"
MAX_NODES: Final = 10_000


class ObjectRoot:
    """One object with nodes that have machines. Derived classes say which, and make their `DeviceObject`."""

    KINDS: ClassVar[Mapping[str, str]]
    """The path above the nodes (``Inventory/Delivered``) to the name of their machine."""
    ALERTS: ClassVar[Mapping[str, AlertKind]]

    def __init__(self, tree: ManagementTree, uri: str, journals: Journals) -> None:
        self.uri: Final = uri
        self._tree = tree
        self._journals = journals
        self._journal = journals.open(ROOT)
        self._objects: dict[str, DeviceObject[Any, Any]] = {}
        self._made: list[str] | None = None
        self._left: dict[str, tuple[str, StoredAlert]] = _read(self._journal.load())
        self._is_full: Callable[[], bool] = lambda: False

    # nodes --------------------------------------------------------------------------------------------------------

    def recover(self) -> None:
        """Call once after the device started: makes the nodes that were there, and lets each go on."""
        for key in self._journals.names():
            if key == ROOT:
                continue
            above, _, name = key.rpartition("/")
            if above not in self.KINDS:
                raise LocalError(f"the journal {key} belongs to no node of {self.uri}")
            there = self._tree.exists(f"{self.uri}/{key}")
            if not there:
                self._tree.create(f"{self.uri}/{key}")
            taken = self._take(above, name)
            if not there and self._tree.is_restored(self.uri):
                taken.note_deleted()
        for found in list(self._objects.values()):
            found.recover()

    def objects(self, above: str) -> dict[str, Any]:
        """The nodes below `above` by their names."""
        stem = _key(above, "")
        return {
            key.removeprefix(stem): found
            for key, found in self._objects.items()
            if key.startswith(stem) and "/" not in key.removeprefix(stem)
        }

    def limit_orders(self, is_full: Callable[[], bool]) -> None:
        """While `is_full` says so, Execs on any node that would owe a final alert are answered 420."""
        self._is_full = is_full

    def make(self, above: str, name: str, values: Mapping[str, Value]) -> Any:
        """Make the node `name` below `above` on the device's own account, or give the one that is there.

        `values` are written in either case, so that an action that makes a node
        can be done again after a crash. LocalError for a value that is not allowed.
        """
        key = _key(above, name)
        uri = f"{self.uri}/{key}"
        fresh = key not in self._objects
        try:
            with self._tree.together():
                if fresh:
                    if not self._tree.exists(uri):
                        self._tree.create(uri)
                    self._take(above, name).keep()
                for path, value in values.items():
                    if not self._tree.exists(f"{uri}/{path}"):
                        self._tree.create(f"{uri}/{path}")
                    self._tree.store(f"{uri}/{path}", value)
        except BaseException:
            if fresh:
                self._objects.pop(key, None)
            raise
        return self._objects[key]

    # swm.tree.Binding ---------------------------------------------------------------------------------------------

    def read(self, path: str) -> Value | None:
        """The root keeps no values of its own."""
        return None

    def execute(self, path: str, order: Order) -> int:
        """No machine knows this node."""
        return 406

    def changed(self, command: str, path: str, value: Value | None) -> int:
        """A node that a server Adds gets its machine."""
        above, _, name = path.rpartition("/")
        if command == "Add" and above in self.KINDS:
            if len(self._objects) >= MAX_NODES:
                return 420
            self._take(above, name).keep()
            if self._made is not None:
                self._made.append(path)
        return 200

    def begin(self) -> None:
        """Remember which nodes come up."""
        self._made = []

    def commit(self) -> None:
        """The nodes that came up since `begin` journal themselves."""
        self._tree.afterwards(self._go_on)

    def _go_on(self) -> None:
        self._made = None

    def rollback(self) -> None:
        """The nodes that came up since `begin` never did."""
        made, self._made = self._made or [], None
        for key in made:
            self._objects.pop(key, None)

    # swm.session.AlertQueue ---------------------------------------------------------------------------------------

    def reported(self) -> Sequence[Reported]:
        """The alerts that no server has answered as flow control sees them, those of nodes that are gone first."""
        found = [
            Reported(token, stored, self.ALERTS[stored.kind], uri, f"{uri.removeprefix(f'{self.uri}/')}#{stored.token}")
            for token, (uri, stored) in self._left.items()
        ]
        for key, node in self._objects.items():
            found += [replace(alert, token=f"{key}#{alert.token}") for alert in node.reported()]
        return found

    def pending(self) -> Sequence[tuple[str, Alert]]:
        """The alerts that no server has answered, those of nodes that are gone first."""
        return [(alert.token, alert.message()) for alert in self.reported()]

    def answered(self, token: str, status: int = 200) -> None:
        """The server has answered an alert."""
        if self._left.pop(token, None) is not None:
            self._journal.save(_write(self._left))
            return
        key, _, own = token.rpartition("#")
        if key in self._objects:
            self._objects[key].answered(own)

    # for derived classes ------------------------------------------------------------------------------------------

    def _object(self, machine: str, name: str, uri: str, journal: Journal) -> DeviceObject[Any, Any]:
        """The object of a node that has the machine called `machine`."""
        raise LocalError(f"{self.uri} has no machine {machine}")

    # inside -------------------------------------------------------------------------------------------------------

    def _take(self, above: str, name: str) -> DeviceObject[Any, Any]:
        key = _key(above, name)
        made = self._object(self.KINDS[above], name, f"{self.uri}/{key}", self._journals.open(key))
        made.limit_orders(lambda: self._is_full())
        self._objects[key] = made
        return made

    def ended(self, node: DeviceObject[Any, Any]) -> None:
        """A node is gone. Its alerts stay until they are answered."""
        key = node.uri.removeprefix(f"{self.uri}/")
        # An alert is reported once: by its node, or by the root.
        self._objects.pop(key, None)
        if node.stored_alerts:
            before = dict(self._left)
            for stored in node.stored_alerts:
                # An earlier node of this name may have left an alert under the same token.
                token = f"{key}#gone#{stored.token}"
                while token in self._left:
                    token += "+"
                self._left[token] = (node.uri, stored)
            try:
                self._journal.save(_write(self._left))
            except BaseException:
                self._left, self._objects[key] = before, node
                raise
        self._tree.remove(node.uri)
        self._journals.remove(key)


def _key(above: str, name: str) -> str:
    return f"{above}/{name}" if above else name


def _write(left: Mapping[str, tuple[str, StoredAlert]]) -> bytes:
    return json.dumps(
        {"format": FORMAT, "alerts": {token: [uri, asdict(stored)] for token, (uri, stored) in left.items()}}
    ).encode("utf-8")


def _read(record: bytes | None) -> dict[str, tuple[str, StoredAlert]]:
    """LocalError for a record that this library did not write; it is left where it is."""
    if record is None:
        return {}
    try:
        data = read_json(record)
        if data["format"] != FORMAT:
            raise LocalError(f"the journal has format {data['format']}, this library reads {FORMAT}")
        return {token: (uri, made_of(StoredAlert, stored)) for token, (uri, stored) in data["alerts"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LocalError(f"the journal cannot be read: {error!r}") from None

"""The device's side of alertflow 1.0.

A device maker implements the handler; the object connects it to the
management tree, the machine and the alerts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Protocol

from swm.machine import DeviceObject, Journal, Journals, ObjectRoot
from swm.tree import ManagementTree, Value

from .nodes import ALERTFLOW, EntryState
from .states import ENTRY, EntryEvent, EntryFacts, EntryVariables


class EntryHandler(EntryFacts, Protocol):
    """What the device maker implements.

    Actions may be called a second time after a crash: the journal only knows
    that one was begun.
    """

    def release_alerts(self) -> None:
        """Raise `release` for every alert of the server."""
        ...

    def flush_alerts(self) -> None:
        """Raise `flush` for every alert of the server."""
        ...

    def discard_alerts(self) -> None:
        """Raise `discard` for every alert of the server."""
        ...


class EntryObject(DeviceObject[EntryState, EntryEvent]):
    """The flow control of one DM server. What its operations do to each alert is said by the machine
    of the alert.

    Spec: alertflow-1.0/states.yaml:3
    """

    NAME = "alertflow-1.0 entry"
    COMMANDS: ClassVar = {
        ("exec", "Operations/Release"): EntryEvent.EXEC_OPERATIONS_RELEASE,
        ("exec", "Operations/Flush"): EntryEvent.EXEC_OPERATIONS_FLUSH,
        ("exec", "Operations/Discard"): EntryEvent.EXEC_OPERATIONS_DISCARD,
        ("delete", ""): EntryEvent.DELETE,
    }
    ALERTS: ClassVar = {}
    GONE = frozenset({"GONE"})

    def __init__(
        self,
        tree: ManagementTree,
        uri: str,
        handler: EntryHandler,
        journal: Journal,
        root: AlertflowRoot | None = None,
    ) -> None:
        """Give the node at `uri` its machine, in the state the journal kept. `AlertflowRoot` does it."""
        ends = None if root is None else root.ended
        super().__init__(tree, uri, ENTRY, EntryState.THERE, EntryVariables(), handler, journal, ends)
        self.handler: Final = handler
        tree.attach(uri, self)

    def _do(self, action: str) -> tuple[EntryEvent, int] | None:
        if action == "release_alerts":
            self.handler.release_alerts()
            return None
        if action == "flush_alerts":
            self.handler.flush_alerts()
            return None
        if action == "discard_alerts":
            self.handler.discard_alerts()
            return None
        return super()._do(action)


class AlertflowHandlers(Protocol):
    """Makes the handler of each node that has a machine. The device maker implements it."""

    def entry(self, root: AlertflowRoot, name: str) -> EntryHandler:
        """The handler of x/<x>, the last name being `name`. The object itself is made after it."""
        ...


class AlertflowRoot(ObjectRoot):
    """The object alertflow 1.0: its nodes come and go, each with a machine of its own."""

    KINDS: ClassVar = {"": "entry"}
    ALERTS: ClassVar = {}

    def __init__(
        self,
        tree: ManagementTree,
        uri: str,
        handlers: AlertflowHandlers,
        journals: Journals,
        *,
        absent: tuple[str, ...] = (),
    ) -> None:
        """Mount the object at `uri`, without the optional nodes in `absent`; `recover` brings its nodes back."""
        super().__init__(tree, uri, journals)
        self.handlers: Final = handlers
        tree.mount(uri, ALERTFLOW, self, absent=absent)

    def entry(self, name: str) -> EntryObject:
        """The object of x/<x>, the last name being `name`. KeyError when there is none."""
        found: EntryObject = self.objects("")[name]
        return found

    def make_entry(self, name: str, values: Mapping[str, Value]) -> EntryObject:
        """Make the node x/<x> called `name`, or write `values` to the one that is there."""
        made: EntryObject = self.make("", name, values)
        return made

    def _object(self, machine: str, name: str, uri: str, journal: Journal) -> DeviceObject[Any, Any]:
        if machine == "entry":
            entry = self.handlers.entry(self, name)
            return EntryObject(self._tree, uri, entry, journal, self)
        return super()._object(machine, name, uri, journal)

"""The device's side of bcastdelivery 1.0.

A device maker implements the handler; the object connects it to the
management tree, the machine and the alerts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Protocol

from swm.machine import DeviceObject, Journal, Journals, ObjectRoot, Performed
from swm.tree import ManagementTree, Value

from .messages import Result
from .nodes import BCASTDELIVERY, ReceptionState
from .states import RECEPTION, ReceptionEvent, ReceptionFacts, ReceptionVariables


class ReceptionHandler(ReceptionFacts, Protocol):
    """What the device maker implements.

    Actions may be called a second time after a crash: the journal only knows
    that one was begun.
    """

    def listen(self) -> None:
        """Receive from StartTime to EndTime what the session description says."""
        ...

    def stop_listening(self) -> None:
        """Receive no more. What is stored stays."""
        ...

    def start_repair(self) -> None:
        """Fetch what is missing: after OffsetTime and a random part of RandomTimePeriod, from a server
        chosen at random."""
        ...


class ReceptionObject(DeviceObject[ReceptionState, ReceptionEvent]):
    """The reception of one broadcast delivery. The broadcast client tells the events of the air, the
    transfer of FUMO or SCOMO arms and ends it.

    Spec: bcastdelivery-1.0/states.yaml:3
    """

    NAME = "bcastdelivery-1.0 reception"
    SHOWN_BY = "Status/State"
    RESULT_SHOWN_BY = "Status/LastResult"
    COMMANDS: ClassVar = {
        ("delete", ""): ReceptionEvent.DELETE,
    }
    ALERTS: ClassVar = {}
    RESTART = ReceptionEvent.RESTART
    GONE = frozenset({"GONE"})

    def __init__(
        self,
        tree: ManagementTree,
        uri: str,
        handler: ReceptionHandler,
        journal: Journal,
        root: BcastdeliveryRoot | None = None,
    ) -> None:
        """Give the node at `uri` its machine, in the state the journal kept. `BcastdeliveryRoot` does it."""
        ends = None if root is None else root.ended
        super().__init__(tree, uri, RECEPTION, ReceptionState.IDLE, ReceptionVariables(), handler, journal, ends)
        self.handler: Final = handler
        tree.attach(uri, self)

    def armed(self) -> Performed[ReceptionState, ReceptionEvent]:
        """A transfer waits for this delivery."""
        return self.fire(ReceptionEvent.ARMED)

    def first_datagram(self) -> Performed[ReceptionState, ReceptionEvent]:
        """The first authenticated datagram of the session arrived."""
        return self.fire(ReceptionEvent.FIRST_DATAGRAM)

    def file_complete(self) -> Performed[ReceptionState, ReceptionEvent]:
        """The last missing part is there."""
        return self.fire(ReceptionEvent.FILE_COMPLETE)

    def transmission_over(self) -> Performed[ReceptionState, ReceptionEvent]:
        """A transmission ended and the file is incomplete."""
        return self.fire(ReceptionEvent.TRANSMISSION_OVER)

    def next_transmission(self) -> Performed[ReceptionState, ReceptionEvent]:
        """The next transmission begins."""
        return self.fire(ReceptionEvent.NEXT_TRANSMISSION)

    def end_time_over(self) -> Performed[ReceptionState, ReceptionEvent]:
        """EndTime is over."""
        return self.fire(ReceptionEvent.END_TIME_OVER)

    def repair_fails(self, result: Result | int) -> Performed[ReceptionState, ReceptionEvent]:
        """Repair did not complete the file.

        Carries one of: repair_failed, repair_server_unreachable.
        """
        return self.fire(ReceptionEvent.REPAIR_FAILS, result)

    def transfer_stands(self) -> Performed[ReceptionState, ReceptionEvent]:
        """The transfer was suspended or interrupted."""
        return self.fire(ReceptionEvent.TRANSFER_STANDS)

    def transfer_cancelled(self) -> Performed[ReceptionState, ReceptionEvent]:
        """The transfer was given up."""
        return self.fire(ReceptionEvent.TRANSFER_CANCELLED)

    def clean_up(self) -> Performed[ReceptionState, ReceptionEvent]:
        """The device tidies up."""
        return self.fire(ReceptionEvent.CLEAN_UP)

    def _do(self, action: str) -> tuple[ReceptionEvent, int] | None:
        if action == "listen":
            self.handler.listen()
            return None
        if action == "stop_listening":
            self.handler.stop_listening()
            return None
        if action == "start_repair":
            self.handler.start_repair()
            return None
        return super()._do(action)


class BcastdeliveryHandlers(Protocol):
    """Makes the handler of each node that has a machine. The device maker implements it."""

    def reception(self, root: BcastdeliveryRoot, name: str) -> ReceptionHandler:
        """The handler of x/<x>, the last name being `name`. The object itself is made after it."""
        ...


class BcastdeliveryRoot(ObjectRoot):
    """The object bcastdelivery 1.0: its nodes come and go, each with a machine of its own."""

    KINDS: ClassVar = {"": "reception"}
    ALERTS: ClassVar = {}

    def __init__(
        self,
        tree: ManagementTree,
        uri: str,
        handlers: BcastdeliveryHandlers,
        journals: Journals,
        *,
        absent: tuple[str, ...] = (),
    ) -> None:
        """Mount the object at `uri`, without the optional nodes in `absent`; `recover` brings its nodes back."""
        super().__init__(tree, uri, journals)
        self.handlers: Final = handlers
        tree.mount(uri, BCASTDELIVERY, self, absent=absent)

    def reception(self, name: str) -> ReceptionObject:
        """The object of x/<x>, the last name being `name`. KeyError when there is none."""
        found: ReceptionObject = self.objects("")[name]
        return found

    def make_reception(self, name: str, values: Mapping[str, Value]) -> ReceptionObject:
        """Make the node x/<x> called `name`, or write `values` to the one that is there."""
        made: ReceptionObject = self.make("", name, values)
        return made

    def _object(self, machine: str, name: str, uri: str, journal: Journal) -> DeviceObject[Any, Any]:
        if machine == "reception":
            reception = self.handlers.reception(self, name)
            return ReceptionObject(self._tree, uri, reception, journal, self)
        return super()._object(machine, name, uri, journal)

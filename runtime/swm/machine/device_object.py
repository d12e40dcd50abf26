"""An object of a device: its machine, its nodes, its handler, its alerts.

Generated `client.py` derives one class per machine from `DeviceObject` and
adds the names. The order of things is always the same: decide, write the
journal, then act. A kill between the journal and an action leaves the action
in the journal, and `recover` performs it again; so handlers must bear being
called twice for one action. Alerts are part of the journal and leave it when
the server has answered them: none is lost, and only an answer that was lost
on the way makes one go out twice.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, TypeVar

from swm.errors import LocalError
from swm.json_documents import made_of, read_json
from swm.machine.alerts import AlertKind, Reported, StoredAlert, result_in, succeeded
from swm.machine.context import Context
from swm.machine.journal import Journal
from swm.machine.machine import Machine, Outcome
from swm.machine.table import OWED, On
from swm.tree.management import ManagementTree, Order, Value
from swm.tree.nodes import Leaf

if TYPE_CHECKING:
    from swm.syncml import Alert

S = TypeVar("S", bound=enum.Enum)
E = TypeVar("E", bound=enum.Enum)
T = TypeVar("T")

FORMAT: Final = 1
MAX_STORED: Final = 1000


@dataclass(frozen=True, slots=True)
class Owed:
    """An accepted order: the final alert it will end in, who gave it, its Correlator, the node that was executed."""

    alert: str
    server: str
    correlator: str | None
    executed: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot(Generic[S]):
    """Everything about an object that survives a restart."""

    state: S
    variables: Any
    owed: Owed | None = None
    actions: tuple[str, ...] = ()
    alerts: tuple[StoredAlert, ...] = ()
    last_result: int = 0
    counter: int = 0
    extended: bool = False
    ended_orders: int = 0
    correlators: Mapping[str, str] = field(default_factory=dict)
    """Of the last order that was done at once, for each state in which one was, where it had one."""


@dataclass(frozen=True, slots=True)
class OlderReading:
    """How a server that knows only the base reads an object in overlay placement.

    `shown_by` is the leaf with the state, `states` what it holds in each state,
    `results` the code that is sent in place of one that the base does not know.
    Use of a node below one of `nodes` shows that the server knows the extension.
    """

    shown_by: str
    states: Mapping[str, int]
    results: Mapping[int, int]
    nodes: tuple[str, ...]

    def is_used_by(self, path: str) -> bool:
        """Whether `path` is a node that only a server of the extension knows."""
        return any(path == node or path.startswith(f"{node}/") for node in self.nodes)


@dataclass(frozen=True, slots=True)
class Performed(Generic[S, E]):
    """What `fire` did, for logs and tests."""

    outcome: Outcome[S, E]
    sent: tuple[StoredAlert, ...]


class DeviceObject(Generic[S, E]):
    """One instance of an object. Derived classes say which machine, nodes and alerts."""

    NAME: ClassVar[str]
    SHOWN_BY: ClassVar[str | None] = None
    RESULT_SHOWN_BY: ClassVar[str | None] = None
    COMMANDS: ClassVar[Mapping[tuple[str, str], Any]]
    ALERTS: ClassVar[Mapping[str, AlertKind]]
    RESTART: ClassVar[Any] = None
    GONE: ClassVar[frozenset[str]] = frozenset()
    OLDER: ClassVar[OlderReading | None] = None
    VARIABLES_SHOWN: ClassVar[Mapping[str, tuple[str, Mapping[str, str]]]] = {}

    def __init__(
        self,
        tree: ManagementTree,
        uri: str,
        machine: Machine[S, E],
        initial: S,
        variables: Any,
        facts: Any,
        journal: Journal,
        ends: Callable[[Any], None] | None = None,
    ) -> None:
        """`ends` is called once the node is gone and everything about that is done."""
        self.uri: Final = uri
        self._tree = tree
        self._machine = machine
        self._facts = facts
        self._journal = journal
        self._saved: Snapshot[S] | None = None
        self._procedure_result: int | None = None
        self._procedures: dict[str, int | None] = {}
        self._performing = False
        self._deleted = False
        self._to_keep = False
        self._ends = ends
        self._is_full: Callable[[], bool] = lambda: False
        record = journal.load()
        self._now: Snapshot[S] = (
            Snapshot(initial, variables) if record is None else _read(record, type(initial), type(variables))
        )
        self._restarted = record is not None

    # what is so ---------------------------------------------------------------------------------------------------

    @property
    def state(self) -> S:
        """The state of the machine."""
        return self._now.state

    @property
    def variables(self) -> Any:
        """The journalled variables."""
        return self._now.variables

    @property
    def last_result(self) -> int:
        """The last result code of this object, 0 when there is none."""
        return self._now.last_result

    @property
    def is_gone(self) -> bool:
        """Whether the node of this object has been deleted, by its machine or by a server."""
        return self._deleted or self._now.state.name in self.GONE

    @property
    def owed(self) -> Owed | None:
        """The order that is still owed its final alert."""
        return self._now.owed

    @property
    def ended_orders(self) -> int:
        """How many orders have ended in their final alert, ever: whoever reports what had no order behind it compares."""
        return self._now.ended_orders

    def correlator_in(self, state: str) -> str | None:
        """The Correlator of the last order that was done at once in a state, and so is owed no alert of its own."""
        return self._now.correlators.get(state)

    # what happens -------------------------------------------------------------------------------------------------

    def recover(self) -> None:
        """Call once after the device started: performs what was journalled and not done, then tells the machine."""
        self._perform()
        if self._restarted and self.RESTART is not None and not self.is_gone:
            self.fire(self.RESTART)
        self._settle()

    def takes(self, event: E) -> bool:
        """Whether the event would lead on in the present state. Nothing happens."""
        return self._row_for(event) is not None

    def limit_orders(self, is_full: Callable[[], bool]) -> None:
        """While `is_full` says so there is no room for another final alert: Execs that would owe one get 420."""
        self._is_full = is_full

    def fire(self, event: E, result: int | None = None, order: Order | None = None) -> Performed[S, E]:
        """Decide, journal, act. IllegalEvent and LocalError leave everything as it was."""
        self._procedure_result = None
        self._procedures.clear()
        context = Context(self._now.variables, self._facts, self._value_of, self._passes)
        outcome = self._machine.decide(
            self._now.state, event, context, lambda: self._procedure_result if result is None else result
        )
        after, sent = self._after(outcome, order)
        if after != self._now:
            if self._saved is None:
                self._save(after)
            else:
                self._now = after
        if self._saved is None:
            self._perform()
            self._settle()
        return Performed(outcome, sent)

    def keep(self) -> None:
        """Journal the object as it is, so that it is there after a restart even if nothing ever happens to it."""
        if self._saved is None:
            self._journal.save(_write(self._now))
        else:
            self._to_keep = True

    def note_deleted(self) -> None:
        """The node was deleted before the device stopped, and not all about that was done; `recover` does the rest."""
        self._deleted = True

    def announce(self, kind: str, data: str = "", correlator: str | None = None) -> StoredAlert | None:
        """Queue an alert that the device or its user starts; None when the server would not know it. `correlator` is that
        of an order that it has to do with."""
        if not self._is_heard(kind):
            return None
        result = result_in(data)
        failed = result is not None and not succeeded(result)
        stored = StoredAlert(f"{self._now.counter + 1}", kind, data, correlator, failed)
        self._save(replace(self._now, alerts=self._bounded((*self._now.alerts, stored)), counter=self._now.counter + 1))
        return stored

    @property
    def stored_alerts(self) -> tuple[StoredAlert, ...]:
        """The alerts that wait for a server's answer."""
        return self._now.alerts

    # swm.session.AlertQueue ---------------------------------------------------------------------------------------

    def reported(self) -> Sequence[Reported]:
        """The alerts that no server has answered, as flow control sees them."""
        return [Reported(stored.token, stored, self.ALERTS[stored.kind], self.uri) for stored in self._now.alerts]

    def pending(self) -> Sequence[tuple[str, Alert]]:
        """The alerts that no server has answered."""
        return [(found.token, found.message()) for found in self.reported()]

    def answered(self, token: str, status: int = 200) -> None:
        """The server has answered an alert. What its Status means to the machine, the device knows."""
        left = tuple(stored for stored in self._now.alerts if stored.token != token)
        if left != self._now.alerts:
            self._save(replace(self._now, alerts=left))

    # swm.tree.Binding ---------------------------------------------------------------------------------------------

    def read(self, path: str) -> Value | None:
        """State and last result come from the machine."""
        if path == self.SHOWN_BY:
            return str(self._now.state.value)
        if self.OLDER is not None and path == self.OLDER.shown_by:
            return str(self.OLDER.states[self._now.state.name])
        if path in self.VARIABLES_SHOWN:
            name, values = self.VARIABLES_SHOWN[path]
            return _shown(getattr(self._now.variables, name), values)
        return str(self._now.last_result) if path == self.RESULT_SHOWN_BY else None

    def execute(self, path: str, order: Order) -> int:
        """An Exec is an event of the machine; a node no machine knows is not implemented."""
        event = self.COMMANDS.get(("exec", path))
        if event is None:
            return 406
        self._note_use(path)
        if self._is_full() and self._would_owe(event):
            return 420
        status = self.fire(event, order=order).outcome.status
        return 500 if status is None else status

    def changed(self, command: str, path: str, value: Value | None) -> int:
        """A Replace, Add or Delete that is an event of the machine; all others simply count."""
        if self._deleted:
            # Deleted and added again in one Atomic: this object is there until the end of it.
            return 500
        self._note_use(path)
        event = self._event_of(command.lower(), path)
        status = 200 if event is None else self.fire(event).outcome.status
        if command == "Delete" and not path and (status is None or status < 300):
            self._deleted = True
            if self._saved is None:
                self._settle()
        return 200 if status is None else status

    def _event_of(self, command: str, path: str) -> E | None:
        """The event of a command on a node: the node's own, or that of the nearest node which it is within."""
        event: E | None = self.COMMANDS.get((command, path))
        while event is None:
            event = self.COMMANDS.get((f"{command} within", path))
            if not path:
                break
            path = path.rpartition("/")[0]
        return event

    def _note_use(self, path: str) -> None:
        """A server that uses a node of the extension knows it, from then on and after a restart."""
        if self.OLDER is None or self._now.extended or not self.OLDER.is_used_by(path):
            return
        self._now = replace(self._now, extended=True)
        if self._saved is None:
            self._journal.save(_write(self._now))

    def begin(self) -> None:
        """Hold the journal and all actions until `commit`."""
        self._saved = self._now

    def commit(self) -> None:
        """Journal what came up since `begin`; it is done once the tree's change counts as a whole."""
        written = self._saved
        if self._saved != self._now or self._to_keep:
            self._journal.save(_write(self._now))
            written = self._now
        self._tree.afterwards(lambda: self._go_on(written))

    def rollback(self) -> None:
        """Nothing happened since `begin`."""
        if self._saved is not None:
            self._now = self._saved
            self._saved = None
            self._deleted = False
            self._to_keep = False

    def _go_on(self, written: Snapshot[S] | None) -> None:
        self._saved = None
        self._to_keep = False
        if self._now != written:
            # Another object's action had this one decide something meanwhile.
            self._journal.save(_write(self._now))
        self._perform()
        self._settle()

    def read_leaf(self, path: str, leaf: Leaf[T, Any]) -> T | None:
        """The stored value of the leaf at `path`, its default, or None when there is neither."""
        return Context(self._now.variables, self._facts, self._value_of, self._passes).read(path, leaf)

    # for derived classes ------------------------------------------------------------------------------------------

    def _do(self, action: str) -> tuple[E, int] | None:
        """Perform one action through the handler; an event and its result when its procedure did not pass."""
        raise LocalError(f"{self.NAME} has no action {action}")

    def _run_procedure(self, name: str) -> int | None:
        """Run a security procedure for a guard: None when it passes, else the failing step's result."""
        raise LocalError(f"{self.NAME} has no procedure {name}")

    # inside -------------------------------------------------------------------------------------------------------

    def _save(self, after: Snapshot[S]) -> None:
        """Journal `after` and be so. Who is told of the saving sees what is saved; OSError leaves all as it was."""
        before, self._now = self._now, after
        try:
            self._journal.save(_write(after))
        except BaseException:
            self._now = before
            raise

    def _row_for(self, event: E) -> On[S, E] | None:
        """The transition that the event would take now; None when it would lead nowhere."""
        context = Context(self._now.variables, self._facts, self._value_of, self._passes)
        try:
            row = self._machine.decide(self._now.state, event, context, lambda: None).row
        except LocalError:
            return None
        return row if isinstance(row, On) else None

    def _would_owe(self, event: E) -> bool:
        row = self._row_for(event)
        return row is not None and row.owes is not None

    def _value_of(self, path: str) -> Value | None:
        if path.startswith("../"):
            return self._tree.live(_resolved(self.uri, path))
        live = self.read(path)
        return self._tree.value(f"{self.uri}/{path}") if live is None else live

    def _passes(self, name: str) -> bool:
        # A procedure is run once an event, however many guards ask.
        if name not in self._procedures:
            self._procedures[name] = self._run_procedure(name)
        result = self._procedures[name]
        if result is not None:
            self._procedure_result = result
        return result is None

    def _after(self, outcome: Outcome[S, E], order: Order | None) -> tuple[Snapshot[S], tuple[StoredAlert, ...]]:
        now, row = self._now, outcome.row
        owed, counter, ended = now.owed, now.counter, now.ended_orders
        new: list[StoredAlert] = []
        result = now.last_result if outcome.result is None else outcome.result
        actions, correlators = now.actions, now.correlators
        if isinstance(row, On):
            # First what the row owes: an order can be taken and end at once.
            if row.owes is not None:
                who = order or Order("")
                owed = Owed(row.owes, who.server, who.correlator, who.path)
            elif order is not None:
                others = {state: known for state, known in correlators.items() if state != outcome.before.name}
                correlators = others if order.correlator is None else others | {outcome.before.name: order.correlator}
            for name in row.send:
                if (name == OWED and owed is None) or not self._is_heard(name):
                    continue
                counter += 1
                new.append(self._alert(str(counter), name, result, owed))
                if name == OWED:
                    owed = None
                    ended += 1
            actions = (*actions, *row.do)
        after = Snapshot(
            outcome.after,
            outcome.variables,
            owed,
            actions,
            self._bounded((*now.alerts, *new)),
            result,
            counter,
            now.extended,
            ended,
            correlators,
        )
        return after, tuple(new)

    def _alert(self, token: str, name: str, result: int, owed: Owed | None) -> StoredAlert:
        kind = owed.alert if name == OWED and owed is not None else name
        described = self.ALERTS[kind]
        correlator = owed.correlator if owed is not None and described.echoes else None
        executed = owed.executed if owed is not None and described.executed else None
        # Read now: the node may be gone when a server comes to hear of it.
        found = (self._value_of(path) for path in described.identifier)
        identifier = next((str(value) for value in found if value is not None), None)
        told = self._read_as(result)
        return StoredAlert(token, kind, str(told), correlator, not succeeded(told), executed, identifier)

    def _read_as(self, result: int) -> int:
        """The result as the server knows it."""
        if self.OLDER is None or self._now.extended:
            return result
        return self.OLDER.results.get(result, result)

    def _is_heard(self, name: str) -> bool:
        """Whether the server knows the alert: one of the extension goes to those that have used it."""
        kind = self.ALERTS.get(name)
        return self.OLDER is None or self._now.extended or kind is None or not kind.extension

    def _bounded(self, alerts: tuple[StoredAlert, ...]) -> tuple[StoredAlert, ...]:
        if len(alerts) > MAX_STORED:
            raise LocalError(f"more than {MAX_STORED} alerts wait for a server")
        return alerts

    def _settle(self) -> None:
        """Tell the owner that this object has ended, when it has and all that was to be done about it is done."""
        if self._ends is not None and self.is_gone and not self._performing and not self._now.actions:
            ends, self._ends = self._ends, None
            ends(self)

    def _perform(self) -> None:
        """Do what the journal lists. An event that a handler raises meanwhile only adds to the list."""
        if self._performing:
            return
        self._performing = True
        try:
            while self._now.actions:
                follow_up = self._do(self._now.actions[0])
                self._now = replace(self._now, actions=self._now.actions[1:])
                if follow_up is None:
                    self._journal.save(_write(self._now))
                else:
                    self.fire(*follow_up)
                    self._journal.save(_write(self._now))
        finally:
            self._performing = False


def _shown(value: Any, values: Mapping[str, str]) -> str:
    """A variable as its leaf holds it."""
    if isinstance(value, enum.Enum):
        return values[str(value.value)]
    return str(value).lower() if isinstance(value, bool) else str(value)


def _resolved(uri: str, path: str) -> str:
    """A path with ``..`` from the node at `uri`."""
    names = uri.split("/")
    while path.startswith("../"):
        names.pop()
        path = path[3:]
    return "/".join([*names, path])


def _write(snapshot: Snapshot[Any]) -> bytes:
    return json.dumps(
        {
            "format": FORMAT,
            "state": snapshot.state.name,
            "variables": {
                name: value.name if isinstance(value, enum.Enum) else value
                for name, value in _flat(snapshot.variables).items()
            },
            "owed": None if snapshot.owed is None else _flat(snapshot.owed),
            "actions": list(snapshot.actions),
            "alerts": [_flat(stored) for stored in snapshot.alerts],
            "last_result": snapshot.last_result,
            "counter": snapshot.counter,
            "extended": snapshot.extended,
            "ended_orders": snapshot.ended_orders,
            "correlators": dict(snapshot.correlators),
        },
        sort_keys=True,
    ).encode("utf-8")


def _flat(record: Any) -> dict[str, Any]:
    """The fields of a record of plain values; `asdict` copies each of them deeply, which took most of a step."""
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


def _read(record: bytes, states: type[Any], variables: type[Any]) -> Snapshot[Any]:
    """LocalError for a record that this library did not write; it is left where it is."""
    try:
        data = read_json(record)
        if data["format"] != FORMAT:
            raise LocalError(f"the journal has format {data['format']}, this library reads {FORMAT}")
        return Snapshot(
            states[data["state"]],
            variables.restore(data["variables"]),
            None if data["owed"] is None else made_of(Owed, data["owed"]),
            tuple(data["actions"]),
            tuple(made_of(StoredAlert, stored) for stored in data["alerts"]),
            data["last_result"],
            data["counter"],
            bool(data.get("extended", False)),
            int(data.get("ended_orders", 0)),
            dict(data.get("correlators", {})),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LocalError(f"the journal cannot be read: {error!r}") from None

"""State machines of management objects: states, events, transitions, refusals."""

from __future__ import annotations

import enum

from swmgen.model.expression import Expression, Scalar
from swmgen.model.ranges import NumberRange
from swmgen.model.span import Element
from swmgen.model.tree import Range
from swmgen.model.verification import Bounds, Property


class State(Element, frozen=True, kw_only=True):
    """A state and the value of the leaf that shows it.

    `reads_as` names the state that a server of the extended version's base
    reads in its place. `final` marks states in which an operation has ended. A
    state that is `gone` deletes the node of the machine, and the machine with it.
    """

    name: str
    value: int
    final: bool = False
    reads_as: str | None = None
    gone: bool = False


class StateGroup(Element, frozen=True, kw_only=True):
    """A name for several states, for use in `from:` and `in:`."""

    name: str
    states: tuple[str, ...]


class Value(enum.Enum):
    """Types of variables and facts."""

    BOOL = "bool"
    INT = "int"
    ENUM = "enum"
    TEXT = "text"
    ORDER = "order"


class Variable(Element, frozen=True, kw_only=True):
    """A journalled variable beside the state: it survives a restart with it.

    An `order` remembers the Exec that is still owed its final alert: which
    alert, the server, the correlator. The leaf at `shown_by` holds its value.
    """

    name: str
    type: Value
    members: tuple[str, ...] = ()
    range: Range | None = None
    initial: Scalar | None = None
    shown_by: str | None = None


class Choice(Element, frozen=True, kw_only=True):
    """A rule of a fact that is decided from others: `value` when `guard` holds."""

    value: Scalar
    guard: Expression | None = None
    guard_text: str | None = None


class Fact(Element, frozen=True, kw_only=True):
    """Something only the device knows at the moment (battery, bearer); a guard may ask it.

    A fact with `rules` is not asked of the device but decided by the first of them
    that holds, from variables, nodes and the facts declared before it. A `fixed` fact
    does not change while the machine lives; one with `only_when` is true (or is other
    than the first of its members) only while that guard holds.
    """

    name: str
    type: Value
    members: tuple[str, ...] = ()
    range: Range | None = None
    unit: str | None = None
    rules: tuple[Choice, ...] = ()
    fixed: bool = False
    only_when: Expression | None = None
    only_when_text: str | None = None


class EventKind(enum.Enum):
    """Where an event comes from. The first four are commands of a DM server on a node."""

    EXEC = "exec"
    REPLACE = "replace"
    ADD = "add"
    DELETE = "delete"
    INTERNAL = "internal"
    TIMER = "timer"
    RESTART = "restart"

    @property
    def is_command(self) -> bool:
        """True when a DM server waits for a Status."""
        return self in (EventKind.EXEC, EventKind.REPLACE, EventKind.ADD, EventKind.DELETE)


class Event(Element, frozen=True, kw_only=True):
    """Something that happens to a machine.

    `name` is unique in the machine: ``exec x/Download`` for commands, an
    identifier otherwise. A command `within` a node is one on that node or on any below it
    which no other event of the machine is nearer to. `results` names the result codes that an internal
    event may carry; `after` is the node (seconds) or the number of seconds of
    a timer that starts when one of `while_in` is entered. An event that is `accepted_by`
    a procedure comes from outside, and only after that procedure passed.
    """

    name: str
    kind: EventKind
    path: str | None = None
    within: bool = False
    results: tuple[str, ...] = ()
    after: Expression | None = None
    while_in: tuple[str, ...] = ()
    accepted_by: str | None = None


class Action(Element, frozen=True, kw_only=True):
    """Something the device maker's handler does when a transition asks for it.

    `takes` names the type the handler receives (a type of the security
    language, for example VerifiedPackage), None for nothing; `made_by` is the
    procedure that is run immediately before to make that value, and
    `otherwise` the event that is raised, with the failing step's result, when
    the procedure stops short. `installs` is true for actions that put software
    into force.
    """

    name: str
    takes: str | None = None
    made_by: str | None = None
    otherwise: str | None = None
    installs: bool = False


class Assignment(Element, frozen=True, kw_only=True):
    """`variable: expression`, evaluated before any assignment of the same transition is made."""

    variable: str
    value: Expression


class Transition(Element, frozen=True, kw_only=True):
    """In one of `sources`, on `event`, if `guard`: go to `target`.

    `status` answers the command (None for events that are no commands).
    `result` is a result's name, or ``given`` for the one the event, or the
    procedure that did not pass, carries.
    `owes` names the final alert that the accepted order will end in; `sends`
    names alerts to send now, ``owed`` standing for the one an order is owed.
    """

    event: str
    sources: tuple[str, ...]
    target: str
    guard: Expression | None = None
    guard_text: str | None = None
    status: int | None = None
    result: str | None = None
    sets: tuple[Assignment, ...] = ()
    does: tuple[str, ...] = ()
    owes: str | None = None
    sends: tuple[str, ...] = ()


class Drop(Element, frozen=True, kw_only=True):
    """Inherited rows of `machine` on `events` that do not hold any more; `doc` says why."""

    machine: str
    events: tuple[str, ...]


class Refusal(Element, frozen=True, kw_only=True):
    """In one of `states`, on `event`, if `guard`: change nothing but what is said here.

    `otherwise` is true when the refusal stands for all states and guards no
    transition and no other refusal of the event takes; `states` is then empty.
    `keeps` says in words what the device keeps.
    """

    event: str
    states: tuple[str, ...] = ()
    otherwise: bool = False
    guard: Expression | None = None
    guard_text: str | None = None
    status: int | None = None
    result: str | None = None
    keeps: str = ""


class Machine(Element, frozen=True, kw_only=True):
    """One state machine per instance of the node at `of`, shown by the leaf at `shown_by`.

    In overlay placement the leaf at `older_shown_by` holds the state that servers
    of the base read. The leaf at `result_shown_by` holds the last result code. A machine of
    something that is no node says with `each` what that is; its `of` is empty.
    """

    name: str
    of: str
    initial: str
    each: str | None = None
    shown_by: str | None = None
    older_shown_by: str | None = None
    result_shown_by: str | None = None
    states: tuple[State, ...] = ()
    groups: tuple[StateGroup, ...] = ()
    ranges: tuple[NumberRange, ...] = ()
    variables: tuple[Variable, ...] = ()
    facts: tuple[Fact, ...] = ()
    events: tuple[Event, ...] = ()
    actions: tuple[Action, ...] = ()
    transitions: tuple[Transition, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    properties: tuple[Property, ...] = ()
    bounds: Bounds | None = None

    def state(self, name: str) -> State | None:
        """The state of that name."""
        return next((state for state in self.states if state.name == name), None)

    def event(self, name: str) -> Event | None:
        """The event of that name."""
        return next((event for event in self.events if event.name == name), None)


__all__ = [
    "Action",
    "Assignment",
    "Choice",
    "Drop",
    "Event",
    "EventKind",
    "Fact",
    "Machine",
    "Refusal",
    "State",
    "StateGroup",
    "Transition",
    "Value",
    "Variable",
]

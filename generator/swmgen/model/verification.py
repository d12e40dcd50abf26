"""What is proved about a machine, and within which bounds."""

from __future__ import annotations

import msgspec

from swmgen.model.expression import Expression, Scalar
from swmgen.model.span import Element

ANYTHING = "anything"
"""In `changes`: the state, any variable, the order owed, or an action to be done."""


class NeverStep(Element, frozen=True, kw_only=True, tag="never"):
    """No step of the machine is all of this at once; what is not stated fits every step.

    `guard` is asked in the state before the step, with the facts of the step; a procedure that the step
    does not run does not pass. `statuses` are the lowest and highest Status. `changes` names variables,
    ``state``, or is `ANYTHING`; `falls` names an integer variable that becomes less. `then` is asked after the
    step, of variables alone. `unless` names events that may be so. A step with `not_to` leads to none of these
    states, one with `omits` does none of these actions; a refusal is no such step. With `refused` only refusals are.
    """

    name: str
    events: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    guard: Expression | None = None
    guard_text: str | None = None
    statuses: tuple[int, int] | None = None
    does: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    falls: str | None = None
    then: Expression | None = None
    then_text: str | None = None
    unless: tuple[str, ...] = ()
    not_to: tuple[str, ...] = ()
    omits: tuple[str, ...] = ()
    refused: bool = False


class NeverState(Element, frozen=True, kw_only=True, tag="never_in"):
    """The machine is never in one of `states` (any, when none is named) while `guard` holds."""

    name: str
    states: tuple[str, ...] = ()
    guard: Expression | None = None
    guard_text: str | None = None


class OrdersEnd(Element, frozen=True, kw_only=True, tag="orders_end"):
    """Each order answered 202 ends in exactly one final alert, to its server and with its Correlator.

    No order is displaced by another, and from everywhere the device reaches the end by itself.
    """

    name: str


class OnlyOrdered(Element, frozen=True, kw_only=True, tag="only"):
    """`actions` are done only between one of `begins` and the final alert, or one of the states `until`."""

    name: str
    actions: tuple[str, ...]
    begins: tuple[str, ...]
    until: tuple[str, ...] = ()


class Checked(Element, frozen=True, kw_only=True, tag="checked"):
    """What is wrong in exactly one respect is stopped: `procedure` makes every one of `checks`.

    `before` names the actions that need what the procedure makes, or the events that it lets through;
    None of them happens but by way of the procedure.
    """

    name: str
    procedure: str
    checks: tuple[str, ...]
    before: tuple[str, ...]


class Reaches(Element, frozen=True, kw_only=True, tag="reaches"):
    """From every state the device comes to one of `states` without a server's help, if all that may happen goes on happening.

    `without` names events that are not counted upon: those of a user or a server which another machine passes on.
    """

    name: str
    states: tuple[str, ...]
    without: tuple[str, ...] = ()


class Ends(Element, frozen=True, kw_only=True, tag="ends"):
    """`events` alone never go on for ever: after finitely many of them something else has happened."""

    name: str
    events: tuple[str, ...]


Property = NeverStep | NeverState | OrdersEnd | OnlyOrdered | Checked | Reaches | Ends
"""A property of a machine."""


class Size(msgspec.Struct, frozen=True):
    """How large the closed model is.

    `messages` in each direction at a time; of these at most `losses` are lost and `duplicates` doubled in
    a run, while delay and order are free. `power_cuts` of the device; `attacks`: messages that the attacker puts in,
    replays or alters. `servers` that know the enabler, `older_servers` that know only what it extends.
    `alerts` that the device can store: an order for whose alert there is no room is refused with 420.
    """

    messages: int = 1
    losses: int = 0
    duplicates: int = 0
    power_cuts: int = 0
    attacks: int = 0
    servers: int = 1
    older_servers: int = 0
    alerts: int = 1


class Pinned(Element, frozen=True, kw_only=True):
    """A node that has one of `values` in the closed model; a node that is not pinned may have any."""

    path: str
    values: tuple[Scalar, ...]


class Bounds(Element, frozen=True, kw_only=True):
    """The sizes at which a machine is searched: with every build, and in full."""

    nodes: tuple[Pinned, ...] = ()
    build: Size = Size()
    full: Size = Size(2, 1, 1, 1, 1, 2, 0, 2)


__all__ = [
    "ANYTHING",
    "Bounds",
    "Checked",
    "Ends",
    "NeverState",
    "NeverStep",
    "OnlyOrdered",
    "OrdersEnd",
    "Pinned",
    "Property",
    "Reaches",
    "Size",
]

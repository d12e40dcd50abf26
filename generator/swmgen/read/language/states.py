"""states.yaml: machines, parts of machines, interfaces."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from swmgen.read.language.interfaces import InterfaceText
from swmgen.read.language.properties import BoundsText, PropertyText
from swmgen.read.language.ranges import RangeText
from swmgen.read.language.written import Documented, Guard, Text, Value, Words, Written


class StateText(Documented, kw_only=True):
    """A state."""

    value: Annotated[int, Meta(description="What the leaf named by shown_by holds in this state.")] | UnsetType = UNSET
    final: Annotated[bool, Meta(description="True when an operation has ended here.")] | UnsetType = UNSET
    reads_as: (
        Annotated[str, Meta(description="The state that a server of the extended version reads in its place.")]
        | UnsetType
    ) = UNSET
    gone: (
        Annotated[bool, Meta(description="True when the node of the machine is deleted on entry; it has no value.")]
        | UnsetType
    ) = UNSET


class TypedText(Documented, kw_only=True):
    """What variables and facts have alike."""

    type: (
        Annotated[
            str,
            Meta(
                description="bool, int, enum, text, or order.",
                extra_json_schema={"enum": ["bool", "int", "enum", "text", "order"]},
            ),
        ]
        | UnsetType
    ) = UNSET
    members: Annotated[Words, Meta(description="The names of an enum.")] | UnsetType = UNSET
    range: (
        Annotated[
            str, Meta(description="Integers allowed: low..high.", pattern=r"^(-?[0-9]{1,40})?\.\.(-?[0-9]{1,40})?$")
        ]
        | UnsetType
    ) = UNSET
    unit: Annotated[str, Meta(description="Unit of the value.")] | UnsetType = UNSET


class ChoiceText(Documented, kw_only=True):
    """One rule of a fact that is decided from others."""

    when: Guard | UnsetType = UNSET
    is_: Annotated[Value, Meta(description="What the fact then is.")] = msgspec.field(name="is")


class FactText(TypedText, kw_only=True):
    """Something only the device knows at the moment, or that rules decide from such things."""

    rules: (
        Annotated[
            list[ChoiceText],
            Meta(description="Rules that decide the fact, the first whose guard holds; the last has no guard."),
        ]
        | UnsetType
    ) = UNSET
    fixed: Annotated[bool, Meta(description="True when it never changes while the machine lives.")] | UnsetType = UNSET
    only_when: (
        Annotated[Guard, Meta(description="It is true, or other than its first member, only while this holds.")]
        | UnsetType
    ) = UNSET


class VariableText(TypedText, kw_only=True):
    """A variable that is journalled with the state."""

    initial: Annotated[Value, Meta(description="The value before anything happened.")] | UnsetType = UNSET
    shown_by: Annotated[str, Meta(description="The leaf that shows the variable.")] | UnsetType = UNSET


class EventText(Documented, kw_only=True):
    """An event. Commands (exec PATH, replace PATH, add PATH, delete PATH) need no declaration, but may have one.

    ``replace within PATH`` is a Replace of the node at PATH or of any below it; add and delete likewise.
    """

    kind: (
        Annotated[
            str,
            Meta(
                description="internal, timer or restart.", extra_json_schema={"enum": ["internal", "timer", "restart"]}
            ),
        ]
        | UnsetType
    ) = UNSET
    carries: Annotated[Words, Meta(description="Results that an internal event may carry.")] | UnsetType = UNSET
    after: Annotated[str | int, Meta(description="Seconds of a timer: a number or the path of a node.")] | UnsetType = (
        UNSET
    )
    while_in: Annotated[Words, Meta(description="States whose entry starts the timer.")] | UnsetType = UNSET
    accepted_by: (
        Annotated[str, Meta(description="The procedure that lets the event through; it then comes from outside.")]
        | UnsetType
    ) = UNSET


class ActionText(Documented, kw_only=True):
    """Something the device maker's handler does."""

    takes: Annotated[str, Meta(description="The type of the value it needs.")] | UnsetType = UNSET
    made_by: (
        Annotated[str, Meta(description="The procedure run immediately before to make that value.")] | UnsetType
    ) = UNSET
    otherwise: Annotated[str, Meta(description="The event raised when that procedure stops short.")] | UnsetType = UNSET
    installs: Annotated[bool, Meta(description="True when it puts software into force.")] | UnsetType = UNSET


class TransitionText(Documented, kw_only=True):
    """In a state, on an event, if a guard holds: go to a state."""

    on: Annotated[Words, Meta(description="The event.")]
    from_: Annotated[Words, Meta(description="States or groups.")] = msgspec.field(name="from")
    to: Annotated[str, Meta(description="The next state; `same` to stay.")]
    when: Guard | UnsetType = UNSET
    status: Annotated[int, Meta(description="Status answered to the command.")] | UnsetType = UNSET
    result: Annotated[str, Meta(description="A result's name, or `given`.")] | UnsetType = UNSET
    set: Annotated[dict[str, Value], Meta(description="Variables and their new values.")] | UnsetType = UNSET
    do: Annotated[Words, Meta(description="Actions.")] | UnsetType = UNSET
    owes: Annotated[str, Meta(description="The final alert that the accepted order will end in.")] | UnsetType = UNSET
    send: Annotated[Words, Meta(description="Alerts to send; `owed` for the one an order is owed.")] | UnsetType = UNSET


class RefusalText(Documented, kw_only=True):
    """In a state, on an event, if a guard holds: change nothing but what is said."""

    on: Annotated[Words, Meta(description="The event.")]
    in_: Annotated[Words, Meta(description="States or groups; `otherwise` for all that is not said elsewhere.")] = (
        msgspec.field(name="in")
    )
    when: Guard | UnsetType = UNSET
    status: Annotated[int, Meta(description="Status answered to the command.")] | UnsetType = UNSET
    result: Annotated[str, Meta(description="A result's name, or `given`.")] | UnsetType = UNSET
    keeps: Annotated[str, Meta(description="What the device keeps.")] | UnsetType = UNSET


class DropText(Written, kw_only=True):
    """Takes inherited transitions and refusals away."""

    on: Annotated[Words, Meta(description="The event.")]
    from_: Annotated[Words, Meta(description="States or groups.")] | UnsetType = msgspec.field(
        name="from", default=UNSET
    )
    why: Annotated[str, Meta(description="The reason, for the list of changes.")]


class MachinePart(Documented, kw_only=True):
    """What machines and the parts they include have alike."""

    states: Annotated[dict[str, StateText], Meta(description="The states by name.")] | UnsetType = UNSET
    groups: Annotated[dict[str, Words], Meta(description="Names for several states.")] | UnsetType = UNSET
    variables: (
        Annotated[dict[str, VariableText], Meta(description="What the machine remembers beside its state, by name.")]
        | UnsetType
    ) = UNSET
    facts: (
        Annotated[dict[str, FactText], Meta(description="What only the device knows at the moment, by name.")]
        | UnsetType
    ) = UNSET
    events: (
        Annotated[
            dict[str, EventText],
            Meta(
                description="The events by name; a command of a server is named by itself: exec x/Download, or "
                "replace within x/Policy for any node there."
            ),
        ]
        | UnsetType
    ) = UNSET
    actions: (
        Annotated[dict[str, ActionText], Meta(description="What the device maker's handler does, by name.")] | UnsetType
    ) = UNSET
    transitions: Annotated[list[TransitionText], Meta(description="What leads from state to state.")] | UnsetType = (
        UNSET
    )
    refusals: (
        Annotated[list[RefusalText], Meta(description="What changes nothing: the answer, and what is kept.")]
        | UnsetType
    ) = UNSET
    properties: (
        Annotated[dict[str, PropertyText], Meta(description="What is proved about the machine, by name.")] | UnsetType
    ) = UNSET


class PartText(MachinePart, kw_only=True):
    """A part of a machine that several machines include. ``$name`` stands for a parameter."""

    parameters: (
        Annotated[dict[str, Text], Meta(description="What the including machine gives, by name.")] | UnsetType
    ) = UNSET


class MachineText(MachinePart, kw_only=True):
    """A state machine."""

    of: Annotated[str, Meta(description="The node whose instances each have one.")] | UnsetType = UNSET
    each: (
        Annotated[str, Meta(description="In words, what has such a machine and is no node. Stands in place of `of`.")]
        | UnsetType
    ) = UNSET
    shown_by: Annotated[str, Meta(description="The leaf that shows the state.")] | UnsetType = UNSET
    result_shown_by: Annotated[str, Meta(description="The leaf that shows the last result code.")] | UnsetType = UNSET
    initial: Annotated[str, Meta(description="The state before anything happened.")] | UnsetType = UNSET
    ranges: (
        Annotated[dict[str, RangeText], Meta(description="Values of states that are left to makers, by name.")]
        | UnsetType
    ) = UNSET
    drop: Annotated[list[DropText], Meta(description="Inherited rows that do not hold any more.")] | UnsetType = UNSET
    bounds: Annotated[BoundsText, Meta(description="Within which bounds it is proved.")] | UnsetType = UNSET
    include: (
        Annotated[
            dict[str, dict[str, Text]],
            Meta(description="Parts of this or a used enabler, by name, with their parameters."),
        ]
        | UnsetType
    ) = UNSET


class StatesFile(Written, kw_only=True):
    """states.yaml: the machines."""

    machines: Annotated[dict[str, MachineText], Meta(description="The state machines by name.")] | UnsetType = UNSET
    parts: (
        Annotated[dict[str, PartText], Meta(description="Parts that machines of enablers may include, by name.")]
        | UnsetType
    ) = UNSET
    interfaces: (
        Annotated[
            dict[str, InterfaceText],
            Meta(description="What parts of a device say to each other about a machine, by name."),
        ]
        | UnsetType
    ) = UNSET

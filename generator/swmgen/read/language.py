"""The specification language: what may stand in the five files of an enabler's folder.

These Structs are the one definition. The decoder reads files by them, and the
JSON Schema for editors is exported from them. What is not stated stays
``UNSET``, so that an extending enabler can be laid over the one it extends.

A `Written` remembers where it and each of its values stand.
"""

from collections.abc import Mapping
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from swmgen.model import Span

IDENTIFIER = r"^[a-z][a-z0-9_]*$"
ENABLER_KEY = r"^[a-z][a-z0-9-]*-[0-9]+\.[0-9]+$"
NOWHERE = Span("", 1, 1, 1, 1)

Text = Annotated[str, Meta(description="Text.")]
Doc = Annotated[str, Meta(description="What it means, for the reader of the documents and of the stubs.")]
Words = Annotated[
    str | list[str],
    Meta(description="One name, several names in one text separated by blanks or commas, or a list of names."),
]
Value = Annotated[str | int | bool | float, Meta(description="A value, as it stands on the wire.")]
Guard = Annotated[
    str | bool,
    Meta(description="A guard: names, =, !=, <, <=, >, >=, in {..}, set(path), passes(procedure), and, or, not."),
]


class Written(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A mapping of a file, with where it stands. `span_` is its key, `marks_` where each value stands.

    `changed_` is the enabler that changed it, `included_` the one it was put into.
    """

    span_: Span = NOWHERE
    marks_: dict[str, Span] = {}
    changed_: str | None = None
    included_: str | None = None


class Documented(Written, kw_only=True):
    doc: Doc | UnsetType = UNSET
    serves: Annotated[Words, Meta(description="The requirements of the work item that this answers.")] | UnsetType = (
        UNSET
    )


# objects.yaml ---------------------------------------------------------------------------------------------------------


class ValueText(Documented, kw_only=True):
    """One allowed value, with what it means."""

    value: Value


class NodeText(Documented, kw_only=True):
    """One node of a management object."""

    format: (
        Annotated[
            str,
            Meta(
                description="DFFormat. Default: node.",
                extra_json_schema={
                    "enum": ["b64", "bin", "bool", "chr", "int", "node", "null", "xml", "date", "time", "float"]
                },
            ),
        ]
        | UnsetType
    ) = UNSET
    access: (
        Annotated[Words, Meta(description="AccessType: any of Add, Copy, Delete, Exec, Get, Replace.")] | UnsetType
    ) = UNSET
    occurs: (
        Annotated[
            str,
            Meta(
                description="One, ZeroOrOne, ZeroOrMore, OneOrMore, ZeroOrN(n), OneOrN(n); n from 2 to 65536. Default: One.",
                pattern=r"^(One|ZeroOrOne|ZeroOrMore|OneOrMore|(ZeroOrN|OneOrN)\([0-9]+\))$",
            ),
        ]
        | UnsetType
    ) = UNSET
    scope: (
        Annotated[
            str,
            Meta(
                description="Permanent, Dynamic (default), or Either: the implementer decides.",
                extra_json_schema={"enum": ["Permanent", "Dynamic", "Either"]},
            ),
        ]
        | UnsetType
    ) = UNSET
    status: (
        Annotated[
            str,
            Meta(
                description="Whether a device must have the node. Default: Optional.",
                extra_json_schema={"enum": ["Required", "Optional", "RequiredIfParent"]},
            ),
        ]
        | UnsetType
    ) = UNSET
    type: Annotated[Words, Meta(description="MIME types of a leaf; the MO id of an interior node.")] | UnsetType = UNSET
    default: Annotated[Value, Meta(description="DefaultValue.")] | UnsetType = UNSET
    title: Annotated[str, Meta(description="DFTitle: a name to show.")] | UnsetType = UNSET
    case: (
        Annotated[
            str, Meta(description="CaseSense of the names below the node.", extra_json_schema={"enum": ["CS", "CIS"]})
        ]
        | UnsetType
    ) = UNSET
    run_time: (
        Annotated[
            dict[str, Value | None],
            Meta(
                description="Run-time properties (ACL, Format, Name, Size, Title, TStamp, Type, VerNo) and their defaults."
            ),
        ]
        | UnsetType
    ) = UNSET
    values: (
        Annotated[
            dict[str, Value | ValueText], Meta(description="The only values allowed: name, and text on the wire.")
        ]
        | UnsetType
    ) = UNSET
    range: (
        Annotated[
            str,
            Meta(
                description="Integers allowed: low..high, either end may be left out.",
                pattern=r"^(-?[0-9]+)?\.\.(-?[0-9]+)?$",
            ),
        ]
        | UnsetType
    ) = UNSET
    max_size: Annotated[int, Meta(description="Longest value, in bytes.")] | UnsetType = UNSET
    unit: Annotated[str, Meta(description="Unit of the value (s, byte, %).")] | UnsetType = UNSET
    deprecated: Annotated[str, Meta(description="Why not to use it any more, and what to use instead.")] | UnsetType = (
        UNSET
    )
    confidence: (
        Annotated[
            str,
            Meta(
                description="How sure the editors are of this row: A, B or C.",
                extra_json_schema={"enum": ["A", "B", "C"]},
            ),
        ]
        | UnsetType
    ) = UNSET
    path: (
        Annotated[str, Meta(description="Where a root is mounted (./FwUpdate), when the object fixes it.")] | UnsetType
    ) = UNSET
    include: (
        Annotated[Words, Meta(description="Groups of nodes of this or a used enabler that stand here.")] | UnsetType
    ) = UNSET
    nodes: (
        Annotated[dict[str, "NodeText"], Meta(description="Children by name; <x> stands for names given at creation.")]
        | UnsetType
    ) = UNSET


class GroupText(Documented, kw_only=True):
    """Nodes that several enablers have in the same form."""

    nodes: Annotated[dict[str, NodeText], Meta(description="The nodes by name.")] | UnsetType = UNSET


class ObjectsFile(Written, kw_only=True):
    """objects.yaml: the trees."""

    objects: (
        Annotated[dict[str, NodeText], Meta(description="Root nodes by name; <x> stands for names given at creation.")]
        | UnsetType
    ) = UNSET
    groups: (
        Annotated[dict[str, GroupText], Meta(description="Groups of nodes that enablers may include, by name.")]
        | UnsetType
    ) = UNSET


# states.yaml ----------------------------------------------------------------------------------------------------------


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


class FactText(Documented, kw_only=True):
    """Something only the device knows at the moment."""

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
        Annotated[str, Meta(description="Integers allowed: low..high.", pattern=r"^(-?[0-9]+)?\.\.(-?[0-9]+)?$")]
        | UnsetType
    ) = UNSET
    unit: Annotated[str, Meta(description="Unit of the value.")] | UnsetType = UNSET


class VariableText(FactText, kw_only=True):
    """A variable that is journalled with the state."""

    initial: Annotated[Value, Meta(description="The value before anything happened.")] | UnsetType = UNSET
    shown_by: Annotated[str, Meta(description="The leaf that shows the variable.")] | UnsetType = UNSET


class EventText(Documented, kw_only=True):
    """An event. Commands (exec PATH, replace PATH, add PATH, delete PATH) need no declaration, but may have one."""

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
            Meta(description="The events by name; a command of a server is named by itself: exec x/Download."),
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
    drop: Annotated[list[DropText], Meta(description="Inherited rows that do not hold any more.")] | UnsetType = UNSET
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


# messages.yaml --------------------------------------------------------------------------------------------------------


class ResultText(Documented, kw_only=True):
    """A result code."""

    code: Annotated[int, Meta(description="The number on the wire.")] | UnsetType = UNSET
    reads_as: (
        Annotated[
            str, Meta(description="The result a server of the extended version is sent instead; `never` for none.")
        ]
        | UnsetType
    ) = UNSET


class RangeText(Documented, kw_only=True):
    """Result codes kept for makers."""

    from_: Annotated[int, Meta(description="First code.")] = msgspec.field(name="from")
    to: Annotated[int, Meta(description="Last code.")]
    vendor: Annotated[bool, Meta(description="False for codes that nobody may use. Default: true.")] | UnsetType = UNSET


class AlertText(Documented, kw_only=True):
    """A generic alert."""

    type: Annotated[str, Meta(description="Item/Meta/Type.")] | UnsetType = UNSET
    answers: (
        Annotated[str | list[str], Meta(description="The command (exec PATH) whose order it ends.")] | UnsetType
    ) = UNSET
    source: (
        Annotated[str, Meta(description="The node whose URI is Item/Source; executed for the one that was executed.")]
        | UnsetType
    ) = UNSET
    identifier: (
        Annotated[Words, Meta(description="The leaf, for each machine, whose value follows the result as Identifier.")]
        | UnsetType
    ) = UNSET
    format: (
        Annotated[
            str,
            Meta(
                description="Item/Meta/Format. Default: int.",
                extra_json_schema={
                    "enum": ["b64", "bin", "bool", "chr", "int", "node", "null", "xml", "date", "time", "float"]
                },
            ),
        ]
        | UnsetType
    ) = UNSET
    data: (
        Annotated[
            str,
            Meta(
                description="result (default), text or empty.", extra_json_schema={"enum": ["result", "text", "empty"]}
            ),
        ]
        | UnsetType
    ) = UNSET
    mark: (
        Annotated[
            str,
            Meta(
                description="Item/Meta/Mark. Default: informational.",
                extra_json_schema={
                    "enum": ["fatal", "critical", "minor", "warning", "informational", "harmless", "indeterminate"]
                },
            ),
        ]
        | UnsetType
    ) = UNSET
    mark_on_failure: (
        Annotated[
            str,
            Meta(
                description="Mark when the result is a failure.",
                extra_json_schema={
                    "enum": ["fatal", "critical", "minor", "warning", "informational", "harmless", "indeterminate"]
                },
            ),
        ]
        | UnsetType
    ) = UNSET
    correlator: (
        Annotated[
            str,
            Meta(
                description="echo (the Exec's, none if it had none) or none (default).",
                extra_json_schema={"enum": ["echo", "none"]},
            ),
        ]
        | UnsetType
    ) = UNSET


class MessagesFile(Written, kw_only=True):
    """messages.yaml: results and alerts."""

    results: Annotated[dict[str, ResultText], Meta(description="The result codes by name.")] | UnsetType = UNSET
    ranges: (
        Annotated[dict[str, RangeText], Meta(description="Ranges of codes left to makers, by name.")] | UnsetType
    ) = UNSET
    alerts: Annotated[dict[str, AlertText], Meta(description="The alerts by name.")] | UnsetType = UNSET


# security.yaml --------------------------------------------------------------------------------------------------------


class TypeText(Documented, kw_only=True):
    """A type of the values that procedures pass on."""

    python: Annotated[str, Meta(description="The runtime's type that stands for it.")] | UnsetType = UNSET
    sealed: Annotated[bool, Meta(description="True when only primitives can make one.")] | UnsetType = UNSET


class PrimitiveText(Documented, kw_only=True):
    """A check or transformation with typed inputs and output."""

    in_: Annotated[dict[str, str], Meta(description="Inputs and their types.")] | UnsetType = msgspec.field(
        name="in", default=UNSET
    )
    out: Annotated[str, Meta(description="The type of the output.")] | UnsetType = UNSET


class StepText(Documented, kw_only=True):
    """One step of a procedure."""

    do: Annotated[str, Meta(description="The primitive.")]
    with_: (
        Annotated[dict[str, Value], Meta(description="Inputs: a name bound before, the path of a node, or a literal.")]
        | UnsetType
    ) = msgspec.field(name="with", default=UNSET)
    as_: Annotated[str, Meta(description="The name the output is bound to.")] | UnsetType = msgspec.field(
        name="as", default=UNSET
    )
    fails: Annotated[str, Meta(description="The result when the step fails.")] | UnsetType = UNSET
    silent: Annotated[bool, Meta(description="True when a failure is dropped without any answer.")] | UnsetType = UNSET
    stops: Annotated[Words, Meta(description="The threats it stops.")] | UnsetType = UNSET


class ProcedureText(Documented, kw_only=True):
    """Steps in order; the first that fails ends it."""

    in_: Annotated[dict[str, str], Meta(description="Inputs and their types.")] | UnsetType = msgspec.field(
        name="in", default=UNSET
    )
    steps: (
        Annotated[
            list[StepText], Meta(description="The steps in their order; the first that fails ends the procedure.")
        ]
        | UnsetType
    ) = UNSET
    returns: Annotated[str, Meta(description="The bound name it yields.")] | UnsetType = UNSET


class SecurityFile(Written, kw_only=True):
    """security.yaml: types, primitives, procedures, threats."""

    types: (
        Annotated[dict[str, TypeText], Meta(description="The types of values that procedures pass on, by name.")]
        | UnsetType
    ) = UNSET
    primitives: (
        Annotated[dict[str, PrimitiveText], Meta(description="The checks that procedures are made of, by name.")]
        | UnsetType
    ) = UNSET
    threats: Annotated[dict[str, str], Meta(description="Threats by name, each in a sentence.")] | UnsetType = UNSET
    procedures: (
        Annotated[dict[str, ProcedureText], Meta(description="The security procedures by name.")] | UnsetType
    ) = UNSET


# enabler.yaml ---------------------------------------------------------------------------------------------------------


class SuppressText(Written, kw_only=True):
    """Switches a rule off at one element."""

    rule: Annotated[str, Meta(description="The code, SWMnnnn.", pattern=r"^SWM[0-9]{4}$")]
    at: Annotated[str, Meta(description="The element: its id, or what stands behind the enabler in it (node:x/Ext).")]
    reason: Annotated[str, Meta(description="Why the rule does not hold here.")]


class ErratumText(Written, kw_only=True):
    """A place where the enabler knowingly says something else than its source."""

    at: Annotated[str, Meta(description="The place in the source, in its own words.")]
    here: Annotated[str, Meta(description="What is said here instead.")]
    why: Annotated[str, Meta(description="The reason.")]


class EnablerFile(Documented, kw_only=True):
    """enabler.yaml: identity."""

    enabler: Annotated[str, Meta(description="Short lower-case name.", pattern=r"^[a-z][a-z0-9-]*$")]
    version: Annotated[str, Meta(description="Version, in quotes.", pattern=r"^[0-9]+\.[0-9]+$")]
    title: Annotated[str, Meta(description="The full name.")]
    maturity: (
        Annotated[
            str,
            Meta(
                description="published, draft (default) or experimental.",
                extra_json_schema={"enum": ["published", "draft", "experimental"]},
            ),
        ]
        | UnsetType
    ) = UNSET
    source: Annotated[str, Meta(description="The document this enabler is specified in.")] | UnsetType = UNSET
    extends: Annotated[str, Meta(description="The enabler this one builds on.", pattern=ENABLER_KEY)] | UnsetType = (
        UNSET
    )
    uses: (
        Annotated[Words, Meta(description="Enablers whose types, primitives, procedures and threats may be named.")]
        | UnsetType
    ) = UNSET
    requirements: Annotated[dict[str, str], Meta(description="What the work item demands, by name.")] | UnsetType = (
        UNSET
    )
    suppress: (
        Annotated[list[SuppressText], Meta(description="Findings that are meant, each with the reason.")] | UnsetType
    ) = UNSET
    errata: (
        Annotated[list[ErratumText], Meta(description="Where the enabler says something else than its source.")]
        | UnsetType
    ) = UNSET


FILES: Mapping[str, type[Written]] = {
    "enabler.yaml": EnablerFile,
    "objects.yaml": ObjectsFile,
    "states.yaml": StatesFile,
    "messages.yaml": MessagesFile,
    "security.yaml": SecurityFile,
}
"""The files of an enabler's folder and what each may hold. `objects.ddf.xml` may stand for `objects.yaml`."""

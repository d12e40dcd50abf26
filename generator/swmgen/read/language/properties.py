"""states.yaml: what is proved about machines, and within which bounds."""

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType, field

from swmgen.read.language.written import Documented, Guard, Value, Words, Written

Count = int


class NeverText(Written, kw_only=True):
    """A step that never happens; what is not stated fits every step."""

    on: Annotated[Words, Meta(description="The events.")] | UnsetType = UNSET
    from_: Annotated[Words, Meta(description="States or groups before the step.")] | UnsetType = field(
        name="from", default=UNSET
    )
    to: Annotated[Words, Meta(description="States or groups after the step.")] | UnsetType = UNSET
    when: (
        Annotated[
            Guard,
            Meta(description="Asked before the step, with its facts; a procedure that is not run does not pass."),
        ]
        | UnsetType
    ) = UNSET
    status: Annotated[str | int, Meta(description="The Status answered: a number, or low..high.")] | UnsetType = UNSET
    do: Annotated[Words, Meta(description="Actions, one of which is asked for.")] | UnsetType = UNSET
    changes: (
        Annotated[Words, Meta(description="Variables, `state` or `anything`, one of which changes.")] | UnsetType
    ) = UNSET
    falls: Annotated[str, Meta(description="An integer variable that becomes less.")] | UnsetType = UNSET
    then: Annotated[Guard, Meta(description="Asked after the step, of variables.")] | UnsetType = UNSET
    unless: Annotated[Words, Meta(description="Events that may do so.")] | UnsetType = UNSET
    not_to: Annotated[Words, Meta(description="States or groups, to none of which it leads.")] | UnsetType = UNSET
    omits: Annotated[Words, Meta(description="Actions, none of which is asked for.")] | UnsetType = UNSET
    refused: Annotated[bool, Meta(description="True for refusals alone: the event does not count.")] | UnsetType = UNSET


class NeverInText(Written, kw_only=True):
    """A state of affairs that never is."""

    in_: Annotated[Words, Meta(description="States or groups; any, when none is stated.")] | UnsetType = field(
        name="in", default=UNSET
    )
    when: Guard | UnsetType = UNSET


class OnlyText(Written, kw_only=True):
    """Actions that are done only while somebody has ordered them."""

    do: Annotated[Words, Meta(description="The actions.")]
    after: Annotated[Words, Meta(description="The events that order them, when they are not refused.")]
    until: (
        Annotated[Words, Meta(description="States or groups that end the order; its final alert always does.")]
        | UnsetType
    ) = UNSET


class CheckedText(Written, kw_only=True):
    """Checks that a procedure makes before something."""

    by: Annotated[str, Meta(description="The procedure.")]
    checks: Annotated[Words, Meta(description="Primitives, each of which the procedure must run.")]
    before: Annotated[Words, Meta(description="Actions, or a list of events, that need it.")]


class PropertyText(Documented, kw_only=True):
    """A property: one of the forms."""

    never: Annotated[NeverText, Meta(description="No step is all of this.")] | UnsetType = UNSET
    never_in: Annotated[NeverInText, Meta(description="The machine is never so.")] | UnsetType = UNSET
    orders_end: (
        Annotated[bool, Meta(description="True: each order answered 202 ends in exactly one final alert.")] | UnsetType
    ) = UNSET
    only: Annotated[OnlyText, Meta(description="Actions are done only when they were ordered.")] | UnsetType = UNSET
    checked: Annotated[CheckedText, Meta(description="A procedure makes every check.")] | UnsetType = UNSET
    reaches: (
        Annotated[Words, Meta(description="States or groups that are reached from everywhere without a server.")]
        | UnsetType
    ) = UNSET
    without: Annotated[Words, Meta(description="With `reaches`: events that need not happen for it.")] | UnsetType = (
        UNSET
    )
    ends: Annotated[Words, Meta(description="Events that by themselves never go on for ever.")] | UnsetType = UNSET


class SizeText(Written, kw_only=True):
    """How large the closed model is."""

    messages: Annotated[Count, Meta(description="Messages in each direction at a time.")] | UnsetType = UNSET
    losses: Annotated[Count, Meta(description="Messages lost in a run.")] | UnsetType = UNSET
    duplicates: Annotated[Count, Meta(description="Messages doubled in a run.")] | UnsetType = UNSET
    power_cuts: Annotated[Count, Meta(description="Times the device loses its power.")] | UnsetType = UNSET
    attacks: Annotated[Count, Meta(description="Messages put in, replayed or altered by an attacker.")] | UnsetType = (
        UNSET
    )
    servers: Annotated[Count, Meta(description="DM servers that know the enabler.")] | UnsetType = UNSET
    older_servers: Annotated[Count, Meta(description="DM servers that know only what it extends.")] | UnsetType = UNSET
    alerts: Annotated[Count, Meta(description="Alerts that the device can store.")] | UnsetType = UNSET


class BoundsText(Documented, kw_only=True):
    """The sizes at which a machine is searched."""

    nodes: (
        Annotated[
            dict[str, Value],
            Meta(
                description="Nodes by path and the value (or values, separated by blanks) they have; others may have any."
            ),
        ]
        | UnsetType
    ) = UNSET
    build: Annotated[SizeText, Meta(description="With every build.")] | UnsetType = UNSET
    full: Annotated[SizeText, Meta(description="By `swmgen verify`.")] | UnsetType = UNSET

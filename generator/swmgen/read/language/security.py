"""security.yaml: types, primitives, procedures, threats."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from swmgen.read.language.written import Documented, Value, Words, Written


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

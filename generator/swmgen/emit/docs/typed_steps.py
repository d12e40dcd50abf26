"""Security procedures with the type of every value in them."""

from __future__ import annotations

import json

from msgspec import Struct

from swmgen.model import Argument, Enabler, Node, Primitive, Procedure, Step


class Typed(Struct, frozen=True):
    """A value and its type; `parameter` is what it is given as, when that has another name."""

    name: str
    type: str
    parameter: str = ""

    def __str__(self) -> str:
        shown = f"{self.name}: {self.type}" if self.type else self.name
        return f"{self.parameter} = {shown}" if self.parameter else shown


class TypedStep(Struct, frozen=True):
    """A step of a procedure."""

    step: Step
    primitive: str
    meaning: str
    arguments: tuple[Typed, ...]
    yields: Typed | None
    fails: str | None
    silent: bool
    stops: tuple[str, ...]


class TypedProcedure(Struct, frozen=True):
    """A procedure."""

    procedure: Procedure
    name: str
    inputs: tuple[Typed, ...]
    steps: tuple[TypedStep, ...]
    result: Typed | None


def typed(procedure: Procedure, enabler: Enabler, nodes: dict[str, Node]) -> TypedProcedure:
    """The procedure with the types that its inputs and primitives declare."""
    primitives = {primitive.name: primitive for primitive in enabler.security.primitives}
    bound = {entry.name: entry.type for entry in procedure.inputs}
    steps = []
    for step in procedure.steps:
        primitive = primitives.get(step.primitive)
        output = primitive.output if primitive is not None else None
        steps.append(
            TypedStep(
                step=step,
                primitive=step.primitive,
                meaning=step.doc.strip() or (primitive.doc.strip() if primitive is not None else ""),
                arguments=tuple(_argument(argument, primitive, bound, nodes) for argument in step.arguments),
                yields=Typed(step.binds or "(not kept)", output or "") if step.binds or output else None,
                fails=step.fails,
                silent=step.silent,
                stops=step.stops,
            )
        )
        if step.binds is not None:
            bound[step.binds] = output or ""
    result = procedure.returns
    return TypedProcedure(
        procedure=procedure,
        name=procedure.name,
        inputs=tuple(Typed(entry.name, entry.type) for entry in procedure.inputs),
        steps=tuple(steps),
        result=Typed(result, bound.get(result, "")) if result is not None else None,
    )


def _argument(argument: Argument, primitive: Primitive | None, bound: dict[str, str], nodes: dict[str, Node]) -> Typed:
    declared = next((p.type for p in primitive.inputs if p.name == argument.parameter), "") if primitive else ""
    if argument.node is not None:
        node = nodes.get(argument.node)
        return Typed(argument.node, declared or (node.format.value if node else ""), argument.parameter)
    if argument.name is not None:
        given = argument.parameter if argument.parameter != argument.name else ""
        return Typed(argument.name, bound.get(argument.name) or declared, given)
    return Typed(json.dumps(argument.literal, ensure_ascii=False), declared, argument.parameter)

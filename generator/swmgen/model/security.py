"""Security procedures: ordered steps of named primitives with typed inputs and outputs."""

from __future__ import annotations

import msgspec

from swmgen.model.expression import Scalar
from swmgen.model.span import Element


class TypeName(Element, frozen=True, kw_only=True):
    """A type that values of procedures have.

    `python` is the type of the runtime that stands for it. A `sealed` type is
    made by primitives only: nobody else can construct a value (VerifiedPackage).
    """

    name: str
    python: str
    sealed: bool = False


class Parameter(Element, frozen=True, kw_only=True):
    """A named, typed input or output."""

    name: str
    type: str


class Primitive(Element, frozen=True, kw_only=True):
    """One check or transformation that the runtime, or the device maker, provides."""

    name: str
    inputs: tuple[Parameter, ...] = ()
    output: str | None = None


class Argument(Element, frozen=True, kw_only=True):
    """What a step gives to an input: a name bound earlier, a node's path, or a literal."""

    parameter: str
    name: str | None = None
    node: str | None = None
    literal: Scalar | None = None


class Step(Element, frozen=True, kw_only=True):
    """Call `primitive`; bind its output to `binds`; on failure stop with `fails`, a result's name.

    `silent` steps drop their input without any result or alert (repeats of a
    carousel), so they have no `fails`. `stops` names the threats it stops.
    """

    primitive: str
    arguments: tuple[Argument, ...] = ()
    binds: str | None = None
    fails: str | None = None
    silent: bool = False
    stops: tuple[str, ...] = ()


class Procedure(Element, frozen=True, kw_only=True):
    """Steps in order; the first that fails ends the procedure. `returns` names the bound value it yields."""

    name: str
    inputs: tuple[Parameter, ...] = ()
    steps: tuple[Step, ...] = ()
    returns: str | None = None


class Threat(Element, frozen=True, kw_only=True):
    """Something the steps must stop."""

    name: str


class Security(msgspec.Struct, frozen=True):
    """The security part of an enabler, those of `uses` included."""

    types: tuple[TypeName, ...] = ()
    primitives: tuple[Primitive, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    threats: tuple[Threat, ...] = ()

    def returned_type(self, procedure: Procedure) -> str | None:
        """The type name of the value the procedure yields."""
        outputs = {primitive.name: primitive.output for primitive in self.primitives}
        bound = {parameter.name: parameter.type for parameter in procedure.inputs}
        for step in procedure.steps:
            output = outputs.get(step.primitive)
            if step.binds is not None and output is not None:
                bound[step.binds] = output
        return bound.get(procedure.returns) if procedure.returns else None

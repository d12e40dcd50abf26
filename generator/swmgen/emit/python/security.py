"""What `security.py` shows: primitives as a Protocol, procedures as functions."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from swmgen.emit.python.names import camel, upper
from swmgen.emit.python.nodes import NodesView, below_root
from swmgen.emit.python.text import docstring, literal
from swmgen.model import Argument, Enabler, Parameter, Primitive, Procedure, Step

BUILT_IN: Mapping[str, str] = {"bytes": "bytes", "text": "str", "int": "int", "bool": "bool", "time": "datetime"}
NODE_TYPES: Mapping[str, str] = {
    "int": "int",
    "bool": "bool",
    "bin": "bytes",
    "b64": "bytes",
    "float": "float",
}


class ParameterView(Struct, frozen=True):
    name: str
    type: str
    doc: str = ""


class PrimitiveView(Struct, frozen=True):
    """One method of the Protocol."""

    name: str
    parameters: str
    returns: str
    doc: str


class NodeInput(Struct, frozen=True):
    """A node whose value a procedure reads: field, type, path below the root, and the descriptor that reads it."""

    name: str
    type: str
    path: str
    descriptor: str


class StepView(Struct, frozen=True):
    """One step: the `with` line's arguments, and the call."""

    head: str
    call: str


class ProcedureView(Struct, frozen=True):
    """One procedure."""

    name: str
    camel: str
    doc: str
    inputs: tuple[ParameterView, ...]
    nodes: tuple[NodeInput, ...]
    steps: tuple[StepView, ...]
    returns: str | None
    return_type: str
    element: str


class SecurityView(Struct):
    """Everything `security.py` shows, and what it imports."""

    primitives: list[PrimitiveView] = []
    procedures: list[ProcedureView] = []
    from_security: set[str] = set()
    other_imports: dict[str, set[str]] = {}
    uses_datetime: bool = False
    uses_result: bool = False
    uses_present: bool = False


def wanted_procedures(enabler: Enabler) -> list[Procedure]:
    """The enabler's own procedures, and those of used enablers that its machines name."""
    named: set[str] = set()
    for machine in enabler.machines:
        named |= {action.made_by for action in machine.actions if action.made_by}
        guards = [row.guard_text for row in machine.transitions] + [row.guard_text for row in machine.refusals]
        named |= {word for text in guards if text for word in _passes(text)}
    own = f"{enabler.key}:"
    return [
        procedure
        for procedure in enabler.security.procedures
        if procedure.id.startswith(own) or procedure.name in named
    ]


def _passes(text: str) -> list[str]:
    return [part.partition(")")[0].strip() for part in text.split("passes(")[1:]]


def build_security(enabler: Enabler, nodes: NodesView) -> SecurityView:
    """The view of an enabler's procedures."""
    return _Builder(enabler, nodes).view()


class _Builder:
    def __init__(self, enabler: Enabler, nodes: NodesView) -> None:
        self._enabler = enabler
        self._nodes = nodes
        self._view = SecurityView()
        self._types = {declared.name: declared for declared in enabler.security.types}
        self._primitives = {primitive.name: primitive for primitive in enabler.security.primitives}
        self._paths = enabler.tree.by_path()

    def view(self) -> SecurityView:
        procedures = wanted_procedures(self._enabler)
        used = {step.primitive for procedure in procedures for step in procedure.steps}
        for primitive in self._enabler.security.primitives:
            if primitive.name in used:
                self._view.primitives.append(self._primitive(primitive))
        for procedure in procedures:
            self._view.procedures.append(self._procedure(procedure))
        return self._view

    def type_of(self, name: str | None) -> str:
        """The annotation of a type of the language; its import is remembered."""
        if name is None:
            return "None"
        if name in BUILT_IN:
            self._view.uses_datetime |= name == "time"
            return BUILT_IN[name]
        module, _, own = self._types[name].python.rpartition(".")
        if module == "swm.security":
            self._view.from_security.add(own)
        else:
            self._view.other_imports.setdefault(module, set()).add(own)
        return own

    def _primitive(self, primitive: Primitive) -> PrimitiveView:
        parameters = ", ".join(f"{entry.name}: {self.type_of(entry.type)}" for entry in primitive.inputs)
        return PrimitiveView(
            primitive.name,
            f"self, *, {parameters}" if parameters else "self",
            self.type_of(primitive.output),
            docstring(primitive.doc or primitive.name, 8),
        )

    def _procedure(self, procedure: Procedure) -> ProcedureView:
        bound: dict[str, str] = {entry.name: f"inputs.{entry.name}" for entry in procedure.inputs}
        node_inputs: dict[str, NodeInput] = {}
        steps = [self._step(procedure, step, bound, node_inputs) for step in procedure.steps]
        returned = self._enabler.security.returned_type(procedure)
        return ProcedureView(
            name=procedure.name,
            camel=camel(procedure.name),
            doc=docstring(
                f"{procedure.doc or procedure.name}\n\nRaises `swm.security.ProcedureStopped` with the result of the step "
                f"that fails.\nSpec: {procedure.span.file}:{procedure.span.line}",
                4,
            ),
            inputs=tuple(self._input(entry) for entry in procedure.inputs),
            nodes=tuple(node_inputs.values()),
            steps=tuple(steps),
            returns=procedure.returns,
            return_type=self.type_of(returned) if procedure.returns else "None",
            element=procedure.id,
        )

    def _input(self, parameter: Parameter) -> ParameterView:
        return ParameterView(parameter.name, self.type_of(parameter.type))

    def _step(self, procedure: Procedure, step: Step, bound: dict[str, str], nodes: dict[str, NodeInput]) -> StepView:
        primitive = self._primitives[step.primitive]
        result = "None"
        if step.fails is not None and not step.silent:
            self._view.uses_result = True
            result = f"Result.{upper(step.fails)}"
        self._view.from_security.add("step")
        head = [literal(procedure.name), literal(step.primitive), result]
        output = self._types.get(primitive.output or "")
        if output is not None and output.sealed:
            head.append(f"makes={self.type_of(primitive.output)}")
        arguments = ", ".join(f"{entry.parameter}={self._argument(entry, bound, nodes)}" for entry in step.arguments)
        call = f"primitives.{step.primitive}({arguments})"
        if step.binds is not None:
            bound[step.binds] = step.binds
            call = f"{step.binds} = {call}"
        return StepView(", ".join(head), call)

    def _argument(self, argument: Argument, bound: dict[str, str], nodes: dict[str, NodeInput]) -> str:
        if argument.node is not None:
            node = self._paths[argument.node]
            owner, attribute = self._nodes.attribute_of[argument.node]
            name = "_".join(part for part in (attribute,))
            taken = {entry.path: entry.name for entry in nodes.values()}
            path = below_root(argument.node)
            if path not in taken:
                while name in {entry.name for entry in nodes.values()}:
                    name += "_"
                kind = NODE_TYPES.get(node.format.value, "str")
                nodes[path] = NodeInput(name, kind, path, f"{owner}.{attribute}")
            else:
                name = taken[path]
            self._view.uses_present = True
            self._view.from_security.add("present")
            return f"present(nodes.{name}, {literal(argument.node)})"
        if argument.name is not None:
            return bound.get(argument.name, argument.name)
        return literal(argument.literal) if isinstance(argument.literal, str) else repr(argument.literal)

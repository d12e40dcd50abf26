"""06xx: security procedures."""

from __future__ import annotations

from collections.abc import Iterator

from swmgen.check.rule import Rule, Subject
from swmgen.diagnostics import Note
from swmgen.model import Format, Primitive, Procedure, Step, Value

_NODE_TYPES = {Format.INT: "int", Format.BOOL: "bool", Format.BIN: "bytes", Format.B64: "bytes"}


def _own(subject: Subject) -> Iterator[Procedure]:
    for procedure in subject.enabler.security.procedures:
        if subject.is_own(procedure.origin, procedure.changed_by) and procedure.id not in subject.broken:
            yield procedure


def _steps(subject: Subject) -> Iterator[tuple[Procedure, Step, Primitive]]:
    primitives = {primitive.name: primitive for primitive in subject.enabler.security.primitives}
    for procedure in _own(subject):
        for step in procedure.steps:
            if step.primitive in primitives:
                yield procedure, step, primitives[step.primitive]


def _bound(subject: Subject, procedure: Procedure, before: Step | None) -> dict[str, str | None]:
    """The names bound before a step (or at the end), each with its type."""
    outputs = {primitive.name: primitive.output for primitive in subject.enabler.security.primitives}
    names: dict[str, str | None] = {entry.name: entry.type for entry in procedure.inputs}
    for step in procedure.steps:
        if step is before:
            break
        if step.binds is not None:
            names[step.binds] = outputs.get(step.primitive)
    return names


def _argument_types(subject: Subject) -> None:
    for procedure, step, primitive in _steps(subject):
        wanted = {entry.name: entry.type for entry in primitive.inputs}
        names = _bound(subject, procedure, step)
        for argument in step.arguments:
            need = wanted.get(argument.parameter)
            if argument.name is not None:
                given = names.get(argument.name)
            elif argument.node is not None:
                node = subject.nodes.get(argument.node)
                given = None if node is None else _NODE_TYPES.get(node.format, "text")
            else:
                given = {bool: "bool", int: "int"}.get(type(argument.literal), "text")
            if need is not None and given is not None and given != need:
                subject.found(
                    step.id,
                    argument.span,
                    f"`{argument.parameter}` of {primitive.name} is a {need}, this is a {given}.",
                )


def _arguments_given(subject: Subject) -> None:
    for _, step, primitive in _steps(subject):
        given = {argument.parameter for argument in step.arguments}
        for entry in primitive.inputs:
            if entry.name not in given:
                subject.found(
                    step.id, step.at("do"), f"{primitive.name} needs `{entry.name}`; the step does not give it."
                )


def _arguments_known(subject: Subject) -> None:
    for _, step, primitive in _steps(subject):
        wanted = [entry.name for entry in primitive.inputs]
        for argument in step.arguments:
            if argument.parameter not in wanted:
                subject.found(
                    step.id,
                    argument.span,
                    f"{primitive.name} has no input `{argument.parameter}`.",
                    Note(f"inputs: {', '.join(wanted) or 'none'}"),
                )


def _names_bound(subject: Subject) -> None:
    for procedure, step, _ in _steps(subject):
        names = _bound(subject, procedure, step)
        for argument in step.arguments:
            if argument.name is not None and argument.name not in names:
                subject.found(
                    step.id,
                    argument.span,
                    f"`{argument.name}` is not bound before this step.",
                    Note(f"bound: {', '.join(names) or 'nothing'}"),
                )


def _outputs_used(subject: Subject) -> None:
    for procedure in _own(subject):
        used = {argument.name for step in procedure.steps for argument in step.arguments} | {procedure.returns}
        for step in procedure.steps:
            if step.binds is not None and step.binds not in used:
                subject.found(step.id, step.at("as"), f"`{step.binds}` is bound and never used.")


def _failures_named(subject: Subject) -> None:
    for procedure in _own(subject):
        for step in procedure.steps:
            if step.fails is None and not step.silent:
                subject.found(step.id, step.span, f"The step {step.primitive} does not say with which result it fails.")


def _silence_is_silent(subject: Subject) -> None:
    for procedure in _own(subject):
        for step in procedure.steps:
            if step.silent and step.fails is not None:
                subject.found(step.id, step.at("fails"), "A silent step drops its input without a result.")


def _installs_verified(subject: Subject) -> None:
    sealed = {declared.name for declared in subject.enabler.security.types if declared.sealed}
    for machine in subject.machines:
        for action in machine.actions:
            if action.installs and action.takes not in sealed:
                shown = f"a {action.takes}, which anybody can make" if action.takes else "nothing"
                subject.found(
                    action.id,
                    action.at("takes"),
                    f"`{action.name}` puts software into force and takes {shown}.",
                    Note("let it take a sealed type that a procedure makes"),
                )


def _made_by_right(subject: Subject) -> None:
    procedures = {procedure.name: procedure for procedure in subject.enabler.security.procedures}
    for machine in subject.machines:
        for action in machine.actions:
            if action.takes is None:
                continue
            maker = procedures.get(action.made_by or "")
            if action.made_by is None or action.otherwise is None:
                subject.found(
                    action.id,
                    action.span,
                    f"`{action.name}` takes a {action.takes}; `made_by` and `otherwise` must say where from.",
                )
            elif maker is not None and subject.enabler.security.returned_type(maker) != action.takes:
                made = subject.enabler.security.returned_type(maker)
                subject.found(action.id, action.at("made_by"), f"`{maker.name}` makes a {made}, not a {action.takes}.")


def _threats_stopped(subject: Subject) -> None:
    security = subject.enabler.security
    if not security.procedures:
        return
    stopped = {threat for procedure in security.procedures for step in procedure.steps for threat in step.stops}
    for threat in security.threats:
        if threat.name not in stopped:
            subject.found(threat.id, threat.span, f"No step of {subject.enabler.key} stops the threat `{threat.name}`.")


def _steps_needed(subject: Subject) -> None:
    if not subject.enabler.security.threats:
        return
    for procedure in _own(subject):
        for step in procedure.steps:
            if not step.stops:
                subject.found(
                    step.id, step.span, f"The step {step.primitive} stops no threat, so nothing shows what it is for."
                )


def _returns_bound(subject: Subject) -> None:
    for procedure in _own(subject):
        if procedure.returns is not None and procedure.returns not in _bound(subject, procedure, None):
            subject.found(procedure.id, procedure.at("returns"), f"`{procedure.returns}` is bound by no step.")


def _sealed_is_made(subject: Subject) -> None:
    made = {primitive.output for primitive in subject.enabler.security.primitives}
    for declared in subject.enabler.security.types:
        if declared.sealed and declared.name not in made and subject.is_own(declared.origin, declared.changed_by):
            subject.found(declared.id, declared.span, f"No primitive makes a {declared.name}, and nobody else can.")


def _types_stand_for(subject: Subject) -> None:
    for declared in subject.enabler.security.types:
        parts = declared.python.split(".")
        if subject.is_own(declared.origin, declared.changed_by) and (
            len(parts) < 2 or not all(part.isidentifier() for part in parts)
        ):
            subject.found(
                declared.id,
                declared.at("python"),
                f"`python` of {declared.name} must name a type: package.module.Name.",
            )


def _bound_once(subject: Subject) -> None:
    for procedure in _own(subject):
        names = {entry.name for entry in procedure.inputs}
        for step in procedure.steps:
            if step.binds is not None and step.binds in names:
                subject.found(step.id, step.at("as"), f"`{step.binds}` is bound already.")
            names.add(step.binds or "")


def _procedures_guard_booleans(subject: Subject) -> None:
    """A fact is never a substitute for a check: facts that speak of verification are refused."""
    for machine in subject.machines:
        for fact in machine.facts:
            if fact.type is Value.BOOL and ("verif" in fact.name or "authentic" in fact.name or "trusted" in fact.name):
                subject.found(
                    fact.id,
                    fact.span,
                    f"`{fact.name}` would let the device claim what only a procedure can show.",
                    Note("ask `passes(procedure)` in the guard instead"),
                )


RULES = (
    Rule("SWM0601", "arguments have the type of their input", _argument_types),
    Rule("SWM0602", "primitives get what they need", _arguments_given),
    Rule("SWM0603", "primitives get nothing else", _arguments_known),
    Rule("SWM0604", "names are bound before they are used", _names_bound),
    Rule("SWM0605", "what is bound is used", _outputs_used),
    Rule("SWM0606", "failures have a result", _failures_named),
    Rule("SWM0607", "silent steps are silent", _silence_is_silent),
    Rule("SWM0608", "only what was verified is installed", _installs_verified),
    Rule("SWM0609", "values come from the right procedure", _made_by_right),
    Rule("SWM0610", "every threat is stopped", _threats_stopped),
    Rule("SWM0611", "every step stops a threat", _steps_needed),
    Rule("SWM0612", "procedures return what they bound", _returns_bound),
    Rule("SWM0613", "sealed values can be made", _sealed_is_made),
    Rule("SWM0614", "types stand for something", _types_stand_for),
    Rule("SWM0615", "names are bound once", _bound_once),
    Rule("SWM0616", "facts do not replace checks", _procedures_guard_booleans),
)

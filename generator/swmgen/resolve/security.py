"""Security texts to types, primitives, procedures and threats, those of used enablers included."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from msgspec import UNSET

from swmgen.model import Argument, Element, Parameter, Primitive, Procedure, Security, Span, Step, Threat, TypeName
from swmgen.read.language import PrimitiveText, ProcedureText, SecurityFile, StepText
from swmgen.resolve.scope import Scope, entries, stated, words

BUILT_IN_TYPES = ("bytes", "text", "int", "bool", "time")
"""Types every procedure may use: octets, Unicode text, a whole number, a truth value, an instant in UTC."""

E = TypeVar("E", bound=Element)


def build_security(text: SecurityFile, used: Iterable[Security], results: frozenset[str], scope: Scope) -> Security:
    """The security part of an enabler. What used enablers declare may be named; an own declaration comes before."""
    others = tuple(used)
    types = [
        TypeName(
            name=name,
            python=stated(entry.python, ""),
            sealed=stated(entry.sealed, False),
            **scope.element("type", name, entry),
        )
        for name, entry in entries(text.types).items()
    ]
    all_types = _with_used(types, (other.types for other in others))
    legal = {*BUILT_IN_TYPES, *(declared.name for declared in all_types)}
    primitives = [_primitive(name, entry, legal, scope) for name, entry in entries(text.primitives).items()]
    all_primitives = _with_used(primitives, (other.primitives for other in others))
    threats = [_threat(text, name, sentence, scope) for name, sentence in entries(text.threats).items()]
    all_threats = _with_used(threats, (other.threats for other in others))
    builder = _Procedures(
        scope,
        legal,
        {primitive.name: primitive for primitive in all_primitives},
        frozenset(threat.name for threat in all_threats),
        results,
    )
    procedures = [builder.procedure(name, entry) for name, entry in entries(text.procedures).items()]
    return Security(
        types=all_types,
        primitives=all_primitives,
        procedures=_with_used(procedures, (other.procedures for other in others)),
        threats=all_threats,
    )


def _with_used(own: list[E], others: Iterable[tuple[E, ...]]) -> tuple[E, ...]:
    found: dict[str, E] = {element.name: element for element in own}  # type: ignore[attr-defined]
    for elements in others:
        for element in elements:
            found.setdefault(element.name, element)  # type: ignore[attr-defined]
    return tuple(found.values())


def _threat(text: SecurityFile, name: str, sentence: str, scope: Scope) -> Threat:
    place = entries(text.threats).places[name]  # type: ignore[attr-defined]
    return Threat(
        name=name,
        id=f"{scope.key}:threat:{name}",
        span=place,
        doc=sentence.strip(),
        origin=place.file.partition("/")[0],
    )


def build_parameters(texts: Any, owner: str, legal: set[str], scope: Scope) -> tuple[Parameter, ...]:
    """Named inputs and their types."""
    result = []
    named = entries(texts)
    for name, kind in named.items():
        place = named.places[name]  # type: ignore[attr-defined]
        after = Span(place.file, place.line, place.end_column + 2, place.line, place.end_column + 2 + len(kind))
        scope.known("SWM0208", "type", kind, legal, after, owner)
        result.append(
            Parameter(name=name, type=kind, id=f"{owner}/{name}", span=place, origin=place.file.partition("/")[0])
        )
    return tuple(result)


def _primitive(name: str, text: PrimitiveText, legal: set[str], scope: Scope) -> Primitive:
    fields = scope.element("primitive", name, text)
    if text.out is not UNSET:
        scope.known("SWM0208", "type", text.out, legal, text.marks_["out"], fields["id"])
    return Primitive(
        name=name, inputs=build_parameters(text.in_, fields["id"], legal, scope), output=stated(text.out), **fields
    )


class _Procedures:
    """Builds procedures against everything they may name."""

    def __init__(
        self,
        scope: Scope,
        types: set[str],
        primitives: dict[str, Primitive],
        threats: frozenset[str],
        results: frozenset[str],
    ) -> None:
        self._scope = scope
        self._types = types
        self._primitives = primitives
        self._threats = threats
        self._results = results

    def procedure(self, name: str, text: ProcedureText) -> Procedure:
        fields = self._scope.element("procedure", name, text)
        steps = stated(text.steps, [])
        return Procedure(
            name=name,
            inputs=build_parameters(text.in_, fields["id"], self._types, self._scope),
            steps=tuple(self._step(name, number, step) for number, step in enumerate(steps, 1)),
            returns=stated(text.returns),
            **fields,
        )

    def _step(self, procedure: str, number: int, text: StepText) -> Step:
        scope, marks = self._scope, text.marks_
        owner = f"{scope.key}:procedure:{procedure}"
        scope.known("SWM0209", "primitive", text.do, self._primitives, marks["do"], owner)
        if text.fails is not UNSET:
            scope.known("SWM0205", "result", text.fails, self._results, marks["fails"], owner)
        stops = words(text.stops)
        for threat in stops:
            scope.known("SWM0213", "threat", threat, self._threats, marks["stops"], owner)
        return Step(
            primitive=text.do,
            arguments=tuple(
                self._argument(owner, number, text, name, value) for name, value in entries(text.with_).items()
            ),
            binds=stated(text.as_),
            fails=stated(text.fails),
            silent=stated(text.silent, False),
            stops=stops,
            **scope.element("step", f"{procedure}/{number}", text),
        )

    def _argument(self, owner: str, number: int, text: StepText, name: str, value: Any) -> Argument:
        place = entries(text.with_).places[name]  # type: ignore[attr-defined]
        fields = {
            "parameter": name,
            "id": f"{owner}/{number}/{name}",
            "span": place,
            "origin": place.file.partition("/")[0],
        }
        if not isinstance(value, str):
            return Argument(literal=value, **fields)
        if value.startswith("'") and value.endswith("'") and len(value) > 1:
            return Argument(literal=value[1:-1], **fields)
        if "/" in value:
            shown = Span(place.file, place.line, place.end_column + 2, place.line, place.end_column + 2 + len(value))
            self._scope.path(value, shown, owner)
            return Argument(node=value, **fields)
        return Argument(name=value, **fields)

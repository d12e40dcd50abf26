"""YAML nodes to the Structs of the language, with every fault reported and every place kept.

A decoder is compiled once per Struct from its type hints. It never raises on
bad input: what is wrong is reported, and the value stays ``UNSET`` so that the
rest of the file is still read.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Any, Final, Union, get_args, get_origin

import msgspec
import yaml
from msgspec import UNSET, Meta, UnsetType

from swmgen.diagnostics import Edit, Fix, Note, Report, closest
from swmgen.model import Span
from swmgen.read import language
from swmgen.read.language import Written
from swmgen.read.yaml_source import MappingNode, ScalarNode, SequenceNode, is_plain, span_of

_INT = re.compile(r"[-+]?[0-9]{1,40}|0o[0-7]{1,40}|0x[0-9a-fA-F]{1,40}")
"""No integer of a specification is longer; Python itself refuses to read one of several thousand digits."""
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_BOOL: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_MAY_BE_OTHER: Final = frozenset("0123456789+-.~tTfFnN")
_NULL: Final = frozenset({"", "null", "Null", "NULL", "~"})
_BOOL_1_1: Final = {"yes": "true", "on": "true", "no": "false", "off": "false"}


class Source:
    """One file being decoded: its name, and where its faults go.

    `lost` becomes true when something that may have held names was left out.
    """

    def __init__(self, file: str, report: Report) -> None:
        self.file = file
        self.report = report
        self.lost = False

    def span(self, node: yaml.Node) -> Span:
        return span_of(node, self.file)


Decode = Callable[[yaml.Node, Source], Any]


def decode(node: yaml.Node, kind: type[Written], source: Source) -> Written | None:
    """`node` as a `kind`, or None when it is no mapping or lacks what every `kind` must have."""
    result = _struct(kind)(node, source, source.span(node))
    return result if isinstance(result, Written) else None


def _kind_of(node: yaml.Node) -> str:
    if isinstance(node, MappingNode):
        return "a mapping"
    if isinstance(node, SequenceNode):
        return "a list"
    text = str(node.value)
    if not is_plain(node):
        return "text"
    if text in _NULL:
        return "nothing"
    if text in _BOOL:
        return "a truth value"
    if _INT.fullmatch(text):
        return "an integer"
    return "a number" if _FLOAT.fullmatch(text) else "text"


def _wrong(node: yaml.Node, source: Source, expected: str, fix: Fix | None = None) -> UnsetType:
    found = _kind_of(node)
    shown = f" ({node.value})" if isinstance(node, ScalarNode) and found not in ("nothing", "text") else ""
    source.report.add("SWM0108", source.span(node), f"Expected {expected}, found {found}{shown}.", fix=fix)
    return UNSET


def _quote(node: yaml.Node, source: Source) -> Fix:
    return Fix("put it in quotes", (Edit(source.span(node), f'"{node.value}"'),), safe=True)


def _text(node: yaml.Node, source: Source) -> Any:
    if not isinstance(node, ScalarNode):
        return _wrong(node, source, "text")
    # Most texts begin with a letter that no number and no word of YAML's begins with.
    if node.value[:1] not in _MAY_BE_OTHER and node.value:
        return node.value
    if _kind_of(node) != "text":
        quoting = None if node.value == "" else _quote(node, source)
        return _wrong(node, source, "text", quoting)
    return node.value


def _integer(node: yaml.Node, source: Source) -> Any:
    if isinstance(node, ScalarNode) and is_plain(node) and _INT.fullmatch(node.value):
        return int(node.value, 0) if node.value[:2] in ("0o", "0x") else int(node.value)
    return _wrong(node, source, "an integer")


def _boolean(node: yaml.Node, source: Source) -> Any:
    if isinstance(node, ScalarNode) and is_plain(node):
        if node.value in _BOOL:
            return _BOOL[node.value]
        meant = _BOOL_1_1.get(node.value.lower())
        if meant is not None:
            span = source.span(node)
            fix = Fix(f"write {meant}", (Edit(span, meant),), safe=True)
            source.report.add(
                "SWM0118", span, f"`{node.value}` is text in YAML 1.2; a truth value is `{meant}`.", fix=fix
            )
            return UNSET
    return _wrong(node, source, "true or false")


def _value(node: yaml.Node, source: Source) -> Any:
    """A value of a leaf or variable; numbers keep how they are written, as that is what goes over the wire."""
    if not isinstance(node, ScalarNode):
        return _wrong(node, source, "a value")
    kind = _kind_of(node)
    if kind == "nothing":
        return _wrong(node, source, "a value")
    if kind == "a truth value":
        return _BOOL[node.value]
    if kind == "an integer" and not node.value.startswith(("0o", "0x", "+")):
        return int(node.value)
    return node.value


def _value_or_nothing(node: yaml.Node, source: Source) -> Any:
    if isinstance(node, ScalarNode) and _kind_of(node) == "nothing":
        return None
    return _value(node, source)


def _words(node: yaml.Node, source: Source) -> Any:
    if isinstance(node, SequenceNode):
        words = [_text(item, source) for item in node.value]
        return [word for word in words if word is not UNSET]
    return _text(node, source)


def _guard(node: yaml.Node, source: Source) -> Any:
    if isinstance(node, ScalarNode) and is_plain(node) and node.value in _BOOL:
        return _BOOL[node.value]
    return _text(node, source)


def _pattern(inner: Decode, pattern: str, meaning: str) -> Decode:
    compiled = re.compile(pattern)

    def matches(node: yaml.Node, source: Source) -> Any:
        value = inner(node, source)
        if isinstance(value, str) and not compiled.search(value):
            source.report.add(
                "SWM0112", source.span(node), f"`{value}` is not of the form this place needs.", notes=[Note(meaning)]
            )
            return UNSET
        return value

    return matches


def _choice(inner: Decode, choices: list[str]) -> Decode:
    def chosen(node: yaml.Node, source: Source) -> Any:
        if isinstance(node, ScalarNode) and node.value in choices and is_plain(node) and _kind_of(node) == "text":
            return node.value
        value = inner(node, source)
        if value is UNSET or value in choices:
            return value
        span = source.span(node)
        meant = closest(value, choices)
        fix = Fix(f"write {meant}", (Edit(span, meant),), safe=meant.lower() == value.lower()) if meant else None
        source.report.add(
            "SWM0112", span, f"`{value}` cannot stand here.", notes=[Note(f"what can: {', '.join(choices)}")], fix=fix
        )
        return UNSET

    return chosen


def _sequence(item: Decode) -> Decode:
    def items(node: yaml.Node, source: Source) -> Any:
        if not isinstance(node, SequenceNode):
            source.lost = True
            return _wrong(node, source, "a list")
        decoded = [item(entry, source) for entry in node.value]
        return [entry for entry in decoded if entry is not UNSET]

    return items


def _named(item: Callable[[yaml.Node, Source, Span], Any]) -> Decode:
    def entries(node: yaml.Node, source: Source) -> Any:
        if not isinstance(node, MappingNode):
            source.lost = True
            return _wrong(node, source, "a mapping of names")
        result: dict[str, Any] = {}
        places: dict[str, Span] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                _wrong(key_node, source, "a name")
                continue
            name = key_node.value
            span = source.span(key_node)
            if name in places:
                _duplicate(name, span, places[name], source)
                continue
            places[name] = span
            value = item(value_node, source, span)
            if value is UNSET:
                source.lost = True
            else:
                result[name] = value
        return Names(result, places)

    return entries


class Names(dict[str, Any]):
    """A mapping of names that also knows where each name stands."""

    def __init__(self, entries: Mapping[str, Any], places: Mapping[str, Span]) -> None:
        super().__init__(entries)
        self.places = dict(places)


def _duplicate(name: str, span: Span, first: Span, source: Source) -> None:
    source.report.add("SWM0106", span, f"`{name}` stands here a second time.", notes=[Note("first here", first)])


@cache
def _struct(kind: type[Written]) -> Callable[[yaml.Node, Source, Span], Any]:
    """A decoder for a mapping with fixed keys."""
    hints = typing.get_type_hints(kind, vars(language), include_extras=True)
    fields: dict[str, tuple[str, Decode]] = {}
    required: list[str] = []

    def compile_fields() -> None:
        for info in msgspec.structs.fields(kind):
            if info.name.endswith("_") and info.name in ("span_", "marks_", "changed_", "included_"):
                continue
            fields[info.encode_name] = (info.name, _compile(hints[info.name]))
            if info.required:
                required.append(info.encode_name)

    def struct(node: yaml.Node, source: Source, span: Span) -> Any:
        if not fields:
            compile_fields()
        if not isinstance(node, MappingNode):
            if isinstance(node, ScalarNode) and _kind_of(node) == "nothing" and not required:
                return kind(span_=span, marks_={})
            return _wrong(node, source, "a mapping")
        values: dict[str, Any] = {}
        marks: dict[str, Span] = {}
        file = source.file
        keys: dict[str, yaml.Node] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, ScalarNode) else None
            field = fields.get(key) if key is not None else None
            if field is None:
                if key is None:
                    _wrong(key_node, source, "a key")
                else:
                    _unknown(key, key_node, value_node, fields, source)
                continue
            if key in marks:
                _duplicate(str(key), source.span(key_node), source.span(keys[str(key)]), source)
                continue
            keys[str(key)] = key_node
            marks[str(key)] = span_of(value_node, file)
            value = field[1](value_node, source)
            if value is not UNSET:
                values[field[0]] = value
        lacking = [key for key in required if fields[key][0] not in values]
        if lacking:
            for key in lacking:
                if key not in marks:
                    source.report.add("SWM0109", span, f"`{key}` must be stated here.")
            return UNSET
        return kind(span_=span, marks_=marks, **values)

    return struct


def _unknown(key: str, node: yaml.Node, value: yaml.Node, fields: Mapping[str, Any], source: Source) -> None:
    span = source.span(node)
    source.lost = source.lost or not isinstance(value, ScalarNode)
    if " " in key and isinstance(value, ScalarNode) and value.value == "" and is_plain(value):
        note = Note("inside braces a comma ends the value before it; put text that holds a comma in quotes")
        source.report.add("SWM0107", span, f"`{key}` is not a key that can stand here.", notes=[note])
        return
    present = closest(key, fields)
    fix = Fix(f"write `{present}`", (Edit(span, present),)) if present else None
    message = f"`{key}` is not a key that can stand here."
    source.report.add("SWM0107", span, message, notes=[Note(f"keys here: {', '.join(fields)}")], fix=fix)


def _compile(hint: Any, metas: tuple[Meta, ...] = ()) -> Decode:
    """The decoder for a type hint of the language."""
    if get_origin(hint) is Annotated:
        inner, *notes = get_args(hint)
        return _compile(inner, (*metas, *(note for note in notes if isinstance(note, Meta))))
    if get_origin(hint) in (Union, types.UnionType):
        options = [option for option in get_args(hint) if option is not UnsetType]
        if len(options) == 1:
            return _compile(options[0], metas)
        return _union(options)
    if isinstance(hint, type) and issubclass(hint, Written):
        whole = _struct(hint)
        return lambda node, source: whole(node, source, source.span(node))
    origin = get_origin(hint)
    if origin is list:
        item = get_args(hint)[0]
        if isinstance(item, type) and issubclass(item, Written):
            decoder = _struct(item)
            return _sequence(lambda node, source: decoder(node, source, source.span(node)))
        return _sequence(_compile(item))
    if origin is dict:
        return _named(_named_item(get_args(hint)[1]))
    if isinstance(hint, type) and issubclass(hint, Written):
        struct = _struct(hint)
        return lambda node, source: struct(node, source, source.span(node))
    return _constrained({str: _text, int: _integer, bool: _boolean}[hint], metas)


def _constrained(inner: Decode, metas: tuple[Meta, ...]) -> Decode:
    for meta in metas:
        if meta.extra_json_schema and "enum" in meta.extra_json_schema:
            return _choice(inner, list(meta.extra_json_schema["enum"]))
        if meta.pattern:
            return _pattern(inner, meta.pattern, meta.description or "")
    return inner


def _named_item(hint: Any) -> Callable[[yaml.Node, Source, Span], Any]:
    if isinstance(hint, type) and issubclass(hint, Written):
        return _struct(hint)
    bare = _compile(hint)
    written = [option for option in get_args(hint) if isinstance(option, type) and issubclass(option, Written)]
    if not written:
        return lambda node, source, span: bare(node, source)
    struct = _struct(written[0])

    def item(node: yaml.Node, source: Source, span: Span) -> Any:
        return struct(node, source, span) if isinstance(node, MappingNode) else bare(node, source)

    return item


def _union(options: list[Any]) -> Decode:
    """The few unions the language has, told apart by what they hold."""
    plain = {option for option in options if isinstance(option, type)}
    if any(get_origin(option) is list for option in options):
        return _words
    if types.NoneType in plain:
        return _value_or_nothing
    if plain == {str, bool}:
        return _guard
    return _value

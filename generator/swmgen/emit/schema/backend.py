"""Exports the schema from the Structs that the reader decodes by, so that an editor and the compiler agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from swmgen.emit.backend import EmitContext, Output
from swmgen.model import Enabler
from swmgen.read.language import FILES

DIALECT: Final = "http://json-schema.org/draft-07/schema#"
"""The newest draft that editors' YAML servers read in full."""

_HIDDEN: Final = ("span_", "marks_", "changed_", "included_")


class SchemaBackend:
    """One schema for the five files, whichever enablers there are."""

    name = "schema"
    after: tuple[str, ...] = ()

    def emit(self, enabler: Enabler, context: EmitContext) -> Iterable[Output]:
        """No enabler has a schema of its own."""
        return ()

    def summarise(self, enabler: Enabler) -> Any:
        """The schema does not speak of enablers."""
        return None

    def emit_index(self, summaries: Mapping[str, Any], context: EmitContext) -> Iterable[Output]:
        """The schema, one for all files and one a file."""
        found = [Output("schema/enabler.schema.json", _text(language_schema(None)))]
        for name in FILES:
            stem = name.removesuffix(".yaml")
            if stem != "enabler":
                found.append(Output(f"schema/{stem}.schema.json", _text(language_schema(name))))
        found.append(Output("schema/identity.schema.json", _text(language_schema("enabler.yaml"))))
        return found


def _text(schema: dict[str, Any]) -> str:
    return msgspec.json.format(msgspec.json.encode(schema, order="sorted"), indent=1).decode("utf-8") + "\n"


def language_schema(file: str | None) -> dict[str, Any]:
    """The schema of one of the five files, or of any of them."""
    kinds = list(FILES.values()) if file is None else [FILES[file]]
    roots, definitions = msgspec.json.schema_components(kinds, ref_template="#/definitions/{name}")
    for definition in definitions.values():
        _tidy(definition)
    # Only the reader's own keys speak of places.
    definitions.pop("Span", None)
    schema: dict[str, Any] = {"$schema": DIALECT, "definitions": dict(sorted(definitions.items()))}
    if file is None:
        # No key stands at the top of two files, so that the one that fits is found by its keys.
        schema["anyOf"] = list(roots)
        schema["title"] = "A file of an enabler's folder"
    else:
        schema["$ref"] = next(iter(roots))["$ref"]
        schema["title"] = file
    return schema


def _tidy(definition: dict[str, Any]) -> None:
    """Forbid unknown keys, as the reader does, and hide what the reader keeps for itself."""
    if "description" in definition:
        # From Python 3.13 on the compiler takes the indentation out of docstrings.
        definition["description"] = " ".join(definition["description"].split())
    properties = definition.get("properties", {})
    for name in _HIDDEN:
        properties.pop(name, None)
    for name, entry in properties.items():
        if "description" in entry:
            entry["markdownDescription"] = entry["description"]
        if name == "default" and "default" in entry:
            del entry["default"]
    definition["additionalProperties"] = False
    definition.pop("title", None)

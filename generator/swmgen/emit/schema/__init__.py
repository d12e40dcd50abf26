"""The JSON Schema of the specification language, for editors."""

from swmgen.emit.schema.backend import SchemaBackend, language_schema

__all__ = ["SchemaBackend", "language_schema"]

"""How much a message may ask of its reader."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on a message: octets, nesting, elements, and characters of one attribute or value.

    `elements` bounds as well what else a WBXML message is made of: strings that
    are not the only content of an element, entities, attributes, page switches.
    `string_table` bounds the octets of a WBXML string table.
    """

    size: int = 1024 * 1024
    depth: int = 64
    elements: int = 10_000
    attributes: int = 16
    attribute_length: int = 1024
    string_table: int = 64 * 1024


DEFAULT = Limits()

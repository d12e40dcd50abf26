"""What descriptions from the field say beyond DDF 1.2: in the words of the language, or carried as it was."""

from __future__ import annotations

import enum
import re

import msgspec

COMMENT = "#comment"
"""The name of an `Extension` that is an XML comment. Processing instructions are called ``?target``."""


class Form(enum.Enum):
    """The kind of document a tree was read from, and is written as.

    DDF: OMA DDF 1.2 alone. MICROSOFT: with ``MSFT:`` elements (DDF v1, v2).
    MANIFEST: the same elements without prefix. TNDS: values, no description.
    LWM2M: an object of LightweightM2M, which is written as DDF.
    """

    DDF = "ddf"
    MICROSOFT = "microsoft"
    MANIFEST = "manifest"
    TNDS = "tnds"
    LWM2M = "lwm2m"

    @property
    def has_extensions(self) -> bool:
        """Whether allowed values and the like have elements of their own."""
        return self in (Form.MICROSOFT, Form.MANIFEST, Form.LWM2M)


class Extension(msgspec.Struct, frozen=True, omit_defaults=True):
    """An element, or a comment, that the language has no word for, whole.

    `name` has the prefix that `Tree.namespaces` explains (``MSFT:GpMapping``),
    none for an element without namespace. `text` is what stands before the
    first child, `tail` what stands behind the element in mixed content.
    `place` is the element of DDF it stood in (``DFProperties``, ``Node``;
    ``before`` for a comment in front of the Node), empty below the top.
    """

    name: str
    text: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Extension, ...] = ()
    tail: str = ""
    place: str = ""


class AllowedKind(enum.Enum):
    """How the allowed values of a leaf are told (``ValueType`` of Microsoft's DDF)."""

    NONE = "None"
    ENUM = "ENUM"
    FLAG = "Flag"
    RANGE = "Range"
    REGEX = "RegEx"
    XSD = "XSD"
    JSON = "JSON"
    SDDL = "SDDL"
    ADMX = "ADMX"


class Policy(msgspec.Struct, frozen=True):
    """The group policy (ADMX) that a leaf takes its values from."""

    name: str
    area: str
    file: str


class Allowed(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a leaf may hold beyond its format; the values of ENUM and FLAG, and a plain RANGE, stand in the node.

    `text` is the regular expression, the schema, the SDDL text, or a range
    that is not one plain interval. With `delimiter` (as written) the value is
    a list, and what is said holds for each item. `policy` belongs to ADMX.
    """

    kind: AllowedKind
    text: str | None = None
    delimiter: str | None = None
    policy: Policy | None = None

    @property
    def separator(self) -> str | None:
        """The delimiter as it stands in values: ``0xF000``, ``\\xF000`` and an empty one mean U+F000."""
        return "\uf000" if self.delimiter in _PRIVATE else self.delimiter

    @property
    def intervals(self) -> tuple[tuple[int, int], ...] | None:
        """What a RANGE's text says: ``[1-5]``, ``[(-1)-5]``, ``[-1-5]``, ``[1-5],[9]``; None for what is no range."""
        found = []
        for part in (self.text or "").split(","):
            match = _INTERVAL.fullmatch(part) or _SINGLE.fullmatch(part)
            ends = [int(end) for end in match.groups() if end is not None] if match else []
            if not ends or not _LOW <= ends[0] <= ends[-1] <= _HIGH:
                return None
            found.append((ends[0], ends[-1]))
        return tuple(found)


_PRIVATE = frozenset(("", "0xF000", "\\xF000", "&#xF000;"))
"""The spellings of U+F000 in the field."""
_END = r"(?:\((-\d{1,20})\)|(-?\d{1,20}))"
_INTERVAL = re.compile(rf"\s*\[\s*{_END}\s*-\s*{_END}\s*\]\s*")
_SINGLE = re.compile(r"\s*\[\s*(?:\((-\d{1,20})\)|(\d{1,20}))\s*\]\s*")
_LOW, _HIGH = -(2**63), 2**64 - 1
"""Integers of the field have up to 64 bits, with or without a sign."""


class Applicability(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a node is there: builds (a comma list), version of the provider, editions (a list with ``;``), as written."""

    os_build: str | None = None
    csp_version: str | None = None
    editions: str | None = None

    @property
    def builds(self) -> tuple[str, ...]:
        """The OS builds one by one; sentinels such as 99.9.99999 (not released) stay in."""
        return tuple(part.strip() for part in (self.os_build or "").split(",") if part.strip())

    @property
    def edition_list(self) -> tuple[str, ...]:
        """The editions one by one (``0x4``; ``0x88*`` stands for several)."""
        return tuple(part.strip() for part in (self.editions or "").split(";") if part.strip())


class NamingKind(enum.Enum):
    """Who names a node that is named at creation."""

    SERVER = "ServerGeneratedUniqueIdentifier"
    CLIENT = "ClientInventory"
    UNIQUE = "UniqueName"


class Naming(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a node that is named at creation gets its name; `text` says it in words."""

    kind: NamingKind
    text: str = ""

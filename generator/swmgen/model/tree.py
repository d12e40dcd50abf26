"""Management trees: OMA-TS-DM_TND 1.2 (DDF) and OMA-TS-DM_StdObj."""

from __future__ import annotations

import enum
from collections.abc import Iterator

import msgspec

from swmgen.model.extension import Allowed, Applicability, Extension, Form, Naming
from swmgen.model.span import Element


class Format(enum.Enum):
    """The eleven DFFormat values of DDF 1.2."""

    B64 = "b64"
    BIN = "bin"
    BOOL = "bool"
    CHR = "chr"
    INT = "int"
    NODE = "node"
    NULL = "null"
    XML = "xml"
    DATE = "date"
    TIME = "time"
    FLOAT = "float"


class Access(enum.Enum):
    """The commands an AccessType may allow, in the order of the DTD."""

    ADD = "Add"
    COPY = "Copy"
    DELETE = "Delete"
    EXEC = "Exec"
    GET = "Get"
    REPLACE = "Replace"


class Occurs(enum.Enum):
    """How many instances of a node there may be under one parent."""

    ONE = "One"
    ZERO_OR_ONE = "ZeroOrOne"
    ZERO_OR_MORE = "ZeroOrMore"
    ONE_OR_MORE = "OneOrMore"
    ZERO_OR_N = "ZeroOrN"
    ONE_OR_N = "OneOrN"


class Occurrence(msgspec.Struct, frozen=True, gc=False):
    """An occurrence with its N, 2..65536, where the kind has one."""

    kind: Occurs
    n: int | None = None

    @property
    def at_least(self) -> int:
        """Fewest instances allowed, 0 or 1."""
        return 1 if self.kind in (Occurs.ONE, Occurs.ONE_OR_MORE, Occurs.ONE_OR_N) else 0

    @property
    def at_most(self) -> int | None:
        """Most instances allowed; None when unlimited."""
        if self.kind in (Occurs.ONE, Occurs.ZERO_OR_ONE):
            return 1
        return self.n

    def __str__(self) -> str:
        return self.kind.value if self.n is None else f"{self.kind.value}({self.n})"


class Scope(enum.Enum):
    """Whether a server may delete or rename the node. EITHER: the implementer decides."""

    PERMANENT = "Permanent"
    DYNAMIC = "Dynamic"
    EITHER = "Either"


class Status(enum.Enum):
    """Whether a device must have the node (Static Conformance Requirements)."""

    REQUIRED = "Required"
    OPTIONAL = "Optional"
    REQUIRED_IF_PARENT = "RequiredIfParent"


class CaseSense(enum.Enum):
    """Whether names of children compare case-sensitively."""

    SENSITIVE = "CS"
    INSENSITIVE = "CIS"


class Range(msgspec.Struct, frozen=True, gc=False):
    """Allowed integers, both ends included; None is an open end."""

    low: int | None
    high: int | None

    def __str__(self) -> str:
        return f"{'' if self.low is None else self.low}..{'' if self.high is None else self.high}"


class AllowedValue(Element, frozen=True, kw_only=True):
    """One value of an enumerated leaf: the text on the wire and its name in code."""

    name: str
    value: str


class RunTimeProperty(Element, frozen=True, kw_only=True):
    """A run-time property the node supports (ACL, Format, Name, Size, Title, TStamp, Type, VerNo) and its default."""

    name: str
    default: str | None = None


class Node(Element, frozen=True, kw_only=True):
    """One node of a management object.

    `name` is as written; a name in angle brackets (``<x>``) is a placeholder
    for names given when the node is created (an empty NodeName in DDF).
    `path` is how the specification speaks of the node: names joined with
    ``/``, the root's placeholder without its brackets (``x/Download/PkgURL``).
    `root_path` is where a root is mounted, when the object fixes that; below
    a root it is a Path that contradicts the place of the node. `alias` is the
    last name of `path` where siblings share a `name` (two roots at different
    places). `value` is what the leaf holds in a TNDS document. `allowed`,
    `applicability`, `naming` and `extensions` say what DDF 1.2 has no element
    for. An interior node may have MIME types in descriptions from the field.
    """

    name: str
    path: str
    format: Format
    access: tuple[Access, ...]
    occurs: Occurrence
    scope: Scope = Scope.DYNAMIC
    status: Status = Status.OPTIONAL
    mime: tuple[str, ...] = ()
    mo_id: str | None = None
    default: str | None = None
    title: str | None = None
    case_sense: CaseSense | None = None
    run_time: tuple[RunTimeProperty, ...] = ()
    values: tuple[AllowedValue, ...] = ()
    range: Range | None = None
    max_size: int | None = None
    unit: str | None = None
    deprecated: str | None = None
    confidence: str | None = None
    root_path: str | None = None
    alias: str | None = None
    value: str | None = None
    allowed: Allowed | None = None
    applicability: Applicability | None = None
    naming: Naming | None = None
    extensions: tuple[Extension, ...] = ()
    nodes: tuple[Node, ...] = ()

    @property
    def key(self) -> str:
        """The name that no sibling has."""
        return self.alias or self.name

    @property
    def object_id(self) -> str | None:
        """The MO id; descriptions of the field also write it as MIME (``com.microsoft/11/MDM/Policy``)."""
        if self.mo_id or not self.mime:
            return self.mo_id
        kind = self.mime[0]
        return kind if kind.startswith("urn:") or "." in kind.partition("/")[0] else None

    @property
    def is_placeholder(self) -> bool:
        """True when the name is given at run time."""
        return self.name.startswith("<")

    @property
    def is_interior(self) -> bool:
        """True for nodes that hold nodes, not a value (a leaf's format above nodes is a fault, and does not count)."""
        return self.format is Format.NODE or len(self.nodes) > 0

    def allows(self, access: Access) -> bool:
        """Whether the command is in the AccessType."""
        return access in self.access

    def walk(self) -> Iterator[Node]:
        """This node and all below it, parents first; safe for any depth."""
        pending = [self]
        while pending:
            node = pending.pop()
            yield node
            if node.nodes:
                pending.extend(reversed(node.nodes))


class Tree(msgspec.Struct, frozen=True):
    """The management objects of an enabler, in the order of the specification.

    `form` is what kind of document describes them, `version`, `manufacturer`
    and `model` its VerDTD, Man and Mod; `namespaces` explains the prefixes in
    extensions, `extensions` are those of the document itself.
    """

    roots: tuple[Node, ...] = ()
    form: Form = Form.DDF
    version: str = "1.2"
    manufacturer: str | None = None
    model: str | None = None
    namespaces: tuple[tuple[str, str], ...] = ()
    extensions: tuple[Extension, ...] = ()

    def walk(self) -> Iterator[Node]:
        """Every node, parents first."""
        for root in self.roots:
            yield from root.walk()

    def by_path(self) -> dict[str, Node]:
        """Every node under its path; of clashing paths the first."""
        index: dict[str, Node] = {}
        for node in self.walk():
            index.setdefault(node.path, node)
        return index

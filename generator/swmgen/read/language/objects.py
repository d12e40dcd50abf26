"""objects.yaml: trees of nodes, and groups that several enablers include."""

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from swmgen.read.language.written import Documented, Value, Words, Written


class ValueText(Documented, kw_only=True):
    """One allowed value, with what it means."""

    value: Value


class NodeText(Documented, kw_only=True):
    """One node of a management object."""

    format: (
        Annotated[
            str,
            Meta(
                description="DFFormat. Default: node.",
                extra_json_schema={
                    "enum": ["b64", "bin", "bool", "chr", "int", "node", "null", "xml", "date", "time", "float"]
                },
            ),
        ]
        | UnsetType
    ) = UNSET
    access: (
        Annotated[Words, Meta(description="AccessType: any of Add, Copy, Delete, Exec, Get, Replace.")] | UnsetType
    ) = UNSET
    occurs: (
        Annotated[
            str,
            Meta(
                description="One, ZeroOrOne, ZeroOrMore, OneOrMore, ZeroOrN(n), OneOrN(n); n from 2 to 65536. Default: One.",
                pattern=r"^(One|ZeroOrOne|ZeroOrMore|OneOrMore|(ZeroOrN|OneOrN)\([0-9]+\))$",
            ),
        ]
        | UnsetType
    ) = UNSET
    scope: (
        Annotated[
            str,
            Meta(
                description="Permanent, Dynamic (default), or Either: the implementer decides.",
                extra_json_schema={"enum": ["Permanent", "Dynamic", "Either"]},
            ),
        ]
        | UnsetType
    ) = UNSET
    status: (
        Annotated[
            str,
            Meta(
                description="Whether a device must have the node. Default: Optional.",
                extra_json_schema={"enum": ["Required", "Optional", "RequiredIfParent"]},
            ),
        ]
        | UnsetType
    ) = UNSET
    type: Annotated[Words, Meta(description="MIME types of a leaf; the MO id of an interior node.")] | UnsetType = UNSET
    default: Annotated[Value, Meta(description="DefaultValue.")] | UnsetType = UNSET
    title: Annotated[str, Meta(description="DFTitle: a name to show.")] | UnsetType = UNSET
    case: (
        Annotated[
            str, Meta(description="CaseSense of the names below the node.", extra_json_schema={"enum": ["CS", "CIS"]})
        ]
        | UnsetType
    ) = UNSET
    run_time: (
        Annotated[
            dict[str, Value | None],
            Meta(
                description="Run-time properties (ACL, Format, Name, Size, Title, TStamp, Type, VerNo) and their defaults."
            ),
        ]
        | UnsetType
    ) = UNSET
    values: (
        Annotated[
            dict[str, Value | ValueText], Meta(description="The only values allowed: name, and text on the wire.")
        ]
        | UnsetType
    ) = UNSET
    range: (
        Annotated[
            str,
            Meta(
                description="Integers allowed: low..high, either end may be left out.",
                pattern=r"^(-?[0-9]+)?\.\.(-?[0-9]+)?$",
            ),
        ]
        | UnsetType
    ) = UNSET
    max_size: Annotated[int, Meta(description="Longest value, in bytes.")] | UnsetType = UNSET
    unit: Annotated[str, Meta(description="Unit of the value (s, byte, %).")] | UnsetType = UNSET
    deprecated: Annotated[str, Meta(description="Why not to use it any more, and what to use instead.")] | UnsetType = (
        UNSET
    )
    confidence: (
        Annotated[
            str,
            Meta(
                description="How sure the editors are of this row: A, B or C.",
                extra_json_schema={"enum": ["A", "B", "C"]},
            ),
        ]
        | UnsetType
    ) = UNSET
    path: (
        Annotated[str, Meta(description="Where a root is mounted (./FwUpdate), when the object fixes it.")] | UnsetType
    ) = UNSET
    include: (
        Annotated[Words, Meta(description="Groups of nodes of this or a used enabler that stand here.")] | UnsetType
    ) = UNSET
    nodes: (
        Annotated[dict[str, "NodeText"], Meta(description="Children by name; <x> stands for names given at creation.")]
        | UnsetType
    ) = UNSET


class GroupText(Documented, kw_only=True):
    """Nodes that several enablers have in the same form."""

    nodes: Annotated[dict[str, NodeText], Meta(description="The nodes by name.")] | UnsetType = UNSET


class ObjectsFile(Written, kw_only=True):
    """objects.yaml: the trees."""

    objects: (
        Annotated[dict[str, NodeText], Meta(description="Root nodes by name; <x> stands for names given at creation.")]
        | UnsetType
    ) = UNSET
    groups: (
        Annotated[dict[str, GroupText], Meta(description="Groups of nodes that enablers may include, by name.")]
        | UnsetType
    ) = UNSET

"""objects.yaml: trees of nodes, and groups that several enablers include."""

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from swmgen.read.language.written import Documented, Text, Value, Words, Written


class ValueText(Documented, kw_only=True):
    """One allowed value, with what it means."""

    value: Value


class ExtensionText(Written, kw_only=True):
    """An element of a description from the field that the language has no word for, or a comment."""

    element: (
        Annotated[
            str, Meta(description="The element's name with its prefix; #comment for a comment, empty for a text.")
        ]
        | UnsetType
    ) = UNSET
    place: Annotated[str, Meta(description="The element of DDF it stands in.")] | UnsetType = UNSET
    text: Annotated[str, Meta(description="The text in it.")] | UnsetType = UNSET
    tail: Annotated[str, Meta(description="The text behind it, in mixed content.")] | UnsetType = UNSET
    attributes: Annotated[dict[str, Text], Meta(description="Its attributes by name.")] | UnsetType = UNSET
    children: Annotated[list["ExtensionText"], Meta(description="The elements in it.")] | UnsetType = UNSET


class PolicyText(Written, kw_only=True):
    """The group policy (ADMX) that a leaf takes its values from."""

    name: Annotated[str, Meta(description="The policy's name.")]
    area: Annotated[str, Meta(description="Its category path.")]
    file: Annotated[str, Meta(description="The ADMX file.")]


class AllowedText(Written, kw_only=True):
    """What a leaf may hold beyond its format."""

    kind: (
        Annotated[
            str,
            Meta(
                description="How it is told; the values of ENUM and Flag stand under values, a plain Range under range.",
                extra_json_schema={"enum": ["None", "ENUM", "Flag", "Range", "RegEx", "XSD", "JSON", "SDDL", "ADMX"]},
            ),
        ]
        | UnsetType
    ) = UNSET
    text: (
        Annotated[str, Meta(description="The regular expression, schema or SDDL text, or ranges: [1-5],[9-12].")]
        | UnsetType
    ) = UNSET
    delimiter: Annotated[str, Meta(description="The value is a list; what separates its items.")] | UnsetType = UNSET
    policy: Annotated[PolicyText, Meta(description="The group policy behind an ADMX leaf.")] | UnsetType = UNSET


class ApplicabilityText(Written, kw_only=True):
    """Where a node is there."""

    os_build: Annotated[str, Meta(description="OS builds, separated by commas.")] | UnsetType = UNSET
    csp_version: Annotated[str, Meta(description="Version of the configuration service provider.")] | UnsetType = UNSET
    editions: Annotated[str, Meta(description="Editions, separated by semicolons.")] | UnsetType = UNSET


class NamingText(Written, kw_only=True):
    """How a node that is named at creation gets its name."""

    kind: Annotated[
        str,
        Meta(
            description="Who names it.",
            extra_json_schema={"enum": ["ServerGeneratedUniqueIdentifier", "ClientInventory", "UniqueName"]},
        ),
    ]
    text: Annotated[str, Meta(description="What the name is, in words.")] | UnsetType = UNSET


class DocumentText(Written, kw_only=True):
    """What a document of the field says beside its nodes."""

    form: (
        Annotated[
            str,
            Meta(
                description="The kind of document.",
                extra_json_schema={"enum": ["ddf", "microsoft", "manifest", "tnds", "lwm2m"]},
            ),
        ]
        | UnsetType
    ) = UNSET
    version: Annotated[str, Meta(description="VerDTD. Default: 1.2.")] | UnsetType = UNSET
    manufacturer: Annotated[str, Meta(description="Man.")] | UnsetType = UNSET
    model: Annotated[str, Meta(description="Mod.")] | UnsetType = UNSET
    namespaces: Annotated[dict[str, Text], Meta(description="Namespaces of extensions by prefix.")] | UnsetType = UNSET
    extensions: (
        Annotated[list[ExtensionText], Meta(description="Elements and comments of the document.")] | UnsetType
    ) = UNSET


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
                pattern=r"^(One|ZeroOrOne|ZeroOrMore|OneOrMore|(ZeroOrN|OneOrN)\([0-9]{1,9}\))$",
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
                pattern=r"^(-?[0-9]{1,40})?\.\.(-?[0-9]{1,40})?$",
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
    name: (
        Annotated[str, Meta(description="The NodeName, where siblings share it and the key is another.")] | UnsetType
    ) = UNSET
    mime: (
        Annotated[Words, Meta(description="MIME types of an interior node, in descriptions from the field.")]
        | UnsetType
    ) = UNSET
    ddf_name: Annotated[str, Meta(description="The DDFName of a leaf, in descriptions from the field.")] | UnsetType = (
        UNSET
    )
    value: Annotated[str, Meta(description="What the leaf holds, in a TNDS document.")] | UnsetType = UNSET
    allowed: Annotated[AllowedText, Meta(description="What the leaf may hold beyond its format.")] | UnsetType = UNSET
    applicability: Annotated[ApplicabilityText, Meta(description="Where the node is there.")] | UnsetType = UNSET
    naming: (
        Annotated[NamingText, Meta(description="How a node that is named at creation gets its name.")] | UnsetType
    ) = UNSET
    extensions: (
        Annotated[list[ExtensionText], Meta(description="Elements of the field that the language has no word for.")]
        | UnsetType
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

    document: (
        Annotated[DocumentText, Meta(description="What the document said that the trees were imported from.")]
        | UnsetType
    ) = UNSET
    objects: (
        Annotated[dict[str, NodeText], Meta(description="Root nodes by name; <x> stands for names given at creation.")]
        | UnsetType
    ) = UNSET
    groups: (
        Annotated[dict[str, GroupText], Meta(description="Groups of nodes that enablers may include, by name.")]
        | UnsetType
    ) = UNSET

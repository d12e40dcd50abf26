"""messages.yaml: results, ranges, alerts."""

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from swmgen.read.language.ranges import RangeText
from swmgen.read.language.written import Documented, Words, Written


class ResultText(Documented, kw_only=True):
    """A result code."""

    code: Annotated[int, Meta(description="The number on the wire.")] | UnsetType = UNSET
    reads_as: (
        Annotated[
            str, Meta(description="The result a server of the extended version is sent instead; `never` for none.")
        ]
        | UnsetType
    ) = UNSET


class AlertText(Documented, kw_only=True):
    """A generic alert."""

    type: Annotated[str, Meta(description="Item/Meta/Type.")] | UnsetType = UNSET
    answers: (
        Annotated[str | list[str], Meta(description="The command (exec PATH) whose order it ends.")] | UnsetType
    ) = UNSET
    source: (
        Annotated[str, Meta(description="The node whose URI is Item/Source; executed for the one that was executed.")]
        | UnsetType
    ) = UNSET
    identifier: (
        Annotated[Words, Meta(description="The leaf, for each machine, whose value follows the result as Identifier.")]
        | UnsetType
    ) = UNSET
    format: (
        Annotated[
            str,
            Meta(
                description="Item/Meta/Format. Default: int.",
                extra_json_schema={
                    "enum": ["b64", "bin", "bool", "chr", "int", "node", "null", "xml", "date", "time", "float"]
                },
            ),
        ]
        | UnsetType
    ) = UNSET
    data: (
        Annotated[
            str,
            Meta(
                description="result (default), text or empty.", extra_json_schema={"enum": ["result", "text", "empty"]}
            ),
        ]
        | UnsetType
    ) = UNSET
    mark: (
        Annotated[
            str,
            Meta(
                description="Item/Meta/Mark. Default: informational.",
                extra_json_schema={
                    "enum": ["fatal", "critical", "minor", "warning", "informational", "harmless", "indeterminate"]
                },
            ),
        ]
        | UnsetType
    ) = UNSET
    may: (
        Annotated[
            Words,
            Meta(
                description="What flow control may do with it: any of spread, sample, hold, drop. "
                "Default: all; spread and hold when it ends an order or echoes a Correlator; "
                "spread when its mark is critical or fatal."
            ),
        ]
        | UnsetType
    ) = UNSET
    mark_on_failure: (
        Annotated[
            str,
            Meta(
                description="Mark when the result is a failure.",
                extra_json_schema={
                    "enum": ["fatal", "critical", "minor", "warning", "informational", "harmless", "indeterminate"]
                },
            ),
        ]
        | UnsetType
    ) = UNSET
    correlator: (
        Annotated[
            str,
            Meta(
                description="echo (the Exec's, none if it had none) or none (default).",
                extra_json_schema={"enum": ["echo", "none"]},
            ),
        ]
        | UnsetType
    ) = UNSET


class MessagesFile(Written, kw_only=True):
    """messages.yaml: results and alerts."""

    results: Annotated[dict[str, ResultText], Meta(description="The result codes by name.")] | UnsetType = UNSET
    ranges: (
        Annotated[dict[str, RangeText], Meta(description="Ranges of codes left to makers, by name.")] | UnsetType
    ) = UNSET
    alerts: Annotated[dict[str, AlertText], Meta(description="The alerts by name.")] | UnsetType = UNSET

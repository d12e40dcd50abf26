"""enabler.yaml: identity, requirements, suppressions, errata."""

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from swmgen.read.language.written import ENABLER_KEY, Documented, Words, Written


class SuppressText(Written, kw_only=True):
    """Switches a rule off at one element."""

    rule: Annotated[str, Meta(description="The code, SWMnnnn.", pattern=r"^SWM[0-9]{4}$")]
    at: Annotated[str, Meta(description="The element: its id, or what stands behind the enabler in it (node:x/Ext).")]
    reason: Annotated[str, Meta(description="Why the rule does not hold here.")]


class ErratumText(Written, kw_only=True):
    """A place where the enabler knowingly says something else than its source."""

    at: Annotated[str, Meta(description="The place in the source, in its own words.")]
    here: Annotated[str, Meta(description="What is said here instead.")]
    why: Annotated[str, Meta(description="The reason.")]


class EnablerFile(Documented, kw_only=True):
    """enabler.yaml: identity."""

    enabler: Annotated[str, Meta(description="Short lower-case name.", pattern=r"^[a-z][a-z0-9-]*$")]
    version: Annotated[str, Meta(description="Version, in quotes.", pattern=r"^[0-9]{1,9}\.[0-9]{1,9}$")]
    title: Annotated[str, Meta(description="The full name.")]
    maturity: (
        Annotated[
            str,
            Meta(
                description="published, draft (default) or experimental.",
                extra_json_schema={"enum": ["published", "draft", "experimental"]},
            ),
        ]
        | UnsetType
    ) = UNSET
    source: Annotated[str, Meta(description="The document this enabler is specified in.")] | UnsetType = UNSET
    extends: Annotated[str, Meta(description="The enabler this one builds on.", pattern=ENABLER_KEY)] | UnsetType = (
        UNSET
    )
    overlays: (
        Annotated[
            str,
            Meta(
                description="An extending enabler that this one places over its base, for servers that know only that: "
                "what the extension adds stands below Ext/SwM.",
                pattern=ENABLER_KEY,
            ),
        ]
        | UnsetType
    ) = UNSET
    vendor: (
        Annotated[
            str,
            Meta(
                description="The maker whose extension this is; "
                "it keeps to the places that the extended enabler leaves to makers."
            ),
        ]
        | UnsetType
    ) = UNSET
    imported: (
        Annotated[
            str,
            Meta(
                description="The file or files of the field that the tree was imported from; "
                "what the rules find in it is then a warning, as it is not ours to mend."
            ),
        ]
        | UnsetType
    ) = UNSET
    uses: (
        Annotated[Words, Meta(description="Enablers whose types, primitives, procedures and threats may be named.")]
        | UnsetType
    ) = UNSET
    requirements: Annotated[dict[str, str], Meta(description="What the work item demands, by name.")] | UnsetType = (
        UNSET
    )
    suppress: (
        Annotated[list[SuppressText], Meta(description="Findings that are meant, each with the reason.")] | UnsetType
    ) = UNSET
    errata: (
        Annotated[list[ErratumText], Meta(description="Where the enabler says something else than its source.")]
        | UnsetType
    ) = UNSET
    reserved: (
        Annotated[
            list[str],
            Meta(
                description="What earlier versions had and this one gives up for good: ids without the enabler "
                "(node:x/Old, result:old). Nothing else may take their names and codes."
            ),
        ]
        | UnsetType
    ) = UNSET

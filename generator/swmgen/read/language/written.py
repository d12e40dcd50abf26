"""What everything written has: where it stands, what it means; and the kinds of values there are.

A `Written` remembers where it and each of its values stand. What is not stated
stays ``UNSET``, so that an extending enabler can be laid over the one it extends.
"""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from swmgen.model import Span

IDENTIFIER = r"^[a-z][a-z0-9_]*$"
ENABLER_KEY = r"^[a-z][a-z0-9-]*-[0-9]{1,9}\.[0-9]{1,9}$"
NOWHERE = Span("", 1, 1, 1, 1)

Text = Annotated[str, Meta(description="Text.")]
Doc = Annotated[str, Meta(description="What it means, for the reader of the documents and of the stubs.")]
Words = Annotated[
    str | list[str],
    Meta(description="One name, several names in one text separated by blanks or commas, or a list of names."),
]
Value = Annotated[str | int | bool | float, Meta(description="A value, as it stands on the wire.")]
Guard = Annotated[
    str | bool,
    Meta(description="A guard: names, =, !=, <, <=, >, >=, in {..}, set(path), passes(procedure), and, or, not."),
]


class Written(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A mapping of a file, with where it stands. `span_` is its key, `marks_` where each value stands.

    `changed_` is the enabler that changed it, `included_` the one it was put into.
    """

    span_: Span = NOWHERE
    marks_: dict[str, Span] = {}
    changed_: str | None = None
    included_: str | None = None


class Documented(Written, kw_only=True):
    doc: Doc | UnsetType = UNSET
    serves: Annotated[Words, Meta(description="The requirements of the work item that this answers.")] | UnsetType = (
        UNSET
    )

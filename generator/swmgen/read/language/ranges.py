"""Ranges of numbers that a standard leaves to makers, or to nobody."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from swmgen.read.language.written import Documented


class RangeText(Documented, kw_only=True):
    """Numbers kept for makers."""

    from_: Annotated[int, Meta(description="First number.")] = msgspec.field(name="from")
    to: Annotated[int, Meta(description="Last number.")]
    vendor: Annotated[bool, Meta(description="False for numbers that nobody may use. Default: true.")] | UnsetType = (
        UNSET
    )

"""states.yaml: what the parts of a device say to each other about a machine."""

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from swmgen.read.language.written import Documented, Words


class CallText(Documented, kw_only=True):
    """A call that one side offers and the other makes."""

    at: Annotated[str, Meta(description="The side that offers it.")]
    takes: Annotated[dict[str, str], Meta(description="Inputs and their types.")] | UnsetType = UNSET
    gives: Annotated[str, Meta(description="The type of the answer.")] | UnsetType = UNSET
    raises: Annotated[Words, Meta(description="Events of the machine that it brings.")] | UnsetType = UNSET
    does: Annotated[Words, Meta(description="Actions of the machine that it carries out.")] | UnsetType = UNSET


class InterfaceText(Documented, kw_only=True):
    """Two sides and their calls."""

    of: Annotated[str, Meta(description="The machine that the calls are about.")]
    between: Annotated[Words, Meta(description="The two sides.")]
    calls: Annotated[dict[str, CallText], Meta(description="The calls by name.")] | UnsetType = UNSET

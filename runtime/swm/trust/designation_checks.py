"""The primitive of `designate` that asks whose entry it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from swm.security import CheckFailed, Permit, mint, require

if TYPE_CHECKING:
    from swm.trust.designation import Designations


@dataclass(kw_only=True)
class DesignationChecks:
    """Only the Delegator of an entry writes it; an entry that does not exist yet becomes the writer's."""

    designations: Designations
    delegator: Callable[[str], str | None] = lambda entry: None
    """The server that created an entry, by its URI; None for one that is new or whole, which `designations` tell."""

    def check_delegator(self, *, session: Permit, entry: str) -> Permit:
        """The server of the session is the Delegator."""
        server = require(session, Permit).content.get("server")
        if self.delegator(entry) not in (None, server):
            raise CheckFailed(f"{entry} was delegated by another server")
        for found in self.designations.entries():
            if found.uri == entry and found.delegator != server:
                raise CheckFailed(f"{entry} was delegated by another server")
        return mint(Permit, content={"server": server, "entry": entry})

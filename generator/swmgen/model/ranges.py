"""Numbers that a standard leaves to makers, or to nobody."""

from __future__ import annotations

from swmgen.model.span import Element


class NumberRange(Element, frozen=True, kw_only=True):
    """Result codes or values of states left to makers, or reserved; both ends included."""

    name: str
    low: int
    high: int
    vendor: bool = True

    def holds(self, number: int) -> bool:
        """Whether `number` lies in the range."""
        return self.low <= number <= self.high

"""Interfaces between two parts of a device, or of a device and what stands beside it."""

from __future__ import annotations

from swmgen.model.security import Parameter
from swmgen.model.span import Element


class Call(Element, frozen=True, kw_only=True):
    """A call that `side` offers and the other side makes.

    `raises` names the events of the machine that it brings, `does` the actions of
    the machine that it carries out. `output` is a type of the security language.
    """

    name: str
    side: str
    inputs: tuple[Parameter, ...] = ()
    output: str | None = None
    raises: tuple[str, ...] = ()
    does: tuple[str, ...] = ()


class Interface(Element, frozen=True, kw_only=True):
    """What two sides say to each other about each instance of `machine`: each side offers its calls."""

    name: str
    machine: str
    sides: tuple[str, ...]
    calls: tuple[Call, ...] = ()

    def offered(self, side: str) -> tuple[Call, ...]:
        """The calls that `side` offers, in the order of the specification."""
        return tuple(call for call in self.calls if call.side == side)


__all__ = ["Call", "Interface"]

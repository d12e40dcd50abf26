"""The bounds a machine is searched within. Apart, so that who asks for bounds alone does not import the search."""

from __future__ import annotations

from swmgen.model import Bounds, Machine


def bounds_of(machine: Machine) -> Bounds:
    """The bounds that a machine states, or the usual ones."""
    return machine.bounds or Bounds(id=f"{machine.id}/bounds", span=machine.span)

"""Writes one Promela model a machine, at the bounds of every build."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from swmgen.emit.backend import EmitContext, Output
from swmgen.model import Enabler
from swmgen.verify.bounds import bounds_of


class PromelaBackend:
    """Promela."""

    name = "promela"
    after: tuple[str, ...] = ()

    def emit(self, enabler: Enabler, context: EmitContext) -> Iterator[Output]:
        """A model for each machine with properties; an overlay has the machines of the enabler it lays over."""
        if enabler.overlays is not None:
            return
        for machine in enabler.machines:
            if machine.properties:
                from swmgen.emit.promela.machine import Model  # imported late: most specifications prove nothing

                text = Model(enabler, machine, bounds_of(machine).build).text()
                yield Output(f"models/{enabler.key}.{machine.name}.pml", text)

    def summarise(self, enabler: Enabler) -> Any:
        """No model speaks of several enablers."""
        return None

    def emit_index(self, summaries: Mapping[str, Any], context: EmitContext) -> Iterable[Output]:
        """Nothing."""
        return ()

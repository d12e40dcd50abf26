"""A generated security procedure, run with checks that pass or fail as told and are noted as they are called."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from inspect import signature
from types import SimpleNamespace
from typing import Any, Final

from swm.security import CheckFailed, ProcedureDropped, ProcedureStopped
from swm.security.seal import making, mint

PROCEDURES: Final = "procedures"
"""What vectors of procedures have in place of a machine."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a procedure ended: passed, stopped or dropped; its result code, 0 for none; the checks called, in order."""

    end: str
    result: int
    called: tuple[str, ...]


def run_procedure(module: Any, name: str, fails: int | None, missing: Collection[str]) -> Ended:
    """Run `name` of a generated `security.py`; check number `fails` fails, the nodes `missing` hold no value."""
    checks = _Checks(fails)
    parts = [checks, _of(module, name, "Inputs", ())]
    run = getattr(module, name)
    if len(signature(run).parameters) > len(parts):
        parts.append(_of(module, name, "Nodes", missing))
    try:
        run(*parts)
    except ProcedureStopped as stopped:
        return Ended("stopped", int(stopped.result), tuple(checks.called))
    except ProcedureDropped:
        return Ended("dropped", 0, tuple(checks.called))
    return Ended("passed", 0, tuple(checks.called))


class _Checks:
    """Each check passes, and makes what its step is to make, but for the one that fails."""

    def __init__(self, fails: int | None) -> None:
        self.called: list[str] = []
        self._fails = fails

    def __getattr__(self, name: str) -> Any:
        def check(**given: Any) -> Any:
            self.called.append(name)
            if len(self.called) - 1 == self._fails:
                raise CheckFailed("as arranged")
            kind = making.get()
            return None if kind is None else mint(kind, **{field: SimpleNamespace() for field in kind.FIELDS})

        return check


def _of(module: Any, procedure: str, what: str, missing: Collection[str]) -> Any:
    """The inputs or nodes of a procedure, each with some value; None for a node among `missing`."""
    made = getattr(module, "".join(word.capitalize() for word in procedure.split("_")) + what)
    empty = {path.rpartition("/")[2].lower() for path in missing}
    return made(
        *(None if field.replace("_", "") in empty else SimpleNamespace() for field in made.__dataclass_fields__)
    )

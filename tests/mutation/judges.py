"""The two judges of a mutant: the model search of its properties, and the conformance suite of the machine it was made from.

For the suite the stubs of the mutant are compiled as a build compiles them, and the reference client that stands on
them runs the vectors of the unchanged specification: it is a device that follows the mutant. Stubs that cannot be
compiled or imported are no verdict but an error of the judge.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import CodeType, ModuleType

from equivalence import Key

from swm.conformance import Document, Step, load, run
from swm.conformance import generated as reference
from swm.conformance.generated import GeneratedClient
from swm.machine import IllegalEvent
from swmgen.emit.backend import EmitContext
from swmgen.emit.python.backend import PythonBackend
from swmgen.emit.templates import template_source
from swmgen.model import Enabler, Machine, Size
from swmgen.verify.verdict import verify_machine

ROOT = Path(__file__).resolve().parents[2]
SIZE = Size(messages=1, power_cuts=1, attacks=1)
STUBS = "swm_enablers"


class JudgeFailed(Exception):
    """No verdict: the mutant's stubs are no Python, or the machine is too large for the search."""


def broken_property(enabler: Enabler, machine: Machine) -> str | None:
    """The first property, by name, that the search finds broken; None when all hold."""
    verdict = verify_machine(enabler, machine, SIZE)
    if verdict.too_large:
        raise JudgeFailed(f"{enabler.key} {machine.name}: {verdict.too_large}")
    return min((entry.property.name for entry in verdict.broken), default=None)


class Suite(Document):
    """The vectors of one machine whose way meets what was changed; all of them when nothing is said to be."""

    def __init__(self, document: Document) -> None:
        self.head = document.head
        self.steps = document.steps
        self._ends = list(document.ends())
        first = document.head["initial"]
        self._met: dict[str, frozenset[Key | str]] = {}
        for step in self.steps.values():
            before = first if step.after is None else self.steps[step.after].expect["state"]
            on_the_way = self._met[step.after] if step.after is not None else frozenset()
            self._met[step.id] = on_the_way | {(before, step.event), step.element}
        self._restarts = {step.event for step in self.steps.values() if step.kind == "restart"}
        self.changed: frozenset[Key | str] = frozenset()

    def ends(self) -> Iterator[Step]:
        """The chains that meet it: a table decides each event by its cell alone, so that others go as they went before."""
        restarts = any(isinstance(key, tuple) and key[1] in self._restarts for key in self.changed)
        for end in self._ends:
            # A power cut is followed by a restart in a state that the vector does not name.
            if not self.changed or self._met[end.id] & self.changed or (restarts and end.cut):
                yield end


@cache
def suite(enabler: str, machine: str) -> Suite:
    """The vectors as they were generated."""
    return Suite(load(ROOT / "generated" / "conformance" / "vectors" / f"{enabler}.{machine}.json"))


def failed_vector(
    enablers: Mapping[str, Enabler], enabler: Enabler, machine: Machine, changed: frozenset[Key | str]
) -> str | None:
    """What the first vector that fails says; None when a device that follows `machine` passes all of them.

    `changed` are the cells and rows that are not as they were; where it is empty every vector is run.
    """
    document = suite(enabler.key, machine.name)
    document.changed = changed
    with_stubs(stubs(enablers, enabler), enabler.package)
    # It remembers the classes of stubs, which are new with each mutant.
    reference._parameters.cache_clear()
    wanted = {step.id for end in document.ends() for step in document.chain(end.id)}
    try:
        for finding in run(document, GeneratedClient()):
            if finding.wrong:
                return f"{finding.step.id}: {finding.wrong[0]}"
            if finding.passed:
                wanted.discard(finding.step.id)
            elif finding.step.id in wanted:
                raise JudgeFailed(f"{finding.step.id} was skipped: {finding.skipped}")
    except IllegalEvent as error:
        # As over the wire: a device that falls over fails the vector in which it does.
        return f"the device fell over: {error}"
    if wanted:
        raise JudgeFailed(f"{len(wanted)} vectors were not run, {min(wanted)} among them")
    return None


def stubs(enablers: Mapping[str, Enabler], enabler: Enabler) -> dict[str, str]:
    """The modules of an enabler's package, in the order they import each other."""
    context = EmitContext(template=_templates(), enablers=enablers)
    return {Path(output.path).stem: output.text for output in PythonBackend().emit(enabler, context)}


def with_stubs(modules: Mapping[str, str], package: str) -> None:
    """From now on the package is made of these modules."""
    if str(ROOT / "generated" / "python") not in sys.path:
        sys.path.append(str(ROOT / "generated" / "python"))
    name = f"{STUBS}.{package}"
    for known in [known for known in sys.modules if known == name or known.startswith(f"{name}.")]:
        del sys.modules[known]
    for stem, text in modules.items():
        full = name if stem == "__init__" else f"{name}.{stem}"
        module = ModuleType(full)
        module.__package__ = name
        if stem == "__init__":
            module.__path__ = []
        sys.modules[full] = module
        try:
            exec(_code(full, text), module.__dict__)
        except Exception as error:
            raise JudgeFailed(f"{full} cannot be imported: {error!r}") from error


@cache
def _templates():  # type: ignore[no-untyped-def]
    return template_source((ROOT / "templates",))


_CODE: dict[str, tuple[str, CodeType]] = {}


def _code(name: str, text: str) -> CodeType:
    """Compiled once as long as a module stays as it was."""
    known = _CODE.get(name)
    if known is None or known[0] != text:
        known = _CODE[name] = (text, compile(text, f"<{name}>", "exec"))
    return known[1]

"""Every procedure stops at the first step that fails, with that step's result, and touches nothing after it."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from swm.security import CheckFailed, ProcedureDropped, ProcedureStopped, mint
from swmgen.emit.python.security import wanted_procedures
from swmgen.load import load
from swmgen.model import Enabler, Procedure

pytestmark = pytest.mark.usefixtures("stubs")

ROOT = Path(__file__).resolve().parents[2]
EXTENSION = ROOT.parent / "shared" / "reference" / "extension.md"
ENABLERS = load(ROOT / "spec").enablers
PROCEDURES = [
    (enabler, procedure)
    for enabler in ENABLERS.values()
    for procedure in wanted_procedures(enabler)
    if enabler.maturity.value != "experimental"
]
STEPS = [(enabler, procedure, number) for enabler, procedure in PROCEDURES for number in range(len(procedure.steps))]
NAMES = [f"{enabler.key}-{procedure.name}-{number}" for enabler, procedure, number in STEPS]


class Primitives:
    """Every check passes but the one at `fails`; what was called is listed."""

    def __init__(self, enabler: Enabler, fails: int) -> None:
        self._outputs = {primitive.name: primitive.output for primitive in enabler.security.primitives}
        self._types = {declared.name: declared for declared in enabler.security.types}
        self._fails = fails
        self.called: list[str] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def primitive(**_: Any) -> Any:
            self.called.append(name)
            if len(self.called) - 1 == self._fails:
                raise CheckFailed("on purpose")
            declared = self._types.get(self._outputs[name] or "")
            if declared is None or not declared.sealed:
                return object()
            module, _, own = declared.python.rpartition(".")
            sealed = getattr(importlib.import_module(module), own)
            return mint(sealed, **dict.fromkeys(sealed.FIELDS))

        return primitive


def run(enabler: Enabler, procedure: Procedure, primitives: Primitives) -> Any:
    module = importlib.import_module(f"swm_enablers.{enabler.package}.security")
    camel = "".join(part.capitalize() for part in procedure.name.split("_"))
    inputs = getattr(module, f"{camel}Inputs")
    arguments = [inputs(**dict.fromkeys(inputs.__slots__))]
    nodes = getattr(module, f"{camel}Nodes", None)
    if nodes is not None:
        arguments.append(nodes(**dict.fromkeys(nodes.__slots__, "x")))
    return getattr(module, procedure.name)(primitives, *arguments)


@pytest.mark.parametrize(("enabler", "procedure", "number"), STEPS, ids=NAMES)
def test_a_step_that_fails_gives_its_result_and_is_the_last(
    enabler: Enabler, procedure: Procedure, number: int
) -> None:
    primitives = Primitives(enabler, number)
    failing = procedure.steps[number]
    with pytest.raises((ProcedureStopped, ProcedureDropped)) as ended:
        run(enabler, procedure, primitives)
    codes = {result.name: result.code for result in enabler.messages.results}
    if failing.silent:
        assert isinstance(ended.value, ProcedureDropped)
    else:
        assert isinstance(ended.value, ProcedureStopped)
        assert ended.value.result == codes[str(failing.fails)]
    assert primitives.called == [step.primitive for step in procedure.steps[: number + 1]]


@pytest.mark.parametrize(
    ("enabler", "procedure"), PROCEDURES, ids=[f"{enabler.key}-{procedure.name}" for enabler, procedure in PROCEDURES]
)
def test_a_procedure_whose_steps_pass_takes_them_all_in_order(enabler: Enabler, procedure: Procedure) -> None:
    primitives = Primitives(enabler, -1)
    run(enabler, procedure, primitives)
    assert primitives.called == [step.primitive for step in procedure.steps]


@pytest.mark.parametrize("name", ["accept_announcement", "authorise_package"])
def test_the_results_are_those_of_the_extension_in_their_order(name: str) -> None:
    if not EXTENSION.exists():
        pytest.skip(f"the tables of the extension are not at {EXTENSION}")
    [line] = [line for line in EXTENSION.read_text(encoding="utf-8").splitlines() if line.startswith(f"| `{name}`")]
    stated = [int(code) for code in re.findall(r"\b(4\d\d)\b", line)]
    enabler = ENABLERS["dmsecurity-1.2"]
    codes = {result.name: result.code for result in enabler.messages.results}
    [procedure] = [entry for entry in enabler.security.procedures if entry.name == name]
    own = [codes[step.fails] for step in procedure.steps if step.fails is not None]
    if name == "authorise_package":
        # The first three codes of the table are of the steps of TUF's workflow, twelve in all.
        assert set(own[:12]) == set(stated[:3])
        own, stated = own[12:], stated[3:]
    assert collapsed(own) == collapsed(stated)


def collapsed(codes: list[int]) -> list[int]:
    return [code for at, code in enumerate(codes) if at == 0 or codes[at - 1] != code]


def test_every_procedure_of_the_extension_is_there() -> None:
    if not EXTENSION.exists():
        pytest.skip(f"the tables of the extension are not at {EXTENSION}")
    text = EXTENSION.read_text(encoding="utf-8")
    part = text[text.index("## 10. Security procedures") : text.index("## 11.")]
    stated = set(re.findall(r"^\| `(\w+)`", part, re.MULTILINE)) - {"report"}
    named = {procedure.name for enabler in ENABLERS.values() for procedure in enabler.security.procedures}
    assert stated <= named, "report is no check: it is the flow of alerts"

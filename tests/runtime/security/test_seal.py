"""Sealed values: only the step that yields one can make one."""

from __future__ import annotations

import copy
import pickle

import pytest

from swm.errors import LocalError
from swm.security import (
    CheckFailed,
    Permit,
    ProcedureDropped,
    ProcedureStopped,
    VerifiedPackage,
    mint,
    present,
    require,
    step,
)


def made() -> Permit:
    with step("p", "s", 400, makes=Permit):
        return mint(Permit, content={"a": 1})


def test_a_value_made_in_its_step_is_accepted() -> None:
    value = made()
    assert require(value, Permit) is value
    assert value.content == {"a": 1}


@pytest.mark.parametrize(
    "forge",
    [
        lambda: Permit(content={}),
        lambda: mint(Permit, content={}),
        lambda: copy.copy(made()),
        lambda: copy.deepcopy(made()),
        lambda: pickle.dumps(made()),
        lambda: require(object.__new__(Permit), Permit),
        lambda: require(type("Permit", (Permit,), {"__init__": lambda self: None})(), Permit),
        lambda: require(made(), VerifiedPackage),
        lambda: require(None, Permit),
        lambda: setattr(made(), "content", {}),
    ],
)
def test_a_forged_value_is_refused(forge: object) -> None:
    with pytest.raises(LocalError):
        forge()  # type: ignore[operator]


def test_a_step_makes_only_what_it_yields() -> None:
    with pytest.raises(LocalError), step("p", "s", 400, makes=VerifiedPackage):
        mint(Permit, content={})
    with step("p", "outer", 400, makes=Permit):
        with step("p", "inner", 400), pytest.raises(LocalError):
            mint(Permit, content={})
        mint(Permit, content={})


def test_a_failing_step_stops_with_its_name_and_result() -> None:
    with pytest.raises(ProcedureStopped) as stopped, step("p", "look", 404):
        raise CheckFailed("it is wrong")
    assert (stopped.value.procedure, stopped.value.step, stopped.value.result) == ("p", "look", 404)


def test_a_silent_step_drops() -> None:
    with pytest.raises(ProcedureDropped), step("p", "look", None):
        raise CheckFailed("a repeat")


def test_a_fault_that_is_no_failed_check_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError), step("p", "look", 404):
        1 / 0  # noqa: B018 the fault itself


def test_a_node_that_a_step_needs_must_have_a_value() -> None:
    assert present("x", "x/A") == "x"
    with pytest.raises(CheckFailed, match="x/A is not set"):
        present(None, "x/A")

"""How a step of a procedure ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from swm.errors import PeerError
from swm.security.seal import Sealed, making

T = TypeVar("T")


class CheckFailed(PeerError):
    """A primitive's check failed; the text says why, for logs only."""


class ProcedureStopped(PeerError):
    """A step failed: its name, and the result code to report."""

    def __init__(self, procedure: str, name: str, result: int, reason: str) -> None:
        super().__init__(f"{procedure}: {name} failed ({reason}); result {result}")
        self.procedure = procedure
        self.step = name
        self.result = result


class ProcedureDropped(PeerError):
    """A silent step failed: what came in is dropped without any answer."""

    def __init__(self, procedure: str, name: str) -> None:
        super().__init__(f"{procedure}: dropped at {name}")
        self.procedure = procedure
        self.step = name


def present(value: T | None, node: str) -> T:
    """`value`, or CheckFailed when the node a step needs holds none."""
    if value is None:
        raise CheckFailed(f"{node} is not set")
    return value


@contextmanager
def step(procedure: str, name: str, result: int | None, makes: type[Any] | None = None) -> Iterator[None]:
    """One step. `result` is None for silent steps; `makes` is the sealed type its primitive may mint."""
    token = making.set(makes if makes is not None and issubclass(makes, Sealed) else None)
    try:
        yield
    except CheckFailed as error:
        if result is None:
            raise ProcedureDropped(procedure, name) from None
        raise ProcedureStopped(procedure, name, result, str(error)) from None
    finally:
        making.reset(token)

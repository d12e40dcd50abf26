"""How a step of a procedure ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from swm.errors import PeerError
from swm.security.seal import Sealed, making

if TYPE_CHECKING:
    from contextvars import Token

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


class Step:
    """One step, as a context. A class, not a generator, because a broadcast runs one for every datagram."""

    __slots__ = ("_makes", "_name", "_procedure", "_result", "_token")

    def __init__(self, procedure: str, name: str, result: int | None, makes: type[Any] | None = None) -> None:
        self._procedure = procedure
        self._name = name
        self._result = result
        self._makes = makes if makes is not None and issubclass(makes, Sealed) else None
        self._token: Token[type[Any] | None] | None = None

    def __enter__(self) -> None:
        # A step that makes nothing, in no other step, has nothing to set: so it is for every datagram.
        if making.get() is not self._makes:
            self._token = making.set(self._makes)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if self._token is not None:
            making.reset(self._token)
            self._token = None
        if kind is not None and isinstance(error, CheckFailed):
            if self._result is None:
                raise ProcedureDropped(self._procedure, self._name) from None
            raise ProcedureStopped(self._procedure, self._name, self._result, str(error)) from None


step = Step
"""`with step(procedure, name, result, makes=...)`: `result` is None for silent steps, `makes` the sealed type that
the primitive of the step may mint."""

"""Values that only a step of a procedure can make."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any, ClassVar, TypeVar
from weakref import WeakValueDictionary

from swm.errors import LocalError

T = TypeVar("T", bound="Sealed")

making: ContextVar[type[Any] | None] = ContextVar("making", default=None)
"""The sealed type that the step now running is to yield."""

_minted: WeakValueDictionary[int, Sealed] = WeakValueDictionary()


class Sealed:
    """Base of sealed types. Instances come from `mint`; calling the class is an error.

    The seal is the instance itself: a copy, a pickle or an object made by
    other means is not known and is refused.
    """

    FIELDS: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        raise LocalError(f"a {type(self).__name__} can only be made by a step of a security procedure")

    def __setattr__(self, name: str, value: Any) -> None:
        raise LocalError(f"a {type(self).__name__} cannot be changed")

    def __copy__(self) -> Sealed:
        raise LocalError(f"a {type(self).__name__} cannot be copied")

    def __deepcopy__(self, memo: Any) -> Sealed:
        raise LocalError(f"a {type(self).__name__} cannot be copied")

    def __reduce__(self) -> str | tuple[Any, ...]:
        raise LocalError(f"a {type(self).__name__} cannot be stored")


def mint(kind: type[T], **fields: Any) -> T:
    """Make a value of a sealed type. LocalError outside the step that yields this type."""
    if making.get() is not kind:
        raise LocalError(f"a {kind.__name__} can only be made by the step of a procedure that yields one")
    if set(fields) != set(kind.FIELDS):
        raise LocalError(f"a {kind.__name__} has the fields {', '.join(kind.FIELDS)}")
    value = object.__new__(kind)
    for name, content in fields.items():
        object.__setattr__(value, name, content)
    _minted[id(value)] = value
    return value


def require(value: object, kind: type[T]) -> T:
    """`value`, if a procedure made it. LocalError for anything else, forged instances included."""
    if not isinstance(value, kind) or _minted.get(id(value)) is not value:
        raise LocalError(f"this is no {kind.__name__} that a security procedure made")
    return value

"""JSON that peers send and files keep (RFC 8259), with one error for all that may be wrong with it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from types import UnionType
from typing import Any, NoReturn, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def read_json(document: bytes | str) -> Any:
    """What a document in UTF-8 says. ValueError for what is none, and for what JSON lets one write and nobody can use.

    That is: nested too deeply, a member twice, a number that is not finite or
    has thousands of digits, half a surrogate pair, which no UTF-8 can carry on.
    """
    text = document.decode("utf-8") if isinstance(document, bytes) else document
    try:
        found = json.loads(text, object_pairs_hook=_unique, parse_float=_finite, parse_constant=_no_number)
        if "\\u" in text:
            json.dumps(found, ensure_ascii=False).encode("utf-8")
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    return found


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member is there twice")
    return members


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:40]} is too large a number")
    return number


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number of JSON")


def made_of(kind: type[T], members: Mapping[str, Any]) -> T:
    """The instance of a dataclass with these members; TypeError where one is missing, unknown or of another kind."""
    hints = get_type_hints(kind)
    for name, value in members.items():
        if name in hints and not _is_a(value, hints[name]):
            raise TypeError(f"{name} is {str(value)[:40]!r}, which is of another kind")
    return kind(**members)


def _is_a(value: Any, kind: Any) -> bool:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return any(_is_a(value, one) for one in inner)
    if isinstance(value, bool):
        return kind is bool
    if kind is float:
        return isinstance(value, (int, float))
    if not isinstance(value, origin or kind):
        return False
    return origin is not list or all(_is_a(entry, inner[0]) for entry in value)

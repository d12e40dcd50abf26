"""Leaf values between Python and the wire, one codec a format (OMA-TS-DM_TND 1.2, section 9.3.4).

A codec raises ValueError for what the format cannot say.
"""

from __future__ import annotations

import enum
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

T = TypeVar("T")
E = TypeVar("E", bound=enum.Enum)
F = TypeVar("F", bound=enum.IntFlag)

_INTEGER = re.compile(r"[-+]?[0-9]{1,20}")
_FLOAT = re.compile(r"[-+]?([0-9]{1,400}(\.[0-9]{0,400})?|\.[0-9]{1,400})([eE][-+]?[0-9]{1,9})?")
_DAY = r"\d{4}-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])"
_DATE = re.compile(_DAY, re.ASCII)
_TIME = re.compile(
    rf"(?:{_DAY}T)?(?:[01]\d|2[0-4]):?[0-5]\d(?::?(?:[0-5]\d|60)(?:[.,]\d+)?)?(?:Z|[+-]\d{{2}}(?::?\d{{2}})?)?",
    re.ASCII,
)
"""A time of day, or a point in time: what descriptions of the field call `time` is mostly the latter."""
INT_MIN: Final = -(2**31)
INT_MAX: Final = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Codec(Generic[T]):
    """`format` is the DFFormat name; `decode` takes what came over the wire, `encode` what goes out."""

    format: str
    decode: Callable[[str | bytes], T]
    encode: Callable[[T], str | bytes]


def _text_of(value: str | bytes) -> str:
    return value.decode("utf-8") if isinstance(value, bytes) else value


def _decode_integer(value: str | bytes) -> int:
    text = _text_of(value).strip()
    if not _INTEGER.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is no integer")
    return _in_32_bits(int(text))


def _in_32_bits(number: int) -> int:
    if not INT_MIN <= number <= INT_MAX:
        raise ValueError(f"{number} does not fit the 32 bits of int")
    return number


def _whole(value: str | bytes) -> int:
    text = _text_of(value).strip()
    if not _INTEGER.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is no integer")
    return _in_64_bits(int(text))


def _in_64_bits(number: int) -> int:
    if not -(2**63) <= number < 2**64:
        raise ValueError(f"{number} does not fit 64 bits")
    return number


def _decode_boolean(value: str | bytes) -> bool:
    text = _text_of(value).strip().lower()
    if text not in ("true", "false"):
        raise ValueError(f"{text[:40]!r} is neither true nor false")
    return text == "true"


def _decode_float(value: str | bytes) -> float:
    text = _text_of(value).strip()
    if not _FLOAT.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is no number")
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("not a finite number")
    return number


def _decode_nothing(value: str | bytes) -> None:
    if value:
        raise ValueError("a node of format null has no value")


def _matching(pattern: re.Pattern[str], what: str) -> Callable[[str | bytes], str]:
    def decode(value: str | bytes) -> str:
        text = _text_of(value).strip()
        if not pattern.fullmatch(text):
            raise ValueError(f"{text[:40]!r} is no {what} (ISO 8601)")
        return text

    return decode


def _to_bytes(value: str | bytes) -> bytes:
    return value.encode("utf-8") if isinstance(value, str) else value


INTEGER: Final[Codec[int]] = Codec("int", _decode_integer, lambda value: str(_in_32_bits(value)))
WIDE: Final[Codec[int]] = Codec("int", _whole, lambda value: str(_in_64_bits(value)))
"""An int whose description allows more than 32 bits, as descriptions of the field do."""
BOOLEAN: Final[Codec[bool]] = Codec("bool", _decode_boolean, lambda value: "true" if value else "false")
TEXT: Final[Codec[str]] = Codec("chr", _text_of, str)
XML: Final[Codec[str]] = Codec("xml", _text_of, str)
BINARY: Final[Codec[bytes]] = Codec("bin", _to_bytes, bytes)
BASE64: Final[Codec[bytes]] = Codec("b64", _to_bytes, bytes)
FLOAT: Final[Codec[float]] = Codec("float", _decode_float, repr)
DATE: Final[Codec[str]] = Codec("date", _matching(_DATE, "date"), str)
TIME: Final[Codec[str]] = Codec("time", _matching(_TIME, "time"), str)
NOTHING: Final[Codec[None]] = Codec("null", _decode_nothing, lambda value: "")


def enumerated(kind: type[E], base: Codec[Any]) -> Codec[E]:
    """A codec whose values are the members of `kind`, each with the value that `base` has on the wire."""

    def decode(value: str | bytes) -> E:
        return kind(base.decode(value))

    def encode(value: E) -> str | bytes:
        return base.encode(value.value)

    return Codec(base.format, decode, encode)


def flagged(kind: type[F], base: Codec[int]) -> Codec[F]:
    """A codec for combinations of the members of `kind`. ValueError for a bit that has no name."""

    def decode(value: str | bytes) -> F:
        return _named(base.decode(value))

    def _named(number: int) -> F:
        every = 0
        for member in kind:
            every |= member.value
        if number & ~every or number < 0:
            raise ValueError(f"{number} has bits that mean nothing")
        return kind(number)

    return Codec(base.format, decode, lambda value: base.encode(_named(value.value).value))


def listed(item: Codec[T], separator: str) -> Codec[tuple[T, ...]]:
    """A codec for lists in one value; an empty value is an empty list. ValueError for an item that holds the separator."""

    def decode(value: str | bytes) -> tuple[T, ...]:
        text = _text_of(value)
        return tuple(item.decode(part) for part in text.split(separator)) if text else ()

    def encode(values: tuple[T, ...]) -> str:
        parts = [_text_of(item.encode(value)) for value in values]
        if any(separator in part for part in parts):
            raise ValueError(f"an item holds the separator {separator!r}")
        if parts == [""]:
            raise ValueError("a list of one empty item cannot be told from an empty list")
        return separator.join(parts)

    return Codec(item.format, decode, encode)

"""JSON that peers send and files keep (RFC 8259), with one error for all that may be wrong with it."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn


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

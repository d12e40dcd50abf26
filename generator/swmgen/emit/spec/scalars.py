"""Texts as YAML scalars: plain where that is safe, else in double quotes, or a literal block over several lines."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Final

_PLAIN = re.compile(r"[A-Za-z_.][A-Za-z0-9_./+-]*( [A-Za-z0-9_./+()-]+)*\.?")
_SPECIAL: Final = frozenset(
    ("true", "false", "null", "yes", "no", "on", "off", "y", "n", ".inf", ".nan", "~", ".", "..", "---", "...")
)
_BLOCK = re.compile(r"[^\s\x00-\x1f\x7f-\x9f][^\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]*")
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


_LONGEST_KEY: Final = 1000
"""A key on one line may have 1024 characters; longer ones are written with a question mark."""


@lru_cache(maxsize=65_536)
def scalar(text: str) -> str:
    """One line."""
    if _PLAIN.fullmatch(text) and text.lower() not in _SPECIAL and not text.startswith("."):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)


def key(text: str, indent: int) -> str:
    """A text as a key that stands at `indent`, with its colon."""
    written = scalar(text)
    return f"{written}:" if len(written) <= _LONGEST_KEY else f"? {written}\n{' ' * indent}:"


def block(text: str, indent: int) -> str:
    """A text as the value of a key, its lines indented by `indent`."""
    if "\n" not in text:
        return scalar(text)
    lines = text.split("\n")
    if not _BLOCK.fullmatch(text) or any(line != line.rstrip() for line in lines):
        return scalar(text)
    margin = " " * indent
    return "|-\n" + "\n".join(f"{margin}{line}" if line else "" for line in lines)

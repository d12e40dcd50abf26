"""Names in generated Python.

The rule, in full: a node's name becomes snake_case (``PkgURL`` -> ``pkg_url``);
characters that no identifier holds become ``_``; a name that starts with a
digit gets ``n_`` before it; keywords, the members every node has and what the
bodies of classes use get ``_`` behind them; letters of other scripts stay, in
the one form that Python compares them in; of names that still clash the later ones get ``_2``, ``_3`` in the
order of the specification. A node that is named when it is created is reached
through the attribute ``instances``.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from functools import lru_cache
from typing import Final

_LOWER_UPPER = re.compile(r"([a-z0-9])([A-Z])")
_UPPER_WORD = re.compile(r"([A-Z]+)([A-Z][a-z])")
_NO_IDENTIFIER = re.compile(r"\W+")
_RUNS = re.compile(r"_+")

NODE_MEMBERS: Final = frozenset(
    ("uri", "connection", "names", "describe", "execute", "add", "delete", "find", "parse_alert", "mro")
) | frozenset(("access", "enumerated", "flagged", "listed", "frozenset"))
"""What every node of the runtime has, and what the bodies of classes use, so that no child may be called so."""

MODULE_NAMES: Final = (
    frozenset(("Adds", "Child", "Children", "Deletes", "Executes", "Interior", "Leaf", "Leaves", "NodeSpec", "Occurs"))
    | frozenset(("INTEGER", "WIDE", "BOOLEAN", "TEXT", "XML", "BINARY", "BASE64", "FLOAT", "DATE", "TIME", "NOTHING"))
    | frozenset(("ONE", "ZERO_OR_ONE", "ZERO_OR_MORE", "ONE_OR_MORE", "IntEnum", "IntFlag", "StrEnum", "True", "False"))
    | frozenset(("access", "annotations", "enumerated", "flagged", "frozenset", "listed", "None"))
)
"""What `nodes.py` imports and uses, so that no class and no constant may be called so."""


@lru_cache(maxsize=65_536)
def snake(name: str) -> str:
    """`name` in snake_case, an identifier."""
    text = _UPPER_WORD.sub(r"\1_\2", _LOWER_UPPER.sub(r"\1_\2", _bare(name)))
    text = _RUNS.sub("_", _NO_IDENTIFIER.sub("_", text)).strip("_").lower()
    return _legal(_bare(text))


@lru_cache(maxsize=65_536)
def camel(name: str) -> str:
    """`name`, or each name of a path, in CamelCase, an identifier."""
    words = [word for word in re.split(r"[\W_]+", _bare(name)) if word]
    text = _bare("".join(word[0].upper() + word[1:] for word in words))
    return _legal(f"N{text}" if text[:1].isdigit() else text)


def _bare(name: str) -> str:
    """A name as Python compares it: equal identifiers may be written in several ways."""
    return name.strip().strip("<>") if name.isascii() else unicodedata.normalize("NFKC", name.strip().strip("<>"))


def upper(name: str) -> str:
    """`name` as a constant."""
    return snake(name).upper().rstrip("_") or "N"


def _legal(text: str) -> str:
    if not text:
        return "unnamed"
    if not text[0].isalpha():
        text = f"n_{text}"
    if not text.isidentifier():
        # Letters that no identifier may hold, or not here (marks of other scripts).
        text = "".join(letter if f"a{letter}".isidentifier() else "_" for letter in text)
        text = text if text.isidentifier() else f"n_{text}"
    # The soft keywords stay as they are: they are legal names, and the list of them grows with Python ("type" is one
    # from 3.12 on), so that the output would depend on the Python that generates.
    if keyword.iskeyword(text):
        return f"{text}_"
    return text if text.isidentifier() else "unnamed"


OBJECT_MEMBERS: Final = (
    frozenset(("is_gone", "keep", "note_deleted", "stored_alerts"))
    | frozenset(
        ("announce", "answered", "begin", "changed", "commit", "execute", "fire", "handler", "last_result", "owed")
    )
    | frozenset(("pending", "primitives", "read", "read_leaf", "recover", "rollback", "state", "uri", "variables"))
)
"""What every object of the runtime has, so that no event's method may be called so."""


def event_method(name: str) -> str:
    """The method that raises an event."""
    method = snake(name)
    return f"{method}_" if method in OBJECT_MEMBERS else method


class Names:
    """Gives out names in one namespace, each once."""

    def __init__(self, taken: frozenset[str] = frozenset()) -> None:
        self._taken = set(taken)

    def give(self, name: str) -> str:
        """`name`, changed only as far as it must be."""
        if name not in self._taken:
            self._taken.add(name)
            return name
        number = 2
        while f"{name.rstrip('_')}_{number}" in self._taken:
            number += 1
        given = f"{name.rstrip('_')}_{number}"
        self._taken.add(given)
        return given

    def has(self, name: str) -> bool:
        """Whether the name is taken."""
        return name in self._taken

    def give_member(self, name: str) -> str:
        """A member of a node: names that every node has get ``_`` behind them."""
        return self.give(f"{name}_" if name in NODE_MEMBERS else name)

"""Ids of elements in pages: stable, one to one with the ids of the model, and legal in a link."""

from __future__ import annotations

from collections.abc import Callable

from swmgen.model import Element

_KEPT = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-/")
_SIGNS = {" ": "+", "<": "(", ">": ")"}

Href = Callable[[Element], str]
"""The link that leads to an element from the folder of the pages."""


def anchor(element_id: str) -> str:
    """The id on a page: ``fumo-1.1:node:x/<x>/Data`` becomes ``node-x/(x)/Data``."""
    kind, _, rest = element_id.partition(":")[2].partition(":")
    return f"{kind}-{_legal(rest)}" if rest else kind


def key_of(element_id: str) -> str:
    """The key of the enabler on whose page an element stands."""
    return element_id.partition(":")[0]


def file_name(name: str) -> str:
    """`name` as part of a file's name on every file system."""
    return "".join(letter if letter in _KEPT and letter != "/" else f"~{ord(letter):x}" for letter in name) or "~"


def _legal(text: str) -> str:
    if _KEPT.issuperset(text):
        return text
    return "".join(
        letter if letter in _KEPT else _SIGNS[letter] if letter in _SIGNS else f"~{ord(letter):x}~" for letter in text
    )

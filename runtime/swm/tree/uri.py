"""URIs of nodes (OMA-TS-DM_TND 1.2, section 7.1): ``./FwUpdate/Pkg1/State``, ``./FwUpdate?list=Struct``."""

from __future__ import annotations

from typing import Final

MAX_LENGTH: Final = 1024
MAX_SEGMENTS: Final = 64
MAX_NAME: Final = 256


def split(uri: str) -> tuple[tuple[str, ...], str]:
    """The names from the root, and what follows ``?``. ValueError for what is no URI of a node."""
    if len(uri) > MAX_LENGTH:
        raise ValueError(f"the URI is longer than {MAX_LENGTH} characters")
    path, _, query = uri.partition("?")
    if path in (".", "./", ""):
        return (), query
    if path.startswith("./"):
        path = path[2:]
    names = tuple(path.rstrip("/").split("/"))
    if len(names) > MAX_SEGMENTS:
        raise ValueError(f"the URI has more than {MAX_SEGMENTS} names")
    if "" in names or "." in names or ".." in names:
        raise ValueError("the URI has an empty name")
    return names, query


def join(names: tuple[str, ...]) -> str:
    """The URI of a node."""
    return "./" + "/".join(names) if names else "."

"""Names that come from the network. None of them ever becomes a path; these are refused before they are compared."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

MAX_NAME: Final = 1024
_PLAIN = re.compile(r"[A-Za-z0-9._~:/+-]*", re.ASCII)


def is_harmless(name: str) -> bool:
    """Whether a Content-Location could lead nowhere but to its own name, however often it is decoded.

    No climbing, no absolute path, no drive, no other separator, no escape, no
    control character, at most 1,024 characters. An empty name is harmless.
    """
    if len(name) > MAX_NAME or unquote(name) != name or _PLAIN.fullmatch(name) is None:
        return False
    path = name.removeprefix("swm:")
    if path.startswith("/") or ":" in path or "~" in path:
        return False
    return all(segment not in (".", "..", "") and not segment.endswith(".") for segment in path.split("/")) or not path

"""How a package lies in a FLUTE session (RFC 6726): one object for each authenticated chunk.

| TOI | object | name |
|---|---|---|
| 0 | FDT instances | |
| 1 | the index; symbol n is node n | ``swm:MANIFEST/index`` |
| 2 + 2c | the symbol nodes of chunk c | ``swm:MANIFEST/nodes/c`` |
| 3 + 2c | chunk c | ``swm:MANIFEST/chunk/c`` |
| from 2^31 | small files: metadata, announcements | their names |

MANIFEST is the first 16 hexadecimal digits of the digest of the manifest. A
receiver needs none of the names: places follow from TOI and signed sizes.
"""

from __future__ import annotations

import enum
import re
from typing import Final

from swm.security.target import Target

INDEX_TOI: Final = 1
SMALL_TOI: Final = 1 << 31
PACKAGE_NAMES: Final = "swm:"
"""How the names of parts of packages begin, and no others."""
_PLACE = re.compile(r"swm:([0-9a-f]{16})/(index|nodes|chunk)(?:/(\d{1,9}))?", re.ASCII)


class Part(enum.Enum):
    """What an object of a session is of the package."""

    INDEX = "index"
    NODES = "nodes"
    CHUNK = "chunk"


def place_of(toi: int, chunks: int) -> tuple[Part, int] | None:
    """What the object with a TOI is in a session of ours; the number of the chunk. None for other objects."""
    if toi == INDEX_TOI:
        return Part.INDEX, 0
    if 2 <= toi < 2 + 2 * chunks:
        return (Part.CHUNK if toi & 1 else Part.NODES), (toi - 2) >> 1
    return None


def toi_of(part: Part, chunk: int) -> int:
    """The TOI of a part in a session of ours."""
    return INDEX_TOI if part is Part.INDEX else 2 + 2 * chunk + (part is Part.CHUNK)


def name_of(target: Target, part: Part, chunk: int) -> str:
    """The Content-Location of a part."""
    name = f"swm:{target.manifest.hex()[:16]}/{part.value}"
    return name if part is Part.INDEX else f"{name}/{chunk}"


def place_named(target: Target, chunks: int, name: str) -> tuple[Part, int] | None:
    """What a Content-Location names of this package. None for anything else."""
    found = _PLACE.fullmatch(name)
    if found is None or found[1] != target.manifest.hex()[:16]:
        return None
    part = Part(found[2])
    chunk = int(found[3] or 0)
    return None if (part is Part.INDEX) != (found[3] is None) or chunk >= chunks else (part, chunk)

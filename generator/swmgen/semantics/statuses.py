"""Which Status answers which command (OMA-TS-DM_RepPro 1.2, section 10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from swmgen.model import EventKind

_COMMON: Final = frozenset((200, 401, 407, 500))

STATUSES: Final[Mapping[EventKind, frozenset[int]]] = {
    EventKind.EXEC: _COMMON | {202, 403, 404, 405, 406, 412, 414, 420, 425, 510},
    EventKind.REPLACE: _COMMON | {213, 215, 403, 404, 405, 413, 414, 415, 418, 420, 424, 425},
    EventKind.ADD: _COMMON | {213, 215, 404, 405, 413, 414, 415, 418, 420, 424, 425},
    EventKind.DELETE: _COMMON | {215, 403, 404, 405, 414, 425},
}
"""412 is kept for an Exec that lacks something it needs, as peers in the field use it."""

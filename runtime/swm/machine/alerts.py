"""Generic alerts of a device: what each kind looks like, and the ones that wait to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from swm.syncml import Alert

GENERIC_ALERT = "1226"


@dataclass(frozen=True, slots=True)
class AlertKind:
    """One alert of the specification (OMA-TS-DM_Protocol 1.2, 8.7).

    `source` is the path of the node it speaks of, below the object's root and
    empty for the root. `echoes` is true when it carries the Exec's Correlator.
    """

    name: str
    type: str
    format: str = "int"
    source: str = ""
    mark: str = "informational"
    mark_on_failure: str | None = None
    echoes: bool = False


@dataclass(frozen=True, slots=True)
class StoredAlert:
    """An alert that waits for the server's answer. `token` is unique for the object."""

    token: str
    kind: str
    data: str
    correlator: str | None
    failed: bool


def succeeded(result: int) -> bool:
    """Whether a result code is a success: 2xx, and 12xx of objects that add 1000."""
    return result // 100 % 10 == 2


def message_of(stored: StoredAlert, kind: AlertKind, root: str) -> Alert:
    """The Alert 1226, its CmdID left to the session."""
    # Importing the codecs takes as long as importing a whole object; describing a device needs none of them.
    from swm.syncml import Alert, Item, Location, Meta

    source = f"{root}/{kind.source}" if kind.source else root
    mark = kind.mark_on_failure if stored.failed and kind.mark_on_failure is not None else kind.mark
    meta = Meta(format=kind.format, type=kind.type, mark=mark)
    item = Item(source=Location(source), meta=meta, data=stored.data)
    return Alert("", GENERIC_ALERT, (item,), stored.correlator)

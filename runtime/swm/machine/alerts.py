"""Generic alerts of a device: what each kind looks like, and the ones that wait to be sent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from swm.whole_numbers import whole_number

if TYPE_CHECKING:
    from swm.syncml import Alert

GENERIC_ALERT = "1226"
_RESULT: Final = re.compile(r"<ResultCode>([0-9]{1,9})</ResultCode>")


@dataclass(frozen=True, slots=True)
class AlertKind:
    """One alert of the specification (OMA-TS-DM_Protocol 1.2, 8.7).

    `source` is the path of the node it speaks of, below the node that has the
    machine and empty for that node; `executed` is true when it speaks of the node
    that was executed instead. `echoes` is true when it carries the Exec's
    Correlator. `identifier` lists leaves of which the first there is stands
    beside the result as Identifier. `may` lists what flow control may do with it:
    spread, sample, hold, drop. `extension` is true in overlay placement for an
    alert that servers of the base do not know.
    """

    name: str
    type: str
    format: str = "int"
    source: str = ""
    mark: str = "informational"
    mark_on_failure: str | None = None
    echoes: bool = False
    executed: bool = False
    identifier: tuple[str, ...] = ()
    may: tuple[str, ...] = ("spread", "sample", "hold", "drop")
    extension: bool = False


@dataclass(frozen=True, slots=True)
class StoredAlert:
    """An alert that waits for the server's answer. `token` is unique for the object."""

    token: str
    kind: str
    data: str
    correlator: str | None
    failed: bool
    executed: str | None = None
    identifier: str | None = None


@dataclass(frozen=True, slots=True)
class Reported:
    """A stored alert with what flow control must know of it.

    `token` names it in its queue and `root` is the node with the machine. Where
    that node has gone, `before` is the token that the alert had until then.
    """

    token: str
    stored: StoredAlert
    kind: AlertKind
    root: str
    before: str | None = None

    def message(self) -> Alert:
        """The Alert 1226, its CmdID left to the session."""
        return message_of(self.stored, self.kind, self.root)


def succeeded(result: int) -> bool:
    """Whether a result code is a success: 2xx, and 12xx of objects that add 1000."""
    return result // 100 % 10 == 2


def result_in(data: str) -> int | None:
    """The result code in the data of an alert: the number that it is, or the ResultCode of its document."""
    code = whole_number(data)
    if code is not None:
        return code
    found = _RESULT.search(data)
    return None if found is None else int(found[1])


def message_of(stored: StoredAlert, kind: AlertKind, root: str) -> Alert:
    """The Alert 1226, its CmdID left to the session."""
    # Importing the codecs takes as long as importing a whole object; describing a device needs none of them.
    from swm.syncml import Alert, Item, Location, Meta, escape

    below = kind.source if stored.executed is None else stored.executed
    source = f"{root}/{below}" if below else root
    data = stored.data
    if kind.format == "xml" and whole_number(data) is not None:
        data = f"<ResultCode>{data}</ResultCode>"
        if stored.identifier is not None:
            data += f"<Identifier>{escape(stored.identifier)}</Identifier>"
    mark = kind.mark_on_failure if stored.failed and kind.mark_on_failure is not None else kind.mark
    meta = Meta(format=kind.format, type=kind.type, mark=mark)
    item = Item(source=Location(source), meta=meta, data=data)
    return Alert("", GENERIC_ALERT, (item,), stored.correlator)

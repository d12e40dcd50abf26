"""Orders to an image server that runs: suspend, resume or cancel a campaign.

An order is a file in a folder beside the record. Who gives it writes it whole;
the server takes it when its record says what came of it, and only then deletes
it. So an order that was given survives every kill of either side, and is
carried out once.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from swm.durable import replace_file
from swm.errors import LocalError
from swm.json_documents import read_json
from swm.trust.announcement import Action

if TYPE_CHECKING:
    from swm.imageserver.record import Progress

STEERING: Final = (Action.SUSPEND, Action.RESUME, Action.CANCEL)
MAX_SIZE: Final = 4096
RUNS: Final = "runs"
SUSPENDED: Final = "suspended"
CANCELLED: Final = "cancelled"
_AFTER: Final[Mapping[Action, str]] = {
    Action.SUSPEND: SUSPENDED,
    Action.RESUME: RUNS,
    Action.CANCEL: CANCELLED,
}


@dataclass(frozen=True, slots=True)
class SteeringOrder:
    """One order. `name` is that of its file, and no other order ever has it."""

    name: str
    campaign: str
    action: Action


def standing_after(progress: Progress, action: Action) -> str:
    """How a campaign stands once it has obeyed. LocalError for what cannot follow.

    The same order again is announced again, for devices that missed it.
    """
    if progress.standing == CANCELLED and action is not Action.CANCEL:
        raise LocalError("the campaign is cancelled, and devices have deleted what they had")
    return _AFTER[action]


class OrderBox:
    """The folder of a record's orders."""

    def __init__(self, record: Path) -> None:
        self._folder = record.with_name(f"{record.name}.orders")

    def put(self, campaign: str, action: Action) -> SteeringOrder:
        """Give an order, durably. LocalError when it cannot be written."""
        # Names sort by time; the random part tells two of one instant apart.
        name = f"{time.time_ns():020}-{secrets.token_hex(4)}.json"
        content = json.dumps({"campaign": campaign, "action": action.value})
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            replace_file(self._folder / name, content.encode("utf-8"))
        except OSError as error:
            raise LocalError(f"the order cannot be written to {self._folder}: {error.strerror}") from None
        return SteeringOrder(name, campaign, action)

    def waits(self, order: SteeringOrder) -> bool:
        """Whether no server has taken it yet."""
        return (self._folder / order.name).exists()

    def waiting(self) -> list[SteeringOrder]:
        """Orders that nobody has taken, the oldest first. A file that is none is renamed to ``.bad`` and stays.

        One that cannot be read now, as when all handles are in use, is left for the next time.
        """
        found = []
        for path in sorted(self._folder.glob("*.json")):
            try:
                found.append(_read(path))
            except OSError:
                continue
            except (ValueError, KeyError, TypeError):
                path.replace(path.with_name(f"{path.name}.bad"))
        return found

    def take(self, order: SteeringOrder) -> None:
        """The record says what came of it."""
        (self._folder / order.name).unlink(missing_ok=True)


def _read(path: Path) -> SteeringOrder:
    with path.open("rb") as stream:
        octets = stream.read(MAX_SIZE + 1)
    if len(octets) > MAX_SIZE:
        raise ValueError("too long for an order")
    document = read_json(octets)
    action, campaign = Action(document["action"]), document["campaign"]
    if action not in STEERING or not isinstance(campaign, str):
        raise ValueError("no order to steer a campaign")
    return SteeringOrder(path.name, campaign, action)

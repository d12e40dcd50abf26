"""What a device can tell about itself: power, memory, calls, networks. The reference device is told it by a script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from swm.errors import LocalError
from swm.whole_numbers import whole_number

Read = Callable[[str], str | None]
"""The value of a leaf below Policy, its default where it has none."""


@dataclass(slots=True)
class Surroundings:
    """How things stand. `battery` is in percent, `memory` free octets; `window` is true while updates may run."""

    battery: int = 100
    memory: int = 1 << 40
    call: bool = False
    network: bool = True
    bearer: str = "wlan"
    roaming: bool = False
    window: bool = True
    overload: bool = False
    idle: bool = True
    """Whether nothing else needs the device for an installation."""
    campaign: bool = False
    """Whether announcements of an image server belong to the campaign that runs."""

    def set(self, name: str, value: object) -> None:
        """Change one. LocalError for an unknown name or a value of another kind."""
        if name not in NAMES:
            raise LocalError(f"there is no condition {name}; there are {', '.join(NAMES)}")
        now = getattr(self, name)
        if type(value) is not type(now):
            raise LocalError(f"{name} is {value!r}; it must be like {now!r}")
        setattr(self, name, value)

    def against_transfer(self, read: Read) -> str | None:
        """The name of the condition that stands against a transfer under this policy; None when nothing does."""
        if not self.network:
            return "NETWORK_LOST"
        bearers = (read("AllowedBearers") or "").replace(",", " ").lower().split()
        if bearers and self.bearer.lower() not in bearers:
            return "BEARER_NOT_ALLOWED"
        if self.roaming and read("AllowRoaming") != "true":
            return "ROAMING"
        if self.battery < _number(read("MinBattery")):
            return "BATTERY"
        if self.memory < _number(read("MinFreeStorage")):
            return "STORAGE"
        if not self.window:
            return "OUTSIDE_WINDOW"
        if self.call:
            return "DEVICE_BUSY"
        return "SERVER_OVERLOAD" if self.overload else None

    def allows_update(self, read: Read) -> bool:
        """Whether battery, window, memory and calls let an installation begin."""
        enough = self.battery >= _number(read("MinBattery")) and self.memory >= _number(read("MinFreeStorage"))
        return enough and self.window and self.idle and not self.call


NAMES: Final = tuple(Surroundings.__slots__)


def _number(text: Any) -> int:
    return (whole_number(text) or 0) if isinstance(text, str) else 0

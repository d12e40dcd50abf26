"""Alert codes (OMA-TS-DM_Protocol 1.2, section 8.7) and the device's queue of generic alerts."""

from __future__ import annotations

from collections.abc import Sequence as Rows
from typing import Final, Protocol

from swm.syncml import Alert
from swm.whole_numbers import whole_number

DISPLAY: Final = "1100"
CONFIRM: Final = "1101"
TEXT_INPUT: Final = "1102"
SINGLE_CHOICE: Final = "1103"
MULTIPLE_CHOICE: Final = "1104"
SERVER_INITIATED: Final = "1200"
CLIENT_INITIATED: Final = "1201"
NEXT_MESSAGE: Final = "1222"
ABORT: Final = "1223"
CLIENT_EVENT: Final = "1224"
NO_END_OF_DATA: Final = "1225"
GENERIC: Final = "1226"

USER_INTERACTION: Final = frozenset((DISPLAY, CONFIRM, TEXT_INPUT, SINGLE_CHOICE, MULTIPLE_CHOICE))


def is_code(text: str) -> bool:
    """Whether it is the number of a Status, which has three digits; some clients send 0."""
    return whole_number(text, 3) is not None


class AlertQueue(Protocol):
    """Alerts the device has to send; they stay until the server has answered them."""

    def pending(self) -> Rows[tuple[str, Alert]]:
        """(token, alert) of all that no server has answered yet; the alert's CmdID is filled in by the session."""

    def answered(self, token: str, status: int = 200) -> None:
        """The server answered with this Status; the alert need not be sent again, whatever it says."""


class NoAlerts:
    """A device with nothing to say."""

    def pending(self) -> Rows[tuple[str, Alert]]:
        """Nothing."""
        return ()

    def answered(self, token: str, status: int = 200) -> None:
        """Nothing was sent."""

"""What Status and Alert codes mean (OMA-TS-DM_RepPro 1.2, OMA-TS-DM_Protocol 1.2)."""

from __future__ import annotations

from typing import Final

STATUS: Final = {
    "200": "done",
    "202": "accepted, not finished",
    "212": "authenticated for the session",
    "213": "chunk buffered",
    "214": "cancelled by the user",
    "215": "not executed",
    "216": "rolled back with its Atomic",
    "304": "not modified, or rejected by the user",
    "400": "bad request",
    "401": "credentials wrong",
    "403": "forbidden",
    "404": "not found",
    "405": "not allowed here",
    "406": "optional feature not supported",
    "407": "credentials missing",
    "408": "no answer in time",
    "412": "incomplete command",
    "413": "value too large",
    "414": "URI too long",
    "415": "format or type not supported",
    "416": "cannot be displayed",
    "418": "exists already",
    "420": "device full",
    "424": "size differs from the one announced",
    "425": "no permission in the ACL",
    "500": "failed",
    "503": "service not available",
    "507": "Atomic failed",
    "508": "refresh required",
    "510": "data store failed",
    "511": "server failed",
    "516": "roll-back failed",
    "517": "answer to an Atomic too large",
}

ALERT: Final = {
    "1100": "display",
    "1101": "confirm or reject",
    "1102": "text input",
    "1103": "single choice",
    "1104": "multiple choice",
    "1200": "server-initiated management",
    "1201": "client-initiated management",
    "1222": "next message",
    "1223": "session abort",
    "1224": "client event",
    "1225": "no end of data",
    "1226": "generic alert",
}


def status_text(code: str) -> str:
    """`202 (accepted, not finished)`; the code alone when nobody defined it."""
    return f"{code} ({STATUS[code]})" if code in STATUS else code


def alert_text(code: str) -> str:
    """`1226 (generic alert)`; the code alone when nobody defined it."""
    return f"{code} ({ALERT[code]})" if code in ALERT else code

"""Why a request is not served: an HTTP status and a sentence for the device's log."""

from __future__ import annotations


class Refused(Exception):
    """The request is not served. `retry_after` seconds later it may be."""

    def __init__(self, status: int, reason: str, *, retry_after: int | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.retry_after = retry_after

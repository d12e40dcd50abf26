"""How much a server lets its devices ask."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServerLimits:
    """Bounds on requests, sessions and time.

    Octets: `message` is what one message may have (MaxMsgSize), `header` all
    of a request's header, `expansion` how many times its own size a gzip body
    may grow. Counts: `requests` under way at once, `waiting` for one session,
    `connections` open, `live_sessions` held in memory (others are replayed from
    the store). Seconds: `request` for a whole request to arrive, `idle` between
    two requests of a connection, `kept` how long the rows of an ended session
    stay for retransmissions, `abandoned` after which silent sessions go.
    """

    message: int = 65_536
    header: int = 16 * 1024
    expansion: int = 100
    requests: int = 1_000
    waiting: int = 4
    connections: int = 20_000
    live_sessions: int = 20_000
    request: float = 30.0
    idle: float = 60.0
    kept: float = 3_600.0
    abandoned: float = 86_400.0

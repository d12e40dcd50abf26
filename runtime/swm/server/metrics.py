"""What Prometheus reads: counts and durations of requests, turns, transactions and sessions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
TURNS: Final = (1, 2, 4, 8, 16, 32, 64, 128, 256)


class Metrics:
    """The figures of one server in a registry of their own, so that several servers in a process do not mix."""

    def __init__(self, *, live: Callable[[], int], under_way: Callable[[], int]) -> None:
        registry = self.registry = CollectorRegistry()
        self._requests = Counter("swm_requests", "Requests by HTTP status", ["status"], registry=registry)
        self._by_status: dict[int, Counter] = {}
        self.seconds: Final = Histogram(
            "swm_request_seconds", "From the request's header to its answer", buckets=SECONDS, registry=registry
        )
        Gauge("swm_requests_under_way", "Requests being answered", registry=registry).set_function(under_way)
        turns = Counter("swm_turns", "Messages answered", ["outcome"], registry=registry)
        self.made: Final = turns.labels("turn")
        self.retransmissions: Final = turns.labels("retransmission")
        self.replayed: Final = Counter("swm_replayed_turns", "Turns read from the store again", registry=registry)
        self.opened: Final = Counter("swm_sessions_opened", "Sessions begun", registry=registry)
        self.ended: Final = Counter("swm_sessions_ended", "Sessions that came to their end", registry=registry)
        self.refused: Final = Counter("swm_sessions_refused", "Sessions ended for credentials", registry=registry)
        self.alerts: Final = Counter("swm_alerts_received", "Generic alerts of devices", registry=registry)
        self.failures: Final = Counter("swm_application_failures", "Exceptions of the application", registry=registry)
        self.pruned: Final = Counter("swm_sessions_pruned", "Sessions forgotten after their time", registry=registry)
        self.commits: Final = Histogram(
            "swm_transaction_turns", "Turns in one transaction of the store", buckets=TURNS, registry=registry
        )
        Gauge("swm_sessions_live", "Sessions held in memory", registry=registry).set_function(live)

    def request(self, status: int, seconds: float) -> None:
        """A request has been answered."""
        counter = self._by_status.get(status)
        if counter is None:
            counter = self._by_status[status] = self._requests.labels(str(status))
        counter.inc()
        self.seconds.observe(seconds)

    def text(self) -> bytes:
        """All figures in the text format of Prometheus."""
        return generate_latest(self.registry)

"""A device with alerts under flow control, driven step by step, and what must hold whatever happens to it.

`run` takes a history of steps and raises `Broken` as soon as an invariant does
not hold. The steps are plain tuples, so that hypothesis can make and shrink
them. `Killed` in the middle of a step is a power cut: what was not in a journal
is gone, and the device starts again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from swm.alerts.change import Cause
from swm.alerts.flow import AlertFlow
from swm.machine import AlertKind, MemoryJournal, Reported, StoredAlert
from swm_enablers.alertflow_1_0.nodes import AlertState
from swm_enablers.fumo_1_1.messages import ALERTS

SECOND = 1000
KEY = b"the device's own key"
KINDS = ("update", "suspended", "imageready", "userrequest", "securityfailure", "autonomousresult", "broadcastreport")


class Broken(AssertionError):
    """An invariant does not hold."""


class Killed(Exception):
    """The power is cut."""


class Journal(MemoryJournal):
    """Cuts the power at one of its writes: before it, when `keeps` is false, or after it."""

    def __init__(self, at: int = -1, keeps: bool = True) -> None:
        super().__init__()
        self.at, self.keeps, self.writes = at, keeps, 0

    def save(self, record: bytes) -> None:
        self.writes += 1
        if self.writes == self.at and not self.keeps:
            raise Killed
        super().save(record)
        if self.writes == self.at:
            raise Killed


class Objects:
    """The objects of the device: they keep their alerts, on a disk, until they are told that one is over."""

    def __init__(self) -> None:
        self.stored: dict[str, Reported] = {}
        self.gone: list[str] = []

    def reported(self) -> Sequence[Reported]:
        return list(self.stored.values())

    def answered(self, token: str) -> None:
        if self.stored.pop(token, None) is not None:
            self.gone.append(token)


class Draws:
    """A source of numbers that gives the same ones in the same order (a linear congruence)."""

    def __init__(self, seed: int = 1) -> None:
        self.state = seed

    def __call__(self, below: int) -> int:
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 16) % below


class World:
    """One device and one server."""

    def __init__(
        self, flow: type[AlertFlow] = AlertFlow, journal: Journal | None = None, draws: Draws | None = None
    ) -> None:
        self.flow_class = flow
        self.journal = Journal() if journal is None else journal
        self.draws = Draws() if draws is None else draws
        self.now = 1_700_000_000 * SECOND
        self.entry: dict[str, str] | None = None
        self.objects = Objects()
        self.count = 0
        self.causes: dict[str, Cause] = {}
        self.known: dict[str, Reported] = {}
        self.delivered: list[str] = []
        self.times: dict[str, int] = {}
        self.took: list[int] = []
        self.start()

    def start(self) -> None:
        """The device starts with what its disks have."""
        self.flow = self.flow_class(
            {"fumo": self.objects}, lambda: None if self.entry is None else self.read, KEY, self.journal, self.cause
        )

    def cause(self, found: Reported) -> Cause:
        return self.causes[found.token]

    def read(self, path: str, leaf: Any) -> Any:
        assert self.entry is not None
        value = self.entry.get(path, leaf.spec.default)
        return None if value is None else leaf.codec.decode(value)

    def report(self, kind: str, failed: bool, correlator: bool, campaign: bool, image_server: str) -> str:
        """An object has something to say."""
        self.count += 1
        token = str(self.count)
        described: AlertKind = ALERTS[kind]
        data = ("418" if kind == "securityfailure" else "500") if failed or kind == "securityfailure" else "200"
        stored = StoredAlert(token, kind, data, f"c{token}" if correlator else None, data != "200")
        self.causes[token] = Cause(campaign, f"delivery-{self.count % 7}", image_server)
        self.known[token] = self.objects.stored[token] = Reported(token, stored, described, "./FUMO")
        return token

    def session(self, answers: bool) -> list[str]:
        """A session: the server answers everything or, to be asked again, nothing. Tokens that went out."""
        went = []
        for token, alert in list(self.flow.pending()):
            sources = [item.meta.type for item in alert.items if item.meta is not None]
            assert sources
            went.append(token)
            if answers:
                own = [name.partition(":")[2] for name in token.split("|")]
                self.delivered += [name for name in own if name not in self.delivered]
                self.flow.answered(token)
        return went

    def take(self, step: tuple[Any, ...]) -> None:
        """One step of a history."""
        what, *how = step
        if what == "report":
            self.report(*how)
        elif what == "wait":
            self.now += how[0]
        elif what == "session":
            self.flow.session_opens(self.now, self.draws)
            self.session(True)
        elif what == "send":
            self.session(how[0])
        elif what == "fail":
            self.flow.sending_failed(self.now, self.draws, how[0])
        elif what == "write":
            self.entry = how[0]
        elif what in ("release", "flush", "discard"):
            getattr(self.flow, what)()
        elif what == "restart":
            self.start()

    def advance(self) -> None:
        """What a device does after each step."""
        before = {token: kept.state for token, kept in self.flow.record.alerts.items()}
        self.flow.advance(self.now, self.draws)
        for token, kept in self.flow.record.alerts.items():
            # A token of the bucket is what brings an alert from waiting to due before MaxDelay is over.
            was = before.get(token, AlertState.WAITING if kept.due is not None else AlertState.DUE)
            in_time = kept.due is not None and kept.due <= self.now < kept.ends
            if was is AlertState.WAITING and kept.state is AlertState.DUE and in_time:
                self.took.append(self.now)

    def check(self) -> None:
        """Raise Broken for the first invariant that does not hold."""
        stats, counters = self.flow.stats, self.flow.record.counters
        if counters.taken != stats.pending + stats.sent + stats.suppressed + stats.dropped:
            raise Broken("the figures do not add up")
        if counters.taken != self.count or stats.pending != len(self.objects.stored):
            raise Broken("an alert is not counted")
        for token, kept in self.flow.record.alerts.items():
            if kept.due is not None and self.times.setdefault(token, kept.due) != kept.due:
                raise Broken("a time was drawn anew")
            if kept.due is not None and kept.due > kept.ends:
                raise Broken("an alert comes after MaxDelay")
            if kept.state in (AlertState.WAITING, AlertState.HELD) and kept.ends <= self.now:
                raise Broken("MaxDelay is over and the alert still waits")
        for token in self.objects.gone:
            if token in self.delivered:
                continue
            alert, cause = self.known[token], self.causes[token]
            security = alert.kind.name == "securityfailure"
            if alert.stored.correlator is not None or (alert.stored.failed and not security):
                raise Broken("an alert that is owed, or of a failure, is lost")
            if security and not (cause.campaign and cause.image_server in self.named()):
                raise Broken("a report of an attack is lost")
            if alert.kind.name == "update":
                raise Broken("a final alert is lost")

    def named(self) -> set[str]:
        """Image servers that a report that was not left out has named."""
        told = {*self.delivered, *self.objects.stored}
        return {self.causes[token].image_server for token in told if self.known[token].kind.name == "securityfailure"}

    def check_rate(self, count: int, period: int) -> None:
        """No stretch of time has more alerts than a bucket allows."""
        for first, begin in enumerate(self.took):
            for last in range(first, len(self.took)):
                number, stretch = last - first + 1, self.took[last] - begin
                if number * period > count * period + stretch * count:
                    raise Broken(f"{number} alerts in {stretch} ms")


def run(steps: Sequence[tuple[Any, ...]], world: World, each: Callable[[World], None] = lambda _: None) -> World:
    """Let a history happen, check after each step, and in the end let every alert come that is owed."""
    for step in steps:
        world.take(step)
        world.advance()
        each(world)
        world.check()
    return world


def settle(world: World) -> None:
    """The server is there from now on, and opens sessions: all that waits comes."""
    for _ in range(3):
        world.now += 10_000_000 * SECOND
        world.advance()
        world.take(("session",))
        world.advance()
    world.check()
    if world.objects.stored or world.flow.stats.pending:
        raise Broken("an alert never comes")
    if world.flow.stats.sent != len(world.delivered):
        raise Broken("what was sent is counted wrongly")


def entry_of(mode: int, **leaves: int) -> dict[str, str]:
    return {"Mode": str(mode), **{name: str(value) for name, value in leaves.items()}}


reports = st.tuples(
    st.just("report"),
    st.sampled_from(KINDS),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from(("is1", "is2")),
)
entries: st.SearchStrategy[Mapping[str, str] | None] = st.one_of(
    st.none(),
    st.builds(
        entry_of,
        st.integers(0, 3),
        OffsetTime=st.sampled_from((0, 10)),
        RandomTimePeriod=st.sampled_from((0, 60, 3600)),
        MaxDelay=st.sampled_from((30, 86400)),
        MaxAlerts=st.sampled_from((0, 1, 3)),
        Interval=st.sampled_from((60, 3600)),
        MaxItems=st.integers(1, 3),
        SamplePercentage=st.sampled_from((0, 50, 100)),
        MaxStored=st.sampled_from((0, 2, 64)),
        MaxAttempts=st.sampled_from((0, 2)),
        InitialBackoff=st.just(60),
        MaxBackoff=st.just(240),
    ),
)
others = st.one_of(
    st.tuples(st.just("wait"), st.sampled_from((0, 1, 999, 10_000, 61_000, 600_000, 4_000_000, 90_000_000))),
    st.tuples(st.sampled_from(("session", "release", "flush", "discard", "restart"))),
    st.tuples(st.just("send"), st.booleans()),
    st.tuples(st.just("fail"), st.one_of(st.none(), st.integers(1, 100_000))),
    st.tuples(st.just("write"), entries),
)
histories = st.lists(st.one_of(reports, reports, others, others), max_size=25)

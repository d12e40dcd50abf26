"""Flow control does what the specification's machine of one alert says: both are given the same events.

One side is `swm.alerts`. The other is the compiler's interpreter, one machine
for each alert, with the facts worked out from the words of the specification
by the few lines below. States, attempts and figures are compared after each
step. Times are drawn by one side only: the other checks that they lie where
the rules allow, and goes by them.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from flowing import KEY, SECOND, Broken, World, entry_of, histories, run
from hypothesis import Phase, find, given, settings
from proofs import machine_of

from swmgen.load import load as load_spec
from swmgen.model import Machine, Not, Transition
from swmgen.semantics import cells, initial, step
from swmgen.semantics.configuration import Configuration

SPEC = Path(__file__).resolve().parents[3] / "spec"
HOUR = 3600 * SECOND
FINAL = {"download", "update", "downloadandupdate"}
MARKS = ("fatal", "critical", "minor", "warning", "informational", "harmless", "indeterminate")
MODES = {"0": "off", "1": "spread", "2": "spread_and_sample", "3": "hold"}
OVER = ("sent", "suppressed", "dropped")
SEARCH = settings(max_examples=3000, deadline=None, derandomize=True, phases=[Phase.generate], database=None)


@cache
def enablers() -> Mapping[str, Any]:
    return load_spec(SPEC).enablers


def machine_of_an_alert() -> Machine:
    return machine_of(enablers()["alertflow-1.0"], "alert")


@dataclass
class Twin:
    """One alert as the interpreter has it, and what is known of it."""

    now: Configuration
    fixed: dict[str, bool]
    isid: str
    names_attack: bool
    order: int
    ends: int
    due: int | None = None
    retry: int | None = None


class Interpreted:
    """The alerts of a device, moved by the interpreter."""

    def __init__(self, machine: Machine) -> None:
        self.machine, self.table = machine, cells(machine)
        self.alerts: dict[str, Twin] = {}
        self.figures = dict.fromkeys(OVER, 0)
        self.entry: dict[str, str] | None = None
        self.now = 0
        self.taken = 0
        self.attacks: dict[str, int] = {}
        self.level: tuple[tuple[int, int], Fraction, int] | None = None

    # the words of the entry

    def leaf(self, name: str, default: int) -> int:
        return default if self.entry is None else int(self.entry.get(name, default))

    @property
    def mode(self) -> str:
        return "off" if self.entry is None else MODES[self.entry["Mode"]]

    @property
    def rate(self) -> tuple[int, int]:
        return self.leaf("MaxAlerts", 0), self.leaf("Interval", 3600) * SECOND

    def tokens(self) -> Fraction:
        count, period = self.rate
        if self.level is None:
            return Fraction(count)
        (before, span), level, at = self.level
        if before * span == 0:
            return Fraction(count)
        level = min(Fraction(before), level + Fraction((self.now - at) * before, span))
        return level if (before, span) == (count, period) else level * count / before

    # events

    def fire(self, token: str, event: str) -> None:
        twin = self.alerts[token]
        lately = [isid for isid, at in self.attacks.items() if self.now - at < HOUR]
        count, period = self.rate
        attempts = int(twin.now.variables[0])
        facts = {
            **twin.fixed,
            "mode": self.mode,
            "reported_lately": twin.names_attack and twin.isid in lately,
            "token_there": count * period == 0 or self.tokens() >= 1,
            "attempts_left": attempts < self.leaf("MaxAttempts", 10 if self.entry is not None else 1000),
        }
        world = {("fact", name): value for name, value in facts.items()}
        taken = step(self.machine, self.table[(twin.now.state, event)], twin.now, world)
        assert taken is not None, f"{event} in {twin.now.state}"
        before, twin.now = twin.now, taken.after
        if event == "due_time" and twin.now.state == "due" and count * period:
            self.level = self.rate, self.tokens() - 1, self.now
        if twin.now.state in OVER and before.state not in OVER:
            self.figures[twin.now.state] += 1
            del self.alerts[token]

    def fire_all(self, event: str) -> None:
        for token in list(self.alerts):
            self.fire(token, event)

    def report(self, world: World, token: str) -> None:
        found, cause = world.known[token], world.causes[token]
        kind, stored = found.kind, found.stored
        mark = kind.mark_on_failure if stored.failed and kind.mark_on_failure else kind.mark
        u = int.from_bytes(hmac.new(KEY, cause.transfer.encode(), hashlib.sha256).digest()[:8], "big")
        security = kind.name == "securityfailure"
        described = {alert.name: alert for alert in enablers()["fumo-1.1"].messages.alerts}[kind.name]
        may = {flow.value for flow in described.may}
        fixed = {
            "owed": stored.correlator is not None or kind.name in FINAL,
            "immediate": MARKS.index(mark) <= MARKS.index("critical"),
            "campaign": cause.campaign,
            "user_asked": kind.name == "userrequest",
            "security": security,
            "failed": stored.failed,
            "drawn": Fraction(u * 100, 2**64) < self.leaf("SamplePercentage", 100),
            "may_sample": "sample" in may,
            "may_hold": "hold" in may,
        }
        ends = self.now + self.leaf("MaxDelay", 86400) * SECOND
        self.alerts[token] = Twin(initial(self.machine), fixed, cause.image_server, security, self.taken, ends)
        self.taken += 1
        before = self.figures["suppressed"]
        self.fire(token, "decided")
        if security and self.figures["suppressed"] == before:
            self.attacks[cause.image_server] = self.now

    def pass_time(self) -> None:
        for token, twin in sorted(self.alerts.items(), key=lambda entry: (entry[1].due or 0, entry[1].order)):
            state = twin.now.state
            if state in ("waiting", "held") and twin.ends <= self.now:
                self.fire(token, "delay_over")
            elif state == "waiting" and twin.due is not None and twin.due <= self.now:
                self.fire(token, "due_time")
            elif state == "backoff" and twin.retry is not None and twin.retry <= self.now:
                self.fire(token, "backoff_over")
            elif state == "held" and self.mode == "off":
                self.fire(token, "release")

    def see_times(self, world: World) -> None:
        """Times that the other side has drawn: each once, and within the rules."""
        for token, twin in self.alerts.items():
            kept = world.flow.record.alerts.get(f"fumo:{token}")
            if kept is None or twin.now.state != "waiting" or twin.due is not None:
                continue
            spread = self.leaf("RandomTimePeriod", 0) if self.mode != "off" else 900
            first = self.now + (self.leaf("OffsetTime", 0) * SECOND if self.mode != "off" else 0)
            assert kept.due is not None
            if not min(first, twin.ends) <= kept.due <= min(first + spread * SECOND, twin.ends):
                raise Broken(f"the time of {token} is not where OffsetTime and RandomTimePeriod put it")
            twin.due = kept.due

    def make_room(self) -> None:
        for token, _ in sorted(self.alerts.items(), key=lambda entry: entry[1].order):
            if len(self.alerts) <= self.leaf("MaxStored", 64):
                return
            self.fire(token, "buffer_full")


class Both(World):
    """`swm.alerts` and the interpreter side by side."""

    def __init__(self, machine: Machine) -> None:
        self.other = Interpreted(machine)
        self.fresh: list[str] = []
        super().__init__()

    def take(self, step: tuple[Any, ...]) -> None:
        other = self.other
        due = [token for token, twin in other.alerts.items() if twin.now.state == "due"]
        if step[0] == "session":
            super_opens = self.flow.session_opens

            def opens(*how: Any) -> None:
                super_opens(*how)
                self.follow()
                other.fire_all("session_opens")

            self.flow.session_opens = opens  # type: ignore[method-assign]
            super().take(step)
            del self.flow.session_opens
            for token in [token for token, twin in other.alerts.items() if twin.now.state == "due"]:
                other.fire(token, "answered")
        else:
            super().take(step)
        if step[0] == "report":
            self.fresh.append(str(self.count))
        elif step[0] == "send" and step[1]:
            for token in due:
                other.fire(token, "answered")
        elif step[0] in ("release", "flush", "discard"):
            other.fire_all(step[0])
        elif step[0] == "fail":
            self.fail(due, step[1])
        other.entry = self.entry

    def fail(self, due: list[str], retry_after: int | None) -> None:
        other = self.other
        longest = other.leaf("MaxBackoff", 14400 if self.entry is not None else 300)
        initial_wait = other.leaf("InitialBackoff", 60 if self.entry is not None else 1)
        failures = max((int(other.alerts[token].now.variables[0]) for token in due), default=0)
        ceiling = min(longest, initial_wait * 2**failures)
        if retry_after is not None:
            ceiling = min(retry_after, max(longest, other.leaf("MaxDelay", 86400)))
        pauses = set()
        for token in due:
            other.fire(token, "sending_fails")
            twin, kept = other.alerts[token], self.flow.record.alerts[f"fumo:{token}"]
            if twin.now.state == "backoff" and kept.retry is not None:
                twin.retry = kept.retry
                pauses.add(kept.retry - self.now)
        if len(pauses) > 1 or any(not 0 <= pause <= ceiling * SECOND for pause in pauses):
            raise Broken("the back-off is not where InitialBackoff and MaxBackoff put it")
        if retry_after is not None and pauses - {ceiling * SECOND}:
            raise Broken("Retry-After is not kept")

    def advance(self) -> None:
        super().advance()
        self.follow()
        self.compare()

    def follow(self) -> None:
        """What `AlertFlow.advance` does, on the other side."""
        other = self.other
        other.now, other.entry = self.now, self.entry
        for token in self.fresh:
            other.report(self, token)
        self.fresh.clear()
        other.pass_time()
        other.see_times(self)
        other.pass_time()
        other.make_room()

    def compare(self) -> None:
        """Raise Broken where the two sides are not the same."""
        here = {
            token.partition(":")[2]: (kept.state.name.lower(), kept.attempts)
            for token, kept in self.flow.record.alerts.items()
        }
        there = {token: (twin.now.state, twin.now.variables[0]) for token, twin in self.other.alerts.items()}
        if here != there:
            raise Broken(f"swm.alerts has {here}, the machine {there}")
        stats, figures = self.flow.stats, self.other.figures
        if (stats.pending, stats.sent, stats.suppressed, stats.dropped) != (
            len(there),
            *(figures[name] for name in OVER),
        ):
            raise Broken(f"swm.alerts counts {stats}, the machine {figures}")
        due = {token for token, (state, _) in there.items() if state == "due"}
        out = {own.partition(":")[2] for token, _ in self.flow.pending() for own in token.split("|")}
        if out != due:
            raise Broken(f"{out} go out, and {due} are due")


@settings(max_examples=150, deadline=None)
@given(histories)
def test_flow_control_and_the_machine_are_in_the_same_states_after_every_step(steps: list[tuple[Any, ...]]) -> None:
    run(steps, Both(machine_of_an_alert()))


@pytest.mark.long
@settings(max_examples=4000, deadline=None)
@given(histories)
def test_they_are_so_for_thousands_of_histories(steps: list[tuple[Any, ...]]) -> None:
    run(steps, Both(machine_of_an_alert()))


def changed(event: str, **change: Any) -> Machine:
    """The machine with the first transition of an event changed."""
    machine = machine_of_an_alert()
    place = next(number for number, row in enumerate(machine.transitions) if row.event == event)
    rows: list[Transition] = list(machine.transitions)
    rows[place] = msgspec.structs.replace(rows[place], **change)
    return msgspec.structs.replace(machine, transitions=tuple(rows))


def opposite(event: str) -> dict[str, Any]:
    row = next(row for row in machine_of_an_alert().transitions if row.event == event)
    assert row.guard is not None
    return {"guard": Not(term=row.guard, span=row.span)}


@pytest.mark.parametrize(
    ("event", "change"),
    [
        ("session_opens", {"target": "waiting"}),
        ("release", {"target": "due"}),
        ("flush", {"target": "waiting"}),
        ("delay_over", {"target": "waiting"}),
        ("sending_fails", {"sets": ()}),
        ("backoff_over", {"target": "stored"}),
        ("discard", None),
        ("buffer_full", {"target": "sent"}),
        ("answered", {"target": "dropped"}),
    ],
)
def test_a_machine_that_says_something_else_is_told_apart(event: str, change: dict[str, Any] | None) -> None:
    machine = changed(event, **(opposite(event) if change is None else change))

    def differs(steps: list[tuple[Any, ...]]) -> bool:
        try:
            run(steps, Both(machine))
        except (Broken, AssertionError, KeyError):
            return True
        return False

    find(histories, differs, settings=SEARCH)


def test_a_history_with_every_kind_of_event_is_followed_to_its_end() -> None:
    hold = entry_of(3, RandomTimePeriod=60, MaxStored=2, MaxAttempts=1, InitialBackoff=60, MaxBackoff=240)
    informs = ("report", "imageready", False, False, False, "is1")
    steps: list[tuple[Any, ...]] = [
        ("write", hold),
        informs,
        ("report", "update", False, True, False, "is1"),
        informs,
        ("discard",),
        informs,
        ("release",),
        ("wait", 61_000),
        ("fail", None),
        ("wait", 600_000),
        ("fail", None),
        ("session",),
    ]
    world = run(steps, Both(machine_of_an_alert()))
    assert world.flow.stats.sent == 2 and world.flow.stats.dropped == 2

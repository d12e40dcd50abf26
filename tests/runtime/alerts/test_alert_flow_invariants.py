"""Whatever happens: nothing owed or critical is lost, no more come than the bucket allows, a time is drawn once, figures add up.

Each invariant is shown to be able to fail: a flow with one fault in it is found out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flowing import Broken, Draws, Journal, Killed, World, entry_of, histories, run, settle
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from swm.alerts import flow as flow_module
from swm.alerts.bucket import Bucket
from swm.alerts.change import Change
from swm.alerts.flow import AlertFlow
from swm.alerts.record import Counters, FlowRecord
from swm_enablers.alertflow_1_0.nodes import AlertState
from swm_enablers.alertflow_1_0.states import AlertEvent

CASES = settings(max_examples=100, deadline=None)
SEARCH = settings(max_examples=2000, deadline=None, derandomize=True, phases=[Phase.generate], database=None)


def is_broken(steps: list[tuple[Any, ...]], end: Callable[[World], None] = settle) -> bool:
    try:
        end(run(steps, World()))
    except Broken:
        return True
    return False


@CASES
@given(histories)
def test_nothing_that_is_owed_or_critical_is_lost_and_the_figures_add_up(steps: list[tuple[Any, ...]]) -> None:
    settle(run(steps, World()))


def _drop_whatever_is_oldest(change: Change) -> None:
    for token in sorted(change.alerts, key=lambda token: change.alerts[token].order):
        if change._kept() <= change._policy.max_stored:
            return
        change.alerts[token] = replace(change.alerts[token], state=AlertState.DROPPED)
        change._counters = change._counters.over(AlertState.DROPPED)


def _draw_again(change: Change, draw: Callable[[int], int]) -> None:
    for token, kept in change.alerts.items():
        if kept.state is AlertState.WAITING:
            change.alerts[token] = replace(kept, due=change.now + draw(change._policy.period + 1))


def _never_end(change: Change) -> None:
    for token, kept in list(change.alerts.items()):
        if kept.state is AlertState.WAITING and kept.due is not None and kept.due <= change.now:
            change.fire(token, AlertEvent.DUE_TIME)


@pytest.mark.parametrize(
    ("owner", "method", "fault"),
    [
        (Change, "make_room", _drop_whatever_is_oldest),
        (Change, "draw_times", _draw_again),
        (Change, "let_time_pass", _never_end),
        (Counters, "over", lambda counters, state: counters),
        (Change, "sending_failed", lambda change, draw, after: change.alerts.clear()),
    ],
    ids=["drops what is owed", "draws again", "MaxDelay is forgotten", "does not count", "forgets after a failure"],
)
def test_a_flow_with_this_fault_is_found_out(
    monkeypatch: pytest.MonkeyPatch, owner: type, method: str, fault: Callable[..., Any]
) -> None:
    monkeypatch.setattr(owner, method, fault)
    find(histories, is_broken, settings=SEARCH)


# the bucket -----------------------------------------------------------------------------------------------------------

LIMITED = entry_of(1, MaxAlerts=3, Interval=60, RandomTimePeriod=5, MaxDelay=86400)
busy = st.lists(
    st.one_of(
        st.just(("report", "imageready", False, False, False, "is1")),
        st.just(("report", "imageready", False, False, False, "is1")),
        st.tuples(st.just("wait"), st.integers(0, 30_000)),
        st.just(("restart",)),
        st.just(("send", True)),
    ),
    max_size=60,
)


def within_rate(world: World) -> None:
    world.check_rate(3, 60_000)


@CASES
@given(busy)
def test_no_stretch_of_time_has_more_alerts_than_the_bucket_allows(steps: list[tuple[Any, ...]]) -> None:
    within_rate(run([("write", LIMITED), *steps], World()))


REPORT = ("report", "imageready", False, False, False, "is1")
RESTARTED = [*[REPORT] * 3, ("wait", 6000), ("restart",), *[REPORT] * 3, ("wait", 6000)]


def test_a_bucket_that_is_never_emptied_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Bucket, "taken", lambda bucket: bucket)
    find(busy, lambda steps: is_broken([("write", LIMITED), *steps], within_rate), settings=SEARCH)


def test_a_bucket_that_is_full_again_after_a_restart_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_broken([("write", LIMITED), *RESTARTED], within_rate)
    write = FlowRecord.write
    monkeypatch.setattr(FlowRecord, "write", lambda record: write(replace(record, bucket=None)))
    assert is_broken([("write", LIMITED), *RESTARTED], within_rate)


# restarts -------------------------------------------------------------------------------------------------------------


def story(steps: list[tuple[Any, ...]], *, restarts: bool) -> list[object]:
    """What an onlooker sees: who has got what, the figures, and when the next thing happens."""
    seen: list[object] = []

    def look(world: World) -> None:
        if restarts:
            world.start()
        seen.append(
            # Which of them were joined in one alert may differ, and so their order within one session.
            (sorted(world.delivered), world.flow.stats, world.flow.next_time(world.now), world.flow.wants_session)
        )

    world = run(steps, World(), look)
    settle(world)
    return [*seen, sorted(world.delivered), world.flow.stats]


@CASES
@given(histories)
def test_a_device_that_restarts_after_every_step_has_the_same_future(steps: list[tuple[Any, ...]]) -> None:
    assert story(steps, restarts=True) == story(steps, restarts=False)


def test_times_that_are_not_kept_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    write = FlowRecord.write

    def forgetful(record: FlowRecord) -> bytes:
        alerts = {token: replace(kept, due=None) for token, kept in record.alerts.items()}
        return write(replace(record, alerts=alerts))

    monkeypatch.setattr(FlowRecord, "write", forgetful)

    def differs(steps: list[tuple[Any, ...]]) -> bool:
        try:
            return story(steps, restarts=True) != story(steps, restarts=False)
        except Broken:
            return True

    find(histories, differs, settings=SEARCH)


def survives(steps: list[tuple[Any, ...]], at: int, keeps: bool) -> None:
    """A history in which the power is cut at one write of the journal, and the device then starts again."""
    world = World(journal=Journal(at, keeps), draws=Draws(at))
    for step in steps:
        try:
            world.take(step)
            world.advance()
        except Killed:
            world.start()
            world.advance()
        world.check()
    world.journal.at = -1
    settle(world)


@CASES
@given(histories, st.integers(1, 30), st.booleans())
def test_a_power_cut_at_any_write_loses_nothing_and_counts_nothing_twice(
    steps: list[tuple[Any, ...]], at: int, keeps: bool
) -> None:
    survives(steps, at, keeps)


def left_out_with_a_power_cut_everywhere() -> None:
    left_out = [("write", entry_of(2, SamplePercentage=0)), ("report", "imageready", False, False, False, "is1")]
    for at in range(1, 8):
        survives(left_out, at, False)
        survives(left_out, at, True)


def test_an_alert_that_is_left_out_is_counted_once_wherever_the_power_is_cut() -> None:
    left_out_with_a_power_cut_everywhere()


def test_telling_the_object_before_the_journal_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def hasty(flow: AlertFlow, change: Change, now: int) -> None:
        for token, kept in change.alerts.items():
            if kept.is_over:
                flow._sources["fumo"].answered(token.partition(":")[2])
        flow._journal.save(change.record.write())
        flow._now, flow._at = change.record, now
        flow._forget()

    monkeypatch.setattr(flow_module.AlertFlow, "_keep", hasty)

    with pytest.raises(Broken, match="not counted"):
        left_out_with_a_power_cut_everywhere()

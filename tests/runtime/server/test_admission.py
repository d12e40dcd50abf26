"""A server that is asked by too many begins so many sessions a second, and gives each of the others a slot of its own."""

from __future__ import annotations

import http.client
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference_programs import Program, free_port, server_toml

from swm.server.admission import Admission
from swm.syncml import Alert, Encoding, Header, Location, Message, encode_xml


def returning(admission: Admission, crowd: int, *, per_second: int = 0) -> tuple[Counter[int], Counter[int]]:
    """A crowd comes at once, and strangers `per_second`; who begins when, and how often each of the crowd asked."""
    asking = {0: [f"device {number}" for number in range(crowd)]}
    begun: Counter[int] = Counter()
    asked: Counter[int] = Counter()
    second = 0
    while asking and second < 60:
        # The strangers come first in each second: they must not take what is kept for others.
        for stranger in range(per_second):
            begun[second] += admission.wait(f"stranger {second} {stranger}", second + 0.1) == 0
        for who in asking.pop(second, []):
            asked[who] += 1  # type: ignore[index]
            wait = admission.wait(who, second + 0.5)
            if wait:
                asking.setdefault(second + wait, []).append(who)
            else:
                begun[second] += 1
        second += 1
    return begun, asked


def test_a_crowd_is_served_at_the_rate_and_nobody_is_refused_twice() -> None:
    begun, asked = returning(Admission(100), 1000)
    assert [begun[second] for second in range(10)] == [100] * 10
    assert max(asked.values()) == 2


def test_strangers_cannot_take_a_slot_that_is_kept() -> None:
    begun, asked = returning(Admission(10), 50, per_second=30)
    assert max(begun.values()) == 10
    assert max(asked.values()) == 2


def test_without_slots_of_their_own_devices_are_refused_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Admission, "_uses_slot", lambda admission, who, second: False)
    _, asked = returning(Admission(10), 50, per_second=30)
    assert max(asked.values()) > 2


def test_one_address_with_many_devices_has_many_slots() -> None:
    admission = Admission(2)
    waits = [admission.wait("gateway", 0.0) for _ in range(6)]
    assert waits == [0, 0, 1, 1, 2, 2]
    assert [admission.wait("gateway", 1.0) for _ in range(3)] == [0, 0, 2], "its slot is in second 3"


def test_a_slot_may_be_used_a_little_late_and_is_free_then() -> None:
    admission = Admission(1)
    assert [admission.wait(who, 0.0) for who in ("a", "b")] == [0, 1]
    assert admission.wait("b", 3.9) == 0, "two seconds late"
    assert [admission.wait(who, 10.0) for who in ("a", "b")] == [0, 1]
    assert admission.wait("c", 14.0) == 0, "b has not come"
    assert admission.kept == 0


def test_behind_the_horizon_no_slot_is_kept() -> None:
    admission = Admission(1, horizon=5)
    assert [admission.wait(f"{number}", 0.0) for number in range(8)] == [0, 1, 2, 3, 4, 5, 6, 6]
    assert admission.kept == 5


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), max_size=200), st.integers(1, 4))
def test_no_second_begins_more_sessions_than_the_rate_nor_has_more_slots(
    arrivals: list[tuple[int, int]], rate: int
) -> None:
    admission, now = Admission(rate, horizon=20), 0
    begun: Counter[int] = Counter()
    for pause, who in arrivals:
        now += pause
        wait = admission.wait(str(who), float(now))
        begun[now] += wait == 0
        assert 0 <= wait <= 21 and admission.kept <= rate * 23
    assert max(begun.values(), default=0) <= rate
    assert max(admission._slots.values(), default=0) <= rate


@pytest.mark.parametrize(("rate", "horizon", "patience"), [(0, 1, 0), (1, 0, 0), (1, 1, -1)])
def test_a_server_that_would_never_begin_a_session_is_refused(rate: int, horizon: int, patience: int) -> None:
    with pytest.raises(ValueError, match="at least"):
        Admission(rate, horizon=horizon, patience=patience)


def begin(port: int, session: str) -> tuple[int, int]:
    """The status that a device's first message gets from a server, and the seconds of Retry-After."""
    header = Header(session, "1", Location("http://server/dm"), Location("IMEI:1"))
    body = encode_xml(Message(header, (Alert("1", "1201"),), True))
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("POST", "/dm", body, {"Content-Type": Encoding.XML.content_type})
        answer = connection.getresponse()
        answer.read()
        return answer.status, int(answer.headers.get("Retry-After", "0"))
    finally:
        connection.close()


@pytest.mark.parametrize("limited", [True, False])
def test_a_server_program_begins_so_many_sessions_as_its_settings_say(limited: bool, tmp_path: Path) -> None:
    port = free_port()
    extra = "[admission]\nsessions = 1\npatience = 3600" if limited else ""
    server = Program("server", server_toml(tmp_path, port, "", extra=extra)).start()
    try:
        server.wait_for(lambda found: found["event"] == "serving")
        end = time.monotonic() + 60
        while True:
            try:
                answers = [begin(port, "1")]
                break
            except ConnectionRefusedError:
                assert time.monotonic() < end
                time.sleep(0.05)
        answers += [begin(port, f"{number:X}") for number in range(2, 20)]
        statuses = {status for status, _ in answers}
        if not limited:
            assert statuses == {200}
            return
        assert statuses == {200, 503}
        wait = next(seconds for status, seconds in answers if status == 503)
        assert wait >= 1
        time.sleep(wait)
        assert begin(port, "A0")[0] == 200, "who comes in its slot is served"
    finally:
        server.kill()

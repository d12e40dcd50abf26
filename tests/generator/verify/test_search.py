"""The search: every way to remember states gives the same number, on any number of threads; what may be missed is told."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from proofs import SPEC, loaded, machine_of

from swmgen.model import Size
from swmgen.verify import seen as memory
from swmgen.verify.network import Around, Network, tables
from swmgen.verify.search import search, way_to
from swmgen.verify.seen import Compact, Exact
from swmgen.verify.verdict import Closed, close

SIZE = Size(messages=2, losses=1, duplicates=1, power_cuts=1, attacks=1)


@pytest.fixture(scope="module")
def closed() -> Closed:
    enabler = loaded(SPEC).enablers["fumo-1.0"]
    return close(enabler, machine_of(enabler, "package"), SIZE)


def test_bytes_bits_and_threads_come_to_the_same_number(closed: Closed, monkeypatch: pytest.MonkeyPatch) -> None:
    product = closed.product
    found = search(product, Exact(product.total))
    assert search(product, Exact(product.total), jobs=2) == found
    monkeypatch.setattr(memory, "BYTES", 0)
    assert search(product, Exact(product.total)) == found


def test_hashes_find_nearly_all_and_say_what_they_may_miss(closed: Closed) -> None:
    product = closed.product
    states = search(product, Exact(product.total)).states
    found = search(product, Compact(24))
    assert found.states == pytest.approx(states, rel=0.001)
    assert 0 < found.missed < 0.001
    crowded = search(product, Compact(16))
    assert crowded.states < states
    assert crowded.missed > 0.1


@given(st.sets(st.integers(0, 300)), st.sets(st.integers(0, 300)))
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_set_of_bits_is_a_set(first: set[int], second: set[int]) -> None:
    kept = Exact(5001)
    kept._table = np.zeros(5001 // 8 + 1, dtype=np.uint8)
    kept._packed = True
    kept.add(np.array(sorted(first), dtype=np.int64))
    unseen = kept.unseen(np.array(sorted(second), dtype=np.int64))
    assert set(unseen.tolist()) == second - first
    assert kept.count(0, 5001) == len(first)


def test_a_way_leads_from_the_beginning_step_by_step(closed: Closed) -> None:
    product = closed.product
    levels = search(product, Exact(product.total)).levels
    goal = int(product.initial[0])
    for _ in range(3):
        goal = max(int(state) for states in product.after(np.array([goal])) for state in states)
    way = way_to(product, goal, Exact(product.total))
    assert way[0] in product.initial
    assert way[-1] == goal
    assert len(way) <= levels
    for before, after in itertools.pairwise(way):
        assert any(after in states for states in product.after(np.array([before])))


def test_every_state_of_the_network_has_its_number() -> None:
    enabler = loaded(SPEC).enablers["fumo-1.0"]
    from swmgen.verify.messages import messages_of

    network = Network(SIZE, messages_of(enabler, machine_of(enabler, "package"), SIZE))
    assert [network.number(network.state(number)) for number in range(network.count)] == list(range(network.count))
    assert network.state(network.initial) == Around((), (), (0,), 1, 1, 1, 1)


def test_the_network_loses_doubles_and_alters_only_as_often_as_it_may() -> None:
    enabler = loaded(SPEC).enablers["fumo-1.0"]
    from swmgen.verify.messages import messages_of

    network = Network(SIZE, messages_of(enabler, machine_of(enabler, "package"), SIZE))
    spent = Around((0,), (1,), (1,), 0, 0, 0, 0)
    words = {move.what.split()[0] for move in network.moves(spent)}
    assert words == {"sends", "answers"}
    fresh = Around((0,), (1,), (1,), 1, 1, 1, 1)
    assert {move.what.split()[0] for move in network.moves(fresh)} >= {"loses", "doubles", "alters", "puts"}


def test_an_answered_alert_takes_its_copies_along() -> None:
    enabler = loaded(SPEC).enablers["fumo-1.0"]
    from swmgen.verify.messages import messages_of

    size = Size(messages=2, duplicates=1, alerts=2)
    network = Network(size, messages_of(enabler, machine_of(enabler, "package"), size))
    answered = next(m for m in network.moves(Around((), (1, 1), (2,), 0, 0, 0, 0)) if m.what.startswith("answers"))
    assert answered.target == Around((), (), (1,), 0, 0, 0, 0)
    assert tables(network).full[network.number(Around((), (), (2,), 0, 0, 0, 0))]

"""No message is lost, none is processed twice: two processes on one store, killed at any point."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from counting_device import CountingDevice, post
from dm_server import ServerProcess

from swm.server import open_store
from swm.session import Account, DmClientSession, Scheme, Secret
from swm.syncml import Encoding

ROUNDS = 3
MESSAGES = 2 * ROUNDS + 1


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., ServerProcess]]:
    """Starts server processes, and ends those that are left."""
    started: list[ServerProcess] = []

    def begin(store: str, *, die: Any = None, **settings: Any) -> ServerProcess:
        server = ServerProcess(store, tmp_path, **settings)
        server.start(die=die)
        started.append(server)
        return server

    yield begin
    for server in started:
        server.kill()


def assert_all_once(store_url: str, device: CountingDevice, sessions: int, alerts: list[str]) -> None:
    """The device counted, and the server noted, every round once and in order; every alert is there once."""
    assert device.number == sessions * ROUNDS
    store = open_store(store_url)
    try:
        notes = [stored.note for stored in store.notes(device.name)]
        received = [stored.alert.correlator for stored in store.alerts(device.name)]
    finally:
        store.close()
    read = [int(json.loads(note.value)) for note in notes if note.topic == "read"]
    assert read == list(range(sessions * ROUNDS))
    orders = [json.loads(note.value) for note in notes if note.topic == "orders"]
    assert len(orders) == sessions and all(order.startswith(f"count on {device.name}") for order in orders)
    assert received == alerts
    if alerts:
        assert [json.loads(note.value) for note in notes if note.topic == "alerts"] == [[alert] for alert in alerts]


@pytest.mark.parametrize("encoding", list(Encoding), ids=lambda encoding: encoding.name)
def test_two_processes_take_the_messages_of_one_session_in_turn(
    database: str, start: Callable[..., ServerProcess], encoding: Encoding
) -> None:
    servers = [start(database), start(database)]
    device = CountingDevice("IMEI:1", encoding=encoding)
    device.waiting.append("a-1")
    assert device.session("1", device.over([server.place for server in servers])) == MESSAGES
    assert device.retransmissions == 0
    assert_all_once(database, device, 1, ["a-1"])
    replayed = [server.get("/metrics")[1] for server in servers]
    assert all("swm_replayed_turns_total 0.0" not in figures for figures in replayed)


@pytest.mark.parametrize(
    "scheme",
    [Scheme.MD5, *(pytest.param(scheme, marks=pytest.mark.long) for scheme in (Scheme.BASIC, Scheme.MAC))],
    ids=lambda scheme: scheme.name,
)
def test_both_processes_know_the_nonces_of_one_session(
    database: str, start: Callable[..., ServerProcess], scheme: Scheme
) -> None:
    places = [start(database, accounts={"IMEI:1": ("secret-1", scheme.name)}).place for _ in range(2)]
    device = CountingDevice(
        "IMEI:1", Account(Secret("IMEI:1", "secret-1", scheme), Secret("server", "secret-1-server", scheme))
    )
    assert device.session("1", device.over(places)) in (MESSAGES, MESSAGES + 1)
    assert_all_once(database, device, 1, [])


@pytest.mark.parametrize(
    "scheme", [pytest.param(Scheme.MD5, marks=pytest.mark.long), Scheme.MAC], ids=lambda scheme: scheme.name
)
def test_both_processes_know_the_nonces_of_the_sessions_before(
    database: str, start: Callable[..., ServerProcess], scheme: Scheme
) -> None:
    accounts = {"IMEI:1": ("secret-1", scheme.name)}
    places = [start(database, accounts=accounts, server_proves=False).place for _ in range(2)]
    device = CountingDevice("IMEI:1", Account(Secret("IMEI:1", "secret-1", scheme)))
    taken = [device.session(str(session), device.over(places)) for session in (1, 2, 3)]
    assert taken == [MESSAGES, MESSAGES, MESSAGES]
    device.account = Account(Secret("IMEI:1", "secret-1", scheme, b"a nonce long gone"))
    assert device.session("4", device.over(places)) == MESSAGES + 1
    assert_all_once(database, device, 4, [])


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("turn", [1, *(pytest.param(turn, marks=pytest.mark.long) for turn in range(2, MESSAGES + 1))])
def test_a_process_killed_at_a_commit_is_followed_by_the_other(
    database: str, start: Callable[..., ServerProcess], when: str, turn: int
) -> None:
    dying, other = start(database, die=(when, turn)), start(database)
    device = CountingDevice("IMEI:1")
    device.waiting.append("a-1")

    def first_to_dying(client: DmClientSession, message: bytes) -> tuple[bytes, str | None]:
        alive = dying.process is not None and dying.process.poll() is None
        return device.over([other.place, dying.place] if alive else [other.place])(client, message)

    assert device.session("1", first_to_dying) == MESSAGES
    assert dying.process is not None and dying.process.wait(timeout=120) == -9
    assert device.retransmissions >= 1
    assert_all_once(database, device, 1, ["a-1"])


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_process_on_sqlite_goes_on_where_it_was_killed(
    tmp_path: Path, start: Callable[..., ServerProcess], when: str
) -> None:
    store = f"sqlite:///{tmp_path / 'server.db'}"
    server = start(store, die=(when, 4))
    device = CountingDevice("IMEI:1")
    device.waiting.append("a-1")

    def send(client: DmClientSession, message: bytes) -> tuple[bytes, str | None]:
        if server.process is not None and server.process.poll() is not None:
            server.start()
        return device.over([server.place], patience=1.0)(client, message)

    def patient(client: DmClientSession, message: bytes) -> tuple[bytes, str | None]:
        try:
            return send(client, message)
        except AssertionError:
            return send(client, message)

    assert device.session("1", patient) == MESSAGES
    assert device.retransmissions >= 1
    assert_all_once(store, device, 1, ["a-1"])


def test_processes_killed_again_and_again_lose_nothing_and_do_nothing_twice(
    database: str, start: Callable[..., ServerProcess]
) -> None:
    _kill_at_random(database, [start(database), start(database)], kills=2, seed=1)


def test_one_process_on_sqlite_killed_again_and_again(tmp_path: Path, start: Callable[..., ServerProcess]) -> None:
    store = f"sqlite:///{tmp_path / 'server.db'}"
    _kill_at_random(store, [start(store)], kills=2, seed=2)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(5))
def test_many_kills(database: str, start: Callable[..., ServerProcess], seed: int) -> None:
    _kill_at_random(database, [start(database), start(database)], kills=12, seed=seed)


def _kill_at_random(store: str, servers: list[ServerProcess], *, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    devices = [CountingDevice(f"IMEI:{number}") for number in range(4)]
    places = [server.place for server in servers]
    sent: dict[str, list[str]] = {device.name: [] for device in devices}
    failures: list[BaseException] = []
    done = threading.Event()

    def live(device: CountingDevice) -> None:
        try:
            while not done.is_set():
                number = len(sent[device.name]) + 1
                sent[device.name].append(f"a-{number}")
                device.waiting.append(f"a-{number}")
                device.session(f"{number:X}", device.over(places))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=live, args=(device,)) for device in devices]
    for thread in threads:
        thread.start()
    for _ in range(kills):
        time.sleep(chance.uniform(0.05, 0.6))
        victim = chance.choice(servers)
        victim.kill()
        victim.start()
    time.sleep(0.2)
    done.set()
    for thread in threads:
        thread.join(timeout=240)
    assert failures == []
    assert sum(device.retransmissions for device in devices) > 0
    for device in devices:
        assert_all_once(store, device, len(sent[device.name]), sent[device.name])


def test_two_processes_that_get_the_same_message_at_once_answer_the_same(
    database: str, start: Callable[..., ServerProcess]
) -> None:
    servers = [start(database), start(database)]
    device = CountingDevice("IMEI:1")
    device.waiting.append("a-1")

    def race(client: DmClientSession, message: bytes) -> tuple[bytes, str | None]:
        answers: list[tuple[int, bytes, str | None]] = []

        def ask(place: str) -> None:
            answers.append(post(place, client, message))

        threads = [threading.Thread(target=ask, args=(server.place,)) for server in servers for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(answers) == 4
        assert len(set(answers)) == 1, answers
        assert answers[0][0] == 200
        return answers[0][1], answers[0][2]

    assert device.session("1", race) == MESSAGES
    assert_all_once(database, device, 1, ["a-1"])
    # A server writes its log some milliseconds after its answer: what it has said is whole once it has ended.
    assert {server.end() for server in servers} <= {0, -15}
    outcomes = [record.get("outcome") for server in servers for record in server.records() if record.get("turn")]
    assert outcomes.count("turn") == MESSAGES
    assert outcomes.count("retransmission") == 3 * MESSAGES

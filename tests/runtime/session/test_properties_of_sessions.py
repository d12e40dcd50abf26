"""What holds for every session: message limits change no outcome, and a session follows from what went in alone."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from dm_sessions import Pair, Waiting, at, counted, device_message, secret, server_message, statuses
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from swm.errors import PeerError
from swm.session import Account, DmServerSession, Scheme, Ticket
from swm.syncml import (
    Add,
    Alert,
    Atomic,
    Command,
    Copy,
    Delete,
    Encoding,
    Exec,
    Get,
    Item,
    Location,
    Meta,
    Replace,
    Sequence,
    decode_xml,
)

ROOT = Path(__file__).resolve().parents[3]

TEXTS = st.one_of(st.text("ab<&>é€\n", max_size=12), st.integers(0, 3000).map(lambda n: ("x<é" * n)[:n]))
NAMES = st.sampled_from(["one", "two"])
VALUES = NAMES.map(lambda name: f"./Thing/Entries/{name}/Value")
LEAVES = st.one_of(
    st.sampled_from(["./Thing/Number", "./Thing/Text", "./Thing/Entries", "./Nothing"]).map(lambda u: Get("", at(u))),
    VALUES.map(lambda uri: Get("", at(uri))),
    st.just(Get("", (*at("./Thing/Number"), *at("./Thing/Text"), *at("./Thing/Entries")))),
    TEXTS.map(lambda text: Replace("", at("./Thing/Text", text, "chr"))),
    st.binary(max_size=3000).map(lambda data: Replace("", at("./Thing/Data", data, "b64"))),
    st.integers(0, 12).map(lambda n: Replace("", at("./Thing/Number", str(n), "int"))),
    NAMES.map(lambda name: Add("", at(f"./Thing/Entries/{name}", "", "node"))),
    st.builds(lambda uri, text: Add("", at(uri, text, "chr")), VALUES, TEXTS),
    NAMES.map(lambda name: Delete("", at(f"./Thing/Entries/{name}"))),
    st.just(Copy("", (Item(target=Location("./Thing/Text"), source=Location("./Thing/Number")),))),
    st.just(Exec("", at("./Thing/Go"), correlator="c-1")),
)
SMALL = st.integers(0, 12).map(lambda n: Replace("", at("./Thing/Number", str(n), "int")))
COMMANDS = st.one_of(
    LEAVES,
    st.lists(SMALL, min_size=1, max_size=3).map(lambda inner: Atomic("", tuple(inner))),
    st.lists(SMALL, min_size=1, max_size=3).map(lambda inner: Sequence("", tuple(inner))),
)


def outcome(tickets: list[Ticket], pair: Pair) -> Any:
    tree = pair.tree
    return (
        [told(ticket) for ticket in tickets],
        [
            tree.value(f"./Thing/{name}")
            for name in ("Number", "Text", "Data", "Entries/one/Value", "Entries/two/Value")
        ],
        [order.correlator for order in pair.owner.orders],
        [one.item.data for one in pair.server.alerts],
    )


def told(ticket: Ticket) -> Any:
    rows = [(row.source.uri if row.source else None, row.data) for row in ticket.rows]
    return ticket.status, ticket.done, rows, [told(part) for part in ticket.parts]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.data_too_large, HealthCheck.too_slow])
@given(
    commands=st.lists(COMMANDS, max_size=12),
    encoding=st.sampled_from(Encoding),
    room=st.tuples(st.integers(1500, 5000), st.integers(1500, 5000)),
    alert=st.none() | st.integers(0, 4000),
)
def test_any_commands_through_any_message_limit_have_the_outcome_they_have_without_one(
    commands: list[Command], encoding: Encoding, room: tuple[int, int], alert: int | None
) -> None:
    def run(limit: int, server_limit: int) -> tuple[Any, Pair]:
        alerts = None if alert is None else Waiting(Alert("", "1226", (Item(meta=Meta("chr", "t"), data="a" * alert),)))
        pair = Pair(limit=limit, server_limit=server_limit, encoding=encoding, alerts=alerts)
        return outcome(pair.run(*commands), pair), pair

    free, _ = run(500_000, 500_000)
    found, pair = run(*room)
    assert found == free
    assert max(pair.sizes) <= room[0]
    assert max(pair.device_sizes[1:], default=0) <= room[1]


# large objects --------------------------------------------------------------------------------------------------------

NODES = ["./Thing/Text", "./Thing/Number"]
SIZE = 8


class LargeObjects(RuleBasedStateMachine):
    """A server that sends chunks in any order, with right and wrong sizes, among other commands; a model beside it."""

    @initialize()
    def begin(self) -> None:
        self.pair = Pair(max_object=SIZE)
        self.pair.client.start("1")
        self.number = 0
        self.open: tuple[str, int, str] | None = None
        self.dead: str | None = None
        self.values: dict[str, str | None] = {"./Thing/Text": None, "./Thing/Number": "1"}

    def send(self, command: Command) -> tuple[list[str], bool]:
        self.number += 1
        answer = self.pair.client.receive(server_message(command, number=str(self.number), final=False))
        assert answer is not None
        alerts = [c.code for c in decode_xml(answer).commands if isinstance(c, Alert)]
        return statuses(answer), "1225" in alerts

    def chunk(self, uri: str, data: str, size: int | None, more: bool) -> tuple[list[str], bool]:
        return self.send(Replace("2", (Item(target=Location(uri), meta=Meta(size=size), data=data, more_data=more),)))

    def stored(self, uri: str, value: str) -> str:
        if uri.endswith("Number") and value and (len(value) != 1 or not value.isdecimal()):
            return "415"
        self.values[uri] = value
        return "200"

    @rule(uri=st.sampled_from(NODES), data=st.text("123", max_size=4), size=st.none() | st.integers(0, 12))
    def starts(self, uri: str, data: str, size: int | None) -> None:
        if self.open is not None and self.open[0] == uri and size in (None, self.open[1]):
            return
        if self.dead == uri and size is None:
            return
        broken = self.open is not None
        got = self.chunk(uri, data, size, True)
        self.open = self.dead = None
        if size is None:
            expected, self.dead = "424", uri
        elif size > SIZE:
            expected = "413"
        elif len(data) > size:
            expected, self.dead = "424", uri
        else:
            expected, self.open = "213", (uri, size, data)
        assert got == ([expected], broken)

    @precondition(lambda self: self.open is not None)
    @rule(data=st.text("123", max_size=4), more=st.booleans(), repeats=st.booleans())
    def goes_on(self, data: str, more: bool, repeats: bool) -> None:
        assert self.open is not None
        uri, size, before = self.open
        got = self.chunk(uri, data, size if repeats else None, more)
        value = before + data
        if len(value) > size:
            expected, self.open, self.dead = "424", None, uri if more else None
        elif more:
            expected, self.open = "213", (uri, size, value)
        elif len(value) < size:
            expected, self.open = "424", None
        else:
            expected, self.open = self.stored(uri, value), None
        assert got == ([expected], False)

    @precondition(lambda self: self.dead is not None)
    @rule(data=st.text("123", max_size=4), more=st.booleans())
    def a_dead_object_goes_on(self, data: str, more: bool) -> None:
        assert self.dead is not None
        assert self.chunk(self.dead, data, None, more) == (["424"], False)
        if not more:
            self.dead = None

    @rule(uri=st.sampled_from(NODES), value=st.text("123", max_size=10))
    def a_whole_value(self, uri: str, value: str) -> None:
        if uri in (self.open[0] if self.open else None, self.dead):
            return
        broken = self.open is not None
        got = self.chunk(uri, value, None, False)
        self.open = self.dead = None
        assert got == (["413" if len(value) > SIZE else self.stored(uri, value)], broken)

    @rule()
    def another_command(self) -> None:
        assert self.send(Get("2", at("./Thing/Entries"))) == (["200"], self.open is not None)
        self.open = None

    @rule()
    def asks_for_more(self) -> None:
        assert self.send(Alert("2", "1222")) == (["200"], False)

    @invariant()
    def only_whole_values_count(self) -> None:
        assert {uri: self.pair.tree.value(uri) for uri in NODES} == self.values


LargeObjects.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestLargeObjects = LargeObjects.TestCase


# a session is a function of what went in ------------------------------------------------------------------------------


def session_of(account: Account | None) -> DmServerSession:
    accounts = None if account is None else {"d": account}.get
    return DmServerSession(server_id="s", respond_to="http://s/dm", accounts=accounts, nonces=counted())


def recorded(commands: list[Command], scheme: Scheme | None, encoding: Encoding) -> Any:
    """A session, and its journal: what came, what was submitted before the answer, and the answer."""
    account = None
    if scheme is not None:
        account = Account(secret("d", "p", scheme, b"n"), secret("s", "q", scheme, b"stale"))
    device = account and Account(account.device, secret("s", "q", scheme or Scheme.MD5, b"fresh"))
    pair = Pair(limit=2500, server_limit=2500, device=device, encoding=encoding)
    pair.server = session_of(account)
    journal = []
    left = list(commands)
    data: bytes | None = pair.client.start("1")
    while data is not None:
        mac = pair.client.mac_header
        pair.server.receive(data, encoding, mac)
        now = [left.pop(0) for _ in range(min(2, len(left)))] if pair.server.authenticated else []
        for command in now:
            pair.server.submit(command)
        answer = pair.server.respond()
        journal.append((data, mac, now, answer, pair.server.mac_header))
        data = pair.client.receive(answer, pair.server.mac_header)
    return account, journal


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.data_too_large, HealthCheck.too_slow])
@given(
    commands=st.lists(COMMANDS, max_size=6),
    scheme=st.sampled_from([None, Scheme.BASIC, Scheme.MD5, Scheme.MAC]),
    encoding=st.sampled_from(Encoding),
)
def test_a_session_played_again_gives_the_same_octets(
    commands: list[Command], scheme: Scheme | None, encoding: Encoding
) -> None:
    """Also when it is built anew before each message, as a server does that keeps sessions in a store."""
    account, journal = recorded(commands, scheme, encoding)
    for length in range(1, len(journal) + 1):
        session = session_of(account)
        for data, mac, submitted, answer, own_mac in journal[:length]:
            session.receive(data, encoding, mac)
            for command in submitted:
                session.submit(command)
            assert session.respond() == answer
            assert session.mac_header == own_mac


def fingerprint() -> str:
    """Of the octets of a long session, for another process."""
    commands: list[Command] = [Get("", at("./Thing/Number")), Replace("", at("./Thing/Data", b"x" * 5000, "b64"))]
    _, journal = recorded(commands * 3, Scheme.MAC, Encoding.XML)
    return hashlib.sha256(b"".join(answer for _, _, _, answer, _ in journal)).hexdigest()


def test_the_octets_do_not_depend_on_the_process() -> None:
    code = "import test_properties_of_sessions as t; print(t.fingerprint())"
    found = set()
    for seed in ("1", "2"):
        paths = [str(ROOT / "runtime"), str(ROOT / "tests"), str(Path(__file__).parent)]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(paths)}
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        found.add(done.stdout.strip())
    assert found == {fingerprint()}


def test_a_message_that_is_refused_leaves_no_trace_in_what_follows() -> None:
    account, journal = recorded([Get("", at("./Thing/Number"))], Scheme.MD5, Encoding.XML)
    session = session_of(account)
    for data, mac, submitted, answer, _ in journal:
        foreign = [] if data is journal[0][0] else [device_message(session="99")]
        for broken in (b"", data[:-1], *foreign):
            with pytest.raises(PeerError):
                session.receive(broken, mac=mac)
        session.receive(data, mac=mac)
        for command in submitted:
            session.submit(command)
        assert session.respond() == answer


def test_a_session_that_waits_is_small() -> None:
    """10,000 of them are held at once; what they hold of one device is a few kilobytes."""
    account = Account(secret("d", "p", Scheme.MD5, b"n"), secret("s", "q", Scheme.MD5, b"n"))
    first = Pair(device=account).client.start("1")
    count = 300
    for warm in range(2):
        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        sessions = []
        for _ in range(count):
            session = session_of(account)
            session.receive(first)
            session.submit(Get("", at("./Thing/Number")))
            session.respond()
            sessions.append(session)
        each = (tracemalloc.get_traced_memory()[0] - before) / count
        tracemalloc.stop()
        assert not hasattr(sessions[0], "__dict__")
        if warm:
            assert each < 12_000, f"a session takes {each:.0f} octets"


def test_the_sessions_import_no_socket_no_clock_and_no_random_source() -> None:
    forbidden = {"socket", "ssl", "asyncio", "time", "datetime", "random", "secrets", "os", "threading", "uuid", "http"}
    for room in ("session", "syncml"):
        for path in (ROOT / "runtime" / "swm" / room).glob("*.py"):
            for line in path.read_text(encoding="utf-8").splitlines():
                words = line.split()
                if words[:1] in (["import"], ["from"]):
                    assert words[1].partition(".")[0] not in forbidden, f"{path.name}: {line}"

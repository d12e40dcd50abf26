"""Server and client sessions in memory: every command, large objects, Atomic, refusals, credentials."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from swm.errors import LocalError, PeerError
from swm.session import Basic, DmClientSession, DmServerSession, Ticket
from swm.syncml import (
    Add,
    Alert,
    Atomic,
    Command,
    Delete,
    Exec,
    Get,
    Item,
    Location,
    Message,
    Meta,
    Replace,
    Sequence,
    Status,
    decode_xml,
    encode_xml,
)
from swm.tree import (
    BINARY,
    INTEGER,
    NOTHING,
    ONE,
    TEXT,
    ZERO_OR_MORE,
    ZERO_OR_ONE,
    Child,
    Children,
    Interior,
    Leaf,
    ManagementTree,
    access,
)
from swm.tree.management import Order, Value


class Entry(Interior):
    ACCESS = access.AddDeleteGet
    value = Leaf("Value", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE)


class Entries(Interior):
    ACCESS = access.Get
    instances = Children(Entry, ZERO_OR_MORE)


class Thing(Interior):
    ACCESS = access.Get
    MO_ID = "urn:oma:mo:x-thing:1.0"
    number = Leaf("Number", INTEGER, access.GetReplace, ONE, default="1", low=0, high=9)
    text = Leaf("Text", TEXT, access.GetReplace, ONE)
    data = Leaf("Data", BINARY, access.Replace, ONE)
    go = Leaf("Go", NOTHING, access.Exec, ONE)
    entries = Child("Entries", Entries, ONE)


class Owner:
    """Remembers what it was asked."""

    def __init__(self) -> None:
        self.orders: list[Order] = []
        self.answer = 202
        self.open = False

    def read(self, path: str) -> Value | None:
        return None

    def execute(self, path: str, order: Order) -> int:
        self.orders.append(order)
        return self.answer

    def changed(self, command: str, path: str, value: Value | None) -> int:
        return 403 if value == "forbidden" else 200

    def begin(self) -> None:
        self.open = True

    def commit(self) -> None:
        self.open = False

    def rollback(self) -> None:
        self.open = False


class Waiting:
    def __init__(self, *alerts: Alert) -> None:
        self.left = {str(number): alert for number, alert in enumerate(alerts)}

    def pending(self) -> list[tuple[str, Alert]]:
        return list(self.left.items())

    def answered(self, token: str) -> None:
        del self.left[token]


class Pair:
    """A server and a device, and the messages between them."""

    def __init__(self, *, limit: int = 65_536, alerts: Any = None, server: Any = None, device: Any = None) -> None:
        self.tree = ManagementTree()
        self.owner = Owner()
        self.tree.mount("./Thing", Thing.describe("", ONE), self.owner)
        self.client = DmClientSession(
            self.tree,
            server_uri="http://s/dm",
            device_id="d",
            server_id="s",
            alerts=alerts,
            max_message=limit,
            credentials=device,
            dev_info=("./Thing/Number",),
        )
        self.server = DmServerSession(server_id="s", respond_to="http://s/dm?1", credentials=server)
        self.messages: list[Message] = []
        self.sizes: list[int] = []

    def run(self, *commands: Command) -> list[Ticket]:
        tickets = [self.server.submit(command) for command in commands]
        data: bytes | None = self.client.start("1")
        for _ in range(2000):
            if data is None:
                assert self.client.over
                return tickets
            self.server.receive(data)
            answer = self.server.respond()
            self.sizes.append(len(answer))
            self.messages += [decode_xml(data), decode_xml(answer)]
            data = self.client.receive(answer)
        pytest.fail("the session does not end")


def at(uri: str, data: str | bytes | None = None, format: str | None = None) -> tuple[Item, ...]:
    return (Item(target=Location(uri), meta=None if format is None else Meta(format=format), data=data),)


def test_the_first_package_has_the_session_alert_and_device_information() -> None:
    pair = Pair()
    pair.run()
    first = pair.messages[0]
    assert isinstance(first.commands[0], Alert)
    assert first.commands[0].code == "1201"
    assert pair.server.dev_info == {"./Thing/Number": "1"}
    assert pair.messages[1].header.respond_to == "http://s/dm?1"


def test_every_command_gets_its_status_and_a_get_its_result() -> None:
    pair = Pair()
    tickets = pair.run(
        Get("", at("./Thing/Number")),
        Replace("", at("./Thing/Number", "5", "int")),
        Exec("", at("./Thing/Go"), correlator="c-1"),
        Add("", at("./Thing/Entries/one", "", "node")),
        Add("", at("./Thing/Entries/one/Value", "first", "chr")),
        Get("", at("./Thing/Entries")),
        Delete("", at("./Thing/Entries/one")),
        Get("", at("./Thing/Entries")),
    )
    assert [ticket.status for ticket in tickets] == [200, 200, 202, 200, 200, 200, 200, 200]
    assert (tickets[0].data, tickets[5].data, tickets[7].data) == ("1", "one", "")
    assert pair.owner.orders == [Order("s", "c-1", None, "Go")]


@pytest.mark.parametrize(
    ("command", "status"),
    [
        (Get("", at("./Nothing")), 404),
        (Get("", at("./Thing/Data")), 405),
        (Get("", at("./Thing/Number?list=Struct")), 406),
        (Get("", at("./" + "x" * 2000)), 414),
        (Replace("", at("./Thing/Number", "ten", "int")), 415),
        (Replace("", at("./Thing/Number", "10", "int")), 415),
        (Replace("", at("./Thing/Text", "forbidden", "chr")), 403),
        (Replace("", at("./Thing", "x", "chr")), 405),
        (Exec("", at("./Thing/Number")), 405),
        (Add("", at("./Thing/Number", "1", "int")), 418),
        (Add("", at("./Thing/Other", "1", "int")), 404),
        (Add("", at("./Thing/Entries/one/Value", "1", "chr")), 404),
        (Delete("", at("./Thing/Entries")), 405),
        (Get("", (Item(),)), 412),
    ],
)
def test_a_refused_command_gets_the_status_that_says_why_and_changes_nothing(command: Command, status: int) -> None:
    pair = Pair()
    [ticket] = pair.run(command)
    assert ticket.status == status
    assert (pair.tree.value("./Thing/Number"), pair.tree.value("./Thing/Text")) == ("1", None)


def inner(*commands: Command) -> tuple[Command, ...]:
    return tuple(commands)


def test_an_atomic_that_fails_changes_nothing_and_says_what_was_undone() -> None:
    pair = Pair()
    group = Atomic(
        "",
        inner(
            Replace("a", at("./Thing/Number", "5", "int")),
            Replace("b", at("./Thing/Text", "forbidden", "chr")),
            Replace("c", at("./Thing/Text", "never", "chr")),
        ),
    )
    [ticket] = pair.run(group)
    assert ticket.status == 507
    answered = {
        status.command_ref: status.code
        for message in pair.messages
        for status in message.commands
        if isinstance(status, Status) and status.command == "Replace" and status.command_ref in ("a", "b", "c")
    }
    assert answered == {"a": "216", "b": "403", "c": "215"}
    assert pair.tree.value("./Thing/Number") == "1"
    assert not pair.owner.open


def test_an_atomic_that_succeeds_counts() -> None:
    pair = Pair()
    [ticket] = pair.run(Atomic("", inner(Replace("a", at("./Thing/Number", "5", "int")))))
    assert ticket.status == 200
    assert pair.tree.value("./Thing/Number") == "5"


@pytest.mark.parametrize("bad", [Get("a", at("./Thing/Number")), Exec("a", at("./Thing/Go"))])
def test_an_atomic_takes_no_get_and_no_exec(bad: Command) -> None:
    pair = Pair()
    [ticket] = pair.run(Atomic("", inner(bad)))
    assert ticket.status == 500
    assert pair.owner.orders == []


def test_a_sequence_is_done_in_order() -> None:
    pair = Pair()
    [ticket] = pair.run(
        Sequence(
            "", inner(Replace("a", at("./Thing/Number", "5", "int")), Replace("b", at("./Thing/Number", "6", "int")))
        )
    )
    assert ticket.status == 200
    assert pair.tree.value("./Thing/Number") == "6"


@settings(max_examples=40, deadline=None)
@given(size=st.integers(0, 60_000), limit=st.integers(2_200, 20_000), count=st.integers(0, 30))
def test_large_objects_and_many_commands_fit_into_any_message_size(size: int, limit: int, count: int) -> None:
    pair = Pair(limit=limit)
    payload = bytes(range(256)) * (size // 256 + 1)
    payload = payload[:size]
    tickets = pair.run(
        Replace("", at("./Thing/Data", payload, "b64")), *[Get("", at("./Thing/Number")) for _ in range(count)]
    )
    assert [ticket.status for ticket in tickets] == [200] * (count + 1)
    assert [ticket.data for ticket in tickets[1:]] == ["1"] * count
    assert pair.tree.value("./Thing/Data") == payload
    assert max(pair.sizes) <= limit
    if size > limit:
        codes = [c.code for m in pair.messages for c in m.commands if isinstance(c, Status)]
        assert "213" in codes


def chunk(data: bytes, *, size: int | None, more: bool) -> bytes:
    item = Item(target=Location("./Thing/Data"), meta=Meta(format="b64", size=size), data=data, more_data=more)
    return server_message(Replace("9", (item,)), final=not more)


def server_message(*commands: Command, final: bool = True) -> bytes:
    from swm.syncml import Header

    return encode_xml(Message(Header("1", "1", Location("d"), Location("s")), tuple(commands), final))


def statuses(data: bytes | None) -> list[str]:
    assert data is not None
    return [c.code for c in decode_xml(data).commands if isinstance(c, Status) and c.command != "SyncHdr"]


def test_a_large_object_of_the_wrong_size_gets_424_and_is_dropped() -> None:
    pair = Pair()
    pair.client.start("1")
    assert statuses(pair.client.receive(chunk(b"abc", size=5, more=True))) == ["213"]
    assert statuses(pair.client.receive(chunk(b"d", size=None, more=False))) == ["424"]
    assert pair.tree.value("./Thing/Data") is None


def test_a_large_object_that_exceeds_its_size_gets_424_at_once() -> None:
    pair = Pair()
    pair.client.start("1")
    assert statuses(pair.client.receive(chunk(b"abcdef", size=5, more=True))) == ["424"]


def test_a_large_object_larger_than_the_device_takes_gets_413() -> None:
    pair = Pair()
    pair.client.start("1")
    assert statuses(pair.client.receive(chunk(b"abc", size=2**40, more=True))) == ["413"]


def test_another_command_in_the_middle_of_a_large_object_gets_alert_1225() -> None:
    pair = Pair()
    pair.client.start("1")
    pair.client.receive(chunk(b"abc", size=5, more=True))
    answer = pair.client.receive(server_message(Replace("8", at("./Thing/Number", "3", "int"))))
    assert answer is not None
    assert [c.code for c in decode_xml(answer).commands if isinstance(c, Alert)] == ["1225"]
    assert pair.tree.value("./Thing/Number") == "3"
    assert pair.tree.value("./Thing/Data") is None


def test_alerts_go_out_once_and_stay_until_the_server_answered() -> None:
    alert = Alert("", "1226", (Item(source=Location("./Thing"), meta=Meta("int", "t"), data="200"),), "c-7")
    waiting = Waiting(alert)
    pair = Pair(alerts=waiting)
    pair.run(Get("", at("./Thing/Number")))
    [received] = pair.server.alerts
    assert (received.correlator, received.item.data) == ("c-7", "200")
    assert waiting.left == {}
    lost = Waiting(alert)
    cut = Pair(alerts=lost)
    cut.client.start("1")
    assert len(lost.left) == 1, "no answer came, so it still waits"


def users(**passwords: str) -> Basic:
    return Basic("s", "server", passwords.get)


def test_a_device_with_the_right_password_is_served() -> None:
    pair = Pair(server=users(d="secret"), device=Basic("d", "secret"))
    [ticket] = pair.run(Get("", at("./Thing/Number")))
    assert ticket.data == "1"
    assert [c.code for c in pair.messages[1].commands if isinstance(c, Status) and c.command == "SyncHdr"] == ["212"]


@pytest.mark.parametrize("device", [Basic("d", "wrong"), Basic("nobody", "secret"), None])
def test_a_device_without_the_right_password_gets_a_challenge_and_nothing_else(device: Basic | None) -> None:
    pair = Pair(server=users(d="secret"), device=device)
    ticket = pair.server.submit(Get("", at("./Thing/Number")))
    data: bytes | None = pair.client.start("1")
    with pytest.raises((PeerError, LocalError)):
        for _ in range(5):
            assert data is not None
            pair.server.receive(data)
            data = pair.client.receive(pair.server.respond())
    assert ticket.status is None
    assert not pair.server.authenticated


def test_a_server_that_aborts_ends_the_session() -> None:
    pair = Pair()
    pair.client.start("1")
    assert pair.client.receive(server_message(Alert("1", "1223"))) is None
    assert pair.client.over
    with pytest.raises(LocalError):
        pair.client.receive(server_message())


def test_a_message_that_cannot_be_read_changes_nothing() -> None:
    pair = Pair()
    pair.client.start("1")
    with pytest.raises(PeerError):
        pair.client.receive(b"<SyncML")
    assert not pair.client.over
    assert pair.client.receive(server_message()) is None


def test_a_captured_device_can_be_answered(shared: Any) -> None:
    """The messages a foreign client really sent go through the server's session without a fault."""
    folder = shared / "syncml" / "xml-md5-basic-full"
    sent = sorted(folder.glob("*-c2s.xml"))
    assert len(sent) >= 3
    for path in sent:
        session = DmServerSession(server_id="s", respond_to="http://s/dm")
        session.receive(path.read_bytes())
        assert decode_xml(session.respond()).commands

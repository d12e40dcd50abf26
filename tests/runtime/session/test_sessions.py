"""Server and client sessions in memory: every command, large objects, Atomic, refusals, credentials."""

from __future__ import annotations

from typing import Any

import pytest
from dm_sessions import Pair, Waiting, at, server_message, statuses
from hypothesis import given, settings
from hypothesis import strategies as st

from swm.errors import LocalError, MessageError, PeerError
from swm.session import Account, Accounts, DmServerSession, Scheme, Secret
from swm.syncml import (
    Add,
    Alert,
    Atomic,
    Command,
    Delete,
    Encoding,
    Exec,
    Get,
    Item,
    Location,
    Meta,
    Replace,
    Sequence,
    Status,
    decode_xml,
)
from swm.tree.management import Order


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
        (Get("", at("./Thing/Number?list=Everything")), 406),
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
    assert [part.status for part in ticket.parts] == [216, 403, 215]
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


def basic(user: str, password: str) -> Account:
    return Account(Secret(user, password, Scheme.BASIC))


def users(**passwords: str) -> Accounts:
    return {user: basic(user, password) for user, password in passwords.items()}.get


def test_a_device_with_the_right_password_is_served() -> None:
    pair = Pair(server=users(d="secret"), device=basic("d", "secret"))
    [ticket] = pair.run(Get("", at("./Thing/Number")))
    assert ticket.data == "1"
    assert [c.code for c in pair.messages[1].commands if isinstance(c, Status) and c.command == "SyncHdr"] == ["212"]


@pytest.mark.parametrize("device", [basic("d", "wrong"), basic("nobody", "secret"), None])
def test_a_device_without_the_right_password_gets_a_challenge_and_nothing_else(device: Account | None) -> None:
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


@pytest.mark.parametrize("uri", ["http://[", "//[x", "http://\u2100/"])
def test_a_resp_uri_that_is_no_url_is_no_message(uri: str) -> None:
    pair = Pair()
    pair.client.start("1")
    with pytest.raises(MessageError, match="is no URL"):
        pair.client.receive(server_message(respond_to=uri))
    assert pair.client.server_uri == "http://s/dm"


@pytest.mark.parametrize("limit", [65_536, 2000])
@pytest.mark.parametrize("encoding", Encoding)
def test_text_that_xml_cannot_carry_goes_out_as_octets_and_ends_no_session(encoding: Encoding, limit: int) -> None:
    text = "a\x01\ufffe" + "é" * 400
    told = Alert("", "1226", (Item(meta=Meta("chr", "t"), data=text),))
    pair = Pair(encoding=encoding, limit=limit, server_limit=limit, alerts=Waiting(told))
    pair.tree.store("./Thing/Text", text)
    read, listed, written, in_atomic, untouched = pair.run(
        Get("", at("./Thing/Text")),
        Get("", at("./Thing?list=StructData")),
        Replace("", at("./Thing/Data", text, "bin")),
        Atomic("", (Replace("", at("./Thing/Text", text, "chr")),)),
        Get("", at("./Thing/Number")),
    )
    found = text.encode() if encoding is Encoding.XML else text
    assert read.data == found
    assert found in [row.data for row in listed.rows]
    assert [alert.item.data for alert in pair.server.alerts] == [found]
    assert written.status == 200
    assert pair.tree.value("./Thing/Data") == text.encode() or pair.tree.value("./Thing/Data") == text
    assert in_atomic.status == (507 if encoding is Encoding.XML else 200), "octets are no text to this device"
    assert untouched.data == "1"


@pytest.mark.parametrize("encoding", Encoding)
def test_neither_name_nor_title_holds_what_xml_cannot_carry(encoding: Encoding) -> None:
    pair = Pair(encoding=encoding)
    added, named, titled, read = pair.run(
        Add("", at("./Thing/Entries/x", "", "node")),
        Replace("", at("./Thing/Entries/x?prop=Name", "y\uffff".encode(), "b64")),
        Replace("", at("./Thing/Text?prop=Title", "y\ufffe".encode(), "b64")),
        Get("", at("./Thing/Entries")),
    )
    assert (added.status, titled.status, read.data) == (200, 415, "x")
    assert named.status in (405, 415)

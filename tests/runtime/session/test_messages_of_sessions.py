"""Packages, alerts, splitting, large objects, user interaction: what a session does message by message."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from dm_sessions import (
    Pair,
    Waiting,
    alert_codes,
    at,
    counted,
    device_message,
    header_status,
    of,
    secret,
    server_message,
    statuses,
)

from swm.errors import LocalError, PeerError
from swm.session import Account, Answer, DmClientSession, DmServerSession, Outcome, Question, ReceivedAlert, Scheme
from swm.session.interaction import InputType, Kind, answer_items, read_question
from swm.syncml import (
    Add,
    Alert,
    Atomic,
    Encoding,
    Exec,
    Get,
    Item,
    Location,
    Meta,
    Replace,
    Results,
    Sequence,
    Status,
    decode_xml,
)

NUMBER = Get("", at("./Thing/Number"))


def generic(data: str | None = "200", kind: str = "t", correlator: str | None = "c-7") -> Alert:
    return Alert("", "1226", (Item(source=Location("./Thing"), meta=Meta("chr", kind), data=data),), correlator)


def server(**more: Any) -> DmServerSession:
    return DmServerSession(server_id="s", respond_to="http://s/dm?1", **more)


# packages -------------------------------------------------------------------------------------------------------------


def test_a_session_that_has_nothing_to_do_is_two_messages() -> None:
    pair = Pair()
    pair.run()
    assert len(pair.messages) == 2
    assert [type(c).__name__ for c in pair.messages[1].commands] == ["Status", "Status", "Status"]


def test_client_events_go_in_the_first_package_and_are_kept_apart_from_alerts() -> None:
    pair = Pair()
    event = Alert("", "1224", (Item(meta=Meta(type="com.example/LoginStatus"), data="user"),))
    pair.turn(pair.client.start("1", events=[event]))
    assert [one.item.data for one in pair.server.events] == ["user"]
    assert pair.server.alerts == []


def test_several_alerts_and_several_items_are_each_heard_once() -> None:
    double = Alert("", "1226", (Item(meta=Meta("chr", "t"), data="a"), Item(meta=Meta("chr", "t"), data="b")), "c-1")
    waiting = Waiting(double, generic("c"))
    pair = Pair(alerts=waiting)
    pair.run(NUMBER)
    assert [(one.correlator, one.item.data) for one in pair.server.alerts] == [
        ("c-1", "a"),
        ("c-1", "b"),
        ("c-7", "c"),
    ]
    answered = [s for m in pair.messages for s in m.commands if isinstance(s, Status) and s.command == "Alert"]
    assert len(answered) == 3, "one for the session, one for each alert, whatever Items it has"
    assert waiting.left == {}


def test_an_alert_of_an_unknown_type_gets_415_and_none_of_its_items_counts() -> None:
    mixed = Alert("", "1226", (Item(meta=Meta("chr", "known"), data="a"), Item(meta=Meta("chr", "x"), data="b")))
    waiting = Waiting(mixed, generic(kind="known"))

    def knows(alert: ReceivedAlert) -> bool:
        return alert.item.meta is not None and alert.item.meta.type == "known"

    pair = Pair(alerts=waiting, knows=knows)
    pair.run()
    codes = [s.code for s in pair.messages[1].commands if isinstance(s, Status) and s.command == "Alert"]
    assert codes == ["200", "415", "200"]
    assert [one.item.data for one in pair.server.alerts] == ["200"]
    assert waiting.left == {}, "an alert that was refused is not sent for ever"


def test_an_alert_that_comes_up_during_the_session_goes_with_the_next_message() -> None:
    waiting = Waiting()
    pair = Pair(alerts=waiting)
    ticket = pair.server.submit(Exec("", at("./Thing/Go"), correlator="c-9"))
    data = pair.client.start("1")
    pair.server.receive(data)
    waiting.left["new"] = generic(correlator="c-9")
    data = pair.client.receive(pair.server.respond())  # type: ignore[assignment]
    pair.server.receive(data)
    assert ticket.status == 202
    assert [one.correlator for one in pair.server.alerts] == ["c-9"]


def test_the_alert_may_come_before_the_status_of_its_exec() -> None:
    session = server()
    ticket = session.submit(Exec("", at("./FUMO/pkg/Download"), correlator="corr-77"))
    session.receive(device_message(Alert("1", "1201")))
    [exec_] = of(Exec, session.respond())
    session.receive(
        device_message(
            header_status("1"),
            Alert("2", "1226", (Item(source=Location("./FUMO/pkg/Download"), data="200"),), "corr-77"),
            Status("3", "1", exec_.cmd_id, "Exec", "200"),
            number="2",
        )
    )
    assert (ticket.status, ticket.done) == (200, True)
    assert [one.correlator for one in session.alerts] == ["corr-77"]


def test_results_may_come_before_their_status_and_a_message_after_it() -> None:
    for split in (False, True):
        session = server()
        ticket = session.submit(NUMBER)
        session.receive(device_message(Alert("1", "1201")))
        [get] = of(Get, session.respond())
        results = Results("3", get.cmd_id, (Item(source=Location("./Thing/Number"), data="1"),), "1")
        status = Status("2", "1", get.cmd_id, "Get", "200")
        if split:
            session.receive(device_message(header_status("1"), status, number="2", final=False))
            assert not ticket.done
            assert alert_codes(session.respond()) == ["1222"]
            session.receive(device_message(header_status("2"), results, number="3"))
        else:
            session.receive(device_message(header_status("1"), results, status, number="2"))
        assert (ticket.done, ticket.data) == (True, "1")


def test_what_the_device_passes_over_is_closed_with_its_package() -> None:
    session = server()
    ticket = session.submit(NUMBER)
    session.receive(device_message(Alert("1", "1201")))
    session.respond()
    session.receive(device_message(header_status("1"), number="2"))
    assert (ticket.done, ticket.status) == (True, 0)


# abort ----------------------------------------------------------------------------------------------------------------


def test_a_device_that_aborts_gets_statuses_and_no_more_commands() -> None:
    session = server()
    ticket = session.submit(NUMBER)
    session.receive(device_message(Alert("1", "1201"), Alert("2", "1223")))
    answer = session.respond()
    assert session.over
    assert statuses(answer) == ["200", "200"]
    assert of(Get, answer) == []
    assert (ticket.done, ticket.status) == (True, 0)
    with pytest.raises(LocalError):
        session.submit(NUMBER)


def test_the_device_may_end_a_session_at_once() -> None:
    pair = Pair()
    with pytest.raises(LocalError, match="no session"):
        pair.client.abort()
    pair.server.submit(NUMBER)
    pair.turn(pair.client.start("1"))
    data = pair.client.abort()
    assert alert_codes(data) == ["1223"]
    assert decode_xml(data).final
    pair.server.receive(data)
    assert pair.server.over
    assert statuses(pair.server.respond()) == ["200"]
    with pytest.raises(LocalError):
        pair.client.receive(server_message())


def test_the_server_may_end_a_session_at_once() -> None:
    pair = Pair()
    ticket = pair.server.submit(NUMBER)
    with pytest.raises(LocalError, match="no session"):
        pair.server.abort()
    pair.server.receive(pair.client.start("1"))
    assert pair.client.receive(pair.server.abort()) is None
    assert pair.client.over
    assert (ticket.done, ticket.status) == (True, 0)


# where to send --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "told", "after"),
    [
        ("http://s/dm", "http://s/dm?s=1", "http://s/dm?s=1"),
        ("http://s/dm", "?s=2", "http://s/dm?s=2"),
        ("http://s/dm", "https://t/x", "https://t/x"),
        ("https://s/dm", "https://t/x", "https://t/x"),
        ("https://s/dm", "http://s/dm", "https://s/dm"),
        ("https://s/dm", "file:///etc/passwd", "https://s/dm"),
    ],
)
def test_the_device_follows_resp_uri_but_never_out_of_tls(before: str, told: str, after: str) -> None:
    pair = Pair()
    client = DmClientSession(pair.tree, server_uri=before, device_id="d", server_id="s")
    client.start("1")
    client.receive(server_message(header_status("1"), NUMBER, respond_to=told))
    assert client.server_uri == after


# splitting ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", Encoding)
def test_nobody_gets_a_message_larger_than_it_takes(encoding: Encoding) -> None:
    """Down to the smallest that holds a header: each way, with large values, many commands and many Items."""
    limit = 1250 if encoding is Encoding.XML else 480
    text = "<&>\u00e9" * 300
    pair = Pair(
        limit=limit, server_limit=limit, encoding=encoding, alerts=Waiting(generic("x" * 3000), generic("y" * 500))
    )
    names = [f"./Thing/Entries/e{number}" for number in range(8)]
    pair.tree.store("./Thing/Text", "t" * 2000)
    tickets = pair.run(
        Replace("", at("./Thing/Data", bytes(range(256)) * 20, "b64")),
        Get("", at("./Thing/Text")),
        *[Add("", at(name, "", "node")) for name in names],
        Add("", tuple(item for name in names for item in at(f"{name}/Value", "v" * 100, "chr"))),
        Get("", tuple(item for name in names for item in at(f"{name}/Value"))),
        Replace("", at("./Thing/Text", text, "chr")),
        Get("", at("./Thing/Text")),
    )
    assert {ticket.status for ticket in tickets} == {200}
    assert pair.tree.value("./Thing/Data") == bytes(range(256)) * 20
    assert tickets[1].data == "t" * 2000
    assert tickets[-1].data == text
    assert sorted(row.data or "" for row in tickets[-3].rows) == ["v" * 100] * 8
    assert [one.item.data for one in pair.server.alerts] == ["x" * 3000, "y" * 500]
    assert max(pair.sizes) <= limit
    assert max(pair.device_sizes[1:]) <= limit, "the device knows the server's limit from its first answer"


@pytest.mark.parametrize("encoding", list(Encoding))
@pytest.mark.parametrize("limit", [1, 100, 300, 500, 650, 700, 750, 800])
def test_a_session_with_a_device_that_takes_too_little_comes_to_its_end(limit: int, encoding: Encoding) -> None:
    """Each Alert 1222 of the device needs a Status, for which and the one before it there is no room."""
    pair = Pair(limit=limit, encoding=encoding, alerts=Waiting(generic("x" * 100)))
    tickets = pair.run(NUMBER, Replace("", at("./Thing/Text", "t", "chr")), NUMBER)
    assert {ticket.status for ticket in tickets} <= {200, 413}
    assert [one.item.data for one in pair.server.alerts] == ["x" * 100]


def test_a_session_of_macs_and_long_names_in_a_kilobyte_comes_to_its_end() -> None:
    device, server = "IMEI:490154203237518", "https://dm.example.com:8443/dm"
    account = Account(secret(device, "one", Scheme.MAC, b"1"), secret("dm.example.com", "two", Scheme.MAC, b"2"))
    pair = Pair()
    pair.client = DmClientSession(
        pair.tree,
        server_uri=server,
        device_id=device,
        server_id="dm.example.com",
        account=account,
        nonces=counted(),
        max_message=1024,
        dev_info=("./Thing/Number",),
    )
    pair.server = DmServerSession(
        server_id="dm.example.com",
        respond_to=f"{server}?s={'0' * 44}",
        accounts={device: account}.get,
        nonces=counted(),
        scheme=Scheme.MAC,
    )
    tickets = pair.run(NUMBER, NUMBER, NUMBER)
    assert {ticket.status for ticket in tickets} <= {200, 413}


@pytest.mark.parametrize(
    "command",
    [
        Exec("", at("./Thing/Go", "x" * 2000)),
        Atomic("", tuple(Replace(str(n), at("./Thing/Text", "x" * 400, "chr")) for n in range(5))),
        Get("", at("./Thing/" + "x" * 900)),
    ],
)
def test_a_command_that_no_message_could_hold_is_refused_here_and_the_rest_goes_on(command: Any) -> None:
    pair = Pair(limit=1300)
    before, ticket, after = pair.run(NUMBER, command, NUMBER)
    assert (before.data, ticket.status, ticket.done, after.data) == ("1", 413, True, "1")
    assert max(pair.sizes) <= 1300
    assert pair.owner.orders == []


def test_a_value_larger_than_the_device_takes_is_not_sent() -> None:
    pair = Pair(max_object=100)
    inner = Replace("1", at("./Thing/Text", "x" * 101, "chr"))
    single, group, fits = pair.run(
        Replace("", at("./Thing/Text", "x" * 101, "chr")),
        Atomic("", (inner,)),
        Replace("", at("./Thing/Text", "x" * 100, "chr")),
    )
    assert (single.status, group.status, fits.status) == (413, 413, 200)


def test_a_value_larger_than_the_server_takes_is_not_sent() -> None:
    pair = Pair()
    pair.tree.store("./Thing/Text", "x" * 101)
    pair.client.start("1")
    answer = pair.client.receive(server_message(header_status("1"), NUMBER, meta=Meta(max_obj_size=100)))
    assert statuses(answer) == ["200"]
    answer = pair.client.receive(server_message(header_status("2"), Get("4", at("./Thing/Text")), number="2"))
    assert statuses(answer) == ["413"]
    assert of(Results, answer) == []


# large objects --------------------------------------------------------------------------------------------------------


def part(data: str | bytes, *, more: bool, size: int | None = None, uri: str = "./Thing/Data") -> Item:
    format_ = "b64" if isinstance(data, bytes) else None
    return Item(target=Location(uri), meta=Meta(format=format_, size=size), data=data, more_data=more)


def test_each_chunk_is_answered_with_213_and_asks_for_the_next_when_nothing_else_is_to_say() -> None:
    pair = Pair()
    pair.client.start("1")
    answer = pair.client.receive(
        server_message(header_status("1"), Replace("2", (part(b"abc", more=True, size=6),)), final=False)
    )
    assert statuses(answer) == ["213"]
    assert alert_codes(answer) == ["1222"]
    answer = pair.client.receive(
        server_message(header_status("2"), Replace("3", (part(b"def", more=False),)), number="2")
    )
    assert statuses(answer) == ["200"]
    assert pair.tree.value("./Thing/Data") == b"abcdef"


@pytest.mark.parametrize("final", [True, False])
def test_peers_set_final_on_chunks_or_not(final: bool) -> None:
    session = server()
    ticket = session.submit(Get("", at("./Thing/Text")))
    session.receive(device_message(Alert("1", "1201")))
    [get] = of(Get, session.respond())
    for number, (data, more) in enumerate([("abc", True), ("def", True), ("g", False)], 2):
        item = Item(
            source=Location("./Thing/Text"), meta=Meta(size=7 if number == 2 else None), data=data, more_data=more
        )
        status = [Status("2", "1", get.cmd_id, "Get", "200")] if number == 2 else []
        results = Results("3", get.cmd_id, (item,), "1")
        session.receive(
            device_message(
                header_status(str(number - 1)), *status, results, number=str(number), final=final or not more
            )
        )
        if more:
            assert not ticket.done
            answer = session.respond()
            assert statuses(answer) == ["213"]
            assert alert_codes(answer) == ["1222"]
            assert not session.over
    assert (ticket.done, ticket.data) == (True, "abcdefg")


def test_the_server_hears_that_the_rest_of_a_result_will_not_come() -> None:
    session = server()
    ticket = session.submit(Get("", at("./Thing/Text")))
    session.receive(device_message(Alert("1", "1201")))
    [get] = of(Get, session.respond())
    first = Item(source=Location("./Thing/Text"), meta=Meta(size=7), data="abc", more_data=True)
    status = Status("2", "1", get.cmd_id, "Get", "200")
    session.receive(device_message(status, Results("3", get.cmd_id, (first,), "1"), number="2", final=False))
    session.respond()
    session.receive(device_message(Alert("1", "1226", (Item(data="200"),)), number="3"))
    answer = session.respond()
    [alert] = of(Alert, answer)
    assert (alert.code, alert.items) == ("1225", (Item(source=Location("./Thing/Text")),))
    assert [one.item.data for one in session.alerts] == ["200"]
    assert (ticket.done, ticket.data) == (True, None)


def test_a_device_that_says_1225_hears_no_more_of_the_object() -> None:
    session = server()
    session.submit(Replace("", at("./Thing/Data", b"x" * 4000, "b64")))
    following = session.submit(NUMBER)
    session.receive(device_message(Alert("1", "1201"), meta=Meta(max_msg_size=2000)))
    [first] = of(Replace, session.respond())
    assert first.items[0].more_data
    session.receive(device_message(header_status("1"), Alert("2", "1225"), number="2"))
    answer = session.respond()
    assert of(Replace, answer) == []
    assert len(of(Get, answer)) == 1
    assert following.status is None


@pytest.mark.parametrize("code", ["413", "424", "404", "405", "420", "500"])
def test_a_chunk_that_the_device_refuses_is_the_last(code: str) -> None:
    session = server()
    large = session.submit(Replace("", at("./Thing/Data", b"x" * 9000, "b64")))
    following = session.submit(NUMBER)
    session.receive(device_message(Alert("1", "1201"), meta=Meta(max_msg_size=2000)))
    [first] = of(Replace, session.respond())
    session.receive(device_message(Status("2", "1", first.cmd_id, "Replace", code), number="2"))
    assert (large.done, large.status) == (True, int(code))
    answer = session.respond()
    assert of(Replace, answer) == []
    assert len(of(Get, answer)) == 1
    assert following.status is None


def test_an_alert_that_the_server_does_not_take_is_not_sent_on() -> None:
    waiting = Waiting()
    pair = Pair(alerts=waiting)
    pair.client.start("1")
    waiting.left["new"] = generic("x" * 5000)
    answer = pair.client.receive(server_message(header_status("1"), NUMBER, meta=Meta(max_msg_size=1800)))
    [chunk] = of(Alert, answer)
    assert chunk.items[0].more_data
    answer = pair.client.receive(
        server_message(Status("1", "2", chunk.cmd_id, "Alert", "413"), Get("2", at("./Thing/Number")), number="2")
    )
    assert of(Alert, answer) == []
    assert waiting.left == {}


def test_the_rest_of_an_object_that_outgrew_its_size_is_not_taken_for_a_value() -> None:
    pair = Pair()
    pair.client.start("1")
    answers = []
    for number, item in enumerate(
        [part(b"abc", more=True, size=4), part(b"def", more=True), part(b"g", more=True), part(b"h", more=False)], 1
    ):
        answer = pair.client.receive(
            server_message(Replace("1", (item,)), number=str(number), final=not item.more_data)
        )
        answers += statuses(answer)
    assert answers == ["213", "424", "424", "424"]
    assert pair.tree.value("./Thing/Data") is None
    answer = pair.client.receive(server_message(Replace("1", at("./Thing/Data", b"new", "b64")), number="9"))
    assert statuses(answer) == ["200"]


def test_the_rest_of_an_object_that_declared_no_size_is_not_taken_for_a_value() -> None:
    pair = Pair()
    pair.client.start("1")
    answers = []
    for number, item in enumerate([part(b"abc", more=True), part(b"def", more=True), part(b"g", more=False)], 1):
        answer = pair.client.receive(
            server_message(Replace("1", (item,)), number=str(number), final=not item.more_data)
        )
        answers += statuses(answer)
    assert answers == ["424", "424", "424"]
    assert pair.tree.value("./Thing/Data") is None
    answer = pair.client.receive(server_message(Replace("1", at("./Thing/Data", b"new", "b64")), number="9"))
    assert statuses(answer) == ["200"]


@pytest.mark.parametrize(
    "breaker",
    [
        Get("9", at("./Thing/Number")),
        Exec("9", at("./Thing/Go")),
        Add("9", (part(b"x", more=False),)),
        Replace("9", (part("1", more=False, uri="./Thing/Number"),)),
        Replace("9", (part(b"z", more=True, size=2),)),
        Sequence("9", (Get("10", at("./Thing/Number")),)),
        Atomic("9", (Replace("10", at("./Thing/Number", "2", "int")),)),
        Alert("9", "1100", (Item(), Item(data="x"))),
    ],
)
def test_whatever_comes_too_early_ends_a_large_object_with_1225(breaker: Any) -> None:
    pair = Pair()
    pair.client.start("1")
    pair.client.receive(server_message(Replace("1", (part(b"abc", more=True, size=5),)), final=False))
    answer = pair.client.receive(server_message(breaker, number="2"))
    [alert] = [alert for alert in of(Alert, answer) if alert.code == "1225"]
    assert alert.items == (Item(target=Location("./Thing/Data")),)
    assert pair.tree.value("./Thing/Data") is None


DOCUMENT = (
    '<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node><NodeName>one</NodeName><RTProperties><Format><node/>'
    "</Format><Type><DDFName/></Type></RTProperties></Node></MgmtTree>"
)
OF_DOCUMENT = Meta("xml", "application/vnd.syncml.dmtnds+xml")


@pytest.mark.parametrize(
    ("of_command", "of_item"),
    [(OF_DOCUMENT, None), (OF_DOCUMENT, Meta(size=len(DOCUMENT))), (Meta(type=OF_DOCUMENT.type), Meta("xml"))],
)
def test_what_the_meta_of_an_item_leaves_out_its_command_says(of_command: Meta, of_item: Meta | None) -> None:
    pair = Pair()
    pair.client.start("1")
    item = Item(Location("./Thing/Entries"), meta=of_item, data=DOCUMENT)
    assert statuses(pair.client.receive(server_message(Add("1", (item,), of_command)))) == ["200"]
    assert pair.tree.children("./Thing/Entries") == ["one"]


@pytest.mark.parametrize("by_command", [False, True])
def test_what_a_large_object_is_needs_to_be_said_with_its_first_chunk_only(by_command: bool) -> None:
    pair = Pair()
    pair.client.start("1")
    size = Meta(size=len(DOCUMENT))
    first = Item(
        Location("./Thing/Entries"),
        meta=size if by_command else replace(OF_DOCUMENT, size=size.size),
        data=DOCUMENT[:60],
        more_data=True,
    )
    last = Item(Location("./Thing/Entries"), data=DOCUMENT[60:])
    of_command = OF_DOCUMENT if by_command else None
    answer = pair.client.receive(server_message(Add("1", (first,), of_command), final=False))
    assert statuses(answer) == ["213"]
    assert statuses(pair.client.receive(server_message(Add("1", (last,)), number="2"))) == ["200"]
    assert pair.tree.children("./Thing/Entries") == ["one"]


def test_a_document_larger_than_a_message_has_the_type_that_its_command_says() -> None:
    pair = Pair(limit=1024)
    leaf = "".join(f"<Node><NodeName>n{number}</NodeName></Node>" for number in range(40))
    document = f'<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD>{leaf}</MgmtTree>'
    item = Item(Location("./Thing/Entries"), data=document)
    [ticket] = pair.run(Add("", (item,), OF_DOCUMENT))
    assert ticket.status == 200
    assert len(pair.tree.children("./Thing/Entries")) == 40


def test_an_alert_in_chunks_has_the_type_that_its_first_chunk_says() -> None:
    pair = Pair(knows=lambda alert: alert.item.meta is not None and alert.item.meta.type == "x")
    first = Item(source=Location("./Thing"), meta=Meta("chr", "x", size=6), data="abc", more_data=True)
    pair.server.receive(device_message(Alert("1", "1201"), Alert("2", "1226", (first,)), final=False))
    pair.server.respond()
    last = Item(source=Location("./Thing"), data="def")
    pair.server.receive(device_message(header_status("1"), Alert("1", "1226", (last,)), number="2"))
    assert statuses(pair.server.respond()) == ["200"]
    assert [alert.item for alert in pair.server.alerts] == [replace(last, meta=Meta("chr", "x"), data="abcdef")]


@pytest.mark.parametrize("group", [Atomic, Sequence])
def test_the_chunks_of_a_large_object_may_stand_in_groups(group: Any) -> None:
    pair = Pair()
    pair.client.start("1")
    first = group("1", (Replace("2", (part("abc", more=True, size=6, uri="./Thing/Text"),)),))
    assert statuses(pair.client.receive(server_message(first, final=False))) == ["200", "213"]
    last = group("1", (Replace("2", (part("def", more=False, uri="./Thing/Text"),)),))
    answer = pair.client.receive(server_message(last, number="2"))
    assert (statuses(answer), alert_codes(answer)) == (["200", "200"], [])
    assert pair.tree.value("./Thing/Text") == "abcdef"


def test_an_atomic_that_fails_takes_the_chunk_in_it_back() -> None:
    pair = Pair()
    pair.client.start("1")
    pair.owner.fails_to_commit = True
    chunk = Replace("3", (part(b"abc", more=True, size=6),))
    group = Atomic("1", (Replace("2", at("./Thing/Number", "2", "int")), chunk))
    assert statuses(pair.client.receive(server_message(group))) == ["507", "216", "216"]
    answer = pair.client.receive(server_message(Get("9", NUMBER.items), number="2"))
    assert (statuses(answer), alert_codes(answer)) == (["200"], [])


def test_results_behind_the_last_chunk_of_an_alert_do_not_break_it_off() -> None:
    pair = Pair()
    ticket = pair.server.submit(NUMBER)
    pair.turn(pair.client.start("1"))
    [get] = [command for command in pair.messages[1].commands if isinstance(command, Get)]
    place, meta = Location("./Thing"), Meta("chr", "x")
    first = Item(source=place, meta=replace(meta, size=6), data="abc", more_data=True)
    done = Status("2", "1", get.cmd_id, "Get", "200")
    pair.server.receive(device_message(header_status("1"), done, Alert("3", "1226", (first,)), number="2", final=False))
    pair.server.respond()
    last = Alert("2", "1226", (Item(source=place, meta=meta, data="def"),))
    row = Item(source=Location("./Thing/Number"), meta=Meta("int"), data="1")
    pair.server.receive(device_message(header_status("2"), last, Results("3", get.cmd_id, (row,), "1"), number="3"))
    answer = pair.server.respond()
    assert (statuses(answer), alert_codes(answer)) == (["200"], [])
    assert [alert.item.data for alert in pair.server.alerts] == ["abcdef"]
    assert ticket.data == "1"


def test_the_rows_of_a_result_have_the_meta_of_the_whole() -> None:
    pair = Pair()
    ticket = pair.server.submit(NUMBER)
    pair.turn(pair.client.start("1"))
    rows = (Item(source=Location("./Thing/Number"), data="1"), Item(source=Location("./x"), meta=Meta("chr"), data="2"))
    get = next(command for command in pair.messages[1].commands if isinstance(command, Get))
    results = Results("2", get.cmd_id, rows, "1", Meta("int", "text/plain"))
    pair.server.receive(device_message(header_status("1"), results, number="2"))
    assert [row.meta for row in ticket.rows] == [Meta("int", "text/plain"), Meta("chr", "text/plain")]


def test_asking_for_more_does_not_end_a_large_object() -> None:
    pair = Pair()
    pair.client.start("1")
    pair.client.receive(server_message(Replace("1", (part(b"abc", more=True, size=5),)), final=False))
    answer = pair.client.receive(
        server_message(Alert("1", "1222"), Replace("2", (part(b"de", more=False),)), number="2")
    )
    assert alert_codes(answer) == []
    assert pair.tree.value("./Thing/Data") == b"abcde"


def test_a_chunk_may_stand_behind_whole_items_of_its_command() -> None:
    pair = Pair()
    pair.client.start("1")
    whole = part("7", more=False, uri="./Thing/Number")
    answer = pair.client.receive(server_message(Replace("1", (whole, part(b"abc", more=True, size=5))), final=False))
    assert statuses(answer) == ["200", "213"]
    answer = pair.client.receive(server_message(Replace("1", (part(b"de", more=False), whole)), number="2"))
    assert statuses(answer) == ["200", "200"]
    assert pair.tree.value("./Thing/Data") == b"abcde"


# user interaction -----------------------------------------------------------------------------------------------------


class User:
    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[Question] = []

    def ask(self, question: Question) -> Answer:
        self.asked.append(question)
        return self.answers.pop(0)


def ask(code: str, *texts: str) -> Alert:
    return Alert("1", code, tuple(Item(data=text) for text in texts))


def test_all_options_of_an_interaction_reach_the_user() -> None:
    question = read_question(ask("1102", "MINDT=10&MAXDT=60&DR=a+b%26c&MAXLEN=20&IT=N&ET=P", "How many?"))
    assert question == Question(Kind.TEXT_INPUT, "How many?", (), 10, 60, "a b&c", 20, InputType.NUMERIC, True)
    plain = read_question(ask("1103", "", "Which?", "red", "blue"))
    assert plain == Question(Kind.SINGLE_CHOICE, "Which?", ("red", "blue"))
    for letter, kind in [
        ("A", InputType.ALPHANUMERIC),
        ("D", InputType.DATE),
        ("T", InputType.TIME),
        ("P", InputType.PHONE_NUMBER),
        ("I", InputType.IP_ADDRESS),
        ("?", InputType.ALPHANUMERIC),
    ]:
        found = read_question(ask("1102", f"IT={letter}&ET=T", "?"))
        assert found is not None
        assert (found.input_type, found.hidden) == (kind, False)


@pytest.mark.parametrize(
    "options",
    ["MINDT=x&NEW=1", "&&&", "MAXDT=-5", "MAXDT=" + "9" * 40, "MAXDT=" + "9" * 18, "MINDT=" + "9" * 10, "MINDT"],
)
def test_an_option_that_cannot_be_read_is_passed_over(options: str) -> None:
    found = read_question(ask("1100", options, "Hello"))
    assert found == Question(Kind.DISPLAY, "Hello")


@pytest.mark.parametrize(
    ("alert", "answer", "status", "items"),
    [
        (ask("1100", "MINDT=1", "Hello"), Answer(Outcome.DONE), 200, []),
        (ask("1101", "", "Sure?"), Answer(Outcome.DONE), 200, []),
        (ask("1101", "", "Sure?"), Answer(Outcome.REJECTED), 304, []),
        (ask("1101", "", "Sure?"), Answer(Outcome.CANCELLED), 214, []),
        (ask("1101", "MAXDT=5", "Sure?"), Answer(Outcome.NO_ANSWER), 408, []),
        (ask("1100", "", "\u4f60"), Answer(Outcome.CANNOT_DISPLAY), 416, []),
        (ask("1102", "MAXLEN=5", "Name?"), Answer(Outcome.DONE, "Ann"), 200, ["Ann"]),
        (ask("1102", "MAXLEN=2", "Name?"), Answer(Outcome.DONE, "Ann"), 500, []),
        (ask("1103", "", "Which?", "red", "blue"), Answer(Outcome.DONE, chosen=(2,)), 200, ["2"]),
        (ask("1103", "", "Which?", "red", "blue"), Answer(Outcome.DONE, chosen=(3,)), 500, []),
        (ask("1104", "DR=1-2", "Which?", "red", "blue"), Answer(Outcome.DONE, chosen=(1, 2)), 200, ["1", "2"]),
        (ask("1104", "", "Which?", "red", "blue"), Answer(Outcome.DONE), 200, []),
    ],
)
def test_what_the_user_did_is_told_in_the_status(alert: Alert, answer: Answer, status: int, items: list[str]) -> None:
    pair = Pair(user=User(answer))
    [ticket] = pair.run(alert)
    assert ticket.status == status
    assert [row.data for row in ticket.rows] == items


@pytest.mark.parametrize(
    "alert", [ask("1100"), ask("1101", "MINDT=1"), ask("1103", "", "Which?"), ask("1104", "", "Which?", *(["x"] * 300))]
)
def test_an_incomplete_interaction_gets_412_and_the_user_is_left_alone(alert: Alert) -> None:
    user = User()
    [ticket] = Pair(user=user).run(alert)
    assert ticket.status == 412
    assert user.asked == []


def test_a_device_without_a_user_says_406() -> None:
    [ticket] = Pair().run(ask("1101", "", "Sure?"))
    assert ticket.status == 406


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (InputType.NUMERIC, ["0", "42", ""], ["x", "4.2", "\u0661\u0662"]),
        (InputType.DATE, ["24122026"], ["2026-12-24", "241226"]),
        (InputType.TIME, ["235959"], ["23:59", "2359"]),
        (InputType.PHONE_NUMBER, ["+49301234", "*100#"], ["call me"]),
        (InputType.IP_ADDRESS, ["192.168.0.1"], ["300.1.1.1", "host", "1.2.3"]),
    ],
)
def test_an_answer_has_the_form_that_was_asked_for(kind: InputType, good: list[str], bad: list[str]) -> None:
    question = Question(Kind.TEXT_INPUT, "?", input_type=kind)
    for text in good:
        assert [item.data for item in answer_items(question, Answer(Outcome.DONE, text))] == [text]
    for text in bad:
        with pytest.raises(LocalError):
            answer_items(question, Answer(Outcome.DONE, text))


# groups ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", [Outcome.REJECTED, Outcome.CANCELLED, Outcome.NO_ANSWER])
def test_a_user_who_says_no_stops_the_sequence_and_all_around_it(outcome: Outcome) -> None:
    pair = Pair(user=User(Answer(outcome)))
    no = ask("1101", "", "Sure?")
    write = Replace("2", at("./Thing/Number", "5", "int"))
    inner = Sequence("3", (no, write))
    [ticket] = pair.run(Sequence("", (Get("4", at("./Thing/Number")), inner, write)))
    assert ticket.status == 200
    assert [part.status for part in ticket.parts] == [200, 200, 215]
    assert [part.status for part in ticket.parts[1].parts] == [outcome.value, 215]
    assert pair.tree.value("./Thing/Number") == "1"


@pytest.mark.parametrize("group", [None, Sequence, Atomic])
def test_a_user_who_cancels_stops_the_rest_of_the_message(group: Any) -> None:
    pair = Pair(user=User(Answer(Outcome.CANCELLED)))
    pair.client.start("1")
    question = replace(ask("1101", "", "Sure?"), cmd_id="2")
    first = question if group is None else Sequence("3", (group("4", (question,)), replace(NUMBER, cmd_id="5")))
    write = Replace("6", at("./Thing/Number", "5", "int"))
    more = Alert("8", "1222")
    answer = pair.client.receive(server_message(first, write, Get("7", NUMBER.items), more))
    assert statuses(answer)[-3:] == ["215", "215", "200"]
    assert ("215" in statuses(answer)[:-3]) == (group is not None)
    assert pair.tree.value("./Thing/Number") == "1"
    assert statuses(pair.client.receive(server_message(write, number="2"))) == ["200"]


@pytest.mark.parametrize("outcome", [Outcome.REJECTED, Outcome.NO_ANSWER])
def test_a_user_who_says_no_outside_of_groups_stops_nothing(outcome: Outcome) -> None:
    pair = Pair(user=User(Answer(outcome)))
    pair.client.start("1")
    question = replace(ask("1101", "", "Sure?"), cmd_id="2")
    write = Replace("3", at("./Thing/Number", "5", "int"))
    answer = pair.client.receive(server_message(question, write))
    assert statuses(answer) == [str(outcome.value), "200"]


def test_a_user_who_says_yes_lets_the_sequence_go_on() -> None:
    pair = Pair(user=User(Answer(Outcome.DONE)))
    [ticket] = pair.run(Sequence("", (ask("1101", "", "Sure?"), Replace("2", at("./Thing/Number", "5", "int")))))
    assert [part.status for part in ticket.parts] == [200, 200]


def test_a_user_who_says_no_undoes_an_atomic() -> None:
    pair = Pair(user=User(Answer(Outcome.CANCELLED)))
    write = Replace("2", at("./Thing/Number", "5", "int"))
    [ticket] = pair.run(Atomic("", (write, ask("1101", "", "Sure?"), write)))
    assert (ticket.status, [part.status for part in ticket.parts]) == (507, [216, 214, 215])
    assert pair.tree.value("./Thing/Number") == "1"


def test_the_items_before_the_one_that_failed_are_undone_too() -> None:
    pair = Pair()
    pair.client.start("1")
    both = Replace("2", (*at("./Thing/Number", "5", "int"), *at("./Thing/Text", "forbidden", "chr")))
    answer = pair.client.receive(server_message(header_status("1"), Atomic("1", (both,))))
    assert statuses(answer) == ["507", "216", "403"]
    assert pair.tree.value("./Thing/Number") == "1"


def test_an_atomic_that_cannot_be_kept_is_undone() -> None:
    pair = Pair()
    pair.owner.fails_to_commit = True
    [ticket] = pair.run(Atomic("", (Replace("2", at("./Thing/Number", "5", "int")),)))
    assert ticket.status == 507
    assert ticket.parts[0].status in (216, 516)


# errors ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["", "x", "²²", "-1", "9" * 5000, "200 OK"])
def test_a_status_that_is_no_number_answers_nothing(code: str) -> None:
    session = server()
    ticket = session.submit(NUMBER)
    session.receive(device_message(Alert("1", "1201")))
    [get] = of(Get, session.respond())
    session.receive(device_message(Status("1", "1", get.cmd_id, "Get", code), number="2", final=False))
    assert ticket.status is None


def test_a_message_of_another_session_or_device_is_refused_and_changes_nothing() -> None:
    session = server()
    session.submit(NUMBER)
    session.receive(device_message(Alert("1", "1201")))
    first = session.respond()
    for wrong in (device_message(session="2"), device_message().replace(b">d<", b">e<"), b"<SyncML/>", b""):
        with pytest.raises(PeerError):
            session.receive(wrong)
    [get] = of(Get, first)
    results = Results("3", get.cmd_id, (Item(source=Location("./Thing/Number"), data="1"),), "1")
    session.receive(device_message(Status("2", "1", get.cmd_id, "Get", "200"), results, number="2"))
    session.respond()
    assert session.over


@pytest.mark.parametrize("limit", [1300, 1500, 1686])
def test_a_value_of_any_size_arrives_whether_it_fits_just_or_just_not(limit: int) -> None:
    """With a limit that leaves room for it alone, but not behind the Statuses that each message begins with."""
    for size in range(300, 800, 11):
        pair = Pair(limit=limit, server_limit=limit)
        value = ("x<é" * size)[:size]
        [ticket] = pair.run(Replace("", at("./Thing/Text", value, "chr")))
        assert ticket.status == 200
        assert pair.tree.value("./Thing/Text") == value
        assert max(pair.sizes) <= limit

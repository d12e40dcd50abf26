"""The HTTP rim: what is served, what is refused and how, and what the server says about itself."""

from __future__ import annotations

import gzip
import http.client
import io
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from counting_device import CountingDevice
from dm_server import ServerProcess

from swm.errors import PeerError
from swm.server import Dialogue, DmServer, ServerLimits, open_store, serving
from swm.server.admission import Admission
from swm.session import Account, DmClientSession, Scheme, Secret
from swm.syncml import Alert, Encoding, Header, Location, Message, Status, decode_xml

XML = Encoding.XML.content_type


async def idle(dialogue: Dialogue) -> None:
    """A server with nothing to say."""


async def count(dialogue: Dialogue) -> None:
    value = await dialogue.get("./Thing/Number")
    await dialogue.replace("./Thing/Number", str(int(value) + 1), "int")


class Running:
    """A server in this process, its log, and requests to it."""

    def __init__(self, url: str, server: DmServer, log: io.StringIO) -> None:
        self.place = url.split("/")[2]
        self.server = server
        self.log = log

    def request(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, *, chunked: bool = False
    ) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection(self.place, timeout=60)
        try:
            connection.request(method, path, body, headers or {}, encode_chunked=chunked)
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def post(self, body: bytes, **headers: str) -> tuple[int, dict[str, str], bytes]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.request("POST", "/dm", body, {"Content-Type": XML, **named})

    def raw(self, octets: bytes) -> bytes:
        """All that comes back until the server closes."""
        with socket.create_connection(self.place.split(":"), timeout=60) as connection:
            connection.sendall(octets)
            found = b""
            while piece := connection.recv(65536):
                found += piece
            return found

    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.getvalue().splitlines()]


@contextmanager
def running(manage: Callable[[Dialogue], Any] = idle, **named: Any) -> Iterator[Running]:
    log = io.StringIO()
    store = open_store("sqlite://")
    server = DmServer(manage, server_id="server", store=store, log=log, **named)
    try:
        with serving(server) as url:
            yield Running(url, server, log)
    finally:
        store.close()


def package(session: str = "1", message: str = "1", device: str = "IMEI:1", encoding: Encoding = Encoding.XML) -> bytes:
    header = Header(session, message, Location("http://server/dm"), Location(device))
    return encoding.encode(Message(header, (Alert("1", "1201"),), True))


@pytest.mark.parametrize(
    ("content_type", "encoding"),
    [
        ("application/vnd.syncml.dm+xml", Encoding.XML),
        ("application/vnd.syncml.dm+wbxml", Encoding.WBXML),
        ("application/vnd.syncml+xml", Encoding.XML),
        ("application/vnd.syncml+wbxml", Encoding.WBXML),
        ("Application/Vnd.SyncML.dm+xml; charset=UTF-8", Encoding.XML),
    ],
)
def test_the_answer_comes_in_the_encoding_of_the_request(content_type: str, encoding: Encoding) -> None:
    with running() as server:
        status, headers, body = server.post(package(encoding=encoding), Content_Type=content_type)
    assert status == 200
    assert headers["content-type"] == encoding.content_type
    answer = encoding.decode(body)
    assert answer.header.respond_to is not None
    assert answer.header.respond_to.startswith(f"http://{server.place}/dm?s=")


def test_bodies_in_chunks_are_read() -> None:
    message = package()
    with running() as server:
        pieces = [message[at : at + 100] for at in range(0, len(message), 100)]
        status, _, body = server.request(
            "POST", "/dm", iter(pieces), {"Content-Type": XML, "Transfer-Encoding": "chunked"}, chunked=True
        )
    assert status == 200
    assert decode_xml(body).final


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize("chunked", [False, True])
def test_who_would_rather_speak_another_protocol_is_served_in_this_one(apart: bool, chunked: bool) -> None:
    body = package()
    length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {len(body)}"
    with running() as server:
        header = (
            f"POST /dm HTTP/1.1\r\nHost: {server.place}\r\nContent-Type: {XML}\r\n{length}\r\n"
            "Connection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nUpgrade: h2c\r\n\r\n"
        ).encode()
        sent = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body) if chunked else body
        with socket.create_connection(server.place.split(":"), timeout=60) as connection:
            for _ in range(2):
                if apart:
                    connection.sendall(header)
                    connection.sendall(sent)
                else:
                    connection.sendall(header + sent)
                answer = http.client.HTTPResponse(connection)
                answer.begin()
                assert answer.status == 200
                assert decode_xml(answer.read()).header.respond_to is not None
                answer.close()


def test_bodies_in_gzip_are_read() -> None:
    with running() as server:
        assert server.post(gzip.compress(package()), Content_Encoding="gzip")[0] == 200
        assert server.post(gzip.compress(package("2")), Content_Encoding="x-gzip")[0] == 200


@pytest.mark.parametrize(
    ("body", "headers", "status", "reason"),
    [
        (b"<SyncML", {}, 400, b"not well-formed"),
        (b"", {}, 400, b""),
        (b"<a\0b/>", {}, 400, b""),
        (package()[:-20], {}, 400, b""),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', {}, 400, b""),
        (package().replace(b"IMEI:1", b"I" * 2000), {}, 400, b"too long"),
        (package(), {"Content_Type": "text/xml"}, 415, b"application/vnd.syncml.dm+xml"),
        (package(), {"Content_Type": ""}, 415, b""),
        (package(), {"Content_Encoding": "br"}, 415, b"gzip is"),
        (b"\x1f\x8b" + b"x" * 30, {"Content_Encoding": "gzip"}, 400, b"damaged"),
        (gzip.compress(package())[:-9], {"Content_Encoding": "gzip"}, 400, b"cut off"),
        (gzip.compress(package()) + b"more", {"Content_Encoding": "gzip"}, 400, b"follows"),
        (gzip.compress(b" " * 60_000_000), {"Content_Encoding": "gzip"}, 413, b"65536"),
        (gzip.compress(b" " * 60_000), {"Content_Encoding": "gzip"}, 413, b"octets"),
        (b" " * 65_537, {}, 413, b"65536"),
    ],
    ids=[
        "not whole",
        "empty",
        "a zero octet",
        "cut off",
        "an entity",
        "a name that is too long",
        "another type",
        "no type",
        "another encoding",
        "no gzip",
        "gzip that is cut off",
        "gzip with more behind it",
        "gzip that grows without end",
        "gzip that grows over the limit",
        "too long",
    ],
)
def test_what_cannot_be_served_is_refused_without_a_traceback(
    body: bytes, headers: dict[str, str], status: int, reason: bytes
) -> None:
    with running() as server:
        answer = server.post(body, **headers)
        assert server.post(package())[0] == 200
    assert answer[0] == status
    assert reason in answer[2]
    assert b"Traceback" not in answer[2] and b".py" not in answer[2]
    [record, _] = server.records()
    assert record["status"] == status and record["reason"] == answer[2].decode()


@pytest.mark.parametrize("where", ["device", "session"])
def test_a_nul_in_a_name_is_refused_before_it_meets_a_database(where: str) -> None:
    names = {"device": "IMEI:1", "session": "1", where: "a\0b"}
    with running() as server:
        try:
            message = package(**names, encoding=Encoding.WBXML)
        except Exception:
            pytest.skip("this encoder writes no NUL")
        status, _, _ = server.post(message, Content_Type=Encoding.WBXML.content_type)
    assert status == 400


def test_other_methods_other_paths_and_no_length() -> None:
    with running() as server:
        status, headers, _ = server.request("GET", "/dm")
        assert (status, headers["allow"]) == (405, "POST")
        assert server.request("GET", "/")[0] == 404
        assert server.raw(b"POST /dm HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").startswith(b"HTTP/1.1 411 ")
        assert server.raw(b"\0\0 no HTTP\r\n\r\n").startswith(b"HTTP/1.1 400 ")
        too_long = b"POST /dm HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n"
        assert server.raw(too_long).startswith(b"HTTP/1.1 413 ")
        bad_host = (
            b"POST /dm HTTP/1.1\r\nHost: a/b\r\nContent-Length: 1\r\nConnection: close\r\nContent-Type: " + XML.encode()
        )
        assert b"Host" in server.raw(bad_host + b"\r\n\r\nx")


def test_headers_larger_than_allowed_are_cut_off() -> None:
    with running() as server:
        head = b"POST /dm HTTP/1.1\r\n" + b"".join(b"x-%d: %s\r\n" % (at, b"a" * 900) for at in range(40))
        assert server.raw(head).startswith(b"HTTP/1.1 431 ")


@pytest.mark.parametrize("octets", [b"", b"POST /dm HTT", b"POST /dm HTTP/1.1\r\nHost: x\r\n"])
def test_who_is_too_slow_with_a_header_is_cut_off(octets: bytes) -> None:
    with running(limits=ServerLimits(request=0.3)) as server:
        began = time.monotonic()
        assert server.raw(octets) == b""
        assert time.monotonic() - began < 10


@pytest.mark.parametrize("octets", [b"\r\n", b"POST /dm HTT", b"POST /dm HTTP/1.1\r\nHost: x\r\n"])
def test_who_is_too_slow_with_a_further_header_is_cut_off(octets: bytes) -> None:
    with (
        running(limits=ServerLimits(request=0.3)) as server,
        socket.create_connection(server.place.split(":"), timeout=60) as connection,
    ):
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = b""
        while not answer.endswith(b"ok\n"):
            answer += connection.recv(4096)
        connection.sendall(octets)
        assert connection.recv(4096) == b""


def test_who_is_too_slow_with_a_body_gets_408() -> None:
    head = b"POST /dm HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\nContent-Type: " + XML.encode() + b"\r\n\r\n<Sync"
    with running(limits=ServerLimits(request=0.3)) as server:
        assert server.raw(head).startswith(b"HTTP/1.1 408 ")


def test_too_many_requests_at_once_are_sent_away_for_later() -> None:
    head = b"POST /dm HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\nContent-Type: " + XML.encode() + b"\r\n\r\n<Sync"
    with running(limits=ServerLimits(requests=2)) as server:
        slow = [socket.create_connection(server.place.split(":"), timeout=60) for _ in range(2)]
        for connection in slow:
            connection.sendall(head)
        end = time.monotonic() + 20
        while "swm_requests_under_way 2.0" not in server.request("GET", "/metrics")[2].decode():
            assert time.monotonic() < end, "they do not come"
            time.sleep(0.02)
        status, headers, _ = server.post(package())
        for connection in slow:
            connection.close()
    assert status == 503
    assert int(headers["retry-after"]) > 0


def test_sessions_beyond_the_rate_get_slots_of_their_own_and_come_then() -> None:
    now = [1000.0]
    with running(count, admission=Admission(1), clock=lambda: now[0]) as server:
        answers = [server.post(package())[:2] for _ in range(3)]
        assert [status for status, _ in answers] == [200, 503, 503]
        assert [headers.get("retry-after") for _, headers in answers] == [None, "1", "2"]
        now[0] = 1001.0
        assert server.post(package())[0] == 200


def test_a_message_sent_again_gets_the_same_answer() -> None:
    with running(count) as server:
        first, second = server.post(package()), server.post(package())
    assert first[2] == second[2]
    assert [record["outcome"] for record in server.records()] == ["turn", "retransmission"]


def test_a_session_id_used_again_is_another_session() -> None:
    with running(count) as server:
        device = CountingDevice("IMEI:1")
        for _ in range(3):
            device.session("1", device.over([server.place]))
    assert device.number == 3
    names = {record["session"] for record in server.records()}
    assert names == {"1/1", "1/2", "1/3"}


@pytest.mark.parametrize("encoding", list(Encoding), ids=lambda encoding: encoding.name)
@pytest.mark.parametrize("follows", [True, False], ids=["RespURI", "no RespURI"])
def test_a_device_whose_messages_all_have_msgid_1_stays_in_its_session(follows: bool, encoding: Encoding) -> None:
    device = CountingDevice("IMEI:1", encoding=encoding)

    def never_counting(client: DmClientSession, octets: bytes) -> tuple[bytes, str | None]:
        said = encoding.decode(octets)
        octets = encoding.encode(replace(said, header=replace(said.header, message_id="1")))
        query = urlsplit(client.server_uri).query if follows else ""
        path = f"/dm?{query}" if query else "/dm"
        status, _, body = server.request("POST", path, octets, {"Content-Type": encoding.content_type})
        assert status == 200
        assert len(server.records()) < 10, "the session would never end"
        answer = encoding.decode(body)
        commands = (
            replace(c, message_ref=said.header.message_id) if isinstance(c, Status) else c for c in answer.commands
        )
        return encoding.encode(replace(answer, commands=tuple(commands))), None

    with running(count) as server:
        for session_id in ("1", "2", "2"):
            device.waiting.append(f"a-{session_id}")
            assert device.session(session_id, never_counting) == 3
        received = [stored.alert.correlator for stored in server.server.store.alerts("IMEI:1")]
        records = server.records()
    assert device.number == 3
    assert received == ["a-1", "a-2", "a-2"]
    assert [(record["session"], record["turn"]) for record in records] == [
        (name, turn) for name in ("1/1", "2/1", "2/2") for turn in (1, 2, 3)
    ]


def test_sessions_put_out_of_memory_go_on() -> None:
    with running(count, limits=ServerLimits(live_sessions=1)) as server:
        devices = [CountingDevice(f"IMEI:{number}") for number in range(4)]
        barrier = threading.Barrier(len(devices))

        def live(device: CountingDevice) -> None:
            send = device.over([server.place])

            def together(client: DmClientSession, message: bytes) -> tuple[bytes, str | None]:
                barrier.wait(timeout=60)
                return send(client, message)

            device.session("1", together)

        threads = [threading.Thread(target=live, args=(device,)) for device in devices]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=120)
        figures = server.request("GET", "/metrics")[2].decode()
    assert [device.number for device in devices] == [1, 1, 1, 1]
    assert "swm_replayed_turns_total 0.0" not in figures


@pytest.mark.parametrize(("claimed", "sessions"), [("IMEI:1", 1), ("IMEI:2", 0)])
def test_a_device_with_an_account_of_its_own_cannot_speak_as_another(claimed: str, sessions: int) -> None:
    accounts = {
        name: Account(Secret(name, f"pw of {name}", Scheme.MD5), Secret("server", "pw", Scheme.MD5))
        for name in ("IMEI:1", "IMEI:2")
    }
    with running(count, accounts=accounts, owners={name: name for name in accounts}) as server:
        device = CountingDevice(claimed, accounts["IMEI:1"])
        device.waiting.append("forged")
        if sessions:
            device.session("1", device.over([server.place]))
        else:
            with pytest.raises(PeerError):
                device.session("1", device.over([server.place]))
        assert len(server.server.store.alerts(claimed)) == sessions


def test_a_mac_goes_with_every_message_both_ways() -> None:
    account = Account(Secret("IMEI:1", "pw-1", Scheme.MAC), Secret("server", "pw-2", Scheme.MAC))
    with running(count, accounts={"IMEI:1": account}) as server:
        device = CountingDevice("IMEI:1", account)
        macs: list[str | None] = []
        send = device.over([server.place])

        def watched(client: DmClientSession, message: bytes) -> tuple[bytes, str | None]:
            answer = send(client, message)
            macs.append(answer[1])
            return answer

        device.session("1", watched)
    assert device.number == 1
    assert macs and all(mac is not None and "algorithm=MD5" in mac for mac in macs)


def test_the_application_may_fail_and_the_server_goes_on() -> None:
    async def failing(dialogue: Dialogue) -> None:
        raise ValueError("nobody's fault but ours")

    with running(failing) as server:
        assert server.post(package())[0] == 200
        figures = server.request("GET", "/metrics")[2].decode()
    assert [str(error) for error in server.server.failures] == ["nobody's fault but ours"]
    assert "swm_application_failures_total 1.0" in figures
    [failure] = [record for record in server.records() if record["event"] == "application"]
    assert failure["error"] == "ValueError" and failure["device"] == "IMEI:1"


def test_every_request_is_one_line_of_the_log_and_counted() -> None:
    with running(count) as server:
        device = CountingDevice("IMEI:1")
        device.waiting.append("a-1")
        messages = device.session("1A", device.over([server.place]))
        server.post(b"no XML")
        figures = server.request("GET", "/metrics")[2].decode()
        health = server.request("GET", "/healthz")
    records = [record for record in server.records() if record["event"] == "request"]
    assert len(records) == messages + 1
    for number, record in enumerate(records[:-1], 1):
        assert record["session"] == "1A/1" and record["device"] == "IMEI:1"
        assert record["message"] == str(number) and record["turn"] == number and record["status"] == 200
        assert record["ms"] > 0 and record["received"] > 0 and record["sent"] > 0
    assert records[-1]["status"] == 400
    for line in (
        f'swm_requests_total{{status="200"}} {messages}.0',
        'swm_requests_total{status="400"} 1.0',
        f'swm_turns_total{{outcome="turn"}} {messages}.0',
        f"swm_transaction_turns_sum {messages}.0",
        "swm_sessions_opened_total 1.0",
        "swm_sessions_ended_total 1.0",
        "swm_alerts_received_total 1.0",
        "swm_sessions_live 0.0",
        f"swm_request_seconds_count {messages + 1}.0",
    ):
        assert line in figures, line
    assert health[0] == 200


@pytest.mark.parametrize("scheme", list(Scheme), ids=lambda scheme: scheme.name)
def test_no_secret_is_ever_logged(scheme: Scheme) -> None:
    account = Account(Secret("IMEI:1", "pw-of-device", scheme), Secret("server", "pw-of-server", scheme))
    wrong = Account(Secret("IMEI:1", "pw-guessed", scheme))
    keys: set[str] = set()
    with running(count, accounts={"IMEI:1": account}) as server:
        device = CountingDevice("IMEI:1", account)
        send = device.over([server.place])

        def watched(client: DmClientSession, message: bytes) -> tuple[bytes, str | None]:
            keys.add(client.server_uri.partition("s=")[2])
            return send(client, message)

        device.session("1", watched)
        thief = CountingDevice("IMEI:1", wrong)
        with pytest.raises(Exception, match="credentials"):
            thief.session("2", thief.over([server.place]))
        server.post(b"<Password>pw-in-a-body</Password>", Authorization="Basic cHctaW4taGVhZGVy")
    text = server.log.getvalue()
    assert text.count("\n") >= 4
    keys.discard("")
    assert keys
    for secret in ("pw-", "cHct", "s=", "Cred", *keys):
        assert secret not in text, secret


def test_a_graceful_end_under_load_finishes_turns_and_refuses_new_ones(tmp_path: Path) -> None:
    server = ServerProcess(f"sqlite:///{tmp_path / 'server.db'}", tmp_path, slow=0.05, drain=2.0)
    server.start()
    statuses: list[tuple[int, str | None]] = []
    broken: list[BaseException] = []

    def load(number: int) -> None:
        with closing(http.client.HTTPConnection(server.place, timeout=60)) as connection:
            talk(connection, number)

    def talk(connection: http.client.HTTPConnection, number: int) -> None:
        for serial in range(10_000):
            sent = False
            try:
                connection.request("POST", "/dm", package(f"{serial:X}", device=f"D{number}"), {"Content-Type": XML})
                sent = True
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException) as error:
                # A connection without a request under way may be closed; an accepted request must be answered.
                if sent and not isinstance(error, (http.client.RemoteDisconnected, ConnectionResetError)):
                    broken.append(error)
                return
            statuses.append((answer.status, answer.getheader("Retry-After")))

    threads = [threading.Thread(target=load, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    while len(statuses) < 8 and any(thread.is_alive() for thread in threads):
        time.sleep(0.05)
    assert server.end() in (0, -15)
    for thread in threads:
        thread.join(timeout=120)
    assert broken == []
    done = [status for status, _ in statuses if status == 200]
    refused = [retry for status, retry in statuses if status == 503]
    assert len(done) + len(refused) == len(statuses)
    assert done and refused and all(retry is not None for retry in refused)
    store = open_store(f"sqlite:///{tmp_path / 'server.db'}")
    try:
        assert len([note for note in store.notes() if note.note.topic == "orders"]) == len(done)
    finally:
        store.close()

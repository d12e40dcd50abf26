"""A whole session of the server with foreign devices, one for each thing that devices in the field are known to do.

The devices are scripts with octets of their own; nothing of this project's codecs or clients makes their messages.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator

import pytest
from dm_sessions import counted, secret

from swm.errors import PeerError
from swm.server import Dialogue
from swm.session import Account, DmServerSession, ReceivedAlert, Scheme, Ticket
from swm.syncml import Encoding, Exec, Get, Item, Location, encoding_named

META = 'xmlns="syncml:metinf"'
DOWNLOAD = "org.openmobilealliance.dm.firmwareupdate.download"


def said(
    number: int,
    *body: str,
    session: str = "1",
    final: bool = True,
    cred: str = "",
    meta: str = "",
    root: str = '<SyncML xmlns="SYNCML:SYNCML1.2">',
) -> bytes:
    """A message as a device in the field writes it."""
    ends = "<Final/>" if final else ""
    return (
        f'<?xml version="1.0"?>{root}<SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>'
        f"<SessionID>{session}</SessionID><MsgID>{number}</MsgID><Target><LocURI>http://s/dm</LocURI></Target>"
        f"<Source><LocURI>IMEI:1</LocURI></Source>{cred}{meta}</SyncHdr><SyncBody>{''.join(body)}{ends}</SyncBody></SyncML>"
    ).encode()


def status(ref: int, cmd_id: str, name: str, code: str | int) -> str:
    return (
        f"<Status><CmdID>s{ref}{cmd_id}</CmdID><MsgRef>{ref}</MsgRef><CmdRef>{cmd_id}</CmdRef><Cmd>{name}</Cmd>"
        f"<Data>{code}</Data></Status>"
    )


def header_status(ref: int, code: int = 200, chal: str = "") -> str:
    return f"<Status><CmdID>h</CmdID><MsgRef>{ref}</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd>{chal}<Data>{code}</Data></Status>"


START = "<Alert><CmdID>1</CmdID><Data>1201</Data></Alert>"
INFO = "<Replace><CmdID>2</CmdID><Item><Source><LocURI>./DevInfo/DevId</LocURI></Source><Data>IMEI:1</Data></Item></Replace>"


def alert(
    data: str = "200", *, cmd_id: str = "9", correlator: str = "<Correlator>c-1</Correlator>", item: str = ""
) -> str:
    item = item or (
        f"<Source><LocURI>./FUMO/pkg</LocURI></Source><Meta><Type {META}>{DOWNLOAD}</Type>"
        f"<Format {META}>chr</Format></Meta><Data>{data}</Data>"
    )
    return f"<Alert><CmdID>{cmd_id}</CmdID><Data>1226</Data>{correlator}<Item>{item}</Item></Alert>"


class Server:
    """The session under test; `asks` are the commands it has for the device."""

    def __init__(self, account: Account | None = None) -> None:
        accounts = None if account is None else {"IMEI:1": account}.get
        self.session = DmServerSession(
            server_id="s", respond_to="http://s/dm?s=1", accounts=accounts, nonces=counted(), scheme=Scheme.MD5
        )
        self.sent: list[str] = []

    def get(self) -> Ticket:
        return self.session.submit(Get("", (Item(target=Location("./FUMO/pkg/State")),)))

    def execute(self) -> Ticket:
        return self.session.submit(Exec("", (Item(target=Location("./FUMO/pkg/Download")),), correlator="c-1"))

    def hears(self, message: bytes, mac: str | None = None) -> str:
        self.session.receive(message, mac=mac)
        self.sent.append(self.session.respond().decode())
        return self.sent[-1]


def command_id(message: str, name: str) -> str:
    """The CmdID of the first command of this name, as a device would find it."""
    found = re.search(rf"<{name}><CmdID>([^<]+)</CmdID>", message)
    assert found is not None, message
    return found[1]


def results(ref: int, cmd_id: str, data: str, *, reference: str | None = None) -> str:
    shown = f"<CmdRef>{cmd_id}</CmdRef>" if reference is None else reference
    return (
        f"<Results><CmdID>r</CmdID><MsgRef>{ref}</MsgRef>{shown}<Item><Source><LocURI>./FUMO/pkg/State</LocURI></Source>"
        f"<Meta><Format {META}>int</Format></Meta><Data>{data}</Data></Item></Results>"
    )


def ends(server: Server, number: int, *body: str, session: str = "1") -> None:
    """The device's last package, and the server's empty answer to it."""
    last = server.hears(said(number, *body, session=session))
    assert "<Final/>" in last
    assert not re.search(r"<(Get|Exec|Replace|Alert)>", last)
    assert server.session.over


@pytest.fixture
def server() -> Iterator[Server]:
    yield Server()


# how it answers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content_type",
    [
        "application/vnd.syncml.dm+xml",
        "application/vnd.syncml+xml",
        "application/vnd.syncml.dm+xml; charset=utf-8",
        "Application/Vnd.SyncML+XML;charset=UTF-8",
    ],
)
def test_both_families_of_content_types_mean_the_same(content_type: str, server: Server) -> None:
    encoding = encoding_named(content_type)
    assert encoding is Encoding.XML
    assert encoding_named(content_type.lower().replace("+xml", "+wbxml")) is Encoding.WBXML
    ends(server, 1, START, INFO)


def test_resp_uri_is_in_every_header(server: Server) -> None:
    """One client hangs without it: it posts to nothing but RespURI."""
    ticket = server.get()
    place = None
    for number, body in [(1, START + INFO), (2, "?"), (3, "")]:
        if body == "?":
            answered = command_id(server.sent[-1], "Get")
            body = header_status(1) + status(1, answered, "Get", 200) + results(1, answered, "10")
        if server.session.over:
            break
        found = re.search("<RespURI>([^<]+)</RespURI>", server.hears(said(number, body)))
        assert found is not None
        place = found[1]
    assert place == "http://s/dm?s=1"
    assert ticket.data == "10"


def test_a_header_that_counts_for_the_session_gets_212() -> None:
    server = Server(Account(secret("u", "p", Scheme.BASIC)))
    ticket = server.get()
    cred = (
        f"<Cred><Meta><Format {META}>b64</Format><Type {META}>syncml:auth-basic</Type></Meta>"
        f"<Data>{b64encode(b'u:p').decode()}</Data></Cred>"
    )
    first = server.hears(said(1, START, INFO, cred=cred))
    assert "<Data>212</Data>" in first
    answered = command_id(first, "Get")
    ends(server, 2, header_status(1), status(1, answered, "Get", 200), results(1, answered, "10"))
    assert "<Data>212</Data>" in server.sent[-1]
    assert ticket.data == "10"


def md5(user: str, password: str, nonce: bytes) -> str:
    inner = b64encode(hashlib.md5(f"{user}:{password}".encode()).digest())
    return b64encode(hashlib.md5(inner + b":" + nonce).digest()).decode()


def md5_cred(user: str, password: str, nonce: bytes) -> str:
    return (
        f"<Cred><Meta><Format {META}>b64</Format><Type {META}>syncml:auth-md5</Type></Meta>"
        f"<Data>{md5(user, password, nonce)}</Data></Cred>"
    )


def next_nonce(message: str) -> bytes:
    found = re.search("<NextNonce[^>]*>([^<]+)</NextNonce>", message)
    assert found is not None
    return b64decode(found[1])


@pytest.mark.parametrize(
    "mangles",
    [
        lambda nonce: nonce[:-2] if len(nonce) % 3 == 2 else nonce,
        lambda nonce: bytes(octet & 0x7F for octet in nonce),
        lambda nonce: nonce.partition(b"\x00")[0],
        lambda nonce: nonce.strip(),
    ],
)
def test_nonces_are_those_that_no_client_mishandles(mangles: Callable[[bytes], bytes]) -> None:
    """Two shipped clients get nonces wrong: of length 2 modulo 3, or with octets from 0x80 on."""
    server = Server(Account(secret("u", "p", Scheme.MD5, b"server's own")))
    ticket = server.get()
    nonce = mangles(next_nonce(server.hears(said(1, START, INFO, cred=md5_cred("u", "p", b"wrong")))))
    second = server.hears(said(2, header_status(1), START, INFO, cred=md5_cred("u", "p", nonce)))
    answered = command_id(second, "Get")
    ends(server, 3, header_status(2), status(2, answered, "Get", 200), results(2, answered, "10"))
    assert ticket.data == "10"


def test_credentials_are_sent_unasked_where_the_account_demands_them() -> None:
    server = Server(Account(secret("u", "p", Scheme.MD5, b"n"), secret("srv", "q", Scheme.MD5, b"m")))
    server.get()
    first = server.hears(said(1, START, INFO, cred=md5_cred("u", "p", b"n")))
    assert f"<Data>{md5('srv', 'q', b'm')}</Data>" in first


def test_a_wrong_nonce_gets_one_new_challenge_and_no_second() -> None:
    server = Server(Account(secret("u", "p", Scheme.MD5, b"n")))
    first = server.hears(said(1, START, INFO, cred=md5_cred("u", "p", b"stale")))
    assert first.count("<NextNonce") == 1
    second = server.hears(said(2, START, INFO, cred=md5_cred("u", "p", b"stale")))
    assert "<NextNonce" not in second
    assert "<Data>401</Data>" in second
    assert server.session.over


def test_an_add_always_has_format_and_data(server: Server) -> None:
    """Some clients crash without them, for interior nodes too."""

    dialogue = Dialogue(server.session)
    adding = [dialogue.add("./A", None, "node"), dialogue.add("./A/B", "x", "chr")]
    for one in adding:
        one.send(None)  # type: ignore[attr-defined]
    first = server.hears(said(1, START, INFO))
    added = re.findall("<Add>.*?</Add>", first)
    assert len(added) == 2
    for command in added:
        assert re.search("<Meta>.*<Format", command)
        assert "<Data" in command
    ids = [command_id(command, "Add") for command in added]
    ends(server, 2, header_status(1), *[status(1, one, "Add", 200) for one in ids])
    for one in adding:
        with pytest.raises(StopIteration) as ended:
            one.send(None)  # type: ignore[attr-defined]
        assert ended.value.value == 200


def test_no_message_is_larger_than_the_device_has_room_for(server: Server) -> None:
    """A client with a buffer of 1300 octets, which it says and means."""
    tickets = [server.get() for _ in range(20)]
    room = f"<Meta><MaxMsgSize {META}>1300</MaxMsgSize></Meta>"
    body, number = START + INFO, 1
    while not server.session.over:
        answer = server.hears(said(number, body, meta=room if number == 1 else ""))
        assert len(answer.encode()) <= 1300
        asked = re.findall("<Get><CmdID>([^<]+)</CmdID>", answer)
        body = header_status(number) + "".join(
            status(number, one, "Get", 200) + results(number, one, one) for one in asked
        )
        number += 1
    assert all(ticket.data for ticket in tickets)


def test_no_further_message_is_the_end_of_the_session() -> None:
    """The device closes its connection after the server's last message, or at any time."""
    server = Server(Account(secret("u", "p", Scheme.MD5, b"n")))
    ticket = server.get()
    first = server.hears(said(1, START, INFO, cred=md5_cred("u", "p", b"n")))
    assert ticket.status is None
    kept = server.session.account
    assert kept is not None
    assert kept.device.nonce == next_nonce(first), "what must be stored is known before the session ends"
    later = Server(kept)
    later.hears(said(1, START, cred=md5_cred("u", "p", kept.device.nonce)))
    assert later.session.over


# alerts ---------------------------------------------------------------------------------------------------------------


def test_the_final_alert_may_come_before_the_status_of_its_exec(server: Server) -> None:
    ticket = server.execute()
    answered = command_id(server.hears(said(1, START, INFO)), "Exec")
    ends(server, 2, header_status(1), alert(), status(1, answered, "Exec", 200))
    assert ticket.status == 200
    assert [one.correlator for one in server.session.alerts] == ["c-1"]


def test_the_final_alert_may_come_in_a_later_session(server: Server) -> None:
    ticket = server.execute()
    answered = command_id(server.hears(said(1, START, INFO)), "Exec")
    ends(server, 2, header_status(1), status(1, answered, "Exec", 202))
    assert ticket.status == 202
    later = Server()
    ends(later, 1, START, INFO, alert(), session="2")
    assert [(one.correlator, one.item.data) for one in later.session.alerts] == [("c-1", "200")]


def test_the_final_alert_may_come_before_the_session_alert(server: Server) -> None:
    ends(server, 1, alert(cmd_id="1"), START.replace(">1<", ">2<"), INFO.replace(">2<", ">3<"))
    assert len(server.session.alerts) == 1
    assert server.session.dev_info == {"./DevInfo/DevId": "IMEI:1"}


def item(
    *, source: str = "./FUMO/pkg", format_: str = "chr", mark: str = "", data: str = "200", ns: str = f" {META}"
) -> str:
    return (
        f"<Source><LocURI>{source}</LocURI></Source><Meta><Type{ns}>{DOWNLOAD}</Type><Format{ns}>{format_}</Format>"
        f"{mark}</Meta><Data>{data}</Data>"
    )


@pytest.mark.parametrize("format_", ["int", "chr", "Chr", "text/plain"])
@pytest.mark.parametrize("mark", ["", f"<Mark {META}>critical</Mark>"])
def test_the_format_of_an_alert_is_written_in_many_ways_and_mark_may_be_missing(format_: str, mark: str) -> None:
    server = Server()
    ends(server, 1, START, INFO, alert(item=item(format_=format_, mark=mark)))
    check_alert(server.session.alerts)


def check_alert(alerts: list[ReceivedAlert]) -> None:
    [one] = alerts
    assert (one.correlator, one.item.data) == ("c-1", "200")
    assert one.item.source is not None
    assert one.item.source.uri.startswith("./FUMO/pkg")
    assert one.item.meta is not None
    assert one.item.meta.type == DOWNLOAD


def test_correlator_may_come_before_the_code(server: Server) -> None:
    before = f"<Alert><CmdID>9</CmdID><Correlator>c-1</Correlator><Data>1226</Data><Item>{item()}</Item></Alert>"
    ends(server, 1, START, INFO, before)
    check_alert(server.session.alerts)


def test_meta_may_come_before_source(server: Server) -> None:
    meta, _, rest = item().partition("</Source>")[2].partition("<Data>")
    swapped = f"{meta}<Source><LocURI>./FUMO/pkg</LocURI></Source><Data>{rest}"
    ends(server, 1, START, INFO, alert(item=swapped))
    check_alert(server.session.alerts)


def test_the_children_of_meta_may_have_no_namespace(server: Server) -> None:
    ends(server, 1, START, INFO, alert(item=item(ns="")))
    check_alert(server.session.alerts)


@pytest.mark.parametrize("root", ["<SyncML>", '<SyncML xmlns="syncml:SYNCML1.1">', "<SyncML xmlns='SYNCML:SYNCML1.2'>"])
def test_the_root_may_have_no_namespace_or_another(root: str, server: Server) -> None:
    server.hears(said(1, START, INFO, alert(), root=root))
    assert server.session.over
    check_alert(server.session.alerts)


@pytest.mark.parametrize("source", ["./FUMO/pkg", "./FUMO/pkg/Download"])
def test_the_source_of_an_alert_may_be_the_object_or_the_executed_node(source: str, server: Server) -> None:
    ends(server, 1, START, INFO, alert(item=item(source=source)))
    check_alert(server.session.alerts)


def test_an_alert_without_source_is_heard(server: Server) -> None:
    ends(server, 1, START, INFO, alert(item="<Data>200</Data>"))
    [one] = server.session.alerts
    assert one.item.source is None


# statuses -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reference",
    [
        "<MsgRef>1</MsgRef><CmdRef>{}</CmdRef><TargetRef>./FUMO/pkg/State</TargetRef>",
        "<MsgRef>1</MsgRef><CmdRef>{}</CmdRef>",
        "<MsgRef>1</MsgRef>",
        "<CmdRef>{}</CmdRef>",
        "",
    ],
)
def test_a_status_may_lack_target_ref_and_cmd_ref_and_msg_ref(reference: str, server: Server) -> None:
    ticket, other = server.get(), server.execute()
    first = server.hears(said(1, START, INFO))
    get, exec_ = command_id(first, "Get"), command_id(first, "Exec")
    answer = f"<Status><CmdID>2</CmdID>{reference.format(get)}<Cmd>Get</Cmd><Data>200</Data></Status>"
    ends(server, 2, header_status(1), answer, results(1, get, "10"), status(1, exec_, "Exec", 202))
    assert (ticket.status, ticket.data, other.status) == (200, "10", 202)


def test_results_may_lack_cmd_ref(server: Server) -> None:
    ticket = server.get()
    get = command_id(server.hears(said(1, START, INFO)), "Get")
    ends(server, 2, header_status(1), status(1, get, "Get", 200), results(1, get, "10", reference=""))
    assert ticket.data == "10"


def test_a_status_may_be_0(server: Server) -> None:
    ticket, following = server.execute(), server.get()
    first = server.hears(said(1, START, INFO))
    exec_, get = command_id(first, "Exec"), command_id(first, "Get")
    ends(server, 2, header_status(1), status(1, exec_, "Exec", 0), status(1, get, "Get", 200), results(1, get, "10"))
    assert (ticket.status, ticket.done, following.data) == (0, True, "10")


def test_a_status_401_may_come_without_chal(server: Server) -> None:
    """For a command, and for the header of a server that has no credentials to show."""
    ticket = server.get()
    get = command_id(server.hears(said(1, START, INFO)), "Get")
    ends(server, 2, header_status(1), status(1, get, "Get", 401))
    assert (ticket.status, ticket.done) == (401, True)
    other = Server()
    other.get()
    other.hears(said(1, START, INFO))
    ends(other, 2, header_status(1, 401))


def test_a_status_401_without_chal_for_a_server_with_credentials_is_one_more_try() -> None:
    server = Server(Account(secret("u", "p", Scheme.MD5, b"n"), secret("srv", "q", Scheme.MD5, b"m")))
    ticket = server.get()
    server.hears(said(1, START, INFO, cred=md5_cred("u", "p", b"n")))
    second = server.hears(said(2, header_status(1, 401)))
    get = command_id(second, "Get")
    assert "<Cred>" in second
    ends(server, 3, header_status(2, 212), status(2, get, "Get", 200), results(2, get, "10"))
    assert ticket.data == "10"


def test_a_device_that_challenges_and_speaks_in_one_message_is_heard() -> None:
    """As the captured one does: it refuses the server's credentials and sends its package again."""
    server = Server(Account(secret("u", "p", Scheme.MD5, b"n"), secret("srv", "q", Scheme.MD5, b"m")))
    ticket = server.get()
    server.hears(said(1, START, INFO, cred=md5_cred("u", "p", b"stale")))
    chal = (
        f"<Chal><Meta><Format {META}>b64</Format><Type {META}>syncml:auth-md5</Type>"
        f"<NextNonce {META}>{b64encode(b'fresh').decode()}</NextNonce></Meta></Chal>"
    )
    nonce = next_nonce(server.sent[-1])
    second = server.hears(said(2, header_status(1, 401, chal), alert(), START, INFO, cred=md5_cred("u", "p", nonce)))
    assert md5("srv", "q", b"fresh") in second
    assert second.count("<Data>200</Data>") == 3, "alerts and device information are answered"
    assert len(server.session.alerts) == 1
    get = command_id(second, "Get")
    ends(server, 3, header_status(2, 212), status(2, get, "Get", 200), results(2, get, "10"))
    assert ticket.data == "10"


def test_what_a_device_says_again_where_it_challenges_counts_once_and_all_else_counts() -> None:
    server = Server(Account(secret("u", "p", Scheme.MD5, b"n"), secret("srv", "q", Scheme.MD5, b"m")))
    server.get()
    event = alert(correlator="<Correlator>e-1</Correlator>", cmd_id="8").replace("1226", "1224")
    server.hears(said(1, START, INFO, alert(), event, cred=md5_cred("u", "p", b"n")))
    chal = (
        f"<Chal><Meta><Format {META}>b64</Format><Type {META}>syncml:auth-md5</Type>"
        f"<NextNonce {META}>{b64encode(b'fresh').decode()}</NextNonce></Meta></Chal>"
    )
    more = alert("410", cmd_id="10"), alert(cmd_id="11")
    second = server.hears(said(2, header_status(1, 401, chal), START, INFO, alert(), event, *more))
    assert {status: second.count(f"<Data>{status}</Data>") for status in ("200", "415")} == {"200": 10, "415": 0}
    assert [one.item.data for one in server.session.alerts] == ["200", "410", "200"], "said twice in one message is two"
    assert [one.correlator for one in server.session.events] == ["e-1"]
    server.hears(said(3, header_status(2, 212), alert()))
    assert len(server.session.alerts) == 4, "the answer to the last message was not refused, so this one is new"


def test_a_second_first_package_after_401_is_the_first() -> None:
    server = Server(Account(secret("u", "p", Scheme.MD5, b"n")))
    first = server.hears(said(1, START, INFO, alert(), cred=md5_cred("u", "p", b"stale")))
    server.hears(said(2, START, INFO, alert(), cred=md5_cred("u", "p", next_nonce(first))))
    assert server.session.over
    assert len(server.session.alerts) == 1


# identifiers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("session", ["1", "2C5", "2c5", "FFFF", "0001", "1234567890123", "9999999999999"])
def test_a_session_id_is_hexadecimal_or_up_to_thirteen_digits(session: str, server: Server) -> None:
    ticket = server.get()
    first = server.hears(said(1, START, INFO, session=session))
    assert f"<SessionID>{session}</SessionID>" in first
    get = command_id(first, "Get")
    ends(server, 2, header_status(1), status(1, get, "Get", 200), results(1, get, "10"), session=session)
    assert ticket.data == "10"


@pytest.mark.parametrize("always", [True, False])
def test_final_may_stand_in_every_message_or_in_none(always: bool, server: Server) -> None:
    ticket = server.get()
    body, number = START + INFO, 1
    while not server.session.over:
        answer = server.hears(said(number, body, final=always))
        body = header_status(number)
        if "<Get>" in answer:
            get = command_id(answer, "Get")
            body += status(number, get, "Get", 200) + results(number, get, "10")
        if "<Data>1222</Data>" in answer:
            body += status(number, command_id(answer, "Alert"), "Alert", 200)
        number += 1
        assert number < 10
    assert ticket.data == "10"


# what is refused ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "broken",
    [
        said(2, "<Alert>\x00</Alert>"),
        said(2, header_status(1)).replace(b"</SyncBody>", b""),
        said(2, header_status(1))[:-20],
        b"",
        b"\x00",
        b"GET / HTTP/1.1",
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><SyncML>&b;</SyncML>',
        said(2, "<Put><CmdID>1</CmdID></Put>"),
    ],
)
def test_a_nul_octet_or_malformed_xml_is_refused_and_the_session_goes_on(broken: bytes, server: Server) -> None:
    ticket = server.get()
    get = command_id(server.hears(said(1, START, INFO)), "Get")
    with pytest.raises(PeerError):
        server.session.receive(broken)
    ends(server, 2, header_status(1), status(1, get, "Get", 200), results(1, get, "10"))
    assert ticket.data == "10"


def test_an_unknown_command_reference_answers_nothing(server: Server) -> None:
    ticket = server.get()
    get = command_id(server.hears(said(1, START, INFO)), "Get")
    ends(
        server,
        2,
        header_status(1),
        status(7, "77", "Get", 404),
        status(1, "77", "Exec", 404),
        status(1, get, "Get", 200),
        results(1, get, "10"),
    )
    assert (ticket.status, ticket.data) == (200, "10")

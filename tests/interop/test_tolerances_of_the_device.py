"""A whole session of the device with foreign servers, one for each thing that servers in the field are known to do.

The servers are scripts with octets of their own; nothing of this project's codecs or servers makes their messages.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable

import pytest
from dm_sessions import Owner, Thing, Waiting, counted, secret

from swm.errors import PeerError
from swm.session import Account, DmClientSession, Scheme
from swm.syncml import Alert, Item, Location, Meta
from swm.tree import ONE, ManagementTree

META = 'xmlns="syncml:metinf"'


def said(
    *body: str,
    number: str = "1",
    source: str = "http://s/dm",
    final: bool = True,
    cred: str = "",
    more: str = "",
    root: str = '<SyncML xmlns="SYNCML:SYNCML1.2">',
    session: str = "1",
) -> bytes:
    """A message as a server in the field writes it."""
    ends = "<Final/>" if final else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{root}<SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>'
        f"<SessionID>{session}</SessionID><MsgID>{number}</MsgID><Target><LocURI>d</LocURI></Target>"
        f"<Source><LocURI>{source}</LocURI></Source>{more}{cred}</SyncHdr>"
        f"<SyncBody>{''.join(body)}{ends}</SyncBody></SyncML>"
    ).encode()


def header_status(ref: int, code: int = 200, chal: str = "") -> str:
    return f"<Status><CmdID>1</CmdID><MsgRef>{ref}</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd>{chal}<Data>{code}</Data></Status>"


def status(ref: int, cmd_id: str, name: str, code: int) -> str:
    return (
        f"<Status><CmdID>8{cmd_id}</CmdID><MsgRef>{ref}</MsgRef><CmdRef>{cmd_id}</CmdRef><Cmd>{name}</Cmd>"
        f"<Data>{code}</Data></Status>"
    )


def get(cmd_id: int = 5) -> str:
    return f"<Get><CmdID>{cmd_id}</CmdID><Item><Target><LocURI>./Thing/Number</LocURI></Target></Item></Get>"


def replace(value: str, cmd_id: int = 6) -> str:
    return (
        f"<Replace><CmdID>{cmd_id}</CmdID><Item><Target><LocURI>./Thing/Number</LocURI></Target>"
        f"<Meta><Format {META}>int</Format></Meta><Data>{value}</Data></Item></Replace>"
    )


def execute(cmd_id: int = 7) -> str:
    return (
        f"<Exec><CmdID>{cmd_id}</CmdID><Correlator>c-1</Correlator>"
        "<Item><Target><LocURI>./Thing/Go</LocURI></Target></Item></Exec>"
    )


class Device:
    """The session under test."""

    def __init__(self, account: Account | None = None, *alerts: Alert) -> None:
        self.tree = ManagementTree()
        self.owner = Owner()
        self.tree.mount("./Thing", Thing.describe("", ONE), self.owner)
        self.waiting = Waiting(*alerts)
        self.session = DmClientSession(
            self.tree,
            server_uri="http://s/dm",
            device_id="d",
            server_id="s",
            account=account,
            nonces=counted(),
            alerts=self.waiting,
            dev_info=("./Thing/Number",),
        )
        self.first = self.session.start("1").decode()

    def hears(self, message: bytes, mac: str | None = None) -> str | None:
        answer = self.session.receive(message, mac)
        return None if answer is None else answer.decode()


def answered(message: str | None, name: str, code: int) -> bool:
    """Whether the message holds a Status of that command with that code."""
    assert message is not None
    found = re.findall(r"<Cmd>(\w+)</Cmd>(?:<TargetRef>[^<]*</TargetRef>)?<Data>(\d+)</Data>", message)
    return (name, str(code)) in found


def md5(user: str, password: str, nonce: bytes) -> str:
    inner = b64encode(hashlib.md5(f"{user}:{password}".encode()).digest())
    return b64encode(hashlib.md5(inner + b":" + nonce).digest()).decode()


def md5_cred(user: str, password: str, nonce: bytes) -> str:
    return (
        f"<Cred><Meta><Format {META}>b64</Format><Type {META}>syncml:auth-md5</Type></Meta>"
        f"<Data>{md5(user, password, nonce)}</Data></Cred>"
    )


def chal(nonce: bytes, kind: str = "syncml:auth-md5") -> str:
    return (
        f"<Chal><Meta><Format {META}>b64</Format><Type {META}>{kind}</Type>"
        f"<NextNonce {META}>{b64encode(nonce).decode()}</NextNonce></Meta></Chal>"
    )


@pytest.mark.parametrize("source", ["server", "http://elsewhere/x", "", "s"])
def test_the_source_of_the_header_need_not_be_the_url(source: str) -> None:
    device = Device()
    answer = device.hears(said(header_status(1), get(), source=source))
    assert answered(answer, "Get", 200)
    assert device.session.server_uri == "http://s/dm"
    assert device.hears(said(header_status(2), number="2", source=source)) is None


@pytest.mark.parametrize("numbers", [("1", "2", "3"), ("1", "1", "1"), ("7", "0", "x")])
def test_the_message_id_may_echo_instead_of_counting(numbers: tuple[str, str, str]) -> None:
    device = Device()
    first = device.hears(said(header_status(1), get(), number=numbers[0]))
    assert answered(first, "Get", 200)
    assert f"<MsgRef>{numbers[0]}</MsgRef>" in (first or "")
    second = device.hears(said(header_status(2), replace("5"), number=numbers[1]))
    assert answered(second, "Replace", 200)
    assert device.hears(said(header_status(3), number=numbers[2])) is None
    assert device.tree.value("./Thing/Number") == "5"


@pytest.mark.parametrize("named", ["b64", "B64", "\n  b64\n"])
@pytest.mark.parametrize("by_command", [False, True])
def test_base64_is_octets_however_its_format_is_written(named: str, by_command: bool) -> None:
    def sent(data: str) -> str:
        meta = f"<Meta><Format {META}>{named}</Format></Meta>"
        of_command, of_item = (meta, "") if by_command else ("", meta)
        place = "<Target><LocURI>./Thing/Data</LocURI></Target>"
        return f"<Replace><CmdID>5</CmdID>{of_command}<Item>{place}{of_item}<Data>{data}</Data></Item></Replace>"

    device = Device()
    assert answered(device.hears(said(header_status(1), sent("AP8\n="))), "Replace", 200)
    assert device.tree.value("./Thing/Data") == b"\x00\xff"
    if named != "b64":
        assert answered(device.hears(said(header_status(2), sent("A"), number="2")), "Replace", 415)
        assert device.tree.value("./Thing/Data") == b"\x00\xff"


def test_a_status_for_a_command_that_was_never_sent_is_passed_over() -> None:
    alert = Alert("", "1226", (Item(source=Location("./Thing"), meta=Meta("chr", "t"), data="200"),), "c-1")
    device = Device(None, alert)
    bogus = status(9, "99", "Alert", 200) + status(1, "99", "Exec", 500) + status(1, "0", "Get", 404)
    assert answered(device.hears(said(header_status(1), bogus, get())), "Get", 200)
    assert len(device.waiting.left) == 1, "nobody has answered the alert"
    assert device.hears(said(header_status(2), bogus, number="2")) is None


def test_no_cred_and_no_chal_are_needed_from_a_server_that_was_not_asked() -> None:
    device = Device(Account(secret("d", "p", Scheme.MD5, b"n")))
    assert md5("d", "p", b"n") in device.first
    answer = device.hears(said(header_status(1, 212), get()))
    assert answered(answer, "Get", 200)
    assert "<Cred>" not in (answer or "")
    assert device.hears(said(header_status(2), number="2")) is None
    assert device.session.account == Account(secret("d", "p", Scheme.MD5, b"n")), "no nonce came, the old one is kept"


def test_replace_and_exec_may_come_in_one_message() -> None:
    device = Device()
    answer = device.hears(said(header_status(1), replace("5"), execute()))
    assert answered(answer, "Replace", 200)
    assert answered(answer, "Exec", 202)
    assert device.tree.value("./Thing/Number") == "5"
    assert [order.correlator for order in device.owner.orders] == ["c-1"]
    assert device.hears(said(header_status(2), number="2")) is None


def test_after_401_the_first_package_goes_out_again() -> None:
    alert = Alert("", "1226", (Item(source=Location("./Thing"), meta=Meta("chr", "t"), data="200"),), "c-1")
    device = Device(Account(secret("d", "p", Scheme.MD5, b"stale")), alert)
    refused = header_status(1, 401, chal(b"fresh")) + status(1, "1", "Alert", 401) + status(1, "2", "Replace", 401)
    second = device.hears(said(refused, status(1, "3", "Alert", 401)))
    assert second is not None
    for part in ("<Data>1201</Data>", "./Thing/Number", "<Data>1226</Data>", md5("d", "p", b"fresh")):
        assert part in second
    assert len(device.waiting.left) == 1, "what was refused is not answered"
    ids = dict(
        zip(re.findall("<Data>(1201|1226)</Data>", second), re.findall("<Alert><CmdID>([^<]+)<", second), strict=True)
    )
    answer = said(
        header_status(2, 212), status(2, ids["1201"], "Alert", 200), status(2, ids["1226"], "Alert", 200), number="2"
    )
    assert device.hears(answer) is None
    assert device.waiting.left == {}


def test_a_challenge_in_which_the_server_shows_stale_credentials_costs_no_message_more() -> None:
    """As the captured server does: 401 for the device and credentials of its own in the same message."""
    device = Device(Account(secret("d", "p", Scheme.MD5, b"stale"), secret("s", "q", Scheme.MD5, b"old")))
    second = device.hears(said(header_status(1, 401, chal(b"fresh")), cred=md5_cred("s", "q", b"forgotten")))
    assert second is not None
    assert answered(second.replace(re.findall("<Chal>.*?</Chal>", second)[0], ""), "SyncHdr", 401)
    [nonce] = re.findall("<NextNonce[^>]*>([^<]+)</NextNonce>", second)
    from base64 import b64decode

    third = device.hears(said(header_status(2, 212), get(), number="2", cred=md5_cred("s", "q", b64decode(nonce))))
    assert answered(third, "Get", 200)


def rfc2104(key: bytes, body: bytes) -> bytes:
    import hmac

    return hmac.new(key, body, "md5").digest()


def test_a_server_that_knows_nothing_of_mac_is_challenged_and_left() -> None:
    """It answers without x-syncml-hmac; nothing it says is done."""
    device = Device(Account(secret("d", "p", Scheme.MAC, b"n"), secret("s", "q", Scheme.MAC, b"m")))
    assert device.session.mac_header is not None
    answer = device.hears(said(header_status(1, 212), replace("5")))
    assert answered(answer, "Replace", 407)
    with pytest.raises(PeerError, match="did not prove"):
        device.hears(said(header_status(2, 212), replace("5"), number="2"))
    assert device.tree.value("./Thing/Number") == "1"


def test_a_server_that_asks_for_less_than_the_account_demands_is_left() -> None:
    device = Device(Account(secret("d", "p", Scheme.MAC, b"n")))
    with pytest.raises(PeerError, match="does not accept"):
        device.hears(said(header_status(1, 401, chal(b"x", "syncml:auth-basic"))))
    assert device.session.over


def test_a_mac_computed_as_rfc_2104_says_is_refused() -> None:
    """One server does, against OMA: nested plain MD5 is what counts."""
    device = Device(Account(secret("d", "p", Scheme.MAC, b"n"), secret("s", "q", Scheme.MAC, b"m")))
    message = said(header_status(1, 200), replace("5"))
    inner = b64encode(hashlib.md5(b"s:q").digest())
    wrong = b64encode(rfc2104(inner + b":m", message)).decode()
    assert answered(device.hears(message, f'algorithm=MD5, username="s", mac={wrong}'), "Replace", 401)
    other = Device(Account(secret("d", "p", Scheme.MAC, b"n"), secret("s", "q", Scheme.MAC, b"m")))
    body = b64encode(hashlib.md5(message).digest())
    right = b64encode(hashlib.md5(inner + b":m:" + body).digest()).decode()
    assert answered(other.hears(message, f'algorithm=MD5, username="s", mac={right}'), "Replace", 200)


@pytest.mark.parametrize("always", [True, False])
def test_final_may_stand_in_every_message_or_in_none(always: bool) -> None:
    device = Device()
    bodies = [header_status(1) + get(), header_status(2) + replace("5")]
    number = 1
    answer: str | None = device.first
    while answer is not None:
        body = bodies.pop(0) if bodies else header_status(number)
        for alert in re.findall("<Alert><CmdID>([^<]+)</CmdID><Data>1222</Data>", answer):
            body += status(number, alert, "Alert", 200)
        answer = device.hears(said(body, number=str(number), final=always))
        number += 1
        assert number < 8
    assert device.tree.value("./Thing/Number") == "5"


@pytest.mark.parametrize("root", ["<SyncML>", "<SyncML xmlns='SYNCML:SYNCML1.1'>"])
def test_the_root_may_have_no_namespace_or_another(root: str) -> None:
    device = Device()
    assert answered(device.hears(said(header_status(1), get(), root=root)), "Get", 200)
    assert device.hears(said(header_status(2), number="2", root=root)) is None


@pytest.mark.parametrize("session", ["1", "0001", "2", ""])
def test_the_session_id_may_come_back_changed(session: str) -> None:
    device = Device()
    answer = device.hears(said(header_status(1), get(), session=session))
    assert answered(answer, "Get", 200)
    assert "<SessionID>1</SessionID>" in (answer or "")


def test_the_header_may_get_no_status_at_all() -> None:
    device = Device()
    assert answered(device.hears(said(get())), "Get", 200)
    assert device.hears(said(number="2")) is None


def test_meta_may_stand_in_the_command_and_not_in_its_items() -> None:
    device = Device()
    data = b64encode(b"\x00\x01").decode()
    command = (
        f"<Replace><CmdID>6</CmdID><Meta><Format {META}>b64</Format></Meta><Item><Target><LocURI>./Thing/Data</LocURI>"
        f"</Target><Data>{data}</Data></Item></Replace>"
    )
    assert answered(device.hears(said(header_status(1), command)), "Replace", 200)
    assert device.tree.value("./Thing/Data") == b"\x00\x01"


@pytest.mark.parametrize("repeats", ["size", "format", "neither"])
def test_chunks_may_repeat_their_size_or_leave_their_format_out(repeats: str) -> None:
    device = Device()
    pieces = [b"abc", b"def", b"gh"]

    def chunk(number: int) -> str:
        first = number == 0
        meta = f"<Format {META}>b64</Format>" if first or repeats != "neither" else ""
        meta += f"<Size {META}>8</Size>" if first or repeats == "size" else ""
        more = "<MoreData/>" if number < 2 else ""
        return (
            f"<Replace><CmdID>6</CmdID><Item><Target><LocURI>./Thing/Data</LocURI></Target><Meta>{meta}</Meta>"
            f"<Data>{b64encode(pieces[number]).decode()}</Data>{more}</Item></Replace>"
        )

    for number, code in enumerate((213, 213, 200)):
        answer = device.hears(said(header_status(number + 1), chunk(number), number=str(number + 1)))
        assert answered(answer, "Replace", code)
    assert device.tree.value("./Thing/Data") == b"abcdefgh"


@pytest.mark.parametrize(
    "broken",
    [
        lambda: said("<Get>\x00</Get>"),
        lambda: said(header_status(1))[:-30],
        lambda: b"<html>502 Bad Gateway</html>",
        lambda: b"",
        lambda: said("<Sync><CmdID>1</CmdID></Sync>"),
    ],
)
def test_what_is_no_message_is_refused_and_the_session_goes_on(broken: Callable[[], bytes]) -> None:
    device = Device()
    with pytest.raises(PeerError):
        device.hears(broken())
    assert answered(device.hears(said(header_status(1), get())), "Get", 200)

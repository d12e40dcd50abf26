"""Whole sessions of the device over HTTP with servers that others wrote, each a script with octets of its own."""

from __future__ import annotations

import hashlib
import re
from base64 import b64decode, b64encode

import pytest
from dm_sessions import Owner, Thing, Waiting, counted, secret
from runtime.device.rim import Reply, Rim, Rule, serving

from swm.device import Patience, run_session
from swm.errors import PeerError
from swm.session import Account, DmClientSession, Scheme
from swm.syncml import Alert, Encoding, Item, Location, Meta
from swm.tree import ONE, ManagementTree

XML = Encoding.XML.content_type
METINF = 'xmlns="syncml:metinf"'
QUICK = Patience(timeout=60.0, answer_time=60.0, attempts=2, back_off=0.01, longest_wait=0.05)


class Device:
    """The device under test, and an alert that it has to send."""

    def __init__(self, account: Account | None = None, encoding: Encoding = Encoding.XML) -> None:
        self.tree = ManagementTree()
        self.owner = Owner()
        self.tree.mount("./Thing", Thing.describe("", ONE), self.owner)
        alert = Alert("", "1226", (Item(source=Location("./Thing"), meta=Meta("chr", "t"), data="200"),), "c-1")
        self.waiting = Waiting(alert)
        self.account = account
        self.encoding = encoding
        self.session: DmClientSession

    def runs(self, *rules: Rule) -> Rim:
        """A session with a server that answers by these rules and no further."""
        with serving(Rim(rules=list(rules))) as rim:
            self.session = DmClientSession(
                self.tree,
                server_uri=rim.url,
                device_id="d",
                server_id="s",
                account=self.account,
                nonces=counted(),
                alerts=self.waiting,
                dev_info=("./Thing/Number",),
                encoding=self.encoding,
            )
            run_session(self.session, "1", patience=QUICK)
        assert not rim.rules, "the device has stopped before the end"
        return rim


def said(body: bytes | str, *commands: str, more: str = "", source: str = "srv") -> bytes:
    """What a server answers to a message of the device: the Status of its header and of all its commands, and `commands`."""
    text = body.decode() if isinstance(body, bytes) else body
    [number] = re.findall("<SyncHdr>.*?<MsgID>([^<]+)</MsgID>", text)
    statuses = status(number, "0", "SyncHdr", "200" if "401" not in more else "401")
    for kind, cmd_id in re.findall("<(Alert|Replace|Results)><CmdID>([^<]+)</CmdID>", text):
        statuses += status(number, cmd_id, kind, "200")
    return (
        '<?xml version="1.0" encoding="utf-8"?><SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>'
        f"DM/1.2</VerProto><SessionID>1</SessionID><MsgID>{number}</MsgID><Target><LocURI>d</LocURI></Target><Source>"
        f"<LocURI>{source}</LocURI></Source>{more}</SyncHdr><SyncBody>{statuses}{''.join(commands)}<Final/></SyncBody>"
        "</SyncML>"
    ).encode()


def status(number: str, cmd_id: str, kind: str, code: str) -> str:
    return (
        f"<Status><CmdID>1</CmdID><MsgRef>{number}</MsgRef><CmdRef>{cmd_id}</CmdRef><Cmd>{kind}</Cmd><Data>{code}</Data>"
        "</Status>"
    )


GET = "<Get><CmdID>1</CmdID><Item><Target><LocURI>./Thing/Number</LocURI></Target></Item></Get>"
REPLACE = (
    "<Replace><CmdID>1</CmdID><Item><Target><LocURI>./Thing/Number</LocURI></Target><Data>5</Data></Item></Replace>"
)


def answering(*commands: str, content_type: str | None = XML, code: int = 200, **headers: str) -> Rule:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if content_type is not None:
        named["Content-Type"] = content_type

    def rule(rim: Rim, path: str, body: bytes) -> Reply:
        return code, named, said(body, *commands)

    return rule


def saying_nothing(code: int) -> Rule:
    return lambda rim, path, body: (code, {}, b"")


def indented(text: str) -> str:
    """As a serializer prints it that puts each element on a line, and texts on lines of their own where they are long."""
    text = re.sub(r"<LocURI>(\./[^<]+)</LocURI>", "<LocURI>\n        \\1\n      </LocURI>", text)
    return re.sub(r"><(?!/)", ">\n  <", text)


def test_a_server_that_prints_its_messages_for_people_and_prefixes_what_is_in_meta() -> None:
    """Its commands are numbered anew beside its Statuses; it sends no Meta with a value, and a Type with a node."""
    device = Device()
    many = (
        "<Get><CmdID>1</CmdID><Item><Target><LocURI>./Thing/Number</LocURI></Target></Item>"
        "<Item><Target><LocURI>./Thing/Text</LocURI></Target></Item></Get>"
    )
    prefixed = 'xmlns:ns0="syncml:metinf"'
    added = (
        f"<Add><CmdID>2</CmdID><Item><Target><LocURI>./Thing/Entries/A</LocURI></Target><Meta><ns0:Format {prefixed}>node"
        f"</ns0:Format><ns0:Type {prefixed}>node</ns0:Type></Meta></Item><Item><Target><LocURI>./Thing/Entries/A/Value"
        f"</LocURI></Target><Meta><ns0:Format {prefixed}>chr</ns0:Format></Meta><Data>x</Data></Item></Add>"
    )
    executed = "<Exec><CmdID>3</CmdID><Item><Target><LocURI>./Thing/Go</LocURI></Target></Item></Exec>"

    def printed(*commands: str) -> Rule:
        return lambda rim, path, body: (
            200,
            {"Content-Type": "text/xml"},
            indented(said(body, *commands).decode()).encode(),
        )

    rim = device.runs(printed(many, REPLACE, added), printed(executed), printed())
    second = rim.requests[1][1].decode()
    assert second.count("<Results>") == 2
    assert {code for _, code in re.findall("<Cmd>(Get|Replace|Add)</Cmd>.*?<Data>([^<]+)</Data>", second)} == {"200"}
    assert device.tree.value("./Thing/Number") == "5"
    assert device.tree.value("./Thing/Entries/A/Value") == "x"
    assert len(device.owner.orders) == 1
    assert device.waiting.left == {}


@pytest.mark.parametrize(
    "content_type", [None, "text/xml", "application/xml; charset=utf-8", "text/html", "text/plain"]
)
def test_an_answer_that_is_a_message_may_be_called_something_else(content_type: str | None) -> None:
    device = Device()
    device.runs(answering(REPLACE, content_type=content_type), answering(content_type=content_type))
    assert device.tree.value("./Thing/Number") == "5"


@pytest.mark.parametrize("coding", ["UTF-8", "utf8", "identity"])
def test_the_content_coding_of_an_answer_may_be_its_character_set(coding: str) -> None:
    device = Device()
    device.runs(answering(REPLACE, Content_Encoding=coding), answering(Content_Encoding=coding))
    assert device.tree.value("./Thing/Number") == "5"


@pytest.mark.parametrize("code", [200, 202, 204])
def test_an_answer_without_a_body_ends_the_session(code: int) -> None:
    device = Device()
    rim = device.runs(answering(GET), saying_nothing(code))
    assert len(rim.requests) == 2
    assert device.session.over
    assert device.waiting.left == {}, "the first answer counts"


def test_a_message_may_come_with_202() -> None:
    device = Device()
    device.runs(answering(REPLACE, code=202), answering())
    assert device.tree.value("./Thing/Number") == "5"


def test_an_answer_without_a_body_to_the_first_message_is_none() -> None:
    device = Device()
    with pytest.raises(PeerError, match="content type is none"):
        device.runs(saying_nothing(200))
    assert len(device.waiting.left) == 1


def md5(user: str, password: str, nonce: bytes) -> bytes:
    inner = b64encode(hashlib.md5(f"{user}:{password}".encode()).digest())
    return hashlib.md5(inner + b":" + nonce).digest()


def test_a_server_that_ends_before_it_has_proved_who_it_is_is_told() -> None:
    """The device challenges it, and it has nothing more to say."""
    device = Device(Account(secret("d", "p", Scheme.MD5, b"n"), secret("s", "q", Scheme.MD5, b"m")))
    with pytest.raises(PeerError, match="did not prove"):
        device.runs(answering(REPLACE), saying_nothing(200))
    assert device.tree.value("./Thing/Number") == "1"
    assert len(device.waiting.left) == 1


@pytest.mark.parametrize(
    ("format_", "shown", "meant"),
    [
        (f"<Format {METINF}>b64</Format>", "YWJjZA==", b"abcd"),
        (f"<Format {METINF}>b64</Format>", "YWJjZA", b"abcd"),
        (f"<Format {METINF}>b64</Format>", "\n  YWJj\n  ZA==\n", b"abcd"),
        ("", "YWJjZA==", b"abcd"),
        ("", "0-1", b"0-1"),
        (f"<Format {METINF}>chr</Format>", "n:2", b"n:2"),
        (f"<Format {METINF}>b64</Format>", "", b""),
    ],
)
def test_a_nonce_may_lack_its_padding_or_be_the_text_that_it_is_said_to_be(
    format_: str, shown: str, meant: bytes
) -> None:
    device = Device(Account(secret("d", "p", Scheme.MD5, b"stale")))
    chal = f"<Chal><Meta>{format_}<Type {METINF}>syncml:auth-md5</Type><NextNonce {METINF}>{shown}</NextNonce></Meta></Chal>"

    def challenging(rim: Rim, path: str, body: bytes) -> Reply:
        refused = said(body).decode().replace("<Data>200</Data>", f"{chal}<Data>401</Data>", 1)
        return 200, {"Content-Type": XML}, refused.replace("<Data>200</Data>", "<Data>401</Data>").encode()

    rim = device.runs(challenging, answering(REPLACE), answering())
    [proof] = re.findall("<Cred>.*?<Data>([^<]+)</Data></Cred>", rim.requests[1][1].decode())
    assert b64decode(proof) == md5("d", "p", meant)
    assert device.tree.value("./Thing/Number") == "5"


def test_a_status_may_lack_its_own_number() -> None:
    """Nothing refers to it; OMA's own example of a challenge has none."""
    device = Device()

    def rule(rim: Rim, path: str, body: bytes) -> Reply:
        return 200, {"Content-Type": XML}, said(body, REPLACE).replace(b"<Status><CmdID>1</CmdID>", b"<Status>")

    device.runs(rule, answering())
    assert device.tree.value("./Thing/Number") == "5"
    assert device.waiting.left == {}


def wbxml(text: bytes) -> bytes:
    """The few elements of a message that proves its sender, in WBXML with the digest as it is: no base64."""
    digest, number = text[:16], text[16:]

    def leaf(token: int, value: bytes) -> bytes:
        return bytes([token | 0x40, 3]) + value + b"\0\1"

    type_ = b"\x5a\0\1" + leaf(0x13, b"syncml:auth-md5") + b"\0\0\1"
    cred = b"\x4e" + type_ + b"\x4f\xc3\x10" + digest + b"\1\1"
    places = b"\x6e" + leaf(0x17, b"d") + b"\1\x67" + leaf(0x17, b"srv") + b"\1"
    header = leaf(0x31, b"1.2") + leaf(0x32, b"DM/1.2") + leaf(0x25, b"1") + leaf(0x1B, number) + places + cred
    refs = leaf(0x0B, b"1") + leaf(0x1C, number) + leaf(0x0C, b"0") + leaf(0x0A, b"SyncHdr") + leaf(0x0F, b"212")
    item = b"\x54\x6e" + leaf(0x17, b"./Thing/Number") + b"\1" + leaf(0x0F, b"5") + b"\1"
    replaced = b"\x60" + leaf(0x0B, b"2") + item + b"\1" if number == b"1" else b""
    body = b"\x6b\x69" + refs + b"\1" + replaced + b"\x12\1"
    return b"\2\xa4\1\x6a\0\x6d\x6c" + header + b"\1" + body + b"\1"


@pytest.mark.parametrize("secret_of_the_server", ["q", "guessed"])
def test_credentials_in_wbxml_may_be_the_octets_of_the_digest(secret_of_the_server: str) -> None:
    account = Account(secret("d", "p", Scheme.MD5, b"n"), secret("s", "q", Scheme.MD5, b"m"))
    device = Device(account, Encoding.WBXML)
    proof = md5("s", secret_of_the_server, b"m")

    def rule(number: bytes) -> Rule:
        return lambda rim, path, body: (200, {"Content-Type": Encoding.WBXML.content_type}, wbxml(proof + number))

    if secret_of_the_server == "q":
        device.runs(rule(b"1"), rule(b"2"))
        assert device.tree.value("./Thing/Number") == "5"
        return
    with pytest.raises(PeerError, match="did not prove"):
        device.runs(rule(b"1"), rule(b"2"))
    assert device.tree.value("./Thing/Number") == "1"


@pytest.mark.parametrize("page", [b"<html>SyncML</html>", b"SyncML", b"{}", b"\x02\xa4\x01"])
def test_what_begins_like_no_message_is_not_taken_for_one(page: bytes) -> None:
    device = Device()
    with pytest.raises(PeerError):
        device.runs(lambda rim, path, body: (200, {"Content-Type": "text/html"}, page))
    assert len(device.waiting.left) == 1


def of_version_1_1(body: bytes, number: int, code: str, *commands: str, chal: str = "") -> bytes:
    """An answer of DM 1.1 that writes Data before what a Status refers to, and no Meta of its own."""
    [answered] = re.findall("<SyncHdr>.*?<MsgID>([^<]+)</MsgID>", body.decode())
    statuses = (
        f"<Status><CmdID>1</CmdID><MsgRef>{answered}</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd><TargetRef>s</TargetRef>"
        f"<SourceRef>d</SourceRef><Data>{code}</Data>{chal}</Status>"
    )
    of_command = "200" if code == "212" else code
    for at, (kind, cmd_id) in enumerate(
        re.findall("<(Alert|Replace|Results)><CmdID>([^<]+)</CmdID>", body.decode()), 2
    ):
        statuses += (
            f"<Status><CmdID>{at}</CmdID><Data>{of_command}</Data><MsgRef>{answered}</MsgRef><CmdRef>{cmd_id}</CmdRef>"
            f"<Cmd>{kind}</Cmd></Status>"
        )
    return (
        '<?xml version="1.0"?><!DOCTYPE SyncML PUBLIC "-//SYNCML//DTD SyncML 1.1//EN" "http://www.syncml.org/docs/'
        'syncml_represent_v11_20020213.dtd"><SyncML xmlns="SYNCML:SYNCML1.1"><SyncHdr><VerDTD>1.1</VerDTD><VerProto>DM/1.1'
        f"</VerProto><SessionID>1</SessionID><MsgID>{number}</MsgID><Target><LocURI>d</LocURI></Target><Source><LocURI>s"
        f"</LocURI></Source></SyncHdr><SyncBody>{statuses}{''.join(commands)}<Final></Final></SyncBody></SyncML>"
    ).encode()


def test_a_server_of_version_1_1_that_counts_from_two_and_asks_for_a_password_without_a_nonce() -> None:
    device = Device(Account(secret("d", "p", Scheme.BASIC)))
    chal = f"<Chal><Meta><Type {METINF}>syncml:auth-basic</Type><Format {METINF}>b64</Format></Meta></Chal>"
    get = GET.replace("<CmdID>1", "<CmdID>7")

    def refusing(rim: Rim, path: str, body: bytes) -> Reply:
        return 200, {"Content-Type": XML}, of_version_1_1(body, 2, "407", chal=chal)

    def reading(rim: Rim, path: str, body: bytes) -> Reply:
        return 200, {"Content-Type": XML}, of_version_1_1(body, 3, "212", get)

    def done(rim: Rim, path: str, body: bytes) -> Reply:
        return 200, {"Content-Type": XML}, of_version_1_1(body, 4, "212")

    rim = device.runs(refusing, reading, done)
    second, third = (body.decode() for _, body in rim.requests[1:])
    [proof] = re.findall("<Cred>.*?<Data>([^<]+)</Data></Cred>", second)
    assert b64decode(proof) == b"d:p"
    assert "<Alert>" in second
    assert re.search("<CmdRef>7</CmdRef><Cmd>Get</Cmd>.*?<Data>200</Data>", third)
    assert "<Results>" in third
    assert device.waiting.left == {}


def test_what_a_server_sets_may_be_markup_that_it_has_not_escaped() -> None:
    """As policies are often written by hand."""
    device = Device()
    policy = (
        f"<Replace><CmdID>1</CmdID><Item><Target><LocURI>./Thing/Text</LocURI></Target><Meta><Format {METINF}>chr"
        "</Format></Meta><Data>\n  <enabled/><data id='a' value='1 &amp; 2'/>\n</Data></Item></Replace>"
    )
    rim = device.runs(answering(policy), answering())
    assert device.tree.value("./Thing/Text") == '<enabled/><data id="a" value="1 &amp; 2"/>'
    assert re.search("<Cmd>Replace</Cmd>.*?<Data>200</Data>", rim.requests[1][1].decode())

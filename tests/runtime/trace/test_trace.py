"""`swm trace`: captured messages are shown as they are, and what breaks the protocol is named."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from base64 import b64encode
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from swm.cli import COMMANDS, main
from swm.session.auth import Scheme
from swm.session.digests import basic, digest, mac, mac_header
from swm.syncml import (
    Add,
    Alert,
    Atomic,
    Chal,
    Command,
    Cred,
    Encoding,
    Exec,
    Get,
    Header,
    Item,
    Location,
    Message,
    Meta,
    Replace,
    Results,
    Status,
)

ROOT = Path(__file__).resolve().parents[3]
DEVICE = Location("IMEI:1", "device")
SERVER = Location("http://server/dm", "server")
DEV_INFO = Replace("2", (Item(source=Location("./DevInfo/DevId"), data="IMEI:1"),))
OPENING: tuple[Command, ...] = (Alert("1", "1201"), DEV_INFO)


def said(number: int, *commands: Command, by: str = "device", final: bool = True, **header: Any) -> Message:
    """A message of one side; the header is that of a plain session."""
    target, source = (SERVER, DEVICE) if by == "device" else (DEVICE, SERVER)
    given: dict[str, Any] = {"respond_to": None if by == "device" else "http://server/dm?s=1", **header}
    return Message(Header("1", str(number), target, source, **given), commands, final)


def header_status(cmd_id: str, message: int, code: str = "212", chal: Chal | None = None) -> Status:
    return Status(cmd_id, str(message), "0", "SyncHdr", code, chal=chal)


def status(cmd_id: str, message: int, command: str, name: str, code: str = "200") -> Status:
    return Status(cmd_id, str(message), command, name, code)


def opened(*commands: Command) -> list[Message]:
    """A device opens, the server answers with `commands`."""
    answers = (header_status("1", 1), status("2", 1, "1", "Alert"), status("3", 1, "2", "Replace"))
    return [said(1, *OPENING), said(1, *answers, *commands, by="server")]


def write(folder: Path, messages: list[Message], encoding: Encoding = Encoding.XML) -> Path:
    """A captured session: one file a message."""
    for number, message in enumerate(messages):
        side = "s2c" if message.header.source is SERVER else "c2s"
        suffix = "xml" if encoding is Encoding.XML else "wbxml"
        (folder / f"{number:02}-{side}.{suffix}").write_bytes(encoding.encode(message))
    return folder


def trace(*words: str | Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = main(["trace", *map(str, words)])
    return code, capsys.readouterr().out


def findings(folder: Path, messages: list[Message], capsys: pytest.CaptureFixture[str]) -> list[str]:
    """`severity: text` of all findings."""
    _, out = trace(write(folder, messages), "--json", capsys=capsys)
    return [
        f"{found['severity']}: {found['text']}" for line in out.splitlines() for found in json.loads(line)["findings"]
    ]


UPDATE = [
    *opened(
        Replace("4", (Item(Location("./FUMO/Download/PkgURL"), data="http://server/new.pkg"),)),
        Exec("5", (Item(Location("./FUMO/Download")),), correlator="c-1"),
    ),
    said(2, header_status("1", 1), status("2", 1, "4", "Replace"), status("3", 1, "5", "Exec", "202")),
    said(2, header_status("1", 2), by="server"),
]
SHOWN = """\
00-c2s.ENC: ENCODING, 000 octets
device | session 1 message 1
       |   Alert 1201 (client-initiated management)
       |   Replace ./DevInfo/DevId = IMEI:1
01-s2c.ENC: ENCODING, 000 octets
server | session 1 message 1
       |   Status 212 (authenticated for the session) to SyncHdr
       |   Status 200 (done) to Alert
       |   Status 200 (done) to Replace
       |   Replace ./FUMO/Download/PkgURL = http://server/new.pkg
       |   Exec ./FUMO/Download correlator c-1
02-c2s.ENC: ENCODING, 000 octets
device | session 1 message 2
       |   Status 212 (authenticated for the session) to SyncHdr
       |   Status 200 (done) to Replace
       |   Status 202 (accepted, not finished) to Exec
03-s2c.ENC: ENCODING, 000 octets
server | session 1 message 2
       |   Status 212 (authenticated for the session) to SyncHdr
"""


@pytest.mark.parametrize("encoding", Encoding)
def test_a_session_is_shown_message_by_message(
    tmp_path: Path, encoding: Encoding, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, UPDATE, encoding)
    code, out = trace(tmp_path, capsys=capsys)
    expected = SHOWN.replace("ENCODING", encoding.name).replace(".ENC", f".{encoding.name.lower()}")
    for path in sorted(tmp_path.iterdir()):
        expected = expected.replace("000 octets", f"{path.stat().st_size} octets", 1)
    assert (code, out.replace(f"{tmp_path}{os.sep}", "")) == (0, expected)


WRONG: dict[str, tuple[list[Message], str]] = {
    "a Status for what was never sent": (
        [*opened(Get("4", (Item(Location("./DevInfo")),))), said(2, header_status("1", 1), status("2", 1, "9", "Get"))],
        "error: Status for command 9 of message 1, which was never sent",
    ),
    "a Status with the wrong name": (
        [
            *opened(Get("4", (Item(Location("./DevInfo")),))),
            said(2, header_status("1", 1), status("2", 1, "4", "Exec")),
        ],
        "error: Status names Exec, but command 4 of message 1 is Get",
    ),
    "a command without a Status": (
        [
            *opened(Exec("4", (Item(Location("./F")),))),
            said(2, header_status("1", 1)),
        ],
        "warning: Exec 4 of message 1 has no Status",
    ),
    "Results for no Get": (
        [*opened(), said(2, header_status("1", 1), Results("2", "7", (Item(source=Location("./D"), data="x"),), "1"))],
        "error: Results for command 7, which is no Get that was sent",
    ),
    "package 1 without a session alert": ([said(1, DEV_INFO)], "error: package 1 has no Alert 1200 or 1201"),
    "package 1 without DevInfo": ([said(1, Alert("1", "1201"))], "warning: package 1 has no Replace of ./DevInfo"),
    "a generic alert before the session alert": (
        [said(1, Alert("3", "1226", (Item(meta=Meta(type="t"), data="200"),)), *OPENING)],
        "warning: Alert 1226 (generic alert) stands before the one that opens the session",
    ),
    "an end in the middle of a package": (
        [said(1, *OPENING, final=False)],
        "warning: session 1 of IMEI:1 ends in the middle of a package of the device",
    ),
    "nothing asks for the rest of a package": (
        [said(1, *OPENING, final=False), said(1, header_status("1", 1), by="server")],
        "error: the package of the other side is not over, and nothing asks for more (Alert 1222)",
    ),
    "a MsgID that jumps": (
        [*opened(), said(5, header_status("1", 1))],
        "warning: MsgID 5 follows 1; MsgIDs count up by one",
    ),
    "a CmdID used twice": (
        [said(1, Alert("1", "1201"), Replace("1", DEV_INFO.items))],
        "error: CmdID 1 is used twice",
    ),
    "a CmdID of zero": ([said(1, Alert("0", "1201"), DEV_INFO)], "error: Alert has the CmdID '0'; they begin at 1"),
    "a device that gives orders": (
        [said(1, *OPENING, Get("3", (Item(Location("./x")),)))],
        "error: a device does not send Get",
    ),
    "a generic alert of a server": (
        opened(Alert("4", "1226", (Item(meta=Meta(type="t"), data="1"),))),
        "error: a generic alert (1226) goes from the device to the server only",
    ),
    "a generic alert without Type": (
        [said(1, *OPENING, Alert("3", "1226", (Item(data="200"),)))],
        "error: an Item of Alert 1226 (generic alert) has no Type",
    ),
    "Exec inside of Atomic": (
        opened(Atomic("4", (Exec("5", (Item(Location("./x")),)),))),
        "error: Exec must not stand in Atomic",
    ),
    "a Status nobody defined": (
        [*opened(), said(2, header_status("1", 1, "299"))],
        "warning: Status '299' is not defined",
    ),
    "an alert nobody defined": (
        [said(1, *OPENING, Alert("3", "1999"))],
        "warning: Alert '1999' is not defined in device management",
    ),
    "a message longer than the other side takes": (
        [
            said(1, *OPENING, meta=Meta(max_msg_size=500)),
            opened(Replace("4", (Item(Location("./x"), data="x" * 600),)))[1],
        ],
        "octets are more than MaxMsgSize, 500",
    ),
    "a large object without Size": (
        opened(Add("4", (Item(Location("./x"), data="part", more_data=True),))),
        "error: the first chunk of a large object has no Size",
    ),
    "a large object of another size than announced": (
        [
            *opened(Add("4", (Item(Location("./x"), meta=Meta(size=9), data="part", more_data=True),))),
            said(2, header_status("1", 1), status("2", 1, "4", "Add", "213"), Alert("3", "1222")),
            said(2, header_status("1", 2), Add("2", (Item(Location("./x"), data="end"),)), by="server"),
        ],
        "error: the large object has 7 octets; 9 were announced",
    ),
    "two messages in a row": (
        [*opened(), said(2, header_status("1", 2), by="server")],
        "warning: the server says two messages in a row; one in between is missing, or it was sent again",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_breaks_the_protocol_is_named(what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    messages, expected = WRONG[what]
    found = findings(tmp_path, messages, capsys)
    assert any(expected in line for line in found), found


def test_a_session_that_keeps_to_the_protocol_has_no_findings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert findings(tmp_path, UPDATE, capsys) == []


def test_a_capture_from_the_middle_of_a_session_is_not_blamed_for_its_beginning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert findings(tmp_path, UPDATE[2:], capsys) == []


# credentials ------------------------------------------------------------------------------------------------------

NONCE = b"0123456789abcdef"


def md5_session(password: str) -> list[Message]:
    chal = Chal(Meta(format="b64", type=Scheme.MD5.value, next_nonce=b64encode(NONCE).decode()))
    refusal = (
        header_status("1", 1, "401", chal),
        status("2", 1, "1", "Alert", "401"),
        status("3", 1, "2", "Replace", "401"),
    )
    proof = b64encode(digest("device", password, NONCE)).decode()
    cred = Cred(Meta(format="b64", type=Scheme.MD5.value), proof)
    return [said(1, *OPENING), said(1, *refusal, by="server"), said(2, header_status("3", 1), *OPENING, cred=cred)]


@pytest.mark.parametrize(("password", "code", "verdict"), [("secret", 0, "right"), ("Secret", 1, "wrong")])
def test_credentials_are_checked_with_the_nonce_of_the_capture(
    password: str, code: int, verdict: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, md5_session(password))
    got, out = trace(tmp_path, "--account", "device:secret", capsys=capsys)
    assert f"the credentials of the device are {verdict}" in out
    assert got == code


def test_credentials_and_nonces_are_masked_unless_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    messages = md5_session("secret")
    shown = messages[2].header.cred
    assert shown is not None
    nonce = b64encode(NONCE).decode()
    write(tmp_path, messages)
    for words in ([], ["--json"], ["--account", "device:secret"]):
        _, out = trace(tmp_path, *words, capsys=capsys)
        assert shown.data not in out
        assert nonce not in out
        assert "secret" not in out
    _, out = trace(tmp_path, "--secrets", capsys=capsys)
    assert shown.data in out
    assert nonce in out


def test_basic_credentials_and_a_mac_are_checked_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cred = Cred(Meta(format="b64", type=Scheme.BASIC.value), basic("device", "secret"))
    path = tmp_path / "one.xml"
    body = Encoding.XML.encode(said(1, *OPENING, cred=cred))
    path.write_bytes(body)
    assert "are right" in trace(path, "--account", "device:secret", capsys=capsys)[1]
    assert "are wrong" in trace(path, "--account", "device:other", capsys=capsys)[1]
    header = mac_header("device", mac("device", "secret", NONCE, body))
    path.with_suffix(".hdr").write_text(f"POST /dm HTTP/1.1\nx-syncml-hmac: {header}\n")
    words = ["--nonce", b64encode(NONCE).decode(), "--account"]
    assert "the MAC of the device is right" in trace(path, *words, "device:secret", capsys=capsys)[1]
    code, out = trace(path, *words, "device:other", capsys=capsys)
    assert code == 1
    assert "the MAC of the device is wrong" in out
    assert header not in out


# where messages come from -----------------------------------------------------------------------------------------


def test_an_http_request_is_taken_apart_and_its_headers_are_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = Encoding.XML.encode(said(1, *OPENING))
    path = tmp_path / "request"
    head = f"POST /dm HTTP/1.1\r\nContent-Type: {Encoding.WBXML.content_type}\r\nContent-Length: 7\r\n\r\n"
    path.write_bytes(head.encode() + body)
    code, out = trace(path, capsys=capsys)
    assert code == 1
    assert f"error: Content-Type is {Encoding.WBXML.content_type}, the body is XML" in out
    assert f"error: Content-Length is 7, the body has {len(body)} octets" in out
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
    path.write_bytes(chunked)
    assert trace(path, capsys=capsys)[0] == 0
    path.write_bytes(chunked[:-20])
    assert "is cut off" in trace(path, capsys=capsys)[1]


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    data = Encoding.WBXML.encode(said(1, *OPENING))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    code, out = trace("-", capsys=capsys)
    assert code == 0
    assert out.startswith(f"-: WBXML, {len(data)} octets\n")


HOSTILE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "there is nothing in it"),
    "a picture": (b"\x89PNG\r\n", "it begins with octet 0x89"),
    "not well-formed": (b"<SyncML><SyncHdr>\n</SyncML>", "mismatched tag at line 2, column 2"),
    "entities": (
        b'<!DOCTYPE a [<!ENTITY b "b">]><SyncML>&b;</SyncML>',
        "the message declares entities or elements of its own",
    ),
    "depth": (b"<SyncML>" * 100_000, "nested more than 64 elements deep"),
    "size": (b"<" + b" " * 2_000_000, "the limit is"),
    "another document": (b"<MgmtTree/>", "the root element is MgmtTree, not SyncML"),
    "WBXML cut off": (Encoding.WBXML.encode(said(1, *OPENING))[:-9], "does not end"),
    "WBXML with a wrong length": (b"\x02\x00\x00\x6a\xff\xff\xff\xff\x0f", "octets"),
    "headers without an end": (b"POST /dm HTTP/1.1\r\nA: b\r\n", "the HTTP headers do not end"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_message_gets_a_clear_error(what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, expected = HOSTILE[what]
    path = tmp_path / "message"
    path.write_bytes(data)
    code, out = trace(path, capsys=capsys)
    assert code == 1
    assert "error: " in out
    assert expected in out


def test_nothing_in_a_message_reaches_the_terminal_as_a_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "message"
    path.write_bytes(Encoding.WBXML.encode(said(1, *OPENING, Alert("3", "1226", (Item(data="\x1b[2J\x07"),)))))
    _, out = trace(path, capsys=capsys)
    assert "\x1b" not in out
    assert "\\x1b[2J\\x07" in out


def test_a_call_that_is_wrong_says_how(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words, expected in (
        ([tmp_path / "missing"], "there is no file"),
        ([tmp_path], "there are no messages in"),
        ([tmp_path, "--account", "nobody"], "--account needs USER:PASSWORD"),
        ([tmp_path, "--nonce", "AAAA"], "--nonce is of use only with --account"),
        ([tmp_path, "--account", "a:b", "--nonce", "?"], "--nonce is not base64"),
    ):
        assert main(["trace", *map(str, words)]) == 2
        assert expected in capsys.readouterr().err
    assert main(["tracce"]) == 2
    assert "Did you mean `trace`?" in capsys.readouterr().err


def test_the_command_runs_from_a_plain_checkout(tmp_path: Path) -> None:
    write(tmp_path, UPDATE)
    done = subprocess.run(
        [sys.executable, ROOT / "generator", "swm", "trace", "."],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Exec ./FUMO/Download correlator c-1" in done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    assert f"  swm {command} " in capsys.readouterr().out


# captured sessions of foreign implementations ---------------------------------------------------------------------


@pytest.mark.parametrize("session", ["fumo-wbxml-md5", "xml-md5-basic-full"])
def test_sessions_of_foreign_implementations_break_nothing(
    session: str, shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = trace(shared / "syncml" / session, "--json", capsys=capsys)
    shown = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert {entry["sender"] for entry in shown if "sender" in entry} == {"device", "server"}
    assert {entry["format"] for entry in shown if "format" in entry} == {"WBXML" if "wbxml" in session else "XML"}
    assert len(shown) >= 12


def test_the_password_of_a_captured_session_is_confirmed(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = shared / "syncml" / "xml-md5-basic-full"
    code, out = trace(folder, "--account", "funambol:funambol", capsys=capsys)
    assert "the credentials of the device are right" in out
    assert code == 0 or "the credentials of the server are wrong" in out
    assert "the credentials of the device are wrong" in trace(folder, "--account", "funambol:x", capsys=capsys)[1]


def test_nothing_that_a_terminal_obeys_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evil = "1\x1b]0;x\x07"
    header = Header(evil, evil, SERVER, DEVICE)
    commands = (Alert(evil, evil, (Item(Location(evil), data=evil),), evil), Get(evil, (Item(Location(evil)),)))
    (tmp_path / "c2s.wbxml").write_bytes(Encoding.WBXML.encode(Message(header, (*commands, *commands))))
    _, out = trace(tmp_path, capsys=capsys)
    assert "\x1b" not in out and "\\x1b" in out

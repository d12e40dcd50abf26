"""What a foreign WBXML library reads in the messages of our sessions: the same as we wrote."""

from __future__ import annotations

import shutil
import subprocess
from base64 import b64decode, b64encode
from pathlib import Path

import pytest
from dm_sessions import Pair, Waiting, at, secret

from swm.session import Account, Scheme
from swm.syncml import (
    Add,
    Alert,
    Atomic,
    Delete,
    Encoding,
    Exec,
    Get,
    Item,
    Location,
    Message,
    Meta,
    Replace,
    Sequence,
    decode_xml,
)

SCRIPT = Path(__file__).with_name("horde_decoder.php")


def read_by_horde(documents: list[bytes]) -> list[Message]:
    php = shutil.which("php")
    if php is None:
        pytest.skip("there is no php (Debian packages php-cli and php-horde-xml-wbxml)")
    lines = "\n".join(b64encode(document).decode() for document in documents)
    done = subprocess.run([php, str(SCRIPT)], input=lines, capture_output=True, text=True, timeout=60)
    if done.returncode == 3:
        pytest.skip("there is no Horde_Xml_Wbxml (Debian package php-horde-xml-wbxml)")
    assert done.returncode == 0, done.stderr
    return [decode_xml(b64decode(line)) for line in done.stdout.split()]


@pytest.mark.parametrize("scheme", Scheme)
def test_a_whole_session_reads_the_same(scheme: Scheme) -> None:
    """Credentials and challenges, all commands, a large text in chunks, alerts; each way."""
    here = Account(secret("d", "p", scheme, b"n"), secret("s", "q", scheme, b"fresh"))
    there = Account(secret("d", "p", scheme, b"stale"), secret("s", "q", scheme, b"stale"))
    alert = Alert("", "1226", (Item(source=Location("./Thing"), meta=Meta("chr", "t"), data="200"),), "c-7")
    pair = Pair(
        limit=2000,
        server_limit=2000,
        server={"d": there}.get,
        device=here,
        encoding=Encoding.WBXML,
        alerts=Waiting(alert),
    )
    number = Replace("1", at("./Thing/Number", "5", "int"))
    tickets = pair.run(
        Get("", at("./Thing/Number")),
        Replace("", at("./Thing/Text", "a <large> & text é\n" * 300, "chr")),
        Get("", at("./Thing/Text")),
        Add("", at("./Thing/Entries/one", "", "node")),
        Atomic("", (number,)),
        Sequence("", (number, Get("1", at("./Thing/Entries")))),
        Delete("", at("./Thing/Entries/one")),
        Exec("", at("./Thing/Go"), correlator="c-1"),
    )
    assert all(ticket.done for ticket in tickets)
    assert len(pair.messages) > 8
    assert read_by_horde([Encoding.WBXML.encode(message) for message in pair.messages]) == pair.messages


def test_the_judge_sees_a_difference() -> None:
    pair = Pair(encoding=Encoding.WBXML)
    pair.run(Get("", at("./Thing/Number")))
    changed = [
        Encoding.WBXML.encode(message).replace(b"./Thing/Number", b"./Thing/NumbeR") for message in pair.messages
    ]
    assert read_by_horde(changed) != pair.messages

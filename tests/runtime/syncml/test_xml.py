"""Messages over XML: lossless, lenient in reading, strict in writing, hard on hostile input."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from examples import examples
from hypothesis import given
from lxml import etree
from syncml_messages import MESSAGES, over_xml, samples

from swm.errors import LocalError, MessageError
from swm.syncml import (
    Alert,
    Get,
    Header,
    Item,
    Location,
    Message,
    Meta,
    Status,
    decode_xml,
    encode_xml,
)


@examples(40, 300)
@given(message=MESSAGES)
def test_every_message_comes_back_as_it_was(message: Message) -> None:
    data = encode_xml(message)
    assert decode_xml(data) == over_xml(message)
    etree.fromstring(data)


def test_every_captured_message_is_read_and_survives(shared: Path) -> None:
    read = 0
    refused = []
    for path in samples(shared, "xml"):
        try:
            message = decode_xml(path.read_bytes())
        except MessageError as error:
            refused.append((path.name, str(error)))
            continue
        assert decode_xml(encode_xml(message)) == message
        read += 1
    assert read >= 40
    # What is left is data synchronisation, which has commands and a device description that device management has
    # not, and two fragments without a header.
    known = ("no command of device management", "root element is DevInf", "there is no SyncHdr")
    assert [entry for entry in refused if not any(reason in entry[1] for reason in known)] == []


SMALL = encode_xml(
    Message(Header("1", "1", Location("s"), Location("d")), (Get("1", (Item(target=Location("./A")),)),))
)


@pytest.mark.parametrize(
    ("there", "read"),
    [
        ("<enabled/>", "<enabled/>"),
        (
            '\n  <enabled />\n  <data id="a"  value=\'&lt;"&#10;&amp;\'></data>\n',
            '<enabled/>\n  <data id="a" value="&lt;&quot;&#10;&amp;"/>',
        ),
        ("before <b>&lt;<![CDATA[&]]></b> after", "before <b>&lt;&amp;</b> after"),
        ("<Data>a</Data>", "<Data>a</Data>"),
        ("<Item><Data><Meta/></Data><Data><LocURI>x</LocURI></Data></Item>",) * 2,
        ('<MgmtTree xmlns="syncml:dmddf1.2"><Node><NodeName>A</NodeName><Value/></Node></MgmtTree>',) * 2,
        ("<a><!-- nobody reads it -->\n</a><?nor it?>", "<a>\n</a>"),
    ],
)
@pytest.mark.parametrize("name", ["Data", "S:Data"])
def test_markup_in_data_is_read_as_the_xml_that_it_is(name: str, there: str, read: str) -> None:
    alert = Alert("2", "1226", (Item(meta=Meta("xml"), data="DATA"), Item(data="next")))
    data = encode_xml(Message(Header("1", "1", Location("s"), Location("d")), (alert,)))
    opened = f"<{name}>".replace("<S:Data", '<S:Data xmlns:S="SYNCML:SYNCML1.2"')
    message = decode_xml(data.replace(b"<Data>DATA</Data>", f"{opened}{there}</{name}>".encode()))
    [found] = message.commands
    assert isinstance(found, Alert)
    assert [item.data for item in found.items] == [read, "next"]
    assert decode_xml(encode_xml(message)) == message


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\ufffe", "\ud800"])
def test_what_xml_cannot_hold_is_refused_when_writing(character: str) -> None:
    with pytest.raises(LocalError):
        encode_xml(Message(Header("1", "1", Location(character), Location("d"))))


def lenient(change: Callable[[bytes], bytes]) -> Any:
    alert = Alert("2", "1226", (Item(source=Location("./F"), meta=Meta("int", "t", "critical"), data="200"),), "c")
    return decode_xml(change(encode_xml(Message(Header("1", "1", Location("s"), Location("d")), (alert,))))).commands[0]


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b' xmlns="syncml:metinf"', b""),
        lambda data: data.replace(b' xmlns="SYNCML:SYNCML1.2"', b""),
        lambda data: data.replace(
            b"<Data>1226</Data><Correlator>c</Correlator>", b"<Correlator>c</Correlator><Data>1226</Data>"
        ),
        lambda data: data.replace(b"<Source><LocURI>./F</LocURI></Source>", b"").replace(
            b"</Meta>", b"</Meta><Source><LocURI>./F</LocURI></Source>"
        ),
        lambda data: data.replace(
            b"<SyncML", b'<!DOCTYPE SyncML PUBLIC "-//SYNCML//DTD SyncML 1.2//EN" "x.dtd"><SyncML', 1
        ),
        lambda data: data.replace(b"<SyncBody>", b"\n  <SyncBody>\n  "),
    ],
)
def test_what_peers_do_differently_is_read_the_same(change: Callable[[bytes], bytes]) -> None:
    assert lenient(change) == lenient(lambda data: data)


def test_a_status_without_references_is_read() -> None:
    data = SMALL.replace(
        SMALL[SMALL.index(b"<Get>") : SMALL.index(b"</Get>") + 6], b"<Status><CmdID>1</CmdID><Data>200</Data></Status>"
    )
    [status] = decode_xml(data).commands
    assert isinstance(status, Status)
    assert (status.code, status.command_ref, status.target_refs) == ("200", "", ())

"""Messages over XML: lossless, lenient in reading, strict in writing, hard on hostile input."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree
from syncml_messages import MESSAGES, samples

from swm.errors import LocalError, MessageError
from swm.syncml import (
    Alert,
    Get,
    Header,
    Item,
    Limits,
    Location,
    Message,
    Meta,
    Status,
    decode_xml,
    encode_xml,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(message=MESSAGES)
def test_every_message_comes_back_as_it_was(message: Message) -> None:
    data = encode_xml(message)
    assert decode_xml(data) == message
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
    # not, two fragments without a header, and markup in Data.
    known = ("no command of device management", "Data holds elements", "root element is DevInf", "there is no SyncHdr")
    assert [entry for entry in refused if not any(reason in entry[1] for reason in known)] == []


SMALL = encode_xml(
    Message(Header("1", "1", Location("s"), Location("d")), (Get("1", (Item(target=Location("./A")),)),))
)
DOCTYPE = b'<!DOCTYPE SyncML [<!ENTITY a "b">]>'


def deep(levels: int) -> bytes:
    return b"<SyncML>" + b"<a>" * levels + b"</a>" * levels + b"</SyncML>"


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "billion laughs": (
        lambda: b'<!DOCTYPE S [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><SyncML>&b;</SyncML>',
        "of its own",
    ),
    "quadratic entities": (
        lambda: b'<!DOCTYPE S [<!ENTITY a "' + b"x" * 90_000 + b'">]><SyncML>' + b"&a;" * 200 + b"</SyncML>",
        "of its own",
    ),
    "external entity": (
        lambda: b'<!DOCTYPE S [<!ENTITY a SYSTEM "file:///etc/passwd">]><SyncML>&a;</SyncML>',
        "of its own",
    ),
    "parameter entity": (
        lambda: b'<!DOCTYPE S [<!ENTITY % a SYSTEM "http://127.0.0.1/x"> %a;]><SyncML/>',
        "of its own",
    ),
    "depth": (lambda: deep(200_000), "octets"),
    "depth within the size": (lambda: deep(1000), "deep"),
    "elements": (lambda: b"<SyncML>" + b"<a/>" * 100_000 + b"</SyncML>", "elements"),
    "two million elements": (lambda: b"<SyncML>" + b"<a/>" * 2_000_000 + b"</SyncML>", "octets"),
    "a huge attribute": (lambda: b'<SyncML a="' + b"x" * 100_000 + b'"/>', "attribute"),
    "many attributes": (lambda: b"<SyncML " + b" ".join(b'a%d="1"' % n for n in range(5000)) + b"/>", "attributes"),
    "a NUL": (lambda: SMALL.replace(b"./A", b"./\x00"), "well-formed"),
    "no XML": (lambda: b"\x02\x00\x00\x6a", "well-formed"),
    "nothing": (lambda: b"", "well-formed"),
    "another root": (lambda: b"<DevInfo/>", "DevInfo"),
    "bad base64": (
        lambda: (
            SMALL.replace(b"<Get>", b"<Add>")
            .replace(b"</Get>", b"</Add>")
            .replace(b"</Item>", b"<Meta><Format>b64</Format></Meta><Data>*</Data></Item>")
        ),
        "base64",
    ),
    "a size that is no number": (lambda: SMALL.replace(b"</Item>", b"<Meta><Size>9e9</Size></Meta></Item>"), "Size"),
    "an unknown encoding": (lambda: SMALL.replace(b'"UTF-8"', b'"x-none"'), "encoding"),
}


@pytest.mark.parametrize("name", list(BOMBS))
def test_a_bomb_is_refused_at_once_with_its_reason(name: str) -> None:
    make, reason = BOMBS[name]
    data = make()
    began = time.perf_counter()
    with pytest.raises(MessageError, match=reason):
        decode_xml(data)
    assert time.perf_counter() - began < 1.0, "refused early, not after all of it was read"


def test_a_message_cut_at_any_octet_is_refused() -> None:
    for length in range(len(SMALL)):
        with pytest.raises(MessageError):
            decode_xml(SMALL[:length])


def test_limits_are_the_callers() -> None:
    with pytest.raises(MessageError, match="limit is 10"):
        decode_xml(SMALL, Limits(size=10))


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

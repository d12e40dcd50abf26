"""Messages made to harm their reader, by name; as a program, what refusing each of them costs.

    python bombs.py [--without-limits NAME]

prints one JSON object: for every bomb what was said of it, the processor
seconds (the least of five), and the most memory in use beyond the message.
"""

from __future__ import annotations

import gc
import json
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from swm.errors import MessageError
from swm.syncml import Get, Header, Item, Limits, Location, Message, decode_wbxml, decode_xml, encode_wbxml, encode_xml
from swm.syncml.wbxml_encoder import integer
from swm.syncml.xml_decoder import read_with_expat

SMALL = Message(Header("1", "1", Location("s"), Location("d")), (Get("1", (Item(target=Location("./A")),)),))
XML = encode_xml(SMALL)
WBXML = encode_wbxml(SMALL)
HEAD = b"\x02\xa4\x01\x6a\x00"
INSIDE = HEAD + b"\x6d\x6b\x60\x54\x4f"
"""The beginning of a document, up to where Data of a Replace holds what follows."""

SUBSET = "declares entities or elements of its own"
Bomb = tuple[Callable[[], bytes], str]


def in_data(content: bytes) -> bytes:
    """An XML message with `content` in its Data."""
    return XML.replace(b"</Item>", b"<Data>" + content + b"</Data></Item>")


def laughs(levels: int) -> bytes:
    entities = b"".join(b'<!ENTITY l%d "%s">' % (n + 1, b"&l%d;" % n * 10) for n in range(levels))
    return b'<!DOCTYPE S [<!ENTITY l0 "ha">' + entities + b"]>" + in_data(b"&l%d;" % levels)


def doctype(subset: bytes) -> bytes:
    return b"<!DOCTYPE SyncML " + subset + b">" + XML.partition(b"?>")[2]


def with_table(table: bytes, content: bytes) -> bytes:
    return HEAD[:-1] + integer(len(table)) + table + b"\x6d\x6b\x60\x54\x4f" + content


OF_XML: dict[str, Bomb] = {
    "billion laughs": (lambda: laughs(9), SUBSET),
    "quadratic blow-up": (
        lambda: b'<!DOCTYPE S [<!ENTITY a "' + b"x" * 90_000 + b'">]>' + in_data(b"&a;" * 90_000),
        SUBSET,
    ),
    "external entity": (lambda: doctype(b'[<!ENTITY a SYSTEM "file:///etc/passwd">]'), SUBSET),
    "parameter entity": (lambda: doctype(b'[<!ENTITY % a SYSTEM "http://127.0.0.1/x"> %a;]'), SUBSET),
    "entities that name each other": (lambda: doctype(b'[<!ENTITY a "&b;"><!ENTITY b "&a;">]'), SUBSET),
    "default attributes": (lambda: doctype(b'[<!ATTLIST Item a CDATA "' + b"x" * 60_000 + b'">]'), SUBSET),
    "elements of its own": (lambda: doctype(b"[<!ELEMENT SyncML ANY>]"), SUBSET),
    "an empty subset": (lambda: doctype(b"[]"), SUBSET),
    "a subset after an external one": (lambda: doctype(b'PUBLIC "a" "b>c" [<!ENTITY a "b">]'), SUBSET),
    "a subset in UTF-16": (
        lambda: b'<!DOCTYPE SyncML [<!ENTITY a "b">]><SyncML>&a;</SyncML>'.decode().encode("utf-16"),
        SUBSET,
    ),
    "an external subset that declares what is used": (
        lambda: b'<!DOCTYPE SyncML SYSTEM "http://127.0.0.1/x.dtd">' + in_data(b"&a;").partition(b"?>")[2],
        "nobody declared the entity a",
    ),
    "an entity that nobody declared": (lambda: in_data(b"&a;"), "undefined entity"),
    "depth 200,000": (lambda: b"<a>" * 200_000 + b"</a>" * 200_000, "octets; the limit is 1048576"),
    "depth as far as the size allows": (lambda: b"<a>" * 140_000 + b"</a>" * 140_000, "nested more than 64"),
    "depth in Data": (lambda: in_data(b"<a>" * 100_000), "nested more than 64"),
    "depth of known elements": (lambda: XML.replace(b"<Get>", b"<Sequence>" * 50_000), "nested more than 64"),
    "2,000,000 elements": (lambda: b"<SyncML>" + b"<a/>" * 2_000_000, "octets; the limit is 1048576"),
    "elements as the size allows": (lambda: b"<SyncML>" + b"<a/>" * 260_000, "more than 10000 elements"),
    "items as the size allows": (lambda: XML.replace(b"</Get>", b"<Item/>" * 140_000 + b"</Get>"), "more than 10000"),
    "a huge attribute": (lambda: b'<SyncML a="' + b"x" * 1_000_000 + b'"/>', "a tag or a comment is longer than 65536"),
    "a large attribute": (lambda: b'<SyncML a="' + b"x" * 30_000 + b'"/>', "an attribute is longer than 1024"),
    "a large name of an attribute": (
        lambda: b"<SyncML " + b"x" * 30_000 + b'=""/>',
        "an attribute is longer than 1024",
    ),
    "attributes as the size allows": (
        lambda: b"<SyncML " + b" ".join(b'a%d=""' % n for n in range(90_000)) + b"/>",
        "a tag or a comment is longer than 65536",
    ),
    "attributes as a tag allows": (
        lambda: b"<SyncML " + b" ".join(b'a%d=""' % n for n in range(6_000)) + b"/>",
        "more than 16 attributes",
    ),
    "attributes behind one that holds the end of a tag": (
        lambda: XML.replace(b"<Get>", b'<Get a=">" ' + b" ".join(b'a%d=""' % n for n in range(2_000)) + b">"),
        "more than 16 attributes",
    ),
    "a long namespace in every name": (
        lambda: b'<SyncML xmlns:p=">' + b"x" * 15_000 + b'">' + b"<p:a/>" * 2_500 + b"</SyncML>",
        "an attribute is longer than 1024",
    ),
    "attributes as an ordinary size allows": (
        lambda: XML.replace(b"<Get>", b"<Get " + b" ".join(b'a%d=""' % n for n in range(3_000)) + b">"),
        "more than 16 attributes",
    ),
    "depth as an ordinary size allows": (
        lambda: XML.replace(b"<Get>", b"<Atomic>" * 1_500 + b"</Atomic>" * 1_500 + b"<Get>"),
        "nested more than 64",
    ),
    "items that end in a command that is none": (
        lambda: XML.replace(b"</Get>", b"<Item/>" * 4_000 + b"</Get><Map/>"),
        "Map is no command",
    ),
    "a huge name of an element": (lambda: b"<" + b"x" * 1_000_000 + b"/>", "a tag or a comment is longer than 65536"),
    "a huge comment": (lambda: b"<!--" + b"x" * 1_000_000, "a tag or a comment is longer than 65536"),
    "a huge number": (
        lambda: XML.replace(b"</Item>", b"<Meta><Size>" + b"9" * 900_000 + b"</Size></Meta></Item>"),
        "Size",
    ),
    "base64 that is none": (
        lambda: XML.replace(
            b"</Item>", b"<Meta><Format>b64</Format></Meta><Data>" + b"*" * 900_000 + b"</Data></Item>"
        ),
        "not|octets|base64",
    ),
    "a NUL": (lambda: XML.replace(b"./A", b"./\x00"), "not well-formed"),
    "a length past the end": (lambda: XML[:-1], "not well-formed"),
    "an unknown encoding": (lambda: XML.replace(b'"UTF-8"', b'"x-none"'), "encoding"),
    "nothing": (lambda: b"", "not well-formed"),
    "WBXML": (lambda: WBXML, "not well-formed"),
}

OF_WBXML: dict[str, Bomb] = {
    "depth 200,000": (lambda: HEAD + b"\x6d" * 200_000, "nested more than 64"),
    "depth of literals": (lambda: HEAD[:-1] + b"\x02x\x00" + b"\x44\x00" * 200_000, "nested more than 64"),
    "depth of known elements": (lambda: HEAD + b"\x6d\x6b" + b"\x64" * 200_000, "nested more than 64"),
    "depth of a tree in Data": (lambda: INSIDE + b"\x00\x02" + b"\x64" * 200_000, "nested more than 64"),
    "2,000,000 elements": (lambda: HEAD + b"\x6d" + b"\x14" * 2_000_000, "octets; the limit is 1048576"),
    "elements as the size allows": (lambda: HEAD + b"\x6d" + b"\x14" * 1_000_000, "more than 10000 elements"),
    "elements with texts": (lambda: HEAD + b"\x6d" + b"\x57\x03\x00\x01" * 125_000, "more than 10000 elements"),
    "elements of a tree in Data": (lambda: INSIDE + b"\x00\x02\x60" + b"\x24" * 900_000, "more than 10000 elements"),
    "a huge attribute": (
        lambda: HEAD + b"\xed\x05\x03" + b"x" * 1_000_000 + b"\x00\x01" + WBXML[len(HEAD) + 1 : -2],
        "the message ends",
    ),
    "attributes as the size allows": (lambda: HEAD + b"\xed" + b"\x05" * 1_000_000, "more than 16 attributes"),
    "attributes of many elements": (
        lambda: HEAD + b"\x6d" + (b"\x94" + b"\x05" * 60 + b"\x01") * 16_000,
        "more than 10000 strings, entities, attributes",
    ),
    "page switches as the size allows": (lambda: HEAD + b"\x6d" + b"\x00\x00" * 500_000, "more than 10000"),
    "instructions as the size allows": (lambda: HEAD + b"\x6d" + b"\x43\x01" * 500_000, "more than 10000"),
    "entities as the size allows": (lambda: INSIDE + b"\x02\x81\x9c\x00" * 250_000, "more than 10000"),
    "empty strings as the size allows": (lambda: INSIDE + b"\x03\x00" * 500_000, "more than 10000"),
    "empty opaque data as the size allows": (lambda: INSIDE + b"\xc3\x00" * 500_000, "more than 10000"),
    "opaque data past the end": (
        lambda: INSIDE + b"\xc3\x8f\xff\xff\xff\x7f",
        "would have 4294967295 octets; 0 are left",
    ),
    "opaque data one octet past the end": (lambda: INSIDE + b"\xc3\x05abcd", "would have 5 octets; 4 are left"),
    "a string without end": (lambda: INSIDE + b"\x03" + b"x" * 1_000_000, "does not end"),
    "an integer of more than 32 bits": (lambda: INSIDE + b"\xc3\x9f\xff\xff\xff\x7f", "longer than 32 bits"),
    "an integer without end": (lambda: INSIDE + b"\xc3" + b"\xff" * 1_000_000, "longer than 32 bits"),
    "a public id without end": (lambda: b"\x02" + b"\x80" * 1_000_000, "longer than 32 bits"),
    "a string table past the end": (lambda: HEAD[:-1] + integer(64) + b"x", "would have 64 octets; 1 are left"),
    "a huge string table": (lambda: HEAD[:-1] + integer(900_000) + bytes(900_000), "the limit is 65536"),
    "a table of 4 GiB": (lambda: HEAD[:-1] + b"\x8f\xff\xff\xff\x7f", "the limit is 65536"),
    "a reference past the table": (lambda: with_table(b"a\x00", b"\x83\x05"), "5 is past its end"),
    "a reference of 32 bits": (lambda: with_table(b"a\x00", b"\x83\x8f\xff\xff\xff\x7f"), "4294967295 is past its end"),
    "a reference into a table that does not end": (lambda: with_table(b"abc", b"\x83\x01"), "does not end"),
    "a document type past the table": (lambda: b"\x02\x00\x09\x6a\x02x\x00\x6d", "9 is past its end"),
    "a long string referred to often": (
        lambda: with_table(b"a" * 60_000 + b"\x00", b"\x83\x00" * 400_000),
        "more than 1048576 characters",
    ),
    "a long string referred to from each of its octets": (
        lambda: with_table(b"a" * 60_000 + b"\x00", b"".join(b"\x83" + integer(n) for n in range(60_000))),
        "more than 1048576 characters",
    ),
    # Strings cannot hold references, so the nearest to a circle is a table that is read as if it held one.
    "strings that look like references to each other": (
        lambda: with_table(b"\x03\x03\x00\x02\x00", b"\x83\x00\x83\x03" * 100_000),
        "more than 10000",
    ),
    "a literal whose name is a reference to itself": (
        lambda: HEAD[:-1] + b"\x03\x44\x00\x00" + b"\x44\x00" * 100_000,
        "nested more than 64",
    ),
    "an extension": (lambda: INSIDE + b"\xc0", "no meaning in SyncML"),
    "a page that is none": (lambda: INSIDE + b"\x00\x09", "no code page 9"),
    "a reserved token": (lambda: INSIDE + b"\x30", "is no element"),
    "a character that is none": (lambda: INSIDE + b"\x02\x83\xb0\x00", "there is no character"),
    "another document type": (lambda: b"\x02\x05\x6a\x00\x05", "not that of SyncML"),
    "another character set": (lambda: b"\x02\xa4\x01\x07\x00", "character set 7"),
    "another version": (lambda: b"\x07", "version octet 0x07"),
    "an end of nothing": (lambda: HEAD + b"\x01", "ends nothing"),
    "more after the end": (lambda: WBXML + bytes(900_000), "900000 octets follow"),
    "opaque data that are no text": (
        lambda: WBXML.replace(b"\x5b\x031\x00\x01", b"\x5b\xc3\x01\xff\x01", 1),
        "no UTF-8 text",
    ),
    "nothing": (lambda: b"", "in the middle"),
    "XML": (lambda: XML, "version octet 0x3c"),
}

ROUNDS = 5
WITHOUT = Limits(10**9, 10**7, 10**7, 10**7, 10**7, 10**7)
CODECS = {"xml": (decode_xml, OF_XML), "expat": (read_with_expat, OF_XML), "wbxml": (decode_wbxml, OF_WBXML)}


def cost(
    decode: Callable[[bytes, Limits], Message], data: bytes, limits: Limits, rounds: int
) -> tuple[str, float, int]:
    """What is said of `data`, seconds, octets."""

    def refused() -> str:
        try:
            decode(data, limits)
        except MessageError as error:
            return str(error)
        return ""

    said, least = "", float("inf")
    for _ in range(rounds):
        gc.collect()
        began = time.process_time()
        said = refused()
        least = min(least, time.process_time() - began)
    tracemalloc.start()
    refused()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return said, least, peak


def main(arguments: list[str]) -> None:
    chosen, limits, rounds = None, Limits(), ROUNDS
    if arguments[:1] == ["--without-limits"]:
        chosen, limits, rounds = arguments[1], WITHOUT, 1
    print(
        json.dumps(
            {
                f"{codec}: {name}": cost(decode, make(), limits, rounds)
                for codec, (decode, bombs) in CODECS.items()
                for name, (make, _) in bombs.items()
                if chosen in (None, f"{codec}: {name}")
            }
        )
    )


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "runtime"))
    main(sys.argv[1:])

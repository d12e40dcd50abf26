"""Measures both codecs beside lxml and libwbxml, interleaved in one run; prints medians and ratios.

    .venv/bin/python tests/bench/codecs.py [--rounds 200] [--items 5]

The message is a first package of a device with credentials and DevInfo: 1.7 KB
of XML with five items. Every round runs each subject once, some ten
milliseconds in all, with an anchor (a loop that only counts) beside them; the
machine's speed may drift and ratios hold all the same. libwbxml is called
through ctypes, with its conversions made once.
"""

from __future__ import annotations

import argparse
import ctypes
import ctypes.util
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from lxml import etree

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "runtime"))

from swm.syncml import (
    Alert,
    Cred,
    Header,
    Item,
    Location,
    Message,
    Meta,
    Replace,
    decode_wbxml,
    decode_xml,
    encode_wbxml,
    encode_xml,
)

SYNCML, METINF = "SYNCML:SYNCML1.2", "syncml:metinf"
CALLS = 10
AIMS = (
    ("XML to model", "lxml.etree.fromstring", 3.5, "at most"),
    ("lxml tree and tostring", "model to XML", 8.0, "at least"),
    ("libwbxml, WBXML to XML text", "WBXML to model", 0.9, "at least"),
    ("libwbxml, XML text to WBXML", "model to WBXML", 3.0, "at least"),
)


def message(items: int) -> Message:
    """A first package."""
    header = Header(
        "1",
        "1",
        Location("http://dm.example.com:8094/dm"),
        Location("IMEI:490154203237518", "device-490154203237518"),
        cred=Cred(Meta("b64", "syncml:auth-md5"), "Te30CMRS4dOhkXYqh2x1nA=="),
        meta=Meta(max_msg_size=16384),
    )
    names = ("DmV", "Lang", "DevId", "Man", "Mod")
    values = ("1.2", "en", "IMEI:490154203237518", "Example Devices", "Model of the year")
    found = tuple(
        Item(source=Location(f"./DevInfo/{names[n % 5]}"), meta=Meta("chr", "text/plain"), data=values[n % 5])
        for n in range(items)
    )
    return Message(header, (Alert("1", "1201"), Replace("2", found)))


class Libwbxml:
    """The two conversions of libwbxml."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(ctypes.util.find_library("wbxml2"))
        self._made: dict[str, ctypes.c_void_p] = {}
        for name in ("wbxml_conv_wbxml2xml", "wbxml_conv_xml2wbxml"):
            made = ctypes.c_void_p()
            getattr(self._library, f"{name}_create")(ctypes.byref(made))
            self._made[name] = made
        self._free = ctypes.CDLL(None).free
        self._free.argtypes = [ctypes.c_void_p]

    def convert(self, name: str, data: bytes) -> bytes:
        """What `name` makes of `data`."""
        out, length = ctypes.c_void_p(), ctypes.c_uint32()
        error = getattr(self._library, f"{name}_run")(
            self._made[name], data, len(data), ctypes.byref(out), ctypes.byref(length)
        )
        if error:
            raise SystemExit(f"libwbxml says {error}")
        made = ctypes.string_at(out, length.value)
        self._free(out)
        return made


def built_with_lxml(message: Message) -> bytes:
    """The same message as a tree of lxml, serialised."""
    root = etree.Element(f"{{{SYNCML}}}SyncML", nsmap={None: SYNCML})

    def add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
        made = etree.SubElement(parent, f"{{{SYNCML}}}{name}")
        made.text = text
        return made

    def add_place(parent: etree._Element, name: str, place: Location) -> None:
        made = add(parent, name)
        add(made, "LocURI", place.uri)
        if place.name is not None:
            add(made, "LocName", place.name)

    def add_meta(parent: etree._Element, meta: Meta) -> None:
        made = add(parent, "Meta")
        for name, value in (("Format", meta.format), ("Type", meta.type), ("MaxMsgSize", meta.max_msg_size)):
            if value is not None:
                field = etree.SubElement(made, f"{{{METINF}}}{name}", nsmap={None: METINF})
                field.text = str(value)

    header = message.header
    made = add(root, "SyncHdr")
    for name, text in (("VerDTD", "1.2"), ("VerProto", "DM/1.2"), ("SessionID", "1"), ("MsgID", "1")):
        add(made, name, text)
    add_place(made, "Target", header.target)
    add_place(made, "Source", header.source)
    assert header.cred is not None
    assert header.meta is not None
    cred = add(made, "Cred")
    add_meta(cred, header.cred.meta)
    add(cred, "Data", header.cred.data)
    add_meta(made, header.meta)
    body = add(root, "SyncBody")
    for command in message.commands:
        element = add(body, type(command).__name__)
        add(element, "CmdID", command.cmd_id)
        if isinstance(command, Alert):
            add(element, "Data", command.code)
        elif isinstance(command, Replace):
            for item in command.items:
                inner = add(element, "Item")
                assert item.source is not None
                assert item.meta is not None
                add_place(inner, "Source", item.source)
                add_meta(inner, item.meta)
                add(inner, "Data", str(item.data))
    add(body, "Final")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def subjects(sample: Message) -> dict[str, Callable[[], object]]:
    xml, wbxml = encode_xml(sample), encode_wbxml(sample)
    assert decode_xml(xml) == decode_wbxml(wbxml) == decode_xml(built_with_lxml(sample)) == sample
    print(f"{len(xml)} octets of XML, {len(wbxml)} of WBXML; Python {sys.version.split()[0]}, lxml {etree.__version__}")
    found: dict[str, Callable[[], object]] = {
        "anchor": lambda: sum(range(1000)),
        "lxml.etree.fromstring": lambda: etree.fromstring(xml),
        "XML to model": lambda: decode_xml(xml),
        "lxml tree and tostring": lambda: built_with_lxml(sample),
        "model to XML": lambda: encode_xml(sample),
        "WBXML to model": lambda: decode_wbxml(wbxml),
        "model to WBXML": lambda: encode_wbxml(sample),
    }
    if ctypes.util.find_library("wbxml2") is None:
        print("libwbxml2 is not installed: without it")
        return found
    library = Libwbxml()
    assert decode_wbxml(library.convert("wbxml_conv_xml2wbxml", xml)) == sample
    found["libwbxml, WBXML to XML text"] = lambda: library.convert("wbxml_conv_wbxml2xml", wbxml)
    found["libwbxml, XML text to WBXML"] = lambda: library.convert("wbxml_conv_xml2wbxml", xml)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--items", type=int, default=5)
    arguments = parser.parse_args()
    found = subjects(message(arguments.items))
    times: dict[str, list[float]] = {name: [] for name in found}
    for _ in range(arguments.rounds):
        for name, run in found.items():
            run()
            began = time.perf_counter()
            for _ in range(CALLS):
                run()
            times[name].append((time.perf_counter() - began) / CALLS * 1e6)
    for name, taken in times.items():
        print(f"  {name:30} median {statistics.median(taken):7.1f} us, least {min(taken):7.1f}")
    for numerator, denominator, aim, which in AIMS:
        if numerator in times and denominator in times:
            pairs = [a / b for a, b in zip(times[numerator], times[denominator], strict=True)]
            ratio = statistics.median(pairs)
            is_met = ratio <= aim if which == "at most" else ratio >= aim
            print(f"  {numerator} / {denominator}: {ratio:.2f} (aim: {which} {aim}){'' if is_met else '  MISSED'}")


if __name__ == "__main__":
    main()

"""What fuzzing begins from: one own message of every kind, and captured ones where they are at hand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from swm.syncml import (
    Add,
    Alert,
    Atomic,
    Chal,
    Copy,
    Cred,
    Delete,
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
    Sequence,
    Status,
)
from swm.syncml.tnds import ROOT, TNDS_WBXML
from swm.syncml.wbxml_encoder import integer

TREE = f"{ROOT}<VerDTD>1.2</VerDTD><Node><NodeName>X</NodeName><Value>&amp;</Value><Format><int/></Format></Node></MgmtTree>"
HEADER = Header(
    "1A",
    "2",
    Location("https://dm.example/dm"),
    Location("IMEI:1", "user"),
    respond_to="https://dm.example/dm?s=1",
    cred=Cred(Meta("b64", "syncml:auth-md5"), "AAAA"),
    meta=Meta(max_msg_size=16384, max_obj_size=1048576),
    no_response=True,
)
ITEM = Item(Location("./A"), meta=Meta("chr", "text/plain", "critical", 5, "AA==", version="1"), data="a<&\r\n\u00fc")
OCTETS = Item(Location("./B"), meta=Meta("bin"), data=b"\x00\xff\x01", more_data=True)
COMMANDS = {
    "add": Add("1", (ITEM, OCTETS, Item(Location("./C"), meta=Meta("xml", TNDS_WBXML), data=TREE)), Meta("b64")),
    "replace": Replace("1", (Item(source=Location("./DevInfo/Man"), data=""),)),
    "delete": Delete("1", (Item(Location("./A")),)),
    "copy": Copy("1", (Item(Location("./A"), Location("./B")),)),
    "get": Get("1", (Item(Location("./A?list=Struct")),)),
    "exec": Exec("1", (Item(Location("./F/Update")),), None, "c-1"),
    "alert": Alert("1", "1226", (Item(source=Location("./F"), meta=Meta("int", "t"), data="200"),), "c-1"),
    "status": Status(
        "1", "1", "0", "SyncHdr", "212", ("t",), ("s",), Chal(Meta("b64", next_nonce="AA==")), None, (ITEM,)
    ),
    "results": Results("1", "2", (ITEM,), "1", Meta("chr"), "t", "s"),
    "atomic": Atomic("1", (Sequence("2", (Get("3", (Item(Location("./A")),)),)), Exec("4", (Item(Location("./A")),)))),
}


def seeds(encoding: Encoding, root: Path) -> Iterator[tuple[str, bytes]]:
    """Names and octets of inputs in one encoding."""
    for name, command in COMMANDS.items():
        yield f"own-{name}", encoding.encode(Message(HEADER, (command,), final=name != "get"))
    if encoding is Encoding.WBXML:
        yield "own-table", table()
    folder = Path(os.environ.get("SWM_SHARED", root.parent / "shared")) / "data" / "syncml"
    for path in sorted(folder.rglob(f"*.{encoding.name.lower()}")):
        yield f"{path.parent.name}-{path.name}", path.read_bytes()


def table() -> bytes:
    """A message with all that the encoder does not write: table, literal, entity, attributes, public id as text."""
    names = b"-//SYNCML//DTD SyncML 1.2//EN\x00./A\x00Get\x00x\x00"
    at = {name: integer(names.index(name)) for name in (b"./A", b"Get", b"x\x00")}
    header = b"\x6c\x65\x031\x00\x01\x5b\x031\x00\x01\x2e\x27\x01"
    get = b"\x44" + at[b"Get"] + b"\x4b\x02\x31\x01\x54\x6e\xd7\x04" + at[b"x\x00"] + b"\x03y\x00\x01\x83" + at[b"./A"]
    return (
        b"\x03\x00\x00\x6a"
        + integer(len(names))
        + names
        + b"\x6d"
        + header
        + b"\x6b"
        + get
        + b"\x01\x01\x01\x01\x12\x01\x01"
    )

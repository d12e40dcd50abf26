"""Every element of the DTD is held by the model, read over by name, or refused by name; no sample loses more than that."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from syncml_messages import samples

from swm.errors import MessageError
from swm.syncml import decode_wbxml, decode_xml, encode_wbxml, encode_xml
from swm.syncml.code_pages import METINF, SYNCML, TOKENS

CONTENT = {
    "SyncHdr": "VerDTD VerProto SessionID MsgID Target Source RespURI NoResp Cred Meta",
    "Target": "LocURI LocName Filter",
    "Source": "LocURI LocName Filter",
    "Cred": "Meta Data",
    "Chal": "Meta",
    "Meta": "Format Type Mark Size Anchor Version NextNonce MaxMsgSize MaxObjSize EMI Mem FieldLevel",
    "Item": "Target Source SourceParent TargetParent Meta Data MoreData",
    "Add": "CmdID NoResp Cred Meta Item",
    "Alert": "CmdID NoResp Cred Data Correlator Item",
    "Atomic": "CmdID NoResp Meta Add",
    "Copy": "CmdID NoResp Cred Meta Item",
    "Delete": "CmdID NoResp Archive SftDel Cred Meta Item",
    "Exec": "CmdID NoResp Cred Meta Correlator Item",
    "Get": "CmdID NoResp Lang Cred Meta Item",
    "Replace": "CmdID NoResp Cred Meta Item",
    "Results": "CmdID MsgRef CmdRef Meta TargetRef SourceRef Item",
    "Sequence": "CmdID NoResp Meta Get",
    "Status": "CmdID MsgRef CmdRef Cmd TargetRef SourceRef Cred Chal Data Item",
}
"""What may stand in what (SyncML 1.2 and MetInf 1.2 DTD)."""

READ_OVER = {
    "NoResp": "OMA-TS-DM_RepPro 1.2 does not use it on commands; in the header it is kept",
    "Cred": "credentials stand in the header; on commands device management does not use them",
    "Archive": "data synchronisation",
    "SftDel": "data synchronisation",
    "Lang": "not used by device management",
    "Filter": "data synchronisation",
    "SourceParent": "data synchronisation",
    "TargetParent": "data synchronisation",
    "Anchor": "data synchronisation",
    "Mem": "data synchronisation",
    "FieldLevel": "data synchronisation",
    "EMI": "experimental meta information, without a meaning that is agreed on",
}
"""What is read over, and why."""

REFUSED = {"Map", "Put", "Search", "Sync", "Move"}
"""Commands of SyncML that device management has not."""

INSIDE = {
    "Target": "<LocURI>t</LocURI>",
    "Source": "<LocURI>s</LocURI>",
    "Meta": "<Type>x</Type>",
    "Cred": "<Data>c</Data>",
    "Chal": "<Meta><Type>y</Type></Meta>",
    "Item": "<Data>i</Data>",
    "Size": "7",
    "MaxMsgSize": "8",
    "MaxObjSize": "9",
    "Add": "<CmdID>9</CmdID><Item><Data>a</Data></Item>",
    "Get": "<CmdID>9</CmdID><Item/>",
    "Data": "d",
}
NEEDED = {
    "SyncHdr": "<SessionID>1</SessionID><MsgID>2</MsgID><Target/><Source/>",
    **{name: "<CmdID>1</CmdID>" for name in CONTENT if "CmdID" in CONTENT[name]},
}
NEEDED["Alert"] += "<Data>1226</Data>"


def document(container: str, content: str) -> bytes:
    """A message in which `container` holds `content`."""
    if container == "SyncHdr":
        header, body = content, ""
    else:
        header, body = NEEDED["SyncHdr"], content
        if container in ("Target", "Source", "Meta"):
            body = f"<Add><CmdID>1</CmdID><Item><{container}>{content}</{container}></Item></Add>"
        elif container == "Item":
            body = f"<Add><CmdID>1</CmdID><Item>{content}</Item></Add>"
        elif container == "Chal":
            body = f"<Status><CmdID>1</CmdID><Chal>{content}</Chal></Status>"
        elif container == "Cred":
            header, body = header + f"<Cred>{content}</Cred>", ""
        else:
            body = f"<{container}>{content}</{container}>"
    return f"<SyncML><SyncHdr>{header}</SyncHdr><SyncBody>{body}</SyncBody></SyncML>".encode()


def with_and_without(container: str, child: str) -> tuple[bytes, bytes]:
    """A message with `child` in `container`, and one without, or with other content where it cannot do without."""
    needed = re.findall(r"<(\w+)(?:/>|>\w+</\1>)", NEEDED.get(container, ""))
    others = "".join(
        f"<{name}>1226</{name}>" if name == "Data" else f"<{name}>1</{name}>" for name in needed if name != child
    )
    others = others.replace("<Target>1</Target>", "<Target/>").replace("<Source>1</Source>", "<Source/>")
    other = "" if child not in needed else f"<{child}/>" if child in ("Target", "Source") else f"<{child}>0</{child}>"
    return document(container, f"{others}<{child}>{INSIDE.get(child, 'x')}</{child}>"), document(
        container, others + other
    )


PAIRS = [(container, child) for container, children in CONTENT.items() for child in children.split()]


@pytest.mark.parametrize(("container", "child"), PAIRS, ids=[f"{a}-{b}" for a, b in PAIRS])
def test_an_element_is_held_or_read_over_by_name(container: str, child: str) -> None:
    given, without = (decode_xml(data) for data in with_and_without(container, child))
    is_kept = container == "SyncHdr" or child not in READ_OVER or (container, child) == ("Status", "Cred")
    assert (given != without) is is_kept
    assert decode_xml(encode_xml(given)) == given
    assert decode_wbxml(encode_wbxml(given)) == given


@pytest.mark.parametrize("name", sorted(REFUSED))
@pytest.mark.parametrize(
    "around", ["{}", "<Atomic><CmdID>1</CmdID>{}</Atomic>", "<Sequence><CmdID>1</CmdID>{}</Sequence>"]
)
def test_a_command_of_data_synchronisation_is_refused_by_name(name: str, around: str) -> None:
    data = document("SyncHdr", NEEDED["SyncHdr"]).replace(
        b"<SyncBody>", f"<SyncBody>{around.format(f'<{name}><CmdID>1</CmdID></{name}>')}".encode()
    )
    with pytest.raises(MessageError, match=f"^{name} is no command of device management$"):
        decode_xml(data)


def test_no_element_is_forgotten() -> None:
    named = set(CONTENT) | REFUSED | set(READ_OVER) | {word for words in CONTENT.values() for word in words.split()}
    inside_others = {"SyncML", "SyncBody", "Final", "MetInf"}
    in_refused = {"MapItem", "NoResults", "NumberOfChanges", "Field", "Record", "FilterType"}
    in_read_over = {"FreeID", "FreeMem", "Last", "Next", "SharedMem"}
    assert set(SYNCML) | set(METINF) == named | inside_others | in_refused | in_read_over | {"-"}


def test_the_code_pages_are_those_that_are_registered(shared: Path) -> None:
    known = json.loads((shared / "oma" / "wbxml_codepages.json").read_text())
    for document_type, page in (("SyncML 1.2", 0), ("SyncML 1.2", 1), ("MetInf 1.2", 1), ("DM DDF 1.2", 2)):
        names = known[document_type]["pages"][f"0x{page:02x}"]
        theirs = {name: int(token, 16) for name, token in names.items() if not name.startswith("Reserved")}
        assert {name: token for (own, name), token in TOKENS.items() if own == page} == theirs


# Samples ------------------------------------------------------------------------------------------------------------

LOST = {
    "SyncML/SyncBody/Results/Cmd": "not in the DTD of Results; CmdRef names the command",
}
"""What samples lose, and why that is no loss."""

SYNCHRONISATION = {"syncml-004.xml"}
"""Samples of data synchronisation with no command of its own; its anchors, in Meta, are read over."""

OTHER_DOCUMENTS = {
    "syncml-003.xml": "Put is no command",
    "syncml-005.xml": "Sync is no command",
    "syncml-006.xml": "Sync is no command",
    "syncml-007.xml": "Map is no command",
    "syncml-009.xml": "Sync is no command",
    "syncml-010.xml": "Sync is no command",
    "syncml-011.xml": "the root element is DevInf, not SyncML",
    "syncml-013.xml": "Sync is no command",
    "syncml-014.xml": "Sync is no command",
}
"""Samples that are no messages of device management, and what is said of them."""


def leaves(data: bytes) -> Iterator[tuple[str, str]]:
    """Path and text of every element without children, namespaces and blanks at the ends of a text left aside.

    Data has none: markup in it counts as what it says, escaped or not.
    """
    for element in parsed(data).iter():
        if isinstance(element.tag, str):
            name, *above = [etree.QName(found).localname for found in (element, *element.iterancestors())]
            if "Data" in above or (len(element) and name != "Data"):
                continue
            text = words(element) if name == "Data" else (element.text or "").strip()
            yield "/".join([*reversed(above), name]), text


def words(data: etree._Element) -> str:
    text = "".join(map(str, data.itertext()))
    if text.lstrip().startswith("<"):
        text = "".join(map(str, parsed(text.strip().encode()).itertext()))
    return "".join(text.split())


def parsed(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def test_every_sample_is_read_without_loss_or_refused_by_name(shared: Path) -> None:
    refused: dict[str, str] = {}
    lost: Counter[str] = Counter()
    read = 0
    for path in samples(shared, "xml"):
        data = path.read_bytes()
        try:
            message = decode_xml(data)
        except MessageError as error:
            refused[path.name] = str(error)
            continue
        again = encode_xml(message)
        assert decode_xml(again) == message, path.name
        assert decode_wbxml(encode_wbxml(message)) == message, path.name
        read += 1
        if path.name in SYNCHRONISATION:
            continue
        there, kept = Counter(leaves(data)), Counter(leaves(again))
        assert not kept - there, path.name
        lost.update(place for place, _ in (there - kept).elements())
    assert read >= 40
    assert set(lost) == set(LOST)
    assert set(refused) == set(OTHER_DOCUMENTS)
    for name, error in refused.items():
        assert OTHER_DOCUMENTS[name] in error


def test_every_sample_over_wbxml_is_read_without_loss(shared: Path) -> None:
    read = 0
    for path in samples(shared, "wbxml"):
        message = decode_wbxml(path.read_bytes())
        assert decode_wbxml(encode_wbxml(message)) == message, path.name
        assert decode_xml(encode_xml(message)) == message, path.name
        read += 1
    assert read >= 20


def test_a_loss_would_be_seen() -> None:
    assert Counter(leaves(b"<a><b>1</b></a>")) != Counter(leaves(b"<a/>"))

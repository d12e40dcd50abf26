"""Every quirk of descriptions in the field has its own small document here: it is read, told where it is a fault, and kept."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from field import DOCTYPE, MSFT, bundle, microsoft, node, one, read, refused, survives, tree
from msgspec.structs import replace

from swmgen.cli.importing import imported
from swmgen.diagnostics import Report
from swmgen.emit.ddf import written
from swmgen.model import Access, AllowedKind, Form, Format, NamingKind, Node, Occurs, Range, Scope
from swmgen.read.ddf import read_ddf

LEAF = node("N", format="int")
PLAIN = tree(node("A", LEAF))


def leaf(document: str | bytes) -> tuple[Node, list[str]]:
    """The one leaf below the one root."""
    root, codes = one(document)
    [found] = root.nodes
    return found, codes


def with_leaf(format: str = "int", **inside: str) -> str:
    return microsoft(node("A", node("N", format=format, **inside)))


# bytes and prolog -----------------------------------------------------------------------------------------------------


def test_a_byte_order_mark_and_line_ends_of_windows_mean_nothing() -> None:
    document = codecs.BOM_UTF8 + f'<?xml version="1.0" encoding="UTF-8"?>\n{PLAIN}'.replace("\n", "\r\n").encode()
    found, codes = read(document)
    assert (found, codes) == (read(PLAIN)[0], []) or [root.name for root in found.roots] == ["A"]
    assert codes == []


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("declaration", ["", '<?xml version="1.0" encoding="UTF-16"?>\n'])
def test_utf_16_without_its_mark_is_read_and_half_a_letter_refused(encoding: str, declaration: str) -> None:
    document = (declaration + tree(node("A\u0130", before="<Description>\u2019</Description>"))).encode(encoding)
    root, codes = one(document)
    assert (root.name, root.doc, codes) == ("A\u0130", "\u2019", [])
    assert refused(document[:-1])[0] == "SWM0150"


@pytest.mark.parametrize(
    ("declared", "encoding"), [("x-sjis", "cp932"), ("Windows-31J", "cp932"), ("x-euc-jp", "euc-jp")]
)
def test_encodings_are_known_by_the_names_that_documents_have_for_them(declared: str, encoding: str) -> None:
    text = tree(node("A", before="<Description>\u65e5\u672c</Description>"))
    root, codes = one(f'<?xml version="1.0" encoding="{declared}"?>\n{text}'.encode(encoding))
    assert (root.doc, codes) == ("\u65e5\u672c", [])


@pytest.mark.parametrize("declared", ["undefined", "unicode_escape", "Raw-Unicode-Escape", "punycode", "idna", "hex"])
def test_what_only_python_calls_an_encoding_is_none(declared: str) -> None:
    text = tree(node("A", before="<Description>caf\u00e9\\n</Description>"))
    root, codes = one(f'<?xml version="1.0" encoding="{declared}"?>\n{text}'.encode())
    assert (root.doc, codes) == ("caf\u00e9\\n", ["SWM0155"])


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("encoding", ["utf-32-le", "utf-32-be"])
def test_four_bytes_a_letter_are_read_and_half_of_one_refused(encoding: str, mark: str) -> None:
    data = f'{mark}<?xml version="1.0" encoding="UTF-32"?>\n{PLAIN}'.encode(encoding)
    assert one(data)[0].name == "A"
    assert refused(data[:-2])[0] == "SWM0150"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_with_its_mark_is_read(encoding: str) -> None:
    mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}.get(encoding, b"")
    assert one(mark + f'<?xml version="1.0" encoding="UTF-16"?>{PLAIN}'.encode(encoding))[0].name == "A"


def test_a_declared_encoding_that_it_is_not_is_told() -> None:
    document = f'<?xml version="1.0" encoding="utf-16"?>{PLAIN}'.encode()
    assert one(document)[1] == ["SWM0155"]


def test_an_encoding_that_nobody_knows_is_told() -> None:
    assert one(f'<?xml version="1.0" encoding="x-none"?>{PLAIN}'.encode())[1] == ["SWM0155"]


def test_windows_1252_that_says_so_is_no_fault() -> None:
    described = tree(node("A", before="<Description>caf\u00e9 \u2019</Description>"))
    root, codes = one(f'<?xml version="1.0" encoding="windows-1252"?>{described}'.encode("cp1252"))
    assert (root.doc, codes) == ("caf\u00e9 \u2019", [])


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        (b"server\x92s", "server\u2019s"),
        (b"\xd2node\xd3", "\u201cnode\u201d"),
        (b"caf\xe9 \xc3\xa9", "caf\u00e9 \u00e9"),
    ],
    ids=["windows 1252", "mac roman", "half of it UTF-8"],
)
def test_bytes_of_another_encoding_are_repaired_and_told_with_their_line(raw: bytes, meant: str) -> None:
    text = tree(node("A", before="\n\n<Description>@</Description>")).encode().replace(b"@", raw)
    report = Report()
    found = read_ddf(text, "a.xml", "a-1.0", report)
    assert found is not None
    assert found.roots[0].doc == meant
    assert {(entry.code, entry.span.line) for entry in report} == {("SWM0155", 3)}


def test_a_large_file_in_another_encoding_is_read_whole() -> None:
    described = tree(node("A", before=f"<Description>{'@' * 2_000_000}</Description>")).encode()
    root, codes = one(described.replace(b"@", b"\x92"))
    assert root.doc == "\u2019" * 2_000_000
    assert codes == ["SWM0155"] * 100, "the first hundred are told"


@pytest.mark.parametrize(
    "doctype",
    [
        DOCTYPE,
        '<!DOCTYPE MgmtTree PUBLIC "-//OMA//DTD-DM-DDF 1.2//EN" "http://www.openmobilealliance.com/tech/DTD/dm_ddf-v1_2.dtd">',
        '<!DOCTYPE MgmtTree SYSTEM "http://www.openmobilealliance.com/tech/DTD/dm_ddf-v1_2.dtd">',
        f"<!-- {DOCTYPE} -->",
        f"<!-- one -->\n{DOCTYPE}<!-- two -->",
        "",
    ],
    ids=["Microsoft's", "another host", "SYSTEM", "in a comment", "between comments", "none"],
)
def test_every_spelling_of_the_doctype_is_read_and_nothing_is_fetched(doctype: str) -> None:
    assert read(doctype + PLAIN)[1] == []


@pytest.mark.parametrize(
    "text",
    [
        "<MgmtTree>\n<VerDTD>1.2</VerDTD>\n<!--- x --->\n</MgmtTree>",
        "<MgmtTree>\n\n<Node \u201ca\u201d>\n</MgmtTree>",
        "<MgmtTree>\n\n<Node>",
    ],
    ids=["two hyphens in a comment", "curly quotes", "cut off"],
)
def test_what_is_not_well_formed_is_refused_with_the_line(text: str) -> None:
    code, line, _ = refused(text)
    assert (code, line) == ("SWM0150", 3)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE MgmtTree [<!ENTITY a "b">]>',
        '<!DOCTYPE MgmtTree [<!ENTITY % a SYSTEM "file:///etc/passwd">%a;]>',
        '<!DOCTYPE MgmtTree SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY a SYSTEM "http://127.0.0.1:9/">]>',
    ],
)
def test_declared_entities_are_refused(doctype: str) -> None:
    assert refused(f"\n{doctype}{PLAIN}")[:2] == ("SWM0151", 2)


def test_an_entity_that_is_not_declared_is_refused() -> None:
    assert refused(DOCTYPE + tree(node("A", before="<Description>a&nbsp;b</Description>")))[0] == "SWM0151"


def test_a_comment_may_speak_of_entities() -> None:
    assert read(f'<!-- <!ENTITY a "b"> -->{PLAIN}')[1] == []


def test_giants_are_refused() -> None:
    assert refused(b"<MgmtTree>" + b" " * (16 * 1024 * 1024) + b"</MgmtTree>")[0] == "SWM0102"
    assert refused("<MgmtTree>" + "<a/>" * 2_500_001 + "</MgmtTree>")[0] == "SWM0151"
    many = "".join(f"<Node><NodeName>{number}</NodeName></Node>" for number in range(200_001))
    assert "200000 nodes" in refused(f"<MgmtTree>{many}</MgmtTree>")[2]
    deep = "<Node><NodeName>a</NodeName>" * 66 + "</Node>" * 66
    assert "64 deep" in refused(f"<MgmtTree>{deep}</MgmtTree>")[2]
    assert refused("<Node>" * 5000 + "</Node>" * 5000)[0] == "SWM0151"


# namespaces and shape -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("uri", [MSFT, MSFT.replace("http:", "https:")])
def test_extensions_stand_in_microsofts_namespace_whatever_its_scheme(uri: str) -> None:
    marked = (
        "<M:DynamicNodeNaming><M:ClientInventory/></M:DynamicNodeNaming>"
        "<M:ConflictResolution>LastWrite</M:ConflictResolution>"
    )
    text = tree(node("", format="node", more=marked), attributes=f' xmlns:M="{uri}"')
    root, codes = one(text)
    assert codes == []
    assert root.naming is not None
    assert root.naming.kind is NamingKind.CLIENT
    assert [entry.name for entry in root.extensions] == ["MSFT:ConflictResolution"]
    written(read(text)[0])


def test_the_manifest_dialect_has_no_prefix() -> None:
    marks = (
        "<Applicability><OsBuildVersion>10.0.1</OsBuildVersion><CspVersion>1.0</CspVersion></Applicability>"
        '<AllowedValues ValueType="Range"><Value>[1-5]</Value></AllowedValues>'
    )
    text = tree(
        "<BinaryPath>%windir%\\a.dll</BinaryPath><Diagnostics/><ComClsid>{0}</ComClsid>",
        node("A", node("N", format="int", more=marks)).replace("</Node>", "<ExposedTo>mdm</ExposedTo></Node>", 1),
    )
    found, codes = read(text)
    assert (found.form, codes) == (Form.MANIFEST, [])
    number = found.roots[0].nodes[0]
    assert number.range == Range(1, 5)
    assert number.applicability is not None
    assert [entry.name for entry in found.extensions] == ["BinaryPath", "Diagnostics", "ComClsid"]
    assert [entry.name for entry in number.extensions] == ["ExposedTo"]
    survives(text)


def test_a_prefix_that_is_declared_nowhere_is_read_and_told_once_with_its_line() -> None:
    inside = '<MSFT:AllowedValues ValueType="Range"><MSFT:Value>[1-5]</MSFT:Value></MSFT:AllowedValues><v:x v:y="1"/>'
    text = "<!-- <MgmtTree> -->\n" + tree("\n<MSFT:Diagnostics/>", node("A", format="int", more=inside))
    report = Report()
    found = read_ddf(text.encode(), "a.xml", "a-1.0", report)
    assert found is not None
    assert [(entry.code, entry.span.line) for entry in report] == [("SWM0154", 3), ("SWM0154", 3)]
    assert (found.form, found.roots[0].range) == (Form.MICROSOFT, Range(1, 5))
    out, _ = written(found)
    assert '="urn:undeclared:v"' in out
    assert written(read(out)[0])[0] == out
    assert one(node("A", more="<MSFT:RWAccess>3</MSFT:RWAccess>"))[0].extensions[0].name == "MSFT:RWAccess"


def test_prefixes_behind_many_uses_of_another_are_read_too() -> None:
    text = tree("<MSFT:Diagnostics/>" * 300, "<v:x/>", node("A"))
    found, codes = read(text)
    assert (len(found.extensions), codes) == (301, ["SWM0154"] * 2)


def test_beside_a_prefix_that_is_declared_nowhere_the_real_fault_is_told() -> None:
    code, line, message = refused("<MgmtTree>\n<MSFT:Diagnostics/>\n<Node></Nod></MgmtTree>")
    assert (code, line) == ("SWM0150", 3)
    assert "mismatch" in message
    entity = '<!DOCTYPE MgmtTree SYSTEM "x.dtd"><MgmtTree><MSFT:Diagnostics>&nbsp;</MSFT:Diagnostics></MgmtTree>'
    assert refused(entity)[0] == "SWM0151"


TNDS = (
    '<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node><NodeName>E-Mail</NodeName><RTProperties>'
    "<Format><node/></Format><Type><DDFName>com.x/1.0/E</DDFName></Type></RTProperties>"
    "<Node><NodeName>User</NodeName><Value>james</Value></Node></Node></MgmtTree>"
)


def test_tnds_has_values_in_place_of_descriptions() -> None:
    found, codes = read(TNDS)
    assert (found.form, codes) == (Form.TNDS, [])
    [root] = found.roots
    assert (root.format, root.mo_id) == (Format.NODE, "com.x/1.0/E")
    assert (root.nodes[0].format, root.nodes[0].value) == (Format.CHR, "james")
    assert "<DFProperties>" not in survives(TNDS)


def test_a_tree_in_a_syncml_message_is_mounted_where_it_is_sent() -> None:
    message = (
        "<SyncML><SyncBody><Add><CmdID>1</CmdID><Item><Target><LocURI>./Inbox</LocURI></Target><Data>"
        f"{TNDS}</Data></Item></Add></SyncBody></SyncML>"
    )
    assert one(message)[0].root_path == "./Inbox"
    survives(message)


def test_a_tree_may_stand_as_text_in_any_element() -> None:
    for data in (f"<![CDATA[{TNDS}]]>", TNDS.replace("<", "&lt;")):
        root, codes = one(f"<identity>\n\n<Data>{data}</Data></identity>")
        assert (root.name, root.span.line, codes) == ("E-Mail", 3, [])


def test_several_trees_of_one_document_become_one() -> None:
    found, _ = read(f"<x>{tree(node('A'))}{tree(node('B'))}{tree(node('A'))}</x>")
    assert [root.path for root in found.roots] == ["A", "B", "A-2"]


def test_another_kind_of_document_is_refused() -> None:
    assert refused("<html/>")[0] == "SWM0152"


@pytest.mark.parametrize("prefix", ["", "d"])
@pytest.mark.parametrize("uri", ["syncml:dmddf", "SYNCML:SYNCML1.2", "http://tempuri.org/DM_DDF-V1_2"])
def test_a_tree_in_another_namespace_is_read_as_ddf_and_told(uri: str, prefix: str) -> None:
    mark = f"{prefix}:" if prefix else ""
    text = PLAIN.replace("</", "\0").replace("<", f"<{mark}").replace("\0", f"</{mark}")
    declared = f" xmlns:{prefix}=" if prefix else " xmlns="
    root, codes = one(text.replace("MgmtTree>", f'MgmtTree{declared}"{uri}">', 1))
    assert (root.name, root.nodes[0].format, codes) == ("A", Format.INT, ["SWM0154"])


def test_a_node_without_a_tree_around_it_is_read() -> None:
    root, codes = one(f"\n{node('A', LEAF)}")
    assert (root.name, root.span.line, root.nodes[0].path, codes) == ("A", 2, "A/N", ["SWM0153"])


def test_attributes_and_stray_texts_are_told_and_kept_as_comments() -> None:
    text = tree(node("A", LEAF)).replace("<Node>", '<Node id="7">', 1).replace("</NodeName>", "</NodeName>stray--", 1)
    text = text.replace("<Get/>", '<Get since="1"/>or', 1).replace("<MgmtTree>", '<MgmtTree xml:lang="de">')
    found, codes = read(text)
    assert codes == ["SWM0154"] * 5
    out, _ = written(found)
    for kept in ('Node: id="7"', "stray- -", 'Get: since="1"', " or ", 'xml:lang="de"'):
        assert kept in out, kept
    again, clean = read(out)
    assert (written(again)[0], clean) == (out, [])


def test_words_in_place_of_elements_are_read_as_what_they_name() -> None:
    text = tree(node("A", format="int", kind="text/plain"))
    text = text.replace("<int/>", "int").replace("<One/>", "zeroOrOne").replace("<Dynamic/>", "<permanent/>")
    root, codes = one(text.replace("<Get/>", "<get/>"))
    assert (root.format, root.occurs.kind, root.scope) == (Format.INT, Occurs.ZERO_OR_ONE, Scope.PERMANENT)
    assert (root.access, root.mime) == ((Access.GET,), ("text/plain",))
    assert codes == ["SWM0154"] * 5


def test_a_second_manufacturer_is_told_and_kept_beside() -> None:
    found, codes = read(PLAIN.replace("</VerDTD>", "</VerDTD><Man>M</Man><Man>N</Man>"))
    assert (found.manufacturer, codes) == ("M", ["SWM0160"])
    assert [(entry.name, entry.text) for entry in found.extensions] == [("Man", "N")]


def test_several_trees_in_one_text_are_found_and_a_broken_one_is_told_with_its_line() -> None:
    found, _ = read(f"<x><Data><![CDATA[{TNDS} and {TNDS.replace('E-Mail', 'B')}]]></Data></x>")
    assert [root.path for root in found.roots] == ["E-Mail", "B"]
    assert refused(f"<x>\n<Data><![CDATA[\n{TNDS.replace('</RTProperties>', '')}]]></Data></x>")[:2] == ("SWM0150", 3)


def test_roots_with_one_name_are_told_apart_by_where_they_are_mounted() -> None:
    text = tree(node("P", LEAF, path="./User/Vendor/MSFT"), node("P", LEAF, path="./Device/Vendor/MSFT"))
    found, codes = read(text)
    assert [(root.path, root.name, root.nodes[0].path) for root in found.roots] == [
        ("User-P", "P", "User-P/N"),
        ("Device-P", "P", "Device-P/N"),
    ]
    assert codes == []
    survives(text)


@pytest.mark.parametrize("path", ["./Vendor/MSFT", "./Vendor/MSFT/", "./SyncML", ".", "", None])
@pytest.mark.parametrize("name", ["A", ".", "*", ""])
def test_every_form_of_a_roots_path_and_name(path: str | None, name: str) -> None:
    text = tree(node(name, LEAF, path=path))
    root, _ = one(text)
    assert root.root_path == path
    assert root.is_placeholder == (name in ("", "*"))
    survives(text)


def test_a_path_on_a_nested_node_that_repeats_its_place_goes() -> None:
    text = tree(node(".", node("C", node("D", path="./C"), path="."), path=""))
    root, codes = one(text)
    assert codes == []
    assert [found.root_path for found in root.walk()] == ["", None, None]
    unnamed = tree(node("A", node("", node("D", path="./A/*"), path="./A")))
    assert one(unnamed)[1] == []


def test_a_path_on_a_nested_node_that_contradicts_is_kept_and_told() -> None:
    root, codes = one(tree(node("A", node("D", path="./B"))))
    assert (root.nodes[0].root_path, codes) == ("./B", ["SWM0161"])


def test_unnamed_nodes_get_stable_names() -> None:
    text = tree(node("A", node("", LEAF), node("*", LEAF), node("")))
    root, _ = one(text)
    assert [(child.name, child.path) for child in root.nodes] == [
        ("<x>", "A/<x>"),
        ("<x2>", "A/<x2>"),
        ("<x3>", "A/<x3>"),
    ]
    survives(text)


def test_blanks_around_names_go_and_are_told() -> None:
    root, codes = one(tree(node("NIDefaultTimeout ")))
    assert (root.name, codes) == ("NIDefaultTimeout", ["SWM0157"])


@pytest.mark.parametrize(
    "name",
    [
        "1xA",
        "3GPD",
        "0",
        "6to4_State",
        "E-Mail",
        "AllowX-ForestPolicy-and-RUP",
        "Global",
        "Type",
        "\u4e2d\u6587",
        "class",
    ],
)
def test_names_are_kept_as_they_are(name: str) -> None:
    assert one(tree(node(name)))[0].name == name


def test_one_name_twice_among_siblings_is_told_and_both_are_kept() -> None:
    text = tree(node("A", LEAF, node("N", format="chr")))
    root, codes = one(text)
    assert [(child.name, child.path, child.format.value) for child in root.nodes] == [
        ("N", "A/N", "int"),
        ("N", "A/N-2", "chr"),
    ]
    assert codes == ["SWM0158"]
    survives(text)


@pytest.mark.parametrize("name", ["a/b", "&lt;a&gt;"])
def test_names_that_break_uris_are_told(name: str) -> None:
    assert one(tree(node(name)))[1] == ["SWM0159"]


# properties -----------------------------------------------------------------------------------------------------------


def test_properties_in_another_order_are_told_once_and_put_right() -> None:
    text = microsoft(node("A", more="<DefaultValue>1</DefaultValue><Description>Late.</Description>"))
    root, codes = one(text)
    assert (root.doc, root.default, codes) == ("Late.", "1", ["SWM0156"])
    again = survives(text)
    assert read(again)[1] == []


def test_an_access_type_has_no_order() -> None:
    root, codes = one(tree(node("A", access="<Replace/><Get/><Add/><Copy/>")))
    assert (root.access, codes) == ((Access.ADD, Access.COPY, Access.GET, Access.REPLACE), [])


def test_an_empty_access_type_is_kept() -> None:
    root, _ = one(tree(node("A", access="")))
    assert root.access == ()


def test_the_verb_set_is_replace() -> None:
    root, codes = one(tree(node("A", access="<Get/><Set/>")))
    assert (root.access, codes) == ((Access.GET, Access.REPLACE), ["SWM0154"])


@pytest.mark.parametrize("missing", ["DFType", "DFFormat", "AccessType"])
def test_a_missing_property_is_told(missing: str) -> None:
    text = PLAIN
    begin = text.rindex(f"<{missing}>")
    end = text.rindex(f"</{missing}>") + len(f"</{missing}>")
    _, codes = read(text[:begin] + text[end:])
    assert codes == ["SWM0153"]


def test_what_may_be_left_out_is_stated_when_it_is_written() -> None:
    bare = (
        "<Node><NodeName>A</NodeName><DFProperties><AccessType><Get/></AccessType>"
        "<DFFormat><chr/></DFFormat><DFType><MIME/></DFType></DFProperties></Node>"
    )
    root, codes = one(tree(bare))
    assert (root.occurs.kind, root.scope, codes) == (Occurs.ONE, Scope.DYNAMIC, [])
    text = survives(tree(bare))
    assert "<One/>" in text
    assert "<Dynamic/>" in text


def test_a_property_twice_is_told_and_the_second_is_kept_beside() -> None:
    root, codes = one(tree(node("A", more="<DFType><MIME>text/xml</MIME></DFType>", kind="<MIME>text/plain</MIME>")))
    assert (root.mime, codes) == (("text/plain",), ["SWM0160"])
    assert [entry.name for entry in root.extensions] == ["DFType"]


@pytest.mark.parametrize(
    ("kind", "mime", "mo_id", "codes"),
    [
        ("<MIME/>", (), None, []),
        ("<DDFName/>", (), None, []),
        ("<MIME>com.microsoft/11/MDM/Policy</MIME>", ("com.microsoft/11/MDM/Policy",), None, []),
        ("<DDFName>urn:oma:mo:x:1.0</DDFName>", (), "urn:oma:mo:x:1.0", []),
        ("<MIME>text/plain</MIME><DDFName>x/1</DDFName>", ("text/plain",), "x/1", ["SWM0160"]),
        ("<MIME>text/plain</MIME><MIME>text/xml</MIME>", ("text/plain", "text/xml"), None, []),
    ],
)
@pytest.mark.parametrize("format", ["node", "chr"])
def test_types_on_nodes_and_leaves(
    kind: str, mime: tuple[str, ...], mo_id: str | None, codes: list[str], format: str
) -> None:
    text = tree(node("A", kind=kind, format=format))
    root, found = one(text)
    assert (root.mime, root.mo_id, found) == (mime, mo_id, codes)
    survives(text)


@pytest.mark.parametrize(
    ("occurs", "meant"),
    [
        ("<ZeroOrN>1</ZeroOrN>", Occurs.ZERO_OR_ONE),
        ("<OneOrN>1</OneOrN>", Occurs.ONE),
        ("<ZeroOrN/>", Occurs.ZERO_OR_MORE),
        ("<OneOrN></OneOrN>", Occurs.ONE_OR_MORE),
        ("<ZeroOrN>many</ZeroOrN>", Occurs.ZERO_OR_MORE),
        ("<ZeroOrN>\u00b2</ZeroOrN>", Occurs.ZERO_OR_MORE),
        (f"<OneOrN>{'9' * 5000}</OneOrN>", Occurs.ONE_OR_MORE),
    ],
)
def test_an_occurrence_without_a_number_is_what_it_means(occurs: str, meant: Occurs) -> None:
    root, codes = one(tree(node("A")).replace("<One/>", occurs))
    assert (root.occurs.kind, codes) == (meant, ["SWM0163"])


def test_an_occurrence_with_its_number_is_kept() -> None:
    root, codes = one(tree(node("A")).replace("<One/>", "<ZeroOrN>65536</ZeroOrN>"))
    assert (str(root.occurs), codes) == ("ZeroOrN(65536)", [])


def test_an_interior_node_may_have_no_children_and_a_leaf_may_have_some() -> None:
    text = tree(node("A", node("Empty"), node("DeviceControl", LEAF, format="chr")))
    root, _ = one(text)
    assert [(child.format.value, child.is_interior) for child in root.nodes] == [("node", True), ("chr", True)]
    survives(text)


@pytest.mark.parametrize(
    ("format", "default"),
    [
        ("int", "Not available"),
        ("int", "0x0"),
        ("int", "4294967295"),
        ("int", "9" * 5000),
        ("int", "\u0665"),
        ("float", "1_0"),
        ("bool", "True"),
        ("bool", "1"),
        ("bool", "8"),
        ("chr", ""),
    ],
)
def test_a_default_that_does_not_fit_is_kept(format: str, default: str) -> None:
    text = with_leaf(format, before=f"<DefaultValue>{default}</DefaultValue>")
    assert leaf(text)[0].default == default
    survives(text)


def test_markup_in_a_description_is_kept_as_markup() -> None:
    text = tree(node("A", before="<Description>Send <Replace><CmdID>1</CmdID></Replace> first.</Description>"))
    root, _ = one(text)
    assert root.doc == "Send <Replace><CmdID>1</CmdID></Replace> first."
    assert "<Replace><CmdID>1</CmdID></Replace> first." in survives(text)


def test_cdata_no_break_spaces_and_soft_hyphens_are_text() -> None:
    text = tree(
        node(
            "A",
            before="<Description><![CDATA[a < b]]>\u00a0c</Description>",
            kind="<DDFName>urn:x:hot\u00adspot</DDFName>",
        )
    )
    root, codes = one(text)
    assert (root.doc, root.mo_id, codes) == ("a < b\u00a0c", "urn:x:hot\u00adspot", [])
    survives(text)


def test_stray_children_of_a_node_are_told_and_kept() -> None:
    text = tree(node("A").replace("</Node>", "<Type>text/plain</Type><Data>0</Data></Node>"))
    root, codes = one(text)
    assert codes == ["SWM0154", "SWM0154"]
    assert [(entry.name, entry.text) for entry in root.extensions] == [("Type", "text/plain"), ("Data", "0")]
    survives(text)


def test_comments_survive_where_they_stand() -> None:
    text = (
        "<!-- head --><MgmtTree><!-- first --><VerDTD>1.2</VerDTD><!-- before A -->"
        + node(
            "A",
            "<!-- before N -->",
            LEAF,
            before="<Description>A<!-- inside --> node.</Description>",
            more="<!-- properties -->",
        )
        + "<!-- last --></MgmtTree><!-- foot -->"
    )
    root, codes = one(text)
    assert (root.doc, codes) == ("A node.", [])
    out = survives(text)
    for word in ("head", "first", "before A", "before N", "inside", "properties", "last", "foot"):
        assert f"<!-- {word} -->" in out
    assert out.index("before N") < out.index("<NodeName>N<")


def test_comments_in_plain_texts_and_empty_descriptions_survive() -> None:
    inside = node(
        "A", LEAF, before="<Description><!-- no words --></Description>", kind="<MIME>text/<!-- kind -->plain</MIME>"
    )
    text = tree(inside.replace("<NodeName>A", "<NodeName><!-- name -->A", 1))
    root, codes = one(text)
    assert (root.name, root.mime, root.doc, codes) == ("A", ("text/plain",), "", [])
    out, _ = written(read(text)[0])
    for word in ("no words", "kind", "name"):
        assert f"<!-- {word} -->" in out, word
    assert written(read(out)[0])[0] == out


def test_what_stands_behind_all_nodes_stays_there() -> None:
    text = tree(node("A", LEAF, "<!-- behind N -->"), "<!-- behind A -->")
    out = survives(text)
    assert out.index("behind N") > out.index("<NodeName>N<")
    found, _ = read(out)
    assert [entry.text for entry in (*found.roots[0].extensions, *found.extensions)] == ["behind N", "behind A"]


def test_an_empty_description_does_not_count_beside_another() -> None:
    text = tree(node("A", before="<Description/><Description>Said.</Description>"))
    root, codes = one(text)
    assert (root.doc, root.extensions, codes) == ("Said.", (), ["SWM0160"])


def test_a_value_beside_nodes_is_kept() -> None:
    text = TNDS.replace("<Node><NodeName>User", "<Value>1</Value><Node><NodeName>User", 1)
    assert one(text)[0].value == "1"
    survives(text)


def test_run_time_properties_are_stated_once() -> None:
    text = PLAIN.replace("<DFProperties>", "<RTProperties><Format/><Type/><Type/></RTProperties><DFProperties>", 1)
    root, codes = one(text)
    assert [(entry.name, entry.default) for entry in root.run_time] == [("Format", "node"), ("Type", None)]
    assert codes == ["SWM0160"]
    out, _ = written(read(text)[0])
    assert written(read(out)[0])[0] == out


def test_xml_lang_in_carried_elements_needs_no_declaration() -> None:
    text = with_leaf("chr", more='<MSFT:GpMapping xml:lang="en" GpEnglishName="A"/>')
    assert 'xml:lang="en"' in survives(text)


def test_markup_in_a_description_is_shown_without_namespaces() -> None:
    text = microsoft(
        node("A", before='<Description>Send <Format xmlns="syncml:metinf">int</Format>&amp;.</Description>')
    )
    root, _ = one(text)
    assert root.doc == "Send <Format>int</Format>&amp;."
    survives(text)


def test_man_mod_and_another_version_are_kept() -> None:
    text = PLAIN.replace("<VerDTD>1.2</VerDTD>", "<VerDTD>1.1.2</VerDTD><Man>Motorola</Man><Mod>Nexus</Mod>")
    found, codes = read(text)
    assert (found.version, found.manufacturer, found.model, codes) == ("1.1.2", "Motorola", "Nexus", ["SWM0153"])
    survives(text)


# Microsoft's extensions -----------------------------------------------------------------------------------------------


def allowed(kind: str, *inside: str) -> str:
    return f'<MSFT:AllowedValues ValueType="{kind}">{"".join(inside)}</MSFT:AllowedValues>'


def value(text: str) -> str:
    return f"<MSFT:Value>{text}</MSFT:Value>"


def entry(text: str, doc: str) -> str:
    return f"<MSFT:Enum>{value(text)}<MSFT:ValueDescription>{doc}</MSFT:ValueDescription></MSFT:Enum>"


ALLOWED = {
    "none": allowed("None"),
    "list": allowed("None", '<MSFT:List Delimiter=";"/>'),
    "enumeration": allowed("ENUM", entry("0", "Not allowed."), entry("1", "Allowed.")),
    "flags": allowed("Flag", entry("0x1", "One"), entry("0x2", "Two")),
    "range": allowed("Range", value("[1-1000]")),
    "regular expression": allowed("RegEx", value("^[^/]*$")),
    "list of expressions": allowed("RegEx", value("[0-9]+"), '<MSFT:List Delimiter=","/>'),
    "schema": allowed("XSD", value("&lt;xs:schema/>")),
    "json": allowed("JSON", value("{}")),
    "sddl": allowed("SDDL", value("D:(A;;GA;;;WD)")),
    "policy": allowed("ADMX", '<MSFT:AdmxBacked Area="A~AT~B" Name="N" File="n.admx"/>'),
}


@pytest.mark.parametrize("kind", sorted(ALLOWED))
def test_all_kinds_of_allowed_values_become_part_of_the_model(kind: str) -> None:
    text = with_leaf("chr", more=ALLOWED[kind])
    found, codes = leaf(text)
    assert codes == []
    assert found.allowed is not None
    assert found.extensions == ()
    survives(text)


def test_what_each_kind_says() -> None:
    def said(kind: str, format: str = "chr") -> Node:
        return leaf(with_leaf(format, more=ALLOWED[kind]))[0]

    assert [(entry.name, entry.value, entry.doc) for entry in said("enumeration").values] == [
        ("not_allowed", "0", "Not allowed."),
        ("allowed", "1", "Allowed."),
    ]
    assert said("range", "int").range == Range(1, 1000)
    flags = said("flags", "int").allowed
    assert flags is not None
    assert flags.kind is AllowedKind.FLAG
    policy = said("policy").allowed
    assert policy is not None
    assert policy.policy is not None
    assert (policy.policy.name, policy.policy.area, policy.policy.file) == ("N", "A~AT~B", "n.admx")


def test_a_description_of_a_value_may_be_empty() -> None:
    document = with_leaf(more=allowed("ENUM", entry("0", ""), entry("1", "Allowed.")))
    found, codes = leaf(document)
    assert codes == []
    assert [(value.name, value.value, value.doc) for value in found.values] == [
        ("value_0", "0", ""),
        ("allowed", "1", "Allowed."),
    ]
    assert "ValueDescription></" not in survives(document)


def test_a_description_of_a_value_that_says_more_is_carried() -> None:
    more = allowed("ENUM", entry("0", "<b/>"), entry("1", "Allowed."))
    document = with_leaf(more=more)
    found, codes = leaf(document)
    assert (codes, found.allowed, found.values) == (["SWM0162"], None, ())
    survives(document)


def test_values_with_one_description_get_names_of_their_own() -> None:
    found, _ = leaf(with_leaf(more=allowed("ENUM", entry("-1", "Off"), entry("1", "Off"), entry("2", "3 days"))))
    assert [entry.name for entry in found.values] == ["off", "off_2", "value_2"]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("[0-1]", 0, 1), ("[(-1)-99]", -1, 99), ("[(-9)-(-1)]", -9, -1), ("[9]", 9, 9), ("[ 1 - 5 ]", 1, 5)],
)
def test_a_range(text: str, low: int, high: int) -> None:
    document = with_leaf(more=allowed("Range", value(text)))
    assert leaf(document)[0].range == Range(low, high)
    survives(document)


def test_several_ranges_are_kept_together() -> None:
    document = with_leaf(more=allowed("Range", value("[1-5],[9-9]")))
    found, codes = leaf(document)
    assert (found.range, codes) == (None, [])
    assert found.allowed is not None
    assert found.allowed.text == "[1-5],[9-9]"
    survives(document)


@pytest.mark.parametrize(
    "inside",
    [
        allowed("Range", value("one to five")),
        allowed("RegEx", value("a(?i)b")),
        allowed("RegEx", value("(")),
        allowed("Colour", value("red")),
    ],
    ids=["no range", "flags inside of an expression", "no expression", "an unknown kind"],
)
def test_allowed_values_that_cannot_be_checked_are_told_and_kept(inside: str) -> None:
    document = with_leaf("chr", more=inside)
    assert leaf(document)[1] == ["SWM0162"]
    survives(document)


@pytest.mark.parametrize(
    ("written_as", "separator"),
    [(";", ";"), (",", ","), ("|", "|"), ("0xF000", "\uf000"), ("\\xF000", "\uf000"), ("", "\uf000")],
)
def test_delimiters_of_lists(written_as: str, separator: str) -> None:
    document = with_leaf("chr", more=allowed("None", f'<MSFT:List Delimiter="{written_as}"/>'))
    found, _ = leaf(document)
    assert found.allowed is not None
    assert found.allowed.separator == separator
    survives(document)


def test_applicability_is_a_list_of_builds_and_a_list_of_editions() -> None:
    document = with_leaf(
        more="<MSFT:Applicability><MSFT:OsBuildVersion>10.0.22000, 99.9.99999</MSFT:OsBuildVersion>"
        "<MSFT:CspVersion>1.0</MSFT:CspVersion>"
        "<MSFT:EditionAllowList>0x4;0x88*;</MSFT:EditionAllowList></MSFT:Applicability>"
    )
    found, codes = leaf(document)
    assert codes == []
    assert found.applicability is not None
    assert found.applicability.builds == ("10.0.22000", "99.9.99999")
    assert found.applicability.edition_list == ("0x4", "0x88*")
    survives(document)


def test_what_the_language_has_no_word_for_is_carried_whole() -> None:
    more = (
        '<MSFT:GpMapping GpEnglishName="A" GpAreaPath="B~AT~C"/><MSFT:ConflictResolution>LastWrite</MSFT:ConflictResolution>'
        '<MSFT:DependencyBehavior><MSFT:DependencyGroup FriendlyId="G"><MSFT:Dependency Type="DependsOn">'
        "<MSFT:DependencyUri>Vendor/[ProfileName]/P</MSFT:DependencyUri></MSFT:Dependency></MSFT:DependencyGroup></MSFT:DependencyBehavior>"
        "<MSFT:AtomicRequired/><MSFT:RebootBehavior>Automatic</MSFT:RebootBehavior><MSFT:RWAccess>3</MSFT:RWAccess><MSFT:StartOSVerison>1</MSFT:StartOSVerison>"
    )
    document = with_leaf(more=more)
    found, codes = leaf(document)
    assert codes == []
    assert len(found.extensions) == 7
    assert found.extensions[2].children[0].attributes == (("FriendlyId", "G"),)
    survives(document)


@pytest.mark.parametrize("mark", ["<MSFT:Deprecated/>", '<MSFT:Deprecated OsBuildDeprecated="10.0.22000"/>'])
def test_a_deprecated_node_is_deprecated(mark: str) -> None:
    document = with_leaf(more=mark)
    assert leaf(document)[0].deprecated
    survives(document)


@pytest.mark.parametrize(
    "kind",
    [
        "<MSFT:ServerGeneratedUniqueIdentifier/>",
        "<MSFT:ClientInventory/>",
        "<MSFT:UniqueName>A hash.</MSFT:UniqueName>",
    ],
)
def test_dynamic_nodes_say_who_names_them(kind: str) -> None:
    document = with_leaf(more=f"<MSFT:DynamicNodeNaming>{kind}</MSFT:DynamicNodeNaming>")
    assert leaf(document)[0].naming is not None
    survives(document)


# several files --------------------------------------------------------------------------------------------------------


def test_files_of_one_tree_are_grafted_where_their_path_says(tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path)) / "b"
    host = microsoft(node("Policy", node("Config"), node("Result"), path="./Device/Vendor/MSFT"))
    area = microsoft(node("Area", LEAF, path="./Device/Vendor/MSFT/Policy/Config"))
    inner = microsoft(node("Inner", LEAF, path="./Device/Vendor/MSFT/Policy/Config/Area/"))
    found, report = bundle(folder, a=area, b=inner, policy=host)
    assert found is not None
    assert [entry.path for entry in found.walk()] == [
        "Policy", "Policy/Config", "Policy/Config/Area", "Policy/Config/Area/N", "Policy/Config/Area/Inner",
        "Policy/Config/Area/Inner/N", "Policy/Result",
    ]  # fmt: skip
    assert [entry.code for entry in report] == []
    grafted = next(entry for entry in found.walk() if entry.name == "Area")
    assert (grafted.root_path, grafted.span.file) == (None, "a.xml")
    assert replace(grafted, path="", id="") is not None


def test_a_uri_that_two_files_describe_is_told_with_both_places(tmp_path: object) -> None:
    from pathlib import Path

    text = microsoft(node("A", LEAF, path="./Vendor"))
    found, report = bundle(Path(str(tmp_path)) / "b", one=text, two=text)
    assert found is not None
    [clash] = report
    assert clash.code == "SWM0158"
    assert clash.notes[0].span is not None
    assert {clash.span.file, clash.notes[0].span.file} == {"one.xml", "two.xml"}
    assert [root.path for root in found.roots] == ["A", "A-2"]


# what no element has room for -----------------------------------------------------------------------------------------

MARKED = tree(
    "<Node><NodeName>A</NodeName><DFProperties><AccessType><Get/></AccessType><DFFormat><node/></DFFormat>"
    "<Occurrence><One/></Occurrence><Scope><Dynamic/></Scope><DFType><DDFName/></DFType></DFProperties>"
    "<Node><NodeName>N</NodeName><RTProperties><Format><int/></Format><Type><MIME>text/plain</MIME></Type></RTProperties>"
    "<DFProperties><AccessType><Get/></AccessType><DFFormat><int/></DFFormat><Occurrence><One/></Occurrence>"
    "<Scope><Permanent/></Scope><DFType><MIME>text/plain</MIME></DFType></DFProperties></Node></Node>"
)


@pytest.mark.parametrize(
    ("element", "marked"),
    [
        ("<Get/>", "<Get>MARK</Get>"),
        ("<Get/>", "<Get><x>MARK</x></Get>"),
        ("<One/>", "<One>MARK</One>"),
        ("<One/>", "MARK<One/>"),
        ("<One/>", "<One/>MARK"),
        ("<One/>", "<ZeroOrN>MARK</ZeroOrN>"),
        ("<int/>", "<int/><chr>MARK</chr>"),
        ("<Permanent/>", "MARK"),
        ("<MIME>text/plain</MIME>", "MARK<MIME>text/plain</MIME>"),
        ("<MIME>text/plain</MIME>", "<MIME>text/plain</MIME>MARK"),
        ("<MIME>text/plain</MIME>", "<MIME>text/plain<MARK/></MIME>"),
        ("<MIME>text/plain</MIME>", "<MIME>text/plain<?a MARK?></MIME>"),
        ("<Format><int/></Format>", "<Format>MARK</Format>"),
        ("<Format><int/></Format>", "<Format><int/>MARK</Format>"),
        ("<Format><int/></Format>", "<Format><MARK/></Format>"),
        ("<Format><int/></Format>", "<Format><int>MARK</int></Format>"),
        ("<Format><int/></Format>", "<Format><int/><Title>MARK</Title></Format>"),
        ("<Format><int/></Format>", "<Size>1<MARK/></Size>"),
        ("<NodeName>N</NodeName>", "<NodeName>N<MARK/></NodeName>"),
        ("<NodeName>N</NodeName>", '<NodeName a="MARK&#13;&#10;">N</NodeName>'),
        ("<VerDTD>1.2</VerDTD>", "<VerDTD>1.2</VerDTD><VerDTD>MARK</VerDTD>"),
        ("<VerDTD>1.2</VerDTD>", "<VerDTD>1.2</VerDTD><Man>A<MARK/></Man><x/>"),
        ("<Node>", '<MIME>a<?b MARK?></MIME><Scope><Scope><One a="b"/></Scope></Scope><Node>'),
    ],
)
def test_what_no_element_has_room_for_is_told_and_kept(element: str, marked: str) -> None:
    text, _ = written(read(MARKED)[0])
    assert written(read(text)[0])[0] == text
    found, codes = read(MARKED.replace(element, marked))
    text, _ = written(found)
    assert "MARK" in text
    assert codes or "<?" in marked
    assert written(read(text)[0])[0] == text


def test_a_run_time_format_is_read_in_every_spelling() -> None:
    for spelt in ("<chr/>", "<Chr/>", "CHR"):
        document = tree(
            "<Node><NodeName>A</NodeName><RTProperties><Format>" + spelt + "</Format></RTProperties></Node>"
        )
        assert one(document)[0].run_time[0].default == "chr"


def test_values_behind_a_text_are_carried_as_they_are() -> None:
    inside = "<MSFT:Value>1</MSFT:Value><MSFT:Enum><MSFT:Value>2</MSFT:Value></MSFT:Enum>"
    document = with_leaf(more=f'<MSFT:AllowedValues ValueType="ENUM">{inside}</MSFT:AllowedValues>')
    assert leaf(document)[0].allowed is None
    survives(document)


def test_a_name_that_is_broken_over_lines_is_one_line() -> None:
    root, codes = one(tree(node("A\n      long\tname")))
    assert (root.name, codes) == ("A long name", ["SWM0157"])


@pytest.mark.parametrize(
    ("mime", "is_one"),
    [
        ("text/plain;charset=utf-8", True),
        ('text/xml; charset="UTF-8"', True),
        ("multipart/mixed; boundary=a:b; type=text/xml", True),
        ("text/plain;", False),
        ("text/plain;charset", False),
        ("text plain", False),
    ],
)
def test_a_mime_type_may_have_parameters(mime: str, is_one: bool, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(tree(node("A", node("N", format="chr", kind=f"<MIME>{mime}</MIME>"))), encoding="utf-8")
    found = [entry.code for entry in imported(path, "a", "1.0")[1] if entry.code == "SWM0316"]
    assert found == ([] if is_one else ["SWM0316"])
    survives(path.read_bytes())


def test_a_namespace_that_an_attribute_names_first_has_the_prefix_declared() -> None:
    for inside in ('<v:x xmlns:v="urn:v" v:y="1"/>', '<x xmlns:v="urn:v" xmlns="urn:v" v:y="1"/>'):
        assert '<v:x v:y="1"/>' in survives(tree(node("A", more=inside)))

"""DDF both ways, against the DTD, our XSD, and the published table of FUMO 1.0."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import xmlschema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from swmgen.diagnostics import Report
from swmgen.emit.ddf import document
from swmgen.load import load
from swmgen.model import Access, CaseSense, Enabler, Format, Node, Occurrence, Occurs, Scope, Span, Tree
from swmgen.read.ddf import read_ddf

ROOT = Path(__file__).resolve().parents[3]
XSD = ROOT / "generator" / "swmgen" / "emit" / "ddf" / "ddf-1.2.xsd"
RESTART = ROOT / "tests" / "golden" / "restart"
ENABLERS = {
    **load(ROOT / "spec").enablers,
    **load(RESTART / "spec").enablers,
}
WITH_TREES = sorted(key for key, enabler in ENABLERS.items() if enabler.tree.roots)


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(XSD))


@pytest.fixture(scope="module")
def dtd(shared: Path) -> etree.DTD:
    return etree.DTD(str(shared / "oma" / "dm_ddf-v1_2.dtd"))


def parsed(key: str) -> etree._Element:
    return etree.fromstring(document(ENABLERS[key])[0].encode())


@pytest.mark.parametrize("key", WITH_TREES)
def test_generated_ddf_is_valid_against_the_dtd(key: str, dtd: etree.DTD) -> None:
    assert dtd.validate(parsed(key)), dtd.error_log


@pytest.mark.parametrize("key", WITH_TREES)
def test_generated_ddf_is_valid_against_our_xsd_in_two_implementations(key: str, schema: etree.XMLSchema) -> None:
    assert schema.validate(parsed(key)), schema.error_log
    xmlschema.XMLSchema(str(XSD)).validate(parsed(key))


def test_the_small_objects_ddf_is_the_golden_one() -> None:
    golden = RESTART / "ddf" / "restart-1.0.ddf.xml"
    assert document(ENABLERS["restart-1.0"])[0] == golden.read_text(encoding="utf-8")


def test_fumo_1_0_agrees_node_for_node_with_the_published_table(shared: Path) -> None:
    table = json.loads((shared / "oma" / "fumo_1_0_2.json").read_text())
    nodes = ENABLERS["fumo-1.0"].tree.by_path()
    assert nodes["x"].mo_id == table["moid"]
    published = {
        row["path"]: (row["occurrence"], row["format"], frozenset(row["access"]), row["mime"]) for row in table["nodes"]
    }
    ours = {
        path: (str(node.occurs), node.format.value, frozenset(a.value for a in node.access), ", ".join(node.mime))
        for path, node in nodes.items()
    }
    assert ours == published
    required = {row["path"] for row in table["nodes"] if row["status"] == "Required"}
    assert {path for path, node in nodes.items() if node.status.value == "Required"} == required


BROKEN = {
    "a slash in a name": ("<NodeName>Delay</NodeName>", "<NodeName>De/lay</NodeName>"),
    "another version": ("<VerDTD>1.2</VerDTD>", "<VerDTD>1.1</VerDTD>"),
    "N of one": ("<ZeroOrMore/>", "<ZeroOrN>1</ZeroOrN>"),
    "an unknown format": ("<DFFormat>\n          <int/>", "<DFFormat>\n          <integer/>"),
    "no access type": ("<AccessType>\n        <Get/>\n      </AccessType>", ""),
    "an unknown command": ("<Get/>", "<Set/>"),
    "two formats": ("<int/>", "<int/><chr/>"),
    "no type": ("<DFType>\n        <DDFName>urn:oma:mo:x-swm-restart:1.0</DDFName>\n      </DFType>", ""),
    "a value and a node": ("</MgmtTree>", "<Value>1</Value></MgmtTree>"),
    "an attribute": ("<MgmtTree>", '<MgmtTree a="b">'),
}


@pytest.mark.parametrize("fault", sorted(BROKEN))
def test_the_xsd_refuses_a_broken_document(fault: str, schema: etree.XMLSchema) -> None:
    text = document(ENABLERS["restart-1.0"])[0]
    old, new = BROKEN[fault]
    assert old in text
    broken = etree.fromstring(text.replace(old, new, 1).encode())
    assert not schema.validate(broken)
    with pytest.raises(xmlschema.XMLSchemaValidationError):
        xmlschema.XMLSchema(str(XSD)).validate(broken)


# round trips ----------------------------------------------------------------------------------------------------------

NAMES = st.text(
    st.characters(
        min_codepoint=33,
        max_codepoint=0x2FFF,
        exclude_characters="/?<>*",
        exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cn"),
    ),
    min_size=1,
    max_size=12,
)
TEXTS = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=("Cs", "Cc", "Cn")), max_size=30
)
LEAF_FORMATS = [entry for entry in Format if entry is not Format.NODE]
NOWHERE = Span("f", 1, 1, 1, 1)


def occurrences() -> st.SearchStrategy[Occurrence]:
    plain = st.sampled_from([o for o in Occurs if o not in (Occurs.ZERO_OR_N, Occurs.ONE_OR_N)]).map(Occurrence)
    counted = st.builds(Occurrence, st.sampled_from([Occurs.ZERO_OR_N, Occurs.ONE_OR_N]), st.integers(2, 65_536))
    return st.one_of(plain, counted)


def access() -> st.SearchStrategy[tuple[Access, ...]]:
    return st.sets(st.sampled_from(list(Access)), min_size=1).map(
        lambda chosen: tuple(a for a in Access if a in chosen)
    )


def nodes(depth: int = 3) -> st.SearchStrategy[Node]:
    common = {
        "path": st.just(""),
        "id": st.just(""),
        "span": st.just(NOWHERE),
        "access": access(),
        "occurs": occurrences(),
        "scope": st.sampled_from([Scope.PERMANENT, Scope.DYNAMIC]),
        "doc": TEXTS.map(lambda text: " ".join(text.split())),
        "title": st.none() | TEXTS.map(str.strip).filter(bool),
        "case_sense": st.none() | st.sampled_from(list(CaseSense)),
        "name": NAMES,
    }
    leaves = st.builds(
        Node,
        format=st.sampled_from(LEAF_FORMATS),
        default=st.none() | TEXTS,
        mime=st.lists(st.sampled_from(["text/plain", "text/xml", "a/b"]), unique=True).map(tuple),
        **common,
    )
    if depth == 0:
        return leaves
    inner = st.builds(
        Node,
        format=st.just(Format.NODE),
        mo_id=st.none() | st.just("urn:oma:mo:x:1.0"),
        nodes=st.lists(nodes(depth - 1), max_size=4, unique_by=lambda node: node.name).map(tuple),
        **common,
    )
    return st.one_of(leaves, inner)


def essence(node: Node) -> tuple[object, ...]:
    """What DDF can say of a node."""
    return (
        node.name,
        node.format,
        node.access,
        node.occurs,
        node.scope,
        node.doc,
        node.title,
        node.case_sense,
        node.default,
        node.mime,
        node.mo_id,
        tuple(essence(child) for child in node.nodes),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(root=nodes())
def test_what_ddf_can_say_comes_back_the_same(root: Node) -> None:
    enabler = Enabler(name="a", version="1.0", title="A", tree=Tree((root,)), id="a-1.0:enabler", span=NOWHERE)
    text, _ = document(enabler)
    report = Report()
    tree = read_ddf(text.encode(), "a-1.0/objects.ddf.xml", "a-1.0", report)
    assert tree is not None
    assert [found.message for found in report] == []
    assert [essence(found) for found in tree.roots] == [essence(root)]
    again, _ = document(replace(enabler, tree=tree))
    assert etree.tostring(etree.fromstring(again.encode()), method="c14n2") == etree.tostring(
        etree.fromstring(text.encode()), method="c14n2"
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<MgmtTree>", "SWM0150"),
        ('<!DOCTYPE MgmtTree [<!ENTITY a "b">]><MgmtTree>&a;</MgmtTree>', "SWM0151"),
        ('<!DOCTYPE MgmtTree [<!ENTITY a SYSTEM "file:///etc/passwd">]><MgmtTree>&a;</MgmtTree>', "SWM0151"),
        ("<a>" * 5000 + "</a>" * 5000, "SWM0151"),
        ("<LWM2M/>", "SWM0152"),
    ],
)
def test_a_document_that_cannot_be_read_is_refused_with_its_place(text: str, code: str) -> None:
    report = Report()
    assert read_ddf(text.encode(), "f", "a-1.0", report) is None
    [found] = report
    assert (found.code, found.span.line) == (code, 1)


def test_the_standard_objects_of_oma_are_read_and_the_ill_encoded_one_is_repaired(shared: Path) -> None:
    repaired = set()
    for path in sorted((shared / "ddf" / "oma").rglob("*.xml")):
        report = Report()
        assert read_ddf(path.read_bytes(), path.name, "x-1.0", report) is not None
        repaired |= {path.name.split("-")[2] for found in report if found.code == "SWM0155" and found.span.line > 1}
    assert repaired == {"MO_DM_DMAcc"}

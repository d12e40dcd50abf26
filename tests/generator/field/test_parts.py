"""What was cut out of a document, as pages and messages quote it: nodes without the elements around them."""

from __future__ import annotations

import pytest
from field import DOCTYPE, node, one, read, refused, tree

from swmgen.diagnostics import Report
from swmgen.emit.ddf import written
from swmgen.read.ddf import read_ddf

WHOLE = tree(node("A", node("B")))
OBJECT = (
    '<?xml version="1.0"?>\n<!-- BSD -->\n<Object ObjectType="MODefinition"><Name>Thing</Name><ObjectID>9</ObjectID><Resources>'
    '<Item ID="1"><Name>R</Name><Operations>R</Operations><Type>Integer</Type></Item></Resources></Object>'
)


@pytest.mark.parametrize(
    ("part", "roots"),
    [
        (WHOLE[WHOLE.index("<VerDTD>") :], ["A"]),
        (WHOLE[WHOLE.index("<Node>") :], ["A"]),
        (WHOLE[WHOLE.index("<NodeName>") :], ["A"]),
        (WHOLE[WHOLE.index("<NodeName>") : WHOLE.index("</MgmtTree>")], ["A"]),
        (WHOLE[WHOLE.index("<NodeName>") : -len("</Node></MgmtTree>")], ["A"]),
        (f"{node('A')}\n{node('B')}", ["A", "B"]),
        (f"<VerDTD>1.2</VerDTD>{node('A')}", ["A"]),
        (f'<?xml version="1.0"?>\n<!-- first -->\n{node("A")}<!-- then -->{node("B")}', ["A", "B"]),
    ],
)
def test_a_part_is_read_as_if_what_is_cut_off_stood_before(part: str, roots: list[str]) -> None:
    found, codes = read(part)
    assert [root.name for root in found.roots] == roots
    assert set(codes) == {"SWM0153"}
    text, _ = written(found)
    assert written(read(text)[0])[0] == text
    assert all(f"<!-- {word} -->" in text for word in ("first", "then") if word in part)


def test_places_in_a_part_are_those_of_its_text() -> None:
    part = f"{node('A')}\n\n{node('B').replace('<Get/>', '<Gett/>')}"
    report = Report()
    read_ddf(part.encode(), "a.xml", "a-1.0", report)
    assert [(entry.code, entry.span.line, entry.span.column) for entry in report] == [
        ("SWM0153", 1, 1),
        ("SWM0153", 1, 1),
        ("SWM0154", 3, part.split("\n")[2].index("<Gett/>") + 1),
    ]


def test_a_part_that_is_cut_off_behind_as_well_is_refused() -> None:
    for part in ("<Node><NodeName>A</NodeName>\n<DFProp", f"{node('A')}\n<Node>", f"{node('A')}\ntext </b>"):
        assert refused(part)[:2] == ("SWM0150", 2)


def test_an_end_alone_is_told_as_one() -> None:
    assert refused("text\n and </MgmtTree>") == (
        "SWM0152",
        2,
        "This is no XML document, and the MgmtTree that ends here has no beginning.",
    )


def test_comments_around_a_node_that_stands_alone_survive() -> None:
    root, codes = one(f"<!-- lead -->\n{node('A')}\n<!-- tail -->")
    assert (root.name, codes) == ("A", ["SWM0153"])
    text, _ = written(read(f"<!-- lead -->\n<!-- more -->\n{node('A')}\n<!-- tail -->\n<!-- end -->")[0])
    places = [text.index(f"<!-- {word} -->") for word in ("lead", "more", "tail", "end")]
    assert places == sorted(places)


def test_an_object_of_lightweightm2m_that_stands_alone_is_read() -> None:
    found, codes = read(OBJECT)
    assert ([root.name for root in found.roots], codes) == (["Thing"], ["SWM0153"])
    assert "<!-- BSD -->" in written(found)[0]
    assert refused("<Object><Name>Thing</Name></Object>")[0] == "SWM0152"


@pytest.mark.parametrize(
    ("document", "roots", "line"),
    [
        (f'\n<?xml version="1.0"?>\n{DOCTYPE}{WHOLE}', ["A"], 2),
        (f"{WHOLE}\n\x1a", ["A"], 2),
        (f"{WHOLE}\0\0", ["A"], 1),
        (f"{WHOLE}\n\n{tree(node('B'))}\n", ["A", "B"], 3),
        (
            f'<?xml version="1.0"?>\n<!-- a -->{WHOLE}\n<?xml version="1.0"?><!-- b -->\n{tree(node("B"))}',
            ["A", "B"],
            3,
        ),
    ],
)
def test_documents_behind_one_another_or_behind_blanks_are_read_with_a_warning(
    document: str, roots: list[str], line: int
) -> None:
    report = Report()
    found = read_ddf(document.encode(), "a.xml", "a-1.0", report)
    assert found is not None
    assert [root.name for root in found.roots] == roots
    assert [(entry.code, entry.severity.value, entry.span.line) for entry in report] == [("SWM0150", "warning", line)]
    text, _ = written(found)
    assert all(f"<!-- {word} -->" in text for word in ("a", "b") if f"<!-- {word}" in document)


def test_anything_else_behind_a_document_and_faults_in_one_refuse_it() -> None:
    for behind in ("junk", "<Node/>", "</MgmtTree>", "<!-- x -->junk", f"<MgmtTree>{node('B')}"):
        assert refused(f"{WHOLE}\n{behind}")[0] == "SWM0150"
    broken = tree(node("B", before="<Description>a & b</Description>"))
    assert refused(f"{WHOLE}\n{broken}")[:2] == ("SWM0150", 2)
    assert refused(f"\n{broken}")[:2] == ("SWM0150", 2)

"""Trees that stand in base64, as profiles of Hotspot 2.0 do: in MIME, which is base64 itself."""

from __future__ import annotations

import base64
import time

import pytest
from field import node, one, read, refused, tree

from swmgen.diagnostics import Report
from swmgen.read.ddf import read_ddf

DOCUMENT = "\n".join(("<?xml version='1.0'?>", tree(node("A"), node("B\u00e9"), node("C"), "\n", "<Wrong/>")))


def encoded(text: str, width: int = 76) -> str:
    letters = base64.b64encode(text.encode()).decode()
    return "\n".join(letters[at : at + width] for at in range(0, len(letters), width)) + "\n"


def profile(text: str) -> str:
    return (
        "Content-Type: multipart/mixed; boundary={bound}\nContent-Transfer-Encoding: base64\n\n--{bound}\n"
        f"Content-Type: application/x-passpoint-profile\nContent-Transfer-Encoding: base64\n\n{encoded(text)}--{{bound}}--\n"
    )


@pytest.mark.parametrize("width", [64, 76, 75, 10_000])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_tree_in_base64_is_read_in_lines_of_any_length(width: int, end: str) -> None:
    found, codes = read(encoded(DOCUMENT, width).replace("\n", end))
    assert ([root.name for root in found.roots], codes) == (["A", "B\u00e9", "C"], ["SWM0154"])


def test_places_are_those_of_the_lines_in_base64() -> None:
    text = f"first\n\n{encoded(DOCUMENT)}"
    report = Report()
    assert read_ddf(text.encode(), "a", "a-1.0", report) is not None
    [found] = report
    whole = base64.b64decode(text[len("first\n\n") :])
    assert found.span.line == 3 + whole.index(b"<Wrong/>") // 57


def test_a_profile_is_read_once_and_twice_encoded_and_not_deeper() -> None:
    text = profile(tree(node("A")))
    twice = encoded(text)
    assert one(text)[0].name == "A"
    assert one(twice)[0].name == "A"
    assert refused(encoded(encoded(twice)))[0] == "SWM0152"


def test_base64_of_something_else_is_no_description() -> None:
    for text in (
        encoded("hello, world " * 9),
        "A" * 200,
        encoded("\udce9<MgmtTree>".encode("utf-8", "replace").decode()),
    ):
        assert refused(text)[0] == "SWM0152"
    assert refused(encoded("<MgmtTree><Node><NodeName>A & B</NodeName></Node></MgmtTree>"))[0] == "SWM0150"


def test_texts_that_look_like_base64_are_looked_through_in_time() -> None:
    begin = time.perf_counter()
    for text in ("A" * 2_000_000 + "-", ("A" * 70 + "\n") * 30_000 + "-", " " * 500_000, "AAAA\n" * 200_000):
        refused(text)
    assert time.perf_counter() - begin < 20


def test_trees_in_a_message_are_all_found_however_each_is_written() -> None:
    forms = (
        tree(node("A")),
        f"<![CDATA[{tree(node('B'))}]]>",
        tree(node("C")).replace("<", "&lt;"),
        encoded(tree(node("D")), 10_000).strip(),
        f"\n{encoded(tree(node('E')))}",
    )
    items = "".join(
        f"<Add><Item><Target><LocURI>./{number}</LocURI></Target><Data>{form}</Data></Item></Add>\n"
        for number, form in enumerate(forms)
    )
    found, codes = read(f"<SyncML><SyncBody>{items}</SyncBody></SyncML>")
    assert [(root.name, root.root_path) for root in found.roots] == [
        ("A", "./0"), ("B", "./1"), ("C", "./2"), ("D", "./3"), ("E", "./4")
    ]  # fmt: skip
    assert codes == []


def test_a_tree_that_is_a_text_of_another_tree_stays_its_text() -> None:
    inner = f"<![CDATA[{tree(node('B'))}]]>"
    root = tree(node("A", before=f"<DefaultValue>{inner}</DefaultValue>", format="chr"))
    for document in (root, f"<Add>{root}</Add>"):
        assert [node.name for node in read(document)[0].roots] == ["A"]

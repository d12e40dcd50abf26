"""Trees in programs, databases, pages and scripts are found by their content, and faults are told at their place there."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from field import DOCTYPE, bundle, node, one, read, refused, tree

from swmgen.diagnostics import Report
from swmgen.model import Node
from swmgen.read.ddf import read_ddf
from swmgen.read.ddf.bundle import members
from swmgen.read.ddf.embedded import documents

INNER = "<VerDTD>1.2</VerDTD><Node><NodeName>A </NodeName><Value>1</Value></Node>"
TNDS = f"<MgmtTree>{INNER}</MgmtTree>"


def places(text: str) -> list[tuple[str, int, int]]:
    """Code, line and column of all that is found in a text."""
    report = Report()
    assert read_ddf(text.encode(), "a.txt", "a-1.0", report) is not None
    return [(entry.code, entry.span.line, entry.span.column) for entry in report]


JAVA = r"""
/** A sample of a <MgmtTree>, don't use it. */
class Sample {
    static final String TREE
            = "<MgmtTree xmlns=\"syncml:dmddf1.2\">\n"
            + "    <VerDTD>1.2</VerDTD>\n" // the "version"
            + "    <Node>\n" + "<NodeName>A</No" /* cut */ + "deName>\n"
            + "<Node><NodeName>B </NodeName><Value>\"\u00e9\\t\101\"</Value></Node>"
            + "</Node></MgmtTree>";
    boolean isOne(String text) { return text.contains("<MgmtTree>"); }
}
"""


def test_literals_that_java_puts_together_are_one_tree() -> None:
    root, codes = one(JAVA)
    assert [(found.name, found.value) for found in root.walk()] == [("A", None), ("B", '"\u00e9\\tA"')]
    assert codes == ["SWM0157"]
    assert places(JAVA) == [("SWM0157", 8, 22)]
    assert (root.span.line, root.span.column) == (7, 33)


@pytest.mark.parametrize(
    "text",
    [
        'sb.append("<MgmtTree>");\n  sb.append("<VerDTD>1.2</VerDTD><Node><NodeName>A</NodeName><Value>1</Value>");\n'
        '  sb.append("</Node></MgmtTree>");',
        'static const char *tree =\n  "<MgmtTree><VerDTD>1.2</VerDTD>"\n#ifdef DEBUG\n  "<Node>""<NodeName>A</NodeName>"\n'
        '#endif\n  "<Value>1</Value></Node></MgmtTree>\\n";',
        'Dim s = "<MgmtTree xmlns=""syncml:dmddf1.2""><VerDTD>1.2</VerDTD>" & _\n'
        '  "<Node><NodeName>A</NodeName><Value>1</Value></Node></MgmtTree>"',
        "// var tree = '<MgmtTree>' +\n//   '<VerDTD>1.2</VerDTD><Node><NodeName>A</NodeName>' +\n"
        "//   '<Value>1</Value></Node></MgmtTree>';",
        '{"tree": "\\u003cMgmtTree xmlns=\\"syncml:dmddf1.2\\"\\u003e\\n<VerDTD>1.2</VerDTD><Node><NodeName>A</NodeName>'
        '<Value>1<\\/Value></Node></MgmtTree>"}',
        "x = fmt.Sprintf(`<MgmtTree><VerDTD>1.2</VerDTD>\n<Node><NodeName>A</NodeName><Value>1</Value></Node></MgmtTree>`)",
        'let x = br#"<MgmtTree a="b"><VerDTD>1.2</VerDTD><Node><NodeName>A</NodeName><Value>1</Value></Node></MgmtTree>"#;',
        'x = """\n<MgmtTree>\n<VerDTD>1.2</VerDTD><Node><NodeName>A</NodeName><Value>1</Value></Node></MgmtTree>"""',
        "/**\n * A tree:\n *\n * <MgmtTree>\n *   <VerDTD>1.2</VerDTD>\n *   <Node><NodeName>A</NodeName>\n"
        " *   <Value>1</Value></Node>\n * </MgmtTree>\n */\nclass A {}",
        "/// The tree:\n/// <MgmtTree><VerDTD>1.2</VerDTD>\n///   <Node><NodeName>A</NodeName>\n///   <Value>1</Value></Node>\n"
        "/// </MgmtTree>\nstruct A;",
        'const-string v0, "<?xml version=\\"1.0\\"?><MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>A</NodeName>'
        '<Value>1</Value></Node></MgmtTree>"',
    ],
    ids=[
        "calls", "C", "doubled quotes", "commented JavaScript", "JSON", "back quotes", "Rust", "Python", "Javadoc", "comments",
        "assembler",
    ],
)  # fmt: skip
def test_literals_of_every_language_are_read(text: str) -> None:
    root, _ = one(text)
    assert (root.name, root.value) == ("A", "1")


SQL = """INSERT INTO ddf (title, doc) VALUES ('it''s', '<?xml version="1.0" encoding="UTF-16"?>
<MgmtTree><VerDTD>1.2</VerDTD>
<Node><NodeName>A </NodeName><Value>Don''t use C:\\temp.</Value></Node></MgmtTree>');
INSERT INTO ddf (title, doc) VALUES ('b', '<MgmtTree xmlns=\\"syncml:dmddf1.2\\">\\n<VerDTD>1.2</VerDTD>
<Node><NodeName>B</NodeName><Value>\\'b\\'</Value></Node></MgmtTree>');
"""


def test_sql_doubles_quotes_or_escapes_them() -> None:
    found, _ = read(SQL)
    assert [(root.name, root.value) for root in found.roots] == [("A", "Don't use C:\\temp."), ("B", "'b'")]
    assert places(SQL) == [("SWM0157", 3, 7)]


def test_every_fence_of_a_page_is_a_document() -> None:
    page = (
        "---\ntitle: DDF\n---\n# The `<MgmtTree>` element\n\nDon't panic.\n\n``` syntax\n<!-- head -->\n"
        f"{DOCTYPE}{tree(node('A '))}\n```\n\n> ```xml\n> <MgmtTree>\n> <VerDTD>1.2</VerDTD>\n"
        "> <Node><NodeName>B </NodeName><Value>1</Value></Node></MgmtTree>\n> ```\n"
    )
    found, codes = read(page)
    assert [root.path for root in found.roots] == ["A", "B"]
    assert [entry.text for entry in found.extensions] == ["head"]
    assert codes == ["SWM0157", "SWM0157"]
    assert [place[1] for place in places(page)] == [13, 19]


def test_a_tree_in_a_message_in_a_text_is_mounted_where_it_is_sent() -> None:
    command = "<Add><Item><Target><LocURI>./Inbox</LocURI></Target><Data>{}</Data></Item></Add>"
    page = f"```xml\n{command.format(TNDS)}\n```\n```xml\n{TNDS.replace('>A <', '>B<')}\n```\n"
    assert [root.root_path for root in read(page)[0].roots] == ["./Inbox", None]
    assert one(f'x = "{command.format(TNDS)}";')[0].root_path == "./Inbox"
    halves = command.format('" +\n "' + TNDS)
    assert one(f'x = "{halves}";')[0].root_path == "./Inbox"
    ended = command.format("") + TNDS
    assert one(f"```xml\n{ended}\n```")[0].root_path is None


def test_a_here_document_is_read_as_it_stands() -> None:
    script = f"cat > tree.xml <<'END'\n{TNDS}\nEND\necho \"it's done\"\n"
    assert places(script) == [("SWM0157", 2, 37)]


def test_escaped_markup_of_a_page_is_read_without_what_colours_it() -> None:
    page = (
        "<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>The &lt;MgmtTree&gt; element.<br><pre>\n"
        "&lt;<span class='tag'>MgmtTree</span>&gt;&lt;VerDTD&gt;1.2&lt;/VerDTD&gt;\n&lt;Node&gt;&lt;NodeName&gt;A "
        "&lt;/NodeName&gt;&lt;Value&gt;a &amp;amp; b&lt;/Value&gt;&lt;/Node&gt;&lt;/<span>MgmtTree</span>&gt;</pre>"
    )
    root, codes = one(page)
    assert (root.name, root.value, root.span.line, codes) == ("A", "a & b", 3, ["SWM0157"])


def test_what_a_program_computes_is_told_where_it_is_put_in() -> None:
    text = (
        '"<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>A</NodeName>\\n"\n + "<Value>" + of(map["x"])'
        ' + "</Value></Node></MgmtTree>"'
    )
    root, codes = one(text)
    assert (root.value, codes) == ("", ["SWM0166"])
    assert places(text) == [("SWM0166", 2, 11)]


def test_statements_between_literals_are_told_whole() -> None:
    text = (
        "<?php\n$x = '<MgmtTree xmlns=\"syncml:dmddf1.2\"><VerDTD>1.2</VerDTD>\n<Node><NodeName>A</NodeName>';\n"
        "/* $x .= $this->none(); */\n$x .= $this->homeSP();\n$x .= '</Node></MgmtTree>';"
    )
    report = Report()
    assert read_ddf(text.encode(), "a.php", "a-1.0", report) is not None
    assert [(entry.code, entry.span.line) for entry in report] == [("SWM0166", 3)]
    assert "$this->homeSP()" in next(iter(report)).message
    assert "none" not in next(iter(report)).message


def test_a_fault_in_a_literal_is_told_at_its_place() -> None:
    text = 'a = 1;\nx = "<MgmtTree>\\n<VerDTD>1.2</VerDTD>"\n  + "<Node></Nod></MgmtTree>";'
    code, line, message = refused(text)
    assert (code, line) == ("SWM0150", 3)
    assert "mismatch" in message


def test_a_tree_that_is_cut_off_is_refused_even_beside_a_whole_one() -> None:
    script = f"cat <<A\n<MgmtTree><VerDTD>1.2</VerDTD><Node>\nA\ncat <<B\n{TNDS}\nB\n"
    assert refused(script)[:2] == ("SWM0150", 2)
    assert refused("x = '<MgmtTree><VerDTD>1.2</VerDTD><Node>'")[:2] == ("SWM0150", 1)


@pytest.mark.parametrize(
    ("text", "line"),
    [("", 1), ("hello", 1), ("\n\nif text.contains('<MgmtTree>'):", 3), ("{'<MgmtTree>', '</MgmtTree>'}", 1)],
    ids=["nothing", "words", "a root spoken of", "a table of tags"],
)
def test_a_text_without_a_tree_is_refused_with_a_reason(text: str, line: int) -> None:
    code, found, message = refused(text)
    assert (code, found) == ("SWM0152", line)
    assert "no XML document" in message


def test_xml_that_is_meant_as_a_tree_is_never_searched_for_one() -> None:
    assert refused(f"<MgmtTree>\n<Node x=1>\n{TNDS}</MgmtTree>")[:2] == ("SWM0150", 2)


def test_entities_and_giants_are_refused_in_any_text() -> None:
    assert refused(f"x = `<!DOCTYPE MgmtTree [<!ENTITY a 'b'>]>\n{TNDS}`")[0] == "SWM0151"
    assert refused(f"x = `{TNDS.replace('1</Value', '&a;</Value')}`")[0] == "SWM0150"
    assert refused(b"x" * (16 * 1024 * 1024 + 1))[0] == "SWM0102"


def test_texts_that_only_speak_of_trees_are_read_quickly() -> None:
    assert refused('"<MgmtTree>" +\n' * 100_000)[0] == "SWM0152"
    assert refused("'<MgmtTree> \n" * 100_000)[0] == "SWM0152"
    assert refused("&lt;MgmtTree&gt;\n" * 100_000)[0] == "SWM0152"


def test_a_folder_of_sources_gives_the_trees_in_them(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "Sample.java").write_text(JAVA, encoding="utf-8")
    (tmp_path / "b" / "page.md").write_text("# Nothing here\n", encoding="utf-8")
    found, report = bundle(tmp_path / "b", c=tree(node("C")))
    assert found is not None
    assert [root.path for root in found.roots] == ["A", "C"]
    assert {entry.span.file for entry in report} == {"Sample.java"}
    read_in = members(tmp_path / "b", Report())
    assert read_in is not None
    assert [member.name for member in read_in] == ["Sample.java", "c.xml"]


def test_a_literal_in_an_xml_document_is_found_too() -> None:
    resource = f'<resources>\n<string name="a">x = "{TNDS.replace("<", "&lt;")}";</string></resources>'
    root: Node = one(resource)[0]
    assert (root.name, root.span.line) == ("A", 2)


@pytest.mark.parametrize(
    "text",
    [
        "<html><body>\n<pre>&lt;MgmtTree&gt;<b>&lt;Node&gt;</b>&lt;NodeName&gt;A&lt;/NodeName&gt;"
        "&lt;/Node&gt;&lt;/MgmtTree&gt;</pre></body></html>",
        "<x>\n<y doc='&lt;MgmtTree&gt;&lt;Node&gt;&lt;NodeName&gt;A&lt;/NodeName&gt;&lt;/Node&gt;&lt;/MgmtTree&gt;'/></x>",
        "<x>\n<!-- <MgmtTree><Node><NodeName>A</NodeName></Node></MgmtTree> --></x>",
    ],
    ids=["coloured", "in an attribute", "in a comment"],
)
def test_xml_of_another_kind_is_searched_as_a_text(text: str) -> None:
    root, codes = one(text)
    assert (root.name, root.span.line, codes) == ("A", 2, ["SWM0153"])


@pytest.mark.parametrize(
    "piece",
    [
        "<!-- MgmtTree <MgmtTree /MgmtTree",
        "<?x ?><MgmtTree /MgmtTree",
        '"<MgmtTree /MgmtTree" + ',
        "\\u003cMgmtTree /MgmtTree ",
        "<LWM2M /LWM2M ",
        "&lt;MgmtTree &lt;Node /MgmtTree ",
    ],
)
def test_a_text_that_only_seems_to_hold_trees_costs_time_in_proportion(piece: str) -> None:
    def seconds(size: int) -> float:
        text = f'x "<MgmtTree {piece * (size // len(piece))}'
        begin = time.process_time()
        assert not documents(text).documents
        return time.process_time() - begin

    assert seconds(400_000) < 20 * max(seconds(40_000), 0.3)


def test_the_state_of_a_line_is_known_behind_what_is_no_document() -> None:
    text = f"x = '<MgmtTree /MgmtTree, it\\'s; ' + \"<MgmtTree /MgmtTree\" + '{TNDS}' + \"{TNDS.replace(' ', '')}\""
    assert [found.text for found in documents(text).documents][-1] == TNDS.replace(" ", "")

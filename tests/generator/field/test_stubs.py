"""Stubs of any management object: typed, importable, with names that are legal, readable and each given once."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from field import microsoft, node, survives, tree

from swm.tree.codec import DATE, TIME
from swmgen.check.tree import misfit
from swmgen.cli import main
from swmgen.cli.importing import imported
from swmgen.emit.python.limits import default_of, pattern_of
from swmgen.model import Node

ROOT = Path(__file__).resolve().parents[3]


def build(folder: Path, **documents: str) -> Path:
    """The package made from each document, under its name."""
    for name, text in documents.items():
        path = folder / f"{name}.xml"
        path.write_text(text, encoding="utf-8")
        assert main(["import", str(path), "-o", str(folder / "spec"), "--name", name]) == 0
    assert main(["build", "--spec", str(folder / "spec"), "-o", str(folder / "out")]) == 0
    return folder / "out" / "python"


def typed(package: Path) -> None:
    """mypy --strict finds nothing."""
    environment = {**os.environ, "MYPYPATH": f"{ROOT / 'runtime'}:{package}"}
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(package / ".cache"), "-p", "swm_enablers"]
    done = subprocess.run(command, cwd=package, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


def runs(package: Path, code: str) -> str:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'runtime'}:{package}"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def leaf(name: str, format: str = "int", **inside: str) -> str:
    return node(name, format=format, access="<Get/><Replace/>", kind="<MIME>text/plain</MIME>", **inside)


LONG = "MSS_" + "IPSourceRoutingProtectionLevelAndMore" * 2 + "Abcde"
NAMES = (
    "class", "Global", "None", "Type", "Id", "Filter", "access", "frozenset", "enumerated", "listed", "uri", "connection",
    "describe", "1xA", "3GPD", "0", "6to4_State", "E-Mail", "E_Mail", "EMail", "AllowX-ForestPolicy-and-RUP", LONG,
    "\u4e2d\u6587", "\u540d\u524d", "caf\u00e9", "cafe\u0301", "\ufb01le", "file", "\u0627\u0633\u0645", "\u0915\u093f",
    "-", "__x", "_x", "x_", "a.b", "TIME", "TEXT", "XML", "ONE", "Leaf", "IntEnum", "mro", "names", "import", "match",
    "\u00aa", "\u00b2",
)  # fmt: skip
TEXTS = (
    'ends in a quote"',
    "ends in a backslash\\",
    '"""three"""',
    "\\N{DASH} \\u12 \\x",
    "{{ 1 + 1 }} {% if %}",
    "a\n\n  b\n",
    "\u2028line",
)


def enum(*members: tuple[str, str]) -> str:
    inside = "".join(
        f"<MSFT:Enum><MSFT:Value>{value}</MSFT:Value><MSFT:ValueDescription>{doc}</MSFT:ValueDescription></MSFT:Enum>"
        for value, doc in members
    )
    return f'<MSFT:AllowedValues ValueType="ENUM">{inside}</MSFT:AllowedValues>'


HAZARDS = microsoft(
    node(
        "Root",
        node("Names", *(leaf(name) for name in NAMES)),
        node("Groups", *(node(name, leaf("N")) for name in NAMES)),
        node("Many", *(leaf(f"Setting{number}") for number in range(261))),
        node("Enums", *(leaf(name, more=enum(("0", "Off."), ("1", "On."))) for name in NAMES)),
        node(
            "Texts",
            *(
                leaf(f"T{number}", before=f"<Description><![CDATA[{text}]]></Description>")
                for number, text in enumerate(TEXTS)
            ),
        ),
        node(
            "Words",
            leaf(
                "W", "chr", more=enum(("a", "None"), ("b", "name"), ("c", "value"), ("", "mro"), ("\u4e2d", "\u4e2d"))
            ),
        ),
        node("Unnamed", node("", leaf("N")), node("", leaf("", "chr")), node("*")),
        node("LeafWithNodes", leaf("N"), format="chr"),
        node("Nothing"),
        leaf("Run", "null"),
        kind='<DDFName>urn:x:"quoted\\</DDFName>',
    ),
    node("Root", leaf("N"), path="./User"),
)


@pytest.fixture(scope="module")
def hazards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("hazards"), hazards=HAZARDS)


def test_every_hazard_gives_code_that_imports_and_types(hazards: Path) -> None:
    typed(hazards)
    shown = runs(
        hazards,
        "from swm_enablers.hazards_1_0 import nodes, server\n"
        "import swm.tree\n"
        "for name, value in vars(nodes).items():\n"
        "    if isinstance(value, swm.tree.NodeSpec): print(name, sum(1 for _ in value.walk()))\n",
    )
    counts = sorted(int(line.split()[1]) for line in shown.splitlines())
    assert counts[0] == 1
    assert counts[1] == 3 * len(NAMES) + len(NAMES) + 261 + len(TEXTS) + 1 + 5 + 1 + 10


def test_no_name_is_given_twice_in_one_place(hazards: Path) -> None:
    module = ast.parse((hazards / "swm_enablers" / "hazards_1_0" / "nodes.py").read_text(encoding="utf-8"))
    classes = [item for item in module.body if isinstance(item, ast.ClassDef)]
    assert len({item.name for item in classes}) == len(classes)
    for item in classes:
        members = [
            target.id
            for row in item.body
            if isinstance(row, ast.Assign)
            for target in row.targets
            if isinstance(target, ast.Name)
        ]
        assert len(set(members)) == len(members), item.name


def test_the_name_on_the_wire_stands_in_the_docstring_and_in_the_description(hazards: Path) -> None:
    lines = (hazards / "swm_enablers" / "hazards_1_0" / "nodes.py").read_text(encoding="utf-8")
    text = " ".join(lines.split())
    for name in NAMES:
        assert f"Root/Names/{name}: int" in text
        assert f'Leaf("{name}"' in text or f'Leaf( "{name}"' in text


def test_names_can_be_read(hazards: Path) -> None:
    shown = runs(
        hazards,
        "from swm_enablers.hazards_1_0.nodes import HazardsRootNames as found\n"
        "print(*[name for name in vars(found) if not name.startswith('_')], sep='\\n')\n",
    )
    names = shown.splitlines()
    for wanted in (
        "class_",
        "global_",
        "type",
        "n_1x_a",
        "n_3_gpd",
        "n_6to4_state",
        "e_mail",
        "e_mail_2",
        "access_",
        "\u4e2d\u6587",
        "file",
        "file_2",
    ):
        assert wanted in names, wanted


def test_descriptions_come_through_whole(hazards: Path) -> None:
    module = ast.parse((hazards / "swm_enablers" / "hazards_1_0" / "nodes.py").read_text(encoding="utf-8"))
    words = {
        item.value.value
        for item in ast.walk(module)
        if isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant)
    }
    said = "\n".join(str(word) for word in words)
    for text in TEXTS[:5]:
        assert text in said


def test_the_same_description_gives_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    made = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        (folder / "h.xml").write_text(HAZARDS, encoding="utf-8")
        environment = {
            **os.environ,
            "PYTHONPATH": f"{ROOT / 'generator'}{os.pathsep}{ROOT / 'runtime'}",
            "PYTHONHASHSEED": seed,
        }
        for words in (("import", "h.xml"), ("build", "--spec", "imported", "-o", "out")):
            subprocess.run(
                [sys.executable, "-m", "swmgen", *words], cwd=folder, env=environment, check=True, capture_output=True
            )
        made.append(
            {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
        )
    assert made[0] == made[1]


def one_leaf(document: str, tmp_path: Path) -> Node:
    path = tmp_path / "a.xml"
    path.write_text(document, encoding="utf-8")
    enabler, _, _ = imported(path, "a", "1.0")
    assert enabler is not None
    return enabler.tree.roots[0].nodes[0]


@pytest.mark.parametrize(
    ("format", "stated", "default"),
    [
        ("int", "Not available", None), ("int", "0x0", "0"), ("int", "4294967295", "4294967295"), ("bool", "True", "true"),
        ("bool", "1", "true"), ("bool", "FALSE", "false"), ("bool", "8", None), ("chr", "", ""), ("float", "x", None),
    ],
)  # fmt: skip
def test_a_default_is_set_where_it_is_a_value(format: str, stated: str, default: str | None, tmp_path: Path) -> None:
    document = tree(node("A", leaf("N", format, before=f"<DefaultValue>{stated}</DefaultValue>")))
    assert default_of(one_leaf(document, tmp_path)) == default


def test_a_default_that_differs_from_a_value_in_case_is_that_value(tmp_path: Path) -> None:
    more = enum(("Email", "Mail."), ("VVM", "Voice."))
    document = microsoft(node("A", leaf("N", "chr", before="<DefaultValue>email</DefaultValue>", more=more)))
    assert default_of(one_leaf(document, tmp_path)) == "Email"


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("^a$", "^a$"),
        (r"/^\d+\/$/", r"^\d+/$"),
        ("a(?i)b", None),
        ("(", None),
        ("/^[a-z]+$/i", "(?i)^[a-z]+$"),
        (r"/a\/b/g", "a/b"),
        ("/dev/sda", "/dev/sda"),
        ("/my/i/", "my/i"),
    ],
)
def test_expressions_that_python_knows_are_checked(text: str, pattern: str | None, tmp_path: Path) -> None:
    more = f'<MSFT:AllowedValues ValueType="RegEx"><MSFT:Value>{text}</MSFT:Value></MSFT:AllowedValues>'
    assert pattern_of(one_leaf(microsoft(node("A", leaf("N", "chr", more=more))), tmp_path)) == pattern


def test_limits_are_in_the_stub(tmp_path: Path) -> None:
    def said(kind: str, text: str) -> str:
        return f'<MSFT:AllowedValues ValueType="{kind}"><MSFT:Value>{text}</MSFT:Value></MSFT:AllowedValues>'

    package = build(
        tmp_path,
        limits=microsoft(
            node(
                "A",
                leaf("Wide", more=said("Range", "[0-4294967295]")),
                leaf("Several", more=said("Range", "[1-5],[9-9]")),
                leaf("Word", "chr", more=said("RegEx", "^[a-z]+$")),
            )
        ),
    )
    code = (
        "from swm_enablers.limits_1_0.nodes import LimitsObject as A\n"
        "for leaf, good, bad in ((A.wide, '4294967295', '-1'), (A.several, '9', '7'), (A.word, 'abc', 'a b')):\n"
        "    assert leaf.spec.refuse(good) is None and leaf.spec.refuse(bad), leaf.spec\n"
        "print('checked')\n"
    )
    assert runs(package, code) == "checked\n"


def test_flags_in_a_text_and_lists_of_values_combine(tmp_path: Path) -> None:
    bits = (("0x0", "None"), ("0x1", "Contacts"), ("0x2", "Mail"))
    words = enum(("a", "A"), ("b", "B")).replace("</MSFT:All", '<MSFT:List Delimiter=";"/></MSFT:All')
    flags = enum(*bits).replace('"ENUM"', '"Flag"')

    def document(text: str, number: str, listed: str) -> str:
        return microsoft(
            node(
                "A",
                leaf("Text", "chr", before=f"<DefaultValue>{text}</DefaultValue>", more=flags),
                leaf("Number", "int", before=f"<DefaultValue>{number}</DefaultValue>", more=flags),
                leaf("Words", "chr", before=f"<DefaultValue>{listed}</DefaultValue>", more=words),
            )
        )

    def told(*defaults: str) -> list[str]:
        path = tmp_path / "told.xml"
        path.write_text(document(*defaults), encoding="utf-8")
        return [entry.code for entry in imported(path, "a", "1.0")[1] if entry.code == "SWM0306"]

    assert told("0x3", "3", "a;b") == []
    assert told("4", "4", "a;c") == ["SWM0306"] * 3
    package = build(tmp_path, flags=document("0x3", "3", "a;b"))
    typed(package)
    code = (
        "from swm_enablers.flags_1_0.nodes import FlagsObject as A, Text\n"
        "assert all(A.text.spec.refuse(text) is None for text in ('0x3', '3', Text.MAIL))\n"
        "assert (A.text.spec.default, A.number.spec.default, A.words.spec.default) == ('0x3', '3', 'a;b')\n"
        "assert A.number.spec.refuse('4') and A.words.spec.refuse('a;c')\n"
        "print('checked')\n"
    )
    assert runs(package, code) == "checked\n"


def test_ranges_of_every_spelling_and_width_are_checked(tmp_path: Path) -> None:
    def within(name: str, text: str, format: str = "int") -> str:
        more = f'<MSFT:AllowedValues ValueType="Range"><MSFT:Value>{text}</MSFT:Value></MSFT:AllowedValues>'
        return leaf(name, format, more=more)

    ranges = microsoft(
        node(
            "A",
            within("Bare", "[-10-10]"),
            within("Below", "[(-10)-(-5)]"),
            within("Unsigned", "[0-18446744073709551615]"),
            within("Signed", "[-9223372036854775808-9223372036854775807]"),
            within("Text", "[(-1)-2147483647]", "chr"),
            within("Texts", "[0-5],[9]", "chr"),
            within("Part", "[0-1]", "float"),
            within("Backwards", "[-5]"),
            within("Empty", "[10-0]"),
            within("Giant", "[0-99999999999999999999]"),
        )
    )
    path = tmp_path / "told.xml"
    path.write_text(ranges, encoding="utf-8")
    enabler, report, _ = imported(path, "a", "1.0")
    assert enabler is not None
    assert [entry.message[:14] for entry in report if entry.code == "SWM0162"] == [
        "`[-5]` is no r",
        "`[10-0]` is no",
        "`[0-9999999999",
    ]
    assert survives(ranges).count("Range") == 10
    package = build(tmp_path, ranges=ranges)
    typed(package)
    code = (
        "from swm_enablers.ranges_1_0.nodes import RangesObject as A\n"
        "for leaf, good, bad in (\n"
        "    (A.bare, ('-10', '10'), ('-11', '11')),\n"
        "    (A.below, ('-10', '-5'), ('-11', '-4')),\n"
        "    (A.unsigned, ('0', str(2**64 - 1)), ('-1', str(2**64))),\n"
        "    (A.signed, (str(-(2**63)), str(2**63 - 1)), (str(-(2**63) - 1), str(2**63))),\n"
        "    (A.text, ('-1', '2147483647'), ('-2', '2147483648', 'many', '')),\n"
        "    (A.texts, ('5', '9'), ('6', '10', 'x')),\n"
        "    (A.part, ('0', '0.5', '1e0'), ('-0.1', '1.01')),\n"
        "    (A.backwards, ('7',), ()),\n"
        "    (A.empty, ('7',), ()),\n"
        "):\n"
        "    for value in good: assert leaf.spec.refuse(value) is None, (value, leaf.spec.refuse(value))\n"
        "    for value in bad: assert leaf.spec.refuse(value), (leaf.spec, value)\n"
        "print('checked')\n"
    )
    assert runs(package, code) == "checked\n"


def test_flags_up_to_the_32nd_bit_can_be_written(tmp_path: Path) -> None:
    bits = enum(("0x1", "Low"), ("0x80000000", "High")).replace('"ENUM"', '"Flag"')
    package = build(tmp_path, bits=microsoft(node("A", leaf("N", more=bits))))
    typed(package)
    code = (
        "from swm_enablers.bits_1_0.nodes import BitsObject as A, N\n"
        "spec = A.n.spec\n"
        "assert spec.codec.encode(N.LOW | N.HIGH) == '2147483649' and spec.refuse('2147483649') is None\n"
        "assert spec.codec.decode('2147483648') is N.HIGH and spec.refuse('2') and spec.refuse('4294967296')\n"
        "print('checked')\n"
    )
    assert runs(package, code) == "checked\n"


@pytest.mark.parametrize(
    ("format", "good", "bad"),
    [
        ("date", ("2024-02-29", "20240229"), ("2024-13-01", "2024-00-10", "20240132", "2024-2-9")),
        (
            "time",
            ("12:00:00", "120000Z", "23:59:60.5+01:00", "2024-02-29T12:00:00Z", "20240229T120000"),
            ("25:00:00", "12:60", "2024-02-29", "2024-13-01T12:00:00Z", "2024-02-29 12:00:00", "noon"),
        ),
    ],
)
def test_dates_and_times_of_the_calendar_fit(
    format: str, good: tuple[str, ...], bad: tuple[str, ...], tmp_path: Path
) -> None:
    codec = {"date": DATE, "time": TIME}[format]
    for value, fits in [*((value, True) for value in good), *((value, False) for value in bad)]:
        text = tree(node("A", leaf("N", format, before=f"<DefaultValue>{value}</DefaultValue>")))
        assert (misfit(one_leaf(text, tmp_path), value) is None) is fits, value
        if fits:
            assert codec.decode(value) == value
        else:
            with pytest.raises(ValueError, match="ISO 8601"):
                codec.decode(value)


SCHEMA = (
    '<![CDATA[<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:{} name="a" type="xs:string"/></xs:schema>]]>'
)


def test_texts_of_other_languages_are_checked_to_be_such(tmp_path: Path) -> None:
    def said(kind: str, text: str = "x") -> str:
        return f'<MSFT:AllowedValues ValueType="{kind}"><MSFT:Value>{text}</MSFT:Value></MSFT:AllowedValues>'

    package = build(
        tmp_path,
        texts=microsoft(
            node(
                "A",
                leaf("Json", "chr", more=said("JSON", "{}")),
                leaf("Xml", "chr", more=said("XSD", SCHEMA.format("element"))),
                leaf("Part", "chr", more=said("XSD", SCHEMA.format("attribute"))),
                leaf("Rights", "chr", more=said("SDDL")),
                leaf("Single", more=said("Range", "[1-5],[9]")),
            )
        ),
    )
    typed(package)
    code = (
        "from swm_enablers.texts_1_0.nodes import TextsObject as A\n"
        "for leaf, good, bad in (\n"
        "    (A.json, ('{}', '[1, \"a\"]', 'null'), ('', '{', '{a: 1}', 'NaN', '[' * 100000)),\n"
        "    (A.xml, ('<a/>', '<?xml version=\"1.0\"?><a>b</a>'),"
        " ('', 'a', '<a>', '<a/><b/>', '<!DOCTYPE a [<!ENTITY b \"c\">]><a/>')),\n"
        "    (A.part, ('anything', '<a>'), ()),\n"
        "    (A.rights, ('O:BAG:SYD:P(A;;GA;;;SY)(XA;;FX;;;S-1-1-0;(@User.a==(1)))S:AI', ''), ('D:(', 'hello', 'X:BA')),\n"
        "    (A.single, ('1', '9'), ('6', '10')),\n"
        "):\n"
        "    for value in good: assert leaf.spec.refuse(value) is None, (value, leaf.spec.refuse(value))\n"
        "    for value in bad: assert leaf.spec.refuse(value), value\n"
        "print('checked')\n"
    )
    assert runs(package, code) == "checked\n"
    text = (package / "swm_enablers" / "texts_1_0" / "nodes.py").read_text(encoding="utf-8")
    assert "XML with a schema (not checked)" in " ".join(text.split())


@pytest.mark.long
def test_stubs_of_every_real_file_are_typed_and_import(shared: Path, tmp_path: Path) -> None:
    for number, path in enumerate(sorted(path for path in (shared / "ddf").rglob("*") if path.is_file())):
        assert main(["import", str(path), "-o", str(tmp_path / "spec"), "--name", f"c{number}"]) == 0
    folder = shared / "ddf" / "msft" / "v2-2024-05"
    assert main(["import", str(folder), "-o", str(tmp_path / "spec"), "--name", "windows", "--as", "ddf"]) == 0
    assert main(["build", "--spec", str(tmp_path / "spec"), "-o", str(tmp_path / "out")]) == 0
    package = tmp_path / "out" / "python"
    typed(package)
    names = sorted(path.name for path in (package / "swm_enablers").iterdir() if (path / "server.py").exists())
    assert len(names) == 43
    runs(package, "\n".join(f"import swm_enablers.{name}.server" for name in names))


def test_roots_that_are_leaves_give_stubs_that_import(tmp_path: Path) -> None:
    package = build(tmp_path, alone=tree(leaf("A")), beside=tree(leaf("A"), node("B")))
    runs(package, "import swm_enablers.alone_1_0.nodes, swm_enablers.beside_1_0.server")


def test_a_name_over_two_lines_gives_stubs_that_import(tmp_path: Path) -> None:
    package = build(tmp_path, broken=tree(node("A", leaf("B\n C"), node("D\r\n E"))))
    runs(package, "from swm_enablers.broken_1_0.nodes import BrokenObject; BrokenObject.b_c, BrokenObject.d_e")

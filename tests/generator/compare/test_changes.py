"""What differs between two versions: in meaning, with both places, never in text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from field import microsoft, node, read, tree
from lxml import etree
from msgspec.structs import replace
from specs import write

from swmgen.compare import Aspect, Change, Kind, compare, compare_sets
from swmgen.compare.changelog import RENDERERS
from swmgen.load import load
from swmgen.model import Enabler, Span, Suppression

ROOT = Path(__file__).resolve().parents[3]
OLD_KEY = "a-1.0"


def enabler(document: str) -> Enabler:
    return Enabler(
        name="a", version="1.0", title="A", tree=read(document)[0], id="a-1.0:enabler", span=Span("a.xml", 1, 1, 1, 2)
    )


def changes(old: str, new: str) -> list[Change]:
    return compare(enabler(old), enabler(new))


def told(old: str, new: str) -> list[tuple[Kind, str, Aspect]]:
    return [(change.kind, change.name, change.aspect) for change in changes(old, new)]


def leaf(format: str = "int", **inside: str) -> str:
    return microsoft(node("A", node("N", format=format, **inside)))


def values(kind: str, *inside: str) -> str:
    return f'<MSFT:AllowedValues ValueType="{kind}">{"".join(inside)}</MSFT:AllowedValues>'


def enum(*members: str) -> str:
    return values("ENUM", *(f"<MSFT:Enum><MSFT:Value>{text}</MSFT:Value></MSFT:Enum>" for text in members))


def bounds(text: str) -> str:
    return values("Range", f"<MSFT:Value>{text}</MSFT:Value>")


N = node("N", format="int")
M = node("M", format="int", before="<Description>Something to know it by.</Description>")


def test_the_same_is_the_same_however_it_is_written() -> None:
    spread = leaf(more="<!-- a comment -->").replace("><", ">\r\n  <")
    assert told(leaf(), spread) == []
    late = (
        leaf()
        .replace("<Occurrence><One/></Occurrence>", "")
        .replace("</DFProperties>", "<Occurrence><One/></Occurrence></DFProperties>")
    )
    assert told(leaf(), late) == []


def test_nodes_come_and_go() -> None:
    assert told(tree(node("A", N)), tree(node("A"))) == [(Kind.REMOVED, "A/N", Aspect.WHOLE)]
    assert told(tree(node("A")), tree(node("A", N))) == [(Kind.ADDED, "A/N", Aspect.WHOLE)]
    [change] = changes(tree(node("A")), tree(node("A", node("B", N, M))))
    assert (change.name, change.below) == ("A/B", 2)


def test_a_subtree_that_is_elsewhere_was_moved_and_one_under_another_name_renamed() -> None:
    apart = tree(node("A", node("B"), node("C", M)))
    [change] = changes(apart, tree(node("A", node("B", M), node("C"))))
    assert (change.kind, change.name, change.before) == (Kind.MOVED, "A/B/M", "A/C/M")
    [change] = changes(apart, apart.replace(">M<", ">Q<"))
    assert (change.kind, change.aspect, change.before, change.after) == (Kind.RENAMED, Aspect.NAME, "M", "Q")


def test_what_says_too_little_to_be_known_again_is_removed_and_added() -> None:
    assert told(tree(node("A", N)), tree(node("A", N.replace(">N<", ">Q<")))) == [
        (Kind.REMOVED, "A/N", Aspect.WHOLE),
        (Kind.ADDED, "A/Q", Aspect.WHOLE),
    ]


def test_a_root_that_is_mounted_elsewhere_was_moved_with_all_in_it() -> None:
    old, new = tree(node("A", N, path="./Vendor")), tree(node("A", N, path="./Device/Vendor"))
    [change] = changes(old, new)
    assert (change.kind, change.before, change.name) == (Kind.MOVED, "./Vendor/A", "./Device/Vendor/A")


def test_how_files_are_cut_makes_no_difference(tmp_path: Path) -> None:
    whole = microsoft(node("P", node("Config", node("Area", N)), path="./V"))
    parts = {
        "a": microsoft(node("P", node("Config"), path="./V")),
        "b": microsoft(node("Area", N, path="./V/P/Config")),
    }
    (tmp_path / "whole.xml").write_text(whole, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "parts.zip", "w") as archive:
        for name, text in parts.items():
            archive.writestr(f"{name}.xml", text)
    done = swmgen("diff", tmp_path / "whole.xml", tmp_path / "parts.zip", "--format", "json")
    assert [change["field"] for change in json.loads(done.stdout)["enablers"][0]["changes"]] == ["title"]


WIDER = [
    ("access", leaf(), leaf(access="<Get/><Replace/>"), Aspect.ACCESS),
    ("occurrence", leaf(), leaf().replace("<One/>", "<ZeroOrMore/>"), Aspect.OCCURS),
    (
        "a larger N",
        leaf().replace("<One/>", "<OneOrN>3</OneOrN>"),
        leaf().replace("<One/>", "<OneOrN>4</OneOrN>"),
        Aspect.OCCURS,
    ),
    ("values", leaf(more=enum("1", "2")), leaf(more=enum("1", "2", "3")), Aspect.VALUES),
    ("range", leaf(more=bounds("[1-5]")), leaf(more=bounds("[0-9]")), Aspect.RANGE),
    ("types", leaf(kind="<MIME>a/b</MIME>"), leaf(kind="<MIME>a/b</MIME><MIME>a/c</MIME>"), Aspect.TYPE),
    (
        "editions",
        leaf(more="<MSFT:Applicability><MSFT:EditionAllowList>0x4;</MSFT:EditionAllowList></MSFT:Applicability>"),
        leaf(more="<MSFT:Applicability><MSFT:EditionAllowList>0x4;0x5</MSFT:EditionAllowList></MSFT:Applicability>"),
        Aspect.EDITIONS,
    ),
]


@pytest.mark.parametrize(("old", "new", "aspect"), [row[1:] for row in WIDER], ids=[row[0] for row in WIDER])
def test_more_is_widened_and_less_is_narrowed(old: str, new: str, aspect: Aspect) -> None:
    def of(first: str, second: str) -> list[tuple[Kind, Aspect]]:
        return [(kind, found) for kind, _, found in told(first, second) if kind is not Kind.RENAMED]

    assert (Kind.WIDENED, aspect) in of(old, new)
    assert (Kind.NARROWED, aspect) in of(new, old)


def test_neither_more_nor_less_is_changed() -> None:
    assert told(leaf(more=bounds("[1-5]")), leaf(more=bounds("[3-9]"))) == [(Kind.CHANGED, "A/N", Aspect.RANGE)]
    assert told(leaf(access="<Get/>"), leaf(access="<Replace/>")) == [(Kind.CHANGED, "A/N", Aspect.ACCESS)]


def test_a_constraint_where_there_was_none_is_narrowed() -> None:
    found = told(leaf(), leaf(more=bounds("[1-5]")))
    assert {(kind, aspect) for kind, _, aspect in found} == {
        (Kind.NARROWED, Aspect.RANGE),
        (Kind.NARROWED, Aspect.ALLOWED),
    }


OTHER = [
    ("format", leaf(), leaf("chr"), Kind.CHANGED, Aspect.FORMAT),
    ("scope", leaf(), leaf().replace("<Dynamic/>", "<Permanent/>"), Kind.CHANGED, Aspect.SCOPE),
    ("default", leaf(), leaf(before="<DefaultValue>1</DefaultValue>"), Kind.ADDED, Aspect.DEFAULT),
    ("deprecated", leaf(), leaf(more="<MSFT:Deprecated/>"), Kind.DEPRECATED, Aspect.DEPRECATION),
    ("restored", leaf(more="<MSFT:Deprecated/>"), leaf(), Kind.RESTORED, Aspect.DEPRECATION),
    ("description", leaf(), leaf(before="<Description>A number.</Description>"), Kind.ADDED, Aspect.DOC),
    ("extension", leaf(), leaf(more="<MSFT:AtomicRequired/>"), Kind.ADDED, Aspect.EXTENSION),
    ("case", leaf(), leaf(more="<CaseSense><CIS/></CaseSense>"), Kind.ADDED, Aspect.CASE),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "kind", "aspect"), [row[1:] for row in OTHER], ids=[row[0] for row in OTHER])
def test_what_else_differs(old: str, new: str, kind: Kind, aspect: Aspect) -> None:
    assert [(found, of) for found, name, of in told(old, new) if "A/N" in name] == [(kind, aspect)]


def test_a_change_has_both_places() -> None:
    old = leaf(before="<DefaultValue>1</DefaultValue>")
    [change] = changes(old, "\n\n" + old.replace(">1<", ">2<"))
    assert change.old_place is not None
    assert change.new_place is not None
    assert change.new_place.line - change.old_place.line == 2
    assert (change.before, change.after) == ("1", "2")


# whole enablers -------------------------------------------------------------------------------------------------------


def test_fumo_1_1_with_fumo_1_0() -> None:
    enablers = load(ROOT / "spec").enablers
    found = compare(enablers["fumo-1.0"], enablers["fumo-1.1"])
    said = {(change.kind, change.what, change.name) for change in found}
    assert (Kind.ADDED, "node", "x/Transfer") in said
    assert (Kind.ADDED, "state", "package/download_suspended") in said
    assert not any(change.kind is Kind.REMOVED and change.what in ("node", "state", "result") for change in found)
    assert all(change.new_place is not None for change in found if change.kind is Kind.ADDED)


def test_what_a_version_says_of_itself_and_of_its_source_is_told() -> None:
    old = load(ROOT / "spec").enablers["fumo-1.1"]
    first, second, *errata = old.errata
    requirement, *requirements = old.requirements
    new = replace(
        old,
        doc="Another.",
        uses=old.uses[:1],
        reserved=("node:x/Gone",),
        requirements=(replace(requirement, doc="More."), *requirements[:-1]),
        errata=(replace(first, why="Another reason."), *errata),
    )
    found = compare(old, new)
    assert {(change.kind, change.what, change.name, change.aspect, change.field) for change in found} == {
        (Kind.CHANGED, "enabler", "fumo", Aspect.DOC, "doc"),
        (Kind.CHANGED, "enabler", "fumo", Aspect.FIELD, "uses"),
        (Kind.ADDED, "enabler", "fumo", Aspect.FIELD, "reserved"),
        (Kind.CHANGED, "requirement", requirement.name, Aspect.DOC, "doc"),
        (Kind.REMOVED, "requirement", requirements[-1].name, Aspect.WHOLE, ""),
        (Kind.CHANGED, "erratum", first.says, Aspect.FIELD, "why"),
        (Kind.REMOVED, "erratum", f"{second.says}: {second.here}", Aspect.WHOLE, ""),
    }


def test_descriptions_of_rows_and_types_are_told() -> None:
    old = load(ROOT / "spec").enablers["fumo-1.1"]
    [machine] = old.machines
    row = next(row for row in machine.refusals if row.doc)
    rows = tuple(replace(other, doc="Now for this reason.") if other is row else other for other in machine.refusals)
    kind, *kinds = old.security.types
    new = replace(
        old,
        machines=(replace(machine, refusals=rows),),
        security=replace(old.security, types=(replace(kind, doc="Another."), *kinds)),
    )
    row_changes = [change for change in compare(old, new) if change.what == "transition"]
    assert row_changes
    assert {change.aspect for change in row_changes} == {Aspect.DOC}
    assert all(change.after is not None and "Now for this reason." in change.after for change in row_changes)
    assert [change.name for change in compare(old, new) if change.what == "type"] == [kind.name]


def test_nothing_differs_from_itself() -> None:
    enablers = load(ROOT / "spec").enablers
    assert all(found == [] for _, _, found in compare_sets(enablers, enablers))


def test_the_next_version_is_compared_with_the_one_before(tmp_path: Path) -> None:
    before = load(write(tmp_path / "old", "# objects.yaml\nobjects:\n  <x>: {access: Get, doc: An object.}\n")).enablers
    changed = before[OLD_KEY]
    [(old, new, found)] = compare_sets(
        before, {"a-1.1": Enabler(name="a", version="1.1", title="A", id="", span=changed.span)}
    )
    assert old is changed
    assert new is not None
    assert (Kind.REMOVED, "x") in [(change.kind, change.name) for change in found]


# the command ----------------------------------------------------------------------------------------------------------


def swmgen(*words: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'generator'}{os.pathsep}{ROOT / 'runtime'}"}
    return subprocess.run(
        [sys.executable, "-m", "swmgen", *map(str, words)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_specification_and_a_makers_description_compare(tmp_path: Path) -> None:
    theirs = tmp_path / "DevInfo.xml"
    ours = (ROOT / "generated" / "ddf" / "devinfo-1.0.ddf.xml").read_text(encoding="utf-8")
    theirs.write_text(ours.replace("<NodeName>Lang<", "<NodeName>Language<"), encoding="utf-8")
    done = swmgen("diff", "spec/devinfo-1.0", theirs)
    assert done.returncode == 1
    assert "renamed    node ./DevInfo/Language: name, Lang -> Language" in done.stdout


def test_the_exit_status_tells_whether_something_differs(tmp_path: Path) -> None:
    done = swmgen("diff", "spec/fumo-1.0", "spec/fumo-1.0")
    assert (done.returncode, done.stdout) == (0, "No differences.\n")
    (tmp_path / "bad.xml").write_text("<MgmtTree>", encoding="utf-8")
    done = swmgen("diff", "spec/fumo-1.0", tmp_path / "bad.xml")
    assert (done.returncode, "SWM0150" in done.stderr) == (1, True)
    assert swmgen("diff", "spec/fumo-1.0", tmp_path / "absent").returncode == 2


HOSTILE = "<script>alert(1)</script> *b* `c` [d](e)"


@pytest.mark.parametrize("form", sorted(RENDERERS))
def test_a_changelog_holds_what_it_tells_whatever_that_is(form: str) -> None:
    old = leaf("chr", before="<DefaultValue>1</DefaultValue>")
    new = leaf("chr", before="<DefaultValue><![CDATA[" + HOSTILE + "]]></DefaultValue>")
    text = RENDERERS[form]([(enabler(old), enabler(new), changes(old, new))])
    if form == "json":
        assert json.loads(text)["enablers"][0]["changes"][0]["after"] == HOSTILE
    elif form == "html":
        page = etree.HTML(text)
        assert page.xpath("//script") == []
        assert HOSTILE in "".join(page.itertext())
    elif form == "md":
        assert "\\<script\\>" in text
        assert "### Changed" in text
    else:
        assert HOSTILE in text
    assert RENDERERS[form]([])


def test_what_may_break_somebody_comes_first() -> None:
    old, new = tree(node("A", N, M)), tree(node("A", M, node("New")))
    text = RENDERERS["md"]([(enabler(old), enabler(new), changes(old, new))])
    assert text.index("### Removed") < text.index("### Added")


def test_what_differs_is_told_in_words_and_from_where_it_differs() -> None:
    enablers = load(ROOT / "spec").enablers
    done = RENDERERS["text"](compare_sets({"a": enablers["fumo-1.0"]}, {"a": enablers["fumo-1.1"]}))
    lines = [line for line in done.splitlines() if "machine package: " in line]
    [bounds] = [line for line in lines if ": bounds, " in line]
    assert "{" not in bounds and "span" not in bounds
    [properties] = [line for line in lines if ": properties, " in line]
    before, after = properties.partition(": properties, ")[2].split(" -> ")
    assert before != after
    assert before.startswith("... ")


def test_errata_that_stand_twice_are_counted() -> None:
    old = load(ROOT / "spec").enablers["fumo-1.1"]
    first, *errata = old.errata
    twice = replace(old, errata=(first, *errata, first))
    assert compare(twice, twice) == []
    name = f"{first.says}: {first.here}"
    assert [(change.kind, change.name) for change in compare(old, twice)] == [(Kind.ADDED, name)]
    assert [(change.kind, change.name) for change in compare(twice, old)] == [(Kind.REMOVED, name)]


def test_suppressions_are_told_by_rule_and_place() -> None:
    old = load(ROOT / "spec").enablers["fumo-1.1"]
    one = Suppression(rule="S001", target="node:x/A", reason="One.", id="a", span=old.span)
    other = Suppression(rule="S001", target="node:x/B", reason="Two.", id="b", span=old.span)
    before, after = replace(old, suppressions=(one,)), replace(old, suppressions=(replace(one, reason="More."), other))
    assert [(change.kind, change.what, change.name, change.field) for change in compare(before, after)] == [
        (Kind.CHANGED, "suppression", "S001 at node:x/A", "reason"),
        (Kind.ADDED, "suppression", "S001 at node:x/B", ""),
    ]
    assert [change.kind for change in compare(after, replace(old, suppressions=()))] == [Kind.REMOVED] * 2


def test_another_reason_for_a_drop_is_told() -> None:
    old = load(ROOT / "spec").enablers["fumo-1.1"]
    drop, *drops = old.drops
    new = replace(old, drops=(replace(drop, doc="For this reason."), *drops))
    [change] = compare(old, new)
    assert (change.what, change.aspect, change.after) == ("drop", Aspect.DOC, "For this reason.")
    assert change.name == f"{drop.machine}/{', '.join(drop.events)}"
    assert compare(replace(old, drops=()), old) == [], "which rows do not hold is told by the table"

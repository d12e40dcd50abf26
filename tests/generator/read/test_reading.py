"""What cannot be read is told, with its place, and never with a traceback."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from specs import checked, codes, write

from swmgen.diagnostics.catalogue.examples import GO, machine, tree
from swmgen.load import load
from swmgen.model import Format, Node

SPEC = Path(__file__).resolve().parents[3] / "spec"
RESTART = Path(__file__).resolve().parents[2] / "golden" / "restart" / "spec"
LEAF = "N: {format: int, access: Get, type: text/plain, doc: A number.}"


def put(folder: Path, name: str, data: bytes) -> Path:
    write(folder, tree(LEAF))
    (folder / "a-1.0" / name).write_bytes(data)
    return folder


def test_a_file_over_16_mib_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "objects.yaml", b"# " + b"x" * (16 * 1024 * 1024))
    assert codes(checked(tmp_path)) == ["SWM0102"]


def test_a_byte_that_is_no_utf8_is_named_with_its_place(tmp_path: Path) -> None:
    put(tmp_path, "states.yaml", b"machines: {}\n# the server\x92s\n")
    [found] = checked(tmp_path).report
    assert (found.code, found.span.line, found.span.column) == ("SWM0103", 2, 13)


@pytest.mark.parametrize("bomb", ["[" * 200_000, "{a: " * 100_000, "- " * 9000])
def test_endless_nesting_is_refused_before_it_exhausts_anything(tmp_path: Path, bomb: str) -> None:
    put(tmp_path, "states.yaml", bomb.encode())
    assert codes(checked(tmp_path)) == ["SWM0110"]


def test_two_descriptions_of_one_tree_are_refused(tmp_path: Path) -> None:
    put(tmp_path, "objects.ddf.xml", b"<MgmtTree/>")
    assert codes(checked(tmp_path)) == ["SWM0117"]


def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    write(tmp_path, tree(LEAF))
    (tmp_path / "a-1.0" / "states.yaml").mkdir()
    assert codes(checked(tmp_path)) == ["SWM0119"]


def test_an_alias_bomb_is_refused_without_being_expanded(tmp_path: Path) -> None:
    lines = ["a: &a [x,x,x,x,x,x,x,x,x]"] + [
        f"{n}: &{n} [{','.join('*' + p for _ in range(9))}]" for p, n in zip("abcdefg", "bcdefgh", strict=True)
    ]
    put(tmp_path, "states.yaml", "\n".join(lines).encode())
    assert set(codes(checked(tmp_path))) == {"SWM0105"}


GIANT = "9" * 5000


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (f"default: {GIANT}", "SWM0304"),
        (f"values: {{one: {GIANT}}}", "SWM0309"),
        (f"range: 0..{GIANT}", "SWM0112"),
        (f"max_size: {GIANT}", "SWM0108"),
        (f"occurs: ZeroOrN({GIANT})", "SWM0112"),
    ],
)
def test_a_number_of_five_thousand_digits_is_told_with_its_place(tmp_path: Path, said: str, code: str) -> None:
    write(tmp_path, tree(LEAF.replace("doc:", f"{said}, doc:")))
    found = checked(tmp_path)
    assert codes(found) == [code]
    [item] = found.report
    assert str(item.span).partition(":")[0].endswith("objects.yaml")
    assert len(item.message) < 1100


@pytest.mark.parametrize("word", ["yes", "No", "ON", "off"])
def test_words_of_yaml_1_1_are_text(tmp_path: Path, word: str) -> None:
    write(tmp_path, tree(LEAF.replace("A number.", word)))
    node = checked(tmp_path).enablers["a-1.0"].tree.roots[0].nodes[0]
    assert node.doc == word


def test_random_damage_never_ends_in_a_traceback(tmp_path: Path) -> None:
    """Every file of the small object, cut and garbled in a thousand ways."""
    chance = random.Random(7)
    originals = {path.name: path.read_bytes() for path in (RESTART / "restart-1.0").iterdir()}
    folder = tmp_path / "restart-1.0"
    folder.mkdir()
    for _ in range(300):
        for name, data in originals.items():
            damaged = bytearray(data)
            for _ in range(chance.randrange(1, 4)):
                place = chance.randrange(len(damaged))
                if chance.random() < 0.5:
                    damaged[place : place + chance.randrange(1, 30)] = b""
                else:
                    damaged[place] = chance.choice(b"{}[]:,-#\t&*!|>'\"%@`\n x0")
            (folder / name).write_bytes(bytes(damaged))
        checked(tmp_path)


def test_all_findings_of_a_run_are_reported(tmp_path: Path) -> None:
    text = tree(LEAF.replace("int", "itn"), "M: {format: chr, acces: Get, type: text/plain, doc: A text.}") + machine(
        GO.replace("from: a", "from: b")
    )
    assert {"SWM0112", "SWM0107", "SWM0203"} <= set(codes(checked(write(tmp_path, text))))


def test_an_unresolved_name_is_reported_once_and_causes_nothing_else(tmp_path: Path) -> None:
    text = machine(GO.replace("to: a", "to: nowhere"))
    assert codes(checked(write(tmp_path, text))) == ["SWM0203"]


@pytest.mark.parametrize("file", ["objects", "states", "messages", "security"])
@pytest.mark.parametrize("fault", ["no yaml", "unknown key", "nothing left"])
def test_what_cannot_be_read_is_not_missed_as_well(tmp_path: Path, file: str, fault: str) -> None:
    spec = shutil.copytree(RESTART, tmp_path / "spec")
    path = spec / "restart-1.0" / f"{file}.yaml"
    text = path.read_text()
    changed = {"no yaml": text + "x: [\n", "unknown key": "q" + text, "nothing left": "[]\n"}[fault]
    path.write_text(changed)
    found = [(Path(entry.span.file).name, entry.code) for entry in checked(spec).report]
    assert [name for name, _ in found] == [f"{file}.yaml"]


def test_what_is_missing_for_another_reason_is_still_told(tmp_path: Path) -> None:
    spec = shutil.copytree(RESTART, tmp_path / "spec")
    states = spec / "restart-1.0" / "states.yaml"
    states.write_text(states.read_text().replace("x/Restart", "x/Rstart"))
    (spec / "restart-1.0" / "messages.yaml").write_text("[]\n")
    found = {(Path(entry.span.file).name, entry.code) for entry in checked(spec).report}
    assert ("states.yaml", "SWM0204") in found
    assert ("states.yaml", "SWM0205") not in found


def test_suggestions_name_only_what_is_legal_at_that_place(tmp_path: Path) -> None:
    text = machine(
        GO.replace("from: a", "from: idel"),
        states="idle: {value: 1, final: true, doc: Idle.}",
        head="of: x, initial: idle",
    )
    found = [d for d in checked(write(tmp_path, text)).report if d.code == "SWM0203"]
    titles = {d.fix.title for d in found if d.fix is not None}
    assert titles == {"write `idle`"}


def test_a_caret_inside_a_guard_points_at_the_name(tmp_path: Path) -> None:
    text = machine("{on: exec x/Go, from: a, when: set(x/State) and nobody, to: a, status: 200}")
    [found] = [d for d in checked(write(tmp_path, text)).report if d.code == "SWM0211"]
    line = (tmp_path / "a-1.0" / "states.yaml").read_text().split("\n")[found.span.line - 1]
    assert line[found.span.column - 1 : found.span.end_column - 1] == "nobody"


def chain(folder: Path, length: int) -> None:
    for number in range(length):
        own = folder / f"c-{number}.0"
        own.mkdir(parents=True)
        extends = f"extends: c-{number - 1}.0\n" if number else ""
        (own / "enabler.yaml").write_text(f'enabler: c\nversion: "{number}.0"\ntitle: C\n{extends}')
    (folder / "c-0.0" / "objects.yaml").write_text(tree(LEAF).partition("\n")[2])


def test_a_chain_of_2000_enablers_does_not_overflow(tmp_path: Path) -> None:
    chain(tmp_path, 2000)
    loaded = load(tmp_path)
    assert codes(loaded) == []
    assert [node.path for node in loaded.enablers["c-1999.0"].tree.walk()] == ["x", "x/N"]


def test_a_tree_500_nodes_deep_does_not_overflow(tmp_path: Path) -> None:
    lines = ["# objects.yaml", "objects:"]
    for depth in range(500):
        pad = "  " * (2 * depth + 1)
        lines += [f"{pad}N{depth}:", f"{pad}  access: Get", f"{pad}  doc: A group.", f"{pad}  nodes:"]
    lines.append("  " * 1001 + "L: {format: int, access: Get, type: text/plain, doc: A number.}")
    loaded = checked(write(tmp_path, "\n".join(lines) + "\n"))
    assert set(codes(loaded)) == {"SWM0317", "SWM0807"}
    assert sum(1 for _ in loaded.enablers["a-1.0"].tree.walk()) == 501


def test_positions_are_kept_through_extends() -> None:
    loaded = load(SPEC)
    new = loaded.enablers["fumo-1.1"]
    nodes = new.tree.by_path()
    inherited: Node = nodes["x/Download/PkgURL"]
    assert inherited.span.file == "fumo-1.0/objects.yaml"
    assert (inherited.origin, inherited.changed_by, inherited.format) == ("fumo-1.0", None, Format.CHR)
    assert nodes["x"].mo_id == "urn:oma:mo:x-swm-fumo:1.1"
    assert (nodes["x"].origin, nodes["x"].changed_by) == ("fumo-1.0", "fumo-1.1")
    assert nodes["x"].at("type").file == "fumo-1.1/objects.yaml"
    assert nodes["x"].at("access").file == "fumo-1.0/objects.yaml"


def test_the_specification_is_clean() -> None:
    assert [str(found) for found in checked(SPEC).report] == []
    assert [str(found) for found in checked(RESTART).report] == []

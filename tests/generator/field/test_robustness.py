"""Whatever happens to a real file on its way, it is read into a tree that comes back, or refused with its line.

Each file of the corpus is damaged in each way, at places that its name and
the way decide, so that a failure happens again. The default run tries one
place of each way in a third of the files, the long run several in all.
"""

from __future__ import annotations

import codecs
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import etree

from swmgen.cli import main
from swmgen.diagnostics import Report, Severity
from swmgen.emit.ddf import written
from swmgen.load import load
from swmgen.model import Tree
from swmgen.read.ddf import read_ddf

Damage = Callable[[bytes, random.Random], bytes]
WORDS = (
    "",
    " ",
    "...",
    "0x0",
    "-1",
    "[9-1]",
    "65537",
    "a/b",
    "<x>",
    "*",
    ".",
    "\u4e2d\u6587",
    "a--b",
    "]]>",
    "x" * 300,
)
NAMES = (
    "Node",
    "NodeName",
    "Path",
    "DFProperties",
    "RTProperties",
    "Value",
    "AccessType",
    "DFFormat",
    "MIME",
    "Get",
    "Foo",
)
SYNCML = "SYNCML:SYNCML1.2"


# ways to damage a document ------------------------------------------------------------------------------------------


def parsed(data: bytes) -> Any:
    """The root element; the few files that are not in their encoding are read as Windows-1252."""
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        text = re.sub(r"^\s*<\?xml[^>]*\?>", "", data.decode("cp1252", "replace"))
        return etree.fromstring(text.encode(), parser)


def of_tree(change: Callable[[Any, list[Any], random.Random], None]) -> Damage:
    """A way that changes the elements."""

    def damage(data: bytes, chance: random.Random) -> bytes:
        root = parsed(data)
        elements = [item for item in root.iter(etree.Element) if item is not root]
        change(root, elements, chance)
        return etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=True)

    return damage


def removed(root: Any, elements: list[Any], chance: random.Random) -> None:
    for element in chance.sample(elements, min(3, len(elements))):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def twice(root: Any, elements: list[Any], chance: random.Random) -> None:
    for element in chance.sample(elements, min(3, len(elements))):
        copy = parsed(etree.tostring(element, with_tail=False))
        element.addnext(copy)


def moved(root: Any, elements: list[Any], chance: random.Random) -> None:
    for element in chance.sample(elements, min(3, len(elements))):
        target = chance.choice(elements)
        if target not in element.iter():
            target.insert(chance.randrange(len(target) + 1), element)


def renamed(root: Any, elements: list[Any], chance: random.Random) -> None:
    for element in chance.sample(elements, min(3, len(elements))):
        element.tag = chance.choice((*NAMES, "{urn:x}y", element.tag.upper(), element.tag.lower()))


def reworded(root: Any, elements: list[Any], chance: random.Random) -> None:
    for element in chance.sample(elements, min(5, len(elements))):
        element.text = chance.choice(WORDS)
        if chance.random() < 0.3:
            element.tail = chance.choice(WORDS)


def emptied(root: Any, elements: list[Any], chance: random.Random) -> None:
    for element in chance.sample(elements, min(3, len(elements))):
        for child in list(element):
            element.remove(child)
        element.text = None


def attributed(root: Any, elements: list[Any], chance: random.Random) -> None:
    for element in chance.sample([root, *elements], min(5, len(elements))):
        element.set(
            chance.choice(("id", "{urn:x}y", "ValueType", "{http://www.w3.org/XML/1998/namespace}lang")), "a--b-"
        )


def noted(root: Any, elements: list[Any], chance: random.Random) -> None:
    for element in chance.sample(elements, min(5, len(elements))):
        made = etree.Comment(" noted ") if chance.random() < 0.5 else etree.ProcessingInstruction("noted", "a=b")
        element.insert(chance.randrange(len(element) + 1), made)


def nested(root: Any, elements: list[Any], chance: random.Random) -> None:
    nodes = [item for item in elements if item.tag.rpartition("}")[2] == "Node"]
    inner = chance.choice(nodes or elements)
    for _ in range(chance.choice((2, 60, 70))):
        outer = etree.Element(inner.tag)
        parent = inner.getparent()
        parent.replace(inner, outer)
        outer.append(inner)


def prefixed(data: bytes, chance: random.Random) -> bytes:
    """All elements without a prefix get one, and a namespace."""
    text = etree.tostring(parsed(data), encoding="unicode")
    uri = chance.choice(("syncml:dmddf1.2", "syncml:dmddf", SYNCML, "urn:x"))
    text = re.sub(r"(<!\[CDATA\[.*?\]\]>|<!--.*?-->)|<(/?)([A-Za-z]\w*)(?=[\s/>])", _with_prefix, text, flags=re.DOTALL)
    return re.sub(r"<d:(\w+)", rf'<d:\1 xmlns:d="{uri}"', text, count=1).encode()


def _with_prefix(match: re.Match[str]) -> str:
    return match[1] or f"<{match[2]}d:{match[3]}"


def in_a_message(data: bytes, chance: random.Random) -> bytes:
    inner = etree.tostring(parsed(data), encoding="unicode")
    if chance.random() < 0.5:
        inner = inner.replace("&", "&amp;").replace("<", "&lt;")
    target = "<Target><LocURI>./Inbox</LocURI></Target>"
    return (
        f'<SyncML xmlns="{SYNCML}"><SyncBody><Add><Item>{target}<Data>{inner}</Data></Item></Add></SyncBody></SyncML>'
    ).encode()


def in_a_program(data: bytes, chance: random.Random) -> bytes:
    lines = etree.tostring(parsed(data), encoding="unicode").split("\n")
    escaped = [line.replace("\\", "\\\\").replace('"', '\\"') for line in lines]
    return ("class A {\n  String tree =\n" + "\n  + ".join(f'"{line}\\n"' for line in escaped) + ";\n}\n").encode()


def in_a_page(data: bytes, chance: random.Random) -> bytes:
    text = etree.tostring(parsed(data), encoding="unicode")
    quoted = chance.choice(("", "> "))
    return f"# A page\n\nIt's `<MgmtTree>`.\n\n```xml\n{text}\n```\n".replace("\n", f"\n{quoted}").encode()


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def bitten(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + data[at + chance.choice((1, 2, 40)) :]


def flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(3):
        changed[chance.randrange(len(changed))] = chance.choice(b"<>&\"'\0\x01\x92\xd2\xe9\xff /a0")
    return bytes(changed)


def as_encoding(name: str, declared: str) -> Damage:
    """The document in an encoding; characters that it lacks become references."""

    def damage(data: bytes, chance: random.Random) -> bytes:
        text = etree.tostring(parsed(data), encoding="unicode")
        return f'<?xml version="1.0" encoding="{declared}"?>\n{text}'.encode(name, "xmlcharrefreplace")

    return damage


def marked(data: bytes, chance: random.Random) -> bytes:
    return codecs.BOM_UTF8 * chance.choice((1, 2)) + data.removeprefix(codecs.BOM_UTF8)


def with_line_ends(data: bytes, chance: random.Random) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\n", chance.choice((b"\r\n", b"\r", b"\n\n")))


WAYS: dict[str, Damage] = {
    "removed": of_tree(removed),
    "twice": of_tree(twice),
    "moved": of_tree(moved),
    "renamed": of_tree(renamed),
    "reworded": of_tree(reworded),
    "emptied": of_tree(emptied),
    "attributed": of_tree(attributed),
    "noted": of_tree(noted),
    "nested": of_tree(nested),
    "prefixed": prefixed,
    "in a message": in_a_message,
    "in a program": in_a_program,
    "in a page": in_a_page,
    "cut": cut,
    "bitten": bitten,
    "flipped": flipped,
    "utf-16": as_encoding("utf-16", "utf-16"),
    "utf-16 without mark": as_encoding("utf-16-be", "utf-16"),
    "latin-1": as_encoding("latin-1", "iso-8859-1"),
    "latin-1 as utf-8": as_encoding("cp1252", "utf-8"),
    "marked": marked,
    "line ends": with_line_ends,
}


# what must hold -----------------------------------------------------------------------------------------------------


def without_places(value: Any) -> Any:
    """What a tree says, whatever document it stands in."""
    if isinstance(value, dict):
        kept = {key: without_places(item) for key, item in value.items() if key not in ("span", "marks")}
        # Only the order within a place counts: places are written one behind the other.
        return {
            key: sorted(item, key=lambda found: str(found.get("place", ""))) if key == "extensions" else item
            for key, item in kept.items()
        }
    if isinstance(value, list | tuple):
        return [without_places(item) for item in value]
    return value


def said(tree: Tree) -> Any:
    return without_places(msgspec.to_builtins(tree))


def ends_well(data: bytes, where: str) -> bool:
    """Whether the document is read; if so it comes back, if not it is refused at a line of it."""
    report = Report()
    found = read_ddf(data, "a.xml", "a-1.0", report)
    lines = max(data.count(b"\n") + 1, data.count(b"\r") + 1, 1)
    assert all(1 <= entry.span.line <= lines for entry in report), where
    errors = [entry for entry in report if entry.severity is Severity.ERROR]
    if found is None:
        assert errors, where
        assert all(entry.message.endswith(".") and len(entry.message) < 400 for entry in errors), where
        return False
    assert not errors, where
    text, _ = written(found)
    again_report = Report()
    again = read_ddf(text.encode(), "a.xml", "a-1.0", again_report)
    assert again is not None, (where, [entry.message for entry in again_report])
    assert written(again)[0] == text, where
    assert said(again) == said(found), where
    return True


def damaged(path: Path, way: str, times: int) -> Iterator[tuple[str, bytes]]:
    data = path.read_bytes()
    for number in range(times):
        where = f"{path.name}: {way} {number}"
        yield where, WAYS[way](data, random.Random(where))


def of_the_corpus(shared: Path) -> list[Path]:
    return sorted(path for path in (shared / "ddf").rglob("*") if path.is_file())


@pytest.mark.parametrize("way", WAYS)
def test_a_damaged_file_comes_back_or_is_refused_with_its_line(shared: Path, way: str) -> None:
    smallest = sorted(of_the_corpus(shared), key=lambda path: path.stat().st_size)
    read = [ends_well(data, where) for path in smallest[:28:2] for where, data in damaged(path, way, 1)]
    assert any(read) or way in ("cut", "flipped"), "some of them can be read"


@pytest.mark.long
@pytest.mark.parametrize("way", WAYS)
def test_a_file_damaged_in_many_places_comes_back_or_is_refused(shared: Path, way: str) -> None:
    for path in of_the_corpus(shared):
        for where, data in damaged(path, way, 8):
            ends_well(data, where)


@pytest.mark.parametrize("way", ["twice", "moved", "reworded", "renamed", "cut", "in a program"])
def test_the_command_writes_all_or_nothing(
    shared: Path, way: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    smallest = sorted(of_the_corpus(shared), key=lambda path: path.stat().st_size)
    for number, path in enumerate(smallest[:6]):
        for where, data in damaged(path, way, 1):
            document, out = tmp_path / f"{number}.xml", tmp_path / f"out{number}"
            document.write_bytes(data)
            status = main(["import", str(document), "-o", str(out), "--name", "a"])
            told = capsys.readouterr().err
            assert status in (0, 1), where
            assert "Traceback" not in told, where
            if status:
                assert re.search(r"^\d\.xml:\d+:\d+: error\[SWM\d{4}\]: ", told, re.MULTILINE), told
                assert not out.exists(), where
            else:
                loaded = load(out)
                assert not loaded.report.has_errors, (where, [entry.message for entry in loaded.report])
                found = read_ddf(data, document.name, "a-1.0", Report())
                assert found is not None
                assert written(loaded.enablers["a-1.0"].tree)[0] == written(found)[0], where

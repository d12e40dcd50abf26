"""Measures the import of device descriptions beside bare lxml, and a whole bundle from files to outputs.

    .venv/bin/python tests/bench/importing.py [--corpus FOLDER] [--rounds 7] [--files 308] [--nodes 6000]

The corpus is the folder of real files; without it a generated bundle stands in
for it. Each round runs every subject once, so that ratios hold where the
machine's speed drifts. The bundle has the shape of Microsoft's: one host,
areas grafted below one of its nodes, and objects of their own.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "generator"))

from swmgen.diagnostics import Report  # noqa: E402
from swmgen.load import deep_and_without_collector  # noqa: E402
from swmgen.read.ddf.bundle import Member  # noqa: E402
from swmgen.read.ddf.importing import import_tree  # noqa: E402
from swmgen.read.ddf.recognise import read_ddf  # noqa: E402

WORDS = ("this", "setting", "lets", "the", "administrator", "decide", "whether", "a", "device", "may", "do", "so")
MSFT = "http://schemas.microsoft.com/MobileDevice/DM"
HEAD = (
    '\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE MgmtTree PUBLIC " -//OMA//DTD-DM-DDF 1.2//EN"\n'
    '  "http://www.openmobilealliance.org/tech/DTD/DM_DDF-V1_2.dtd"\n  [<?oma-dm-ddf-ver supported-versions="1.2"?>]>\n'
)


def _sub(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    made = etree.SubElement(parent, name)
    made.text = text
    return made


def _node(
    parent: etree._Element, name: str, path: str | None, chance: random.Random, *, is_leaf: bool
) -> etree._Element:
    node = _sub(parent, "Node")
    _sub(node, "NodeName", name)
    if path is not None:
        _sub(node, "Path", path)
    properties = _sub(node, "DFProperties")
    access = _sub(properties, "AccessType")
    for verb in ("Add", "Delete", "Get", "Replace") if is_leaf else ("Get",):
        _sub(access, verb)
    if is_leaf:
        _sub(properties, "DefaultValue", "0")
    _sub(properties, "Description", " ".join(chance.choices(WORDS, k=24)))
    _sub(_sub(properties, "DFFormat"), "int" if is_leaf else "node")
    _sub(_sub(properties, "Occurrence"), "ZeroOrOne" if is_leaf else "One")
    _sub(_sub(properties, "Scope"), "Dynamic" if is_leaf else "Permanent")
    _sub(_sub(properties, "DFType"), "MIME", "text/plain" if is_leaf else None)
    if is_leaf:
        where = _sub(properties, f"{{{MSFT}}}Applicability")
        _sub(where, f"{{{MSFT}}}OsBuildVersion", "10.0.22000, 10.0.19044.1806")
        _sub(where, f"{{{MSFT}}}CspVersion", "1.0")
        _sub(
            where,
            f"{{{MSFT}}}EditionAllowList",
            "0x4;0x1B;0x30;0x31;0x48;0x54;0x79;0x7A;0x7D;0x7E;0x81;0x82;0x88;0xCF;0xD2;",
        )
        allowed = _sub(properties, f"{{{MSFT}}}AllowedValues")
        if chance.random() < 0.6:
            allowed.set("ValueType", "ADMX")
            backed = _sub(allowed, f"{{{MSFT}}}AdmxBacked")
            for key in ("Area", "Name", "File"):
                backed.set(key, f"{name}~AT~{key}")
        else:
            allowed.set("ValueType", "ENUM")
            for value in ("0", "1"):
                entry = _sub(allowed, f"{{{MSFT}}}Enum")
                _sub(entry, f"{{{MSFT}}}Value", value)
                _sub(entry, f"{{{MSFT}}}ValueDescription", ("Not allowed.", "Allowed.")[int(value)])
        _sub(properties, f"{{{MSFT}}}ConflictResolution", "LastWrite")
    return node


def make_bundle(folder: Path, files: int, nodes: int) -> None:
    """A bundle of `files` documents with `nodes` nodes; five in six are areas below a node of the first."""
    chance = random.Random(5)
    folder.mkdir(parents=True, exist_ok=True)
    left = nodes
    for number in range(files):
        tree = etree.Element("MgmtTree", nsmap={"MSFT": MSFT})
        _sub(tree, "VerDTD", "1.2")
        own = left // (files - number)
        left -= own
        if number == 0:
            top = _node(tree, "Policy", "./Device/Vendor/MSFT", chance, is_leaf=False)
            holder = _node(top, "Config", None, chance, is_leaf=False)
            own -= 1
        elif number % 6:
            top = holder = _node(tree, f"Area{number}", "./Device/Vendor/MSFT/Policy/Config", chance, is_leaf=False)
        else:
            top = _node(tree, f"Csp{number}", "./Device/Vendor/MSFT", chance, is_leaf=False)
            holder = top
        for leaf in range(own - 1):
            _node(holder if number else top, f"Allow{number}Setting{leaf}", None, chance, is_leaf=True)
        etree.indent(tree, "  ")
        text = HEAD + etree.tostring(tree, encoding="unicode")
        name = "Policy.xml" if number == 0 else f"A{number}_AreaDDF.xml" if number % 6 else f"C{number}.xml"
        (folder / name).write_bytes(text.replace("\n", "\r\n").encode("utf-8"))


def bare(files: list[bytes]) -> int:
    """The peer: parse, and look at every element."""
    count = 0
    for data in files:
        try:
            root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError:
            root = etree.fromstring(data, etree.XMLParser(recover=True, resolve_entities=False, no_network=True))
        for element in root.iter():
            count += bool(element.tag) + len(element.text or "")
    return count


def ours(files: list[bytes]) -> int:
    """Import to model, each file by itself."""
    count = 0
    with deep_and_without_collector():
        for data in files:
            tree = read_ddf(data, "a.xml", "a-1.0", Report())
            count += 0 if tree is None else len(tree.roots)
    return count


def timed(call: object, files: list[bytes]) -> float:
    gc.collect()
    began = time.perf_counter()
    call(files)  # type: ignore[operator]
    return time.perf_counter() - began


def ratio(files: list[bytes], rounds: int) -> None:
    bare(files)
    ours(files)
    pairs = [(timed(bare, files), timed(ours, files)) for _ in range(rounds)]
    theirs, own = (statistics.median(column) for column in zip(*pairs, strict=True))
    size = sum(map(len, files)) / 1e6
    print(f"{len(files)} files, {size:.2f} MB: lxml parse and walk {theirs:.3f} s, import to model {own:.3f} s")
    print(f"speed beside bare lxml: {statistics.median(a / b for a, b in pairs):.2f} (aim: 0.25 or more)")


def one_core() -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def run(*words: object, cwd: Path) -> tuple[float, float]:
    """Wall and processor seconds of one command on one core, its helpers included."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'generator'}:{ROOT / 'runtime'}"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "swmgen", *map(str, words)],
        cwd=cwd, env=environment, check=True, capture_output=True, preexec_fn=one_core,
    )  # fmt: skip
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def whole(files: int, nodes: int, form: str) -> None:
    """From files to stubs, DDF and documents, as processes on one core."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_bundle(folder / "bundle", files, nodes)
        backends = [word for backend in ("python", "ddf", "docs") for word in ("--backend", backend)]
        read = run("import", "bundle", "-o", "spec", "--as", form, cwd=folder)
        build = run("build", "--spec", "spec", "-o", "out", *backends, cwd=folder)
        used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        both, busy = read[0] + build[0], read[1] + build[1]
        print(f"{files} files, {nodes} nodes as {form}: import {read[0]:.2f} s + build {build[0]:.2f} s = {both:.2f} s")
        print(f"  of which processor {busy:.2f} s (aim: under 8); largest process so far {used:.0f} MiB")


def memory(nodes: int) -> None:
    """Peak of Python's own allocations while importing, for growing bundles."""
    for factor in (1, 2, 4):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "b"
            make_bundle(folder, 50 * factor, nodes * factor // 4)
            members = [Member(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]
        tracemalloc.start()
        tree = import_tree(members, "a-1.0", Report(), {})
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert tree is not None
        count = sum(1 for _ in tree.walk())
        print(f"{count} nodes: peak {peak / 2**20:.1f} MiB, {peak / count:.0f} bytes a node")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--files", type=int, default=308)
    parser.add_argument("--nodes", type=int, default=6_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        if arguments.corpus is None:
            make_bundle(Path(name), arguments.files, arguments.nodes)
        folder = arguments.corpus or Path(name)
        ratio([path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()], arguments.rounds)
    for form in ("ddf", "yaml"):
        whole(arguments.files, arguments.nodes, form)
    memory(arguments.nodes)


if __name__ == "__main__":
    main()

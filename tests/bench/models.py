"""One model of any size in three languages: ours, YANG and JSON Schema.

The tree has groups of 99 leaves, every leaf with a type, a range, a default, a
unit and a sentence of documentation in each of the languages, so that every
compiler has the same to do.
"""

from __future__ import annotations

import json
from pathlib import Path

LEAVES = 99


def sentence(group: int, leaf: int) -> str:
    return f"The setting number {leaf} of group {group}, counted in seconds since it was last changed by a server."


def specification(folder: Path, nodes: int, *, mark: str = "", key: str = "big-1.0") -> Path:
    """The model as the enabler `key` below `folder`. `mark` goes into one line of documentation."""
    own = folder / key
    own.mkdir(parents=True, exist_ok=True)
    name, _, version = key.rpartition("-")
    (own / "enabler.yaml").write_text(
        f'enabler: {name}\nversion: "{version}"\ntitle: Big\ndoc: A model for measuring.\n'
    )
    lines = ["objects:", "  <x>:", "    access: Get", f"    type: urn:oma:mo:x-{name}:{version}"]
    lines += [f"    doc: The root.{mark}", "    nodes:"]
    for group in range(groups(nodes)):
        lines += [f"      Group{group:03d}:", "        access: Get", f"        doc: Settings of group {group}."]
        lines.append("        nodes:")
        lines += [
            f"          Node{leaf:04d}: {{format: int, access: Get Replace, occurs: ZeroOrOne, type: text/plain, "
            f"default: {leaf}, range: 0..99999, unit: s, doc: '{sentence(group, leaf)}'}}"
            for leaf in range(LEAVES)
        ]
    (own / "objects.yaml").write_text("\n".join(lines) + "\n")
    return folder


def specifications(folder: Path, nodes: int) -> Path:
    """As many nodes, in ten enablers."""
    for number in range(10):
        specification(folder, nodes // 10, key=f"part{number}-1.0")
    return folder


def groups(nodes: int) -> int:
    return max(1, round(nodes / (LEAVES + 1)))


def yang(path: Path, nodes: int) -> Path:
    """The same tree as a YANG module."""
    lines = ["module big {", "  yang-version 1.1;", '  namespace "urn:big";', "  prefix b;"]
    lines += ['  organization "o";', '  contact "c";', '  description "A model for measuring.";']
    lines += ['  revision 2026-01-01 { description "First."; }', '  container x { description "The root.";']
    for group in range(groups(nodes)):
        lines.append(f'    container group{group:03d} {{ description "Settings of group {group}.";')
        lines += [
            f"      leaf node{leaf:04d} {{ type int32 {{ range 0..99999; }} units s; default {leaf}; "
            f'description "{sentence(group, leaf)}"; }}'
            for leaf in range(LEAVES)
        ]
        lines.append("    }")
    path.write_text("\n".join((*lines, "  }", "}")) + "\n")
    return path


def json_schema(path: Path, nodes: int) -> Path:
    """The same tree as a JSON Schema."""

    def leaf(group: int, number: int) -> dict[str, object]:
        limits = {"minimum": 0, "maximum": 99999, "default": number}
        return {"type": "integer", **limits, "description": sentence(group, number)}

    properties = {
        f"group{group:03d}": {
            "type": "object",
            "description": f"Settings of group {group}.",
            "properties": {f"node{number:04d}": leaf(group, number) for number in range(LEAVES)},
        }
        for group in range(groups(nodes))
    }
    schema = {"title": "Big", "type": "object", "description": "The root.", "properties": properties}
    path.write_text(json.dumps(schema, indent=1))
    return path

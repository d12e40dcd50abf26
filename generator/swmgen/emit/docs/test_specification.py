"""The Enabler Test Specification: the conformance vectors, one group of test cases for each row of the specification."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from swmgen.emit.backend import Output
from swmgen.emit.docs.anchors import anchor


class Group(Struct, frozen=True):
    """The test cases of one row: the first one in full, how many there are of each family, and their names."""

    event: str
    href: str
    requirements: tuple[str, ...]
    before: tuple[str, ...]
    steps: tuple[str, ...]
    expected: tuple[str, ...]
    families: tuple[tuple[str, int, str], ...]
    spec: str


class Chapter(Struct, frozen=True):
    """The test cases of one machine, or of the security procedures."""

    name: str
    count: int
    file: str
    groups: tuple[Group, ...]
    requirements: tuple[tuple[str, int], ...]
    has_object: bool = True


def chapters(made: Iterable[Output]) -> list[Chapter]:
    """What the conformance backend has made of an enabler."""
    found = []
    for output in made:
        if output.path.endswith(".json"):
            data = msgspec.json.decode(output.text)
            found.append(_chapter(data, posixpath.basename(output.path)))
    return found


def _chapter(data: Mapping[str, Any], file: str) -> Chapter:
    vectors = {vector["id"]: vector for vector in data["vectors"]}
    by_element: dict[str, list[Mapping[str, Any]]] = {}
    counts: dict[str, int] = {}
    for vector in vectors.values():
        by_element.setdefault(vector["element"], []).append(vector)
        for requirement in vector["requirements"]:
            counts[requirement] = counts.get(requirement, 0) + 1
    groups = tuple(_group(data, vectors, cases) for cases in by_element.values())
    return Chapter(
        data["machine"],
        len(vectors),
        file,
        groups,
        tuple(sorted(counts.items())),
        bool(data["of"]) or data["machine"] == "procedures",
    )


def _group(data: Mapping[str, Any], vectors: Mapping[str, Any], cases: list[Mapping[str, Any]]) -> Group:
    first = cases[0]
    families: dict[str, list[str]] = {}
    for case in cases:
        families.setdefault(case["family"], []).append(case["id"])
    states = sorted({_state_before(data, vectors, case) for case in cases})
    world = first.get("world", {})
    before = [f"state {' or '.join(states)}"] if data["shown_by"] or data["of"] else []
    before += [
        f"{path} is {_text(value)}" if value is not None else f"{path} is not set"
        for path, value in world.get("nodes", {}).items()
    ]
    before += [f"{name} is {_text(value)}" for name, value in world.get("facts", {}).items()]
    before += [
        f"{name} passes" if code is None else f"{name} ends with {code}"
        for name, code in world.get("procedures", {}).items()
    ]
    steps = [first["event"]]
    if "value" in world:
        steps.append(f"the value {_text(world['value'])}")
    if first.get("correlated"):
        steps.append("with a Correlator")
    if "result" in first:
        steps.append(f"with the result {first['result']}")
    if "fails" in first:
        steps.append(f"check {first['fails'] + 1} fails")
    key = data["enabler"]
    element = f"{key}:procedure:{first['event']}" if first["kind"] == "procedure" else first["element"]
    return Group(
        first["event"],
        f"{key}.html#{anchor(element)}",
        tuple(dict.fromkeys(name for case in cases for name in case["requirements"])),
        tuple(before),
        tuple(steps),
        tuple(_expected(first["expect"])),
        tuple((family, len(names), f"{names[0]} to {names[-1]}") for family, names in families.items()),
        first["expect"]["spec"],
    )


def _state_before(data: Mapping[str, Any], vectors: Mapping[str, Any], case: Mapping[str, Any]) -> str:
    return str(data["initial"] if "after" not in case else vectors[case["after"]]["expect"]["state"])


def _expected(expect: Mapping[str, Any]) -> Iterable[str]:
    if "status" in expect:
        yield f"Status {expect['status']}"
    yield "the node is gone" if expect.get("gone") else f"{expect['state']} ({expect['value']})"
    if "older" in expect:
        yield f"servers of the base read {expect['older']}"
    if expect.get("result"):
        yield f"result {expect['result']}"
    for alert in expect.get("alerts", ()):
        code = f" with {alert['code']}" if "code" in alert else ""
        echo = ", the Correlator of the order" if alert.get("correlated") else ""
        yield f"alert {alert['name']}{code}, {alert['format']}, {alert['mark']}{echo}"
    if expect.get("actions"):
        yield f"done in this order: {', '.join(expect['actions'])}"


def _text(value: object) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value) or "empty"

"""The SCXML documents say what the machines say: every cell, decided by the document, goes as the semantics say."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from lxml import etree
from proofs import SPEC, loaded, machine_of

from swmgen.emit.scxml.backend import NAMESPACE, document, event_name
from swmgen.model import Enabler, Machine
from swmgen.semantics import decide, decided, domains, outcomes, valuations

S = f"{{{NAMESPACE}}}"
ENABLERS = loaded(SPEC).enablers
MACHINES = [
    (key, machine.name) for key, enabler in ENABLERS.items() if enabler.overlays is None for machine in enabler.machines
]


class _Facts:
    def __init__(self, values: Mapping[str, Any]) -> None:
        self.__dict__.update(values)


def enabled(cond: str | None, valuation: Mapping[tuple[str, str], Any]) -> bool:
    """A condition of ECMAScript as Python has it: the few signs that are written otherwise are put in its words."""
    if cond is None:
        return True
    text = cond.replace("&&", " and ").replace("||", " or ").replace("!==", "\0").replace("===", "==")
    text = re.sub(r"!(?=\()", " not ", text).replace("\0", "!=")
    names: dict[str, Any] = {name: value for (kind, name), value in valuation.items() if kind == "variable"}
    names["facts"] = _Facts({name: value for (kind, name), value in valuation.items() if kind == "fact"})
    names["node"] = lambda path: valuation[("node", path)]
    names["isSet"] = lambda path: valuation[("set", path)]
    names["passes"] = lambda procedure: valuation[("passes", procedure)]
    return bool(eval(text, {"null": None, "true": True, "false": False, "__builtins__": {}}, names))


def disagreements(enabler: Enabler, machine: Machine, root: Any) -> list[str]:
    found = []
    cells = outcomes(machine)
    nodes = enabler.tree.by_path()
    states = {state.get("id"): state for state in root.findall(f"{S}state")}
    for (state, event), cell in cells.items():
        rows = [row for row in states[state].findall(f"{S}transition") if row.get("event") == event_name(event)]
        asked = domains([o.row.guard for o in cell if o.row.guard is not None], machine, nodes)
        for valuation in valuations(asked):
            facts = [fact.name for fact in machine.facts if fact.rules and ("fact", fact.name) not in asked]
            known = decided(machine, valuation, [name for name in facts if name in str(asked)])
            row = decide(cell, known)
            chosen = next((entry for entry in rows if enabled(entry.get("cond"), known)), None)
            target = getattr(row, "target", None)
            if row is None or chosen is None or chosen.get("target") != target:
                found.append(f"{event} in {state}")
                break
    return found


@pytest.mark.parametrize(("key", "name"), MACHINES)
def test_a_document_decides_every_cell_as_the_machine_does(key: str, name: str) -> None:
    enabler = ENABLERS[key]
    machine = machine_of(enabler, name)
    root = etree.fromstring(etree.tostring(document(enabler, machine)))
    assert root.get("initial") == machine.initial
    assert {state.get("id") for state in root.iter(f"{S}state", f"{S}final")} == {s.name for s in machine.states}
    assert disagreements(enabler, machine, root) == []


CHILDREN = {
    "scxml": {"datamodel", "state", "final"},
    "datamodel": {"data"},
    "data": set(),
    "state": {"transition"},
    "final": set(),
    "transition": {"log", "assign", "send"},
    "log": set(),
    "assign": set(),
    "send": set(),
}
"""Of the content models of SCXML 1.0 what the documents use."""
ATTRIBUTES = {
    "scxml": ({"version", "datamodel", "initial"}, {"name"}),
    "datamodel": (set(), set()),
    "data": ({"id", "expr"}, set()),
    "state": ({"id"}, set()),
    "final": ({"id"}, set()),
    "transition": ({"event"}, {"cond", "target"}),
    "log": ({"label", "expr"}, set()),
    "assign": ({"location", "expr"}, set()),
    "send": ({"event", "type"}, set()),
}
"""Those that must be there, and those that may."""
EVENT = re.compile(r"[\w:-]+(\.[\w:-]+)*", re.ASCII)
NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)


def invalid(root: Any) -> list[str]:
    """What SCXML 1.0 does not allow: elements, attributes, names of events, ids and references to them."""
    found = []
    ids = [element.get("id") for element in root.iter() if element.get("id") is not None]
    states = {element.get("id") for element in root.iter(f"{S}state", f"{S}final")}
    found += [f"the id {name}" for name in ids if ids.count(name) > 1 or not NAME.fullmatch(name)]
    for element in root.iter():
        tag = element.tag.removeprefix(S)
        if tag not in CHILDREN:
            found.append(f"the element {tag}")
            continue
        found += [f"{child.tag} in {tag}" for child in element if child.tag.removeprefix(S) not in CHILDREN[tag]]
        must, may = ATTRIBUTES[tag]
        if not must <= set(element.attrib) <= must | may:
            found.append(f"the attributes of {tag}")
        for name in ("initial", "target"):
            if element.get(name) not in (None, *states):
                found.append(f"the {name} {element.get(name)}")
        if element.get("event") is not None and not EVENT.fullmatch(element.get("event")):
            found.append(f"the event {element.get('event')}")
    return found


@pytest.mark.parametrize(("key", "name"), MACHINES)
def test_a_document_is_valid(key: str, name: str) -> None:
    machine = machine_of(ENABLERS[key], name)
    assert invalid(document(ENABLERS[key], machine)) == []
    names = [event_name(event.name) for event in machine.events]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("tag", "attribute", "value", "told"),
    [
        ("transition", "event", "exec.x/Download", "the event exec.x/Download"),
        ("transition", "event", "exec x", "the event exec x"),
        ("transition", "target", "nowhere", "the target nowhere"),
        ("state", "id", "download_failed", "the id download_failed"),
        ("data", "id", "2nd", "the id 2nd"),
        ("log", "cond", "true", "the attributes of log"),
    ],
)
def test_a_document_that_is_not_valid_is_found(tag: str, attribute: str, value: str, told: str) -> None:
    root = document(ENABLERS["fumo-1.0"], machine_of(ENABLERS["fumo-1.0"], "package"))
    next(root.iter(f"{S}{tag}")).set(attribute, value)
    assert told in invalid(root)


def test_names_of_events_cannot_match_one_another() -> None:
    assert event_name("exec x/Update") == "exec.x:Update"
    assert event_name("replace x/Update/PkgData") == "replace.x:Update:PkgData"
    assert event_name("exec x/<x>/Operations/Go now") == "exec.x:_x_:Operations:Go_20_now"
    assert event_name("download_fails") == "download_fails"


def test_effects_are_said(snapshot: Any) -> None:
    enabler = ENABLERS["fumo-1.0"]
    root = document(enabler, machine_of(enabler, "package"))
    state = next(entry for entry in root if entry.get("id") == "ready_to_update")
    assert etree.tostring(state, encoding="unicode", pretty_print=True) == snapshot


def test_a_target_that_is_wrong_is_found() -> None:
    enabler = ENABLERS["fumo-1.0"]
    machine = machine_of(enabler, "package")
    root = document(enabler, machine)
    row = next(entry for entry in root.iter(f"{S}transition") if entry.get("target") == "update_progressing")
    row.set("target", "idle")
    assert disagreements(enabler, machine, root) != []


def test_values_are_json() -> None:
    from swmgen.emit.scxml.expressions import literal

    assert [json.loads(literal(value)) for value in (None, True, 3, 'a"b')] == [None, True, 3, 'a"b']

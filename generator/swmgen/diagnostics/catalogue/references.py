"""02xx: names that lead nowhere."""

from swmgen.diagnostics.catalogue.entry import Entry
from swmgen.diagnostics.catalogue.examples import (
    DONE,
    GO,
    IDLE_BUSY,
    ORDER,
    REST,
    TICK,
    WORK,
    interface,
    machine,
    security,
    tree,
)

_N = "N: {format: int, access: Get, type: text/plain, doc: A number.}"
_PRIMITIVE = "primitives: {look: {doc: Look at it.}}"
_PROCEDURE = "procedures: {p: {doc: Look., steps: [{do: look, silent: true}]}}"
_THREAT = "threats: {forged: Somebody forges it.}"
_REST = ("{on: exec x/Go, in: otherwise, status: 405}",)
_TYPE = "type: urn:oma:mo:x-a:1.0\n    "
_GROUP = (
    "groups:\n  settings:\n    doc: Settings.\n"
    "    nodes:\n      M: {format: int, access: Get, type: text/plain, doc: One.}\n"
)
_PART = (
    "parts:\n  ticks:\n    doc: A tick.\n    parameters: {to: The state after it.}\n"
    "    events: {tick: {kind: internal, doc: A tick.}}\n    transitions: [{on: tick, from: a, to: $to}]\n"
)
_GOOD = machine(GO)
_ALERTED = machine(*WORK, states=IDLE_BUSY, more=(ORDER, TICK), refusals=REST) + DONE
_OVERLAY = """# b-1.0/enabler.yaml
enabler: b
version: "1.0"
title: B
overlays: a-1.0
"""


def _row(row: str, *more: str) -> str:
    return machine(row, more=more, refusals=_REST)


ENTRIES = (
    Entry(
        code="SWM0201",
        title="unknown enabler",
        why="What it would bring is missing.",
        how="Name a folder of the specification: name-version.",
        bad='# enabler.yaml\nenabler: a\nversion: "1.0"\ntitle: A\nextends: a-0.9\n',
        good='# enabler.yaml\nenabler: a\nversion: "1.0"\ntitle: A\n',
    ),
    Entry(
        code="SWM0202",
        title="an enabler that builds on itself",
        why="Nothing can be laid over itself; the circle has no beginning.",
        how="Take one of the links of the circle out.",
        bad='# enabler.yaml\nenabler: a\nversion: "1.0"\ntitle: A\nextends: a-1.0\n',
        good='# enabler.yaml\nenabler: a\nversion: "1.0"\ntitle: A\n',
    ),
    Entry(
        code="SWM0203",
        title="unknown state",
        why="The transition would lead nowhere.",
        how="Correct the name, or declare the state or group.",
        bad=_row("{on: exec x/Go, from: b, to: a, status: 200}"),
        good=_GOOD,
    ),
    Entry(
        code="SWM0204",
        title="unknown node",
        why="No node of the enabler's trees has this path.",
        how="Write the path as the documents do: x/Download/PkgURL.",
        bad=_row("{on: exec x/Goo, from: a, to: a, status: 200}"),
        good=_GOOD,
    ),
    Entry(
        code="SWM0205",
        title="unknown result",
        why="The code that would be reported is not defined.",
        how="Correct the name, or define it in messages.yaml.",
        bad=_row("{on: exec x/Go, from: a, to: a, status: 200, result: succes}"),
        good=_GOOD,
    ),
    Entry(
        code="SWM0206",
        title="unknown alert",
        why="The alert that would be sent is not defined.",
        how="Correct the name, or define it in messages.yaml.",
        bad=_row("{on: exec x/Go, from: a, to: a, status: 200, send: don}"),
        good=_GOOD,
    ),
    Entry(
        code="SWM0207",
        title="unknown event",
        why="Nothing can raise it.",
        how="Declare it under events, or name a command: exec, replace, add or delete with a path.",
        bad=machine(GO, "{on: tick, from: a, to: a}"),
        good=machine(GO, "{on: tick, from: a, to: a}", more=(TICK,)),
    ),
    Entry(
        code="SWM0208",
        title="unknown type",
        why="Values of it cannot be checked or passed on.",
        how="Declare it under types, use an enabler that does, or take bytes, text, int, bool or time.",
        bad=security("primitives:", "  p: {in: {data: byte}, out: text, doc: Read.}"),
        good=security("primitives:", "  p: {in: {data: bytes}, out: text, doc: Read.}"),
    ),
    Entry(
        code="SWM0209",
        title="unknown primitive",
        why="Nobody would perform the step.",
        how="Declare it under primitives, or use an enabler that does.",
        bad=security(_PRIMITIVE, _PROCEDURE.replace("do: look", "do: lok")),
        good=security(_PRIMITIVE, _PROCEDURE),
    ),
    Entry(
        code="SWM0210",
        title="unknown procedure",
        why="What it should check would go unchecked.",
        how="Declare it under procedures, or use an enabler that does.",
        bad=_row("{on: exec x/Go, from: a, when: passes(chek), to: a, status: 200}"),
        good=_GOOD,
    ),
    Entry(
        code="SWM0211",
        title="unknown variable or fact",
        why="A guard or assignment speaks of something that the machine does not have.",
        how="Correct the name, or declare it under variables or facts.",
        bad=_row("{on: exec x/Go, from: a, when: in_use, to: a, status: 200}"),
        good=_row(
            "{on: exec x/Go, from: a, when: in_use, to: a, status: 200}", "facts: {in_use: {type: bool, doc: In use.}}"
        ),
    ),
    Entry(
        code="SWM0212",
        title="unknown action",
        why="Nobody would perform it.",
        how="Correct the name, or declare it under actions.",
        bad=_row("{on: exec x/Go, from: a, to: a, status: 200, do: go}"),
        good=machine(GO.replace("}", ", do: go}"), more=("actions: {go: {doc: Go.}}",)),
    ),
    Entry(
        code="SWM0213",
        title="unknown threat",
        why="A step claims to stop something that is not in the list of threats.",
        how="Correct the name, or describe it under threats.",
        bad=security(_PRIMITIVE, _THREAT, _PROCEDURE.replace("silent: true", "silent: true, stops: [forged, forge]")),
        good=security(_PRIMITIVE, _THREAT, _PROCEDURE.replace("silent: true", "silent: true, stops: forged")),
    ),
    Entry(
        code="SWM0214",
        title="unknown requirement",
        why="The matrix of requirements would have a row that nobody wrote.",
        how="Correct the name, or state it under requirements in enabler.yaml.",
        bad=tree(_N.replace("}", ", serves: secur}")),
        good=tree(_N),
    ),
    Entry(
        code="SWM0215",
        title="unknown member",
        why="The comparison could never be true.",
        how="Take one of the members of the enumeration.",
        bad=_row(
            "{on: exec x/Go, from: a, when: goal = fetsh, to: a, status: 200}",
            "variables: {goal: {type: enum, members: fetch install, doc: The goal.}}",
        ),
        good=_row(
            "{on: exec x/Go, from: a, when: goal = fetch, to: a, status: 200}",
            "variables: {goal: {type: enum, members: fetch install, doc: The goal.}}",
        ),
    ),
    Entry(
        code="SWM0216",
        title="nothing to drop",
        why="What was to be taken away is not inherited, so something else must have been meant.",
        how="Name an event and states that the extended enabler has a transition or refusal for.",
        bad=machine(GO, more=("drop: [{on: exec x/Go, why: not needed}]",)),
        good=_GOOD,
    ),
    Entry(
        code="SWM0217",
        title="unknown node group",
        why="The nodes that should stand here would be missing.",
        how="Correct the name, declare the group under groups in objects.yaml, or name its enabler under uses.",
        bad=tree(_N, root=f"{_TYPE}include: setings") + _GROUP,
        good=tree(_N, root=f"{_TYPE}include: settings") + _GROUP,
    ),
    Entry(
        code="SWM0218",
        title="unknown machine part",
        why="The states and rows that should be in this machine would be missing.",
        how="Correct the name, declare the part under parts in states.yaml, or name its enabler under uses.",
        bad=machine(GO, more=("include: {tick: {}}",)) + _PART,
        good=machine(GO, more=("include: {ticks: {to: a}}",)) + _PART,
    ),
    Entry(
        code="SWM0219",
        title="parameters that do not fit the part",
        why="A part says what it needs; without it, or with something else, it would speak of nothing.",
        how="Give every parameter that the part declares, and no other.",
        bad=machine(GO, more=("include: {ticks: {}}",)) + _PART,
        good=machine(GO, more=("include: {ticks: {to: a}}",)) + _PART,
    ),
    Entry(
        code="SWM0220",
        title="unknown flow control",
        why="Nothing would be done to the alert under that name.",
        how="Name any of spread, sample, hold and drop.",
        bad=_ALERTED.replace("source: x, correlator", "source: x, may: spred, correlator"),
        good=_ALERTED.replace("source: x, correlator", "source: x, may: spread, correlator"),
    ),
    Entry(
        code="SWM0221",
        title="an interface of no machine",
        why="What the calls bring and carry out are events and actions of a machine.",
        how="Name a machine of this enabler.",
        bad=interface(of="n"),
        good=interface(),
    ),
    Entry(
        code="SWM0222",
        title="a call of neither side",
        why="A call is offered by one of the two sides that the interface names.",
        how="Name one of the sides under between.",
        bad=interface(("at: ringer, does", "at: rigner, does")),
        good=interface(),
    ),
    Entry(
        code="SWM0223",
        title="an overlay of what extends nothing",
        why="An overlay shows an extension to servers of what it extends.",
        how="Name an enabler that extends another, or take the overlay away.",
        bad=_GOOD + _OVERLAY,
        good=_GOOD,
    ),
)

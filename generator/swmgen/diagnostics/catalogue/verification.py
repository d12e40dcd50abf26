"""0437 to 0447: properties of machines. From 0440 on what the search finds; the notes show the shortest way there."""

from swmgen.diagnostics.catalogue.entry import Entry
from swmgen.diagnostics.catalogue.examples import DONE, GO, IDLE_BUSY, ORDER, REST, WORK, machine, security

_TICK = "events: {tick: {kind: internal, doc: It ends.}}"
_START = "{on: exec x/Go, from: a, to: b, status: 200}"
_END = "{on: tick, from: b, to: a}"
_PROVED = "properties: {p: {%s, doc: It holds.}}"
_RING = "actions: {ring: {doc: Ring.}}"
_TWO_TICKS = "events: {tick: {kind: internal, doc: It ends.}, tock: {kind: internal, doc: It begins again.}}"
_QUIET = "{on: [tick, tock], in: otherwise}"


def _search(property_: str, *rows: str, more: tuple[str, ...] = (_TICK,), refusals: tuple[str, ...] = REST) -> str:
    return machine(*rows, states=IDLE_BUSY, more=(*more, _PROVED % property_), refusals=refusals)


def _owing(*rows: str) -> str:
    return DONE + machine(
        *rows,
        states=IDLE_BUSY,
        more=(_TWO_TICKS, ORDER, _PROVED % "orders_end: true"),
        refusals=(REST[0], _QUIET),
    )


_PROCEDURE = """types:
  Raw: {python: swm.security.StoredPackage, doc: Raw.}
  Good: {python: swm.security.VerifiedPackage, sealed: true, doc: Good.}
primitives: {look: {in: {it: Raw}, doc: Look at it.}, seal: {in: {it: Raw}, out: Good, doc: Its seal is right.}}
threats: {bad: Bad things.}
procedures:
  accept:
    doc: Accept it.
    in: {it: Raw}
    steps:
      - {do: look, with: {it: it}, silent: true, stops: bad}
      - {do: seal, with: {it: it}, as: good, silent: true, stops: bad}
    returns: good"""


def _checked(*steps: str) -> str:
    lines = [line for line in _PROCEDURE.splitlines() if not any(f"do: {step}" in line for step in steps)]
    rows = ("{on: exec x/Go, from: a, to: b, status: 200}", "{on: tick, from: b, to: a}")
    return security(*lines) + machine(
        *rows,
        states=IDLE_BUSY,
        more=(
            "events: {tick: {kind: internal, accepted_by: accept, doc: It ends.}}",
            _PROVED % "checked: {by: accept, checks: look seal, before: [tick]}",
        ),
        refusals=REST,
    )


ENTRIES = (
    Entry(
        code="SWM0437",
        title="bounds within which nothing happens, or that have no end",
        why="A search needs a server and room for a message, and ends only within small numbers.",
        how="Let `messages` be 1 to 4, have a server of one kind at least, and keep every number below 10.",
        bad=machine(GO, more=("bounds: {doc: One., build: {messages: 0}}",)),
        good=machine(GO, more=("bounds: {doc: One., build: {messages: 1}}",)),
    ),
    Entry(
        code="SWM0440",
        title="a step that never happens, happens",
        why="A property of the specification says that no step is so; the chart shows the shortest way to one.",
        how="Mend the row that takes the step, or the property if it asks too much.",
        bad=_search("never: {on: tick, changes: state}", _START, _END),
        good=_search("never: {on: tick, from: a, changes: state}", _START, _END),
    ),
    Entry(
        code="SWM0441",
        title="a state that never is, is reached",
        why="A property of the specification says that the machine is never so; the chart shows the shortest way there.",
        how="Mend the row that leads there, or the property if it asks too much.",
        bad=_search("never_in: {in: b}", _START, _END),
        good=_search("never_in: {in: b, when: false}", _START, _END),
    ),
    Entry(
        code="SWM0442",
        title="an order that does not end in one final alert",
        why="A server that was answered 202 waits for the alert; without it, or with two, it does not know how its order ended.",
        how="Let every way out of the operation send what is owed, and take no new order while one is owed.",
        bad=_owing(*WORK, "{on: tock, from: b, to: a}"),
        good=_owing(*WORK, "{on: tock, from: b, to: a, result: ok, send: owed}"),
    ),
    Entry(
        code="SWM0443",
        title="something is done that nobody ordered",
        why="After the final alert an order is over; what is done then, nobody asked for and nobody hears of.",
        how="End the operation with its alert, or let the event that begins it anew be one of `after`.",
        bad=_search(
            "only: {do: ring, after: exec x/Go, until: a}",
            _START,
            _END,
            "{on: tock, from: a, to: a, do: ring}",
            more=(_TWO_TICKS, _RING),
            refusals=(REST[0], _QUIET),
        ),
        good=_search(
            "only: {do: ring, after: exec x/Go, until: a}",
            _START,
            _END,
            "{on: tock, from: b, to: b, do: ring}",
            more=(_TWO_TICKS, _RING),
            refusals=(REST[0], _QUIET),
        ),
    ),
    Entry(
        code="SWM0444",
        title="a check that is not made",
        why="What is wrong in just this one respect gets through: forged, replayed, damaged, or not meant for this device.",
        how="Let the procedure make the check, and nothing happen without the procedure.",
        bad=_checked("look"),
        good=_checked(),
    ),
    Entry(
        code="SWM0445",
        title="a state that the device does not get out of",
        why="Without a server's help the operation never ends, and a server may never come.",
        how="Give the state a way out by an event of the device, its user or the clock.",
        bad=_search(
            "reaches: a",
            _START,
            "{on: exec x/Go, from: b, to: a, status: 200}",
            "{on: tick, from: a, to: a}",
            refusals=(REST[1],),
        ),
        good=_search("reaches: a", _START, _END),
    ),
    Entry(
        code="SWM0446",
        title="events that go on for ever",
        why="The device would try again without end, and at the cost of its battery and of the network.",
        how="Count the tries in a variable, and end when they are used up.",
        bad=_search(
            "ends: [tick, tock]",
            _START,
            _END,
            "{on: tock, from: a, to: b}",
            more=(_TWO_TICKS,),
            refusals=(REST[0], _QUIET),
        ),
        good=_search(
            "ends: [tick]",
            _START,
            _END,
            "{on: tock, from: a, to: b}",
            more=(_TWO_TICKS,),
            refusals=(REST[0], _QUIET),
        ),
    ),
    Entry(
        code="SWM0447",
        title="too many states to be searched",
        why="What was not searched is not proved.",
        how="Pin nodes that hold numbers, lower the bounds, allow more with --most, or search with --compact.",
        bad="# swmgen verify fumo-1.1 --most 1000\n",
        good="# swmgen verify fumo-1.1\n",
    ),
)

"""Building blocks of the catalogue's examples: the smallest files around what is shown."""

from __future__ import annotations

ENABLER = '# enabler.yaml\nenabler: a\nversion: "1.0"\ntitle: A\n'
OBJECTS = """# objects.yaml
objects:
  <x>:
    type: urn:oma:mo:x-a:1.0
    access: Get
    doc: An object.
    nodes:
      Go: {format: "null", access: Exec, type: text/plain, doc: Start.}
      State: {format: int, access: Get, type: text/plain, doc: The state.}
      Seconds: {format: int, access: Get Replace, type: text/plain, doc: A time.}
"""
"""What stands for objects.yaml in an example that shows none."""


def tree(*nodes: str, root: str = "type: urn:oma:mo:x-a:1.0") -> str:
    """objects.yaml with `nodes` below one root."""
    head = f"# objects.yaml\nobjects:\n  <x>:\n    {root}\n    access: Get\n    doc: An object.\n"
    return head + ("    nodes:\n" + "".join(f"      {node}\n" for node in nodes) if nodes else "")


def machine(
    *rows: str,
    states: str = "a: {value: 1, final: true, doc: Idle.}",
    more: tuple[str, ...] = (),
    refusals: tuple[str, ...] = (),
    head: str = "of: x, initial: a",
) -> str:
    """states.yaml with one machine."""
    lines = ["# states.yaml", "machines:", "  m:", *(f"    {part}" for part in head.split(", "))]
    lines += ["    states:", *(f"      {state}" for state in states.split(" ; "))]
    lines += [f"    {line}" for line in more]
    if rows:
        lines += ["    transitions:", *(f"      - {row}" for row in rows)]
    if refusals:
        lines += ["    refusals:", *(f"      - {row}" for row in refusals)]
    return "\n".join(lines) + "\n"


GO = "{on: exec x/Go, from: a, to: a, status: 200}"
TICK = "events: {tick: {kind: internal, doc: A tick.}}"


def interface(*changes: tuple[str, str], of: str = "m") -> str:
    """states.yaml with a machine that rings and an interface about it."""
    text = machine(
        GO.replace("}", ", do: ring}"), "{on: tick, from: a, to: a}", more=(TICK, "actions: {ring: {doc: Ring.}}")
    )
    text += f"""interfaces:
  bell:
    of: {of}
    between: keeper ringer
    doc: Who keeps the bell and who rings it.
    calls:
      ring: {{at: ringer, does: ring, doc: Ring.}}
      rung: {{at: keeper, raises: tick, doc: It rang.}}
"""
    for old, new in changes:
        text = text.replace(old, new)
    return text


ITEMS = """# objects.yaml
objects:
  <x>:
    type: urn:oma:mo:x-a:1.0
    access: Get
    doc: An object.
    nodes:
      Items:
        access: Get
        doc: The items.
        nodes:
          <x>:
            occurs: ZeroOrMore
            access: Get
            doc: An item.
            nodes:
              Go: {format: "null", access: Exec, type: text/plain, doc: Start.}
              Limit: {format: int, access: Get, type: text/plain, doc: A limit.}
      Others:
        access: Get
        doc: Other items.
        nodes:
          <x>: {occurs: ZeroOrMore, format: int, access: Get, type: text/plain, doc: Another item.}
"""
"""Objects of which there are several, for machines of their own."""


def messages(*lines: str) -> str:
    """messages.yaml."""
    return "# messages.yaml\n" + "".join(f"{line}\n" for line in lines)


def security(*lines: str) -> str:
    """security.yaml."""
    return "# security.yaml\n" + "".join(f"{line}\n" for line in lines)


RESULT = messages("results: {bad: {code: 400, doc: It failed.}}")
ORDER = "variables: {order: {type: order, doc: What is owed.}}"
"""A machine that owes and pays one alert."""
DONE = (
    "# messages.yaml\nresults: {ok: {code: 200, doc: Done.}}\nalerts:\n  done: {type: urn:oma:at:x-a:1.0:Done, "
    "answers: exec x/Go, source: x, correlator: echo, doc: It ended.}\n"
)
WORK = (
    "{on: exec x/Go, from: a, to: b, status: 202, owes: done}",
    "{on: tick, from: b, to: a, result: ok, send: owed}",
)
IDLE_BUSY = "a: {value: 1, final: true, doc: Idle.} ; b: {value: 2, doc: Busy.}"
REST = (
    "{on: exec x/Go, in: otherwise, status: 405}",
    "{on: tick, in: otherwise}",
)


def makers(*changes: tuple[str, str], objects: str = "") -> str:
    """A standard that leaves room for makers, and a maker's extension of it, in folders of their own."""
    standard = tree(
        'Go: {format: "null", access: Exec, type: text/plain, doc: Start.}',
        "Ext: {access: Get, doc: For makers.}",
    )
    standard += machine(
        "{on: exec x/Go, from: a, to: a, status: 200, result: fine, send: went}",
        more=("ranges: {makers: {from: 200, to: 249, doc: For makers.}}",),
    )
    standard += (
        "# messages.yaml\nresults: {fine: {code: 200, doc: Done.}}\n"
        "ranges: {makers: {from: 450, to: 499, doc: For makers.}}\n"
        "alerts: {went: {type: urn:oma:at:x-a:1.0:Went, source: x, doc: It went.}}\n"
    )
    own = """# acme-1.0/enabler.yaml
enabler: acme
version: "1.0"
title: A maker's A
extends: a-1.0
vendor: Acme
# acme-1.0/objects.yaml
objects:
  <x>:
    nodes:
      Ext:
        nodes:
          Test: {format: "null", access: Exec, type: text/plain, doc: Test itself.}
# acme-1.0/states.yaml
machines:
  m:
    states:
      tested: {value: 200, final: true, reads_as: a, doc: Tested.}
    transitions:
      - {on: exec x/Ext/Test, from: a, to: tested, status: 200, result: odd, send: tested}
      - {on: exec x/Go, from: tested, to: a, status: 200}
    refusals:
      - {on: exec x/Ext/Test, in: otherwise, status: 405}
# acme-1.0/messages.yaml
results: {odd: {code: 450, reads_as: fine, doc: Something odd.}}
alerts: {tested: {type: com.example.tested, source: x, doc: The test ended.}}
"""
    for old, new in changes:
        own = own.replace(old, new)
    if objects:
        own = own.replace("      Ext:\n", f"      {objects}\n      Ext:\n")
    return standard + own

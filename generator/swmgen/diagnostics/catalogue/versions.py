"""10xx: two versions of an enabler. The examples are twins: the previous version, and the current one."""

from swmgen.diagnostics.catalogue.entry import Entry

_PREVIOUS = """enabler.yaml
enabler: a
version: "1.0"
title: A
maturity: published
# objects.yaml
objects:
  <x>:
    type: urn:oma:mo:x-a:1.0
    scope: Permanent
    access: Get
    doc: An object.
    nodes:
      Go: {format: "null", access: Exec, type: text/plain, doc: Start.}
      Again: {format: "null", access: Exec, type: text/plain, doc: Start again.}
      State: {format: int, access: Get, type: text/plain, doc: The state.}
      Mode:
        {format: int, access: Get Replace, status: Required, scope: Dynamic, type: text/plain, values: {slow: 1, fast: 2},
        doc: How.}
      Level:
        {format: int, access: Get Replace, occurs: ZeroOrOne, range: 0..9, default: "3", unit: seconds, type: text/plain,
        doc: How much.}
      Name: {format: chr, access: Get Replace, occurs: ZeroOrOne, max_size: 64, type: text/plain, doc: A name.}
# states.yaml
machines:
  m:
    of: x
    shown_by: x/State
    initial: idle
    states:
      idle: {value: 10, final: true, doc: Nothing to do.}
      busy: {value: 20, doc: At work.}
    facts: {warm: {type: bool, doc: It is warm.}}
    events: {ends: {kind: internal, doc: It ends.}}
    actions: {ring: {doc: Ring.}}
    transitions:
      - {on: exec x/Go, from: idle, to: busy, status: 202, owes: done, do: ring}
      - {on: exec x/Again, from: idle, to: busy, status: 202, owes: done}
      - {on: ends, from: busy, when: warm, to: idle, result: fine, send: owed}
      - {on: ends, from: busy, when: not warm, to: idle, result: bad, send: owed}
    refusals:
      - {on: [exec x/Go, exec x/Again], in: otherwise, status: 405}
      - {on: ends, in: otherwise}
# messages.yaml
results: {fine: {code: 200, doc: Done.}, bad: {code: 400, doc: It failed.}}
alerts:
  done: {type: urn:oma:at:a:1.0:Done, answers: [exec x/Go, exec x/Again], source: x, mark: critical, correlator: echo,
    doc: It ended.}
"""


def _twins(*changes: tuple[str, str]) -> str:
    """The previous version, and a current one that differs in `changes`."""
    current = _PREVIOUS.replace('version: "1.0"', 'version: "1.1"').replace("x-a:1.0", "x-a:1.1")
    for old, new in changes:
        if old not in current:
            raise ValueError(f"the example has no {old!r}")
        current = current.replace(old, new)
    return f"# {_PREVIOUS}" + f"# {current}".replace("# ", "# a-1.1/").replace("# a-1.1/a-1.1/", "# a-1.1/")


_RENAMED_NODE = ("      Name: {format: chr", "      Title: {format: chr")
_GOOD = _twins(("doc: A name.", "doc: The name."))


def _entry(code: str, title: str, why: str, how: str, *changes: tuple[str, str], good: str = _GOOD) -> Entry:
    return Entry(code=code, title=title, why=why, how=how, bad=_twins(*changes), good=good)


def _overlay(pauses: str) -> str:
    """A base, an extension that can wait in the middle of the work, and the overlay of both."""
    base = _PREVIOUS.replace(
        "      Name: {", "      Ext: {access: Get, occurs: ZeroOrOne, doc: For extensions.}\n      Name: {"
    )
    return (
        f"# {base}"
        + f"""# a-1.1/enabler.yaml
enabler: a
version: "1.1"
title: A
extends: a-1.0
# a-1.1/objects.yaml
objects:
  <x>:
    type: urn:oma:mo:x-a:1.1
# a-1.1/states.yaml
machines:
  m:
    states:
      waiting: {{value: 25, reads_as: busy, doc: Waiting.}}
    events: {{pauses: {{kind: internal, doc: It pauses.}}}}
    transitions:
      - {{{pauses}}}
      - {{on: ends, from: waiting, to: idle, result: fine, send: owed}}
    refusals:
      - {{on: pauses, in: otherwise}}
# a-overlay-1.1/enabler.yaml
enabler: a-overlay
version: "1.1"
title: A, overlaid
overlays: a-1.1
"""
    )


_KEEP = "Keep it, and add the new one beside it; or list it under `reserved` and say so in a new major version."

ENTRIES = (
    _entry(
        "SWM1001",
        "a result with another name",
        "Code over the stubs names results; it does not compile any more.",
        "Keep the name. A better one can stand in the `doc:`.",
        ("fine: {code: 200", "well: {code: 200"),
        ("result: fine", "result: well"),
    ),
    _entry(
        "SWM1002",
        "a state with another name",
        "Code over the stubs names states; it does not compile any more.",
        "Keep the name. A better one can stand in the `doc:`.",
        ("busy: {value", "working: {value"),
        ("to: busy", "to: working"),
        ("from: busy", "from: working"),
    ),
    _entry(
        "SWM1003",
        "an alert with another name",
        "Code over the stubs names alerts; it does not compile any more.",
        "Keep the name. A better one can stand in the `doc:`.",
        ("  done: {type", "  ended: {type"),
        ("owes: done", "owes: ended"),
    ),
    _entry(
        "SWM1004",
        "an allowed value with another name",
        "Code over the stubs names values; it does not compile any more.",
        "Keep the name.",
        ("slow: 1", "gentle: 1"),
    ),
    _entry(
        "SWM1005",
        "an event that is gone",
        "Device makers raise events; their code does not compile any more.",
        _KEEP,
        ("ends: {kind", "finishes: {kind"),
        ("on: ends", "on: finishes"),
    ),
    _entry(
        "SWM1006",
        "a fact that is gone or has another type",
        "Device makers answer facts; their code is not asked any more, or answers something else.",
        _KEEP,
        ("facts: {warm: {type: bool", "facts: {hot: {type: bool"),
        ("when: warm", "when: hot"),
        ("when: not warm", "when: not hot"),
    ),
    _entry(
        "SWM1007",
        "an action that is gone or takes something else",
        "Device makers implement actions; theirs is not called any more.",
        _KEEP,
        ("actions: {ring:", "actions: {chime:"),
        ("do: ring", "do: chime"),
    ),
    Entry(
        code="SWM1008",
        title="a procedure that is gone, or takes or gives something else",
        why="Device makers implement what a procedure takes; their code does not fit any more.",
        how=_KEEP,
        bad=_twins().replace(
            "# a-1.1/enabler.yaml",
            "# security.yaml\nprocedures: {look: {doc: Looks., in: {package: StoredPackage}, "
            "steps: [{do: check, with: {package: package}, fails: bad}]}}\n"
            "primitives: {check: {in: {package: StoredPackage}, doc: Checks.}}\n"
            "types: {StoredPackage: {python: swm.security.StoredPackage, doc: A package.}}\n# a-1.1/enabler.yaml",
        ),
        good=_GOOD,
    ),
    _entry(
        "SWM1011",
        "a node that is gone",
        "A server that reads or writes it gets 404.",
        _KEEP,
        _RENAMED_NODE,
        good=_twins(_RENAMED_NODE, ("title: A\n", "title: A\nreserved: ['node:x/Name']\n")),
    ),
    _entry(
        "SWM1012",
        "a node that allows less",
        "A command that worked gets 405.",
        "Leave the access as it was; a device may refuse a value, not the command.",
        ("Name: {format: chr, access: Get Replace", "Name: {format: chr, access: Get"),
    ),
    _entry(
        "SWM1013",
        "a node that may occur less often, or must occur",
        "A device or server that did as it was told does not conform any more.",
        "Widen the occurrence, or leave it.",
        (
            "Name: {format: chr, access: Get Replace, occurs: ZeroOrOne",
            "Name: {format: chr, access: Get Replace, occurs: One",
        ),
        good=_twins(
            (
                "Name: {format: chr, access: Get Replace, occurs: ZeroOrOne",
                "Name: {format: chr, access: Get Replace, occurs: ZeroOrOne",
            )
        ),
    ),
    _entry(
        "SWM1014",
        "a node with another scope",
        "A server that deleted or renamed it gets 405, or one that relied on it finds it gone.",
        "Leave the scope as it was.",
        ("scope: Dynamic", "scope: Permanent"),
    ),
    _entry(
        "SWM1015",
        "an object with another MO id",
        "Servers find objects by their MO id; a version may change, the name may not.",
        "Keep the name; only the version at its end may change.",
        ("x-a:1.1", "x-b:1.1"),
    ),
    _entry(
        "SWM1016",
        "a required node that is optional now",
        "A server that relies on it finds devices that do not have it.",
        "Leave it required.",
        ("status: Required", "status: Optional"),
    ),
    _entry(
        "SWM1017",
        "another default",
        "A server that leaves the node out means the old value.",
        "Leave the default as it was.",
        ('default: "3"', 'default: "4"'),
    ),
    _entry(
        "SWM1021",
        "another format",
        "What a server writes gets 415, and what it reads it cannot read.",
        "Add a node with the new format beside it.",
        (
            "Name: {format: chr, access: Get Replace, occurs: ZeroOrOne, max_size: 64",
            "Name: {format: bin, access: Get Replace, occurs: ZeroOrOne, max_size: 64",
        ),
    ),
    _entry(
        "SWM1022",
        "an allowed value that is gone",
        "What a server writes gets 415.",
        "Keep the value.",
        ("{slow: 1, fast: 2}", "{slow: 1}"),
        good=_twins(("{slow: 1, fast: 2}", "{slow: 1, fast: 2, faster: 3}")),
    ),
    _entry(
        "SWM1023",
        "a narrower range",
        "What a server writes gets 415.",
        "Widen the range, or leave it.",
        ("range: 0..9", "range: 0..8"),
        good=_twins(("range: 0..9", "range: 0..10")),
    ),
    _entry(
        "SWM1024",
        "a smaller size",
        "What a server writes gets 413.",
        "Raise the size, or leave it.",
        ("max_size: 64", "max_size: 32"),
        good=_twins(("max_size: 64", "max_size: 128")),
    ),
    _entry(
        "SWM1025",
        "another media type",
        "A peer that looks at the type does not know what it gets.",
        "Keep the type, and add the new one beside it.",
        ("max_size: 64, type: text/plain", "max_size: 64, type: text/csv"),
    ),
    _entry(
        "SWM1026",
        "another unit",
        "The number means something else, and nobody can tell.",
        "Add a node with the new unit beside it.",
        ("unit: seconds", "unit: minutes"),
    ),
    _entry(
        "SWM1027",
        "a result that is gone",
        "Servers know the code; a device that sends it does not conform any more.",
        _KEEP,
        (", bad: {code: 400, doc: It failed.}", ", worse: {code: 401, doc: It failed.}"),
        ("result: bad", "result: worse"),
    ),
    _entry(
        "SWM1028",
        "a result with another code",
        "A server that knows the old version reads the new code as another result, or as none.",
        "Add a result with the new code.",
        ("bad: {code: 400", "bad: {code: 401"),
    ),
    _entry(
        "SWM1029",
        "an alert that is gone",
        "A server that waits for it waits for ever.",
        _KEEP,
        ("  done: {type: urn:oma:at:a:1.0:Done", "  ended: {type: urn:oma:at:a:1.1:Ended"),
        ("owes: done", "owes: ended"),
    ),
    _entry(
        "SWM1030",
        "an alert of another type",
        "A server that knows the old type answers 415.",
        "Add an alert of the new type.",
        ("at:a:1.0:Done", "at:a:1.1:Done"),
    ),
    _entry(
        "SWM1031",
        "an alert that looks otherwise",
        "A server that reads format, data, source or correlator as before reads something wrong.",
        "Add an alert that looks so.",
        ("mark: critical, correlator: echo", "mark: critical, format: chr, correlator: echo"),
    ),
    _entry(
        "SWM1032",
        "a lower mark",
        "What was urgent is held back or dropped.",
        "Leave the mark, or raise it.",
        ("mark: critical", "mark: warning"),
        good=_twins(("mark: critical", "mark: fatal")),
    ),
    _entry(
        "SWM1033",
        "a state with another value",
        "A server reads another state, or none.",
        "Add a state with the new value.",
        ("busy: {value: 20", "busy: {value: 30"),
    ),
    Entry(
        code="SWM1041",
        title="a machine that is gone, or begins elsewhere",
        why="The object that had it does nothing any more, or begins with something half done.",
        how="Keep the machine and where it begins.",
        bad=_twins(("initial: idle", "initial: busy")),
        good=_GOOD,
    ),
    _entry(
        "SWM1042",
        "a state that is gone",
        "A server that waits for it waits for ever.",
        _KEEP,
        ("busy: {value: 20", "working: {value: 30"),
        ("to: busy", "to: working"),
        ("from: busy", "from: working"),
    ),
    _entry(
        "SWM1043",
        "a state in which an operation does not end any more",
        "A server takes the operation to be over.",
        "Add a state for what is under way.",
        ("idle: {value: 10, final: true", "idle: {value: 10"),
    ),
    Entry(
        code="SWM1044",
        title="a command that is never taken any more",
        why="A server that orders it gets a refusal where it was served.",
        how="Take the command at least where it can be done.",
        bad=_twins(
            (
                "      - {on: exec x/Go, from: idle, to: busy, status: 202, owes: done, do: ring}\n",
                "      - {on: begins, from: idle, to: busy, do: ring}\n"
                "      - {on: exec x/Go, from: busy, to: busy, status: 202, owes: done}\n",
            ),
            ("events: {ends:", "events: {begins: {kind: internal, doc: It begins.}, ends:"),
            ("      - {on: ends, in: otherwise}", "      - {on: [ends, begins], in: otherwise}"),
        ),
        good=_GOOD,
    ),
    _entry(
        "SWM1045",
        "another Status",
        "A server takes the command to be done where it is only begun, or waits for an alert that never comes.",
        "Answer as before.",
        ("status: 202, owes: done, do: ring", "status: 200, owes: done, do: ring"),
    ),
    Entry(
        code="SWM1046",
        title="another final alert",
        why="A server waits for the alert that ended the operation before.",
        how="End the operation in the alert it ended in.",
        bad=_twins(
            ("owes: done, do: ring", "owes: ended, do: ring"),
            (
                "  done: {type: urn:oma:at:a:1.0:Done, answers: [exec x/Go, exec x/Again]",
                "  ended: {type: urn:oma:at:a:1.1:Ended, answers: exec x/Go, source: x, correlator: echo, doc: It ended.}\n"
                "  done: {type: urn:oma:at:a:1.0:Done, answers: exec x/Again",
            ),
        ),
        good=_GOOD,
    ),
    Entry(
        code="SWM1047",
        title="an overlay that shows more than its base allows",
        why="A server that knows only the base meets a state, a code, an alert or an order of events that its text "
        "does not have. The notes are the shortest way to it.",
        how="Read the new state as one that the base may be in then (`reads_as`), tell the result as one of the base, "
        "or answer as the base does.",
        bad=_overlay("on: pauses, from: busy, to: waiting, result: fine, send: done"),
        good=_overlay("on: pauses, from: busy, to: waiting"),
    ),
    Entry(
        code="SWM1051",
        title="a waiver that waives nothing",
        why="It says that something breaks which does not, and would hide it if it ever did.",
        how="Take the waiver out.",
        bad=_twins(
            ("title: A\n", "title: A\nsuppress: [{rule: SWM1011, at: 'node:x/Name', reason: Nobody used it.}]\n")
        ),
        good=_twins(
            ("title: A\n", "title: A\nsuppress: [{rule: SWM1011, at: 'node:x/Name', reason: Nobody used it.}]\n"),
            _RENAMED_NODE,
        ),
    ),
)

"""06xx: security procedures."""

from swmgen.diagnostics.catalogue.entry import Entry
from swmgen.diagnostics.catalogue.examples import GO, IDLE_BUSY, RESULT, machine, security
from swmgen.diagnostics.diagnostic import Severity

_LINES = (
    "types: {Proof: {python: swm.security.Permit, sealed: true, doc: A proof.}}",
    "threats: {forged: Somebody forges it.}",
    "primitives:",
    "  read: {in: {data: bytes}, out: text, doc: Read it.}",
    "  prove: {in: {text: text}, out: Proof, doc: Check it.}",
    "procedures:",
    "  check:",
    "    doc: Check it all.",
    "    in: {data: bytes}",
    "    steps:",
    "      - {do: read, with: {data: data}, as: words, fails: bad, stops: forged}",
    "      - {do: prove, with: {text: words}, as: proof, fails: bad, stops: forged}",
    "    returns: proof",
)
_GOOD = security(*_LINES) + RESULT


def _with(old: str, new: str) -> str:
    assert old in _GOOD, old
    return _GOOD.replace(old, new)


_INSTALL = (
    "actions:",
    "  put: {takes: Proof, made_by: check, otherwise: fails, installs: true, doc: Install it.}",
    "events: {fails: {kind: internal, carries: bad, doc: It failed.}}",
)
_MACHINE = machine(
    GO.replace("to: a", "to: b").replace("}", ", do: put}"),
    "{on: fails, from: b, to: a, result: given}",
    states=IDLE_BUSY,
    more=_INSTALL,
    refusals=("{on: exec x/Go, in: otherwise, status: 405}", "{on: fails, in: otherwise}"),
)

ENTRIES = (
    Entry(
        code="SWM0601",
        title="an argument of the wrong type",
        why="The primitive checks something else than was meant.",
        how="Give it a value of the type its input has.",
        bad=_with("{text: words}", "{text: data}").replace(", as: words", ""),
        good=_GOOD,
    ),
    Entry(
        code="SWM0602",
        title="an argument that is missing",
        why="The primitive cannot work without it.",
        how="Give it under `with`.",
        bad=_with("{do: read, with: {data: data}, as", "{do: read, as"),
        good=_GOOD,
    ),
    Entry(
        code="SWM0603",
        title="an argument that the primitive does not take",
        why="It would be passed over, and with it a check that its writer wanted.",
        how="Use an input that the primitive has, or add the input.",
        bad=_with("with: {data: data}", "with: {data: data, size: 5}"),
        good=_GOOD,
    ),
    Entry(
        code="SWM0604",
        title="a name that is not bound yet",
        why="No earlier step or input gives it a value.",
        how="Bind it with `as` in an earlier step, or name an input.",
        bad=_with("{text: words}", "{text: word}").replace(", as: words", ""),
        good=_GOOD,
    ),
    Entry(
        code="SWM0605",
        title="an output that is never used",
        why="A step whose outcome nobody looks at protects nothing, or the next step looks at the wrong value.",
        how="Use it in a later step or return it.",
        bad=_with("in: {data: bytes}\n    steps", "in: {data: bytes, plain: text}\n    steps").replace(
            "{text: words}", "{text: plain}"
        ),
        good=_GOOD,
        severity=Severity.WARNING,
    ),
    Entry(
        code="SWM0606",
        title="a failure without a result",
        why="The server would never learn why the package was refused.",
        how="Say `fails` with a result, or `silent: true` where nothing may be answered.",
        bad=_with("as: words, fails: bad", "as: words"),
        good=_GOOD,
    ),
    Entry(
        code="SWM0607",
        title="a silent step with a result",
        why="A silent step answers nothing, so the result is never reported.",
        how="Take one of the two away.",
        bad=_with("as: words, fails: bad", "as: words, silent: true, fails: bad"),
        good=_GOOD,
    ),
    Entry(
        code="SWM0608",
        title="software put into force that nobody verified",
        why="An installing action must take a value that only a procedure can make; else unverified software can be installed.",
        how="Let it take a sealed type, made by a procedure.",
        bad=_MACHINE.replace("takes: Proof, made_by: check, otherwise: fails, ", "") + _GOOD,
        good=_MACHINE + _GOOD,
    ),
    Entry(
        code="SWM0609",
        title="a value from the wrong procedure",
        why="The action would never get the value it takes.",
        how="Name a procedure that returns this type, and the event for when it stops short.",
        bad=_MACHINE.replace("made_by: check, otherwise: fails, ", "") + _GOOD,
        good=_MACHINE + _GOOD,
    ),
    Entry(
        code="SWM0610",
        title="a threat that nothing stops",
        why="The list of threats is a promise; each must be stopped by a step.",
        how="Add a step, or say at a step that it stops the threat.",
        bad=_with(
            "threats: {forged: Somebody forges it.}",
            "threats: {forged: Somebody forges it., replayed: It is sent twice.}",
        ),
        good=_GOOD,
    ),
    Entry(
        code="SWM0611",
        title="a step that no threat needs",
        why="A check whose reason is not known is the first to be dropped.",
        how="Say what it stops, or describe the threat.",
        bad=_with("as: words, fails: bad, stops: forged", "as: words, fails: bad"),
        good=_GOOD,
    ),
    Entry(
        code="SWM0612",
        title="a procedure that returns nothing it has",
        why="The value is bound by no step.",
        how="Return a name that a step binds.",
        bad=_with("returns: proof", "returns: prof").replace(", as: proof", ""),
        good=_GOOD,
    ),
    Entry(
        code="SWM0613",
        title="a sealed type that nothing makes",
        why="Only primitives can make values of a sealed type; without one there is none.",
        how="Let a primitive yield it, or take the type away.",
        bad=_with(
            "doc: A proof.}}", "doc: A proof.}, Other: {python: swm.security.Claims, sealed: true, doc: Another.}}"
        ),
        good=_GOOD,
    ),
    Entry(
        code="SWM0614",
        title="a type that stands for nothing",
        why="Stubs need to know which class of the runtime it is.",
        how="Name it under `python`: package.module.Name.",
        bad=_with("python: swm.security.Permit, ", ""),
        good=_GOOD,
    ),
    Entry(
        code="SWM0615",
        title="a name that is bound twice",
        why="A reader cannot tell which value a later step uses.",
        how="Bind each output to a name of its own.",
        bad=_with("as: words", "as: data").replace("{text: words}", "{text: data}"),
        good=_GOOD,
    ),
    Entry(
        code="SWM0616",
        title="a fact in place of a check",
        why="A fact is what the device says; whether something is verified must come from a procedure.",
        how="Ask passes(procedure) in the guard.",
        bad=machine(
            GO.replace("to: a", "when: verified, to: a"),
            more=("facts: {verified: {type: bool, doc: It was verified.}}",),
            refusals=("{on: exec x/Go, in: otherwise, status: 405}",),
        ),
        good=machine(GO),
    ),
)

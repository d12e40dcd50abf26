"""04xx: state machines."""

from swmgen.diagnostics.catalogue.entry import Entry
from swmgen.diagnostics.catalogue.examples import (
    DONE,
    GO,
    IDLE_BUSY,
    ITEMS,
    ORDER,
    REST,
    TICK,
    WORK,
    interface,
    machine,
    tree,
)
from swmgen.diagnostics.diagnostic import Severity

_TWO = ["{on: exec x/Go, from: a, to: b, status: 200}", "{on: exec x/Go, from: b, to: a, status: 200}"]
_FLAG = "facts: {flag: {type: bool, doc: A flag.}}"
_COUNT = "variables: {count: {type: int, range: 0..3, initial: 0, doc: A count.}}"
_COUNTING = (
    "{on: exec x/Go, from: a, when: count = 0, to: a, status: 200}",
    "{on: exec x/Go, from: a, when: count > 0, to: a, status: 200, set: {count: 0}}",
)

_ITEM = "of: x/Items/<x>, initial: a"
_LEAVE = "{on: exec x/Items/<x>/Go, from: a, to: b, status: 200}"
_GONE = "a: {value: 1, doc: Idle.} ; b: {gone: true, doc: Taken away.}"


def _limited(path: str) -> str:
    return ITEMS + machine(
        f"{{on: exec x/Items/<x>/Go, from: a, when: {path} = 1, to: a, status: 200}}",
        head=_ITEM,
        refusals=("{on: exec x/Items/<x>/Go, in: otherwise, status: 405}",),
    )


def _decided(*rules: str) -> str:
    facts = [
        "facts:",
        "  loud: {type: bool, doc: It is loud.}",
        "  heard: {type: bool, doc: Somebody hears it., rules: [",
    ]
    facts[-1] += ", ".join(rules) + "]}"
    row = "{on: exec x/Go, from: a, to: a, status: 200, when: heard}"
    return machine(row, more=tuple(facts), refusals=("{on: exec x/Go, in: a, when: not heard, status: 405}",))


ENTRIES = (
    Entry(
        code="SWM0401",
        title="two states with one value",
        why="A server that reads the leaf could not tell the states apart.",
        how="Give each state a value of its own.",
        bad=machine(*_TWO, states="a: {value: 1, doc: Idle.} ; b: {value: 1, doc: Busy.}"),
        good=machine(*_TWO, states="a: {value: 1, doc: Idle.} ; b: {value: 2, doc: Busy.}"),
    ),
    Entry(
        code="SWM0402",
        title="a state that cannot be reached",
        why="No sequence of events leads there, so it can only confuse readers.",
        how="Add the transition that is missing, or take the state away.",
        bad=machine(
            GO, states=IDLE_BUSY.replace("b: {", "b: {final: true, "), refusals=("{on: exec x/Go, in: b, status: 405}",)
        ),
        good=machine(*_TWO, states=IDLE_BUSY),
    ),
    Entry(
        code="SWM0403",
        title="a state without a way out",
        why="An object that comes there is stuck for ever; a server waits for an alert that never comes.",
        how="Add a transition, or say `final: true` if an operation ends there.",
        bad=machine(_TWO[0], states=IDLE_BUSY, refusals=(REST[0],)),
        good=machine(*_TWO, states=IDLE_BUSY),
    ),
    Entry(
        code="SWM0404",
        title="an event without an outcome",
        why="Devices would each do something else; this is what \u201cnot in the proper state\u201d must never mean.",
        how="Add a transition or a refusal; `in: otherwise` covers all that is left.",
        bad=machine(_TWO[0], states="a: {value: 1, doc: Idle.} ; b: {value: 2, final: true, doc: Busy.}"),
        good=machine(*_TWO, states=IDLE_BUSY),
    ),
    Entry(
        code="SWM0405",
        title="an event with two outcomes",
        why="Two rows hold at once, so the outcome depends on who reads the specification.",
        how="Make the guards exclude each other; the message names a case in which both hold.",
        bad=machine(
            GO, "{on: exec x/Go, from: a, when: flag, to: a, status: 202}".replace("202", "200"), more=(_FLAG,)
        ),
        good=machine(
            "{on: exec x/Go, from: a, when: flag, to: a, status: 200}",
            more=(_FLAG,),
            refusals=("{on: exec x/Go, in: a, when: not flag, status: 405}",),
        ),
    ),
    Entry(
        code="SWM0406",
        title="a command that the node does not allow",
        why="The tree refuses the command with 405 before the machine hears of it, so the row never counts.",
        how="Allow the command in the node's access, or name another node.",
        bad=machine(GO, "{on: replace x/State, from: a, to: a, status: 200}"),
        good=machine(GO),
    ),
    Entry(
        code="SWM0407",
        title="an Exec that no machine handles",
        why="A server may order it, and nothing is said about what happens.",
        how="Handle it in a machine, or take Exec away from the node.",
        bad=machine("{on: tick, from: a, to: a}", more=(TICK,)),
        good=machine(GO),
    ),
    Entry(
        code="SWM0408",
        title="a Status that cannot answer the command",
        why="Servers act on Status codes; one that the protocol does not have for this command is not understood.",
        how="Take one of those listed.",
        bad=machine("{on: exec x/Go, from: a, to: a, status: 418}"),
        good=machine(GO),
        reference="OMA-TS-DM_RepPro 1.2, section 10",
    ),
    Entry(
        code="SWM0409",
        title="a Status where none is awaited, or none where one is",
        why="A command is always answered; an event that is no command never is.",
        how="Add `status` to rows of commands, take it from others.",
        bad=machine("{on: exec x/Go, from: a, to: a}"),
        good=machine(GO),
    ),
    Entry(
        code="SWM0410",
        title="a result that nothing carries",
        why="`given` takes the result of the event or of a procedure that did not pass; here is neither.",
        how="Say `carries` at the event, or name the result.",
        bad=machine(GO, "{on: tick, from: a, to: a, result: given}", more=(TICK,)),
        good=machine(GO, "{on: tick, from: a, to: a}", more=(TICK,)),
    ),
    Entry(
        code="SWM0411",
        title="an event that is never used",
        why="Device makers would implement it for nothing.",
        how="Use it, or take it away.",
        bad=machine(GO, more=(TICK,), refusals=()),
        good=machine(GO, "{on: tick, from: a, to: a}", more=(TICK,)),
        severity=Severity.WARNING,
    ),
    Entry(
        code="SWM0412",
        title="a variable that is never used",
        why="It would be journalled on every device for nothing.",
        how="Use it, or take it away.",
        bad=machine(GO, more=(_COUNT,)),
        good=machine(*_COUNTING, more=(_COUNT,)),
        severity=Severity.WARNING,
    ),
    Entry(
        code="SWM0413",
        title="a fact that is never asked",
        why="Device makers would implement it for nothing.",
        how="Ask it in a guard, or take it away.",
        bad=machine(GO, more=(_FLAG,)),
        good=machine(
            "{on: exec x/Go, from: a, when: flag, to: a, status: 200}",
            more=(_FLAG,),
            refusals=("{on: exec x/Go, in: otherwise, status: 405}",),
        ),
        severity=Severity.WARNING,
    ),
    Entry(
        code="SWM0414",
        title="an action that is never performed",
        why="Device makers would implement it for nothing.",
        how="Perform it in a transition, or take it away.",
        bad=machine(GO, more=("actions: {go: {doc: Go.}}",)),
        good=machine(GO.replace("}", ", do: go}"), more=("actions: {go: {doc: Go.}}",)),
        severity=Severity.WARNING,
    ),
    Entry(
        code="SWM0416",
        title="an assignment that does not fit",
        why="The variable cannot hold the value, so no device could do as told.",
        how="Assign a value of the variable's type and range.",
        bad=machine(_COUNTING[0], _COUNTING[1].replace("count: 0}}", "count: 9}}"), more=(_COUNT,)),
        good=machine(*_COUNTING, more=(_COUNT,)),
    ),
    Entry(
        code="SWM0417",
        title="a comparison without a meaning",
        why="The two sides can never be equal or ordered, so the guard is not what its writer thinks.",
        how="Compare values of one type; < and > compare integers only.",
        bad=machine(
            "{on: exec x/Go, from: a, when: flag = 3, to: a, status: 200}",
            more=(_FLAG,),
            refusals=("{on: exec x/Go, in: otherwise, status: 405}",),
        ),
        good=machine(
            "{on: exec x/Go, from: a, when: flag = true, to: a, status: 200}",
            more=(_FLAG,),
            refusals=("{on: exec x/Go, in: otherwise, status: 405}",),
        ),
    ),
    Entry(
        code="SWM0418",
        title="a state that cannot be shown",
        why="Servers read the state as an integer; the leaf must be an int that allows Get.",
        how="Name such a leaf, or change this one.",
        bad=machine(GO, head="of: x, shown_by: x/Go, initial: a"),
        good=machine(GO, head="of: x, shown_by: x/State, initial: a"),
    ),
    Entry(
        code="SWM0419",
        title="a timer that never fires",
        why="A timer needs a time, and states in which it runs.",
        how="State `after` (seconds, or an int node) and `while_in`.",
        bad=machine(
            GO, "{on: tick, from: a, to: a}", more=("events: {tick: {kind: timer, while_in: a, doc: A tick.}}",)
        ),
        good=machine(
            GO,
            "{on: tick, from: a, to: a}",
            more=("events: {tick: {kind: timer, after: x/Seconds, while_in: a, doc: A tick.}}",),
        ),
    ),
    Entry(
        code="SWM0420",
        title="an alert that is owed and never sent",
        why="The server got 202 and waits for an alert that no transition sends.",
        how="Say `send: owed` where the operation ends.",
        bad=machine(
            WORK[0], "{on: tick, from: b, to: a, result: ok}", states=IDLE_BUSY, more=(ORDER, TICK), refusals=REST
        )
        + DONE,
        good=machine(*WORK, states=IDLE_BUSY, more=(ORDER, TICK), refusals=REST) + DONE,
    ),
    Entry(
        code="SWM0421",
        title="an alert that is sent and never owed",
        why="Nothing is owed here, so nothing would be sent.",
        how="Say `owes` where the order is accepted.",
        bad=machine(
            WORK[0].replace("202, owes: done", "200, send: done"),
            WORK[1],
            states=IDLE_BUSY,
            more=(ORDER, TICK),
            refusals=REST,
        )
        + DONE,
        good=machine(*WORK, states=IDLE_BUSY, more=(ORDER, TICK), refusals=REST) + DONE,
    ),
    Entry(
        code="SWM0422",
        title="202 without an alert to follow",
        why="202 means that the operation goes on and an alert will tell its end.",
        how="Say `owes`, or answer 200.",
        bad=machine("{on: exec x/Go, from: a, to: a, status: 202}"),
        good=machine(GO),
        reference="OMA-TS-DM_RepPro 1.2, section 10",
    ),
    Entry(
        code="SWM0423",
        title="a state that reads as a new state",
        why="A server of the base version must be shown a state that its version has.",
        how="Name a state of the extended version.",
        bad=machine(*_TWO, states="a: {value: 1, reads_as: b, doc: Idle.} ; b: {value: 2, reads_as: a, doc: Busy.}"),
        good=machine(*_TWO, states="a: {value: 1, doc: Idle.} ; b: {value: 2, reads_as: a, doc: Busy.}"),
    ),
    Entry(
        code="SWM0424",
        title="a state whose value the leaf does not allow",
        why="The device would show a value that its own tree forbids.",
        how="Add the value to the leaf's values, or change the state's.",
        bad=tree(
            'Go: {format: "null", access: Exec, type: text/plain, doc: Start.}',
            "State: {format: int, access: Get, type: text/plain, values: {idle: 5}, doc: The state.}",
        )
        + machine(GO, head="of: x, shown_by: x/State, initial: a"),
        good=tree(
            'Go: {format: "null", access: Exec, type: text/plain, doc: Start.}',
            "State: {format: int, access: Get, type: text/plain, values: {idle: 1}, doc: The state.}",
        )
        + machine(GO, head="of: x, shown_by: x/State, initial: a"),
    ),
    Entry(
        code="SWM0425",
        title="a variable or fact declared wrongly",
        why="Its first value is none of its type, or an enum has no members; no device could begin.",
        how="State an initial value of the type, and members for an enum.",
        bad=machine(*_COUNTING, more=(_COUNT.replace("initial: 0", "initial: 7"),)),
        good=machine(*_COUNTING, more=(_COUNT,)),
    ),
    Entry(
        code="SWM0427",
        title="an otherwise for which nothing is left",
        why="Every state is spoken for already, so the refusal misleads its readers.",
        how="Take it away.",
        bad=machine(GO, refusals=("{on: exec x/Go, in: otherwise, status: 405}",)),
        good=machine(GO),
        severity=Severity.WARNING,
    ),
    Entry(
        code="SWM0428",
        title="something after the node is gone",
        why="The node and its machine are deleted on entry; no event can reach them, and what cannot be deleted stays.",
        how="Take the row away, or let the state exist. Only a node that is one of several can be gone.",
        bad=ITEMS + machine(_LEAVE, "{on: exec x/Items/<x>/Go, from: b, to: a, status: 200}", head=_ITEM, states=_GONE),
        good=ITEMS + machine(_LEAVE, head=_ITEM, states=_GONE),
    ),
    Entry(
        code="SWM0429",
        title="a variable that its leaf cannot show",
        why="A server reads the leaf; what the variable holds must be one of the leaf's values.",
        how="Give the leaf the format of the variable, Get, and for an enum a value of each member's name.",
        bad=machine(*_COUNTING, more=(_COUNT.replace("initial: 0", "initial: 0, shown_by: x/Go"),)),
        good=machine(*_COUNTING, more=(_COUNT.replace("initial: 0", "initial: 0, shown_by: x/Seconds"),)),
    ),
    Entry(
        code="SWM0430",
        title="a guard that reads one of several nodes",
        why="There are many nodes of that path, and the machine belongs to none of them.",
        how="Read a node of the machine's own object, one there is one of, or ask the device for a fact.",
        bad=_limited("x/Others/<x>"),
        good=_limited("x/Items/<x>/Limit"),
    ),
    Entry(
        code="SWM0431",
        title="a machine of no node that wants one",
        why="What is no node is not shown, gets no commands, and has no handler that acts; only its table is generated.",
        how="State `of` in place of `each`, or leave out what needs a node and act on the table's decision.",
        bad=machine(
            "{on: tick, from: a, to: a, do: ring}",
            more=(TICK, "actions: {ring: {doc: Ring.}}"),
            head="each: bell, initial: a",
        )
        + machine(GO).partition("machines:\n")[2].replace("  m:", "  n:"),
        good=machine("{on: tick, from: a, to: a}", more=(TICK,), head="each: bell, initial: a")
        + machine(GO).partition("machines:\n")[2].replace("  m:", "  n:"),
    ),
    Entry(
        code="SWM0432",
        title="rules that leave a case open, or have none",
        why="The first rule that holds decides; a case without one has no answer, a rule that is never first no use.",
        how="End with a rule without `when`, and take away what the rules before it decide already.",
        bad=_decided("{when: loud, is: true}"),
        good=_decided("{when: loud, is: true}", "{is: false}"),
    ),
    Entry(
        code="SWM0433",
        title="rules that cannot decide",
        why="A fact is decided from what is known before it, and is one of its own values.",
        how="Declare the facts it asks before it, and let each rule give a value of its type.",
        bad=_decided("{when: loud, is: maybe}", "{is: false}"),
        good=_decided("{when: loud, is: true}", "{is: false}"),
    ),
    Entry(
        code="SWM0434",
        title="an interface that is not between two sides",
        why="Two sides work together by what each offers; a side that offers nothing cannot be reached.",
        how="Name two sides, and give each a call at least.",
        bad=interface(("between: keeper ringer", "between: keeper ringer owner")),
        good=interface(),
    ),
    Entry(
        code="SWM0435",
        title="an action that no call carries out",
        why="The machine asks for it, and the other side has no way to do it.",
        how="Add a call that does it.",
        bad=interface(("does: ring, ", "")),
        good=interface(),
    ),
    Entry(
        code="SWM0436",
        title="a call that brings a command",
        why="Commands come from the DM server, timers from the clock and restarts from the device; a call would forge them.",
        how="Let the call raise an internal event.",
        bad=interface(("kind: internal", "kind: restart")),
        good=interface(),
    ),
)

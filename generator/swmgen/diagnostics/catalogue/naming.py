"""08xx: names, documentation, requirements, suppressions."""

from swmgen.diagnostics.catalogue.entry import Entry
from swmgen.diagnostics.catalogue.examples import ENABLER, GO, machine, tree
from swmgen.diagnostics.diagnostic import Severity

_NODE = "N: {format: int, access: Get, type: text/plain, doc: A number.}"


def _deep(levels: int) -> str:
    """objects.yaml with a chain of nodes."""
    lines = ["# objects.yaml", "objects:", "  <x>:"]
    indent = 4
    for _ in range(levels):
        pad = " " * indent
        lines += [
            f"{pad}access: Get",
            f"{pad}type: urn:oma:mo:x-a:1.0",
            f"{pad}doc: A group.",
            f"{pad}nodes:",
            f"{pad}  N:",
        ]
        indent += 4
    pad = " " * indent
    lines += [f"{pad}access: Get", f"{pad}type: urn:oma:mo:x-a:1.0", f"{pad}doc: A group."]
    return "\n".join(lines) + "\n"


ENTRIES = (
    Entry(
        code="SWM0801",
        title="a name that code cannot use",
        why="Names of states, events, results and the like become names in stubs and models.",
        how="Use lower case letters, digits and _, beginning with a letter.",
        bad=machine(
            GO.replace("from: a, to: a", "from: Idle, to: Idle"),
            states="Idle: {value: 1, final: true, doc: Idle.}",
            head="of: x, initial: Idle",
        ),
        good=machine(GO),
    ),
    Entry(
        code="SWM0802",
        title="something that is not explained",
        why="The documents and the stubs would show a name and nothing else.",
        how="Say in `doc` what it means, with unit and limits.",
        bad=tree("N: {format: int, access: Get, type: text/plain}"),
        good=tree(_NODE),
        severity=Severity.WARNING,
    ),
    Entry(
        code="SWM0803",
        title="names that become one in stubs",
        why="Both names have the same form in snake_case; the later one gets a number, and a reordering would swap them.",
        how="Rename one, or suppress the rule where the name is given from outside.",
        bad=tree(_NODE.replace("N:", "PkgURL:"), _NODE.replace("N:", "Pkg_URL:")),
        good=tree(_NODE.replace("N:", "PkgURL:"), _NODE.replace("N:", "PkgName:")),
        severity=Severity.WARNING,
    ),
    Entry(
        code="SWM0804",
        title="a requirement that nothing serves",
        why="The work item demands it, and nothing in the specification answers.",
        how="Add what is missing, and say `serves` at nodes, transitions, alerts or steps.",
        bad=ENABLER + "requirements: {safe: It is safe.}\n" + tree(_NODE),
        good=ENABLER + "requirements: {safe: It is safe.}\n" + tree(_NODE.replace("}", ", serves: safe}")),
    ),
    Entry(
        code="SWM0805",
        title="a suppression that silences nothing",
        why="The fault it excused is gone; the excuse would hide the next one.",
        how="Take it away.",
        bad=ENABLER + "suppress: [{rule: SWM0802, at: 'node:x/N', reason: it is obvious}]\n" + tree(_NODE),
        good=ENABLER
        + "suppress: [{rule: SWM0802, at: 'node:x/N', reason: it is obvious}]\n"
        + tree(_NODE.replace(", doc: A number.", "")),
    ),
    Entry(
        code="SWM0806",
        title="a suppression of no rule",
        why="Errors of syntax and references cannot be excused, and unknown codes excuse nothing.",
        how="Name a rule; `swmgen explain --list` shows them.",
        bad=ENABLER + "suppress: [{rule: SWM0101, at: 'node:x/N', reason: it is fine}]\n" + tree(_NODE),
        good=ENABLER + tree(_NODE),
    ),
    Entry(
        code="SWM0807",
        title="a tree that is too deep",
        why="Devices bound the depth and length of URIs (DevDetail URI/MaxDepth, MaxTotLen).",
        how="Flatten the tree.",
        bad=_deep(64),
        good=_deep(3),
        severity=Severity.WARNING,
    ),
)

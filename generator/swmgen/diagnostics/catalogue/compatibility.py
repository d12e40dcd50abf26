"""07xx: what stays compatible."""

from swmgen.diagnostics.catalogue.entry import Entry
from swmgen.diagnostics.catalogue.examples import makers

ENTRIES = (
    Entry(
        code="SWM0701",
        title="a maker's node outside Ext",
        why="A later version of the standard may put a node of that name there; below Ext it never will.",
        how="Put the maker's nodes below the standard's Ext node.",
        bad=makers(objects="Mine: {format: int, access: Get, type: text/plain, doc: A number.}"),
        good=makers(),
    ),
    Entry(
        code="SWM0702",
        title="a maker's state with a value that is not left to makers",
        why="A later version of the standard may give the value another meaning.",
        how="Take a value of a range that the machine leaves to makers.",
        bad=makers(("value: 200", "value: 2")),
        good=makers(),
    ),
    Entry(
        code="SWM0703",
        title="a maker's result with a code that is not left to makers",
        why="Servers read the code as the standard says, today or in a later version.",
        how="Take a code of a range that the standard leaves to makers.",
        bad=makers(("code: 450", "code: 400")),
        good=makers(),
    ),
    Entry(
        code="SWM0704",
        title="a maker's alert with a name of OMA's",
        why="Names below urn:oma: are given by OMA; two alerts of one name cannot be told apart.",
        how="Begin the type with a domain of the maker's, reversed: com.example.alert.",
        bad=makers(("type: com.example.tested", "type: urn:oma:at:a:1.0:Tested")),
        good=makers(),
    ),
    Entry(
        code="SWM0705",
        title="a maker's row that changes the standard",
        why="A server that knows the standard relies on what its states do on its events.",
        how="Let rows start in states of the maker's own, or on events of its own nodes.",
        bad=makers(
            ("transitions:\n", "drop: [{on: exec x/Go, why: Ours is better.}]\n    transitions:\n"),
            ("from: tested, to: a, status: 200}", "from: a tested, to: a, status: 200, result: fine, send: went}"),
        ),
        good=makers(),
    ),
)

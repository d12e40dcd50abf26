"""05xx: results and alerts."""

from swmgen.diagnostics.catalogue.entry import Entry
from swmgen.diagnostics.catalogue.examples import DONE, IDLE_BUSY, ORDER, REST, TICK, WORK, machine, messages
from swmgen.diagnostics.diagnostic import Severity

_MACHINE = machine(*WORK, states=IDLE_BUSY, more=(ORDER, TICK), refusals=REST)
_GOOD = _MACHINE + DONE
_RANGE = messages("ranges: {makers: {from: 450, to: 499, doc: For makers.}}")


def _with(*changes: tuple[str, str]) -> str:
    text = _GOOD
    for old, new in changes:
        text = text.replace(old, new)
    return text


_SEND_BOTH = ("result: ok, send: owed", "result: ok, send: [owed, other]")

ENTRIES = (
    Entry(
        code="SWM0501",
        title="two results with one code",
        why="A server reads the code; it could not tell the results apart.",
        how="Give each result a code of its own.",
        bad=_with(
            (
                "results: {ok: {code: 200, doc: Done.}}",
                "results:\n  ok: {code: 200, doc: Done.}\n  fine: {code: 200, doc: Done too., reads_as: ok}",
            ),
            ("{on: tick, in: otherwise}", "{on: tick, in: otherwise, result: fine}"),
        ),
        good=_GOOD,
    ),
    Entry(
        code="SWM0502",
        title="a code that is kept",
        why="The range is promised to makers, or reserved; a standard code in it clashes with theirs.",
        how="Take a code outside the ranges.",
        bad=_with(("results:", "ranges: {makers: {from: 200, to: 299, doc: For makers.}}\nresults:")),
        good=_with(("results:", "ranges: {makers: {from: 450, to: 499, doc: For makers.}}\nresults:")),
    ),
    Entry(
        code="SWM0503",
        title="a result that never occurs",
        why="Servers would prepare for something that no device ever says.",
        how="Use it in a transition, at an event or in a step, or take it away.",
        bad=_with(
            (
                "results: {ok: {code: 200, doc: Done.}}",
                "results: {ok: {code: 200, doc: Done.}, bad: {code: 400, doc: Failed.}}",
            )
        ),
        good=_GOOD,
        severity=Severity.WARNING,
    ),
    Entry(
        code="SWM0504",
        title="an alert that is never sent",
        why="Servers would wait for it in vain.",
        how="Send it in a transition, owe it, or take it away.",
        bad=_GOOD + "  other: {type: urn:oma:at:x-a:1.0:Other, source: x, doc: Something else.}\n",
        good=_GOOD,
        severity=Severity.WARNING,
    ),
    Entry(
        code="SWM0505",
        title="a malformed alert type",
        why="Servers tell alerts apart by their type; it is a URN or a reversed domain name.",
        how="Write urn:oma:at:..., or com.example.name.",
        bad=_with(("urn:oma:at:x-a:1.0:Done", "Done")),
        good=_GOOD,
        reference="OMNA DM alert types",
    ),
    Entry(
        code="SWM0506",
        title="a final alert without the order's Correlator",
        why="A server with several orders under way could not tell which one has ended.",
        how="State `correlator: echo`.",
        bad=_with((", correlator: echo", "")),
        good=_GOOD,
        reference="OMA-TS-DM_Protocol 1.2, 8.7",
    ),
    Entry(
        code="SWM0507",
        title="a failure that is marked as less important",
        why="Servers look at failures first; their Mark must say so.",
        how="Choose a more important Mark for failures.",
        bad=_with((", correlator: echo", ", correlator: echo, mark: warning, mark_on_failure: harmless")),
        good=_with((", correlator: echo", ", correlator: echo, mark_on_failure: critical")),
    ),
    Entry(
        code="SWM0508",
        title="a malformed range of codes",
        why="It holds no code, or the same codes as another range.",
        how="Put the lower code first, and keep ranges apart.",
        bad=_RANGE.replace("from: 450, to: 499", "from: 499, to: 450"),
        good=_RANGE,
    ),
    Entry(
        code="SWM0509",
        title="an order that owes somebody else's alert",
        why="The server waits for the alert that answers its command, and gets another.",
        how="Owe the alert whose `answers` names the command.",
        bad=_with(("answers: exec x/Go, ", "")),
        good=_GOOD,
    ),
    Entry(
        code="SWM0510",
        title="a result code in a format that cannot hold one",
        why="The data of the alert is an integer; the format must be able to say so.",
        how="State int, chr or xml.",
        bad=_with((", correlator: echo", ", correlator: echo, format: bool")),
        good=_GOOD,
    ),
    Entry(
        code="SWM0511",
        title="two alerts of one type",
        why="Servers tell alerts apart by their type alone.",
        how="Give each alert a type of its own.",
        bad=_with(_SEND_BOTH) + "  other: {type: urn:oma:at:x-a:1.0:Done, source: x, doc: Something else.}\n",
        good=_GOOD,
    ),
    Entry(
        code="SWM0512",
        title="an Identifier without a place",
        why="Identifier is an element beside ResultCode; only a result in format xml has elements.",
        how="State `format: xml`, or take the identifier away.",
        bad=_with((", correlator: echo", ", correlator: echo, identifier: x/State")),
        good=_with((", correlator: echo", ", correlator: echo, format: xml, identifier: x/State")),
    ),
    Entry(
        code="SWM0513",
        title="an alert of a node that nobody executed",
        why="The source is the node that was executed, and this alert answers no Exec.",
        how="Say with `answers` which Exec the alert ends, or name its source.",
        bad=_with(_SEND_BOTH) + "  other: {type: urn:oma:at:x-a:1.0:Other, source: executed, doc: Something else.}\n",
        good=_with(("source: x, correlator", "source: executed, correlator")),
    ),
    Entry(
        code="SWM0514",
        title="an owed alert that flow control may lose",
        why="The server waits for the alert that ends its order; it can come late, but it has to come.",
        how="Leave `sample` and `drop` out of `may`, or leave `may` out: spread and hold are the default.",
        bad=_with(("source: x, correlator", "source: x, may: spread sample, correlator")),
        good=_with(("source: x, correlator", "source: x, may: spread hold, correlator")),
    ),
    Entry(
        code="SWM0515",
        title="a critical alert that flow control may keep back",
        why="What is marked critical or fatal is what the server must learn, of every device.",
        how="Let it be spread at most, or give it a lesser Mark.",
        bad=_with(_SEND_BOTH)
        + "  other: {type: urn:oma:at:x-a:1.0:Other, source: x, mark: critical, may: spread drop, doc: Something else.}\n",
        good=_with(_SEND_BOTH)
        + "  other: {type: urn:oma:at:x-a:1.0:Other, source: x, mark: critical, may: spread, doc: Something else.}\n",
    ),
)

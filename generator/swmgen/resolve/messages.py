"""Message texts to results, ranges and alerts."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET

from swmgen.model import EXECUTED, Alert, CorrelatorRule, Flow, Format, Mark, Messages, Result
from swmgen.read.language import AlertText, MessagesFile
from swmgen.resolve.ranges import build_ranges
from swmgen.resolve.scope import Scope, entries, stated, words


def build_messages(text: MessagesFile, scope: Scope) -> Messages:
    """The results and alerts of an enabler; what its alerts answer and speak of is looked up in its trees."""
    results: dict[str, Any] = dict(entries(text.results))
    return Messages(
        results=tuple(_result(name, entry, results, scope) for name, entry in results.items()),
        ranges=build_ranges("range", entries(text.ranges), scope),
        alerts=tuple(_alert(name, entry, scope) for name, entry in entries(text.alerts).items()),
    )


def _result(name: str, text: Any, results: dict[str, Any], scope: Scope) -> Result:
    fields = scope.element("result", name, text)
    if text.code is UNSET:
        scope.report.add("SWM0109", text.span_, "`code` must be stated here.")
        scope.broken.add(fields["id"])
    reads_as = stated(text.reads_as)
    if reads_as not in (None, "never"):
        scope.known("SWM0205", "result", reads_as, results, text.marks_["reads_as"], fields["id"])
    return Result(name=name, code=stated(text.code, 0), reads_as=reads_as, **fields)


def _alert(name: str, text: AlertText, scope: Scope) -> Alert:
    fields = scope.element("alert", name, text)
    owner = fields["id"]
    if text.type is UNSET:
        scope.report.add("SWM0109", text.span_, "`type` must be stated here.")
        scope.broken.add(owner)
    if text.source is not UNSET and text.source != EXECUTED:
        scope.path(text.source, text.marks_["source"], owner)
    identifier = words(text.identifier)
    for path in identifier:
        scope.path(path, text.marks_["identifier"], owner)
    answers = stated(text.answers, [])
    commands = tuple(" ".join(command.split()) for command in ([answers] if isinstance(answers, str) else answers))
    for command in commands:
        word, _, path = command.partition(" ")
        if word != "exec":
            scope.known(
                "SWM0207", "command an alert can answer", command, _exec_commands(scope), text.marks_["answers"], owner
            )
        else:
            scope.path(
                path, text.marks_["answers"], owner, [node.removeprefix("exec ") for node in _exec_commands(scope)]
            )
    return Alert(
        name=name,
        type=stated(text.type, ""),
        format=Format(stated(text.format, "int")),
        source=stated(text.source),
        mark=Mark(stated(text.mark, "informational")),
        mark_on_failure=None if text.mark_on_failure is UNSET else Mark(text.mark_on_failure),
        data=stated(text.data, "result"),
        identifier=identifier,
        correlator=CorrelatorRule(stated(text.correlator, "none")),
        answers=commands,
        may=_may(text, commands, scope, owner),
        **fields,
    )


_WHEN_OWED = (Flow.SPREAD, Flow.HOLD)
_WHEN_CRITICAL = (Flow.SPREAD,)


def _may(text: AlertText, answers: tuple[str, ...], scope: Scope, owner: str) -> tuple[Flow, ...]:
    if text.may is UNSET:
        if stated(text.mark) in ("critical", "fatal"):
            return _WHEN_CRITICAL
        return _WHEN_OWED if answers or stated(text.correlator) == "echo" else tuple(Flow)
    legal = [flow.value for flow in Flow]
    named = [
        word
        for word in words(text.may)
        if scope.known("SWM0220", "flow control", word, legal, text.marks_["may"], owner)
    ]
    return tuple(flow for flow in Flow if flow.value in named)


def _exec_commands(scope: Scope) -> list[str]:
    return [f"exec {node.path}" for node in scope.nodes.values() if any(a.value == "Exec" for a in node.access)]

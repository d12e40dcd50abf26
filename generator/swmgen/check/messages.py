"""05xx: results and alerts."""

from __future__ import annotations

import re

from swmgen.check.rule import Rule, Subject
from swmgen.diagnostics import Note
from swmgen.model import EXECUTED, Alert, CorrelatorRule, Flow, Format, Mark, NumberRange, Result

_TYPE = re.compile(r"urn:[A-Za-z0-9][A-Za-z0-9-]*:\S+|[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(/\S+)?")
_ORDER = {mark: number for number, mark in enumerate(Mark)}


def _codes_distinct(subject: Subject) -> None:
    seen: dict[int, Result] = {}
    for result in subject.enabler.messages.results:
        other = seen.setdefault(result.code, result)
        if other is not result and subject.is_own(result.origin, result.changed_by):
            subject.found(
                result.id,
                result.at("code"),
                f"`{result.name}` and `{other.name}` both have the code {result.code}.",
                Note("the other", other.at("code")),
            )


def _codes_not_makers(subject: Subject) -> None:
    for result in subject.enabler.messages.results:
        for kept in subject.enabler.messages.ranges:
            if kept.low <= result.code <= kept.high and not _is_makers_own(subject, result, kept):
                subject.found(
                    result.id,
                    result.at("code"),
                    f"The code {result.code} lies in the range `{kept.name}`, which is kept.",
                    Note("the range", kept.span),
                )


def _is_makers_own(subject: Subject, result: Result, kept: NumberRange) -> bool:
    """A maker's extension may use a range that the standard leaves to makers."""
    return kept.vendor and result.origin != kept.origin and subject.enabler.vendor is not None


def _results_used(subject: Subject) -> None:
    enabler = subject.enabler
    if len(subject.machines) < len(enabler.machines):
        return
    used = {row.result for m in enabler.machines for row in m.transitions} | {
        row.result for m in enabler.machines for row in m.refusals
    }
    used |= {name for machine in enabler.machines for event in machine.events for name in event.results}
    used |= {step.fails for procedure in enabler.security.procedures for step in procedure.steps}
    used |= {result.reads_as for result in enabler.messages.results}
    for result in enabler.messages.results:
        if result.name not in used and subject.is_own(result.origin, result.changed_by):
            subject.found(result.id, result.span, f"Nothing ever ends in the result `{result.name}`.")


def _alerts_sent(subject: Subject) -> None:
    enabler = subject.enabler
    sent = {
        name for machine in enabler.machines for row in machine.transitions for name in (*row.sends, row.owes or "")
    }
    for alert in enabler.messages.alerts:
        if alert.data == "result" and alert.name not in sent and subject.is_own(alert.origin, alert.changed_by):
            subject.found(alert.id, alert.span, f"Nothing sends the alert `{alert.name}`.")


def _each_alert(subject: Subject) -> list[Alert]:
    return [
        alert
        for alert in subject.enabler.messages.alerts
        if subject.is_own(alert.origin, alert.changed_by) and alert.id not in subject.broken
    ]


def _type_form(subject: Subject) -> None:
    for alert in _each_alert(subject):
        if not _TYPE.fullmatch(alert.type):
            subject.found(
                alert.id,
                alert.at("type"),
                f"`{alert.type}` is no alert type: a URN or a reversed domain name is needed.",
            )


def _final_echoes(subject: Subject) -> None:
    for alert in _each_alert(subject):
        if alert.answers and alert.correlator is not CorrelatorRule.ECHO:
            subject.found(
                alert.id,
                alert.at("correlator"),
                f"`{alert.name}` ends an order, so it must echo the order's Correlator.",
            )


def _owed_comes(subject: Subject) -> None:
    for alert in _each_alert(subject):
        lost = [flow.value for flow in alert.may if flow in (Flow.SAMPLE, Flow.DROP)]
        if lost and (alert.answers or alert.correlator is CorrelatorRule.ECHO):
            subject.found(
                alert.id,
                alert.at("may"),
                f"`{alert.name}` is owed to the server that ordered; it may not be lost by {' or '.join(lost)}.",
            )


def _critical_comes(subject: Subject) -> None:
    for alert in _each_alert(subject):
        lost = [flow.value for flow in alert.may if flow is not Flow.SPREAD]
        if lost and alert.mark in (Mark.FATAL, Mark.CRITICAL):
            subject.found(
                alert.id,
                alert.at("may"),
                f"`{alert.name}` is marked {alert.mark.value}; {' and '.join(lost)} would keep it from the server.",
            )


def _mark_rises(subject: Subject) -> None:
    for alert in _each_alert(subject):
        failure = alert.mark_on_failure
        if failure is not None and _ORDER[failure] >= _ORDER[alert.mark]:
            subject.found(
                alert.id,
                alert.at("mark_on_failure"),
                f"A failure is marked {failure.value}, which is no more important than {alert.mark.value}.",
                Note(f"most important first: {', '.join(mark.value for mark in Mark)}"),
            )


def _ranges_well(subject: Subject) -> None:
    kept = subject.enabler.messages.ranges
    for index, entry in enumerate(kept):
        if not subject.is_own(entry.origin, entry.changed_by):
            continue
        if entry.low > entry.high:
            subject.found(entry.id, entry.at("to"), f"The range `{entry.name}` ends before it begins.")
        for other in kept[:index]:
            if entry.low <= other.high and other.low <= entry.high:
                subject.found(
                    entry.id,
                    entry.span,
                    f"The ranges `{entry.name}` and `{other.name}` overlap.",
                    Note("the other", other.span),
                )


def _owed_answers(subject: Subject) -> None:
    alerts = {alert.name: alert for alert in subject.enabler.messages.alerts}
    for machine in subject.machines:
        for row in machine.transitions:
            alert = alerts.get(row.owes or "")
            if alert is not None and row.event not in alert.answers:
                subject.found(
                    row.id,
                    row.at("owes"),
                    f"`{alert.name}` does not answer `{row.event}`.",
                    Note("what it answers", alert.at("answers")),
                )


def _data_format(subject: Subject) -> None:
    for alert in _each_alert(subject):
        if alert.data == "result" and alert.format not in (Format.INT, Format.CHR, Format.XML):
            subject.found(alert.id, alert.at("format"), f"A result code cannot be sent in format {alert.format.value}.")


def _types_distinct(subject: Subject) -> None:
    seen: dict[str, Alert] = {}
    for alert in subject.enabler.messages.alerts:
        other = seen.setdefault(alert.type, alert)
        if other is not alert and alert.type and subject.is_own(alert.origin, alert.changed_by):
            subject.found(
                alert.id,
                alert.at("type"),
                f"`{alert.name}` and `{other.name}` have the same type; no server can tell them apart.",
                Note("the other", other.at("type")),
            )


def _identifier_has_place(subject: Subject) -> None:
    for alert in _each_alert(subject):
        if alert.identifier and (alert.format is not Format.XML or alert.data != "result"):
            subject.found(
                alert.id,
                alert.at("identifier"),
                f"Only a result in format xml has an Identifier beside it, not {alert.data} in {alert.format.value}.",
            )


def _executed_answers(subject: Subject) -> None:
    for alert in _each_alert(subject):
        if alert.source == EXECUTED and not alert.answers:
            subject.found(alert.id, alert.at("source"), f"`{alert.name}` answers no Exec, so no node was executed.")


RULES = (
    Rule("SWM0501", "results have codes of their own", _codes_distinct),
    Rule("SWM0502", "codes kept for makers are not used", _codes_not_makers),
    Rule("SWM0503", "results are used", _results_used),
    Rule("SWM0504", "alerts are sent", _alerts_sent),
    Rule("SWM0505", "alert types have their form", _type_form),
    Rule("SWM0506", "final alerts echo the Correlator", _final_echoes),
    Rule("SWM0507", "failures are marked as more important", _mark_rises),
    Rule("SWM0508", "ranges are well formed", _ranges_well),
    Rule("SWM0509", "what is owed answers the order", _owed_answers),
    Rule("SWM0510", "a result code can be sent", _data_format),
    Rule("SWM0511", "alerts can be told apart", _types_distinct),
    Rule("SWM0512", "an Identifier has a place", _identifier_has_place),
    Rule("SWM0513", "only answers speak of the executed node", _executed_answers),
    Rule("SWM0514", "what is owed is never lost to flow control", _owed_comes),
    Rule("SWM0515", "critical alerts are neither sampled, held nor dropped", _critical_comes),
)

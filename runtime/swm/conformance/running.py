"""Runs vectors: does what they say and compares what is seen with what must be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from swm.conformance.client import ClientUnderTest, Observation, SeenAlert, Unsupported
from swm.conformance.vectors import Document, Step
from swm.errors import PeerError

MAX_WRONG = 10

Lacks = Callable[[Step], str | None]


@dataclass(frozen=True, slots=True)
class Finding:
    """How one vector ended. `wrong` says what was seen and what must be; empty when it passed. `skipped` says why."""

    step: Step
    wrong: tuple[str, ...] = ()
    skipped: str | None = None

    @property
    def passed(self) -> bool:
        """True when everything was as it must be."""
        return not self.wrong and self.skipped is None


def run(document: Document, client: ClientUnderTest, lacks: Lacks = lambda step: None) -> Iterator[Finding]:
    """Every vector once, by chains from a fresh object.

    `lacks` tells why a step cannot be run with this client; what comes after it is then skipped, too. A step that
    was found right is done again on the way to others, and of that only the Status is looked at.

    After a step that fails the rest of its chain is run no further: what comes
    after a wrong state says nothing.
    """
    told: dict[str, Finding] = {}
    for end in document.ends():
        chain = document.chain(end.id)
        way = [step for step in chain if step.id in told]
        if any(not told[step.id].passed for step in way):
            continue
        orders: list[str | None] = []
        trouble = _go(document, client, way, orders)
        for step in chain[len(way) :]:
            lack = lacks(step)
            if lack is not None:
                finding = Finding(step, skipped=lack)
            elif trouble is not None:
                finding = Finding(step, trouble.wrong, trouble.skipped)
            else:
                finding = check(step, client, orders)
            told[step.id] = finding
            yield finding
            if not finding.passed:
                break
    for step in document.steps.values():
        if step.id not in told:
            yield Finding(step, skipped="a step before it did not pass, or was skipped")


class _Trouble(NamedTuple):
    wrong: tuple[str, ...] = ()
    skipped: str | None = None


def _go(document: Document, client: ClientUnderTest, way: Sequence[Step], orders: list[str | None]) -> _Trouble | None:
    """A fresh object brought along a way that was walked before; what went wrong with that."""
    try:
        client.reset(document)
        for step in way:
            status = _do(step, client, orders)
            client.collect()
            if status != step.expect.get("status", status):
                expect = step.expect
                return _Trouble((f"{step.event}: Status was {expect['status']}, is {status} now ({expect['spec']})",))
    except Unsupported as reason:
        return _Trouble(skipped=str(reason))
    except PeerError as error:
        return _Trouble((str(error),))
    return None


def _do(step: Step, client: ClientUnderTest, orders: list[str | None]) -> int | None:
    """What a step says; the Status of a command. `orders` gets the Correlator of one that was accepted."""
    client.arrange(step)
    correlator = f"c-{len(orders) + 1}" if step.correlated else None
    if step.cut:
        client.cut(step, correlator)
        # The Status was lost with the power; that the order was taken shows in what comes after.
        if step.kind == "exec" and step.expect.get("status") == 202:
            orders.append(correlator)
        return None
    if step.is_command:
        status = client.command(step, correlator)
        if step.kind == "exec" and status == 202:
            orders.append(correlator)
        return status
    if step.kind == "restart":
        client.restart()
    elif step.kind == "procedure":
        client.procedure(step)
    else:
        client.happen(step)
    return None


def check(step: Step, client: ClientUnderTest, orders: list[str | None]) -> Finding:
    """One step done and looked at. `orders` are the Correlators of the orders taken so far, and gets this one's."""
    try:
        status = _do(step, client, orders)
        seen = client.observe()
        client.collect()
    except Unsupported as reason:
        return Finding(step, skipped=str(reason))
    except PeerError as error:
        return Finding(step, (f"{step.event}: {error} ({step.expect['spec']})",))
    wrong = list(_differences(step, status, seen, orders[-1] if orders else None))
    return Finding(step, tuple(wrong[:MAX_WRONG]))


def _differences(step: Step, status: int | None, seen: Observation, owed: str | None) -> Iterator[str]:
    expect = step.expect
    spec = expect["spec"]

    def differ(what: str, found: object, wanted: object) -> Iterator[str]:
        if found != wanted:
            yield f"{step.event}: {what} is {found}, must be {wanted} ({spec})"

    if step.is_command and not step.cut and "status" in expect:
        yield from differ("Status", status, expect["status"])
    if expect.get("gone", False):
        yield from differ("the node is gone", seen.gone, True)
    else:
        yield from differ("the node is gone", seen.gone, False)
        if seen.state is not None:
            yield from differ("the state", seen.state, str(expect["value"]))
        if seen.older is not None and "older" in expect:
            yield from differ("the state that servers of the base read", seen.older, str(expect["older"]))
        if seen.result is not None:
            yield from differ("the last result", seen.result, str(expect.get("result", 0)))
        for path, value in expect.get("leaves", {}).items():
            if path in seen.leaves:
                yield from differ(f"the leaf {path}", seen.leaves[path], value)
    if seen.actions is not None:
        yield from differ("what the device is asked to do", list(seen.actions), list(expect.get("actions", ())))
    wanted = [_alert(alert, owed) for alert in expect.get("alerts", ())]
    yield from differ("the number of alerts", len(seen.alerts), len(wanted))
    for found, alert in zip(seen.alerts, wanted, strict=False):
        yield from differ("the alert's type", found.type, alert.type)
        yield from differ("the alert's format", found.format.lower(), alert.format)
        yield from differ("the alert's mark", found.mark, alert.mark)
        yield from differ("the alert's source", found.source, alert.source)
        yield from differ("the alert's correlator", found.correlator, alert.correlator)
        if alert.data:
            told = found.data if alert.format != "xml" else _result_code(found.data)
            yield from differ("the alert's data", told, alert.data)


def _alert(alert: dict[str, object], owed: str | None) -> SeenAlert:
    code = alert.get("code")
    return SeenAlert(
        str(alert["type"]),
        str(alert["format"]),
        str(alert["mark"]),
        "" if code is None else str(code),
        str(alert.get("source", "")),
        owed if alert.get("correlated") else None,
    )


def _result_code(text: str) -> str:
    from swm.session.report import report_elements

    try:
        return report_elements(text).get("ResultCode", "")
    except ValueError as error:
        return f"unreadable ({error})"

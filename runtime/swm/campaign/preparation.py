"""One device prepared in one session: objects found, values written, then the Exec, each step a note of the session.

The application is deterministic, as `swm.server.dialogue` demands: what it must
know stands in the orders that `swm.campaign.records` recorded with the session.
Its notes are stored in the transaction of their turn and move the device's row
in the same transaction. The note that the Exec goes out is stored before, or
with, the message that carries it; so whoever meets the device later knows that
it may have it, and never sends it again.
"""

from __future__ import annotations

import json
from collections.abc import Coroutine, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from swm.campaign.placing import Chain, Placement, Refusal, chain_of, place
from swm.campaign.plan import Column, Plan, check_value
from swm.errors import CommandRefused, LocalError
from swm.server.dialogue import Dialogue
from swm.server.orders import stubs_of
from swm.tree.spec import NodeSpec

TOPIC: Final = "campaign"
MAX_REFUSALS: Final = 20
"""Refusals of one session that are kept; how many there were is kept too."""
PASSING: Final = frozenset((417, 420, 500, 503, 510, 511, 517))
"""Statuses after which the same may be done another time: retry later, device full, failures of device and store."""
NOT_FOUND: Final = 404
MAX_CHAINS: Final = 10_000


@dataclass
class _Told:
    """The orders of a session."""

    campaign: str
    fingerprint: str
    previous: str
    token: str
    account: str | None
    state: str
    attempt: int
    tries_left: bool
    called: bool
    heard: bool
    columns: dict[str, str]
    facts: dict[str, Any] = field(default_factory=dict)


class Preparation:
    """The application of a campaign's server: `manage` is what `swm.server.DmServer` runs in each session."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._roots: dict[str, NodeSpec] = {}
        self._servers: dict[str, Any] = {}
        self._chains: dict[tuple[str, str, str], Chain] = {}
        for enabler, _ in plan.objects():
            self._servers[enabler], self._roots[enabler] = stubs_of(enabler)
        # What is the same for every device is checked and encoded once.
        self._values = {
            (writing.enabler, writing.path(below)): check_value(
                self._roots[writing.enabler], writing.path(below), given
            )
            for writing in plan.writings
            for below, given in writing.values
            if not isinstance(given, Column)
        }

    async def manage(self, dialogue: Dialogue) -> None:
        """Prepare the device, where its row says that it is to be prepared. Without orders nothing is asked."""
        if dialogue.orders is None:
            return
        told = _Told(**json.loads(dialogue.orders))
        if told.fingerprint != self._plan.fingerprint:
            raise LocalError(f"the session belongs to another plan of campaign {told.campaign}")
        if told.account is not None and _account_of(dialogue) != told.account:
            # It has proved who it is, and says it were another device of the list.
            return
        steps = _Steps(dialogue, told)
        if told.state == "executing":
            await self._look(dialogue, told, steps)
            return
        steps.meets()
        places, known = await self._places(dialogue)
        steps.facts["places"] = places
        missing = sorted(enabler for enabler, _ in self._plan.objects() if enabler not in places)
        if missing:
            steps.refused([Refusal("Get", f"the object of {enabler}", NOT_FOUND) for enabler in missing])
            return
        # Read beside the writing, so that a session lost after the Exec can be told from one lost before it.
        shown = self._shown_state(places) if self._plan.executes(told.columns) else None
        placements = self._placements(places, told.columns)
        refusals: list[Refusal] = []
        before: list[str | None] = []
        await dialogue.together(_into(refusals, place(dialogue, placements, known)), _only(before, dialogue, shown))
        if refusals:
            steps.refused(refusals)
            return
        execution = self._plan.execution
        if execution is None or not self._plan.executes(told.columns):
            steps.is_ready(None)
            return
        if before[0] is not None:
            steps.facts["state before"] = before[0]
        uri = f"{places[execution.enabler]}/{execution.path}"
        steps.executes()
        try:
            status = await dialogue.execute(uri, self._plan.correlator, execution.data)
        except CommandRefused as error:
            steps.exec_refused(Refusal("Exec", uri, error.status))
        else:
            steps.is_ready(status)

    async def _look(self, dialogue: Dialogue, told: _Told, steps: _Steps) -> None:
        """An earlier session was lost when the Exec was on its way: find out whether the device has it."""
        steps.looks()
        if told.heard or any(alert.correlator == self._plan.correlator for alert in dialogue.alerts):
            steps.is_ready(None, "an alert with the correlator of the Exec has come")
            return
        places = told.facts.get("places", {})
        before = told.facts.get("state before")
        now = await _value(dialogue, self._shown_state(places))
        if now is not None:
            steps.facts["state"] = now
        if before is not None and now is not None and now != before:
            steps.is_ready(None, f"State was {before} before the Exec and is {now}")
        else:
            steps.is_unanswered()

    async def _places(self, dialogue: Dialogue) -> tuple[dict[str, str], frozenset[str] | None]:
        """Where each object is, and the nodes that the device has, where it was asked for all of them."""
        places = {enabler: uri for enabler, uri in self._plan.objects() if uri}
        wanted = [enabler for enabler, uri in self._plan.objects() if not uri and enabler not in places]
        if not wanted:
            return places, None
        try:
            rows = await dialogue.list_nodes(".")
        except CommandRefused:
            rows = ()
        known = frozenset(row.uri for row in rows)
        # Some answer any query with the names of the children: then no row has a place of its own.
        listed = any(uri not in (".", ".?list=Struct") for uri in known)
        for enabler in wanted:
            if listed:
                mo_id = self._roots[enabler].mo_id
                found = sorted(row.uri for row in rows if row.type == mo_id)
            else:
                found = [str(one.uri) for one in await self._servers[enabler].find(dialogue)]
            if found:
                places[enabler] = found[0]
        return places, known if listed else None

    def _placements(self, places: dict[str, str], columns: dict[str, str]) -> list[Placement]:
        found = []
        for writing in self._plan.writings:
            root = self._roots[writing.enabler]
            for below, given in writing.values:
                path = writing.path(below)
                if isinstance(given, Column):
                    value = check_value(root, path, columns[given.name])
                else:
                    value = self._values[writing.enabler, path]
                found.append(Placement(self._chain(writing.enabler, places[writing.enabler], path), value))
        return found

    def _chain(self, enabler: str, uri: str, path: str) -> Chain:
        """Most devices have an object at one place, so that its chains are the same for them."""
        found = self._chains.get((enabler, uri, path))
        if found is None:
            if len(self._chains) >= MAX_CHAINS:
                self._chains.clear()
            found = self._chains[enabler, uri, path] = chain_of(uri, self._roots[enabler], path)
        return found

    def _shown_state(self, places: dict[str, str]) -> str | None:
        """The leaf State of the object that is executed, where it has one."""
        execution = self._plan.execution
        if execution is None or execution.enabler not in places:
            return None
        state = self._roots[execution.enabler].child("State")
        return None if state is None or state.name != "State" else f"{places[execution.enabler]}/State"


class _Steps:
    """Notes the steps of one device; every note names the token that the note before it left, and leaves its own.

    A token of the session alone would not do: who has read the row before the Exec goes out must not find its token
    again after it.
    """

    def __init__(self, dialogue: Dialogue, told: _Told) -> None:
        self._dialogue = dialogue
        self._told = told
        self._previous = told.previous
        self._count = 0
        self.facts = dict(told.facts)

    def _note(self, step: str, state: str, **more: Any) -> None:
        told = self._told
        self._count += 1
        token = f"{told.token}.{self._count}"
        value = {"campaign": told.campaign, "previous": self._previous, "token": token, **more}
        value |= {"step": step, "state": state, "facts": self.facts}
        self._dialogue.note(TOPIC, value)
        self._previous = token

    def meets(self) -> None:
        self._note("meeting", "meeting", more=0 if self._told.called else 1)

    def looks(self) -> None:
        self._note("looking", "executing")

    def executes(self) -> None:
        self._note("executing", "executing")

    def is_ready(self, status: int | None, how: str = "") -> None:
        if how:
            self.facts["known by"] = how
        self._note("ready", "ready", status=status)

    def is_unanswered(self) -> None:
        self._note("unanswered", "unanswered", error="the Exec went out, and the device's answer never came")

    def exec_refused(self, refusal: Refusal) -> None:
        self._note("refused", "failed", status=refusal.status, **_told_of([refusal]))

    def refused(self, refusals: Sequence[Refusal]) -> None:
        """Nothing was executed. The device is met again where every refusal may pass and it has tries left."""
        again = self._told.tries_left and all(refusal.status in PASSING for refusal in refusals)
        self._note("refused", "waiting" if again else "failed", attempt=self._told.attempt, **_told_of(refusals))


def _told_of(refusals: Sequence[Refusal]) -> dict[str, Any]:
    first = refusals[0]
    more = f", and {len(refusals) - 1} more" if len(refusals) > 1 else ""
    return {
        "refusals": [asdict(refusal) for refusal in refusals[:MAX_REFUSALS]],
        "error": f"{first.command} {first.uri}: Status {first.status}{more}",
    }


def _account_of(dialogue: Dialogue) -> str | None:
    """The name of the account that the device has proved to be its own."""
    header = dialogue.session.heard
    return None if header is None else header.source.name or header.source.uri


async def _into(refusals: list[Refusal], placing: Coroutine[Any, Any, list[Refusal]]) -> None:
    refusals += await placing


async def _only(into: list[str | None], dialogue: Dialogue, uri: str | None) -> None:
    into.append(await _value(dialogue, uri))


async def _value(dialogue: Dialogue, uri: str | None) -> str | None:
    if uri is None:
        return None
    try:
        found = await dialogue.get(uri)
    except CommandRefused:
        return None
    return found if isinstance(found, str) else None

"""Vectors over the wire: every command and every observation goes through DM sessions.

Without a socket: what a session has to do is a script of `Ask`, whoever holds
sessions gives back what was `Heard`. What only the device can do (its own
events, the answers of its facts, losing its power) goes over a control channel,
a client under test that speaks JSON lines; vectors that need one are skipped by
name where there is none.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Final, Protocol

from swm.conformance.client import Observation, SeenAlert, Unsupported
from swm.conformance.procedures import PROCEDURES
from swm.conformance.vectors import Document, Step
from swm.errors import PeerError
from swm.session import ReceivedAlert

ROOT: Final = "./Under/Test"
INSTANCE: Final = "one"
_BINARY: Final = ("b64", "bin")
DONE: Final = 200
MISSING: Final = 404
EXISTS: Final = 418


@dataclass(frozen=True, slots=True)
class Ask:
    """One command of a session. `kind` is get, exec, replace, add or delete; binary values stand in base64."""

    kind: str
    uri: str
    value: str | None = None
    format: str = "chr"
    correlator: str | None = None

    @property
    def octets(self) -> str | bytes:
        """What is written: octets for a binary node."""
        text = self.value or ""
        return b64decode(text) if self.format in _BINARY else text


@dataclass(frozen=True, slots=True)
class Heard:
    """What sessions brought: Status and value of each `Ask`, and the alerts in the order in which they came."""

    answers: tuple[tuple[int, str], ...] = ()
    alerts: tuple[ReceivedAlert, ...] = ()


class Sessions(Protocol):
    """Brings the device to hold a session, and is its DM server in it."""

    def hold(self, script: Sequence[Ask]) -> Heard:
        """One session with these commands; alerts of sessions before that nobody asked for come with it.

        PeerError when the device does not come, breaks the session off, or fails to prove who it is.
        """


class Control(Protocol):
    """What only the device can do; a `swm.conformance.protocol.ProcessClient` is one."""

    def reset(self, document: Document) -> None:
        """A fresh object."""

    def arrange(self, step: Step) -> None:
        """Nodes, facts and the ends of procedures."""

    def happen(self, step: Step) -> None:
        """An event of the device itself."""

    def restart(self) -> None:
        """Power off and on."""

    def cut(self, step: Step, correlator: str | None) -> None:
        """A step that the power cuts off."""

    def arm(self) -> None:
        """In the next session the power goes, once what a command decides is stored and before anything of it is done."""

    def procedure(self, step: Step) -> None:
        """A security procedure one of whose checks fails."""

    def observe(self) -> Observation:
        """How the procedure ended; the state of what is no node."""

    def collect(self) -> None:
        """The end of a step of these."""


class WireClient:
    """A device that is seen through DM sessions alone.

    `root` is where the device has the object, `instance` the name of the node that has the machine, where there
    are several.
    """

    def __init__(
        self, sessions: Sessions, control: Control | None = None, *, root: str = ROOT, instance: str = INSTANCE
    ) -> None:
        self._sessions = sessions
        self._control = control
        self._root = root
        self._instance = instance
        self._document: Document | None = None
        self._alerts: list[ReceivedAlert] = []
        self._settled = True

    # swm.conformance.ClientUnderTest ------------------------------------------------------------------------------

    def reset(self, document: Document) -> None:
        """Over the control channel. Without one the object must be in its first state by itself."""
        self._document = document
        self._alerts.clear()
        self._settled = True
        if self._control is not None:
            self._control.reset(document)
            return
        if document.head.get("each") is not None:
            raise Unsupported(f"{document.head['each']} is no node: to see it needs a control channel")
        if document.head["machine"] == PROCEDURES:
            raise Unsupported(
                "the steps of a security procedure are not seen over the wire: they need a control channel"
            )
        seen = self.observe()
        first = str(document.head["states"][document.head["initial"]])
        if seen.gone or seen.state not in (first, None):
            raise Unsupported(f"without a control channel nobody brings the object back to {document.head['initial']}")
        self._alerts.clear()

    def arrange(self, step: Step) -> None:
        """Over the control channel; without one nodes are written as a DM server may, the rest cannot be arranged."""
        if self._control is not None:
            self._control.arrange(step)
            return
        needed = [*(f"the fact {name}" for name in step.facts), *(f"the procedure {name}" for name in step.procedures)]
        if needed:
            raise Unsupported(f"{needed[0]} needs a control channel")
        found = self._hold([Ask("get", self._uri_of(path)) for path in step.nodes]) if step.nodes else ()
        for (path, value), (status, shown) in zip(step.nodes.items(), found, strict=True):
            if (shown if status == DONE else None) != value:
                self._write(path, value, is_there=status == DONE)

    def happen(self, step: Step) -> None:
        """Over the control channel."""
        if self._control is None:
            raise Unsupported(f"{step.event} is an event of the device itself: it needs a control channel")
        self._settled = False
        self._control.happen(step)

    def command(self, step: Step, correlator: str | None) -> int:
        """In a session."""
        ask = self._ask(step, correlator)
        [(status, _)] = self._hold([ask])
        if self._as_needed(step, status):
            [(status, _)] = self._hold([ask])
        return status

    def restart(self) -> None:
        """Over the control channel."""
        if self._control is None:
            raise Unsupported("a restart needs a control channel")
        self._settled = False
        self._control.restart()

    def cut(self, step: Step, correlator: str | None) -> None:
        """Over the control channel; a command goes out in a session, within which the power goes."""
        if self._control is None:
            raise Unsupported("a power cut needs a control channel")
        if step.is_command:
            self._cut_within(step, correlator)
        else:
            self._control.cut(step, correlator)
        self._settled = False

    def procedure(self, step: Step) -> None:
        """Over the control channel, as is what it shows: sessions show nothing of it."""
        assert self._control is not None, "reset refuses procedures where there is none"
        self._control.procedure(step)

    def observe(self) -> Observation:
        """One session with a Get of each leaf that shows something; what the device does inside is not seen."""
        assert self._document is not None
        if self._hidden is not None:
            return self._hidden.observe()
        head = self._document.head
        paths = [head["shown_by"], head["older_shown_by"], head["result_shown_by"]]
        shown = [path for path in paths if path is not None]
        of = str(head["of"])
        script = [Ask("get", self._uri_of("."))]
        script += [Ask("get", self._uri_of(path.removeprefix(f"{of}/"))) for path in shown]
        others = head.get("leaves", ())
        script += [Ask("get", self._uri_of(path)) for path in others]
        (status, _), *leaves = self._hold(script)
        more = leaves[len(shown) :]
        leaves = leaves[: len(shown)]
        found = {path: value for path, (code, value) in zip(shown, leaves, strict=True) if code == 200}
        alerts = tuple(self._seen(alert) for alert in self._alerts)
        if status == MISSING:
            return Observation(gone=True, alerts=alerts)
        state, older, result = (None if path is None else found.get(path) for path in paths)
        if head["shown_by"] is not None and state is None:
            raise PeerError(f"the device does not let {self._uri_of('.')} be read")
        values = {path: value for path, (code, value) in zip(others, more, strict=True) if code == DONE}
        return Observation(state, older, result, False, alerts, leaves=values)

    def collect(self) -> None:
        """The alerts have come and are answered; where no session was held since they came up, one is held."""
        if self._hidden is not None:
            self._hidden.collect()
            return
        if not self._settled:
            self._hold([])
        self._alerts.clear()

    # inside -------------------------------------------------------------------------------------------------------

    @property
    def _hidden(self) -> Control | None:
        """The control channel, where sessions show nothing: procedures, and machines of what is no node."""
        assert self._document is not None
        head = self._document.head
        return self._control if head["machine"] == PROCEDURES or head.get("each") is not None else None

    def _ask(self, step: Step, correlator: str | None) -> Ask:
        assert step.node is not None
        return Ask(step.kind, self._uri_of(step.node), step.value, self._format_of(step.node), correlator)

    def _as_needed(self, step: Step, status: int) -> bool:
        """What a vector does not say it leaves to the device: an Add finds no node, a Replace one. True when made so."""
        if (step.kind, status) not in (("add", EXISTS), ("replace", MISSING)) or self._control is None:
            return False
        assert step.node is not None
        self._control.arrange(replace(step, nodes={step.node: None if step.kind == "add" else ""}))
        return True

    def _cut_within(self, step: Step, correlator: str | None) -> None:
        assert self._control is not None
        ask = self._ask(step, correlator)
        for _ in range(2):
            self._control.arm()
            heard = self._sessions.hold([ask])
            self._alerts += heard.alerts
            if not heard.answers:
                return
            [(status, _)] = heard.answers
            if not self._as_needed(step, status):
                break
        if not self._is_stored(step) and status == step.expect.get("status"):
            # There was nothing to store, and so no such moment: the power goes when the session is over.
            self._control.restart()
            return
        raise PeerError(f"the device answers {ask.kind} {ask.uri} with {status}: its power was to go before that")

    def _is_stored(self, step: Step) -> bool:
        """Whether a device must have written something: another state, an order, or what is left to do."""
        assert self._document is not None
        head, steps = self._document.head, self._document.steps
        before = head["initial"] if step.after is None else steps[step.after].expect["state"]
        return step.correlated or step.expect["state"] != before or bool(step.expect.get("actions"))

    def _write(self, path: str, value: str | None, *, is_there: bool) -> None:
        kind = "delete" if value is None else "replace" if is_there else "add"
        [(status, _)] = self._hold([Ask(kind, self._uri_of(path), value, self._format_of(path))])
        if status != DONE:
            raise Unsupported(f"{path} needs a control channel: {kind} is answered with {status}")

    def _hold(self, script: Sequence[Ask]) -> tuple[tuple[int, str], ...]:
        heard = self._sessions.hold(script)
        self._settled = True
        self._alerts += heard.alerts
        if len(heard.answers) != len(script):
            missing = script[len(heard.answers)]
            raise PeerError(f"the device ended the session and left {missing.kind} {missing.uri} unanswered")
        return heard.answers

    @property
    def _uri(self) -> str:
        assert self._document is not None
        _, *below = str(self._document.head["of"]).split("/")
        return "/".join([self._root, *(self._instance if name.startswith("<") else name for name in below)])

    def _uri_of(self, path: str) -> str:
        names = self._uri.split("/")
        while path.startswith("../"):
            names.pop()
            path = path[3:]
        return "/".join(names) if path == "." else "/".join([*names, path])

    def _format_of(self, path: str) -> str:
        assert self._document is not None
        return str(self._document.head.get("formats", {}).get(path, "chr"))

    def _seen(self, alert: ReceivedAlert) -> SeenAlert:
        item = alert.item
        meta, uri = item.meta, "" if item.source is None else item.source.uri
        # A source elsewhere is shown whole: it is then not the one that must be.
        below = uri.removeprefix(self._uri).lstrip("/") if f"{uri}/".startswith(f"{self._uri}/") else uri
        data = item.data if isinstance(item.data, str) else "" if item.data is None else item.data.decode("latin-1")
        kind, form, mark = ("", "", "") if meta is None else (meta.type or "", meta.format or "", meta.mark or "")
        return SeenAlert(kind, form, mark, data, below, alert.correlator)


def written(script: Sequence[Ask]) -> str:
    """A script as text, for the orders of a server."""
    return json.dumps([asdict(ask) for ask in script], sort_keys=True)


def read(text: str) -> list[Ask]:
    """The script in a text that `written` made."""
    return [Ask(**ask) for ask in json.loads(text)]

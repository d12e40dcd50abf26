"""The protocol of a client under test: JSON lines on its standard input and output, so that it can be in any language.

Each line the suite writes is one object with `do`; the client answers each with
one line, an object with `ok`, or with `error` (something broke) or `unsupported`
(it cannot do this; the text says what). The verbs:

reset    `enabler`, `machine`: a fresh object; nothing else waits to be sent
arrange  `nodes`, `facts`, `procedures`: make them so
happen   `event`, `result`: an event of the device itself comes up
command  `kind`, `node`, `value`, `correlator`: a DM server's command; answered with `status`
restart  lose power and start again
cut      `event`, `result`, `kind`, `node`, `value`, `correlator`: that command, or event of the device; the power goes
         once what it decides is stored and before anything of it is done; start again
arm      so that goes the power in the next session, within the command of a DM server; the `connect` of that session is
         answered when the device has started again
procedure  `procedure`, `fails`: run a security procedure whose check number `fails` (from 0, null for none) fails; what
         is observed next is its end as `state`, its `result`, and as `actions` the checks that were called
observe  answered with `state`, `older`, `result`, `gone`, `alerts`, `actions`, and `leaves`: others that show something,
         by their paths below the machine's node, as far as the client has them
collect  a DM server has answered all alerts
connect  `url`: hold a DM session with the server there; answered when it is over. `encoding` (xml or wbxml, null for
         the client's choice), `auth` (none, basic, md5, mac), `user`, `password`, `server`, `server_password` (null where
         the server proves nothing) and `server_user` (null: as `server`) are those of the account; MD5 and MAC begin with
         a nonce of four zeros
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from typing import IO, Any, Final, Protocol, runtime_checkable

from swm.conformance.client import ClientUnderTest, Observation, SeenAlert, Unsupported
from swm.conformance.vectors import Document, Step
from swm.errors import LocalError, PeerError
from swm.json_documents import read_json

MAX_LINE: Final = 1024 * 1024
PATIENCE: Final = 120.0
"""Seconds to wait for an answer; a session with a slow server is one answer too."""


@runtime_checkable
class Connecting(Protocol):
    """A client that can hold DM sessions."""

    def connect(self, url: str, **account: str | None) -> None:
        """Hold one session with the server at `url`; the words of `account` are those of the verb."""

    def arm(self) -> None:
        """In the next session the power goes within a command, once what it decides is stored."""


class ProcessClient:
    """A client in a process of its own. One that ended is started again by the next `reset`."""

    def __init__(self, command: Sequence[str], *, patience: float = PATIENCE) -> None:
        self._command = list(command)
        self._patience = patience
        self._process: subprocess.Popen[str] | None = None

    def reset(self, document: Document) -> None:
        """A fresh object."""
        head = document.head
        self._ask("reset", enabler=head["enabler"], machine=head["machine"], facts=head["facts"], of=head["of"])

    def arrange(self, step: Step) -> None:
        """Nodes, facts and procedures."""
        self._ask("arrange", nodes=dict(step.nodes), facts=dict(step.facts), procedures=dict(step.procedures))

    def happen(self, step: Step) -> None:
        """An event of the device."""
        self._ask("happen", event=step.event, result=step.result)

    def command(self, step: Step, correlator: str | None) -> int:
        """A command; the Status."""
        answer = self._ask("command", kind=step.kind, node=step.node, value=step.value, correlator=correlator)
        status = answer.get("status")
        if not isinstance(status, int):
            raise PeerError("the client under test answered a command without a status")
        return status

    def restart(self) -> None:
        """Power off and on."""
        self._ask("restart")

    def cut(self, step: Step, correlator: str | None) -> None:
        """A step that the power cuts off."""
        words = {"kind": step.kind, "node": step.node, "value": step.value, "correlator": correlator}
        self._ask("cut", event=step.event, result=step.result, **words)

    def arm(self) -> None:
        """In the next session the power goes within a command."""
        self._ask("arm")

    def procedure(self, step: Step) -> None:
        """A procedure one of whose checks fails."""
        self._ask("procedure", procedure=step.event, fails=step.fails)

    def observe(self) -> Observation:
        """What is so now."""
        answer = self._ask("observe")
        try:
            actions = answer.get("actions")
            return Observation(
                answer.get("state"),
                answer.get("older"),
                answer.get("result"),
                bool(answer.get("gone", False)),
                tuple(SeenAlert(**alert) for alert in answer.get("alerts", ())),
                None if actions is None else tuple(actions),
                {str(path): str(value) for path, value in dict(answer.get("leaves", {})).items()},
            )
        except (TypeError, ValueError) as error:
            raise PeerError(f"the client under test observed something that cannot be read: {error}") from None

    def collect(self) -> None:
        """The alerts are answered."""
        self._ask("collect")

    def connect(self, url: str, **account: str | None) -> None:
        """Hold a DM session with the server at `url`."""
        self._ask("connect", url=url, **account)

    def close(self) -> None:
        """End the process: its input ends, and when it does not end within 5 seconds, it is killed."""
        if self._process is None:
            return
        process, self._process = self._process, None
        assert process.stdin is not None and process.stdout is not None
        with contextlib.suppress(OSError):
            process.stdin.close()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()

    def _abandon(self) -> None:
        """Let go of a process that does not speak as it should."""
        if self._process is not None:
            self._process.kill()
        self.close()

    def _begin(self) -> subprocess.Popen[str]:
        try:
            return subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", bufsize=1
            )
        except (OSError, ValueError) as error:
            raise PeerError(f"the client under test cannot be started: {error}") from None

    def _answer(self, process: subprocess.Popen[str], verb: str) -> str:
        """The client's next line. One that says nothing for too long is killed, which ends the wait."""
        assert process.stdout is not None
        silent = threading.Event()

        def give_up() -> None:
            silent.set()
            process.kill()

        timer = threading.Timer(self._patience, give_up)
        timer.daemon = True
        timer.start()
        try:
            line = process.stdout.readline(MAX_LINE)
        finally:
            timer.cancel()
        if silent.is_set():
            self._abandon()
            raise PeerError(f"the client under test said nothing for {self._patience:g} s at `{verb}`; it was killed")
        return line

    def _ask(self, verb: str, **words: Any) -> Mapping[str, Any]:
        if self._process is None:
            self._process = self._begin()
        process = self._process
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(json.dumps({"do": verb, **words}, sort_keys=True) + "\n")
            process.stdin.flush()
            line = self._answer(process, verb)
        except OSError as error:
            self._abandon()
            raise PeerError(f"the client under test went away: {error}") from None
        except UnicodeDecodeError:
            self._abandon()
            raise PeerError(f"the client under test answered `{verb}` with what is no UTF-8") from None
        if not line.endswith("\n"):
            self._abandon()
            raise PeerError(f"the client under test ended, or wrote more than {MAX_LINE} characters, at `{verb}`")
        try:
            answer = read_json(line)
        except ValueError:
            raise PeerError(f"the client under test answered `{verb}` with no JSON: {line[:200]!r}") from None
        if not isinstance(answer, dict):
            raise PeerError(f"the client under test answered `{verb}` with no object")
        if "unsupported" in answer:
            raise Unsupported(str(answer["unsupported"]))
        if "error" in answer:
            raise PeerError(f"the client under test failed at `{verb}`: {answer['error']}")
        return answer


def serve(client: ClientUnderTest, documents: Mapping[tuple[str, str], Document], lines: IO[str], out: IO[str]) -> None:
    """Offer a client of this process over the protocol, until the input ends."""
    for line in lines:
        try:
            answer = _answer(client, documents, read_json(line))
        except Unsupported as reason:
            answer = {"unsupported": str(reason)}
        except Exception as error:
            # Whatever breaks in the client is the suite's to know, not to hide.
            answer = {"error": f"{type(error).__name__}: {error}"}
        out.write(json.dumps(answer, sort_keys=True) + "\n")
        out.flush()


def _answer(
    client: ClientUnderTest, documents: Mapping[tuple[str, str], Document], asked: Mapping[str, Any]
) -> dict[str, Any]:
    verb = asked["do"]
    if verb == "reset":
        known = documents.get((asked["enabler"], asked["machine"]))
        if known is None:
            raise Unsupported(f"{asked['enabler']} {asked['machine']}")
        client.reset(known)
    elif verb == "arrange":
        client.arrange(_step(nodes=asked["nodes"], facts=asked["facts"], procedures=asked["procedures"]))
    elif verb == "happen":
        client.happen(_step(event=asked["event"], result=asked["result"]))
    elif verb == "command":
        step = _step(kind=asked["kind"], node=asked["node"], value=asked["value"])
        return {"ok": True, "status": client.command(step, asked["correlator"])}
    elif verb == "restart":
        client.restart()
    elif verb == "cut":
        words = {name: asked[name] for name in ("event", "result", "kind", "node", "value")}
        client.cut(_step(**words), asked["correlator"])
    elif verb == "procedure":
        client.procedure(_step(event=asked["procedure"], fails=asked["fails"]))
    elif verb == "observe":
        seen = client.observe()
        alerts = [{name: getattr(alert, name) for name in alert.__slots__} for alert in seen.alerts]
        actions = None if seen.actions is None else list(seen.actions)
        return {
            "ok": True,
            "state": seen.state,
            "older": seen.older,
            "result": seen.result,
            "gone": seen.gone,
            "alerts": alerts,
            "actions": actions,
            "leaves": dict(seen.leaves),
        }
    elif verb == "collect":
        client.collect()
    elif verb == "connect":
        if not isinstance(client, Connecting):
            raise Unsupported("DM sessions")
        client.connect(asked["url"], **{name: asked[name] for name in asked if name not in ("do", "url")})
    elif verb == "arm":
        if not isinstance(client, Connecting):
            raise Unsupported("a power cut within a session")
        client.arm()
    else:
        raise LocalError(f"there is no verb {verb!r}")
    return {"ok": True}


def _step(**parts: Any) -> Step:
    return Step(**{"id": "", "family": "", "event": "", "kind": "", "expect": {}, **parts})


def main(vectors: Sequence[Document], client: ClientUnderTest) -> None:
    """Serve `client` on standard input and output."""
    documents = {(document.head["enabler"], document.head["machine"]): document for document in vectors}
    serve(client, documents, sys.stdin, sys.stdout)

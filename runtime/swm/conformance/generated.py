"""The generated client as a client under test, in this process.

Its device does what the vectors say: facts and procedures answer as arranged,
actions are noted and nothing more. Everything between a command and an alert is
the generated code and the runtime.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from inspect import signature
from types import SimpleNamespace
from typing import Any, Final

from swm.conformance.client import Observation, SeenAlert
from swm.conformance.decided import Decided
from swm.conformance.procedures import PROCEDURES, Ended, run_procedure
from swm.conformance.vectors import Document, Step
from swm.machine import Journal, MemoryJournals
from swm.security import CheckFailed
from swm.security.seal import making, mint
from swm.syncml import Alert
from swm.tree import ManagementTree
from swm.tree.management import Order

URI: Final = "./Under/Test"
NAME: Final = "one"
SERVER: Final = "server"


class _Device:
    """Facts, actions, and inputs of procedures of any handler."""

    def __init__(self) -> None:
        self.facts: dict[str, Any] = {}
        self.procedures: Mapping[str, int | None] = {}
        self.actions: list[str] = []
        self.running: str | None = None

    def handler(self, module: Any, machine: str) -> Any:
        """Answers every call that the generated Protocol of a handler may make."""
        return _Handler(self, module, machine)


class _Handler:
    def __init__(self, device: _Device, package: str, machine: str) -> None:
        self._device = device
        self._package = package
        self._machine = machine

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        device = self._device
        if name in device.facts:
            return lambda: self._fact(name)
        if name.endswith("_inputs"):
            return lambda: self._inputs(name.removesuffix("_inputs"))
        return lambda *given: device.actions.append(name)

    def _fact(self, name: str) -> Any:
        answer = self._device.facts[name]
        kind = getattr(import_module(f"{self._package}.states"), f"{_camel(self._machine)}{_camel(name)}", None)
        return kind(answer) if kind is not None and issubclass(kind, enum.Enum) else answer

    def _inputs(self, procedure: str) -> Any:
        self._device.running = procedure
        made = getattr(import_module(f"{self._package}.security"), f"{_camel(procedure)}Inputs")
        return made(*(SimpleNamespace() for _ in made.__dataclass_fields__))


class PowerCut(BaseException):
    """The power goes; nothing that handles errors of programs may stop it."""


class _Journals(MemoryJournals):
    """Journals after whose next write of a decision the power goes, when `cuts` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.cuts = False

    def open(self, name: str) -> Journal:
        """The journal of that name."""
        return _Journal(super().open(name), self)


class _Journal:
    def __init__(self, kept: Journal, journals: _Journals) -> None:
        self._kept = kept
        self._journals = journals

    def load(self) -> bytes | None:
        return self._kept.load()

    def save(self, record: bytes) -> None:
        before = self._kept.load()
        self._kept.save(record)
        if self._journals.cuts and not _notes_use(before, record):
            raise PowerCut


def _notes_use(before: bytes | None, record: bytes) -> bool:
    """Whether a write says no more than that a server knows the extension, which comes before anything is decided."""
    known = json.loads(record)
    return known.get("extended", False) and (before is None or {**json.loads(before), "extended": True} == known)


class _Primitives:
    """Every check passes, but for the first of a procedure that is to fail."""

    def __init__(self, device: _Device) -> None:
        self._device = device

    def __getattr__(self, name: str) -> Any:
        def check(**given: Any) -> Any:
            running = self._device.running
            if running is not None and self._device.procedures.get(running) is not None:
                raise CheckFailed("as arranged")
            kind = making.get()
            return None if kind is None else mint(kind, **{field: SimpleNamespace() for field in kind.FIELDS})

        return check


class GeneratedClient:
    """The generated client of one enabler, with a device that does as it is told."""

    def __init__(self) -> None:
        self._device = _Device()
        self._journals = _Journals()
        self._tree = ManagementTree()
        self._document: Document | None = None
        self._root: Any = None
        self._missing: frozenset[str] = frozenset()
        self._ended: Ended | None = None
        self._decided: Decided | None = None

    # swm.conformance.ClientUnderTest ------------------------------------------------------------------------------

    def reset(self, document: Document) -> None:
        """A new device with one object."""
        self._document = document
        self._device = _Device()
        self._device.facts = dict(document.head["facts"])
        self._journals = _Journals()
        self._ended = None
        self._decided = None
        self._root = None
        if document.head["machine"] == PROCEDURES:
            return
        if not document.head["of"]:
            self._decided = self._without_node(document)
            return
        self._start()

    def arrange(self, step: Step) -> None:
        """Nodes are made and written on the device's own account."""
        assert self._document is not None
        self._device.facts = {**self._document.head["facts"], **step.facts}
        self._device.procedures = step.procedures
        if self._document.head["machine"] == PROCEDURES:
            self._missing = frozenset(step.nodes)
            return
        for path, value in step.nodes.items():
            self._write(path, value)

    def happen(self, step: Step) -> None:
        """An event of the machine."""
        if self._decided is not None:
            self._decided.happen(step)
            return
        node = self._object
        kind = next(iter(type(node).COMMANDS.values())).__class__ if type(node).COMMANDS else None
        assert kind is not None
        node.fire(kind(step.event), step.result)

    def command(self, step: Step, correlator: str | None) -> int:
        """A command on the tree."""
        uri = self._uri if step.node in (None, ".") else f"{self._uri}/{step.node}"
        if step.kind == "exec":
            return self._tree.execute(uri, Order(SERVER, correlator)).status
        if step.kind == "delete":
            return self._tree.delete(uri).status
        value = step.value or ""
        if step.kind == "add":
            if self._tree.exists(uri):
                self._tree.remove(uri)
            return self._tree.add(uri, value).status
        if not self._tree.exists(uri):
            self._tree.create(uri)
        return self._tree.replace(uri, value).status

    def restart(self) -> None:
        """Only the journals and what the tree holds are left."""
        if self._decided is None:
            self._start()

    def cut(self, step: Step, correlator: str | None) -> None:
        """The first write of a journal is the last thing the device does."""
        self._journals.cuts = True
        try:
            if step.is_command:
                self.command(step, correlator)
            else:
                self.happen(step)
        except PowerCut:
            pass
        self._start_after_cut()

    def procedure(self, step: Step) -> None:
        """The generated function, with checks that do as they are told."""
        assert self._document is not None
        module = import_module(f"swm_enablers.{self._document.head['package']}.security")
        self._ended = run_procedure(module, step.event, step.fails, self._missing)

    def observe(self) -> Observation:
        """What a server would read, and what waits for it."""
        assert self._document is not None
        if self._decided is not None:
            return self._decided.observe()
        if self._ended is not None:
            ended, self._ended = self._ended, None
            return Observation(state=ended.end, result=str(ended.result), actions=ended.called)
        head = self._document.head
        actions, self._device.actions = tuple(self._device.actions), []
        alerts = tuple(self._seen(alert) for _, alert in self._queue.pending())
        if not self._tree.exists(self._uri):
            return Observation(gone=True, alerts=alerts, actions=actions)
        return Observation(
            self._read(head["shown_by"]),
            self._read(head["older_shown_by"]),
            self._read(head["result_shown_by"]),
            False,
            alerts,
            actions,
            {path: value for path in head.get("leaves", ()) if (value := self._live(path)) is not None},
        )

    def collect(self) -> None:
        """Each alert is answered."""
        self._device.actions = []
        if self._root is None:
            return
        for token, _ in list(self._queue.pending()):
            self._queue.answered(token)

    # inside -------------------------------------------------------------------------------------------------------

    def _start_after_cut(self) -> None:
        self._journals.cuts = False
        self._device.actions = []
        self.restart()

    @property
    def _uri(self) -> str:
        assert self._document is not None
        if not self._is_instance:
            return URI
        return f"{URI}/{self._above}/{NAME}" if self._above else f"{URI}/{NAME}"

    @property
    def _above(self) -> str:
        """The path above nodes that have machines of their own; empty where the root has the machine."""
        assert self._document is not None
        return "/".join(str(self._document.head["of"]).split("/")[1:-1])

    @property
    def _is_instance(self) -> bool:
        """Whether the machine's node is one of several that come and go below the root."""
        assert self._document is not None
        return "<" in str(self._document.head["of"])

    @property
    def _object(self) -> Any:
        return self._root.objects(self._above)[NAME] if self._is_instance else self._root

    @property
    def _queue(self) -> Any:
        return self._root

    def _without_node(self, document: Document) -> Decided:
        name, package = str(document.head["machine"]), f"swm_enablers.{document.head['package']}"
        states, first = import_module(f"{package}.states"), str(document.head["initial"])
        kind = getattr(import_module(f"{package}.nodes"), f"{_camel(name)}State")
        made = [getattr(states, f"{_camel(name)}{part}") for part in ("Event", "Variables")]
        machine = getattr(states, name.replace("-", "_").upper())
        return Decided(machine, made[0], kind[first.upper()], made[1], self._device.handler(package, name))

    def _start(self) -> None:
        assert self._document is not None
        head = self._document.head
        package = f"swm_enablers.{head['package']}"
        client = import_module(f"{package}.client")
        self._tree = ManagementTree()
        primitives = _Primitives(self._device)
        made = [value for name, value in vars(client).items() if name.endswith("Root") and name != "ObjectRoot"]
        if self._is_instance:
            handlers = SimpleNamespace(
                **{
                    kind: (lambda root, name, kind=kind: _Handler(self._device, package, kind))
                    for kind in made[0].KINDS.values()
                }
            )
            self._root = _made(
                made[0], tree=self._tree, uri=URI, handlers=handlers, primitives=primitives, journals=self._journals
            )
            is_new = not self._journals.names()
            self._root.recover()
            if is_new:
                self._root.make(self._above, NAME, {})
        else:
            kind = getattr(client, f"{_camel(str(head['machine']))}Object")
            journal = self._journals.open("root")
            handler = _Handler(self._device, package, str(head["machine"]))
            self._root = _made(kind, tree=self._tree, uri=URI, handler=handler, primitives=primitives, journal=journal)
            self._root.recover()

    def _read(self, path: str | None) -> str | None:
        if path is None:
            return None
        assert self._document is not None
        return self._live(path.removeprefix(f"{self._document.head['of']}/"))

    def _live(self, below: str) -> str | None:
        found = self._tree.live(f"{self._uri}/{below}")
        return None if found is None else str(found)

    def _write(self, path: str, value: str | None) -> None:
        names = self._uri.split("/")
        while path.startswith("../"):
            names.pop()
            path = path[3:]
        uri = "/".join([*names, path])
        if value is None:
            if self._tree.exists(uri):
                self._tree.remove(uri)
            return
        parts = uri.split("/")
        for length in range(2, len(parts) + 1):
            part = "/".join(parts[:length])
            if not self._tree.exists(part):
                self._tree.create(part)
        self._tree.store(uri, value)

    def _seen(self, alert: Alert) -> SeenAlert:
        [item] = alert.items
        meta = item.meta
        assert meta is not None and item.source is not None
        below = item.source.uri.removeprefix(self._uri).lstrip("/")
        data = item.data if isinstance(item.data, str) else ""
        return SeenAlert(meta.type or "", meta.format or "", meta.mark or "", data, below, alert.correlator)


def _made(kind: Any, **parts: Any) -> Any:
    """An instance of generated code, with those of the parts that its machine needs."""
    return kind(**{name: part for name, part in parts.items() if name in _parameters(kind)})


@cache
def _parameters(kind: Any) -> frozenset[str]:
    return frozenset(signature(kind).parameters)


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.replace("-", "_").split("_"))

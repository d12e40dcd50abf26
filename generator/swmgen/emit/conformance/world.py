"""What a test makes so before an event: nodes as on the wire, facts, and how security procedures end."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from swmgen.model import Access, Enabler, Event, EventKind, Format, Machine, Node, Scalar, Value
from swmgen.semantics.valuations import OTHER

SAMPLES: Final = {
    Format.CHR: "https://server.example/package",
    Format.BIN: "cGFja2FnZQ==",
    Format.B64: "cGFja2FnZQ==",
    Format.BOOL: "true",
    Format.INT: "1",
    Format.XML: "<x/>",
    Format.DATE: "20260101",
    Format.TIME: "120000Z",
    Format.FLOAT: "1.0",
    Format.NULL: "",
    Format.NODE: "",
}
"""A value of each format where a guard asks only whether there is one; binary ones in base64."""


class World(msgspec.Struct, frozen=True, omit_defaults=True):
    """`nodes` maps paths below the machine's node to values on the wire, None where there must be none.

    `facts` are the answers of the device, `procedures` the result a security
    procedure ends with, None where it passes, as do those not named. `value` is what a command writes.
    """

    nodes: dict[str, str | None] = {}
    facts: dict[str, Scalar] = {}
    procedures: dict[str, int | None] = {}
    value: str | None = None


class Worlds:
    """Makes the worlds of one machine."""

    def __init__(self, enabler: Enabler, machine: Machine) -> None:
        self._machine = machine
        self._nodes = {node.path: node for node in enabler.tree.walk()}
        self._procedures = {procedure.name: procedure for procedure in enabler.security.procedures}
        self._codes = {result.name: result.code for result in enabler.messages.results}
        self._below: dict[str, str] = {}

    def of(self, event: Event, answers: Mapping[tuple[str, str], Scalar | None]) -> World:
        """The world of `answers`: what no guard of the event asks is left out."""
        nodes: dict[str, str | None] = {}
        facts: dict[str, Scalar] = {}
        procedures: dict[str, int | None] = {}
        for (kind, name), answer in sorted(answers.items(), key=lambda entry: entry[0][0] == "node"):
            if kind == "fact":
                facts[name] = answer if answer is not None else ""
            elif kind == "passes":
                procedures[name] = None if answer else self.failure(name)[1]
                for needed in self._needed(name) if answer else ():
                    nodes.setdefault(self.below(needed), self._sample(needed))
            elif kind == "set":
                nodes[self.below(name)] = self._sample(name) if answer else None
            else:
                nodes[self.below(name)] = self._wire(name, answer)
        value = None
        path = self.commanded(event)
        if path is not None and event.within:
            nodes.update(self._already_there(event, path))
            value = None if event.kind is EventKind.DELETE else self._sample(path)
        elif path is not None and event.kind in (EventKind.REPLACE, EventKind.ADD):
            found = nodes.pop(self.below(path), self._sample(path))
            value = "" if found is None else found
        return World(nodes, facts, procedures, value)

    def _already_there(self, event: Event, path: str) -> dict[str, str | None]:
        """What a command on any node of a subtree finds: the node, or for an Add none, and its parent by another leaf."""
        if event.kind is not EventKind.ADD:
            return {self.below(path): self._sample(path)}
        above = self._nodes.get(path.rpartition("/")[0])
        beside = () if above is None else above.nodes
        other = next((node.path for node in beside if node.path != path and not node.nodes), None)
        return {**({} if other is None else {self.below(other): self._sample(other)}), self.below(path): None}

    def commanded(self, event: Event) -> str | None:
        """The node that a command is sent to: of a whole subtree the first that allows the command, a leaf if one does."""
        if not event.within or event.path is None:
            return event.path
        wanted = Access(event.kind.value.capitalize())
        allowing = [node for node in self._nodes[event.path].walk() if node.allows(wanted)]
        return next((node.path for node in allowing if not node.nodes), allowing[0].path)

    def failure(self, procedure: str) -> tuple[str | None, int | None]:
        """The result, by name and code, of the first step of a procedure that can fail with one."""
        steps = self._procedures[procedure].steps
        name = next((step.fails for step in steps if step.fails is not None), None)
        return name, None if name is None else self._codes[name]

    def _needed(self, procedure: str) -> list[str]:
        """The nodes whose values a procedure that passes has looked at."""
        steps = self._procedures[procedure].steps
        return [argument.node for step in steps for argument in step.arguments if argument.node is not None]

    def below(self, path: str) -> str:
        """A path as seen from the machine's node."""
        if not self._machine.of:
            return path
        found = self._below.get(path)
        if found is None:
            found = self._below[path] = posixpath.relpath(path, self._machine.of)
        return found

    def _sample(self, path: str) -> str:
        node = self._nodes.get(path)
        if node is None:
            return SAMPLES[Format.CHR]
        if node.values:
            return node.values[0].value
        return node.default or SAMPLES[node.format]

    def _wire(self, path: str, answer: Scalar | None) -> str | None:
        if answer is None:
            return None
        node: Node | None = self._nodes.get(path)
        named = {value.name: value.value for value in node.values} if node is not None else {}
        if isinstance(answer, bool):
            return "true" if answer else "false"
        return named.get(str(answer), "other" if answer == OTHER else str(answer))

    def formats(self, worlds: Iterable[World]) -> dict[str, str]:
        """The format of each leaf that an event or a test writes, by its path below the machine's node."""
        used = {path for world in worlds for path in world.nodes}
        used |= {
            self.below(path)
            for event in self._machine.events
            if event.kind in (EventKind.REPLACE, EventKind.ADD) and (path := self.commanded(event)) is not None
        }
        return {self.below(path): node.format.value for path, node in self._nodes.items() if self.below(path) in used}

    def unasked(self) -> dict[str, Scalar]:
        """The facts of the device, each with the value it has where no vector says another."""
        first: dict[Value, Scalar] = {Value.BOOL: False, Value.INT: 0}
        return {
            fact.name: fact.members[0] if fact.type is Value.ENUM else first.get(fact.type, "")
            for fact in self._machine.facts
            if not fact.rules
        }

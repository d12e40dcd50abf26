"""08xx: names, documentation, requirements, suppressions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from swmgen.check.rule import Rule, Subject
from swmgen.diagnostics import Note
from swmgen.model import Element, Node

_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|\W+|_")
MAX_DEPTH: Final = 64


def _named(subject: Subject) -> Iterator[tuple[str, Element]]:
    enabler = subject.enabler
    for machine in enabler.machines:
        yield "machine", machine
        own: tuple[tuple[str, Sequence[Element]], ...] = (
            ("state", machine.states),
            ("group", machine.groups),
            ("variable", machine.variables),
            ("fact", machine.facts),
            ("action", machine.actions),
        )
        for what, entries in own:
            for entry in entries:
                yield what, entry
        for event in machine.events:
            if not event.kind.is_command:
                yield "event", event
    groups: tuple[tuple[str, Sequence[Element]], ...] = (
        ("result", enabler.messages.results),
        ("range", enabler.messages.ranges),
        ("alert", enabler.messages.alerts),
        ("interface", enabler.interfaces),
        ("call", [call for interface in enabler.interfaces for call in interface.calls]),
        ("primitive", enabler.security.primitives),
        ("procedure", enabler.security.procedures),
        ("threat", enabler.security.threats),
    )
    for what, found in groups:
        for element in found:
            yield what, element


def _identifiers(subject: Subject) -> None:
    for what, entry in _named(subject):
        name = str(getattr(entry, "name", ""))
        if subject.is_own(entry.origin, entry.changed_by) and not _IDENTIFIER.fullmatch(name):
            subject.found(
                entry.id, entry.span, f"The name of the {what} `{name}` must be lower case letters, digits and _."
            )


def _documented(subject: Subject) -> None:
    for node in subject.own_nodes:
        if not node.doc:
            subject.found(node.id, node.span, f"Nothing tells what {node.path} means.")
    for what, entry in _named(subject):
        explained = (
            "state",
            "event",
            "fact",
            "action",
            "result",
            "alert",
            "interface",
            "call",
            "primitive",
            "procedure",
        )
        if what in explained and not entry.doc and subject.is_own(entry.origin, entry.changed_by):
            name = getattr(entry, "name", "")
            subject.found(entry.id, entry.span, f"Nothing tells what the {what} `{name}` means.")


def _python_names_apart(subject: Subject) -> None:
    for node in subject.enabler.tree.walk():
        seen: dict[str, Node] = {}
        for child in node.nodes:
            key = "_".join(part for part in _BOUNDARY.split(child.key) if part).lower()
            other = seen.setdefault(key, child)
            if other is not child and subject.is_own(child.origin, child.changed_by):
                subject.found(
                    child.id,
                    child.span,
                    f"`{child.name}` and `{other.name}` get the same name in stubs; one will end in _2.",
                    Note("the other", other.span),
                )


def _requirements_served(subject: Subject) -> None:
    enabler = subject.enabler
    served = {name for element in enabler.serving() for name in element.serves}
    for requirement in enabler.requirements:
        if requirement.name not in served and subject.is_own(requirement.origin):
            subject.found(requirement.id, requirement.span, f"Nothing serves the requirement `{requirement.name}`.")


def _not_too_deep(subject: Subject) -> None:
    for node in subject.own_nodes:
        if node.path.count("/") == MAX_DEPTH:
            subject.found(
                node.id, node.span, f"The tree is more than {MAX_DEPTH} nodes deep here; few devices accept such URIs."
            )


def _nothing(subject: Subject) -> None:
    """Suppressions are looked at when all rules have run (`check.run`)."""


RULES = (
    Rule("SWM0801", "names can be used in code", _identifiers),
    Rule("SWM0802", "everything is explained", _documented),
    Rule("SWM0803", "names in stubs are predictable", _python_names_apart),
    Rule("SWM0804", "requirements are served", _requirements_served),
    Rule("SWM0805", "suppressions silence something", _nothing),
    Rule("SWM0806", "suppressions name a rule", _nothing),
    Rule("SWM0807", "trees are not too deep", _not_too_deep),
)

"""What a device maker declares: optional features the client does not have, and failures that are known.

A TOML file in the manner of an Enabler Implementation Conformance Statement:

    [unsupported]
    "Operations/Suspend" = "the modem cannot pause"      # a node, an event, an alert or a family of vectors

    [expected_failures]
    "package/pair/0042" = "fixed in release 2"

A vector that uses something unsupported is skipped by name. An expected
failure that does not fail, or an entry that meets no vector, is an error: it says something
about the client that is not so any more.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from swm.conformance.running import Finding
from swm.conformance.vectors import Step
from swm.errors import LocalError

MAX_SIZE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Declaration:
    """What is declared: names to reasons."""

    unsupported: Mapping[str, str] = field(default_factory=dict)
    expected_failures: Mapping[str, str] = field(default_factory=dict)

    def unsupported_by(self, step: Step) -> str | None:
        """The feature that a step needs and the client does not have, with the reason."""
        named = {step.event, step.family, *step.nodes, *(alert["name"] for alert in step.expect.get("alerts", ()))}
        if step.node is not None:
            named.add(step.node)
        for name, reason in self.unsupported.items():
            if name in named or any(other.startswith(f"{name}/") for other in named):
                return f"{name}: {reason}"
        return None

    def unused(self, findings: Iterable[Finding]) -> list[str]:
        """Entries that say what is not so: expected failures that passed, names that no vector has."""
        found = list(findings)
        failed = {finding.step.id for finding in found if finding.wrong}
        wrong = [f"{name} was expected to fail and did not" for name in self.expected_failures if name not in failed]
        for name in self.unsupported:
            if not any(Declaration({name: ""}).unsupported_by(finding.step) for finding in found):
                wrong.append(f"{name} is declared unsupported and no vector needs it")
        return wrong


def read(path: Path) -> Declaration:
    """The declaration in a file. LocalError names what is wrong with it."""
    try:
        if path.stat().st_size > MAX_SIZE:
            raise LocalError(f"{path} is larger than {MAX_SIZE} octets")
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise LocalError(f"{path} cannot be read: {error}") from None
    known = {"unsupported", "expected_failures"}
    for name, table in data.items():
        if name not in known:
            raise LocalError(f"{path}: there is no table [{name}]; there are {', '.join(sorted(known))}")
        if not isinstance(table, dict) or not all(isinstance(reason, str) and reason for reason in table.values()):
            raise LocalError(f"{path}: each entry of [{name}] needs a reason, as text")
    return Declaration(data.get("unsupported", {}), data.get("expected_failures", {}))

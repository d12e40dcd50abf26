"""What a client must offer to be tested, in process or behind a protocol."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from swm.conformance.vectors import Document, Step


@dataclass(frozen=True, slots=True)
class SeenAlert:
    """One Item of an Alert 1226 that a device wants to send. `source` is a path below the machine's node."""

    type: str
    format: str
    mark: str
    data: str
    source: str = ""
    correlator: str | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """What can be seen of an object: leaves as a server reads them, and what it wants to send.

    `state` is the leaf that shows the state, `older` the one that servers of the
    base read, `result` the last result; each None where there is no such leaf.
    `leaves` are others that show something, by their paths below the machine's node, as far as they are there.
    `alerts` are all that wait, in the order in which they came up. `actions` are
    what the device was asked to do since the last observation; None when the
    client does not tell.
    """

    state: str | None = None
    older: str | None = None
    result: str | None = None
    gone: bool = False
    alerts: tuple[SeenAlert, ...] = ()
    actions: tuple[str, ...] | None = None
    leaves: Mapping[str, str] = field(default_factory=dict)


class ClientUnderTest(Protocol):
    """A client. Each method returns when the client is done; it raises `Unsupported` for what it cannot be made to do."""

    def reset(self, document: Document) -> None:
        """A fresh object of the machine of `document`, on a device that has nothing else to send."""

    def arrange(self, step: Step) -> None:
        """Make nodes, facts and the ends of procedures so as the step says."""

    def happen(self, step: Step) -> None:
        """An event of the device itself comes up."""

    def command(self, step: Step, correlator: str | None) -> int:
        """A DM server's command; the Status."""

    def restart(self) -> None:
        """The device loses its power and starts again."""

    def cut(self, step: Step, correlator: str | None) -> None:
        """A command or an event, whose power goes once it is stored and before anything of it is done; then a start."""

    def procedure(self, step: Step) -> None:
        """Run a security procedure whose check number `step.fails` fails, and no other.

        The next observation has its end as `state` (passed, stopped or dropped), its result code as `result`, and the
        checks that were called, in order, as `actions`.
        """

    def observe(self) -> Observation:
        """What is so now."""

    def collect(self) -> None:
        """The end of a step: a DM server answers all alerts that wait; they, and actions, are not observed again."""


class Unsupported(Exception):
    """The client does not have a feature, or cannot be made to show it; the text names it."""

"""One version of one enabler."""

from __future__ import annotations

import enum
from collections.abc import Iterator

from swmgen.model.interface import Interface
from swmgen.model.machine import Drop, Machine
from swmgen.model.messages import Messages
from swmgen.model.security import Security
from swmgen.model.span import Element
from swmgen.model.tree import Tree

OVERLAY = "SwM"
"""The node below Ext that holds an extension in overlay placement."""


class Maturity(enum.Enum):
    """How far a version is; unstable ones are exempt from compatibility rules."""

    PUBLISHED = "published"
    DRAFT = "draft"
    EXPERIMENTAL = "experimental"


class Requirement(Element, frozen=True, kw_only=True):
    """Something the work item demands; nodes, transitions, alerts and steps say which they serve."""

    name: str


class Suppression(Element, frozen=True, kw_only=True):
    """Switches one rule off at one element, for a reason. One that silences nothing is an error."""

    rule: str
    target: str
    reason: str


class Erratum(Element, frozen=True, kw_only=True):
    """A place where the enabler knowingly says something else than its source, and why."""

    says: str
    here: str
    why: str


class Enabler(Element, frozen=True, kw_only=True):
    """Identity and contents of an enabler version, inherited parts included once resolved.

    `overlays` is the enabler it shows to servers of that one's base, and `older` what
    those know of results and alerts. `reserved` are ids, without the enabler, of
    what earlier versions had and this one gives up for good. `vendor` is the
    maker whose extension it is, None for a standard.
    `imported` tells which files of the field the tree came from, None for what is specified here.

    `name` is the short lower-case name (``fumo``), `version` its text
    (``1.1``), `key` both joined as the folder is called (``fumo-1.1``).
    `extends` is the key of the version it builds on; `uses` the keys of
    enablers whose types, primitives and procedures it may name.
    """

    name: str
    version: str
    title: str
    maturity: Maturity = Maturity.DRAFT
    source: str = ""
    extends: str | None = None
    vendor: str | None = None
    imported: str | None = None
    overlays: str | None = None
    uses: tuple[str, ...] = ()
    tree: Tree = Tree()
    machines: tuple[Machine, ...] = ()
    drops: tuple[Drop, ...] = ()
    interfaces: tuple[Interface, ...] = ()
    messages: Messages = Messages()
    older: Messages | None = None
    security: Security = Security()
    requirements: tuple[Requirement, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    errata: tuple[Erratum, ...] = ()
    reserved: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """``name-version``: the folder, and the name others use in `extends` and `uses`."""
        return f"{self.name}-{self.version}"

    @property
    def package(self) -> str:
        """The Python package of its stubs (``fumo_1_1``)."""
        return f"{self.name}_{self.version}".replace("-", "_").replace(".", "_")

    def serving(self) -> Iterator[Element]:
        """Everything that can say which requirements it serves."""
        yield from (*self.tree.walk(), *self.messages.results, *self.messages.alerts)
        for machine in self.machines:
            yield from (*machine.states, *machine.events, *machine.transitions, *machine.refusals)
        for interface in self.interfaces:
            yield from (interface, *interface.calls)
        for procedure in self.security.procedures:
            yield from (procedure, *procedure.steps)

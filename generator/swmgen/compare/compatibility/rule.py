"""What a rule of compatibility is, and what it sees: the old version and the new one."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

import msgspec

from swmgen.diagnostics import Note, Report
from swmgen.model import Alert, Element, Enabler, Machine, Node, Result, Span

E = TypeVar("E", bound=Element)


class Category(enum.Enum):
    """What breaks, each including those after it: who stands on stubs stands on the tree, and so on.

    SOURCE: code over the generated stubs. TREE: paths and DDF. WIRE: formats,
    codes, types of alerts. BEHAVIOUR: states and transitions.
    """

    SOURCE = "SOURCE"
    TREE = "TREE"
    WIRE = "WIRE"
    BEHAVIOUR = "BEHAVIOUR"

    @property
    def includes(self) -> frozenset[Category]:
        """This category and those it includes."""
        every = list(Category)
        return frozenset(every[every.index(self) :])


class CompatibilityRule(msgspec.Struct, frozen=True):
    """A code, what breaks, what the rule is for, and the function that looks."""

    code: str
    category: Category
    purpose: str
    look: Callable[[Versions], None]


class Versions:
    """Two versions as the rules see them."""

    def __init__(self, old: Enabler, new: Enabler, report: Report, most: int) -> None:
        self.old = old
        self.new = new
        self.most = most
        """How many pairs of configurations a search of behaviour may look at."""
        self._report = report
        self._rule: CompatibilityRule | None = None
        self._targets: dict[tuple[str, Span, str], str] = {}
        self._given_up: set[str] = set()

    def begin(self, rule: CompatibilityRule) -> None:
        """The rule looks next."""
        self._rule = rule

    def given_up(self) -> None:
        """The search of the present rule ended at its bound: it may have missed something."""
        assert self._rule is not None
        self._given_up.add(self._rule.code)

    def is_whole(self, code: str | None = None) -> bool:
        """Whether the search of a rule, or every search, came to its end."""
        return code not in self._given_up if code is not None else not self._given_up

    def found(self, element: Element, span: Span, message: str, *notes: Note) -> None:
        """Report a finding of the present rule; `element` is what a waiver or `reserved` would name."""
        assert self._rule is not None
        told = f"{self._rule.category.value}: {message}"
        self._targets[(self._rule.code, span, told)] = element.id
        self._report.add(self._rule.code, span, told, notes=notes)

    def removed(self, element: Element, what: str) -> None:
        """Report something that the new version does not have; what is reserved may go."""
        if self.short(element) not in self.new.reserved:
            note = Note(f"`reserved: [{self.short(element)}]` in {self.new.key} would say that it is given up for good")
            self.found(element, element.span, f"{what} is gone in {self.new.key}.", note)

    def target(self, code: str, span: Span, message: str) -> str | None:
        """The element that a finding was reported at."""
        return self._targets.get((code, span, message))

    @staticmethod
    def short(element: Element) -> str:
        """The id without the enabler: the same for both versions."""
        return element.id.partition(":")[2]

    # what is on both sides ----------------------------------------------------------------------------------------

    @cached_property
    def nodes(self) -> list[tuple[Node, Node | None]]:
        """Each node of the old version, with the new one at its path."""
        new = self.new.tree.by_path()
        return [(node, new.get(node.path)) for node in self.old.tree.walk()]

    @cached_property
    def machines(self) -> list[tuple[Machine, Machine | None]]:
        """Each machine of the old version, with the new one of its name."""
        return paired(self.old.machines, self.new.machines)

    @cached_property
    def alerts(self) -> list[tuple[Alert, Alert | None]]:
        """Each alert of the old version, with the new one of its name."""
        return paired(self.old.messages.alerts, self.new.messages.alerts)

    @cached_property
    def results(self) -> list[tuple[Result, Result | None]]:
        """Each result of the old version, with the new one of its name."""
        return paired(self.old.messages.results, self.new.messages.results)


def paired(old: tuple[E, ...], new: tuple[E, ...]) -> list[tuple[E, E | None]]:
    """Each element, with the one of its name in the new version."""
    names: Mapping[str, E] = {element.name: element for element in new}  # type: ignore[attr-defined]
    return [(element, names.get(element.name)) for element in old]  # type: ignore[attr-defined]


def both(pairs: list[tuple[E, E | None]]) -> Iterator[tuple[E, E]]:
    """The pairs of which both are there."""
    for old, new in pairs:
        if new is not None:
            yield old, new

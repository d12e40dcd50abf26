"""The one meaning of a machine: what each event leads to in each state, and when a guard holds."""

from swmgen.semantics.configuration import (
    Cell,
    Configuration,
    Effect,
    Taken,
    apply,
    cells,
    effect_of,
    initial,
    known,
    references,
    step,
)
from swmgen.semantics.evaluate import Atom, Valuation, decided, evaluate, holds
from swmgen.semantics.outcomes import Outcome, outcomes
from swmgen.semantics.step import assigned, decide
from swmgen.semantics.valuations import domains, valuations

__all__ = [
    "Atom",
    "Cell",
    "Configuration",
    "Effect",
    "Outcome",
    "Taken",
    "Valuation",
    "apply",
    "assigned",
    "cells",
    "decide",
    "decided",
    "domains",
    "effect_of",
    "evaluate",
    "holds",
    "initial",
    "known",
    "outcomes",
    "references",
    "step",
    "valuations",
]

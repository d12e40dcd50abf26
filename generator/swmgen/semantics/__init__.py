"""The one meaning of a machine: what each event leads to in each state, and when a guard holds."""

from swmgen.semantics.evaluate import Atom, Valuation, decided, evaluate, holds
from swmgen.semantics.outcomes import Outcome, outcomes
from swmgen.semantics.valuations import domains, valuations

__all__ = ["Atom", "Outcome", "Valuation", "decided", "domains", "evaluate", "holds", "outcomes", "valuations"]

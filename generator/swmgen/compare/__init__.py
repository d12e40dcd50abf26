"""What differs between two versions of an enabler, in meaning and never in text.

`compare` takes two models and gives `Change`s: typed, each with what it is
about, what was and what is, and both places. They are facts without judgement;
which of them break whom is for rules over them to say (`swmgen compat`).
"""

from swmgen.compare.change import Aspect, Change, Kind
from swmgen.compare.versions import compare, compare_sets

__all__ = ["Aspect", "Change", "Kind", "compare", "compare_sets"]

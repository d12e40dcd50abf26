"""Rules over whole enablers. A rule is a declared object; what it does is a function beside it."""

from swmgen.check.rule import Rule
from swmgen.check.run import RULES, check

__all__ = ["RULES", "Rule", "check"]

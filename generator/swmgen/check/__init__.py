"""Rules over whole enablers. A rule is a declared object; what it does is a function beside it."""

from swmgen.check.run import RULES, check
from swmgen.check.rule import Rule

__all__ = ["RULES", "Rule", "check"]

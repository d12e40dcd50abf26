"""Whether a new version breaks what stood on the old one."""

from swmgen.compare.compatibility.rule import Category, CompatibilityRule, Versions
from swmgen.compare.compatibility.run import RULES, compare

__all__ = ["RULES", "Category", "CompatibilityRule", "Versions", "compare"]

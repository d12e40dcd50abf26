"""What is wrong, where, why, and what to do: diagnostics, their catalogue, their renderers."""

from swmgen.diagnostics.diagnostic import Diagnostic, Edit, Fix, Note, Severity
from swmgen.diagnostics.report import Report
from swmgen.diagnostics.suggest import closest

__all__ = ["Diagnostic", "Edit", "Fix", "Note", "Report", "Severity", "closest"]

"""Pictures of an enabler as SVG: trees, state machines, security procedures; and state machines as text."""

from swmgen.emit.docs.figures.chart import chart_figure
from swmgen.emit.docs.figures.drawing import Figure
from swmgen.emit.docs.figures.notations import dot, mermaid
from swmgen.emit.docs.figures.plot import plot_figure
from swmgen.emit.docs.figures.procedure import procedure_figure
from swmgen.emit.docs.figures.states import state_figure
from swmgen.emit.docs.figures.tree import tree_figure

__all__ = ["Figure", "chart_figure", "dot", "mermaid", "plot_figure", "procedure_figure", "state_figure", "tree_figure"]

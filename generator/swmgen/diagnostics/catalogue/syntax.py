"""01xx: syntax and structure of the five files."""

from swmgen.diagnostics.catalogue.entry import Entry

ENTRIES = (
    Entry(
        code="SWM0101",
        title="not well-formed YAML",
        why="The file cannot be read at all, so nothing in it can be checked or generated.",
        how="Look at the place named: a missing colon, a bracket that is not closed, or wrong indentation just before it.",
        bad="# objects.yaml\nobjects:\n  <x>: {access: Get\n",
        good="# objects.yaml\nobjects:\n  <x>: {access: Get}\n",
    ),
)

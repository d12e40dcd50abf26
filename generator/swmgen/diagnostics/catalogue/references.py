"""02xx: names that lead nowhere."""

from swmgen.diagnostics.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = ()

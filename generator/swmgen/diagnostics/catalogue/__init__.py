"""Every diagnostic code there is, with why it exists, how to mend it, and a bad and a good example.

Codes are never reused. Bands: 01xx syntax and structure, 02xx references,
03xx tree, 04xx machine, 05xx results and alerts, 06xx security, 07xx
compatibility, 08xx style, 09xx output, 10xx compatibility of two versions.
"""

from collections.abc import Mapping
from types import MappingProxyType

from swmgen.diagnostics.catalogue import (
    compatibility,
    machine,
    messages,
    naming,
    output,
    references,
    security,
    syntax,
    tree,
    verification,
    versions,
)
from swmgen.diagnostics.catalogue.entry import Entry

CATALOGUE: Mapping[str, Entry] = MappingProxyType(
    {
        entry.code: entry
        for band in (
            syntax.ENTRIES,
            references.ENTRIES,
            tree.ENTRIES,
            machine.ENTRIES,
            verification.ENTRIES,
            messages.ENTRIES,
            security.ENTRIES,
            compatibility.ENTRIES,
            naming.ENTRIES,
            output.ENTRIES,
            versions.ENTRIES,
        )
        for entry in band
    }
)

__all__ = ["CATALOGUE", "Entry"]

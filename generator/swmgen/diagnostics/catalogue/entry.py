"""What the catalogue says about one code."""

from __future__ import annotations

import msgspec

from swmgen.diagnostics.diagnostic import Severity


class Entry(msgspec.Struct, frozen=True):
    """One code: `title` names the fault, `why` says what goes wrong if it stays, `how` how to mend it.

    `bad` and `good` are the smallest YAML that shows the fault and its cure;
    the first line of each is a comment with the file's name.
    """

    code: str
    title: str
    why: str
    how: str
    bad: str
    good: str
    severity: Severity = Severity.ERROR
    reference: str = ""

"""Findings as text for people and as JSON, SARIF and annotations for machines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from swmgen.diagnostics.diagnostic import Diagnostic
from swmgen.diagnostics.render.github import render_github
from swmgen.diagnostics.render.json import render_json
from swmgen.diagnostics.render.sarif import render_sarif
from swmgen.diagnostics.render.text import render_text

FORMATS: Final = ("text", "json", "sarif", "github")

_RENDERERS: Final[Mapping[str, Callable[[Sequence[Diagnostic]], str]]] = {
    "json": render_json,
    "sarif": render_sarif,
    "github": render_github,
}


def render(form: str, found: Sequence[Diagnostic], sources: Mapping[str, str], *, colour: bool = False) -> str:
    """The findings in one of FORMATS; `sources` are the texts of files, for the frames of `text`."""
    if form == "text":
        return render_text(found, sources, colour=colour)
    return _RENDERERS[form](found)

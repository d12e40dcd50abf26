"""The identity of an imported enabler."""

from __future__ import annotations

from swmgen.emit.spec.scalars import block, scalar
from swmgen.model import Enabler


def enabler_file(enabler: Enabler) -> str:
    """The text of enabler.yaml."""
    lines = [
        f"enabler: {scalar(enabler.name)}",
        f'version: "{enabler.version}"',
        f"title: {scalar(enabler.title)}",
        f"maturity: {enabler.maturity.value}",
    ]
    if enabler.imported is not None:
        lines.append(f"imported: {scalar(enabler.imported)}")
    if enabler.doc:
        lines.append(f"doc: {block(enabler.doc, 2)}")
    return "\n".join(lines) + "\n"

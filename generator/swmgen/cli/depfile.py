"""Dependencies in the form of make and ninja: ``output ...: input ...``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from swm.durable import replace_file
from swmgen.emit.freshness import outputs


def escape(path: str) -> str:
    """A path as make reads it."""
    return path.replace("\\", "\\\\").replace(" ", "\\ ").replace("#", "\\#").replace("$", "$$")


def write_depfile(file: Path, out: Path, spec: Path, templates: list[Path], manifest: dict[str, Any]) -> None:
    """Write the file whole or not at all. Every input also stands alone, so that a deleted one is no error for make."""
    inputs = {str(spec / path) for unit in manifest["units"].values() for path in unit["inputs"]}
    for folder in templates:
        inputs |= {str(path) for path in folder.rglob("*") if path.is_file()}
    targets = [escape(str(out / path)) for path in sorted(outputs(manifest))]
    listed = [escape(path) for path in sorted(inputs)]
    text = f"{' '.join(targets)}: {' '.join(listed)}\n" + "".join(f"\n{path}:\n" for path in listed)
    replace_file(file, text.encode("utf-8"), mode=None)

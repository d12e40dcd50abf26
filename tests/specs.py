"""Small specifications for tests, written from texts that hold several files."""

from __future__ import annotations

from pathlib import Path

from swmgen.check import check
from swmgen.check.run import RULES
from swmgen.diagnostics.catalogue.examples import ENABLER, OBJECTS
from swmgen.load import Loaded, load

DEFAULTS = {"enabler.yaml": ENABLER.partition("\n")[2], "objects.yaml": OBJECTS.partition("\n")[2]}


def files_of(text: str) -> dict[str, str]:
    """The files in a text whose parts begin with ``# name``; an example without a tree gets a small one.

    A name with a folder (``# b-1.0/enabler.yaml``) belongs to another enabler than the one that is shown.
    """
    files: dict[str, str] = {}
    name = ""
    for line in text.splitlines(keepends=True):
        if line.startswith("# ") and line.strip().endswith((".yaml", ".xml")):
            name = line[2:].strip()
            files[name] = ""
        elif name:
            files[name] += line
    files.setdefault("enabler.yaml", DEFAULTS["enabler.yaml"])
    if not any(name.startswith("objects") for name in files):
        files["objects.yaml"] = DEFAULTS["objects.yaml"]
    return files


def write(folder: Path, text: str, key: str = "a-1.0") -> Path:
    """The enabler `key` below `folder`; `folder`."""
    own = folder / key
    own.mkdir(parents=True, exist_ok=True)
    for name, content in files_of(text).items():
        path = folder / name if "/" in name else own / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def checked(spec: Path, rules: object = RULES) -> Loaded:
    """Loaded, with the findings of `rules`."""
    loaded = load(spec)
    check(loaded.enablers, loaded.report, loaded.broken, loaded.faulty, rules)  # type: ignore[arg-type]
    return loaded


def codes(loaded: Loaded) -> list[str]:
    """The codes found, in order."""
    return [found.code for found in loaded.report]

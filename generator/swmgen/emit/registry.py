"""Backends by name: ours, and those installed under the entry point group `swmgen.backends`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Final, cast

from swmgen.emit.backend import Backend

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP: Final = "swmgen.backends"

OURS: Final = {
    "python": "swmgen.emit.python:PythonBackend",
    "ddf": "swmgen.emit.ddf:DdfBackend",
    "docs": "swmgen.emit.docs:DocsBackend",
    "promela": "swmgen.emit.promela:PromelaBackend",
    "scxml": "swmgen.emit.scxml:ScxmlBackend",
    "schema": "swmgen.emit.schema:SchemaBackend",
    "conformance": "swmgen.emit.conformance:ConformanceBackend",
}
"""Imported only when asked for."""


class BackendFailed(Exception):
    """A backend is not there, or cannot be used."""


def installed() -> dict[str, EntryPoint]:
    """Third parties' backends by name; of several with one name none, since nobody can tell which is meant."""
    if not _is_declared():
        return {}
    from importlib.metadata import entry_points

    found: dict[str, EntryPoint] = {}
    for point in entry_points(group=GROUP):
        if point.name in OURS:
            raise BackendFailed(f"the installed backend {point.name} ({point.value}) has the name of one of ours")
        if point.name in found and found[point.name].value != point.value:
            raise BackendFailed(
                f"two installed backends are called {point.name}: {found[point.name].value}, {point.value}"
            )
        found[point.name] = point
    return found


def _is_declared() -> bool:
    """Whether any installed distribution declares the group: importing what knows entry points takes ten times longer."""
    wanted = f"[{GROUP}]".encode()
    for folder in sys.path:
        try:
            names = [name for name in os.listdir(folder or ".") if name.endswith((".dist-info", ".egg-info", ".egg"))]
        except NotADirectoryError:
            return True  # an archive: whoever knows how shall look into it
        except OSError:
            continue
        for name in names:
            for inner in ("entry_points.txt", "EGG-INFO/entry_points.txt"):
                try:
                    with open(os.path.join(folder, name, inner), "rb") as file:
                        if wanted in file.read():
                            return True
                except OSError:
                    continue
    return False


def backends(names: Sequence[str] | None = None) -> list[Backend]:
    """The backends of these names, or all; each after those it needs. BackendFailed when one cannot be had."""
    third = installed()
    chosen = list(names) if names else [*OURS, *sorted(third)]
    ready: dict[str, Backend] = {}
    for name in chosen:
        _add(name, third, ready)
    return list(ready.values())


def _add(name: str, third: dict[str, EntryPoint], ready: dict[str, Backend]) -> None:
    if name in ready:
        return
    if name in OURS:
        module, _, attribute = OURS[name].partition(":")
        backend = cast(Backend, getattr(import_module(module), attribute)())
    elif name in third:
        try:
            backend = cast(Backend, third[name].load()())
        except Exception as error:
            raise BackendFailed(f"the installed backend {name} cannot be loaded: {error!r}") from None
    else:
        known = ", ".join([*OURS, *sorted(third)])
        raise BackendFailed(f"there is no backend {name}; there are {known}")
    for needed in backend.after:
        _add(needed, third, ready)
    ready[name] = backend

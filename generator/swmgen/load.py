"""From a folder of specifications to resolved enablers: reading and resolving in one call."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec

from swmgen.diagnostics import Report
from swmgen.model import Enabler, Span, Tree
from swmgen.read.folder import Folder, read_folder
from swmgen.resolve.enablers import builds_on, resolve

RECURSION: Final = 60_000
"""Frames allowed while loading: trees are read by recursion, and `read` bounds how deep they may be."""


class Loaded(msgspec.Struct, frozen=True):
    """What a folder of specifications says.

    `enablers` by key, those that others build on first. `report` holds what
    was found on the way. `sources` is the text of every file read, by the name
    that spans carry. `broken` holds the ids of elements that did not resolve,
    so that nothing is said twice about them; `faulty` the names of files, by
    enabler, that were not read without fault.
    """

    enablers: Mapping[str, Enabler]
    report: Report
    sources: Mapping[str, str]
    broken: frozenset[str]
    faulty: Mapping[str, frozenset[str]]


def load(spec: Path, keys: Sequence[str] | None = None) -> Loaded:
    """The enablers in the folders of `spec`: all, or those of `keys` and what they build on.

    Never raises for what a file says; everything wrong is in the report.
    """
    report = Report()
    sources: dict[str, str] = {}
    with deep_and_without_collector():
        folders, unread = _folders(spec, keys, report, sources)
        resolved = resolve(folders, unread, report, _read_ddf)
    return Loaded(resolved.enablers, report, sources, resolved.broken, resolved.faulty)


def _folders(
    spec: Path, keys: Sequence[str] | None, report: Report, sources: dict[str, str]
) -> tuple[dict[str, Folder], frozenset[str]]:
    """The folders that say who they are, and the keys of those that do not."""
    names = sorted(entry.name for entry in spec.iterdir() if entry.is_dir() and not entry.name.startswith("."))
    wanted = list(names if keys is None else keys)
    folders: dict[str, Folder] = {}
    seen: set[str] = set()
    while wanted:
        key = wanted.pop(0)
        if key in seen:
            continue
        seen.add(key)
        if key not in names:
            if keys is not None and key in keys:
                report.add("SWM0201", Span(key, 1, 1, 1, 2), f"There is no enabler `{key}`.")
            continue
        folder = read_folder(spec / key, report, sources)
        if folder is not None:
            folders[key] = folder
            wanted.extend(builds_on(folder))
    return folders, frozenset(seen.intersection(names).difference(folders))


def _read_ddf(data: bytes, file: str, key: str, report: Report) -> Tree | None:
    from swmgen.read.ddf import read_ddf  # imported late: most specifications have none

    return read_ddf(data, file, key, report)


@contextmanager
def deep_and_without_collector() -> Iterator[None]:
    """Loading makes many objects that all live on, so collecting in between only costs time."""
    limit, collecting = sys.getrecursionlimit(), gc.isenabled()
    sys.setrecursionlimit(max(limit, RECURSION))
    gc.disable()
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
        if collecting:
            gc.enable()

"""Puts files down so that a build killed at any instant can be recognised and completed.

All new contents are first written beside the outputs and synced; then one
rename makes the list of them, the journal, valid. From there on the build can
only be completed: by this process, or by the next one. At any instant a file
of the output folder is the old one or the new one, never a part of either.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from swmgen.emit.freshness import JOURNAL, MANIFEST

_LIST = "journal.json"


def commit(out: str, changed: Mapping[str, str], removed: list[str], manifest: str) -> None:
    """Replace the files in `changed`, delete those in `removed`, put the manifest down.

    OSError leaves the output folder as it was, unless the journal was valid
    already: then the next build completes it.
    """
    os.makedirs(out, exist_ok=True)
    folder = os.path.join(out, JOURNAL)
    discard(out)
    os.mkdir(folder)
    try:
        entries: list[list[str]] = []
        for number, (path, text) in enumerate(changed.items()):
            _write(os.path.join(folder, str(number)), text)
            entries.append([str(number), path])
        _write(os.path.join(folder, MANIFEST), manifest)
        record = json.dumps({"files": entries, "removed": removed})
        _write(os.path.join(folder, f"{_LIST}.new"), record)
        _sync(folder)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    os.replace(os.path.join(folder, f"{_LIST}.new"), os.path.join(folder, _LIST))
    _sync(folder)
    complete(out)


def complete(out: str) -> bool:
    """Finish a build whose journal is valid; whether there was one. A journal that never became valid is discarded."""
    folder = os.path.join(out, JOURNAL)
    record = _read(os.path.join(folder, _LIST))
    if record is None:
        discard(out)
        return False
    for staged, path in record["files"]:
        source, target = os.path.join(folder, staged), os.path.join(out, *path.split("/"))
        if os.path.exists(source):
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.replace(source, target)
    for path in record["removed"]:
        target = os.path.join(out, *path.split("/"))
        with suppress(FileNotFoundError):
            os.unlink(target)
        _prune(os.path.dirname(target), out)
    manifest = os.path.join(folder, MANIFEST)
    if os.path.exists(manifest):
        os.replace(manifest, os.path.join(out, MANIFEST))
    _sync(out)
    os.unlink(os.path.join(folder, _LIST))
    shutil.rmtree(folder, ignore_errors=True)
    return True


def discard(out: str) -> None:
    """Throw away what a build left that never came to its commit."""
    folder = os.path.join(out, JOURNAL)
    if os.path.isdir(folder) and not os.path.exists(os.path.join(folder, _LIST)):
        shutil.rmtree(folder)


def _read(path: str) -> dict[str, Any] | None:
    try:
        with open(path, "rb") as stream:
            record: dict[str, Any] = json.load(stream)
            return record
    except FileNotFoundError:
        return None


def _write(path: str, text: str) -> None:
    with open(path, "wb") as stream:
        stream.write(text.encode("utf-8"))
        stream.flush()
        os.fsync(stream.fileno())


def _sync(folder: str) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _prune(folder: str, out: str) -> None:
    """Remove folders that became empty, up to `out`."""
    while os.path.abspath(folder) != os.path.abspath(out):
        try:
            os.rmdir(folder)
        except OSError:
            return
        folder = os.path.dirname(folder)

"""Whether the output folder is what the inputs give, from digests alone.

This is what a build with nothing to do runs, so it imports nothing but a few
modules of the standard library, and nothing else of ours.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from typing import Any

MANIFEST = "manifest.json"
JOURNAL = ".swmgen-journal"
FORMAT = 1

SPEC_SUFFIXES = (".yaml", ".xml")


def digest(data: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digest_file(path: str) -> str | None:
    """The digest of a file, None when it is not there or cannot be read."""
    try:
        with open(path, "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None


def spec_inputs(spec: str) -> dict[str, str]:
    """The digests of the files of all enablers, by ``enabler/file``."""
    found: dict[str, str] = {}
    for folder in sorted(os.listdir(spec)):
        path = os.path.join(spec, folder)
        if folder.startswith(".") or not os.path.isdir(path):
            continue
        for name in sorted(os.listdir(path)):
            if name.endswith(SPEC_SUFFIXES) and not name.startswith("."):
                found[f"{folder}/{name}"] = digest_file(os.path.join(path, name)) or ""
    return found


def tree_digest(folders: Iterable[str], suffixes: tuple[str, ...]) -> str:
    """One digest of the names and contents of all files below `folders` that end in one of `suffixes`."""
    whole = hashlib.sha256()
    for folder in folders:
        for root, names, files in os.walk(folder):
            names[:] = sorted(name for name in names if name not in ("__pycache__", "_data"))
            for name in sorted(files):
                if name.endswith(suffixes):
                    path = os.path.join(root, name)
                    whole.update(os.path.relpath(path, folder).replace(os.sep, "/").encode())
                    whole.update(bytes.fromhex(digest_file(path) or ""))
    return whole.hexdigest()


def read_manifest(out: str) -> dict[str, Any] | None:
    """The manifest of the last build, None when there is none that can be read."""
    try:
        with open(os.path.join(out, MANIFEST), "rb") as stream:
            manifest: dict[str, Any] = json.load(stream)
    except (OSError, ValueError):
        return None
    return manifest if isinstance(manifest, dict) and manifest.get("format") == FORMAT else None


class State:
    """What differs between the output folder and what its manifest says of inputs and outputs.

    `stale` are enablers whose inputs changed, `edited` outputs whose contents
    are not those of the last build, `missing` outputs that are gone.
    `everything` is true when all must be built anew; `why` says so in words.
    """

    def __init__(self) -> None:
        self.everything = False
        self.interrupted = False
        self.why: list[str] = []
        self.stale: list[str] = []
        self.edited: list[str] = []
        self.missing: list[str] = []
        self.inputs: dict[str, str] = {}
        self.manifest: dict[str, Any] | None = None

    @property
    def is_fresh(self) -> bool:
        """True when there is nothing to do."""
        return not (self.everything or self.interrupted or self.stale or self.edited or self.missing)


def compare(out: str, spec: str, shared: dict[str, str], wanted: list[str]) -> State:
    """How `out` stands to `spec`. `shared` are digests and options that count for every enabler; `wanted` as listed."""
    state = State()
    state.inputs = spec_inputs(spec)
    state.interrupted = os.path.isdir(os.path.join(out, JOURNAL))
    if state.interrupted:
        state.why.append("an earlier build was interrupted")
    state.manifest = manifest = read_manifest(out)
    if manifest is None:
        state.everything = True
        state.why.append("there is no manifest of an earlier build")
        return state
    for name, value in shared.items():
        if manifest["shared"].get(name) != value:
            state.everything = True
            state.why.append(f"{name} changed")
    units: dict[str, Any] = manifest["units"]
    if wanted != manifest["wanted"]:
        state.everything = True
        state.why.append("another selection of enablers")
    known: dict[str, str] = {}
    for key, unit in units.items():
        known.update(unit["inputs"])
        if any(state.inputs.get(path) != value for path, value in unit["inputs"].items()):
            state.stale.append(key)
    new = sorted({path.partition("/")[0] for path in state.inputs if path not in known})
    for folder in new:
        if not wanted or folder in wanted:
            state.stale.extend([folder] if folder not in state.stale else [])
    for path, value in outputs(manifest).items():
        now = digest_file(os.path.join(out, path))
        if now is None:
            state.missing.append(path)
        elif now != value:
            state.edited.append(path)
    return state


def outputs(manifest: dict[str, Any]) -> dict[str, str]:
    """Every output of the last build, with its digest."""
    found: dict[str, str] = dict(manifest["index"])
    for unit in manifest["units"].values():
        found.update(unit["outputs"])
    return found

"""One enabler's folder: which files it has, and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import cast

import msgspec

from swmgen.diagnostics import Note, Report, closest
from swmgen.model import Span
from swmgen.read.decode import Source, decode
from swmgen.read.language import (
    FILES,
    EnablerFile,
    MessagesFile,
    ObjectsFile,
    SecurityFile,
    StatesFile,
    Written,
)
from swmgen.read.yaml_source import MAX_BYTES, compose

DDF_FILE = "objects.ddf.xml"


class Folder(msgspec.Struct, kw_only=True):
    """What one enabler's folder states by itself, nothing inherited. A file that is absent states nothing.

    `key` is the folder's name. `ddf` holds the bytes of `objects.ddf.xml` when
    that form of the tree is used. `faulty` names the files in which something
    was wrong, `lost` those of them from which names may be missing, so that
    what they would have said is not missed as well.
    """

    key: str
    enabler: EnablerFile
    objects: ObjectsFile
    states: StatesFile
    messages: MessagesFile
    security: SecurityFile
    ddf: bytes | None = None
    faulty: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()


def read_folder(path: Path, report: Report, texts: dict[str, str]) -> Folder | None:
    """The folder at `path`, or None when it says no usable identity; `texts` gets the text of every file read."""
    key = path.name
    documents: dict[str, Written] = {}
    faulty: set[str] = set()
    lost: set[str] = set()
    for name, kind in FILES.items():
        file = path / name
        if not file.exists():
            continue
        before = len(report)
        document, is_whole = _read_file(file, f"{key}/{name}", kind, report, texts)
        if len(report) > before:
            faulty.add(name)
        if not is_whole:
            lost.add(name)
        if document is not None:
            documents[name] = document
    _check_names(path, report)
    enabler = documents.get("enabler.yaml")
    if enabler is None:
        if "enabler.yaml" not in faulty:
            report.add("SWM0115", Span(f"{key}/enabler.yaml", 1, 1, 1, 2), f"The folder `{key}` has no enabler.yaml.")
        return None
    identity = cast(EnablerFile, enabler)
    stated = f"{identity.enabler}-{identity.version}"
    if stated != key:
        report.add(
            "SWM0115",
            identity.marks_["enabler"],
            f"This says `{stated}`, but the folder is called `{key}`; both must be the same.",
        )
    ddf = None
    if (path / DDF_FILE).exists():
        ddf = _read_bytes(path / DDF_FILE, f"{key}/{DDF_FILE}", report)
        if ddf is None:
            lost.add("objects.yaml")
        if "objects.yaml" in documents:
            report.add(
                "SWM0117",
                Span(f"{key}/{DDF_FILE}", 1, 1, 1, 2),
                "The tree stands in objects.yaml and in objects.ddf.xml; keep one.",
            )
            ddf = None
        elif ddf is not None:
            texts[f"{key}/{DDF_FILE}"] = ddf.decode("utf-8", "replace")
    empty = Span(f"{key}/enabler.yaml", 1, 1, 1, 2)
    return Folder(
        key=key,
        enabler=identity,
        objects=cast(ObjectsFile, documents.get("objects.yaml", ObjectsFile(span_=empty))),
        states=cast(StatesFile, documents.get("states.yaml", StatesFile(span_=empty))),
        messages=cast(MessagesFile, documents.get("messages.yaml", MessagesFile(span_=empty))),
        security=cast(SecurityFile, documents.get("security.yaml", SecurityFile(span_=empty))),
        ddf=ddf,
        faulty=frozenset(faulty | lost),
        lost=frozenset(lost),
    )


def _read_bytes(path: Path, file: str, report: Report) -> bytes | None:
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        report.add("SWM0119", Span(file, 1, 1, 1, 2), f"The file cannot be read: {error.strerror}.")
        return None


def _read_file(
    path: Path, file: str, kind: type[Written], report: Report, texts: dict[str, str]
) -> tuple[Written | None, bool]:
    """What a file says, and whether no name it holds is missing from that."""
    data = _read_bytes(path, file, report)
    if data is None:
        return None, False
    texts[file] = data.decode("utf-8-sig", "replace")
    root = compose(data, file, report)
    if root is None:
        return None, False
    source = Source(file, report)
    document = decode(root, kind, source)
    return document, document is not None and not source.lost


def _check_names(path: Path, report: Report) -> None:
    known: Mapping[str, object] = {**FILES, DDF_FILE: None}
    for entry in sorted(path.iterdir()):
        if entry.name in known or entry.name.startswith(".") or not entry.name.endswith((".yaml", ".yml", ".xml")):
            continue
        meant = closest(entry.name, known)
        report.add(
            "SWM0116",
            Span(f"{path.name}/{entry.name}", 1, 1, 1, 2),
            f"`{entry.name}` is not a file of an enabler's folder, so nothing in it counts.",
            notes=[Note(f"did you mean {meant}?")] if meant else [],
        )

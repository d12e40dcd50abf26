"""The documents of a file, a folder or a zip archive, within limits; nothing is unpacked to disk."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from swmgen.diagnostics import Report, Severity
from swmgen.model import Span
from swmgen.read.ddf import embedded
from swmgen.read.ddf.source import MAX_BYTES

MAX_MEMBERS: Final = 4_096
MAX_TOTAL: Final = 128 * 1024 * 1024
MAX_RATIO: Final = 200
"""A member that grows more than this was made to grow; XML rarely exceeds 40."""
SUFFIXES: Final = (".xml", ".ddf", ".tnds", ".txt")
SPEAKING: Final = (
    *(".md", ".markdown", ".html", ".htm", ".rst", ".adoc", ".json", ".yml", ".yaml", ".sql", ".sh", ".ps1", ".py"),
    *(".java", ".kt", ".smali", ".c", ".h", ".cc", ".cpp", ".hpp", ".cs", ".vb", ".go", ".rs", ".js", ".ts", ".php"),
)
"""Files that hold descriptions only where the tag of one's root element stands in them."""
_ROOTS: Final = (b"MgmtTree", b"LWM2M")
_TAGS: Final = (b"<MgmtTree", b"<LWM2M")
"""What stands in a document of another name: vendors call theirs ``.mo``, ``.tree``, or nothing."""
_OTHERS: Final = (".dtd", ".xsd", ".xsl", ".xslt", "~", ".bak", ".orig")
"""Files that speak of descriptions, or repeat one that stands beside."""
_BEGINNING: Final = 256
_OF_THE_FINDER: Final = b"\x00\x05\x16\x07"
"""How the files named ``._*`` begin that macOS puts beside others: they hold icons and attributes, not what is named."""


class Member(msgspec.Struct, frozen=True):
    """One document: the name spans carry, and its bytes."""

    name: str
    data: bytes


def members(path: Path, report: Report) -> list[Member] | None:
    """The documents at `path`, by name. None when they cannot be had within the limits; the reason is reported."""
    try:
        if path.is_dir():
            return _of_folder(path, report)
        with path.open("rb") as stream:
            data = stream.read(MAX_TOTAL + 1)
    except OSError as error:
        report.add("SWM0119", _top(path.name), f"The file cannot be read: {error.strerror}.")
        return None
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_archive(path, report)
    return [Member(path.name, data[: MAX_BYTES + 1])]


def _top(name: str) -> Span:
    return Span(name, 1, 1, 1, 2)


def _of_folder(path: Path, report: Report) -> list[Member] | None:
    found: list[Member] = []
    total = 0
    for file in sorted(path.rglob("*")):
        if file.name.lower().endswith(".zip") and file.is_file():
            _pass_over(file.relative_to(path).as_posix(), report)
        if not file.is_file() or not (_is_known(file.name) or _begins_as_markup(file)):
            continue
        if not file.resolve().is_relative_to(path.resolve()):
            report.add("SWM0165", _top(file.name), "This link leads out of the folder; it is refused.")
            return None
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
        if not _may_describe(file.name, data):
            continue
        total += len(data)
        if len(found) >= MAX_MEMBERS or total > MAX_TOTAL:
            report.add("SWM0165", _top(path.name), _limit())
            return None
        found.append(Member(file.relative_to(path).as_posix(), data))
    return found


def _pass_over(name: str, report: Report) -> None:
    """Tell that an archive in what is imported is not opened: what is in it may be another version of what is beside."""
    message = "This archive stands in what is imported; it is not opened. Import it by itself."
    report.add("SWM0165", _top(name), message, severity=Severity.WARNING)


def _is_known(name: str) -> bool:
    """Whether a file's name says that it may hold a description."""
    return name.lower().endswith((*SUFFIXES, *SPEAKING))


def _begins_as_markup(file: Path) -> bool:
    """Whether a file of another name may be a document; no more of it is read than tells so."""
    if file.name.lower().endswith(_OTHERS) or file.is_symlink():
        return False
    try:
        with file.open("rb") as stream:
            return _is_markup(stream.read(_BEGINNING))
    except OSError:
        return False


def _is_markup(beginning: bytes) -> bool:
    """Whether a text begins with a tag, in any encoding."""
    return beginning.translate(None, b"\0\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def _may_describe(name: str, data: bytes) -> bool:
    """Whether a file is taken: by its name, where it names a root element, or where it is a document of another name."""
    if data.startswith(_OF_THE_FINDER):
        return False
    if name.lower().endswith(SUFFIXES):
        return True
    plain = data.replace(b"\0", b"")
    if not _is_known(name):
        return any(tag in plain for tag in _TAGS)
    return any(root in plain for root in _ROOTS) and embedded.is_spoken_of(plain.decode("latin-1"))


def _limit() -> str:
    return f"More than {MAX_MEMBERS} documents, or {MAX_TOTAL} bytes of them, are refused."


def _of_archive(path: Path, report: Report) -> list[Member] | None:
    try:
        with zipfile.ZipFile(path) as archive:
            return list(_unpacked(archive, path.name, report))
    except _RefusedArchive as error:
        report.add("SWM0165", _top(error.member), f"This archive is refused: {error}.")
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError, RuntimeError) as error:
        report.add("SWM0165", _top(path.name), f"This archive cannot be read: {error or 'it is damaged'}.")
    except Exception as error:  # zlib, bz2 and lzma each have an error of their own
        if type(error).__module__ not in ("zlib", "_lzma", "lzma", "bz2"):
            raise
        report.add("SWM0165", _top(path.name), f"This archive cannot be read: {error}.")
    return None


class _RefusedArchive(Exception):
    def __init__(self, member: str, reason: str) -> None:
        super().__init__(reason)
        self.member = member


def _unpacked(archive: zipfile.ZipFile, label: str, report: Report) -> Iterator[Member]:
    entries = archive.infolist()
    if len(entries) > MAX_MEMBERS:
        raise _RefusedArchive(label, f"it has more than {MAX_MEMBERS} members")
    total = 0
    seen: set[str] = set()
    for entry in sorted(entries, key=lambda entry: entry.filename):
        name = entry.filename
        parts = name.replace("\\", "/").split("/")
        if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in name:
            raise _RefusedArchive(label, f"the member `{name[:80]}` names a place outside of it")
        if name.lower().endswith(".zip"):
            _pass_over(name, report)
        if entry.is_dir() or name.lower().endswith((*_OTHERS, ".zip")):
            continue
        is_known = _is_known(name)
        if not is_known and entry.flag_bits & 1:
            continue
        if entry.flag_bits & 1:
            raise _RefusedArchive(name, "it is encrypted")
        # The sizes in the headers may lie: what counts is what comes out.
        with archive.open(entry) as stream:
            data = stream.read(MAX_BYTES + 1 if is_known else _BEGINNING)
            if not is_known:
                if not _is_markup(data):
                    continue
                data += stream.read(MAX_BYTES + 1 - len(data))
        if name in seen:
            raise _RefusedArchive(name, "two members have this name")
        seen.add(name)
        if len(data) > 1024 * 1024 and len(data) > MAX_RATIO * max(entry.compress_size, 1):
            raise _RefusedArchive(name, f"it grows more than {MAX_RATIO}-fold")
        total += len(data)
        if total > MAX_TOTAL:
            raise _RefusedArchive(label, f"it unpacks to more than {MAX_TOTAL} bytes")
        if not _may_describe(name, data):
            continue
        yield Member(name, data)

"""Files that are the old one or the new one after a kill or a power cut at any instant."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path


def replace_file(path: Path, content: bytes, mode: int | None = 0o600) -> None:
    """Put `content` at `path`: written beside it, synced, renamed over it, the folder synced.

    `mode` is that of the new file, less the umask; None keeps that of the file
    that is there, and gives a new one that of any file. What stands beside it is
    never written through a symbolic link.

    Raises:
        OSError: it cannot be kept; the old file is still there, and nothing beside it. The error names `path`.
    """
    beside = path.with_name(f"{path.name}.new")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), mode or 0o666)
        try:
            with open(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(handle)
            if mode is None:
                _keep_mode(path, beside)
            os.replace(beside, path)
        except OSError:
            beside.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def sync_folder(folder: Path) -> None:
    """Make sure that names made in `folder` are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _keep_mode(path: Path, beside: Path) -> None:
    with suppress(FileNotFoundError):
        beside.chmod(stat.S_IMODE(path.stat().st_mode))

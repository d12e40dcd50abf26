"""Where the states of many nodes survive the process, each under a name of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import quote, unquote

from swm.machine.journal import FileJournal, Journal, MemoryJournal

if TYPE_CHECKING:
    from pathlib import Path

_SUFFIX: Final = ".journal"


class Journals(Protocol):
    """Named journals. What `names` lists after a restart is what was saved and not removed before it."""

    def names(self) -> list[str]:
        """The names under which something is kept, in order."""

    def open(self, name: str) -> Journal:
        """The journal of that name, empty when nothing was saved in it."""

    def remove(self, name: str) -> None:
        """Forget what was saved under a name; nothing happens when nothing was."""


class MemoryJournals:
    """Journals for tests and simulations: they survive as long as their owner keeps them."""

    def __init__(self) -> None:
        self._journals: dict[str, MemoryJournal] = {}

    def names(self) -> list[str]:
        """The names under which something is kept."""
        return sorted(name for name, journal in self._journals.items() if journal.load() is not None)

    def open(self, name: str) -> Journal:
        """The journal of that name."""
        return self._journals.setdefault(name, MemoryJournal())

    def remove(self, name: str) -> None:
        """Forget what was saved under a name."""
        self._journals.pop(name, None)


class FileJournals:
    """Journals in one folder, one file each; a file is there or not, whole, after a kill at any instant."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def names(self) -> list[str]:
        """The names under which something is kept."""
        return sorted(unquote(path.name.removesuffix(_SUFFIX)) for path in self._folder.glob(f"*{_SUFFIX}"))

    def open(self, name: str) -> Journal:
        """The journal of that name."""
        return FileJournal(self._path(name))

    def remove(self, name: str) -> None:
        """Forget what was saved under a name."""
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._folder / f"{quote(name, safe='')}{_SUFFIX}"

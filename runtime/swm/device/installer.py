"""Installation as the reference device does it: an image becomes a file, old or new at any instant.

`stage` puts the verified image beside the one in force; `put_in_force`
renames it. Until then `roll_back` undoes everything. Each may be called again
after a kill.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from swm.device.package import image_of
from swm.durable import replace_file, sync_folder
from swm.security import VerifiedPackage


class Installer:
    """Images in one folder, each under a name. An installation takes `seconds`."""

    def __init__(self, folder: Path, clock: Callable[[], float], seconds: float = 0.0) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._clock = clock
        self._seconds = seconds
        self._ends: dict[str, float] = {}

    def path(self, name: str) -> Path:
        """Where the image in force lies."""
        return self._folder / quote(name, safe="")

    def stage(self, name: str, package: VerifiedPackage) -> None:
        """Put the image of a package beside the one in force. OSError when there is no room."""
        self._ends[name] = self._clock() + self._seconds
        image, wanted = image_of(package)
        replace_file(self._wanted(name), wanted.encode("ascii"))
        replace_file(self._staged(name), image)

    def is_staged(self, name: str) -> bool:
        """Whether an image waits to be put in force: the point of no return is not reached."""
        return self._staged(name).exists()

    def is_due(self, name: str) -> bool:
        """Whether the installation has taken its time."""
        now = self._clock()
        return now >= self._ends.setdefault(name, now + self._seconds)

    def put_in_force(self, name: str) -> bool:
        """Put the staged image in force; whether what is in force then is the one that was to be staged last."""
        if self.is_staged(name):
            os.replace(self._staged(name), self.path(name))
            sync_folder(self._folder)
        self._ends.pop(name, None)
        try:
            wanted = self._wanted(name).read_text("ascii")
            with self.path(name).open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest() == wanted
        except OSError:
            return False

    def roll_back(self, name: str) -> None:
        """Forget the staged image."""
        self._staged(name).unlink(missing_ok=True)
        self._ends.pop(name, None)

    def remove(self, name: str) -> None:
        """Take away what is in force and what is staged."""
        self.roll_back(name)
        self.path(name).unlink(missing_ok=True)
        self._wanted(name).unlink(missing_ok=True)

    def _staged(self, name: str) -> Path:
        return self._folder / f"{quote(name, safe='')}.staged"

    def _wanted(self, name: str) -> Path:
        """The SHA-256 of the image that is to be in force."""
        return self._folder / f"{quote(name, safe='')}.sha256"

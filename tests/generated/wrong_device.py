"""A device with one fault, as a program that speaks JSON lines and holds DM sessions: ``wrong_device.py ROOT FAULT``."""

from __future__ import annotations

import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

from swm.conformance import Step, load
from swm.conformance.protocol import main
from swm.conformance.sessions import SessionClient
from swm.machine import MemoryJournals
from swm.syncml import Alert, Item, Meta


class Forgetful(SessionClient):
    """Loses its journals with its power."""

    def restart(self) -> None:
        self._journals = MemoryJournals()
        super().restart()


class Mistaken(SessionClient):
    """Marks each alert as critical on the wire."""

    def _start(self) -> None:
        super()._start()
        pending = self._root.pending
        self._root.pending = lambda: [(token, _critical(alert)) for token, alert in pending()]


class Deaf(SessionClient):
    """Does not notice that a download failed."""

    def happen(self, step: Step) -> None:
        if step.event != "download_fails":
            super().happen(step)


class Absent(SessionClient):
    """Never connects."""

    def connect(self, url: str, **account: str | None) -> None:
        """Say that it did, and do nothing."""


class Hasty(SessionClient):
    """Answers, and acts, before it has stored what it decided: when the power goes, it is as if nothing had been."""

    def hold(self, *given: Any, **more: Any) -> None:
        kept = deepcopy(self._journals) if self._journals.cuts else None
        super().hold(*given, **more)
        if kept is not None:
            kept.cuts = False
            self._journals = kept
            self.restart()


class Buffered(SessionClient):
    """Cannot lose its power within a command, and does not say so."""

    def arm(self) -> None:
        """Nothing."""


class Dying(SessionClient):
    """Falls over at its first event."""

    def happen(self, step: Step) -> None:
        sys.exit(3)


def _critical(alert: Alert) -> Alert:
    [item] = alert.items
    assert item.meta is not None
    meta = Meta(format=item.meta.format, type=item.meta.type, mark="critical")
    return Alert(alert.cmd_id, alert.code, (Item(source=item.source, meta=meta, data=item.data),), alert.correlator)


FAULTS = {
    "forgetful": Forgetful,
    "mistaken": Mistaken,
    "deaf": Deaf,
    "absent": Absent,
    "dying": Dying,
    "hasty": Hasty,
    "buffered": Buffered,
}

if __name__ == "__main__":
    generated = Path(sys.argv[1])
    sys.path.insert(0, str(generated / "python"))
    main(
        [load(path) for path in (generated / "conformance" / "vectors").glob("fumo-1.0.*.json")], FAULTS[sys.argv[2]]()
    )

"""A campaign run to its end: the DM server, the calls, the progress, and a stop that loses nothing.

Whatever ends this program, the store has every device where it is; the same
call goes on. A clean stop lets go of the devices that were called.
"""

from __future__ import annotations

import contextlib
import gc
import random
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, Final

from swm.campaign.calling import Caller
from swm.campaign.configuration import CampaignSettings
from swm.campaign.preparation import Preparation
from swm.campaign.records import ENDS, Called, CampaignRecords, State
from swm.errors import LocalError
from swm.server.application import DmServer
from swm.server.program import ToldStore
from swm.server.serving import serving
from swm.server.sql_store import SqlStore, open_store
from swm.server.store import Store

Say = Callable[[str, dict[str, Any]], None]
BUSY: Final = 0.05
IDLE: Final = 0.5
LOOK: Final = 0.5
"""Seconds between two looks at the whole: how many devices are where."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the devices are, seconds since the run began, and how many came to an end in it."""

    states: Counter[State]
    seconds: float
    ended: int

    @property
    def total(self) -> int:
        """All devices."""
        return self.states.total()

    @property
    def left(self) -> int:
        """Devices that are not at an end."""
        return self.total - sum(self.states[state] for state in ENDS)


def open_campaign(settings: CampaignSettings) -> tuple[SqlStore, CampaignRecords]:
    """The store of a campaign and its records, for who only wants to know. LocalError when it cannot be opened."""
    store = open_store(settings.server.store)
    return store, CampaignRecords(store, settings.plan, settings.pace, jitter=random.random)


class CampaignRun:
    """One run. `stop` may be called from a signal handler."""

    def __init__(
        self, settings: CampaignSettings, say: Say, look: Callable[[Progress], None], *, tells_all: bool = False
    ) -> None:
        self._settings = settings
        self._say = say
        self._look = look
        self._tells_all = tells_all
        self._stop = threading.Event()
        self._changed: SimpleQueue[str] = SimpleQueue()
        self._owner = secrets.token_hex(8)
        self._called: dict[str, float] = {}

    def stop(self) -> None:
        """End at the next step; sessions under way are answered to their end, or go on in the next run."""
        self._stop.set()

    def run(self, *, again: bool = False, collect: float | None = None) -> Progress:
        """Until every device is at its end, `within` is over, or `stop` was called. Then how far they are.

        LocalError when the store, the port, an account or the stubs cannot be used; no device was touched then.
        """
        settings = self._settings
        application = Preparation(settings.plan)
        store = open_store(settings.server.store)
        try:
            records = CampaignRecords(
                store, settings.plan, settings.pace, jitter=random.random, changed=self._changed.put
            )
            if settings.accounts:
                store.put_accounts(settings.accounts)
            self._check_accounts(records)
            new = records.enrol([device.enrolled for device in settings.devices], time.time())
            self._say("campaign", {"name": settings.plan.name, "devices": len(settings.devices), "new": new})
            if again:
                self._say("again", {"devices": records.again(time.time())})
            with self._server(application, store, records) as url:
                self._say("serving", {"url": settings.server.public_url or url})
                progress = self._prepare(records)
                wait = settings.collect if collect is None else collect
                if wait and not progress.left and not self._stop.is_set():
                    self._say("collecting", {"seconds": wait})
                    self._stop.wait(wait)
            records.release(time.time(), self._owner)
            states = {state.value: progress.states[state] for state in State if progress.states[state]}
            self._say("stopped", states)
            return progress
        finally:
            store.close()

    def _check_accounts(self, records: CampaignRecords) -> None:
        given = self._settings.accounts
        named = {
            device.enrolled.account: device.place
            for device in self._settings.devices
            if device.enrolled.account is not None and device.enrolled.account not in given
        }
        missing = records.unknown_accounts(list(named))
        if missing:
            more = f", and {len(missing) - 1} more have none" if len(missing) > 1 else ""
            raise LocalError(f"{named[missing[0]]}: the store has no account {missing[0]}{more}")

    @contextlib.contextmanager
    def _server(self, application: Preparation, store: SqlStore, records: CampaignRecords) -> Iterator[str]:
        settings = self._settings.server
        kept: Store = ToldStore(store, self._say) if self._tells_all else store
        log = None if settings.log is None else settings.log.open("a", encoding="utf-8")
        # As `swm.server.serve` has it: sessions are many long-lived objects without circles.
        gc.freeze()
        gc.set_threshold(20_000, 20, 50)
        try:
            server = DmServer(
                application.manage,
                server_id=settings.server_id,
                store=kept,
                accounts={} if self._settings.authenticates else None,
                orders=records.orders,
                public_url=settings.public_url,
                log=log,
                admission=None if settings.admission is None else settings.admission.make(),
            )
            with serving(server, tls=settings.tls, host=settings.host, port=settings.port) as url:
                yield url
            for failure in server.failures:
                self._say("failure", {"reason": f"{type(failure).__name__}: {failure}"})
        finally:
            if log is not None:
                log.close()

    # the loop -----------------------------------------------------------------------------------------------------

    def _prepare(self, records: CampaignRecords) -> Progress:
        began = time.monotonic()
        before = _at_ends(records.counts())
        caller = Caller(self._settings.server.server_id)
        looked = -LOOK
        progress = Progress(Counter(), 0.0, 0)
        try:
            while True:
                called = self._call(records, caller)
                now = time.monotonic()
                if now - looked >= LOOK or self._stop.is_set():
                    looked = now
                    states = records.counts()
                    progress = Progress(states, now - began, _at_ends(states) - before)
                    self._look(progress)
                    if not progress.left or self._stop.is_set() or now - began >= self._settings.within:
                        return progress
                self._stop.wait(BUSY if called or self._called else IDLE)
        finally:
            caller.close()

    def _call(self, records: CampaignRecords, caller: Caller) -> int:
        """Call as many devices as may be under way; how many were."""
        now = time.time()
        with contextlib.suppress(Empty):
            while True:
                self._called.pop(self._changed.get_nowait(), None)
        self._called = {device: until for device, until in self._called.items() if until > now}
        if self._stop.is_set():
            return 0
        found = records.claim(now, self._settings.parallel - len(self._called), self._owner)
        for device in found:
            self._called[device.device] = now + self._settings.pace.answer
            self._send(caller, device)
        return len(found)

    def _send(self, caller: Caller, device: Called) -> None:
        try:
            caller.call(device)
        except LocalError as error:
            self._say("call failed", {"device": device.device, "reason": str(error)})
            return
        if self._tells_all:
            self._say("package 0", {"device": device.device, "attempt": device.attempts})


def _at_ends(states: Counter[State]) -> int:
    return sum(states[state] for state in ENDS)

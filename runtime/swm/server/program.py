"""The reference server: accounts and orders of a settings file, on the ASGI application and its store."""

from __future__ import annotations

import asyncio
import secrets
import signal
import socket
import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

from swm.errors import LocalError
from swm.server.application import PATH, DmServer
from swm.server.configuration import ManagedDevice, ProgramSettings
from swm.server.orders import carry_out, places, standing, stubs_of, to_text
from swm.server.serving import serve
from swm.server.sql_store import open_store
from swm.server.store import Commit, Store, StoredAlert, StoredNote, StoredSession, StoreFailed, Turn
from swm.session import Account, ReceivedAlert, Secret
from swm.session.auth import RESYNCHRONISING
from swm.session.notification import Notification

Say = Callable[[str, dict[str, Any]], None]
"""Told what happens: a word for the kind, and its facts."""
NOTIFICATIONS: Final = 0.5


class ToldStore:
    """A store that tells what devices reported and which orders were given, once each is stored."""

    def __init__(self, store: Store, say: Say) -> None:
        self._store = store
        self._say = say

    async def commit(self, commit: Commit) -> None:
        """Store a turn; then tell what it brought."""
        await self._store.commit(commit)
        device = commit.session.device
        if commit.turn.number == 1:
            self._say("session", {"device": device, "id": commit.session.session_id})
        for alert in commit.alerts:
            item = alert.item
            self._say(
                "alert",
                {
                    "device": device,
                    "type": None if item.meta is None else item.meta.type,
                    "source": None if item.source is None else item.source.uri,
                    "data": item.data if isinstance(item.data, str) else None,
                    "correlator": alert.correlator,
                },
            )
        for note in commit.notes:
            self._say("note", {"device": device, "topic": note.topic, "value": note.value})
        if commit.turn.over:
            self._say("session over", {"device": device, "id": commit.session.session_id})

    async def latest(self, device: str, session_id: str) -> StoredSession | None:
        """As in `Store`."""
        return await self._store.latest(device, session_id)

    async def session(self, key: str) -> StoredSession | None:
        """As in `Store`."""
        return await self._store.session(key)

    async def turns(self, key: str, after: int) -> list[Turn]:
        """As in `Store`."""
        return await self._store.turns(key, after)

    async def account(self, name: str) -> Account | None:
        """As in `Store`."""
        return await self._store.account(name)

    async def prune(self, *, over_before: float, idle_before: float) -> int:
        """As in `Store`."""
        return await self._store.prune(over_before=over_before, idle_before=idle_before)

    def put_accounts(self, accounts: Mapping[str, Account]) -> None:
        """As in `Store`."""
        self._store.put_accounts(accounts)

    def alerts(self, device: str | None = None) -> list[StoredAlert]:
        """As in `Store`."""
        return self._store.alerts(device)

    def notes(self, device: str | None = None) -> list[StoredNote]:
        """As in `Store`."""
        return self._store.notes(device)

    def observe(self, committed: Callable[[int], object]) -> None:
        """As in `Store`."""
        self._store.observe(committed)

    def close(self) -> None:
        """As in `Store`."""
        self._store.close()


class Notifier:
    """Sends package 0 by UDP to devices that have an order waiting, again and again until they come."""

    def __init__(self, settings: ProgramSettings, store: Store, say: Say) -> None:
        self._settings = settings
        self._store = store
        self._say = say
        self._ends = threading.Event()
        self._tries: dict[str, int] = {}
        self._thread = threading.Thread(target=self._run, name="swm-notifier", daemon=True)

    def start(self) -> None:
        """Begin."""
        if any(device.notify is not None for device in self._settings.devices):
            self._thread.start()

    def close(self) -> None:
        """End."""
        self._ends.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        waits = {device.device_id: 0.0 for device in self._settings.devices if device.notify is not None}
        while not self._ends.wait(NOTIFICATIONS):
            for device in self._settings.devices:
                if device.notify is None:
                    continue
                waits[device.device_id] -= NOTIFICATIONS
                if waits[device.device_id] <= 0:
                    waits[device.device_id] = device.notify_every
                    try:
                        self._notify(device, device.notify)
                    except (OSError, StoreFailed) as error:
                        self._say("package 0 failed", {"device": device.device_id, "reason": str(error)})

    def _notify(self, device: ManagedDevice, address: tuple[str, int]) -> None:
        left = standing(device.orders, self._store.notes(device.device_id), self._store.alerts(device.device_id))
        if not left or left[0].given or device.account is None:
            return
        account = asyncio.run(self._store.account(device.account.device.user))
        if account is None or account.server is None:
            return
        session_id = secrets.randbelow(0xFFFF) + 1
        tries = self._tries[device.device_id] = self._tries.get(device.device_id, 0) + 1
        made = package_0(self._settings.server_id, account.server, session_id, tries)
        with socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET, socket.SOCK_DGRAM) as rim:
            rim.sendto(made, address)
        self._say("package 0", {"device": device.device_id, "id": f"{session_id:X}"})


def asks_for_transfer(alert: ReceivedAlert) -> bool:
    """Whether an alert asks for leave for what an image server announced."""
    meta = alert.item.meta
    return meta is not None and meta.type is not None and meta.type.endswith(":TransferRequest")


def package_0(server_id: str, proof: Secret, session_id: int, number: int) -> bytes:
    """The `number`th package 0 (from 1) for a device, to which the server proves itself with `proof`.

    Every second one is for a device whose nonce is another by now (OMA-TS-DM_Sec 1.2, 5.3.1).
    """
    nonce = proof.nonce if number % 2 else RESYNCHRONISING
    return Notification(server_id, session_id).encode(proof.password, nonce)


def run_server(settings: ProgramSettings, say: Say) -> None:
    """Serve until SIGTERM or SIGINT. LocalError when the store, the port or the certificates cannot be used."""
    for device in settings.devices:
        for order in device.orders:
            stubs_of(order.enabler)
    store = ToldStore(open_store(settings.store), say)
    by_id = {device.device_id: device for device in settings.devices}
    accounts = {device.account.device.user: device.account for device in settings.devices if device.account is not None}

    async def orders(device_id: str) -> str | None:
        device = by_id.get(device_id)
        if device is None:
            return None
        notes = store.notes(device_id)
        try:
            return to_text(standing(device.orders, notes, store.alerts(device_id)), places(notes))
        except LocalError as error:
            say("order failed", {"device": device_id, "reason": str(error)})
            return None

    notifier = Notifier(settings, store, say)
    log = None if settings.log is None else settings.log.open("a", encoding="utf-8")
    try:
        server = DmServer(
            carry_out,
            server_id=settings.server_id,
            store=store,
            accounts=accounts or None,
            owners={device: one.account.device.user for device, one in by_id.items() if one.account is not None},
            orders=orders,
            public_url=settings.public_url,
            log=log,
            admission=None if settings.admission is None else settings.admission.make(),
            refuses=asks_for_transfer if settings.refuse_transfers else lambda alert: False,
        )
        scheme = "http" if settings.tls is None else "https"
        url = settings.public_url or f"{scheme}://{settings.host}:{settings.port}{PATH}"
        # uvicorn raises the signal that ended it again, for whoever was asked before: the end was asked for.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: None)
        notifier.start()
        serve(
            server,
            host=settings.host,
            port=settings.port,
            tls=settings.tls,
            listening=lambda: say("serving", {"url": url}),
        )
    finally:
        notifier.close()
        store.close()
        if log is not None:
            log.close()
    say("stopped", {})

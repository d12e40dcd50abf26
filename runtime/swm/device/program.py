"""The reference device: generated objects, a tree in SQLite, sessions over HTTP, and a loop around them.

Everything that must survive is in the folder: values, journals, packages,
software, nonces. A kill at any instant leaves each of them old or new, and the
next start goes on from there.
"""

from __future__ import annotations

import datetime
import random
import secrets
import select
import socket
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from swm.alerts.backoff import wait
from swm.alerts.flow import Cause
from swm.device.alert_flow import DeviceAlerts
from swm.device.configuration import DeviceSettings
from swm.device.exchange import Overloaded, Patience
from swm.device.fetch import Fetch, HttpFetch
from swm.device.http import run_session
from swm.device.identity import Identity
from swm.device.installer import Installer
from swm.device.package import MakerChecks
from swm.device.parts import Equipment, Floors, Part
from swm.device.script import Script, ScriptedEvent, happen
from swm.device.standard_objects import DEV_INFO, fill_standard_objects, mount_standard_objects
from swm.device.store import DeviceStore
from swm.device.surroundings import Surroundings
from swm.device.tls import client_context
from swm.errors import PeerError
from swm.session import DmClientSession, printable
from swm.session.notification import MAX_LENGTH, Notification, NotificationReceiver
from swm.tree import ManagementTree

if TYPE_CHECKING:
    from swm.device.steering import Steering
    from swm.machine import Reported

IDLE_WAIT: Final = 0.05
MAX_PUSHED: Final = 65_535
PUSHED_AT_ONCE: Final = 64
"""Announcements between two looks at everything else."""
FIRST_RETRY: Final = 1000
LONGEST_RETRY: Final = 300_000
"""Milliseconds until a session is tried again, doubled each time."""
LONGEST_SILENCE: Final = 86_400
"""Seconds. What a server may ask for with Retry-After: it cannot silence a device for good."""
PATIENCE: Final = Patience(longest_wait=5.0)
"""A server that wants a longer pause ends the session: transfers go on meanwhile."""
Say = Callable[[str, dict[str, Any]], None]
"""Told what happens: a word for the kind, and its facts."""


class ReferenceDevice:
    """The device of a settings file. `run` is its life; `stop` ends it at the next step."""

    def __init__(
        self,
        settings: DeviceSettings,
        say: Say,
        script: Sequence[ScriptedEvent] = (),
        fetch: Fetch | None = None,
    ) -> None:
        folder = settings.folder
        folder.mkdir(parents=True, exist_ok=True)
        self._settings = settings
        self._say = say
        self._script = Script(list(script))
        secure = settings.ca is not None or settings.certificate is not None or settings.key is not None
        self._tls = client_context(settings.ca, certificate=settings.certificate, key=settings.key) if secure else None
        self._identity = Identity(folder / "account.json", settings.account)
        self._receiver = NotificationReceiver(
            lambda server_id: self._identity.server() if server_id == settings.server_id else None
        )
        self.surroundings: Final = Surroundings()
        self._store = DeviceStore.open(folder / "device.db")
        self.tree: Final = ManagementTree(self._store, now=lambda: datetime.datetime.now(datetime.UTC))
        mount_standard_objects(self.tree, settings)
        found = HttpFetch(largest=settings.largest, tls=self._tls) if fetch is None else fetch
        checks = MakerChecks(
            settings.package_key,
            maker=settings.maker,
            model=settings.model,
            now=lambda: datetime.datetime.now(datetime.UTC),
        )
        self._steering = self._steer()
        self.parts: Final = [self._part(number, *entry, found, checks) for number, entry in enumerate(settings.objects)]
        sources = {uri: part.alerts for part, (_, uri) in zip(self.parts, settings.objects, strict=True)}
        self.alerts: Final = DeviceAlerts(
            self.tree, self._store, sources, self._cause, settings.server_id, self._now, random.randrange, self._refused
        )
        for part in self.parts:
            part.alerts.limit_orders(lambda: self.alerts.flow.is_full)
        fill_standard_objects(self.tree, settings)
        self._shown: dict[str, str] = {}
        self._stop = False
        self._started = time.monotonic()
        self._next_session = 0.0
        self._next_poll = 0.0
        self._failures = 0
        self._asked: Notification | None = None
        self._pushes: socket.socket | None = None

    def _steer(self) -> Steering | None:
        """What image servers need, where the settings let them in. Imported only then: it brings cryptography along."""
        settings = self._settings
        if settings.broadcast is None:
            return None
        from swm.device.steering import Steering
        from swm.trust import Device

        found = Steering(
            self.tree,
            settings.folder / "trust",
            settings.broadcast,
            Device(settings.model, {"firmware": settings.firmware}),
            settings.server_id,
            settings.is_mutual,
            self._say,
            client_certificate=settings.client_certificate,
        )
        found.mount(self._store)
        return found

    def _part(self, number: int, enabler: str, uri: str, fetch: Fetch, checks: MakerChecks) -> Part:
        # The stubs are imported for the objects that a device has, and no others.
        folder = self._settings.folder / uri.removeprefix("./").replace("/", "-")
        folder.mkdir(exist_ok=True)
        equipment = Equipment(
            self.tree,
            self._store,
            folder,
            fetch,
            self.surroundings,
            Installer(folder / "software", time.monotonic, self._settings.install_seconds),
            checks,
            Floors(folder / "counters"),
            time.monotonic,
        )
        if enabler == "fumo-1.1" and self._steering is not None:
            from swm.device.image_fumo import ImageFumoPart

            return ImageFumoPart(uri, equipment, self._steering)
        if enabler == "fumo-1.1":
            from swm.device.fumo import FumoPart

            return FumoPart(uri, equipment)
        if self._steering is not None:
            from swm.device.image_scomo import ImageScomoPart

            return ImageScomoPart(uri, equipment, self._steering)
        from swm.device.scomo import ScomoPart

        return ScomoPart(uri, equipment)

    def _now(self) -> int:
        """Milliseconds since 1970, never before what was trusted once."""
        trusted = 0 if self._steering is None else self._steering.floors.time
        return max(int(time.time() * 1000), trusted * 1000)

    def _part_of(self, reported: Reported) -> Part | None:
        """The part that has an alert."""
        for part, (_, uri) in zip(self.parts, self._settings.objects, strict=True):
            if reported.root == uri or reported.root.startswith(f"{uri}/"):
                return part
        return None

    def _cause(self, reported: Reported) -> Cause:
        """Why an alert came up, as the part knows that has it."""
        part = self._part_of(reported)
        return Cause() if part is None else part.cause(reported)

    def _refused(self, reported: Reported) -> None:
        """The server says no to what an alert asks for."""
        part = self._part_of(reported)
        if part is not None:
            part.refused(reported)

    def stop(self) -> None:
        """End at the next step; what is under way goes on after the next start."""
        self._stop = True

    def close(self) -> None:
        """Let go of everything; what is to survive is kept already."""
        for part in self.parts:
            part.close()
        self._store.close()

    def recover(self) -> None:
        """Go on where the last life ended. `run` does so first."""
        self.alerts.recover()
        for part in self.parts:
            part.recover()
        if self._steering is not None:
            self._steering.carry_out_pending()
        self.alerts.advance()
        self._show_states()

    def work(self) -> bool:
        """Events that are due, and one piece of work of each object; whether there was any."""
        self._events()
        self._pushed()
        worked = sum(part.step() for part in self.parts) > 0
        self.alerts.advance()
        self._show_states()
        return worked

    def run(self, *, once: bool = False) -> bool:
        """Live. With `once`: one session, then what it brought, until nothing is left to do; whether all went well."""
        listening = self._listen()
        self._pushes = self._open_pushes()
        try:
            self.recover()
            wanted = True
            while not self._stop:
                worked = self.work()
                if self._is_session_due(wanted):
                    wanted = not self._session(for_alerts=not (wanted or self._is_asked_for()))
                    if once and self._failures:
                        return False
                    continue
                if worked:
                    self._heard(listening, 0.0)
                    continue
                if once and not wanted and not self.alerts.wants_session and self._stands_still():
                    return True
                self._heard(listening, IDLE_WAIT)
            return not self._failures
        finally:
            for rim in (listening, self._pushes):
                if rim is not None:
                    rim.close()
            self._say("stopped", self.told())

    # sessions -----------------------------------------------------------------------------------------------------

    def _is_session_due(self, wanted: bool) -> bool:
        if time.monotonic() < self._next_session:
            return False
        return wanted or self._is_asked_for() or self.alerts.wants_session

    def _is_asked_for(self) -> bool:
        """Whether the server or the settings ask for a session."""
        polls = self._settings.poll > 0 and time.monotonic() >= self._next_poll
        return polls or self._asked is not None

    def _session(self, *, for_alerts: bool) -> bool:
        """One session; whether it came to its end. One that begins for alerts carries those that are due alone."""
        asked = self._asked
        if not for_alerts:
            self.alerts.session_opens()
        session = DmClientSession(
            self.tree,
            server_uri=self._settings.server_url,
            device_id=self._settings.device_id,
            server_id=self._settings.server_id,
            account=self._identity.account,
            nonces=lambda: printable(secrets.token_bytes(12)),
            alerts=self.alerts,
            dev_info=DEV_INFO,
            encoding=self._settings.encoding,
        )
        dates: list[int] = []
        number = self._identity.next_session() if asked is None else asked.session_name
        self._say("session", {"id": number, "by": "device" if asked is None else "server"})
        try:
            count = run_session(
                session,
                number,
                server_initiated=asked is not None,
                patience=PATIENCE,
                tls=self._tls,
                sleep=self._sleep,
                dated=dates.append,
            )
        except PeerError as error:
            retry_after = min(error.retry_after, LONGEST_SILENCE) if isinstance(error, Overloaded) else None
            pause = self._pause() if retry_after is None else float(retry_after)
            self._failures += 1
            self._next_session = time.monotonic() + pause
            self.alerts.sending_failed(retry_after)
            self._say("session failed", {"id": number, "reason": str(error), "again in": pause})
            return False
        finally:
            self._identity.keep(session.account)
        if self._steering is not None and dates:
            # Only now: both sides have proved who they are.
            self._steering.trust(dates[-1])
        if asked is not None:
            self._receiver.ended(asked)
        self._asked = None
        self._failures = 0
        self._next_session = 0.0
        self._next_poll = time.monotonic() + self._settings.poll
        self._say("session over", {"id": number, "messages": count})
        return True

    def _pause(self) -> float:
        """Seconds until a failed session is tried again."""
        return wait(self._failures, FIRST_RETRY, LONGEST_RETRY, random.randrange) / 1000

    def _sleep(self, seconds: float) -> None:
        """Wait between two tries of a message, unless the device is to stop."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self._stop:
                raise PeerError("the device stops")
            time.sleep(min(0.1, seconds))

    # package 0 ----------------------------------------------------------------------------------------------------

    def _listen(self) -> socket.socket | None:
        if self._settings.notification is None:
            return None
        host, port = self._settings.notification
        made = _bound(host, port)
        self._say("listening", {"host": host, "port": made.getsockname()[1]})
        return made

    def _heard(self, listening: socket.socket | None, wait: float) -> None:
        """Wait for a package 0, no longer than `wait` seconds. One that is not authentic is passed over."""
        if listening is None:
            if wait:
                time.sleep(wait)
            return
        if not select.select([listening], [], [], wait)[0]:
            return
        try:
            found = self._receiver.receive(listening.recv(MAX_LENGTH + 1))
        except (OSError, PeerError) as error:
            self._say("package 0 refused", {"reason": str(error)})
            return
        if found is not None:
            self._say("package 0", {"id": found.session_name})
            self._asked = found
            self._next_session = 0.0

    # announcements ------------------------------------------------------------------------------------------------

    def _open_pushes(self) -> socket.socket | None:
        broadcast = self._settings.broadcast
        if broadcast is None or broadcast.announcements is None:
            return None
        host, port = broadcast.announcements
        made = _bound(host, port)
        self._say("announcements", {"host": host, "port": made.getsockname()[1]})
        return made

    def _pushed(self) -> None:
        """Announcements that came by datagram, up to a limit: a flood of them leaves time for everything else."""
        if self._pushes is None:
            return
        for _ in range(PUSHED_AT_ONCE):
            try:
                octets = self._pushes.recv(MAX_PUSHED)
            except OSError:
                return
            if self._steering is not None:
                self._steering.hear(octets, "push")

    def told(self) -> dict[str, Any]:
        """What came in by broadcast and what was refused, for those who watch."""
        found: dict[str, Any] = {}
        for part in self.parts:
            for name, count in part.told().items():
                found[name] = found.get(name, 0) + count
        if self._steering is not None:
            found["refused"] = dict(sorted(self._steering.receiver.refused.items()))
        return found

    # events -------------------------------------------------------------------------------------------------------

    def _events(self) -> None:
        received = sum(part.received() for part in self.parts)
        for event in self._script.due(time.monotonic() - self._started, self._states(), received):
            wrong = happen(event, self.surroundings, [node for part in self.parts for node in part.nodes()])
            self._say("event", {"what": event.text} | ({"refused": wrong} if wrong else {}))

    def _states(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for part in self.parts:
            found |= part.states()
        return found

    def _stands_still(self) -> bool:
        """Whether nothing will happen without a server or a user."""
        moving = ("DOWNLOAD_INTERRUPTED", "UPDATE_PROGRESSING", "INSTALL_PROGRESSING")
        return self._script.is_over and not any(state in moving for state in self._states().values())

    def _show_states(self) -> None:
        states = self._states()
        for uri, state in states.items():
            if self._shown.get(uri) != state:
                self._say("state", {"object": uri, "from": self._shown.get(uri), "to": state})
        for uri in self._shown.keys() - states.keys():
            self._say("state", {"object": uri, "from": self._shown[uri], "to": "GONE"})
        self._shown = states


def _bound(host: str, port: int) -> socket.socket:
    """A socket for datagrams that never waits. OSError, with the place as its file name, when it is not to be had."""
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise OSError(error.errno, error.strerror, f"{host} port {port}") from None
    made.setblocking(False)
    return made

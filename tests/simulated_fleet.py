"""Devices by the hundred in one process: real client sessions over HTTP, generated objects, package 0 by datagram.

What a device refuses, loses or never says is set in it before it is asked. All
sessions run in one asyncio loop in a thread of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import secrets
import socket
import ssl
import sys
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextvars import ContextVar, copy_context
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from swm.device.aio import run_session
from swm.device.exchange import Patience
from swm.errors import PeerError
from swm.session import Account, DmClientSession, Scheme, Secret, printable
from swm.session.notification import MAX_LENGTH, NotificationReceiver
from swm.syncml import Alert, Encoding, Item, Location, Meta
from swm.tree import ManagementTree
from swm.tree.management import Order, Value

GENERATED = str(Path(__file__).resolve().parent.parent / "generated" / "python")
sys.path.insert(0, GENERATED)
try:
    from swm_enablers.alertflow_1_0.nodes import ALERTFLOW
    from swm_enablers.bcastdelivery_1_0.nodes import BCASTDELIVERY
    from swm_enablers.devinfo_1_0.nodes import DEVINFO
    from swm_enablers.fumo_1_1.nodes import FUMO
    from swm_enablers.imageserver_1_0.nodes import IMAGESERVER
finally:
    sys.path.remove(GENERATED)

SERVER_ID = "dm"
OBJECTS = {
    "./ImageServer": IMAGESERVER,
    "./Broadcast": BCASTDELIVERY,
    "./AlertFlow": ALERTFLOW,
    "./FwUpdate/Pkg1": FUMO,
}
EXEC = "./FwUpdate/Pkg1/Operations/ReceiveBroadcastAndUpdate"

Meanwhile = Callable[[], Awaitable[bool]]
"""What a session does between two of its messages."""


@dataclass
class SimulatedDevice:
    """One device. `refuses` maps URIs to the Statuses that its next commands there get; `state` is FUMO's State."""

    number: int
    server_url: str
    refuses: dict[str, list[int]] = field(default_factory=dict)
    keeps_tree: bool = True
    comes: bool = True
    pretends_to_be: str = ""
    """The id that it gives, which is another's."""
    dies_on_exec: bool = False
    """It takes the Exec, and is gone before it can say so."""
    one_at_a_time: bool = True
    gives_up: bool = False
    """It sends no message a second time."""
    reports_when_dying: bool = False
    """It then has an alert with the Exec's correlator to send."""
    state: str = "10"
    state_after_exec: str = "30"
    execs: list[str | None] = field(default_factory=list)
    commands: Counter[str] = field(default_factory=Counter)
    sessions: int = 0
    messages: int = 0
    failures: list[str] = field(default_factory=list)
    tree: ManagementTree | None = None
    alerts: list[tuple[str, Alert]] = field(default_factory=list)
    account: Account = field(init=False)
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        self.account = account_of(self.number)
        self.receiver = NotificationReceiver(lambda server: self.account.server if server == SERVER_ID else None)

    @property
    def device_id(self) -> str:
        return self.pretends_to_be or f"IMEI:{self.number:06}"

    def value(self, uri: str) -> Value | None:
        assert self.tree is not None
        return self.tree.value(uri) if self.tree.exists(uri) else None

    def grow(self) -> ManagementTree:
        """The tree as the maker built it."""
        tree = ManagementTree()
        for uri, spec in OBJECTS.items():
            tree.mount(uri, spec, _Owner(self, uri))
        tree.mount("./DevInfo", DEVINFO, _Owner(self, "./DevInfo"), absent=("Ext", "Bearer"))
        values = {"DevId": self.device_id, "Man": "Example", "Mod": "sim", "DmV": "1.2", "Lang": "en"}
        for name, value in values.items():
            tree.store(f"./DevInfo/{name}", value)
        return tree

    def reports(self, code: str, correlator: str | None) -> None:
        """An alert waits for the next session."""
        meta = Meta(
            format="chr", type="org.openmobilealliance.dm.firmwareupdate.downloadandupdate", mark="informational"
        )
        item = Item(source=Location("./FwUpdate/Pkg1"), meta=meta, data=code)
        self.alerts.append((secrets.token_hex(4), Alert("", "1226", (item,), correlator=correlator)))

    # the queue of alerts, as a session wants it
    def pending(self) -> Sequence[tuple[str, Alert]]:
        return tuple(self.alerts)

    def answered(self, token: str, status: int = 200) -> None:
        self.alerts = [entry for entry in self.alerts if entry[0] != token]

    async def session(self, name: str = "", *, patience: Patience | None = None) -> bool:
        """One session; whether it came to its end. `name` is the SessionID that a package 0 asked for.

        A device has one at a time: one that is asked for meanwhile comes after it.
        """
        if not self.one_at_a_time:
            return await self._session(name, patience)
        async with self.busy:
            return await self._session(name, patience)

    async def _session(self, name: str, patience: Patience | None) -> bool:
        self.sessions += 1
        tree = self.tree or self.grow()
        if self.keeps_tree:
            self.tree = tree
        session = DmClientSession(
            tree,
            server_uri=self.server_url,
            device_id=self.device_id,
            server_id=SERVER_ID,
            account=self.account,
            nonces=lambda: printable(secrets.token_bytes(12)),
            alerts=self,
            dev_info=tuple(f"./DevInfo/{leaf}" for leaf in ("DevId", "Man", "Mod", "DmV", "Lang")),
            encoding=Encoding.WBXML,
        )
        try:
            self.messages += await run_session(
                session,
                name or f"{secrets.randbelow(0xFFFF) + 1:X}",
                server_initiated=bool(name),
                tls=_TLS,
                patience=patience or Patience(back_off=0.2, longest_wait=2.0, attempts=1 if self.gives_up else 20),
            )
        except (PeerError, _Died) as error:
            self.failures.append(str(error))
            return False
        finally:
            self.account = session.account or self.account
        return True


# Not used over http; to read the system's authorities for each session would take longer than the session.
_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class _Died(Exception):
    """The device is gone in the middle of a command."""


class _Owner:
    """The owner of an object: it counts, and refuses what its device is to refuse."""

    def __init__(self, device: SimulatedDevice, uri: str) -> None:
        self._device = device
        self._uri = uri

    def read(self, path: str) -> Value | None:
        return self._device.state if path == "State" and self._uri == "./FwUpdate/Pkg1" else None

    def execute(self, path: str, order: Order) -> int:
        device = self._device
        device.commands["Exec"] += 1
        status = self._status(path)
        if status < 300:
            device.execs.append(order.correlator)
            device.state = device.state_after_exec
            if device.dies_on_exec:
                device.dies_on_exec = False
                if device.reports_when_dying:
                    device.reports("200", order.correlator)
                raise _Died("the power is gone")
        return 202 if status == 200 else status

    def changed(self, command: str, path: str, value: Value | None) -> int:
        self._device.commands[command] += 1
        return self._status(path)

    def _status(self, path: str) -> int:
        left = self._device.refuses.get(f"{self._uri}/{path}")
        return left.pop(0) if left else 200

    def begin(self) -> None:
        """Nothing is kept."""

    def commit(self) -> None:
        """Nothing is kept."""

    def rollback(self) -> None:
        """Nothing is kept."""


def account_of(number: int) -> Account:
    return Account(
        Secret(f"device{number}", f"secret{number}", Scheme.MD5, b""),
        Secret("server", f"other{number}", Scheme.MD5, b""),
    )


class Fleet:
    """Devices that listen for package 0, each at a port of its own, and open a session for each that is authentic."""

    def __init__(self, devices: Sequence[SimulatedDevice], *, at_once: int = 64) -> None:
        self.devices = list(devices)
        self.notify: list[str] = []
        self.calls = 0
        self._at_once = at_once
        self._loop = asyncio.new_event_loop()
        self._sockets: list[socket.socket] = []
        self._tasks: set[asyncio.Task[Any]] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def start(self) -> None:
        for _ in self.devices:
            rim = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            rim.bind(("127.0.0.1", 0))
            rim.setblocking(False)
            self._sockets.append(rim)
            self.notify.append(f"127.0.0.1:{rim.getsockname()[1]}")
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(60)

    async def _listen(self) -> None:
        self._room = asyncio.Semaphore(self._at_once)
        for device, rim in zip(self.devices, self._sockets, strict=True):
            self._loop.add_reader(rim.fileno(), self._heard, device, rim)

    def _heard(self, device: SimulatedDevice, rim: socket.socket) -> None:
        try:
            data = rim.recv(MAX_LENGTH + 1)
        except OSError:
            return
        self._received(device, data)

    def _received(self, device: SimulatedDevice, data: bytes) -> None:
        self.calls += 1
        if not device.comes:
            return
        with contextlib.suppress(PeerError):
            found = device.receiver.receive(data)
            if found is not None:
                self._begin(self._asked(device, found))

    async def _asked(self, device: SimulatedDevice, found: Any) -> None:
        try:
            await self._one(device, found.session_name)
        finally:
            device.receiver.ended(found)

    async def _one(self, device: SimulatedDevice, name: str) -> None:
        async with self._room:
            await device.session(name)

    def push(self, number: int, data: bytes) -> None:
        """A package 0 that came by another way than the device's own port."""
        self._loop.call_soon_threadsafe(self._received, self.devices[number], data)

    def _begin(self, work: Any) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def all_sessions(self, devices: Sequence[SimulatedDevice] | None = None, seconds: float = 600.0) -> None:
        """Every device opens a session on its own account; until all are over."""

        async def together() -> None:
            await asyncio.gather(*(self._one(device, "") for device in devices or self.devices))

        asyncio.run_coroutine_threadsafe(together(), self._loop).result(seconds)

    def sessions_within_sessions(self, meanwhile: ContextVar[Meanwhile | None], seconds: float = 60.0) -> None:
        """Every device opens a session, which finds in `meanwhile` how to open another one of the device."""

        async def together() -> None:
            outer = []
            for device in self.devices:
                around = copy_context()
                around.run(meanwhile.set, device.session)
                outer.append(self._loop.create_task(device.session(), context=around))
            await asyncio.gather(*outer)

        asyncio.run_coroutine_threadsafe(together(), self._loop).result(seconds)

    def close(self) -> None:
        async def end() -> None:
            for rim in self._sockets:
                self._loop.remove_reader(rim.fileno())
            for task in list(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(end(), self._loop).result(60)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        for rim in self._sockets:
            rim.close()


@contextlib.contextmanager
def fleet(count: int, url: str, *, keeps_tree: bool = True, at_once: int = 64) -> Iterator[Fleet]:
    """So many devices at the server at `url`."""
    made = Fleet([SimulatedDevice(number, url, keeps_tree=keeps_tree) for number in range(count)], at_once=at_once)
    made.start()
    try:
        yield made
    finally:
        made.close()


SDP = "v=0\no=- 1 1 IN IP4 127.0.0.1\ns=firmware\nt=0 0\na=source-filter: incl IN IP4 * 127.0.0.1\n" * 3
PLAN = f"""
[[write]]
enabler = "imageserver-1.0"
uri = "./ImageServer"
at = "demo"
[write.set]
ISID = "images.example"
Enabled = true
URLPrefix = "https://images.example/"
TrustAnchor = "{"QUJD" * 100}"
AuthType = "NONE"
SigningKey = "{"QUJD" * 20}"
TrustRoot = "{"QUJD" * 300}"
AllowedTargets = "./FwUpdate/Pkg1"
[[write]]
enabler = "bcastdelivery-1.0"
uri = "./Broadcast"
at = "spring"
[write.set]
DeliveryID = "spring"
System = "IP-MC"
SessionDescription = {json.dumps(SDP)}
StartTime = "20260101T000000Z"
EndTime = "20270101T000000Z"
Repetitions = 1
"Repair/Mode" = 1
"Repair/Servers/1" = "https://images.example/firmware"
"Repair/RandomTimePeriod" = 2
[[write]]
enabler = "alertflow-1.0"
uri = "./AlertFlow"
at = "dm"
set = {{Mode = 1, RandomTimePeriod = 60, MaxDelay = 600}}
[[write]]
enabler = "fumo-1.1"
uri = "./FwUpdate/Pkg1"
[write.set]
"Policy/MinBattery" = 20
"Security/PkgSize" = "123456"
"Security/DigestAlg" = "sha-256"
"Security/Digest" = "{"QUJD" * 8}"
"ImageServer/Ref" = "./ImageServer/demo"
"ImageServer/Mode" = 3
"Broadcast/Ref" = "./Broadcast/spring"
"Broadcast/FileURI" = "firmware"
"""
EXECUTION = """
[exec]
enabler = "fumo-1.1"
uri = "./FwUpdate/Pkg1"
path = "Operations/ReceiveBroadcastAndUpdate"
"""


def devices_csv(devices: Sequence[SimulatedDevice], notify: Sequence[str] = ()) -> str:
    """The list of a campaign for these devices; without `notify` they are prepared in their next session."""
    lines = ["id,notify,user,password,server_user,server_password,ring"]
    for device, address in itertools.zip_longest(devices, notify[: len(devices)], fillvalue=""):
        assert isinstance(device, SimulatedDevice)
        proof = account_of(device.number).server
        assert proof is not None
        own = account_of(device.number).device
        ring = "yes" if device.number % 2 == 0 else "no"
        lines.append(f"{device.device_id},{address},{own.user},{own.password},{proof.user},{proof.password},{ring}")
    return "\n".join(lines) + "\n"

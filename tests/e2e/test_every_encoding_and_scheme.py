"""The generated FUMO and SCOMO servers with the generated devices, in memory and over real HTTP.

Each encoding, each way to prove who it is, each way to tell the result: in the session of the Exec, or in a later one.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import pytest
from dm_drivers import Driver, Working, in_memory, over_http
from dm_sessions import counted, secret
from fumo_device import Device as FumoDevice
from test_scomo import Device as ScomoDevice
from test_scomo import ordered

from swm.errors import PeerError
from swm.session import Account, DmClientSession, Scheme
from swm.syncml import Encoding, Status

pytestmark = pytest.mark.usefixtures("stubs")


def both(scheme: Scheme) -> Account:
    return Account(secret("IMEI:1", "device password", scheme, b"n"), secret("server", "server's", scheme, b"m"))


ACCOUNTS: dict[str, Callable[[], Account | None]] = {
    "nobody proves anything": lambda: None,
    "basic": lambda: Account(secret("IMEI:1", "device password", Scheme.BASIC)),
    "mutual md5": lambda: both(Scheme.MD5),
    "mutual mac": lambda: both(Scheme.MAC),
}
HEADER_CODES = {"nobody proves anything": "200", "basic": "212", "mutual md5": "212", "mutual mac": "200"}


class Fumo:
    """FUMO 1.1, told to download."""

    def __init__(self) -> None:
        self.device = FumoDevice()
        self.alerts = self.device.object
        self.worked = False

    async def find(self, connection: Any) -> Any:
        module = importlib.import_module("swm_enablers.fumo_1_1.server")
        [found] = await module.Fumo.find(connection)
        return found

    async def order(self, fumo: Any) -> int:
        await fumo.download.pkg_url.replace("http://server/firmware")
        return int(await fumo.download.execute(correlator="c-1"))

    async def look(self, fumo: Any) -> str:
        return str((await fumo.state.get()).name)

    def work(self) -> None:
        if "start" in self.device.log and not self.worked:
            self.worked = True
            self.device.object.download_completes()
            self.device.object.verification_ends()

    expected = "DOWNLOAD_COMPLETE"
    result = 200


class Scomo:
    """SCOMO 1.0, told to download."""

    def __init__(self) -> None:
        self.device = ScomoDevice()
        self.alerts = self.device.root
        self.worked = False

    async def find(self, connection: Any) -> Any:
        module = importlib.import_module("swm_enablers.scomo_1_0.server")
        [found] = await module.Scomo.find(connection)
        return found

    async def order(self, scomo: Any) -> int:
        return int(await ordered("download")(scomo))

    async def look(self, scomo: Any) -> str:
        return str(await scomo.inventory.delivered.instances["game"].pkg_id.get())

    def work(self) -> None:
        if self.device.log and not self.worked:
            self.worked = True
            self.device.root.download("game").download_completes()

    expected = "pkg-game"
    result = 1200


class Run:
    """What several sessions of one device share: its side's account and the server's."""

    def __init__(self, kind: type[Fumo] | type[Scomo], encoding: Encoding, how: str, driver: Driver) -> None:
        self.enabler = kind()
        self.encoding = encoding
        self.driver = driver
        self.account = ACCOUNTS[how]()
        self.accounts = {} if self.account is None else {"IMEI:1": self.account}
        self.sessions = 0
        self.heard: list[tuple[int, str | None]] = []
        self.codes: list[list[str]] = []

    def session(self, manage: Any, *, works: bool) -> None:
        self.sessions += 1

        async def managed(connection: Any) -> None:
            found = await self.enabler.find(connection)
            await manage(found)
            alerts = [found.parse_alert(alert) for alert in connection.alerts]
            self.heard += [(int(alert.result), alert.correlator) for alert in alerts if alert is not None]

        made: list[DmClientSession] = []

        def make(url: str) -> Working:
            made.append(
                DmClientSession(
                    self.enabler.device.tree,
                    server_uri=url,
                    device_id="IMEI:1",
                    server_id="server",
                    alerts=self.enabler.alerts,
                    account=self.account,
                    nonces=counted(),
                    encoding=self.encoding,
                )
            )
            return Working(made[0], self.enabler.work if works else lambda: None)

        said = self.driver(make, str(self.sessions), managed, self.accounts)
        self.account = made[0].account
        messages = [self.encoding.decode(data) for data in said]
        self.codes.append(
            [c.code for m in messages for c in m.commands if isinstance(c, Status) and c.command == "SyncHdr"]
        )


@pytest.mark.parametrize("driver", [in_memory, over_http])
@pytest.mark.parametrize("later", [False, True], ids=["in the session", "in a later session"])
@pytest.mark.parametrize("how", ACCOUNTS)
@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("kind", [Fumo, Scomo])
def test_an_operation_is_ordered_and_its_result_arrives(
    kind: type[Fumo] | type[Scomo], encoding: Encoding, how: str, later: bool, driver: Driver
) -> None:
    run = Run(kind, encoding, how, driver)
    statuses: list[int] = []
    states: list[str] = []

    async def order(found: Any) -> None:
        statuses.append(await run.enabler.order(found))
        if not later:
            states.append(await run.enabler.look(found))

    async def look(found: Any) -> None:
        states.append(await run.enabler.look(found))

    run.session(order, works=not later)
    assert statuses == [202]
    if later:
        assert run.heard == []
        run.enabler.work()
        run.session(look, works=False)
    assert run.heard == [(run.enabler.result, "c-1")]
    assert states == [run.enabler.expected]
    assert list(run.enabler.alerts.pending()) == [], "the server has answered the alert"
    for codes in run.codes:
        assert set(codes) <= {HEADER_CODES[how], "401"}
        assert codes.count("401") == 0, "the accounts were in step, so nobody had to be asked"


@pytest.mark.parametrize("driver", [in_memory, over_http])
@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize(
    ("how", "wrong"),
    [
        ("basic", "device"),
        ("mutual md5", "device"),
        ("mutual md5", "server"),
        ("mutual mac", "device"),
        ("mutual mac", "server"),
    ],
)
def test_with_another_password_nothing_is_ordered(wrong: str, encoding: Encoding, how: str, driver: Driver) -> None:
    run = Run(Fumo, encoding, how, driver)
    account = run.accounts["IMEI:1"]
    side = account.device if wrong == "device" else account.server
    assert side is not None
    other = secret(side.user, "another password", side.scheme, side.nonce)
    run.accounts["IMEI:1"] = Account(other, account.server) if wrong == "device" else Account(account.device, other)

    async def order(found: Any) -> None:
        await run.enabler.order(found)

    with pytest.raises(PeerError, match=r"does not accept|did not prove"):
        run.session(order, works=True)
    assert run.enabler.device.log == []
    assert run.enabler.device.state == "IDLE"

"""The stub of the small object, written by hand, used by both sides in real sessions."""

from __future__ import annotations

import hmac
import json
import sys
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from dm_server import served

from swm.device import run_session
from swm.errors import CommandRefused, LocalError
from swm.machine import FileJournal, Journal, MemoryJournal
from swm.security import CheckFailed, Claims, Envelope, Permit, mint
from swm.server import Dialogue
from swm.session import DmClientSession
from swm.tree import ManagementTree

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "restart" / "python"
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
KEY = b"the maker's key"
URI = "./Vendor/Restart1"


@pytest.fixture(autouse=True)
def stubs() -> Iterator[None]:
    """The hand-written package, importable for one test."""
    sys.path.insert(0, str(GOLDEN))
    yield
    sys.path.remove(str(GOLDEN))
    for name in [name for name in sys.modules if name.partition(".")[0] == "swm_enablers"]:
        del sys.modules[name]


def permit(key: bytes = KEY, start: datetime = NOON, hours: int = 1) -> bytes:
    payload = json.dumps({"from": start.isoformat(), "to": (start + timedelta(hours=hours)).isoformat()})
    return json.dumps({"payload": payload, "sig": hmac.digest(key, payload.encode(), "sha256").hex()}).encode()


class MakerPrimitives:
    """A maker's primitives: the signature here is an HMAC with a key that the maker provisioned."""

    def open_envelope(self, *, data: bytes) -> Envelope:
        try:
            parsed = json.loads(data)
            return Envelope("permit", parsed["payload"].encode(), (("maker", bytes.fromhex(parsed["sig"])),))
        except (ValueError, KeyError, TypeError) as error:
            raise CheckFailed(str(error)) from None

    def check_signature(self, *, envelope: Envelope, key: bytes) -> Claims:
        if not hmac.compare_digest(hmac.digest(key, envelope.payload, "sha256"), envelope.signatures[0][1]):
            raise CheckFailed("the signature is not the maker's")
        return mint(Claims, content=json.loads(envelope.payload))

    def check_window(self, *, claims: Claims, now: datetime) -> Permit:
        start, end = (datetime.fromisoformat(str(claims.content[name])) for name in ("from", "to"))
        if not start <= now < end:
            raise CheckFailed("outside its window")
        return mint(Permit, content=claims.content)


class Device:
    """A device with one restart object."""

    def __init__(self, journal: Journal | None = None) -> None:
        from swm_enablers.restart_1_0.client import OrderObject

        self.tree = ManagementTree()
        self.now = NOON
        self.busy = False
        self.restarts: list[Permit] = []
        self.journal = MemoryJournal() if journal is None else journal
        self.object = OrderObject(self.tree, URI, self, MakerPrimitives(), self.journal)
        self.object.recover()

    def in_use(self) -> bool:
        return self.busy

    def restart_device(self, permit: Permit) -> None:
        self.restarts.append(permit)

    def check_permit_inputs(self) -> Any:
        from swm_enablers.restart_1_0.security import CheckPermitInputs

        value = self.tree.value(f"{URI}/Permit")
        return CheckPermitInputs(value if isinstance(value, bytes) else b"", KEY, self.now)

    def session(self, url: str) -> DmClientSession:
        return DmClientSession(self.tree, server_uri=url, device_id="IMEI:1", server_id="server", alerts=self.object)


def serve(manage: Callable[[Dialogue], Awaitable[None]], *devices: Device) -> None:
    """Run a server, and one session of each device with it, over real HTTP."""

    with served(manage) as url:
        for number, device in enumerate(devices, 1):
            run_session(device.session(url), str(number))


def order(device: Device, correlator: str | None = "c-1") -> list[Any]:
    """A session in which the server writes a permit and orders a restart."""
    statuses: list[Any] = []

    async def manage(dialogue: Dialogue) -> None:
        from swm_enablers.restart_1_0.server import Restart

        [restart] = await Restart.find(dialogue)
        await restart.delay.replace(30)
        await restart.permit.replace(permit())
        statuses.append(await restart.restart.execute(correlator=correlator))
        statuses.append(await restart.state.get())

    serve(manage, device)
    return statuses


def alerts(device: Device) -> list[Any]:
    """What a server receives in the device's next session."""
    received: list[Any] = []

    async def manage(dialogue: Dialogue) -> None:
        from swm_enablers.restart_1_0.server import parse_alert

        received.extend(parse_alert(alert) for alert in dialogue.alerts)

    serve(manage, device)
    return received


def test_an_order_is_accepted_and_ends_in_one_final_alert_with_its_correlator() -> None:
    device = Device()
    statuses = order(device)
    assert (statuses[0], statuses[1].name) == (202, "WAITING")
    device.object.delay_over()
    assert len(device.restarts) == 1
    device.object.came_up()
    [alert] = alerts(device)
    assert (alert.name, alert.result, alert.correlator, alert.mark) == ("done", 200, "c-1", "informational")
    assert alert.source == URI
    assert alerts(device) == []


def test_an_exec_without_correlator_ends_in_an_alert_without_one() -> None:
    device = Device()
    order(device, correlator=None)
    device.object.delay_over()
    device.object.came_up()
    [alert] = alerts(device)
    assert alert.correlator is None


def refused(device: Device, prepare: Callable[[Any], Awaitable[Any]]) -> int:
    """The Status an Exec is refused with after `prepare`."""
    found: list[int] = []

    async def manage(dialogue: Dialogue) -> None:
        from swm_enablers.restart_1_0.server import Restart

        restart = Restart(dialogue, URI)
        await prepare(restart)
        try:
            await restart.restart.execute(correlator="c-2")
        except CommandRefused as error:
            found.append(error.status)

    serve(manage, device)
    return found[0]


async def nothing(restart: Any) -> None:
    return None


def test_an_exec_without_a_permit_gets_412() -> None:
    assert refused(Device(), nothing) == 412


def test_an_exec_with_a_forged_permit_gets_403_and_restarts_nothing() -> None:
    device = Device()
    assert refused(device, lambda restart: restart.permit.replace(permit(b"another key"))) == 403
    assert device.object.last_result == 401
    device.object.delay_over()
    assert device.restarts == []


def test_an_exec_while_an_order_runs_gets_405_and_the_order_goes_on() -> None:
    device = Device()
    order(device)
    assert refused(device, nothing) == 405
    assert device.object.owed is not None and device.object.owed.correlator == "c-1"


def test_a_permit_that_is_stale_at_the_moment_of_the_restart_stops_it_and_is_reported() -> None:
    device = Device()
    order(device)
    device.now = NOON + timedelta(days=1)
    device.object.delay_over()
    assert device.restarts == []
    [alert] = alerts(device)
    assert (alert.result, alert.mark, alert.correlator) == (402, "critical", "c-1")


def test_a_device_in_use_waits_again() -> None:
    device = Device()
    order(device)
    device.busy = True
    device.object.delay_over()
    assert (device.object.state.name, device.restarts) == ("WAITING", [])


def test_everything_owed_survives_a_restart_in_every_state(tmp_path: Path) -> None:
    journal = FileJournal(tmp_path / "restart")
    device = Device(journal)
    order(device)
    device = Device(journal)
    assert device.object.state.name == "WAITING"
    device.tree.store(f"{URI}/Permit", permit())
    device.object.delay_over()
    again = Device(journal)
    assert again.object.variables.attempts == 2, "power came back while restarting: another attempt"
    again.object.came_up()
    last = Device(journal)
    assert last.object.state.name == "IDLE"
    [alert] = alerts(last)
    assert alert.correlator == "c-1"


def test_a_kill_between_journal_and_action_leaves_the_action_to_do(tmp_path: Path) -> None:
    journal = FileJournal(tmp_path / "restart")
    device = Device(journal)
    order(device)

    class Killed(BaseException):
        pass

    def killed(permit: Permit) -> None:
        raise Killed

    device.restart_device = killed  # type: ignore[method-assign]
    with pytest.raises(Killed):
        device.object.delay_over()
    assert device.object.state.name == "RESTARTING"
    again = Device.__new__(Device)
    Device.__init__(again, journal)
    assert len(again.restarts) >= 1 or again.object.last_result == 400, "the action was taken up again"


def test_a_forged_permit_object_is_refused_by_the_seal() -> None:
    forged = object.__new__(Permit)
    from swm.security import require

    with pytest.raises(LocalError):
        require(forged, Permit)
    with pytest.raises(LocalError):
        Permit(content={})
    with pytest.raises(LocalError):
        mint(Permit, content={})


def test_values_outside_what_the_node_allows_are_refused() -> None:
    device = Device()
    statuses: list[int] = []

    async def manage(dialogue: Dialogue) -> None:
        from swm_enablers.restart_1_0.server import Restart

        restart = Restart(dialogue, URI)
        for attempt in (
            lambda: dialogue.replace(f"{URI}/Delay", "-1", "int"),
            lambda: dialogue.replace(f"{URI}/Delay", "86401", "int"),
            lambda: dialogue.replace(f"{URI}/Delay", "soon", "int"),
            lambda: dialogue.replace(f"{URI}/Urgency", "7", "int"),
            lambda: dialogue.replace(f"{URI}/Permit", b"x" * 4097, "bin"),
            lambda: dialogue.get(f"{URI}/Permit"),
            lambda: dialogue.replace(f"{URI}/State", "10", "int"),
            lambda: dialogue.get(f"{URI}/Nothing"),
            lambda: dialogue.delete(f"{URI}/Delay"),
        ):
            with pytest.raises(CommandRefused) as refusal:
                await attempt()
            statuses.append(refusal.value.status)
        # The typed stub knows the limits, and sends nothing.
        for wrong in (lambda: restart.delay.replace(-1), lambda: restart.permit.replace(b"x" * 4097)):
            with pytest.raises(ValueError, match=r"below 0|more than 4096"):
                await wrong()

    serve(manage, device)
    assert statuses == [415, 415, 415, 415, 413, 405, 405, 404, 405]
    assert device.tree.value(f"{URI}/Delay") == "0"

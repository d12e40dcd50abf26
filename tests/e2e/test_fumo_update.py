"""FUMO end to end: the generated server and the generated device, real HTTP, real files, by what the specification says."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from dm_server import served
from msgspec.structs import replace

from swm.device import run_session
from swm.errors import CommandRefused
from swm.machine import FileJournal, MemoryJournal
from swm.server import Dialogue
from swmgen.load import load
from swmgen.model import Refusal
from swmgen.semantics import cells, effect_of, initial

ROOT = Path(__file__).resolve().parents[2]
KEY = b"the maker's key"
IMAGE = b"firmware 2 " * 700

Manage = Callable[[Dialogue, Any], Awaitable[None]]


@pytest.fixture(autouse=True)
def stubs() -> Iterator[None]:
    """The generated packages, importable for one test."""
    sys.path.insert(0, str(ROOT / "generated" / "python"))
    yield
    sys.path.remove(str(ROOT / "generated" / "python"))
    for name in list(sys.modules):
        if name.partition(".")[0] == "swm_enablers" or name.startswith("swmgen.demo"):
            del sys.modules[name]


class _Files(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:
        """Quiet."""


@pytest.fixture
def files(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder, and the address of a real file server over it."""
    folder = tmp_path / "files"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "device"
    folder.mkdir()
    return folder


def make(folder: Path, journal: Any = None) -> Any:
    """A device as it starts: what was to be done is done first."""
    from swmgen.demo.device import Device

    device = Device(folder, journal or FileJournal(folder / "journal"), KEY)
    device.object.recover()
    return device


def package(image: bytes = IMAGE, key: bytes = KEY, model: str = "swm-demo-1") -> bytes:
    from swmgen.demo.device import make_package

    return make_package(image, key, model)


def session(
    device: Any, manage: Manage, *, max_message: int = 16_384, traced: list[tuple[str, bytes]] | None = None
) -> list[Any]:
    """One session; the alerts the server received in it."""
    alerts: list[Any] = []

    async def managed(dialogue: Dialogue) -> None:
        from swm_enablers.fumo_1_0.server import Fumo

        [fumo] = await Fumo.find(dialogue)
        await manage(dialogue, fumo)
        alerts.extend(fumo.parse_alert(alert) for alert in dialogue.alerts)

    def trace(sender: str, data: bytes) -> None:
        if traced is not None:
            traced.append((sender, data))

    with served(managed, trace=trace) as url:
        run_session(device.session(url, max_message=max_message), "1")
    return alerts


async def nothing(dialogue: Dialogue, fumo: Any) -> None:
    """A session in which the server only listens."""


def refused(device: Any, command: Callable[[Any], Awaitable[int]]) -> int:
    """The status of a command, refused or not."""
    found: list[int] = []

    async def manage(dialogue: Dialogue, fumo: Any) -> None:
        try:
            found.append(await command(fumo))
        except CommandRefused as error:
            found.append(error.status)

    session(device, manage)
    return found[0]


def ordered(device: Any, url: str, correlator: str | None = "c-1") -> int:
    async def order(fumo: Any) -> int:
        await fumo.download.pkg_url.replace(url)
        return int(await fumo.download.execute(correlator=correlator))

    return refused(device, order)


def outcome(alerts: list[Any]) -> tuple[str, int, str | None]:
    [alert] = alerts
    return alert.name, int(alert.result), alert.correlator


# a whole update -------------------------------------------------------------------------------------------------------


def test_the_demo_runs_and_shows_each_message() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "swmgen", "demo", "fumo"],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT / 'generator'}:{ROOT / 'runtime'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for part in ("Exec", "202", "1226", "Correlator", "PkgURL", "PkgData", "405", "Everything ended as it should."):
        assert part in done.stdout, part


def test_the_demo_says_so_and_fails_when_the_update_does_not_work() -> None:
    code = (
        "import sys; sys.path.insert(0, 'generated/python')\n"
        "import swmgen.demo.device as d; d.Device.apply_update = lambda self, verified_package: None\n"
        "from swmgen.cli import main; sys.exit(main(['demo', 'fumo']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT / 'generator'}:{ROOT / 'runtime'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "did NOT end" in done.stdout


def test_download_then_update_ends_in_two_alerts_with_their_correlators(files: Any, folder: Path) -> None:
    served, url = files
    (served / "new.pkg").write_bytes(package())
    device = make(folder)
    assert ordered(device, f"{url}/new.pkg") == 202
    device.work()
    assert device.object.state.name == "READY_TO_UPDATE"
    statuses = []

    async def update(dialogue: Dialogue, fumo: Any) -> None:
        statuses.append(await fumo.update.execute(correlator="c-2"))

    assert outcome(session(device, update)) == ("download", 200, "c-1")
    assert statuses == [202]
    device.work()
    states: list[Any] = []

    async def read(dialogue: Dialogue, fumo: Any) -> None:
        states.append(await fumo.state.get())

    assert outcome(session(device, read)) == ("update", 200, "c-2")
    assert states == [90]
    assert device.firmware == IMAGE
    assert session(device, nothing) == [], "an alert that was answered is not sent again"


def test_download_and_update_needs_one_order_and_ends_in_one_alert(files: Any, folder: Path) -> None:
    served, url = files
    (served / "new.pkg").write_bytes(package())
    device = make(folder)

    async def order(fumo: Any) -> int:
        await fumo.download_and_update.pkg_url.replace(f"{url}/new.pkg")
        return int(await fumo.download_and_update.execute(correlator="both"))

    assert refused(device, order) == 202
    device.work()
    assert outcome(session(device, nothing)) == ("downloadandupdate", 200, "both")
    assert device.firmware == IMAGE


@pytest.mark.parametrize("size", [2_000, 16_384])
def test_a_package_larger_than_a_message_arrives_as_a_large_object(folder: Path, size: int) -> None:
    device = make(folder)
    traced: list[tuple[str, bytes]] = []
    body = package(IMAGE * 5)

    async def deliver(dialogue: Dialogue, fumo: Any) -> None:
        assert await fumo.update.pkg_data.replace(body) == 200
        assert await fumo.update.execute(correlator="c-3") == 202

    session(device, deliver, max_message=size, traced=traced)
    device.work()
    assert outcome(session(device, nothing)) == ("update", 200, "c-3")
    assert device.firmware == IMAGE * 5
    assert max(len(message) for sender, message in traced if sender == "server") <= size
    chunks = sum(b"<MoreData" in message for _, message in traced)
    assert chunks >= len(body) // size
    assert sum(b"<Data>213</Data>" in message for _, message in traced) == chunks


@pytest.mark.parametrize("correlator", ["c", "a" * 64, "\u00e4 & <b>", None])
def test_the_final_alert_has_the_orders_correlator_and_none_if_it_had_none(
    files: Any, folder: Path, correlator: str | None
) -> None:
    served, url = files
    (served / "new.pkg").write_bytes(package())
    device = make(folder)
    assert ordered(device, f"{url}/new.pkg", correlator) == 202
    device.work()
    assert outcome(session(device, nothing)) == ("download", 200, correlator)


# what goes wrong ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "result"),
    [
        ("ftp://127.0.0.1/x", 411),
        ("{url}/absent.pkg", 503),
        ("http://127.0.0.1:9/x", 503),
    ],
)
def test_a_download_that_fails_ends_in_its_result(files: Any, folder: Path, address: str, result: int) -> None:
    _, url = files
    device = make(folder)
    assert ordered(device, address.format(url=url)) == 202
    device.work()
    name, found, correlator = outcome(session(device, nothing))
    assert (name, correlator) == ("download", "c-1")
    names = {entry.name: entry.code for entry in load(ROOT / "spec").enablers["fumo-1.0"].messages.results}
    assert found == names["malformed_url" if result == 411 else "network_failure"]
    assert device.object.state.name == "DOWNLOAD_FAILED"


@pytest.mark.parametrize(
    ("forge", "result"),
    [
        (lambda body: body[:-1] + bytes([body[-1] ^ 1]), "package_corrupted"),
        (lambda body: body[: len(body) // 2], "package_corrupted"),
        (lambda body: b"no package at all", "package_corrupted"),
        (lambda body: package(model="another-model"), "package_mismatch"),
        (lambda body: package(key=b"somebody else's key"), "validation_failed"),
        (lambda body: package(b"another"), None),
    ],
    ids=["one bit changed", "cut short", "no package", "for another model", "signed by somebody else", "genuine"],
)
def test_nothing_but_what_the_maker_signed_for_this_model_is_put_into_force(
    folder: Path, forge: Callable[[bytes], bytes], result: str | None
) -> None:
    device = make(folder)

    async def deliver(dialogue: Dialogue, fumo: Any) -> None:
        await fumo.update.pkg_data.replace(forge(package()))
        await fumo.update.execute(correlator="c")

    # A package refused at once is reported in the same session, an update that runs in the next.
    received = session(device, deliver)
    device.work()
    name, found, correlator = outcome(received + session(device, nothing))
    assert (name, correlator) == ("update", "c")
    codes = {entry.name: entry.code for entry in load(ROOT / "spec").enablers["fumo-1.0"].messages.results}
    if result is None:
        assert found == 200
        assert device.firmware == b"another"
    else:
        assert found == codes[result]
        assert device.firmware == b""
        assert device.object.state.name == "UPDATE_FAILED_HAVE_DATA"


# the proper state -----------------------------------------------------------------------------------------------------

COMMANDS: dict[str, Callable[[Any], Awaitable[int]]] = {
    "exec x/Download": lambda fumo: fumo.download.execute(),
    "exec x/Update": lambda fumo: fumo.update.execute(),
    "exec x/DownloadAndUpdate": lambda fumo: fumo.download_and_update.execute(),
    "replace x/Update/PkgData": lambda fumo: fumo.update.pkg_data.replace(b"x"),
}
ENABLER = load(ROOT / "spec", ["fumo-1.0"]).enablers["fumo-1.0"]
[MACHINE] = ENABLER.machines
TABLE = cells(MACHINE)
PATHS = ("x/Download/PkgURL", "x/DownloadAndUpdate/PkgURL", "x/Update/PkgData")


@pytest.mark.parametrize("event", COMMANDS)
@pytest.mark.parametrize("state", [state.name for state in MACHINE.states])
def test_every_command_in_every_state_is_answered_as_the_table_says(folder: Path, state: str, event: str) -> None:
    journal = MemoryJournal()
    first = make(folder, journal)
    first.object.announce("devicerequest")  # makes the journal begin
    record = json.loads(journal.load() or b"")
    record.update(state=state.upper(), alerts=[])
    journal.save(json.dumps(record).encode())
    device = make(folder, journal)
    assert device.object.state.name == state.upper()
    # No PkgURL is set; PkgData is, once the command has come.
    world = {("set", path): path == "x/Update/PkgData" for path in PATHS} | {("fact", "package_kept"): False}
    effect = effect_of(MACHINE, TABLE[(state, event)], replace(initial(MACHINE), state=state), world)
    assert effect is not None
    assert refused(device, COMMANDS[event]) == effect.row.status
    if isinstance(effect.row, Refusal):
        assert device.object.state.name == state.upper(), "a refusal keeps the state"


# power loss -----------------------------------------------------------------------------------------------------------


def test_an_update_survives_a_restart_after_every_step(files: Any, folder: Path) -> None:
    served, url = files
    (served / "new.pkg").write_bytes(package())
    device = make(folder)
    assert ordered(device, f"{url}/new.pkg") == 202
    device = make(folder)  # power loss before the download began
    assert device.object.state.name == "DOWNLOAD_PROGRESSING"
    device.work()
    device = make(folder)  # before the alert was sent
    statuses: list[Any] = []

    async def update(dialogue: Dialogue, fumo: Any) -> None:
        statuses.append(await fumo.update.execute(correlator="c-2"))

    assert outcome(session(device, update)) == ("download", 200, "c-1")
    device = make(folder)  # after the order, before the device said how it ended
    device.work()
    device = make(folder)
    assert outcome(session(device, nothing)) == ("update", 200, "c-2")
    device = make(folder)
    assert session(device, nothing) == []
    assert device.firmware == IMAGE


def test_an_alert_is_sent_until_a_server_has_answered_it(files: Any, folder: Path) -> None:
    served, url = files
    (served / "new.pkg").write_bytes(package())
    device = make(folder)
    ordered(device, f"{url}/new.pkg")
    device.work()

    # A server that takes the message and goes away without an answer.
    begun = device.session("http://127.0.0.1:9/")
    assert b"1226" in begun.start("7")
    assert outcome(session(device, nothing)) == ("download", 200, "c-1")
    assert session(device, nothing) == []

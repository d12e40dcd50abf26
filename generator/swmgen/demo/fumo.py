"""The generated FUMO server updates the generated FUMO device."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Awaitable, Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from swm.device import run_session
from swm.errors import CommandRefused
from swm.machine import FileJournal
from swm.server import Dialogue, DmServer, open_store, serving
from swm.syncml import decode_xml
from swm.trace import readable
from swm_enablers.fumo_1_0.server import Fumo
from swmgen.demo.device import Device, make_package

KEY = b"the maker's key"
Say = Callable[[str], None]


class _Files(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:
        """The messages exchanged are shown; requests for files are not."""


def demonstrate(say: Say) -> bool:
    """Both deliveries and a wrong-state order; whether all ended as they should."""
    with tempfile.TemporaryDirectory(prefix="swm-demo-") as name:
        folder = Path(name)
        (folder / "files").mkdir()
        (folder / "device").mkdir()
        (folder / "files" / "new.pkg").write_bytes(make_package(b"firmware 2 " * 500, KEY))
        handler = partial(_Files, directory=str(folder / "files"))
        files = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=files.serve_forever, daemon=True).start()
        try:
            device = Device(folder / "device", FileJournal(folder / "device" / "journal"), KEY)
            return _run(device, f"http://127.0.0.1:{files.server_port}/new.pkg", say)
        finally:
            files.shutdown()
            files.server_close()


def _run(device: Device, package_url: str, say: Say) -> bool:
    seen: list[Any] = []
    uris: list[str] = []

    async def fumo_of(dialogue: Dialogue) -> Fumo:
        """The object, found by its MO id the first time and known from then on."""
        if not uris:
            uris.extend(found.uri for found in await Fumo.find(dialogue))
        return Fumo(dialogue, uris[0])

    async def order_download(dialogue: Dialogue) -> None:
        fumo = await fumo_of(dialogue)
        await fumo.download.pkg_url.replace(package_url)
        seen.append(await fumo.download.execute(correlator="c-1"))

    async def order_update(dialogue: Dialogue) -> None:
        fumo = await fumo_of(dialogue)
        seen.extend(fumo.parse_alert(alert) for alert in dialogue.alerts)
        seen.append(await fumo.update.execute(correlator="c-2"))

    async def read_state(dialogue: Dialogue) -> None:
        fumo = await fumo_of(dialogue)
        seen.extend(fumo.parse_alert(alert) for alert in dialogue.alerts)
        seen.append(await fumo.state.get())

    async def deliver_in_session(dialogue: Dialogue) -> None:
        fumo = await fumo_of(dialogue)
        seen.append(await fumo.update.pkg_data.replace(make_package(b"firmware 3 " * 5000, KEY)))
        seen.append(await fumo.update.execute(correlator="c-3"))

    async def order_too_early(dialogue: Dialogue) -> None:
        fumo = await fumo_of(dialogue)
        try:
            await fumo.update.execute(correlator="c-4")
        except CommandRefused as refused:
            seen.append(refused.status)

    for title, manage in (
        ("The server sets PkgURL and orders the download.", order_download),
        ("The device reports the download; the server orders the update.", order_update),
        ("The device reports the update; the server reads the state.", read_state),
        ("The server delivers a package as a large object and orders the update.", deliver_in_session),
        ("The device reports; the server reads the state.", read_state),
        ("The server orders an update when there is no package.", order_too_early),
    ):
        say(f"\n== {title}")
        _session(device, manage, say)
        device.work()
    device.object.clean_up()
    results = [getattr(entry, "result", entry) for entry in seen]
    names = [getattr(entry, "name", entry) for entry in results]
    say(f"\nThe server saw: {', '.join(map(str, names))}.")
    correlators = [entry.correlator for entry in seen if hasattr(entry, "correlator")]
    say(f"Correlators of the final alerts: {', '.join(map(str, correlators))}.")
    right = (
        results == [202, 200, 202, 200, 90, 200, 202, 200, 90, 405]
        and correlators == ["c-1", "c-2", "c-3"]
        and device.firmware == b"firmware 3 " * 5000
    )
    say("Everything ended as it should." if right else "Something did NOT end as it should.")
    return right


def _session(device: Device, manage: Callable[[Dialogue], Awaitable[None]], say: Say) -> None:
    def trace(sender: str, data: bytes) -> None:
        for line in readable(sender, decode_xml(data)):
            say(line)

    store = open_store("sqlite://")
    server = DmServer(manage, server_id="demo-server", store=store, trace=trace)
    try:
        with serving(server) as url:
            run_session(device.session(url), "1")
    finally:
        store.close()
    if server.failures:
        raise server.failures[0]


__all__ = ["demonstrate"]

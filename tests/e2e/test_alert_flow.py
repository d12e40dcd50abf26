"""Alert flow control between programs: `swm server` writes the entry of `swm device`, and alerts come as it says."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from reference_programs import Event, Packages, Program, device_toml, free_port, packages, server_toml

from swm.device.package import make_package

FIRMWARE = b"firmware 2 " * 5_000
FIGURES = ("Pending", "Sent", "Suppressed", "Dropped")


@pytest.fixture
def files() -> Iterator[Packages]:
    with packages() as found:
        found.files["new.pkg"] = make_package(FIRMWARE, b"maker", maker="Example", model="example-1")
        yield found


class World:
    """A server whose orders change while it runs, and a device that package 0 brings to it."""

    def __init__(self, folder: Path, files: Packages, script: str = "") -> None:
        self.folder, self.files = folder, files
        self.port, self.notify = free_port(), free_port(socket.SOCK_DGRAM)
        (folder / "new.pkg").write_bytes(files.files["new.pkg"])
        (folder / "script.toml").write_text(script)
        extra = f"[notification]\nport = {self.notify}"
        device = device_toml(folder, f"http://127.0.0.1:{self.port}/dm", extra=extra)
        self.device = Program("device", device, "--script", "script.toml")
        self.server = Program("server", folder / "server.toml")

    def orders(self, *orders: str) -> None:
        """From now on the server has these orders, and calls the device."""
        self.server.kill()
        while self.server.process is not None and (told := self.server._queue.get(timeout=30)) is not None:
            # It may have heard something that nobody has asked for yet.
            self.server.events.append(told)
        device = f'notify = "127.0.0.1:{self.notify}"\nnotify_every = 0.5'
        server_toml(self.folder, self.port, "\n".join(orders), device=device)
        self.server.start().wait_for(lambda event: event["event"] == "serving")

    def note(self) -> dict[str, Any]:
        """What comes of the next order."""
        told = self.server.wait_for(lambda event: event["event"] == "note" and event["topic"] == "order")
        found: dict[str, Any] = json.loads(told["value"])
        return found

    def figures(self) -> list[int]:
        """The leaves below Stats as the server reads them in a session of its own."""
        self.orders(flow("get = [" + ", ".join(f'"Stats/{name}"' for name in FIGURES) + "]", self._fresh()))
        facts = self.note()["facts"]
        return [int(facts[f"Stats/{name}"]) for name in FIGURES]

    def _fresh(self) -> str:
        """A value that makes an order another one than before; Interval does nothing without MaxAlerts."""
        self.asked = getattr(self, "asked", 3600) + 1
        return f"Interval = {self.asked}"

    def updated(self) -> None:
        self.device.wait_for_state("UPDATE_SUCCESSFUL_HAVE_DATA", "Pkg1")

    def end(self) -> None:
        self.device.kill()
        self.server.kill()


def flow(more: str, *leaves: str) -> str:
    values = ", ".join(leaves)
    return f'[[device.order]]\nenabler = "alertflow-1.0"\nat = "dm"\nset = {{{values}}}\n{more}\n'


def firmware(world: World) -> str:
    return f"""[[device.order]]
enabler = "fumo-1.1"
package = "new.pkg"
exec = "DownloadAndUpdate"
set = {{"DownloadAndUpdate/PkgURL" = "{world.files.url}/new.pkg"}}
"""


def game(world: World) -> str:
    return f"""[[device.order]]
enabler = "scomo-1.2"
at = "Download/game"
package = "new.pkg"
exec = "Operations/DownloadInstall"
set = {{PkgID = "game", PkgURL = "{world.files.url}/new.pkg"}}
"""


def alerts(world: World) -> list[str]:
    """What came, by the last word of its type."""
    types = [str(event["type"]) for event in world.server.events if event["event"] == "alert"]
    return [kind.replace(":", ".").rpartition(".")[2] for kind in types]


def is_alert(event: Event) -> bool:
    return event["event"] == "alert"


def test_what_is_held_survives_a_kill_and_comes_when_it_is_released(tmp_path: Path, files: Packages) -> None:
    world = World(tmp_path, files)
    try:
        world.orders(flow("", "Mode = 3"), firmware(world))
        world.device.start()
        world.updated()
        world.device.kill()
        world.device.start().wait_for(lambda event: event["event"] == "session over")
        assert world.figures() == [1, 0, 0, 0]
        assert alerts(world) == [], "two sessions were held, and the server holds the alert"
        world.orders(flow('exec = "Operations/Release"'))
        assert world.note()["facts"] == {"status": 200}
        came = world.server.wait_for(is_alert)
        assert (came["source"], came["data"]) == ("./FwUpdate/Pkg1", "200")
        assert came["correlator"].startswith("2-"), "it still ends the order that was given before the kill"
        # A server that is killed before the session is over hears the alert once more, as it should.
        over = [event for event in world.server.events if event["event"] == "session over"][-1]
        world.device.wait_for(lambda event: event["event"] == "session over" and event["id"] == over["id"])
        assert world.figures() == [0, 1, 0, 0]
        assert len(alerts(world)) == 1
    finally:
        world.end()


def test_flush_brings_what_is_held_in_the_session_that_orders_it(tmp_path: Path, files: Packages) -> None:
    world = World(tmp_path, files)
    try:
        world.orders(flow("", "Mode = 3"), firmware(world))
        world.device.start()
        world.updated()
        world.orders(flow('exec = "Operations/Flush"'))
        begun = world.server.wait_for(lambda event: event["event"] == "session")
        over = world.server.wait_for(lambda event: event["event"] == "session over")
        assert over["id"] == begun["id"]
        assert alerts(world) == ["downloadandupdate"]
    finally:
        world.end()


@pytest.mark.long
def test_discard_drops_what_only_informs_and_keeps_what_ends_an_order(tmp_path: Path, files: Packages) -> None:
    script = '[[event]]\nwhen = "update_successful_have_data"\ndo = "send_suspended"\nobject = "./FwUpdate/Pkg1"\n'
    world = World(tmp_path, files, script)
    try:
        world.orders(flow("", "Mode = 3"), firmware(world))
        world.device.start()
        world.device.wait_for(lambda event: event["event"] == "event")
        assert world.figures() == [2, 0, 0, 0]
        world.orders(flow('exec = "Operations/Discard"'))
        world.note()
        assert world.figures() == [1, 0, 0, 1]
        assert alerts(world) == []
    finally:
        world.end()


INFORM = """
[[event]]
when = "download_progressing"
do = "send_suspended"
object = "./FwUpdate/Pkg1"
[[event]]
when = "download_progressing"
do = "send_resumed"
object = "./FwUpdate/Pkg1"
"""


@pytest.mark.long
def test_in_a_sample_of_none_only_what_is_owed_comes(tmp_path: Path, files: Packages) -> None:
    world = World(tmp_path, files, INFORM)
    try:
        world.orders(flow("", "Mode = 2", 'SamplePercentage = "0"'), firmware(world))
        world.device.start()
        assert world.server.wait_for(is_alert)["data"] == "200"
        world.device.wait_for(lambda event: event["event"] == "session over")
        assert world.figures() == [0, 1, 2, 0]
        assert len(alerts(world)) == 1
    finally:
        world.end()


def of_sessions_begun_by_the_device(world: World) -> list[str]:
    """The alerts that came without a package 0."""
    called = {event["id"] for event in world.server.events if event["event"] == "package 0"}
    found, number = [], ""
    for event in world.server.events:
        number = event["id"] if event["event"] == "session" else number
        if is_alert(event) and number not in called:
            found.append(str(event["type"]).rpartition(":")[2])
    return found


def test_one_alert_an_interval_comes_by_itself_and_the_others_with_the_servers_session(
    tmp_path: Path, files: Packages
) -> None:
    world = World(tmp_path, files, INFORM)
    try:
        world.orders(flow("", "Mode = 1", "MaxAlerts = 1", "Interval = 3600"), firmware(world))
        world.device.start()
        world.updated()
        world.server.wait_for(is_alert)
        assert alerts(world) == ["Suspended"]
        assert world.figures()[0] in (0, 2), "the server's own session takes along what waits"
        assert alerts(world) == ["Suspended", "Resumed", "downloadandupdate"]
        assert of_sessions_begun_by_the_device(world) == ["Suspended"]
    finally:
        world.end()


def test_a_store_that_is_full_of_what_is_owed_takes_no_new_order(tmp_path: Path, files: Packages) -> None:
    world = World(tmp_path, files)
    try:
        world.orders(flow("", "Mode = 3", "MaxStored = 1"), firmware(world))
        world.device.start()
        world.updated()
        world.orders(game(world))
        told = world.note()
        assert told["outcome"] == "refused" and told["facts"]["reason"].endswith("DownloadInstall: Status 420")
        world.orders(flow('exec = "Operations/Flush"'), game(world).replace('"game"', '"chess"'))
        assert world.note()["facts"] == {"status": 200}
        assert world.note()["facts"] == {"status": 202}
    finally:
        world.end()

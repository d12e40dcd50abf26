"""`swm server` and `swm device`, real processes over TLS: updates end to end, through kills on both sides."""

from __future__ import annotations

import json
import random
import socket
import ssl
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from certificates import Authority
from reference_programs import Packages, Program, device_toml, free_port, packages, server_toml

from swm.device.package import make_package
from swm.session.notification import Notification

FIRMWARE = b"firmware 2 " * 20_000
GAME = b"a game " * 20_000


def package(image: bytes, **named: Any) -> bytes:
    return make_package(image, b"maker", maker="Example", model="example-1", **named)


class World:
    """A server, a device and a package server that trust one authority."""

    def __init__(self, folder: Path, files: Packages, authority: Authority, **settings: str) -> None:
        self.folder = folder
        self.files = files
        self.port = free_port()
        self.notify = free_port(socket.SOCK_DGRAM)
        certificate, key = authority.sign("localhost")
        files.files = {"new.pkg": package(FIRMWARE), "game.pkg": package(GAME)}
        for name, body in files.files.items():
            (folder / name).write_bytes(body)
        orders = f"""
[[device.order]]
enabler = "fumo-1.1"
package = "new.pkg"
exec = "DownloadAndUpdate"
set = {{"DownloadAndUpdate/PkgURL" = "{files.url}/new.pkg", "Policy/InitialBackoff" = 0}}
[[device.order]]
enabler = "scomo-1.2"
at = "Download/game"
package = "game.pkg"
exec = "Operations/DownloadInstall"
set = {{PkgID = "game", PkgURL = "{files.url}/game.pkg", "Policy/InitialBackoff" = 0}}
[[device.order]]
enabler = "fumo-1.1"
get = ["State", "Transfer/LastResult"]
"""
        server = server_toml(
            folder,
            self.port,
            orders,
            extra=f'[tls]\ncertificate = "{certificate}"\nkey = "{key}"',
            device=f'notify = "127.0.0.1:{self.notify}"\nnotify_every = 0.5',
            scheme=settings.get("scheme", "md5"),
        )
        device = device_toml(
            folder,
            f"https://localhost:{self.port}/dm",
            extra=f'[tls]\nca = "{authority.file}"\n[notification]\nport = {self.notify}',
            **settings,
        )
        self.server = Program("server", server)
        self.device = Program("device", device)

    @property
    def firmware(self) -> Path:
        return self.folder / "device-data" / "FwUpdate-Pkg1" / "software" / "firmware"

    @property
    def game(self) -> Path:
        return self.folder / "device-data" / "SCOMO" / "software" / "game"


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    folder = tmp_path / "authority"
    folder.mkdir()
    return Authority(folder)


@pytest.fixture
def files(authority: Authority) -> Iterator[Packages]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*authority.sign("localhost", days=2))
    with packages(context) as found:
        yield found


def results(server: Program) -> list[tuple[str, str]]:
    """Source and data of the alerts that the server told of."""
    return [(found["source"], found["data"]) for found in server.events if found["event"] == "alert"]


def last_order(found: dict[str, Any]) -> bool:
    return found["event"] == "note" and found["topic"] == "order" and json.loads(found["value"])["number"] == 3


@pytest.mark.parametrize(
    ("encoding", "scheme"),
    [
        ("wbxml", "md5"),
        pytest.param("xml", "mac", marks=pytest.mark.long),
        pytest.param("xml", "basic", marks=pytest.mark.long),
    ],
)
def test_firmware_and_a_component_are_updated_over_tls(
    encoding: str, scheme: str, tmp_path: Path, files: Packages, authority: Authority
) -> None:
    world = World(tmp_path, files, authority, encoding=encoding, scheme=scheme)
    world.server.start().wait_for(lambda found: found["event"] == "serving")
    world.device.start()
    try:
        told = world.server.wait_for(last_order)
        assert json.loads(told["value"])["facts"] == {"State": "90", "Transfer/LastResult": "200"}
        assert world.firmware.read_bytes() == FIRMWARE
        assert world.game.read_bytes() == GAME
        sources = dict(results(world.server))
        assert sources["./FwUpdate/Pkg1"] == "200"
        assert any("<ResultCode>1200</ResultCode>" in data for data in sources.values())
        assert world.device.end() == 0
        assert world.server.end() == 0
    finally:
        world.device.kill()
        world.server.kill()
    assert {path for path, _ in files.requests} == {"/new.pkg", "/game.pkg"}


def test_both_are_killed_in_the_middle_and_nothing_is_lost_or_done_twice(
    tmp_path: Path, files: Packages, authority: Authority
) -> None:
    world = World(tmp_path, files, authority)
    files.gate.clear()
    world.server.start().wait_for(lambda found: found["event"] == "serving")
    world.device.start().wait_for_state("DOWNLOAD_PROGRESSING", "Pkg1")
    try:
        stored = world.folder / "device-data" / "FwUpdate-Pkg1" / "package"
        end = time.monotonic() + 180
        while not (stored.exists() and stored.stat().st_size >= len(files.files["new.pkg"]) // 2):
            assert time.monotonic() < end, "the first half does not come"
            time.sleep(0.02)
        world.device.kill()
        world.server.kill()
        files.gate.set()
        world.device.start().wait_for_state("DOWNLOAD_INTERRUPTED", "Pkg1")
        world.device.wait_for_state("UPDATE_SUCCESSFUL_HAVE_DATA", "Pkg1")
        world.device.kill()
        world.server.start().wait_for(lambda found: found["event"] == "serving")
        world.device.start()
        world.server.wait_for(last_order)
        assert world.firmware.read_bytes() == FIRMWARE
        assert world.game.read_bytes() == GAME
        finals = [data for source, data in results(world.server) if source and "FwUpdate" in source]
        assert finals.count("200") == 1, "the final alert came once"
        ranges = [asked for path, asked in files.requests if path == "/new.pkg"]
        assert ranges[0] is None
        assert ranges[1] is not None, "the second half was fetched, not the whole again"
    finally:
        world.device.kill()
        world.server.kill()


@pytest.mark.long
def test_kills_at_any_time_delay_an_update_and_never_spoil_it(
    tmp_path: Path, files: Packages, authority: Authority
) -> None:
    world = World(tmp_path, files, authority, install_seconds="0.2")
    world.server.start().wait_for(lambda found: found["event"] == "serving")
    lives = random.Random(7)
    try:
        for _ in range(15):
            world.device.start()
            time.sleep(lives.uniform(0.3, 2.5))
            world.device.kill()
            assert not world.firmware.exists() or world.firmware.read_bytes() == FIRMWARE
            assert not world.game.exists() or world.game.read_bytes() == GAME
        world.device.start()
        world.server.wait_for(last_order, 120.0)
        assert world.firmware.read_bytes() == FIRMWARE
        assert world.game.read_bytes() == GAME
    finally:
        world.device.kill()
        world.server.kill()


def test_a_package_that_the_maker_did_not_sign_is_not_applied(
    tmp_path: Path, files: Packages, authority: Authority
) -> None:
    world = World(tmp_path, files, authority)
    forged = make_package(FIRMWARE, b"somebody else", maker="Example", model="example-1")
    files.files["new.pkg"] = forged
    (tmp_path / "new.pkg").write_bytes(forged)
    world.server.start().wait_for(lambda found: found["event"] == "serving")
    world.device.start()
    try:
        found = world.server.wait_for(lambda found: found["event"] == "alert" and "FwUpdate" in str(found["source"]))
        assert found["data"] == "404", "validation failed"
        assert not world.firmware.exists()
    finally:
        world.device.kill()
        world.server.kill()


def test_package_0_brings_the_device_and_a_forged_one_does_not(
    tmp_path: Path, files: Packages, authority: Authority
) -> None:
    world = World(tmp_path, files, authority)
    settings = (tmp_path / "server.toml").read_text()
    (tmp_path / "server.toml").write_text(settings.partition("[[device.order]]")[0])
    world.server.start().wait_for(lambda found: found["event"] == "serving")
    world.device.start().wait_for(lambda found: found["event"] == "session over")
    try:
        assert world.server.end() == 0
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
            stranger.sendto(Notification("dm", 7).encode("guess", b""), ("127.0.0.1", world.notify))
            stranger.sendto(b"\xff" * 2000, ("127.0.0.1", world.notify))
        for reason in ("the notification is not from dm", "the limit is 1024"):
            refused = world.device.wait_for(lambda found: found["event"] == "package 0 refused")
            assert reason in refused["reason"]
        (tmp_path / "server.toml").write_text(settings)
        world.server.start().wait_for(lambda found: found["event"] == "package 0")
        world.device.wait_for(lambda found: found["event"] == "package 0")
        begun = world.device.wait_for(lambda found: found["event"] == "session")
        assert begun["by"] == "server"
        world.server.wait_for(last_order)
    finally:
        world.device.kill()
        world.server.kill()


def test_a_device_ends_at_sigterm_in_the_middle_and_a_second_one_is_refused(
    tmp_path: Path, files: Packages, authority: Authority
) -> None:
    world = World(tmp_path, files, authority)
    files.gate.clear()
    world.server.start().wait_for(lambda found: found["event"] == "serving")
    world.device.start().wait_for_state("DOWNLOAD_PROGRESSING", "Pkg1")
    try:
        second = Program("device", tmp_path / "device.toml").start()
        assert second.process is not None
        assert second.process.wait(timeout=60) == 2
        assert "another process has it open" in second.errors.read_text()
        files.gate.set()
        assert world.device.end() == 0
    finally:
        world.device.kill()
        world.server.kill()

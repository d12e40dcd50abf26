"""Two hundred kills in the middle of transfers: real devices, a real server, and every image whole at the end.

Half of the devices fetch over https, half listen to a carousel. What they
fetch from lets a little more through after each kill and the last part only
after the last one, so that each kill hits a transfer. The instants are random;
the seed is printed, and `SWM_KILL_SEED` sets it.
"""

from __future__ import annotations

import os
import random
import socket
import ssl
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from certificates import Authority
from reference_programs import ROOT, Event, Program, device_toml, free_port

from swm.delivery.carousel_sender import CarouselSender
from swm.delivery.session_description import FluteSession, write_session
from swm.device.configuration import read_device_settings
from swm.device.package import make_package
from swm.publishing.keys import read_key
from swm.publishing.repository import Package, Publisher
from swm.trust import dsse
from swmgen.demo.broadcast_files import make_keys

FUMO = "./FwUpdate/Pkg1"
IMAGE = random.Random(5).randbytes(1 << 20)
CHUNK = 8192
LONGEST = 0.25
"""Seconds that a device may go on once it says that its transfer is under way."""
UNDER_WAY = ("DOWNLOAD_PROGRESSING", "DOWNLOAD_INTERRUPTED")


class Gate:
    """How much of a transfer may come through: a share that rises with each kill. It never sleeps while all may."""

    def __init__(self, kills: int) -> None:
        self.kills, self.done = kills, 0

    def allowed(self, size: int) -> int:
        """The first octets, or chunks, of `size` that may come through now."""
        return size if self.done >= self.kills else size * (self.done + 1) // (self.kills + 2)


class Files:
    """Serves one package over https with ranges: no more of it than the gate of the device allows."""

    def __init__(self, body: bytes, gates: dict[str, Gate]) -> None:
        self.body, self.gates = body, gates
        self.offsets: dict[str, list[int]] = {name: [] for name in gates}


@contextmanager
def serving(files: Files, context: ssl.SSLContext) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            name, body = self.path.strip("/"), files.body
            asked = self.headers.get("Range")
            start = 0 if asked is None else int(asked.removeprefix("bytes=").rstrip("-"))
            files.offsets[name].append(start)
            self.send_response(206 if start else 200)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
            self.send_header("ETag", '"one"')
            self.send_header("Content-Length", str(len(body) - start))
            self.end_headers()
            try:
                while start < len(body):
                    end = min(files.gates[name].allowed(len(body)), start + 4096)
                    if end > start:
                        self.wfile.write(body[start:end])
                        start = end
                    time.sleep(0.002)
            except OSError:
                self.close_connection = True

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing is written beside the tests' own output."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def finish_request(self, request: socket.socket, client_address: tuple[str, int]) -> None:  # type: ignore[override]
            try:
                with context.wrap_socket(request, server_side=True) as wrapped:
                    super().finish_request(wrapped, client_address)
            except OSError:
                """The device is gone."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"https://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Site:
    """Published firmware for the carousels."""

    def __init__(self, folder: Path, content: bytes) -> None:
        folder.mkdir()
        make_keys(folder)
        self.key = read_key(folder / "announce.pem")
        (folder / "fw.bin").write_bytes(content)
        self.publisher = Publisher(folder / "repository", folder / "publisher-keys", int(time.time()))
        self.publisher.create()
        described = Package("fw", CHUNK, 1024, device_classes=("example-1",), component="firmware", counter=2)
        self.target = self.publisher.publish(folder / "fw.bin", described, lambda chunk: [])

    def datagrams(self, tsi: int) -> list[tuple[int, bytes]]:
        """One loop: each datagram with the number of its chunk, -1 for metadata and digests."""
        content = self.publisher.content(self.target)
        body, index = content.read_bytes(), content.with_name(content.name + ".index").read_bytes()
        files = {f"metadata/{name}": octets for name, octets in self.publisher.metadata().items()}
        sender = CarouselSender(
            self.target, index, lambda number: body[number * CHUNK : (number + 1) * CHUNK], tsi, small=files
        )
        loop = list(sender.loop(int(time.time()) + 3600))
        tois = [int.from_bytes(one[12:16], "big") for one in loop]
        chunks = (len(body) + CHUNK - 1) // CHUNK
        of = {3 + 2 * number: number for number in range(chunks)}
        return [(of.get(toi, -1), one) for toi, one in zip(tois, loop, strict=True)]


class Carousel:
    """Sends loop after loop to one device, the chunks that its gate allows."""

    def __init__(self, site: Site, session: FluteSession, gate: Gate) -> None:
        self._loop, self._gate, self._session = site.datagrams(session.tsi), gate, session
        self._chunks = 1 + max(number for number, _ in self._loop)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._send, daemon=True)
        self._thread.start()

    def _send(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
            while not self._stop.is_set():
                allowed = self._gate.allowed(self._chunks)
                for count, (chunk, datagram) in enumerate(self._loop):
                    if self._stop.is_set():
                        return
                    if chunk < allowed:
                        out.sendto(datagram, (self._session.group, self._session.port))
                    if count % 16 == 0:
                        time.sleep(0.004)

    def end(self) -> None:
        self._stop.set()
        self._thread.join()


class Victim:
    """One device, killed `kills` times."""

    def __init__(self, folder: Path, number: int, url: str, authority: Authority, kills: int, extra: str = "") -> None:
        folder.mkdir()
        self.name, self.folder, self.gate = f"IMEI:{number}", folder, Gate(kills)
        config = device_toml(folder, url, extra=f'[tls]\nca = "{authority.file}"\n{extra}')
        config.write_text(config.read_text().replace('"IMEI:1"', f'"{self.name}"'))
        self.config = config
        self.program = Program("device", config)
        # Without the set-up around it: half of a life would be that.
        self.program._words = [sys.executable, "-m", "swm", "device", str(config), "--json"]
        self.in_transfer = 0

    @property
    def firmware(self) -> bytes | None:
        place = self.folder / "device-data" / "FwUpdate-Pkg1" / "software" / "firmware"
        return place.read_bytes() if place.exists() else None

    def live_and_die(self, chance: random.Random) -> None:
        """One life: killed before it has recovered, or in the middle of what it does then."""
        self.program.start()
        seen: list[Event] = []

        def goes_on(event: Event) -> bool:
            seen.append(event)
            return event["event"] == "state" and event["object"] == FUMO and event["to"] in UNDER_WAY

        if chance.random() < 0.3:
            time.sleep(chance.uniform(0.0, 1.0))
        else:
            self.program.wait_for(goes_on)
            time.sleep(chance.uniform(0.0, LONGEST))
        self.program.kill()
        # What it said and nobody has read yet.
        while (event := self.program._queue.get(timeout=30)) is not None:
            seen.append(event)
            self.program.events.append(event)
        states = [event["to"] for event in seen if event["event"] == "state" and event["object"] == FUMO]
        self.in_transfer += bool(states) and states[-1] in UNDER_WAY
        assert not set(states) & {"DOWNLOAD_FAILED", "UPDATE_PROGRESSING", "READY_TO_UPDATE"}, states
        self.gate.done += 1
        assert self.firmware is None

    @property
    def held(self) -> list[int]:
        """Octets of the package that were there, and were read again, whenever it got leave to go on."""
        return [event["held"] for event in self.program.events if event["event"] == "authorised"]


def prepare(victim: Victim, site: Site, session: FluteSession) -> None:
    """What a DM server wrote into the tree of a device that may listen."""
    from swm.device.program import ReferenceDevice

    device = ReferenceDevice(read_device_settings(victim.config), lambda kind, facts: None)
    end = (datetime.now(UTC) + timedelta(hours=1)).strftime("%Y%m%dT%H%M%SZ")
    values: dict[str, str | bytes] = {
        "./ImageServer/is1/ISID": "is1",
        "./ImageServer/is1/Enabled": "true",
        "./ImageServer/is1/URLPrefix": "https://localhost:1/",
        "./ImageServer/is1/SigningKey": dsse.public_octets(site.key),
        "./ImageServer/is1/TrustRoot": site.publisher.root_octets(),
        "./ImageServer/is1/AllowedTargets": FUMO,
        "./Broadcast/b1/DeliveryID": "c1",
        "./Broadcast/b1/SessionDescription": write_session(session, "c1"),
        "./Broadcast/b1/EndTime": end,
        f"{FUMO}/ImageServer/Ref": "./ImageServer/is1",
        f"{FUMO}/ImageServer/Mode": "0",
        f"{FUMO}/Broadcast/Ref": "./Broadcast/b1",
        f"{FUMO}/Broadcast/FileURI": "fw",
        f"{FUMO}/Security/PkgSize": str(site.target.length),
        f"{FUMO}/Security/DigestAlg": "sha-256",
        f"{FUMO}/Security/Digest": site.target.sha256,
        f"{FUMO}/Policy/InitialBackoff": "0",
        f"{FUMO}/Policy/MaxResumeAttempts": "100000",
    }
    for name in ("./ImageServer/is1", "./Broadcast/b1"):
        assert device.tree.add(name, None, format="node").status == 200
    for uri, value in values.items():
        names = uri.split("/")
        for length in range(2, len(names) + 1):
            if not device.tree.exists("/".join(names[:length])):
                device.tree.create("/".join(names[:length]))
        device.tree.store(uri, value)
    device.close()


def server_settings(folder: Path, port: int, authority: Authority, victims: dict[Victim, str]) -> Path:
    certificate, key = authority.sign("localhost")
    devices = "".join(
        f"""[[device]]
id = "{victim.name}"
scheme = "md5"
user = "device"
password = "secret"
server_user = "server"
server_password = "other"
{order}
"""
        for victim, order in victims.items()
    )
    file = folder / "server.toml"
    file.write_text(
        f'[server]\nid = "dm"\nport = {port}\n[tls]\ncertificate = "{certificate}"\nkey = "{key}"\n'
        + devices.replace('user = "device"', 'user = "USER"')
    )
    return file


def all_are_killed(folder: Path, kills: int, seed: int) -> None:
    """`kills` in all, over two devices each way."""
    print(f"seed {seed}")
    (folder / "authority").mkdir()
    authority = Authority(folder / "authority")
    package = make_package(IMAGE, b"maker", maker="Example", model="example-1", counter=2)
    port = free_port()
    url = f"https://localhost:{port}/dm"
    share = kills // 4
    over_https = [Victim(folder / f"https-{number}", number, url, authority, share) for number in (1, 2)]
    by_air = [
        Victim(folder / f"air-{number}", number, url, authority, share, "[broadcast]\nsilence = 2.0\n")
        for number in (3, 4)
    ]
    site = Site(folder / "site", package)
    sessions = [FluteSession("127.0.0.1", free_port(socket.SOCK_DGRAM), 7 + number) for number in range(2)]
    for victim, session in zip(by_air, sessions, strict=True):
        prepare(victim, site, session)
    (folder / "new.pkg").write_bytes(package)
    files = Files(package, {victim.folder.name: victim.gate for victim in over_https})
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*authority.sign("localhost", days=2))
    carousels: list[Carousel] = []
    with serving(files, context) as base:
        orders = {
            victim: f"""[[device.order]]
enabler = "fumo-1.1"
package = "new.pkg"
exec = "DownloadAndUpdate"
[device.order.set]
"DownloadAndUpdate/PkgURL" = "{base}/{victim.folder.name}"
"Policy/InitialBackoff" = 0
"Policy/MaxResumeAttempts" = 100000
"""
            for victim in over_https
        } | dict.fromkeys(
            by_air, '[[device.order]]\nenabler = "fumo-1.1"\nexec = "Operations/ReceiveBroadcastAndUpdate"\n'
        )
        config = server_settings(folder, port, authority, orders)
        text = config.read_text()
        for victim in orders:
            text = text.replace('user = "USER"', f'user = "{victim.name}"', 1)
            victim.config.write_text(victim.config.read_text().replace('user = "device"', f'user = "{victim.name}"', 1))
        config.write_text(text)
        server = Program("server", config)
        try:
            server.start().wait_for(lambda event: event["event"] == "serving")
            carousels += [
                Carousel(site, session, victim.gate) for victim, session in zip(by_air, sessions, strict=True)
            ]
            failures: list[BaseException] = []

            def killing(victim: Victim, chance: random.Random) -> None:
                try:
                    for _ in range(share):
                        victim.live_and_die(chance)
                    victim.program.start().wait_for_state("UPDATE_SUCCESSFUL_HAVE_DATA", "Pkg1", 120.0)
                except BaseException as error:
                    failures.append(error)

            threads = [
                threading.Thread(target=killing, args=(victim, random.Random(f"{seed} {victim.name}")))
                for victim in orders
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert not failures, failures[0]
            reported: dict[str, list[str]] = {victim.name: [] for victim in orders}
            while not all(reported.values()):
                told = server.wait_for(lambda event: event["event"] == "alert" and event["correlator"])
                reported[told["device"]].append(told["data"])
            for victim in orders:
                assert victim.program.end() == 0
            assert server.end() == 0
        finally:
            for carousel in carousels:
                carousel.end()
            for program in [*(victim.program for victim in orders), server]:
                program.kill()
    while (event := server._queue.get(timeout=30)) is not None:
        if event["event"] == "alert" and event["correlator"]:
            reported[event["device"]].append(event["data"])
    assert all(victim.firmware == IMAGE for victim in orders), "every image is whole"
    assert {name: len(found) for name, found in reported.items()} == dict.fromkeys(reported, 1), "reported once each"
    for victim in over_https:
        offsets = files.offsets[victim.folder.name]
        assert offsets == sorted(offsets) and offsets[-1] > 0, f"{offsets}: each life goes on where the one before was"
    for victim in by_air:
        assert victim.held == sorted(victim.held) and victim.held[-1] > 0, "what was verified stays so"
    hit = sum(victim.in_transfer for victim in orders)
    print(f"{sum(victim.gate.done for victim in orders)} kills, {hit} of them seen in a transfer")
    assert hit >= kills // 2


@pytest.fixture(autouse=True)
def stubs() -> Iterator[None]:
    sys.path.insert(0, str(ROOT / "generated" / "python"))
    yield
    sys.path.remove(str(ROOT / "generated" / "python"))


def seed() -> int:
    return int(os.environ.get("SWM_KILL_SEED", time.time_ns() % 1_000_000))


@pytest.mark.long
def test_two_hundred_kills_cost_time_and_nothing_else(tmp_path: Path) -> None:
    all_are_killed(tmp_path, 200, seed())

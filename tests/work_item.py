"""A DM server, an image server and a device, three processes on loopback, and one package for firmware or a component."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import threading
import time
from base64 import b64decode, b64encode
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from reference_programs import ROOT, Event, Program, device_toml, free_port, server_toml

from swm.delivery.encryption import make_wrapping_key
from swm.device.package import make_package
from swm.imageserver.configuration import read_image_server_settings
from swm.imageserver.program import describe
from swm.publishing.keys import make_key, read_key
from swm.publishing.repository import Package, Publisher
from swm.trust import Action, Announcement, dsse
from swm.trust.announcement import PAYLOAD_TYPE
from swmgen.demo.broadcast_files import make_keys

IMAGE = bytes(range(256)) * 1200
FUMO, SCOMO = "fumo", "scomo"
ENABLERS = (FUMO, SCOMO)
URIS = {FUMO: "./FwUpdate/Pkg1", SCOMO: "./SCOMO/Download/app"}
DONE = {FUMO: "UPDATE_SUCCESSFUL_HAVE_DATA", SCOMO: "IDLE"}
"""The state after a package was put in force."""
STORED = {
    FUMO: (("FwUpdate-Pkg1/package", 60_000), ("FwUpdate-Pkg1/transfer/*.journal", 200)),
    SCOMO: (("SCOMO/download/app", 60_000), ("SCOMO/announced/app/transfer/*.journal", 200)),
}
"""Files and their sizes in octets once a good part of a package is safe: of the file itself, or of its journal."""
OBJECTS = {FUMO: "fumo-1.1", SCOMO: "scomo-1.2"}
FIRMWARE = {FUMO: "FwUpdate-Pkg1/software/firmware", SCOMO: "SCOMO/software/app"}


class Relay:
    """A slow network to a port of loopback: `rate` octets a second come back through it."""

    def __init__(self, goal: int, rate: int) -> None:
        self._goal, self._rate = goal, rate
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._relay, args=(near,), daemon=True).start()

    def _relay(self, near: socket.socket) -> None:
        with near, socket.create_connection(("127.0.0.1", self._goal), timeout=60) as far:
            there = threading.Thread(target=self._pass_on, args=(near, far, 0), daemon=True)
            there.start()
            self._pass_on(far, near, self._rate)
            there.join()

    @staticmethod
    def _pass_on(source: socket.socket, sink: socket.socket, rate: int) -> None:
        with suppress(OSError):
            while octets := source.recv(8192):
                sink.sendall(octets)
                if rate:
                    time.sleep(len(octets) / rate)
        for one in (source, sink):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Nobody gets through any more."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


class Scene:
    """What the device is prepared with, by orders of the DM server, is whatever the image server describes.

    `campaign` are settings of the image server's one campaign, `nodes` leaves of
    the object, `execute` what the DM server orders at the end of the preparation.
    `direct` are the node that takes a `package` (base64) in the session itself, and what is executed then.
    `enciphered` says who tells the device how the package is: metadata or nodes.
    `script` are events of the device's life; `rate` is what https brings, in octets a second, 0 without a limit.
    """

    def __init__(
        self,
        folder: Path,
        enabler: str,
        *,
        campaign: dict[str, Any] | None = None,
        nodes: dict[str, str] | None = None,
        delivery: dict[str, str] | None = None,
        execute: str = "",
        script: str = "",
        broadcast: bool = True,
        silence: float = 1.0,
        rate: int = 0,
        client_certificates: str = "",
        device_tls: str = "",
        entry: dict[str, str] | None = None,
        direct: tuple[str, str] | None = None,
        package: str = "",
        enciphered: str = "",
    ) -> None:
        self.folder, self.enabler, self.uri = folder, enabler, URIS[enabler]
        make_keys(folder)
        (folder / "fw.bin").write_bytes(make_package(IMAGE, b"maker", maker="Example", model="example-1", counter=2))
        publisher = Publisher(folder / "repository", folder / "publisher-keys", int(time.time()))
        publisher.create()
        about = Package(
            "fw",
            16_384,
            1024,
            device_classes=("example-1",),
            component="firmware" if enabler == FUMO else "app",
            counter=2,
        )
        wrapping = make_wrapping_key(folder / "fleet-1.key") if enciphered else None
        self.target = publisher.publish(folder / "fw.bin", about, lambda chunk: [], wrapping)
        self.publisher = publisher
        web, dm = free_port(), free_port()
        self._direct, self._package = direct, package
        self._relay = Relay(web, rate) if rate else None
        seen = web if self._relay is None else self._relay.port
        self.air, self.push = free_port(socket.SOCK_DGRAM), free_port(socket.SOCK_DGRAM)
        self.tap = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.tap.bind(("127.0.0.1", 0))
        self.tap.settimeout(60)
        own = {
            "name": "c1",
            "package": "fw",
            "target": self.uri,
            "push": [f"127.0.0.1:{port}" for port in (self.push, self.tap.getsockname()[1])],
            "again": 0.3,
        }
        if broadcast:
            own |= {"group": "127.0.0.1", "port": self.air, "tsi": 7, "loops": 3, "kilobits": 8000}
        values = own | (campaign or {})
        settings = "".join(f"{name} = {json.dumps(value)}\n" for name, value in values.items())
        self.config = folder / "image-server.toml"
        self.config.write_text(
            f'[server]\nisid = "is1"\nport = {web}\nurl = "https://localhost:{seen}/"\n'
            f'[tls]\ncertificate = "image-server.pem"\nkey = "image-server.key"\n{client_certificates}'
            f"[[campaign]]\n{settings}",
            encoding="utf-8",
        )
        read = read_image_server_settings(self.config)
        self.about = describe(read, read.campaigns[0])
        self.image_server = Program("image-server", self.config)
        self.server = Program(
            "server", self._server(dm, self._ciphers(enciphered) | (nodes or {}), delivery or {}, entry or {}, execute)
        )
        device = device_toml(
            folder,
            f"http://127.0.0.1:{dm}/dm",
            extra=f'[broadcast]\nsilence = {silence}\nannouncements = "127.0.0.1:{self.push}"\n'
            + ('keys = ["fleet-1.key"]\n' if enciphered else "")
            + device_tls,
        )
        (folder / "script.toml").write_text(script, encoding="utf-8")
        self.device = Program("device", device, "--script", str(folder / "script.toml"))

    def _server(
        self, port: int, nodes: dict[str, str], delivery: dict[str, str], entry: dict[str, str], execute: str
    ) -> Path:
        about = self.about
        make_key(self.folder / "other.pem")
        image_server = {
            "ISID": "is1",
            "Enabled": "true",
            "URLPrefix": about["url_prefix"],
            "TrustAnchor": about["trust_anchor"],
            "AuthType": "NONE",
            "SigningKey": about["signing_key"],
            "TrustRoot": about["trust_root"],
            "AllowedTargets": self.uri,
            "MaxAnnouncementsPerDay": "0",
        } | entry
        second = image_server | {
            "ISID": "is2",
            "SigningKey": b64encode(dsse.public_octets(read_key(self.folder / "other.pem"))).decode("ascii"),
            "AllowedTargets": "./Nothing",
        }
        broadcast = {
            "DeliveryID": "c1",
            "System": "IP-MC",
            "SessionDescription": about["session_description"],
            "StartTime": "20200101T000000Z",
            "EndTime": "20900101T000000Z",
            "Repetitions": "1",
            "Repair/Mode": "1",
            "Repair/Servers/1": about["package_url"],
        } | delivery
        target = {
            **({"PkgID": "app"} if self.enabler == SCOMO else {}),
            "Security/PkgSize": str(about["size"]),
            "Security/DigestAlg": "sha-256",
            "Security/Digest": about["digest"],
            "ImageServer/Ref": "./ImageServer/is1",
            "ImageServer/Mode": "3",
            "Broadcast/Ref": "./Broadcast/b1",
            "Broadcast/FileURI": "fw",
            "Policy/InitialBackoff": "0",
        } | nodes
        orders: list[tuple[str, str, str, dict[str, str]]] = [
            ("imageserver-1.0", "is1", "", image_server),
            ("imageserver-1.0", "is2", "", second),
            ("bcastdelivery-1.0", "b1", "", broadcast),
        ]
        if self._direct is None:
            kept = {path: value for path, value in target.items() if value}
            orders.append((OBJECTS[self.enabler], "" if self.enabler == FUMO else "Download/app", execute, kept))
        text = ""
        if self._direct is not None:
            orders.append(self._written_directly(*self._direct))
        for enabler, at, command, values in orders:
            text += f'[[device.order]]\nenabler = "{enabler}"\n'
            text += f'at = "{at}"\n' if at else ""
            text += f'exec = "{command}"\n' if command else ""
            text += "[device.order.set]\n"
            text += "".join(f"{json.dumps(path)} = {json.dumps(value)}\n" for path, value in values.items())
        return server_toml(self.folder, port, text)

    def _ciphers(self, enciphered: str) -> dict[str, str]:
        if enciphered != "nodes":
            return {}
        return {
            "Security/EncAlg": self.about["encryption"],
            "Security/KeyRef": self.about["key_ref"],
            "Security/ContentKey": self.about["content_key"],
        }

    def _written_directly(self, node: str, execute: str) -> tuple[str, str, str, dict[str, str]]:
        octets = b64decode(self._package)
        values = {
            **({"PkgID": "app"} if self.enabler == SCOMO else {}),
            "Security/PkgSize": str(len(octets)),
            "Security/DigestAlg": "sha-256",
            "Security/Digest": b64encode(sha256(octets).digest()).decode("ascii"),
            node: self._package,
        }
        return OBJECTS[self.enabler], "" if self.enabler == FUMO else "Inventory/Delivered/app", execute, values

    def silence(self, seconds: float) -> None:
        """How long nothing must come for a transmission to be over."""
        config = self.folder / "device.toml"
        config.write_text(re.sub(r"silence = [0-9.]+", f"silence = {seconds}", config.read_text()))

    def wait_until_some_is_stored(self) -> None:
        """A part of the package lies on the device and outlives a kill."""
        below = self.folder / "device-data"
        end = time.monotonic() + 60
        while not any(
            path.stat().st_size >= least for name, least in STORED[self.enabler] for path in below.glob(name)
        ):
            assert time.monotonic() < end, "nothing is stored"
            time.sleep(0.02)

    # what happens --------------------------------------------------------------------------------------------------

    def prepare(self) -> None:
        """The DM server writes everything into the device in a session."""
        self.server.start()
        self.server.wait_for(lambda event: event["event"] == "serving")
        self.device.start()
        self.device.wait_for(lambda event: event["event"] == "session over")

    def broadcast(self) -> None:
        """The image server comes up, and announces when its campaign says so."""
        self.image_server.start()
        self.image_server.wait_for(lambda event: event["event"] == "serving")

    def order(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`swm image-server CONFIG` once more, with an order to the one that runs."""
        return subprocess.run(
            [sys.executable, str(ROOT / "generator"), "swm", "image-server", str(self.config), *words],
            capture_output=True,
            text=True,
            timeout=60,
            cwd=self.folder,
        )

    def wait(self, state: str) -> Event:
        """The object comes into a state."""
        return self.device.wait_for_state(state, self.uri)

    def wait_for_the_end(self) -> Event:
        """The package is in force."""
        return self.device.wait_for(
            lambda event: (
                event["event"] == "state"
                and (event["object"], event["to"]) == (self.uri, DONE[self.enabler])
                and event["from"] is not None
            )
        )

    def refused(self, step: str) -> Event:
        """The device refuses an announcement at a step, for the first time."""
        return self.device.wait_for(lambda event: event["event"] == "announcement refused" and event["step"] == step)

    def path(self) -> list[str]:
        """The states of the object since the start of the test."""
        return [
            event["to"] for event in self.device.events if event["event"] == "state" and event["object"] == self.uri
        ]

    def heard(self) -> bytes:
        """The next announcement that the image server pushes."""
        return self.tap.recv(65_535)

    def send(self, envelope: bytes) -> None:
        """Somebody pushes an announcement to the device."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as rim:
            rim.sendto(envelope, ("127.0.0.1", self.push))

    def signed(self, action: Action, isid: str, key: Any, *, sequence: int | None = None) -> bytes:
        """An announcement that nobody of ours made."""
        now = int(time.time())
        made = Announcement(isid, "c1", sequence or now + 1000, now - 5, now + 600, action, self.uri)
        return dsse.write_envelope(dsse.sign(PAYLOAD_TYPE, made.encode(), key))

    def alert(self, kind: str) -> Event:
        """The DM server hears an alert of a type that ends so."""
        return self.server.wait_for(lambda event: is_alert(event, kind))

    def image(self) -> bytes | None:
        """What is in force on the device."""
        place = self.folder / "device-data" / FIRMWARE[self.enabler]
        return place.read_bytes() if place.exists() else None

    def kept(self) -> list[str]:
        """The files of a package that is on its way."""
        below = self.folder / "device-data" / {FUMO: "FwUpdate-Pkg1", SCOMO: "SCOMO/announced/app"}[self.enabler]
        return sorted(path.name for path in (below / "transfer").glob("*"))

    def close(self) -> None:
        """Everybody is killed."""
        for program in (self.device, self.image_server, self.server):
            program.kill()
        self.tap.close()
        if self._relay is not None:
            self._relay.close()


def is_alert(event: Event, kind: str) -> bool:
    """Whether an alert of a type that ends so, in whatever case, is told."""
    return event["event"] == "alert" and str(event["type"]).lower().endswith(kind.lower())


def action_of(envelope: bytes) -> str:
    """What an announcement is."""
    return str(json.loads(dsse.read_envelope(envelope, len(envelope)).payload)["action"])

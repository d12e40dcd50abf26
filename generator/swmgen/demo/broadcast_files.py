"""What a broadcast demonstration is made of before anything runs: keys, a published package, settings of all programs."""

from __future__ import annotations

import csv
import datetime
import json
import math
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from swm.campaign.plan import Column
from swm.delivery.session_description import FluteSession
from swm.device.package import make_package
from swm.imageserver.campaign import Campaign
from swm.imageserver.configuration import read_image_server_settings
from swm.imageserver.program import describe
from swm.publishing.keys import make_key, read_key
from swm.publishing.repository import Package, Publisher
from swm.security.target import SMALL_CHUNK
from swm.trust import Action, dsse
from swm.trust.announcement import PAYLOAD_TYPE

FUMO: Final = "./FwUpdate/Pkg1"
ISID: Final = "images.demo"
MODEL: Final = "demo-1"
MAKER: Final = "Example"
MAKER_KEY: Final = b"the maker's key"
GROUP: Final = "239.255.77.7"
LOOPBACK: Final = "127.0.0.1"
DAY: Final = 86_400


@dataclass(frozen=True)
class Plan:
    """The sizes of a demonstration. `cap` is how many devices a second may report to the DM server."""

    devices: int
    octets: int
    kilobits: int
    loops: int
    cap: int
    by_multicast: bool

    @property
    def spread(self) -> int:
        """Seconds over which reports are spread: more than `cap` in one second with a probability of at most 0.001."""
        rate = ((math.sqrt(5.3**2 + 4 * self.cap) - 5.3) / 2) ** 2
        return math.ceil(self.devices / rate)


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost by itself, and its key, as PEM files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
        .add_extension(x509.BasicConstraints(True, None), True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "image-server.pem", folder / "image-server.key"
    certificate.write_bytes(made.public_bytes(Encoding.PEM))
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    private.chmod(0o600)
    return certificate, private


def publish(folder: Path, octets: int, now: int) -> bytes:
    """Publish new firmware under the name ``firmware``; the image as devices must have it in the end."""
    # The same image at every run: it need not be secret.
    image = random.Random(3).randbytes(octets)  # noqa: S311
    package = folder / "firmware.pkg"
    package.write_bytes(make_package(image, MAKER_KEY, maker=MAKER, model=MODEL, counter=2))
    publisher = Publisher(folder / "repository", folder / "publisher-keys", now)
    publisher.create()
    described = Package("firmware", SMALL_CHUNK, 1408, device_classes=(MODEL,), component="firmware", counter=2)
    publisher.publish(package, described, lambda chunk: [])
    return image


def image_server_toml(
    folder: Path, plan: Plan, sessions: list[FluteSession], port: int, start: str, pushes: list[int]
) -> Path:
    """The image server's settings: one campaign for the group, or one for each device."""
    certificate, private = folder / "image-server.pem", folder / "image-server.key"
    file = folder / "image-server.toml"
    push = [f"{LOOPBACK}:{number}" for number in pushes]
    parts = [
        f"""
[server]
isid = "{ISID}"
port = {port}
url = "https://localhost:{port}/"
[tls]
certificate = "{certificate.name}"
key = "{private.name}"
"""
    ]
    for number, session in enumerate(sessions):
        own = push if plan.by_multicast else [push[number]]
        parts.append(
            f"""
[[campaign]]
name = "spring-{number}"
package = "firmware"
target = "{FUMO}"
start = "{start}"
lead = 1.0
group = "{session.group}"
port = {session.port}
tsi = {session.tsi}
loops = {plan.loops}
kilobits = {plan.kilobits}
interface = "{LOOPBACK if plan.by_multicast else ""}"
push = {json.dumps(own)}
"""
        )
    file.write_text("".join(parts), encoding="utf-8")
    return file


def described(file: Path) -> list[dict[str, Any]]:
    """What the DM server writes into devices, for each campaign of an image server's settings."""
    settings = read_image_server_settings(file)
    return [describe(settings, campaign) for campaign in settings.campaigns]


def device_toml(folder: Path, number: int, dm_port: int, push: int) -> Path:
    """The settings of one device, in a folder of its own."""
    folder.mkdir()
    file = folder / "device.toml"
    file.write_text(
        f"""
[device]
id = "IMEI:{number:06}"
maker = "{MAKER}"
model = "{MODEL}"
[server]
url = "http://{LOOPBACK}:{dm_port}/dm"
id = "dm"
encoding = "wbxml"
[account]
scheme = "md5"
user = "device{number}"
password = "secret{number}"
server_user = "server"
server_password = "other{number}"
[package]
key = "{MAKER_KEY.decode("ascii")}"
[broadcast]
interface = "{LOOPBACK}"
silence = 3.0
announcements = "{LOOPBACK}:{push}"
[[object]]
enabler = "fumo-1.1"
uri = "{FUMO}"
""",
        encoding="utf-8",
    )
    return file


def campaign_toml(
    folder: Path, plan: Plan, port: int, told: list[dict[str, Any]], by_order: set[int], now: int
) -> Path:
    """The campaign that prepares every device over DM, and gives those in `by_order` the Exec."""
    end = datetime.datetime.fromtimestamp(now + DAY, datetime.UTC).strftime("%Y%m%dT%H%M%SZ")
    begin = datetime.datetime.fromtimestamp(now, datetime.UTC).strftime("%Y%m%dT%H%M%SZ")
    with (folder / "devices.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(("id", "user", "password", "server_user", "server_password", "order", "delivery", "session"))
        for number in range(plan.devices):
            about = told[0 if plan.by_multicast else number]
            account = (f"device{number}", f"secret{number}", "server", f"other{number}")
            order = "yes" if number in by_order else "no"
            rows.writerow((f"IMEI:{number:06}", *account, order, about["campaign"], about["session_description"]))
    about = told[0]
    writings: list[tuple[str, str, dict[str, Any]]] = [
        (
            "imageserver-1.0",
            "demo",
            {
                "ISID": about["isid"],
                "Enabled": True,
                "URLPrefix": about["url_prefix"],
                "TrustAnchor": about["trust_anchor"],
                "AuthType": "NONE",
                "SigningKey": about["signing_key"],
                "TrustRoot": about["trust_root"],
                "AllowedTargets": FUMO,
            },
        ),
        (
            "bcastdelivery-1.0",
            "spring",
            {
                "DeliveryID": Column("delivery"),
                "System": "IP-MC",
                "SessionDescription": Column("session"),
                "StartTime": begin,
                "EndTime": end,
                "Repetitions": 1,
                "Repair/Mode": 1,
                "Repair/Servers/1": about["package_url"],
                "Repair/RandomTimePeriod": 2,
            },
        ),
        ("alertflow-1.0", "dm", {"Mode": 1, "RandomTimePeriod": plan.spread, "MaxDelay": 600}),
        (
            "fumo-1.1",
            "",
            {
                "Policy/MinBattery": 20,
                "Security/PkgSize": str(about["size"]),
                "Security/DigestAlg": "sha-256",
                "Security/Digest": about["digest"],
                "ImageServer/Ref": "./ImageServer/demo",
                "ImageServer/Mode": 3,
                "Broadcast/Ref": "./Broadcast/spring",
                "Broadcast/FileURI": about["package"],
            },
        ),
    ]
    parts = [
        f"""
[campaign]
name = "spring"
devices = "devices.csv"
collect = {DAY}.0
[server]
id = "dm"
port = {port}
[exec]
enabler = "fumo-1.1"
path = "Operations/ReceiveBroadcastAndUpdate"
only = "order"
"""
    ]
    for enabler, at, values in writings:
        parts.append(f'[[write]]\nenabler = "{enabler}"\nat = "{at}"\n[write.set]\n')
        parts += [f"{json.dumps(path)} = {_toml(value)}\n" for path, value in values.items()]
    file = folder / "campaign.toml"
    file.write_text("".join(parts), encoding="utf-8")
    return file


def _toml(value: str | int | Column) -> str:
    """A value as TOML has it: texts, numbers and flags are written there as in JSON."""
    return f'{{column = "{value.name}"}}' if isinstance(value, Column) else json.dumps(value)


def old_announcement(folder: Path, about: dict[str, Any], session: FluteSession, now: int) -> bytes:
    """What the image server signed yesterday: genuine, and over."""
    publisher = Publisher(folder / "repository", folder / "no-keys", now)
    campaign = Campaign(about["campaign"], "firmware", FUMO, session, valid=DAY // 2)
    made = campaign.announcement(
        Action.DOWNLOAD_AND_UPDATE, ISID, now - DAY, now - DAY, publisher.target("firmware"), about["package_url"]
    )
    return dsse.write_envelope(dsse.sign(PAYLOAD_TYPE, made.encode(), read_key(folder / "announce.pem")))


def make_keys(folder: Path) -> None:
    """The image server's certificate and its key for announcements."""
    make_certificate(folder)
    make_key(folder / "announce.pem")

"""A device with FUMO 1.1, or with a maker's extension of it, and a session with it over real HTTP."""

from __future__ import annotations

import hashlib
import importlib
import io
from collections.abc import Awaitable, Callable
from typing import Any

from dm_server import served

from swm.device import run_session
from swm.errors import CommandRefused
from swm.machine import Journal, MemoryJournal
from swm.security import CheckFailed, FittingPackage, IntactPackage, VerifiedPackage, mint
from swm.server import Dialogue
from swm.session import DmClientSession
from swm.syncml import Encoding
from swm.tree import ManagementTree

URI = "./FwUpdate/Pkg1"
BODY = b"firmware 2"


class Stored:
    """The package as stored."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.length = len(body)

    def open(self) -> io.BytesIO:
        return io.BytesIO(self.body)


class Primitives:
    """Digests are checked for real; this device trusts every signer."""

    def check_integrity(self, *, package: Any) -> IntactPackage:
        return mint(IntactPackage, package=package, sha256=hashlib.sha256(package.body).digest())

    def check_digest(self, *, package: Any, algorithm: str, digest: bytes) -> IntactPackage:
        if algorithm != "sha-256" or hashlib.sha256(package.body).digest() != digest:
            raise CheckFailed("the digest differs")
        return mint(IntactPackage, package=package, sha256=digest)

    def check_length(self, *, package: Any) -> None:
        if package.length != len(package.body):
            raise CheckFailed("the length differs")

    def check_not_after(self, *, package: Any) -> None:
        """This device has no clock that could be over."""

    def check_readable(self, *, package: IntactPackage) -> None:
        with package.package.open() as stream:
            stream.read()

    def check_policy(self, *, package: FittingPackage) -> None:
        """Every authorisation is taken."""

    def check_signer_in_force(self, *, package: FittingPackage) -> None:
        """No key was taken back."""

    def check_counter(self, *, package: FittingPackage) -> None:
        """No floor was raised."""

    def check_device_class(self, *, package: IntactPackage) -> FittingPackage:
        return mint(FittingPackage, intact=package)

    def check_signature(self, *, package: FittingPackage) -> VerifiedPackage:
        return mint(VerifiedPackage, fitting=package, signer="maker")


class Device:
    """A device that transfers when told to, byte by byte."""

    PACKAGE = "swm_enablers.fumo_1_1"
    ENCODING = Encoding.XML
    ROOT = "Fumo"
    EXTENSION = ""
    """Where the nodes of the extension stand, below the object."""

    def __init__(self, journal: Journal | None = None, log: list[str] | None = None) -> None:
        self.tree = ManagementTree()
        self.log = [] if log is None else log
        self.so: set[str] = set()
        self.stands_against = "NETWORK_LOST"
        self.journal = MemoryJournal() if journal is None else journal
        self.object = self._module("client").PackageObject(self.tree, URI, self, Primitives(), self.journal)
        for path, value in (
            ("Policy", None),
            ("Policy/AutoResume", "true"),
            ("Policy/MaxResumeAttempts", "1"),
            ("Security", None),
            ("Security/DigestAlg", "sha-256"),
            ("Security/Digest", hashlib.sha256(BODY).digest()),
        ):
            node = f"{URI}/{self.EXTENSION}{path}"
            if not self.tree.exists(node):
                self.tree.create(node)
            if value is not None:
                self.tree.store(node, value)
        self.object.recover()

    def _module(self, name: str) -> Any:
        return importlib.import_module(f"{self.PACKAGE}.{name}")

    @property
    def state(self) -> str:
        return str(self.object.state.name)

    def package_kept(self) -> bool:
        return "discard" not in self.log

    def condition(self) -> Any:
        return self._module("states").PackageCondition[self.stands_against]

    def announced_source(self) -> Any:
        return self._module("states").PackageAnnouncedSource.HTTPS

    def announced_goal(self) -> Any:
        return self._module("states").PackageAnnouncedGoal.UPDATE

    def own_campaign(self) -> bool:
        return "own campaign" in self.so

    def transmissions_left(self) -> bool:
        return "transmissions left" in self.so

    def repair_possible(self) -> bool:
        return "repair possible" in self.so

    def conditions_hold(self) -> bool:
        return "battery low" not in self.so

    def prerequisite_there(self) -> bool:
        return "prerequisite missing" not in self.so

    def not_after_passed(self) -> bool:
        return "expired" in self.so

    def roll_back_possible(self) -> bool:
        return "roll back possible" in self.so

    def before_no_return(self) -> bool:
        return "no return" not in self.so

    def installer_can_go_on(self) -> bool:
        return "installer lost" not in self.so

    def start_download(self) -> None:
        self.log.append("start")

    def apply_update(self, verified_package: VerifiedPackage) -> None:
        self.log.append("apply")

    def discard_package(self) -> None:
        self.log.append("discard")

    def pause_transfer(self) -> None:
        self.log.append("pause")

    def resume_transfer(self) -> None:
        self.log.append("resume")

    def listen(self) -> None:
        self.log.append("listen")

    def start_repair(self) -> None:
        self.log.append("repair")

    def pause_update(self) -> None:
        self.log.append("pause update")

    def resume_update(self) -> None:
        self.log.append("resume update")

    def roll_back(self) -> None:
        self.log.append("roll back")

    def hand_over_inputs(self) -> Any:
        return self._module("security").HandOverInputs(Stored(BODY))

    def verify_inputs(self) -> Any:
        return self._module("security").VerifyInputs(Stored(BODY))


def session(device: Device, manage: Callable[[Any], Awaitable[Any]] | None = None) -> tuple[list[Any], list[Any]]:
    """One session with the generated server: what the server's commands gave, and the alerts it received."""
    gave: list[Any] = []
    alerts: list[Any] = []

    async def managed(dialogue: Dialogue) -> None:
        server_module = importlib.import_module(f"{device.PACKAGE}.server")
        [fumo] = await getattr(server_module, device.ROOT).find(dialogue)
        if manage is not None:
            try:
                gave.append(await manage(fumo))
            except CommandRefused as refused:
                gave.append(refused.status)
        alerts.extend(fumo.parse_alert(alert) for alert in dialogue.alerts)

    with served(managed) as url:
        client = DmClientSession(
            device.tree,
            server_uri=url,
            device_id="IMEI:1",
            server_id="server",
            alerts=device.object,
            encoding=device.ENCODING,
        )
        run_session(client, "1")
    return gave, alerts

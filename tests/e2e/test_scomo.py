"""SCOMO: packages come both ways, are installed, switched off and on, and removed; over real sessions."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from dm_server import served
from fumo_device import Stored

from swm.device import run_session
from swm.errors import CommandRefused
from swm.machine import FileJournals, Journals, MemoryJournals
from swm.security import CheckFailed, FittingPackage, IntactPackage, VerifiedPackage, mint
from swm.server import Dialogue
from swm.session import DmClientSession
from swm.tree import ManagementTree
from swm.tree.management import Order

pytestmark = pytest.mark.usefixtures("stubs")

URI = "./SCOMO"
BODY = b"a component"


class Primitives:
    """A package is intact when it does not say that it is damaged; this device trusts every signer."""

    def check_integrity(self, *, package: Any) -> IntactPackage:
        if package.body.startswith(b"damaged"):
            raise CheckFailed("it says so itself")
        return mint(IntactPackage, package=package, sha256=hashlib.sha256(package.body).digest())

    def check_device_class(self, *, package: IntactPackage) -> FittingPackage:
        return mint(FittingPackage, intact=package)

    def check_signature(self, *, package: FittingPackage) -> VerifiedPackage:
        return mint(VerifiedPackage, fitting=package, signer="maker")


class Device:
    """A device whose packages hold one component each. It does what it is told at once, and says so."""

    def __init__(self, journals: Journals | None = None, fails: str = "") -> None:
        from swm_enablers.scomo_1_0.client import ScomoRoot

        self.tree = ManagementTree()
        self.journals = MemoryJournals() if journals is None else journals
        self.fails = fails
        self.stored: dict[str, bytes] = {}
        self.log: list[str] = []
        self.root = ScomoRoot(self.tree, URI, self, Primitives(), self.journals)
        self.root.recover()

    def download(self, root: Any, name: str) -> Any:
        return Download(self, name)

    def delivered(self, root: Any, name: str) -> Any:
        return Delivered(self, name)

    def deployed(self, root: Any, name: str) -> Any:
        return Deployed(self, name)

    def install(self, package: VerifiedPackage, name: str, *, active: bool) -> None:
        self.log.append(f"install {name}")
        component = self.root.make_deployed(name, {"ID": name, "PkgIDRef": f"pkg-{name}", "Version": "1"})
        if active:
            component.starts_active()


class Node:
    def __init__(self, device: Device, name: str) -> None:
        self.device = device
        self.name = name

    def package_kept(self) -> bool:
        return self.name in self.device.stored

    def accept_package_inputs(self) -> Any:
        from swm_enablers.scomo_1_0.security import AcceptPackageInputs

        return AcceptPackageInputs(Stored(self.device.stored[self.name]))

    def discard_package(self) -> None:
        self.device.stored.pop(self.name, None)


class Download(Node):
    """What comes from the PkgURL is its last part."""

    def start_download(self) -> None:
        url = str(self.device.tree.value(f"{URI}/Download/{self.name}/PkgURL"))
        self.device.log.append(f"fetch {url}")
        self.device.stored[self.name] = url.rpartition("/")[2].encode()

    def deliver_package(self) -> None:
        values = {"PkgID": str(self.device.tree.value(f"{URI}/Download/{self.name}/PkgID"))}
        self.device.root.make_delivered(self.name, values)

    def install_package(self, verified_package: VerifiedPackage) -> None:
        node = self.device.root.download(self.name)
        if self.device.fails:
            from swm_enablers.scomo_1_0.messages import Result

            node.install_fails(Result[self.device.fails])
            return
        self.device.install(verified_package, self.name, active=node.variables.goal.name == "INSTALL")
        node.installed()


class Delivered(Node):
    def package_kept(self) -> bool:
        return self.body() != b""

    def body(self) -> bytes:
        written = self.device.tree.value(f"{URI}/Inventory/Delivered/{self.name}/Data") or b""
        return self.device.stored.get(self.name, b"") or bytes(written)

    def accept_package_inputs(self) -> Any:
        from swm_enablers.scomo_1_0.security import AcceptPackageInputs

        return AcceptPackageInputs(Stored(self.body()))

    def install_package(self, verified_package: VerifiedPackage) -> None:
        node = self.device.root.delivered(self.name)
        if self.device.fails:
            from swm_enablers.scomo_1_0.messages import Result

            node.install_fails(Result[self.device.fails])
            return
        self.device.install(verified_package, self.name, active=node.variables.goal.name == "INSTALL")
        node.installed()

    def remove_package(self) -> None:
        self.discard_package()
        self.device.root.delivered(self.name).removed()


class Deployed(Node):
    def activate_component(self) -> None:
        self.device.root.deployed(self.name).activated()

    def deactivate_component(self) -> None:
        self.device.root.deployed(self.name).deactivated()

    def remove_component(self) -> None:
        self.device.root.deployed(self.name).removed()


def session(device: Device, manage: Callable[[Any], Awaitable[Any]] | None = None) -> tuple[list[Any], list[Any]]:
    """What the server's commands gave, and the alerts it received."""
    gave: list[Any] = []
    alerts: list[Any] = []

    async def managed(dialogue: Dialogue) -> None:
        from swm_enablers.scomo_1_0.server import Scomo

        [scomo] = await Scomo.find(dialogue)
        if manage is not None:
            try:
                gave.append(await manage(scomo))
            except CommandRefused as refused:
                gave.append(refused.status)
        alerts.extend(scomo.parse_alert(alert) for alert in dialogue.alerts)

    with served(managed) as url:
        client = DmClientSession(
            device.tree, server_uri=url, device_id="IMEI:1", server_id="server", alerts=device.root
        )
        run_session(client, "1")
    return gave, alerts


def reported(device: Device, alerts: list[Any]) -> list[tuple[int, str | None, str, str | None]]:
    """Result, Identifier, the executed node and the Correlator of every alert until none comes any more."""
    found = list(alerts)
    while more := session(device)[1]:
        found += more
    return [(int(alert.result), alert.identifier, alert.source.removeprefix(URI), alert.correlator) for alert in found]


def ordered(operation: str, body: str = "game.pkg") -> Callable[[Any], Awaitable[int]]:
    """Adds a node below Download and executes one of its operations."""

    async def manage(scomo: Any) -> int:
        package = scomo.download.instances["game"]
        await package.add()
        await package.pkg_id.add("pkg-game")
        await package.pkg_url.add(f"http://server/{body}")
        return int(await getattr(package.operations, operation).execute(correlator="c-1"))

    return manage


def executed(path: str, operation: str) -> Callable[[Any], Awaitable[int]]:
    """Executes an operation of the node `game`."""

    async def manage(scomo: Any) -> int:
        package = getattr(scomo.inventory, path).instances["game"]
        return int(await getattr(package.operations, operation).execute(correlator="c-2"))

    return manage


def value(device: Device, path: str) -> Any:
    reply = device.tree.get(f"{URI}/{path}")
    return reply.data if reply.status == 200 else reply.status


def downloaded(operation: str, fails: str = "", body: str = "game.pkg") -> tuple[Device, list[Any]]:
    device = Device(fails=fails)
    gave, alerts = session(device, ordered(operation, body))
    assert gave == [202]
    device.root.download("game").download_completes()
    if operation != "download":
        device.root.download("game").continue_()
    return device, alerts


def test_a_download_lists_the_package_as_delivered() -> None:
    device, alerts = downloaded("download")
    assert reported(device, alerts) == [(1200, "pkg-game", "/Download/game/Operations/Download", "c-1")]
    assert value(device, "Download/game/Status") == "40"
    assert value(device, "Inventory/Delivered/game/PkgID") == "pkg-game"
    assert value(device, "Inventory/Delivered/game/State") == "10"
    assert value(device, "Inventory/Deployed") == ""


@pytest.mark.parametrize(
    ("operation", "node", "state"),
    [("download_install", "DownloadInstall", "20"), ("download_install_inactive", "DownloadInstallInactive", "10")],
)
def test_a_combined_operation_installs_and_reports_once(operation: str, node: str, state: str) -> None:
    device, alerts = downloaded(operation)
    assert reported(device, alerts) == [(1200, "pkg-game", f"/Download/game/Operations/{node}", "c-1")]
    assert value(device, "Download/game/Status") == "10"
    assert value(device, "Inventory/Deployed/game/State") == state
    assert value(device, "Inventory/Deployed/game/PkgIDRef") == "pkg-game"


@pytest.mark.parametrize(("operation", "state"), [("install", "20"), ("install_inactive", "10")])
@pytest.mark.parametrize("delivery", ["alternate download", "in the DM session"])
def test_a_delivered_package_is_installed_on_order(delivery: str, operation: str, state: str) -> None:
    if delivery == "alternate download":
        device, alerts = downloaded("download")
        reported(device, alerts)
    else:
        device = Device()

        async def deliver(scomo: Any) -> int:
            package = scomo.inventory.delivered.instances["game"]
            await package.add()
            await package.pkg_id.add("pkg-game")
            return int(await package.data.add(BODY))

        assert session(device, deliver)[0] == [200]
    gave, alerts = session(device, executed("delivered", operation))
    assert gave == [202]
    [(result, identifier, source, correlator)] = reported(device, alerts)
    assert (result, identifier, correlator) == (1200, "pkg-game", "c-2")
    assert source.lower().endswith(operation.replace("_", ""))
    assert value(device, "Inventory/Delivered/game/State") == "20"
    assert value(device, "Inventory/Deployed/game/State") == state


def test_a_component_is_switched_off_and_on_and_removed_and_its_node_is_gone() -> None:
    device, alerts = downloaded("download_install")
    reported(device, alerts)
    assert session(device, executed("deployed", "remove"))[0] == [405], "it must be inactive"
    for operation, state in (("deactivate", "10"), ("activate", "20"), ("deactivate", "10")):
        gave, alerts = session(device, executed("deployed", operation))
        assert gave == [202]
        name = operation.capitalize()
        expected = (1200, "game", f"/Inventory/Deployed/game/Operations/{name}", "c-2")
        assert reported(device, alerts) == [expected]
        assert value(device, "Inventory/Deployed/game/State") == state
        assert session(device, executed("deployed", operation))[0] == [405], "it is so already"
    gave, alerts = session(device, executed("deployed", "remove"))
    assert gave == [202]
    assert value(device, "Inventory/Deployed/game") == 404
    assert reported(device, alerts) == [(1200, "game", "/Inventory/Deployed/game/Operations/Remove", "c-2")]


def test_a_package_is_removed_and_its_components_stay() -> None:
    device, alerts = downloaded("download_install")
    reported(device, alerts)
    gave, alerts = session(device, executed("delivered", "remove"))
    assert gave == [202]
    assert value(device, "Inventory/Delivered/game") == 404
    assert value(device, "Inventory/Deployed/game/State") == "20"
    assert reported(device, alerts) == [(1200, "pkg-game", "/Inventory/Delivered/game/Operations/Remove", "c-2")]


def test_a_package_that_is_not_valid_is_not_installed() -> None:
    device, alerts = downloaded("download_install", body="damaged.pkg")
    assert reported(device, alerts) == [(1407, "pkg-game", "/Download/game/Operations/DownloadInstall", "c-1")]
    assert "install game" not in device.log
    assert value(device, "Download/game/Status") == "60"


def test_an_installation_that_fails_says_whether_the_package_is_kept() -> None:
    device, alerts = downloaded("download_install", fails="INSTALL_OUT_OF_MEMORY")
    assert reported(device, alerts) == [(1406, "pkg-game", "/Download/game/Operations/DownloadInstall", "c-1")]
    assert value(device, "Download/game/Status") == "60"
    device.root.download("game").clean_up()
    assert value(device, "Download/game/Status") == "70"


async def remove_download(scomo: Any) -> int:
    return int(await scomo.download.instances["game"].delete())


def test_a_node_is_not_deleted_while_its_order_runs() -> None:
    device = Device()
    session(device, ordered("download"))
    assert session(device, remove_download)[0] == [405]
    assert value(device, "Download/game/Status") == "30"
    device.root.download("game").download_completes()
    gave, _ = session(device, remove_download)
    assert gave == [200]
    assert value(device, "Download/game") == 404
    assert value(device, "Inventory/Delivered/game/State") == "10"


def test_a_node_that_is_added_again_begins_anew() -> None:
    device, alerts = downloaded("download")
    reported(device, alerts)
    session(device, remove_download)
    assert session(device, ordered("download"))[0] == [202]
    assert device.log == ["fetch http://server/game.pkg"] * 2


def test_after_a_restart_every_node_is_there_and_every_alert_that_was_owed(tmp_path: Path) -> None:
    journals = FileJournals(tmp_path)
    device = Device(journals)
    session(device, ordered("download_install_inactive"))
    device.root.download("game").download_completes()
    device.root.download("game").continue_()
    order = Order("server", "c-2")
    assert device.tree.execute(f"{URI}/Inventory/Deployed/game/Operations/Remove", order).status == 202
    # The device stops before any server hears of it, and starts again.
    after = Device(FileJournals(tmp_path))
    assert value(after, "Inventory/Delivered/game/State") == "10"
    assert value(after, "Inventory/Deployed/game") == 404
    assert [(code, correlator) for code, _, _, correlator in reported(after, [])] == [(1200, "c-2"), (1200, "c-1")]
    assert reported(Device(FileJournals(tmp_path)), []) == [], "what was answered does not come again"


def test_a_node_that_the_specification_does_not_have_has_no_operations() -> None:
    device = Device()
    assert session(device, executed("delivered", "install"))[0] == [404]


def test_an_atomic_that_fails_leaves_no_node_and_brings_a_deleted_one_back(tmp_path: Path) -> None:
    device = Device(FileJournals(tmp_path))
    assert device.tree.add(f"{URI}/Download/old", None).status == 200
    device.tree.begin()
    assert device.tree.add(f"{URI}/Download/new", None).status == 200
    assert device.tree.delete(f"{URI}/Download/old").status == 200
    device.tree.rollback()
    assert (value(device, "Download/new"), value(device, "Download/old/Status")) == (404, "10")
    assert device.tree.delete(f"{URI}/Download/old").status == 200
    assert value(Device(FileJournals(tmp_path)), "Download") == ""


def test_an_atomic_that_succeeds_keeps_the_new_node_and_forgets_the_deleted_one(tmp_path: Path) -> None:
    device = Device(FileJournals(tmp_path))
    device.tree.add(f"{URI}/Download/old", None)
    device.tree.begin()
    device.tree.add(f"{URI}/Download/new", None)
    device.tree.delete(f"{URI}/Download/old")
    assert device.tree.add(f"{URI}/Download/old", None).status == 500, "it ends with the Atomic, not before"
    device.tree.commit()
    assert value(device, "Download") == "new"
    assert value(Device(FileJournals(tmp_path)), "Download") == "new"


def test_optional_nodes_that_a_device_does_not_have_are_not_there_in_any_instance() -> None:
    from swm_enablers.scomo_1_0.client import ScomoRoot

    device = Device()
    tree = ManagementTree()
    ScomoRoot(tree, URI, device, Primitives(), MemoryJournals(), absent=("Download/<x>/Operations/DownloadInstall",))
    assert tree.add(f"{URI}/Download/game", None).status == 200
    assert tree.get(f"{URI}/Download/game/Operations").data == "Download/DownloadInstallInactive/Ext"

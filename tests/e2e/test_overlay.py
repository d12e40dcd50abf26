"""Overlay placement: a server of FUMO 1.0 sees exactly FUMO 1.0; one that uses Ext/SwM gets the extension."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from dm_server import served
from fumo_device import URI, Device, session

from swm.device import run_session
from swm.server import Dialogue
from swm.session import DmClientSession
from swm.syncml import Encoding
from swmgen.load import load

pytestmark = pytest.mark.usefixtures("stubs")

ROOT = Path(__file__).resolve().parents[2]


class OverlayDevice(Device):
    PACKAGE = "swm_enablers.fumo_overlay_1_1"
    ROOT = "FumoOverlay"
    EXTENSION = "Ext/SwM/"


class OlderServer:
    """The generated server of FUMO 1.0, which knows nothing of the extension."""

    PACKAGE = "swm_enablers.fumo_1_0"
    ROOT = "Fumo"
    ENCODING = Encoding.XML

    def __init__(self, device: Device) -> None:
        self.tree = device.tree
        self.object = device.object


def older_session(device: Device, manage: Callable[[Any], Awaitable[Any]] | None = None) -> Any:
    return session(OlderServer(device), manage)  # type: ignore[arg-type]


async def order(fumo: Any) -> int:
    await fumo.download.pkg_url.replace("http://image.server/new.pkg")
    return int(await fumo.download.execute(correlator="c-1"))


async def state(fumo: Any) -> int:
    return int(await fumo.state.get())


async def suspend(fumo: Any) -> int:
    return int(await fumo.ext.sw_m.operations.suspend.execute())


def test_the_tree_is_that_of_the_base_beside_what_stands_below_ext() -> None:
    enablers = load(ROOT / "spec").enablers
    for overlay, base in (("fumo-overlay-1.1", "fumo-1.0"), ("scomo-overlay-1.2", "scomo-1.1")):
        own = {node.path: node for node in enablers[overlay].tree.walk() if "/Ext/SwM" not in node.path}
        known = {node.path: node for node in enablers[base].tree.walk()}
        assert list(own) == list(known)
        for path, node in own.items():
            same = known[path]
            assert [value.value for value in node.values] == [value.value for value in same.values]
            assert (node.format, node.access, node.occurs) == (same.format, same.access, same.occurs)
            assert (node.mo_id, node.mime, node.default) == (same.mo_id, same.mime, same.default)


@pytest.mark.parametrize(("overlay", "native"), [("fumo-overlay-1.1", "fumo-1.1"), ("scomo-overlay-1.2", "scomo-1.2")])
def test_nothing_of_the_extension_is_lost(overlay: str, native: str) -> None:
    enablers = load(ROOT / "spec").enablers
    over, extended = enablers[overlay], enablers[native]
    placed = sorted(node.path.rpartition("/")[2] for node in over.tree.walk())
    meant = sorted(node.path.rpartition("/")[2] for node in extended.tree.walk())
    for name in meant:
        assert name in placed
        placed.remove(name)
    assert set(placed) <= {"SwM", "State"}
    paths = over.tree.by_path()
    for machine in over.machines:
        assert not machine.of or machine.of in paths
        assert len(machine.transitions) == len(next(m for m in extended.machines if m.name == machine.name).transitions)
        for event in machine.events:
            assert event.path is None or event.path in paths


def test_an_older_server_orders_a_download_and_reads_only_what_it_knows() -> None:
    device = OverlayDevice()
    assert older_session(device, order) == ([202], [])
    device.object.user_pauses()
    assert device.state == "DOWNLOAD_SUSPENDED"
    gave, alerts = older_session(device, state)
    assert gave == [30], "a suspended download is, to a 1.0 server, one that progresses"
    assert alerts == [], "it is not told what it could not read"
    assert device.tree.get(f"{URI}/Ext/SwM/State").data == "32"


def test_a_result_of_the_extension_is_sent_as_one_of_the_base() -> None:
    device = OverlayDevice()
    assert older_session(device, order) == ([202], [])
    device.object.download_completes()
    device.tree.store(f"{URI}/Ext/SwM/Security/Digest", b"0" * 32)
    device.object.verification_ends()
    [alert] = older_session(device)[1]
    assert (alert.name, int(alert.result), alert.correlator) == ("download", 402, "c-1")


def test_a_server_that_uses_the_extension_is_told_of_it() -> None:
    device = OverlayDevice()
    assert session(device, order) == ([202], [])
    assert session(device, suspend)[0] == [200]
    assert device.state == "DOWNLOAD_SUSPENDED"
    assert device.object.send_suspended("<SwmReport/>") is not None
    again = OverlayDevice(journal=device.journal)
    assert again.object.send_interrupted("<SwmReport/>") is not None, "it is remembered over a restart"


def test_an_alert_of_the_extension_does_not_reach_a_server_that_never_used_it() -> None:
    device = OverlayDevice()
    assert older_session(device, order) == ([202], [])
    assert device.object.send_suspended("<SwmReport/>") is None
    assert older_session(device)[1] == []


def test_the_object_is_found_by_the_mo_id_of_the_base() -> None:
    found: list[int] = []

    async def managed(dialogue: Dialogue) -> None:
        from swm_enablers.fumo_1_0.server import Fumo as Older
        from swm_enablers.fumo_1_1.server import Fumo as Extended

        found.append(len(await Older.find(dialogue)))
        found.append(len(await Extended.find(dialogue)))

    device = OverlayDevice()
    with served(managed) as url:
        client = DmClientSession(
            device.tree, server_uri=url, device_id="IMEI:1", server_id="server", alerts=device.object
        )
        run_session(client, "1")
    assert found == [1, 0]

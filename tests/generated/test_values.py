"""A device maker's own values: the generated Protocol is asked when a server reads, and told when a write counts."""

from __future__ import annotations

import errno
import importlib
from typing import Any

import pytest

from swm.errors import LocalError
from swm.machine import MemoryJournal
from swm.tree import ManagementTree

pytestmark = pytest.mark.usefixtures("stubs")

URI = "./FwUpdate/Pkg1"


def module(name: str) -> Any:
    return importlib.import_module(f"swm_enablers.{name}")


def fumo_with_policy(fails: Exception | None = None) -> tuple[ManagementTree, Any]:
    """FUMO 1.1 whose MinBattery and Consent are the maker's; PkgName too, which is only read."""
    values, nodes = module("fumo_1_1.values"), module("fumo_1_1.nodes")

    class Settings(values.FumoValues):  # type: ignore[misc]
        def __init__(self) -> None:
            self.battery = 30
            self.consent = nodes.PolicyConsent(next(iter(nodes.PolicyConsent)))
            self.told: list[Any] = []

        def get_policy_min_battery(self) -> int:
            return self.battery

        def set_policy_min_battery(self, value: int) -> None:
            self.told.append(value)
            self.battery = value

        def get_policy_consent(self) -> Any:
            return self.consent

        def set_policy_consent(self, value: Any) -> None:
            if fails is not None:
                raise fails
            self.told.append(value)
            self.consent = value

    client = module("fumo_1_1.client")
    tree, settings = ManagementTree(), Settings()
    client.PackageObject(tree, URI, settings, None, MemoryJournal())
    for path in ("Policy", "Policy/MinBattery", "Policy/Consent"):
        tree.create(f"{URI}/{path}")
    values.keep_fumo(tree, URI, settings)
    return tree, settings


def test_objects_without_machines_are_mounted_with_their_makers_values() -> None:
    for name, stem, uri, leaf, getter in (
        ("devinfo_1_0", "devinfo", "./DevInfo", "Man", "get_man"),
        ("devdetail_1_0", "devdetail", "./DevDetail", "FwV", "get_fw_v"),
        ("dmacc_1_0", "dmacc", "./DMAcc/home", "ServerID", "get_server_id"),
    ):
        values = module(f"{name}.values")
        protocol = getattr(values, f"{stem.capitalize()}Values")
        maker = type("Maker", (protocol,), {getter: lambda self: "Example"})()
        tree = ManagementTree()
        getattr(values, f"mount_{stem}")(tree, uri, maker)
        assert tree.get(f"{uri}/{leaf}", "s").data == "Example"
        assert tree.get(f"{uri}/{leaf}?prop=Size", "s").data == "7"
        assert "<Value>Example</Value>" in str(tree.get(f"{uri}?list=TNDS+Value", "s").data)
        assert tree.replace(f"{uri}/{leaf}", "x", "s").status == 405


def test_a_value_is_asked_for_when_it_is_read() -> None:
    tree, settings = fumo_with_policy()
    assert tree.get(f"{URI}/Policy/MinBattery", "s").data == "30"
    settings.battery = 55
    assert tree.get(f"{URI}/Policy/MinBattery", "s").data == "55"
    # What the maker does not keep is the tree's.
    tree.store(f"{URI}/PkgName", "firmware 2")
    assert tree.get(f"{URI}/PkgName", "s").data == "firmware 2"


def test_a_guard_sees_the_makers_value() -> None:
    tree, settings = fumo_with_policy()
    settings.battery = 55
    assert tree.value(f"{URI}/Policy/MinBattery") == "55"


def test_a_write_is_typed_when_it_comes_and_refused_before_it_does_not_fit() -> None:
    tree, settings = fumo_with_policy()
    assert tree.replace(f"{URI}/Policy/MinBattery", "101", "s").status == 415
    assert tree.replace(f"{URI}/Policy/MinBattery", "many", "s").status == 415
    assert settings.told == []
    assert tree.replace(f"{URI}/Policy/MinBattery", "40", "s").status == 200
    assert settings.told == [40]
    other = str(list(type(settings.consent))[-1].value)
    assert tree.replace(f"{URI}/Policy/Consent", other, "s").status == 200
    assert settings.consent is list(type(settings.consent))[-1]


def test_an_atomic_is_told_when_all_of_it_is_done() -> None:
    tree, settings = fumo_with_policy()
    tree.begin()
    tree.replace(f"{URI}/Policy/MinBattery", "40", "s")
    assert settings.battery == 30
    assert tree.get(f"{URI}/Policy/MinBattery", "s").data == "40"
    tree.rollback()
    assert tree.get(f"{URI}/Policy/MinBattery", "s").data == "30"
    tree.begin()
    tree.replace(f"{URI}/Policy/MinBattery", "40", "s")
    tree.commit()
    assert settings.told == [40]


@pytest.mark.parametrize("error", [LocalError("not now"), OSError(errno.ENOSPC, "full")])
def test_a_maker_who_cannot_keep_a_value_undoes_the_change(error: Exception) -> None:
    tree, settings = fumo_with_policy(error)
    before, stored = settings.consent, tree.value(f"{URI}/Policy/Consent")
    tree.begin()
    tree.replace(f"{URI}/Policy/MinBattery", "40", "s")
    tree.replace(f"{URI}/Policy/Consent", str(list(type(before))[-1].value), "s")
    with pytest.raises(OSError):
        tree.commit()
    tree.rollback()
    # The setter that had been called is told what was before.
    assert settings.told == [40, 30]
    assert (settings.battery, settings.consent) == (30, before)
    assert tree.value(f"{URI}/Policy/Consent") == stored


def test_values_belong_to_an_object_that_is_there() -> None:
    values = module("devinfo_1_0.values")
    with pytest.raises(LocalError):
        values.keep_devinfo(ManagementTree(), "./DevInfo", type("Maker", (values.DevinfoValues,), {})())

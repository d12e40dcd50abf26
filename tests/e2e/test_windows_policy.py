"""Windows policies through stubs made from device descriptions: read, set and validated over SyncML and HTTP.

The descriptions are written for this test in the form that Microsoft's have:
a host with `Policy/Config`, and areas in files of their own.
"""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from dm_server import served
from field import microsoft, node

from swm.device import run_session
from swm.errors import CommandRefused
from swm.server import Dialogue
from swm.session import DmClientSession
from swm.tree import ManagementTree, NoMachine
from swmgen.cli import main

POLICY = "./Device/Vendor/MSFT/Policy"
ANY = "<Add/><Delete/><Get/><Replace/>"


def _values(kind: str, *inside: str) -> str:
    return f'<MSFT:AllowedValues ValueType="{kind}">{"".join(inside)}</MSFT:AllowedValues>'


def _enum(value: str, doc: str) -> str:
    return (
        f"<MSFT:Enum><MSFT:Value>{value}</MSFT:Value><MSFT:ValueDescription>{doc}</MSFT:ValueDescription></MSFT:Enum>"
    )


def _policy(name: str, format: str, values: str, default: str | None = None) -> str:
    before = "" if default is None else f"<DefaultValue>{default}</DefaultValue>"
    leaf = node(name, format=format, access=ANY, kind="<MIME>text/plain</MIME>", more=values, before=before)
    return leaf.replace("<One/>", "<ZeroOrOne/>")


HOST = microsoft(node("Policy", node("Config"), path="./Device/Vendor/MSFT"))
UPDATE = microsoft(
    node(
        "Update",
        _policy("AllowAutoUpdate", "int", _values("ENUM", _enum("0", "Notify."), _enum("1", "Auto install.")), "1"),
        _policy("ActiveHoursEnd", "int", _values("Range", "<MSFT:Value>[0-23]</MSFT:Value>"), "17"),
        _policy(
            "Days", "int", _values("Flag", _enum("0x1", "Monday"), _enum("0x2", "Tuesday"), _enum("0x4", "Friday"))
        ),
        _policy("Server", "chr", _values("RegEx", "<MSFT:Value>^https://[a-z.]+$</MSFT:Value>")),
        _policy("Apps", "chr", _values("None", '<MSFT:List Delimiter="0xF000"/>')),
        path="./Device/Vendor/MSFT/Policy/Config",
    )
)


@pytest.fixture(scope="module")
def stubs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The package made from the descriptions, importable."""
    folder = tmp_path_factory.mktemp("policy")
    (folder / "ddf").mkdir()
    (folder / "ddf" / "Policy.xml").write_text(HOST, encoding="utf-8")
    (folder / "ddf" / "Update_AreaDDF.xml").write_text(UPDATE, encoding="utf-8")
    assert main(["import", str(folder / "ddf"), "-o", str(folder / "spec"), "--name", "windows-policy"]) == 0
    assert main(["build", "--spec", str(folder / "spec"), "-o", str(folder / "out"), "--backend", "python"]) == 0
    path = str(folder / "out" / "python")
    kept = {name: sys.modules.pop(name) for name in list(sys.modules) if name.partition(".")[0] == "swm_enablers"}
    sys.path.insert(0, path)
    yield folder
    sys.path.remove(path)
    for name in [name for name in sys.modules if name.partition(".")[0] == "swm_enablers"]:
        del sys.modules[name]
    sys.modules.update(kept)


def manage(work: Callable[[Any], Awaitable[None]]) -> ManagementTree:
    """A session in which a server does `work` on the policies of a device; the device's tree afterwards."""
    from swm_enablers.windows_policy_1_0.nodes import WINDOWS_POLICY
    from swm_enablers.windows_policy_1_0.server import WindowsPolicy

    tree = ManagementTree()
    tree.mount(POLICY, WINDOWS_POLICY, NoMachine())

    async def session(dialogue: Dialogue) -> None:
        await work(WindowsPolicy(dialogue, POLICY))

    with served(session) as url:
        run_session(DmClientSession(tree, device_id="IMEI:1", server_id="server", server_uri=url), "1")
    return tree


@pytest.mark.usefixtures("stubs")
def test_policies_are_read_and_set() -> None:
    from swm_enablers.windows_policy_1_0.nodes import ConfigUpdateAllowAutoUpdate as AllowAutoUpdate
    from swm_enablers.windows_policy_1_0.nodes import ConfigUpdateDays as Days

    read: list[Any] = []

    async def work(policy: Any) -> None:
        update = policy.config.update
        # A policy is not configured until a server adds it.
        with pytest.raises(CommandRefused):
            await update.allow_auto_update.get()
        await update.allow_auto_update.add(AllowAutoUpdate.AUTO_INSTALL)
        read.append(await update.allow_auto_update.get())
        await update.allow_auto_update.replace(AllowAutoUpdate.NOTIFY)
        await update.active_hours_end.add(23)
        await update.days.add(Days.MONDAY | Days.FRIDAY)
        await update.server.add("https://wsus.example")
        await update.apps.add(("one", "two"))
        read.extend([await update.allow_auto_update.get(), await update.days.get(), await update.apps.get()])

    tree = manage(work)
    assert read == [AllowAutoUpdate.AUTO_INSTALL, AllowAutoUpdate.NOTIFY, Days.MONDAY | Days.FRIDAY, ("one", "two")]
    at = f"{POLICY}/Config/Update"
    stored = {
        name: tree.value(f"{at}/{name}") for name in ("AllowAutoUpdate", "ActiveHoursEnd", "Days", "Server", "Apps")
    }
    assert stored == {
        "AllowAutoUpdate": "0",
        "ActiveHoursEnd": "23",
        "Days": "5",
        "Server": "https://wsus.example",
        "Apps": "one\uf000two",
    }


WRONG = {
    "active_hours_end": (24, "24 is above 23"),
    "days": (8, "bits that mean nothing"),
    "server": ("http://wsus.example", "does not match"),
    "apps": (("a\uf000b",), "separator"),
}


@pytest.mark.usefixtures("stubs")
@pytest.mark.parametrize("name", sorted(WRONG))
def test_a_value_that_a_policy_does_not_allow_is_refused_before_it_is_sent(name: str) -> None:
    from swm_enablers.windows_policy_1_0.nodes import ConfigUpdateDays as Days

    value, reason = WRONG[name]
    sent: list[str] = []

    async def work(policy: Any) -> None:
        leaf = getattr(policy.config.update, name)
        wrong: Any = Days(value) if name == "days" else value
        with pytest.raises(ValueError, match=reason):
            await leaf.add(wrong)
        with pytest.raises(CommandRefused):
            await leaf.get()
        sent.append(name)

    manage(work)
    assert sent == [name]


@pytest.mark.usefixtures("stubs")
@pytest.mark.parametrize(
    ("name", "text"),
    [("ActiveHoursEnd", "24"), ("AllowAutoUpdate", "2"), ("Days", "8"), ("Server", "ftp://x")],
)
def test_a_device_refuses_the_same_from_a_server_without_stubs(name: str, text: str) -> None:
    statuses: list[int] = []
    form = "chr" if name == "Server" else "int"

    async def work(policy: Any) -> None:
        with pytest.raises(CommandRefused) as refusal:
            await policy.connection.add(f"{POLICY}/Config/Update/{name}", text, form)
        statuses.append(refusal.value.status)

    manage(work)
    assert statuses == [415]

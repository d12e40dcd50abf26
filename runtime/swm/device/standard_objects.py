"""DevInfo, DevDetail, DMAcc and Inbox: the objects that only hold values."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from swm.device.configuration import DeviceSettings
from swm.session import Scheme
from swm.tree import ManagementTree, NoMachine
from swm_enablers.devdetail_1_0.nodes import DEVDETAIL
from swm_enablers.devinfo_1_0.nodes import DEVINFO
from swm_enablers.dmacc_1_0.nodes import DMACC
from swm_enablers.inbox_1_0.nodes import INBOX

DEV_INFO: Final = tuple(f"./DevInfo/{name}" for name in ("DevId", "Man", "Mod", "DmV", "Lang"))
"""What every package 1 tells."""
_AUTH_TYPES: Final = {Scheme.BASIC: "BASIC", Scheme.MD5: "DIGEST", Scheme.MAC: "HMAC"}


def mount_standard_objects(tree: ManagementTree, settings: DeviceSettings) -> None:
    """Mount them; their values are given by `fill_standard_objects`."""
    owner = NoMachine()
    tree.mount("./DevInfo", DEVINFO, owner, absent=("Ext", "Bearer"))
    tree.mount("./DevDetail", DEVDETAIL, owner, absent=("Ext", "Bearer"))
    tree.mount("./DMAcc/server", DMACC, owner, absent=("Name", "PrefConRef", "ToConRef", "Ext"))
    tree.mount("./Inbox", INBOX, owner)


def fill_standard_objects(tree: ManagementTree, settings: DeviceSettings) -> None:
    """The values that the settings give."""
    values = {
        "./DevInfo/DevId": settings.device_id,
        "./DevInfo/Man": settings.maker,
        "./DevInfo/Mod": settings.model,
        "./DevInfo/DmV": "1.2",
        "./DevInfo/Lang": settings.language,
        "./DevDetail/URI/MaxDepth": "32",
        "./DevDetail/URI/MaxTotLen": "512",
        "./DevDetail/URI/MaxSegLen": "64",
        "./DevDetail/DevTyp": settings.model,
        "./DevDetail/OEM": settings.maker,
        "./DevDetail/FwV": settings.firmware,
        "./DevDetail/SwV": settings.firmware,
        "./DevDetail/HwV": "1",
        "./DevDetail/LrgObj": "true",
    }
    account, url = "./DMAcc/server", urlsplit(settings.server_url)
    values |= {
        f"{account}/AppID": "w7",
        f"{account}/ServerID": settings.server_id,
        f"{account}/AppAddr/1/Addr": settings.server_url,
        f"{account}/AppAddr/1/AddrType": "URI",
    }
    nodes = [f"{account}/AppAddr/1"]
    if url.port is not None:
        nodes += [f"{account}/AppAddr/1/Port", f"{account}/AppAddr/1/Port/1"]
        values[f"{account}/AppAddr/1/Port/1/PortNbr"] = str(url.port)
    if settings.account is not None:
        values[f"{account}/AAuthPref"] = _AUTH_TYPES[settings.account.scheme]
        sides = [("CLCRED", settings.account.user)]
        if settings.account.server_user:
            sides.append(("SRVCRED", settings.account.server_user))
        for level, user in sides:
            nodes.append(f"{account}/AppAuth/{level}")
            values[f"{account}/AppAuth/{level}/AAuthLevel"] = level
            values[f"{account}/AppAuth/{level}/AAuthType"] = _AUTH_TYPES[settings.account.scheme]
            values[f"{account}/AppAuth/{level}/AAuthName"] = user
    for uri in [*nodes, *values]:
        if not tree.exists(uri):
            tree.create(uri)
    for uri, value in values.items():
        if tree.value(uri) != value:
            tree.store(uri, value)

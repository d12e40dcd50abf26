"""A campaign's TOML file, and the list of its devices; everything in them is checked before any device is touched."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from swm.campaign.calling import read_address
from swm.campaign.plan import Column, Execution, Plan, Writing, check_execution, check_value
from swm.campaign.records import Enrolled, Pace
from swm.errors import LocalError
from swm.server.configuration import SCHEMES, ProgramSettings, read_account, read_listener, read_server_settings
from swm.server.orders import leaf_of, stubs_of
from swm.session import Account, Secret
from swm.settings import Settings, SettingsError, read_bounded, read_settings
from swm.tree.spec import NodeSpec

MAX_LIST: Final = 64 * 1024 * 1024
MAX_DEVICES: Final = 1_000_000
OWN_COLUMNS: Final = ("id", "notify", "scheme", "user", "password", "server_user", "server_password")
"""Columns of the list that say who a device is; all others are values for `{column = ...}`."""
_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")

EXAMPLE: Final = """\
# A campaign for `swm campaign prepare`. Paths are relative to this file.
# stubs = "generated/python"        # where swm_enablers is; found by itself in a checkout

[campaign]
name = "spring"                     # letters, digits, dots, - and _; the store keeps the devices' states under it
devices = "devices.csv"             # a header and a line a device, or a plain list of ids; [[device]] tables do too
# server = "server.toml"            # take [server], [tls], [admission] and accounts from a file of `swm server`
parallel = 100                      # devices under way at once
attempts = 5                        # to call a device, or to be refused for a time
answer = 10.0                       # seconds in which a device that was called opens its session
session = 120.0                     # seconds a session may last before the device counts as lost
back_off = 5.0                      # seconds before the second attempt; then twice as long each time
longest_back_off = 600.0
within = 86400.0                    # seconds after which one run gives up; the next one goes on
collect = 0.0                       # seconds to go on serving for alerts when all devices are prepared

[server]                            # as in a file of `swm server`
id = "example-server"
host = "127.0.0.1"
port = 8080
store = "server.db"                 # a SQLite file, or postgresql://user@host/name

# devices.csv, for example:
#   id,notify,user,password,server_user,server_password,ring
#   IMEI:350000000000001,127.0.0.1:2948,device1,secret,server,other,first
# Without notify a device is prepared in its next session; http://gateway/push lets a gateway push package 0.
# With a user and no password the account is one that the store has.

[[write]]
enabler = "imageserver-1.0"         # the generated stubs that know the object
uri = "./ImageServer"               # left out, the object is found by its MO id
at = "images"                       # a node below the object; made where it is not there
[write.set]
ISID = "images.example.com"
Enabled = true
URLPrefix = "https://images.example.com/"

[[write]]
enabler = "alertflow-1.0"
at = "server"
set = {Mode = 1, RandomTimePeriod = 600}

[[write]]
enabler = "fumo-1.1"
uri = "./FwUpdate/Pkg1"
[write.set]
"Policy/MinBattery" = 20
"DownloadAndUpdate/PkgURL" = {column = "package"}   # what devices.csv has there

[exec]                              # once for each device, never twice
enabler = "fumo-1.1"
uri = "./FwUpdate/Pkg1"
path = "DownloadAndUpdate"
# only = "first_ring"               # for devices with "yes" in this column
"""


@dataclass(frozen=True, slots=True)
class ListedDevice:
    """A device of the list, and where it stands there. `user` without an account names one that the store has."""

    enrolled: Enrolled
    account: Account | None
    place: str


@dataclass(frozen=True, slots=True)
class CampaignSettings:
    """All of the file. Times are seconds."""

    file: Path
    plan: Plan
    pace: Pace
    devices: tuple[ListedDevice, ...]
    server: ProgramSettings
    parallel: int
    within: float
    collect: float

    @property
    def accounts(self) -> dict[str, Account]:
        """The accounts that the file, the list and the file of the server name."""
        found = {one.account.device.user: one.account for one in self.server.devices if one.account is not None}
        return found | {one.account.device.user: one.account for one in self.devices if one.account is not None}

    @property
    def authenticates(self) -> bool:
        """Whether devices must prove who they are: they must when any of them has an account."""
        return bool(self.accounts) or any(one.enrolled.account is not None for one in self.devices)


def read_campaign(
    file: Path, find_stubs: Callable[[Path | None], None] = lambda stubs: None, store: str | None = None
) -> CampaignSettings:
    """The settings in `file`. SettingsError names file and line of what cannot be used.

    `find_stubs` is called with the setting `stubs` before any of them is needed; `store` is used in place of the
    file's.
    """
    root = read_settings(file)
    campaign = root.table("campaign")
    name = campaign.text("name")
    if _NAME.fullmatch(name) is None:
        raise campaign.wrong("name", f"{name!r} is not 1 to 64 letters, digits, dots, - and _")
    served = campaign.path("server")
    if served is not None and root.has("server"):
        raise campaign.wrong("server", "and the table [server] are both there; one is enough")
    server = read_listener(root, file) if served is None else read_server_settings(served)
    if store is not None:
        server = replace(server, store=store)
    stubs = root.path("stubs")
    find_stubs(server.stubs if stubs is None else stubs)
    devices, columns = _devices(root, campaign, server)
    plan = Plan(
        name,
        tuple(_writing(table, devices, columns) for table in root.tables("write")),
        _execution(root.table("exec"), columns) if root.has("exec") else None,
    )
    if not plan.writings and plan.execution is None:
        raise root.wrong("write", "is missing, and so is exec: there is nothing to do")
    _check_twice(root, plan)
    longest = campaign.number("longest_back_off", 600.0, low=0.0)
    pace = Pace(
        campaign.integer("attempts", 5, low=1, high=1000),
        campaign.number("answer", 10.0, low=0.05),
        campaign.number("session", 120.0, low=0.05),
        campaign.number("back_off", 5.0),
        longest,
    )
    found = CampaignSettings(
        file,
        plan,
        pace,
        tuple(devices),
        server,
        campaign.integer("parallel", 100, low=1, high=100_000),
        campaign.number("within", 86_400.0),
        campaign.number("collect", 0.0),
    )
    campaign.close()
    root.close()
    return found


# what is done --------------------------------------------------------------------------------------------------------


def _writing(table: Settings, devices: list[ListedDevice], columns: Mapping[str, None]) -> Writing:
    enabler = table.text("enabler")
    root = _stubs(table, enabler)
    made = Writing(enabler, _uri(table), table.text("at", ""))
    values = table.table("set")
    found: list[tuple[str, str | Column]] = []
    for path in values.keys():  # noqa: SIM118 this is no dictionary
        given = values.raw(path)
        if isinstance(given, dict):
            column = given.get("column")
            if set(given) != {"column"} or not isinstance(column, str):
                raise values.wrong(path, 'must be a text, a number, true, false, or {column = "name"}')
            _check_column(values, path, column, columns)
            try:
                leaf_of(root, made.path(path), made.path(path))
            except LocalError as error:
                raise values.wrong(path, f"cannot be written: {error}") from None
            for device in devices:
                text = device.enrolled.columns.get(column)
                if text is None:
                    raise SettingsError(f"{device.place}: {device.enrolled.device} has no {column}")
                try:
                    check_value(root, made.path(path), text)
                except LocalError as error:
                    raise SettingsError(f"{device.place}: {column} of {device.enrolled.device}: {error}") from None
            found.append((path, Column(column)))
            continue
        if not isinstance(given, (str, int, float)):
            raise values.wrong(path, 'must be a text, a number, true, false, or {column = "name"}')
        text = str(given).lower() if isinstance(given, bool) else str(given)
        try:
            check_value(root, made.path(path), text)
        except LocalError as error:
            raise values.wrong(path, f"cannot be written: {error}") from None
        found.append((path, text))
    if not found:
        raise table.wrong("set", "is missing or empty; there is nothing to write")
    table.close()
    return replace(made, values=tuple(found))


def _execution(table: Settings, columns: Mapping[str, None]) -> Execution:
    enabler = table.text("enabler")
    _stubs(table, enabler)
    made = Execution(enabler, table.text("path"), _uri(table), table.optional("data"), table.text("only", ""))
    try:
        check_execution(made)
    except LocalError as error:
        raise table.wrong("path", f"cannot be used: {error}") from None
    if made.only:
        _check_column(table, "only", made.only, columns)
    table.close()
    return made


def _stubs(table: Settings, enabler: str) -> NodeSpec:
    try:
        return stubs_of(enabler)[1]
    except LocalError as error:
        raise table.wrong("enabler", f"cannot be used: {error}") from None


def _uri(table: Settings) -> str:
    uri = table.text("uri", "")
    if uri and (not uri.startswith("./") or uri.endswith("/") or "?" in uri or "//" in uri):
        raise table.wrong("uri", f"is {uri!r}; write it like ./FwUpdate/Pkg1")
    return uri


def _check_column(table: Settings, key: str, column: str, columns: Mapping[str, None]) -> None:
    if column in OWN_COLUMNS[1:]:
        raise table.wrong(key, f"names the column {column}, which says who a device is and is written nowhere")
    if column not in columns:
        raise table.wrong(key, f"names the column {column}; the devices have {', '.join(columns) or 'none'}")


def _check_twice(root: Settings, plan: Plan) -> None:
    """One object in two places, or one leaf written twice, is a mistake that devices could not tell us."""
    places: dict[str, str] = {}
    for enabler, uri in plan.objects():
        if places.setdefault(enabler, uri) != uri:
            raise root.wrong(
                "write", f"has {enabler} at {places[enabler] or 'its MO id'!r} and at {uri or 'its MO id'!r}"
            )
    paths = [(one.enabler, one.path(path)) for one in plan.writings for path, _ in one.values]
    for twice in paths:
        if paths.count(twice) > 1:
            raise root.wrong("write", f"sets {twice[1]} of {twice[0]} twice")


# for whom ------------------------------------------------------------------------------------------------------------


def _devices(root: Settings, campaign: Settings, server: ProgramSettings) -> tuple[list[ListedDevice], dict[str, None]]:
    """The devices, and the columns that all of them may have."""
    listed = campaign.path("devices")
    tables = root.tables("device")
    if (listed is not None) + bool(tables) > 1:
        raise campaign.wrong("devices", "and [[device]] tables are both there; one is enough")
    if listed is not None:
        found, columns = _read_list(listed)
    elif tables:
        found, columns = [_inline(table) for table in tables], {}
        for device in found:
            columns |= dict.fromkeys(device.enrolled.columns)
    else:
        found, columns = _of_server(server), {"id": None}
    if not found:
        raise campaign.wrong("devices", "is missing, and there are no [[device]] tables: there is nobody to prepare")
    if len(found) > MAX_DEVICES:
        raise campaign.wrong("devices", f"are more than {MAX_DEVICES}")
    seen: dict[str, str] = {}
    for device in found:
        before = seen.setdefault(device.enrolled.device, device.place)
        if before != device.place:
            raise SettingsError(f"{device.place}: {device.enrolled.device} is there already, at {before}")
    return found, columns


def _inline(table: Settings) -> ListedDevice:
    account = read_account(table) if table.has("password") else None
    name = table.optional("user")
    own = table.table("columns")
    columns = {"id": table.text("id")}
    for key in own.keys():  # noqa: SIM118 this is no dictionary
        columns[key] = own.text(key)
    notify = table.optional("notify")
    made = _listed(columns, notify, name, account, str(table.wrong("id", "")).partition(": ")[0])
    table.close()
    return made


def _of_server(server: ProgramSettings) -> list[ListedDevice]:
    """The devices of a file of `swm server`."""
    return [
        ListedDevice(
            Enrolled(
                device.device_id,
                None if device.notify is None else _joined(device.notify),
                None if device.account is None else device.account.device.user,
                {"id": device.device_id},
            ),
            device.account,
            f"{server.file}: device {device.device_id}",
        )
        for device in server.devices
    ]


def _joined(address: tuple[str, int]) -> str:
    host, port = address
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _listed(
    columns: Mapping[str, str], notify: str | None, user: str | None, account: Account | None, place: str
) -> ListedDevice:
    device = columns["id"]
    if not device or not device.isprintable() or len(device) > 1024:
        raise SettingsError(f"{place}: {device!r} is no id of a device")
    if notify is not None:
        try:
            read_address(notify)
        except LocalError as error:
            raise SettingsError(f"{place}: notify {error}") from None
        if user is None or (account is not None and account.server is None):
            raise SettingsError(
                f"{place}: notify needs a user and a server_user: package 0 carries a digest made with them"
            )
    return ListedDevice(Enrolled(device, notify, user, columns), account, place)


def _read_list(file: Path) -> tuple[list[ListedDevice], dict[str, None]]:
    """A CSV file with a header that names `id`, or any other file with one id a line and # before remarks."""
    try:
        text = read_bounded(file, MAX_LIST).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError(f"{file} is no UTF-8 text") from None
    if file.suffix.lower() != ".csv":
        rows = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
        ids = [(number, line) for number, line in rows if line and not line.startswith("#")]
        return [_listed({"id": line}, None, None, None, f"{file}:{number}") for number, line in ids], {"id": None}
    found = list(_read_csv(file, text))
    return found, dict.fromkeys(found[0].enrolled.columns) if found else {}


def _read_csv(file: Path, text: str) -> Iterator[ListedDevice]:
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        if "id" not in header or len(set(header)) < len(header) or "" in header:
            raise SettingsError(f"{file}:1: the header must name the column id, and every column once")
        while True:
            line = reader.line_num + 1
            row = next(reader, None)
            if row is None:
                return
            if row and len(row) != len(header):
                raise SettingsError(f"{file}:{line}: there are {len(row)} values for {len(header)} columns")
            if row:
                yield _row(f"{file}:{line}", dict(zip(header, row, strict=True)))
    except csv.Error as error:
        raise SettingsError(f"{file}:{reader.line_num}: {error}") from None


def _row(place: str, row: Mapping[str, str]) -> ListedDevice:
    own = {name: row.get(name) or None for name in OWN_COLUMNS}
    user, password = own["user"], own["password"]
    scheme = own["scheme"] or "md5"
    if scheme not in SCHEMES:
        raise SettingsError(f"{place}: scheme {scheme!r} is none of {', '.join(sorted(SCHEMES))}")
    if user is None and (password is not None or own["server_user"] is not None):
        raise SettingsError(f"{place}: user is missing; the account has no name without it")
    if (own["server_user"] is None) != (own["server_password"] is None) or (own["server_user"] and password is None):
        raise SettingsError(f"{place}: server_user, server_password and password belong together")
    account = None
    if user is not None and password is not None:
        proof = None
        if own["server_user"] is not None and own["server_password"] is not None:
            proof = Secret(own["server_user"], own["server_password"], SCHEMES[scheme], b"")
        account = Account(Secret(user, password, SCHEMES[scheme], b""), proof)
    columns = {name: value for name, value in row.items() if name not in OWN_COLUMNS[1:]}
    return _listed(columns, own["notify"], user, account, place)

"""A campaign file and its list: what cannot be used is told with its line, before anything is touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from reference_programs import server_toml
from simulated_fleet import EXECUTION, GENERATED, PLAN

from swm.campaign.configuration import EXAMPLE, read_campaign
from swm.campaign.plan import Column
from swm.cli import main
from swm.server import open_store
from swm.session import Scheme
from swm.settings import SettingsError, read_settings

HEAD = '[campaign]\nname = "spring"\ndevices = "devices.csv"\n[server]\nid = "dm"\nport = 8080\n'
LIST = (
    "id,notify,user,password,server_user,server_password,ring\n"
    "IMEI:1,127.0.0.1:2948,u1,p1,s,q1,20\nIMEI:2,,u2,p2,,,30\n"
)

WRONG = [
    ('name = "spring"', 'name = "spring time"', True, "is not 1 to 64 letters"),
    ('devices = "devices.csv"', 'devices = "nowhere.csv"', False, "cannot be read"),
    ('devices = "devices.csv"', "parallel = 3", False, "there is nobody to prepare"),
    ("port = 8080", "prot = 8080", True, "did you mean port?"),
    ('enabler = "imageserver-1.0"', 'enabler = "imageserver-9.0"', True, "there are no stubs for imageserver-9.0"),
    ('uri = "./ImageServer"', 'uri = "/ImageServer"', True, "write it like ./FwUpdate/Pkg1"),
    ("Enabled = true", 'Enabled = "perhaps"', True, "cannot be written: demo/Enabled"),
    ("Enabled = true", "Enabeld = true", True, "demo/Enabeld is no leaf of this object"),
    ("Enabled = true", "LastSequence = 1", True, "no server may write it"),
    ("Enabled = true", "Enabled = [1]", True, "must be a text, a number"),
    ("Enabled = true", 'Enabled = {column = "rnig"}', True, "names the column rnig; the devices have id, ring"),
    ("Enabled = true", 'Enabled = {column = "password"}', True, "says who a device is"),
    ("Enabled = true", 'Enabled = {clomun = "ring"}', True, 'or {column = "name"}'),
    ('TrustAnchor = "QUJD', 'TrustAnchor = "?', True, "octets; write them in base64"),
    ('"Policy/MinBattery" = 20', '"Policy/MinBattery" = 101', True, "101 is above 100"),
    ('path = "Operations/ReceiveBroadcastAndUpdate"', 'path = "Operations/Receive"', True, "is no node of fumo-1.1"),
    ('path = "Operations/ReceiveBroadcastAndUpdate"', 'path = "Policy"', True, "its AccessType has no Exec"),
    ('at = "dm"', 'at = ""', False, "Mode is no leaf of this object"),
]


def write(folder: Path, text: str = HEAD + PLAN + EXECUTION, listed: str = LIST) -> Path:
    file = folder / "campaign.toml"
    file.write_text(text)
    (folder / "devices.csv").write_text(listed)
    return file


@pytest.mark.parametrize(("old", "new", "points", "words"), WRONG, ids=[row[1][:30] for row in WRONG])
def test_a_file_that_cannot_be_used_is_told_with_its_line_and_no_store_is_made(
    old: str, new: str, points: bool, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = HEAD + PLAN + EXECUTION
    assert old in text
    text = text.replace(old, new, 1)
    line = text[: text.index(new)].count("\n") + 1
    file = write(tmp_path, text)
    with pytest.raises(SettingsError) as refused:
        read_campaign(file)
    assert words in str(refused.value)
    if points:
        assert str(refused.value).startswith(f"{file}:{line}: ")
    assert main(["campaign", "prepare", str(file)]) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "server.db").exists()


LISTS = [
    ("name\nx\n", ":1: the header must name the column id"),
    ("id,id\nx,y\n", ":1: the header must name the column id, and every column once"),
    ("id,ring\nIMEI:1\n", ":2: there are 1 values for 2 columns"),
    ('id,ring\nIMEI:1,20\n"IMEI:2,20\n', ":3: "),
    ("id,ring\nIMEI:1,20\nIMEI:1,20\n", "devices.csv:3: IMEI:1 is there already, at"),
    ("id,ring\n,20\n", ":2: '' is no id of a device"),
    ("id,ring,notify\nIMEI:1,20,here\n", ":2: notify 'here' is no address"),
    ("id,ring,notify\nIMEI:1,20,ftp://x/y\n", ":2: notify 'ftp://x/y' is no http or https URL"),
    ("id,ring,notify\nIMEI:1,20,127.0.0.1:1\n", ":2: notify needs a user"),
    ("id,ring,notify,user,password\nIMEI:1,20,127.0.0.1:1,u,p\n", ":2: notify needs a user and a server_user"),
    ("id,ring,password\nIMEI:1,20,p\n", ":2: user is missing"),
    ("id,ring,user,password,server_user\nIMEI:1,20,u,p,s\n", ":2: server_user, server_password and password belong"),
    ("id,ring,user,password,scheme\nIMEI:1,20,u,p,md4\n", ":2: scheme 'md4' is none of"),
    ("id,ring\nIMEI:1,20\nIMEI:2,200\n", ":3: ring of IMEI:2: Policy/MinBattery: 200 is above 100"),
    ("id,ring\n", "there is nobody to prepare"),
]


@pytest.mark.parametrize(("listed", "words"), LISTS, ids=[row[1][:40] for row in LISTS])
def test_a_list_that_cannot_be_used_is_told_with_its_line(listed: str, words: str, tmp_path: Path) -> None:
    text = (HEAD + PLAN).replace('"Policy/MinBattery" = 20', '"Policy/MinBattery" = {column = "ring"}')
    with pytest.raises(SettingsError) as refused:
        read_campaign(write(tmp_path, text, listed))
    assert words in str(refused.value)


def test_the_plan_has_what_the_file_says(tmp_path: Path) -> None:
    text = (HEAD + PLAN + EXECUTION).replace('"Policy/MinBattery" = 20', '"Policy/MinBattery" = {column = "ring"}')
    found = read_campaign(write(tmp_path, text))
    assert found.plan.columns() == ["ring"]
    assert ("Policy/MinBattery", Column("ring")) in found.plan.writings[3].values
    assert found.plan.correlator == f"spring-{found.plan.fingerprint[:12]}"
    first, second = found.devices
    assert (first.enrolled.notify, first.enrolled.account) == ("127.0.0.1:2948", "u1")
    assert first.account is not None and first.account.server is not None
    assert (first.account.device.password, first.account.server.user) == ("p1", "s")
    assert second.account is not None and second.account.server is None
    assert second.enrolled.columns == {"id": "IMEI:2", "ring": "30"}
    assert "p1" not in repr(found.plan) and "p1" not in str(first.enrolled)


def test_every_change_of_what_is_done_is_another_plan_and_a_change_of_the_list_is_not(tmp_path: Path) -> None:
    text = HEAD + PLAN + EXECUTION
    prints = {
        read_campaign(write(tmp_path, changed)).plan.fingerprint
        for changed in (
            text,
            text.replace('"Policy/MinBattery" = 20', '"Policy/MinBattery" = 21'),
            text.replace('at = "demo"', 'at = "other"'),
            text + 'data = "x"\n',
            HEAD + PLAN,
        )
    }
    assert len(prints) == 5
    assert read_campaign(write(tmp_path, text, LIST + "IMEI:3,,u3,p3,,,1\n")).plan.fingerprint in prints


def test_a_plain_list_has_one_id_a_line(tmp_path: Path) -> None:
    file = write(tmp_path, (HEAD + PLAN).replace("devices.csv", "devices.txt"))
    (tmp_path / "devices.txt").write_text("# ours\nIMEI:1\n\n  IMEI:2  \n")
    found = read_campaign(file)
    assert [device.enrolled.device for device in found.devices] == ["IMEI:1", "IMEI:2"]
    assert not found.authenticates


def test_devices_may_stand_in_the_file(tmp_path: Path) -> None:
    text = HEAD.replace('devices = "devices.csv"\n', "") + PLAN
    device = '[[device]]\nid = "IMEI:1"\nuser = "u"\npassword = "p"\nscheme = "mac"\ncolumns = {ring = "first"}\n'
    [found] = read_campaign(write(tmp_path, text + device)).devices
    assert found.account is not None and found.account.device.scheme is Scheme.MAC
    assert found.enrolled.columns == {"id": "IMEI:1", "ring": "first"}
    with pytest.raises(SettingsError, match="one is enough"):
        read_campaign(write(tmp_path, HEAD + PLAN + device))
    with pytest.raises(SettingsError, match=r"campaign\.toml:\d+: IMEI:1 is there already"):
        read_campaign(write(tmp_path, text + device + device))


def test_server_accounts_and_devices_come_from_a_file_of_the_server(tmp_path: Path) -> None:
    server_toml(tmp_path, 8123, "", device='notify = "127.0.0.1:2948"')
    head = '[campaign]\nname = "spring"\nserver = "server.toml"\n'
    found = read_campaign(write(tmp_path, head + PLAN))
    assert (found.server.port, found.server.server_id, list(found.accounts)) == (8123, "dm", ["device"])
    [device] = found.devices
    assert (device.enrolled.notify, device.enrolled.account) == ("127.0.0.1:2948", "device")
    with pytest.raises(SettingsError, match="are both there; one is enough"):
        read_campaign(write(tmp_path, head + PLAN + '[server]\nid = "dm"\n'))


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        ('[[write]]\nenabler = "fumo-1.1"\nuri = "./Other"\nset = {"Policy/MinBattery" = 1}\n', "has fumo-1.1 at"),
        ('[[write]]\nenabler = "fumo-1.1"\nuri = "./FwUpdate/Pkg1"\nset = {"Policy/MinBattery" = 1}\n', "twice"),
        ('[[write]]\nenabler = "fumo-1.1"\nuri = "./FwUpdate/Pkg1"\n', "there is nothing to write"),
    ],
)
def test_what_contradicts_itself_is_refused(extra: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=words):
        read_campaign(write(tmp_path, HEAD + PLAN + extra))


def test_an_account_that_neither_the_files_nor_the_store_have_is_refused_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, HEAD + PLAN, "id,user\nIMEI:1,u1\nIMEI:2,u2\n")
    assert main(["campaign", "prepare", str(file)]) == 2
    assert "devices.csv:2: the store has no account u1, and 1 more have none" in capsys.readouterr().err
    store = open_store(f"sqlite:///{tmp_path / 'server.db'}")
    store.close()


def test_the_example_can_be_used_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "campaign.toml"
    assert main(["campaign", "init", str(file)]) == 0
    assert file.read_text() == EXAMPLE
    listed = [line.removeprefix("#   ") for line in EXAMPLE.splitlines() if line.startswith(("#   id,", "#   IMEI:"))]
    (tmp_path / "devices.csv").write_text("\n".join([f"{listed[0]},package", f"{listed[1]},http://files/new.pkg"]))
    found = read_campaign(file)
    assert [writing.enabler for writing in found.plan.writings] == ["imageserver-1.0", "alertflow-1.0", "fumo-1.1"]
    assert found.plan.execution is not None
    assert main(["campaign", "init", str(file)]) == 2
    assert main(["campaign", "status", str(file)]) == 2
    assert "`swm campaign prepare` begins it" in capsys.readouterr().err


def test_stubs_are_found_where_the_file_says(tmp_path: Path) -> None:
    seen: list[Path | None] = []
    read_campaign(write(tmp_path, f'stubs = "{GENERATED}"\n' + HEAD + PLAN), seen.append)
    assert seen == [Path(GENERATED)]


def test_a_file_without_an_end_is_refused_and_not_read_to_it(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="/dev/zero has more than"):
        read_settings(Path("/dev/zero"))
    file = tmp_path / "c.toml"
    file.write_text(HEAD.replace("devices.csv", "/dev/zero") + PLAN, encoding="utf-8")
    with pytest.raises(SettingsError, match="/dev/zero has more than"):
        read_campaign(file, lambda place: None)

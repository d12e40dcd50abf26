"""`swm server`: its settings, and how far a device is with its orders."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from reference_programs import server_toml

from swm.cli import main
from swm.server import StoredAlert, StoredNote
from swm.server.configuration import read_server_settings
from swm.server.dialogue import Note
from swm.server.orders import MAX_REFUSALS, Order, standing
from swm.session import ReceivedAlert
from swm.settings import SettingsError
from swm.syncml import Item

ORDER = """
[[device.order]]
enabler = "fumo-1.1"
exec = "Download"
set = {"Download/PkgURL" = "http://files/new.pkg"}
"""
WRONG = [
    ("port = 8080", "port = 80800", "server.port 80800 is not from 1 to 65535"),
    ('exec = "Download"', 'exce = "Download"', "exce is not known here; did you mean exec?"),
    ('exec = "Download"', 'package = "missing.pkg"', "there is no such file"),
    ('exec = "Download"', f'package = "{"x" * 5000}"', "there is no such file"),
    ('set = {"Download/PkgURL" = "http://files/new.pkg"}', "set = {Download = []}", "must be a text, a number"),
    ('scheme = "md5"', 'scheme = "md4"', "'md4' is none of basic, mac, md5; did you mean md5?"),
    ('server_user = "server"', 'notify = "here"\nserver_user = "server"', "write it like 127.0.0.1:2948"),
    ('\nuser = "device"', "", "device.user is missing; the account has no name"),
    ('log = "requests.log"', "[admission]\nsessions = 0", "admission.sessions 0 is not from 1 to 1000000"),
    ('log = "requests.log"', "[admission]\nhorizon = 60", "admission.sessions is missing"),
    ('log = "requests.log"', "[admission]\nsessions = 9\nseconds = 1", "admission.seconds is not known here"),
    ('password = "secret"', 'nonce = "?"\npassword = "secret"', "is not base64"),
]


@pytest.mark.parametrize(("old", "new", "words"), WRONG, ids=[row[1][:30] for row in WRONG])
def test_settings_that_cannot_be_used_are_told_with_their_line(
    old: str, new: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = server_toml(tmp_path, 8080, ORDER)
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    with pytest.raises(SettingsError) as refused:
        read_server_settings(file)
    assert words in str(refused.value)
    assert str(refused.value).startswith(f"{file}:")
    assert main(["server", str(file)]) == 2
    assert words in capsys.readouterr().err


def test_the_example_names_every_setting_and_is_refused_only_for_its_missing_packages(tmp_path: Path) -> None:
    file = tmp_path / "server.toml"
    assert main(["server", "--init", str(file)]) == 0
    with pytest.raises(SettingsError, match="there is no such file"):
        read_server_settings(file)
    (tmp_path / "new.pkg").write_bytes(b"1")
    (tmp_path / "game.pkg").write_bytes(b"2")
    [device] = read_server_settings(file).devices
    assert [(order.enabler, order.execute) for order in device.orders] == [
        ("fumo-1.1", "DownloadAndUpdate"),
        ("scomo-1.2", "Operations/DownloadInstall"),
        ("fumo-1.1", ""),
    ]


def test_an_enabler_without_stubs_is_refused_at_the_start(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = server_toml(tmp_path, 8080, ORDER.replace("fumo-1.1", "fumo-9.9"))
    assert main(["server", str(file)]) == 2
    assert "there are no stubs for fumo-9.9" in capsys.readouterr().err


def test_a_server_says_that_it_serves_only_once_it_can(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["server", str(server_toml(tmp_path, port, ""))]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert f"nobody can listen on 127.0.0.1 port {port}" in captured.err


# how far a device is ----------------------------------------------------------------------------------------------

FIRST, SECOND = Order("fumo-1.1", execute="Download"), Order("fumo-1.1", get=("State",))


def note(correlator: str, outcome: str) -> StoredNote:
    value = f'{{"correlator":"{correlator}","outcome":"{outcome}"}}'
    return StoredNote("IMEI:1", "1", 0.0, Note("order", value))


def alert(correlator: str) -> StoredAlert:
    return StoredAlert("IMEI:1", "1", 0.0, "alert", ReceivedAlert(correlator, Item(data="200")))


def numbers(notes: list[StoredNote], alerts: list[StoredAlert]) -> list[tuple[int, bool]]:
    return [(one.number, one.given) for one in standing((FIRST, SECOND), notes, alerts)]


def test_an_order_is_at_its_end_when_its_final_alert_came_and_not_before() -> None:
    name = FIRST.correlator(1)
    assert numbers([], []) == [(1, False), (2, False)]
    assert numbers([note(name, "given")], []) == [(1, True), (2, False)]
    assert numbers([note(name, "given")], [alert(name)]) == [(2, False)]
    assert numbers([], [alert(name)]) == [(2, False)], "the device had heard it though the server never knew"
    assert numbers([note(name, "given")], [alert("another")]) == [(1, True), (2, False)]


def test_an_order_that_is_done_at_once_needs_no_alert_and_one_that_is_refused_is_given_up_in_the_end() -> None:
    assert numbers([note(FIRST.correlator(1), "given"), note(SECOND.correlator(2), "done")], []) == [(1, True)]
    refusals = [note(FIRST.correlator(1), "refused")] * MAX_REFUSALS
    assert numbers(refusals[1:], []) == [(1, False), (2, False)]
    assert numbers(refusals, []) == [(2, False)]


def test_an_order_that_was_changed_is_another_order() -> None:
    assert FIRST.correlator(1) != Order("fumo-1.1", execute="Update").correlator(1)
    assert FIRST.correlator(1) != FIRST.correlator(2)


def test_an_error_points_at_the_line_of_its_own_entry_among_several(tmp_path: Path) -> None:
    file = server_toml(tmp_path, 8080, ORDER + ORDER.replace("exec", "exce"))
    lines = file.read_text().splitlines()
    with pytest.raises(SettingsError) as refused:
        read_server_settings(file)
    number = lines.index('exce = "Download"') + 1
    assert str(refused.value).startswith(f"{file}:{number}: device.order.exce")

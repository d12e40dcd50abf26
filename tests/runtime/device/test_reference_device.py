"""The reference device in this process: every cause of suspension, restarts at every step, and its settings."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from reference_programs import device_toml

from swm.cli import main
from swm.device.configuration import read_device_settings
from swm.device.fetch import PIECE, Begun, FetchFailed, Trouble
from swm.device.package import make_package
from swm.settings import SettingsError
from swm.tree import Order

ROOT = Path(__file__).resolve().parents[3]
FUMO = "./FwUpdate/Pkg1"
IMAGE = b"firmware 2 " * 30_000
PACKAGE = make_package(IMAGE, b"maker", maker="Example", model="example-1", counter=2)


@pytest.fixture(autouse=True)
def stubs() -> Iterator[None]:
    sys.path.insert(0, str(ROOT / "generated" / "python"))
    yield
    sys.path.remove(str(ROOT / "generated" / "python"))
    for name in [name for name in sys.modules if name.partition(".")[0] == "swm_enablers" or name in STUB_USERS]:
        del sys.modules[name]


STUB_USERS = ("swm.device.program", "swm.device.fumo", "swm.device.scomo", "swm.device.standard_objects")


class Pieces:
    """A package server without a socket: pieces of one body, and a trouble when there is one."""

    def __init__(self, body: bytes = PACKAGE) -> None:
        self.body = body
        self.troubles: list[Trouble] = []
        self.offsets: list[int] = []

    def fetch(self, url: str, offset: int, validator: str | None) -> Begun:
        self.offsets.append(offset)
        if self.troubles:
            raise FetchFailed(self.troubles.pop(0))
        pieces = self._pieces(offset)
        return Begun(len(self.body), '"1"', pieces, pieces.close)

    def _pieces(self, offset: int) -> Generator[bytes, None, None]:
        for start in range(offset, len(self.body), PIECE):
            yield self.body[start : start + PIECE]


class Life:
    """One life of a device in `folder`; what it tells is in `told`."""

    def __init__(self, folder: Path, fetch: Pieces, script: str = "") -> None:
        from swm.device.program import ReferenceDevice
        from swm.device.script import read_script

        self.told: list[tuple[str, dict[str, Any]]] = []
        events = []
        if script:
            (folder / "events.toml").write_text(script, encoding="utf-8")
            events = read_script(folder / "events.toml")
        settings = read_device_settings(device_toml(folder, "http://127.0.0.1:1/dm"))
        self.device = ReferenceDevice(settings, lambda kind, facts: self.told.append((kind, facts)), events, fetch)
        self.device.recover()

    def order(self, **policy: str) -> None:
        """What a server writes and executes."""
        tree = self.device.tree
        values: dict[str, str | bytes] = {
            "Security/Digest": hashlib.sha256(PACKAGE).digest(),
            "Policy/InitialBackoff": "0",
            **{f"Policy/{name}": value for name, value in policy.items()},
        }
        for path, value in values.items():
            uri, above = f"{FUMO}/{path}", f"{FUMO}/{path.partition('/')[0]}"
            if not tree.exists(above):
                assert tree.add(above, None, "dm", "node").status == 200
            done = tree.replace(uri, value, "dm") if tree.exists(uri) else tree.add(uri, value, "dm")
            assert done.status == 200, path
        assert tree.replace(f"{FUMO}/DownloadAndUpdate/PkgURL", "http://files/new.pkg", "dm").status == 200
        assert self.execute("DownloadAndUpdate") == 202

    def execute(self, node: str) -> int:
        return self.device.tree.execute(f"{FUMO}/{node}", Order("dm", "c-1")).status

    def read(self, path: str) -> str:
        return str(self.device.tree.get(f"{FUMO}/{path}").data)

    def work(self) -> None:
        """Until nothing is left to do."""
        for _ in range(1000):
            if not self.device.work():
                return
        raise AssertionError(f"the device does not come to rest: {self.told[-6:]}")

    def work_until(self, state: str) -> None:
        for _ in range(1000):
            if self.device.parts[0].states()[FUMO] == state:
                return
            self.device.work()
        raise AssertionError(f"it does not come to {state}: {self.told[-6:]}")

    @property
    def firmware(self) -> bytes:
        path = self.device.parts[0].nodes()[0].handler._own.installer.path("firmware")
        return bytes(path.read_bytes()) if path.exists() else b""


CAUSES = [
    ("battery = 5", "battery = 100", "6"),
    ("memory = 10", "memory = 100000000", "7"),
    ("call = true", "call = false", "9"),
    ("network = false", "network = true", "3"),
    ('bearer = "cellular"', 'bearer = "wlan"', "4"),
    ("roaming = true", "roaming = false", "5"),
    ("window = false", "window = true", "8"),
    ("overload = true", "overload = false", "11"),
]


@pytest.mark.parametrize(("arises", "clears", "reason"), CAUSES, ids=[cause[0] for cause in CAUSES])
def test_what_stands_against_a_transfer_interrupts_it_and_it_goes_on_where_it_was(
    arises: str, clears: str, reason: str, tmp_path: Path
) -> None:
    fetch = Pieces()
    script = f"""
[[event]]
when = "download_progressing"
received = {PIECE}
set = {{{arises}}}
"""
    life = Life(tmp_path, fetch, script)
    life.order(AllowedBearers="wlan ethernet", MinFreeStorage="1000")
    life.work()
    assert life.read("State") == "34"
    assert life.read("Transfer/SuspendReason") == reason
    stored = life.device.parts[0].received()
    assert PIECE <= stored < len(PACKAGE)
    name, _, value = clears.partition(" = ")
    life.device.surroundings.set(
        name,
        {"true": True, "false": False}.get(value)
        if value in ("true", "false")
        else int(value)
        if value.isdecimal()
        else value.strip('"'),
    )
    life.work()
    assert life.read("State") == "90"
    assert life.firmware == IMAGE
    assert fetch.offsets == [0, stored]
    life.device.close()


def test_the_user_pauses_and_resumes(tmp_path: Path) -> None:
    life = Life(
        tmp_path, Pieces(), f'[[event]]\nwhen = "download_progressing"\nreceived = {PIECE}\ndo = "user_pauses"\n'
    )
    life.order()
    life.work()
    assert (life.read("State"), life.read("Transfer/SuspendReason")) == ("32", "2")
    life.device.parts[0].nodes()[0].user_resumes()
    life.work()
    assert life.read("State") == "90"
    life.device.close()


def test_the_server_suspends_and_resumes(tmp_path: Path) -> None:
    life = Life(tmp_path, Pieces())
    life.order()
    life.device.work()
    assert life.execute("Operations/Suspend") == 200
    life.work()
    assert (life.read("State"), life.read("Transfer/SuspendReason")) == ("32", "1")
    assert life.execute("Operations/Resume") == 200
    life.work()
    assert life.read("State") == "90"
    life.device.close()


def test_an_image_server_suspends_and_resumes_its_own_campaign_alone(tmp_path: Path) -> None:
    event = f'[[event]]\nwhen = "download_progressing"\nreceived = {PIECE}\ndo = "announced_suspend"\n'
    life = Life(tmp_path, Pieces(), event)
    life.order()
    life.work()
    assert life.read("State") == "90", "the announcement of another campaign stops nothing"
    life.device.close()
    (tmp_path / "own").mkdir()
    life = Life(tmp_path / "own", Pieces(), f"{event}set = {{campaign = true}}\n")
    life.order()
    life.work()
    assert (life.read("State"), life.read("Transfer/SuspendReason")) == ("32", "13")
    life.device.parts[0].nodes()[0].announced_resume()
    life.work()
    assert life.read("State") == "90"
    life.device.close()


def test_an_event_that_nothing_takes_is_told_and_changes_nothing(tmp_path: Path) -> None:
    life = Life(tmp_path, Pieces(), '[[event]]\ndo = "user_pauses"\n[[event]]\ndo = "explode"\n')
    life.work()
    refused = [facts["refused"] for kind, facts in life.told if kind == "event"]
    assert refused[0] == f"user_pauses has no effect on {FUMO} in IDLE"
    assert refused[1] == "no object takes the event explode"
    life.device.close()


@pytest.mark.parametrize(
    ("trouble", "result"),
    [
        (Trouble.MALFORMED_URL, "411"),
        (Trouble.SERVER_UNAVAILABLE, "412"),
        (Trouble.SERVER_ERROR, "500"),
        (Trouble.AUTHENTICATION_FAILED, "406"),
        (Trouble.TLS_FAILED, "507"),
        (Trouble.DOWNLOAD_OUT_OF_MEMORY, "501"),
    ],
)
def test_trouble_that_no_other_try_mends_ends_the_download(trouble: Trouble, result: str, tmp_path: Path) -> None:
    fetch = Pieces()
    fetch.troubles = [trouble]
    life = Life(tmp_path, fetch)
    life.order()
    life.work()
    assert (life.read("State"), life.read("Transfer/LastResult")) == ("20", result)
    assert life.firmware == b""
    life.device.close()


def test_a_lost_connection_is_tried_again_so_often_and_no_more(tmp_path: Path) -> None:
    fetch = Pieces()
    fetch.troubles = [Trouble.NETWORK_LOST] * 20
    life = Life(tmp_path, fetch)
    life.order(MaxResumeAttempts="3")
    life.work()
    assert (life.read("State"), life.read("Transfer/LastResult")) == ("20", "503")
    assert len(fetch.offsets) == 4
    life.device.close()


@pytest.mark.parametrize(
    ("body", "result"),
    [
        (PACKAGE[:-1] + b"?", "421"),
        (make_package(IMAGE, b"somebody", maker="Example", model="example-1"), "404"),
        (make_package(IMAGE, b"maker", maker="Example", model="another"), "403"),
        (b"no package at all", "403"),
    ],
)
def test_a_package_that_does_not_pass_is_not_applied(body: bytes, result: str, tmp_path: Path) -> None:
    life = Life(tmp_path, Pieces(body))
    life.order()
    if result != "421":
        life.device.tree.store(f"{FUMO}/Security/Digest", hashlib.sha256(body).digest())
    life.work()
    assert life.firmware == b""
    assert life.read("State") == "20"
    if body.startswith(b"{"):
        assert life.read("Transfer/LastResult") == result
    life.device.close()


@pytest.mark.parametrize("cipher", ["AES-256-GCM", "rot13"])
@pytest.mark.parametrize("body", [PACKAGE, bytes(64) + PACKAGE], ids=["in the clear", "enciphered"])
def test_a_package_that_the_server_says_is_enciphered_is_not_taken_as_it_is(
    body: bytes, cipher: str, tmp_path: Path
) -> None:
    life = Life(tmp_path, Pieces(body))
    life.order()
    life.device.tree.store(f"{FUMO}/Security/Digest", hashlib.sha256(body).digest())
    life.device.tree.create(f"{FUMO}/Security/EncAlg")
    life.device.tree.store(f"{FUMO}/Security/EncAlg", cipher)
    life.work()
    assert (life.read("State"), life.read("Transfer/LastResult")) == ("20", "422")
    assert life.firmware == b""
    life.device.close()


def test_an_older_package_is_refused_once_a_newer_one_has_run(tmp_path: Path) -> None:
    life = Life(tmp_path, Pieces())
    life.order()
    life.work()
    older = make_package(b"old", b"maker", maker="Example", model="example-1", counter=1)
    life.device.parts[0].nodes()[0].handler._own.fetch.body = older
    life.order()
    life.device.tree.store(f"{FUMO}/Security/Digest", hashlib.sha256(older).digest())
    life.work()
    assert (life.read("State"), life.read("Transfer/LastResult")) == ("20", "424")
    assert life.firmware == IMAGE
    life.device.close()


def test_a_restart_after_any_step_ends_in_the_same_update(tmp_path: Path) -> None:
    for steps in range(14):
        folder = tmp_path / str(steps)
        folder.mkdir()
        fetch = Pieces()
        life = Life(folder, fetch)
        life.order()
        for _ in range(steps):
            life.device.work()
        life.device.close()
        after = Life(folder, fetch)
        after.work()
        assert after.read("State") == "90", steps
        assert after.firmware == IMAGE, steps
        pending = after.device.parts[0].alerts.pending()
        # What was interrupted and went on is told as well, and has no Correlator.
        finals = [(alert.correlator, alert.items[0].data) for _, alert in pending if alert.correlator]
        assert finals == [("c-1", "200")], steps
        after.device.close()


# settings ---------------------------------------------------------------------------------------------------------

WRONG = [
    ("maker = ", "makr = ", "device.makr is not known here; did you mean maker?", "device.maker is missing"),
    ('encoding = "wbxml"', 'encoding = "wbxlm"', "'wbxlm' is none of wbxml, xml; did you mean wbxml?", ""),
    ('scheme = "md5"', 'scheme = "sha"', "'sha' is none of basic, mac, md5", ""),
    ('url = "http', 'url = "ftp', "must begin with http:// or https://", ""),
    ("install_seconds = 0.0", "install_seconds = -1", "is below 0", ""),
    ('enabler = "fumo-1.1"', 'enabler = "fumo-1.2"', "did you mean fumo-1.1?", ""),
    ('uri = "./SCOMO"', 'uri = "SCOMO"', "write it like ./FwUpdate/Pkg1", ""),
    ('uri = "./SCOMO"', 'uri = "./FwUpdate/Pkg1"', "stands twice at the same uri", ""),
    ("[server]", "[server", "Expected ']'", ""),
    ('url = "http://127.0.0.1', 'url = "http://[', "names no host and port that could be used", ""),
    ("install_seconds = 0.0", "install_seconds = 1e300", "is above 2147483647", ""),
    ('user = "device"', "user = 5", "account.user must be a text", ""),
]


@pytest.mark.parametrize(("old", "new", "words", "or_words"), WRONG, ids=[row[1] for row in WRONG])
def test_settings_that_cannot_be_used_are_told_with_their_line(
    old: str, new: str, words: str, or_words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = device_toml(tmp_path, "http://127.0.0.1:1/dm")
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    with pytest.raises(SettingsError) as refused:
        read_device_settings(file)
    assert words in str(refused.value) or (or_words and or_words in str(refused.value))
    line = text[: text.index(old)].count("\n") + 1
    if "Expected" not in words and "twice" not in words and not or_words:
        assert str(refused.value).startswith(f"{file}:{line}: ")
    assert main(["device", str(file)]) == 2
    assert str(refused.value) in capsys.readouterr().err


def test_the_example_can_be_used_and_is_never_written_over_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "device.toml"
    assert main(["device", "--init", str(file)]) == 0
    assert read_device_settings(file).objects == ((("fumo-1.1", FUMO)), ("scomo-1.2", "./SCOMO"))
    assert main(["device", "--init", str(file)]) == 2
    assert "is there already" in capsys.readouterr().err


SCRIPTS = [
    ("[[event]]\nset = {batery = 5}", "there is no condition batery"),
    ("[[event]]\nset = {battery = true}", "battery is True; it must be like 100"),
    ("[[event]]\nat = 1", "do is missing"),
    ('[[event]]\nwhat = "user_pauses"\ndo = "user_pauses"', "event.what is not known here; did you mean"),
]


@pytest.mark.parametrize(("text", "words"), SCRIPTS)
def test_scripts_that_cannot_be_used_are_told_with_their_line(text: str, words: str, tmp_path: Path) -> None:
    from swm.device.script import read_script

    (tmp_path / "events.toml").write_text(text)
    with pytest.raises(SettingsError, match=r"events\.toml:\d: ") as refused:
        read_script(tmp_path / "events.toml")
    assert words in str(refused.value)


def test_a_package_is_made_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = device_toml(tmp_path, "http://127.0.0.1:1/dm")
    (tmp_path / "image").write_bytes(IMAGE)
    words = ["device", str(file), "--pack", str(tmp_path / "image"), str(tmp_path / "new.pkg"), "--counter", "2"]
    assert main(words) == 0
    assert (tmp_path / "new.pkg").read_bytes() == PACKAGE

"""The scenarios of the work item, each with real processes: how a package comes, and what may interrupt it.

`ROWS` names the tests of every scenario; a name that no test has fails.
"""

from __future__ import annotations

import json
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from reference_programs import ROOT, Packages, packages
from work_item import ENABLERS, FUMO, IMAGE, SCOMO, Scene, is_alert

from swm.device.package import make_package

LONG = pytest.mark.long
NO_IMAGE_SERVER = {"ImageServer/Ref": "", "ImageServer/Mode": "", "Broadcast/Ref": "", "Broadcast/FileURI": ""}
BY_URL = {FUMO: ("DownloadAndUpdate", "DownloadAndUpdate/PkgURL"), SCOMO: ("Operations/DownloadInstall", "PkgURL")}
BY_ORDER = {FUMO: "Operations/ReceiveBroadcastAndUpdate", SCOMO: "Operations/ReceiveBroadcastInstall"}
FINAL = {
    FUMO: {"url": "downloadandupdate", "direct": "update", "broadcast": "downloadandupdate"},
    SCOMO: {"url": "operationcomplete", "direct": "operationcomplete", "broadcast": "operationcomplete"},
}
SUCCESS = {FUMO: "200", SCOMO: "1200"}


@dataclass(frozen=True)
class Cause:
    """What interrupts: how it begins, in which state the object is meanwhile, how it ends. Power loss is a SIGKILL."""

    begins: str
    state: str
    ends: str

    def script(self) -> str:
        """Events of the device's life: in the middle of the transfer it begins, and ends as soon as it has had its effect."""
        if not self.begins:
            return ""
        return (
            f'[[event]]\nwhen = "download_progressing"\nreceived = 60000\n{self.begins}\n'
            f'[[event]]\nwhen = "{self.state.lower()}"\n{self.ends}\n'
        )


CAUSES = {
    "power loss": Cause("", "DOWNLOAD_INTERRUPTED", ""),
    "coverage loss": Cause("set = {network = false}", "DOWNLOAD_INTERRUPTED", "set = {network = true}"),
    "low battery": Cause("set = {battery = 5}", "DOWNLOAD_INTERRUPTED", "set = {battery = 100}"),
    "voice call": Cause("set = {call = true}", "DOWNLOAD_INTERRUPTED", "set = {call = false}"),
    "the user": Cause('do = "user_pauses"', "DOWNLOAD_SUSPENDED", 'do = "user_resumes"'),
}


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    """Closes what a scene has opened."""
    with ExitStack() as made:
        yield made


def by_url(
    folder: Path, enabler: str, stack: ExitStack, script: str = "", nodes: dict[str, str] | None = None
) -> tuple[Scene, Packages]:
    """An alternate download: the package is at a URL of its own, over http."""
    files = stack.enter_context(packages())
    execute, node = BY_URL[enabler]
    scene = Scene(
        folder,
        enabler,
        nodes=NO_IMAGE_SERVER | {node: f"{files.url}/fw.bin"} | (nodes or {}),
        execute=execute,
        script=script,
    )
    stack.callback(scene.close)
    files.files = {"fw.bin": (folder / "fw.bin").read_bytes()}
    return scene, files


@pytest.mark.parametrize("enabler", [pytest.param(FUMO, marks=LONG), SCOMO])
def test_a_package_by_url_of_which_the_server_says_that_it_is_enciphered_is_refused(
    tmp_path: Path, stack: ExitStack, enabler: str
) -> None:
    scene, _ = by_url(tmp_path, enabler, stack, nodes={"Security/EncAlg": "AES-256-GCM"})
    scene.prepare()
    scene.wait("DOWNLOAD_FAILED")
    final = FINAL[enabler]["url"]
    assert {FUMO: "422", SCOMO: "1422"}[enabler] in str(scene.alert(final)["data"])
    assert scene.image() is None
    assert scene.device.end() == 0
    assert len([event for event in scene.server.events if is_alert(event, final)]) == 1


def announced(folder: Path, enabler: str, stack: ExitStack, way: str, script: str = "", **more: object) -> Scene:
    """An image server announces the package, over https alone or in a broadcast."""
    made = (
        Scene(folder, enabler, broadcast=False, rate=200_000, script=script)
        if way == "image server"
        else Scene(folder, enabler, campaign={"kilobits": 1200, "loops": 30} | more, script=script, silence=120.0)
    )
    stack.callback(made.close)
    return made


def ended(scene: Scene, final: str) -> None:
    """The package is in force, and the DM server has heard so once."""
    scene.wait_for_the_end()
    alert = scene.alert(final)
    assert SUCCESS[scene.enabler] in str(alert["data"]) or str(alert["data"]) in ("215", "1215", "216", "1216")
    assert scene.image() == IMAGE
    assert scene.device.end() == 0
    assert len([event for event in scene.server.events if is_alert(event, final)]) == 1


# how a package comes


@pytest.mark.parametrize("enabler", ENABLERS)
def test_a_package_comes_in_the_session_itself(tmp_path: Path, stack: ExitStack, enabler: str) -> None:
    package = make_package(IMAGE[:40_000], b"maker", maker="Example", model="example-1", counter=2)
    (tmp_path / "direct.pkg").write_bytes(package)
    text = b64encode(package).decode("ascii")
    scene = Scene(
        tmp_path,
        enabler,
        nodes=NO_IMAGE_SERVER,
        direct={FUMO: ("Update/PkgData", "Update"), SCOMO: ("Data", "Operations/Install")}[enabler],
        package=text,
    )
    stack.callback(scene.close)
    scene.prepare()
    alert = scene.alert(FINAL[enabler]["direct"])
    assert SUCCESS[enabler] in str(alert["data"])
    assert scene.image() == IMAGE[:40_000]


@pytest.mark.parametrize("enabler", ENABLERS)
def test_a_package_comes_by_alternate_download(tmp_path: Path, stack: ExitStack, enabler: str) -> None:
    scene, files = by_url(tmp_path, enabler, stack)
    scene.prepare()
    ended(scene, FINAL[enabler]["url"])
    assert [path for path, _ in files.requests] == ["/fw.bin"]


@pytest.mark.parametrize("enabler", ENABLERS)
def test_a_package_comes_from_an_image_server_that_announces_it(tmp_path: Path, stack: ExitStack, enabler: str) -> None:
    scene = announced(tmp_path, enabler, stack, "image server")
    scene.prepare()
    scene.broadcast()
    ended(scene, ":AutonomousResult")
    assert "BROADCAST_SCHEDULED" not in scene.path()


@pytest.mark.parametrize("enabler", ENABLERS)
def test_a_package_comes_by_an_announced_broadcast(tmp_path: Path, stack: ExitStack, enabler: str) -> None:
    scene = announced(tmp_path, enabler, stack, "broadcast")
    scene.prepare()
    scene.broadcast()
    ended(scene, ":AutonomousResult")
    path = scene.path()
    assert path[path.index("BROADCAST_SCHEDULED") + 1] == "DOWNLOAD_PROGRESSING"


@pytest.mark.parametrize("enabler", [pytest.param(FUMO, marks=LONG), SCOMO])
def test_a_package_comes_by_a_broadcast_that_the_dm_server_ordered(
    tmp_path: Path, stack: ExitStack, enabler: str
) -> None:
    scene = Scene(tmp_path, enabler, campaign={"loops": 20, "push": []}, execute=BY_ORDER[enabler], silence=120.0)
    stack.callback(scene.close)
    scene.prepare()
    scene.wait("BROADCAST_SCHEDULED")
    scene.broadcast()
    ended(scene, FINAL[enabler]["broadcast"])


@pytest.mark.parametrize("enabler", [FUMO, pytest.param(SCOMO, marks=LONG)])
def test_what_a_broadcast_left_out_is_repaired_over_https(tmp_path: Path, stack: ExitStack, enabler: str) -> None:
    scene = announced(tmp_path, enabler, stack, "broadcast", loops=2, kilobits=500)
    scene.silence(2.0)
    scene.prepare()
    scene.broadcast()
    scene.wait("DOWNLOAD_PROGRESSING")
    # Nobody sends what was broadcast meanwhile once more.
    scene.device.kill()
    scene.image_server.wait_for(lambda event: event["event"] == "campaign over")
    scene.device.start()
    scene.wait("REPAIR_PROGRESSING")
    ended(scene, ":AutonomousResult")


@pytest.mark.parametrize("enabler", ENABLERS)
@LONG
def test_a_component_or_firmware_is_only_delivered_where_mode_says_so(
    tmp_path: Path, stack: ExitStack, enabler: str
) -> None:
    scene = Scene(tmp_path, enabler, nodes={"ImageServer/Mode": "2"})
    stack.callback(scene.close)
    scene.prepare()
    scene.broadcast()
    scene.wait({FUMO: "READY_TO_UPDATE", SCOMO: "DOWNLOAD_COMPLETE"}[enabler])
    scene.alert(":ImageReady")
    assert scene.image() is None


@pytest.mark.parametrize("enabler", ENABLERS)
@LONG
def test_the_dm_server_is_asked_where_mode_says_so(tmp_path: Path, stack: ExitStack, enabler: str) -> None:
    scene = Scene(tmp_path, enabler, nodes={"ImageServer/Mode": "1"})
    stack.callback(scene.close)
    scene.prepare()
    scene.broadcast()
    scene.wait("AWAITING_AUTHORISATION")
    assert "is1" in str(scene.alert(":TransferRequest")["data"])
    assert scene.path()[-1] == "AWAITING_AUTHORISATION"


@pytest.mark.parametrize("enabler", [FUMO, pytest.param(SCOMO, marks=LONG)])
def test_a_broadcast_is_received_whose_description_the_image_server_serves(
    tmp_path: Path, stack: ExitStack, enabler: str
) -> None:
    # It goes on while the device comes up and fetches.
    scene = Scene(tmp_path, enabler, campaign={"loops": 500, "kilobits": 4000})
    stack.callback(scene.close)
    settings = tmp_path / "server.toml"
    inline, where = scene.about["session_description"], scene.about["session_description_uri"]
    text = settings.read_text().replace(
        f'"SessionDescription" = {json.dumps(inline)}', f'"SessionDescriptionURI" = "{where}"'
    )
    assert where in text and inline not in text
    settings.write_text(text)
    scene.broadcast()
    scene.prepare()
    scene.wait_for_the_end()
    assert scene.image() == IMAGE
    assert "BROADCAST_SCHEDULED" in scene.path()


@pytest.mark.parametrize("enabler", [FUMO, pytest.param(SCOMO, marks=LONG)])
def test_the_dm_server_may_refuse_what_it_is_asked(tmp_path: Path, stack: ExitStack, enabler: str) -> None:
    scene = Scene(tmp_path, enabler, nodes={"ImageServer/Mode": "1"})
    stack.callback(scene.close)
    settings = tmp_path / "server.toml"
    settings.write_text(settings.read_text().replace("[server]\n", "[server]\nrefuse_transfers = true\n"))
    scene.prepare()
    scene.broadcast()
    scene.wait("AWAITING_AUTHORISATION")
    assert "is1" in str(scene.alert(":TransferRequest")["data"])
    scene.device.wait_for(
        lambda event: event["event"] == "state" and event["from"] == "AWAITING_AUTHORISATION" and event["to"] == "IDLE"
    )
    assert scene.image() is None and not scene.kept()


# what may interrupt it


def interrupted(scene: Scene, cause: str) -> None:
    """The interruption happens in the middle of the transfer, and is over."""
    scene.wait("DOWNLOAD_PROGRESSING")
    if cause == "power loss":
        scene.wait_until_some_is_stored()
        scene.device.kill()
        scene.device.start()
    scene.wait(CAUSES[cause].state)


@pytest.mark.parametrize("cause", CAUSES)
@pytest.mark.parametrize("enabler", [FUMO, pytest.param(SCOMO, marks=LONG)])
def test_an_alternate_download_goes_on_after(tmp_path: Path, stack: ExitStack, enabler: str, cause: str) -> None:
    scene, files = by_url(tmp_path, enabler, stack, CAUSES[cause].script())
    files.gate.clear()
    scene.prepare()
    interrupted(scene, cause)
    files.gate.set()
    ended(scene, FINAL[enabler]["url"])
    (whole, *rest) = files.requests
    assert whole == ("/fw.bin", None)
    assert rest and all(asked for _, asked in rest), "what was stored is not fetched again"


@pytest.mark.parametrize("cause", CAUSES)
@pytest.mark.parametrize("way", ["image server", "broadcast"])
@pytest.mark.parametrize("enabler", ENABLERS)
@LONG
def test_an_announced_transfer_goes_on_after(
    tmp_path: Path, stack: ExitStack, enabler: str, way: str, cause: str
) -> None:
    scene = announced(tmp_path, enabler, stack, way, CAUSES[cause].script())
    scene.prepare()
    scene.broadcast()
    interrupted(scene, cause)
    ended(scene, ":AutonomousResult")


# the list

HERE = "tests/e2e/test_work_item.py::"
STEERING = "tests/e2e/test_steering.py::"
SUSPENDED = "tests/e2e/test_suspend_and_resume.py::"
SCOMO_EXTENDED = "tests/e2e/test_scomo_extended.py::"
ROWS: dict[str, list[str]] = {
    "package direct": [f"{HERE}test_a_package_comes_in_the_session_itself[{enabler}]" for enabler in ENABLERS],
    "alternate download": [f"{HERE}test_a_package_comes_by_alternate_download[{enabler}]" for enabler in ENABLERS],
    "image server download": [
        f"{HERE}test_a_package_comes_from_an_image_server_that_announces_it[{enabler}]" for enabler in ENABLERS
    ],
    "broadcast, announced": [
        f"{HERE}test_a_package_comes_by_an_announced_broadcast[{enabler}]" for enabler in ENABLERS
    ],
    "broadcast, ordered": [
        f"{HERE}test_a_package_comes_by_a_broadcast_that_the_dm_server_ordered[{enabler}]" for enabler in ENABLERS
    ],
    "broadcast, repaired": [
        f"{HERE}test_what_a_broadcast_left_out_is_repaired_over_https[{enabler}]" for enabler in ENABLERS
    ],
    "image server asks the DM server": [
        f"{HERE}test_the_dm_server_is_asked_where_mode_says_so[{enabler}]" for enabler in ENABLERS
    ],
    "image server only delivers": [
        f"{HERE}test_a_component_or_firmware_is_only_delivered_where_mode_says_so[{enabler}]" for enabler in ENABLERS
    ],
    "suspend, resume, cancel by the image server": [
        f"{STEERING}test_a_broadcast_is_suspended_resumed_and_cancelled_by_the_image_server_alone[{enabler}]"
        for enabler in ENABLERS
    ],
    "suspend, resume, cancel by the DM server": [
        f"{SUSPENDED}test_a_server_pauses_and_resumes_and_the_order_ends_once_with_its_correlator",
        f"{SUSPENDED}test_cancel_gives_the_operation_up_and_reports_once",
        f"{SCOMO_EXTENDED}test_a_download_is_suspended_and_resumed_and_ends_once",
    ],
} | {
    f"interruption by {cause}": [
        *(f"{HERE}test_an_alternate_download_goes_on_after[{enabler}-{cause}]" for enabler in ENABLERS),
        *(
            f"{HERE}test_an_announced_transfer_goes_on_after[{enabler}-{way}-{cause}]"
            for enabler in ENABLERS
            for way in ("image server", "broadcast")
        ),
    ]
    for cause in CAUSES
}


QUIET = ("-q", "-o", "addopts=", "-p", "no:cacheprovider")


@cache
def collected() -> frozenset[str]:
    """All tests of the files that the list names, of the default run and of the long one."""
    files = sorted({name.partition("::")[0] for names in ROWS.values() for name in names})
    there: set[str] = set()
    for words in ((), ("--long",)):
        run = subprocess.run(
            [sys.executable, "-m", "pytest", "--collect-only", *QUIET, *words, *files],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=300,
        )
        there |= set(run.stdout.splitlines())
    return frozenset(there)


def missing(rows: dict[str, list[str]]) -> list[str]:
    """The tests named that there are none of."""
    return [f"{row}: {name}" for row, names in rows.items() for name in names if name not in collected()]


def test_every_scenario_of_the_work_item_has_its_tests() -> None:
    assert len([row for row in ROWS if row.startswith("interruption by")]) == 5
    assert missing(ROWS) == []


def test_a_scenario_whose_test_is_gone_is_told() -> None:
    gone = f"{HERE}test_a_package_comes_by_carrier_pigeon"
    assert missing({"pigeon": [gone]}) == [f"pigeon: {gone}"]

"""`swm image-server --suspend`, `--resume`, `--cancel`: three real processes, and somebody who forges and replays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from work_item import FUMO, IMAGE, SCOMO, Scene, action_of

from swm.publishing.keys import read_key
from swm.trust import Action

SLOW = {"kilobits": 400, "loops": 50}


@pytest.fixture(params=[FUMO, pytest.param(SCOMO, marks=pytest.mark.long)])
def scene(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Scene]:
    # A transmission that stands still is not taken for one that is over.
    made = Scene(tmp_path, request.param, campaign=SLOW, silence=120.0)
    yield made
    made.close()


def transferring(scene: Scene) -> None:
    scene.prepare()
    scene.broadcast()
    scene.wait("DOWNLOAD_PROGRESSING")
    assert action_of(scene.heard()) == "downloadAndUpdate"


def test_a_broadcast_is_suspended_resumed_and_cancelled_by_the_image_server_alone(scene: Scene) -> None:
    transferring(scene)

    # What nobody was given the right to changes nothing, and is refused with the result of its step.
    scene.send(scene.signed(Action.SUSPEND, "is1", Ed25519PrivateKey.generate()))
    assert scene.refused("check_announcement_signature")["result"] == 419
    scene.send(scene.signed(Action.SUSPEND, "is2", read_key(scene.folder / "other.pem")))
    assert scene.refused("check_target")["result"] == 418
    assert scene.path()[-1] == "DOWNLOAD_PROGRESSING"

    assert scene.order("--suspend", "c1").stdout == "suspend c1: the running server has taken it\n"
    scene.wait("DOWNLOAD_SUSPENDED")
    assert action_of(scene.heard()) == "suspend"
    assert scene.kept(), "what is suspended keeps what it has"
    assert scene.order("--resume", "c1").returncode == 0
    scene.wait("DOWNLOAD_PROGRESSING")
    resume = scene.heard()
    assert scene.order("--cancel", "c1").returncode == 0
    scene.wait("DOWNLOAD_CANCELLED")
    assert action_of(scene.heard()) == "cancel"
    assert scene.kept() == []

    # An old resume, genuine as it is, is a replay.
    assert action_of(resume) == "resume"
    scene.send(resume)
    assert scene.refused("check_sequence")["result"] == 420
    assert scene.path()[-4:] == [
        "DOWNLOAD_PROGRESSING",
        "DOWNLOAD_SUSPENDED",
        "DOWNLOAD_PROGRESSING",
        "DOWNLOAD_CANCELLED",
    ]
    refused = scene.order("--resume", "c1")
    assert (refused.returncode, refused.stderr) == (
        2,
        "swm image-server: resume c1: the campaign is cancelled, and devices have deleted what they had\n",
    )
    assert scene.image() is None


def test_an_order_outlives_kills_of_the_server_and_of_the_device(scene: Scene) -> None:
    transferring(scene)
    scene.image_server.kill()
    given = scene.order("--suspend", "c1", "--json")
    assert json.loads(given.stdout) == {"event": "ordered", "campaign": "c1", "action": "suspend", "taken": False}
    assert scene.path()[-1] == "DOWNLOAD_PROGRESSING"
    scene.broadcast()
    scene.wait("DOWNLOAD_SUSPENDED")
    scene.device.kill()
    scene.image_server.kill()
    record = json.loads((scene.folder / "image-server.json").read_text())
    assert record["campaigns"]["c1"]["standing"] == "suspended"
    scene.device.start()
    scene.wait("DOWNLOAD_SUSPENDED")
    scene.order("--resume", "c1")
    scene.broadcast()
    scene.wait("DOWNLOAD_PROGRESSING")
    heard = [scene.heard()]
    while action_of(heard[-1]) != "resume":
        heard.append(scene.heard())
    assert [action_of(one) for one in heard] == ["suspend", "resume"], "each order is announced once"


def test_a_device_that_missed_the_push_hears_it_in_the_session(tmp_path: Path) -> None:
    scene = Scene(tmp_path, FUMO, campaign=SLOW | {"push": []}, silence=120.0)
    try:
        scene.prepare()
        scene.broadcast()
        scene.wait("DOWNLOAD_PROGRESSING")
        for name, state in (("suspend", "SUSPENDED"), ("resume", "PROGRESSING"), ("cancel", "CANCELLED")):
            assert scene.order(f"--{name}", "c1").returncode == 0
            scene.wait(f"DOWNLOAD_{state}")
    finally:
        scene.close()


@pytest.mark.parametrize("enabler", [pytest.param(FUMO, marks=pytest.mark.long), SCOMO])
def test_what_was_suspended_and_resumed_is_installed_in_the_end(tmp_path: Path, enabler: str) -> None:
    scene = Scene(tmp_path, enabler, campaign={"kilobits": 300, "loops": 5})
    try:
        transferring(scene)
        scene.order("--suspend", "c1")
        scene.wait("DOWNLOAD_SUSPENDED")
        scene.order("--resume", "c1")
        scene.wait_for_the_end()
        assert scene.image() == IMAGE
        assert "200" in str(scene.alert(":AutonomousResult")["data"])
    finally:
        scene.close()

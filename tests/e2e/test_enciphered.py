"""A package that only devices with the right key can read, from `swm publish` to what is in force."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from work_item import FUMO, IMAGE, SCOMO, Scene

from swm.delivery.encryption import make_wrapping_key

NEITHER_SIZE_NOR_DIGEST = {"Security/PkgSize": "", "Security/DigestAlg": "", "Security/Digest": ""}


@pytest.fixture
def scene(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Scene]:
    enabler, enciphered, nodes = request.param
    made = Scene(tmp_path, enabler, enciphered=enciphered, nodes=nodes, campaign={"loops": 20})
    yield made
    made.close()


def plain_text_in(folder: Path) -> list[str]:
    """Files that hold a part of the image in the clear."""
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and IMAGE[:1024] in path.read_bytes()
    )


@pytest.mark.parametrize(
    "scene",
    [(FUMO, "metadata", NEITHER_SIZE_NOR_DIGEST), (SCOMO, "nodes", {})],
    ids=["as metadata say, which are enough", "as the DM server says"],
    indirect=True,
)
def test_it_is_installed_in_the_clear_and_lies_nowhere_else_so(scene: Scene) -> None:
    assert scene.target.length > len(IMAGE)
    assert plain_text_in(scene.folder / "repository") == []
    scene.prepare()
    scene.broadcast()
    scene.wait_for_the_end()
    assert scene.image() == IMAGE
    software = {FUMO: "FwUpdate-Pkg1/software/firmware", SCOMO: "SCOMO/software/app"}[scene.enabler]
    assert plain_text_in(scene.folder / "device-data") == [software]


@pytest.mark.parametrize("scene", [(FUMO, "metadata", {})], indirect=True)
def test_with_another_key_of_that_name_nothing_is_installed(scene: Scene) -> None:
    (scene.folder / "fleet-1.key").unlink()
    make_wrapping_key(scene.folder / "fleet-1.key")
    scene.prepare()
    scene.broadcast()
    scene.wait("DOWNLOAD_FAILED")
    assert "<ResultCode>422</ResultCode>" in str(scene.alert(":AutonomousResult")["data"])
    assert scene.image() is None


@pytest.mark.parametrize("scene", [(FUMO, "", NEITHER_SIZE_NOR_DIGEST)], ids=["in the clear"], indirect=True)
def test_signed_metadata_are_enough_without_a_digest_of_the_dm_server(scene: Scene) -> None:
    scene.prepare()
    scene.broadcast()
    scene.wait_for_the_end()
    assert scene.image() == IMAGE

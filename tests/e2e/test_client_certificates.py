"""Packages over https from servers that want to know who the device is: the right certificate, another's, none."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from certificates import Authority
from reference_programs import packages
from work_item import FUMO, IMAGE, Scene

from swm.device.fetch import FetchFailed, HttpFetch, Trouble
from swm.device.tls import client_context


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


def shown(which: str, authority: Authority, folder: Path) -> tuple[Path, Path] | None:
    """What the device shows: certificate and key."""
    if which == "none":
        return None
    (folder / "elsewhere").mkdir()
    by = authority if which == "its own" else Authority(folder / "elsewhere", "Other CA")
    return by.sign("IMEI-1", client=True)


def demanding(authority: Authority, newest: ssl.TLSVersion) -> ssl.SSLContext:
    """A server that serves only devices with a certificate of the authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*authority.sign("localhost"))
    context.load_verify_locations(authority.file)
    context.verify_mode = ssl.CERT_REQUIRED
    context.maximum_version = newest
    return context


@pytest.mark.parametrize("newest", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3], ids=["TLS 1.2", "TLS 1.3"])
@pytest.mark.parametrize("which", ["its own", "another authority's", "none"])
def test_an_alternate_download_shows_the_certificate_of_the_device(
    tmp_path: Path, authority: Authority, which: str, newest: ssl.TLSVersion
) -> None:
    certificate, key = shown(which, authority, tmp_path) or (None, None)
    with packages(demanding(authority, newest)) as files:
        files.files = {"fw.bin": b"firmware"}
        fetch = HttpFetch(tls=client_context(authority.file, certificate=certificate, key=key))
        if which == "its own":
            assert b"".join(fetch.fetch(f"{files.url}/fw.bin", 0, None).pieces) == b"firmware"
            return
        with pytest.raises(FetchFailed) as failed:
            b"".join(fetch.fetch(f"{files.url}/fw.bin", 0, None).pieces)
    assert failed.value.trouble is Trouble.AUTHENTICATION_FAILED
    assert files.requests == []


@pytest.fixture(params=["its own", "another authority's", "none"])
def scene(request: pytest.FixtureRequest, tmp_path: Path, authority: Authority) -> Iterator[Scene]:
    found = shown(request.param, authority, tmp_path)
    tls = "" if found is None else f'[tls]\ncertificate = "{found[0]}"\nkey = "{found[1]}"\n'
    made = Scene(
        tmp_path,
        FUMO,
        broadcast=False,
        client_certificates=f'client_ca = "{authority.file.name}"\n',
        device_tls=tls,
        entry={"AuthType": "X509"},
        nodes={"Policy/MaxResumeAttempts": "1"},
    )
    yield made
    made.close()


def test_an_image_server_serves_only_devices_that_it_knows(scene: Scene, request: pytest.FixtureRequest) -> None:
    scene.prepare()
    scene.broadcast()
    if request.node.callspec.params["scene"] == "its own":
        scene.wait_for_the_end()
        assert scene.image() == IMAGE
        return
    scene.wait("DOWNLOAD_FAILED")
    assert "<ResultCode>406</ResultCode>" in str(scene.alert(":AutonomousResult")["data"])
    assert not scene.kept()
    assert scene.image() is None

"""`swm publish` and `swm tuf-client`: keys, versions, rotation, revocation, by the programs themselves."""

from __future__ import annotations

import functools
import http.server
import io
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from packages import octets
from tuf.api.metadata import Metadata, Root, Targets

from swm.delivery import DigestTree, Geometry
from swm.delivery.encryption import in_the_clear, read_wrapping_key, unwrapped
from swm.publishing.keys import BadKey, make_key, read_key
from swm.publishing.repository import CannotPublish, Package, Publisher
from swm.security.target import BadTarget, Target, read_target

RUNTIME = Path(__file__).resolve().parents[3] / "runtime"


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def swm(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "swm", *map(str, words)],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(RUNTIME), "PATH": "/usr/bin:/bin"},
    )


@pytest.fixture
def site(tmp_path: Path) -> Path:
    assert swm("publish", "--init", "--repo", tmp_path / "site").returncode == 0
    return tmp_path / "site"


@pytest.fixture
def url(site: Path) -> Iterator[str]:
    handler = functools.partial(QuietHandler, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def root_of(site: Path, version: int) -> Metadata[Root]:
    return Metadata[Root].from_bytes((site / "metadata" / f"{version}.root.json").read_bytes())


def test_keys_are_private_and_two_of_three_roots_must_sign(site: Path) -> None:
    keys = site.with_name("site-keys")
    assert keys.stat().st_mode & 0o777 == 0o700
    assert {path.name for path in keys.iterdir()} == {
        *(f"root-{number}.pem" for number in (1, 2, 3)),
        *(f"{role}-1.pem" for role in ("targets", "snapshot", "timestamp")),
    }
    assert {path.stat().st_mode & 0o777 for path in keys.iterdir()} == {0o600}
    role = root_of(site, 1).signed.roles["root"]
    assert (len(role.keyids), role.threshold) == (3, 2)


def test_a_package_is_published_with_its_tree_and_taken_back(site: Path, tmp_path: Path) -> None:
    package = tmp_path / "fw-2.bin"
    package.write_bytes(octets(700_000))
    done = swm(
        "publish",
        package,
        "--repo",
        site,
        "--component",
        "fw",
        "--counter",
        3,
        "--device-class",
        "m1",
        "--requires",
        "os=7",
    )
    assert (done.returncode, done.stderr) == (0, ""), done
    assert swm("publish", "--repo", site, "--list").stdout == "fw-2.bin\n"
    targets = Metadata[Targets].from_bytes((site / "metadata" / "2.targets.json").read_bytes()).signed
    listed = targets.targets["fw-2.bin"]
    target = read_target("fw-2.bin", listed.length, listed.hashes["sha256"], listed.unrecognized_fields["custom"])
    assert (target.counter, target.device_classes, dict(target.requires)) == (3, ("m1",), {"os": "7"})
    index = (site / "targets" / f"{target.sha256.hex()}.fw-2.bin.index").read_bytes()
    assert DigestTree(Geometry.of(target), target.root).add_all(index)
    assert swm("publish", "--repo", site, "--revoke", "fw-2.bin").returncode == 0
    assert swm("publish", "--repo", site, "--list").stdout.strip() == ""
    again = swm("publish", "--repo", site, "--revoke", "fw-2.bin")
    assert again.returncode == 1 and "fw-2.bin is not published; published are: none" in again.stderr


@pytest.mark.parametrize(
    "roles",
    [
        ("root", "timestamp"),
        pytest.param(("root", "targets", "snapshot", "timestamp", "root"), marks=pytest.mark.long),
    ],
    ids=len,
)
def test_the_client_follows_every_rotation_from_the_first_root(
    site: Path, tmp_path: Path, url: str, roles: tuple[str, ...]
) -> None:
    (tmp_path / "app").write_bytes(octets(5000))
    common = ("tuf-client", "--metadata-dir", tmp_path / "meta", "--metadata-url", f"{url}/metadata")
    fetch = (*common, "--target-name", "app", "--target-base-url", f"{url}/targets", "--target-dir", tmp_path / "out")
    assert swm(*common, "init", site / "metadata" / "1.root.json").returncode == 0
    assert swm(*common, "refresh").returncode == 0
    assert swm("publish", tmp_path / "app", "--repo", site).returncode == 0
    for role in roles:
        assert swm("publish", "--repo", site, "--rotate", role).returncode == 0
        done = swm(*fetch, "download")
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "app").read_bytes() == octets(5000)
    assert root_of(site, 1 + len(roles)).signed.version == 1 + len(roles)
    assert swm("publish", "--repo", site, "--delegate", "acme").returncode == 0
    assert swm("publish", tmp_path / "app", "--repo", site, "--name", "acme/app").returncode == 0
    assert swm("publish", "--repo", site, "--rotate", "acme").returncode == 0
    done = swm(*(word if word != "app" else "acme/app" for word in fetch), "download")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "acme%2Fapp").read_bytes() == octets(5000)


def test_the_client_refuses_what_is_not_signed_and_keeps_what_it_had(site: Path, tmp_path: Path, url: str) -> None:
    common = ("tuf-client", "--metadata-dir", tmp_path / "meta", "--metadata-url", f"{url}/metadata")
    assert swm(*common, "init", site / "metadata" / "1.root.json").returncode == 0
    assert swm(*common, "refresh").returncode == 0
    kept = (tmp_path / "meta" / "timestamp.json").read_bytes()
    forged = (site / "metadata" / "timestamp.json").read_bytes().replace(b'"version":1', b'"version":9')
    assert forged.count(b'"version":9')
    (site / "metadata" / "timestamp.json").write_bytes(forged)
    done = swm(*common, "refresh")
    assert done.returncode == 1 and "UnsignedMetadataError" in done.stderr
    assert (tmp_path / "meta" / "timestamp.json").read_bytes() == kept
    done = swm(*common, "--target-name", "x", "--target-base-url", url, "--target-dir", tmp_path / "out", "download")
    assert done.returncode == 1 and not (tmp_path / "out").exists()


def test_a_repository_that_cannot_be_reached_is_told_in_a_line(site: Path, tmp_path: Path, url: str) -> None:
    assert swm("tuf-client", "--metadata-dir", tmp_path, "init", site / "metadata" / "1.root.json").returncode == 0
    for where in ("http://127.0.0.1:1/metadata", url.replace("http:", "https:")):
        done = swm("tuf-client", "--metadata-dir", tmp_path, "--metadata-url", where, "refresh")
        assert done.returncode == 1 and done.stderr.startswith("swm tuf-client: refresh: Source")
        assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["publish"], "required"),
        (["publish", "--list"], "--repo"),
        (["publish", "nothing.bin", "--repo", "SITE"], "there is no file nothing.bin"),
        (["publish", "README", "--repo", "SITE", "--requires", "os"], "COMPONENT=VERSION"),
        (["tuf-client", "--metadata-dir", "m", "refresh"], "--metadata-url"),
        (["tuf-client", "--metadata-dir", "m", "--metadata-url", "file:///etc", "refresh"], "http or https"),
        (["tuf-client", "--metadata-dir", "m", "--metadata-url", "http://h/", "refresh"], "`init` takes one over"),
        (["tuf-client", "--metadata-dir", "m", "init", "nothing"], "nothing: No such file"),
        (["tuf-client", "--metadata-dir", "m", "init", "README"], "README is no metadata of a root"),
        (["tuf-client", "--metadata-dir", "m", "init", "/dev/zero"], "no root has"),
        (["publish", "--init", "--repo", "README"], "README/metadata: Not a directory"),
        (["device", "--init", "--counter", "-1", "d.toml"], "-1 is below 0"),
        (["publsh"], "Did you mean `publish`"),
    ],
)
def test_a_wrong_call_is_named(words: list[str], hint: str, site: Path, tmp_path: Path) -> None:
    (tmp_path / "README").write_bytes(b"x")
    done = swm(*(str(site) if word == "SITE" else str(tmp_path / word) if word == "README" else word for word in words))
    assert done.returncode == 2 and hint in done.stderr


def test_what_cannot_be_published_changes_nothing(site: Path, tmp_path: Path) -> None:
    def listing() -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}

    before = listing()
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "some").write_bytes(b"x")
    for words in (
        ("publish", tmp_path / "empty", "--repo", site),
        ("publish", tmp_path / "some", "--repo", site, "--name", "../up"),
        ("publish", tmp_path / "some", "--repo", site, "--name", "/abs"),
        ("publish", "--init", "--repo", site),
        ("publish", "--rotate", "nobody", "--repo", site),
        ("publish", "--delegate", "root", "--repo", site),
        ("publish", tmp_path / "some", "--repo", tmp_path / "elsewhere"),
    ):
        done = swm(*words)
        assert done.returncode == 1 and done.stderr.startswith("swm publish: "), done
    assert listing() == before


def test_without_enough_keys_nothing_is_signed(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path / "site", tmp_path / "keys", 1_790_000_000)
    publisher.create()
    (tmp_path / "keys" / "root-1.pem").unlink()
    (tmp_path / "keys" / "root-2.pem").unlink()
    with pytest.raises(CannotPublish, match="root needs 2 signatures"):
        publisher.rotate("snapshot")
    assert not (tmp_path / "site" / "metadata" / "2.root.json").exists()
    (tmp_path / "keys" / "targets-1.pem").chmod(0o644)
    (tmp_path / "x").write_bytes(b"x")
    with pytest.raises(BadKey, match="chmod 600"):
        publisher.publish(tmp_path / "x", Package("x", 4096, 256), lambda chunk: [])
    (tmp_path / "keys" / "targets-1.pem").chmod(0o600)
    (tmp_path / "keys" / "timestamp-1.pem").write_text("no key")
    with pytest.raises(BadKey):
        publisher.refresh()


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    make_key(tmp_path / "keys" / "a.pem")
    before = (tmp_path / "keys" / "a.pem").read_bytes()
    with pytest.raises(BadKey, match="never overwritten"):
        make_key(tmp_path / "keys" / "a.pem")
    assert (tmp_path / "keys" / "a.pem").read_bytes() == before
    read_key(tmp_path / "keys" / "a.pem")


def test_an_enciphered_package_is_published_with_its_wrapped_key_and_nothing_in_the_clear(
    site: Path, tmp_path: Path
) -> None:
    package = tmp_path / "fw-2.bin"
    package.write_bytes(b"in the clear" + octets(300_000))
    key = tmp_path / "fleet-1.key"
    made = swm("publish", "--repo", site, "--make-key", key)
    assert made.stdout == f"{key}: the key fleet-1; give it to devices and to nobody else\n"
    again = swm("publish", "--repo", site, "--make-key", key)
    assert (again.returncode, "never overwritten" in again.stderr) == (1, True)
    told = swm("publish", package, "--repo", site, "--encrypt-with", key)
    assert "enciphered with AES-256-GCM, its key wrapped by fleet-1" in told.stdout, told.stderr
    assert not [path for path in site.rglob("*") if path.is_file() and b"in the clear" in path.read_bytes()]
    assert not list(site.rglob("*.sealed"))
    target = Publisher(site, tmp_path / "none", 0).target("fw-2.bin")
    assert target.encryption is not None
    assert (target.encryption.key_ref, len(target.encryption.content_key)) == ("fleet-1", 40)
    content = Publisher(site, tmp_path / "none", 0).content(target).read_bytes()
    plain_key = unwrapped(target.encryption, lambda name: read_wrapping_key(key).octets)
    with in_the_clear(io.BytesIO(content), len(content), target.chunk_size, plain_key) as stream:
        assert stream.read() == package.read_bytes()
    key.chmod(0o644)
    assert "can be read by others" in swm("publish", package, "--repo", site, "--encrypt-with", key).stderr


@pytest.mark.parametrize("told", [7, {}, {"algorithm": "A"}, {"algorithm": "A", "keyRef": "k", "contentKey": "zz"}])
def test_a_description_of_a_cipher_that_is_none_is_refused(told: object) -> None:
    custom = Target("fw", 1, bytes(32), bytes(16)).custom()
    assert read_target("fw", 1, "00" * 32, custom).encryption is None
    with pytest.raises(BadTarget):
        read_target("fw", 1, "00" * 32, custom | {"encryption": told})


def test_a_repository_without_packages_lists_nothing(site: Path) -> None:
    done = swm("publish", "--list", "--repo", site)
    assert (done.returncode, done.stdout) == (0, "")

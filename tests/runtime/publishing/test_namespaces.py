"""Packages below a namespace, as devices find them: the role that lists a package is the one that can take it back."""

from __future__ import annotations

from pathlib import Path

import pytest
from tuf.api.metadata import Metadata, Targets

from swm.delivery.sources import MemoryRepository
from swm.publishing.repository import CannotPublish, Package, Publisher
from swm.security.target import Target
from swm.trust.metadata import Workflow

NOW = 1_900_000_000


class Site:
    """A repository, and a device that begins with its first root."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.publisher = Publisher(folder / "repository", folder / "keys", NOW)
        self.publisher.create()

    def publish(self, name: str, content: bytes) -> Target:
        (self.folder / "pkg.bin").write_bytes(content)
        return self.publisher.publish(self.folder / "pkg.bin", Package(name, 16_384, 1024), lambda chunk: [])

    def found(self, name: str) -> bytes | None:
        """The SHA-256 of what a device is to install under a name; None when it is given nothing."""
        repository = MemoryRepository(self.publisher.metadata())
        client = Workflow(self.folder / "device", repository, self.publisher.root_octets(), NOW)
        for role in ("root", "timestamp", "snapshot"):
            assert client.outcome(role) is None
        return client.target.sha256 if client.outcome("targets", name) is None else None


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_what_was_published_before_its_namespace_was_delegated_can_be_replaced_and_taken_back(site: Site) -> None:
    first, other = site.publish("acme/app", b"first"), site.publish("fw", b"of another namespace")
    site.publisher.delegate("acme")
    assert site.publisher.packages() == ["acme/app", "fw"]
    assert (site.found("acme/app"), site.found("fw")) == (first.sha256, other.sha256)
    second = site.publish("acme/app", b"second")
    assert site.publisher.packages() == ["acme/app", "fw"]
    assert site.found("acme/app") == second.sha256
    site.publisher.revoke("acme/app")
    assert site.publisher.packages() == ["fw"]
    assert (site.found("acme/app"), site.found("fw")) == (None, other.sha256)
    with pytest.raises(CannotPublish, match="acme/app is not published"):
        site.publisher.target("acme/app")


@pytest.mark.parametrize("name", ["acme/app", "acme/apps/one", "acme/apps/one/two"])
def test_a_name_of_several_parts_is_found_by_devices(site: Site, name: str) -> None:
    site.publisher.delegate("acme")
    assert site.found(name) is None
    assert site.found("fw") is None
    published = site.publish(name, b"content")
    assert site.found(name) == published.sha256 == site.publisher.target(name).sha256
    site.publisher.revoke(name)
    assert site.found(name) is None


def test_what_a_repository_of_before_lists_twice_is_taken_back_from_both(site: Site) -> None:
    site.publish("acme/app", b"first")
    before = (site.folder / "repository/metadata/2.targets.json").read_bytes()
    site.publisher.delegate("acme")
    top = Metadata[Targets].from_bytes((site.folder / "repository/metadata/3.targets.json").read_bytes())
    listed = Metadata[Targets].from_bytes(before).signed.targets
    top.signed.targets = dict(listed)
    top.signed.version += 1
    site.publisher._write_roles({"targets": top})
    assert site.publisher.packages() == ["acme/app", "acme/app"]
    site.publisher.revoke("acme/app")
    assert (site.publisher.packages(), site.found("acme/app")) == ([], None)

"""A repository over HTTP: strong ETags, one byte range, and no way out of the folder (RFC 9110)."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from swm.imageserver.files import RepositoryFiles, wanted_range

BODY = bytes(range(256)) * 2000


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in ("metadata", "targets/acme"):
        (tmp_path / "site" / name).mkdir(parents=True)
    (tmp_path / "site/metadata/timestamp.json").write_bytes(b"{}")
    (tmp_path / "site/targets/fw").write_bytes(BODY)
    (tmp_path / "site/targets/acme/app").write_bytes(b"app")
    (tmp_path / "site/targets/.hidden").write_bytes(b"hidden")
    (tmp_path / "site/key.pem").write_bytes(b"key")
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "site/targets/link").symlink_to(tmp_path / "secret")
    return tmp_path / "site"


def ask(app: RepositoryFiles, path: str, method: str = "GET", **fields: str) -> tuple[int, dict[str, str], bytes]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    headers = [(name.replace("_", "-").encode(), value.encode()) for name, value in fields.items()]
    asyncio.run(app({"type": "http", "method": method, "path": path, "headers": headers}, receive, send))
    answered = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], answered, b"".join(message.get("body", b"") for message in sent[1:])


@pytest.fixture
def app(site: Path) -> RepositoryFiles:
    return RepositoryFiles(site, lambda: {"isid": "is1"}, downloads=2)


def test_a_package_comes_whole_with_the_digest_of_its_content_as_strong_etag(app: RepositoryFiles) -> None:
    status, fields, body = ask(app, "/targets/fw")
    assert (status, body) == (200, BODY)
    assert fields["etag"] == f'"{hashlib.sha256(BODY).hexdigest()}"'
    assert fields["content-length"] == str(len(BODY))
    assert "content-encoding" not in fields


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-0", 0, 0), ("bytes=1000-", 1000, len(BODY) - 1), ("bytes=-7", len(BODY) - 7, len(BODY) - 1)],
)
def test_a_range_comes_exactly(app: RepositoryFiles, asked: str, first: int, last: int) -> None:
    status, fields, body = ask(app, "/targets/fw", range=asked)
    assert (status, body) == (206, BODY[first : last + 1])
    assert fields["content-range"] == f"bytes {first}-{last}/{len(BODY)}"


def test_if_range_with_another_etag_brings_the_whole(app: RepositoryFiles, site: Path) -> None:
    _, fields, _ = ask(app, "/targets/fw")
    assert ask(app, "/targets/fw", range="bytes=5-9", if_range=fields["etag"])[0] == 206
    assert ask(app, "/targets/fw", range="bytes=5-9", if_range=f"W/{fields['etag']}")[0] == 200
    beside = site / "targets/new"
    beside.write_bytes(BODY[::-1])
    os.replace(beside, site / "targets/fw")
    status, changed, body = ask(app, "/targets/fw", range="bytes=5-9", if_range=fields["etag"])
    assert (status, body) == (200, BODY[::-1])
    assert changed["etag"] != fields["etag"]


def test_a_range_outside_is_refused_with_the_length(app: RepositoryFiles) -> None:
    status, fields, body = ask(app, "/targets/fw", range=f"bytes={len(BODY)}-")
    assert (status, body) == (416, b"")
    assert fields["content-range"] == f"bytes */{len(BODY)}"


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "octets=0-1", "bytes=9-5", "bytes=-", "nonsense"])
def test_ranges_that_are_not_served_bring_the_whole(app: RepositoryFiles, asked: str) -> None:
    assert ask(app, "/targets/fw", range=asked)[0] == 200


def test_who_has_it_already_is_told_so(app: RepositoryFiles) -> None:
    _, fields, _ = ask(app, "/targets/fw")
    assert ask(app, "/targets/fw", if_none_match=fields["etag"])[0] == 304
    assert ask(app, "/targets/fw", if_none_match='"other"')[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/key.pem",
        "/targets",
        "/targets/",
        "/targets/acme",
        "/targets/../key.pem",
        "/targets/acme/../../key.pem",
        "/targets/.hidden",
        "/targets/link",
        "/targets//fw",
        "/targets/fw/",
        "/targets/fw\0",
        "/targets/a\\b",
        "/" + "targets/" + "a" * 300,
        "/status/more",
    ],
)
def test_nothing_but_published_files_is_there(app: RepositoryFiles, path: str) -> None:
    assert ask(app, path)[0] == 404


def test_head_tells_and_sends_nothing_and_other_methods_are_refused(app: RepositoryFiles) -> None:
    status, fields, body = ask(app, "/targets/fw", "HEAD")
    assert (status, body, fields["content-length"]) == (200, b"", str(len(BODY)))
    status, fields, _ = ask(app, "/targets/fw", "PUT")
    assert (status, fields["allow"]) == (405, "GET, HEAD")


def test_too_many_at_once_are_told_to_come_later(site: Path) -> None:
    app = RepositoryFiles(site, dict, downloads=0)
    status, fields, _ = ask(app, "/targets/fw")
    assert (status, fields["retry-after"]) == (503, "5")
    assert app.refused == 1


def test_status_tells_what_the_program_says(app: RepositoryFiles) -> None:
    status, fields, body = ask(app, "/status")
    assert (status, json.loads(body), fields["cache-control"]) == (200, {"isid": "is1"}, "no-store")


def test_an_empty_file_has_no_range() -> None:
    assert wanted_range("bytes=0-", 0) is False
    assert wanted_range("bytes=-5", 0) is False
    assert wanted_range(None, 0) is None

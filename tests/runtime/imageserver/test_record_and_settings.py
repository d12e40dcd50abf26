"""What an image server must not forget, and settings it refuses with their line."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from swm.errors import LocalError
from swm.imageserver.configuration import EXAMPLE, read_image_server_settings
from swm.imageserver.orders import CANCELLED, RUNS, SUSPENDED, OrderBox, standing_after
from swm.imageserver.record import Progress, ServerRecord
from swm.settings import SettingsError
from swm.trust.announcement import Action


def test_no_sequence_is_used_twice_whatever_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    first = [ServerRecord(path).next_sequence(100) for _ in range(3)]
    assert first == [100, 101, 102]
    assert ServerRecord(path).next_sequence(50) == 103
    assert ServerRecord(path).next_sequence(5000) == 5000


def test_a_campaign_goes_on_where_it_was_with_the_announcement_it_had(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    ServerRecord(path).update("c1", envelope=b"\0signed", started=5.0, loops=2, octets=7, datagrams=1)
    assert ServerRecord(path).progress("c1") == Progress(b"\0signed", 5.0, 2, 7, 1)
    assert ServerRecord(path).progress("c2") == Progress()


def test_a_record_of_before_orders_is_read(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.write_text('{"sequence": 7, "campaigns": {"c1": {"envelope": "AHNpZ25lZA==", "loops": 2}}}')
    assert ServerRecord(path).progress("c1") == Progress(b"\0signed", loops=2)
    assert ServerRecord(path).progress("c1").latest == b"\0signed"


def test_the_latest_announcement_is_that_of_the_order(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    ServerRecord(path).update("c1", envelope=b"begin", steering=b"pause", standing=SUSPENDED, taken="1")
    assert ServerRecord(path).progress("c1").latest == b"pause"


def test_orders_are_taken_in_turn_and_once(tmp_path: Path) -> None:
    box = OrderBox(tmp_path / "record.json")
    assert box.waiting() == []
    given = [box.put("c1", action) for action in (Action.SUSPEND, Action.RESUME)]
    other = OrderBox(tmp_path / "record.json")
    assert other.waiting() == given
    other.take(given[0])
    assert not box.waits(given[0])
    assert box.waiting() == given[1:]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"campaign": "c1", "action": "download"}',
        b'{"campaign": 1, "action": "cancel"}',
        b" " * 5000,
        b"[" * 4096,
    ],
)
def test_a_file_that_is_no_order_is_put_aside(tmp_path: Path, content: bytes) -> None:
    box = OrderBox(tmp_path / "record.json")
    order = box.put("c1", Action.CANCEL)
    bad = tmp_path / "record.json.orders" / "00000000000000000000-bad.json"
    bad.write_bytes(content)
    assert box.waiting() == [order]
    assert bad.with_name(f"{bad.name}.bad").read_bytes() == content
    assert box.waiting() == [order]


def test_an_order_that_cannot_be_read_now_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    box = OrderBox(tmp_path / "record.json")
    order = box.put("c1", Action.CANCEL)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", refuse)
        assert box.waiting() == []
    assert box.waiting() == [order]


@pytest.mark.parametrize(
    ("before", "action", "after"),
    [
        (RUNS, Action.SUSPEND, SUSPENDED),
        (SUSPENDED, Action.SUSPEND, SUSPENDED),
        (SUSPENDED, Action.RESUME, RUNS),
        (RUNS, Action.RESUME, RUNS),
        (RUNS, Action.CANCEL, CANCELLED),
        (SUSPENDED, Action.CANCEL, CANCELLED),
        (CANCELLED, Action.CANCEL, CANCELLED),
    ],
)
def test_how_a_campaign_stands_after_an_order(before: str, action: Action, after: str) -> None:
    assert standing_after(Progress(standing=before), action) == after


@pytest.mark.parametrize("action", [Action.SUSPEND, Action.RESUME])
def test_nothing_follows_a_cancel(action: Action) -> None:
    with pytest.raises(LocalError, match="is cancelled"):
        standing_after(Progress(standing=CANCELLED), action)


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"sequence": "x", "campaigns": {}}', b'{"sequence": 1}'])
def test_a_damaged_record_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "record.json"
    path.write_bytes(content)
    with pytest.raises(LocalError, match="sequences must go on rising"):
        ServerRecord(path)
    assert path.read_bytes() == content


def test_a_record_that_could_not_be_kept_is_told_before_the_campaign_is_to_begin(tmp_path: Path) -> None:
    with pytest.raises(LocalError, match="is no folder"):
        ServerRecord(tmp_path / "nowhere" / "record.json")


def settings(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "image-server.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_can_be_used(tmp_path: Path) -> None:
    found = read_image_server_settings(settings(tmp_path, EXAMPLE))
    (campaign,) = found.campaigns
    assert (campaign.name, campaign.action, campaign.rate) == ("autumn", Action.DOWNLOAD_AND_UPDATE, 1_000_000)
    assert found.url == "http://127.0.0.1:8443/"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('group = "239.255.1.1"', 'group = "everywhere"', "25: campaign.group is 'everywhere'"),
        ('start = "2030-01-01T02:00:00Z"', 'start = "soon"', "campaign.start is 'soon'"),
        ('start = "2030-01-01T02:00:00Z"', 'start = "2030-01-01T02:00:00"', "without a time zone"),
        ('action = "downloadAndUpdate"', 'action = "cancel"', "'cancel' is none of"),
        ("loops = 3", "loops = 0", "0 is not from 1"),
        ("loops = 3", "lops = 3", "did you mean loops"),
        ("port = 8443", "port = 0", "0 is not from 1"),
        ('isid = "images.example"', f'isid = "{"x" * 256}"', "1 to 255 octets"),
        ('# push = ["127.0.0.1:4001"]', 'push = ["nowhere"]', "write it like 127.0.0.1:4001"),
        ('# url = "https://images.example/"', 'url = "https://images.example"', "end with a slash"),
        ('# url = "https://images.example/"', 'url = "https://[/"', "names no host and port that could be used"),
        ('host = "127.0.0.1"', 'host = "a..b"', "neither a name nor an address of a host"),
        ('# push = ["127.0.0.1:4001"]', 'push = ["a..b:4001"]', "write it like 127.0.0.1:4001"),
        ("pause = 10.0", "pause = 1e300", "is above 2147483647"),
        ('target = "./FwUpdate/Pkg1"', 'target = ""', "21: campaign.target must have 1 to 1024 octets"),
    ],
)
def test_settings_that_cannot_be_used_are_refused_with_their_place(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    assert old in EXAMPLE
    with pytest.raises(SettingsError, match=r"image-server\.toml") as refused:
        read_image_server_settings(settings(tmp_path, EXAMPLE.replace(old, new)))
    assert told in str(refused.value)


def test_the_url_of_an_ipv6_host_has_brackets(tmp_path: Path) -> None:
    found = read_image_server_settings(settings(tmp_path, EXAMPLE.replace('host = "127.0.0.1"', 'host = "::1"')))
    assert found.url == "http://[::1]:8443/"


def test_two_campaigns_share_neither_name_nor_session(tmp_path: Path) -> None:
    table = EXAMPLE[EXAMPLE.index("[[campaign]]") :]
    with pytest.raises(SettingsError, match="same name twice"):
        read_image_server_settings(settings(tmp_path, EXAMPLE + table.replace("4000", "4001")))
    with pytest.raises(SettingsError, match="same session twice"):
        read_image_server_settings(settings(tmp_path, EXAMPLE + table.replace('"autumn"', '"winter"')))


def test_a_campaign_without_a_session_needs_https(tmp_path: Path) -> None:
    over_https = "".join(
        line for line in EXAMPLE.splitlines(True) if not line.startswith(("group", "port = 4000", "tsi"))
    )
    with pytest.raises(SettingsError, match="group is missing; only over https"):
        read_image_server_settings(settings(tmp_path, over_https))
    over_https = over_https.replace('# url = "https', 'url = "https')
    (campaign,) = read_image_server_settings(settings(tmp_path, over_https)).campaigns
    assert (campaign.session, campaign.description) == (None, "")


def test_the_description_names_the_session(tmp_path: Path) -> None:
    (campaign,) = read_image_server_settings(settings(tmp_path, EXAMPLE)).campaigns
    assert "m=application 4000 FLUTE/UDP 0\nc=IN IP4 239.255.1.1\n" in campaign.description

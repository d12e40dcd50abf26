"""Digests, notifications and bootstrap MACs against the published and computed vectors."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swm.errors import LocalError, MessageError
from swm.session.digests import basic, bootstrap_mac, digest, mac, mac_header, read_mac_header
from swm.session.notification import Initiator, Notification, UiMode, decode, is_authentic

PACKAGE = Notification("server.example.com", 709, UiMode.BACKGROUND).encode("srvpwd", b"Nonce")


def vectors(shared: Path, name: str) -> Any:
    return json.loads((shared / "oma" / f"{name}.json").read_text(encoding="utf-8"))


def text(octets: bytes) -> str:
    return b64encode(octets).decode("ascii")


def test_credentials_are_those_of_the_vectors(shared: Path) -> None:
    for vector in vectors(shared, "cred_vectors")["vectors"]:
        nonce = bytes.fromhex(vector["nonce_hex"])
        assert basic("Bruce2", "OhBehave") == vector["BASIC"]
        assert text(digest("Bruce2", "OhBehave", nonce)) == vector["MD5"]
        assert text(mac("Bruce2", "OhBehave", nonce, b"<SyncML/>")) == vector["MAC"]


def test_every_published_vector_is_met(shared: Path) -> None:
    met = 0
    for vector in vectors(shared, "test_vectors"):
        what = vector["what"]
        if what == "auth-basic":
            assert basic(vector["user"], vector["password"]) == vector["result"]
        elif what == "auth-md5":
            found = digest(vector["user"], vector["password"], vector["nonce"].encode())
            assert text(found) == vector["result"]
        elif what == "auth-MAC":
            value = mac(vector["user"], vector["password"], vector["nonce"].encode(), vector["body"].encode())
            assert text(value) == vector["result"]
            assert f"x-syncml-hmac: {mac_header(vector['user'], value)}" == vector["header"]
            assert read_mac_header(vector["header"].partition(": ")[2]) == (vector["user"], value)
        elif what == "package0":
            nonce = bytes.fromhex(vector["nonce_hex"])
            said = Notification(
                vector["server_id"], vector["session_id"], UiMode(vector["ui_mode"]), Initiator(vector["initiator"])
            )
            data = said.encode(vector["password"], nonce)
            assert data.hex() == vector["message_hex"]
            assert decode(data) == said
            assert is_authentic(data, vector["password"], nonce)
        elif what.startswith("bootstrap"):
            assert bootstrap_mac(vector["key"].encode(), bytes.fromhex(vector["doc_hex"])) == vector["mac"]
        else:
            continue
        met += 1
    assert met >= 6


@given(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=60),
    st.integers(0, 65_535),
    st.sampled_from(UiMode),
    st.sampled_from(Initiator),
    st.binary(max_size=40),
)
def test_a_notification_comes_back_as_it_was(
    server: str, session: int, mode: UiMode, initiator: Initiator, vendor: bytes
) -> None:
    said = Notification(server, session, mode, initiator, vendor)
    assert decode(said.encode("p", b"n")) == said


@pytest.mark.parametrize("octet", range(len(PACKAGE)))
def test_a_notification_with_one_octet_changed_is_not_authentic(octet: int) -> None:
    changed = PACKAGE[:octet] + bytes((PACKAGE[octet] ^ 1,)) + PACKAGE[octet + 1 :]
    try:
        assert not is_authentic(changed, "srvpwd", b"Nonce")
    except MessageError:
        return


@pytest.mark.parametrize(("password", "nonce"), [("other", b"Nonce"), ("srvpwd", b"nonce"), ("srvpwd", b"")])
def test_another_secret_or_nonce_is_not_authentic(password: str, nonce: bytes) -> None:
    assert not is_authentic(PACKAGE, password, nonce)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "too short"),
        (PACKAGE[:20], "too short"),
        (PACKAGE[:-1], "longer than the notification"),
        (PACKAGE[:23] + b"\x00", "is empty"),
        (PACKAGE[:16] + b"\xff" + PACKAGE[17:], "version"),
        (PACKAGE[:24] + b"\xff" * 18, "not UTF-8"),
        (PACKAGE + b"v" * 2000, "the limit is 1024"),
    ],
)
def test_a_notification_that_is_none_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(MessageError, match=reason):
        decode(data)


@pytest.mark.parametrize("said", [Notification("", 1), Notification("s" * 256, 1), Notification("s", 65_536)])
def test_a_notification_that_does_not_fit_is_not_written(said: Notification) -> None:
    with pytest.raises(LocalError):
        said.encode("p", b"n")


def test_the_fields_of_the_mac_header_may_come_in_any_order() -> None:
    assert read_mac_header(' mac=AAEC , username="a, b=c",algorithm=MD5') == ("a, b=c", b"\x00\x01\x02")


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("algorithm=SHA1, username=a, mac=AAEC", "only MD5"),
        ("algorithm=MD5, mac=AAEC", "no username"),
        ("algorithm=MD5, username=a", "no mac"),
        ("algorithm=MD5, username=a, mac=A!", "not base64"),
        ('username="a', "cannot be read"),
        ("a" * 2000, "more than 1024"),
    ],
)
def test_a_mac_header_that_is_none_is_refused(header: str, reason: str) -> None:
    with pytest.raises(MessageError, match=reason):
        read_mac_header(header)


def test_a_user_name_that_would_end_its_quotes_is_not_written() -> None:
    with pytest.raises(ValueError, match="quote"):
        mac_header('a", mac=', b"")

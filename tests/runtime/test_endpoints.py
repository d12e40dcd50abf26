"""Hosts and URLs that others write: what cannot be looked up or asked is known before anybody tries."""

from __future__ import annotations

import contextlib
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swm.campaign.calling import read_address
from swm.endpoints import endpoint, http_url, is_host, resolved
from swm.errors import LocalError

NO_HOSTS = ["", "a..b", ".a", "a" * 64 + ".example", "a\0b", "a b", "a\nb", "é" * 60, "x." * 200]


@pytest.mark.parametrize("host", NO_HOSTS)
def test_a_host_that_nobody_can_look_up_is_none(host: str) -> None:
    assert not is_host(host)
    assert endpoint(f"{host}:2948") is None


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1", "dm.example.", "bücher.example", "a" * 63])
def test_names_and_addresses_are_hosts(host: str) -> None:
    assert is_host(host)


@given(st.text())
def test_looking_up_a_host_never_fails_otherwise_than_it_says(text: str) -> None:
    if is_host(text):
        with contextlib.suppress(OSError):
            socket.getaddrinfo(text, 1, flags=socket.AI_NUMERICHOST)


NO_URLS = [
    "http://[",
    "http://[x]/",
    "http://server:99999/",
    "http://server:x/",
    "http://a..b/",
    "http:///dm",
    "ftp://a/",
]


@pytest.mark.parametrize("url", [*NO_URLS, "http://server/é", "http://server/a b", "http://a\n/", "http://\u2100/"])
def test_a_url_that_nobody_can_ask_is_none(url: str) -> None:
    assert http_url(url) is None
    with pytest.raises(LocalError, match="no http or https URL"):
        read_address(url)


@given(st.text(), st.text())
def test_a_reference_leads_somewhere_or_nowhere(base: str, reference: str) -> None:
    resolved(base, reference)
    resolved("http://server/dm", reference)
    http_url(f"http://{reference}")


def test_a_reference_that_is_no_url_leads_nowhere() -> None:
    assert resolved("http://server/dm", "?s=1") == "http://server/dm?s=1"
    assert resolved("http://server/dm", "http://[") is None

"""The device's HTTP client: what it accepts of a server, what it tries again, what it refuses. Both twins."""

from __future__ import annotations

import asyncio
import gzip
import ssl
import time
import warnings
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from certificates import Authority
from runtime.device.rim import HangUp, Reply, Rim, Rule, serving

from swm.device import Patience, aio, client_context, run_session
from swm.device.exchange import MAX_ANSWER, Answer, Failure, Overloaded, Request, Wait, checked_url, exchange
from swm.errors import LocalError, PeerError
from swm.session import Account, DmClientSession, Scheme, Secret
from swm.syncml import Encoding
from swm.tree import ManagementTree

QUICK = Patience(timeout=60.0, answer_time=60.0, attempts=3, back_off=0.01, longest_wait=0.05)
Runner = Callable[..., int]


def in_asyncio(session: DmClientSession, session_id: str, **given: Any) -> int:
    return asyncio.run(aio.run_session(session, session_id, **given))


@pytest.fixture(params=["http.client", "aiohttp"])
def run(request: pytest.FixtureRequest) -> Runner:
    return run_session if request.param == "http.client" else in_asyncio


def client(url: str, **given: Any) -> DmClientSession:
    return DmClientSession(ManagementTree(), server_uri=url, device_id="IMEI:1", server_id="server", **given)


def accounts(scheme: Scheme) -> Account:
    return Account(Secret("device", "secret", scheme), Secret("server", "other", scheme))


def fixed(status: int, body: bytes = b"", **headers: str) -> Rule:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda rim, path, sent: (status, named, body)


def hang_up(rim: Rim, path: str, body: bytes) -> Reply | None:
    raise HangUp


# sessions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("scheme", [None, *Scheme])
def test_a_session_runs_in_both_encodings_with_every_scheme_both_ways(
    run: Runner, encoding: Encoding, scheme: Scheme | None
) -> None:
    account = None if scheme is None else accounts(scheme)
    with serving(Rim(account)) as rim:
        session = client(rim.url, account=account, nonces=lambda: b"fedcba9876543210", encoding=encoding)
        count = run(session, "1", patience=QUICK)
        assert count == len(rim.requests) >= 2
        assert rim.executed == 404
        assert len(rim.connections) == 1, "the connection is kept open"


def test_a_mac_of_the_server_that_is_wrong_ends_the_session(run: Runner) -> None:
    right, wrong = accounts(Scheme.MAC), Account(accounts(Scheme.MAC).device, Secret("server", "guessed", Scheme.MAC))
    with serving(Rim(wrong)) as rim, pytest.raises(PeerError, match="did not prove"):
        run(client(rim.url, account=right, nonces=lambda: b"fedcba9876543210"), "1", patience=QUICK)


# where messages go ------------------------------------------------------------------------------------------------


def test_messages_go_to_the_resp_uri(run: Runner) -> None:
    with serving(Rim()) as rim:
        rim.respond_to = f"{rim.url}?s=42"
        run(client(rim.url), "1", patience=QUICK)
        assert [path for path, _ in rim.requests] == ["/dm", "/dm?s=42"]


@pytest.mark.parametrize(
    ("uri", "words"),
    [
        ("ftp://server/dm", "no http or https URL"),
        ("file:///etc/passwd", "no http or https URL"),
        ("http://user:word@server/dm", "user name"),
        ("http://server:99999/dm", "is no URL"),
        ("http://server/a b", "control characters"),
        ("http://server/\r\nX: y", "control characters"),
        ("http://server/" + "a" * 3000, "too long"),
    ],
)
def test_a_resp_uri_that_is_no_http_url_ends_the_session(run: Runner, uri: str, words: str) -> None:
    with pytest.raises(PeerError, match=words):
        checked_url(uri)
    with pytest.raises(PeerError, match="no http or https URL"):
        checked_url("http:///dm")
    with serving(Rim(respond_to=uri)) as rim, pytest.raises(PeerError):
        run(client(rim.url), "1", patience=QUICK)


@pytest.mark.parametrize("status", [307, 308])
def test_redirects_that_keep_the_method_are_followed(run: Runner, status: int) -> None:
    with serving(Rim(rules=[fixed(status, location="/elsewhere")])) as rim:
        run(client(rim.url), "1", patience=QUICK)
        assert [path for path, _ in rim.requests][:2] == ["/dm", "/elsewhere"]
        assert rim.requests[0][1] == rim.requests[1][1]


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ([fixed(302, location="/elsewhere")], "would turn the message into a GET"),
        ([fixed(307, location="/dm")] * 9, "redirects more than 5 times"),
        ([fixed(307, location="ftp://server/")], "no http or https URL"),
        ([fixed(401, b"who are you?")], "answered 401: who are you"),
        ([fixed(500, b"\x1b[2Jfault")], r"answered 500: \[2Jfault"),
        ([fixed(200, b"<html/>", content_type="text/html")], "content type is text/html"),
        ([fixed(200, b"\x02", content_type=Encoding.WBXML.content_type)], "content type is"),
        ([fixed(200, b"<no", content_type=Encoding.XML.content_type)], "not well-formed"),
        ([fixed(200, b" " * (MAX_ANSWER + 1), content_type=Encoding.XML.content_type)], "more than 1048576 octets"),
    ],
)
def test_what_is_no_dm_server_is_told_in_words_and_not_tried_again(
    run: Runner, rules: Sequence[Rule], words: str
) -> None:
    with serving(Rim(rules=list(rules))) as rim, pytest.raises(PeerError, match=words):
        run(client(rim.url), "1", patience=QUICK)
    assert len(rim.requests) == len(rules) - len(rim.rules)


def test_nobody_leaves_tls_by_redirect_or_resp_uri() -> None:
    with pytest.raises(PeerError, match="leave TLS"):
        checked_url("http://server/dm", "https://server/dm")
    assert checked_url("https://server/dm", "http://server/dm") == "https://server/dm"
    steps = exchange(client("https://server/dm"), "1", patience=QUICK, jitter=lambda: 0.0)
    assert isinstance(next(steps), Request)
    with pytest.raises(PeerError, match="leave TLS"):
        steps.send(Answer(307, {"location": "http://server/dm"}))


# what is tried again ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", [hang_up, fixed(503), fixed(502), fixed(429, retry_after="0")])
def test_a_message_that_may_be_lost_is_sent_again_octet_for_octet(run: Runner, rule: Rule) -> None:
    with serving(Rim(rules=[rule, rule])) as rim:
        run(client(rim.url), "1", patience=QUICK)
        assert len({body for _, body in rim.requests[:3]}) == 1
        assert rim.executed == 404


def answer_and_hang_up(rim: Rim, path: str, body: bytes) -> Reply | None:
    rim.by_session({"content-type": Encoding.XML.content_type}, body)
    raise HangUp


def test_an_answer_that_is_lost_is_asked_for_again_and_nothing_is_done_twice(run: Runner) -> None:
    with serving(Rim(rules=[answer_and_hang_up])) as rim:
        assert run(client(rim.url), "1", patience=QUICK) == 2
        assert len(rim.requests) == 3
        assert rim.executed == 404


def test_it_gives_up_after_so_many_tries(run: Runner) -> None:
    with serving(Rim(rules=[hang_up] * 9)) as rim, pytest.raises(PeerError, match="cannot be reached"):
        run(client(rim.url), "1", patience=QUICK)
    assert len(rim.requests) == QUICK.attempts
    with pytest.raises(PeerError, match="cannot be reached"):
        run(client(rim.url), "1", patience=QUICK)


def test_waits_double_and_the_server_may_ask_for_longer_ones_up_to_a_bound() -> None:
    patience = Patience(back_off=1.0, longest_wait=10.0)
    assert [patience.wait(attempt, 0.0, 1.0) for attempt in range(2, 8)] == [1.0, 2.0, 4.0, 8.0, 10.0, 10.0]
    assert patience.wait(2, 5.0, 0.0) == 5.0
    steps = exchange(client("http://server/dm"), "1", patience=patience, jitter=lambda: 1.0)
    next(steps)
    assert steps.send(Answer(503, {"retry-after": "7"})) == Wait(7.0)
    assert isinstance(steps.send(None), Request)
    assert steps.send(Failure("reset")) == Wait(2.0)
    assert isinstance(steps.send(None), Request)
    with pytest.raises(Overloaded) as refused:
        steps.send(Answer(503, {"retry-after": "3600"}))
    assert refused.value.retry_after == 3600, "a slot an hour from now is not tried before"


# content codings --------------------------------------------------------------------------------------------------


def zipped(data: Callable[[bytes], bytes]) -> Rule:
    def rule(rim: Rim, path: str, body: bytes) -> Reply:
        status, headers, made = rim.by_session({"content-type": Encoding.XML.content_type}, body)
        return status, {**headers, "Content-Encoding": "gzip"}, data(made)

    return rule


def bomb(made: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(b" " * (2 * MAX_ANSWER)) + packer.flush()


def test_a_gzip_answer_is_read_and_a_bomb_is_not(run: Runner) -> None:
    with serving(Rim(rules=[zipped(gzip.compress)])) as rim:
        assert run(client(rim.url), "1", patience=QUICK) == 2
    for made, words in (
        (bomb, "expands to more than"),
        (lambda made: gzip.compress(made)[:-9], "cut off"),
        (lambda made: made, "says it is gzip and is not"),
    ):
        with serving(Rim(rules=[zipped(made)])) as rim, pytest.raises(PeerError, match=words):
            run(client(rim.url), "1", patience=QUICK)
    other = fixed(200, b"", content_type=Encoding.XML.content_type, content_encoding="br")
    with serving(Rim(rules=[other])) as rim, pytest.raises(PeerError, match="content coding 'br'"):
        run(client(rim.url), "1", patience=QUICK)


# TLS --------------------------------------------------------------------------------------------------------------


def server_context(certificate: tuple[Path, Path], clients: Path | None = None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    if clients is not None:
        context.load_verify_locations(clients)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


def test_the_date_of_answers_is_told_where_tls_vouches_for_it(run: Runner, authority: Authority) -> None:
    dates: list[int] = []
    with serving(Rim()) as rim:
        run(client(rim.url), "1", patience=QUICK, dated=dates.append)
    assert dates == []
    with serving(Rim(), server_context(authority.sign("localhost"))) as rim:
        before = int(time.time())
        run(client(rim.url), "1", patience=QUICK, tls=client_context(authority.file), dated=dates.append)
    assert len(dates) == 2 and before <= dates[0] <= dates[1] <= int(time.time())
    for no_date in ("yesterday", "Mon, 01 Jan 2030 00:00:00 +99999999999999999999", f"1 Jan {10**30} 00:00:00 GMT"):
        steps = exchange(client("https://server/dm"), "1", patience=QUICK, jitter=lambda: 1.0, dated=dates.append)
        next(steps)
        with pytest.raises(PeerError, match="content type"):
            steps.send(Answer(200, {"date": no_date}))
    assert len(dates) == 2, "what is no date is passed over"


def test_a_redirect_to_no_url_ends_the_session() -> None:
    steps = exchange(client("http://server/dm"), "1", patience=QUICK, jitter=lambda: 1.0)
    next(steps)
    with pytest.raises(PeerError, match="is no URL"):
        steps.send(Answer(307, {"location": "http://["}))


def test_a_session_runs_over_tls_with_the_authority_that_was_named(run: Runner, authority: Authority) -> None:
    with serving(Rim(), server_context(authority.sign("localhost"))) as rim:
        assert run(client(rim.url), "1", patience=QUICK, tls=client_context(authority.file)) == 2
        assert rim.executed == 404


@pytest.mark.parametrize(
    ("name", "days", "trusted", "words"),
    [
        ("localhost", -2, True, "certificate has expired"),
        ("localhost", 5, True, "not yet valid"),
        ("example.com", 1, True, "[Hh]ostname mismatch"),
        ("localhost", 1, False, "certificate"),
    ],
)
def test_a_certificate_that_does_not_fit_is_refused_at_once(
    run: Runner, name: str, days: int, trusted: bool, words: str, authority: Authority, tmp_path: Path
) -> None:
    trust = authority if trusted else Authority(tmp_path, "Another CA")
    with serving(Rim(), server_context(authority.sign(name, days=days))) as rim:
        with pytest.raises(PeerError, match=f"certificate is not accepted: .*{words}"):
            run(client(rim.url), "1", patience=QUICK, tls=client_context(trust.file))
        assert rim.requests == [], "nothing was said before the server was known"


def old_server(authority: Authority) -> ssl.SSLContext:
    context = server_context(authority.sign("localhost"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("DEFAULT@SECLEVEL=0")
    return context


def test_a_server_that_only_speaks_tls_1_1_is_refused_by_default(run: Runner, authority: Authority) -> None:
    with serving(Rim(), old_server(authority)) as rim, pytest.raises(PeerError, match="TLS failed"):
        run(client(rim.url), "1", patience=QUICK, tls=client_context(authority.file))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        lax = client_context(authority.file, oldest=ssl.TLSVersion.TLSv1)
        lax.set_ciphers("DEFAULT@SECLEVEL=0")
        with serving(Rim(), old_server(authority)) as rim:
            assert run(client(rim.url), "1", patience=QUICK, tls=lax) == 2, "nothing but the version was wrong"


def test_a_server_may_require_a_certificate_of_the_device(run: Runner, authority: Authority) -> None:
    context = server_context(authority.sign("localhost"), clients=authority.file)
    certificate, key = authority.sign("IMEI-1", client=True)
    with serving(Rim(), context) as rim:
        with pytest.raises(PeerError):
            run(client(rim.url), "1", patience=QUICK, tls=client_context(authority.file))
        assert rim.requests == []
        known = client_context(authority.file, certificate=certificate, key=key)
        assert run(client(rim.url), "1", patience=QUICK, tls=known) == 2


def test_files_for_tls_that_cannot_be_used_are_told_in_words(authority: Authority, tmp_path: Path) -> None:
    certificate, key = authority.sign("IMEI-1", client=True)
    (tmp_path / "empty.pem").write_text("")
    with pytest.raises(LocalError, match=r"authorities in .*empty\.pem cannot be used"):
        client_context(tmp_path / "empty.pem")
    with pytest.raises(LocalError, match="cannot be used with its key"):
        client_context(authority.file, certificate=certificate, key=authority.sign("other")[1])
    with pytest.raises(LocalError, match="a key for TLS and no certificate"):
        client_context(authority.file, key=key)

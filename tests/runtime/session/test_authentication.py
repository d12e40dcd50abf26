"""Who is at the other end: BASIC, MD5 and MAC in both directions, challenges, nonces, and what is never shown."""

from __future__ import annotations

import logging
from base64 import b64decode, b64encode
from collections.abc import Callable

import pytest
from dm_sessions import Pair, Waiting, at, counted, device_message, header_status, of, secret, server_message

from swm.errors import PeerError
from swm.session import Account, DmServerSession, Scheme, Secret, printable
from swm.session import auth as auth_module
from swm.session.auth import Demand, Proof
from swm.session.digests import basic, digest, mac, mac_header
from swm.syncml import (
    Alert,
    Chal,
    Cred,
    Encoding,
    Get,
    Header,
    Item,
    Location,
    Message,
    Meta,
    Replace,
    Status,
    decode_xml,
    encode_xml,
)

NUMBER = Get("", at("./Thing/Number"))
ALERT = Alert("", "1226", (Item(meta=Meta("chr", "t"), data="200"),), "c-7")


def account(scheme: Scheme, *, mutual: bool = True, nonce: bytes = b"n0") -> Account:
    server = secret("s", "server password", scheme, nonce) if mutual else None
    return Account(secret("d", "device password", scheme, nonce), server)


def known(one: Account) -> Callable[[str], Account | None]:
    return {"d": one}.get


def pair_with(one: Account, other: Account | None = None, **more: object) -> Pair:
    return Pair(server=known(one), device=other or one, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("mutual", [False, True])
@pytest.mark.parametrize("scheme", Scheme)
def test_both_sides_prove_themselves_at_once_when_they_share_secrets_and_nonces(
    scheme: Scheme, mutual: bool, encoding: Encoding
) -> None:
    pair = pair_with(account(scheme, mutual=mutual), encoding=encoding)
    [ticket] = pair.run(NUMBER)
    assert ticket.data == "1"
    assert not {"401", "407"} & set(pair.header_codes())
    first, second = pair.messages[0].header.cred, pair.messages[1].header.cred
    if scheme is Scheme.MAC:
        assert (first, second) == (None, None), "a MAC is never in Cred"
        assert (pair.client.mac_header is not None, pair.server.mac_header is not None) == (True, mutual)
        assert set(pair.header_codes()) == {"200"}, "a MAC counts for one message"
    else:
        assert first is not None
        assert first.meta.type == scheme.value
        assert (second is not None) == mutual, "credentials unasked, where the account demands them"
        assert pair.messages[2].header.cred is None, "212 is for the whole session"


@pytest.mark.parametrize("scheme", [Scheme.MD5, Scheme.MAC])
def test_the_next_session_needs_no_challenge_of_the_device(scheme: Scheme) -> None:
    first = pair_with(account(scheme))
    first.run(NUMBER)
    there, here = first.server.account, first.client.account
    assert there is not None
    assert here is not None
    assert there.device.nonce == here.device.nonce != b"n0"
    second = pair_with(there, here)
    second.run(NUMBER)
    assert second.header_codes()[0] in ("200", "212")


@pytest.mark.parametrize("scheme", [Scheme.MD5, Scheme.MAC])
@pytest.mark.parametrize("lost", range(6))
def test_a_session_that_breaks_off_anywhere_locks_nobody_out(scheme: Scheme, lost: int) -> None:
    """Message `lost` never arrives; each side stores what it holds, and the next session works all the same."""
    broken = pair_with(account(scheme))
    broken.server.submit(NUMBER)
    data: bytes | None = broken.client.start("1")
    for number in range(0, lost, 2):
        assert data is not None
        broken.server.receive(data, mac=broken.client.mac_header)
        answer = broken.server.respond()
        if number + 1 == lost or broken.server.over:
            break
        data = broken.client.receive(answer, broken.server.mac_header)
        if data is None:
            break
    there = broken.server.account or account(scheme)
    here = broken.client.account or account(scheme)
    again = pair_with(there, here)
    [ticket] = again.run(NUMBER)
    assert ticket.data == "1"
    assert len(again.messages) <= 10


@pytest.mark.parametrize("scheme", [Scheme.MD5, Scheme.MAC])
def test_a_stale_nonce_costs_one_challenge_each_way_and_nothing_is_lost_or_done_twice(scheme: Scheme) -> None:
    waiting = Waiting(ALERT)
    pair = pair_with(account(scheme, nonce=b"new"), account(scheme, nonce=b"old"), alerts=waiting)
    tickets = pair.run(NUMBER, Replace("", at("./Thing/Number", "5", "int")), NUMBER)
    assert [ticket.status for ticket in tickets] == [200, 200, 200]
    assert [ticket.data for ticket in tickets] == ["1", None, "5"]
    assert len(pair.server.alerts) == 1
    assert waiting.left == {}
    refused = [code for code in pair.header_codes() if code in ("401", "407")]
    assert refused == ["401", "401"]


def test_all_that_a_refused_message_held_is_answered_with_the_status_of_its_header() -> None:
    pair = pair_with(account(Scheme.MD5, nonce=b"new"), account(Scheme.MD5, nonce=b"old"))
    pair.turn(pair.client.start("1"))
    answer = pair.messages[1]
    assert [(s.command, s.code) for s in answer.commands if isinstance(s, Status)] == [
        ("SyncHdr", "401"),
        ("Alert", "401"),
        ("Replace", "401"),
    ]
    assert answer.final


@pytest.mark.parametrize("scheme", Scheme)
def test_missing_credentials_are_407_and_wrong_ones_401(scheme: Scheme) -> None:
    for cred, header, code in [
        (None, None, "407"),
        (Cred(Meta("b64", Scheme.MD5.value), "AAAA"), None, "401"),
        (None, mac_header("d", b"1234567890123456"), "401"),
    ]:
        server = DmServerSession(
            server_id="s", respond_to="http://s/dm", accounts=known(account(scheme)), nonces=counted()
        )
        server.receive(device_message(Alert("1", "1201"), cred=cred), mac=header)
        [first, *_] = decode_xml(server.respond()).commands
        assert isinstance(first, Status)
        assert first.code == code
        assert first.chal is not None
        assert first.chal.meta.type == scheme.value


@pytest.mark.parametrize("user", ["d", "nobody"])
@pytest.mark.parametrize("scheme", Scheme)
def test_one_challenge_and_no_more(scheme: Scheme, user: str) -> None:
    wrong = Account(secret(user, "wrong", scheme, b"n0"))
    pair = pair_with(account(scheme, mutual=False), wrong, scheme=scheme)
    data: bytes | None = pair.client.start("1")
    with pytest.raises(PeerError, match="does not accept"):
        for _ in range(9):
            assert data is not None
            data = pair.turn(data)
    assert len(pair.messages) == 4
    assert pair.server.over
    assert pair.server.refused
    assert pair.server.account is None
    challenges = [s.chal for m in pair.messages for s in m.commands if isinstance(s, Status) and s.chal]
    assert len(challenges) == 1


def test_who_says_another_name_at_the_second_try_gets_no_second_challenge() -> None:
    server = DmServerSession(
        server_id="s", respond_to="http://s/dm", accounts=known(account(Scheme.MD5)), nonces=counted()
    )

    def say(name: str) -> list[str]:
        cred = Cred(Meta("b64", Scheme.MD5.value), "AAAA")
        header = Header("1", "1", Location("s"), Location("IMEI:1", name), cred=cred)
        server.receive(encode_xml(Message(header, (Alert("1", "1201"),))))
        return [s.code for s in decode_xml(server.respond()).commands if isinstance(s, Status) and s.chal]

    assert say("nobody") == ["401"]
    assert say("d") == []
    assert server.over


def test_a_name_said_only_after_the_challenge_is_good_enough() -> None:
    server = DmServerSession(
        server_id="s", respond_to="http://s/dm", accounts=known(account(Scheme.MD5)), nonces=counted()
    )
    server.receive(encode_xml(Message(Header("1", "1", Location("s"), Location("IMEI:1")), (Alert("1", "1201"),))))
    [first, *_] = decode_xml(server.respond()).commands
    assert isinstance(first, Status)
    assert first.chal is not None
    nonce = b64decode(first.chal.meta.next_nonce or "")
    cred = Cred(Meta("b64", "syncml:auth-md5"), b64encode(digest("d", "device password", nonce)).decode())
    header = Header("1", "2", Location("s"), Location("IMEI:1", "d"), cred=cred)
    server.receive(encode_xml(Message(header, (Alert("1", "1201"),))))
    assert server.authenticated


@pytest.mark.parametrize("scheme", [Scheme.MD5, Scheme.MAC])
def test_credentials_that_were_seen_once_are_worth_nothing_later(scheme: Scheme) -> None:
    first = pair_with(account(scheme, mutual=False))
    recorded = first.client.start("1")
    header = first.client.mac_header
    first.server.receive(recorded, mac=header)
    first.server.respond()
    assert first.server.authenticated
    stored = first.server.account
    assert stored is not None
    replayed = DmServerSession(server_id="s", respond_to="http://s/dm", accounts=known(stored), nonces=counted())
    replayed.receive(recorded, mac=header)
    assert not replayed.authenticated


def test_a_mac_is_needed_for_each_message_and_covers_its_octets() -> None:
    pair = pair_with(account(Scheme.MAC, mutual=False))
    pair.server.submit(NUMBER)
    second = pair.turn(pair.client.start("1"))
    header = pair.client.mac_header
    assert second is not None
    for octets, shown in [(second, None), (second.replace(b">200<", b">404<"), header)]:
        taken = pair_with(account(Scheme.MAC, mutual=False))
        ticket = taken.server.submit(NUMBER)
        taken.turn(taken.client.start("1"))
        taken.server.receive(octets, mac=shown)
        assert not taken.server.authenticated
        assert ticket.status is None
        assert of(Get, taken.server.respond()) == [], "nothing goes to who did not prove who it is"


def test_a_message_that_was_refused_in_the_middle_of_a_session_goes_out_again() -> None:
    """A MAC that was damaged on its way: one challenge, and the session goes on as if nothing had been."""
    pair = pair_with(account(Scheme.MAC))
    waiting = [pair.server.submit(NUMBER), pair.server.submit(Replace("", at("./Thing/Number", "5", "int")))]
    second = pair.turn(pair.client.start("1"))
    assert second is not None
    pair.server.receive(second, mac=mac_header("d", b"x" * 16))
    answer = pair.server.respond()
    assert not pair.server.authenticated
    data = pair.client.receive(answer, pair.server.mac_header)
    while data is not None:
        data = pair.turn(data)
    assert [ticket.status for ticket in waiting] == [200, 200]
    assert waiting[0].data == "1"


def test_a_large_object_that_was_refused_with_its_message_arrives_whole() -> None:
    """The device challenges the message in which the object begins."""
    pair = pair_with(
        account(Scheme.MD5),
        Account(
            secret("d", "device password", Scheme.MD5, b"n0"), secret("s", "server password", Scheme.MD5, b"stale")
        ),
        limit=2500,
    )
    body = bytes(range(256)) * 40
    [ticket, after] = pair.run(Replace("", at("./Thing/Data", body, "b64")), NUMBER)
    assert (ticket.status, after.data) == (200, "1")
    assert pair.tree.value("./Thing/Data") == body
    assert "401" in pair.header_codes()


@pytest.mark.parametrize(
    ("own", "asked", "follows"),
    [
        (Scheme.BASIC, Scheme.MD5, True),
        (Scheme.BASIC, Scheme.MAC, True),
        (Scheme.MD5, Scheme.MAC, True),
        (Scheme.MD5, Scheme.BASIC, False),
        (Scheme.MAC, Scheme.MD5, False),
        (Scheme.MAC, Scheme.BASIC, False),
    ],
)
def test_a_challenge_never_leads_to_a_weaker_scheme(own: Scheme, asked: Scheme, follows: bool) -> None:
    proof = Proof(secret("d", "device password", own))
    assert proof.challenged(Chal(Meta("b64", asked.value, next_nonce="bjE="))) is follows
    cred = proof.cred()
    if not follows:
        assert cred is None or cred.meta.type == own.value


@pytest.mark.parametrize("scheme", Scheme)
def test_credentials_of_another_scheme_are_refused(scheme: Scheme) -> None:
    """However right they are: the account says which scheme counts."""
    demand = Demand(secret("d", "p", scheme, b"n"), counted())
    creds = {
        Scheme.BASIC: (Cred(Meta("b64", Scheme.BASIC.value), basic("d", "p")), None),
        Scheme.MD5: (Cred(Meta("b64", Scheme.MD5.value), b64encode(digest("d", "p", b"n")).decode()), None),
        Scheme.MAC: (None, mac_header("d", mac("d", "p", b"n", b"body"))),
    }
    right = {kind: demand.check("d", cred, header, b"body") for kind, (cred, header) in creds.items() if kind != scheme}
    assert set(right.values()) == {False}
    cred, header = creds[scheme]
    assert demand.check("d", cred, header, b"body")


def test_a_server_that_proves_nothing_is_challenged_once_and_then_left() -> None:
    pair = Pair(device=account(Scheme.MD5))
    pair.client.start("1")
    answer = pair.client.receive(server_message(header_status("1", "212"), Get("2", at("./Thing/Number"))))
    assert answer is not None
    [header, get] = decode_xml(answer).commands
    assert isinstance(header, Status)
    assert isinstance(get, Status)
    assert (header.code, get.code) == ("407", "407")
    assert header.chal is not None
    with pytest.raises(PeerError, match="did not prove"):
        pair.client.receive(server_message(header_status("2"), Get("2", at("./Thing/Number"))))
    assert pair.client.over
    assert pair.client.account == account(Scheme.MD5), "nothing that a stranger said is stored"


def test_a_nonce_of_a_challenge_is_used_and_not_kept() -> None:
    proof = Proof(secret("d", "p", Scheme.MD5, b"kept"))
    assert proof.challenged(Chal(Meta("b64", Scheme.MD5.value, next_nonce=b64encode(b"used").decode())))
    assert proof.kept.nonce == b"kept"
    cred = proof.cred()
    assert cred is not None
    assert cred.data == b64encode(digest("d", "p", b"used")).decode()
    proof.accepted(Chal(Meta("b64", Scheme.MD5.value, next_nonce=b64encode(b"next").decode())), for_session=True)
    assert proof.kept.nonce == b"next"


def test_a_status_200_means_that_each_message_needs_credentials() -> None:
    pair = Pair(device=account(Scheme.MD5, mutual=False))
    pair.client.start("1")
    answer = pair.client.receive(server_message(header_status("1", "200"), Get("2", at("./Thing/Number"))))
    assert answer is not None
    assert decode_xml(answer).header.cred is not None
    answer = pair.client.receive(server_message(header_status("2", "212"), Get("3", at("./Thing/Number")), number="2"))
    assert answer is not None
    assert decode_xml(answer).header.cred is None


def test_a_password_in_the_clear_goes_to_no_device_that_has_not_proved_itself() -> None:
    pair = pair_with(account(Scheme.BASIC), Account(secret("d", "wrong", Scheme.BASIC)))
    pair.turn(pair.client.start("1"))
    assert pair.messages[1].header.cred is None


def test_who_is_unknown_costs_what_who_is_known_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in calls, not in time: the same computations, the same comparison."""
    calls: list[str] = []
    for name in ("basic", "digest", "mac", "is_same"):
        real = getattr(auth_module, name)

        def counting(*arguments: object, name: str = name, real: Callable[..., object] = real) -> object:
            calls.append(name)
            return real(*arguments)

        monkeypatch.setattr(auth_module, name, counting)
    for scheme in Scheme:
        cred = Cred(Meta("b64", scheme.value), "AAAA")
        header = mac_header("d", b"1" * 16) if scheme is Scheme.MAC else None
        seen = []
        for who in (secret("d", "p", scheme), None):
            calls.clear()
            assert not Demand(who, counted(), scheme=scheme).check("d", cred, header, b"body")
            seen.append(list(calls))
        assert seen[0] == seen[1]
        assert "is_same" in seen[0]


def test_the_mac_of_another_user_with_the_same_password_is_refused() -> None:
    demand = Demand(secret("d", "p", Scheme.MAC, b"n"), counted())
    value = mac("d", "p", b"n", b"body")
    assert not demand.check("d", None, mac_header("e", value), b"body")
    assert demand.check("d", None, mac_header("d", value), b"body")


@pytest.mark.parametrize("header", ["", "x", "algorithm=MD5, username=d, mac=AAAA", "é" * 10, "a" * 5000])
def test_a_mac_header_that_makes_no_sense_is_a_wrong_one(header: str) -> None:
    assert not Demand(secret("d", "p", Scheme.MAC), counted()).check("d", None, header, b"body")


@pytest.mark.parametrize("scheme", Scheme)
def test_secrets_are_never_shown(scheme: Scheme, caplog: pytest.LogCaptureFixture) -> None:
    """Not in what `repr` gives of accounts, sessions and messages, not in errors, not in logs."""
    caplog.set_level(logging.DEBUG)
    own = Account(
        secret("d", "tops3cret-device", scheme, b"n0nce-of-device"), secret("s", "tops3cret-server", scheme, b"n0nce-s")
    )
    pair = pair_with(own)
    shown = [repr(own), repr(own.device), str(own)]
    pair.run(NUMBER)
    shown += [repr(message) for message in pair.messages]
    shown += [repr(pair.client), repr(pair.server), repr(pair.client.account), repr(Proof(own.device))]
    wrong = pair_with(own, Account(secret("d", "tops3cret-wrong", scheme, b"n0nce")))
    data: bytes | None = wrong.client.start("1")
    with pytest.raises(PeerError) as error:
        while data is not None:
            data = wrong.turn(data)
    shown += [str(error.value), repr(error.value), caplog.text]
    for text in shown:
        for hidden in ("tops3cret", "n0nce", b64encode(b"d:tops3cret-device").decode()):
            assert hidden not in text


def test_nonces_are_sixteen_printable_octets() -> None:
    for random in (b"", b"\x00" * 12, b"\xff" * 20, bytes(range(12))):
        nonce = printable(random)
        assert len(nonce) == 16
        assert nonce.isascii()
        assert nonce.decode().isprintable()
    assert printable(b"a" * 12) != printable(b"b" * 12)


@pytest.mark.parametrize("name", ['a"b', "a\nb", "Jürgen"])
def test_a_name_that_no_mac_header_can_hold_is_refused_where_the_account_is_made(name: str) -> None:
    with pytest.raises(ValueError, match="ASCII"):
        Secret(name, "p", Scheme.MAC)
    proof = Proof(Secret(name, "p", Scheme.MD5))
    assert not proof.challenged(Chal(Meta("b64", Scheme.MAC.value)))


@pytest.mark.parametrize("scheme", [Scheme.MD5, Scheme.MAC])
def test_a_server_with_a_stale_nonce_and_nothing_to_do_still_answers_an_alert(scheme: Scheme) -> None:
    """The device refuses the message that would have ended the session; without another the alert would come for ever."""
    here = Account(secret("d", "p", scheme, b"n"), secret("s", "q", scheme, b"fresh"))
    there = Account(secret("d", "p", scheme, b"n"), secret("s", "q", scheme, b"stale"))
    waiting = Waiting(ALERT)
    pair = pair_with(there, here, alerts=waiting)
    second = pair.turn(pair.client.start("1"))
    assert second is not None
    assert pair.server.at_rest
    assert not pair.server.over
    assert pair.turn(second) is None
    assert pair.server.at_rest
    assert waiting.left == {}
    assert len(pair.server.alerts) == 1


@pytest.mark.parametrize("scheme", [Scheme.MD5, Scheme.MAC])
@pytest.mark.parametrize("stale", ["nobody", "server", "device", "both"])
def test_sessions_without_a_command_need_no_challenge_but_the_first(scheme: Scheme, stale: str) -> None:
    """The server's first message is its last: what the device would have answered, and the nonce in it, is never sent."""
    here = account(scheme)
    there = Account(
        secret("d", "device password", scheme, b"old" if stale in ("device", "both") else b"n0"),
        secret("s", "server password", scheme, b"old" if stale in ("server", "both") else b"n0"),
    )
    taken = []
    for _ in range(3):
        pair = pair_with(there, here)
        pair.run()
        taken.append(len(pair.messages))
        assert pair.server.account is not None and pair.client.account is not None
        there, here = pair.server.account, pair.client.account
    assert taken == [2 if stale == "nobody" else 4, 2, 2]
    pair = pair_with(there, here)
    [ticket] = pair.run(NUMBER)
    assert ticket.data == "1"
    assert not {"401", "407"} & set(pair.header_codes())


def test_a_nonce_that_nobody_proved_to_have_sent_is_used_and_not_kept() -> None:
    proof = Proof(secret("d", "p", Scheme.MD5, b"n"))
    assert proof.challenged(Chal(Meta("b64", Scheme.MD5.value, next_nonce=b64encode(b"forged").decode())))
    assert proof.kept.nonce == b"n"
    proof.trust()
    assert proof.kept.nonce == b"forged"

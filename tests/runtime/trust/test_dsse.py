"""DSSE envelopes, with securesystemslib as an independent judge in both directions."""

from __future__ import annotations

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as generate_ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from securesystemslib.dsse import Envelope as OtherEnvelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import CryptoSigner, Key

from swm.errors import MessageError
from swm.security import Envelope
from swm.trust.announcement import read_announcement
from swm.trust.dsse import is_signed_by, key_id, public_octets, read_envelope, sign, write_envelope

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
TYPE = "application/vnd.swm.announcement+json"
LIMIT = 16384


def judge_of(key: Ed25519PrivateKey) -> Key:
    """The other implementation's key, under the id that ours has."""
    judge = CryptoSigner(key).public_key
    judge.keyid = key_id(public_octets(key))
    return judge


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=2000), st.text(min_size=1, max_size=40))
def test_the_other_implementation_accepts_what_we_sign(payload: bytes, kind: str) -> None:
    document = json.loads(write_envelope(sign(kind, payload, KEY)))
    other = OtherEnvelope.from_dict(document)
    judge = judge_of(KEY)
    for signature in other.signatures.values():
        judge.verify_signature(signature, other.pae())
    assert other.payload == payload


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=2000))
def test_we_accept_what_the_other_implementation_signs(payload: bytes) -> None:
    other = OtherEnvelope(payload, TYPE, {})
    other.sign(CryptoSigner(KEY))
    envelope = read_envelope(json.dumps(other.to_dict()).encode(), LIMIT)
    assert envelope.payload == payload
    assert is_signed_by(envelope, public_octets(KEY))


@settings(deadline=None)
@given(st.data())
def test_one_changed_bit_is_refused_by_both(data: st.DataObject) -> None:
    envelope = sign(TYPE, b'{"isid":"a"}', KEY)
    part = data.draw(st.sampled_from(["payload", "signature", "type"]))
    octets = {"payload": envelope.payload, "signature": envelope.signatures[0][1], "type": TYPE.encode()}[part]
    changed = bytearray(octets)
    changed[data.draw(st.integers(0, len(octets) - 1))] ^= 1 << data.draw(st.integers(0, 6 if part == "type" else 7))
    forged = Envelope(
        changed.decode("latin-1") if part == "type" else TYPE,
        bytes(changed) if part == "payload" else envelope.payload,
        ((envelope.signatures[0][0], bytes(changed) if part == "signature" else envelope.signatures[0][1]),),
    )
    assert not is_signed_by(forged, public_octets(KEY))
    other = OtherEnvelope.from_dict(json.loads(write_envelope(forged)))
    with pytest.raises(VerificationError, match=r"."):
        other.verify([judge_of(KEY)], 1)


def test_keys_of_other_kinds_and_rubbish_sign_nothing() -> None:
    envelope = sign(TYPE, b"x", KEY)
    foreign = generate_ec(SECP256R1()).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    for spki in (foreign, b"", b"rubbish", public_octets(Ed25519PrivateKey.generate())):
        assert not is_signed_by(envelope, spki)


GOOD = {"payload": base64.b64encode(b"x").decode(), "payloadType": TYPE, "signatures": [{"keyid": "k", "sig": "AAAA"}]}


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 9000,
        json.dumps({**GOOD, "payload": "!"}).encode(),
        json.dumps({**GOOD, "payload": 1}).encode(),
        json.dumps({**GOOD, "signatures": []}).encode(),
        json.dumps({**GOOD, "signatures": [{"keyid": "k", "sig": "AAAA"}] * 9}).encode(),
        json.dumps({**GOOD, "signatures": ["AAAA"]}).encode(),
        json.dumps({**GOOD, "signatures": [{"keyid": 1, "sig": "AAAA"}]}).encode(),
        json.dumps({**GOOD, "payloadType": None}).encode(),
        json.dumps({"payload": "", "payloadType": ""}).encode(),
        b'{"payload":"","payload":"","payloadType":"","signatures":[{"sig":""}]}',
        b'{"payload":NaN,"payloadType":"","signatures":[{"sig":""}]}',
        json.dumps({**GOOD, "more": "x" * LIMIT}).encode(),
    ],
)
def test_what_is_no_envelope_is_an_error_of_the_sender(octets: bytes) -> None:
    with pytest.raises(MessageError):
        read_envelope(octets, LIMIT)


@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_whatever_a_payload_holds_it_is_an_announcement_or_an_error(document: object) -> None:
    with pytest.raises(MessageError):
        read_announcement(json.dumps(document).encode())


@pytest.mark.parametrize(
    "document",
    [
        b'{"payload": "", "payloadType": "\\ud800", "signatures": [{"sig": ""}]}',
        b'{"payload": "", "payloadType": "x", "signatures": [{"sig": "", "keyid": "\\udfff"}]}',
        b'{"payload": "", "payloadType": "x", "signatures": [{"sig": ""}], "more": 1e999}',
        b'{"payload":' + b"[" * 10_000,
    ],
)
def test_an_envelope_that_nothing_could_be_signed_over_is_refused(document: bytes) -> None:
    with pytest.raises(MessageError, match="no JSON"):
        read_envelope(document, LIMIT)

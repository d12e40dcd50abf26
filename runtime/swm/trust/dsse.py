"""DSSE envelopes with Ed25519 (the Dead Simple Signing Envelope, version 1.0.2)."""

from __future__ import annotations

import base64
import binascii
import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from swm.errors import MessageError
from swm.json_documents import read_json as read_document
from swm.security import Envelope

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

MAX_SIGNATURES: Final = 8


def key_id(spki: bytes) -> str:
    """The id of a public key: SHA-256 of its SubjectPublicKeyInfo in DER, in hexadecimal."""
    return sha256(spki).hexdigest()


def signed_octets(payload_type: str, payload: bytes) -> bytes:
    """What the signature covers: DSSE's pre-authentication encoding."""
    kind = payload_type.encode("utf-8")
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def read_json(data: bytes, limit: int) -> Any:
    """A JSON document in UTF-8. MessageError when it is too long, or is none that `swm.json_documents` reads."""
    if len(data) > limit:
        raise MessageError(f"{len(data)} octets; the limit is {limit}")
    try:
        return read_document(data)
    except ValueError as error:
        raise MessageError(f"no JSON: {error}") from None


def _base64(text: object) -> bytes:
    if not isinstance(text, str):
        raise MessageError("base64 is a text")
    try:
        return base64.b64decode(text, altchars=b"-_" if "-" in text or "_" in text else None, validate=True)
    except (binascii.Error, ValueError):
        raise MessageError("no base64") from None


def read_envelope(data: bytes, limit: int) -> Envelope:
    """An envelope, not yet believed. MessageError when it is none, or longer than `limit`."""
    document = read_json(data, limit)
    if not isinstance(document, dict) or not {"payload", "payloadType", "signatures"} <= set(document):
        raise MessageError("an envelope has payload, payloadType and signatures")
    kind, signatures = document["payloadType"], document["signatures"]
    if not isinstance(kind, str) or not isinstance(signatures, list) or not 1 <= len(signatures) <= MAX_SIGNATURES:
        raise MessageError(f"an envelope has a type and 1 to {MAX_SIGNATURES} signatures")
    pairs = []
    for signature in signatures:
        if not isinstance(signature, dict) or not isinstance(signature.get("keyid", ""), str):
            raise MessageError("a signature has sig and perhaps keyid")
        pairs.append((signature.get("keyid", ""), _base64(signature.get("sig"))))
    return Envelope(kind, _base64(document["payload"]), tuple(pairs))


def write_envelope(envelope: Envelope) -> bytes:
    """The JSON of an envelope; the same envelope gives the same octets."""
    document = {
        "payload": base64.b64encode(envelope.payload).decode("ascii"),
        "payloadType": envelope.payload_type,
        "signatures": [
            {"keyid": key, "sig": base64.b64encode(signature).decode("ascii")} for key, signature in envelope.signatures
        ],
    }
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode("utf-8")


def sign(payload_type: str, payload: bytes, key: Ed25519PrivateKey) -> Envelope:
    """An envelope signed with an Ed25519 key."""
    signature = key.sign(signed_octets(payload_type, payload))
    return Envelope(payload_type, payload, ((key_id(public_octets(key)), signature),))


def public_octets(key: Ed25519PrivateKey) -> bytes:
    """The SubjectPublicKeyInfo of a private key, in DER."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def is_signed_by(envelope: Envelope, spki: bytes) -> bool:
    """Whether one of the signatures is by this Ed25519 key (SubjectPublicKeyInfo, DER). The key id is a hint only."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        key = load_der_public_key(spki)
    except (ValueError, UnsupportedAlgorithm):
        return False
    if not isinstance(key, Ed25519PublicKey):
        return False
    covered = signed_octets(envelope.payload_type, envelope.payload)
    for _, signature in envelope.signatures:
        try:
            key.verify(signature, covered)
        except InvalidSignature:
            continue
        return True
    return False

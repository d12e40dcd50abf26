"""Security procedures of restart 1.0.

Each step calls one primitive; the first that fails ends the procedure with
its result code. Primitives raise `swm.security.CheckFailed`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from swm.security import Claims, Envelope, Permit, step

from .messages import Result


class Primitives(Protocol):
    """The checks that the procedures are made of."""

    def open_envelope(self, *, data: bytes) -> Envelope:
        """Read a DSSE envelope of at most 4096 bytes."""
        ...

    def check_signature(self, *, envelope: Envelope, key: bytes) -> Claims:
        """Ed25519 over the DSSE pre-authentication encoding."""
        ...

    def check_window(self, *, claims: Claims, now: datetime) -> Permit:
        """notBefore <= now < notAfter."""
        ...


@dataclass(frozen=True, slots=True)
class CheckPermitInputs:
    """What the device puts into `check_permit`."""

    permit: bytes
    maker_key: bytes
    now: datetime


def check_permit(primitives: Primitives, inputs: CheckPermitInputs) -> Permit:
    """From the bytes the server wrote to leave to restart.

    Raises `swm.security.ProcedureStopped` with the result of the step that fails.
    Spec: restart-1.0/security.yaml:13
    """
    with step("check_permit", "open_envelope", Result.MALFORMED_PERMIT):
        envelope = primitives.open_envelope(data=inputs.permit)
    with step("check_permit", "check_signature", Result.FORGED_PERMIT, makes=Claims):
        claims = primitives.check_signature(envelope=envelope, key=inputs.maker_key)
    with step("check_permit", "check_window", Result.STALE_PERMIT, makes=Permit):
        leave = primitives.check_window(claims=claims, now=inputs.now)
    return leave

"""Credentials in the SyncHdr. The scheme is a Protocol, so that digest schemes fit beside BASIC."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from swm.session.digests import basic, is_same
from swm.syncml import Chal, Cred, Meta


class Credentials(Protocol):
    """How one side proves who it is, and how the other checks it."""

    def present(self) -> Cred | None:
        """What to put into the next SyncHdr; None for nothing."""

    def accepts(self, user: str | None, cred: Cred | None) -> bool:
        """Whether `cred`, sent by `user` (the header's LocName, or its LocURI), is right."""

    def challenge(self) -> Chal:
        """What to ask for when it is not."""


@dataclass(frozen=True, slots=True)
class Basic:
    """``syncml:auth-basic``: base64 of user:password (OMA-TS-DM_Sec 1.2, 5.3). Only over TLS."""

    user: str
    password: str
    secret_of: Callable[[str], str | None] = lambda user: None

    def present(self) -> Cred:
        """This side's name and password."""
        return Cred(Meta(format="b64", type="syncml:auth-basic"), basic(self.user, self.password))

    def accepts(self, user: str | None, cred: Cred | None) -> bool:
        """Compared in constant time, with the password that `secret_of` knows for the user."""
        if user is None or cred is None or cred.meta.type != "syncml:auth-basic":
            return False
        secret = self.secret_of(user)
        expected = basic(user, secret or "").encode("ascii")
        return is_same(expected, cred.data.strip().encode("utf-8")) and secret is not None

    def challenge(self) -> Chal:
        """Ask for BASIC."""
        return Chal(Meta(format="b64", type="syncml:auth-basic"))

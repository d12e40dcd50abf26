"""Who the device is to its server: the account with the nonces of the next session, and the number of that session."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Final

from swm.device.configuration import SharedSecrets
from swm.durable import replace_file
from swm.errors import LocalError
from swm.json_documents import read_json
from swm.session import Account, Secret

FORMAT: Final = 1
MAX_SESSION: Final = 0xFFFF


class Identity:
    """Kept in one file: old or new after a kill.

    A number is on the disk before its session begins, so none is used twice.
    Nonces are kept after a session; those that a kill lost cost one challenge.
    """

    def __init__(self, file: Path, shared: SharedSecrets | None) -> None:
        self._file = file
        self._shared = shared
        self._session = 0
        nonce = server_nonce = b""
        if shared is not None:
            nonce, server_nonce = shared.nonce, shared.server_nonce
        if file.exists():
            try:
                data = read_json(file.read_bytes())
                if data["format"] != FORMAT:
                    raise LocalError(f"{file} has format {data['format']}, this program reads {FORMAT}")
                self._session = int(data["session"])
                nonce, server_nonce = b64decode(data["nonce"]), b64decode(data["server_nonce"])
            except (ValueError, KeyError, TypeError) as error:
                raise LocalError(f"{file} cannot be read: {error!r}") from None
        self._nonces = nonce, server_nonce

    @property
    def account(self) -> Account | None:
        """The account for the next session; None where the settings have none."""
        shared = self._shared
        if shared is None:
            return None
        nonce, server_nonce = self._nonces
        server = None
        if shared.server_user:
            server = Secret(shared.server_user, shared.server_password, shared.scheme, server_nonce)
        return Account(Secret(shared.user, shared.password, shared.scheme, nonce), server)

    def server(self) -> Secret | None:
        """The server's secret, with the nonce of its next proof and of package 0; None where it need not prove itself."""
        account = self.account
        return None if account is None else account.server

    def next_session(self) -> str:
        """The SessionID of a session that the device begins, in hexadecimal."""
        self._session = self._session % MAX_SESSION + 1
        self._save()
        return f"{self._session:X}"

    def keep(self, account: Account | None) -> None:
        """Keep the nonces that a session ended with."""
        if account is None:
            return
        nonces = account.device.nonce, b"" if account.server is None else account.server.nonce
        if nonces != self._nonces:
            self._nonces = nonces
            self._save()

    def _save(self) -> None:
        nonce, server_nonce = (b64encode(value).decode("ascii") for value in self._nonces)
        record = {
            "format": FORMAT,
            "session": self._session,
            "nonce": nonce,
            "server_nonce": server_nonce,
        }
        replace_file(self._file, json.dumps(record).encode("utf-8"))

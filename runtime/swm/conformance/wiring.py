"""How a device under test and the suite's DM server talk: encoding, and who proves what with which name and password."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

from swm.errors import LocalError
from swm.session import Account, Scheme, Secret
from swm.session.auth import RESYNCHRONISING
from swm.syncml import Encoding

SCHEMES: Final = {"none": None, "basic": Scheme.BASIC, "md5": Scheme.MD5, "mac": Scheme.MAC}
ENCODINGS: Final = {"xml": Encoding.XML, "wbxml": Encoding.WBXML}


@dataclass(frozen=True, slots=True)
class Wiring:
    """What both sides must agree on. `encoding` None takes what the device sends.

    `user` and `password` are the device's; with `server_password` the server proves itself, too, under the name
    `server_user`, None for its identifier `server`. LocalError for an encoding or authentication that there is none of.
    """

    encoding: str | None = None
    auth: str = "none"
    user: str = "device"
    password: str = ""
    server: str = "server"
    server_password: str | None = None
    server_user: str | None = None

    def __post_init__(self) -> None:
        if self.auth not in SCHEMES:
            raise LocalError(f"there is no authentication {self.auth!r}; there are {', '.join(SCHEMES)}")
        if self.encoding is not None and self.encoding not in ENCODINGS:
            raise LocalError(f"there is no encoding {self.encoding!r}; there are {', '.join(ENCODINGS)}")

    @classmethod
    def of(cls, words: Mapping[str, str | None]) -> Wiring:
        """What the verb `connect` says; what it leaves out is as it is by default, what is not known is passed over."""
        known = {name for name in cls.__dataclass_fields__ if name in words}
        return cls(**{name: words[name] for name in known})  # type: ignore[arg-type]

    def words(self) -> dict[str, str | None]:
        """As the verb `connect` says it."""
        return asdict(self)

    @property
    def account(self) -> Account | None:
        """What both sides share before their first session; None where nobody proves anything.

        MD5 and MAC need a nonce that both know from the start: four zeros.
        """
        scheme = SCHEMES[self.auth]
        if scheme is None:
            return None
        device = Secret(self.user, self.password, scheme, RESYNCHRONISING)
        if self.server_password is None:
            return Account(device)
        return Account(device, Secret(self.server_user or self.server, self.server_password, scheme, RESYNCHRONISING))
